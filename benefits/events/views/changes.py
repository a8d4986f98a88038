"""变更办理: the list, what may be recorded of a family, the form of a kind, what it would alter, and what it did."""
import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.middleware import requires_post
from accounts.queries import townships_of, villages_of
from accounts.refusal import NotAllowed
from accounts.roles import BUSINESS, COUNTY, Role
from benefits.events import commands, differences, forms, queries, sheets, states
from benefits.events.commands.changing import ENTERED_BY
from benefits.models import Change
from benefits.payouts.views import downloads
from benefits.runs import evidence, listing
from benefits.runs import queries as runs
from households.models import Household, Membership
from households.queries import places

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def change_list(request):
    chosen = request.GET.dict()
    with queries.sight(request.post):
        page = listing.page(queries.changes(request.post, chosen), chosen, descending=True)
        heads = queries.heads(page.rows)
    called = places.names([row.division_code for row in page.rows])
    context = {
        "page": page,
        "rows": [(row, heads.get(row.household_id), called[row.division_code]) for row in page.rows],
        "chosen": chosen,
        "places": townships_of(request.post),
        "kinds": Change.Kind.choices,
        "states": states.choices(),
        "may_enter": request.post.role in ENTERED_BY,
    }
    return render(request, "benefits/events/list.html", context)


@require_GET
@requires_post(READERS)
def export(request):
    """The list as filtered, the download on record."""
    with queries.sight(request.post):
        made = sheets.changes(queries.changes(request.post, request.GET.dict()))
    return downloads.of_list(request, "change_list", made)


@require_GET
@requires_post(READERS)
def change_page(request, change_id):
    """What was recorded, what it altered month by month, and where its run stands."""
    with queries.sight(request.post):
        change = queries.of_post(request.post).filter(pk=change_id).first()
        if change is None:
            raise Http404
        recorded = queries.recorded(change.household_id, at=change.entered_at)
        groups = _groups(change.run) if change.run else []
        head = queries.heads([change]).get(change.household_id)
        hand_over = queries.offered_with(change)
    context = {
        "change": change,
        "head": head,
        "village": places.village_name(change.division_code),
        "rests_on": forms.FORMS[change.kind].rests_on,
        "recorded": recorded,
        "groups": groups,
        "hand_over": hand_over,
        "opens_run": request.post.role in COUNTY | {Role.AUDITOR},
    }
    return render(request, "benefits/events/change.html", context)


@require_GET
@requires_post(READERS)
def of_household(request, household_id):
    """The kinds of change that may be recorded of a family, and those that were."""
    household = get_object_or_404(Household, pk=household_id)
    with queries.sight(request.post):
        rows = list(queries.of_post(request.post).filter(household=household).order_by("-id"))
    context = {
        "household": household,
        "head": _members(household)[0].person,
        "kinds": [(kind, label, forms.FORMS[kind].rests_on) for kind, label in Change.Kind.choices],
        "rows": rows,
        "may_enter": request.post.role in ENTERED_BY,
    }
    return render(request, "benefits/events/household.html", context)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERED_BY)
def preview(request, household_id, kind):
    """The form of a kind; once filled, what it would alter. Nothing is written."""
    household, members, form = _form(request, household_id, kind)
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        said = {"household_id": household_id, "said": form.cleaned_data, "by": request.post, "at": timezone.now()}
        try:
            shown = commands.preview_change(kind=kind, **said)
        except NotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return _page(request, household, members, kind, form, template="preview", shown=shown, typed=forms.typed(form))
    return _page(request, household, members, kind, form)


@require_POST
@requires_post(ENTERED_BY)
def confirmation(request, household_id, kind):
    """The change as it was shown, for good."""
    household, members, form = _form(request, household_id, kind)
    if not form.is_valid():
        return _page(request, household, members, kind, form)
    change = commands.confirm_change(
        key=form.cleaned_data["key"], kind=kind, household_id=household_id, said=form.cleaned_data,
        preview_hash=request.POST.get("preview_hash", ""), by=request.post, at=timezone.now(),
    )  # fmt: skip
    told = _("已办理，差额由核算批次 %(run)s 列出，等待县级复核。") if change.run else _("已办理，应发没有变化。")
    messages.success(request, told % {"run": change.run and change.run.number})
    return redirect("benefits:change", change.pk)


def _form(request, household_id, kind):
    """(household, members, form) of a kind."""
    if kind not in forms.FORMS:
        raise Http404
    household = get_object_or_404(Household, pk=household_id)
    members = _members(household)
    villages = [(place.pk, f"{place.parent.name} {place.name}") for place in villages_of(request.post)] if kind == Change.Kind.MOVE else ()
    initial = {"key": uuid.uuid4(), "person": request.GET.get("person", "")}
    return household, members, forms.FORMS[kind](request.POST or None, members=members, places=villages, initial=initial)


def _members(household):
    return list(Membership.objects.filter(household=household, withdrawn_at=None).select_related("person").order_by("relation", "id"))


def _page(request, household, members, kind, form, *, template="form", **more):
    context = {"household": household, "head": members[0].person, "kind": kind, "title": Change.Kind(kind).label, "form": form, **more}
    return render(request, f"benefits/events/{template}.html", context, status=422 if form.errors else 200)


def _groups(run):
    """What the run of a change alters; the reason is what the rules say of the facts it kept."""
    kept = {}

    def reason(line):
        if line.household_id not in kept:
            kept[line.household_id] = evidence.of_family(run, line.household_id)
        return kept[line.household_id].reason(scheme=line.scheme, beneficiary=line.beneficiary, since=line.since)

    return differences.of_run(run, reason_of=reason, titles=runs.titles())
