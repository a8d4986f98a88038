"""Why: the same nodes read for one beneficiary in one month, in Chinese sentences, with the clause and with what is missing."""
from __future__ import annotations

import functools
from functools import singledispatch

import numpy as np

from benefits.rules import expr, facts, money, months
from benefits.rules.family import FIRST_DAY, LAST_DAY, married_on
from benefits.rules.meaning import LONG_AGO, WIDE
from benefits.rules.values import Value

HELD = (facts.ALLOWANCE.since <= LAST_DAY) & (facts.ALLOWANCE.until > FIRST_DAY) & (facts.ALLOWANCE.included == 1)
STATUS_HELD = (facts.STATUS_ROW.since <= LAST_DAY) & (facts.STATUS_ROW.until > FIRST_DAY)
OUTSIDE_POLICY = facts.CHILD.within_policy == 0
STATUSES = (
    "计生困难家庭", "因伤亡病残特困家庭", "参加诚信计生", "有能力发展项目", "二女结扎户", "计划生育贫困家庭", "自愿放弃生育二孩", "少生快富",
    "扶贫对象",
)  # fmt: skip
HUKOU = {0: "农业户口", 1: "非农业户口"}
KEYS = {"allowances": "minimum_living", "marriages": "couples", "kin": "children", "incomes": "income"}
COLUMNS = {"allowances.subsidy": "subsidy_month", "allowances.included": "members", "incomes.other": "other_per_person_month"}
ABOUT = {"marriages": "me", "children": "child", "kin": "child"}  # whose fact it is; otherwise the subject's


_confirmed, _given = functools.cache(expr.Confirmed), functools.cache(expr.Given)


@functools.cache
def _begun(end: expr.Number) -> expr.Truth:
    return facts.HUKOU.since <= facts.me(end, "person")


