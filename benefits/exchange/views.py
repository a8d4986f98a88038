"""Files that go out: asked for by one person, taken by another with a reason."""
from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import requires_post
from benefits.exchange import commands
from benefits.exchange.columns import OUT
from benefits.exchange.forms import AskForm
from poverty.exchange import states
from poverty.handing import handed_out
from poverty.models import Transfer


@require_http_methods(["GET", "POST"])
@requires_post({states.ENTERS})
def ask(request):
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        transfer = commands.ask(**form.cleaned_data, by=request.post, at=timezone.now())
        return redirect("poverty:transfer", transfer.pk)
    tables = [(label, OUT[value]) for value, label in Transfer.Counterpart.choices]
    return render(request, "benefits/transfer_new.html", {"form": form, "tables": tables}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires_post({states.HANDS_OUT})
def hand_out(request, transfer_id):
    """The file with full numbers, once a reason is given; the download is on record."""
    transfer = get_object_or_404(Transfer, pk=transfer_id, direction=Transfer.Direction.OUT)
    crumbs = [(_("数据交换"), reverse("poverty:transfers")), (transfer.number, reverse("poverty:transfer", args=[transfer.pk]))]
    take = partial(commands.hand_out, transfer_id=transfer.pk)
    return handed_out(request, take, heading=_("下载文件"), about=transfer.purpose, crumbs=crumbs)
