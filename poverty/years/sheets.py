"""Villages and places as workbooks (content, number of rows): counts and amounts as numbers, an empty cell is not recorded."""
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts import workbooks
from poverty.years import judging, ranking


def villages(rows, *, year):
    titles = [_("年度"), _("乡镇"), _("村（居）"), _("出生人数"), _("政策外生育"), _("其中政策外多孩"), _("贫困村"), _("计生工作成效显著")]
    titles += [_("人均纯收入（元）"), _("扶持标准（元）"), _("状态"), _("来源")]
    return workbooks.made(_("村年度记录"), titles, (_village(row, year) for row in rows))


def judged(rows, *, year):
    years = range(year - ranking.ASKED + 1, year + 1)
    titles = [_("截至年度"), _("位次"), _("乡镇"), _("村（居）"), *(str(title) for title in judging.CONDITIONS.values())]
    titles += [_("优先事项"), _("理由"), _("依据"), *(_("%(year)s 年政策外生育") % {"year": of} for of in years)]
    titles += [_("连续无政策外（年）"), _("出生人数"), _("人均纯收入（元）"), _("待补年度")]
    return workbooks.made(_("村级优先次序"), titles, (_judged(row, year) for row in rows))


def streak(found):
    """至少 3 when the year before is not recorded."""
    if not found.open:
        return found.years
    return _("至少 %(years)s") % {"years": found.years} if found.years else _("不详")


def answer(code):
    return {judging.YES: _("是"), judging.NO: _("否"), judging.UNKNOWN: _("不详")}[code]


def yuan(fen):
    return "" if fen is None else Decimal(fen) / 100


def flag(value):
    return {True: _("是"), False: _("否"), None: ""}[value]


def _village(row, year):
    said = row.said
    if said is None:
        return [year, row.township, row.name, *[""] * 7, _("未录入"), ""]
    counts = ["" if count is None else count for count in (said.births, said.births_outside, said.births_outside_third)]
    amounts = [yuan(said.income_per_person_fen), yuan(said.support_standard_fen)]
    state = _("待确认") if row.waiting else _("已确认")
    return [year, row.township, row.name, *counts, flag(said.poor), flag(said.good_work), *amounts, state, said.source]


def _judged(row, year):
    findings = [_bracketed(answer(row.findings[name].answer), row.findings[name].because) for name in judging.CONDITIONS]
    named = [(_bracketed(priority.title, answer(found)), because, priority.cite) for priority, found, because in row.reasons]
    reasons = [_("；").join(told) for told in zip(*named, strict=True)] or ["", "", ""]
    outside = ["" if of.outside is None else of.outside for of in row.asked]
    births, income = getattr(row.now, "births", None), getattr(row.now, "income_per_person_fen", None)
    record = [*outside, streak(row.streak), "" if births is None else births, yuan(income)]
    missing = _("、").join(str(of) for of, _waits in row.questions)
    return [year, row.place or "", row.township, row.name, *findings, *reasons, *record, missing]


def _bracketed(words, more):
    return _("%(words)s（%(more)s）") % {"words": words, "more": more}


def figures(rows, budgets, names):
    """Figures of places, then budgets, one a row."""
    titles = [_("年度"), _("地区"), _("指标"), _("数值"), _("单位"), _("状态"), _("来源")]
    said = [[row.year, names.get(row.place, row.place), row.get_figure_display(), yuan(row.amount_fen), _("元/人·年"), *_stand(row)] for row in rows]
    for row in budgets:
        county = names.get(row.division_code, row.division_code)
        said += [[row.year, county, _("人口计生事业经费"), yuan(row.operating_fen), _("元"), *_stand(row)]]
        said += [[row.year, county, _("圆梦行动专项经费"), yuan(row.programme_fen), _("元"), *_stand(row)]]
    return workbooks.made(_("年度数据"), titles, said)


def _stand(row):
    return [_("已确认") if row.confirmed_at else _("待确认"), row.source]
