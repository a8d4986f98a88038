"""What a person fills in about revolving loans. Shapes only; commands look at the world."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households.forms import DayField
from poverty.models import LoanFund
from poverty.projects.forms import Once
from poverty.years.forms import FenField, WhyForm


class LoanFundForm(Form):
    """A new fund of the county."""

    kind = forms.ChoiceField(label=_("类别"), choices=LoanFund.Kind.choices)
    name = forms.CharField(label=_("名称"), max_length=60)
    document = forms.CharField(label=_("设立文件及文号"), max_length=120)


class MoneyForm(Once):
    """Principal put in, or money given back."""

    on = DayField(label=_("日期"))
    amount_fen = FenField(label=_("金额（元）"))
    document = forms.CharField(label=_("凭证"), max_length=120)

    def clean_amount_fen(self):
        if not self.cleaned_data["amount_fen"]:
            raise forms.ValidationError(_("金额应大于 0。"))
        return self.cleaned_data["amount_fen"]


class LoanForm(Once):
    """A family asks for a loan: found by its file number."""

    household_number = forms.CharField(label=_("档案号"), max_length=24, help_text=_("在家庭档案中查到后填写。"))
    amount_fen = FenField(label=_("借款金额（元）"))
    months = forms.IntegerField(label=_("期限（月）"), min_value=1, max_value=120, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    instalments = forms.IntegerField(label=_("分期数"), min_value=1, max_value=120, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("不写姓名和证件号码。"))
    document = forms.CharField(label=_("借款合同"), max_length=120)

    def clean(self):
        said = super().clean()
        if said.get("months") and said.get("instalments") and said["instalments"] > said["months"]:
            self.add_error("instalments", _("分期数不能多于月数。"))
        if said.get("amount_fen") == 0:
            self.add_error("amount_fen", _("金额应大于 0。"))
        return said


class LendForm(Form):
    """The day the money is handed to the family."""

    on = DayField(label=_("发放日期"))


class ReversalForm(WhyForm):
    """A line taken back whole."""

    on = DayField(label=_("日期"))
    field_order = ("on", "why")
