"""Whom a household of the poverty system is about, what is doubtful of it, and what it would change. Writes nothing."""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from accounts import crypto, stored
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from households.entry import RegistrationEntry
from households.models import Death, FamilyType, Household, HouseholdStatus, Income, Membership, Person
from households.words import period
from poverty import tables
from poverty.exchange import codes
from poverty.exchange.columns import TABLE
from poverty.kinds import RegistrationKind
from poverty.models import MatchDecision, PovertyRegistration, TransferredHousehold

Outcome, Kind, Status = TransferredHousehold.Outcome, MatchDecision.Kind, PovertyRegistration.Status
TARGET = HouseholdStatus.Kind.POVERTY_TARGET


@dataclass
class Found:
    """What became clear about one household of the file."""

    lines: list
    said: dict = field(default_factory=dict)
    outcome: str = Outcome.FAULTY
    households: list = field(default_factory=list)
    unknown: int = 0
    doubts: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    before: str = ""
    after: str = ""

    @property
    def problems(self):
        return [[line.number, heading, sentence] for line in self.lines for heading, sentence in line.problems]


@dataclass
class Changes:
    """What is written of one family: rows that end or no longer hold, and values of new ones."""

    household: Household
    withdrawn: list = field(default_factory=list)
    registrations: list = field(default_factory=list)  # values of RegistrationKind
    statuses: list = field(default_factory=list)  # (since, until, decided_by, document)
    income: dict | None = None
    note: str = ""

    def __bool__(self):
        return bool(self.withdrawn or self.registrations or self.statuses or self.income)


class Record:
    """What the county has on record of the people of some households of a file, and what was decided of them before."""

    def __init__(self, groups, *, county, on):
        self.on = on
        hashes = [crypto.number_hash(line.values["number"].number) for lines in groups for line in lines if "number" in line.values]
        self.people = {bytes(person.number_hash): person for person in Person.objects.filter(county_code=county, number_hash__in=hashes)}
        ids = [person.pk for person in self.people.values()]
        self.dead = dict(Death.objects.filter(person__in=ids, withdrawn_at=None).values_list("person", "since"))
        self.homes = defaultdict(list)
        memberships = Membership.objects.filter(person__in=ids, withdrawn_at=None).select_related("household").order_by("-home", "household")
        for membership in memberships:
            self.homes[membership.person_id].append(membership.household)
        households = {home.pk for homes in self.homes.values() for home in homes}
        self.registrations = _grouped(PovertyRegistration.objects.filter(household__in=households, withdrawn_at=None).order_by("since"))
        self.targets = _grouped(HouseholdStatus.objects.filter(household__in=households, kind=TARGET, withdrawn_at=None).order_by("since"))
        self.kinds = dict(FamilyType.objects.filter(household__in=households).values_list("household", "kind"))
        self.incomes = _grouped(Income.objects.filter(household__in=households, withdrawn_at=None))
        numbers = {line.values["family"] for lines in groups for line in lines if "family" in line.values}
        self.decided = {
            (row.kind, row.register_number, row.person_id, row.household_id, row.said): row.same
            for row in MatchDecision.objects.filter(division_code=county, register_number__in=numbers, withdrawn_at=None)
        }


def match(lines, record, *, twice=(), contested=()):
    """Found of the rows of one household. `twice`: rows whose person stands in another household; `contested`: families others mean too."""
    with stored.in_chinese():
        return _matched(lines, record, set(twice), set(contested))


