"""Writes of runs: what officials do with them."""
import uuid

from django.db import transaction
from django.urls import reverse

from accounts import constraints, locks, stored
from accounts.models import Jurisdiction
from accounts.refusal import NotAllowed
from accounts.roles import COUNTY, Role
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.journal import blocks
from benefits import wording
from benefits.models import Opening, Run
from benefits.models.registrations import FUND_SCHEMES, IN_KIND_SCHEMES
from benefits.runs import queries, states
from benefits.runs.commands import book, computing

MOST_MONTHS = 120
WORK = "benefits.runs.work"
_OPENED_BY = frozenset({Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER})


def open_ledger(*, scheme, since, by, at):
    """Set the first month (its first day) a county's ledger of a scheme covers; movable until something is due."""
    _require(by, _OPENED_BY, "ledger.opened")
    _refuse_in_kind([scheme], "ledger.opened")
    with transaction.atomic():
        locks.exclusive(by.county_code)
        opening = Opening.objects.filter(division_code=by.county_code, scheme=scheme).first()
        before = {"since": opening.since} if opening else {}
        if opening is None:
            opening = Opening(division_code=by.county_code, scheme=scheme)
        elif queries.has_entitlements(by.county_code, scheme):
            raise NotAllowed(_("该项目已有应发记录，首个账期不能再改。"), event="ledger.opened", subject=opening)
        opening.since, opening.opened_by, opening.opened_at = since, by.user, at
        opening.save()
        journal.record("ledger.opened", by=by, at=at, subject=opening, before=before, after={"scheme": scheme, "since": since})
    return opening


def prepare_run(*, key, schemes, since, until, by, at):
    """Ask for a computation of schemes over whole months (half-open); the job that computes begins at once.

    The same key is the same run: sent twice, it is made once; with other content it is refused.
    """
    _require(by, {Role.COUNTY_PREPARER}, "run.prepared")
    asked = {"schemes": sorted(schemes), "since": since, "until": until}
    with transaction.atomic():
        locks.exclusive(by.county_code)
        existing = Run.objects.filter(key=key).first()
        if existing:
            if {name: getattr(existing, name) for name in asked} != asked:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开“新建核算”填写。"), event="run.prepared", subject=existing)
            return existing
        _check_window(by.county_code, **asked)
        run = begin(key=key, **asked, event="run.prepared", by=by, at=at)
        journal.record("run.prepared", by=by, at=at, subject=run, after=asked | {"number": run.number})
    return run


def begin(*, key, schemes, since, until, event, by, at):
    """A run of the whole county and its job; a step of a command that holds the county's lock, decides who may, and writes the `event`.

    Refused beside another that is being computed for some of these schemes and months.
    """
    _refuse_beside_another(by.county_code, event, schemes=schemes, since=since, until=until)
    run = Run.objects.create(
        division_code=by.county_code, number=_next_number(by.county_code, at), key=key, schemes=sorted(schemes), since=since, until=until,
        prepared_by=by.user, prepared_staff_no=by.staff_no, prepared_at=at,
    )  # fmt: skip
    _enqueue(run, by=by, at=at)
    return run


def compute_for(*, households, schemes, since, until, by, at):
    """A run about these families (ids) alone, computed and waiting for its approval; a step of the command that changed them.

    That command holds the county's lock alone, decides who may, and writes the event.
    """
    run = Run.objects.create(
        division_code=by.county_code, number=_next_number(by.county_code, at), key=uuid.uuid4(), schemes=sorted(schemes), since=since,
        until=until, households=sorted(households), prepared_by=by.user, prepared_staff_no=by.staff_no, prepared_at=at,
    )  # fmt: skip
    computing.at_once(run, at=at)
    return run


def approve_run(*, run_id, lines_hash, by, at):
    """Sign the hash of the run's lines as they were shown; the head of the last sealed block is kept with it."""
    with transaction.atomic():
        run = _locked(run_id)
        _obey(run, states.APPROVE, "run.approved", by, left_out=queries.left_out(run))
        if run.lines_hash != lines_hash:
            raise NotAllowed(_("明细在您查看之后已重新核算，请刷新页面，看过现在的明细再审批。"), event="run.approved", subject=run)
        run.state, run.approved_by, run.approved_staff_no, run.approved_at = Run.State.APPROVED, by.user, by.staff_no, at
        run.approved_block, run.approved_head = blocks.head()
        run.save()
        after = {"lines_hash": lines_hash, "block": run.approved_block}
        journal.record("run.approved", by=by, at=at, subject=run, before={"state": Run.State.SIMULATED}, after=after)
    return run


def publish_run(*, run_id, by, at):
    """Bring an approved run into the first book, whole or not at all; returns the run, published or to be approved again.

    Families that changed after the watermark are computed again first. When their lines come out the same, the approval stands;
    otherwise it is void and the run waits for another.
    """
    with transaction.atomic():
        locks.exclusive(by.county_code)
        run = _locked(run_id)
        _obey(run, states.PUBLISH, "run.published", by)
        if computing.is_outdated(run):
            sentence = _("核算所依据的政策标准、首个账期或规则已有变更，请退回重算，看过新的明细再审批、发布。")
            raise NotAllowed(sentence, event="run.published", subject=run)
        families = queries.changed_families(run)
        if len(families) > computing.MOST_AT_ONCE:
            sentence = _("核算之后有 %(count)s 户的资料有变化，请退回重算，由后台重新核算后再审批、发布。")
            raise NotAllowed(sentence % {"count": len(families)}, event="run.published", subject=run)
        with constraints.spoken("run.published", run):
            changed = bool(families) and computing.again(run, families, at=at)
        if changed:
            journal.record("run.recomputed", by=by, at=at, subject=run, after={"families": len(families), "lines_hash": run.lines_hash})
            return run
        with constraints.spoken("run.published", run):
            written = book.write(run, by=by, at=at)
        journal.record("run.published", by=by, at=at, subject=run, before={"state": Run.State.APPROVED}, after=written)
    return run


