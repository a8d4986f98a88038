"""What a person fills in about grants of a project. Shapes only; commands look at the world."""
from django import forms
from django.utils.translation import gettext_lazy as _

from poverty.models import ProjectGrant
from poverty.projects.forms import Once
from poverty.years.forms import FenField


class GrantForm(Once):
    """What a ranked family is to have."""

    form = forms.ChoiceField(label=_("形式"), choices=ProjectGrant.Form.choices)
    goods = forms.CharField(label=_("物资名称和数量"), max_length=120, required=False, help_text=_("发放物资时填写；金额填折价。"))
    amount_fen = FenField(label=_("金额（元，物资填折价）"))

    def clean(self):
        said = super().clean()
        if said.get("form") == ProjectGrant.Form.GOODS and not said.get("goods"):
            self.add_error("goods", _("发放物资请写明名称和数量。"))
        if said.get("form") == ProjectGrant.Form.CASH and said.get("goods"):
            self.add_error("goods", _("发放资金不填物资。"))
        if said.get("amount_fen") == 0:
            self.add_error("amount_fen", _("金额应大于 0。"))
        return said
