"""数据交换: the log of files, a file that comes in with what is doubtful of it, and its registration."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts import moves, paging, workbooks
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from households.models import Household
from poverty.exchange import codes, commands, queries, sheets, states
from poverty.exchange.columns import TABLE, TAKEN
from poverty.exchange.forms import DecisionForm, ReceiveForm
from poverty.handing import handed_out
from poverty.models import Transfer, TransferredHousehold
from poverty.years.views import downloads

READERS = COUNTY | {Role.AUDITOR}
ENTERERS = frozenset({states.ENTERS})
_BUTTONS = (states.APPLY, states.DISCARD, states.HAND_OUT)


@require_GET
@requires_post(READERS)
def transfers(request):
    """Every file that came or went: who, when, which way, its hash, rows, versions and purpose."""
    chosen = request.GET.dict()
    page = paging.page(queries.transfers(chosen), chosen, descending=True)
    context = {
        "page": page, "shown": [(row, sheets.rows_of(row)) for row in page.rows], "chosen": chosen, "query": request.GET.urlencode(),
        "directions": Transfer.Direction.choices, "counterparts": Transfer.Counterpart.choices, "may_enter": request.post.role in ENTERERS,
    }  # fmt: skip
    return render(request, "poverty/transfers.html", context)


@require_GET
@requires_post(READERS)
def export_transfers(request):
    return downloads.of_list(request, "transfers", *sheets.transfers(queries.transfers(request.GET.dict())))


@require_GET
@requires_post(ENTERERS)
def template(request):
    """The empty workbook."""
    return workbooks.attachment(TABLE.template(), "poverty-household-template.xlsx")


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def receive(request):
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = said.pop("file")
        transfer = commands.receive(**said, file_name=file.name, content=file.read(), by=request.post, at=timezone.now())
        return redirect("poverty:transfer", transfer.pk)
    columns = [(column, TAKEN.get(column.key, "")) for column in TABLE.columns]
    context = {"form": form, "columns": columns, "table": TABLE, "codes": codes.CURRENT}
    return render(request, "poverty/transfer_new.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def transfer_page(request, transfer_id):
    """A file with its progress while a job works on it, then what it says of each household. htmx asks for the progress alone."""
    transfer = get_object_or_404(Transfer.objects.select_related("job", "made_by__user"), pk=transfer_id)
    if request.htmx and not transfer.is_working:
        return HttpResponseClientRefresh()
    chosen = request.GET.dict()
    page = paging.page(queries.households(transfer, outcome=chosen.get("outcome", "")), chosen, key="place")
    found = Household.objects.in_bulk({pk for row in page.rows for pk in row.household_ids})
    context = {
        "transfer": transfer, "chosen": chosen, "page": page, "counted": transfer.counts.get("rows", 0),
        "lines": [
            (row, [found[pk] for pk in row.household_ids if pk in found], [(commands.doubt_key(doubt), doubt["words"]) for doubt in row.doubts])
            for row in page.rows
        ],
        "left_out": queries.left_out(transfer),
        "outcomes": [(value, label, transfer.counts.get(value, 0)) for value, label in TransferredHousehold.Outcome.choices],
        "buttons": [] if transfer.is_working else moves.buttons(transfer, _BUTTONS, by=request.post),
        "may_decide": request.post.role in ENTERERS and transfer.state == states.State.MATCHED,
        "may_take_rows": request.post.role in ENTERERS and commands.has_rows_to_return(transfer, at=timezone.now()),
        "sha256": bytes(transfer.sha256).hex() if transfer.sha256 else "",
        "seconds_left": transfer.job.seconds_left(at=timezone.now()) if transfer.job else None,
    }  # fmt: skip
    return render(request, "poverty/_transfer_progress.html" if request.htmx else "poverty/transfer.html", context)


@require_GET
@requires_post(READERS)
def export_households(request, transfer_id):
    transfer = get_object_or_404(Transfer, pk=transfer_id)
    made = sheets.households(queries.households(transfer, outcome=request.GET.get("outcome", "")))
    return downloads.of_list(request, "transfer", *made, number=transfer.number)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def returned_rows(request, transfer_id):
    """The sender's own rows that stay out, numbers in full, once a reason is given; the download is on record."""
    transfer = get_object_or_404(Transfer, pk=transfer_id, direction=Transfer.Direction.IN)
    crumbs = [(_("数据交换"), reverse("poverty:transfers")), (transfer.number, reverse("poverty:transfer", args=[transfer.pk]))]

    def take(**said):
        return f"{transfer.number}-returned.xlsx", commands.hand_back(transfer_id=transfer.pk, **said)

    return handed_out(request, take, heading=_("下载退回的行"), about=transfer.purpose, crumbs=crumbs)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def decision(request, transfer_id, place):
    """A doubtful household: each doubt is decided the same or different, with the reason, and not asked again."""
    row = get_object_or_404(TransferredHousehold.objects.select_related("transfer"), transfer=transfer_id, place=place)
    doubts = {commands.doubt_key(doubt): doubt["words"] for doubt in row.doubts}
    asked = request.POST.get("doubt") or next(iter(doubts), "")
    if request.method == "GET" and not doubts:
        raise Http404
    form = DecisionForm(request.POST or None, initial={"doubt": asked})
    if request.method == "POST" and form.is_valid():
        commands.decide(transfer_id=transfer_id, place=place, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已判定，以后的文件不再询问。"))
        row.refresh_from_db()
        return redirect("poverty:decide_match", transfer_id, place) if row.doubts else redirect("poverty:transfer", transfer_id)
    context = {"row": row, "form": form, "words": doubts.get(asked, "")}
    return render(request, "poverty/match_decision.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def decisions(request):
    """What was decided about doubtful ones; a wrong decision is withdrawn, and the next file asks again."""
    chosen = request.GET.dict()
    page = paging.page(queries.decisions(register_number=chosen.get("register_number", "").strip()), chosen, descending=True)
    return render(request, "poverty/match_decisions.html", {"page": page, "chosen": chosen, "may_withdraw": request.post.role in ENTERERS})


@require_POST
@requires_post(ENTERERS)
def withdraw_decision(request, decision_id):
    commands.withdraw_decision(decision_id=decision_id, by=request.post, at=timezone.now())
    messages.success(request, _("已撤回，下一份文件会再询问。"))
    return redirect("poverty:match_decisions")


@require_POST
@requires_post(ENTERERS)
def registration(request, transfer_id):
    get_object_or_404(Transfer, pk=transfer_id)
    commands.start_applying(transfer_id=transfer_id, by=request.post, at=timezone.now())
    return redirect("poverty:transfer", transfer_id)


@require_POST
@requires_post(ENTERERS)
def discard(request, transfer_id):
    get_object_or_404(Transfer, pk=transfer_id)
    registered = queries.registered(commands.discard(transfer_id=transfer_id, by=request.post, at=timezone.now()))
    kept = _("已作废；作业停止前登记的 %(count)s 户保留不变。") % {"count": registered}
    messages.success(request, kept if registered else _("已作废，没有改动任何档案。"))
    return redirect("poverty:transfers")
