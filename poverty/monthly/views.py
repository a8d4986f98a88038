"""低保月度名单: the lists, the upload, and one list with what it changes of each family, old beside new."""
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import moves, paging, workbooks
from accounts.middleware import requires_post
from accounts.roles import COUNTY, Role
from households.imports.reading import reader
from poverty.handing import handed_out
from poverty.models import ListedFamily, MinimumLiving, MinimumLivingList
from poverty.monthly import commands, queries, sheets, states
from poverty.monthly.columns import TABLE
from poverty.monthly.forms import UploadForm
from poverty.years.views import downloads

READERS = COUNTY | {Role.AUDITOR}
ENTERERS = frozenset({states.ENTERS})


@require_GET
@requires_post(READERS)
def lists(request):
    chosen = request.GET.dict()
    page = paging.page(_chosen_lists(chosen), chosen, descending=True)
    context = {
        "page": page, "chosen": chosen, "states": MinimumLivingList.State.choices, "kinds": MinimumLiving.Kind.choices,
        "may_enter": request.post.role in ENTERERS,
    }  # fmt: skip
    return render(request, "poverty/minimum_living_lists.html", context)


@require_GET
@requires_post(READERS)
def export_lists(request):
    return downloads.of_list(request, "minimum_living_lists", *sheets.lists(_chosen_lists(request.GET.dict())))


@require_GET
@requires_post(ENTERERS)
def template(request):
    """The empty workbook."""
    return workbooks.attachment(TABLE.template(), "minimum-living-list-template.xlsx")


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def upload(request):
    """A file that can be read is compared; nothing of it is on record before it is registered."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        file = said.pop("file")
        content = file.read()
        try:
            headings, lines = TABLE.understood(reader.read(content))
        except reader.Unreadable as refusal:
            form.add_error("file", refusal.sentence)
        else:
            listed = commands.upload(
                **said, file_name=file.name, content=content, headings=headings, lines=lines, by=request.post, at=timezone.now()
            )
            return redirect("poverty:minimum_living_list", listed.pk)
    return render(request, "poverty/minimum_living_list_new.html", {"form": form, "columns": TABLE.columns}, status=422 if form.errors else 200)


@require_GET
@requires_post(READERS)
def list_page(request, list_id):
    listed = get_object_or_404(MinimumLivingList.objects.select_related("uploaded_by__user", "applied_by__user"), pk=list_id)
    chosen = request.GET.dict()
    outcomes = [(value, label, listed.counts[value]) for value, label in ListedFamily.Outcome.choices]
    context = {
        "listed": listed, "chosen": chosen, "outcomes": outcomes, "buttons": moves.buttons(listed, states.MOVES, by=request.post),
        "page": paging.page(queries.families(listed, outcome=chosen.get("outcome", "")), chosen, key="place"),
        "may_take_rows": request.post.role in ENTERERS and commands.has_rows_to_return(listed, at=timezone.now()),
    }  # fmt: skip
    return render(request, "poverty/minimum_living_list.html", context)


@require_GET
@requires_post(READERS)
def export_families(request, list_id):
    listed = get_object_or_404(MinimumLivingList, pk=list_id)
    made = sheets.families(queries.families(listed, outcome=request.GET.get("outcome", "")))
    return downloads.of_list(request, "minimum_living_list", *made, number=listed.number)


@require_http_methods(["GET", "POST"])
@requires_post(ENTERERS)
def returned_rows(request, list_id):
    """The sender's own rows that something is to be said of, numbers in full, once a reason is given; the download is on record."""
    listed = get_object_or_404(MinimumLivingList, pk=list_id)
    page = reverse("poverty:minimum_living_list", args=[listed.pk])
    crumbs = [(_("低保月度名单"), reverse("poverty:minimum_living_lists")), (listed.number, page)]

    def take(**said):
        return f"{listed.number}-returned.xlsx", commands.hand_back(list_id=listed.pk, **said)

    return handed_out(request, take, heading=_("下载退回的行"), about=listed.source, crumbs=crumbs)


@require_POST
@requires_post(ENTERERS)
def comparison(request, list_id):
    get_object_or_404(MinimumLivingList, pk=list_id)
    commands.compare_again(list_id=list_id, by=request.post, at=timezone.now())
    messages.success(request, _("已按现在的档案重新比对。"))
    return redirect("poverty:minimum_living_list", list_id)


@require_POST
@requires_post(ENTERERS)
def registration(request, list_id):
    get_object_or_404(MinimumLivingList, pk=list_id)
    commands.apply(list_id=list_id, by=request.post, at=timezone.now())
    messages.success(request, _("已登记。相关资格将在下一次核算时重新判定。"))
    return redirect("poverty:minimum_living_list", list_id)


@require_POST
@requires_post(ENTERERS)
def discard(request, list_id):
    get_object_or_404(MinimumLivingList, pk=list_id)
    commands.discard(list_id=list_id, by=request.post, at=timezone.now())
    messages.success(request, _("已作废，没有改动任何档案。"))
    return redirect("poverty:minimum_living_lists")


def _chosen_lists(chosen):
    return queries.lists(state=chosen.get("state", ""), kind=chosen.get("kind", ""))
