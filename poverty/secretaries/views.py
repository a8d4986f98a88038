"""第一书记: recorded, ended and withdrawn, each from the village's page and back to it."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from households.queries.places import is_inside
from poverty.models import FirstSecretary
from poverty.secretaries import commands
from poverty.secretaries.forms import EndForm, SecretaryForm
from poverty.years.forms import WhyForm

ENTERERS = frozenset({commands.ENTERS})


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def record(request, village):
    place = get_object_or_404(Jurisdiction.objects.filter(level=Jurisdiction.Level.VILLAGE), pk=str(village))
    if not is_inside(place.pk, request.post.division_code):
        raise Http404
    form = SecretaryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.record_first_secretary(village=place.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("第一书记已登记。"))
        return redirect("benefits:village", place.pk)
    return _page(request, form, place, _("登记第一书记"), "")


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def end(request, secretary_id):
    row, place = _secretary(secretary_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.end_first_secretary(secretary_id=row.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("离任已登记。"))
        return redirect("benefits:village", place.pk)
    return _page(request, form, place, _("登记离任"), row)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def withdraw(request, secretary_id):
    """What was recorded was wrong."""
    row, place = _secretary(secretary_id)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.withdraw_first_secretary(secretary_id=row.pk, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        messages.success(request, _("已撤回。"))
        return redirect("benefits:village", place.pk)
    return _page(request, form, place, _("撤回第一书记"), row)


def _secretary(secretary_id):
    row = get_object_or_404(FirstSecretary.objects.filter(withdrawn_at=None), pk=secretary_id)
    return row, get_object_or_404(Jurisdiction, pk=row.division_code)


def _page(request, form, place, heading, row):
    back = reverse("benefits:village", args=[place.pk])
    about = f"{place.name} {row.name} {row.unit}" if row else place.name
    context = {"form": form, "heading": heading, "back": back, "about": about, "crumbs": [(place.name, back)]}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)
