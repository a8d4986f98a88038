"""Every address that changes something, made to: one event of what was done, one of a refusal, and never two of anything."""
import re

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import scope
from accounts.roles import Role
from audits.models import Event
from tests.benefits.books import an_official
from tests.builders import ZHANGDIAN
from tests.pages import addresses, numbers
from tests.pages.acts import ACTS, County

pytestmark = pytest.mark.django_db

# Addresses that take a POST and change nothing of the county: they answer a question or move a person about.
ANSWERS_ONLY = {
    "accounts:choose_language": "keeps a word in the session",
    "households:search": "keeps what is looked for in the session",
    "benefits:verification": "says whether a paper is what was sealed",
    "benefits:verify_code": "the same page under the address a paper prints",
    "api:evaluations": "calculates and stores nothing",
    "benefits:preview_wrong_payment": "shows what would move",
    "benefits:preview_change": "shows what would change and takes it all back",
    "benefits:trial_answers": "calculates and stores nothing",
    "benefits:trial_entry": "shows a case as cells",
    "benefits:trial_preview": "calculates and stores nothing",
    "benefits:trial_readings": "calculates and stores nothing",
}
# Forms that are not shown again as 422 when they lack something.
ANSWERED_OTHERWISE = {
    "accounts:sign_in": "Django's own view shows its page again as 200",
}
# A page being typed, numbers asked for with a reason, the clerk's own returned workbook.
SHOWS_NUMBERS = {"households:draft", "households:reveal", "households:reveal_account", "imports:returned_rows", "poverty:minimum_living_list_rows",
                 "poverty:transfer_rows", "benefits:hand_out_transfer", "api:transfer_file", "api:returned_rows"}
_SHOWN_AGAIN = (400, 422)
_ENGLISH, _CHINESE = re.compile("[A-Za-z]{3,} [a-z]{2,}"), re.compile("[\u4e00-\u9fff]")


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    cache.clear()


def test_every_address_that_changes_something_is_made_to():
    changing = {address.name for address in addresses.every() if address.methods is None or address.methods & addresses.CHANGING}
    missing = changing - set(ACTS) - set(ANSWERS_ONLY)

    assert not missing, (
        f"{', '.join(sorted(missing))}: say how the address is made to change something, with @act in a file of tests/pages/acts/ "
        "(docs/add-a-page.md), or name it with its reason in ANSWERS_ONLY of tests/pages/test_events.py. "
        "A view that changes nothing says so with require_GET as its outermost decorator."
    )
    assert not (gone := (set(ACTS) | set(ANSWERS_ONLY)) - {address.name for address in addresses.every()}), f"no such address: {gone}"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_address_refuses_others_shows_an_empty_form_again_and_writes_one_event_of_what_was_done(name):
    act = ACTS[name]
    sent = act.prepare(County())
    for attempt in (_by_somebody_who_may_not, _with_nothing_in_it):
        with transaction.atomic():
            attempt(act, sent)
            transaction.set_rollback(True)
    _as_meant(act, sent)


def _by_somebody_who_may_not(act, sent):
    roles = next((address.view.roles for address in addresses.every() if address.name == act.name and hasattr(address.view, "roles")), None)
    if roles is None or set(roles) == set(Role):
        return  # open to whoever is signed in
    outsider, client = an_official(next(role for role in Role if role not in roles)), in_english()

    response, written = send(client, act, sent, by=outsider, fields={})

    assert response.status_code == 403
    assert written == [(f"{act.name}.refused", "refused")]
    assert _reasons_of_refusals() == ["您当前的任职不能使用这一页。如需办理，请切换任职或联系县管理员。"]


def _with_nothing_in_it(act, sent):
    if act.method != "post" or not sent.fields:
        return  # a link or a button alone

    response, written = send(Client(), act, sent, fields={"csrfmiddlewaretoken": "as a browser sends it"})

    assert "必填项" not in response.content.decode(errors="ignore"), "Django's own sentence: let the form be an accounts.forms.Form"
    if response.status_code in (*_SHOWN_AGAIN, 404) or act.name in ANSWERED_OTHERWISE:
        assert written == []
    else:
        assert [outcome for _, outcome in written] == ["refused" if response.status_code == 403 else "done"]


def _as_meant(act, sent):
    """Once by who may, and again: it never writes two."""
    client = Client()
    response, written = send(client, act, sent)

    assert response.status_code < 400, response.content.decode()
    assert written == [(act.event, "done")]
    if act.name not in SHOWS_NUMBERS:
        assert numbers.faults(numbers.text_of(response), *numbers.of_county(ZHANGDIAN)) == []

    client.post("/language", {"language": "en"})
    again, written = send(client, act, sent, signed_in=act.method == "get")
    assert len(written) <= 1
    if again.status_code == 403:
        assert [outcome for _, outcome in written] == ["refused"]
    assert [reason for reason in _reasons_of_refusals() if _ENGLISH.search(reason) or not _CHINESE.search(reason)] == []


def in_english():
    client = Client()
    client.post("/language", {"language": "en"})
    return client


def send(client, act, sent, *, by=None, fields=None, signed_in=True):
    """(response, [(kind, outcome)] of the events it wrote)."""
    who = by or sent.by
    if who is not None and signed_in:
        client.force_login(who.user)
        session = client.session
        session["post"] = who.pk
        session.save()
    last = max(_events(), default=(0,))[0]
    address = reverse(act.name, args=sent.args) + sent.query
    response = getattr(client, act.method)(address, sent.fields if fields is None else fields)
    return response, [(kind, outcome) for key, kind, outcome in _events() if key > last]


def _reasons_of_refusals():
    with scope.entered(scope.EVERYWHERE):
        return list(Event.objects.filter(outcome="refused").exclude(reason="").values_list("reason", flat=True))


def _events():
    with scope.entered(scope.EVERYWHERE):
        return sorted(Event.objects.values_list("pk", "kind", "outcome"))
