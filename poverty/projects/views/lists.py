"""The list of projects, and a family's own."""
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from households.models import Household
from households.queries.places import is_inside
from poverty.loans import queries as of_loans
from poverty.models import Project
from poverty.projects import queries, sheets, states
from poverty.years import queries as paging
from poverty.years.views import downloads

READERS = BUSINESS


@require_GET
@requires_post(READERS)
def project_list(request):
    chosen = request.GET.dict()
    with queries.sight(request.post):
        page = paging.page(queries.projects(chosen), chosen, key=_key)
        money = queries.money([row.pk for row in page.rows])
        names = queries.place_names({code for row in page.rows for code in row.places})
        context = {
            "rows": [(row, money[row.pk], _places(row, names)) for row in page.rows], "page": page, "chosen": chosen,
            "query": request.GET.urlencode(),
            "kinds": Project.Kind.choices, "states": Project.State.choices, "years": queries.years(), "townships": list(townships_of(request.post)),
            "may_draft": request.post.role == states.DRAFTS, **neighbours(request, page),
        }  # fmt: skip
        return render(request, "projects/list.html", context)


@require_GET
@requires_post(READERS)
def export_projects(request):
    with queries.sight(request.post):
        rows = queries.projects(request.GET.dict())
        names = queries.place_names({code for row in rows for code in row.places})
        made = sheets.projects(rows, queries.money([row.pk for row in rows]), names)
    return downloads.of_list(request, "projects", *made)


@require_GET
@requires_post(READERS - {Role.FINANCE})
def of_household(request, household_id):
    """What a family has applied for and was granted, in every project: a part of the family's record."""
    household = get_object_or_404(Household, pk=household_id)
    if not is_inside(household.division_code, request.post.division_code):
        raise Http404
    with queries.sight(request.post):
        grants = {grant.application_id: grant for grant in queries.grants_of([household.pk])}
        rows = [(row, grants.get(row.pk)) for row in queries.of_household(household.pk)]
        loans = of_loans.standings(household.loans.order_by("-id"), on=timezone.localdate())
        return render(request, "projects/_household.html", {"rows": rows, "loans": loans})


def neighbours(request, page):
    """Addresses of the pages before and after, with the same filters."""

    def address(**mark):
        kept = {name: value for name, value in request.GET.items() if value and name not in ("after", "before")}
        return "?" + downloads.encoded(kept | mark)

    return {"previous_url": page.previous and address(before=page.previous), "next_url": page.next and address(after=page.next)}


def _key(row):
    """Newest year first, then the latest."""
    return f"{9999 - row.year}{10**9 - row.pk:010d}"


def _places(row, names):
    shown = [names.get(code, code) for code in row.places[:2]]
    said = _("、").join(shown)
    return _("%(places)s等 %(count)s 处") % {"places": said, "count": len(row.places)} if len(row.places) > len(shown) else said
