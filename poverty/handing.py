"""A file with full numbers is handed out: the page that asks why, then the file. The command that gives it puts it on record."""
from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import workbooks
from accounts.forms import Form


class HandOutForm(Form):
    """Why a file with full numbers is taken."""

    reason = forms.CharField(label=_("下载理由"), max_length=200, help_text=_("如 刻盘交县民政局社救股李某，签收单 3 号。"))


def handed_out(request, take, *, heading, about, crumbs):
    """`take(reason=…, by=…, at=…)` gives (name, content) of the workbook; the last of `crumbs` is the page it is asked from."""
    form = HandOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, content = take(**form.cleaned_data, by=request.post, at=timezone.now())
        return workbooks.attachment(content, name)
    context = {"form": form, "heading": heading, "back": crumbs[-1][1], "about": about, "crumbs": crumbs}
    return render(request, "benefits/form.html", context, status=422 if form.errors else 200)
