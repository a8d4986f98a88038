"""People of a file whom another family of the county has on record already: a grown daughter beside her parents, say.

They are linked, not written again; what the file says of them must not contradict that record.
"""
from django.utils.translation import gettext as _

from accounts import scope
from households import differences, words
from households.models import Relation
from households.queries.recorded import person_facts

HEADS = (Relation.HEAD, Relation.SPOUSE)


def refuse_contradictions(findings, known, by):
    """Write on the rows of linked people what their own record says otherwise. `known`: {ID number: recorded.Known}."""
    linked = {row.pk for finding in findings for _line, _said, row in _linked(finding, known)}
    if not linked:
        return
    facts, statements = person_facts(linked)
    for finding in findings:
        for line, said, row in _linked(finding, known):
            _note_link(finding, line, known[said.number].home)
            if said.name != row.name:
                told = {"name": row.name, "place": words.place_name(row.division_code)}
                finding.refuse(line, "name", _("这个身份证号在%(place)s登记的姓名是%(name)s，请与证件核对。") % told)
            for difference in differences.of_person(said, row.pk, facts, statements):
                if difference.contradicts or not (difference.states_none or _is_within(row, by)):
                    told = {"place": words.place_name(row.division_code), "what": difference.kind.title}
                    sentence = _("已由%(place)s登记，这里填的%(what)s与该处记录不一致。请在该户更正，或清空后再导入。")
                    finding.refuse(line, "", sentence % told)


def _note_link(finding, line, home):
    if home and line.relation not in HEADS:
        told = {"number": home.household.number}
        finding.note(line, "notice", "number", _("已在 %(number)s 户登记，导入后关联到同一个人，不重复登记。") % told)


def _linked(finding, known):
    """(line, PersonEntry, Person) of the family's people who are on record but not in this family."""
    if finding.entry is None:
        return
    lines = {line.key: line for line in finding.family.lines}
    for person in finding.entry.people:
        found = known.get(person.number)
        if found and person.person_id is None and person.key in lines:
            yield lines[person.key], person, found.person


def _is_within(row, by):
    low, high = scope.bounds(by.division_code)
    return low <= row.division_code < high
