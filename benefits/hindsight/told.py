"""The facts of a family as the rules have them, in words: what a run saw of it, to be read beside what is recorded today."""
from django.utils.translation import gettext as _

from accounts.templatetags.interface import yuan
from benefits.rules import facts, months
from households import words
from households.models import Admission, Certificate, Disability, Exam, HouseholdStatus, Hukou, Marriage, Parentage, Schooling, VillagePost
from poverty.models import Grant, MinimumLiving

LIFE = "life"
# Whether a birth was within policy is said only in the reason of a condition that asks for it (docs/decisions/0007).
_OF_PEOPLE = (
    facts.HUKOUS, facts.DISABILITIES, facts.COMPLICATIONS, facts.SCHOOLS, facts.ADMISSIONS, facts.EXAMS, facts.POSTS, facts.CERTIFICATES,
    facts.ALLOWANCES, facts.MEDICALS,
)  # fmt: skip
_OF_HOUSEHOLDS = (facts.STATUSES, facts.INCOMES, facts.GRANTS)
_OPTIONS = {
    "hukou": Hukou.Kind, "disability": Disability.Kind, "school": Schooling.Stage, "admission": Admission.Level, "exams": Exam.Kind,
    "post": VillagePost.Kind, "certificates": Certificate.Kind, "allowances": MinimumLiving.Kind, "status": HouseholdStatus.Kind,
    "poverty_grants": Grant.Kind,
}  # fmt: skip


def of(tables, names):
    """{(id of a person or couple, kind of fact): (title, what is said)} of the tables of one family; `names` are those of `persons`."""
    said = {}
    for row, (person, name) in enumerate(zip(tables["persons"], names, strict=True)):
        key = int(person["id"])
        said[key, LIFE] = name, _life(person)
        said[key, "born"] = _("%(name)s的出生日期") % {"name": name}, months.iso(person["born"]) if person["born_recorded"] else unrecorded()
        for relation in _OF_PEOPLE:
            said[key, relation.name] = _titled(name, relation), _list(tables, relation, "person", row, person)
        children = [_child(link, names) for link in tables["children"][tables["children"]["parent"] == row]]
        said[key, "children"] = _titled(name, facts.OFFSPRING), _joined(children, person["children_recorded"])
    for couple in tables["couples"]:
        both = [int(couple[who]) for who in ("husband", "wife")]
        title = _("%(husband)s、%(wife)s的婚姻") % {"husband": names[both[0]], "wife": names[both[1]]}
        said[tuple(int(tables["persons"]["id"][row]) for row in both), "couple"] = title, _couple(couple)
    for relation in _OF_HOUSEHOLDS:
        said[0, relation.name] = _titled(_("本户"), relation), _list(tables, relation, "household", 0, tables["households"][0])
    return said


def unrecorded():
    return _("未录入")


def _titled(name, relation):
    return _("%(name)s的%(what)s") % {"name": name, "what": _(relation.label)}


def _life(person):
    if not person["died_recorded"]:
        return _("生死未录入")
    return _("在世") if person["died"] == months.FOREVER else _("%(day)s 死亡") % {"day": months.iso(person["died"])}


def _list(tables, relation, owner, row, subject):
    rows = tables[relation.table]
    return _joined([_entry(relation.table, entry) for entry in rows[rows[owner] == row]], subject[relation.recorded])


def _joined(entries, recorded):
    return _("；").join(entries) or (_("无") if recorded else unrecorded())


def _entry(table, entry):
    """One row: its words and figures as far as they are recorded, then its days."""
    columns = facts.TABLES[table].columns
    known = {name: column for name, column in columns.items() if not column.nullable or entry[f"{name}_recorded"]}
    parts = [text for name, column in known.items() if (text := _part(table, name, column, entry[name]))]
    return _("，").join([*parts, *_period(known, entry)])


def _part(table, name, column, value):
    if column.kind == "code":
        return str(_OPTIONS[table](column.options[value]).label) if column.options else words.grade(int(value))
    if column.kind == "flag":
        if name == "included" and value:  # as everybody is of whom 低保 is said without a list
            return ""
        return f"{_(column.label)}{_('：')}{_('是') if value else _('否')}"
    if column.kind == "money":
        return _("%(what)s %(yuan)s 元") % {"what": _(column.label), "yuan": yuan(int(value))}
    if name == "year":
        return _("%(year)s 年") % {"year": int(value)}
    if name == "place" and value:
        return _("户籍在%(place)s") % {"place": words.place_name(f"{int(value):012d}")}
    return ""


def _period(known, entry):
    for name in ("on", "issued"):
        if name in known:
            return [months.iso(entry[name])]
    since = [_("%(day)s 起") % {"day": months.iso(entry["since"])}] if "since" in known else []
    ended = "until" in known and entry["until"] != months.FOREVER
    return since + ([_("%(day)s 止") % {"day": months.iso(entry["until"] - 1)}] if ended else [])


def _child(link, names):
    origin = Parentage.Origin(facts.CHILD.columns["origin"].options[link["origin"]]).label if link["origin_recorded"] else _("来源未录入")
    since = link["since_recorded"] and abs(int(link["since"])) < months.FOREVER
    day = _("，") + _("%(day)s 起") % {"day": months.iso(link["since"])} if since else ""
    return f"{names[link['child']]}{_('（')}{origin}{day}{_('）')}"


def _couple(couple):
    married = _("%(day)s 结婚") % {"day": months.iso(couple["married"])} if couple["married_recorded"] else _("结婚日未录入")
    if couple["ended_recorded"] and couple["ended"] == months.FOREVER:
        return married
    how = facts.COUPLE.columns["how"].options[couple["how"]] if couple["how_recorded"] else "none"
    ending = str(Marriage.Ending(how).label) if how != "none" else _("婚姻已结束")
    return _("，").join([married, f"{months.iso(couple['ended'])} {ending}" if couple["ended_recorded"] else ending])
