"""理赔 of a registered insurance."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.middleware import requires_post
from benefits.models import InsuranceClaim
from benefits.register import commands, queries, words
from benefits.register.forms import ClaimAnswerForm, ClaimForm
from benefits.register.views import page
from benefits.register.views.lists import READERS


@require_POST
@requires_post(READERS)
def claiming(request, registration_id):
    row = page.load(request.post, registration_id)
    with queries.sight(request.post):
        insured = list(queries.insured(row))
    form = ClaimForm(request.POST, insured=insured)
    if not form.is_valid():
        return page.shown(request, row, claim_form=form, status=422)
    commands.record_insurance_claim(registration_id=row.pk, by=request.post, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("已登记理赔，保险公司答复后请填写。"))
    return redirect("benefits:registration", row.pk)


@require_http_methods(["GET", "POST"])
@requires_post(READERS)
def answering(request, claim_id):
    with queries.sight(request.post):
        claim = InsuranceClaim.objects.select_related("person").filter(pk=claim_id, withdrawn_at=None).first()
    if claim is None:
        raise Http404
    row = page.load(request.post, claim.registration_id)
    form = ClaimAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.answer_insurance_claim(claim_id=claim.pk, by=request.post, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("已填保险公司的答复。"))
        return redirect("benefits:registration", row.pk)
    title = _("保险公司答复：%(name)s，%(event)s") % {"name": claim.person.name, "event": claim.event}
    context = {"form": form, "row": row, "item": words.title(row), "title": title}
    return render(request, "register/step.html", context, status=422 if form.errors else 200)