def _matched(lines, record, twice, contested):
    found = Found(lines)
    found.said = tables.of_family(TABLE, lines)
    if found.problems:
        return found
    register, homes = lines[0].values["family"], {}
    for line in lines:
        person = record.people.get(crypto.number_hash(line.values["number"].number))
        if person is None:
            found.unknown += 1
        elif _is_same(found, register, line, person, record, twice):
            for home in record.homes[person.pk][:1]:
                homes[home.pk] = home
    for pk, home in sorted(homes.items()):
        asked = len(homes) > 1 or pk in contested
        same = record.decided.get((Kind.SPLIT, register, None, pk, "")) if asked else True
        if same is None:
            words = _("这个贫困户的人在本县分属几户，或别的贫困户也说是这一户：%(number)s，是这一户吗？")
            found.doubts.append(_doubt(Kind.SPLIT, words % {"number": home.number}, household=pk))
        elif same:
            found.households.append(home)
    if found.doubts:
        found.outcome = Outcome.DOUBTFUL
    elif not found.households:
        found.outcome = Outcome.UNMATCHED
    else:
        _settle(found, register, record)
    return found


def _is_same(found, register, line, person, record, twice):
    """Whether the person of a row is meant; what nobody has decided is a doubt."""
    told = {"name": person.name, "said": line.values["name"], "row": line.number}
    doubtful = []
    if person.name != line.values["name"]:
        doubtful.append((Kind.NAME, line.values["name"], _("第 %(row)s 行：文件中是%(said)s，档案中同一号码是%(name)s，是同一人吗？") % told))
    if person.pk in record.dead:
        told["day"] = record.dead[person.pk]
        doubtful.append((Kind.DEAD, "", _("第 %(row)s 行：档案记载%(name)s已于 %(day)s 死亡，是同一人吗？") % told))
    if not record.homes[person.pk]:
        doubtful.append((Kind.MOVED, "", _("第 %(row)s 行：%(name)s已不在本县任何家庭档案，是同一人吗？") % told))
    if line.number in twice:
        doubtful.append((Kind.TWICE, "", _("第 %(row)s 行：%(name)s在文件中还列在另一个贫困户，是这一户的人吗？") % told))
    same = True
    for kind, said, words in doubtful:
        answer = record.decided.get((kind, register, person.pk, None, said))
        if answer is None:
            found.doubts.append(_doubt(kind, words, person=person.pk, said=said))
        same = same and bool(answer)
    return same


def _doubt(kind, words, *, person=None, household=None, said=""):
    return {"kind": str(kind), "person": person, "household": household, "said": said, "words": str(words)}


def _settle(found, register, record):
    """What would be written of each family, in words of the first."""
    found.changes = [_changes(home, register, found, record) for home in found.households]
    first = found.changes[0]
    standing = [row for row in record.registrations[first.household.pk] if row.until is None]
    targets = [_named(row.since, row.until) for row in record.targets[first.household.pk]]
    found.before = _("；").join([*(RegistrationKind().words(row) for row in standing), *targets])[:500]
    found.after = _told(first)
    found.outcome = Outcome.READY if any(found.changes) else Outcome.SAME


def _told(changes):
    said = [RegistrationKind().words(PovertyRegistration(**values)) for values in changes.registrations if values["until"] is None]
    said += [_named(since, until) for since, until, _unit, _document in changes.statuses]
    if not changes.statuses:
        gone = [row for row in changes.withdrawn if isinstance(row, HouseholdStatus)]
        said += [_("撤回“%(finding)s”") % {"finding": _named(row.since, row.until)} for row in gone]
    if changes.income:
        told = {"year": changes.income["since"].year, "yuan": yuan(changes.income["other_fen"])}
        said.append(_("%(year)s 年家庭收入每人每月 %(yuan)s 元") % told)
    return _("；").join([*said, *([changes.note] if changes.note else [])])[:500]


def _named(since, until):
    """扶贫对象 2014-04-01 起."""
    return f"{TARGET.label} {period(HouseholdStatus(kind=TARGET, since=since, until=until))}"


def _changes(household, register, found, record):
    made, said = Changes(household), found.said
    item = RegistrationEntry(register, said["status"], said["since"], None, said.get("attribute", ""), said.get("cause", ""))
    _register(made, item, record.registrations[household.pk])
    if not made.note:
        _target(made, said["status"], said["since"], register, record.targets[household.pk])
    _earn(made, found, record)
    _compare_planning(made, said.get("planning"), record)
    return made


