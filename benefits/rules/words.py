"""What was found, in words: the sentences conditions give as their because."""
from __future__ import annotations

import functools

from benefits.rules import expr, facts, money, months
from benefits.rules.family import FIRST_DAY, LAST_DAY, YEAR_FIRST, YEAR_LAST, married_on
from benefits.rules.kinds import FAMILY
from benefits.rules.meaning import LONG_AGO
from benefits.rules.sentences import joined, say
from benefits.rules.view import View

HELD = (facts.ALLOWANCE.since <= LAST_DAY) & (facts.ALLOWANCE.until > FIRST_DAY) & (facts.ALLOWANCE.included == 1)
STATUS_HELD = (facts.STATUS_ROW.since <= LAST_DAY) & (facts.STATUS_ROW.until > FIRST_DAY)
FAMILY_NOW = FAMILY[LAST_DAY]
OUTSIDE_POLICY = facts.CHILD.within_policy == 0
STATUSES = (
    say("计生困难家庭"), say("因伤亡病残特困家庭"), say("参加诚信计生"), say("有能力发展项目"), say("二女结扎户"), say("计划生育贫困家庭"),
    say("自愿放弃生育二孩"), say("少生快富"), say("扶贫对象"),
)  # fmt: skip
HUKOU = {0: say("农业户口"), 1: say("非农业户口"), None: say("户口性质未录入")}

_confirmed, _given = functools.cache(expr.Confirmed), functools.cache(expr.Given)


@functools.cache
def _begun(end: expr.Number) -> expr.Truth:
    return facts.HUKOU.since <= facts.me(end, "person")


def said_once(sentence):
    """The sentence worked out once for each row and run, however many schemes say it."""

    @functools.wraps(sentence)
    def say(view: View, *of) -> str:
        key = sentence, view.row, view.step, *of
        said = view.said
        if key not in said:
            said[key] = sentence(view, *of)
        return said[key]

    return say


@said_once
def life(view: View) -> str:
    """Alive, or dead since when."""
    died = view.date(facts.F.died)
    return say("%(name)s %(day)s 去世", name=view.name, day=died) if died else say("%(name)s 在世", name=view.name)


@said_once
def hukou(view: View, end: expr.Number) -> str:
    """The last hukou entry up to a day."""
    entries = [v for v in view.rows(facts.HUKOUS, _begun(end)) if v.date(facts.HUKOU.since)]
    if not entries:
        return say("%(name)s 没有户口记录", name=view.name)
    last = max(entries, key=lambda v: v.number(facts.HUKOU.since))
    told = {"name": view.name, "day": last.date(facts.HUKOU.since), "kind": HUKOU[last.number(facts.HUKOU.kind)]}
    if last.number(facts.HUKOU.here):
        return say("%(name)s %(day)s 起%(kind)s", **told)
    return say("%(name)s %(day)s 起%(kind)s，户籍在 %(place)s", **told, place=f"{last.number(facts.HUKOU.place):012d}")


def hukou_of_both(view: View, on: expr.Number, end: expr.Number) -> str:
    """The same, and of who is the spouse on a day."""
    spouses = [hukou(marriage.of("partner"), end) for marriage in view.rows(facts.MARRIAGES, married_on(on))]
    return joined("；", [hukou(view, end), *([say("配偶 %(said)s", said=sentence) for sentence in spouses] or [say("无配偶")])])


def born(view: View) -> str:
    """The day of birth."""
    return say("%(name)s %(day)s 出生", name=view.name, day=view.date(facts.F.born))


def comes_of_age(view: View, day: expr.Number, years: expr.Policy, whose: str | None = None) -> str:
    """The day an age is reached, or between which days."""
    low, high = view.bounds(day)
    earliest, latest = view.day_text(low), view.day_text(high)
    when = earliest if low == high else say("最早 %(earliest)s、最迟 %(latest)s", earliest=earliest, latest=latest)
    if whose == "":
        return say("%(when)s 年满 %(years)s 周岁", when=when, years=view.number(years))
    return say("%(name)s %(when)s 年满 %(years)s 周岁", name=view.name if whose is None else whose, when=when, years=view.number(years))


def births_within_policy(view: View, relation: expr.Relation) -> str:
    """Whose birth or adoption was against the policy of the time."""
    outside = [v.name for v in view.rows(relation, OUTSIDE_POLICY)]
    return say("%(names)s 的生育或收养不符合当时的政策", names=joined("、", outside)) if outside else say("没有违反政策的生育或收养记录")


