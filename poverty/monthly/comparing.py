"""A month's list beside the county's record on its first day: what each family's line would change. Writes nothing."""
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q

from accounts import crypto, stored
from accounts.stored import gettext as _
from accounts.templatetags.interface import yuan
from households.models import Death, Membership, Person
from poverty import tables
from poverty.models import ListedFamily, MinimumLiving
from poverty.monthly.columns import SAID, TABLE

Outcome = ListedFamily.Outcome
_HEADING = {column.key: column.heading for column in TABLE.columns}
_UNKNOWN = ""  # the heading of what is said of a person without a record: the family goes on without them


@dataclass
class Finding:
    """What became clear about one family of the list, or about one that is on it no more."""

    lines: list
    outcome: str = Outcome.FAULTY
    household: object = None
    standing: object = None  # the MinimumLiving that holds on the day
    values: dict = field(default_factory=dict)  # of the fact to come, as kinds compare them
    head: str = ""
    before: str = ""
    after: str = ""

    @property
    def problems(self):
        return [[line.number, heading, sentence] for line in self.lines for heading, sentence in line.problems]


class Record:
    """What the county has on record of the people of a list and of everybody on 低保. Read under the county's scope."""

    def __init__(self, lines, *, kind, day):
        self.kind, self.day = kind, day
        hashes = [crypto.number_hash(line.values["number"].number) for line in lines if "number" in line.values]
        self.people = {bytes(person.number_hash): person for person in Person.objects.filter(number_hash__in=hashes)}
        ids = [person.pk for person in self.people.values()]
        self.dead = dict(Death.objects.filter(person__in=ids, withdrawn_at=None, since__lt=day).values_list("person", "since"))
        self.homes = defaultdict(dict)
        memberships = Membership.objects.filter(person__in=ids, withdrawn_at=None).select_related("household").order_by("household", "person")
        for membership in memberships:
            self.homes[membership.person_id][membership.household_id] = membership
        on_the_day = Q(kind=kind, since__lte=day) & (Q(until=None) | Q(until__gt=day))
        found = {household for homes in self.homes.values() for household in homes}
        periods = MinimumLiving.objects.filter(on_the_day | Q(household__in=found), withdrawn_at=None)
        self.periods = defaultdict(list)
        for period in periods.select_related("household").prefetch_related("members").order_by("household", "since", "id"):
            self.periods[period.household_id].append(period)

    def standing(self, household_id):
        """The period that holds on the day, None without one."""
        return next((row for row in self.periods[household_id] if row.since <= self.day and (row.until is None or row.until > self.day)), None)


def compare(lines, *, kind, month):
    """[Finding] of tables.Lines, those of families that ended last; in Chinese, for they are kept."""
    with stored.in_chinese():
        return _compared(lines, kind, month)


def _compared(lines, kind, month):
    record = Record(lines, kind=kind, day=month)
    _refuse_people_listed_twice(lines)
    groups = tables.families(lines, key="family")
    found = [_finding([line], record) for line in groups.pop(None, ())]
    found += [_finding(group, record) for group in groups.values()]
    found.sort(key=lambda finding: finding.lines[0].number)
    _refuse_families_listed_twice(found)
    _hold_beside_faults(found, record)
    return found + _ended(found, record)


def _refuse_people_listed_twice(lines):
    seen = {}
    for line in lines:
        number = line.values["number"].number if "number" in line.values else None
        if number in seen and number is not None:
            told = _("与第 %(row)s 行是同一个人，请只留一行。")
            line.problems.append((_HEADING["number"], told % {"row": seen[number].number}))
        elif number is not None:
            seen[number] = line


def _refuse_families_listed_twice(found):
    """Two certificates that mean one record: nobody can say which of them holds."""
    first = {}
    for finding in found:
        if finding.household is None or finding.outcome == Outcome.FAULTY:
            continue
        other = first.setdefault(finding.household.pk, finding)
        if other is not finding:
            told = {"number": finding.household.number, "row": other.lines[0].number}
            sentence = _("与第 %(row)s 行同是档案 %(number)s 的人，请核对后并为一个低保证号，或先分户。")
            finding.lines[0].problems.append((_HEADING["family"], sentence % told))
            finding.outcome, finding.after = Outcome.FAULTY, ""


def _hold_beside_faults(found, record):
    """A family is not registered while another row about its people has a fault: it might say that somebody left who did not."""
    rows = {household: line.number for finding in found if finding.outcome == Outcome.FAULTY for line in finding.lines
            for household in _homes_of(line, record)}  # fmt: skip
    for finding in found:
        if finding.outcome in (Outcome.NEW, Outcome.CHANGED) and finding.household.pk in rows:
            told = {"row": rows[finding.household.pk]}
            finding.lines[0].problems.append((_HEADING["family"], _("第 %(row)s 行说的也是这一户的人，那一行改正后一起登记。") % told))
            finding.outcome, finding.after = Outcome.FAULTY, ""


