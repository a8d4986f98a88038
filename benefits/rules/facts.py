"""What a rule can ask: the tables of facts, with the NumPy dtype each travels in.

A batch and a household on the entry page are the same tables. Row numbers (`i4`) point into `persons`, `households` or `couples` of the same
batch; days are `i4` days from 1970-01-01; place codes twelve digits as `i8`; money fen as `i8`. A column that may be unrecorded has a Boolean
beside it (`born`, `born_recorded`): where that is false the value means nothing. `FOREVER` in `died`, `ended`, `until` says "not so far".
A list that may be unrecorded has its Boolean on the subject (`persons.hukou_recorded`): true with no rows says "none".

Households are complete in themselves: a spouse or child a rule needs is a row of `persons` with the household it is needed in; `own` says
whether benefits are computed for the row itself.
"""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from benefits.rules.expr import Fact, Node, NumberOf, Relation, Truth, TruthOf

_DTYPE = {"row": "i4", "day": "i4", "code": "i1", "flag": "?", "money": "i8", "place": "i8", "number": "i4", "month": "i4", "id": "i8"}


@dataclass(frozen=True)
class Column:
    kind: str
    nullable: bool = False
    options: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Table:
    """A table of facts: its columns and what each row belongs to (`households` or `persons`)."""

    name: str
    link: str
    columns: dict[str, Column] = field(hash=False)

    @property
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


_ROW, _DAY = Column("row"), Column("day")
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
)  # fmt: skip
STATUS_CODES = (
    "fp_hardship", "destitute_by_injury", "integrity_programme", "able_to_run_project", "two_girls_sterilised", "poor_household",
    "gave_up_second_child", "fewer_births_pledge", "poverty_target",
)  # fmt: skip
BENEFICIARIES = ("person", "household", "couple")

TABLES = {
    table.name: table
    for table in (
        Table("households", "households", {
            "id": Column("id"),
            "place": Column("place"),
            "minimum_living_recorded": Column("flag"),
            "status_recorded": Column("flag"),
            "income_recorded": Column("flag"),
        }),
        Table("persons", "households", {
            "id": Column("id"),
            "household": _ROW,
            "own": Column("flag"),
            "sex": _code("性别", "male", "female"),
            "born": Column("day", True, label="出生日期"),
            "died": Column("day", True, label="是否去世"),
            "hukou_recorded": Column("flag"),
            "disability_recorded": Column("flag"),
            "couples_recorded": Column("flag"),
            "children_recorded": Column("flag"),
            "parents_recorded": Column("flag"),
            "minimum_living_recorded": Column("flag"),
        }),
        Table("hukou", "persons", {
            "person": _ROW,
            "since": _since("户口登记日期"),
            "until": _UNTIL,
            "kind": _code("户口性质", "rural", "urban"),
            "place": Column("place", label="户籍地"),  # 0: the household's own county
        }),
        Table("disability", "persons", {
            "person": _ROW,
            "since": _since("残疾评定日期"),
            "until": _UNTIL,
            "grade": Column("code", True, label="残疾等级"),
            "kind": _code("残疾类别", "visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"),
            "lost_labour": Column("flag", True, label="是否丧失劳动能力"),
            "certified": Column("flag", True, label="残疾证是否核实"),
        }),
        Table("couples", "persons", {
            "husband": _ROW,
            "wife": _ROW,
            "married": _since("结婚日期"),
            "ended": Column("day", True, label="婚姻是否结束"),
            "how": _code("婚姻结束方式", "none", "divorced", "widowed"),
        }),
        Table("children", "persons", {
            "child": _ROW,
            "parent": _ROW,
            "origin": _code("子女来源", "birth", "adoption", "step"),
            "since": Column("day", True, label="收养日期"),  # −FOREVER: recorded that there is none
            "within_policy": Column("flag", True, label="是否符合政策生育或收养"),
            "custody": Column("row", True, label="离婚后随何方生活"),  # −1: recorded, with nobody
        }),
        Table("allowances", "persons", {  # one row for each person named in a period of 低保
            "person": _ROW,
            "included": Column("flag", True, label="低保对象名单"),
            "since": _since("低保起始日期"),
            "until": _UNTIL,
            "kind": _code("低保类别", "rural", "urban"),
            "subsidy": Column("money", True, label="月人均补差"),
        }),
        Table("status", "households", {
            "household": _ROW,
            "kind": _code("家庭认定类别", *STATUS_CODES, nullable=False),
            "since": _since("认定日期"),
            "until": _UNTIL,
        }),
        Table("incomes", "households", {
            "household": _ROW,
            "year": Column("number"),
            "other": Column("money", True, label="月人均其他收入"),
        }),
        Table("confirmations", "persons", {
            "person": _ROW,
            "scheme": _code("", *SCHEME_CODES, nullable=False),
            "on": Column("day", True, label="资格确认日期"),
        }),
        Table("given", "households", {  # one-offs given before; person −1: to the household
            "household": _ROW,
            "person": Column("row"),
            "scheme": _code("", *SCHEME_CODES, nullable=False),
            "month": Column("month"),
        }),
    )
}  # fmt: skip

