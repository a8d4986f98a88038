"""One registration: what was asked for, what became of it, and the steps that are left."""
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.middleware import requires_post
from benefits import measures
from benefits.funds.commands import PROPOSES
from benefits.funds.views.pages import READERS as FUND_READERS
from benefits.register import commands, queries, states, words
from benefits.register.forms import ClaimForm, CloseForm, GiveForm, RefuseForm, WhyForm
from benefits.register.views.lists import READERS
from households.models import Membership
from households.queries import places

get_or_post = require_http_methods(["GET", "POST"])


@require_GET
@requires_post(READERS)
def registration_page(request, registration_id):
    return shown(request, load(request.post, registration_id))


def shown(request, row, *, claim_form=None, status=200):
    """The page; with a claim's form that was not filled right."""
    with queries.sight(request.post):
        insured, claims = list(queries.insured(row)), list(queries.insurance_claims(row))
        heads, grants = queries.householders([row]), list(queries.grants(row))
    may_claim = bool(insured) and request.post.role in states.CLOSE.roles
    context = {
        "row": row,
        "title": words.title(row),
        "cite": words.cite(row),
        "given": words.given(row),
        "village": places.village_name(row.division_code),
        "head": heads.get(row.household_id),
        "steps": _steps(row),
        "buttons": [(move, why, f"benefits:{_PAGES[move.verb]}") for move, why in states.buttons(row, by=request.post)],
        "sees_referral": row.referral is not None and places.is_inside(row.referral.division_code, request.post.division_code),
        "note": words.money_note(row.kind),
        "grants": grants,
        "may_grant": row.kind in measures.MONEY and row.state in queries.STANDING and request.post.role == PROPOSES,
        "may_open_fund": request.post.role in FUND_READERS,
        "insured": insured,
        "claims": claims,
        "claim_form": claim_form or (ClaimForm(insured=insured) if may_claim else None),
        "may_claim": may_claim,
    }
    return render(request, "register/registration.html", context, status=status)


@get_or_post
@requires_post(READERS)
def giving(request, registration_id):
    row = load(request.post, registration_id)
    with queries.sight(request.post):
        members = Membership.objects.filter(household=row.household_id, withdrawn_at=None).select_related("person").order_by("relation", "id")
        people = [membership.person for membership in members]
        granted = queries.granted([row]).get(row.pk, ())
    form = GiveForm(request.POST or None, registration=row, people=people, granted=granted)

    def act(said):
        answer = {"outcome": said["outcome"], "document": said["document"], "insured": said.get("insured", ())}
        return commands.give(registration_id=row.pk, details=form.details(), by=request.post, at=timezone.now(), **answer)

    return _asked(request, row, form, states.GIVE.title, act, _("已登记落实。"))


@get_or_post
@requires_post(READERS)
def refusing(request, registration_id):
    row = load(request.post, registration_id)
    form = RefuseForm(request.POST or None)
    return _asked(request, row, form, states.REFUSE.title, _command(request, row, commands.refuse), _("已登记未落实。"))


@get_or_post
@requires_post(READERS)
def closing(request, registration_id):
    row = load(request.post, registration_id)
    form = CloseForm(request.POST or None)
    return _asked(request, row, form, states.CLOSE.title, _command(request, row, commands.close_registration), _("已终止。"))


@get_or_post
@requires_post(READERS)
def withdrawing(request, registration_id):
    row = load(request.post, registration_id)
    form = WhyForm(request.POST or None)
    return _asked(request, row, form, states.WITHDRAW.title, _command(request, row, commands.withdraw_registration), _("已撤销。"))


def load(post, registration_id):
    """A registration of the post's place, else 404."""
    with queries.sight(post):
        row = queries.of_post(post).filter(pk=registration_id).first()
    if row is None:
        raise Http404
    return row


_PAGES = {"give": "give_registration", "refuse": "refuse_registration", "close": "close_registration", "withdraw": "withdraw_registration"}


def _command(request, row, command):
    return lambda said: command(registration_id=row.pk, by=request.post, at=timezone.now(), **said)


def _asked(request, row, form, title, act, done):
    """A page that asks what a step needs, then the command."""
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data)
        messages.success(request, done)
        return redirect("benefits:registration", row.pk)
    context = {"form": form, "row": row, "item": words.title(row), "title": title}
    return render(request, "register/step.html", context, status=422 if form.errors else 200)


def _steps(row):
    """登记 → 移交 → 答复 → 终止, with who and when."""
    taken = [
        (_("登记"), row.registered_by, row.registered_at),
        (_("移交部门"), row.referred_by, row.referred_at),
        (row.get_state_display() if row.state in ("given", "refused") else _("部门答复"), row.answered_by, row.answered_at),
    ]
    if row.ended_at:
        taken.append((row.get_state_display(), row.ended_by, row.ended_at))
    now = next((number for number, (_title, _by, at) in enumerate(taken) if at is None), None)
    return [
        {
            "title": title,
            "detail": f"{by.name} {timezone.localtime(at):%Y-%m-%d}" if at else "",
            "state": "stopped" if row.state == "refused" and number == 2 else "done" if at else "now" if number == now and not row.ended_at else "",
        }
        for number, (title, by, at) in enumerate(taken)
    ]
