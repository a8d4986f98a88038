"""What the county already has on record of the families of a file, and what taking them in would change.

Everything here reads under the county's sight and asks the database a fixed number of times for many families.
"""
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from accounts import crypto, scope
from households import checks, differences, words
from households.entry import UNRECORDED, FamilyEntry
from households.imports import linked, merging, recorded
from households.imports.cells import Choice, text_of
from households.imports.columns import BY_KEY
from households.imports.models import ImportFamily
from households.models import Household
from households.queries import family as family_queries

_FIELDS = ("group", "address", "hukou_book", "phone", "notes")
_HIDDEN = ("number", "account")  # columns whose values are not repeated in a message
# Where a kind of fact, or an attribute of an entry, stands on the sheet; the first column carries the message.
_COLUMNS = {
    "death": ("died", "state"),
    "hukou": ("hukou", "hukou_since"),
    "disability": ("disability", "disability_kind", "disability_since", "certified"),
    "couples": ("married", "marriage_ended", "marital"),
    "children": ("origin", "birth_parent", "adopted", "within_policy"),
    "certificates": ("certificate", "certificate_issued", "certificate_number"),
    "minimum_living": ("living", "living_since", "living_subsidy"),
    "status": ("status",),
    "born_in_hukou_book": ("born",),
    "origin_on": ("adopted",),
    "accounts": ("account",),
}


@dataclass
class Finding:
    """What became clear about one family: the outcome, its record, and the entry a command can take."""

    family: object
    outcome: str = ImportFamily.Outcome.ERROR
    household: Household | None = None
    entry: FamilyEntry | None = None
    notes: list = field(default_factory=list)  # (line, kind, column key, sentence)

    def note(self, line, kind, column, sentence):
        self.notes.append((line, kind, column, sentence))

    def refuse(self, line, column, sentence, outcome=ImportFamily.Outcome.ERROR):
        self.outcome = outcome
        self.note(line, "error", column, sentence)


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
        elif not _is_refused(finding):
            finding.outcome = ImportFamily.Outcome.NEW
    linked.refuse_contradictions(described, known, by)
    return made


def _is_refused(finding):
    return any(kind == "error" for _line, kind, _column, _sentence in finding.notes)


def _describe(finding, villages):
    """The family's entry, unless its village is unknown or it cannot be true."""
    family = finding.family
    line = next((line for line in family.lines if "village" in line.values), family.lines[0])
    said = line.values.get("village", "")
    code = villages.get(said) or villages.get(said.partition(" ")[0]) or _only(villages, said)
    if code is None:
        unknown = _("“%(said)s”不是您辖区内的村（居），请从下拉列表选。") % {"said": said}
        finding.refuse(line, "village", unknown if said else _("未填村（居），请从下拉列表选。"))
        return
    entry = family.entry(code)
    for problem in checks.problems(entry, on=family.on):
        where = next((line for line in family.lines if line.key == problem.key), family.lines[0])
        column = _COLUMNS.get(problem.field, (problem.field,))[0]
        finding.note(where, "error" if problem.blocking else "notice", column if column in BY_KEY else "", problem.sentence)
    if not _is_refused(finding):
        finding.entry = entry


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
    elif standing and not _is_refused(finding):
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
    if _is_refused(finding):
        return
    before = len(finding.notes)
    _note_fields(finding, record)
    for person in finding.entry.people[: len(finding.family.lines)]:
        _note_person(finding, record, person)
    _note_family(finding, record)
    if len(finding.notes) == before:
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
            finding.refuse(
                _line(finding, person.key), "number", _("这一户已登记同名的人，身份证号不同。请与证件核对；原登记有误的，请在档案页更正。")
            )
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


def _note_fields(finding, record):
    for name in _FIELDS:
        said, stands = getattr(finding.entry, name), getattr(record.household, name)
        if said and said != stands:
            line = next(line for line in finding.family.lines if name in line.values)
            _note_change(finding, line, (name,), stands)


def _note_person(finding, record, person):
    line = _line(finding, person.key)
    member = next((member for member in record.memberships if member.person_id == person.person_id), None)
    if member is None:
        finding.note(line, "change", "name", _("增加到这一户"))
    else:
        _note_member(finding, line, person, member)
    for difference in differences.of_person(person, person.person_id, record.person_facts, record.statements) if member else ():
        _note_difference(finding, line, difference)
    account = next((account for account in finding.entry.accounts if account.holder == person.key), None)
    standing = record.accounts.get(person.person_id, ())[-1:]
    if account and not any(_is_same_account(row, account) for row in standing):
        _note_change(finding, line, ("bank", "account"), words.value(standing[0]) if standing else "")


def _note_member(finding, line, person, member):
    if person.relation != member.relation:
        _note_change(finding, line, ("relation",), member.get_relation_display())
    if person.number and member.person.number_hash is None:
        finding.note(line, "change", "number", _("补录身份证号"))
    for name in ("name", "sex", "born", "born_in_hukou_book", "marital"):
        said, stands = getattr(person, name), getattr(member.person, name)
        if said not in (None, "") and said != stands:
            column = _COLUMNS.get(name, (name,))[0]
            display = getattr(member.person, f"get_{name}_display", lambda stands=stands: stands or "")()
            if column in line.cells:
                _note_change(finding, line, (column,), display, title=member.person._meta.get_field(name).verbose_name)


def _note_family(finding, record):
    ids = {None: finding.household.pk} | {person.key: person.person_id or person.key for person in finding.entry.people}
    for difference in differences.of_family(finding.entry, ids, record.family_facts, record.statements):
        columns = _COLUMNS[difference.kind.name]
        for line in [line for line in finding.family.lines if line.says(*columns)] or [finding.family.head]:
            _note_difference(finding, line, difference)


def _note_difference(finding, line, difference):
    stands = [difference.kind.words(row) for row in difference.withdrawn]
    if difference.unstated is not None:
        stands.append(difference.unstated.get_kind_display())
    _note_change(finding, line, _COLUMNS[difference.kind.name], _("；").join(map(str, stands)), title=difference.kind.title)


def _note_change(finding, line, columns, stands, *, title=None):
    """联系电话：1390… → 1380…; a number is named, not shown."""
    filled = [column for column in columns if column in line.cells]
    hides = any(column in _HIDDEN for column in filled)
    said = "" if hides else " ".join(_words(line, column) for column in filled)
    told = {"what": title or BY_KEY[columns[0]].heading, "old": stands or _("未录入"), "new": said or _("见本行")}
    finding.note(line, "change", columns[0], _("%(what)s：%(old)s → %(new)s") % told)


def _words(line, key):
    """A filled cell in words: of a code what it means, of a day its one way of writing."""
    parse, value = BY_KEY[key].parse, line.values[key]
    if isinstance(parse, Choice):
        return next(str(option.words) for option in parse.options if option.value == value)
    return value.isoformat() if isinstance(value, date) else text_of(line.cells[key])


def _is_same_account(row, account):
    return bytes(row.number_hash) == crypto.number_hash(account.number) and (row.bank, row.holder_name) == (account.bank, account.holder_name)


def _line(finding, key):
    return next(line for line in finding.family.lines if line.key == key)
