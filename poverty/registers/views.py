"""Pages of the registers, each with its filters in the address and its workbook."""
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import paging
from accounts.middleware import requires_post
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from households import words
from households.queries import places
from poverty.models import MinimumLiving
from poverty.registers import queries, sheets
from poverty.years.views import downloads

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def minimum_livings(request):
    """Who is on 低保 on a day."""
    chosen, on = request.GET.dict(), _day(request)
    page = paging.page(queries.minimum_livings(request.post, chosen, on=on), chosen)
    heads, villages = queries.heads(page.rows), places.names({row.division_code for row in page.rows})
    shown = [
        {"row": row, "head": heads.get(row.household_id, ""), "village": villages[row.division_code], "period": words.period(row)}
        for row in page.rows
    ]  # fmt: skip
    context = {
        "page": page, "shown": shown, "chosen": chosen, "on": on, "kinds": MinimumLiving.Kind.choices, "categories": MinimumLiving.Category.choices,
        "townships": townships_of(request.post), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "poverty/minimum_livings.html", context)


@require_GET
@requires_post(READERS)
def export_minimum_livings(request):
    found = queries.minimum_livings(request.post, request.GET, on=_day(request))
    return downloads.of_list(request, "minimum_living_register", *sheets.minimum_livings(found))


def _day(request):
    return queries.day(request.GET, timezone.localdate())
