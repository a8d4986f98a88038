"""A number shown in full: asked for with a reason, shown once, kept by nobody."""
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import requires_post
from households import commands, forms
from households.models import Account, Household, Person
from households.views.listing import READERS

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@requires_post(READERS)
def person_number(request, household_id, person_id):
    person = Person.objects.filter(pk=person_id, memberships__household=household_id, memberships__withdrawn_at=None).first()
    return _page(request, household_id, person, _("身份证号"), lambda reason: commands.reveal_number(person_id=person_id, **reason))


@get_or_post
@requires_post(READERS)
def account_number(request, household_id, account_id):
    found = Account.objects.select_related("person").filter(pk=account_id, person__memberships__household=household_id).first()
    person = found and found.person
    return _page(request, household_id, person, _("收款账号"), lambda reason: commands.reveal_account(account_id=account_id, **reason))


def _page(request, household_id, person, title, reveal):
    household = Household.objects.filter(pk=household_id).first()
    if household is None or person is None:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    number = ""
    if form.is_valid():
        number = reveal({"reason": form.cleaned_data["reason"], "by": request.post, "at": timezone.now()})
    context = {"household": household, "person": person, "form": form, "title": title, "number": number}
    response = render(request, "households/number.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response
