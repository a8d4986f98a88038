"""Forms of single facts: shapes only; the commands decide."""
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households import words
from households.cells import values
from households.entry import (
    AdmissionEntry,
    ComplicationEntry,
    DeathEntry,
    DisabilityEntry,
    ExamEntry,
    HukouEntry,
    PensionEntry,
    PostEntry,
    ResidenceEntry,
    SchoolingEntry,
)
from households.models import Admission, Disability, Exam, Hukou, Pension, Schooling, VillagePost

# Offices are kept in Chinese with a death.
_UNITS = (
    ("", _("未说明")), ("公安部门", _("公安部门")), ("人民法院", _("人民法院")), ("医疗机构", _("医疗机构")), ("村（居）委会", _("村（居）委会")),
)  # fmt: skip


class DayField(forms.CharField):
    """A day, typed in any of the usual ways."""

    def __init__(self, **options):
        super().__init__(max_length=12, widget=forms.TextInput(attrs={"inputmode": "numeric", "data-type": "date"}), **options)

    def clean(self, value):
        try:
            return values.day(super().clean(value))
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said."""

    def __init__(self, **options):
        said = [("", _("未说明")), ("1", _("是")), ("2", _("否"))]
        super().__init__(choices=said, coerce=lambda code: code == "1", empty_value=None, required=False, **options)


class FactForm(Form):
    """What every fact is asked: from which day, and where it was read."""

    since = DayField(label=_("起始日期"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如户口簿、残疾人证、医学证明。"))
    field_order = ("since",)


class DeathForm(FactForm):
    title = _("登记死亡")
    since = DayField(label=_("死亡日期"))
    unit = forms.ChoiceField(label=_("确认单位"), choices=_UNITS, required=False)
    field_order = ("since", "unit")

    def item(self):
        return DeathEntry(self.cleaned_data["since"], self.cleaned_data["unit"])


class HukouForm(FactForm):
    title = _("登记户口变动")
    kind = forms.ChoiceField(label=_("户口性质"), choices=Hukou.Kind.choices)
    elsewhere = forms.BooleanField(label=_("户籍迁往外地"), required=False)
    field_order = ("since", "kind", "elsewhere")

    def item(self):
        said = self.cleaned_data
        return HukouEntry(said["kind"], said["since"], place=words.ELSEWHERE if said["elsewhere"] else None)


class DisabilityForm(FactForm):
    title = _("登记残疾")
    grade = forms.TypedChoiceField(label=_("残疾等级"), choices=[(n, f"{n} {_('级')}") for n in range(1, 5)], coerce=int)
    kind = forms.ChoiceField(label=_("残疾类型"), choices=[("", _("未说明")), *Disability.Kind.choices], required=False)
    lost_labour = YesNoField(label=_("丧失劳动能力"), help_text=_("以专业机构鉴定为准。"))
    field_order = ("since", "grade", "kind", "lost_labour")

    def item(self):
        said = self.cleaned_data
        return DisabilityEntry(said["grade"], said["since"], kind=said["kind"] or None, lost_labour=said["lost_labour"], certified=True)


class ComplicationForm(FactForm):
    title = _("登记手术并发症")
    grade = forms.TypedChoiceField(label=_("鉴定等级"), choices=[(n, f"{n} {_('级')}") for n in range(1, 5)], coerce=int)
    field_order = ("since", "grade")

    def item(self):
        return ComplicationEntry(self.cleaned_data["grade"], self.cleaned_data["since"], certified=True)


class PeriodForm(FactForm):
    """A state with its last day, when that is known."""

    last = DayField(label=_("最后一天"), required=False, help_text=_("仍在持续的留空。"))

    def period(self):
        said = self.cleaned_data
        return {"since": said["since"], "until": said["last"] and said["last"] + timedelta(days=1)}


class SchoolingForm(PeriodForm):
    title = _("登记在读")
    stage = forms.ChoiceField(label=_("学段"), choices=Schooling.Stage.choices)
    field_order = ("since", "last", "stage")

    def item(self):
        return SchoolingEntry(self.cleaned_data["stage"], **self.period())


class AdmissionForm(FactForm):
    title = _("登记高校录取")
    level = forms.ChoiceField(label=_("录取层次"), choices=Admission.Level.choices)
    full_time = YesNoField(label=_("全日制"))
    field_order = ("since", "level", "full_time")

    def item(self):
        said = self.cleaned_data
        return AdmissionEntry(said["level"], said["since"], said["full_time"])


class ExamForm(FactForm):
    title = _("登记中考")
    since = DayField(label=_("考试日期"))

    def item(self):
        return ExamEntry(Exam.Kind.SENIOR_ENTRANCE, self.cleaned_data["since"])


class PostForm(PeriodForm):
    title = _("登记村级任职")
    kind = forms.ChoiceField(label=_("职务"), choices=VillagePost.Kind.choices)
    field_order = ("since", "last", "kind")

    def item(self):
        return PostEntry(self.cleaned_data["kind"], **self.period())


class ResidenceForm(PeriodForm):
    title = _("登记现居住地")
    place = forms.CharField(label=_("区划代码"), max_length=12, required=False, help_text=_("现居住地的 6 至 12 位代码，不清楚的留空。"))
    field_order = ("since", "last", "place")

    def clean_place(self):
        try:
            return values.place(self.cleaned_data["place"]) or words.ELSEWHERE
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error

    def item(self):
        return ResidenceEntry(self.cleaned_data["place"], **self.period())


class PensionForm(PeriodForm):
    title = _("登记养老保险")
    kind = forms.ChoiceField(label=_("参保类型"), choices=Pension.Kind.choices)
    field_order = ("since", "last", "kind")

    def item(self):
        return PensionEntry(self.cleaned_data["kind"], **self.period())


class BookBirthForm(Form):
    """出生日期 as the 户口簿 has it; the ID's counts, both are kept."""

    title = _("登记户口簿出生日期")
    born = DayField(label=_("户口簿出生日期"))
    source = forms.CharField(label=_("依据材料"), max_length=200, initial=_("户口簿"))


class NoneForm(Form):
    """States that there is none of a kind."""

    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("如本人说明、残联比对。"))


class AccountForm(Form):
    NUMBERS = ("number",)
    title = _("变更收款账户")
    holder_name = forms.CharField(label=_("户名"), max_length=60, help_text=_("须与领款人姓名一致。"))
    bank = forms.CharField(label=_("开户行"), max_length=60)
    number = forms.CharField(label=_("账号"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric", "data-type": "account"}))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如存折、社保卡复印件。"))

    def clean_number(self):
        try:
            return values.account(self.cleaned_data["number"])
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class MarriageEndForm(FactForm):
    title = _("登记离婚")
    since = DayField(label=_("离婚日期"))
    source = forms.CharField(label=_("依据材料"), max_length=200, help_text=_("如离婚证、判决书。"))


class ReasonForm(Form):
    """Why: for withdrawals and for numbers shown in full."""

    reason = forms.CharField(label=_("事由"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))


FACTS = {
    "death": DeathForm,
    "hukou": HukouForm,
    "disability": DisabilityForm,
    "complication": ComplicationForm,
    "school": SchoolingForm,
    "admission": AdmissionForm,
    "exams": ExamForm,
    "post": PostForm,
    "residence": ResidenceForm,
    "pension": PensionForm,
}