@said_once
def children(view: View, of) -> str:
    """How many children there were and are."""
    told = {"ever": view.count(of.ever), "living": view.count(of.living)}
    if view.number(of.living) == 0:
        return say("曾有子女 %(ever)s 人，现存 %(living)s 人", **told)
    return say("曾有子女 %(ever)s 人，现存 %(living)s 人，其中女孩 %(girls)s 人", **told, girls=view.count(of.living_girls))


def losses(view: View, of) -> str:
    """Which children died when."""
    lost = [_died(v) for v in view.rows(of.relation, of.lost)]
    return joined("；", [*lost, say("现存子女 %(count)s 人", count=view.count(of.living))])


def _died(view: View) -> str:
    return say("%(name)s %(day)s 去世", name=view.of("child").name, day=view.of("child").on(facts.F.died))


def disabilities(view: View, of) -> str:
    """What is recorded of the living children's disabilities."""
    told = []
    for relation in view.rows(of.relation, of.alive):
        kid = relation.of("child")
        entries = sorted(kid.rows(facts.DISABILITIES), key=lambda v: v.number(facts.DISABILITY.since) or 0)
        told += [
            say("%(name)s %(day)s 起残疾 %(grade)s 级", name=kid.name, day=v.on(facts.DISABILITY.since), grade=v.count(facts.DISABILITY.grade))
            for v in entries
        ]
        told += [] if entries else [say("%(name)s 没有残疾记录", name=kid.name)]
    return joined("；", told) or say("没有存活子女")


def complications(view: View) -> str:
    """The appraisals of what the operation left behind."""
    entries = sorted(view.rows(facts.COMPLICATIONS), key=lambda v: v.number(facts.COMPLICATION.since) or 0)
    return joined("；", [_appraisal(v) for v in entries]) or say("%(name)s 没有并发症鉴定记录", name=view.name)


def _appraisal(view: View) -> str:
    until = view.date(facts.COMPLICATION.until)
    told = {"since": view.on(facts.COMPLICATION.since), "grade": view.count(facts.COMPLICATION.grade)}
    graded = say("%(since)s 起至 %(until)s 并发症 %(grade)s 级", **told, until=until) if until else say("%(since)s 起并发症 %(grade)s 级", **told)
    return graded if view.yes(facts.COMPLICATION.certified == 1) else joined("，", [graded, say("未经专业鉴定机构鉴定")])


def marriage(view: View) -> str:
    """Since when and until when a couple is married, and who of them died."""
    until = view.date(facts.COUPLE.ended)
    deaths = [life(view.of(side)) for side in ("husband", "wife") if view.of(side).date(facts.F.died)]
    ended = [say("%(day)s 婚姻结束", day=until)] if until else []
    return joined("，", [say("%(day)s 结婚", day=view.on(facts.COUPLE.married)), *ended, *deaths])


def declared(view: View, kind: str) -> str:
    """When the household's couple declared something."""
    days = [v.on(facts.STATUS_ROW.since) for v in view.of("household").rows(facts.STATUSES, _status(kind))]
    name = STATUSES[facts.STATUS_CODES.index(kind)]
    return joined(" ", [joined("、", days), name]) if days else say("没有%(name)s的记录", name=name)


@functools.cache
def _status(kind: str) -> expr.Truth:
    return facts.STATUS_ROW.kind == kind


def certificates(view: View, of) -> str:
    """The 光荣证 of the parents of somebody's children."""
    told = set()
    for relation in view.rows(of.relation, of.alive):
        for parent in relation.of("child").rows(facts.PARENTS):
            who = parent.of("parent")
            days = [v.on(facts.CERTIFICATE.issued) for v in who.rows(facts.CERTIFICATES)]
            told |= {say("%(name)s %(day)s 领取独生子女父母光荣证", name=who.name, day=day) for day in days}
    return joined("；", sorted(told)) or say("没有领证记录")


def growing_up(view: View, of, grown: expr.Number) -> str:
    """When the children come of age."""
    told = [say("%(name)s %(day)s 满周岁", name=v.name, day=v.of("child").on(grown)) for v in view.rows(of.relation, of.alive)]
    return joined("；", told) or say("没有存活子女")


