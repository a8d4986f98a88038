"""What may be registered here: the items of the place, those of a family with what the record says, and the form that registers one."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import requires_post
from accounts.models import Jurisdiction
from benefits import measures
from benefits.funds.commands import PROPOSES
from benefits.models import Department, Registration
from benefits.register import commands, eligibility, queries, states, words
from benefits.register.forms import RegisterForm
from benefits.register.views.lists import READERS
from households.models import Household


@require_GET
@requires_post(READERS)
def item_list(request):
    """The items granted in the county today, and those that were."""
    county, today = request.post.county_code, timezone.localdate()
    shown = [item for item in measures.items() if item.why_not(place=county, on=today) in (None, "over", "early")]
    rows = [(item, _kind(item), _department(item), _standing(item, county, today)) for item in shown]
    return render(request, "register/items.html", {"items": rows})


@require_GET
@requires_post(READERS)
def item_page(request, stated_by, code):
    """One item: what the document says, who answers for it, what has to be met."""
    item = _item(code, stated_by)
    today = timezone.localdate()
    with queries.sight(request.post):
        found = queries.of_post(request.post).filter(item=code, stated_by=stated_by)
        counts = {state: found.filter(state=state).count() for state in Registration.State.values}
    context = {
        "item": item,
        "kind": _kind(item),
        "note": words.money_note(item.kind),
        "department": _department(item),
        "place": Jurisdiction.objects.filter(pk=item.place).values_list("name", flat=True).first(),
        "measure": measures.measures()[item.measure],
        "may_grant": item.is_money and request.post.role == PROPOSES,
        "standing": _standing(item, request.post.county_code, today),
        "counts": [(state, Registration.State(state).label, count) for state, count in counts.items() if count],
    }
    return render(request, "register/item.html", context)


@require_GET
@requires_post(READERS)
def suggestions(request, household_id):
    """What of the register a family may claim, likely items first."""
    household = _household(household_id)
    found = eligibility.suggestions(household.pk, on=timezone.localdate())
    context = {
        "household": household,
        "open": queries.open_items(household.pk),
        "may_register": request.post.role in states.REGISTRARS,
        "groups": [
            (title, [(suggestion, _kind(suggestion.item), _department(suggestion.item)) for suggestion in found if suggestion.answer == answer])
            for answer, title in _titles().items()
        ],
        "none": not found,
    }
    return render(request, "register/suggestions.html", context)


@require_http_methods(["GET", "POST"])
@requires_post(states.REGISTRARS)
def registering(request, household_id, stated_by, code):
    """The form of one item for a family."""
    household, item, today = _household(household_id), _item(code, stated_by), timezone.localdate()
    known = eligibility.Known(household.pk, on=today)
    candidates = [known.candidate(item, person) for person in known.concerned(item)]
    form = RegisterForm(request.POST or None, item=item, candidates=candidates, on=today)
    if request.method == "POST" and form.is_valid():
        row = commands.register_item(
            household_id=household.pk, code=code, stated_by=stated_by, by=request.post, at=timezone.now(), **form.asked()
        )  # fmt: skip
        messages.success(request, _("已登记，等待审核人员移交%(department)s。") % {"department": row.get_department_display()})
        return redirect("benefits:registration", row.pk)
    context = {
        "household": household, "item": item, "kind": _kind(item), "note": words.money_note(item.kind), "department": _department(item),
        "candidates": candidates, "form": form,
    }  # fmt: skip
    return render(request, "register/registering.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def of_household(request, household_id):
    """What was registered for a family, for its record page."""
    rows = queries.of_household(_household(household_id).pk)
    with queries.sight(request.post):
        granted = queries.granted(rows)
    told = [(row, words.title(row), words.became(row, granted.get(row.pk, ()))) for row in rows]
    context = {"rows": told, "household_id": household_id, "post": request.post}
    return render(request, "register/_household.html", context)


def _titles():
    return {
        eligibility.YES: _("档案符合，可直接登记"),
        eligibility.JUDGED: _("按材料认定"),
        eligibility.UNKNOWN: _("缺项，补录后再看，或按材料认定"),
        eligibility.NO: _("档案不符合"),
    }


def _standing(item, county, today):
    why = item.why_not(place=county, on=today)
    return {"over": _("已失效"), "early": _("未施行")}.get(why, _("执行中") if item.since else _("来源无日期"))


def _kind(item):
    return Registration.Kind(item.kind).label


def _department(item):
    return Department(item.department).label


def _item(code, stated_by):
    item = measures.item(code, stated_by)
    if item is None:
        raise Http404
    return item


def _household(household_id):
    return get_object_or_404(Household, pk=household_id)
