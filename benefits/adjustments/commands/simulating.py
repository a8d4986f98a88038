"""Steps of computing an adjustment on live data, each inside its caller's transaction: rows come and go only while it is being computed."""
import hashlib
from collections import Counter, defaultdict
from datetime import date

from django.db import connection
from django.utils import timezone

from accounts import locks
from audits import journal
from benefits.adjustments import outlook, proposed
from benefits.models import Adjustment, AdjustmentGap, AdjustmentRow, AdjustmentSample
from benefits.policies_table import queries as policies
from benefits.policies_table import reach
from benefits.rules import bearing
from benefits.runs import assessment
from benefits.runs import queries as runs
from benefits.runs.commands import staging
from benefits.simulated import told

CHUNK = 500  # families in one transaction
State = Adjustment.State


def is_overtaken(adjustment, *, effective):
    """Whether a standard is no longer what the proposal took for the present one."""
    found = outlook.mechanism(adjustment.division_code)
    if found is None:
        return True
    now = outlook.standards(adjustment.division_code, found, outlook.growth_of(adjustment), effective=effective)
    proposed = {value.name: value.old_fen for value in adjustment.values.all()}
    return proposed != {standard.old.name: standard.old_fen for standard in now if standard.old.name in proposed}


def begin(adjustment, *, effective, by, at):
    """What is to be computed: the ledgers the standards have a part in, from the year they begin, or this one, to the next."""
    openings, year = reach.openings_of(adjustment.division_code), timezone.localdate(at).year
    until = date(max(year, effective.year) + 2, 1, 1) if effective.year <= year else date(effective.year + 1, 1, 1)
    touched = {scheme for value in adjustment.values.all() for scheme in reach.schemes_of(value.name)}
    adjustment.state, adjustment.effective = State.SIMULATING, effective
    adjustment.prepared_by, adjustment.prepared_staff_no, adjustment.prepared_at = by.user, by.staff_no, at
    adjustment.since, adjustment.until = date(min(year, effective.year), 1, 1), until
    adjustment.schemes = sorted(scheme for scheme in touched if scheme in openings and openings[scheme] < until)
    adjustment.simulated_at, adjustment.rows_hash = None, ""
    void_approval(adjustment)


def start(adjustment):
    """Begin from nothing: the watermark is taken while no change of the county is under way."""
    locks.exclusive(adjustment.division_code)
    openings = reach.openings_of(adjustment.division_code)
    adjustment.openings = {scheme: since.isoformat() for scheme, since in openings.items()}
    adjustment.watermark, adjustment.basis = runs.revision(), basis(adjustment)
    adjustment.families, adjustment.seen = runs.families(adjustment), 0
    adjustment.save()
    for rows in (AdjustmentRow, AdjustmentGap, AdjustmentSample):
        rows.objects.filter(adjustment=adjustment)._raw_delete(using="default")


def basis(adjustment):
    """A hash of the values on file and the rules' text a simulation rests on."""
    return hashlib.sha256(runs.basis(adjustment)[1].encode()).hexdigest()


def is_outdated(adjustment):
    """Values or rules changed since the simulation began: half of it would rest on other figures than the rest."""
    return basis(adjustment) != adjustment.basis


def families(adjustment, household_ids):
    """What the present and the new standards give these families, year by year; who has no result is asked after."""
    if adjustment.schemes:
        before, after = sides(adjustment, household_ids)
        staging.insert(AdjustmentRow, [row | {"adjustment_id": adjustment.pk} for row in rows_of(before, after)])
        staging.insert(AdjustmentGap, [row | {"adjustment_id": adjustment.pk} for row in _gaps(before, after)])
    adjustment.seen += len(household_ids)
    adjustment.save()


def finish(adjustment, *, at):
    """All families are computed: the hash the approver signs, and the families drawn by it. Somebody without a result blocks it."""
    adjustment.simulated_at, adjustment.rows_hash = at, rows_hash(adjustment)
    adjustment.save()
    blocked = adjustment.gaps.exists()
    drawn = [] if blocked else _draw(adjustment)
    adjustment.state = State.BLOCKED if blocked else State.SIMULATED if drawn else State.CHECKED
    adjustment.save()
    after = {
        "state": adjustment.state, "rows_hash": adjustment.rows_hash, "rows": adjustment.rows.count(), "gaps": adjustment.gaps.count(),
        "drawn": len(drawn),
    }  # fmt: skip
    journal.record("adjustment.simulated", by=None, at=at, subject=adjustment, after=after, division_code=adjustment.division_code)


def undo(adjustment):
    """Cancelled by a person: back to the proposal."""
    start(adjustment)
    adjustment.state, adjustment.simulated_at = State.PROPOSED, None
    adjustment.save()


def void_approval(adjustment):
    """Take the approver's name from the adjustment."""
    adjustment.approved_by = adjustment.approved_staff_no = adjustment.approved_at = adjustment.approved_block = None
    adjustment.approved_head = ""


def sides(adjustment, household_ids):
    """(the rules applied with the present standards, with the new ones) to the same facts."""
    book = policies.with_proposals(adjustment.division_code, proposed.values(adjustment))
    return assessment.sides(adjustment, household_ids, values=book)


def rows_of(before, after):
    """One row a beneficiary, scheme and calendar year, with what each level of government bears."""
    found = {}
    for side, assessed in enumerate((before, after)):
        for key, (about, sums) in _by_year(assessed).items():
            row = found.setdefault(key, about | {"before_fen": 0, "after_fen": 0, "levels": defaultdict(lambda: [0, 0])})
            for (_part, borne), fen in sums.items():
                row["after_fen" if side else "before_fen"] += fen
                for level, share in bearing.shared(fen, borne).items():
                    row["levels"][level][side] += share
    return [row | {"levels": dict(row["levels"])} for row in found.values()]


def rows_hash(adjustment):
    """The hash of the rows and standards as they are now, 64 hex digits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_adjustment_hash(%s)", [adjustment.pk])
        return cursor.fetchone()[0]


def _by_year(assessed):
    """{(beneficiary, scheme, year): (whose row it is, {(part, who bears it): fen})}."""
    found = {}
    for (whose, since, _until, part, fen), borne in zip(assessed.told(), assessed.borne(), strict=True):
        key = whose["beneficiary"], whose["scheme"], since.year
        found.setdefault(key, (whose | {"year": since.year}, Counter()))[1][part, borne] += fen
    return found


def _gaps(before, after):
    """Unknown answers of either side, each once."""
    found = {}
    for assessed in (before, after):
        for rows in assessed.questions().values():
            for row in rows:
                found.setdefault((row["beneficiary"], row["scheme"], row["since"]), row)
    return [{name: value for name, value in row.items() if name != "booked_fen"} for row in found.values()]


def _draw(adjustment):
    """The ids of the drawn families, put on record with their sums in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, household FROM lidao_adjustment_draw(%s, %s) ORDER BY number", [adjustment.pk, adjustment.rows_hash])
        drawn = cursor.fetchall()
    if drawn:
        ids = sorted(household for _, household in drawn)
        sums = told.of_families(*sides(adjustment, ids))
        places = dict(adjustment.rows.filter(household__in=ids).values_list("household_id", "division_code"))
        rows = [
            {"adjustment_id": adjustment.pk, "division_code": places[household], "number": number, "household_id": household, "told": sums[household]}
            for number, household in drawn
        ]
        staging.insert(AdjustmentSample, rows)
    return drawn
