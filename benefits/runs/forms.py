from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from benefits import wording


class MonthField(forms.DateField):
    """A month as its first day, typed or picked as 2026-01."""

    def __init__(self, **options):
        widget = forms.DateInput(format="%Y-%m", attrs={"type": "month", "inputmode": "numeric", "placeholder": "2026-01"})
        messages = {"invalid": _("请按“年-月”填写月份，如 2026-01。"), "required": _("请填写月份。")}
        super().__init__(input_formats=["%Y-%m"], widget=widget, error_messages=messages, **options)


class RunForm(Form):
    """Which schemes over which months; both months are inside."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    schemes = forms.MultipleChoiceField(
        label=_("扶助项目"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("请至少选择一个扶助项目。")}
    )
    first = MonthField(label=_("起始月份"))
    last = MonthField(label=_("截止月份"), help_text=_("按年计发的项目须覆盖整个自然年才会核算。"))

    def __init__(self, *args, opened, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schemes"].choices = [(code, title) for code, title in wording.ledger_titles().items() if code in opened]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first") and cleaned.get("last") and cleaned["last"] < cleaned["first"]:
            self.add_error("last", _("截止月份不能早于起始月份。"))
        return cleaned

    @property
    def until(self):
        """The first day after the last month."""
        last = self.cleaned_data["last"]
        return date(last.year + last.month // 12, last.month % 12 + 1, 1)


class OpeningForm(Form):
    """首个账期 of one scheme."""

    scheme = forms.ChoiceField(widget=forms.HiddenInput)
    since = MonthField(label=_("首个账期"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = list(wording.ledger_titles().items())


class ReasonForm(Form):
    """Why a run is returned or discarded."""

    reason = forms.CharField(
        label=_("理由"), max_length=200, error_messages={"required": _("请写明理由，便于申请人和审计人员了解。")}, widget=forms.TextInput
    )
