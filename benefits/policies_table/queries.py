"""What is in force where."""
import hashlib
import json
from dataclasses import dataclass

from django.db.models import Count, Max, Q, Sum

from benefits.models import PolicyUse, PolicyValue
from benefits.rules.values import Book, Value, lineage


@dataclass(frozen=True)
class InForce:
    """The values a place calculates with. `ids` are the PolicyValue rows of `book.values`, in its order."""

    book: Book
    ids: tuple[int, ...]
    revision: int
    hash: str


_made: dict[str, tuple[tuple, InForce]] = {}


def in_force(place):
    """The values of a place's county, of the places above and inside it; read again only when the table has changed."""
    county, stamp = place[:6], _stamp()
    if county not in _made or _made[county][0] != stamp:
        _made[county] = stamp, _read(county, revision=stamp[2])
    return _made[county][1]


def is_used(value):
    """Whether a published run rested on the value."""
    return PolicyUse.objects.filter(value=value).exists()


def listed(county):
    """The values that hold or will hold for a county, those waiting for confirmation among them, newest first within a name."""
    return (
        PolicyValue.objects.filter(Q(place__in=lineage(county)) | Q(place__startswith=county[:6]), withdrawn_at=None)
        .select_related("citation", "entered_by", "confirmed_by", "confirmation__citation", "use")
        .order_by("scheme", "name", "-place", "-since")
    )


def _stamp():
    """Differs after every change: a row is added, or revised and then carries a new revision."""
    sums = PolicyValue.objects.aggregate(rows=Count("id"), sum=Sum("revision"), last=Max("revision"))
    return sums["rows"], sums["sum"], sums["last"] or 0


def _read(county, *, revision):
    standing = (
        PolicyValue.objects.filter(Q(place__in=lineage(county)) | Q(place__startswith=county), withdrawn_at=None)
        .filter(Q(origin=PolicyValue.Origin.FILE) | Q(confirmed_at__isnull=False))
        .select_related("citation", "confirmation__citation")
        .order_by("place", "scheme", "name", "since", "id")
    )
    ids, values = [], []
    for row in standing:
        ids.append(row.pk)
        values.append(_value(row))
    return InForce(book=Book(values), ids=tuple(ids), revision=revision, hash=_hash(values))


def _value(row):
    """A row as the rules take it; a reported value that was confirmed rests on the confirming document."""
    confirmation = getattr(row, "confirmation", None)
    proof = confirmation or row
    return Value(
        place=row.place,
        name=row.name,
        since=row.since,
        until=row.until,
        value=tuple(row.value) if isinstance(row.value, list) else row.value,
        unit=row.unit,
        cite=proof.citation.number,
        clause=proof.clause,
        quality="normative" if confirmation else row.quality,
        scheme=row.scheme,
    )


def _hash(values):
    canonical = json.dumps([vars(value) for value in values], default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
