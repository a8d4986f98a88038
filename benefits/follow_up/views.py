from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.middleware import requires_post
from accounts.queries import townships_of, villages_of
from accounts.roles import CLERKS, COUNTY, Role
from benefits import wording
from benefits.follow_up import queries, sheets
from benefits.payouts.views import downloads
from benefits.runs import listing
from households.queries import places
from households.views.entry import ENTERERS

READERS = CLERKS | COUNTY | {Role.TOWNSHIP_REVIEWER, Role.AUDITOR}
_MOST_VILLAGES = 40


@require_GET
@requires_post(READERS)
def follow_up(request):
    """待补资料: questions that computing left open, and payouts that wait for an account."""
    chosen = _chosen(request)
    page = listing.page(_found(chosen), request.GET.dict())
    names = places.names([row.division_code for row in page.rows])
    context = {
        "page": page,
        "rows": [(row, names[row.division_code], sheets.why(row) if chosen["tab"] == "unpaid" else "") for row in page.rows],
        "chosen": chosen,
        "counts": {kind: found().count() for kind, found in queries.KINDS.items()},
        "titles": wording.scheme_titles(),
        "places": _places(request.post),
        "may_enter": request.post.role in ENTERERS,
        "query": request.GET.urlencode(),
    }
    return render(request, "benefits/follow_up.html", context)


@require_GET
@requires_post(READERS)
def export(request):
    """The same rows as a workbook, the download on record."""
    chosen = _chosen(request)
    found = _found(chosen)
    names = places.names(found.order_by().values_list("division_code", flat=True).distinct())
    return downloads.of_list(request, "follow_up", sheets.made(chosen["tab"], found, places=names, titles=wording.scheme_titles()))


def _chosen(request):
    given = {name: request.GET.get(name, "") for name in ("tab", "scheme", "place")}
    tab = given["tab"] if given["tab"] in queries.KINDS else "questions"
    place = given["place"] if len(given["place"]) == 12 and given["place"].isdecimal() else ""
    return given | {"tab": tab, "place": place}


def _found(chosen):
    return queries.found(chosen["tab"], scheme=chosen["scheme"], place=chosen["place"])


def _places(post):
    """Townships to choose from; for a post in one township its villages."""
    townships, villages = list(townships_of(post)), villages_of(post)
    return townships if len(townships) > 1 else list(villages[:_MOST_VILLAGES])
