"""The least a family is to have of a project, with its arithmetic: the programme's own standard, and what documents raise it by.

筑委厅字〔2013〕89号 三(二)8 and 18. Both rises are on the programme's own standard and add up (docs/decisions/0023). What is not recorded counts as
if it applied: a family is never given less because nobody wrote something down.
"""
from dataclasses import dataclass
from decimal import Decimal

from accounts import stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from benefits.projects.asking import Asked
from benefits.projects.ranking import OF_VILLAGES
from benefits.rules import explain, money, priorities
from poverty.models import Project, VillageYear
from poverty.years import judging
from poverty.years import queries as years

_VILLAGE, _again = OF_VILLAGES[-1], stored.gettext  # a title that was kept, said again


@dataclass(frozen=True)
class Least:
    """`fen` with the lines it is the sum of ([{title, fen, cite, answer}]); `village_rise_fen` is the village's part."""

    fen: int
    village_rise_fen: int
    lines: list


def of_application(application, *, on):
    """The Least of one application of a project on a day; refused where the project's kind is for other families."""
    return of_applications(application.project, [application], on=on)[application.pk]


def of_applications(project, applications, *, on):
    """{application: Least}; a family the 项目发展基金 is not for has None."""
    with stored.in_chinese():
        return _of_applications(project, applications, on)


def _of_applications(project, applications, on):
    asked = Asked({row.household_id for row in applications}, county=project.division_code, on=on)
    if project.kind == Project.Kind.DEVELOPMENT_FUND:
        return {row.pk: _of_fund(project, row, asked) for row in applications}
    villages = {row.code: row for row in years.judged(project.division_code, year=project.year - 1, on=on)}
    paid = set(VillageYear.objects.in_use().filter(year=project.year, support_standard_fen__isnull=False).values_list("division_code", flat=True))
    return {row.pk: _of_standard(project, row, asked, villages.get(row.division_code), row.division_code in paid) for row in applications}


def refuse_below(least, amount_fen, *, event, subject):
    """The approver may give more, never less; a fund that is not for the family is refused."""
    if least is None:
        sentence = _("这一户不是有能力发展项目的独女户、独子户或计划生育二女户，不安排项目发展基金。档案有误时请先更正档案。")
        raise NotAllowed(sentence, event=event, subject=subject)
    if amount_fen < least.fen:
        told = {"least": money.yuan(least.fen), "why": _("；").join(_said(line) for line in least.lines)}
        raise NotAllowed(_("不能低于 %(least)s 元：%(why)s。") % told, event=event, subject=subject)


def _of_fund(project, row, asked):
    found = {code: asked.condition(code, row.household_id) for code in (priorities.FUND_OF_GIRL, priorities.FUND_OF_OTHERS)}
    amounts = {priorities.FUND_OF_GIRL: "project_fund.one_girl", priorities.FUND_OF_OTHERS: "project_fund.others"}
    if found[priorities.FUND_OF_GIRL] is None:  # no document of the place states the fund: the programme's own standard is all there is
        return _least([_own(project)] if project.standard_fen else [])
    for code, condition in found.items():
        if condition["met"] != judging.NO:
            value = asked.value(amounts[code])
            fen = money.fen(value.value)
            line = {"title": str(condition["text"]), "fen": fen, "cite": explain.clause(value), "answer": condition["met"]}
            return _least([line] if not project.standard_fen or project.standard_fen < fen else [_own(project)])
    return None


def _of_standard(project, row, asked, village, village_is_paid):
    if not project.standard_fen:
        return _least([])
    lines, rise = [_own(project)], 0
    family, percent = asked.condition(priorities.RISE, row.household_id), asked.value("poverty_aid_uplift.percent")
    if family and percent and family["met"] != judging.NO:
        lines.append(_rise(project, percent, str(family["text"]), family["met"]))
    answer = {priority.measure: found for priority, found in village.priorities}.get(_VILLAGE, judging.NO) if village else judging.NO
    percent = asked.value("village_support_uplift.percent")
    if percent and answer != judging.NO and not village_is_paid:
        line = _rise(project, percent, str(judging.CONDITIONS["three_years"]), answer)
        rise = line["fen"]
        lines.append(line)
    return _least(lines, rise)


def _own(project):
    return {"title": str(_("帮扶标准")), "fen": project.standard_fen, "cite": project.standard_document, "answer": judging.YES}


def _rise(project, percent, title, answer):
    """So many percent of the programme's own standard, half a fen rounded up."""
    hundredths = int(Decimal(str(percent.value)) * 100)
    return {"title": title, "fen": (project.standard_fen * hundredths + 5000) // 10000, "cite": explain.clause(percent), "answer": answer}


def _least(lines, village_rise_fen=0):
    return Least(sum(line["fen"] for line in lines), village_rise_fen, lines)


def _said(line):
    told = {"title": _again(line["title"]), "yuan": money.yuan(line["fen"]), "cite": line["cite"]}
    if line["answer"] == judging.UNKNOWN:
        return _("%(title)s %(yuan)s 元（%(cite)s；档案缺项，按适用计）") % told
    return _("%(title)s %(yuan)s 元（%(cite)s）") % told