def _register(made, item, standing):
    """The registration follows the one before; one that begins later, or stood the same, is left as it is."""
    (values,) = RegistrationKind().said([item], {None: made.household.pk})
    on_the_day = [row for row in standing if row.since == item.since]
    if any(row.since > item.since for row in standing):
        made.note = _("档案里已有更晚的建档立卡登记，未改")
        return
    if on_the_day and (on_the_day[0].status, on_the_day[0].number) == (item.status, item.number):
        kept = {name: values[name] or getattr(on_the_day[0], name) for name in ("attribute", "cause")}
        values |= kept
    if on_the_day and RegistrationKind().values(on_the_day[0]) == values:
        return
    for row in standing:
        if row.until is None or row.until > item.since:
            made.withdrawn.append(row)
            if row.since < item.since:
                made.registrations.append(RegistrationKind().values(row) | {"until": item.since})
    made.registrations.append(values)


def _target(made, status, since, register, standing):
    """扶贫对象 from the day a family is on the register, until the day it is out of poverty; one that begins later is left as it is."""
    if any(row.since > since for row in standing):
        made.note = _("档案里已有更晚的扶贫对象认定，认定未改")
        return
    held = next((row for row in standing if row.until is None or row.until > since), None)
    if status == Status.OUT:
        if held is not None:
            made.withdrawn.append(held)
            if held.since < since:
                made.statuses.append((held.since, since, held.decided_by, held.document))
    elif held is None:
        made.statuses.append((since, None, str(_("扶贫部门")), register))


def _earn(made, found, record):
    """月人均, without the money of family planning, of a year nobody has recorded. How much that money was is asked for, not taken for nothing."""
    year, people = found.said.get("year"), len(found.lines)
    net_fen = found.said["net_fen"] * people if "net_fen" in found.said else found.said.get("family_net_fen")
    if year is None or net_fen is None or not 1950 <= year <= record.on.year:
        return
    disagreeing = _disagreeing(found.said, people)
    if disagreeing:
        _note(made, disagreeing)
        return
    recorded = next((row for row in record.incomes[made.household.pk] if row.since.year == year), None)
    if "planning_fen" not in found.said:
        if recorded is None:
            _note(made, _("没有填计划生育金，%(year)s 年家庭收入未登记；确实没有的填 0") % {"year": year})
        return
    left = max(0, net_fen - found.said["planning_fen"])
    other_fen = (2 * left + 12 * people) // (24 * people)
    if recorded is None:
        made.income = {"since": date(year, 1, 1), "until": date(year + 1, 1, 1), "other_fen": other_fen}
    elif recorded.other_fen != other_fen:
        _note(made, _("档案已有 %(year)s 年家庭收入，未改") % {"year": year})


def _disagreeing(said, people):
    """What the sums of a family say against each other, "" where they agree as far as they are there. A20 may be rounded to the yuan."""
    total, costs, net, each = (said.get(name) for name in ("total_fen", "costs_fen", "family_net_fen", "net_fen"))
    if None not in (total, costs, net) and total - costs != net:
        return _("A17 减 A18 不等于 A19，家庭收入未登记，请对方核对")
    if None not in (net, each) and abs(net - each * people) >= 100 * people:
        return _("A19 不等于 A20 乘以人数，家庭收入未登记，请对方核对")
    return ""


def _compare_planning(made, said, record):
    """Noted where the family is one of family planning for the poverty system and not on record, or the other way round; silence says nothing."""
    kind = record.kinds.get(made.household.pk)
    ours = FamilyType.is_planning(kind)
    if None not in (said, ours) and said != ours:
        told = {"said": codes.words("planning", said).split()[1], "kind": FamilyType.Kind(kind).label}
        _note(made, _("A2 计划生育户：文件填“%(said)s”，档案是%(kind)s") % told)


def _note(made, said):
    made.note = _("；").join([made.note, said]) if made.note else said


def _grouped(rows):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.household_id].append(row)
    return grouped
