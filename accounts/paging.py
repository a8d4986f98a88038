"""Pages of a list by key: a page is named by the row it begins after or ends before, so it stays where it is while rows are added."""
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page and the addresses of its neighbours, empty at the ends."""

    rows: list
    previous_url: str
    next_url: str


def page(queryset, parameters, *, key="id", descending=False, size=PAGE):
    """The rows after or before the one whose `key` the address names, in the queryset's order by it.

    A key is a unique number, or columns of digits of which the last is one: "division_code-id".
    """
    forward = "before" not in parameters
    columns = key.split("-")
    mark = _mark(parameters.get("after" if forward else "before"), columns)
    rows = queryset if forward else queryset.reverse()
    if mark is not None:
        rows = rows.filter(_beyond(mark, "lt" if forward == descending else "gt"))
    rows = list(rows[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows.reverse()
    has_previous = (mark is not None) if forward else more
    has_next = more if forward else True
    return Page(
        rows=rows,
        previous_url=_address(parameters, before=_key(rows[0], columns)) if rows and has_previous else "",
        next_url=_address(parameters, after=_key(rows[-1], columns)) if rows and has_next else "",
    )


def _mark(text, columns):
    """[(column, digits)] of the row an address names, None when it names none."""
    digits = (text or "").split("-")
    if len(digits) != len(columns) or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in digits):
        return None
    return list(zip(columns, digits, strict=True))


def _beyond(mark, direction):
    """What lies past the mark: a later column counts where those before it are equal."""
    found = Q()
    for column, digits in reversed(mark):
        here = Q(**{f"{column}__{direction}": digits})
        found = here | Q(found, **{column: digits}) if found else here
    return found


def _key(row, columns):
    return "-".join(str(getattr(row, column)) for column in columns)


def _address(parameters, **mark):
    kept = {name: value for name, value in parameters.items() if name not in ("after", "before") and value}
    return "?" + urlencode(kept | mark)
