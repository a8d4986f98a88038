import os

from django.core.management.base import BaseCommand
from django.db import transaction

from accounts import scope
from benefits.models import Roster
from benefits.sample import posts


class Command(BaseCommand):
    help = "Prints one sign-in per role of the sample data, and what of it the worker is still making."

    def handle(self, **options):
        rows = posts.sign_ins()
        if not rows:
            return
        self.stdout.write(f"  密码 / password: {os.environ.get('LIDAO_SAMPLE_PASSWORD', '（见 .data/state.json）')}")
        for role, place, username in rows:
            self.stdout.write(f"  {username:<38} {place} {role}")
        with transaction.atomic(), scope.entered(scope.EVERYWHERE):
            rosters = Roster.objects.filter(seal=None).count()
        if rosters:
            self.stdout.write(f"\n  {rosters} 份清册还在制作 / the worker is still making {rosters} rosters; everything else is there")
