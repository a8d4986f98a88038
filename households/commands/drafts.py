"""Pages being typed: saved after each cell, discarded, or submitted as a family's record."""
import json

from django.db import transaction

from accounts import crypto, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.registration import amend_household, register_household
from households.models import Draft, Household
from households.queries import duplicates


def save_draft(*, draft_id, cells, elsewhere, ask, household_id=None, revision=None, by, at):
    """Keep the cells of a page, sealed. `ask`: number hashes in hex that no one asked the other counties about yet;
    `revision`: of the household when the page was opened to amend it.

    Returns {number hash in hex: known in another county}, old answers and new ones; the event says how many were asked.
    """
    with transaction.atomic():
        draft = _own(draft_id, by, "draft.saved") or Draft(
            id=draft_id, post=by, household_id=household_id, division_code=by.division_code, started_at=at
        )
        answers = {number: duplicates.known_elsewhere(bytes.fromhex(number), county_code=by.county_code) for number in ask}
        content = {"cells": cells, "elsewhere": elsewhere | answers, "revision": revision}
        draft.content = crypto.seal(json.dumps(content, ensure_ascii=False), about=draft.id)
        draft.saved_at = at
        draft.save()
        journal.record(
            "draft.saved", by=by, at=at, subject=draft, after={"asked_elsewhere": len(answers), "known_elsewhere": sum(answers.values())}
        )
    return content["elsewhere"]


def discard_draft(*, draft_id, by, at):
    """Throw away a page being typed."""
    with transaction.atomic():
        draft = _own(draft_id, by, "draft.discarded")
        if draft is not None:
            journal.record("draft.discarded", by=by, at=at, subject=draft)
            draft.delete()


def submit_draft(*, draft_id, entry, by, at, household_id=None, why="", expected_revision=None):
    """The page becomes the record: a new Household, or an amendment of the one it was opened for. The Household.

    Submitting the same page twice finds what the first submission made.
    """
    with transaction.atomic():
        made = Household.objects.filter(entered_as=draft_id).first()
        if made is not None:
            return made
        draft = _own(draft_id, by, "household.registered")
        if household_id is None:
            household = register_household(entry=entry, by=by, at=at, source=stored.kept("录入"), entered_as=draft_id)
        else:
            amend_household(
                household_id=household_id, entry=entry, by=by, at=at, why=why, source=stored.kept("录入"), expected_revision=expected_revision
            )
            household = Household.objects.get(pk=household_id)
        if draft is not None:
            draft.delete()
    return household


def _own(draft_id, by, event):
    draft = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if draft is not None and draft.post_id != by.pk:
        raise NotAllowed(_("这份草稿是别人录入的，请从家庭档案另开一户。"), event=event)
    return draft
