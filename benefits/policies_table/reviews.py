"""What is due for review this year: documents that end, yearly figures not yet renewed or not yet booked, figures no document proves, proposals."""
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from benefits import rules
from benefits.models import Opening, PolicyConfirmation
from benefits.policies_table import board, names, queries, reach
from benefits.rules import registry
from benefits.rules.values import lineage
from benefits.runs import queries as runs

State = board.State
KINDS = ("waiting", "below", "unbooked", "unproven", "missing", "yearly", "ending")


@dataclass(frozen=True)
class Review:
    """Something an official should look at: of which kind, what, why, by when, and where it is done."""

    kind: str
    title: str
    sentence: str
    due: date | None
    url: str


def of(county, *, on, schemes):
    """Reviews of a county in the year of `on`, by kind; `schemes` says what schemes are called."""
    rows = [row for row in board.rows(county) if row.value.state != State.WITHDRAWN]
    openings = set(Opening.objects.filter(division_code=county).values_list("scheme", flat=True))
    return [
        *_waiting(rows, county, schemes),
        *_below(rows, county, schemes),
        *_unbooked(county, openings),
        *_unproven(rows, county, schemes),
        *_missing(rows, county, openings, schemes),
        *_yearly(rows, county, openings, on, schemes),
        *_ending(rows, on, schemes),
    ]


def _waiting(rows, county, schemes):
    for row in rows:
        if row.value.state == State.PROPOSED and row.value.place == county:
            sentence = _("%(who)s 已录入，待县级签发看过模拟核算后确认。") % {"who": row.value.entered_by.name}
            yield Review("waiting", names.title(row.value.name, schemes), sentence, None, _page(row.value))


def _below(rows, county, schemes):
    """Figures of the county that a rise above has left behind; nothing more is booked with them (docs/decisions/0025)."""
    behind, values = queries.left_behind(county), {row.value.pk: row.value for row in rows}
    for value, least in ((values[pk], values[above]) for pk, above in behind):
        told = {"number": least.citation.number, "value": names.stated(least), "unit": names.unit(least.unit), "since": least.since}
        sentence = _("%(number)s 自 %(since)s 起不低于 %(value)s %(unit)s，本县的标准已低于它，不再列应发；请录入接续的标准。") % told
        yield Review("below", names.title(value.name, schemes), sentence, None, _page(value))


def _unbooked(county, openings):
    """What is booked of a ledger and was not computed since its standards or rules changed."""
    for change in runs.ledger_changes(county, sorted(openings)):
        sentence = _("已入账的 %(since)s 至 %(until)s 还没有按变更后的标准核算，请新建覆盖这些月份的核算批次。")
        yield Review("unbooked", change.title, sentence % change.months_told, None, reverse("benefits:runs"))


def _unproven(rows, county, schemes):
    proposed = PolicyConfirmation.objects.filter(county=county, state=PolicyConfirmation.State.PROPOSED)
    found = set(proposed.values_list("value_id", flat=True))
    above = set(lineage(county))
    for row in rows:
        if row.is_unproven and row.value.place in above and row.value.state == State.IN_FORCE:
            to_do = _("已登记确认文件，待县级签发核对。") if row.value.pk in found else _("仅见于%(number)s：照算，不发放；请登记确认文件。")
            yield Review("unproven", names.title(row.value.name, schemes), to_do % {"number": row.value.citation.number}, None, _page(row.value))


def _missing(rows, county, openings, schemes):
    for scheme in sorted(lacking(county, rows) & openings):
        sentence = _("文件没有写明金额：资格照算，不列应发；请录入写明金额的县级文件。")
        yield Review("missing", schemes.get(scheme, scheme), sentence, None, reverse("benefits:policy_scheme", args=[county, scheme]))


def _yearly(rows, county, openings, on, schemes):
    """Lines, premiums and incomes are figures of a year; those a ledger of the county uses should have one from this year on."""
    used = [name for name in registry.BROUGHT if reach.schemes_of(name) & openings]
    for name in used:
        known = [row.value for row in rows if row.value.name == name and row.value.state == State.IN_FORCE and row.value.since <= on]
        latest = max(known, key=lambda value: value.since, default=None)
        if latest is None or latest.since.year < on.year:
            last = _("现行标准自 %(since)s 起。") % {"since": latest.since} if latest else _("还没有录入过。")
            url = reverse("benefits:policy_scheme", args=[county, names.LINES])
            yield Review("yearly", names.title(name, schemes), _("%(year)s 年还没有新标准。") % {"year": on.year} + last, date(on.year, 12, 31), url)


def _ending(rows, on, schemes):
    seen = set()
    for row in rows:
        value = row.value
        key = value.place, value.scheme, value.until, value.citation_id
        if value.state == State.IN_FORCE and value.until and value.until.year == on.year and key not in seen:
            seen.add(key)
            sentence = _("%(number)s 规定的标准到 %(until)s 为止（不含当日）。") % {"number": value.citation.number, "until": value.until}
            yield Review("ending", schemes.get(value.scheme or names.LINES, value.scheme), sentence, value.until, _page(value))


def lacking(county, rows):
    """Schemes the county's documents grant without a figure, and of which no official has recorded the document that states one.

    The database refuses to book them; `rows` are those of the board.
    """
    above, granted, figures = set(lineage(county)), set(), set()
    for value in (row.value for row in rows if row.value.state == State.IN_FORCE):
        if value.name.endswith(".in_force") and value.place in above:
            granted.add(value.scheme)
        if value.origin == "official" and value.unit.startswith("yuan"):
            figures |= reach.schemes_of(value.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s FROM unnest(%s::text[]) AS s WHERE lidao_lacks_a_figure(s, %s)", [sorted(granted - figures), county])
        return {scheme for (scheme,) in cursor.fetchall() if rules.SCHEMES[scheme].unit == "yuan"}


def _page(value):
    return reverse("benefits:policy_value", args=[value.pk])
