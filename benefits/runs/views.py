import uuid
from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.roles import BUSINESS, COUNTY, Role
from benefits import beneficiaries
from benefits.models import EntitlementLine, Run, RunLine
from benefits.payouts.views import downloads
from benefits.runs import commands, comparison, due, evidence, listing, queries, sheets, states
from benefits.runs.forms import OpeningForm, ReasonForm, RunForm
from households.models import Household

_READERS = COUNTY | {Role.AUDITOR}
_MAKERS = {Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER}


@require_GET
@requires_post(_READERS)
def run_list(request):
    return _list(request)


@require_GET
@requires_post(_READERS)
def export_list(request):
    """The runs as filtered, as a workbook, the download on record."""
    return downloads.of_list(request, "run_list", sheets.runs(listing.filtered_runs(request.GET.dict()), titles=queries.titles()))


def _list(request, *, opening=None):
    """The list; `opening` is the form of a first ledger period that has to be corrected."""
    titles = queries.titles()
    context = {
        "opening": opening,
        "problems": _problems(opening, f"since-{opening.data.get('scheme', '')}") if opening else [],
        "page": listing.runs(request.GET.dict()),
        "titles": titles,
        "states": Run.State.choices,
        "ledgers": queries.ledgers(request.post.county_code, titles),
        "may_prepare": request.post.role == Role.COUNTY_PREPARER,
        "may_open": request.post.role in _MAKERS,
    }
    return render(request, "benefits/run_list.html", context, status=422 if opening else 200)


@require_http_methods(["GET", "POST"])
@requires_post({Role.COUNTY_PREPARER})
def new_run(request):
    titles = queries.titles()
    opened = {ledger.scheme for ledger in queries.ledgers(request.post.county_code, titles) if ledger.since}
    changes = queries.ledger_changes(request.post.county_code, sorted(opened))
    if request.method == "POST":
        form = RunForm(request.POST, opened=opened)
        if form.is_valid():
            asked = form.cleaned_data
            run = commands.prepare_run(
                key=asked["key"], schemes=asked["schemes"], since=asked["first"], until=form.until, by=request.post, at=timezone.now()
            )
            return redirect("benefits:run", run.pk)
    else:
        form = RunForm(opened=opened, initial={"key": uuid.uuid4(), "schemes": sorted(opened)} | _months(changes))
    context = {"form": form, "opened": opened, "uncovered": states.uncovered(changes) if changes else ""}
    return render(request, "benefits/run_new.html", context, status=422 if form.errors else 200)


def _months(changes):
    """The first and last month offered: this year, and what of a ledger has to be computed in full."""
    year = timezone.localdate().year
    first = min([date(year, 1, 1), *(change.since for change in changes)])
    last = max([date(year, 12, 31), *(change.until - timedelta(days=1) for change in changes)])
    return {"first": f"{first:%Y-%m}", "last": f"{last:%Y-%m}"}


@require_POST
@requires_post(_MAKERS)
def ledger(request):
    form = OpeningForm(request.POST)
    if not form.is_valid():
        return _list(request, opening=form)
    commands.open_ledger(scheme=form.cleaned_data["scheme"], since=form.cleaned_data["since"], by=request.post, at=timezone.now())
    messages.success(request, _("首个账期已设定。"))
    return redirect("benefits:runs")


@require_GET
@requires_post(_READERS)
def run_page(request, run_id):
    return _page(request, run_id)


def _page(request, run_id, *, refused=None, verb=""):
    """The page of a run; `refused` is the form of the move `verb` that has to be corrected."""
    run = get_object_or_404(Run.objects.select_related("job", "prepared_by", "approved_by", "published_by"), pk=run_id)
    parameters = request.GET.dict()
    titles = queries.titles()
    by_scheme, by_township = comparison.by_scheme(run, titles), comparison.by_township(run)
    tab = parameters.setdefault("tab", "questions" if run.state == Run.State.BLOCKED else "lines")
    if tab == "lines" and not parameters.get("recomputed"):
        parameters.setdefault("change", "changed")
    total = comparison.total(by_scheme)
    left_out = queries.left_out(run) if run.state == Run.State.SIMULATED else ()
    context = {
        "run": run,
        "titles": titles,
        "run_titles": [titles.get(code, code) for code in run.schemes],
        "places": queries.places(run.division_code),
        "steps": states.steps(run),
        "buttons": states.buttons(run, by=request.post, left_out=left_out),
        "waiting": states.waiting(run, by=request.post),
        "refused": refused,
        "refused_verb": verb,
        "problems": _problems(refused, f"reason-{verb}") if refused else [],
        "by_scheme": by_scheme,
        "by_township": by_township,
        "total": total,
        "equation": comparison.equation(total),
        "balanced": comparison.is_balanced(total),
        "blockers": queries.blockers(run),
        "tab": tab,
        "chosen": parameters,
        "changes": states.CHANGES,
        "page": (listing.questions if tab == "questions" else listing.lines)(run, parameters),
        "seconds_left": run.job.seconds_left(at=timezone.now()) if run.job else None,
    }
    return render(request, "benefits/run.html", context, status=422 if refused else 200)


