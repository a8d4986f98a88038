from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.roles import BUSINESS, COUNTY
from benefits import wording
from benefits.models import Quality
from benefits.policies_table import commands, names, queries
from benefits.policies_table.commands.officials import CONFIRMS, ENTERS
from benefits.policies_table.forms import ValueForm, WhyForm


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
        commands.enter_value(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已录入，由县级签发核对文件并确认后生效。"))
        return redirect("benefits:policies")
    return render(request, "benefits/policy_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires_post(COUNTY)
def confirmation(request, value_id):
    commands.confirm_value(value_id=value_id, by=request.post, at=timezone.now())
    messages.success(request, _("已确认，今后的核算按这条标准。"))
    return redirect("benefits:policies")


@require_POST
@requires_post(COUNTY)
def withdrawal(request, value_id):
    form = WhyForm(request.POST)
    if form.is_valid():
        commands.withdraw_value(value_id=value_id, why=form.cleaned_data["why"], by=request.post, at=timezone.now())
        messages.success(request, _("已撤回。"))
    else:
        messages.error(request, " ".join(form.errors["why"]))
    return redirect("benefits:policies")
