"""What taking a family in would change of its record, written on its rows as old → new."""
from datetime import date

from django.utils.translation import gettext as _

from accounts import crypto
from households import differences, words
from households.imports.cells import Choice, text_of
from households.imports.columns import BY_KEY

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


def note(finding, record):
    """Note every change on the row it comes from; how many there are."""
    before = len(finding.notes)
    _note_fields(finding, record)
    for person in finding.entry.people[: len(finding.family.lines)]:
        _note_person(finding, record, person)
    _note_family(finding, record)
    return len(finding.notes) - before


def column_of(name):
    """The column a kind of fact, or an attribute of an entry, stands in; "" for none."""
    column = _COLUMNS.get(name, (name,))[0]
    return column if column in BY_KEY else ""


def _note_fields(finding, record):
    for name in _FIELDS:
        said, stands = getattr(finding.entry, name), getattr(record.household, name)
        if said and said != stands:
            line = next(line for line in finding.family.lines if name in line.values)
            _note_change(finding, line, (name,), stands)


def _note_person(finding, record, person):
    line = finding.line(person.key)
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
