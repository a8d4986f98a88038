"""A county's first administrators, made where nobody can sign in yet."""
import io
import re

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Post, User
from accounts.roles import ADMINISTRATORS
from audits.models import Event
from devtools.paths import ROOT
from tests.builders import GUANSHANHU, ZHANGDIAN, inside

pytestmark = pytest.mark.django_db
THREE = ("--system=王强/0001", "--security=李敏/0002", "--audit=赵云/0003")


def appoint(*arguments):
    """What the command prints."""
    told = io.StringIO()
    call_command("first_administrators", *arguments, stdout=told)
    return told.getvalue()


def test_three_people_can_sign_in_with_what_was_printed(client):
    printed = re.findall(r"用户名 (\S+)  密码 (\S+)", appoint(ZHANGDIAN, *THREE))

    assert [name for name, _ in printed] == ["370303.audit_administrator", "370303.security_administrator", "370303.system_administrator"]
    assert {post.role for post in Post.objects.filter(jurisdiction=ZHANGDIAN)} == set(ADMINISTRATORS)
    for username, password in printed:
        assert client.post("/sign-in", {"username": username, "password": password}).status_code == 302
        assert client.get("/").url == "/password"
        client.post("/sign-out")


def test_it_is_one_event_without_a_password():
    passwords = re.findall(r"密码 (\S{16})", appoint(ZHANGDIAN, *THREE))

    with inside(ZHANGDIAN):
        (event,) = Event.objects.filter(kind="administrators.appointed")
    assert event.after["system_administrator"] == ["370303.system_administrator", "0001"]
    assert len(passwords) == 3 and not any(password in str(event.after) for password in passwords)


def test_a_county_that_has_an_administrator_is_refused():
    appoint(ZHANGDIAN, *THREE)

    with pytest.raises(CommandError, match="已有管理员"):
        appoint(ZHANGDIAN, *THREE)
    assert User.objects.count() == 3
    assert "密码" in appoint(GUANSHANHU, *THREE)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("370399000000", *THREE), "没有代码为 370399000000 的县"),
        (("370303100000", *THREE), "没有代码为 370303100000 的县"),
        ((ZHANGDIAN, "--system=王强/0001", "--security=王强/0001", "--audit=赵云/0003"), "三个不同的人"),
        ((ZHANGDIAN, "--system=王强", "--security=李敏/0002", "--audit=赵云/0003"), "姓名/工号"),
    ],
)
def test_what_cannot_be_is_said_and_nobody_is_made(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        appoint(*arguments)
    assert not User.objects.exists()


def test_the_guide_shows_the_command():
    (line,) = re.findall(r"manage.py first_administrators (.+)", (ROOT / "docs" / "production.md").read_text())

    assert "用户名" in appoint(*line.split())