class View:
    """One cell of a frame: a person, household or row of facts in one run of months."""

    def __init__(self, evaluation, frame, cell: int, names):
        self.evaluation, self.frame, self.cell, self.names = evaluation, frame, int(cell), names

    @property
    def row(self) -> int:
        return int(self.frame.row[self.cell])

    @property
    def name(self) -> str:
        if self.frame.name == "households":
            return "本户"
        if self.frame.name == "persons":
            return str(self.names[self.row] if self.names is not None else self.frame.rows["id"][self.row])
        return self.of(ABOUT.get(self.frame.name, next(iter(self.frame.links)))).name

    def yes(self, truth: expr.Truth) -> bool | None:
        """The answer: None is unknown."""
        yes, no = self.evaluation.truth(truth, self.frame)
        return True if yes[self.cell] else False if no[self.cell] else None

    def number(self, number: expr.Number) -> int | None:
        low, high = self.evaluation.number(number, self.frame)
        return int(low[self.cell]) if low[self.cell] == high[self.cell] else None

    def bounds(self, number: expr.Number) -> tuple[int, int]:
        low, high = self.evaluation.number(number, self.frame)
        return int(low[self.cell]), int(high[self.cell])

    def count(self, number: expr.Number) -> str:
        """A number as it is known: `1`, `1 至 2`, `至少 1`."""
        low, high = self.bounds(number)
        return str(low) if low == high else f"至少 {low}" if high == WIDE else f"{low} 至 {high}"

    @staticmethod
    def _day(day: int) -> str:
        return months.iso(day) if abs(day) < months.FOREVER else "日期不明"

    def date(self, number: expr.Number) -> str | None:
        day = self.number(number)
        return None if day is None or abs(day) >= months.FOREVER else months.iso(day)

    def year(self, number: expr.Number) -> str:
        return (self.date(number) or "")[:4]

    def value(self, policy: expr.Policy | expr.InMonth) -> Value | None:
        """The value in force, with its document."""
        policy, month = (policy.policy, policy.month) if isinstance(policy, expr.InMonth) else (policy, None)
        row = self.evaluation.policy(policy, month)[0][self.frame.segment[self.cell]]
        return None if row < 0 else self.evaluation.book.values[row]

    def includes(self, policy: expr.Policy, option: str) -> bool:
        """Whether a list among the policy values names this."""
        value = self.value(policy)
        return value is not None and option in value.value

    def reads(self, choice: expr.Policy, reading: str) -> bool:
        """Whether the place reads a policy choice so."""
        value = self.value(choice)
        return value is not None and value.value == reading

    def of(self, link: str) -> View:
        """The linked row in the same months."""
        name, _ = self.frame.links[link]
        return View(self.evaluation, self.evaluation.frames[name], self.evaluation.cells(self.frame, link)[self.cell], self.names)

    def rows(self, relation: expr.Relation, where: expr.Truth | None = None) -> list[View]:
        """The rows of a relation that answer a description, or may."""
        frame, cells = self.evaluation.frames[relation.table], self.evaluation.rows_of(relation, self.cell)
        if where is not None:
            cells = cells[~self.evaluation.truth(where, frame)[1][cells]]
        return [View(self.evaluation, frame, cell, self.names) for cell in cells]

    def recorded(self, relation: expr.Relation) -> bool:
        return relation.recorded is None or bool(self.frame.column(relation.recorded)[self.row])

    def year_cells(self) -> list[View]:
        """The same row in every run of the calendar year."""
        return [View(self.evaluation, self.frame, cell, self.names) for cell in np.flatnonzero(self.frame.year == self.frame.year[self.cell])]

    @property
    def place(self) -> str:
        return self.evaluation.place_at(self.frame.segment[self.cell])

    @property
    def month(self) -> int:
        """The first month of the run that was asked for."""
        segments, segment = self.evaluation.segments, self.frame.segment[self.cell]
        first = int(segments.first[segment])
        return self.evaluation.since if first < self.evaluation.since < first + segments.months[segment] else first

    # What was found, in words

    def life(self) -> str:
        died = self.date(facts.F.died)
        return f"{self.name} {died} 去世" if died else f"{self.name} 在世"

    def hukou(self, end: expr.Number) -> str:
        entries = [v for v in self.rows(facts.HUKOUS, _begun(end)) if v.date(facts.HUKOU.since)]
        if not entries:
            return f"{self.name} 没有户口记录"
        last = max(entries, key=lambda v: v.number(facts.HUKOU.since))
        kind = HUKOU.get(last.number(facts.HUKOU.kind), "户口性质未录入")
        away = "" if last.number(facts.HUKOU.here) else f"，户籍在 {last.number(facts.HUKOU.place):012d}"
        return f"{self.name} {last.date(facts.HUKOU.since)} 起{kind}{away}"

    def spouse_hukou(self, on: expr.Number, end: expr.Number) -> str:
        spouses = [marriage.of("partner").hukou(end) for marriage in self.rows(facts.MARRIAGES, married_on(on))]
        return "".join(f"；配偶 {sentence}" for sentence in spouses) or "；无配偶"

    def comes_of_age(self, day: expr.Number, years: expr.Policy, whose: str | None = None) -> str:
        low, high = self.bounds(day)
        when = self._day(low) if low == high else f"最早 {self._day(low)}、最迟 {self._day(high)} "
        return f"{self.name if whose is None else whose} {when} 年满 {self.number(years)} 周岁".strip()

    def births_within_policy(self, relation: expr.Relation) -> str:
        outside = [v.name for v in self.rows(relation, OUTSIDE_POLICY)]
        return f"{'、'.join(outside)} 的生育或收养不符合当时的政策" if outside else "没有违反政策的生育或收养记录"

    def children(self, of) -> str:
        girls = f"，其中女孩 {self.count(of.living_girls)} 人" if self.number(of.living) != 0 else ""
        return f"曾有子女 {self.count(of.ever)} 人，现存 {self.count(of.living)} 人{girls}"

    def losses(self, of) -> str:
        lost = [f"{v.name} {v.of('child').date(facts.F.died)} 去世" for v in self.rows(of.relation, of.lost)]
        return "；".join([*lost, f"现存子女 {self.count(of.living)} 人"])

    def disabilities(self, of) -> str:
        told = []
        for relation in self.rows(of.relation, of.alive):
            kid = relation.of("child")
            entries = sorted(kid.rows(facts.DISABILITIES), key=lambda v: v.number(facts.DISABILITY.since) or 0)
            told += [f"{kid.name} {v.date(facts.DISABILITY.since)} 起残疾 {v.number(facts.DISABILITY.grade)} 级" for v in entries]
            told += [] if entries else [f"{kid.name} 没有残疾记录"]
        return "；".join(told) or "没有存活子女"

    def allowances(self) -> str:
        held = [v for v in self.rows(facts.ALLOWANCES, HELD) if v.date(facts.ALLOWANCE.since)]
        kinds = {0: "农村", 1: "城市", None: ""}
        told = [f"{v.date(facts.ALLOWANCE.since)} 起享受{kinds[v.number(facts.ALLOWANCE.kind)]}低保" for v in held]
        return "；".join(told) or f"{self.name} 当月不在低保"

    def family(self, of, statuses) -> str:
        named = [STATUSES[v.number(facts.STATUS_ROW.kind)] for v in self.of("household").rows(statuses, STATUS_HELD)]
        outside = "，有违反政策的生育" if self.yes(of.lawful) is False else ""
        return "；".join([self.children(of) + outside, *(f"认定为{name}" for name in named)])

    def bereaved(self, loss, of, members) -> str:
        told = {sentence for v in self.rows(members) for sentence in v.lost(loss, of)}
        return "；".join(sorted(told)) or "没有失去独生子女的记录"

    def lost(self, loss, of) -> list[str]:
        return [f"{v.of('child').name} {v.of('child').date(facts.F.died)} 去世" for v in self.rows(of.relation, of.lost) if self.date(loss)]

    def given(self, scheme: str) -> str:
        days = [self.number(_given(scheme))] + ([self.of("household").number(_given(scheme))] if self.frame.name == "persons" else [])
        given = max(day for day in days if day is not None)
        return "没有发放记录" if given == LONG_AGO else f"{months.iso(given)[:7]} 已发放"

    def confirmation(self, scheme: str) -> str:
        day = self.number(_confirmed(scheme))
        return "没有另记确认日期，按期确认" if day == LONG_AGO else f"{months.iso(day)} 确认"


