from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, COUNTY
from benefits import wording
from benefits.models import Quality
from benefits.policies_table import commands, effects, names, queries, states
from benefits.policies_table.commands import simulating
from benefits.policies_table.forms import ValueForm, WhyForm
from benefits.policies_table.states import CONFIRMS, ENTERS


@require_GET
@requires_post(BUSINESS)
def policy_list(request):
    """What holds for the county, place by place, with its document; values waiting for a second official first."""
    schemes = wording.scheme_titles()
    chosen = request.GET.get("scheme", "")
    rows = [row for row in queries.listed(request.post.county_code) if row.quality != Quality.PRACTICE]
    context = {
        "waiting": [row for row in rows if row.origin == "official" and not row.confirmed_at],
        "rows": [row for row in rows if (row.origin == "file" or row.confirmed_at) and chosen in ("", row.scheme or "lines")],
        "schemes": schemes,
        "chosen": chosen,
        "titles": {row.name: names.title(row.name, schemes) for row in rows},
        "units": {row.unit: names.unit(row.unit) for row in rows},
        "places": dict(Jurisdiction.objects.filter(code__in={row.place for row in rows}).values_list("code", "name")),
        "may_enter": request.post.role == ENTERS,
        "may_confirm": request.post.role == CONFIRMS,
        "county": request.post.county_code,
    }
    return render(request, "benefits/policy_list.html", context)


@require_http_methods(["GET", "POST"])
@requires_post({ENTERS})
def new_value(request):
    form = ValueForm(request.POST or None, schemes=wording.scheme_titles())
    if request.method == "POST" and form.is_valid():
        row = commands.enter_value(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已录入。模拟核算完成后，由县级签发看过差异、核对文件并确认，才参与核算。"))
        return redirect("benefits:policy_value", row.pk)
    return render(request, "benefits/policy_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@requires_post(BUSINESS)
def value_page(request, value_id):
    """One value: its document, who entered and confirmed it, what it would change, and the runs that rested on it."""
    value = get_object_or_404(queries.concerning(request.post.county_code), pk=value_id)
    simulation = value.simulations.select_related("job", "value", "asked_by").first()
    own = value.origin == "official" and value.place == request.post.county_code
    stale = states.stale(queries.why_stale(simulation, outdated=simulating.is_outdated)) if own and value.state == states.State.PROPOSED else ""
    schemes = wording.scheme_titles()
    context = {
        "value": value,
        "title": names.title(value.name, schemes),
        "unit": names.unit(value.unit),
        "place": Jurisdiction.objects.get(pk=value.place),
        "schemes": schemes,
        "simulation": simulation,
        "effects": effects.of(simulation) if simulation and simulation.finished_at else [],
        "stale": stale,
        "buttons": states.buttons(value, by=request.post, simulated=stale, used=queries.is_used(value)) if own else [],
        "runs": value.runs.select_related("run").order_by("-run_id"),
    }
    return render(request, "benefits/policy_value.html", context)


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
    return _with_reason(request, value_id, commands.refuse_value, _("已退回，录入人可以更正后重新录入。"))


@require_POST
@requires_post(COUNTY)
def withdrawal(request, value_id):
    return _with_reason(request, value_id, commands.withdraw_value, _("已撤回。"))


def _with_reason(request, value_id, command, done):
    form = WhyForm(request.POST)
    if form.is_valid():
        command(value_id=value_id, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        messages.success(request, done)
    else:
        messages.error(request, " ".join(form.errors["why"]))
    return redirect("benefits:policy_value", value_id)
