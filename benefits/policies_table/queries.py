"""What is in force where."""
import hashlib
import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, Subquery, Sum

from benefits.models import CitationFile, PolicyConfirmation, PolicySimulation, PolicyUse, PolicyValue, RunValue
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


def with_proposal(place, value):
    """What the place would calculate with once a proposed value (a PolicyValue) is confirmed."""
    return with_proposals(place, [_value(value)], ids=[value.pk])


def with_proposals(place, values, *, ids=None):
    """The same with values (rules' Values) that may have no row yet; such a one has the id 0."""
    held = in_force(place)
    return InForce(
        book=Book([*held.book.values, *values]), ids=(*held.ids, *(ids or [0] * len(values))), revision=held.revision, hash=held.hash
    )


def why_stale(simulation, *, outdated):
    """Why the last simulation of a value (None: there is none) may no longer be so, in one word; None while it stands.

    The database says it of facts, ledgers and values; `outdated(simulation)` of the rules' own text.
    """
    if simulation is None:
        return "missing"
    return _stale(simulation) or ("values" if simulation.schemes and outdated(simulation) else None)


def _stale(simulation):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_simulation_is_stale(%s)", [simulation.pk])
        return cursor.fetchone()[0]


def the_least_above(county, name, value, unit, *, since, until):
    """The PolicyValue above a county's figure that is more and the least its document allows, on some day from `since` until `until`; or None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT value_id FROM lidao_the_least_above(%s, %s, %s, to_jsonb(%s::text), %s, %s) WHERE NOT isempty(days) LIMIT 1",
            [county, name, unit, value, since, until],
        )
        found = cursor.fetchone()
    return PolicyValue.objects.select_related("citation").get(pk=found[0]) if found else None


def left_behind(county):
    """[(value, the one above)] ids of a county's confirmed figures that are below the least since a rise above them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (v.id) v.id, l.value_id FROM benefits_policyvalue v "
            "CROSS JOIN LATERAL lidao_the_least_above(v.place, v.name, v.unit, v.value, v.since, v.until) l "
            "WHERE v.place = %s AND v.origin = 'official' AND v.confirmed_at IS NOT NULL AND v.withdrawn_at IS NULL AND v.unit LIKE 'yuan%%' "
            "AND NOT isempty(l.days) ORDER BY v.id, l.value_id",
            [county],
        )
        return cursor.fetchall()


def runs_resting_on(value_ids):
    """{value id: [Run]} of the county's published runs that used these values, the latest first."""
    found = {}
    for use in RunValue.objects.filter(value__in=value_ids).select_related("run").order_by("-run_id"):
        found.setdefault(use.value_id, []).append(use.run)
    return found


def is_used(value):
    """Whether a published run rested on the value."""
    return PolicyUse.objects.filter(value=value).exists()


def proposed(county):
    """A county's own values that await confirmation; `simulated_at` is when the last simulation of each finished, None while it runs."""
    last = PolicySimulation.objects.filter(value=OuterRef("pk")).order_by("-id").values("finished_at")[:1]
    waiting = PolicyValue.objects.filter(place=county, origin=PolicyValue.Origin.OFFICIAL, confirmed_at=None, withdrawn_at=None)
    return waiting.annotate(simulated_at=Subquery(last)).order_by("id")


def undecided(county):
    """Documents the county recorded for reported values, which nobody has compared yet."""
    found = PolicyConfirmation.objects.filter(county=county, state=PolicyConfirmation.State.PROPOSED)
    return found.select_related("value", "citation").order_by("id")


def files(county, citation_ids):
    """What the county archived of these documents, the latest first; the bytes stay where they are."""
    found = CitationFile.objects.filter(division_code=county, citation__in=citation_ids)
    return found.select_related("citation", "seal", "archived_by").defer("seal__content")


def concerning(county):
    """Every value that has to do with a county, withdrawn ones among them: its own, and those of the places above and inside it."""
    found = PolicyValue.objects.filter(Q(place__in=lineage(county)) | Q(place__startswith=county[:6]))
    return found.select_related("citation", "entered_by", "confirmed_by", "use")



def _stamp():
    """Differs after every change: a row is added, or revised and then carries a new revision."""
    sums = PolicyValue.objects.aggregate(rows=Count("id"), sum=Sum("revision"), last=Max("revision"))
    return sums["rows"], sums["sum"], sums["last"] or 0


def _read(county, *, revision):
    standing = (
        PolicyValue.objects.filter(Q(place__in=lineage(county)) | Q(place__startswith=county), withdrawn_at=None)
        .filter(Q(origin=PolicyValue.Origin.FILE) | Q(confirmed_at__isnull=False))
        .select_related("citation")
        .order_by("place", "scheme", "name", "since", "id")
    )
    confirmed = {row.value_id: row for row in confirmations(county).filter(state=PolicyConfirmation.State.IN_FORCE).select_related("citation")}
    ids, values = [], []
    for row in standing:
        ids.append(row.pk)
        values.append(_value(row, confirmed.get(row.pk)))
    return InForce(book=Book(values), ids=tuple(ids), revision=revision, hash=_hash(values))


def as_stated(row, confirmation=None):
    """A PolicyValue as the rules take it, proven by its confirmation where there is one."""
    return _value(row, confirmation)


def confirmations(county):
    """Documents that confirm reported values, as far as they concern a county; a county's own after those of the files."""
    return PolicyConfirmation.objects.filter(county__in=("", county[:6] + "000000")).order_by("county", "id")


def _value(row, confirmation=None):
    """A row as the rules take it; a reported value that was confirmed rests on the confirming document."""
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
