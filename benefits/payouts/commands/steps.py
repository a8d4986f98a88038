"""What the commands of payout runs have in common: lock, look, take the step, say why."""
from accounts import constraints
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from benefits.models import PayoutRun
from benefits.payouts import states


def locked(run_id):
    """The run, locked until the transaction ends."""
    return PayoutRun.objects.select_for_update(of=("self",)).select_related("job", "previous", "replaces").get(pk=run_id)


def obey(run, move, event, by, **facts):
    """Refuse with the sentence of the table of moves."""
    sentence = states.why_not(run, move, by=by, **facts)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=run)


def take(run, move, event, *, by, at, after):
    """Put the run into the move's state and note who took the step; the database checks the run as it moves."""
    before = {"state": run.state}
    run.state = move.target
    note(run, move.step, by=by.user, staff_no=by.staff_no, at=at)
    with constraints.spoken(event, run):
        run.save()
    journal.record(event, by=by, at=at, subject=run, before=before, after=after)


def note(run, step, *, by, staff_no, at):
    """Who took a step and when; by nobody (None, "", None) once it is void."""
    for column, value in (("by", by), ("staff_no", staff_no), ("at", at)):
        setattr(run, f"{step}_{column}", value)


def check_hash(run, content_hash, event):
    """Refuse when the run is no longer what was shown."""
    if run.content_hash != content_hash:
        raise NotAllowed(_("批次在您查看之后有过改动，请刷新页面，看过现在的内容再办理。"), event=event, subject=run)


def check_reason(reason, subject, event):
    """Refuse an empty reason."""
    if not reason.strip():
        raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=subject)


def sums(run):
    """The run in figures, for the journal."""
    return {"total_fen": run.total_fen, "people": run.people, "lines": run.lines}
