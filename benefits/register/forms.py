"""What a person fills in about the register. Shapes only; commands look at the world."""
import uuid
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from benefits.models import Department, Registration
from households.cells import values
from households.forms import DayField

Kind = Registration.Kind


class MoneyField(forms.CharField):
    """Yuan as typed, fen as cleaned."""

    def __init__(self, **options):
        super().__init__(max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal", "data-type": "money"}), **options)

    def clean(self, value):
        try:
            return values.fen(super().clean(value))
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class RegisterForm(Form):
    """What is registered of an item: for whom, from when, on what grounds, and what the person wishes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.TypedChoiceField(label=_("给谁"), coerce=int, empty_value=None)
    wish = forms.ChoiceField(label=_("本人意愿"), choices=[("", "—"), *Registration.Wish.choices])
    since = DayField(label=_("自（含）"))
    until = DayField(label=_("至（不含）"), required=False, help_text=_("没有终止日期的留空。"))
    grounds = forms.CharField(label=_("认定依据"), max_length=200, required=False, help_text=_("如村委会证明、申请书、检查通知单。不写身份证号。"))

    def __init__(self, *args, item, candidates, on, **more):
        super().__init__(*args, initial={"key": uuid.uuid4(), "since": on.isoformat()}, **more)
        if item.of_person:
            people = [candidate.person for candidate in candidates]
            self.fields["person"].choices = [(person.pk, person.name) for person in people]
        else:
            del self.fields["person"]
        if item.kind != Kind.CARE:
            del self.fields["wish"]
        self.fields["grounds"].required = not any(candidate.answer == "yes" for candidate in candidates)

    def asked(self):
        """What register_item is asked for, besides the family and the item."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("key", "since", "until", "grounds")}
        return plain | {"person_id": said.get("person"), "wish": said.get("wish", "")}


class OutcomeForm(Form):
    """The department's answer."""

    outcome = forms.CharField(label=_("部门答复"), max_length=200, required=False)
    document = forms.CharField(label=_("答复文件"), max_length=120, required=False, help_text=_("文号或材料名称，没有的留空。"))


class RefuseForm(OutcomeForm):
    """Why it was not given."""

    outcome = forms.CharField(label=_("未落实的理由"), max_length=200, error_messages={"required": _("请写明部门未落实的理由。")})


class GiveForm(OutcomeForm):
    """What was given, in the fields of its kind."""

    points = forms.IntegerField(label=_("加分"), min_value=1, max_value=100, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    area = forms.DecimalField(
        label=_("确权面积（平方米）"), min_value=1, max_digits=8, decimal_places=2, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    insurer = forms.CharField(label=_("承保机构"), max_length=80)
    cost_fen = MoneyField(label=_("实际金额（元）"))
    since = DayField(label=_("自（含）"))
    until = DayField(label=_("至（不含）"))
    insured = forms.TypedMultipleChoiceField(label=_("参保名单"), coerce=int, widget=forms.CheckboxSelectMultiple)
    given = forms.CharField(label=_("落实内容"), max_length=200)

    field_order = ("points", "area", "insurer", "cost_fen", "since", "until", "insured", "given", "outcome", "document")

    def __init__(self, *args, registration, people=(), granted=(), **more):
        """`granted`: what a fund has paid of it by a document of the county, which is offered as the answer."""
        super().__init__(*args, initial={"since": registration.since.isoformat()} | _answered(granted), **more)
        asked = _ASKED.get(registration.kind, {"given"}) | {"outcome", "document"}
        for name in set(self.fields) - asked:
            del self.fields[name]
        if registration.kind == Kind.INSURANCE:
            self.fields["insured"].choices = [(person.pk, person.name) for person in people]
        if registration.kind in (Kind.SERVICE, Kind.CARE, Kind.GOODS):
            self.fields["cost_fen"].required = False

    def details(self):
        """What is of the registration's kind."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("outcome", "document", "insured")}
        return {name: value for name, value in said.items() if value not in (None, "")}


def _answered(granted):
    if not granted:
        return {}
    yuan = Decimal(sum(grant.amount_fen for grant in granted)) / 100
    return {"given": _("按本县文件发放"), "document": granted[-1].document, "cost_fen": f"{yuan:.2f}"}


_ASKED = {
    Kind.POINTS: {"points"},
    Kind.AREA: {"area"},
    Kind.WAIVER: {"cost_fen"},
    Kind.PENSION: {"cost_fen"},
    Kind.INSURANCE: {"insurer", "cost_fen", "since", "until", "insured"},
    Kind.SERVICE: {"given", "cost_fen"},
    Kind.CARE: {"given", "cost_fen"},
    Kind.GOODS: {"given", "cost_fen"},
}


class WhyForm(Form):
    """Why a registration is withdrawn."""

    why = forms.CharField(label=_("原因"), max_length=200, error_messages={"required": _("请写明原因。")})


class CloseForm(WhyForm):
    """From which day it no longer holds, and why."""

    on = DayField(label=_("自哪天起终止"))
    field_order = ("on", "why")


class ReferForm(Form):
    """Which department is handed what was registered in which days."""

    department = forms.ChoiceField(label=_("责任部门"))
    since = DayField(label=_("登记日自（含）"))
    until = DayField(label=_("至（不含）"))

    def __init__(self, *args, waiting, **more):
        """`waiting`: what could be referred, a row a department with its count and its first and last day."""
        days = [timezone.localdate(row[name]) for row in waiting for name in ("first", "last")]
        period = {"since": min(days).isoformat(), "until": (max(days) + timedelta(days=1)).isoformat()} if days else {}
        super().__init__(*args, initial=period, **more)
        names = dict(Department.choices)
        self.fields["department"].choices = [(row["department"], names[row["department"]]) for row in waiting] or Department.choices

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("since") and cleaned.get("until") and cleaned["until"] <= cleaned["since"]:
            self.add_error("until", _("终止日期应晚于起始日期。"))
        return cleaned


class ClaimForm(Form):
    """What happened to an insured person."""

    person_id = forms.TypedChoiceField(label=_("参保人"), coerce=int)
    on = DayField(label=_("出险日"))
    event = forms.CharField(label=_("事故"), max_length=200)
    source = forms.CharField(label=_("依据材料"), max_length=200)

    def __init__(self, *args, insured, **more):
        super().__init__(*args, **more)
        self.fields["person_id"].choices = [(row.person_id, row.person.name) for row in insured]


class ClaimAnswerForm(Form):
    """What the insurer answered."""

    paid_fen = MoneyField(label=_("赔付金额（元）"), help_text=_("不赔的填 0，并写明答复。由保险公司支付，不进发放账。"))
    answer = forms.CharField(label=_("保险公司答复"), max_length=200, required=False)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("paid_fen") == 0 and not cleaned.get("answer"):
            self.add_error("answer", _("保险公司不赔时，请写明它的答复。"))
        return cleaned
