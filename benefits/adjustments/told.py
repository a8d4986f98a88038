"""The new standards as the rules take them, and what they make of a family, in words."""
from benefits import facts
from benefits.rules import money
from benefits.rules.facts import BENEFICIARIES
from benefits.rules.values import Value
from benefits.runs import subjects


def proposed(adjustment):
    """The values (rules.Value) the adjustment would put into force in its county."""
    return [
        Value(
            place=adjustment.division_code, name=value.name, since=adjustment.effective, until=None, value=money.yuan(value.new_fen), unit=value.unit,
            cite=adjustment.citation.number, clause=adjustment.clause, scheme=value.name.partition(".")[0],
        )
        for value in adjustment.values.all()
    ]  # fmt: skip


def of_families(before, after):
    """{household id: [{beneficiary, scheme, year, before_fen, after_fen, before, after, conditions}]}: the sums in words, by beneficiary and year.

    `before` and `after` are the two sides of a simulation of these families (assessment.Assessment).
    """
    found = {}
    for side, assessed in (("before", before), ("after", after)):
        for (household, *key), (fen, reason) in _years(assessed).items():
            row = found.setdefault((household, *key), dict(zip(("beneficiary", "scheme", "year"), key, strict=True)) | _NOTHING)
            row |= {f"{side}_fen": fen, side: reason["sum"], "conditions": [_condition(one) for one in reason["conditions"]]}
    families = {}
    for (household, *_key), row in sorted(found.items()):
        families.setdefault(household, []).append(row)
    return families


_NOTHING = {"before_fen": 0, "after_fen": 0, "before": "", "after": ""}


def _years(assessed):
    """{(household, beneficiary, scheme, year): (fen, reason)} of one side."""
    rows, sums = {}, {}
    assessed.results.names = facts.called(assessed.tables["persons"]["id"].tolist())
    for line, row in zip(assessed.lines(), assessed.inside()["row"].tolist(), strict=True):
        kind = int(line["kind"])
        beneficiary = subjects.text(kind, int(line["who"]), int(line["partner"]))
        key = int(line["household"]), beneficiary, assessed.results.schemes[line["scheme"]], int(line["first"]) // 12
        rows[key] = BENEFICIARIES[kind], row
        sums[key] = sums.get(key, 0) + int(line["due"])
    return {key: (fen, assessed.results.of_year(key[2], rows[key][1], key[3], rows[key][0])) for key, fen in sorted(sums.items())}  # family by family


def _condition(told):
    return {name: told.get(name, "") for name in ("text", "because", "cite")}
