"""Pages of revolving loans: the funds, one with its loans and its movements, and the acts."""
from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import moves, workbooks
from accounts.middleware import requires_post
from accounts.roles import Role
from households import identity
from poverty import given
from poverty.loans import commands, queries, states
from poverty.loans.forms import LendForm, LoanForm, LoanFundForm, MoneyForm, ReversalForm
from poverty.models import Loan, LoanFund, LoanLine, Project
from poverty.projects import queries as projects
from poverty.years.forms import WhyForm
from poverty.years.sheets import yuan

get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(states.READS)
def fund_list(request):
    today = timezone.localdate()
    rows = [(fund, queries.sums(fund, on=today)) for fund in queries.funds()]
    return render(request, "loans/list.html", {"funds": rows, "may_open": request.post.role == states.OPENS})


@require_GET
@requires_post(states.READS)
def fund_page(request, fund_id):
    """The loans that the filter leaves, each with what is owed and overdue, and the movements, newest first."""
    fund, today = get_object_or_404(LoanFund, pk=fund_id), timezone.localdate()
    rows = _standings(fund, request)
    lines = list(fund.lines.select_related("loan__household", "reverses", "reversal", "entered_by").order_by("-number")[:100])
    families = {row.loan.household_id for row in rows} | {line.loan.household_id for line in lines if line.loan}
    elsewhere = _elsewhere([row.loan for row in rows if row.where == queries.WAITING])
    of_kind = list(Project.objects.filter(kind=fund.kind).annotate(count_papers=Count("papers")))
    ids = [project.pk for project in of_kind]
    money, lent = projects.money(ids), queries.of_projects(ids, on=today)
    context = {
        "fund": fund, "sums": queries.sums(fund, on=today), "lines": lines, "chosen": request.GET.dict(), "query": request.GET.urlencode(),
        "loans": [(row, moves.buttons(row.loan, states.MOVES, by=request.post), elsewhere.get(row.loan.pk)) for row in rows],
        "lent": dict(fund.lines.filter(kind=LoanLine.Kind.LENT).values_list("loan_id", "pk")),
        "projects": [(project, money[project.pk], lent[project.pk]) for project in of_kind],
        "householders": projects.householders(families), "may_book": request.post.role == states.BOOKS,
        "may_propose": request.post.role == states.PROPOSES, "may_reverse": request.post.role == states.REVERSES,
        "may_open_family": request.post.role != Role.FINANCE,
    }  # fmt: skip
    return render(request, "loans/fund.html", context)


@require_GET
@requires_post(states.READS)
def export_loans(request, fund_id):
    """The loans as filtered, as a workbook: file numbers and masked names, the download on record."""
    fund = get_object_or_404(LoanFund, pk=fund_id)
    rows = _standings(fund, request)
    heads = projects.householders({row.loan.household_id for row in rows})
    titles = [_("户主"), _("档案号"), _("借款金额（元）"), _("发放日期"), _("期限（月）"), _("分期数")]
    titles += [_("已还（元）"), _("未还（元）"), _("逾期（元）"), _("状态")]
    content, written = workbooks.made(_("借款"), titles, (_row(row, heads) for row in rows))
    chosen = {name: value for name, value in request.GET.items() if value}
    commands.record_export(rows=written, filters=chosen, by=request.post, at=timezone.now(), fund=fund)
    return workbooks.attachment(content, f"loans-{fund.pk}-{timezone.localdate():%Y%m%d}.xlsx")


@get_or_post
@requires_post({states.OPENS})
def new_fund(request):
    form = LoanFundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fund = commands.open_loan_fund(**form.cleaned_data, by=request.post, at=timezone.now())
        return redirect("poverty:loan_fund", fund.pk)
    return _form_page(request, form, _("设立信贷资金"), None)


@get_or_post
@requires_post({states.BOOKS})
def principal(request, fund_id):
    return _of_fund(request, fund_id, MoneyForm, _("登记投入本金"), commands.enter_principal)


@get_or_post
@requires_post({states.PROPOSES})
def new_loan(request, fund_id):
    return _of_fund(request, fund_id, LoanForm, _("提出借款"), commands.propose_loan, initial={"household_number": request.GET.get("household", "")})


@get_or_post
@requires_post({states.DECIDES})
def approval(request, loan_id):
    return _of_loan(request, loan_id, LendForm, _("批准发放"), commands.approve_loan, "loans/decision.html")


@get_or_post
@requires_post({states.DECIDES})
def refusal(request, loan_id):
    return _of_loan(request, loan_id, WhyForm, _("不批准借款"), commands.refuse_loan, "loans/decision.html")


@get_or_post
@requires_post({states.BOOKS})
def repayment(request, loan_id):
    return _of_loan(request, loan_id, MoneyForm, _("登记还款"), commands.book_repayment)


@get_or_post
@requires_post({states.REVERSES})
def reversal(request, line_id):
    line = get_object_or_404(LoanLine.objects.select_related("fund"), pk=line_id)
    form = ReversalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.reverse_line(line_id=line.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        return redirect("poverty:loan_fund", line.fund_id)
    return _form_page(request, form, _("冲正"), line.fund, _("第 %(number)s 笔整笔冲回，另记一笔，原明细不改") % {"number": line.number})


def _of_fund(request, fund_id, form_class, heading, command, **options):
    fund = get_object_or_404(LoanFund, pk=fund_id)
    form = form_class(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        command(fund_id=fund.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记。"))
        return redirect("poverty:loan_fund", fund.pk)
    return _form_page(request, form, heading, fund)


def _of_loan(request, loan_id, form_class, heading, command, template="benefits/form.html"):
    loan = get_object_or_404(Loan.objects.select_related("fund", "household", "application__project"), pk=loan_id)
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(loan_id=loan.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记。"))
        return redirect("poverty:loan_fund", loan.fund_id)
    more = {"loan": loan, "others": _elsewhere([loan])[loan.pk]} if template == "loans/decision.html" else {}
    return _form_page(request, form, heading, loan.fund, loan.household.number, template=template, **more)


def _elsewhere(loans):
    """{loan: [Given]}: what their families have besides."""
    found = given.others({loan.household_id for loan in loans})
    return {loan.pk: [one for one in found.get(loan.household_id, []) if one.row != loan] for loan in loans}


def _form_page(request, form, heading, fund, about="", template="benefits/form.html", **more):
    back = reverse("poverty:loan_fund", args=[fund.pk]) if fund else reverse("poverty:loan_funds")
    crumbs = [(_("小额信贷"), reverse("poverty:loan_funds")), *([(fund.name, back)] if fund else [])]
    context = {"form": form, "heading": heading, "back": back, "about": about or (fund.name if fund else ""), "crumbs": crumbs} | more
    return render(request, template, context, status=422 if form.errors else 200)


def _standings(fund, request):
    rows = queries.standings(fund.loans.order_by("-id"), on=timezone.localdate())
    where = request.GET.get("where", "")
    return [row for row in rows if row.where == where] if where in (queries.OVERDUE, queries.OWING, queries.CLEARED, queries.WAITING) else rows


def _row(row, heads):
    loan = row.loan
    lent = loan.lent_on.isoformat() if loan.lent_on else ""
    about = [identity.mask_name(heads.get(loan.household_id, "")), loan.household.number, yuan(loan.amount_fen), lent, loan.months, loan.instalments]
    return [*about, yuan(row.repaid_fen), yuan(row.owed_fen), yuan(row.overdue_fen), loan.get_state_display()]
