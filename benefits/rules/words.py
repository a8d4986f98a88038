"""What was found, in words: the sentences conditions give as their because."""
from __future__ import annotations

import functools

from benefits.rules import expr, facts, money, months
from benefits.rules.family import FIRST_DAY, LAST_DAY, YEAR_FIRST, YEAR_LAST, married_on
from benefits.rules.kinds import FAMILY
from benefits.rules.meaning import LONG_AGO
from benefits.rules.view import View

HELD = (facts.ALLOWANCE.since <= LAST_DAY) & (facts.ALLOWANCE.until > FIRST_DAY) & (facts.ALLOWANCE.included == 1)
STATUS_HELD = (facts.STATUS_ROW.since <= LAST_DAY) & (facts.STATUS_ROW.until > FIRST_DAY)
FAMILY_NOW = FAMILY[LAST_DAY]
OUTSIDE_POLICY = facts.CHILD.within_policy == 0
STATUSES = (
    "计生困难家庭", "因伤亡病残特困家庭", "参加诚信计生", "有能力发展项目", "二女结扎户", "计划生育贫困家庭", "自愿放弃生育二孩", "少生快富",
    "扶贫对象",
)  # fmt: skip
HUKOU = {0: "农业户口", 1: "非农业户口"}

_confirmed, _given = functools.cache(expr.Confirmed), functools.cache(expr.Given)


@functools.cache
def _begun(end: expr.Number) -> expr.Truth:
    return facts.HUKOU.since <= facts.me(end, "person")


def said_once(sentence):
    """The sentence worked out once for each cell, however many schemes say it."""

    @functools.wraps(sentence)
    def say(view: View, *of) -> str:
        key = sentence, view.frame.name, view.cell, *of
        said = view.evaluation.said
        if key not in said:
            said[key] = sentence(view, *of)
        return said[key]

    return say


@said_once
def life(view: View) -> str:
    """Alive, or dead since when."""
    died = view.date(facts.F.died)
    return f"{view.name} {died} 去世" if died else f"{view.name} 在世"


@said_once
def hukou(view: View, end: expr.Number) -> str:
    """The last hukou entry up to a day."""
    entries = [v for v in view.rows(facts.HUKOUS, _begun(end)) if v.date(facts.HUKOU.since)]
    if not entries:
        return f"{view.name} 没有户口记录"
    last = max(entries, key=lambda v: v.number(facts.HUKOU.since))
    kind = HUKOU.get(last.number(facts.HUKOU.kind), "户口性质未录入")
    away = "" if last.number(facts.HUKOU.here) else f"，户籍在 {last.number(facts.HUKOU.place):012d}"
    return f"{view.name} {last.date(facts.HUKOU.since)} 起{kind}{away}"


def spouse_hukou(view: View, on: expr.Number, end: expr.Number) -> str:
    """The same of who is the spouse on a day."""
    spouses = [hukou(marriage.of("partner"), end) for marriage in view.rows(facts.MARRIAGES, married_on(on))]
    return "".join(f"；配偶 {sentence}" for sentence in spouses) or "；无配偶"


def comes_of_age(view: View, day: expr.Number, years: expr.Policy, whose: str | None = None) -> str:
    """The day an age is reached, or between which days."""
    low, high = view.bounds(day)
    when = view.day_text(low) if low == high else f"最早 {view.day_text(low)}、最迟 {view.day_text(high)}"
    return f"{view.name if whose is None else whose} {when} 年满 {view.number(years)} 周岁".strip()


def births_within_policy(view: View, relation: expr.Relation) -> str:
    """Whose birth or adoption was against the policy of the time."""
    outside = [v.name for v in view.rows(relation, OUTSIDE_POLICY)]
    return f"{'、'.join(outside)} 的生育或收养不符合当时的政策" if outside else "没有违反政策的生育或收养记录"


@said_once
def children(view: View, of) -> str:
    """How many children there were and are."""
    girls = f"，其中女孩 {view.count(of.living_girls)} 人" if view.number(of.living) != 0 else ""
    return f"曾有子女 {view.count(of.ever)} 人，现存 {view.count(of.living)} 人{girls}"


def losses(view: View, of) -> str:
    """Which children died when."""
    lost = [f"{v.name} {v.of('child').on(facts.F.died)} 去世" for v in view.rows(of.relation, of.lost)]
    return "；".join([*lost, f"现存子女 {view.count(of.living)} 人"])