def conditions(view: View, claim) -> list[dict]:
    """Every condition of a claim with its answer; only the first, when the place does not state the scheme."""
    stated = _in_force(view, claim)
    if stated["met"] != "yes":
        return [stated]
    shown = [c for c in (*claim.conditions, *claim.excluded_by) if c.shown is None or view.yes(c.shown) is not False]
    told = [_condition(view, claim, condition) for condition in shown]
    return [stated, *told, *_unpriced(view, claim)]


def _condition(view, claim, condition) -> dict:
    met = view.yes(condition.rule)
    text = condition.text(view) if callable(condition.text) else condition.text
    told = {"text": text, "met": word(met), "because": "", "cite": _clause(view, claim.in_force if condition.cite is None else condition.cite)}
    if met is None:
        told["unknown"] = distinct(lacking(condition.rule, view))
        told["because"] = "；".join(item["text"] for item in told["unknown"])
    else:
        told["because"] = condition.because(view)
    if met is False and condition.when is not None and view.date(condition.when):
        told["when"] = view.date(condition.when)
    return told


def _unpriced(view, claim) -> list[dict]:
    missing = distinct(item for amount in claim.amounts for item in lacking(amount.rate, view))
    if not missing:
        return []
    because = "；".join(item["text"] for item in missing)
    return [{"text": "计算所需的标准和数据齐全", "met": "unknown", "because": because, "cite": _clause(view, claim.in_force), "unknown": missing}]


def _in_force(view, claim) -> dict:
    value = view.value(claim.in_force)
    if value is not None:
        because = f"自 {value.since} 起执行" + (f"，至 {value.until} 失效" if value.until else "")
        return {"text": "本地在执行这个项目", "met": "yes", "because": because, "cite": clause(value)}
    evaluation = view.evaluation
    place = evaluation.places[evaluation.place_of_segment[view.frame.segment[view.cell]]]
    pieces = place.pieces(claim.in_force.name)
    month_first = int(months.first_day(view.month))
    past = [piece for piece in pieces if piece[1] <= month_first]
    if not pieces:
        return {"text": "本地在执行这个项目", "met": "no", "because": "本地没有这个项目的文件", "cite": ""}
    since, until, row = past[-1] if past else pieces[0]
    because = f"文件自 {months.iso(until)} 起失效" if past else f"文件自 {months.iso(since)} 起执行"
    return {"text": "本地在执行这个项目", "met": "no", "because": because, "cite": clause(evaluation.book.values[row])}


