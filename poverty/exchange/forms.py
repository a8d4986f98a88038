"""What a person fills in about a file that came in. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form


class ReceiveForm(Form):
    """A file of the poverty system, and what it is taken for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("交换文件"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), error_messages={"required": _("请先选择填好的文件。")}
    )
    purpose = forms.CharField(label=_("用途和来源"), max_length=200, help_text=_("如 县扶贫办 2026 年第三季度建档立卡数据，用于落实优先优惠。"))

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **options)


class DecisionForm(Form):
    """Whether it is the same, and why."""

    doubt = forms.CharField(max_length=40, widget=forms.HiddenInput)
    same = forms.TypedChoiceField(label=_("判定"), choices=[("1", _("1 是")), ("2", _("2 不是"))], coerce=lambda code: code == "1")
    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("如 核对户口簿，曾用名。"))
