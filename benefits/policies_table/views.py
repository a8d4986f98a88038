from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, COUNTY
from audits.views import sealed
from benefits.policies_table import board, commands, effects, names, queries, reviews, sheets, states
from benefits.policies_table.affected import queries as affected
from benefits.policies_table.commands import simulating
from benefits.policies_table.forms import ArchiveForm, DocumentForm, ValueForm, WhyForm
from benefits.policies_table.states import ENTERS
from benefits.rules.values import lineage


@require_GET
@requires_post(BUSINESS)
def index(request):
    """Which place states what of which scheme, with what holds today; filters: place, scheme, state."""
    on, schemes, chosen = timezone.localdate(), board.titles(), _chosen(request)
    county = request.post.county_code
    context = {
        "entries": board.entries(county, on=on, **chosen),
        "on": on,
        "schemes": schemes,
        "places": board.places(county),
        "states": _STATES,
        "chosen": chosen,
        "due": len(reviews.of(county, on=on, schemes=schemes)),
        "may_enter": request.post.role == ENTERS,
    }
    return render(request, "benefits/policy_list.html", context)


@require_GET
@requires_post(BUSINESS)
def export(request):
    """The values of the list as filtered, as a workbook; the download on record."""
    county = request.post.county_code
    entries = board.entries(county, on=timezone.localdate(), **_chosen(request))
    content, rows = sheets.values(entries, places=board.places(county), schemes=board.titles())
    commands.record_export(rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, "policies.xlsx")


@require_GET
@requires_post(BUSINESS)
def review_list(request):
    """What is due for review this year."""
    on = timezone.localdate()
    found = reviews.of(request.post.county_code, on=on, schemes=board.titles())
    groups = [(label, hint, [review for review in found if review.kind == kind]) for kind, (label, hint) in _REVIEWS.items()]
    return render(request, "benefits/policy_reviews.html", {"groups": groups, "on": on, "may_enter": request.post.role == ENTERS})


@require_GET
@requires_post(BUSINESS)
def place_page(request, place):
    """Which schemes a place states, and how it reads what the clauses leave open."""
    county = request.post.county_code
    places = board.places(county)
    if place not in places:
        raise Http404
    context = {
        "place": place,
        "places": places,
        "entries": board.entries(county, on=timezone.localdate(), place=place),
        "above": [step for step in places if step != place and step in lineage(place)],
        "readings": board.readings(place),
        "schemes": board.titles(),
        "on": timezone.localdate(),
    }
    return render(request, "benefits/policy_place.html", context)


@require_GET
@requires_post(BUSINESS)
def scheme_page(request, place, scheme):
    """The values of a scheme through time at a place, with clause, document, people and use."""
    county, schemes = request.post.county_code, board.titles()
    places = board.places(county)
    if place not in places or scheme not in schemes:
        raise Http404
    along, bars = board.bars(county, place, scheme, on=timezone.localdate())
    rows = board.of_scheme(county, place, scheme)
    context = {
        "place": place,
        "places": places,
        "scheme": scheme,
        "schemes": schemes,
        "title": schemes[scheme],
        "axis": along,
        "bars": bars,
        "quotes": list(dict.fromkeys((row.value.citation.number, row.value.clause, row.quote) for row in rows if row.quote)),
        "standing": [row for row in rows if row.value.state != states.State.WITHDRAWN],
        "withdrawn": [row for row in rows if row.value.state == states.State.WITHDRAWN],
        "runs": queries.runs_resting_on([row.value.pk for row in rows]),
        "titles": {row.value.name: names.part(row.value.name) for row in rows},
        "units": {row.value.unit: names.unit(row.value.unit) for row in rows},
        "lacking": scheme in reviews.lacking(county, board.rows(county)),
        "may_enter": request.post.role == ENTERS,
    }
    return render(request, "benefits/policy_scheme.html", context)


