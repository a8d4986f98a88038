"""What a person fills in about payout runs. Shapes only; commands look at the world."""
import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import Form
from benefits.models import Payout
from benefits.payouts import anomalies


class DraftForm(Form):
    """A new payout run: which schemes, where, over which months."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)
    schemes = forms.MultipleChoiceField(label=gettext_lazy("扶助项目"), widget=forms.CheckboxSelectMultiple)
    place = forms.ChoiceField(label=gettext_lazy("发放地区"))
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    months = forms.ChoiceField(label=gettext_lazy("期间"))

    def __init__(self, *args, schemes, places, this_year, **more):
        more["initial"] = {"key": uuid.uuid4(), "year": this_year, "place": places[0][0], "months": "1-12"} | more.get("initial", {})
        super().__init__(*args, **more)
        self.fields["schemes"].choices = schemes
        self.fields["place"].choices = places
        halves = [("1-12", _("全年")), ("1-6", _("上半年")), ("7-12", _("下半年"))]
        self.fields["months"].choices = halves + [(f"{month}-{month}", _("%s 月") % month) for month in range(1, 13)]
        self.fields["year"].choices = [(year, _("%s 年") % year) for year in range(this_year + 1, this_year - 6, -1)]

    def asked(self):
        """What draft_payout_run is asked for."""
        data = self.cleaned_data
        first, last = (int(month) for month in data["months"].split("-"))
        until = date(data["year"] + 1, 1, 1) if last == 12 else date(data["year"], last + 1, 1)
        return {
            "key": data["key"],
            "division_code": data["place"],
            "schemes": data["schemes"],
            "since": date(data["year"], first, 1),
            "until": until,
            "replaces_id": data["replaces"],
        }


class DecisionForm(Form):
    """What is to become of a payout, or of all that are ticked."""

    decision = forms.ChoiceField(
        choices=[(choice.value, choice.label) for choice in (Payout.Decision.APPROVE, Payout.Decision.HOLD, Payout.Decision.REMOVE)],
        error_messages={"required": gettext_lazy("请选通过、缓发或剔除。"), "invalid_choice": gettext_lazy("请选通过、缓发或剔除。")},
    )
    reason = forms.CharField(max_length=200, error_messages={"required": gettext_lazy("请填写理由。")})

    def __init__(self, *args, payout=None, **more):
        super().__init__(*args, **more)
        self.payout = payout

    def clean_decision(self):
        decision = self.cleaned_data["decision"]
        sentence = decision == Payout.Decision.APPROVE and self.payout and anomalies.stops(self.payout)
        if sentence:
            raise forms.ValidationError(sentence)
        return decision


class ReasonForm(Form):
    """Why a run is given back or ended, or what the bank said of a payout it returned."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请填写理由。")},
    )


# What officials most often write; any other words may be typed.
COMMON_REASONS = (
    gettext_lazy("已核实，符合条件"),
    gettext_lazy("账户已更正"),
    gettext_lazy("代领手续齐全"),
    gettext_lazy("死亡退出"),
    gettext_lazy("户籍已迁出"),
    gettext_lazy("待补账户"),
    gettext_lazy("待补证明材料"),
    gettext_lazy("待核实是否重复"),
)