def disabilities(view: View, of) -> str:
    """What is recorded of the living children's disabilities."""
    told = []
    for relation in view.rows(of.relation, of.alive):
        kid = relation.of("child")
        entries = sorted(kid.rows(facts.DISABILITIES), key=lambda v: v.number(facts.DISABILITY.since) or 0)
        told += [f"{kid.name} {v.on(facts.DISABILITY.since)} 起残疾 {v.count(facts.DISABILITY.grade)} 级" for v in entries]
        told += [] if entries else [f"{kid.name} 没有残疾记录"]
    return "；".join(told) or "没有存活子女"


def complications(view: View) -> str:
    """The appraisals of what the operation left behind."""
    entries = sorted(view.rows(facts.COMPLICATIONS), key=lambda v: v.number(facts.COMPLICATION.since) or 0)
    return "；".join(_appraisal(v) for v in entries) or f"{view.name} 没有并发症鉴定记录"


def _appraisal(view: View) -> str:
    until = view.date(facts.COMPLICATION.until)
    certified = "" if view.yes(facts.COMPLICATION.certified == 1) else "，未经专业鉴定机构鉴定"
    return f"{view.on(facts.COMPLICATION.since)} 起{f'至 {until} ' if until else ''}并发症 {view.count(facts.COMPLICATION.grade)} 级{certified}"


def marriage(view: View) -> str:
    """Since when and until when a couple is married, and who of them died."""
    until = view.date(facts.COUPLE.ended)
    deaths = [f"，{view.of(side).name} {view.of(side).date(facts.F.died)} 去世" for side in ("husband", "wife") if view.of(side).date(facts.F.died)]
    return f"{view.on(facts.COUPLE.married)} 结婚{f'，{until} 婚姻结束' if until else ''}{''.join(deaths)}"


def declared(view: View, kind: str) -> str:
    """When the household's couple declared something."""
    days = [v.on(facts.STATUS_ROW.since) for v in view.of("household").rows(facts.STATUSES, _status(kind))]
    name = STATUSES[facts.STATUS_CODES.index(kind)]
    return f"{'、'.join(days)} {name}" if days else f"没有{name}的记录"


@functools.cache
def _status(kind: str) -> expr.Truth:
    return facts.STATUS_ROW.kind == kind


def certificates(view: View, of) -> str:
    """The 光荣证 of the parents of somebody's children."""
    told = set()
    for relation in view.rows(of.relation, of.alive):
        for parent in relation.of("child").rows(facts.PARENTS):
            who = parent.of("parent")
            told |= {f"{who.name} {v.on(facts.CERTIFICATE.issued)} 领取独生子女父母光荣证" for v in who.rows(facts.CERTIFICATES)}
    return "；".join(sorted(told)) or "没有领证记录"


def growing_up(view: View, of, grown: expr.Number) -> str:
    """When the children come of age."""
    return "；".join(f"{v.name} {v.of('child').on(grown)} 满周岁" for v in view.rows(of.relation, of.alive)) or "没有存活子女"


def posts(view: View) -> str:
    """Since when somebody is in the post."""
    entries = view.rows(facts.POSTS)
    told = [f"{v.on(facts.POST.since)} 起{f'至 {v.date(facts.POST.until)} ' if v.date(facts.POST.until) else ''}任村计生专职主任" for v in entries]
    return "；".join(told) or f"{view.name} 没有任职记录"


def village_income(view: View, income: expr.Number) -> str:
    """The income a person in the village of the household."""
    known = [v.number(income) for v in view.of("household").rows(facts.VILLAGES)]
    return "；".join(f"所在村上年人均纯收入 {money.yuan(fen)} 元" for fen in known if fen is not None) or "没有所在村的年度收入记录"


def figure(view: View, policy: expr.Policy) -> str:
    """A policy value as its document writes it."""
    value = view.value(policy)
    return "没有数值" if value is None else str(value.value)


def of_parents(view: View, of) -> str:
    """The children of somebody's parents."""
    told = {f"{row.of('parent').name} {children(row.of('parent'), of)}" for row in view.rows(facts.PARENTS)}
    return "；".join(sorted(told)) or f"没有 {view.name} 的父母记录"


def of_members(view: View, of) -> str:
    """The children of everybody in the household who has some."""
    told = [f"{row.name} {children(row, of)}" for row in view.rows(facts.MEMBERS, facts.F.own == 1) if row.number(of.ever) != 0]
    return "；".join(told) or "本户没有有子女的成员"


def recognised(view: View) -> str:
    """What the household is recognised as in the month."""
    home = view if view.frame.name == "households" else view.of("household")
    named = [STATUSES[v.number(facts.STATUS_ROW.kind)] for v in home.rows(facts.STATUSES, STATUS_HELD)]
    return f"认定为{'、'.join(named)}" if named else "没有家庭认定"


