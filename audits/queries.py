"""What the auditor's desk reads: events of the place, newest first."""
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.dateparse import parse_date

from audits import said
from audits.journal import words
from audits.models import Event, SealedEvent

PAGE = 50
FILTERS = ("noun", "outcome", "who", "since", "until")


@dataclass(frozen=True)
class EventPage:
    """Events of one page, which of them are sealed, and the addresses of its neighbours (empty at the ends)."""

    rows: list
    sealed: set
    previous_url: str
    next_url: str

    @property
    def lines(self):
        """[(event, what it is about, before, after, whether it is sealed)], in words."""
        return [(row, said.subject(row), said.values(row, row.before), said.values(row, row.after), row.pk in self.sealed) for row in self.rows]


def events(chosen):
    """Events filtered by the noun of their kind (`words.PAGES`: those that only name a page), outcome, the person and days (both included)."""
    found = Event.objects.select_related(None).order_by("-id")
    if chosen.get("noun") == words.PAGES:
        found = found.filter(kind__endswith=".refused").exclude(kind__regex=rf"^({'|'.join(words.NOUNS)})\.")
    elif chosen.get("noun"):
        found = found.filter(kind__startswith=f"{chosen['noun']}.")
    if chosen.get("outcome"):
        found = found.filter(outcome=chosen["outcome"])
    if chosen.get("who"):
        found = found.filter(user__username=chosen["who"])
    for name, condition in (("since", "at__date__gte"), ("until", "at__date__lte")):
        day = _day(chosen.get(name, ""))
        if day:
            found = found.filter(**{condition: day})
    return found


def page(chosen):
    """One page by key: `before` or `after` an event's id."""
    found = events(chosen)
    before, after = _number(chosen.get("before")), _number(chosen.get("after"))
    if after:
        rows = list(found.filter(pk__gt=after).order_by("id")[: PAGE + 1])
        more_before, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        more_after = True
    else:
        rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
        more_before, more_after, rows = bool(before), len(rows) > PAGE, rows[:PAGE]
    sealed = set(SealedEvent.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return EventPage(
        rows,
        sealed,
        _url(chosen, after=rows[0].pk) if rows and more_before else "",
        _url(chosen, before=rows[-1].pk) if rows and more_after else "",
    )


def nouns():
    """[(first half of a kind, its title)]: what acts are about, for the filter."""
    return words.titles({kind.rsplit(".", 1)[0] for kind in Event.objects.order_by("kind").values_list("kind", flat=True).distinct()})


def _url(chosen, **key):
    kept = {name: chosen[name] for name in FILTERS if chosen.get(name)}
    return "?" + urlencode(kept | key)


def _day(text):
    try:
        return parse_date(text)
    except ValueError:
        return None


def _number(text):
    return int(text) if text and text.isdecimal() else None
