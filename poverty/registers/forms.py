"""What a person fills in about one family in a register. Shapes only; the command decides."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households.entry import HelperEntry, RegistrationEntry, StatusEntry, SupportEntry
from households.forms import DayField
from households.imports import cells
from households.models import HouseholdStatus
from poverty.models import Helper, PovertyRegistration
from poverty.years.forms import FenField

_OPEN = [("", _("未说明"))]
_UNTIL = {"label": _("终止日期"), "required": False, "help_text": _("不再如此的第一天；至今如此的不填。")}


class RegisterForm(Form):
    """What every row of a register is asked: from which day, and where it was read."""

    since = DayField(label=_("起始日期"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如扶贫手册、批复文件、帮扶台账。"))

    def entry(self):
        """The entry of the kind of fact."""
        return self.item(**{name: value for name, value in self.cleaned_data.items() if name != "source"})


class RegistrationForm(RegisterForm):
    NUMBERS = ("number",)
    item = RegistrationEntry
    number = forms.CharField(label=_("户编号"), max_length=30, help_text=_("扶贫系统里这一户的编号。"))
    status = forms.ChoiceField(label=_("状态"), choices=PovertyRegistration.Status.choices)
    attribute = forms.ChoiceField(label=_("贫困户属性"), choices=_OPEN + PovertyRegistration.Attribute.choices, required=False)
    cause = forms.ChoiceField(label=_("致贫原因"), choices=_OPEN + PovertyRegistration.Cause.choices, required=False)
    until = DayField(**_UNTIL)
    field_order = ("number", "status", "attribute", "cause", "since", "until", "source")

    def clean_number(self):
        try:
            return cells.Code(30)(self.cleaned_data["number"])
        except cells.Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from None


class FindingForm(RegisterForm):
    item = StatusEntry
    kind = forms.ChoiceField(label=_("认定"), choices=[("", "—"), *HouseholdStatus.Kind.choices])
    decided_by = forms.CharField(label=_("认定单位"), max_length=60)
    document = forms.CharField(label=_("认定文件"), max_length=120, required=False)
    until = DayField(**_UNTIL)
    field_order = ("kind", "decided_by", "document", "since", "until", "source")


class HelperForm(RegisterForm):
    item = HelperEntry
    kind = forms.ChoiceField(label=_("类别"), choices=Helper.Kind.choices)
    unit = forms.CharField(label=_("单位"), max_length=60)
    name = forms.CharField(label=_("姓名"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=60, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    until = DayField(**_UNTIL)
    field_order = ("kind", "unit", "name", "post", "phone", "since", "until", "source")


class SupportForm(RegisterForm):
    item = SupportEntry
    since = DayField(label=_("帮扶日期"))
    department = forms.CharField(label=_("帮扶部门"), max_length=60)
    cash_fen = FenField(label=_("现金（元）"), required=False)
    goods = forms.CharField(label=_("物资"), max_length=120, required=False, help_text=_("如 化肥 4 袋。"))
    field_order = ("department", "since", "cash_fen", "goods", "source")

    def clean(self):
        said = super().clean()
        if not said.get("cash_fen") and not said.get("goods") and not self.errors:
            self.add_error("cash_fen", _("请填现金或物资。"))
        return said


class NoneForm(Form):
    """There is none: who says so."""

    source = forms.CharField(label=_("依据材料"), max_length=200)
