"""`policies check` reads the policy files through; `policies load` brings them into the table (migrate does so too)."""
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from benefits import policies
from benefits.policies_table import commands


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("verb", choices=["check", "load"])

    def handle(self, verb, **options):
        sentences = policies.check()
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
