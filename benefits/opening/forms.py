"""What a person fills in about opening balances. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from poverty.years.forms import FenField


class UploadForm(Form):
    """A file of what was paid before, and where it comes from."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("期初结转文件"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), error_messages={"required": _("请先选择填好的文件。")}
    )
    source = forms.CharField(label=_("数据来源"), max_length=200, help_text=_("如 原奖扶管理系统 2025-12-31 导出，经办人签章。"))

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **options)


class ReconcileForm(Form):
    """The finance bureau's own total."""

    finance_fen = FenField(label=_("财政局拨付合计（元）"), help_text=_("照财政局对账单填写，不从本表抄。"))
    document = forms.CharField(label=_("财政局对账单"), max_length=120)
