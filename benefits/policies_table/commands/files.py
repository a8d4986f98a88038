"""Brings the policy files into the table."""
from datetime import date

from django.db import connection, transaction

from accounts import locks
from audits import journal
from benefits.models import Citation, PolicyConfirmation, PolicyUse, PolicyValue, Quality
from benefits.rules.values import code


class CannotLoad(Exception):
    """The files say something else than what the table must keep; `sentences` say where and what to do."""

    def __init__(self, sentences):
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def load(values, citations, *, at):
    """Make the table say what the files say; {what: how many}. Nothing is edited: a changed line withdraws the row and adds another.

    No county publishes meanwhile. A line of which only the proof became normative is recorded as its confirmation. What a published run
    used stays: CannotLoad.
    """
    with transaction.atomic():
        locks.every_county()
        numbers = _load_citations(citations, at)
        stated = {_key(value): value for value in values}
        rows = PolicyValue.objects.filter(origin=PolicyValue.Origin.FILE, withdrawn_at=None).select_related("citation")
        standing = {_key(row): row for row in rows}
        changed = [(row, stated.get(key)) for key, row in standing.items() if key not in stated or not _same(row, stated[key])]
        confirmed = [(row, value) for row, value in changed if value and _is_confirmation(row, value)]
        gone = [row for row, value in changed if (row, value) not in confirmed]
        _refuse_used(gone)
        for row, value in confirmed:
            _confirm(row, value, numbers, at)
        for row in gone:
            row.withdrawn_at, row.withdrawn_why, row.revision = at, "政策文件库中已改动", next_revision()
            row.save()
        kept = standing.keys() - {_key(row) for row in gone}
        added = [_row(value, numbers, at) for key, value in stated.items() if key not in kept]
        PolicyValue.objects.bulk_create(added)
        counts = {"added": len(added), "withdrawn": len(gone), "confirmed": len(confirmed)}
        if any(counts.values()):
            journal.record("policy_values.loaded", by=None, at=at, after=counts)
    return counts


def _load_citations(citations, at):
    """{文号: id}. What is said of a document may be put right until a published run rested on it; then the database refuses."""
    standing = {row.number: row for row in Citation.objects.filter(county="")}
    for number, citation in citations.items():
        said = {name: getattr(citation, name) or "" for name in ("title", "issuer", "issued", "quality", "sha256")}
        row = standing.get(number)
        if row is None:
            Citation.objects.create(number=number, recorded_at=at, **said)
        elif any(getattr(row, name) != words for name, words in said.items()):
            for name, words in said.items():
                setattr(row, name, words)
            row.save()
    return dict(Citation.objects.filter(county="").values_list("number", "id"))


def _key(value):
    return code(value.place), value.scheme, value.name, value.since


def _said(value):
    """A value as JSON holds it."""
    written = value.value
    if isinstance(written, tuple | list):
        return list(written)
    return written.isoformat() if isinstance(written, date) else written


def _proof(row):
    """文号 and clause of a row or of a value of the files."""
    return (row.citation.number, row.clause) if isinstance(row, PolicyValue) else (row.cite, row.clause)


def _content(row):
    return row.until, _said(row), row.unit


def _same(row, value):
    if _content(row) != _content(value):
        return False
    if (_proof(row), row.quality) == (_proof(value), value.quality):
        return True
    confirmation = PolicyConfirmation.objects.filter(value=row, county="").select_related("citation").first()
    return confirmation is not None and value.quality == Quality.NORMATIVE and (confirmation.citation.number, confirmation.clause) == _proof(value)


def _is_confirmation(row, value):
    return _content(row) == _content(value) and row.quality == Quality.REPORTED and value.quality == Quality.NORMATIVE


def _refuse_used(rows):
    used = set(PolicyUse.objects.filter(value__in=rows).values_list("value_id", flat=True))
    if used:
        raise CannotLoad([
            f"{row.place}：{row.name} 自 {row.since} 的标准已被发布的核算批次采用，不能改动。请恢复原行，另加一行自新的日期起接续。"
            for row in rows
            if row.pk in used
        ])  # fmt: skip


def _confirm(row, value, numbers, at):
    PolicyConfirmation.objects.create(value=row, citation_id=numbers[value.cite], clause=value.clause, recorded_at=at)
    row.revision = next_revision()
    row.save()


def _row(value, numbers, at):
    return PolicyValue(
        place=code(value.place),
        scheme=value.scheme,
        name=value.name,
        since=value.since,
        until=value.until,
        value=_said(value),
        unit=value.unit,
        citation_id=numbers[value.cite],
        clause=value.clause,
        quality=value.quality,
        recorded_at=at,
        revision=next_revision(),
    )


def next_revision():
    """From the one sequence facts take theirs from, so that a run knows what was recorded after its watermark."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('lidao_revision')")
        return cursor.fetchone()[0]