def exams(view: View) -> str:
    """The days of the exams."""
    return f"{view.name} " + ("、".join(v.on(facts.EXAM.on) for v in view.rows(facts.EXAMS)) or "没有") + "参加中招考试"


def admitted(view: View) -> str:
    """The admissions to universities."""
    levels = {0: "本科", 1: "专科", None: "层次未录入"}
    told = []
    for row in view.rows(facts.ADMISSIONS):
        full_time = {True: "全日制", False: "非全日制", None: ""}[row.yes(facts.ADMISSION.full_time == 1)]
        told.append(f"{row.on(facts.ADMISSION.on)} 被{full_time}{levels[row.number(facts.ADMISSION.level)]}录取")
    return f"{view.name} " + ("；".join(told) or "没有高校录取记录")


def own_or_parents(view: View, of) -> str:
    """Somebody's own children, or without any those of the parents."""
    return children(view, of) if view.number(of.ever) != 0 else of_parents(view, of)


def income_and_line(view: View, income: expr.Number, line: expr.Number) -> str:
    """The income a person and month beside the line, both rates."""
    known = [view.number(income), view.number(line)]
    said = [f"{money.yuan(money.rounded(rate))} 元" if rate is not None else "未录入" for rate in known]
    return f"月人均收入 {said[0]}，低保标准 {said[1]}"


def allowances(view: View, held_in: expr.Truth = HELD) -> str:
    """Since when 低保 is received in the month, or in another time."""
    held = view.rows(facts.ALLOWANCES, held_in)
    kinds = {0: "农村", 1: "城市", None: ""}
    told = [f"{v.on(facts.ALLOWANCE.since)} 起享受{kinds[v.number(facts.ALLOWANCE.kind)]}低保" for v in held]
    return "；".join(told) or f"{view.name} 当月不在低保"


def family(view: View, of, statuses) -> str:
    """The children and what the family is recognised as."""
    named = [STATUSES[v.number(facts.STATUS_ROW.kind)] for v in view.of("household").rows(statuses, STATUS_HELD)]
    outside = "，有违反政策的生育" if view.yes(of.lawful) is False else ""
    return "；".join([children(view, of) + outside, *(f"认定为{name}" for name in named)])


def bereaved(view: View, loss, of, members) -> str:
    """The losses of everybody in the household."""
    told = {sentence for v in view.rows(members) for sentence in lost(v, loss, of)}
    return "；".join(sorted(told)) or "没有失去独生子女的记录"


def lost(view: View, loss, of) -> list[str]:
    """Whom a parent lost, a sentence each."""
    return [f"{v.of('child').name} {v.of('child').on(facts.F.died)} 去世" for v in view.rows(of.relation, of.lost) if view.date(loss)]


def given(view: View, scheme: str) -> str:
    """When the one-off was given."""
    days = [view.number(_given(scheme))] + ([view.of("household").number(_given(scheme))] if view.frame.name == "persons" else [])
    given = max(day for day in days if day is not None)
    return "没有发放记录" if given == LONG_AGO else f"{months.iso(given)[:7]} 已发放"


@said_once
def confirmation(view: View, scheme: str) -> str:
    """When the county confirmed the qualification."""
    day = view.number(_confirmed(scheme))
    return "没有另记确认日期，按期确认" if day == LONG_AGO else f"{months.iso(day)} 确认"


def admissions(view: View) -> str:
    """When somebody was admitted to a university or college."""
    days = sorted(v.on(facts.ADMISSION.on) for v in view.rows(facts.ADMISSIONS))
    return f"{view.name} " + ("、".join(f"{day} 被录取" for day in days) or "没有高校录取记录")


STAGES = ("小学", "初中", "高中", "中职", "大学")


def schools(view: View) -> str:
    """Since when somebody is at which school."""
    entries = sorted(view.rows(facts.SCHOOLS), key=lambda v: v.number(facts.SCHOOL.since) or 0)
    told = [f"{v.on(facts.SCHOOL.since)} 起{_option(v, facts.SCHOOL.stage, STAGES) or '学段未录入'}{_ended(v, facts.SCHOOL.until)}" for v in entries]
    return f"{view.name} " + ("；".join(told) or "没有就学记录")


def _option(view: View, fact, names) -> str:
    code = view.number(fact)
    return "" if code is None else names[code]


def _ended(view: View, until) -> str:
    return f"，至 {view.date(until)}" if view.date(until) else ""


DISABILITY_KINDS = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")


