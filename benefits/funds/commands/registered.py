"""What is registered without an amount is proposed by a document of the county: one registration or many of one item, alike."""
import uuid
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts import constraints, moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from audits import journal
from benefits.funds import eligible
from benefits.funds.commands.common import PROPOSES, locked, the_same
from benefits.measures import MONEY
from benefits.models import FundGrant, Registration
from benefits.policies_table.commands import documents
from benefits.register.queries import STANDING

MEASURE = FundGrant.Measure.REGISTERED_MEASURE
EVENT = "fund_grants.proposed"


@dataclass(frozen=True)
class Proposed:
    """The grants, and [(registration, why not)] of what was asked for and not proposed."""

    grants: list
    left_out: list


def propose_registered(*, fund_id, key, registration_ids, amount_fen, since, until, number, title, issuer, issued, by, at):
    """Registrations of one item are proposed for so much each, for a period (half-open), by a document that is registered under its 文号.

    Who does not meet the conditions, or has it for these days, is left out with the reason; the others wait for another official. Refused
    when nobody is left. The same `key` is the same proposal.
    """
    moves.require(by, PROPOSES, EVENT)
    with transaction.atomic():
        fund = locked(fund_id, EVENT)
        rows = _of_one_item(registration_ids, fund)
        citation = documents.normative(
            number=number, title=title, issuer=issuer, issued=issued, sha256="", county=by.county_code, at=at, event=EVENT
        )
        said = {"fund": fund, "amount_fen": amount_fen, "since": since, "until": until, "citation": citation}
        if known := _sent_before(key, rows):
            return Proposed([the_same(grant, said, EVENT) for grant in known], [])
        reasons = {row.pk: _why_not(row, since, until, by) for row in rows}
        asked = [(row, since, until) for row in rows if not reasons[row.pk]]
        answers = eligible.of_registrations(asked, on=timezone.localdate(at))
        reasons |= {pk: _unfit(answer) for pk, answer in answers.items()}
        fit, left_out = [row for row in rows if not reasons[row.pk]], [(row, reasons[row.pk]) for row in rows if reasons[row.pk]]
        if not fit:
            _refuse_all(left_out, fund)
        with constraints.spoken(EVENT, fund):
            grants = [_proposed(row, answers[row.pk], key, number, said, by, at) for row in fit]
        told = {"item": rows[0].item, "document": number, "amount_fen": amount_fen, "since": since, "until": until}
        told |= {"grants": [grant.pk for grant in grants], "answers": Counter(answers[row.pk].answer for row in fit)}
        told |= {"left_out": [row.number for row, _why in left_out]}
        journal.record(EVENT, by=by, at=at, subject=fund, after=told)
    return Proposed(grants, left_out)


def _of_one_item(registration_ids, fund):
    rows = list(Registration.objects.select_related("household").filter(pk__in=registration_ids).order_by("id"))
    if not rows or len(rows) < len(set(registration_ids)):
        raise NotAllowed(_("名单里有登记已不在本县，请刷新页面再选。"), event=EVENT, subject=fund)
    if len({(row.item, row.stated_by) for row in rows}) > 1 or rows[0].kind not in MONEY:
        raise NotAllowed(_("一次只发放同一个奖补事项，请按事项分别提出。"), event=EVENT, subject=fund)
    return rows


def _sent_before(key, rows):
    return list(FundGrant.objects.filter(key__in=[_key(key, row) for row in rows]).order_by("id"))


def _key(key, row):
    return uuid.uuid5(key, row.number)


def _unfit(answer):
    return _("不符合条件：%(why)s。档案有误时请先更正档案。") % {"why": answer.why} if answer.answer == eligible.NO else ""


def _why_not(row, since, until, by):
    """Why a registration is not proposed whatever the record says, "" when it may be."""
    if row.state not in STANDING:
        return _("这笔登记%(state)s，不能发放。") % {"state": row.get_state_display()}
    if row.registered_staff_no == by.staff_no:
        return _("登记人不能自己提出或批准发放，请由另一人办理。")
    if row.state == Registration.State.GIVEN and not row.grants.filter(state__in=("approved", "reversed")).exists():
        return _("责任部门已答复落实，不由本系统再发放。答复有误的，先终止登记，重新登记后再提出。")
    if since < row.since or (row.until is not None and until > row.until):
        return _("发放期间须在登记的起止日期之内。")
    living = row.grants.filter(state__in=("proposed", "approved"), since__lt=until, until__gt=since).first()
    if living:
        told = {"state": living.get_state_display(), "document": living.document, "yuan": yuan(living.amount_fen)}
        return _("这段时间已按%(document)s提出 %(yuan)s 元（%(state)s）。") % told
    return ""


def _proposed(row, answer, key, number, said, by, at):
    with stored.in_chinese():
        found = Registration.Answer(answer.answer).label
        why = _("%(found)s：%(grounds)s") % {"found": found, "grounds": row.grounds} if row.grounds else found
    return FundGrant.objects.create(
        key=_key(key, row), household=row.household, registration=row, measure=MEASURE, document=number, division_code=row.household.division_code,
        why=str(why), proposed_by=by.user, proposed_staff_no=by.staff_no, proposed_at=at, **said,
    )  # fmt: skip


def _refuse_all(left_out, fund):
    row, why = left_out[0]
    if len(left_out) > 1:
        told = {"count": len(left_out), "number": row.number, "why": why}
        why = _("勾选的 %(count)s 笔都不能提出。第一笔 %(number)s：%(why)s") % told
    raise NotAllowed(why, event=EVENT, subject=fund)
