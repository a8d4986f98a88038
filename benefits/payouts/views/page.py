from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from benefits.models import Payout, PayoutRun
from benefits.payouts import anomalies, board, commands, equation, queries, sheets, states
from benefits.payouts.forms import COMMON_REASONS, DecisionForm
from benefits.payouts.views.lists import READERS
from benefits.runs import listing
from benefits.wrong_payments import states as wrong_payment_states


@require_GET
@requires_post(READERS)
def payout_run_page(request, run_id):
    return _page(request, run_id, request.GET.dict())


@require_POST
@requires_post(READERS)
def decision(request, run_id, payout_id):
    """One row decided; with htmx the row and what stands around the list come back, else the page."""
    form = DecisionForm(request.POST, payout=get_object_or_404(Payout, pk=payout_id, run=run_id))
    if form.is_valid():
        choice = (form.cleaned_data["decision"], form.cleaned_data["reason"])
        commands.decide(run_id=run_id, decisions={payout_id: choice}, by=request.post, at=timezone.now())
    if not request.htmx:
        return _after(request, form, run_id)
    context = _standing(load(run_id), request.post)
    payout = queries.payouts(context["run"]).get(pk=payout_id)
    context |= {"row": board.row(payout, places=context["places"], titles=context["titles"]), "form": form}
    return render(request, "benefits/_payout_answer.html", context, status=200 if form.is_valid() else 422)


@require_POST
@requires_post(READERS)
def decisions(request, run_id):
    """The same decision for the rows that are ticked, and only for them."""
    get_object_or_404(PayoutRun, pk=run_id)
    form = DecisionForm(request.POST)
    ticked = [int(number) for number in request.POST.getlist("payout") if number.isdecimal()]
    if not ticked:
        form.add_error(None, _("请先勾选要处理的行，再填意见。"))
    if form.is_valid():
        choice = (form.cleaned_data["decision"], form.cleaned_data["reason"])
        commands.decide(run_id=run_id, decisions=dict.fromkeys(ticked, choice), by=request.post, at=timezone.now())
        messages.success(request, _("已填 %(count)s 行。") % {"count": len(ticked)})
    return _after(request, form, run_id)


@require_GET
@requires_post(READERS)
def export(request, run_id):
    """Who came, left or changed since the previous run, as a workbook; ID numbers masked, the download on record."""
    run = load(run_id)
    content, rows = sheets.differences(run)
    commands.record_export(run=run, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{run.number}.xlsx")


def load(run_id):
    related = ("job", "previous", "replaces", "drafted_by", "prepared_by", "reviewed_by", "signed_by", "handed_over_by")
    return get_object_or_404(PayoutRun.objects.select_related(*related), pk=run_id)


def _page(request, run_id, chosen, *, status=200):
    run = load(run_id)
    context = _standing(run, request.post)
    tab = chosen.get("tab") if chosen.get("tab") in context["counts"] else "anomalies" if context["counts"]["anomalies"] else "all"
    township, kind = chosen.get("township", ""), chosen.get("kind", "")
    found = queries.left(run, township=township) if tab == "left" else queries.payouts(run, tab=tab, township=township, kind=kind)
    page = listing.page(found, chosen, key="line_no", size=queries.PAGE)
    context |= {
        "tab": tab,
        "chosen": chosen,
        "page": page,
        "rows": board.rows(page.rows, places=context["places"], titles=context["titles"]),
        "kinds": anomalies.KINDS,
        "reasons": COMMON_REASONS,
        "last_word": board.last_word(run),
        "job": run.job,
        "seconds_left": run.job.seconds_left(at=timezone.now()) if run.job else None,
        "replaced_by": PayoutRun.objects.filter(replaces=run).first(),
        "rosters": run.rosters.count(),
    }
    return render(request, "benefits/payout_run.html", context, status=status)


def _standing(run, post):
    """What the page and the answer to a decision both show."""
    whole, by_township = equation.of(run)
    townships = queries.townships(by_township, run)
    pending = queries.pending(run)
    titles = queries.titles()
    return {
        "run": run,
        "titles": titles,
        "run_titles": [titles.get(code, code) for code in run.schemes],
        "places": queries.places(run.division_code),
        "steps": board.steps(run),
        "terms": board.terms(run, whole),
        "balanced": board.balanced(run, whole),
        "whole": whole,
        "townships": townships,
        "total": board.total(townships),
        "counts": queries.tab_counts(run),
        "pending": pending,
        "buttons": states.buttons(run, by=post, pending=pending),
        "waiting": states.waiting(run, by=post),
        "may_decide": states.why_not(run, states.DECIDE, by=post) is None,
        "may_find_astray": run.state == PayoutRun.State.SETTLED and post.role == wrong_payment_states.PROPOSES,
        "may_mark_returned": states.why_not(run, states.MARK_RETURNED, by=post) is None,
    }


def _after(request, form, run_id):
    """Back to the list; a form that was not filled shows its page again with what is missing."""
    if form.is_valid():
        return redirect(f"{reverse('benefits:payout_run', args=[run_id])}?tab={request.POST.get('tab', 'anomalies')}")
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return _page(request, run_id, {"tab": request.POST.get("tab", "")}, status=422)
