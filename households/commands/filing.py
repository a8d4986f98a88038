"""Families on their way onto the record, one or many at once: every question and every table once for all of them."""
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from accounts import stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.journal import numbers
from benefits.rules.sentences import joined
from households import checks, words
from households.commands import county, people
from households.commands.meeting import Met, meet
from households.commands.pen import Pen
from households.commands.settlement import Settlement
from households.entry import FamilyEntry
from households.models import Household, Person
from households.queries import recorded
from households.queries.family import county_of
from households.queries.places import is_inside


@dataclass
class Filing:
    """An entry to be put on record, and what became of it. Without `household_id` it makes a new household."""

    entry: FamilyEntry
    source: str
    household_id: int | None = None
    why: str = ""  # written on what an amendment withdraws
    entered_as: object = None
    expected_revision: int | None = None
    # what becomes of it
    household: Household | None = None
    known: recorded.Family | None = None
    found: dict | None = None  # key of the entry -> Person on record
    met: Met | None = None
    settlement: Settlement | None = None
    refusal: NotAllowed | None = None

    @property
    def is_new(self):
        return self.household_id is None

    @property
    def event(self):
        return "household.registered" if self.is_new else "household.amended"

    @property
    def place(self):
        return self.entry.village if self.is_new else self.household.division_code

    def afresh(self):
        """As it was before anything became of it."""
        self.household = self.known = self.found = self.met = self.settlement = self.refusal = None


def apart(filings, *, county_code):
    """The filings in their order, in groups in which nobody stands twice: what one family changes, the next has to see."""
    numbers = {number for filing in filings for number in people.hashes_of(filing.entry).values()}
    known = recorded.numbered(numbers, county_code)
    groups, taken = [], set()
    for filing in filings:
        marks = _marks(filing, known)
        if not groups or taken & marks:
            groups.append([])
            taken = set()
        groups[-1].append(filing)
        taken |= marks
    return groups


def file_together(filings, *, by, at):
    """Put families of the post's county, among whom nobody stands twice (`apart`), on record, each with its event.

    What the record refuses says so in `refusal`; the others go in. Where a constraint stops them, they go one by one.
    """
    try:
        with county.changing(by.county_code, event="household.registered", by=by, at=at):
            file(filings, by=by, at=at)
    except NotAllowed as refusal:
        for filing in filings:
            filing.afresh()
            if len(filings) > 1:
                file_together([filing], by=by, at=at)
            else:
                filing.refusal = refusal


def file(filings, *, by, at):
    """Write what the filings say, unless refused. Inside `county.changing`."""
    amended = [filing for filing in filings if not filing.is_new]
    standing = Household.objects.select_for_update().order_by("pk").in_bulk([filing.household_id for filing in amended])
    for filing in amended:
        filing.household = standing[filing.household_id]
    villages = _villages({filing.place for filing in filings})
    _each(filings, partial(_refuse, villages=villages, by=by, at=at))
    _know(_sound(filings), by, at)
    numbers = {number for filing in _sound(filings) for number in people.hashes_of(filing.entry).values()}
    numbered = recorded.numbered(numbers, county_of(filings[0].place))
    _each(filings, partial(_find, numbered=numbered))
    sound = _sound(filings)
    for filing, met in zip(sound, meet([(filing.known, filing.found) for filing in sound]), strict=True):
        filing.met = met
    new_ids = iter(county.next_ids(Person, sum(len(filing.entry.people) - len(filing.found) for filing in sound)))
    _each(filings, partial(_settle, new_ids=new_ids, by=by, at=at))
    _write(_sound(filings), by, at)


def _marks(filing, known):
    """What two filings must not share: a person, by id or by number, or the household."""
    numbers = people.hashes_of(filing.entry).values()
    marks = {known[number].pk if number in known else number for number in numbers}
    marks |= {person.person_id for person in filing.entry.people if person.person_id}
    return marks if filing.is_new else marks | {("household", filing.household_id)}


def _each(filings, act):
    """Do something to each filing that is not refused; its refusal stays with it."""
    for filing in _sound(filings):
        try:
            act(filing)
        except NotAllowed as refusal:
            filing.refusal = refusal


