"""The moves of a registration. Commands obey this table, its page draws its buttons from it."""
from django.utils.translation import gettext_lazy as _

from accounts import moves
from accounts.moves import Move
from accounts.roles import CLERKS, Role
from benefits.models import Registration

State = Registration.State
REGISTRARS = CLERKS
_REFERRERS = (Role.TOWNSHIP_REVIEWER, Role.COUNTY_PREPARER)
_ANSWERERS = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER)

REFER = Move("refer", _("移交部门"), (State.REGISTERED,), State.REFERRED, _REFERRERS, ("registered",), "referred")
GIVE = Move("give", _("部门已落实"), (State.REFERRED,), State.GIVEN, _ANSWERERS, ("registered",), "answered")
REFUSE = Move("refuse", _("部门未落实"), (State.REFERRED,), State.REFUSED, _ANSWERERS, ("registered",), "answered")
CLOSE = Move("close", _("终止"), (State.GIVEN,), State.CLOSED, (*sorted(CLERKS), *_REFERRERS), (), "ended")
WITHDRAW = Move("withdraw", _("撤销登记"), (State.REGISTERED,), State.WITHDRAWN, (*sorted(CLERKS), Role.TOWNSHIP_REVIEWER), (), "ended")

MOVES = (REFER, GIVE, REFUSE, CLOSE, WITHDRAW)
ON_THE_PAGE = (GIVE, REFUSE, CLOSE, WITHDRAW)


def why_not(registration, move, *, by):
    """None when `by` may make the move now, else the sentence that says why not."""
    return moves.why_not(registration, move, by=by)


def buttons(registration, *, by):
    """[(move, None | sentence)] for the page of one registration; referring is done for a whole list."""
    return moves.buttons(registration, ON_THE_PAGE, by=by)
