from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import requires_post
from benefits.models import Payout, PayoutRun
from benefits.payouts import commands
from benefits.payouts.forms import ReasonForm
from benefits.payouts.views.lists import READERS


@require_POST
@requires_post(READERS)
def comparison(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.refresh_payout_run(run_id=run_id, by=request.post, at=timezone.now(), on=timezone.localdate())
    messages.success(request, _("已按现在的账户和比对结果更新。"))
    return redirect("benefits:payout_run", run_id)


@require_POST
@requires_post(READERS)
def preparation(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.prepare_payout_run(run_id=run_id, by=request.post, at=timezone.now(), on=timezone.localdate())
    messages.success(request, _("已送复核。"))
    return redirect("benefits:payout_run", run_id)


@require_POST
@requires_post(READERS)
def review(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.review_payout_run(run_id=run_id, content_hash=request.POST.get("content_hash", ""), by=request.post, at=timezone.now())
    messages.success(request, _("已送签发。"))
    return redirect("benefits:payout_run", run_id)


@require_POST
@requires_post(READERS)
def signature(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.sign_payout_run(run_id=run_id, content_hash=request.POST.get("content_hash", ""), by=request.post, at=timezone.now())
    messages.success(request, _("已签发，发放清册正在制作，完成后在“清册与验签”下载。"))
    return redirect("benefits:payout_run", run_id)


@require_POST
@requires_post(READERS)
def hand_over(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.hand_over_payout_run(run_id=run_id, by=request.post, at=timezone.now())
    messages.success(request, _("已登记交付银行。"))
    return redirect("benefits:payout_run", run_id)


@require_POST
@requires_post(READERS)
def settlement(request, run_id):
    get_object_or_404(PayoutRun, pk=run_id)
    commands.settle_payout_run(run_id=run_id, by=request.post, at=timezone.now())
    messages.success(request, _("已办结。"))
    return redirect("benefits:payout_run", run_id)


@require_http_methods(["GET", "POST"])
@requires_post(READERS)
def returning(request, run_id):
    run = get_object_or_404(PayoutRun, pk=run_id)
    return _with_reason(request, run, _("整批退回初核"), commands.return_payout_run, _("已退回初核。"), run_id=run.pk)


@require_http_methods(["GET", "POST"])
@requires_post(READERS)
def discarding(request, run_id):
    run = get_object_or_404(PayoutRun, pk=run_id)
    return _with_reason(request, run, _("作废批次"), commands.discard_payout_run, _("已作废，应发项可列入别的批次。"), run_id=run.pk)


@require_http_methods(["GET", "POST"])
@requires_post(READERS)
def bank_return(request, payout_id):
    """One payout came back from the bank."""
    payout = get_object_or_404(Payout.objects.select_related("run"), pk=payout_id)
    title = _("登记退汇：第 %(line)s 笔，%(name)s") % {"line": payout.line_no, "name": payout.name}
    return _with_reason(request, payout.run, title, commands.mark_returned, _("已登记退汇，可列入以后的批次重发。"), payout_id=payout.pk)


def _with_reason(request, run, title, command, done, **which):
    """A page that asks why, then the command."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(**which, reason=form.cleaned_data["reason"], by=request.post, at=timezone.now())
        messages.success(request, done)
        return redirect("benefits:payout_run", run.pk)
    return render(request, "benefits/payout_reason.html", {"form": form, "run": run, "title": title}, status=422 if form.errors else 200)
