"""What a person fills in about a wrong payment. Shapes only; commands look at the world."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from benefits.funds.forms import Once
from benefits.models import WrongPayment
from households.cells import values
from households.forms import DayField


class ReceiverForm(Form):
    """What was learnt later of who has the money."""

    receiver = forms.CharField(label=_("实际收款人"), max_length=60, required=False)
    bank = forms.CharField(label=_("开户行"), max_length=60, required=False)
    document = forms.CharField(label=_("核实材料"), max_length=120, help_text=_("如 代发银行核查函、本人书面反映。不写身份证号和账号。"))

    def clean(self):
        said = super().clean()
        if not said.get("receiver") and not said.get("bank"):
            self.add_error(None, _("实际收款人和开户行请至少填一项。"))
        return said


class WrongPaymentForm(Once):
    """Which way a payout went astray, and what is known of who has the money."""

    NUMBERS = ("account",)
    kind = forms.ChoiceField(label=_("错发情形"), choices=[("", "—"), *WrongPayment.Kind.choices])
    receiver = forms.CharField(
        label=_("实际收款人"), max_length=60, required=False, help_text=_("银行告知的户名；暂时查不到的留空，按“收款人不明”立案。")
    )
    bank = forms.CharField(
        label=_("开户行"), max_length=60, required=False, help_text=_("银行划错账户的填对方开户行；其他情形留空，以清册为准。")
    )
    account = forms.CharField(
        label=_("实际收款账号"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("银行划错账户的填对方账号，查不到的留空；其他情形留空，以清册上的账号为准。"),
    )  # fmt: skip
    learnt = DayField(label=_("获知日期"), help_text=_("本单位得知这件事的日期。"))
    document = forms.CharField(label=_("核实材料"), max_length=120, help_text=_("如 代发银行核查函、本人书面反映。不写身份证号和账号。"))
    why = forms.CharField(label=_("情况说明"), max_length=200, help_text=_("写明怎样错发、怎样核实，不写身份证号和账号。"))
    field_order = ("kind", "receiver", "bank", "account", "learnt", "document", "why")

    def clean_account(self):
        try:
            return values.account(self.cleaned_data["account"])
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self):
        said = super().clean()
        if said.get("account") and said.get("kind") not in ("", WrongPayment.Kind.BANK, None):
            self.add_error("account", _("这种情形以清册上的账号为准，请留空；银行划到别的账户的，请选“银行划错账户”。"))
        return said
