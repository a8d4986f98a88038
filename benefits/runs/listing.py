"""Lists of runs and of their lines: filters from the address, pages by key."""
from django.db.models import F, Q

from accounts import scope
from accounts.paging import PAGE, Page, page
from benefits.models import Run

__all__ = ["PAGE", "Page", "page"]

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
    return page(filtered_runs(parameters), parameters, descending=True)


def filtered_runs(parameters):
    found = Run.objects.select_related("prepared_by", "job").order_by("-id")
    if parameters.get("state"):
        found = found.filter(state=parameters["state"])
    if parameters.get("scheme"):
        found = found.filter(schemes__contains=[parameters["scheme"]])
    return found


def lines(run, parameters):
    """A page of a run's lines; filters: scheme, township, change, recomputed."""
    return page(filtered_lines(run, parameters).order_by("id"), parameters)


def filtered_lines(run, parameters):
    found = placed(run.lines.select_related("household", "person"), parameters)
    if parameters.get("change") in CHANGES:
        found = found.filter(CHANGES[parameters["change"]])
    if parameters.get("recomputed"):
        found = found.filter(chunk=0)
    return found


def questions(run, parameters):
    """A page of a run's questions; filters: scheme, township."""
    return page(filtered_questions(run, parameters).order_by("id"), parameters)


def filtered_questions(run, parameters):
    return placed(run.questions.select_related("household", "person"), parameters)


def placed(found, parameters):
    """Rows of people as two filters leave them: scheme, township."""
    if parameters.get("scheme"):
        found = found.filter(scheme=parameters["scheme"])
    return scope.within(found, parameters["township"]) if parameters.get("township") else found
