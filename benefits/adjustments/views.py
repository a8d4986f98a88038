"""The index and its proposals; one adjustment from the proposal to its publication."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from audits.views import sealed
from benefits import beneficiaries, wording
from benefits.adjustments import board, commands, outlook, queries, states
from benefits.adjustments.commands import simulating
from benefits.adjustments.forms import ChoosingForm, ProposeForm, WhyForm
from benefits.models import Adjustment, AdjustmentPaper, AdjustmentRow
from benefits.runs import listing
from benefits.runs import queries as runs
from benefits.simulated import sheets, told

READERS = COUNTY | {Role.AUDITOR}
State = Adjustment.State


@require_GET
@requires_post(READERS)
def index(request):
    """The index with its growth, and every proposal."""
    context = board.of_county(request.post.county_code, series=request.GET.get("series", ""))
    context |= {
        "page": listing.page(queries.of_county(), request.GET.dict(), descending=True), "chosen": request.GET.dict(),
        "may_propose": request.post.role == states.PROPOSES,
    }  # fmt: skip
    return render(request, "benefits/adjustment_list.html", context)


@require_http_methods(["GET", "POST"])
@requires_post({states.PROPOSES})
def new(request):
    seen = outlook.of(request.post.county_code)
    if seen is None:
        return redirect("benefits:adjustments")
    form = ProposeForm(request.POST or None, seen=seen)
    if request.method == "POST" and form.is_valid():
        made = commands.propose(**form.asked(), by=request.post, at=timezone.now())
        if made:
            messages.success(request, _("已提出，请核对新标准后测算。"))
            return redirect("benefits:adjustment", made.pk)
        messages.warning(request, _("累计增长幅度还没有达到启动幅度，没有提出调整；这次计算已记入留痕簿。"))
        return redirect("benefits:adjustments")
    return render(request, "benefits/adjustment_new.html", {"form": form, "seen": seen}, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def page(request, adjustment_id):
    return _page(request, adjustment_id)


def _page(request, adjustment_id, **more):
    adjustment = _adjustment(adjustment_id)
    context = board.of_adjustment(adjustment, by=request.post, parameters=request.GET.dict()) | more
    return render(request, "benefits/adjustment.html", context, status=422 if more else 200)


@require_http_methods(["GET", "POST"])
@requires_post({states.PROPOSES})
def standards(request, adjustment_id):
    """What the county takes for each standard."""
    adjustment = _adjustment(adjustment_id)
    form = ChoosingForm(request.POST or None, values=adjustment.values.all())
    if request.method == "POST" and form.is_valid():
        commands.choose_values(adjustment_id=adjustment.pk, chosen=form.chosen(), by=request.post, at=timezone.now())
        messages.success(request, _("已保存，请重新测算。"))
        return redirect("benefits:adjustment", adjustment.pk)
    rows = [(*told_of, new, reason) for told_of, (_value, new, reason) in zip(board.standards(form.values), form.rows(), strict=True)]
    context = {"adjustment": adjustment, "form": form, "rows": rows, "growth": outlook.percent(outlook.growth_of(adjustment))}
    return render(request, "benefits/adjustment_standards.html", context, status=422 if form.errors else 200)


@require_POST
@requires_post(COUNTY)
def simulation(request, adjustment_id):
    _adjustment(adjustment_id)
    commands.simulate(adjustment_id=adjustment_id, by=request.post, at=timezone.now())
    messages.success(request, _("已开始测算。"))
    return redirect("benefits:adjustment", adjustment_id)


@require_GET
@requires_post(READERS)
def row(request, adjustment_id, row_id):
    """The sums and reasons of one family, from its facts as they are now."""
    adjustment = _adjustment(adjustment_id)
    found = get_object_or_404(AdjustmentRow.objects.select_related("household"), pk=row_id, adjustment=adjustment)
    open_still = adjustment.state not in (State.PUBLISHED, State.DISCARDED)
    family = told.of_families(*simulating.sides(adjustment, [found.household_id])).get(found.household_id, []) if open_still else []
    context = {
        "adjustment": adjustment, "row": found, "family": family, "titles": wording.ledger_titles(), "open_still": open_still,
        "called": beneficiaries.names([one["beneficiary"] for one in family]),
    }  # fmt: skip
    return render(request, "benefits/_simulated_row.html" if request.htmx else "benefits/adjustment_row.html", context)


@require_GET
@requires_post(READERS)
def notice(request, adjustment_id):
    """What is announced, to be printed: standards for everybody, families for their villages; a draft until published. No number, no birth date."""
    adjustment = get_object_or_404(Adjustment.objects.select_related("citation"), pk=adjustment_id, state__in=board.SHOWN)
    return render(request, "benefits/adjustment_notice.html", board.of_notice(adjustment, township=request.GET.get("township", "")))


@require_GET
@requires_post(READERS)
def export(request, adjustment_id):
    """The list as filtered, as a workbook; ID numbers masked, the download on record."""
    adjustment = _adjustment(adjustment_id)
    found = queries.filtered_rows(adjustment, request.GET.dict()).order_by("id")
    content, rows = sheets.rows(
        adjustment.number, found, county=adjustment.division_code, titles=wording.ledger_titles(), time=_("年度"), told=lambda row: str(row.year)
    )
    commands.record_export(adjustment=adjustment, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{adjustment.number}.xlsx")


@require_GET
@requires_post(READERS)
def families(request, adjustment_id):
    """The drawn families with their sums, one sheet to look at and to print."""
    adjustment = _adjustment(adjustment_id)
    samples = list(adjustment.samples.select_related("household", "ticked_by"))
    keys = [one["beneficiary"] for sample in samples for one in sample.told]
    context = {
        "adjustment": adjustment, "samples": samples, "called": beneficiaries.names(keys), "titles": wording.ledger_titles(),
        "places": runs.places(adjustment.division_code), "may_tick": states.why_not(adjustment, states.TICK, by=request.post) is None,
        "ticked": sum(1 for sample in samples if sample.ticked_at),
    }  # fmt: skip
    return render(request, "benefits/adjustment_families.html", context)


@require_POST
@requires_post(COUNTY)
def tick(request, adjustment_id, number):
    _adjustment(adjustment_id)
    adjustment = commands.tick(adjustment_id=adjustment_id, number=number, by=request.post, at=timezone.now())
    if adjustment.state == State.CHECKED:
        messages.success(request, _("抽查户已全部核对，可以送审批。"))
        return redirect("benefits:adjustment", adjustment_id)
    return redirect("benefits:drawn_families", adjustment_id)


@require_POST
@requires_post(COUNTY)
def approval(request, adjustment_id):
    _adjustment(adjustment_id)
    commands.approve(adjustment_id=adjustment_id, rows_hash=request.POST.get("rows_hash", ""), by=request.post, at=timezone.now())
    messages.success(request, _("已审批，可以公布执行。"))
    return redirect("benefits:adjustment", adjustment_id)


@require_POST
@requires_post(COUNTY)
def publication(request, adjustment_id):
    _adjustment(adjustment_id)
    adjustment = commands.publish(adjustment_id=adjustment_id, by=request.post, at=timezone.now())
    told_run = _("已公布，新标准已生效；核算批次 %(number)s 已开始核算差额。") % {"number": adjustment.run.number} if adjustment.run else ""
    messages.success(request, told_run or _("已公布，新标准已生效。"))
    return redirect("benefits:adjustment", adjustment_id)


@require_POST
@requires_post(COUNTY)
def discarding(request, adjustment_id):
    _adjustment(adjustment_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, adjustment_id, refused=form, problems=[{"id": "why", "sentence": one} for one in form.errors["why"]])
    commands.discard(adjustment_id=adjustment_id, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
    messages.success(request, _("已作废。"))
    return redirect("benefits:adjustment", adjustment_id)


@require_GET
@requires_post(READERS)
def download(request, paper_id):
    """The sealed announcement, as it was made; each time it is handed out is on record."""
    get_object_or_404(AdjustmentPaper, pk=paper_id)
    paper = commands.download_paper(paper_id=paper_id, by=request.post, at=timezone.now())
    return sealed.attachment(paper.seal)


@require_POST
@requires_post(COUNTY)
def making(request, paper_id):
    get_object_or_404(AdjustmentPaper, pk=paper_id)
    paper = commands.make_paper_again(paper_id=paper_id, by=request.post, at=timezone.now())
    messages.success(request, _("已重新排队制作。"))
    return redirect("audits:job", paper.job_id)


def _adjustment(adjustment_id):
    related = ("job", "citation", "run", "proposed_by", "prepared_by", "approved_by", "published_by")
    return get_object_or_404(Adjustment.objects.select_related(*related), pk=adjustment_id)
