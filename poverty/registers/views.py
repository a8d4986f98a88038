"""Pages of the registers, each with its filters in the address and its workbook."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import paging
from accounts.middleware import requires_post
from accounts.queries import townships_of
from accounts.roles import BUSINESS, Role
from households import commands, kinds, words
from households.models import Household
from households.queries import places
from households.views.entry import ENTERERS
from poverty.models import MinimumLiving
from poverty.registers import queries, sheets
from poverty.registers.forms import NoneForm
from poverty.registers.registers import REGISTERS
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


@require_GET
@requires_post(READERS)
def first_register(request):
    """The registers, from the first."""
    return redirect("poverty:register", next(iter(REGISTERS)))


@require_GET
@requires_post(READERS)
def register(request, name):
    """One of the registers on a day."""
    shown, chosen, on = _register(name), request.GET.dict(), _day(request)
    page = paging.page(queries.rows(shown, request.post, chosen, on=on), chosen)
    heads, villages = queries.heads(page.rows), places.names({row.division_code for row in page.rows})
    lines = [
        {
            "row": row, "head": heads.get(row.household_id, ""), "village": villages[row.division_code], "says": kinds.words_of(row),
            "period": words.period(row),
        }
        for row in page.rows
    ]  # fmt: skip
    context = {
        "register": shown, "name": name, "page": page, "lines": lines, "chosen": chosen, "on": on, "townships": townships_of(request.post),
        "query": request.GET.urlencode(), "registers": [(key, other.title) for key, other in REGISTERS.items()],
    }  # fmt: skip
    return render(request, "poverty/register.html", context)


@require_GET
@requires_post(READERS)
def export_register(request, name):
    shown = _register(name)
    found = queries.rows(shown, request.post, request.GET, on=_day(request))
    return downloads.of_list(request, "poverty_register", *sheets.register(found), register=name)


@require_GET
@requires_post(ENTERERS)
def acts(request, household_id):
    """What may be registered of a family, for its record."""
    household = _household(household_id)
    return render(request, "poverty/_acts.html", {"household": household, "acts": [(key, other.act) for key, other in REGISTERS.items()]})


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def entry(request, household_id, name):
    """One fact of a register about a family, or that there is none."""
    household, shown = _household(household_id), _register(name)
    states_none = "none" in request.POST
    form = shown.form(request.POST if request.method == "POST" and not states_none else None)
    none_form = NoneForm(request.POST if states_none else None, prefix="none")
    about = {"household_id": household.pk, "kind": shown.kind, "by": request.post, "at": timezone.now()}
    if states_none and none_form.is_valid():
        commands.state_none_of_family(**about, source=none_form.cleaned_data["source"])
        return _done(request, household)
    if form.is_valid():
        commands.record_family_fact(**about, item=form.entry(), follows=shown.follows, source=form.cleaned_data["source"])
        return _done(request, household)
    none_words = kinds.none_words(shown.kind) if name == "registrations" else ""
    context = {"household": household, "register": shown, "form": form, "none_form": none_form, "none_words": none_words}
    return render(request, "poverty/register_entry.html", context, status=422 if form.errors or none_form.errors else 200)


def _done(request, household):
    messages.success(request, _("已登记。相关资格将在下一次核算时重新判定。"))
    return redirect("households:record", household.pk)


def _household(household_id):
    return get_object_or_404(Household, pk=household_id)


def _register(name):
    if name not in REGISTERS:
        raise Http404
    return REGISTERS[name]


def _day(request):
    return queries.day(request.GET, timezone.localdate())
