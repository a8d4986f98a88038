"""What a person fills in about funds. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from accounts.templatetags.interface import yuan
from benefits.models import Fund, FundGrant, FundLine
from benefits.policies_table.forms import DocumentForm
from households.forms import DayField
from poverty.years.forms import FenField, WhyForm

REGISTERED = FundGrant.Measure.REGISTERED_MEASURE


class FundForm(Form):
    """A new fund of the county."""

    kind = forms.ChoiceField(label=_("类别"), choices=Fund.Kind.choices)
    name = forms.CharField(label=_("基金名称"), max_length=60)
    document = forms.CharField(label=_("设立文件及文号"), max_length=120)


class Once(Form):
    """A page that is one act however often it is sent: its key is made when it is opened."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **options):
        options["initial"] = {"key": uuid.uuid4()} | options.get("initial", {})
        super().__init__(*args, **options)

    def clean_amount_fen(self):
        if not self.cleaned_data["amount_fen"]:
            raise forms.ValidationError(_("金额应大于 0。"))
        return self.cleaned_data["amount_fen"]


class IncomeForm(Once):
    """Money that has come in: donated, or appropriated where the fund is (专项经费)."""

    on = DayField(label=_("到账日期"))
    donor = forms.CharField(label=_("捐赠人"), max_length=80)
    amount_fen = FenField(label=_("金额（元）"))
    document = forms.CharField(label=_("凭证"), max_length=120, help_text=_("捐赠票据或到账回单的编号。"))

    def __init__(self, *args, fund, **options):
        super().__init__(*args, **options)
        if fund.income == FundLine.Kind.APPROPRIATION:
            self.fields["donor"].label = _("拨款单位")
            self.fields["document"].help_text = _("拨款文件的文号或到账回单的编号。")


class GrantForm(Once):
    """A family proposed for help, found by its file number: no name and no ID number is typed here."""

    household_number = forms.CharField(label=_("档案号"), max_length=24, help_text=_("在家庭档案中查到后填写。"))
    measure = forms.ChoiceField(label=_("救助事项"), choices=[pair for pair in FundGrant.Measure.choices if pair[0] != REGISTERED])
    amount_fen = FenField(label=_("金额（元）"))
    why = forms.CharField(label=_("困难情况"), max_length=200, help_text=_("写明因伤、亡、病、残的情况，不写姓名和证件号码。"))
    number, title, issuer, issued = (DocumentForm.base_fields[name] for name in ("number", "title", "issuer", "issued"))


class RegisteredForm(Once):
    """What is granted by a document of the county, to each registration that is ticked."""

    fund = forms.TypedChoiceField(label=_("从哪个基金支出"), coerce=int)
    amount_fen = FenField(label=_("每笔金额（元）"))
    since = DayField(label=_("发放期间自（含）"))
    until = DayField(label=_("至（不含）"))
    number, title, issuer, issued = (DocumentForm.base_fields[name] for name in ("number", "title", "issuer", "issued"))

    def __init__(self, *args, funds, **options):
        """`funds`: of the county, with `balance_fen`."""
        super().__init__(*args, **options)
        told = [(fund.pk, _("%(name)s（余额 %(yuan)s 元）") % {"name": fund.name, "yuan": yuan(fund.balance_fen)}) for fund in funds]
        self.fields["fund"].choices = told

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] <= cleaned["since"]:
            self.add_error("until", _("终止日期应晚于起始日期。"))
        return cleaned

    def asked(self):
        """What propose_registered is asked for, besides the registrations."""
        return {name: value for name, value in self.cleaned_data.items() if name != "fund"} | {"fund_id": self.cleaned_data["fund"]}


class ReversalForm(WhyForm):
    """A line taken back whole."""

    on = DayField(label=_("日期"))
    field_order = ("on", "why")