def posts(view: View) -> str:
    """Since when somebody is in the post."""
    return joined("；", [_post(v) for v in view.rows(facts.POSTS)]) or say("%(name)s 没有任职记录", name=view.name)


def _post(view: View) -> str:
    since, until = view.on(facts.POST.since), view.date(facts.POST.until)
    if until:
        return say("%(since)s 起至 %(until)s 任村计生专职主任", since=since, until=until)
    return say("%(since)s 起任村计生专职主任", since=since)


def village_income(view: View, income: expr.Number) -> str:
    """The income a person in the village of the household."""
    known = [v.number(income) for v in view.of("household").rows(facts.VILLAGES)]
    told = [say("所在村上年人均纯收入 %(amount)s 元", amount=money.yuan(fen)) for fen in known if fen is not None]
    return joined("；", told) or say("没有所在村的年度收入记录")


def figure(view: View, policy: expr.Policy) -> str:
    """A policy value as its document writes it."""
    value = view.value(policy)
    return say("没有数值") if value is None else str(value.value)


def of_parents(view: View, of) -> str:
    """The children of somebody's parents."""
    told = {_named(row.of("parent"), children(row.of("parent"), of)) for row in view.rows(facts.PARENTS)}
    return joined("；", sorted(told)) or _no_parents(view)


def _named(view: View, said: str) -> str:
    return joined(" ", [view.name, said])


def _no_parents(view: View) -> str:
    return say("没有 %(name)s 的父母记录", name=view.name)


def of_members(view: View, of) -> str:
    """The children of everybody in the household who has some."""
    told = [_named(row, children(row, of)) for row in view.rows(facts.MEMBERS, facts.F.own == 1) if row.number(of.ever) != 0]
    return joined("；", told) or say("本户没有有子女的成员")


def recognised(view: View) -> str:
    """What the household is recognised as in the month."""
    home = view if view.table == "households" else view.of("household")
    named = [STATUSES[v.number(facts.STATUS_ROW.kind)] for v in home.rows(facts.STATUSES, STATUS_HELD)]
    return _as(joined("、", named)) if named else say("没有家庭认定")


def _as(names: str) -> str:
    return say("认定为%(names)s", names=names)


def exams(view: View) -> str:
    """The days of the exams."""
    days = joined("、", [v.on(facts.EXAM.on) for v in view.rows(facts.EXAMS)])
    return say("%(name)s %(days)s参加中招考试", name=view.name, days=days) if days else say("%(name)s 没有参加中招考试", name=view.name)


def admitted(view: View) -> str:
    """The admissions to universities."""
    told = []
    for row in view.rows(facts.ADMISSIONS):
        level, full_time = _LEVELS[row.number(facts.ADMISSION.level)], row.yes(facts.ADMISSION.full_time == 1)
        course = level if full_time is None else say("全日制%(level)s", level=level) if full_time else say("非全日制%(level)s", level=level)
        told.append(say("%(day)s 被%(course)s录取", day=row.on(facts.ADMISSION.on), course=course))
    return _named(view, joined("；", told)) if told else say("%(name)s 没有高校录取记录", name=view.name)


_LEVELS = {0: say("本科"), 1: say("专科"), None: say("层次未录入")}


def own_or_parents(view: View, of) -> str:
    """Somebody's own children, or without any those of the parents."""
    return children(view, of) if view.number(of.ever) != 0 else of_parents(view, of)


def income_and_line(view: View, income: expr.Number, line: expr.Number) -> str:
    """The income a person and month beside the line, both rates."""
    known = [view.number(income), view.number(line)]
    said = [say("%(amount)s 元", amount=money.yuan(money.of_rate(rate))) if rate is not None else say("未录入") for rate in known]
    return say("月人均收入 %(income)s，低保标准 %(line)s", income=said[0], line=said[1])


def allowances(view: View, held_in: expr.Truth = HELD) -> str:
    """Since when 低保 is received in the month, or in another time."""
    held = view.rows(facts.ALLOWANCES, held_in)
    told = [say("%(day)s 起享受%(kind)s", day=v.on(facts.ALLOWANCE.since), kind=_ALLOWANCES[v.number(facts.ALLOWANCE.kind)]) for v in held]
    return joined("；", told) or say("%(name)s 当月不在低保", name=view.name)


_ALLOWANCES = {0: say("农村低保"), 1: say("城市低保"), None: say("低保")}


