from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.queries import townships_of
from accounts.roles import COUNTY, Role
from benefits.models import PayoutRun, Recovery
from benefits.payouts import commands, queries, sheets
from benefits.payouts.forms import DraftForm
from benefits.payouts.views import downloads
from benefits.runs import listing

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}


@require_GET
@requires_post(READERS)
def payout_run_list(request):
    chosen = request.GET.dict()
    context = {
        "page": listing.page(_runs(chosen), chosen, descending=True),
        "chosen": chosen,
        "titles": queries.titles(),
        "states": PayoutRun.State.choices,
        "years": queries.years(),
        "open_recoveries": Recovery.objects.filter(state=Recovery.State.OPEN).count(),
        "places": queries.places(request.post.county_code),
        "may_draft": request.post.role == Role.COUNTY_PREPARER,
    }
    return render(request, "benefits/payout_run_list.html", context)


@require_GET
@requires_post(READERS)
def export_list(request):
    """The runs as filtered, as a workbook, the download on record."""
    made = sheets.runs(_runs(request.GET.dict()), places=queries.places(request.post.county_code), titles=queries.titles())
    return downloads.of_list(request, "payout_list", made)


@require_http_methods(["GET", "POST"])
@requires_post({Role.COUNTY_PREPARER})
def new_payout_run(request):
    replaced = _replaced(request.GET.get("replaces", ""))
    form = DraftForm(request.POST or None, initial=_as_before(replaced), this_year=timezone.localdate().year, **_choices(request.post))
    if request.method == "POST" and form.is_valid():
        run = commands.draft_payout_run(**form.asked(), by=request.post, at=timezone.now())
        return redirect("benefits:payout_run", run.pk)
    return render(request, "benefits/payout_run_new.html", {"form": form, "replaced": replaced}, status=422 if form.errors else 200)


def _runs(chosen):
    return queries.runs(state=chosen.get("state", ""), scheme=chosen.get("scheme", ""), year=chosen.get("year", "")).order_by("-id")


def _replaced(text):
    return PayoutRun.objects.filter(pk=int(text), state=PayoutRun.State.DISCARDED).first() if text.isdecimal() else None


def _choices(post):
    county = Jurisdiction.objects.get(pk=post.county_code)
    places = [(county.pk, _("%(county)s（全县）") % {"county": county.name}), *((place.pk, place.name) for place in townships_of(post))]
    return {"schemes": list(queries.titles().items()), "places": places}


def _as_before(run):
    """A run drafted instead of a discarded one asks for the same."""
    if run is None:
        return {}
    months = f"{run.since.month}-{run.until.month - 1 or 12}"
    return {"replaces": run.pk, "schemes": run.schemes, "place": run.division_code, "year": run.since.year, "months": months}
