"""Pages of the import: list, new, one import from checking to result, and its two downloads."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts import queries as places
from accounts import workbooks
from accounts.middleware import requires_post
from accounts.roles import CLERKS
from households.imports import commands, listing, template
from households.imports.columns import VERSION
from households.imports.forms import ListForm, UploadForm
from households.imports.models import ImportBatch


@require_GET
@requires_post(CLERKS)
def import_list(request):
    form = ListForm(request.GET)
    page = listing.page(request.post, form.cleaned_data if form.is_valid() else {}, request.GET.dict())
    return render(request, "imports/list.html", {"form": form, "page": page})


@require_GET
@requires_post(CLERKS)
def list_export(request):
    form = ListForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {"state": "", "mine": False}
    content = commands.export_list(**chosen, by=request.post, at=timezone.now())
    return workbooks.attachment(content, _("导入单.xlsx"))


@require_http_methods(["GET", "POST"])
@requires_post(CLERKS)
def new_import(request):
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        batch = commands.upload(
            file_name=file.name,
            content=file.read(),
            update_existing=form.cleaned_data["update_existing"],
            by=request.post,
            at=timezone.now(),
        )
        return redirect("imports:batch", batch.pk)
    return render(request, "imports/new.html", {"form": form, "version": VERSION}, status=422 if form.errors else 200)


@require_GET
@requires_post(CLERKS)
def blank_template(request):
    villages = [(village.pk, f"{village.parent.name}{village.name}") for village in places.villages_of(request.post)]
    return workbooks.attachment(template.workbook(villages), _("家庭信息导入模板-%(version)s.xlsx") % {"version": VERSION})


@require_GET
@requires_post(CLERKS)
def import_page(request, batch_id):
    """Progress while a job works on it, then the preview or the result. htmx asks for the progress alone."""
    batch = get_object_or_404(ImportBatch.objects.select_related("job", "post__user"), pk=batch_id)
    if request.htmx and not batch.is_working:
        return HttpResponseClientRefresh()
    context = listing.shown(batch, request.GET, by=request.post, at=timezone.now())
    return render(request, "imports/_progress.html" if request.htmx else "imports/batch.html", context)


@require_POST
@requires_post(CLERKS)
def confirmation(request, batch_id):
    """Take the good rows in."""
    get_object_or_404(ImportBatch, pk=batch_id)
    commands.start_import(batch_id=batch_id, by=request.post, at=timezone.now())
    return redirect("imports:batch", batch_id)


@require_POST
@requires_post(CLERKS)
def abandonment(request, batch_id):
    get_object_or_404(ImportBatch, pk=batch_id)
    commands.give_up(batch_id=batch_id, by=request.post, at=timezone.now())
    messages.success(request, _("已放弃这次导入，没有留下任何记录。"))
    return redirect("imports:list")


@require_POST
@requires_post(CLERKS)
def withdrawal(request, batch_id):
    """Take the whole import back."""
    get_object_or_404(ImportBatch, pk=batch_id)
    commands.start_taking_back(batch_id=batch_id, by=request.post, at=timezone.now())
    return redirect("imports:batch", batch_id)


@require_GET
@requires_post(CLERKS)
def returned_rows(request, batch_id):
    batch = get_object_or_404(ImportBatch, pk=batch_id)
    content = commands.hand_back(batch_id=batch_id, by=request.post, at=timezone.now())
    return workbooks.attachment(content, _("%(number)s-未导入的行.xlsx") % {"number": batch.number})
