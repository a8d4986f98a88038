"""A family is proposed for help from a fund; another official approves, one grant or many at once, or refuses."""
from django.db import transaction
from django.utils import timezone

from accounts import constraints, moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from audits import journal
from benefits.funds import eligible, queries, states
from benefits.funds.commands.common import DECIDES, PROPOSES, locked, the_same
from benefits.funds.commands.receipts import plan_receipt
from benefits.models import FundGrant
from benefits.policies_table.commands import documents
from households.models import Household

_TOLD = 3  # of many that are refused, so many are named in the sentence


def propose_grant(*, fund_id, key, household_number, measure, amount_fen, why, number, title, issuer, issued, by, at):
    """A family is proposed for help by a document, which is registered under its 文号; another official decides. The same `key` is the same proposal.

    Refused where a document in force has a scheme for it whose conditions the record says are not met.
    """
    event = "fund_grant.proposed"
    moves.require(by, PROPOSES, event)
    with transaction.atomic():
        fund = locked(fund_id, event)
        household = Household.objects.filter(number=household_number).first()
        if household is None:
            raise NotAllowed(_("本县没有档案号 %(number)s，请到家庭档案核对。") % {"number": household_number}, event=event, subject=fund)
        citation = documents.normative(
            number=number, title=title, issuer=issuer, issued=issued, sha256="", county=by.county_code, at=at, event=event
        )
        said = {"fund": fund, "household": household, "measure": measure, "amount_fen": amount_fen, "why": why, "citation": citation}
        known = FundGrant.objects.filter(key=key).first()
        if known:
            return the_same(known, said, event)
        asked = FundGrant(key=key, document=number, division_code=household.division_code, proposed_by=by.user, proposed_staff_no=by.staff_no,
                          proposed_at=at, **said)  # fmt: skip
        answer = _refuse_unfit(asked, event, fund, at)
        with constraints.spoken(event, fund):
            asked.save()
        told = {"fund": fund.pk, "amount_fen": amount_fen, "measure": measure, "document": number, "answer": answer}
        journal.record(event, by=by, at=at, subject=asked, after=told)
    return asked


def approve_grant(*, grant_id, by, at):
    """The money leaves the fund: approving a grant is its line in the statement, and its receipt is made. Refused when the fund holds less."""
    event = "fund_grant.approved"
    with transaction.atomic():
        grant = _decidable(grant_id, states.APPROVE, event, by)
        _refuse_unfit(grant, event, grant, at)
        before = _pay([grant], event, grant, by, at)
        journal.record(event, by=by, at=at, subject=grant, before=before, after={"balance_fen": queries.balance_fen(grant.fund)})
    return grant


def approve_grants(*, fund_id, grant_ids, by, at):
    """All of these grants of a fund, or none: each is asked again, and the fund holds what they take together. The grants, by their ids."""
    event = "fund_grants.approved"
    moves.require(by, DECIDES, event)
    with transaction.atomic():
        fund = locked(fund_id, event)
        held = fund.grants.select_for_update(of=("self",)).select_related("household", "registration")
        grants = list(held.filter(pk__in=grant_ids).order_by("id"))
        if not grant_ids:
            raise NotAllowed(_("请至少勾选一笔。"), event=event, subject=fund)
        if len(grants) < len(set(grant_ids)):
            raise NotAllowed(_("名单在您查看之后有变，请刷新页面，看过现在的名单再批准。"), event=event, subject=fund)
        for grant in grants:
            if sentence := moves.why_not(grant, states.APPROVE, by=by):
                raise NotAllowed(sentence, event=event, subject=grant)
        _refuse_any_unfit(grants, event, fund, at)
        before = _pay(grants, event, fund, by, at)
        told = {"grants": [grant.pk for grant in grants], "amount_fen": sum(grant.amount_fen for grant in grants)}
        journal.record(event, by=by, at=at, subject=fund, before=before, after=told | {"balance_fen": queries.balance_fen(fund)})
    return grants


def refuse_grant(*, grant_id, why, by, at):
    """The family is not helped from this fund, with the reason."""
    event = "fund_grant.refused"
    with transaction.atomic():
        grant = _decidable(grant_id, states.REFUSE, event, by)
        if not why.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=grant)
        grant.refused_why = why
        _decide(grant, states.REFUSE, event, by, at)
        journal.record(event, by=by, at=at, subject=grant, reason=why)
    return grant


def _decidable(grant_id, move, event, by):
    """The grant, its fund locked before it."""
    moves.require(by, DECIDES, event)
    found = FundGrant.objects.filter(pk=grant_id).values_list("fund_id", flat=True).first()
    if found is None:
        raise NotAllowed(_("没有这条救助，请刷新页面。"), event=event)
    locked(found, event)
    grant = FundGrant.objects.select_for_update(of=("self",)).select_related("fund", "registration").get(pk=grant_id)
    sentence = moves.why_not(grant, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=grant)
    return grant


def _pay(grants, event, subject, by, at):
    """Approve them, each with its receipt; {"balance_fen"} of what the fund held before. Refused when together they take more."""
    fund = grants[0].fund
    asked_fen, holds_fen = sum(grant.amount_fen for grant in grants), queries.balance_fen(fund)
    if asked_fen > holds_fen:
        told = {"fund": fund.name, "holds": yuan(holds_fen), "asked": yuan(asked_fen)}
        raise NotAllowed(
            _("%(fund)s余额 %(holds)s 元，不足支出 %(asked)s 元。请核对金额，或待新的收入到账再办理。") % told, event=event, subject=subject
        )
    for grant in grants:
        _decide(grant, states.APPROVE, event, by, at)
        plan_receipt(grant, by=by, at=at)
    return {"balance_fen": holds_fen}


def _decide(grant, move, event, by, at):
    grant.state, grant.decided_by, grant.decided_staff_no, grant.decided_at = move.target, by.user, by.staff_no, at
    with constraints.spoken(event, grant):
        grant.save()


def _refuse_unfit(grant, event, subject, at):
    """What is answered, "" where no document in force states a rule; who does not meet its conditions is refused."""
    (answer,) = eligible.of_grants([grant], county=grant.fund.division_code, on=timezone.localdate(at))
    if answer and answer.answer == eligible.NO:
        told = {"measure": FundGrant.Measure(grant.measure).label, "why": answer.why}
        raise NotAllowed(_("不符合%(measure)s的条件：%(why)s。档案有误时请先更正档案。") % told, event=event, subject=subject)
    return answer.answer if answer else ""


def _refuse_any_unfit(grants, event, subject, at):
    answers = eligible.of_grants(grants, county=subject.division_code, on=timezone.localdate(at))
    unfit = [(grant, answer) for grant, answer in zip(grants, answers, strict=True) if answer and answer.answer == eligible.NO]
    if unfit:
        said = [_("档案号 %(number)s，%(why)s") % {"number": grant.household.number, "why": answer.why} for grant, answer in unfit[:_TOLD]]
        told = {"count": len(unfit), "why": _("；").join(said)}
        sentence = _("%(count)s 笔已不符合条件，没有批准任何一笔：%(why)s。请去掉它们的勾选，或写明理由不批准。")
        raise NotAllowed(sentence % told, event=event, subject=subject)
