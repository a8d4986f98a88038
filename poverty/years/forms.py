"""What a person fills in about years. Shapes only; commands look at the world."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from households.cells import values
from poverty.models import CityYear

_YES_NO = [("", _("未录入")), ("1", _("1 是")), ("2", _("2 否"))]


class FenField(forms.CharField):
    """Yuan as people type them; the value is integer fen, None when empty."""

    def __init__(self, **options):
        super().__init__(max_length=16, widget=forms.TextInput(attrs={"inputmode": "decimal", "data-type": "money"}), **options)

    def clean(self, value):
        try:
            return values.fen(super().clean(value))
        except values.Unreadable as error:
            raise forms.ValidationError(str(error)) from error


class AnswerField(forms.TypedChoiceField):
    """Yes, no or not recorded (None); a code of the numeric pad chooses."""

    def __init__(self, **options):
        super().__init__(choices=_YES_NO, coerce=lambda code: code == "1", empty_value=None, required=False, **options)

    def prepare_value(self, value):
        return {True: "1", False: "2"}.get(value, value)


def _count(label):
    return forms.IntegerField(label=label, min_value=0, max_value=9999, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))


class VillageForm(Form):
    """One village's row of the grid; an empty cell is not recorded."""

    births = _count(_("出生人数"))
    births_outside = _count(_("政策外生育"))
    births_outside_third = _count(_("其中政策外多孩"))
    poor = AnswerField(label=_("贫困村"))
    good_work = AnswerField(label=_("计生工作成效显著"))
    income_per_person_fen = FenField(label=_("人均纯收入"), required=False)
    support_standard_fen = FenField(label=_("扶持标准"), required=False)

    def __init__(self, *args, village, **options):
        super().__init__(*args, prefix=village.code, use_required_attribute=False, **options)
        self.village = village
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{village.name} {field.label}"

    def clean(self):
        said = super().clean()
        pairs = (("births", "births_outside", _("多于出生人数。")), ("births_outside", "births_outside_third", _("多于政策外生育。")))
        for most, name, sentence in pairs:
            if said.get(most) is not None and said.get(name) is not None and said[name] > said[most]:
                self.add_error(name, sentence)
        return said


class SourceForm(Form):
    """Where a page of figures was read."""

    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("如 2025 年村级出生登记簿、统计年报。"))


class FigureForm(SourceForm):
    """A published figure of the county or its city."""

    place = forms.ChoiceField(label=_("地区"))
    year = forms.IntegerField(label=_("年度"), min_value=1950, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    figure = forms.ChoiceField(label=_("指标"), choices=[("", "—"), *CityYear.Figure.choices])
    amount_fen = FenField(label=_("金额（元/人·年）"))
    field_order = ("place", "year", "figure", "amount_fen", "source")

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = places


class BudgetForm(SourceForm):
    """A county's budget year with the answers 贵阳 四(二) asks for."""

    year = forms.IntegerField(label=_("年度"), min_value=1950, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    operating_fen = FenField(label=_("人口计生事业经费（元）"), required=False)
    programme_fen = FenField(label=_("圆梦行动专项经费（元）"), required=False)
    not_offset = AnswerField(label=_("未折抵人口计生事业人均经费"))
    separately_budgeted = AnswerField(label=_("新增资金单列预算"))
    paid_in_full = AnswerField(label=_("预算资金足额到位"))
    field_order = ("year", "operating_fen", "programme_fen", "not_offset", "separately_budgeted", "paid_in_full", "source")


class WorkbookForm(Form):
    """A filled workbook of a township's villages."""

    file = forms.FileField(
        label=_("填好的表格"), allow_empty_file=True, help_text=_(".xlsx 或 .csv；空着的格不改动已有的内容"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": _("请选择填好的文件。"), "missing": _("没有收到文件，请重新选择。"), "invalid": _("没有收到文件，请重新选择。")},
    )  # fmt: skip


class WhyForm(Form):
    """Why a record is withdrawn."""

    why = forms.CharField(
        label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": _("请填写理由，再提交。")}
    )
