from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import requires_post
from accounts.queries import townships_of, villages_of
from accounts.refusal import NotAllowed
from accounts.roles import CLERKS, COUNTY, Role
from accounts.stored import gettext as _
from benefits import wording
from benefits.follow_up import queries, sheets
from benefits.payouts.views import downloads
from benefits.runs import listing
from households import commands
from households.forms import NoneForm
from households.kinds import none_words
from households.queries import places
from households.views.entry import ENTERERS

READERS = CLERKS | COUNTY | {Role.TOWNSHIP_REVIEWER, Role.AUDITOR}
_MOST_VILLAGES = 40
_MOST_PEOPLE = 200  # of one confirmation: what a person can read through


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
        "none_kinds": [(kind, none_words(kind)) for kind in queries.NONE_KINDS] if chosen["tab"] == "questions" else [],
    }
    return render(request, "benefits/follow_up.html", context)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def none_stated(request, kind):
    """The people the list asks after for want of a word on a kind of fact: none of them has any, says one act with its source."""
    if kind not in queries.NONE_KINDS:
        raise Http404
    chosen = _chosen(request)
    members = queries.unstated(kind, scheme=chosen["scheme"], place=chosen["place"])
    shown = members[:_MOST_PEOPLE]
    form = NoneForm(request.POST or None)
    picked = set(request.POST.getlist("member"))
    if form.is_valid() and picked:
        stated = [(row.household_id, row.person_id) for row in members if str(row.pk) in picked]
        if len(stated) < len(picked):
            raise NotAllowed(_("名单里有人在您查看之后有了记录，请刷新页面，看过现在的名单再登记。"), event="statements.recorded")
        count = commands.state_none_of_several(kind=kind, members=stated, by=request.post, at=timezone.now(), **form.cleaned_data)
        done = _("已为 %(count)s 人登记“%(words)s”。县里重新核算后，相关问题即告解决。")
        messages.success(request, done % {"count": count, "words": none_words(kind)})
        return redirect("benefits:follow_up")
    if form.is_bound and not picked:
        form.add_error(None, _("请至少勾选一人。"))
    names = places.names([row.household.division_code for row in shown])
    context = {
        "form": form, "words": none_words(kind), "rows": [(row, names[row.household.division_code]) for row in shown], "total": len(members),
        "picked": picked if form.is_bound else None,
    }  # fmt: skip
    return render(request, "benefits/follow_up_none.html", context, status=422 if form.errors else 200)


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
