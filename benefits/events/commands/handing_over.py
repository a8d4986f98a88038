"""A family that moved to another county: the old county offers its record, the new one takes it or sends it back, the old one takes it back."""
import uuid
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import crypto, moves, stored
from accounts.refusal import NotAllowed
from audits import journal
from benefits.events import packing, queries, states
from benefits.models import HandOver
from households import commands
from households.entry import UNRECORDED, HukouEntry
from households.models import Hukou, Relation
from households.queries.family import county_of, entry_of, family


def offer(household_id, *, county, on, by, at, source):
    """The family's hukou lies in another county (code) from a day, and its record is offered there; a step of the change that says so."""
    known = family(household_id)
    home = known.household.division_code
    if county == county_of(home):
        raise NotAllowed(_("迁往本县的请办理“县内迁移”。"), event="change.recorded", subject=known.household)
    moving = _all_here(known, on)
    if not moving:
        raise NotAllowed(_("这一户没有人的户口在本县，不能移交。请先登记户口。"), event="change.recorded", subject=known.household)
    key = uuid.uuid4()
    sealed = crypto.seal(packing.pack(known), about=key)
    for person, row in moving.items():
        item = HukouEntry(row.kind, on, place=county)
        commands.record_fact(household_id=household_id, person_id=person, kind="hukou", item=item, by=by, at=at, source=source)
    head = next(row.person for row in known.memberships if row.relation == Relation.HEAD)
    return HandOver.objects.create(
        division_code=home, number=_next_number(home, at), key=key, to_code=county, household=known.household, head=head.name,
        people=len(known.people), moved_on=on, source=source, package=sealed, offered_by=by.user, offered_staff_no=by.staff_no, offered_at=at,
    )  # fmt: skip


def abroad(household_id, county, *, people, on):
    """The county (code) some of a family go to, None where that is their own; refused where nobody's hukou stays: the record goes with them."""
    known = family(household_id)
    if not county or county == county_of(known.household.division_code):
        return None
    if not _all_here(known, on).keys() - set(people):
        raise NotAllowed(_("这一户没有人的户口留在本县，请办理“迁往外县”，档案随之移交。"), event="change.recorded", subject=known.household)
    return county


def withdraw(household_id, *, by, at, source):
    """The family did not go, or was offered to a wrong county: its hukou is here again as it was; a step of the change that says so."""
    rows = HandOver.objects.select_for_update(of=("self",)).filter(household=household_id, state__in=states.WITHDRAW.sources)
    row = rows.order_by("-id").first()
    if row is None:
        raise NotAllowed(_("这一户没有待接收或被退回的外县移交，不用撤回。"), event="change.recorded")
    if sentence := moves.why_not(row, states.WITHDRAW, by=by):
        raise NotAllowed(sentence, event="change.recorded", subject=row)
    row.state, row.package, row.withdrawn_by, row.withdrawn_at = states.WITHDRAW.target, b"", by.user, at
    row.save(update_fields=["state", "package", "withdrawn_by", "withdrawn_at"])
    known = family(household_id)
    entry = entry_of(known)
    people = tuple(replace(person, hukou=_as_before(person, row)) for person in entry.people)
    why = stored.kept("撤回外县移交 %(number)s", number=row.number)
    commands.amend_household(household_id=household_id, entry=replace(entry, people=people), by=by, at=at, why=why, source=source)
    return row


def accept_hand_over(*, hand_over_id, village, by, at):
    """The family is on record in a village of the new county, its hukou there from the day of the move: a Household."""
    event = "hand_over.accepted"
    with _answering(hand_over_id, states.ACCEPT, event, by=by) as row:
        before = county_of(row.division_code)
        entry = packing.unpack(row.text(), village=village, since=row.moved_on, before=before)
        with journal.gathered() as events:
            household = commands.register_household(
                entry=entry, by=by, at=at, source=stored.kept("由外县移交 %(number)s", number=row.number), entered_as=row.key
            )
        _answer(row, states.ACCEPT, by=by, at=at, new_household=household)
        journal.record(event, by=by, at=at, subject=row, after={"number": row.number, "recorded": events}, division_code=by.county_code)
    return household


def refuse_hand_over(*, hand_over_id, answer, by, at):
    """The new county does not take the family, and says why; the old one sees it."""
    event = "hand_over.refused"
    with _answering(hand_over_id, states.REFUSE, event, by=by) as row:
        _answer(row, states.REFUSE, by=by, at=at, answer=answer.strip(), package=b"")
        journal.record(event, by=by, at=at, subject=row, after={"number": row.number}, reason=row.answer, division_code=by.county_code)
    return row


@contextmanager
def _answering(hand_over_id, move, event, *, by):
    with transaction.atomic(), queries.sight(by):
        row = HandOver.objects.select_for_update(of=("self",)).filter(pk=hand_over_id, to_code=by.county_code).first()
        if row is None:
            raise NotAllowed(_("这份移交不是给本县的。"), event=event)
        sentence = moves.why_not(row, move, by=by)
        if sentence:
            raise NotAllowed(sentence, event=event, subject=row)
        yield row


def _answer(row, move, *, by, at, **said):
    row.state, row.answered_by, row.answered_staff_no, row.answered_at = move.target, by.user, by.staff_no, at
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "answered_by", "answered_staff_no", "answered_at", *said])


def _all_here(known, on):
    """{person id: the hukou row} of the living whose hukou is in the county on a day."""
    rows = {person.pk: _hukou_here(known, person, on) for person in known.people if not _is_dead(known, person, on)}
    return {person: row for person, row in rows.items() if row is not None}


def _hukou_here(known, person, on):
    rows = known.person_facts.get(("hukou", person.pk), ())
    return next((row for row in rows if row.place is None and row.since < on and (row.until is None or on < row.until)), None)


def _as_before(person, row):
    """A person's hukou without what the hand-over recorded; what it ended holds as long as it did."""
    went = (row.to_code, row.moved_on)
    if person.hukou is UNRECORDED or went not in [(item.place, item.since) for item in person.hukou]:
        return person.hukou
    stood = Hukou.objects.filter(person=person.person_id, place=None, withdrawn_at=row.offered_at)
    until = stood.filter(since__lt=row.moved_on).values_list("until", flat=True).last()
    kept = [item for item in person.hukou if (item.place, item.since) != went]
    return tuple(replace(item, until=until) if (item.place, item.until) == (None, row.moved_on) else item for item in kept)


def _is_dead(known, person, on):
    return any(row.since <= on for row in known.person_facts.get(("death", person.pk), ()))


def _next_number(division_code, at):
    """YC370303-2026-0001: by the county left and year; two offers at once meet in the unique number."""
    prefix = f"YC{division_code[:6]}-{at.year}-"
    last = HandOver.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
