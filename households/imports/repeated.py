"""The same person twice in one file."""
from django.utils.translation import gettext as _

from households.models import Relation


def refuse(families):
    """Write on each later row that its number stands on an earlier one.

    A grown child may stand in the parents' family and head one of their own; twice in one family, or twice as
    householder or spouse, is a mistake.
    """
    inside, heading = {}, {}
    for place, family in enumerate(families):
        for line in family.lines:
            if "number" not in line.values:
                continue
            number = line.values["number"].number
            _refuse_second(inside, (place, number), line)
            if line.relation in (Relation.HEAD, Relation.SPOUSE):
                _refuse_second(heading, number, line)


def _refuse_second(seen, key, line):
    first = seen.setdefault(key, line)
    if first is not line:
        sentence = _("与第 %(row)s 行是同一个身份证号，请删去重复的一行，或与证件核对。") % {"row": first.number}
        if ("number", sentence) not in line.problems:
            line.refuse("number", sentence)
