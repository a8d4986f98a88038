"""The list of families: filters in the address, a search in the session, an ID number only as its hash (docs/decisions/0006)."""
import secrets
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts import workbooks
from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from households import commands
from households.models import FamilyType
from households.queries import drafts, listing, missing, places
from households.queries.listing import Filters, Search
from households.views.entry import ENTERERS

READERS = BUSINESS - {Role.FINANCE}
_KEPT_SEARCHES = 20


@require_GET
@requires_post(READERS)
def household_list(request):
    filters = _filters(request)
    lines, previous, following = listing.page(request.post, filters, after=request.GET.get("after"), before=request.GET.get("before"))
    villages = places.names([line.division_code for line in lines])
    context = {
        "lines": [(line, villages[line.division_code]) for line in lines],
        "count": listing.count(request.post, filters),
        "filters": filters,
        "search_token": request.GET.get("search", ""),
        "places": [*townships_of(request.post), *_villages(request.post, filters.place)],
        "kinds": FamilyType.Kind.choices,
        "lacks": missing.TITLES.items(),
        "drafts": drafts.drafts_of(request.post)[:5] if request.post.role in ENTERERS else (),
        "may_enter": request.post.role in ENTERERS,
        "previous_url": _address(request, before=previous),
        "next_url": _address(request, after=following),
        "clear_search_url": _address(request, search=None) or reverse("households:list"),
        "query": request.GET.urlencode(),
    }
    return render(request, "households/list.html", context)


@require_POST
@requires_post(READERS)
def search(request):
    """Keep what is looked for in the session; the address holds a token that means nothing to anybody else."""
    text = request.POST.get("q", "").strip()[:60]
    if not text:
        return redirect("households:list")
    token = secrets.token_urlsafe(6)
    found = listing.sought(request.post, text)
    kept = request.session.get("searches", {})
    request.session["searches"] = dict([*kept.items(), (token, [found.kind, found.key, found.last_four])][-_KEPT_SEARCHES:])
    return redirect(f"{reverse('households:list')}?search={token}")


@require_POST
@requires_post(READERS)
def export(request):
    """The filtered list as a workbook; the download leaves an event."""
    filters = _filters(request)
    content = commands.export_households(filters=filters, by=request.post, at=timezone.now())
    name = f"households-{timezone.localdate():%Y%m%d}.xlsx"
    return workbooks.attachment(content, name)


def _filters(request):
    get = request.GET.get
    kept = request.session.get("searches", {}).get(get("search", ""))
    return Filters(
        place=get("place", "") if get("place", "").isdigit() and len(get("place", "")) == 12 else "",
        kind=get("kind", ""),
        missing=get("missing", ""),
        search=Search(*kept) if kept else None,
    )


def _villages(post, place):
    """Villages of the chosen township, or the post's own when it has only a few."""
    inside = [village for village in places.villages(post) if not place or village.code.startswith(place[:9])]
    return [Jurisdiction(pk=village.code, name=village.name) for village in inside] if len(inside) <= 40 else []


def _address(request, **changes):
    """This list with other parameters; "" when there is no such page."""
    if next(iter(changes.values())) is None and "search" not in changes:
        return ""
    kept = {name: value for name, value in request.GET.items() if value and name not in ("after", "before", *changes)}
    return f"{reverse('households:list')}?{urlencode(kept | {name: value for name, value in changes.items() if value})}"