def _sound(filings):
    return [filing for filing in filings if filing.refusal is None]


def _villages(codes):
    return set(Jurisdiction.objects.filter(pk__in=codes, level=Jurisdiction.Level.VILLAGE).values_list("pk", flat=True))


def _refuse(filing, *, villages, by, at):
    household, event = filing.household, filing.event
    if filing.place not in villages:
        raise NotAllowed(_("村（居）“%(code)s”不在区划表中，请从列表中选择。") % {"code": filing.place}, event=event, subject=household)
    if not is_inside(filing.place, by.division_code):
        told = {"place": words.place_name(filing.place), "post": by.jurisdiction.name}
        raise NotAllowed(_("%(place)s不在%(post)s辖区内，请由当地经办人办理。") % told, event=event, subject=household)
    if not filing.is_new and not filing.why:
        raise NotAllowed(_("请写明更正的原因，再提交。"), event=event, subject=household)
    if numbers.holds(filing.why):
        raise NotAllowed(_("更正的原因里有身份证号或账号那样的长数字，会留存备查。请删去，或只写后四位，再提交。"), event=event, subject=household)
    if filing.expected_revision not in (None, household and household.revision):
        raise NotAllowed(_("您打开之后，这一户已有别的改动。请回到档案页核对最新内容，再重新修改。"), event=event, subject=household)
    blocking = [problem.sentence for problem in checks.problems(filing.entry, on=timezone.localdate(at)) if problem.blocking]
    if blocking:
        raise NotAllowed(joined(" ", blocking), event=event, subject=household)


def _know(filings, by, at):
    """Give each its household, and what is known of it."""
    new = [filing for filing in filings if filing.is_new]
    for filing, pk in zip(new, county.next_ids(Household, len(new)), strict=True):
        filing.household = _new_household(filing, pk, by, at)
        filing.known = recorded.new_family(filing.household)
    standing = [filing.household for filing in filings if not filing.is_new]
    families = recorded.families(standing) if standing else {}
    for filing in filings:
        filing.known = filing.known or families[filing.household_id]


def _new_household(filing, pk, by, at):
    return Household(
        pk=pk,
        number=f"{filing.entry.village}-{pk:06d}",
        division_code=filing.entry.village,
        registered_at=at,
        registered_by=by,
        entered_as=filing.entered_as,
        **{name: getattr(filing.entry, name) for name in ("group", "address", "hukou_book", "phone", "notes")},
    )


def _find(filing, *, numbered):
    filing.found = people.on_record(filing.entry, filing.known, numbered)


def _settle(filing, *, new_ids, by, at):
    why = stored.kept("建档时更正") if filing.is_new else filing.why
    filing.settlement = Settlement(filing.household, by=by, at=at, source=filing.source, why=why, event=filing.event)
    filing.settlement.settle(filing.entry, filing.known, filing.met, new_ids)


def _write(filings, by, at):
    """Rows, revisions and events of the families that were settled."""
    changed = [filing for filing in filings if filing.is_new or filing.settlement.changed]
    if changed:
        _write_rows(changed, by, at)
    journal.record_all([_told(filing, by, at) for filing in filings])


def _write_rows(filings, by, at):
    revision = county.next_revision()
    whole = Pen(by=by, at=at)
    for filing in filings:
        filing.household.revision = revision
        if filing.is_new:
            whole.add(filing.household)
        whole.take(filing.settlement.pen)
    whole.write()
    households = {filing.household_id for filing in filings if not filing.is_new}
    on_record = {person.pk for filing in filings for person in filing.found.values()}
    touched = set().union(*(filing.settlement.touched for filing in filings))
    county.touch(households, touched & on_record, revision=revision)


def _told(filing, by, at):
    household = filing.household
    if filing.is_new:
        after = {"number": household.number, "village": household.division_code, "people": len(filing.entry.people)}
    else:
        after = {"changed": filing.settlement.changed}
    told = {"by": by, "at": at, "subject": household, "after": after, "reason": filing.why, "division_code": household.division_code}
    return journal.told(filing.event, **told)
