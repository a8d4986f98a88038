"""What the county already has on record of the families of a file, and whether they can be taken in.

Everything here reads under the county's sight and asks the database a fixed number of times for many families.
"""
from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from accounts import crypto, scope
from households import checks, words
from households.entry import UNRECORDED
from households.imports import changes, describing, linked, merging
from households.imports.finding import Finding
from households.imports.models import ImportFamily
from households.queries import family as family_queries
from households.queries import recorded


def findings(families, *, villages, by, update_existing):
    """A Finding for each sound family, in their order. `villages`: what a village cell may say -> code; `by` the clerk's post."""
    made = [Finding(family) for family in families]
    for finding in made:
        _describe(finding, villages)
    described = [finding for finding in made if finding.entry]
    numbers = {line.values["number"].number for finding in described for line in finding.family.lines if "number" in line.values}
    known = recorded.people(numbers, by.county_code)
    for finding in described:
        _find_record(finding, known, by)
    records = recorded.families([finding.household for finding in described if finding.household])
    for finding in described:
        if finding.household:
            _compare(finding, records[finding.household.pk], update_existing)
        elif not finding.is_refused:
            finding.outcome = ImportFamily.Outcome.NEW
    linked.refuse_contradictions(described, known, by)
    return made


def _describe(finding, villages):
    """The family's entry, unless its village is unknown or it cannot be true."""
    family = finding.family
    line, said, code = _village(family, villages)
    if code is None:
        finding.refuse(line, "village", _unknown(said))
        return
    entry = describing.entry_of(family, code)
    for problem in checks.problems(entry, on=family.on):
        where = next((line for line in family.lines if line.key == problem.key), family.lines[0])
        finding.note(where, "error" if problem.blocking else "notice", changes.column_of(problem.field), problem.sentence)
    if not finding.is_refused:
        finding.entry = entry


def village_problem(family, villages):
    """(row, sentence) where the family's village is unknown, None where it is known."""
    line, said, code = _village(family, villages)
    return (line, _unknown(said)) if code is None else None


def _village(family, villages):
    """The row that names the village, what it says and the village's code or None."""
    line = next((line for line in family.lines if "village" in line.values), family.lines[0])
    said = line.values.get("village", "")
    return line, said, villages.get(said.replace(" ", "")) or villages.get(said.partition(" ")[0]) or _only(villages, said)


def _unknown(said):
    return _("“%(said)s”不是您辖区内的村（居），请从下拉列表选。") % {"said": said} if said else _("未填村（居），请从下拉列表选。")


def _only(villages, said):
    """A clerk of one village need not name it."""
    codes = set(villages.values())
    return next(iter(codes)) if not said and len(codes) == 1 else None


def _find_record(finding, known, by):
    """The record in which householder or spouse already stand as such."""
    standing = {}
    for line in finding.family.lines:
        person = known.get(line.values["number"].number) if "number" in line.values else None
        home = person.home if person else None
        if home is None:
            continue
        if line.relation in linked.HEADS and not _is_within(home.household, by):
            _refuse_foreign(finding, line, home)
        elif line.relation in linked.HEADS and home.relation in linked.HEADS:
            standing[home.household.pk] = home.household
        elif line.relation in linked.HEADS:
            told = {"number": home.household.number}
            finding.note(line, "notice", "number", _("已在 %(number)s 户登记为子女等，导入后改在这一户核定本人资格。") % told)
    if len(standing) > 1:
        told = {"numbers": _("、").join(household.number for household in standing.values())}
        finding.refuse(finding.family.head, "number", _("户主与配偶已分别建档（%(numbers)s），请先在档案页核对。") % told)
    elif standing and not finding.is_refused:
        (finding.household,) = standing.values()


def _refuse_foreign(finding, line, home):
    told = {"name": line.values["name"], "place": words.place_name(home.household.division_code)}
    finding.refuse(line, "number", _("%(name)s已由本县%(place)s登记，不在您的辖区，请与当地经办人核对。") % told)


def _is_within(household, by):
    low, high = scope.bounds(by.division_code)
    return low <= household.division_code < high


def _compare(finding, record, update_existing):
    """Same, to be updated, or refused; what differs is noted on the rows as old → new."""
    finding.entry = merging.merged(_with_ids(finding, record), family_queries.entry_of(record), finding.family)
    _check_children(finding)
    for problem in checks.problems(finding.entry, on=finding.family.on):
        if problem.blocking:
            finding.refuse(finding.family.head, "", problem.sentence)
    if finding.is_refused:
        return
    if not changes.note(finding, record):
        finding.outcome = ImportFamily.Outcome.SAME
    elif update_existing:
        finding.outcome = ImportFamily.Outcome.UPDATE
    else:
        told = {"number": finding.household.number}
        sentence = _("已建档（%(number)s），所填内容与档案不同。要更新档案，请上传时勾选“更新已建档的户”。") % told
        finding.refuse(finding.family.head, "number", sentence, ImportFamily.Outcome.DUPLICATE)


def _with_ids(finding, record):
    """The entry with the ids of members it means: by number, or by name where the row has no number."""
    by_hash = {bytes(person.number_hash): person for person in record.people if person.number_hash}
    by_name = defaultdict(list)
    for person in record.people:
        by_name[person.name].append(person)
    people = []
    for person in finding.entry.people:
        namesakes = by_name[person.name]
        member = by_hash.get(crypto.number_hash(person.number)) if person.number else None
        if member is None and len(namesakes) == 1 and not (person.number and namesakes[0].number_hash):
            (member,) = namesakes
        if member is None and person.number and any(other.number_hash for other in namesakes):
            sentence = _("这一户已登记同名的人，身份证号不同。请与证件核对；原登记有误的，请在档案页更正。")
            finding.refuse(finding.line(person.key), "number", sentence)
        people.append(replace(person, person_id=member.pk if member else None))
    return replace(finding.entry, people=tuple(people))


def _check_children(finding):
    """The number of children the householder gives counts those on record too."""
    family, children = finding.family, finding.entry.children
    said = family.value("children", None)
    known = {item.child for item in children if item.origin != "step" or family.head.key in item.parents} if children is not UNRECORDED else set()
    if said is not None and said < len(known):
        line = next(line for line in family.lines if "children" in line.values)
        names = _("、").join(person.name for person in finding.entry.people if person.key in known)
        told = {"said": said, "names": names}
        finding.refuse(line, "children", _("子女数填了 %(said)s，档案中已有%(names)s。请核对，有误的在档案页更正。") % told)
