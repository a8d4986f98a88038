"""Whom a proposed value changes, for who confirms it and who looks on."""
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts import workbooks
from accounts.middleware import requires_post
from benefits import beneficiaries, wording
from benefits.models import PolicyValue, SimulationRow
from benefits.policies_table import board, commands, names, states
from benefits.policies_table import queries as values
from benefits.policies_table.affected import queries
from benefits.policies_table.commands import simulating
from benefits.runs import queries as runs
from benefits.simulated import sheets, told


@require_GET
@requires_post(queries.READERS)
def index(request, value_id):
    """Whom the value changes, person by person; filters: township, scheme, period, change."""
    value, simulation = _simulated(request, value_id)
    if simulation is None:
        return redirect("benefits:policy_value", value_id)
    chosen, titles = request.GET.dict(), wording.ledger_titles()
    waits = value.state == states.State.PROPOSED
    context = {
        "value": value, "title": names.title(value.name, board.titles()), "simulation": simulation, "titles": titles, "chosen": chosen,
        "places": runs.places(value.place), "page": queries.page(simulation, chosen), "during": queries.during(simulation, chosen),
        "filters": queries.filters(simulation, by=request.post, titles=titles),
        "stale": states.stale(values.why_stale(simulation, outdated=simulating.is_outdated)) if waits else "",
    }  # fmt: skip
    return render(request, "benefits/affected.html", context)


@require_GET
@requires_post(queries.READERS)
def row(request, value_id, row_id):
    """The sums and reasons of one family, from its facts as they are now."""
    value, simulation = _simulated(request, value_id)
    found = get_object_or_404(SimulationRow.objects.select_related("household"), pk=row_id, simulation=simulation)
    waits = value.state == states.State.PROPOSED
    family = told.of_families(*simulating.sides(simulation, [found.household_id])).get(found.household_id, []) if waits else []
    context = {
        "value": value, "title": names.title(value.name, board.titles()), "row": found, "family": family, "titles": wording.ledger_titles(),
        "open_still": waits, "called": beneficiaries.names([one["beneficiary"] for one in family]),
    }  # fmt: skip
    return render(request, "benefits/_simulated_row.html" if request.htmx else "benefits/affected_row.html", context)


@require_GET
@requires_post(queries.READERS)
def export(request, value_id):
    """The list as filtered, as a workbook; ID numbers masked, the download on record."""
    value, simulation = _simulated(request, value_id)
    if simulation is None:
        raise Http404
    chosen, titles = request.GET.dict(), wording.ledger_titles()
    during = queries.during(simulation, chosen)
    found = queries.filtered(simulation, chosen)
    content, rows = sheets.rows(_("模拟明细"), found, county=value.place, titles=titles, time=_("期间"), told=lambda _row: during)
    commands.record_list_export(value=value, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"value-{value.pk}.xlsx")


def _simulated(request, value_id):
    """(a value of the county, its last simulation if that is finished and the value still stands)."""
    value = get_object_or_404(PolicyValue, pk=value_id, place=request.post.county_code, origin=PolicyValue.Origin.OFFICIAL)
    last = value.simulations.select_related("value").first()
    return value, last if last and last.finished_at and not value.withdrawn_at else None
