"""The list of registrations, and the same as a workbook."""
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from benefits import measures
from benefits.funds.commands import PROPOSES
from benefits.models import Department, Registration
from benefits.register import commands, queries, sheets, words
from benefits.runs import listing
from households.queries import places

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def registration_list(request):
    chosen = request.GET.dict()
    with queries.sight(request.post):
        page = listing.page(queries.registrations(request.post, chosen), chosen, descending=True)
        used = queries.items_used()
    item = next((found for found in (measures.item(*pair) for pair in used) if found and found.code == chosen.get("item")), None)
    context = {
        "page": page,
        "rows": lines(request.post, page.rows),
        "chosen": chosen,
        "places": townships_of(request.post),
        "departments": Department.choices,
        "kinds": Registration.Kind.choices,
        "states": Registration.State.choices,
        "granted_item": item if item and item.is_money and request.post.role == PROPOSES else None,
        "items": sorted({(code, _title(code, stated_by)) for code, stated_by in used}, key=lambda pair: pair[1]),
    }
    return render(request, "register/list.html", context)


@require_GET
@requires_post(READERS)
def export(request):
    """The list as filtered, the download on record."""
    chosen = {name: value for name, value in request.GET.items() if value}
    with queries.sight(request.post):
        content, rows = sheets.registrations(queries.registrations(request.post, chosen))
    commands.record_list_export(rows=rows, filters=chosen, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"registrations-{timezone.localdate():%Y%m%d}.xlsx")


def lines(post, rows):
    """[(registration, householder, village, title, what was given and granted)] for a page."""
    with queries.sight(post):
        heads, granted = queries.householders(rows), queries.granted(rows)
    called = places.names([row.division_code for row in rows])
    return [
        (row, heads.get(row.household_id), called[row.division_code], words.title(row), words.became(row, granted.get(row.pk, ())))
        for row in rows
    ]


def _title(code, stated_by):
    item = measures.item(code, stated_by)
    return item.title if item else code