@require_POST
@requires_post(COUNTY)
def approval(request, run_id):
    get_object_or_404(Run, pk=run_id)
    commands.approve_run(run_id=run_id, lines_hash=request.POST.get("lines_hash", ""), by=request.post, at=timezone.now())
    messages.success(request, _("已审批，可以发布。"))
    return redirect("benefits:run", run_id)


@require_POST
@requires_post(COUNTY)
def publication(request, run_id):
    get_object_or_404(Run, pk=run_id)
    run = commands.publish_run(run_id=run_id, by=request.post, at=timezone.now())
    if run.state == Run.State.PUBLISHED:
        messages.success(request, _("已发布，应发明细已入账，可以据此生成发放批次。"))
        return redirect("benefits:run", run_id)
    sentence = _("核算之后有 %(count)s 户的资料或应发记录有变化，已重新核算这些户，明细与审批时不同，原审批作废。请查看“重算户”后重新审批。")
    messages.warning(request, sentence % {"count": run.recomputed})
    return redirect(f"{reverse('benefits:run', args=[run_id])}?recomputed=1")


@require_POST
@requires_post(COUNTY)
def returning(request, run_id):
    return _with_reason(request, run_id, states.RETURN, commands.return_run, _("已退回重算。"))


@require_POST
@requires_post(COUNTY)
def discarding(request, run_id):
    return _with_reason(request, run_id, states.DISCARD, commands.discard_run, _("已作废。"))


def _with_reason(request, run_id, move, command, done):
    get_object_or_404(Run, pk=run_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, run_id, refused=form, verb=move.verb)
    command(run_id=run_id, reason=form.cleaned_data["reason"], by=request.post, at=timezone.now())
    messages.success(request, done)
    return redirect("benefits:run", run_id)


def _problems(form, cell):
    """What the summary above the page says, each line a link to the cell."""
    return [{"id": cell, "sentence": error} for errors in form.errors.values() for error in errors]


@require_GET
@requires_post(_READERS)
def run_line(request, run_id, line_id):
    """The reason of one line, as a fragment below it; an unchanged line shows the reason it was booked with."""
    line = get_object_or_404(RunLine.objects.select_related("person", "household", "run"), pk=line_id, run=run_id)
    template = "benefits/_run_line_reason.html" if request.htmx else "benefits/run_line.html"
    who = beneficiaries.names([line.beneficiary])[line.beneficiary] or _("本户")
    told = {"line": line, "who": who, "reason": evidence.of_run_line(line), "title": queries.titles().get(line.scheme)}
    return render(request, template, told)


@require_GET
@requires_post(BUSINESS - {Role.FINANCE})
def book_line(request, line_id):
    """The reason of one line of the first book, from the facts and values it was computed with."""
    lines = EntitlementLine.objects.select_related("entitlement__person", "entitlement__household", "evidence__layout", "evidence__basis", "opening")
    line = get_object_or_404(lines, pk=line_id)
    template = "benefits/_reason.html" if request.htmx else "benefits/book_line.html"
    return render(request, template, {"line": line, "reason": evidence.of_book_line(line), "title": queries.titles().get(line.entitlement.scheme)})


@require_GET
@requires_post(_READERS)
def export(request, run_id):
    """The lines or the questions as filtered, as a workbook; ID numbers masked, the download on record."""
    run = get_object_or_404(Run, pk=run_id)
    parameters = request.GET.dict()
    if parameters.get("tab") == "questions":
        content, rows = sheets.questions(run, listing.filtered_questions(run, parameters).order_by("id"), titles=queries.titles())
    else:
        content, rows = sheets.lines(run, listing.filtered_lines(run, parameters).order_by("id"), titles=queries.titles())
    commands.record_export(run=run, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{run.number}.xlsx")


@require_GET
@requires_post(BUSINESS - {Role.FINANCE})
def household_due(request, household_id):
    """What is due to a family and why, and what moved: a fragment of its record page."""
    household = get_object_or_404(Household, pk=household_id)
    return render(request, "benefits/_household_due.html", {"household": household, "years": due.of_household(household, titles=queries.titles())})
