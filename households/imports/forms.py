from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households.imports.models import ImportBatch
from households.imports.reading import reader


class UploadForm(Form):
    """One file, and what to do with families that are on record already."""

    file = forms.FileField(
        label=_("文件"),
        allow_empty_file=True,
        help_text=_(".xlsx 或 .csv，不超过 20 MB、20,000 行"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("请选择填好的文件。"), "missing": _("没有收到文件，请重新选择。"), "invalid": _("没有收到文件，请重新选择。")},
    )
    update_existing = forms.BooleanField(
        label=_("更新已建档的户"), required=False, help_text=_("勾选后，身份证号已存在的按文件更新；不勾选则列为重复，不改动档案")
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        sentence = reader.why_not(file.size)
        if sentence:
            raise forms.ValidationError(sentence)
        return file


class ListForm(Form):
    """Filters of the list of imports."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ImportBatch.State.choices])
    mine = forms.BooleanField(label=_("只看我上传的"), required=False)
