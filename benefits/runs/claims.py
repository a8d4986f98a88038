"""One-offs are given once in the nation: whom the event happened to, and whether somebody has claimed it already."""
from dataclasses import dataclass

from django.db import connection

from accounts import stored
from benefits.models import Claim, RunLine
from benefits.rules import months
from benefits.rules.schemes import project_fund, project_grant
from households.models import Person


@dataclass(frozen=True)
class OneOff:
    """Whom the event happened to, by the keyed hash of the number (None: the number is not recorded), and whose sides are claimed."""

    hash: bytes | None
    sides: list[str]


def of(tables, lines):
    """The OneOff of each line of a one-off scheme; `kind` and `row` say in which table its beneficiary stands."""
    rows = [SUBJECTS[line["scheme"]](tables, line) for line in lines]
    numbers = dict(Person.objects.filter(pk__in={person for found in rows for person in found}).values_list("pk", "number_hash"))
    return [_one_off(tables, line, [numbers.get(person) for person in found]) for line, found in zip(lines, rows, strict=True)]


def _one_off(tables, line, hashes):
    """A parent's own claim about a child takes that parent's side alone, every other both."""
    sides = list(Claim.Side.values)
    if line["scheme"] == "bereavement_lump_sum" and line["kind"] == "person" and tables["persons"]["sex_recorded"][line["row"]]:
        sides = [Claim.Side.FATHER if tables["persons"]["sex"][line["row"]] == 0 else Claim.Side.MOTHER]
    return OneOff(hash=min(map(bytes, hashes)) if hashes and all(hashes) else None, sides=[str(side) for side in sides])


def claims_something(tables, line):
    """Whether a line of SUBJECTS is a one-off: of a project's grants, those of a month that place the 项目发展基金."""
    if line["scheme"] != project_grant.CODE:
        return True
    grants = tables["project_grants"]
    placed = grants["on"][(grants["household"] == line["row"]) & (grants["development_fund"] == 1)]
    return any(_month(int(day)) == line["first"] for day in placed)


def _child_lost(tables, line):
    """Ids of the claimant's children who died by the month of the claim and have nobody after them: the latest of them."""
    people, children = tables["persons"], tables["children"]
    mine = children["parent"] == line["row"] if line["kind"] == "person" else people["household"][children["parent"]] == line["row"]
    rows = {int(child) for child in children["child"][mine] if people["died_recorded"][child] and _month(people["died"][child]) <= line["first"]}
    latest = max((int(people["died"][row]) for row in rows), default=None)
    return [int(people["id"][row]) for row in rows if people["died"][row] == latest]


def _claimant(tables, line):
    return [int(tables["persons"]["id"][line["row"]])]


def _first_child(tables, line):
    """The eldest of the children who make the household what it is."""
    people, children = tables["persons"], tables["children"]
    rows = {int(child) for child in children["child"][people["household"][children["child"]] == line["row"]] if people["born_recorded"][child]}
    return [int(people["id"][min(rows, key=lambda row: (people["born"][row], row))])] if rows else []


def _month(day):
    return int(months.of(day)) if day < months.FOREVER else months.FOREVER


def _both_spouses(tables, line):
    """Ids of the couple."""
    couple = tables["couples"][line["row"]]
    return [int(tables["persons"]["id"][couple[side]]) for side in ("husband", "wife")]


SUBJECTS = {
    "bereavement_lump_sum": _child_lost,
    "complication_lump_sum": _claimant,
    "college_award": _claimant,
    "fewer_births_reward": _both_spouses,
    "second_child_waiver_award": _both_spouses,
    project_fund.CODE: _first_child,
    project_grant.CODE: _first_child,
}
# A project that places the 项目发展基金 claims what a run of project_fund would; of a line of a run.
CLAIMED_SCHEME = f"CASE {{0}}.scheme WHEN '{project_grant.CODE}' THEN '{project_fund.CODE}' ELSE {{0}}.scheme END"

