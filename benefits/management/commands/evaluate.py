import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from benefits import trials
from benefits.rules import Unusable


class Command(BaseCommand):
    help = "Calculates a case of the evaluation format, or a list of them: JSON on standard output; exit 2 and a sentence when the input is unusable."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", help="a JSON file, or - for standard input")

    def handle(self, file, **options):
        try:
            given = self._read(file)
            answers = self.answers(given)
        except Unusable as error:
            self._unusable(str(error))
        json.dump(answers, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")

    def answers(self, given):
        """What is written for the input read."""
        return trials.answers(given)

    def _read(self, file):
        try:
            return trials.read(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes())
        except (OSError, Unusable) as error:
            self._unusable(f"{file}：不是可读的 JSON（{error}），请检查文件。")

    def _unusable(self, sentence):
        self.stderr.write(sentence)
        sys.exit(2)