def family(view: View, of, statuses) -> str:
    """The children and what the family is recognised as."""
    named = [STATUSES[v.number(facts.STATUS_ROW.kind)] for v in view.of("household").rows(statuses, STATUS_HELD)]
    return joined("；", [children_and_policy(view, of), *(_as(name) for name in named)])


def children_and_policy(view: View, of) -> str:
    """The children, and whether one was born against the policy of the time."""
    against = [say("有违反政策的生育")] if view.yes(of.lawful) is False else []
    return joined("，", [children(view, of), *against])


def bereaved(view: View, loss, of, members) -> str:
    """The losses of everybody in the household."""
    told = {sentence for v in view.rows(members) for sentence in lost(v, loss, of)}
    return joined("；", sorted(told)) or say("没有失去独生子女的记录")


def lost(view: View, loss, of) -> list[str]:
    """Whom a parent lost, a sentence each."""
    return [_died(v) for v in view.rows(of.relation, of.lost) if view.date(loss)]


def given(view: View, scheme: str) -> str:
    """When the one-off was given."""
    days = [view.number(_given(scheme))] + ([view.of("household").number(_given(scheme))] if view.table == "persons" else [])
    given = max(day for day in days if day is not None)
    return say("没有发放记录") if given == LONG_AGO else say("%(month)s 已发放", month=months.iso(given)[:7])


@said_once
def confirmation(view: View, scheme: str) -> str:
    """When the county confirmed the qualification."""
    day = view.number(_confirmed(scheme))
    return say("没有另记确认日期，按期确认") if day == LONG_AGO else say("%(day)s 确认", day=months.iso(day))


def admissions(view: View) -> str:
    """When somebody was admitted to a university or college."""
    days = sorted(v.on(facts.ADMISSION.on) for v in view.rows(facts.ADMISSIONS))
    told = joined("、", [say("%(day)s 被录取", day=day) for day in days])
    return _named(view, told) if told else say("%(name)s 没有高校录取记录", name=view.name)


STAGES = (say("小学"), say("初中"), say("高中"), say("中职"), say("大学"))


def schools(view: View) -> str:
    """Since when somebody is at which school."""
    entries = sorted(view.rows(facts.SCHOOLS), key=lambda v: v.number(facts.SCHOOL.since) or 0)
    return _named(view, joined("；", [_school(v) for v in entries])) if entries else say("%(name)s 没有就学记录", name=view.name)


def _school(view: View) -> str:
    stage, until = view.number(facts.SCHOOL.stage), view.date(facts.SCHOOL.until)
    told = {"since": view.on(facts.SCHOOL.since), "stage": say("学段未录入") if stage is None else STAGES[stage]}
    return say("%(since)s 起%(stage)s，至 %(until)s", **told, until=until) if until else say("%(since)s 起%(stage)s", **told)


DISABILITY_KINDS = (
    say("视力残疾"), say("听力残疾"), say("言语残疾"), say("肢体残疾"), say("智力残疾"), say("精神残疾"), say("多重残疾"),
)  # fmt: skip


def parents_disabilities(view: View) -> str:
    """What is recorded of the parents' disabilities."""
    told = [_disability(v.of("parent")) for v in view.rows(facts.PARENTS)]
    return joined("；", told) or _no_parents(view)


def _disability(view: View) -> str:
    entries = sorted(view.rows(facts.DISABILITIES), key=lambda v: v.number(facts.DISABILITY.since) or 0)
    return joined("；", [_disabled(view, v) for v in entries]) or say("%(name)s 没有残疾记录", name=view.name)


def _disabled(view: View, entry: View) -> str:
    kind = entry.number(facts.DISABILITY.kind)
    named = say("残疾") if kind is None else DISABILITY_KINDS[kind]
    labour = [say("丧失劳动能力")] if entry.yes(facts.DISABILITY.lost_labour == 1) else []
    certified = [] if entry.yes(facts.DISABILITY.certified == 1) else [say("未经鉴定")]
    since = say("%(name)s %(day)s 起%(kind)s", name=view.name, day=entry.on(facts.DISABILITY.since), kind=named)
    return joined("，", [since, *labour, *certified])


def lawful_parents(view: View, of) -> str:
    """Whether the parents have children against the policy of the time."""
    return joined("；", [_lawful(v.of("parent"), of) for v in view.rows(facts.PARENTS)]) or _no_parents(view)