def _finding(lines, record):
    finding = Finding(lines, head=next((line.values["name"] for line in lines if "name" in line.values), ""))
    said = tables.of_family(TABLE, lines)
    members = {}
    for line in lines:
        person = _person(line, record)
        if person is not None:
            members[person.pk] = person
    if any(heading != _UNKNOWN for line in lines for heading, _sentence in line.problems):
        return finding
    if not members:
        finding.outcome = Outcome.UNMATCHED
        return finding
    homes = set.intersection(*(set(record.homes[person]) for person in members))
    finding.household = _household(homes, members, record)
    if finding.household is None:
        lines[0].problems.append((_HEADING["family"], _("这一户的人员分属本县几户档案，请先核对家庭档案。")))
        return finding
    _settle(finding, said, members, record)
    return finding



def _person(line, record):
    """The person of a row, None when the record does not know them or something is wrong."""
    if "number" not in line.values or "name" not in line.values:
        return None
    person = record.people.get(crypto.number_hash(line.values["number"].number))
    if person is None:
        line.problems.append((_UNKNOWN, _("本县家庭档案中没有此人，未计入享受人员；如属本县家庭，请先补录。")))
        return None
    if person.name != line.values["name"]:
        line.problems.append((_HEADING["name"], _("与家庭档案中的姓名不同，请核对号码和姓名。")))
    elif person.pk in record.dead:
        line.problems.append((_HEADING["name"], _("家庭档案记载此人已于 %(day)s 死亡，请与民政部门核对。") % {"day": record.dead[person.pk]}))
    elif not record.homes[person.pk]:
        line.problems.append((_HEADING["name"], _("此人现不属于任何家庭档案，请先更正家庭档案。")))
    else:
        return person
    return None


def _household(homes, members, record):
    """The one record all of them stand in: one that is on 低保, and of several the one where most of them are at home."""
    if not homes:
        return None
    receiving = [household for household in homes if record.standing(household)]
    chosen = max(sorted(receiving or homes), key=lambda household: sum(record.homes[person][household].home for person in members))
    return record.homes[next(iter(members))][chosen].household


def _settle(finding, said, members, record):
    """New, changed or the same, and the values of the fact to come; what the list does not say stays as it is recorded."""
    household = finding.household
    finding.standing = standing = record.standing(household.pk)
    values = {name: said.get(name, getattr(standing, name, "" if name == "category" else None)) for name in SAID}
    values |= {"household_id": household.pk, "kind": record.kind, "members": frozenset(members)}
    names = [person.name for person in members.values()]
    if standing is None:
        finding.outcome, finding.values = Outcome.NEW, values | _first_period(said.get("since"), household.pk, record)
        finding.after = describe(values, names)
        return
    people = {person.pk: person.name for person in standing.members.all()}
    old = {name: getattr(standing, name) for name in ("household_id", "kind", *SAID)} | {"members": frozenset(people)}
    finding.before = describe(old, people.values())
    finding.outcome = Outcome.SAME if old == values else Outcome.CHANGED
    if finding.outcome == Outcome.CHANGED:
        finding.after = describe(values, names)
        finding.values = values | {"since": record.day, "until": standing.until}


def _first_period(since, household_id, record):
    """From the day the list names, or its month; never over what is recorded before or after."""
    periods = record.periods[household_id]
    begun = since if since and since <= record.day else record.day
    ended = max((row.until for row in periods if row.until and row.until <= record.day), default=begun)
    following = min((row.since for row in periods if row.since > record.day), default=None)
    return {"since": max(begun, ended), "until": following}


def _ended(found, record):
    """Families on 低保 of this kind on the day that the list does not name.

    One whose people the list names by another number has not ended: that row comes back instead.
    """
    listed = {household for finding in found for line in finding.lines for household in _homes_of(line, record)}
    strangers = {finding.head: finding for finding in found if finding.outcome == Outcome.UNMATCHED}
    ended = []
    for household_id, periods in record.periods.items():
        standing = record.standing(household_id)
        if standing is None or standing.kind != record.kind or household_id in listed:
            continue
        people = {person.pk: person.name for person in standing.members.all()}
        stranger = next((strangers[name] for name in people.values() if name in strangers), None)
        if stranger:
            told = {"number": periods[0].household.number}
            stranger.lines[0].problems.append((_HEADING["number"], _("档案 %(number)s 有同名的享受人员，号码与此不同，请核对。") % told))
            stranger.outcome = Outcome.FAULTY
            continue
        said = {name: getattr(standing, name) for name in ("household_id", "kind", *SAID)} | {"members": frozenset(people)}
        values = said | {"since": standing.since, "until": record.day}
        head = next(iter(people.values()), "")
        ended.append(Finding([], Outcome.ENDED, standing.household, standing, values, head, describe(said, people.values())))
    return ended


def _homes_of(line, record):
    person = record.people.get(crypto.number_hash(line.values["number"].number)) if "number" in line.values else None
    return record.homes[person.pk] if person else ()


def describe(values, names):
    """农村低保，B 类，保障标准 640.00 元，补差 260.00 元，2 人：单建民、曾秀英."""
    told = {
        "kind": MinimumLiving.Kind(values["kind"]).label,
        "category": MinimumLiving.Category(values["category"]).label if values["category"] else _("未分类"),
        "line": yuan(values["line_fen"]),
        "subsidy": yuan(values["subsidy_fen"]),
        "count": len(values["members"]),
        "names": _("、").join(sorted(names)),
    }
    return (_("%(kind)s，%(category)s，保障标准 %(line)s 元，补差 %(subsidy)s 元，%(count)s 人：%(names)s") % told)[:500]