_FACTS = {(t.name, name): Fact(t.name, name, column.options) for t in TABLES.values() for name, column in t.columns.items()}
# Marriages are couples seen from one side; kin are a person's own children and those of the present spouse (`frames.py`).
for _alias, _base in (("marriages", "couples"), ("kin", "children")):
    _FACTS |= {(_alias, name): Fact(_alias, name, column.options) for name, column in TABLES[_base].columns.items()}
_FACTS |= {("hukou", "here"): Fact("hukou", "here"), ("kin", "own"): Fact("kin", "own"), ("children", "own"): Fact("children", "own")}

PERSON, HOUSEHOLD, HUKOU, DISABILITY, ALLOWANCE, STATUS_ROW, INCOME = (
    TABLES[name] for name in ("persons", "households", "hukou", "disability", "allowances", "status", "incomes")
)
MARRIAGE = Table("marriages", "persons", {})
CHILD, KIN = TABLES["children"], Table("kin", "persons", {})
F, H = PERSON, HOUSEHOLD

HUKOUS = Relation("hukou", "hukou", "person", "hukou_recorded", "户口")
DISABILITIES = Relation("disability", "disability", "person", "disability_recorded", "残疾情况")
MARRIAGES = Relation("couples", "marriages", "me", "couples_recorded", "婚姻情况")
OFFSPRING = Relation("children", "children", "parent", "children_recorded", "子女情况")
FAMILY_CHILDREN = Relation("children", "kin", "me", "kin_recorded", "子女情况")
PARENTS = Relation("children", "children", "child", "parents_recorded", "父母子女关系")
ALLOWANCES = Relation("minimum_living", "allowances", "person", "minimum_living_recorded", "低保情况")
STATUSES = Relation("status", "status", "household", "status_recorded", "家庭认定情况")
INCOMES = Relation("income", "incomes", "household", "income_recorded", "家庭收入")
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
    """Of the household a person is in."""
    return _of("household", "households", a)


def _of(link: str, table: str, a: Node):
    return TruthOf(link, table, a) if isinstance(a, Truth) else NumberOf(link, table, a)


def empty() -> dict[str, np.ndarray]:
    """Tables without rows, to fill."""
    return {name: np.zeros(0, table.dtype) for name, table in TABLES.items()}


def one_household(tables: dict[str, np.ndarray], household: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The tables of one household by itself, and the rows its persons had."""
    people = np.flatnonzero(tables["persons"]["household"] == household)
    position = np.full(len(tables["persons"]) + 1, -1, dtype="i4")
    position[people] = np.arange(len(people))
    alone = {}
    for name, table in TABLES.items():
        rows = tables[name]
        if name == "households":
            rows = rows[household : household + 1]
        elif "household" in table.columns:
            rows = rows[rows["household"] == household].copy()
            rows["household"] = 0
        else:
            rows = rows[position[rows[_OWNER.get(name, "person")]] >= 0].copy()
        for column, kind in table.columns.items():
            if kind.kind == "row" and column != "household":
                rows[column] = position[rows[column]]
        alone[name] = rows
    return alone, people


_OWNER = {"couples": "husband", "children": "child"}


def households_of(tables: dict[str, np.ndarray], name: str) -> np.ndarray:
    """The household each row of a table belongs to."""
    rows = tables[name]
    if name == "households":
        return np.arange(len(rows))
    if "household" in TABLES[name].columns:
        return rows["household"]
    return tables["persons"]["household"][rows[_OWNER.get(name, "person")]]
