"""Trial calculation 政策试算: what a described family would be owed. One path for the command and the interface; nothing is stored."""
from benefits import rules
from benefits.policies_table import queries


def answer(case):
    """The answer to one case of the evaluation format; raises rules.Unusable, which names the place in the input."""
    return rules.evaluate(case, values=_book(case))


def answers(given):
    """The answer to a case, or one each to a list of cases; a list is refused whole, and the place begins with the case (`[2].household…`)."""
    if not isinstance(given, list):
        return answer(given)
    return [_one_of_many(number, case) for number, case in enumerate(given)]


def _one_of_many(number, case):
    try:
        return answer(case)
    except rules.Unusable as error:
        raise rules.Unusable(f"[{number}].{error.place}", error.sentence) from None


def adjustment(given):
    """The dynamic adjustment of standards tried out on an index series; raises rules.Unusable."""
    return rules.adjusted(given, values=_book(given))


def _book(given):
    place = given.get("place") if isinstance(given, dict) else None
    return queries.in_force(place if isinstance(place, str) and place.isdigit() else "000000000000").book
