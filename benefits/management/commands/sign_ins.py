import os

from django.core.management.base import BaseCommand

from benefits.sample import posts


class Command(BaseCommand):
    help = "Prints one sign-in per role of the sample data."

    def handle(self, **options):
        rows = posts.sign_ins()
        if not rows:
            return
        self.stdout.write(f"  密码 / password: {os.environ.get('LIDAO_SAMPLE_PASSWORD', '（见 .data/state.json）')}")
        for role, place, username in rows:
            self.stdout.write(f"  {username:<38} {place} {role}")
