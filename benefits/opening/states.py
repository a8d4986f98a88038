"""The moves of an opening balance. Commands obey this table, its page draws its buttons from it."""
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import Role
from benefits.models import OpeningBalance

State = OpeningBalance.State
ENTERS = Role.COUNTY_PREPARER

RECONCILE = Move("reconcile", _("与财政对账"), (State.ENTERED,), State.RECONCILED, (Role.FINANCE,), ("entered",), "reconciled")
CHECK = Move("check", _("复核"), (State.RECONCILED,), State.CHECKED, (Role.COUNTY_REVIEWER,), ("entered", "reconciled"), "checked")
SIGN = Move("sign", _("签发入账"), (State.CHECKED,), State.BOOKED, (Role.COUNTY_SIGNER,), ("entered", "reconciled", "checked"), "signed")
DISCARD = Move("discard", _("作废"), (State.ENTERED, State.RECONCILED, State.CHECKED), State.DISCARDED, (ENTERS, Role.COUNTY_REVIEWER))

MOVES = (RECONCILE, CHECK, SIGN, DISCARD)
