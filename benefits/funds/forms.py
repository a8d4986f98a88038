"""What a person fills in about funds. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from benefits.models import Fund, FundGrant
from benefits.policies_table.forms import DocumentForm
from households.forms import DayField
from poverty.years.forms import FenField, WhyForm


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


class DonationForm(Once):
    """Money that has come in."""

    on = DayField(label=_("到账日期"))
    donor = forms.CharField(label=_("捐赠人"), max_length=80)
    amount_fen = FenField(label=_("金额（元）"))
    document = forms.CharField(label=_("凭证"), max_length=120, help_text=_("捐赠票据或到账回单的编号。"))


class GrantForm(Once):
    """A family proposed for help, found by its file number: no name and no ID number is typed here."""

    household_number = forms.CharField(label=_("档案号"), max_length=24, help_text=_("在家庭档案中查到后填写。"))
    measure = forms.ChoiceField(label=_("救助事项"), choices=FundGrant.Measure.choices)
    amount_fen = FenField(label=_("金额（元）"))
    why = forms.CharField(label=_("困难情况"), max_length=200, help_text=_("写明因伤、亡、病、残的情况，不写姓名和证件号码。"))
    number, title, issuer, issued = (DocumentForm.base_fields[name] for name in ("number", "title", "issuer", "issued"))


class ReversalForm(WhyForm):
    """A line taken back whole."""

    on = DayField(label=_("日期"))
    field_order = ("on", "why")
