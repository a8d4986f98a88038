"""The door: names and passwords, lock-out, idle and absolute time-outs, and one post at a time."""
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Post
from accounts.roles import Role
from audits.models import Event
from tests.builders import GUANSHANHU, PASSWORD, ZHANGDIAN, a_post, inside

pytestmark = pytest.mark.django_db


def sign_in(client, post, password=PASSWORD):
    return client.post("/sign-in", {"username": post.user.username, "password": password})


def test_a_clerk_signs_in_and_reaches_the_desk(client):
    response = sign_in(client, a_post(Role.TOWNSHIP_CLERK))

    assert response.status_code == 302 and response.url == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_nothing_about_the_name(client):
    known = sign_in(client, a_post(Role.TOWNSHIP_CLERK), "wrong").content.decode()
    unknown = client.post("/sign-in", {"username": "nobody", "password": "wrong"}).content.decode()

    assert "用户名或密码不对" in known and "用户名或密码不对" in unknown


def test_five_wrong_passwords_lock_for_half_an_hour_even_the_right_one(client):
    post = a_post(Role.TOWNSHIP_CLERK)
    for _ in range(5):
        answer = sign_in(client, post, "wrong")

    assert answer.status_code == 429 and "30" in answer.content.decode()
    assert sign_in(client, post).status_code == 429


def test_the_lock_holds_one_name_and_not_its_neighbour(client):
    locked, free = a_post(Role.TOWNSHIP_CLERK), a_post(Role.TOWNSHIP_CLERK)
    for _ in range(5):
        sign_in(client, locked, "wrong")

    assert sign_in(client, free).status_code == 302


@pytest.mark.parametrize(
    ("tls", "named", "address"),
    [
        (True, "10.1.1.1, 10.2.3.4", "10.2.3.4"), (True, "2001:DB8::1", "2001:db8::1"), (True, "unknown", "127.0.0.1"), (True, "", "127.0.0.1"),
        (False, "10.2.3.4", "127.0.0.1"),
    ],
)  # fmt: skip
def test_an_event_names_the_client_and_not_the_proxy_and_believes_nobody_but_the_proxy(client, settings, tls, named, address):
    settings.TLS = tls
    client.post("/sign-in", {"username": "nobody", "password": "wrong"}, headers={"X-Forwarded-For": named})

    with inside("000000000000"):
        assert Event.objects.filter(kind="user.sign_in_failed").latest("pk").address == address


def test_wrong_passwords_from_elsewhere_do_not_lock_the_person_out(client, settings):
    settings.TLS = True
    post = a_post(Role.TOWNSHIP_CLERK)
    given = {"username": post.user.username, "password": "wrong"}
    for _ in range(5):
        answer = client.post("/sign-in", given, headers={"X-Forwarded-For": "10.9.9.9"})

    assert answer.status_code == 429
    answer = client.post("/sign-in", given | {"password": PASSWORD}, headers={"X-Forwarded-For": "10.9.9.9, 10.2.3.4"})
    assert answer.status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (15, 302)])
def test_fifteen_idle_minutes_end_the_session(client, minutes, status):
    sign_in(client, a_post(Role.TOWNSHIP_CLERK))
    session = client.session
    session["seen_at"] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
    session.save()

    assert client.get("/").status_code == status


@pytest.mark.parametrize(("seconds", "noted"), [(5, False), (15, True)])
def test_a_page_right_after_another_writes_no_session(client, seconds, noted):
    sign_in(client, a_post(Role.TOWNSHIP_CLERK))
    session = client.session
    session["seen_at"] = before = (timezone.now() - timedelta(seconds=seconds)).timestamp()
    session.save()

    client.get("/password")

    assert (client.session["seen_at"] > before) == noted


@pytest.mark.parametrize(("hours", "status"), [(7, 200), (8, 302)])
def test_eight_hours_end_the_session_however_busy(client, hours, status):
    sign_in(client, a_post(Role.TOWNSHIP_CLERK))
    session = client.session
    session["signed_in_at"] = (timezone.now() - timedelta(hours=hours)).timestamp()
    session.save()

    assert client.get("/").status_code == status


def test_a_disabled_account_is_out_at_once(client):
    post = a_post(Role.TOWNSHIP_CLERK)
    sign_in(client, post)
    post.user.is_active = False
    post.user.save()

    assert client.get("/").status_code == 302


def test_who_holds_two_posts_chooses_one_and_acts_through_it_alone(client):
    first = a_post(Role.TOWNSHIP_CLERK, ZHANGDIAN)
    second = Post.objects.create(user=first.user, role=Role.AUDITOR, jurisdiction_id=GUANSHANHU, since=date(2020, 1, 1))
    sign_in(client, first)

    assert client.get("/").url == "/posts"
    client.post("/posts", {"post": second.pk})
    assert "观山湖区" in client.get("/").content.decode()


def test_a_post_that_is_not_held_is_refused_and_journalled(client):
    mine, other = a_post(Role.TOWNSHIP_CLERK), a_post(Role.COUNTY_SIGNER)
    sign_in(client, mine)

    assert client.post("/posts", {"post": other.pk}).status_code == 403
    with inside("000000000000"):
        assert Event.objects.get(kind="post.chosen").outcome == "refused"


def test_a_post_that_has_ended_opens_nothing(client):
    post = a_post(Role.TOWNSHIP_CLERK)
    Post.objects.filter(pk=post.pk).update(until=timezone.localdate())
    sign_in(client, post)

    assert client.get("/").url == "/posts"


def test_signing_in_failing_and_out_are_journalled_once_each(client):
    post = a_post(Role.TOWNSHIP_CLERK)
    sign_in(client, post, "wrong")
    sign_in(client, post)
    client.post("/sign-out")

    with inside("000000000000"):
        kinds = list(Event.objects.filter(kind__startswith="user.").order_by("id").values_list("kind", flat=True))
    assert kinds == ["user.sign_in_failed", "user.signed_in", "user.signed_out"]


def test_passwords_are_kept_by_argon2id_in_the_small_profile():
    encoded = a_post(Role.TOWNSHIP_CLERK).user.password

    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_every_page_but_the_open_ones_asks_to_sign_in(client):
    from django.urls import get_resolver

    opened = []
    for pattern in _patterns(get_resolver()):
        response = client.get(pattern)
        if response.status_code == 200:
            opened.append(pattern)
    assert {address for address in opened if not address.startswith("/verify")} <= {"/healthz", "/sign-in"}


def _patterns(resolver, prefix="/"):
    """One address of every route, with plausible arguments."""
    for entry in resolver.url_patterns:
        text = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _patterns(entry, text)
        else:
            for kind, value in (("uuid", "00000000-0000-4000-8000-000000000000"), ("int", "1"), ("str", "x"), ("slug", "x")):
                while f"<{kind}:" in text:
                    start = text.index(f"<{kind}:")
                    text = text[:start] + value + text[text.index(">", start) + 1 :]
            yield text


def test_the_clock_of_a_session_starts_at_signing_in(client):
    sign_in(client, a_post(Role.TOWNSHIP_CLERK))

    assert datetime.fromtimestamp(client.session["signed_in_at"], UTC) <= timezone.now()
