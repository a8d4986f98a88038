"""外县移交: families offered by and to the county, and the new county's answer."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import moves
from accounts.middleware import requires_post
from accounts.queries import villages_of
from accounts.roles import BUSINESS, Role
from benefits.events import commands, packing, queries, sheets, states
from benefits.events.forms import AcceptForm, RefuseForm
from benefits.models import HandOver
from benefits.payouts.views import downloads
from benefits.runs import listing

READERS = BUSINESS - {Role.FINANCE}


@require_GET
@requires_post(READERS)
def hand_over_list(request):
    chosen = request.GET.dict()
    page = listing.page(queries.hand_overs(request.post, chosen), chosen, descending=True)
    context = {
        "page": page, "rows": queries.counties(page.rows), "chosen": chosen, "states": HandOver.State.choices,
        "here": request.post.county_code,
    }  # fmt: skip
    return render(request, "benefits/events/hand_overs.html", context)


@require_GET
@requires_post(READERS)
def export(request):
    """The list as filtered, as a workbook, the download on record."""
    return downloads.of_list(request, "hand_over_list", sheets.hand_overs(queries.hand_overs(request.post, request.GET.dict())))


@require_GET
@requires_post(READERS)
def hand_over_page(request, hand_over_id):
    return _page(request, _load(request, hand_over_id))


@require_POST
@requires_post(states.ACCEPT.roles)
def acceptance(request, hand_over_id):
    row = _load(request, hand_over_id)
    form = AcceptForm(request.POST, places=_villages(request.post))
    if not form.is_valid():
        return _page(request, row, accept=form)
    household = commands.accept_hand_over(hand_over_id=row.pk, village=form.cleaned_data["village"], by=request.post, at=timezone.now())
    messages.success(request, _("已接收，家庭已在本县建档，资格在下一次核算时判定。"))
    return redirect("households:record", household.pk)


@require_POST
@requires_post(states.REFUSE.roles)
def refusal(request, hand_over_id):
    row = _load(request, hand_over_id)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refuse=form)
    commands.refuse_hand_over(hand_over_id=row.pk, answer=form.cleaned_data["answer"], by=request.post, at=timezone.now())
    messages.success(request, _("已退回，原县会看到理由。"))
    return redirect("benefits:hand_over", row.pk)


def _load(request, hand_over_id):
    row = HandOver.objects.select_related("offered_by", "answered_by", "withdrawn_by").filter(pk=hand_over_id).first()
    if row is None:
        raise Http404
    return row


def _page(request, row, *, accept=None, refuse=None):
    answers = row.to_code == request.post.county_code and moves.why_not(row, states.ACCEPT, by=request.post) is None
    form = accept or refuse
    context = {
        "row": row,
        "counties": queries.counties([row])[0][1:],
        "is_old": (is_old := row.division_code.startswith(request.post.county_code[:6])),
        "withdraw": is_old and moves.why_not(row, states.WITHDRAW, by=request.post) is None,
        "family": packing.told(row) if answers else (),
        "accept": accept or AcceptForm(places=_villages(request.post)) if answers else None,
        "refuse": refuse or RefuseForm() if answers else None,
        "form": form,
    }
    return render(request, "benefits/events/hand_over.html", context, status=422 if form else 200)


def _villages(post):
    return [(place.pk, f"{place.parent.name} {place.name}") for place in villages_of(post)]
