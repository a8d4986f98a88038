"""Trial calculation 政策试算: what a described family would be owed. One path for the command and the interface; nothing is stored."""
import json

from django.utils.translation import gettext as _

from benefits import rules
from benefits.policies_table import queries


def read(text):
    """What a text or UTF-8 bytes of JSON say; raises rules.Unusable, which names the place in the text, whatever somebody sent."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise rules.Unusable(_("第 %(line)s 行第 %(column)s 列") % {"line": error.lineno, "column": error.colno}, _("不是 JSON，请核对。")) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists without end, bytes that are no text
        raise rules.Unusable("case", _("不是可读的 JSON：有过长的数字、过深的层次或不是 UTF-8 的文字，请核对。")) from None


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
