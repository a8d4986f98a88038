"""Trial calculation 政策试算: what a described family would be owed. One path for the command and the interface; nothing is stored."""
from benefits import rules
from benefits.policies_table import queries


def answer(case):
    """The answer to one case of the evaluation format; raises rules.Unusable, which names the place in the input."""
    place = case.get("place") if isinstance(case, dict) else None
    book = queries.in_force(place if isinstance(place, str) and place.isdigit() else "000000000000").book
    return rules.evaluate(case, values=book)
