"""追回: the list of cases, a case with its periods, its plans and what came back, and the forms of each step."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves
from accounts.middleware import requires_post
from accounts.queries import townships_of
from accounts.roles import COUNTY, Role
from accounts.templatetags.interface import yuan
from audits.views import sealed
from benefits.models import MoneyLine, Recovery, RecoveryNotice, RecoveryPlan
from benefits.payouts import queries as payouts
from benefits.payouts.views import downloads
from benefits.recovery import commands, queries, sheets, states
from benefits.recovery.forms import FORMS, RepaymentForm
from benefits.runs import listing
from poverty.years.forms import WhyForm

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}
get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(READERS)
def case_list(request):
    chosen = request.GET.dict()
    context = {
        "page": listing.page(_cases(chosen), chosen, descending=True), "chosen": chosen, "places": payouts.places(request.post.county_code),
        "titles": payouts.titles(), "states": Recovery.State.choices, "townships": townships_of(request.post),
    }  # fmt: skip
    return render(request, "benefits/recovery_list.html", context)


@require_GET
@requires_post(READERS)
def export_list(request):
    """The cases as filtered, as a workbook, the download on record."""
    made = sheets.cases(_cases(request.GET.dict()), places=payouts.places(request.post.county_code), titles=payouts.titles())
    return downloads.of_list(request, "recovery_list", made)


@require_GET
@requires_post(READERS)
def case_page(request, recovery_id):
    """What is open period by period, the plan and how it stands, and every line of the second book that belongs to the case."""
    case = get_object_or_404(Recovery.objects.select_related("person", "household", "run", "wrong_payment"), pk=recovery_id)
    keys = queries.keys(case)
    holding, proposed = queries.holding(case)
    plans = [plan for plan in (proposed, holding) if plan]
    for plan in plans:
        plan.buttons = moves.buttons(plan, states.MOVES, by=request.post)
    is_open = case.state == Recovery.State.OPEN
    may_propose = is_open and request.post.role == states.PROPOSES
    context = {
        "case": case, "places": payouts.places(request.post.county_code), "titles": payouts.titles(), "keys": keys,
        "receiver_notes": case.wrong_payment.receiver_notes.select_related("by__user") if case.wrong_payment else (),
        "open_fen": sum(key.open_fen for key in keys), "sums": queries.sums(case), "holding": holding, "proposed": proposed,
        "schedule": queries.schedule(holding, on=timezone.localdate()) if holding and holding.kind == "instalments" else None,
        "plans": plans, "past": case.plans.select_related("decided_by").exclude(pk__in=[plan.pk for plan in plans]),
        "lines": case.money_lines.select_related("entitlement", "by__user", "reversed_by").order_by("id"),
        "notices": case.notices.select_related("job", "issued_by"), "may_issue": may_propose,
        "kinds": [(kind, FORMS[kind].title) for kind in queries.ways(case)] if may_propose and not proposed else [],
        "may_book": is_open and request.post.role == states.BOOKS, "may_reverse": request.post.role == states.REVERSES,
        "may_open_family": request.post.role != Role.FINANCE,
    }  # fmt: skip
    return render(request, "benefits/recovery.html", context)


@get_or_post
@requires_post({states.PROPOSES})
def new_plan(request, recovery_id, kind):
    case = get_object_or_404(Recovery, pk=recovery_id)
    if kind not in queries.ways(case):
        raise Http404
    more = {"schemes": _schemes(case)} if kind == RecoveryPlan.Kind.SET_OFF else {}
    form = FORMS[kind](request.POST or None, **more)
    if request.method == "POST" and form.is_valid():
        commands.propose_plan(recovery_id=case.pk, kind=kind, **form.terms(), by=request.post, at=timezone.now())
        messages.success(request, _("已提出，由县级签发审批。"))
        return redirect("benefits:recovery", case.pk)
    return _form_page(request, form, form.title, case)


@get_or_post
@requires_post({states.BOOKS})
def new_repayment(request, recovery_id):
    case = get_object_or_404(Recovery, pk=recovery_id)
    form = RepaymentForm(request.POST or None, initial={"on": f"{timezone.localdate():%Y-%m-%d}"})
    if request.method == "POST" and form.is_valid():
        commands.book_repayment(recovery_id=case.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记退款。"))
        return redirect("benefits:recovery", case.pk)
    return _form_page(request, form, _("登记退款"), case)


@get_or_post
@requires_post({states.REVERSES})
def reversal(request, recovery_id, receipt):
    """A repayment booked by mistake."""
    case = get_object_or_404(Recovery, pk=recovery_id)
    if not MoneyLine.objects.filter(recovery=case, receipt=receipt).exists():
        raise Http404
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.reverse_repayment(recovery_id=case.pk, receipt=receipt, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        messages.success(request, _("已冲正，原明细仍在。"))
        return redirect("benefits:recovery", case.pk)
    return _form_page(request, form, _("冲正退款"), case)


@require_POST
@requires_post({states.DECIDES})
def approval(request, plan_id):
    plan = commands.approve_plan(plan_id=plan_id, by=request.post, at=timezone.now())
    messages.success(request, _("已批准。"))
    return redirect("benefits:recovery", plan.recovery_id)


@get_or_post
@requires_post({states.DECIDES})
def refusal(request, plan_id):
    return _given_up(request, plan_id, commands.refuse_plan, _("不批准追回办法"))


@get_or_post
@requires_post({states.DECIDES})
def ending(request, plan_id):
    return _given_up(request, plan_id, commands.end_plan, _("终止追回办法"))


@require_POST
@requires_post({states.PROPOSES})
def issuing(request, recovery_id):
    """The notice of the case as it stands."""
    get_object_or_404(Recovery, pk=recovery_id)
    commands.issue_notice(recovery_id=recovery_id, by=request.post, at=timezone.now())
    messages.success(request, _("告知书正在制作，几秒钟后可以下载。"))
    return redirect("benefits:recovery", recovery_id)


@require_POST
@requires_post({states.PROPOSES})
def making(request, notice_id):
    get_object_or_404(RecoveryNotice, pk=notice_id)
    notice = commands.make_notice_again(notice_id=notice_id, by=request.post, at=timezone.now())
    messages.success(request, _("已重新排队制作。"))
    return redirect("audits:job", notice.job_id)


@require_GET
@requires_post(READERS)
def download(request, notice_id):
    """The sealed notice, as it was made; each time it is handed out is on record."""
    get_object_or_404(RecoveryNotice, pk=notice_id)
    notice = commands.download_notice(notice_id=notice_id, by=request.post, at=timezone.now())
    return sealed.attachment(notice.seal)


def _given_up(request, plan_id, command, heading):
    plan = get_object_or_404(RecoveryPlan.objects.select_related("recovery"), pk=plan_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(plan_id=plan.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("benefits:recovery", plan.recovery_id)
    return _form_page(request, form, heading, plan.recovery)


def _cases(chosen):
    return queries.cases(state=chosen.get("state", ""), scheme=chosen.get("scheme", ""), township=chosen.get("township", ""))


def _schemes(case):
    titles = payouts.titles()
    return [(code, titles.get(code, code)) for code in queries.paid_schemes(case)]


def _form_page(request, form, heading, case):
    about = _("案件 %(number)s，尚未追回 %(open)s 元") % {"number": case.number, "open": yuan(queries.open_fen(case))}
    page = reverse("benefits:recovery", args=[case.pk])
    crumbs = [(_("多发待追回"), reverse("benefits:recoveries")), (case.number, page)]
    context = {"form": form, "heading": heading, "back": page, "about": about, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)