def return_run(*, run_id, reason, by, at):
    """Have a run computed again from the start; an approval given is void."""
    with transaction.atomic():
        locks.exclusive(by.county_code)
        run = _locked(run_id)
        _obey(run, states.RETURN, "run.returned", by)
        _refuse_beside_another(run.division_code, "run.returned", run, schemes=run.schemes, since=run.since, until=run.until)
        before = {"state": run.state, "lines_hash": run.lines_hash}
        run.state, run.attempt = Run.State.QUEUED, run.attempt + 1
        computing.void_approval(run)
        run.save()
        _enqueue(run, by=by, at=at)
        journal.record("run.returned", by=by, at=at, subject=run, before=before, reason=reason)
    return run


def discard_run(*, run_id, reason, by, at):
    """End a run that will not be published."""
    with transaction.atomic():
        run = _locked(run_id)
        _obey(run, states.DISCARD, "run.discarded", by)
        before = {"state": run.state}
        run.state = Run.State.DISCARDED
        computing.void_approval(run)
        run.save()
        journal.record("run.discarded", by=by, at=at, subject=run, before=before, reason=reason)
    return run


def record_export(*, run, rows, by, at):
    """Somebody took the run's lines out as a workbook."""
    with transaction.atomic():
        journal.record("run.exported", by=by, at=at, subject=run, after={"rows": rows})


def _require(by, roles, event):
    if by.role not in roles:
        names = _("、").join(Role(role).label for role in roles if role in COUNTY)
        raise NotAllowed(_("这一步由%(roles)s办理，您当前的任职是%(role)s。") % {"roles": names, "role": Role(by.role).label}, event=event)


def _locked(run_id):
    return Run.objects.select_for_update(of=("self",)).select_related("job").get(pk=run_id)


def _obey(run, move, event, by, **told):
    sentence = states.why_not(run, move, by=by, **told)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=run)


def _check_window(county, *, schemes, since, until):
    _refuse_in_kind(schemes, "run.prepared")
    titles = wording.ledger_titles()
    unknown = [code for code in schemes if code not in titles]
    if unknown or not schemes:
        raise NotAllowed(_("请至少选择一个列出的扶助项目。"), event="run.prepared")
    months = (until.year - since.year) * 12 + until.month - since.month
    changes = queries.ledger_changes(county, schemes)
    most = max([MOST_MONTHS, *(change.months for change in changes)])
    if not 0 < months <= most:
        raise NotAllowed(_("核算期间应为 1 至 %(most)s 个月，请调整起止月份。") % {"most": most}, event="run.prepared")
    opened = set(Opening.objects.filter(division_code=county, scheme__in=schemes).values_list("scheme", flat=True))
    missing = _("、").join(titles[code] for code in schemes if code not in opened)
    if missing:
        raise NotAllowed(_("%(missing)s还没有设定首个账期，请先在“核算批次”页设定。") % {"missing": missing}, event="run.prepared")
    if left_out := [change for change in changes if not change.is_inside(since, until)]:
        raise NotAllowed(states.uncovered(left_out), event="run.prepared")


def _refuse_beside_another(county, event, subject=None, **asked):
    """One after the other: two computations of the same people and months would each be out of date when the other is published."""
    other = queries.under_way(county, besides=subject and subject.pk, **asked)
    if other:
        sentence = _("%(number)s 正在核算同一些项目和月份，请等它完成，或先在它的进度处取消。")
        raise NotAllowed(sentence % {"number": other.number}, event=event, subject=subject or other)


def _refuse_in_kind(schemes, event):
    """What is no money to pay has no ledger."""
    titles = _("、").join(title for code, title in wording.scheme_titles().items() if code in schemes and code in IN_KIND_SCHEMES)
    if titles:
        raise NotAllowed(_("%(titles)s不是由本系统发放的资金，没有账期，不能核算发放；请在登记台账办理。") % {"titles": titles}, event=event)
    titles = _("、").join(title for code, title in wording.scheme_titles().items() if code in schemes and code in FUND_SCHEMES)
    if titles:
        raise NotAllowed(_("%(titles)s从公益金支出，逐户审批，没有账期；请在基金与专项经费办理。") % {"titles": titles}, event=event)


def _next_number(county, at):
    """HS370303-2026-001: by county and year; the county's lock is held."""
    prefix = f"HS{county[:6]}-{at.year}-"
    last = Run.objects.filter(number__startswith=prefix).order_by("-number").values_list("number", flat=True).first()
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:03d}"


def _enqueue(run, *, by, at):
    county = Jurisdiction.objects.get(pk=run.division_code)
    run.job = jobs.enqueue(
        kind=WORK,
        title=stored.kept("核算 %(number)s（%(county)s）", number=run.number, county=county.name),
        key=f"run:{run.pk}:{run.attempt}",
        by=by,
        at=at,
        parameters={"run": run.pk},
        total=queries.families(run),
        division_code=run.division_code,
        page=reverse("benefits:run", args=[run.pk]),
    )
    run.save(update_fields=["job"])
