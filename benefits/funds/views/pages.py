"""Pages of funds: the list, the statement with what waits for a decision, and the acts."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves, workbooks
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from audits.views import sealed
from benefits.funds import commands, eligible, queries, sheets, states
from benefits.funds.forms import FundForm, GrantForm, IncomeForm, ReversalForm
from benefits.models import Fund, FundGrant, FundLine, FundReceipt
from benefits.runs import listing
from poverty.years.forms import WhyForm

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}
get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(READERS)
def fund_list(request):
    return render(request, "benefits/fund_list.html", {"funds": queries.funds(), "may_open": request.post.role == commands.OPENS})


@require_GET
@requires_post(READERS)
def export_list(request):
    content, rows = sheets.funds(queries.funds())
    commands.record_export(what="fund_list", rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"funds-{timezone.localdate():%Y%m%d}.xlsx")


@get_or_post
@requires_post({commands.OPENS})
def new_fund(request):
    form = FundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fund = commands.open_fund(**form.cleaned_data, by=request.post, at=timezone.now())
        return redirect("benefits:fund", fund.pk)
    return _form_page(request, form, _("设立基金"), reverse("benefits:funds"), _("公益金、生育关怀基金和专项经费按县设立，每笔收支都有凭证。"))


@require_GET
@requires_post(READERS)
def fund_page(request, fund_id):
    """The statement, newest first, and the grants nobody has decided on."""
    fund = get_object_or_404(Fund, pk=fund_id)
    waiting = list(queries.waiting(fund))
    page = listing.page(queries.statement(fund).order_by("-number"), request.GET.dict(), key="number", descending=True)
    families = {grant.household_id for grant in waiting} | {line.grant.household_id for line in page.rows if line.grant}
    pairs = {(grant.household_id, grant.measure) for grant in waiting}
    answers = eligible.of(pairs, county=fund.division_code, on=timezone.localdate())
    buttons = {grant.pk: moves.buttons(grant, (states.APPROVE, states.REFUSE), by=request.post) for grant in waiting}
    approvable = {grant for grant, found in buttons.items() if (states.APPROVE, None) in found}
    context = {
        "fund": fund, "appropriated": fund.income == FundLine.Kind.APPROPRIATION, "holds_fen": queries.balance_fen(fund),
        "sums": queries.sums(fund), "page": page, "approvable": approvable if len(approvable) > 1 else (),
        "waiting": [(grant, answers[grant.household_id, grant.measure], buttons[grant.pk]) for grant in waiting],
        "householders": queries.householders(families),
        "may_book": request.post.role == commands.BOOKS, "may_reverse": request.post.role == commands.REVERSES,
        "may_open_family": request.post.role != Role.FINANCE,
    }  # fmt: skip
    return render(request, "benefits/fund.html", context)


@require_GET
@requires_post(READERS)
def export_statement(request, fund_id):
    fund = get_object_or_404(Fund, pk=fund_id)
    lines = list(queries.statement(fund).order_by("number"))
    content, rows = sheets.statement(lines, queries.householders({line.grant.household_id for line in lines if line.grant}))
    commands.record_export(what="fund_statement", rows=rows, fund=fund, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"fund-{fund.pk}-{timezone.localdate():%Y%m%d}.xlsx")


@get_or_post
@requires_post({commands.BOOKS})
def new_income(request, fund_id):
    """Money that has come in: a donation, or an appropriation where the fund is one."""
    fund = get_object_or_404(Fund, pk=fund_id)
    appropriated = fund.income == FundLine.Kind.APPROPRIATION
    form = IncomeForm(request.POST or None, fund=fund)
    if request.method == "POST" and form.is_valid():
        commands.enter_income(fund_id=fund.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记拨款。") if appropriated else _("已登记捐赠。"))
        return redirect("benefits:fund", fund.pk)
    heading = _("登记拨款") if appropriated else _("登记捐赠")
    return _form_page(request, form, heading, reverse("benefits:fund", args=[fund.pk]), fund.name)


@get_or_post
@requires_post({commands.PROPOSES})
def new_grant(request, fund_id):
    fund = get_object_or_404(Fund, pk=fund_id)
    form = GrantForm(request.POST or None, initial={"household_number": request.GET.get("household", "")})
    if request.method == "POST" and form.is_valid():
        commands.propose_grant(fund_id=fund.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已提出，由县级签发审批。"))
        return redirect("benefits:fund", fund.pk)
    return _form_page(request, form, _("提出救助"), reverse("benefits:fund", args=[fund.pk]), fund.name)


@get_or_post
@requires_post({commands.REVERSES})
def reversal(request, fund_id, line_id):
    line = get_object_or_404(FundLine, pk=line_id, fund=fund_id)
    form = ReversalForm(request.POST or None, initial={"on": f"{timezone.localdate():%Y-%m-%d}"})
    if request.method == "POST" and form.is_valid():
        commands.reverse_line(line_id=line.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已冲正，原明细仍在。"))
        return redirect("benefits:fund", fund_id)
    about = _("第 %(number)s 笔整笔冲回，另记一笔，原明细不改") % {"number": line.number}
    return _form_page(request, form, _("冲正"), reverse("benefits:fund", args=[fund_id]), about)


@require_POST
@requires_post({commands.DECIDES})
def approval(request, grant_id):
    grant = commands.approve_grant(grant_id=grant_id, by=request.post, at=timezone.now())
    messages.success(request, _("已批准，支出已记入基金收支，领款收据几秒钟后可以下载。"))
    return redirect("benefits:fund", grant.fund_id)


@require_POST
@requires_post({commands.DECIDES})
def approvals(request, fund_id):
    """The grants that are ticked, all of them or none."""
    picked = [int(number) for number in request.POST.getlist("grant") if number.isdecimal()]
    grants = commands.approve_grants(fund_id=fund_id, grant_ids=picked, by=request.post, at=timezone.now())
    messages.success(request, _("已批准 %(count)s 笔，支出已记入基金收支，领款收据随后可以下载。") % {"count": len(grants)})
    return redirect("benefits:fund", fund_id)


@get_or_post
@requires_post({commands.DECIDES})
def refusal(request, grant_id):
    grant = get_object_or_404(FundGrant, pk=grant_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.refuse_grant(grant_id=grant.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("benefits:fund", grant.fund_id)
    return _form_page(request, form, _("不批准救助"), reverse("benefits:fund", args=[grant.fund_id]), grant.get_measure_display())


@require_POST
@requires_post({commands.BOOKS})
def making(request, receipt_id):
    get_object_or_404(FundReceipt, pk=receipt_id)
    receipt = commands.make_receipt_again(receipt_id=receipt_id, by=request.post, at=timezone.now())
    messages.success(request, _("已重新排队制作。"))
    return redirect("audits:job", receipt.job_id)


@require_GET
@requires_post(READERS)
def download(request, receipt_id):
    """The sealed receipt, as it was made; each time it is handed out is on record."""
    get_object_or_404(FundReceipt, pk=receipt_id)
    receipt = commands.download_receipt(receipt_id=receipt_id, by=request.post, at=timezone.now())
    return sealed.attachment(receipt.seal)


def _form_page(request, form, heading, back, about):
    crumbs = [(_("基金与专项经费"), reverse("benefits:funds"))]
    context = {"form": form, "heading": heading, "back": back, "about": about, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)
