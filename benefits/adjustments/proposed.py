"""The new standards of an adjustment as the rules take them."""
from benefits.rules import money
from benefits.rules.values import Value


def values(adjustment):
    """The values (rules.Value) the adjustment would put into force in its county."""
    return [
        Value(
            place=adjustment.division_code, name=value.name, since=adjustment.effective, until=None, value=money.yuan(value.new_fen), unit=value.unit,
            cite=adjustment.citation.number, clause=adjustment.clause, scheme=value.name.partition(".")[0],
        )
        for value in adjustment.values.all()
    ]  # fmt: skip
