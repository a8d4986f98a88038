"""The moves of a grant from a fund. Commands obey this table, the fund's page draws its buttons from it."""
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import Role
from benefits.models import FundGrant

State = FundGrant.State

APPROVE = Move("approve", _("批准支出"), (State.PROPOSED,), State.APPROVED, (Role.COUNTY_SIGNER,), ("proposed",), "decided")
REFUSE = Move("refuse", _("不批准"), (State.PROPOSED,), State.REFUSED, (Role.COUNTY_SIGNER,), ("proposed",), "decided")
REVERSE = Move("reverse", _("冲正"), (State.APPROVED,), State.REVERSED, (Role.COUNTY_REVIEWER,), ("decided",))

MOVES = (APPROVE, REFUSE, REVERSE)
