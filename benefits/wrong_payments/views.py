"""错发: the list, the form of one payout with what it would move before anybody confirms it, and one on its way into the book."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves
from accounts.middleware import requires_post
from accounts.refusal import NotAllowed
from accounts.roles import COUNTY, Role
from benefits.events.forms import typed
from benefits.models import Payout, WrongPayment
from benefits.payouts import queries as payouts
from benefits.runs import listing
from benefits.wrong_payments import commands, queries, states
from benefits.wrong_payments.forms import ReceiverForm, WrongPaymentForm
from poverty.years.forms import WhyForm

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}


@require_GET
@requires_post(READERS)
def wrong_payment_list(request):
    chosen = request.GET.dict()
    found = queries.wrong_payments(state=chosen.get("state", ""), kind=chosen.get("kind", ""))
    context = {
        "page": listing.page(found, chosen, descending=True), "chosen": chosen, "states": WrongPayment.State.choices,
        "kinds": WrongPayment.Kind.choices, "places": payouts.places(request.post.county_code),
    }  # fmt: skip
    return render(request, "benefits/wrong_payments/list.html", context)


@require_GET
@requires_post(READERS)
def wrong_payment_page(request, wrong_payment_id):
    """What was found, what it moves or moved, and who may decide on it."""
    people = ("proposed_by", "decided_by", "reversing_by", "reversed_by")
    wrong = get_object_or_404(WrongPayment.objects.select_related("payout__run", "recovery", *people), pk=wrong_payment_id)
    number = wrong.account_number()
    shown = queries.of_row(wrong) if wrong.state == states.State.PROPOSED else None
    context = {
        "wrong": wrong, "last_four": number[-4:] if number else "", "shown": shown, "changed": shown and shown.hash != wrong.preview_hash,
        "lines": queries.booked(wrong), "notes": wrong.receiver_notes.select_related("by__user"),
        "buttons": moves.buttons(wrong, states.MOVES, by=request.post), "titles": payouts.titles(),
        "places": payouts.places(request.post.county_code), "opens_reasons": request.post.role != Role.FINANCE,
        "twice": not wrong.owed_again,
        "may_note": request.post.role == states.PROPOSES and wrong.state in WrongPayment.STANDING,
    }  # fmt: skip
    return render(request, "benefits/wrong_payments/page.html", context)


@require_http_methods(["GET", "POST"])
@requires_post({states.PROPOSES})
def preview(request, payout_id):
    """The form; once filled, what it would move. Nothing is written."""
    payout, form = _form(request, payout_id)
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        try:
            shown = commands.preview_wrong_payment(payout_id=payout.pk, said=form.cleaned_data, by=request.post, at=timezone.now())
        except NotAllowed as refusal:
            form.add_error(None, refusal.sentence)
        else:
            kind = WrongPayment.Kind(form.cleaned_data["kind"])
            more = {"shown": shown, "typed": typed(form), "kind": kind.label, "twice": kind == WrongPayment.Kind.TWICE, "opens_reasons": True}
            return _page(request, payout, form, template="preview", **more)
    return _page(request, payout, form)


@require_POST
@requires_post({states.PROPOSES})
def confirmation(request, payout_id):
    """The wrong payment as it was shown; finance looks at it next."""
    payout, form = _form(request, payout_id)
    if not form.is_valid():
        return _page(request, payout, form)
    wrong = commands.propose_wrong_payment(
        key=form.cleaned_data["key"], payout_id=payout.pk, said=form.cleaned_data, preview_hash=request.POST.get("preview_hash", ""),
        by=request.post, at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("已登记，由财政审核后入账。"))
    return redirect("benefits:wrong_payment", wrong.pk)


@require_POST
@requires_post({states.DECIDES})
def booking(request, wrong_payment_id):
    wrong = commands.book_wrong_payment(wrong_payment_id=wrong_payment_id, by=request.post, at=timezone.now())
    messages.success(request, _("已入账，追回案件 %(number)s 已立案。") % {"number": wrong.recovery.number})
    return redirect("benefits:wrong_payment", wrong.pk)


@require_http_methods(["GET", "POST"])
@requires_post({states.DECIDES})
def refusal(request, wrong_payment_id):
    return _reasoned(request, wrong_payment_id, commands.refuse_wrong_payment, _("不予通过"))


@require_http_methods(["GET", "POST"])
@requires_post({states.PROPOSES})
def reversal(request, wrong_payment_id):
    """What was booked by mistake, proposed to be taken back."""
    return _reasoned(request, wrong_payment_id, commands.propose_reversal, _("撤销错发"))


@require_POST
@requires_post({states.DECIDES})
def reversal_confirmation(request, wrong_payment_id):
    wrong = commands.confirm_reversal(wrong_payment_id=wrong_payment_id, by=request.post, at=timezone.now())
    messages.success(request, _("已撤销，追回案件 %(number)s 已办结。") % {"number": wrong.recovery.number})
    return redirect("benefits:wrong_payment", wrong.pk)


@require_http_methods(["GET", "POST"])
@requires_post({states.DECIDES})
def reversal_refusal(request, wrong_payment_id):
    return _reasoned(request, wrong_payment_id, commands.refuse_reversal, _("不同意撤销"))


@require_http_methods(["GET", "POST"])
@requires_post({states.PROPOSES})
def receiver(request, wrong_payment_id):
    """Who has the money, learnt after it was recorded."""
    return _reasoned(request, wrong_payment_id, commands.note_receiver, _("补记收款人"), form=ReceiverForm)


def _reasoned(request, wrong_payment_id, command, heading, *, form=WhyForm):
    wrong = get_object_or_404(WrongPayment, pk=wrong_payment_id)
    form = form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        command(wrong_payment_id=wrong.pk, **form.cleaned_data, by=request.post, at=timezone.now())
        return redirect("benefits:wrong_payment", wrong.pk)
    page = reverse("benefits:wrong_payment", args=[wrong.pk])
    crumbs = [(_("错发"), reverse("benefits:wrong_payments")), (wrong.number, page)]
    context = {"form": form, "heading": heading, "back": page, "about": wrong.number, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)


def _form(request, payout_id):
    payout = get_object_or_404(Payout.objects.select_related("run"), pk=payout_id)
    return payout, WrongPaymentForm(request.POST or None, initial={"learnt": f"{timezone.localdate():%Y-%m-%d}"})


def _page(request, payout, form, *, template="form", **more):
    context = {"payout": payout, "form": form, "title": payouts.titles().get(payout.scheme, payout.scheme), **more}
    return render(request, f"benefits/wrong_payments/{template}.html", context, status=422 if form.errors else 200)