def parents_disabilities(view: View) -> str:
    """What is recorded of the parents' disabilities."""
    told = [_disability(v.of("parent")) for v in view.rows(facts.PARENTS)]
    return "；".join(told) or f"没有 {view.name} 的父母记录"


def _disability(view: View) -> str:
    entries = sorted(view.rows(facts.DISABILITIES), key=lambda v: v.number(facts.DISABILITY.since) or 0)
    told = [
        f"{view.name} {v.on(facts.DISABILITY.since)} 起{_option(v, facts.DISABILITY.kind, DISABILITY_KINDS)}残疾"
        f"{'，丧失劳动能力' if v.yes(facts.DISABILITY.lost_labour == 1) else ''}{'' if v.yes(facts.DISABILITY.certified == 1) else '，未经鉴定'}"
        for v in entries
    ]
    return "；".join(told) or f"{view.name} 没有残疾记录"


def lawful_parents(view: View, of) -> str:
    """Whether the parents have children against the policy of the time."""
    told = [v.of("parent") for v in view.rows(facts.PARENTS)]
    named = [f"{v.name} {'有违反政策的生育或收养' if v.yes(of.lawful) is False else '没有违反政策的生育或收养记录'}" for v in told]
    return "；".join(named) or f"没有 {view.name} 的父母记录"


def parents_families(view: View) -> str:
    """The families of somebody's parents, and 低保."""
    told = [_family_of(v.of("parent")) for v in view.rows(facts.PARENTS)]
    return "；".join([*(told or [f"没有 {view.name} 的父母记录"]), allowances(view)])


def families(view: View) -> str:
    """The families of those who live in the household."""
    told = [_family_of(v) for v in view.rows(facts.MEMBERS, facts.F.own == 1) if v.number(FAMILY_NOW.ever) != 0]
    return "；".join(told) or "本户没有有子女的成员"


@said_once
def _family_of(view: View) -> str:
    outside = "，有违反政策的生育" if view.yes(FAMILY_NOW.lawful) is False else ""
    return f"{hukou(view, LAST_DAY)}，{children(view, FAMILY_NOW)}{outside}"


def statuses(view: View) -> str:
    """What the household is recognised as in the month."""
    return _statuses(view, STATUS_HELD)


STATUS_IN_YEAR = (facts.STATUS_ROW.since <= YEAR_LAST) & (facts.STATUS_ROW.until > YEAR_FIRST)


def statuses_of_year(view: View) -> str:
    """What the household is recognised as in the year."""
    return _statuses(view, STATUS_IN_YEAR)


def _statuses(view: View, held) -> str:
    told = [f"{v.on(facts.STATUS_ROW.since)} 起认定为{STATUSES[v.number(facts.STATUS_ROW.kind)]}" for v in view.rows(facts.STATUSES, held)]
    return "；".join(told) or "没有家庭认定"


def living(view: View, living: expr.Truth) -> str:
    """Whether somebody of the household is alive."""
    return "有家庭成员在世" if view.yes(living) else "没有在世的家庭成员"


def grants(view: View) -> str:
    """The poverty grants a household had."""
    told = [f"{v.on(facts.GRANT.on)} {_fact_of_money(v, facts.GRANT.standard)} 元" for v in view.rows(facts.GRANTS)]
    return "；".join(told) or "没有扶贫资金物资记录"


def _fact_of_money(view: View, fact) -> str:
    fen = view.number(fact)
    return "金额未录入" if fen is None else money.yuan(fen)


def medical(view: View) -> str:
    """A person's own medical costs, year by year."""
    told = [f"{v.number(facts.MEDICAL.year)} 年 {_fact_of_money(v, facts.MEDICAL.own_compliant_cost)} 元" for v in view.rows(facts.MEDICALS)]
    return f"{view.name} 自付 " + "；".join(told) if told else f"{view.name} 没有医疗费用记录"


def village_births(view: View, years, before) -> str:
    """The out-of-policy births of a village in the years that count."""
    told = [f"{v.number(facts.VILLAGE_YEAR.year)} 年 {v.count(facts.VILLAGE_YEAR.out_of_policy_births)} 人" for v in view.rows(years, before)]
    return "政策外生育 " + "、".join(told) if told else "没有年度生育记录"


def housing(view: View) -> str:
    """The household's living space a person."""
    area = view.number(facts.H.urban_area_per_person)
    return "住房面积未录入" if area is None else f"城镇人均住房面积 {money.yuan(area)} 平方米"


def income_group(view: View) -> str:
    """Whether the household is among the middle and lower incomes."""
    return "属于中等偏下收入家庭" if view.yes(facts.H.middle_lower_income == 1) else "不属于中等偏下收入家庭"
