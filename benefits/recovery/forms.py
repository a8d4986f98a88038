"""What a person fills in about overpayments. Shapes only; commands look at the world."""
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Form
from benefits.funds.forms import Once
from benefits.models import RecoveryPlan
from households.forms import DayField
from poverty.years.forms import FenField

Kind = RecoveryPlan.Kind


class PlanForm(Once):
    """What every way of getting money back is asked: why this way."""

    why = forms.CharField(label=_("情况说明"), max_length=200, help_text=_("写明多发的原因和家庭的情况，不写姓名和证件号码。"))


class InstalmentsForm(PlanForm):
    """So much each month."""

    kind, title = Kind.INSTALMENTS, _("拟定分期退还")
    amount_fen = FenField(label=_("每期金额（元）"))
    first_due = DayField(label=_("首期到期日"), help_text=_("以后每月同日到期，直到退清。"))
    document = forms.CharField(label=_("协议或告知书"), max_length=120, required=False)
    field_order = ("amount_fen", "first_due", "document", "why")

    def terms(self):
        """What propose_plan is told."""
        return _told(self.cleaned_data, each_fen="amount_fen")


class SetOffForm(PlanForm):
    """So much of every later payout, with the person's consent."""

    kind, title = Kind.SET_OFF, _("拟定抵扣")
    taken_from = forms.ChoiceField(label=_("从哪一项抵扣"))
    amount_fen = FenField(label=_("每次抵扣（元）"), help_text=_("从每个发放批次抵扣；当次发放不多于此数时不抵扣。"))
    consent = forms.CharField(label=_("本人同意的书面材料"), max_length=120)
    consented_on = DayField(label=_("签署日期"))
    field_order = ("taken_from", "amount_fen", "consent", "consented_on", "why")

    def __init__(self, *args, schemes=(), **options):
        super().__init__(*args, **options)
        self.fields["taken_from"].choices = schemes

    def terms(self):
        """What propose_plan is told."""
        return _told(self.cleaned_data, each_fen="amount_fen")


class WriteOffForm(PlanForm):
    """So much that is not asked back."""

    kind, title = Kind.WRITE_OFF, _("拟定核销")
    amount_fen = FenField(label=_("核销金额（元）"))
    document = forms.CharField(label=_("依据文件或会议纪要"), max_length=120)
    field_order = ("amount_fen", "document", "why")

    def terms(self):
        """What propose_plan is told."""
        return _told(self.cleaned_data, amount_fen="amount_fen")


class RepaymentForm(Form):
    """Money a family gave back."""

    receipt = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(label=_("收到日期"))
    amount_fen = FenField(label=_("金额（元）"))
    document = forms.CharField(label=_("缴款凭证"), max_length=120, help_text=_("银行直接退回的，填银行的退回凭证。"))

    def __init__(self, *args, **options):
        options["initial"] = {"receipt": uuid.uuid4()} | options.get("initial", {})
        super().__init__(*args, **options)

    clean_amount_fen = Once.clean_amount_fen


FORMS = {form.kind: form for form in (InstalmentsForm, SetOffForm, WriteOffForm)}


def _told(said, **renamed):
    """The cleaned data under the names of the plan's columns."""
    told = {name: value for name, value in said.items() if name != "amount_fen"}
    return told | {column: said[name] for column, name in renamed.items()}
