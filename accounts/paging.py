"""Pages of a list by key: a page is named by the row it begins after or ends before, so it stays where it is while rows are added."""
from dataclasses import dataclass
from urllib.parse import urlencode

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page and the addresses of its neighbours, empty at the ends."""

    rows: list
    previous_url: str
    next_url: str


def page(queryset, parameters, *, key="id", descending=False, size=PAGE):
    """The rows after or before the one whose `key` (a unique number) the address names, in the queryset's order by it."""
    forward = "before" not in parameters
    mark = _number(parameters.get("after" if forward else "before"))
    rows = queryset if forward else queryset.reverse()
    if mark is not None:
        rows = rows.filter(**{f"{key}__lt" if forward == descending else f"{key}__gt": mark})
    rows = list(rows[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows.reverse()
    has_previous = (mark is not None) if forward else more
    has_next = more if forward else True
    return Page(
        rows=rows,
        previous_url=_address(parameters, before=getattr(rows[0], key)) if rows and has_previous else "",
        next_url=_address(parameters, after=getattr(rows[-1], key)) if rows and has_next else "",
    )


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _address(parameters, **mark):
    kept = {name: value for name, value in parameters.items() if name not in ("after", "before") and value}
    return "?" + urlencode(kept | mark)
