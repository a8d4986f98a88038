"""A change is confirmed: its facts are recorded for good, the families it touches are computed, and their run waits for another person."""
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import locks
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits import journal
from benefits.events import queries
from benefits.events.commands import previewing
from benefits.models import Change
from benefits.runs import commands as runs
from households.models import Household
from households.queries.family import county_of

EVENT = "change.recorded"
ENTERED_BY = frozenset({Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER})


def confirm_change(*, key, kind, household_id, said, preview_hash, by, at):
    """The Change, with the run that computes the touched families where something due changes.

    The same key is the same change. Refused when what would happen is no longer what was shown (`preview_hash`).
    """
    if by.role not in ENTERED_BY:
        names = _("、").join(str(Role(role).label) for role in sorted(ENTERED_BY))
        raise NotAllowed(_("变更由%(roles)s办理，您当前的任职是%(role)s。") % {"roles": names, "role": by.get_role_display()}, event=EVENT)
    with transaction.atomic(), queries.sight(by):
        county = county_of(by.division_code)
        locks.exclusive(county)
        existing = Change.objects.filter(key=key).first()
        if existing:
            return _the_same(existing, kind, household_id)
        household = Household.objects.get(pk=household_id)
        _refuse_days(said, household, on=timezone.localdate(at))
        with journal.gathered() as events:
            shown = previewing.work_out(kind, household_id, said, by=by, at=at)
        if shown.hash != preview_hash:
            sentence = _("这户的档案、政策标准或应发记录在您预览之后有变动，请返回重新预览，看过现在的差额再确认。")
            raise NotAllowed(sentence, event=EVENT, subject=household)
        run = None
        if shown.schemes:
            since = queries.first_period(county, shown.schemes)
            run = runs.compute_for(households=shown.households, schemes=shown.schemes, since=since, until=shown.window.until, by=by, at=at)
        household.refresh_from_db()
        change = _recorded(household, kind, said, shown, run, key=key, by=by, at=at)
        after = {
            "number": change.number, "kind": kind, "occurred": change.occurred, "learnt": change.learnt, "source": change.source,
            "added_fen": change.added_fen, "taken_fen": change.taken_fen, "overpaid_fen": change.overpaid_fen, "preview_hash": preview_hash,
            "run": run and run.number, "recorded": events,
        }  # fmt: skip
        journal.record(EVENT, by=by, at=at, subject=household, after=after, reason=change.source, division_code=household.division_code)
    return change


def _recorded(household, kind, said, shown, run, *, key, by, at):
    people = said.get("people") or [said.get("person")]
    return Change.objects.create(
        division_code=household.division_code, number=_next_number(household.division_code, at), key=key, kind=kind, household=household,
        person_id=people[0] if len(people) == 1 else None, occurred=said["occurred"], learnt=said["learnt"], source=said["source"],
        preview_hash=shown.hash, added_fen=shown.sums.added_fen, taken_fen=shown.sums.taken_fen, overpaid_fen=shown.sums.overpaid_fen,
        questions=len(shown.questions), run=run, entered_by=by.user, entered_staff_no=by.staff_no, entered_at=at,
    )  # fmt: skip


def _refuse_days(said, household, *, on):
    if said["occurred"] > said["learnt"]:
        raise NotAllowed(_("发生日期不能晚于获知日期，请核对。"), event=EVENT, subject=household)
    if said["learnt"] > on:
        raise NotAllowed(_("获知日期不能晚于今天，请核对。"), event=EVENT, subject=household)


def _the_same(existing, kind, household_id):
    if (existing.kind, existing.household_id) != (kind, household_id):
        raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开变更办理填写。"), event=EVENT, subject=existing)
    return existing


def _next_number(division_code, at):
    """BG370303-2026-0001: by county and year; the county's lock is held."""
    prefix = f"BG{division_code[:6]}-{at.year}-"
    last = Change.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
