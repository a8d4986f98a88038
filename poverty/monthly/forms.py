"""What a person fills in about a month's list. Shapes only; commands look at the world."""
import re
import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from poverty.models import MinimumLiving


class MonthField(forms.CharField):
    """A month as 2026-11; the value is its first day."""

    def __init__(self, **options):
        super().__init__(max_length=8, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **options)

    def clean(self, value):
        found = re.fullmatch(r"(\d{4})[-./年]?(\d{1,2})月?", super().clean(value).strip())
        if found is None or not 1 <= int(found[2]) <= 12 or int(found[1]) < 1950:
            raise forms.ValidationError(_("请按“年-月”填写，如 2024-06。"))
        return date(int(found[1]), int(found[2]), 1)


class UploadForm(Form):
    """A month's list of rural or urban 低保."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("名单"), choices=MinimumLiving.Kind.choices)
    month = MonthField(label=_("月份"), help_text=_("如 2026-11。以这个月 1 日的档案比对。"))
    file = forms.FileField(
        label=_("名单文件"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), error_messages={"required": _("请先选择填好的文件。")}
    )
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("如 县民政局 2026 年 11 月农村低保名册，经办人签章。"))

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **options)
