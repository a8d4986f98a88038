"""What a rule can ask: the tables of facts, with the NumPy dtype each travels in.

A batch and a household on the entry page are the same tables. Row numbers (`i4`) point into `persons`, `households` or `couples` of the same
batch; days are `i4` days from 1970-01-01; place codes twelve digits as `i8`; money fen as `i8`. A column that may be unrecorded has a Boolean
beside it (`born`, `born_recorded`): where that is false the value means nothing. `FOREVER` in `died`, `ended`, `until` says "not so far".
A list that may be unrecorded has its Boolean on the subject (`persons.hukou_recorded`): true with no rows says "none".

Households are complete in themselves: a spouse or child a rule needs is a row of `persons` with the household it is needed in; `own` says
whether benefits are computed for the row itself. The village is a row of `villages` with each household that lives in it, `own` with one of them.
What `given` and `confirmations` speak of is a person, a couple, or (both −1) the household or its village.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np

from benefits.rules.expr import Fact, Node, NumberOf, Relation, Truth, TruthOf

_DTYPE = {"row": "i4", "day": "i4", "code": "i1", "flag": "?", "money": "i8", "place": "i8", "number": "i4", "month": "i4", "id": "i8"}


@dataclass(frozen=True)
class Column:
    """A column; `to` is the table the row numbers of a column of kind row point into."""

    kind: str
    nullable: bool = False
    options: tuple[str, ...] = ()
    label: str = ""
    to: str = ""


@dataclass(frozen=True)
class Table:
    """A table of facts: its columns, and the column that says what each row belongs to ("": a household itself)."""

    name: str
    owner: str
    columns: dict[str, Column] = field(hash=False)

    @functools.cached_property
    def dtype(self) -> np.dtype:
        fields = []
        for name, column in self.columns.items():
            fields.append((name, _DTYPE[column.kind]))
            if column.nullable:
                fields.append((f"{name}_recorded", "?"))
        return np.dtype(fields)

    def __getattr__(self, name: str) -> Fact:
        try:
            return _FACTS[self.name, name]
        except KeyError:
            raise AttributeError(f"{self.name} has no column {name}") from None


_HOUSEHOLD, _PERSON, _COUPLE, _VILLAGE = (Column("row", to=table) for table in ("households", "persons", "couples", "villages"))
_UNTIL = Column("day")


def _since(label):
    return Column("day", True, label=label)


def _code(label, *options, nullable=True):
    return Column("code", nullable, options, label)


SCHEME_CODES = (
    "rural_reward", "special_assistance_death", "special_assistance_disability", "surgical_complication_assistance", "fewer_births_reward",
    "only_child_parent_allowance", "second_child_waiver_award", "minimum_living_uplift", "medical_premium_subsidy", "new_undergraduate_relief",
    "welfare_fund_relief", "village_director_allowance", "minimum_living_referral", "bereavement_lump_sum", "complication_lump_sum",
    "complication_living_allowance", "college_award", "disabled_parent_student_aid", "project_fund", "poverty_aid_uplift",
    "village_support_uplift", "three_combination_cash", "catastrophic_reimbursement", "public_rental_housing", "rural_house_title", "exam_bonus",
    "project_grant",
)  # fmt: skip
STATUS_CODES = (
    "fp_hardship", "destitute_by_injury", "integrity_programme", "able_to_run_project", "two_girls_sterilised", "poor_household",
    "gave_up_second_child", "fewer_births_pledge", "poverty_target",
)  # fmt: skip
TABLE_OF = {"person": "persons", "household": "households", "couple": "couples", "village": "villages"}  # of each kind of beneficiary
BENEFICIARIES = tuple(TABLE_OF)

TABLES = {
    table.name: table
    for table in (
        Table("households", "", {
            "id": Column("id"),
            "place": Column("place"),
            "minimum_living_recorded": Column("flag"),
            "status_recorded": Column("flag"),
            "income_recorded": Column("flag"),
            "poverty_grants_recorded": Column("flag"),
            "support_received_recorded": Column("flag"),
            "village_recorded": Column("flag"),
            "urban_area_per_person": Column("money", True, label="城镇人均住房面积"),  # hundredths of a square metre
            "middle_lower_income": Column("flag", True, label="是否属于中等偏下收入家庭"),
        }),
        Table("persons", "household", {
            "id": Column("id"),
            "household": _HOUSEHOLD,
            "own": Column("flag"),
            "sex": _code("性别", "male", "female"),
            "born": Column("day", True, label="出生日期"),
            "died": Column("day", True, label="是否去世"),
            "hukou_recorded": Column("flag"),
            "disability_recorded": Column("flag"),
            "complication_recorded": Column("flag"),
            "school_recorded": Column("flag"),
            "admission_recorded": Column("flag"),
            "exams_recorded": Column("flag"),
            "post_recorded": Column("flag"),
            "couples_recorded": Column("flag"),
            "children_recorded": Column("flag"),
            "parents_recorded": Column("flag"),
            "certificates_recorded": Column("flag"),
            "minimum_living_recorded": Column("flag"),
            "medical_recorded": Column("flag"),
        }),
        Table("hukou", "person", {
            "person": _PERSON,
            "since": _since("户口登记日期"),
            "until": _UNTIL,
            "kind": _code("户口性质", "rural", "urban"),
            "place": Column("place", label="户籍地"),  # 0: the household's own county
        }),
        Table("disability", "person", {
            "person": _PERSON,
            "since": _since("残疾评定日期"),
            "until": _UNTIL,
            "grade": Column("code", True, label="残疾等级"),
            "kind": _code("残疾类别", "visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"),
            "lost_labour": Column("flag", True, label="是否丧失劳动能力"),
            "certified": Column("flag", True, label="残疾证是否核实"),
        }),
        Table("complication", "person", {  # 计划生育手术并发症
            "person": _PERSON,
            "since": _since("并发症鉴定日期"),
            "until": _UNTIL,
            "grade": Column("code", True, label="并发症等级"),
            "certified": Column("flag", True, label="并发症是否经专业鉴定机构鉴定"),
        }),
        Table("school", "person", {
            "person": _PERSON,
            "since": _since("入学日期"),
            "until": _UNTIL,
            "stage": _code("就读学段", "primary", "junior", "senior", "vocational", "university"),
        }),
        Table("admission", "person", {
            "person": _PERSON,
            "on": Column("day", True, label="录取日期"),
            "level": _code("录取层次", "bachelor", "associate"),
            "full_time": Column("flag", True, label="是否全日制"),
        }),
        Table("exams", "person", {
            "person": _PERSON,
            "on": Column("day", True, label="考试日期"),
            "kind": _code("考试类别", "senior_entrance"),
        }),
        Table("post", "person", {
            "person": _PERSON,
            "since": _since("任职起始日期"),
            "until": _UNTIL,
            "kind": _code("任职", "village_fp_director"),
        }),
        Table("couples", "husband", {
            "husband": _PERSON,
            "wife": _PERSON,
            "married": _since("结婚日期"),
            "ended": Column("day", True, label="婚姻是否结束"),
            "how": _code("婚姻结束方式", "none", "divorced", "widowed"),
        }),
        Table("children", "child", {
            "child": _PERSON,
            "parent": _PERSON,
            "origin": _code("子女来源", "birth", "adoption", "step"),
            "since": Column("day", True, label="收养日期"),  # −FOREVER: recorded that there is none
            "within_policy": Column("flag", True, label="是否符合政策生育或收养"),
            "custody": Column("row", True, label="离婚后随何方生活", to="persons"),  # −1: recorded, with nobody
        }),
        Table("certificates", "person", {
            "person": _PERSON,  # the holder
            "kind": _code("证件类别", "only_child"),  # 独生子女父母光荣证
            "issued": Column("day", True, label="领证日期"),
        }),
        Table("allowances", "person", {  # one row for each person named in a period of 低保
            "person": _PERSON,
            "included": Column("flag", True, label="低保对象名单"),
            "since": _since("低保起始日期"),
            "until": _UNTIL,
            "kind": _code("低保类别", "rural", "urban"),
            "subsidy": Column("money", True, label="月人均补差"),
        }),
        Table("medical", "person", {
            "person": _PERSON,
            "year": Column("number"),
            "own_compliant_cost": Column("money", True, label="年度合规自付医疗费用"),
        }),
        Table("status", "household", {
            "household": _HOUSEHOLD,
            "kind": _code("家庭认定类别", *STATUS_CODES, nullable=False),
            "since": _since("认定日期"),
            "until": _UNTIL,
        }),
        Table("incomes", "household", {
            "household": _HOUSEHOLD,
            "year": Column("number"),
            "other": Column("money", True, label="月人均其他收入"),
        }),
        Table("poverty_grants", "household", {
            "household": _HOUSEHOLD,
            "on": Column("day", True, label="帮扶日期"),
            "kind": _code("帮扶类别", "industry", "materials"),
            "standard": Column("money", True, label="帮扶标准"),
        }),
        Table("support_received", "household", {
            "household": _HOUSEHOLD,
            "year": Column("number"),
            "amount": Column("money", True, label="当年补助照顾资金"),
        }),
        Table("villages", "household", {
            "household": _HOUSEHOLD,
            "own": Column("flag"),
            "place": Column("place"),
            "poor": Column("flag", True, label="是否贫困村"),
            "support_standard": Column("money", True, label="村扶持标准"),
        }),
        Table("village_years", "village", {  # a year without a row is not recorded: look one up with LastOf
            "village": _VILLAGE,
            "year": Column("number"),
            "income_per_person": Column("money", True, label="年度人均纯收入"),
            "out_of_policy_births": Column("number", True, label="年度政策外生育人数"),
        }),
        Table("confirmations", "household", {
            "household": _HOUSEHOLD,
            "person": _PERSON,
            "couple": _COUPLE,
            "scheme": _code("", *SCHEME_CODES, nullable=False),
            "on": Column("day", True, label="资格确认日期"),
        }),
        Table("given", "household", {  # one-offs given before
            "household": _HOUSEHOLD,
            "person": _PERSON,
            "couple": _COUPLE,
            "scheme": _code("", *SCHEME_CODES, nullable=False),
            "month": Column("month"),
        }),
        Table("project_grants", "household", {  # cash approved in a poverty project; the system's own, so it is always recorded
            "household": _HOUSEHOLD,
            "on": Column("day"),
            "development_fund": Column("flag"),
            "amount": Column("money"),
        }),
    )
}  # fmt: skip

_FACTS = {(t.name, name): Fact(t.name, name, column.options) for t in TABLES.values() for name, column in t.columns.items()}
# Marriages are couples seen from one side; kin are a person's own children and those of the present spouse (`frames.py`).
for _alias, _base in (("marriages", "couples"), ("kin", "children")):
    _FACTS |= {(_alias, name): Fact(_alias, name, column.options) for name, column in TABLES[_base].columns.items()}
_FACTS |= {("hukou", "here"): Fact("hukou", "here"), ("kin", "own"): Fact("kin", "own"), ("children", "own"): Fact("children", "own")}

PERSON, HOUSEHOLD, HUKOU, DISABILITY, ALLOWANCE, STATUS_ROW, INCOME, COMPLICATION, SCHOOL, ADMISSION, EXAM, POST, CERTIFICATE, MEDICAL, GRANT = (
    TABLES[name]
    for name in (
        "persons", "households", "hukou", "disability", "allowances", "status", "incomes", "complication", "school", "admission", "exams", "post",
        "certificates", "medical", "poverty_grants",
    )
)  # fmt: skip
SUPPORT, VILLAGE, VILLAGE_YEAR, COUPLE = (TABLES[name] for name in ("support_received", "villages", "village_years", "couples"))
PROJECT_GRANT = TABLES["project_grants"]
MARRIAGE = Table("marriages", "me", {})
CHILD, KIN = TABLES["children"], Table("kin", "me", {})
F, H = PERSON, HOUSEHOLD

HUKOUS = Relation("hukou", "hukou", "person", "hukou_recorded", "户口")
DISABILITIES = Relation("disability", "disability", "person", "disability_recorded", "残疾情况")
COMPLICATIONS = Relation("complication", "complication", "person", "complication_recorded", "手术并发症情况")
SCHOOLS = Relation("school", "school", "person", "school_recorded", "就学情况")
ADMISSIONS = Relation("admission", "admission", "person", "admission_recorded", "高校录取情况")
EXAMS = Relation("exams", "exams", "person", "exams_recorded", "参加考试情况")
POSTS = Relation("post", "post", "person", "post_recorded", "任职情况")
MARRIAGES = Relation("couples", "marriages", "me", "couples_recorded", "婚姻情况")
OFFSPRING = Relation("children", "children", "parent", "children_recorded", "子女情况")
FAMILY_CHILDREN = Relation("children", "kin", "me", "kin_recorded", "子女情况")
PARENTS = Relation("children", "children", "child", "parents_recorded", "父母子女关系")
CERTIFICATES = Relation("certificates", "certificates", "person", "certificates_recorded", "领证情况")
ALLOWANCES = Relation("minimum_living", "allowances", "person", "minimum_living_recorded", "低保情况")
MEDICALS = Relation("medical", "medical", "person", "medical_recorded", "医疗费用")
STATUSES = Relation("status", "status", "household", "status_recorded", "家庭认定情况")
INCOMES = Relation("income", "incomes", "household", "income_recorded", "家庭收入")
GRANTS = Relation("poverty_grants", "poverty_grants", "household", "poverty_grants_recorded", "扶贫资金物资")
PROJECT_GRANTS = Relation("project_grants", "project_grants", "household", None, "扶贫项目资金")
SUPPORTS = Relation("support_received", "support_received", "household", "support_received_recorded", "补助照顾资金")
VILLAGES = Relation("village", "villages", "household", "village_recorded", "所在村情况")
VILLAGE_YEARS = Relation("village", "village_years", "village", None, "所在村年度情况")
MEMBERS = Relation("members", "persons", "household", None, "户内成员")


def child(a: Node):
    """Of the child in a parent–child relation."""
    return _of("child", "persons", a)


def parent(a: Node):
    """Of the parent in a parent–child relation."""
    return _of("parent", "persons", a)


def partner(a: Node):
    """Of the other in a marriage."""
    return _of("partner", "persons", a)


def me(a: Node, link: str = "me"):
    """Of the person whose row this is."""
    return _of(link, "persons", a)


def household(a: Node):
    """Of the household a person, a couple or a village row is in."""
    return _of("household", "households", a)


def husband(a: Node):
    """Of the husband of a couple."""
    return _of("husband", "persons", a)


def wife(a: Node):
    """Of the wife of a couple."""
    return _of("wife", "persons", a)


def _of(link: str, table: str, a: Node):
    return TruthOf(link, table, a) if isinstance(a, Truth) else NumberOf(link, table, a)


def empty() -> dict[str, np.ndarray]:
    """Tables without rows, to fill."""
    return {name: np.zeros(0, table.dtype) for name, table in TABLES.items()}


def some_households(tables: dict[str, np.ndarray], households) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """The tables of some households (rows, ascending) by themselves, and for each table the rows they had."""
    kept = {name: np.flatnonzero(np.isin(households_of(tables, name), households)) for name in TABLES}
    return _only(tables, kept), kept


class Apart:
    """The tables of one household after another: each table is put in order once."""

    def __init__(self, tables: dict[str, np.ndarray]):
        self._tables = tables
        self._rows = {}
        for name in TABLES:
            home = households_of(tables, name)
            order = np.argsort(home, kind="stable")
            self._rows[name] = order, home[order]

    def household(self, household: int) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """The tables of a household by itself, and for each table the rows it had."""
        kept = {}
        for name, (order, home) in self._rows.items():
            first, end = home.searchsorted([household, household + 1])
            kept[name] = order[first:end]
        return _only(self._tables, kept), kept


def _only(tables, kept):
    """Some rows (ascending) of each table; what points at a row that is not there points at none."""
    alone = {}
    for name, table in TABLES.items():
        rows = tables[name][kept[name]]
        for column, kind in table.columns.items():
            if kind.kind == "row" and len(rows):
                there = kept[kind.to]
                at = np.minimum(there.searchsorted(rows[column]), max(len(there) - 1, 0))
                rows[column] = np.where(there[at] == rows[column], at, -1) if len(there) else -1
        alone[name] = rows
    return alone


def households_of(tables: dict[str, np.ndarray], name: str) -> np.ndarray:
    """The household each row of a table belongs to."""
    rows, owner = tables[name], TABLES[name].owner
    if not owner:
        return np.arange(len(rows))
    above = TABLES[name].columns[owner].to
    return rows[owner] if above == "households" else households_of(tables, above)[rows[owner]]
