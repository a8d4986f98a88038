"""A payout run is drafted: asked for, collected chunk by chunk, compared, decided on."""
from collections import defaultdict

from django.db import transaction
from django.urls import reverse

from accounts import constraints, locks, scope, stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from benefits.models import Payout, PayoutRun
from benefits.payouts import anomalies, drafting, queries, states
from benefits.payouts.commands import steps

WORK = "benefits.payouts.work"
MOST_MONTHS = 24


def draft_payout_run(*, key, division_code, schemes, since, until, by, at, replaces_id=None):
    """Ask for a payout run of schemes in a county or township over whole months (half-open); a job collects what is due.

    The same key is the same run: sent twice, it is made once; with other content it is refused. `replaces_id` is a
    discarded run that this one is drafted instead of.
    """
    event = "payout_run.drafted"
    if by.role != Role.COUNTY_PREPARER:
        raise NotAllowed(_("发放批次由县级初核拟制，您当前的任职是%(role)s。") % {"role": Role(by.role).label}, event=event)
    asked = {"division_code": division_code, "schemes": sorted(schemes), "since": since, "until": until, "replaces_id": replaces_id}
    with transaction.atomic():
        locks.exclusive(by.county_code)
        existing = PayoutRun.objects.filter(key=key).first()
        if existing:
            if {name: getattr(existing, name) for name in asked} != asked:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开“新建发放批次”填写。"), event=event, subject=existing)
            return existing
        replaced = _replaced(replaces_id)
        _check(asked, county=by.county_code)
        run = PayoutRun.objects.create(
            **asked,
            number=_next_number(division_code, at),
            key=key,
            previous=queries.previous_run(division_code, asked["schemes"], since, until),
            version=replaced.version + 1 if replaced else 1,
            drafted_by=by.user,
            drafted_staff_no=by.staff_no,
            drafted_at=at,
        )
        _enqueue(run, by=by, at=at)
        journal.record(event, by=by, at=at, subject=run, after=asked | {"number": run.number, "previous": run.previous and run.previous.number})
    return run


def collect_beneficiaries(*, run_id, chosen, on):
    """Add the payouts of some beneficiaries to a run being drafted; a step of its job."""
    with transaction.atomic():
        run = steps.locked(run_id)
        locks.shared(run.division_code)
        with constraints.spoken("payout_run.drafted", run):
            return drafting.collect(run, chosen, on=on)


def finish_draft(*, run_id, by, at, on):
    """Close the collection: number the payouts, find the anomalies, add up, and lay the run on the preparer's desk."""
    with transaction.atomic():
        run = steps.locked(run_id)
        drafting.number(run)
        drafting.compare(run, on=on)
        run.state = PayoutRun.State.DRAFTED
        run.save()
        journal.record("payout_run.collected", by=by, at=at, subject=run, after=steps.sums(run), division_code=run.division_code)
    return run


def refresh_payout_run(*, run_id, by, at, on):
    """Look again at accounts, names and anomalies of a drafted run; a decision stands while its anomalies do."""
    event = "payout_run.refreshed"
    with transaction.atomic():
        run = steps.locked(run_id)
        steps.obey(run, states.REFRESH, event, by)
        changed = drafting.renew_copies(run, on=on)
        drafting.compare(run, on=on)
        run.save()
        journal.record(event, by=by, at=at, subject=run, after=steps.sums(run) | {"copies_renewed": changed})
    return run