@require_http_methods(["GET", "POST"])
@requires_post({ENTERS})
def new_value(request):
    form = ValueForm(request.POST or None, schemes=board.titles())
    if request.method == "POST" and form.is_valid():
        row = commands.enter_value(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已录入。模拟核算完成后，由县级签发看过差异、核对文件并确认，才参与核算。"))
        return redirect("benefits:policy_value", row.pk)
    return render(request, "benefits/policy_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires_post(BUSINESS)
def value_page(request, value_id):
    """One value: its document, who entered and confirmed it, what it would change, and the runs that rested on it."""
    return _value(request, value_id)


def _value(request, value_id, *, refused=None, cell=""):
    """The page of a value; `refused` is the WhyForm at `cell` (a move of the value or of its document) that has to be corrected."""
    value = get_object_or_404(queries.concerning(request.post.county_code), pk=value_id)
    simulation = value.simulations.select_related("job", "value", "asked_by").first()
    confirmations = queries.confirmations(request.post.county_code).filter(value=value).select_related("citation", "recorded_by", "decided_by")
    own = value.origin == "official" and value.place == request.post.county_code
    stale = states.stale(queries.why_stale(simulation, outdated=simulating.is_outdated)) if own and value.state == states.State.PROPOSED else ""
    schemes = board.titles()
    named = own and simulation and simulation.finished_at and not value.withdrawn_at and request.post.role in affected.READERS
    context = {
        "value": value,
        "title": names.title(value.name, schemes),
        "unit": names.unit(value.unit),
        "place": Jurisdiction.objects.get(pk=value.place),
        "schemes": schemes,
        "simulation": simulation,
        "effects": effects.of(simulation) if simulation and simulation.finished_at else [],
        "changed": affected.counts(simulation) if named else None,
        "affected": reverse("benefits:affected", args=[value.pk]),
        "stale": stale,
        "buttons": states.buttons(value, by=request.post, simulated=stale, used=queries.is_used(value)) if own else [],
        "runs": value.runs.select_related("run").order_by("-run_id"),
        "quote": board.quote(value),
        "is_unproven": value.quality == "reported" and not any(row.state == states.Proof.IN_FORCE for row in confirmations),
        "confirmations": [(row, states.proof_buttons(row, by=request.post) if row.county else []) for row in confirmations],
        "may_record": request.post.role == ENTERS,
        "citations": _citations(value, confirmations),
        "files": queries.files(request.post.county_code, [citation.pk for citation in _citations(value, confirmations)]),
        "refused": refused,
        "refused_cell": cell,
        "problems": [{"id": cell, "sentence": error} for error in refused.errors["why"]] if refused else [],
    }
    return render(request, "benefits/policy_value.html", context, status=422 if refused else 200)


@require_POST
@requires_post(COUNTY)
def simulation(request, value_id):
    commands.simulate_value(value_id=value_id, by=request.post, at=timezone.now())
    messages.success(request, _("已开始重新模拟。"))
    return redirect("benefits:policy_value", value_id)


@require_POST
@requires_post(COUNTY)
def confirmation(request, value_id):
    seen = request.POST.get("simulation", "")
    commands.confirm_value(
        value_id=value_id, simulation_id=int(seen) if seen.isdecimal() and len(seen) < 19 else None, by=request.post, at=timezone.now()
    )
    messages.success(request, _("已确认，今后的核算按这条标准。"))
    return redirect("benefits:policy_value", value_id)


@require_POST
@requires_post(COUNTY)
def refusal(request, value_id):
    return _with_reason(request, value_id, states.REFUSE, commands.refuse_value, _("已退回，录入人可以更正后重新录入。"))


@require_POST
@requires_post(COUNTY)
def withdrawal(request, value_id):
    return _with_reason(request, value_id, states.WITHDRAW, commands.withdraw_value, _("已撤回。"))


@require_http_methods(["GET", "POST"])
@requires_post({ENTERS})
def new_document(request, value_id):
    """The county has found the document that says what a newspaper or a plan said."""
    value = get_object_or_404(queries.concerning(request.post.county_code), pk=value_id, quality="reported")
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.record_confirmation(value_id=value.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已登记，由县级签发对照文件核对后，这条标准在本县可以发放。"))
        return redirect("benefits:policy_value", value.pk)
    context = {"form": form, "value": value, "title": names.title(value.name, board.titles()), "unit": names.unit(value.unit)}
    return render(request, "benefits/policy_document.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires_post({ENTERS})
def new_file(request, value_id, citation_id):
    """The county keeps the document a value, or what confirms it, was read from."""
    county = request.post.county_code
    value = get_object_or_404(queries.concerning(county), pk=value_id)
    citation = next((one for one in _citations(value, queries.confirmations(county).filter(value=value)) if one.pk == citation_id), None)
    if citation is None:
        raise Http404
    form = ArchiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        row = commands.archive_document(citation_id=citation.pk, content=form.cleaned_data["file"], by=request.post, at=timezone.now())
        if row.is_as_stated is False:
            messages.warning(request, _("已存档。它的摘要与登记的摘要不同，请核对是不是同一份文件。"))
        else:
            messages.success(request, _("已存档。"))
        return redirect("benefits:policy_value", value.pk)
    context = {"form": form, "value": value, "citation": citation, "title": names.title(value.name, board.titles())}
    return render(request, "benefits/policy_file.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@requires_post(BUSINESS)
def document_file(request, file_id):
    """The archived document as it was uploaded; each time it is handed out is on record."""
    get_object_or_404(queries.CitationFile, pk=file_id)
    seal = commands.download_document(file_id=file_id, by=request.post, at=timezone.now()).seal
    return sealed.attachment(seal)


def _citations(value, confirmations):
    """The document a value was read from, and those that confirm it."""
    return [value.citation, *(row.citation for row in confirmations)]


@require_POST
@requires_post(COUNTY)
def acceptance(request, confirmation_id):
    row = commands.accept_confirmation(confirmation_id=confirmation_id, by=request.post, at=timezone.now())
    messages.success(request, _("已核对，这条标准在本县可以发放。"))
    return redirect("benefits:policy_value", row.value_id)


@require_POST
@requires_post(COUNTY)
def document_refusal(request, confirmation_id):
    form = WhyForm(request.POST)
    if not form.is_valid():
        recorded = get_object_or_404(queries.confirmations(request.post.county_code), pk=confirmation_id)
        return _value(request, recorded.value_id, refused=form, cell=f"why-{recorded.pk}")
    row = commands.refuse_confirmation(confirmation_id=confirmation_id, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
    messages.success(request, _("已退回。"))
    return redirect("benefits:policy_value", row.value_id)


_STATES = (
    ("in_force", gettext_lazy("执行中")), ("waiting", gettext_lazy("待确认")), ("reported", gettext_lazy("仅见于报道或计划")),
    ("ahead", gettext_lazy("尚未开始")), ("ended", gettext_lazy("已失效")),
)  # fmt: skip
_REVIEWS = {
    "waiting": (gettext_lazy("待确认的标准"), gettext_lazy("录入后由另一人看过模拟核算再确认")),
    "below": (gettext_lazy("低于上级规定的最低数"), gettext_lazy("录入不低于它的标准并确认后，才能继续列应发")),
    "unbooked": (gettext_lazy("变更后还没有补算"), gettext_lazy("下一批核算须覆盖变更涉及的全部已入账月份")),
    "unproven": (gettext_lazy("仅见于报道或计划"), gettext_lazy("照算，不发放；登记确认文件后可以发放")),
    "missing": (gettext_lazy("文件没有写明金额"), gettext_lazy("录入写明金额的县级文件后才列应发")),
    "yearly": (gettext_lazy("年度标准"), gettext_lazy("低保标准、参保缴费和收入水平每年核对一次")),
    "ending": (gettext_lazy("今年到期的文件"), gettext_lazy("到期后不再计算，续行须有新文件")),
}


def _chosen(request):
    return {name: request.GET.get(name, "") for name in ("place", "scheme", "state")}


def _with_reason(request, value_id, move, command, done):
    form = WhyForm(request.POST)
    if not form.is_valid():
        return _value(request, value_id, refused=form, cell=f"why-{move.verb}")
    command(value_id=value_id, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
    messages.success(request, done)
    return redirect("benefits:policy_value", value_id)
