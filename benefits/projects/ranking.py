"""The order of a project's applications: published priorities first, then the day of the application, then its number.

What is not recorded never pushes a family down: it stands where it would if it met the condition, with the question, and the order is not decided
as long as an answer could still change it.
"""
import hashlib
import json
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts import stored
from benefits.projects.asking import Asked
from benefits.rules import explain, priorities
from poverty.years import judging
from poverty.years import queries as years

YES, NO, UNKNOWN = judging.YES, judging.NO, judging.UNKNOWN
OF_VILLAGES = ("ZB-a", "GY-am", "GY-al")  # priorities of villages that speak of projects and money, in this order


@dataclass(frozen=True)
class Ranking:
    """`rules` and `rows` as ProjectRanking keeps them; `hash` is of both, with the project and the day."""

    rules: list
    rows: list
    hash: str

    @property
    def undecided(self):
        """Rows whose place an answer that is missing could still change."""
        return [row for row in self.rows if row["undecided"]]


def of_project(project, *, on):
    """The Ranking of the live applications of a project, judged on a day."""
    with stored.in_chinese():
        return _of_project(project, on)


def _of_project(project, on):
    applied = list(project.applications.filter(withdrawn_at=None).order_by("number"))
    asked = Asked({row.household_id for row in applied}, county=project.division_code, on=on)
    rules = _rules(project, asked, on)
    villages = {row.code: row for row in years.judged(project.division_code, year=project.year - 1, on=on)}
    found = [(row, [_answer(rule, row, asked, villages) for rule in rules]) for row in applied]
    found.sort(key=lambda pair: _key(*pair, best=True))
    unsure = _undecided(found, rules)
    rows = [_row(place, row, answers, row.pk in unsure) for place, (row, answers) in enumerate(found, 1)]
    content = {"project": project.pk, "on": on.isoformat(), "rules": rules, "rows": rows}
    return Ranking(rules, rows, hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest())


def _rules(project, asked, on):
    """[{name, title, cite}] of what the county's documents in force put first in a project of this kind, in order."""
    families = [
        {"name": name, "title": str(priorities.PRIORITIES[name].title), "cite": explain.clause(value)}
        for name, value in priorities.stated(project.kind, asked.value)
    ]
    known = {priority.measure: priority for priority in judging.in_force(project.division_code, on=on)}
    villages = [known[measure] for measure in OF_VILLAGES if measure in known]
    return families + [{"name": one.measure, "title": str(one.title), "cite": one.cite} for one in villages]


def _answer(rule, row, asked, villages):
    """(answer, what was found, what is missing) of one rule for one application."""
    if rule["name"] in OF_VILLAGES:
        return _of_village(rule["name"], villages.get(row.division_code))
    told = asked.condition(f"{priorities.NAME}.{rule['name']}", row.household_id)
    return told["met"], told["because"], [item["text"] for item in told.get("unknown", ())]


def _of_village(measure, village):
    if village is None:
        return NO, "", []
    answers = {priority.measure: answer for priority, answer in village.priorities}
    needs = next((priority.needs for priority in judging.PRIORITIES if priority.measure == measure), ())
    said = [f"{judging.CONDITIONS[need]}{_('：')}{village.findings[need].because}" for need in needs]
    answer = answers.get(measure, NO)
    missing = [words for need, words in zip(needs, said, strict=True) if village.findings[need].answer == UNKNOWN]
    return answer, _("；").join(said), missing if answer == UNKNOWN else []


def _key(row, answers, *, best):
    """Where a family stands: with its unknown answers counted as met (`best`), or as not met."""
    met = (YES, UNKNOWN) if best else (YES,)
    return (*(answer not in met for answer, _found, _missing in answers), row.applied_on, row.number)


def _undecided(found, rules):
    """Ids of applications with an unknown answer that could still move them past another one."""
    unsure = set()
    for at, (row, answers) in enumerate(found):
        for other, others in found[at + 1 :]:
            mine, theirs = _apart(rules, row, answers, other, others)
            if _key(row, mine, best=False) > _key(other, theirs, best=True):
                unsure |= {one.pk for one, said in ((row, mine), (other, theirs)) if UNKNOWN in {answer for answer, *_rest in said}}
    return unsure


def _apart(rules, row, answers, other, others):
    """The answers of both without what is the same of both whatever comes out: that of their one village."""
    if row.division_code != other.division_code:
        return answers, others
    kept = [index for index, rule in enumerate(rules) if rule["name"] not in OF_VILLAGES]
    return [answers[index] for index in kept], [others[index] for index in kept]


def _row(place, row, answers, undecided):
    because = [{"answer": answer, "found": str(found)} for answer, found, _missing in answers]
    return {
        "place": place, "application": row.pk, "household": row.household_id, "village": row.division_code, "number": row.number,
        "applied_on": row.applied_on.isoformat(), "because": because, "undecided": undecided,
        "questions": list(dict.fromkeys(str(text) for _answer, _found, missing in answers for text in missing)),
    }  # fmt: skip
