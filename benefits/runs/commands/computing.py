"""Steps of computing a run, each inside its caller's transaction: rows come and go only while the run is being computed."""
from itertools import islice

from accounts import locks
from audits import journal
from benefits.models import Evidence, Run, RunBlocker, RunLine, RunQuestion
from benefits.policies_table import queries as policies
from benefits.runs import assessment, claims, evidence, queries
from benefits.runs.commands import staging

CHUNK = 2500  # families of a year in one transaction, about a second; of several years fewer: a worker stays below 250 MB
CHANGED = 0  # the chunk of families computed again because they changed after the watermark
MOST_AT_ONCE = 500  # more changed families than this are left to the job


def start(run):
    """Begin from nothing: the watermark is taken while no change of the county is under way."""
    locks.exclusive(run.division_code)
    run.state = Run.State.SIMULATING
    run.watermark = queries.revision()
    run.values_revision, run.values_hash = queries.basis(run)
    run.basis = evidence.basis(policies.in_force(run.division_code))
    run.lines_hash, run.totals, run.recomputed = "", {}, 0
    run.save()
    _clear(run)


def at_once(run, *, at):
    """Compute a run about a few families here and now, without a job."""
    start(run)
    families(run, run.households, chunk=1)
    _close(run, at=at)


def is_outdated(run):
    """Policy values changed since the run began: half of it would rest on other figures than the rest."""
    return queries.basis(run)[1] != run.values_hash


def chunk_size(run):
    """How many families of a run are computed in one transaction."""
    window = evidence.window(run)
    return max(1, CHUNK * 12 // (window["until"] - window["since"]))


def families(run, household_ids, *, chunk):
    """Compute these families in place of what the run said of them before."""
    for rows in (RunLine, RunQuestion, Evidence):
        rows.objects.filter(run=run, household_id__in=household_ids)._raw_delete(using="default")
    RunBlocker.objects.filter(run=run, chunk=chunk)._raw_delete(using="default")
    seen = queries.revision() if chunk == CHANGED else run.watermark
    found = assessment.assess(run, household_ids)
    staging.lines(run, found, chunk=chunk)
    questions = [{**row, "revision": seen} for row in found.questions]
    for model, rows in ((RunQuestion, questions), (RunBlocker, found.blockers)):
        staging.insert(model, [{"run_id": run.pk, "chunk": chunk, **row} for row in rows])
    if found.evidence:
        kept = {"run_id": run.pk, "basis_id": run.basis_id, "since": run.since, "until": run.until, "layout_id": evidence.layout().pk}
        staging.insert(Evidence, [kept | row for row in found.evidence])


def finish(run, *, at):
    """All families are computed: the sums and the hash the approver signs. Without a value a scheme needs the run is blocked."""
    _close(run, at=at)
    after = {"state": run.state, "lines_hash": run.lines_hash, "totals": run.totals, "questions": run.questions.count()}
    after["asked_elsewhere"] = claims.asked_elsewhere(run)
    journal.record("run.simulated", by=None, at=at, subject=run, after=after, division_code=run.division_code)


def again(run, household_ids, *, at):
    """Compute changed families of an approved run again; True when the lines came out otherwise and the approval is void.

    Families whose one-offs meet are computed together: one without the other would look like the only one.
    """
    household_ids = sorted({*household_ids, *claims.families_asked(run)})
    signed, approval = run.lines_hash, {name: getattr(run, name) for name in _APPROVAL}
    run.state = Run.State.SIMULATING
    void_approval(run)
    run.save()
    remaining = iter(household_ids)
    while some := list(islice(remaining, chunk_size(run))):
        families(run, some, chunk=CHANGED)
    run.watermark = queries.revision()
    run.recomputed = len(household_ids)
    _close(run, at=run.simulated_at)
    if run.state != Run.State.SIMULATED or run.lines_hash != signed:
        return True
    for name, value in approval.items():
        setattr(run, name, value)
    run.state = Run.State.APPROVED
    run.save()
    return False


def undo(run):
    """Cancelled by a person: nothing of the run stays but its row."""
    if run.state == Run.State.QUEUED:
        start(run)
    _clear(run)
    run.state = Run.State.DISCARDED
    run.save()


def void_approval(run):
    """Take the approver's name from the run."""
    run.approved_by = run.approved_staff_no = run.approved_at = run.approved_block = None
    run.approved_head = ""


def _clear(run):
    for rows in (RunLine, RunQuestion, RunBlocker, Evidence):
        rows.objects.filter(run=run)._raw_delete(using="default")


_APPROVAL = ("approved_by", "approved_staff_no", "approved_at", "approved_block", "approved_head")


def _close(run, *, at):
    _question_double_claims(run)
    run.totals = queries.totals(run)
    run.lines_hash = queries.lines_hash(run)
    run.state = Run.State.BLOCKED if run.blockers.exists() else Run.State.SIMULATED
    run.simulated_at = at
    run.save()


def _question_double_claims(run):
    """Two families of the county claim the same one-off: neither is booked before an official has looked."""
    doubles = claims.doubles(run)
    asked = {}
    for line in doubles:
        question = asked.setdefault((line.beneficiary, line.scheme, line.since), claims.question(line))
        question["booked_fen"] += line.booked_fen
    RunLine.objects.filter(pk__in=[line.pk for line in doubles])._raw_delete(using="default")
    staging.insert(RunQuestion, [{**question, "revision": run.watermark} for question in asked.values()])
