"""移交名单: what waits for a department, lists handed over, and each list with the answers that came back."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import workbooks
from accounts.middleware import requires_post
from benefits.models import Department, Referral
from benefits.register import commands, queries, sheets, states
from benefits.register.forms import ReferForm
from benefits.register.views.lists import READERS, lines
from benefits.runs import listing


@require_http_methods(["GET", "POST"])
@requires_post(READERS)
def referral_list(request):
    """Lists already handed over, newest first; a reviewer makes another."""
    waiting = queries.waiting(request.post)
    form = ReferForm(request.POST or None, waiting=waiting)
    if request.method == "POST" and form.is_valid():
        referral = commands.refer(**form.cleaned_data, by=request.post, at=timezone.now())
        messages.success(request, _("已移交 %(count)s 笔，请下载名单送交部门。") % {"count": referral.people})
        return redirect("benefits:referral", referral.pk)
    chosen = request.GET.dict()
    found = Referral.objects.select_related("made_by").order_by("-id")
    if chosen.get("department") in Department.values:
        found = found.filter(department=chosen["department"])
    page = listing.page(found, chosen, descending=True)
    counts = queries.counts([row.pk for row in page.rows])
    context = {
        "page": page,
        "rows": [(row, *counts.get(row.pk, (0, 0))) for row in page.rows],
        "chosen": chosen,
        "departments": Department.choices,
        "waiting": [row | {"title": Department(row["department"]).label} for row in waiting],
        "may_refer": request.post.role in states.REFER.roles,
        "form": form,
    }
    return render(request, "register/referrals.html", context, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def referral_page(request, referral_id):
    referral = get_object_or_404(Referral.objects.select_related("made_by"), pk=referral_id)
    chosen = request.GET.dict()
    with queries.sight(request.post):
        page = listing.page(queries.referred(referral).order_by("id"), chosen)
    answered, still = queries.counts([referral.pk]).get(referral.pk, (0, 0))
    context = {
        "referral": referral,
        "page": page,
        "rows": lines(request.post, page.rows),
        "answered": answered,
        "still": still,
        "may_answer": request.post.role in states.GIVE.roles,
    }
    return render(request, "register/referral.html", context)


@require_GET
@requires_post(READERS)
def export(request, referral_id):
    """The list for the department, ID numbers masked, the download on record."""
    referral = get_object_or_404(Referral, pk=referral_id)
    with queries.sight(request.post):
        content, rows = sheets.referral(referral, queries.referred(referral))
    commands.record_referral_export(referral=referral, rows=rows, by=request.post, at=timezone.now())
    return workbooks.attachment(content, f"{referral.number}.xlsx")
