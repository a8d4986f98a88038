"""The person-level list of a simulation: filters from the address, pages by key."""
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.runs import listing

_BEFORE = F("shown_before_fen")
CHANGES = {
    "changed": (_("有变动"), ~Q(shown_after_fen=_BEFORE)),
    "more": (_("增"), Q(shown_after_fen__gt=_BEFORE)),
    "less": (_("减"), Q(shown_after_fen__lt=_BEFORE)),
    "new": (_("新列"), Q(shown_before_fen=0, shown_after_fen__gt=0)),
    "up": (_("调增"), Q(shown_before_fen__gt=0, shown_after_fen__gt=_BEFORE)),
    "down": (_("调减"), Q(shown_after_fen__gt=0, shown_after_fen__lt=_BEFORE)),
    "ended": (_("退出"), Q(shown_after_fen=0, shown_before_fen__gt=0)),
    "same": (_("不变"), Q(shown_after_fen=_BEFORE)),
}


@dataclass(frozen=True)
class Filters:
    """What the list of a simulation can be narrowed to, pairs of code and title; `time` names the filter of time (year, period) in the address."""

    townships: list
    schemes: list
    time: str
    time_title: str
    times: list

    @property
    def changes(self):
        return [(code, title) for code, (title, _condition) in CHANGES.items()]


def filtered(rows, parameters, *, before=None, after=None):
    """The rows the filters leave: township, scheme, change. They carry shown_before_fen, shown_after_fen and shown_difference_fen: of all the
    time of the row, or of a part of it (the expressions `before`, `after`)."""
    before, after = before or F("before_fen"), after or F("after_fen")
    found = listing.placed(rows.select_related("household", "person"), parameters)
    found = found.annotate(shown_before_fen=before, shown_after_fen=after, shown_difference_fen=after - before)
    change = parameters.get("change")
    return found.filter(CHANGES[change][1]) if change in CHANGES else found
