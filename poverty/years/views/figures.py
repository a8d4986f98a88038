"""Pages of published figures and budgets: entered by the reviewer, confirmed by the signer."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from poverty.models import BudgetYear, CityYear
from poverty.years import commands, queries, sheets
from poverty.years.forms import BudgetForm, FigureForm, WhyForm
from poverty.years.views import downloads

READERS = COUNTY | {Role.AUDITOR, Role.VIEWER}


@require_GET
@requires_post(READERS)
def place_years(request):
    """What is published of the county and its city, and the county's budgets; what waits for a second official is marked."""
    context = {
        "figures": queries.place_years(), "budgets": queries.budget_years(), "names": dict(queries.places_of(request.post.county_code)),
        "may_enter": request.post.role in commands.ENTERS_FIGURES, "may_confirm": request.post.role in commands.CONFIRMS_FIGURES,
    }  # fmt: skip
    return render(request, "poverty/place_years.html", context)


@require_GET
@requires_post(READERS)
def export_figures(request):
    rows = list(queries.place_years())
    made = sheets.figures(rows, queries.budget_years(), dict(queries.places_of(request.post.county_code)))
    return downloads.of_list(request, "place_years", *made)


@require_http_methods(["GET", "POST"])
@requires_post(commands.ENTERS_FIGURES)
def new_figure(request):
    form = FigureForm(request.POST or None, places=queries.places_of(request.post.county_code), initial={"year": timezone.localdate().year - 1})
    return _entered(request, form, commands.enter_figure, _("录入地区指标"))


@require_http_methods(["GET", "POST"])
@requires_post(commands.ENTERS_FIGURES)
def new_budget(request):
    form = BudgetForm(request.POST or None, initial={"year": timezone.localdate().year})
    return _entered(request, form, commands.enter_budget, _("录入预算年度"))


@require_POST
@requires_post(commands.CONFIRMS_FIGURES)
def confirm_figure(request, row_id):
    return _confirmed(request, CityYear, row_id)


@require_POST
@requires_post(commands.CONFIRMS_FIGURES)
def confirm_budget(request, row_id):
    return _confirmed(request, BudgetYear, row_id)


@require_http_methods(["GET", "POST"])
@requires_post(commands.ENTERS_FIGURES)
def withdraw_figure(request, row_id):
    return _withdrawn(request, CityYear, row_id, _("撤回地区指标"))


@require_http_methods(["GET", "POST"])
@requires_post(commands.ENTERS_FIGURES)
def withdraw_budget(request, row_id):
    return _withdrawn(request, BudgetYear, row_id, _("撤回预算年度"))


def _entered(request, form, command, heading):
    if request.method == "POST" and form.is_valid():
        command(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已录入，由县级签发核对来源并确认后生效。"))
        return redirect("poverty:place_years")
    return render(request, "poverty/place_year_new.html", {"form": form, "heading": heading}, status=422 if form.errors else 200)


def _confirmed(request, model, row_id):
    commands.confirm_figure(model=model, row_id=row_id, by=request.post, at=timezone.now())
    messages.success(request, _("已确认，今后按这条记录。"))
    return redirect("poverty:place_years")


def _withdrawn(request, model, row_id, heading):
    row = get_object_or_404(model.objects.standing(), pk=row_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.withdraw(model=model, row_id=row.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        return redirect("poverty:place_years")
    context = {"form": form, "heading": heading, "about": row.year, "back": reverse("poverty:place_years"), "back_title": _("地区与预算")}
    return render(request, "poverty/withdrawal.html", context, status=422 if form.errors else 200)
