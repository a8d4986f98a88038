"""Trial calculation 政策试算: what a described family would be owed. One path for the command and the interface; nothing is stored."""
from benefits import rules
from benefits.policies_table import queries


def answer(case):
    """The answer to one case of the evaluation format; raises rules.Unusable, which names the place in the input."""
    return rules.evaluate(case, values=_book(case))


def adjustment(given):
    """The dynamic adjustment of standards tried out on an index series; raises rules.Unusable."""
    return rules.adjusted(given, values=_book(given))


def _book(given):
    place = given.get("place") if isinstance(given, dict) else None
    return queries.in_force(place if isinstance(place, str) and place.isdigit() else "000000000000").book
