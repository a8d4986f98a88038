"""期初结转: the list of files, the upload with what is wrong in it row by row, and one file on its way into the books."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves, workbooks
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from benefits.models import OpeningBalance
from benefits.opening import commands, queries, sheet, sheets, states
from benefits.opening.forms import ReconcileForm, UploadForm
from benefits.payouts import queries as payouts
from benefits.payouts.views import downloads
from benefits.runs import listing
from households.imports.reading import reader
from poverty.years.forms import WhyForm

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}
DISCARDS = set(states.DISCARD.roles)
SHOWN = 200  # problems on the page
get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(READERS)
def balance_list(request):
    chosen = request.GET.dict()
    page = listing.page(queries.balances(state=chosen.get("state", "")), chosen, descending=True)
    context = {"page": page, "chosen": chosen, "states": OpeningBalance.State.choices, "may_enter": request.post.role == states.ENTERS}
    return render(request, "benefits/opening_list.html", context)


@require_GET
@requires_post(READERS)
def export_list(request):
    return downloads.of_list(request, "opening_balance_list", sheets.balances(queries.balances(state=request.GET.get("state", ""))))


@require_GET
@requires_post({states.ENTERS})
def template(request):
    """The empty workbook."""
    return workbooks.attachment(sheet.template(), "opening-template.xlsx")


@get_or_post
@requires_post({states.ENTERS})
def upload(request):
    """A file is taken whole, or its faults are listed and nothing of it is kept."""
    form = UploadForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            balance = _entered(form.cleaned_data, request.post)
        except (reader.Unreadable, sheet.Unlike) as refusal:
            form.add_error("file", refusal.sentence)
        except commands.Faulty as faulty:
            problems = faulty.problems
            told = _("有 %(count)s 处要改正，没有录入任何内容。请在原文件中改正后重新上传。")
            form.add_error("file", told % {"count": len(problems)})
        else:
            messages.success(request, _("已录入，请财务按财政局对账单对账。"))
            return redirect("benefits:opening_balance", balance.pk)
    context = {"form": form, "problems": problems[:SHOWN], "more": len(problems) - SHOWN, "columns": sheet.COLUMNS}
    return render(request, "benefits/opening_new.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def balance_page(request, balance_id):
    balance = get_object_or_404(OpeningBalance.objects.select_related("entered_by", "reconciled_by", "checked_by", "signed_by"), pk=balance_id)
    chosen = request.GET.dict()
    context = {
        "balance": balance, "schemes": queries.by_scheme(balance), "page": listing.page(_entries(balance, chosen), chosen, key="row"),
        "chosen": chosen, "titles": payouts.titles(), "places": payouts.places(balance.division_code),
        "buttons": moves.buttons(balance, states.MOVES, by=request.post), "may_open_family": request.post.role != Role.FINANCE,
        "steps": _steps(balance),
    }  # fmt: skip
    return render(request, "benefits/opening.html", context)


@require_GET
@requires_post(READERS)
def export_entries(request, balance_id):
    """The entries as filtered, as a workbook, the download on record."""
    balance = get_object_or_404(OpeningBalance, pk=balance_id)
    content, rows = sheets.entries(
        balance, _entries(balance, request.GET.dict()), places=payouts.places(balance.division_code), titles=payouts.titles()
    )
    commands.record_export(balance=balance, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{balance.number}.xlsx")


@get_or_post
@requires_post(set(states.RECONCILE.roles))
def reconciliation(request, balance_id):
    balance = get_object_or_404(OpeningBalance, pk=balance_id)
    form = ReconcileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.reconcile(balance_id=balance.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("对账相符，由县级复核。"))
        return redirect("benefits:opening_balance", balance.pk)
    return _form_page(request, form, _("与财政对账"), balance)


@require_POST
@requires_post(set(states.CHECK.roles))
def check(request, balance_id):
    commands.check(balance_id=balance_id, by=request.post, at=timezone.now())
    messages.success(request, _("已复核，由县级签发。"))
    return redirect("benefits:opening_balance", balance_id)


@require_POST
@requires_post(set(states.SIGN.roles))
def signature(request, balance_id):
    commands.sign(balance_id=balance_id, by=request.post, at=timezone.now())
    messages.success(request, _("已签发，两本账都已入账。"))
    return redirect("benefits:opening_balance", balance_id)


@get_or_post
@requires_post(DISCARDS)
def discard(request, balance_id):
    balance = get_object_or_404(OpeningBalance, pk=balance_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.discard(balance_id=balance.pk, reason=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("benefits:opening_balance", balance.pk)
    return _form_page(request, form, _("作废结转表"), balance)


def _entered(said, post):
    content = said["file"].read()
    rows, problems = sheet.read(reader.read(content))
    if not problems and len(rows) > sheet.MOST_ROWS:
        raise reader.Unreadable(_("一份文件最多 %(most)s 行，请分成几份上传。") % {"most": sheet.MOST_ROWS})
    if problems or not rows:
        raise commands.Faulty(problems) if problems else reader.Unreadable(_("文件里没有数据，请填写后再上传。"))
    return commands.enter(
        key=said["key"], rows=rows, content=content, file_name=said["file"].name, source=said["source"], by=post, at=timezone.now()
    )


def _entries(balance, chosen):
    return queries.entries(balance, scheme=chosen.get("scheme", ""), only=chosen.get("only", ""))


def _steps(balance):
    """The step bar: who did what when, and whose turn it is."""
    titles = {"entered": _("录入"), "reconciled": _("财政对账"), "checked": _("县级复核"), "signed": _("县级签发")}
    drawn, reached = [], True
    for step, title in titles.items():
        at = getattr(balance, f"{step}_at")
        who = f"{getattr(balance, f'{step}_by').name}{_('，')}{timezone.localtime(at):%m-%d %H:%M}" if at else ""
        state = "done" if at else ("stopped" if balance.state == OpeningBalance.State.DISCARDED else "now") if reached else ""
        drawn.append({"title": title, "detail": who, "state": state})
        reached = bool(at)
    return drawn


def _form_page(request, form, heading, balance):
    page = reverse("benefits:opening_balance", args=[balance.pk])
    about = _("%(source)s，共 %(count)s 笔") % {"source": balance.source, "count": f"{balance.entries_count:,}"}
    crumbs = [(_("期初结转"), reverse("benefits:opening_balances")), (balance.number, page)]
    context = {"form": form, "heading": heading, "back": page, "about": about, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)
