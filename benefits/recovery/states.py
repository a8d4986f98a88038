"""The moves of a plan by which an overpayment comes back. Commands obey this table, the case's page draws its buttons from it."""
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import Role
from benefits.models import RecoveryPlan

State = RecoveryPlan.State
PROPOSES, DECIDES, BOOKS, REVERSES = Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.FINANCE, Role.COUNTY_REVIEWER

APPROVE = Move("approve", _("批准"), (State.PROPOSED,), State.APPROVED, (DECIDES,), ("proposed",), "decided")
REFUSE = Move("refuse", _("不批准"), (State.PROPOSED,), State.REFUSED, (DECIDES,), ("proposed",), "decided")
END = Move("end", _("终止"), (State.APPROVED,), State.ENDED, (DECIDES,))

MOVES = (APPROVE, REFUSE, END)
