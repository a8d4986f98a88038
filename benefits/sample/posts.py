"""Sample officials: one of every role in every county, each a different person."""
from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.models import Jurisdiction, Post, User
from accounts.roles import Role

COUNTIES = {
    "370303000000": "zhangdian",
    "520115000000": "guanshanhu",
    "410802000000": "jiefang",
    "620921000000": "jinta",
}
_NAMES = {
    Role.VILLAGE_WORKER: "周小梅", Role.TOWNSHIP_CLERK: "李秀梅", Role.TOWNSHIP_REVIEWER: "何建平", Role.COUNTY_PREPARER: "王建国",
    Role.COUNTY_REVIEWER: "陈晓燕", Role.COUNTY_SIGNER: "赵立新", Role.FINANCE: "孙敏", Role.AUDITOR: "郑宏", Role.VIEWER: "吴静",
    Role.SYSTEM_ADMINISTRATOR: "系统管理", Role.SECURITY_ADMINISTRATOR: "安全管理", Role.AUDIT_ADMINISTRATOR: "审计管理",
}  # fmt: skip
_SINCE = date(2023, 1, 1)


def make(password):
    """Users and posts of the four counties, when there are none; {county: {role: Post}}."""
    hashed = make_password(password)
    for number, (county, word) in enumerate(COUNTIES.items()):
        for order, (role, name) in enumerate(_NAMES.items()):
            user, made = User.objects.get_or_create(
                username=f"{word}.{role.value}", defaults={"name": name, "staff_no": f"{number + 1}{order + 1:03d}", "password": hashed}
            )
            if made:
                Post.objects.create(user=user, role=role, jurisdiction=_place(county, role), since=_SINCE)
    return held()


def held_at_all():
    """Whether there are sample officials."""
    return User.objects.filter(username__startswith=f"{next(iter(COUNTIES.values()))}.").exists()


def held():
    """{county: {role: Post}} of the sample officials."""
    return {county: of(county) for county in COUNTIES}


def of(county):
    """{role: Post} of the sample officials of a county."""
    posts = Post.objects.select_related("user", "jurisdiction").filter(user__username__startswith=f"{COUNTIES[county]}.")
    return {Role(post.role): post for post in posts}


def _place(county, role):
    inside = Jurisdiction.objects.filter(code__startswith=county[:6])
    if role == Role.VILLAGE_WORKER:
        return inside.filter(level=Jurisdiction.Level.VILLAGE).first()
    if role in (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_REVIEWER):
        return inside.filter(level=Jurisdiction.Level.TOWNSHIP).first()
    return inside.get(level=Jurisdiction.Level.COUNTY)


def sign_ins():
    """[(role, county, username)]: one line a role, of the first county."""
    word = next(iter(COUNTIES.values()))
    rows = []
    for post in Post.objects.select_related("user", "jurisdiction").filter(user__username__startswith=f"{word}.").order_by("id"):
        rows.append((Role(post.role).label, str(post.jurisdiction), post.user.username))
    return rows
