"""The desk 工作台: what waits for the post, and the county in a few figures."""
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.roles import BUSINESS, CLERKS, COUNTY, Role
from benefits.models import EntitlementLine, MoneyLine
from config import waiting
from households.models import Household


@require_GET
def desk(request):
    if request.post is None:
        return redirect("accounts:choose_post")
    tasks = waiting.tasks(request.post)
    figures = [figure for figure in _figures(timezone.localdate().year) if request.post.role in figure["roles"]]
    return render(request, "desk.html", {"tasks": tasks, "todo_count": len(tasks), "figures": figures, "may_enter": request.post.role in CLERKS})


def _figures(year):
    """The county in figures: title, count or fen, the address of the rows behind it and who may open that."""
    of_year = {"entitlement__since__year": year}
    due = EntitlementLine.objects.filter(**of_year).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    paid = MoneyLine.objects.filter(**of_year).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    handed_over = _("%(year)s 年度已交银行（元）") % {"year": year}
    return [
        {"title": _("家庭档案（户）"), "count": Household.objects.count(), "url": reverse("households:list"), "roles": BUSINESS - {Role.FINANCE}},
        {"title": _("%(year)s 年度应发（元）") % {"year": year}, "fen": due, "url": reverse("benefits:runs"), "roles": COUNTY | {Role.AUDITOR}},
        {"title": handed_over, "fen": paid, "url": reverse("benefits:payout_runs"), "roles": COUNTY | {Role.FINANCE, Role.AUDITOR}},
    ]
