"""Somebody answers whether a doubtful household is one of the county's, with the reason; later files go by it."""
from django.db import transaction

from accounts import moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import changing
from poverty.exchange import states
from poverty.exchange.commands.common import contested, count, locked, note_matches
from poverty.models import MatchDecision


def decide(*, transfer_id, place, doubt, same, reason, by, at):
    """A doubt of a household is answered, same or different, with the reason; this file and the next ones go by it.

    Households the answer makes doubtful (they mean the same family) are asked about too; a family is one poor household, never two.
    """
    event = "match.decided"
    with changing(by.county_code, event=event, by=by, at=at):
        transfer = locked(transfer_id, states.APPLY, event, by)
        row = transfer.households.select_for_update().filter(place=place).first()
        asked = next((asked for asked in (row.doubts if row else ()) if doubt_key(asked) == doubt), None)
        if asked is None:
            raise NotAllowed(_("这一处已经判定，或比对结果有变，请刷新页面。"), event=event, subject=transfer)
        about = {"kind": asked["kind"], "person_id": asked["person"], "household_id": asked["household"], "said": asked["said"]}
        about |= {"division_code": transfer.division_code, "register_number": row.register_number}
        if same:
            _refuse_second(about, event, transfer)
        MatchDecision.objects.filter(**about, withdrawn_at=None).update(withdrawn_at=at)
        decision = MatchDecision.objects.create(**about, same=same, reason=reason, decided_at=at, decided_by=by)
        note_matches(transfer, [row], at)
        note_matches(transfer, contested(transfer), at)
        count(transfer)
        transfer.save(update_fields=["counts"])
        after = {"register_number": row.register_number, "kind": asked["kind"], "same": same, "transfer": transfer.number}
        journal.record(event, by=by, at=at, subject=decision, after=after, reason=reason)
    return decision


def withdraw_decision(*, decision_id, by, at):
    """A decision turned out wrong: the next file asks again."""
    event = "match.withdrawn"
    with transaction.atomic():
        moves.require(by, states.ENTERS, event)
        decision = MatchDecision.objects.select_for_update().filter(pk=decision_id, withdrawn_at=None).first()
        if decision is None:
            raise NotAllowed(_("这条判定已撤回，请刷新页面。"), event=event)
        decision.withdrawn_at = at
        decision.save(update_fields=["withdrawn_at"])
        journal.record(event, by=by, at=at, subject=decision, before={"register_number": decision.register_number, "same": decision.same})
    return decision


def doubt_key(doubt):
    """What names a doubt of a household on its page."""
    return f"{doubt['kind']}-{doubt['person'] or doubt['household']}"


def _refuse_second(about, event, transfer):
    """A family that was decided to be one poor household is no other one as well."""
    if about["kind"] != MatchDecision.Kind.SPLIT:
        return
    standing = MatchDecision.objects.filter(division_code=about["division_code"], household=about["household_id"], same=True, withdrawn_at=None)
    other = standing.exclude(register_number=about["register_number"]).select_related("household").first()
    if other:
        told = {"number": other.household.number, "other": other.register_number, "this": about["register_number"]}
        sentence = _("%(number)s 已判定是贫困户 %(other)s，不能又是 %(this)s。先前判定有误的，请先在“比对判定”撤回。")
        raise NotAllowed(sentence % told, event=event, subject=transfer)
