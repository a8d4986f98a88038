"""What a person fills in about adjustments. Shapes only; commands look at the world."""
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from accounts.templatetags.interface import yuan
from benefits.rules import adjusting
from benefits.rules.choices import CHOICES
from benefits.trials import choosing

# The grids in the order of AdjustedValue.options.
GRIDS = (
    _("四舍五入到元"), _("四舍五入到 5 元"), _("四舍五入到 10 元"), _("进位到元"), _("进位到 5 元"), _("进位到 10 元"),
)  # fmt: skip


class ProposeForm(Form):
    """From which base and by which readings the index is looked at; what the place states is filled in."""

    base_year = forms.IntegerField(
        label=_("基期"), min_value=1990, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("上次调整的触发年度；首次调整按文件自 2011 年算起。"),
    )  # fmt: skip
    why = forms.CharField(
        label=_("改用其他基期或口径的理由"), max_length=200, required=False, help_text=_("与上面已填的相同时不用写。")
    )

    def __init__(self, *args, seen, **options):
        self.seen = seen
        said = {name: seen.mechanism.readings[name] for name in adjusting.READINGS} | {"base_year": seen.base_year}
        super().__init__(*args, initial=said, **options)
        for name in adjusting.READINGS:
            self.fields[name] = forms.ChoiceField(
                label=choosing.question(name), choices=[(reading, choosing.words(name, reading)) for reading in CHOICES[name]]
            )
        self.order_fields(["base_year", *adjusting.READINGS, "why"])

    def asked(self):
        """What differs from what the place states."""
        base, readings = self.cleaned_data["base_year"], self.seen.mechanism.readings
        changed = {name: self.cleaned_data[name] for name in adjusting.READINGS if self.cleaned_data[name] != readings[name]}
        return {"base_year": None if base == self.seen.base_year else base, "readings": changed, "why": self.cleaned_data["why"]}


class ChoosingForm(Form):
    """What the county takes for each standard; a reason beside whatever is not the exact one."""

    def __init__(self, *args, values, **options):
        super().__init__(*args, use_required_attribute=False, **options)
        self.values = list(values)
        for value in self.values:
            self.fields[f"new-{value.pk}"] = forms.TypedChoiceField(choices=_choices(value), coerce=int, initial=value.new_fen)
            self.fields[f"reason-{value.pk}"] = forms.CharField(max_length=200, required=False, initial=value.reason)

    def rows(self):
        """[(value, field of the new standard, field of the reason)]."""
        return [(value, self[f"new-{value.pk}"], self[f"reason-{value.pk}"]) for value in self.values]

    def clean(self):
        cleaned = super().clean()
        for value in self.values:
            new, reason = cleaned.get(f"new-{value.pk}"), cleaned.get(f"reason-{value.pk}", "")
            if new is not None and new != value.exact_fen and not reason.strip():
                self.add_error(f"reason-{value.pk}", _("不取精确值的，请写明理由。"))
        return cleaned

    def chosen(self):
        """{name: (fen, reason)}."""
        said = self.cleaned_data
        return {value.name: (said[f"new-{value.pk}"], said[f"reason-{value.pk}"]) for value in self.values}


class WhyForm(Form):
    """Why a proposal is discarded."""

    why = forms.CharField(label=_("理由"), max_length=200, error_messages={"required": _("请写明作废的理由。")})


def _choices(value):
    """Each sum once, named by the first grid that gives it."""
    named = {value.exact_fen: _("精确到分")}
    for fen, grid in zip(value.options, GRIDS, strict=True):
        named.setdefault(fen, grid)
    return [(fen, f"{yuan(fen)} {grid}") for fen, grid in named.items()]
