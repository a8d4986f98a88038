"""What a person fills in about a file that goes out. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from poverty.models import Transfer


class AskForm(Form):
    """A file for a department about a year."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    counterpart = forms.ChoiceField(label=_("对方"), choices=Transfer.Counterpart.choices)
    year = forms.IntegerField(
        label=_("年度"), min_value=2000, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("这一年银行确认到账的金额。"),
    )  # fmt: skip
    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("如 县民政局 2026 年低保年审。"))

    def __init__(self, *args, **options):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **options)
