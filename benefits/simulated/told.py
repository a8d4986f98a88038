"""What two books of values make of a family, in words."""
from benefits import facts
from benefits.rules.facts import BENEFICIARIES


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
    for (whose, since, _until, _part, fen), line in zip(assessed.told(), assessed.inside(), strict=True):
        key = whose["household_id"], whose["beneficiary"], whose["scheme"], since.year
        rows[key] = BENEFICIARIES[line["kind"]], int(line["row"])
        sums[key] = sums.get(key, 0) + fen
    return {key: (fen, assessed.results.of_year(key[2], rows[key][1], key[3], rows[key][0])) for key, fen in sorted(sums.items())}  # family by family


def _condition(told):
    return {name: told.get(name, "") for name in ("text", "because", "cite")}
