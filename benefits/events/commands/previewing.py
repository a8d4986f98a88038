"""What a change would alter: its facts are recorded, the families computed, and everything is taken back."""
import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import scope
from benefits import beneficiaries
from benefits.events import differences, queries
from benefits.events.commands import recording
from benefits.models import Evidence
from benefits.policies_table import queries as policies
from benefits.runs import assessment, evidence, subjects
from benefits.runs import queries as runs
from households.models import Household
from households.queries.family import county_of


@dataclass(frozen=True)
class Question:
    """What cannot be answered of a beneficiary over some months (half-open); `missing` are the rules' own texts, the sum is fen."""

    whose: str
    title: str
    since: date
    until: date
    missing: list
    booked_fen: int


@dataclass(frozen=True)
class Preview:
    """What was or would be recorded (household record Changes), the families and schemes it alters, and by how much.

    `groups` are what a page shows (differences.Group), `questions` what cannot be answered any more or yet: nothing is taken back for them.
    `hash` is of all that is shown: who confirms, confirms this.
    """

    recorded: list
    households: list
    schemes: list
    window: object
    groups: list
    questions: list
    sums: differences.Sums
    hash: str


_SHOWN = ("since", "until", "booked_fen", "due_fen", "moved_fen", "overpaid_fen", "anyway")  # of a line


class _TakenBack(Exception):
    """Nothing of a preview stays."""


def preview_change(*, kind, household_id, said, by, at):
    """The Preview of a change as `said` by its form; nothing is written. NotAllowed where it cannot be recorded."""
    made = None
    try:
        with transaction.atomic():
            made = work_out(kind, household_id, said, by=by, at=at)
            raise _TakenBack
    except _TakenBack:
        return made


def work_out(kind, household_id, said, *, by, at):
    """Record the facts in the caller's transaction and compare what is due now with the book: a Preview."""
    county = county_of(Household.objects.values_list("division_code", flat=True).get(pk=household_id))
    with scope.entered(county):
        window, revision = queries.window(county, on=timezone.localdate(at)), runs.revision()
        before = assessment.assess(window, sorted(queries.related(household_id))) if window else None
        recording.record(kind, household_id, said, by=by, at=at)
        families = sorted(queries.touched_since(queries.related(household_id), revision))
        recorded = queries.recorded(household_id, at=at)
        found = assessment.assess(window, families) if window else None
        lines = differences.marked(_lines(found), _lines(before)) if found else []
        schemes = sorted({line.scheme for line in lines if not line.anyway})
        lines = [line for line in lines if line.scheme in schemes]
        groups = differences.groups(lines, reason_of=_reasons(found, window), titles=runs.titles())
        questions = _questions(found, before) if found else []
        digest = _hash(kind, household_id, recorded, groups, questions)
    return Preview(recorded, families, schemes, window, groups, questions, differences.sums(lines), digest)


def _lines(found):
    """differences.Line of what an assessment (assessment.Found) says otherwise than the book."""
    changed = found.lines[found.lines["due"] != found.lines["booked"]]
    rows = []
    for line in changed:
        since, until = _day(int(line["first"])), _day(int(line["first"] + line["months"]))
        whose = subjects.text(int(line["kind"]), int(line["who"]), int(line["partner"]))
        rows.append((whose, found.schemes[line["scheme"]], since, until, int(line["booked"]), int(line["due"]), int(line["household"])))
    return differences.together(rows)


def _reasons(found, window):
    """Gives the reason of a line, from the facts as they would be recorded."""
    families = {}

    def of(line):
        if line.household_id not in families:
            facts = next(row["facts"] for row in found.evidence if row["household_id"] == line.household_id)
            basis = evidence.basis(policies.in_force(window.division_code))
            kept = Evidence(basis=basis, layout=evidence.layout(), facts=facts, since=window.since, until=window.until)
            families[line.household_id] = evidence.seen(kept)
        return families[line.household_id].reason(scheme=line.scheme, beneficiary=line.beneficiary, since=line.since)

    return of


def _questions(found, before):
    """The questions of an assessment that were not asked without the change, named."""
    new = [row for row in found.questions if not any(_covers(asked, row) for asked in before.questions)]
    names, titles = beneficiaries.names([row["beneficiary"] for row in new]), runs.titles()
    return [
        Question(
            names[row["beneficiary"]], str(titles.get(row["scheme"], row["scheme"])), row["since"], row["until"],
            [item["text"] for item in row["missing"]], row["booked_fen"],
        )
        for row in new
    ]  # fmt: skip


def _covers(asked, row):
    alike = all(asked[name] == row[name] for name in ("beneficiary", "scheme", "missing"))
    return alike and asked["since"] <= row["since"] and row["until"] <= asked["until"]


def _hash(kind, household_id, recorded, groups, questions):
    """64 hex digits of what is shown. People are named, not numbered: a child's number is given anew each time."""
    told = [kind, household_id]
    told += [[change.subject, change.title, change.words, change.period, change.withdrawn_at is None] for change in recorded]
    for group in groups:
        told += [[group.whose, group.title, *(getattr(line, name) for name in _SHOWN)] for line in group.lines]
        told += [[group.whose, group.title, span.reason] for span in group.spans]
    told += [[asked.whose, asked.title, asked.since, asked.until, asked.missing, asked.booked_fen] for asked in questions]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def _day(month):
    return date(month // 12, month % 12 + 1, 1)
