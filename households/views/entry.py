"""The entry page 家庭录入: opened, saved after each cell, submitted."""
import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.middleware import requires_post
from accounts.roles import CLERKS, Role
from households import commands
from households.cells import show
from households.models import Household
from households.queries import drafts, entry_page

ENTERERS = CLERKS | {Role.COUNTY_PREPARER}
_NOT_CELLS = {"csrfmiddlewaretoken", "household", "revision", "why"}


@require_GET
@requires_post(ENTERERS)
def new(request):
    """An empty page under a name of its own; nothing is stored until a cell is."""
    url = reverse("households:entry", args=[uuid.uuid4()])
    village = request.GET.get("village", "")
    return redirect(f"{url}?village={village}" if village.isdigit() else url)


@require_GET
@requires_post(ENTERERS)
def amendment(request, household_id):
    """The record opened as a page to amend."""
    _in_sight(household_id)
    return redirect(f"{reverse('households:entry', args=[uuid.uuid4()])}?household={household_id}")


@require_GET
@requires_post(ENTERERS)
def entry(request, draft_id):
    typed = _typed(request, draft_id, request.GET)
    return _page(request, draft_id, typed, cells=show.masked(typed.cells))


@require_POST
@requires_post(ENTERERS)
def draft(request, draft_id):
    """Keep the page; answers with what stands around the cells."""
    now = timezone.now()
    typed = _typed(request, draft_id, request.POST)
    cells = show.unmasked(_cells(request), typed.cells)
    page = typed.page(request.post, on=timezone.localdate(now), cells=cells)
    elsewhere = commands.save_draft(
        draft_id=draft_id,
        cells=cells,
        elsewhere=typed.elsewhere,
        ask=entry_page.not_asked(page.entry, typed.elsewhere),
        household_id=typed.household.pk if typed.household else None,
        revision=typed.revision,
        by=request.post,
        at=now,
    )
    if not request.htmx:
        return redirect("households:entry", draft_id)
    around = entry_page.around(page, request.post, on=timezone.localdate(now), elsewhere=elsewhere, household=typed.household)
    response = render(request, "households/_entry_answer.html", {**around, "saved_at": timezone.localtime(now)})
    response["HX-Trigger"] = "saved"
    response["HX-Replace-Url"] = reverse("households:entry", args=[draft_id])
    return response


@require_POST
@requires_post(ENTERERS)
def submission(request, draft_id):
    """F9: the page becomes the record and the next empty page opens; with errors it comes back and says where."""
    now = timezone.now()
    household = drafts.registered_as(draft_id)
    if household is None:
        typed = _typed(request, draft_id, request.POST)
        page = typed.page(request.post, on=timezone.localdate(now), cells=show.unmasked(_cells(request), typed.cells))
        found = entry_page.messages(page, request.post, elsewhere=typed.elsewhere, household=typed.household)
        problems = [message for message in found if message.kind == "error"]
        if problems:
            return _page(request, draft_id, typed, cells=_cells(request), page=page, status=422, problems=problems)
        household = commands.submit_draft(
            draft_id=draft_id,
            entry=page.entry,
            household_id=typed.household.pk if typed.household else None,
            why=request.POST.get("why", ""),
            expected_revision=typed.revision,
            by=request.post,
            at=now,
        )
        if typed.household:
            messages.success(request, _("%(number)s 户的更正已登记。") % {"number": household.number})
            return redirect("households:record", household.pk)
    messages.success(request, _("已建档：%(number)s。请录下一户。") % {"number": household.number})
    return redirect(f"{reverse('households:new')}?village={household.division_code}")


@require_POST
@requires_post(ENTERERS)
def discard(request, draft_id):
    commands.discard_draft(draft_id=draft_id, by=request.post, at=timezone.now())
    messages.info(request, _("草稿已丢弃。"))
    return redirect("households:list")


def _typed(request, draft_id, given):
    household, revision, village = (given.get(name, "") for name in ("household", "revision", "village"))
    if household.isdigit():
        _in_sight(int(household))
    return drafts.typed(
        draft_id,
        request.post,
        household_id=int(household) if household.isdigit() else None,
        revision=int(revision) if revision.isdigit() else None,
        village=village if village.isdigit() else "",
    )


def _in_sight(household_id):
    if not Household.objects.filter(pk=household_id).exists():
        raise Http404


def _cells(request):
    return {name: text for name, text in request.POST.items() if name not in _NOT_CELLS}


def _page(request, draft_id, typed, *, cells, page=None, status=200, problems=()):
    on = timezone.localdate()
    page = page or typed.page(request.post, on=on)
    context = entry_page.context(page, cells, typed, request.post, on=on)
    query = f"?household={typed.household.pk}" if typed.household else ""
    urls = {
        "save_url": reverse("households:draft", args=[draft_id]),
        "submit_url": reverse("households:submit", args=[draft_id]),
        "discard_url": reverse("households:discard", args=[draft_id]),
        "eligibility_url": reverse("benefits:draft_eligibility", args=[draft_id]) + query,
        "history_url": reverse("households:history", args=[typed.household.pk]) if typed.household else "",
    }
    told = [{"id": problem.cell, "sentence": problem.sentence} for problem in problems]
    return render(request, "households/entry.html", {**context, **urls, "problems": told, "why": request.POST.get("why", "")}, status=status)
