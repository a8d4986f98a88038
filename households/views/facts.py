"""Pages on which a single fact is recorded, or withdrawn with a reason."""
from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import requires_post
from households import commands, forms, kinds
from households.models import Household, Marriage, Membership
from households.queries.family import entry_of, family, standing_row
from households.views.entry import ENTERERS

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@requires_post(ENTERERS)
def person_fact(request, household_id, person_id, kind):
    """One kind of fact about a member: a value from a day, or (button "none") that there is none."""
    membership = _membership(household_id, person_id)
    if kind not in forms.FACTS:
        raise Http404
    states_none = "none" in request.POST
    form = forms.FACTS[kind](request.POST if request.method == "POST" and not states_none else None)
    none_form = forms.NoneForm(request.POST if states_none else None, prefix="none")
    now = timezone.now()
    about = {"household_id": household_id, "person_id": person_id, "kind": kind, "by": request.post, "at": now}
    if states_none and none_form.is_valid():
        commands.state_none(**about, source=none_form.cleaned_data["source"])
        return _done(request, household_id)
    if form.is_valid():
        commands.record_fact(**about, item=form.item(), source=form.cleaned_data["source"])
        return _done(request, household_id)
    context = {"title": form.title, "form": form, "none_form": none_form, "none_words": kinds.none_words(kind)}
    return _page(request, membership, context)


@get_or_post
@requires_post(ENTERERS)
def account(request, household_id, person_id):
    membership = _membership(household_id, person_id)
    form = forms.AccountForm(request.POST or None, initial={"holder_name": membership.person.name})
    if form.is_valid():
        commands.change_account(household_id=household_id, person_id=person_id, by=request.post, at=timezone.now(), **form.cleaned_data)
        return _done(request, household_id)
    return _page(request, membership, {"title": form.title, "form": form})


@get_or_post
@requires_post(ENTERERS)
def book_birth(request, household_id, person_id):
    """The birth date of the 户口簿 beside the ID's: a difference is kept and listed for somebody to look into."""
    membership = _membership(household_id, person_id)
    form = forms.BookBirthForm(request.POST or None)
    if form.is_valid():
        entry, born = entry_of(family(household_id)), form.cleaned_data["born"]
        people = tuple(replace(person, born_in_hukou_book=born) if person.person_id == person_id else person for person in entry.people)
        commands.amend_household(
            household_id=household_id,
            entry=replace(entry, people=people),
            why=form.cleaned_data["source"],
            source=form.cleaned_data["source"],
            by=request.post,
            at=timezone.now(),
        )
        return _done(request, household_id)
    return _page(request, membership, {"title": form.title, "form": form})


@get_or_post
@requires_post(ENTERERS)
def marriage_end(request, household_id, marriage_id):
    marriage = Marriage.objects.select_related("husband", "wife").filter(pk=marriage_id).first()
    if marriage is None:
        raise Http404
    membership = _membership(household_id, marriage.husband_id)
    form = forms.MarriageEndForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        commands.end_marriage(
            household_id=household_id, marriage_id=marriage_id, on=said["since"], source=said["source"], by=request.post, at=timezone.now()
        )
        return _done(request, household_id)
    return _page(request, membership, {"title": form.title, "form": form, "says": kinds.words_of(marriage)})


@get_or_post
@requires_post(ENTERERS)
def withdrawal(request, household_id, model, row_id):
    """Withdraw one row of the record; the page says what will no longer hold."""
    household = _household(household_id)
    row = standing_row(family(household_id), model, row_id)
    if row is None:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        commands.withdraw_fact(
            household_id=household_id, model=model, row_id=row_id, why=form.cleaned_data["reason"], by=request.post, at=timezone.now()
        )
        return _done(request, household_id)
    about = row.person.name if getattr(row, "person_id", None) else _("本户")
    context = {"household": household, "form": form, "title": _("撤回记录"), "about": about, "says": kinds.words_of(row)}
    return render(request, "households/withdrawal.html", context, status=422 if form.errors else 200)


def _membership(household_id, person_id):
    _household(household_id)
    membership = Membership.objects.select_related("person", "household").filter(
        household_id=household_id, person_id=person_id, withdrawn_at=None
    )
    if not membership:
        raise Http404
    return membership[0]


def _household(household_id):
    household = Household.objects.filter(pk=household_id).first()
    if household is None:
        raise Http404
    return household


def _page(request, membership, context):
    status = 422 if context["form"].errors else 200
    about = {"household": membership.household, "membership": membership, "person": membership.person}
    return render(request, "households/fact.html", {**about, **context}, status=status)


def _done(request, household_id):
    messages.success(request, _("已登记。相关资格将在下一次核算时重新判定。"))
    return redirect("households:record", household_id)
