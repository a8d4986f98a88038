"""`policies check` reads the policy files through; `policies load` brings them into the table (migrate does so too)."""
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits import policies
from benefits.policies_table import commands


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help="read policy files through and say what is wrong with them, file by file")
        check.add_argument("folder", nargs="?", type=Path, default=policies.FOLDER, help="one being prepared; else the product's own")
        verbs.add_parser("load", help="bring the product's policy files into the table")

    def handle(self, verb, folder=policies.FOLDER, **options):
        if not (folder / "citations.yaml").is_file():
            raise CommandError(f"{folder} 里没有 citations.yaml，请写政策文件夹的路径。")
        sentences = policies.check(folder)
        if sentences:
            raise CommandError("\n".join(sentences))
        if verb == "check":
            self.stdout.write("政策文件无误。")
            return
        try:
            counts = commands.load(*policies.read(), at=timezone.now())
        except commands.CannotLoad as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"新载入 {counts['added']} 条，撤回 {counts['withdrawn']} 条，确认 {counts['confirmed']} 条。")
