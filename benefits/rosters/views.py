from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.downloads import attachment
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from audits.views import sealed
from benefits.models import Roster
from benefits.payouts.views import downloads
from benefits.rosters import commands, queries, sheets, verdict, verify_offline
from benefits.rosters.forms import FileForm
from benefits.runs import listing

READERS = COUNTY | {Role.FINANCE, Role.AUDITOR}
MOST_QUESTIONS = 30  # of one address in a minute


@require_GET
@requires_post(READERS)
def roster_list(request):
    chosen = request.GET.dict()
    page = listing.page(_rosters(chosen), chosen, descending=True)
    context = {
        "page": page,
        "chosen": chosen,
        "places": queries.place_names(page.rows),
        "years": queries.years(),
        "may_make": request.post.role in COUNTY,
    }
    return render(request, "benefits/roster_list.html", context)


@require_GET
@requires_post(READERS)
def export_list(request):
    """The rosters as filtered, as a workbook, the download on record."""
    return downloads.of_list(request, "roster_list", sheets.rosters(_rosters(request.GET.dict())))


@require_GET
@requires_post(READERS)
def download_list(request):
    """Who was handed which sealed file, and when."""
    page = listing.page(queries.downloads(), request.GET.dict(), descending=True)
    rows = [(one, bytes(one.seal.sha256).hex()[:16]) for one in page.rows]
    return render(request, "benefits/download_list.html", {"page": page, "rows": rows})


@require_GET
@requires_post(READERS)
def export_downloads(request):
    """The same as a workbook, itself on record."""
    return downloads.of_list(request, "download_list", sheets.downloads(queries.downloads()))


@require_GET
@requires_post(READERS)
def download(request, roster_id):
    """The sealed file, as it was made; each time it is handed out is on record."""
    get_object_or_404(Roster, pk=roster_id)
    roster = commands.download_roster(roster_id=roster_id, by=request.post, at=timezone.now())
    return sealed.attachment(roster.seal)


@require_POST
@requires_post(COUNTY)
def making(request, roster_id):
    get_object_or_404(Roster, pk=roster_id)
    roster = commands.make_roster_again(roster_id=roster_id, by=request.post, at=timezone.now())
    messages.success(request, _("已重新排队制作。"))
    return redirect("audits:job", roster.job_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def verification(request, code=""):
    """Whether a paper is what was sealed; open to anybody, says nothing about persons."""
    typed = request.GET.get("code", code).strip()
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    found = None
    if request.method == "POST" or typed:
        if _asks_too_much(request):
            return render(request, "benefits/verification.html", {"form": FileForm(), "typed": typed, "too_often": True}, status=429)
        if request.method == "GET":
            found = verdict.of_code(typed)
        elif form.is_valid():
            found = verdict.of_file(form.cleaned_data["file"].read())
    return render(request, "benefits/verification.html", {"form": form, "typed": typed, "verdict": found}, status=422 if form.errors else 200)


@login_not_required
@require_GET
def verification_program(request):
    """The program that verifies a paper on a machine without us."""
    return attachment(Path(verify_offline.__file__).read_bytes(), "verify_offline.py", "text/x-python; charset=utf-8")


@login_not_required
@require_GET
def verification_root(request):
    """The root certificate that program needs; its fingerprint is compared over another way."""
    from benefits.rosters import signing  # the tools of signing take a third of a second to load, and no other page needs them

    root = signing.ensure_signer(settings.LIDAO_SIGNING_DIR) / signing.ROOT
    return attachment(root.read_bytes(), signing.ROOT, "application/x-pem-file")


def _rosters(chosen):
    return queries.rosters(run=chosen.get("run", ""), state=chosen.get("state", ""), year=chosen.get("year", ""))


def _asks_too_much(request):
    key = f"verification:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > MOST_QUESTIONS
