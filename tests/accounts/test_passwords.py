"""A password is known to one person: what somebody else set is replaced before any page opens."""
import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Post, User
from accounts.roles import Role
from audits.models import Event
from tests.builders import PASSWORD, a_post, inside

pytestmark = pytest.mark.django_db
OWN = "one-of-my-own-7"


@pytest.fixture
def newcomer():
    """A clerk whose password an administrator set."""
    post = a_post(Role.TOWNSHIP_CLERK)
    post.user.set_password(PASSWORD)
    post.user.save()
    return post


def sign_in(client, post, password=PASSWORD):
    return client.post("/sign-in", {"username": post.user.username, "password": password})


def change(client, *, old=PASSWORD, new=OWN, again=None):
    return client.post("/password", {"old_password": old, "new_password1": new, "new_password2": new if again is None else again})


@pytest.mark.parametrize("address", ["/", "/households/", "/posts", "/trials/", "/api/v1/schema.json"])
def test_no_page_opens_before_a_password_that_somebody_else_set_is_replaced(address, newcomer, client):
    sign_in(client, newcomer)

    answer = client.get(address)

    assert (answer.status_code, answer.url) == (302, "/password")


def test_nothing_is_sent_before_it_is_replaced(newcomer, client):
    sign_in(client, newcomer)

    assert client.post("/type-size", {"size": "large"}).url == "/password"
    assert User.objects.get(pk=newcomer.user_id).large_type is False


def test_language_and_signing_out_stay_open(newcomer, client):
    sign_in(client, newcomer)
    client.post("/language", {"language": "en"})

    assert "Change password" in client.get("/password").content.decode()
    assert client.post("/sign-out").url == "/sign-in"


def test_with_a_password_of_their_own_they_go_on(newcomer, client):
    sign_in(client, newcomer)

    assert change(client).url == "/"
    assert client.get("/").status_code == 200
    assert sign_in(Client(), newcomer).status_code == 200
    assert sign_in(Client(), newcomer, OWN).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"old": "wrong"}, "原密码不对"),
        ({"again": "another-of-mine-8"}, "两次输入的新密码不同"),
        ({"new": PASSWORD}, "新密码不能与原密码相同"),
        ({"new": "short"}, "12"),
        ({"new": "password12345"}, "密码"),
    ],
)
def test_what_cannot_be_a_new_password_is_said_on_the_page(typed, sentence, newcomer, client):
    sign_in(client, newcomer)

    answer = change(client, **typed)

    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert client.get("/").url == "/password"


def test_other_sessions_of_the_person_are_over(client):
    post, elsewhere = a_post(Role.TOWNSHIP_CLERK), Client()
    sign_in(client, post)
    sign_in(elsewhere, post)

    change(client)

    assert client.get("/").status_code == 200
    assert elsewhere.get("/").url.startswith("/sign-in")


def test_it_is_one_event_without_a_password_also_for_who_has_no_post(newcomer, client):
    Post.objects.filter(pk=newcomer.pk).delete()
    sign_in(client, newcomer)
    change(client)

    with inside("000000000000"):
        (event,) = Event.objects.filter(kind="user.password_changed")
    assert (event.user_id, event.after) == (newcomer.user_id, {"was_temporary": True})


def test_a_password_reset_at_the_console_is_one_that_somebody_else_set(client, monkeypatch):
    post = a_post(Role.TOWNSHIP_CLERK)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed-by-another-9")
    call_command("changepassword", post.user.username, verbosity=0)

    sign_in(client, post, "typed-by-another-9")

    assert client.get("/").url == "/password"
