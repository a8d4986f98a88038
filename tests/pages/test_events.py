"""Everything that changes something writes exactly one event, and what is refused writes one too."""
import pytest
from django.db import transaction

from accounts import scope
from accounts.models import Post
from accounts.roles import Role
from audits.models import Event
from tests.pages.crawl import walk

# A form that lacks something is shown again, or answered with a message on the page it stood on.
_SHOWN_AGAIN = (200, 400, 422)
ANSWERED_WITH_A_MESSAGE = {"benefits:ledger"}

pytestmark = pytest.mark.django_db(transaction=True)

# Addresses that take a POST and change nothing of the county: they answer a question or move a person about.
ANSWERS_ONLY = {"accounts:sign_in", "accounts:choose_language", "households:search", "api:evaluations"}


def test_every_form_of_every_page_writes_exactly_one_event(seeded_db, client):
    strange, reached = {}, set()
    for role in (Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE, Role.AUDITOR):
        post = Post.objects.select_related("user").get(user__username=f"zhangdian.{role.value}")
        client.force_login(post.user)
        for form in walk(client).forms.values():
            if form.kind is None or form.kind[0] in ANSWERS_ONLY or form.multipart:
                continue
            written, status = _submit(client, form)
            reached.add(form.kind[0])
            answered = status in _SHOWN_AGAIN or form.kind[0] in ANSWERED_WITH_A_MESSAGE
            if written != 1 and not (answered and written == 0):
                strange[f"{role}: {form.action}"] = (status, written)
    assert strange == {}
    assert len(reached) > 10


def _submit(client, form):
    """(events written, status) of a form sent as the page filled it; everything is rolled back."""
    with transaction.atomic():
        before = _events()
        response = client.post(form.action, form.fields)
        written = _events() - before
        transaction.set_rollback(True)
    return written, response.status_code


def _events():
    with scope.entered(scope.EVERYWHERE):
        return Event.objects.count()
