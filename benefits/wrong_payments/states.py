"""The moves of a wrong payment: found by the county, confirmed by finance, and so is its taking back.

Commands obey this table, its page draws its buttons from it.
"""
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import Role
from benefits.models import WrongPayment

State = WrongPayment.State
PROPOSES, DECIDES = Role.COUNTY_PREPARER, Role.FINANCE

BOOK = Move("book", _("审核通过并入账"), (State.PROPOSED,), State.BOOKED, (DECIDES,), ("proposed",), "decided")
REFUSE = Move("refuse", _("不予通过"), (State.PROPOSED,), State.REFUSED, (DECIDES,), ("proposed",), "decided")

REVERSE = Move("reverse", _("撤销错发"), (State.BOOKED,), State.REVERSING, (PROPOSES,), (), "reversing")
CONFIRM_REVERSAL = Move("confirm reversal", _("审核通过撤销"), (State.REVERSING,), State.REVERSED, (DECIDES,), ("reversing",), "reversed")
REFUSE_REVERSAL = Move("refuse reversal", _("不同意撤销"), (State.REVERSING,), State.BOOKED, (DECIDES,), ("reversing",))

MOVES = (BOOK, REFUSE, REVERSE, CONFIRM_REVERSAL, REFUSE_REVERSAL)
