"""Lists of runs and of their lines: filters from the address, pages by key."""
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import F, Q

from accounts import scope
from benefits.models import Run

PAGE = 50


@dataclass(frozen=True)
class Page:
    """Rows of one page and the addresses of its neighbours, empty at the ends."""

    rows: list
    previous_url: str
    next_url: str


CHANGES = {
    "new": Q(booked_fen=0, due_fen__gt=0),
    "up": Q(booked_fen__gt=0, due_fen__gt=F("booked_fen")),
    "down": Q(due_fen__gt=0, due_fen__lt=F("booked_fen")),
    "ended": Q(due_fen=0, booked_fen__gt=0),
    "same": Q(due_fen=F("booked_fen")),
    "changed": ~Q(due_fen=F("booked_fen")),
}


def runs(parameters):
    """A page of runs, newest first; filters: state, scheme."""
    found = Run.objects.select_related("prepared_by", "job").order_by("-id")
    if parameters.get("state"):
        found = found.filter(state=parameters["state"])
    if parameters.get("scheme"):
        found = found.filter(schemes__contains=[parameters["scheme"]])
    return page(found, parameters, descending=True)


def lines(run, parameters):
    """A page of a run's lines; filters: scheme, township, change, recomputed."""
    return page(filtered_lines(run, parameters).order_by("id"), parameters)


def filtered_lines(run, parameters):
    found = _placed(run.lines.select_related("household", "person"), parameters)
    if parameters.get("change") in CHANGES:
        found = found.filter(CHANGES[parameters["change"]])
    if parameters.get("recomputed"):
        found = found.filter(chunk=0)
    return found


def questions(run, parameters):
    """A page of a run's questions; filters: scheme, township."""
    return page(filtered_questions(run, parameters).order_by("id"), parameters)


def filtered_questions(run, parameters):
    return _placed(run.questions.select_related("household", "person"), parameters)


def _placed(found, parameters):
    if parameters.get("scheme"):
        found = found.filter(scheme=parameters["scheme"])
    return scope.within(found, parameters["township"]) if parameters.get("township") else found


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
