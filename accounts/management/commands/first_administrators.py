from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import commands
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import ADMINISTRATORS, Role


class Command(BaseCommand):
    help = "Makes the first three administrators of a county (三员) and prints their passwords, once. Refuses when the county has any."

    def add_arguments(self, parser):
        parser.add_argument("place", help="the 12-digit division code of the county")
        for role in sorted(ADMINISTRATORS):
            word = role.partition("_")[0]
            parser.add_argument(f"--{word}", dest=role, required=True, metavar="姓名/工号", help=f"{Role(role).label}: name and staff number")

    def handle(self, place, **options):
        if not Jurisdiction.objects.filter(pk=place, level=Jurisdiction.Level.COUNTY).exists():
            raise CommandError(f"区划表中没有代码为 {place} 的县，请核对 12 位代码。")
        people = {role: self._person(options[role]) for role in sorted(ADMINISTRATORS)}
        try:
            made = commands.appoint_first_administrators(place=place, people=people, at=timezone.now())
        except NotAllowed as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write("密码只显示这一次，请当面交给本人；本人首次登录须先改成自己的密码：")
        for post, password in made:
            self.stdout.write(f"  {post.get_role_display()}  {post.user.name}  用户名 {post.user.username}  密码 {password}")

    @staticmethod
    def _person(text):
        name, _, staff_no = text.partition("/")
        if not name.strip() or not staff_no.strip():
            raise CommandError(f"“{text}”应写成 姓名/工号，如 王强/0001。")
        return name.strip(), staff_no.strip()