def decide(*, run_id, decisions, by, at):
    """Say of some payouts of a drafted run whether they pass, wait or go: {payout id: (decision, reason)}."""
    event = "payout_run.decided"
    with transaction.atomic():
        run = steps.locked(run_id)
        steps.obey(run, states.DECIDE, event, by)
        payouts = {payout.pk: payout for payout in run.payouts.select_for_update().filter(pk__in=decisions)}
        if len(payouts) != len(decisions):
            raise NotAllowed(_("有发放记录不属于这一批，请刷新页面后重选。"), event=event, subject=run)
        before = {}
        for pk, (decision, reason) in decisions.items():
            before[pk] = payouts[pk].decision
            _decide(payouts[pk], decision, reason.strip(), run=run, by=by, at=at)
        _write(payouts.values(), by=by, at=at)
        drafting.add_up(run)
        run.save()
        after = {pk: {"decision": decision, "reason": reason} for pk, (decision, reason) in decisions.items()}
        journal.record(event, by=by, at=at, subject=run, before=before, after=after)
    return run


def _write(payouts, *, by, at):
    """Write decisions; those that say the same together, and most do."""
    alike = defaultdict(list)
    for payout in payouts:
        alike[payout.decision, payout.reason].append(payout.pk)
    for (decision, reason), ids in alike.items():
        Payout.objects.filter(pk__in=ids).update(decision=decision, reason=reason, decided_by=by.user, decided_at=at)


def _decide(payout, decision, reason, *, run, by, at):
    event = "payout_run.decided"
    if decision not in (Payout.Decision.APPROVE, Payout.Decision.HOLD, Payout.Decision.REMOVE):
        raise NotAllowed(_("第 %(line)s 笔：请选通过、缓发或剔除。") % {"line": payout.line_no}, event=event, subject=run)
    if not reason:
        raise NotAllowed(_("第 %(line)s 笔：请填写理由。") % {"line": payout.line_no}, event=event, subject=run)
    sentence = decision == Payout.Decision.APPROVE and anomalies.stops(payout)
    if sentence:
        raise NotAllowed(_("第 %(line)s 笔：") % {"line": payout.line_no} + sentence, event=event, subject=run)
    payout.decision, payout.reason, payout.decided_by, payout.decided_at = decision, reason, by.user, at


def _check(asked, *, county):
    event = "payout_run.drafted"
    known = set(queries.titles())
    if not asked["schemes"] or not known.issuperset(asked["schemes"]):
        raise NotAllowed(_("请至少选择一个列出的扶助项目。"), event=event)
    low, high = scope.bounds(county)
    place = Jurisdiction.objects.filter(pk=asked["division_code"], level__in=(Jurisdiction.Level.COUNTY, Jurisdiction.Level.TOWNSHIP)).first()
    if place is None or not low <= place.pk < high:
        raise NotAllowed(_("发放地区应为本县或本县的一个乡镇，请重新选择。"), event=event)
    since, until = asked["since"], asked["until"]
    if not 0 < (until.year - since.year) * 12 + until.month - since.month <= MOST_MONTHS:
        raise NotAllowed(_("发放期间应为 1 至 %(most)s 个月，请调整起止月份。") % {"most": MOST_MONTHS}, event=event)


def _replaced(replaces_id):
    if replaces_id is None:
        return None
    run = PayoutRun.objects.filter(pk=replaces_id).first()
    if run is None or run.state != PayoutRun.State.DISCARDED or PayoutRun.objects.filter(replaces=run).exists():
        raise NotAllowed(_("只能重拟已作废、且尚未重拟过的批次，请回到该批次查看。"), event="payout_run.drafted", subject=run)
    return run


def _next_number(division_code, at):
    """FF370303-2026-001: by place and year; the county's lock is held."""
    prefix = f"FF{scope.prefix(division_code)}-{at.year}-"
    last = PayoutRun.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"


def _enqueue(run, *, by, at):
    run.job = jobs.enqueue(
        kind=WORK,
        title=stored.kept("拟制发放批次 %(number)s", number=run.number),
        key=f"payout_run:{run.pk}",
        by=by,
        at=at,
        parameters={"run": run.pk},
        total=queries.beneficiaries(run),
        division_code=by.division_code,  # the county: a township's people have accounts, and earlier payouts, outside it
        page=reverse("benefits:payout_run", args=[run.pk]),
    )
    run.save(update_fields=["job"])