_TAKEN = """
SELECT a.number, claimed_elsewhere(a.scheme, a.subject, string_to_array(a.sides, ','), %(county)s) OR EXISTS (
  SELECT FROM benefits_claim c JOIN benefits_entitlement e ON e.id = c.entitlement_id
  WHERE c.scheme = a.scheme AND c.subject_hash = a.subject AND c.side = ANY (string_to_array(a.sides, ',')) AND e.beneficiary <> a.beneficiary)
FROM unnest(%(numbers)s::int[], %(schemes)s::text[], %(subjects)s::bytea[], %(sides)s::text[], %(beneficiaries)s::text[])
  AS a (number, scheme, subject, sides, beneficiary)
"""


def doubtful(claimed, *, county):
    """{position: sentence} of (line, OneOff) pairs that cannot be booked: the subject has no number, or somebody else has claimed."""
    found = {number: unnumbered() for number, (_line, one_off) in enumerate(claimed) if one_off.hash is None}
    asked = [(number, line, one_off) for number, (line, one_off) in enumerate(claimed) if one_off.hash is not None]
    if asked:
        parameters = {
            "county": county,
            "numbers": [number for number, _line, _one_off in asked],
            "schemes": [project_fund.CODE if line["scheme"] == project_grant.CODE else line["scheme"] for _number, line, _one_off in asked],
            "subjects": [one_off.hash for _number, _line, one_off in asked],
            "sides": [",".join(one_off.sides) for _number, _line, one_off in asked],
            "beneficiaries": [line["beneficiary"] for _number, line, _one_off in asked],
        }
        with connection.cursor() as cursor:
            cursor.execute(_TAKEN, parameters)
            found |= {number: taken() for number, is_taken in cursor.fetchall() if is_taken}
    return found


def doubles(run):
    """Lines of a run that claim what another beneficiary of the same run claims too."""
    return list(
        RunLine.objects.raw(
            "SELECT DISTINCT l.* FROM benefits_runline l CROSS JOIN unnest(l.sides) AS side WHERE l.run_id = %(run)s AND l.due_fen > 0 "
            f"AND EXISTS (SELECT FROM benefits_runline o WHERE o.run_id = l.run_id AND {CLAIMED_SCHEME.format('o')} = {CLAIMED_SCHEME.format('l')} "
            "AND o.subject_hash = l.subject_hash "
            "AND o.due_fen > 0 AND side = ANY (o.sides) AND o.beneficiary <> l.beneficiary) ORDER BY l.id",
            {"run": run.pk},
        )
    )


def asked_elsewhere(run):
    """About how many one-offs of a run the other counties were asked, yes or no."""
    asked = run.lines.filter(subject_hash__isnull=False).values("scheme", "subject_hash").distinct().count()
    return asked + run.questions.filter(missing__contains=[{"name": "claim"}]).count()


def families_asked(run):
    """Families with a one-off that somebody else claims too: their lines gave way to questions."""
    return run.questions.filter(missing__contains=[{"name": "claim", "text": taken()}]).values_list("household_id", flat=True)


def question(line):
    """The question that takes the place of a run line."""
    kept = ("run_id", "chunk", "division_code", "household_id", "person_id", "beneficiary", "scheme", "since", "until")
    return {name: getattr(line, name) for name in kept} | {"missing": [{"name": "claim", "text": taken()}], "booked_fen": 0}


def unnumbered():
    return stored.kept("未录入当事人的身份证号，无法核对这项一次性补助是否已经发放。")


def taken():
    return stored.kept("这项一次性补助已有申领记录，请核实后再办。")


def away(kind):
    """The question about somebody no family speaks for any more; what was booked stands."""
    if kind == "couple":
        return stored.kept("档案中已没有这对夫妻的婚姻记录，原应发记录保留，请核实后补录婚姻情况。")
    if kind == "village":
        return stored.kept("该村已没有经确认的年度记录，原应发记录保留，请补录并确认。")
    return stored.kept("该人员已不在任何家庭档案中，原应发记录保留，请核实其去向。")
