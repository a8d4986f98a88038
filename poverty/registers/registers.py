"""The registers of families, one a line: which facts stand in it, how it is asked about, what the list may be filtered by."""
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from households.models import HouseholdStatus
from poverty.models import Helper, PovertyRegistration, Support
from poverty.registers import forms


@dataclass(frozen=True)
class Register:
    """A register: its title, the kind of fact (`households.kinds`) and its model, its form, the column its filter is about.

    `follows`: a family has one at a time, so a new one ends the one before. `on_a_day`: something given once, listed by the year.
    """

    title: str | Promise
    act: str | Promise
    kind: str
    model: type
    form: type
    filtered: str
    follows: bool = False
    on_a_day: bool = False

    @property
    def choices(self):
        """[(value, label)] of the filter, empty where it is none."""
        return list(self.model._meta.get_field(self.filtered).choices or ()) if self.filtered else []


REGISTERS = {
    "registrations": Register(
        _("建档立卡"), _("登记建档立卡"), "poverty_register", PovertyRegistration, forms.RegistrationForm, "status", follows=True
    ),
    "findings": Register(_("困难认定"), _("登记困难认定"), "status", HouseholdStatus, forms.FindingForm, "kind"),
    "helpers": Register(_("结对帮扶"), _("登记帮扶责任人"), "helpers", Helper, forms.HelperForm, "kind"),
    "supports": Register(_("“三结合”帮扶"), _("登记“三结合”帮扶"), "department_support", Support, forms.SupportForm, "", on_a_day=True),
}