def _lawful(view: View, of) -> str:
    if view.yes(of.lawful) is False:
        return say("%(name)s 有违反政策的生育或收养", name=view.name)
    return say("%(name)s 没有违反政策的生育或收养记录", name=view.name)


def parents_families(view: View) -> str:
    """The families of somebody's parents, and 低保."""
    told = [_family_of(v.of("parent")) for v in view.rows(facts.PARENTS)]
    return joined("；", [*(told or [_no_parents(view)]), allowances(view)])


def families(view: View) -> str:
    """The families of those who live in the household."""
    told = [_family_of(v) for v in view.rows(facts.MEMBERS, facts.F.own == 1) if v.number(FAMILY_NOW.ever) != 0]
    return joined("；", told) or say("本户没有有子女的成员")


@said_once
def _family_of(view: View) -> str:
    return joined("，", [hukou(view, LAST_DAY), children_and_policy(view, FAMILY_NOW)])


def statuses(view: View) -> str:
    """What the household is recognised as in the month."""
    return _statuses(view, STATUS_HELD)


STATUS_IN_YEAR = (facts.STATUS_ROW.since <= YEAR_LAST) & (facts.STATUS_ROW.until > YEAR_FIRST)


def statuses_of_year(view: View) -> str:
    """What the household is recognised as in the year."""
    return _statuses(view, STATUS_IN_YEAR)


def _statuses(view: View, held) -> str:
    told = [
        say("%(day)s 起认定为%(name)s", day=v.on(facts.STATUS_ROW.since), name=STATUSES[v.number(facts.STATUS_ROW.kind)])
        for v in view.rows(facts.STATUSES, held)
    ]
    return joined("；", told) or say("没有家庭认定")


def living(view: View, living: expr.Truth) -> str:
    """Whether somebody of the household is alive."""
    return say("有家庭成员在世") if view.yes(living) else say("没有在世的家庭成员")


def grants(view: View) -> str:
    """The poverty grants a household had."""
    told = [joined(" ", [v.on(facts.GRANT.on), _fact_of_money(v, facts.GRANT.standard)]) for v in view.rows(facts.GRANTS)]
    return joined("；", told) or say("没有扶贫资金物资记录")


def project_grants(view: View) -> str:
    """What a household was approved in poverty projects."""
    told = [say("%(day)s %(amount)s 元", day=v.on(facts.PROJECT_GRANT.on), amount=_fen_of(v)) for v in view.rows(facts.PROJECT_GRANTS)]
    return joined("；", told) if told else say("没有经扶贫项目批准的资金")


def _fen_of(view: View) -> str:
    return money.yuan(view.number(facts.PROJECT_GRANT.amount) or 0)


def _fact_of_money(view: View, fact) -> str:
    fen = view.number(fact)
    return say("金额未录入") if fen is None else say("%(amount)s 元", amount=money.yuan(fen))


def medical(view: View) -> str:
    """A person's own medical costs, year by year."""
    told = [
        say("%(year)s 年 %(amount)s", year=v.number(facts.MEDICAL.year), amount=_fact_of_money(v, facts.MEDICAL.own_compliant_cost))
        for v in view.rows(facts.MEDICALS)
    ]
    return say("%(name)s 自付 %(costs)s", name=view.name, costs=joined("；", told)) if told else say("%(name)s 没有医疗费用记录", name=view.name)


def village_births(view: View, years, before) -> str:
    """The out-of-policy births of a village in the years that count."""
    told = [
        say("%(year)s 年 %(count)s 人", year=v.number(facts.VILLAGE_YEAR.year), count=v.count(facts.VILLAGE_YEAR.out_of_policy_births))
        for v in view.rows(years, before)
    ]
    return say("政策外生育 %(years)s", years=joined("、", told)) if told else say("没有年度生育记录")


def housing(view: View) -> str:
    """The household's living space a person."""
    area = view.number(facts.H.urban_area_per_person)
    return say("住房面积未录入") if area is None else say("城镇人均住房面积 %(area)s 平方米", area=money.yuan(area))


def income_group(view: View) -> str:
    """Whether the household is among the middle and lower incomes."""
    return say("属于中等偏下收入家庭") if view.yes(facts.H.middle_lower_income == 1) else say("不属于中等偏下收入家庭")