def _clause(view, policy) -> str:
    value = view.value(policy)
    return "" if value is None else clause(value)


def clause(value: Value) -> str:
    """The document and clause a value rests on."""
    return f"{value.cite} {value.clause}".strip()


def word(met: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[met]


def distinct(items) -> list[dict]:
    return list({item["name"]: item for item in items}.values())


# What is missing


def lacking(node: expr.Node, view: View) -> list[dict]:
    """The unrecorded facts and missing values that leave a node undecided here; none when it is decided."""
    known = view.yes(node) is not None if isinstance(node, expr.Truth) else view.number(node) is not None
    return [] if known else _lacking(node, view)


@singledispatch
def _lacking(node, view: View) -> list[dict]:
    return [item for part in expr.children(node) for item in lacking(part, view)]


@_lacking.register
def _(node: expr.Fact, view):
    column = facts.TABLES[{"marriages": "couples", "kin": "children"}.get(node.table, node.table)].columns[node.column]
    table = "" if node.table == "persons" else KEYS.get(node.table, node.table) + "."
    return [_missing(f"{table}{COLUMNS.get(f'{node.table}.{node.column}', node.column)}", view, column.label)]


def _missing(fact: str, view: View, label: str) -> dict:
    of = "household" if view.name == "本户" else view.name
    return {"name": f"{fact} of {of}", "fact": fact, "of": of, "text": f"未录入{view.name}的{label}"}


@_lacking.register
def _(node: expr.Policy, view):
    return [_no_value(node, view, view.month)]


@_lacking.register
def _(node: expr.InMonth, view):
    return [_no_value(node.policy, view, view.month // 12 * 12 + node.month - 1)]


def _no_value(node: expr.Policy, view: View, month: int) -> dict:
    day = months.iso(months.first_day(month))
    text = f"{view.place} 在 {day} 没有 {node.name} 的数值"
    return {"name": f"{node.name} at {view.place} on {day}", "fact": node.name, "of": view.place, "day": day, "text": text}


@_lacking.register(expr.AnyOf)
@_lacking.register(expr.CountOf)
@_lacking.register(expr.LatestOf)
@_lacking.register(expr.LastOf)
@_lacking.register(expr.MostAtOnce)
def _(node, view):
    if not view.recorded(node.relation):
        return _unrecorded(node.relation, view)
    rows = view.rows(node.relation, node.where)
    if not rows:
        return [_missing(node.relation.name, view, node.relation.label)]
    parts = [part for part in expr.children(node) if not isinstance(part, expr.Relation)]
    return [item for row in rows for part in parts for item in lacking(part, row)]


def _unrecorded(relation: expr.Relation, view) -> list[dict]:
    """The lists that are not recorded; the children of a family are in the lists of both, and in that of the marriages."""
    if relation is not facts.FAMILY_CHILDREN:
        return [_missing(relation.name, view, relation.label)]
    lists = [(view, facts.OFFSPRING), (view, facts.MARRIAGES)]
    lists += [(marriage.of("partner"), facts.OFFSPRING) for marriage in view.rows(facts.MARRIAGES)]
    return [_missing(part.name, whose, part.label) for whose, part in lists if not whose.recorded(part)]


@_lacking.register
def _(node: expr.If, view):
    met = view.yes(node.condition)
    if met is None:
        return lacking(node.condition, view)
    return lacking(node.then if met else node.otherwise, view)


@_lacking.register(expr.Choose)
@_lacking.register(expr.Decide)
def _(node, view):
    reading = view.number(node.choice)
    return lacking(node.choice, view) if reading is None else lacking(node.by[node.choice.options[reading]], view)


@_lacking.register(expr.Stated)
@_lacking.register(expr.Includes)
@_lacking.register(expr.InForceSince)
def _(node, view):
    return lacking(node.policy, view)


@_lacking.register(expr.TruthOf)
@_lacking.register(expr.NumberOf)
def _(node, view):
    return lacking(node.a, view.of(node.link))


@_lacking.register
def _(node: expr.Meets, view):
    return lacking(view.evaluation.personal(node.scheme).base, view)


@_lacking.register
def _(node: expr.AnyMonth, view):
    return [item for month in view.year_cells() for item in lacking(node.a, month)]


@_lacking.register
def _(node: expr.DueInYear, view):
    claim = view.evaluation.personal(node.scheme)
    found = [item for month in view.year_cells() for item in lacking(claim.base, month)]
    return found or [item for month in view.year_cells() if month.yes(claim.base) for item in lacking(claim.rate, month)]


@_lacking.register
def _(node: expr.Confirmed, view):
    return [_missing("confirmations.on", view, "资格确认日期")]


# What was used, and the sum


def touched(root: expr.Node, view: View) -> list[expr.Node]:
    """The policy values a node rests on here: of a choice only the reading in use, of an alternative only the one that holds."""
    found, seen, waiting = [], set(), [(root, view)]
    while waiting:
        node, at = waiting.pop()
        key = node, at.frame.name, at.cell
        if key in seen:
            continue
        seen.add(key)
        if isinstance(node, expr.Policy | expr.InMonth):
            found.append(node)
        waiting += [part for part in _parts(node, at) if expr.rests_on_policy(part[0])]
    return found


def _parts(node: expr.Node, view: View) -> list[tuple[expr.Node, View]]:
    match node:
        case expr.Stated() | expr.Fact() | expr.Policy() | expr.InMonth():
            return []
        case expr.Choose() | expr.Decide():
            reading = view.number(node.choice)
            return [(node.choice, view)] + ([] if reading is None else [(node.by[node.choice.options[reading]], view)])
        case expr.If():
            met = view.yes(node.condition)
            return [(node.condition, view)] + ([] if met is None else [(node.then if met else node.otherwise, view)])
        case expr.TruthOf() | expr.NumberOf():
            linked = view.evaluation.cells(view.frame, node.link)[view.cell] >= 0
            return [(node.a, view.of(node.link))] if linked else []
        case expr.AnyOf() | expr.CountOf() | expr.LatestOf() | expr.LastOf() | expr.MostAtOnce():
            return [(part, row) for row in view.rows(node.relation)[:1] for part in expr.children(node) if not isinstance(part, expr.Relation)]
    return [(part, view) for part in expr.children(node)]


def formula(rate: expr.Number, view: View) -> str:
    """A monthly rate as it is worked out: `1800.00 ÷ 12 × 20%`."""
    match rate:
        case expr.Policy() | expr.InMonth():
            value = view.value(rate)
            return f"{value.value} ÷ 12" if value.unit.endswith("year") else str(value.value)
        case expr.Choose():
            return formula(rate.by[rate.choice.options[view.number(rate.choice)]], view)
        case expr.If():
            return formula(rate.then if view.yes(rate.condition) else rate.otherwise, view)
        case expr.NumberOf() | expr.LastOf() | expr.Fact():
            return money.yuan(view.number(rate))
        case expr.Share():
            percent = view.number(rate.percent)
            return f"{_bracketed(rate.a, view)} × {percent / 100:g}%" if percent is not None else "?"
        case expr.Sum():
            minus = isinstance(rate.b, expr.Negative)
            if view.number(rate.b) == 0:
                return formula(rate.a, view)
            return f"{formula(rate.a, view)} {'−' if minus else '+'} {formula(rate.b.a if minus else rate.b, view)}"
        case expr.Greatest() | expr.Least():
            word = "较高" if isinstance(rate, expr.Greatest) else "较低"
            if isinstance(rate.a, expr.Const) or isinstance(rate.b, expr.Const):
                return formula(rate.b if isinstance(rate.a, expr.Const) else rate.a, view)
            return f"{formula(rate.a, view)} 与 {formula(rate.b, view)} 中{word}者"
        case expr.Times():
            other = rate.b if isinstance(rate.b, expr.CountOf) else None
            if other is not None:
                count = view.number(other)
                return formula(rate.a, view) if count == 1 else f"{_bracketed(rate.a, view)} × {count}"
            if isinstance(rate.b, expr.Const):  # a fact in fen made a rate
                return formula(rate.a, view)
    return money.yuan(money.rounded(view.number(rate)))


def _bracketed(rate, view):
    said = formula(rate, view)
    return f"（{said}）" if " + " in said or " − " in said or "中" in said else said
