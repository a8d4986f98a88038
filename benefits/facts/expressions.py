"""The SQL expressions of each table of facts, in the units and words of the rules."""
from benefits.rules import facts as tables
from benefits.rules import months

STANDS = "withdrawn_at IS NULL"


def day(column):
    """A date as days from 1970-01-01."""
    return f"({column} - DATE '1970-01-01')"


def typed(table, columns):
    """Expressions with the types the rules' table has."""
    dtype = tables.TABLES[table].dtype
    return {name: (expression, dtype[name].str[1:]) for name, expression in columns.items()}


def maybe(name, expression, fallback="0"):
    """A column with its recorded bit: nothing stored is nothing recorded."""
    return {name: f"coalesce({expression}, {fallback})", f"{name}_recorded": f"({expression}) IS NOT NULL"}


def word(name, column, table, *, always=False):
    """A word as its place among the table's options."""
    options = ", ".join(f"'{option}'" for option in tables.TABLES[table].columns[name].options)
    position = f"array_position(ARRAY[{options}], {column}::text) - 1"
    return {name: position} if always else maybe(name, position)


def _open_until(column):
    return f"coalesce({day(column)}, {months.FOREVER})"


def _part(name, number):
    """The person of a couple's text (couple:1+2), 0 where the beneficiary is none."""
    return {name: f"CASE WHEN beneficiary LIKE 'couple:%%' THEN split_part(split_part(beneficiary, ':', 2), '+', {number})::bigint ELSE 0 END"}


_PERIOD = {"since": day("since"), "since_recorded": "true", "until": _open_until("until")}
_ON = {"on": day("since"), "on_recorded": "true"}
_YEAR = "extract(year FROM since)"
# Tables whose rows are about one person: {table of the rules: (table of the database, columns)}.
OF_PEOPLE = {
    "hukou": ("households_hukou", {**_PERIOD, **word("kind", "kind", "hukou"), "place": "coalesce(place, '0')"}),
    "disability": ("households_disability", {
        **_PERIOD, **maybe("grade", "grade"), **word("kind", "kind", "disability"), **maybe("lost_labour", "lost_labour", "false"),
        **maybe("certified", "certified", "false"),
    }),
    "complication": ("households_complication", {**_PERIOD, **maybe("grade", "grade"), **maybe("certified", "certified", "false")}),
    "school": ("households_schooling", {**_PERIOD, **word("stage", "stage", "school")}),
    "admission": ("households_admission", {**_ON, **word("level", "level", "admission"), **maybe("full_time", "full_time", "false")}),
    "exams": ("households_exam", {**_ON, **word("kind", "kind", "exams")}),
    "post": ("households_villagepost", {**_PERIOD, **word("kind", "kind", "post")}),
}  # fmt: skip
# Tables about one person that the family lists: they count where that person is at home.
OF_MEMBERS = {
    "certificates": ("households_certificate", {**word("kind", "kind", "certificates"), **maybe("issued", day("since"))}),
    "medical": ("households_medicalcost", {"year": _YEAR, **maybe("own_compliant_cost", "own_fen")}),
}
# Tables about the household: {table of the rules: (table of the database, kind of the statement that there is none, columns)}.
OF_HOUSEHOLDS = {
    "status": ("households_householdstatus", "status", {**word("kind", "kind", "status", always=True), **_PERIOD}),
    "incomes": ("households_income", "income", {"year": _YEAR, **maybe("other", "other_fen")}),
    "poverty_grants": ("poverty_grant", "poverty_grants", {**_ON, **word("kind", "kind", "poverty_grants"), **maybe("standard", "standard_fen")}),
}
PROJECT_GRANT = {"on": day("granted_on"), "development_fund": "development_fund", "amount": "amount_fen"}
MARRIAGE = {
    **maybe("married", day("since")),
    "ended": _open_until("until"),
    "ended_recorded": "(until IS NOT NULL OR ended_how IS NULL)",
    **word("how", "coalesce(ended_how, 'none')", "couples"),
}
PARENTAGE = {
    **word("origin", "origin", "children"),
    "since": f"coalesce({day('since')}, -{months.FOREVER})",
    "since_recorded": "(since IS NOT NULL OR coalesce(origin, 'birth') = 'birth')",
    **maybe("within_policy", "within_policy", "false"),
}
LIVING = {**_PERIOD, **word("kind", "kind", "allowances"), **maybe("subsidy", "subsidy_fen")}
HOUSING = {**maybe("urban_area_per_person", "(urban_area * 100)"), **maybe("middle_lower_income", "middle_lower_income", "false")}
GIVEN = {**word("scheme", "scheme", "given", always=True), "month": "extract(year FROM since) * 12 + extract(month FROM since) - 1"}
GIVEN_TO = {name: (expression, "i8") for name, expression in {"who": "coalesce(person_id, 0)", **_part("him", 1), **_part("her", 2)}.items()}
CONFIRMED = {**word("scheme", "scheme", "confirmations", always=True), **_ON}
PERSON = {**word("sex", "sex", "persons"), **maybe("born", day("born"))}
VILLAGE_YEAR = {"year": "year", **maybe("income_per_person", "income_per_person_fen"), **maybe("out_of_policy_births", "births_outside")}
VILLAGE = {**maybe("poor", "poor", "false"), **maybe("support_standard", "support_standard_fen")}
