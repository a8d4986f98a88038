"""The moves of a payout run. Commands obey this table, the run's page draws its buttons from it."""
from django.utils.translation import gettext_lazy as _

from accounts import moves
from accounts.moves import Move
from accounts.roles import Role
from accounts.stored import gettext
from benefits.models import PayoutRun

State = PayoutRun.State
_THREE = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER)
_BEFORE_SIGNATURE = (State.DRAFTING, State.DRAFTED, State.PREPARED, State.REVIEWED)

COLLECT = Move("collect", _("汇集完成"), (State.DRAFTING,), State.DRAFTED)
DECIDE = Move("decide", _("填处理意见"), (State.DRAFTED,), State.DRAFTED, (Role.COUNTY_PREPARER,))
REFRESH = Move("refresh", _("重新比对"), (State.DRAFTED,), State.DRAFTED, (Role.COUNTY_PREPARER,))
PREPARE = Move("prepare", _("初核通过，送复核"), (State.DRAFTED,), State.PREPARED, (Role.COUNTY_PREPARER,), (), "prepared")
REVIEW = Move("review", _("复核通过，送签发"), (State.PREPARED,), State.REVIEWED, (Role.COUNTY_REVIEWER,), ("prepared",), "reviewed")
SIGN = Move("sign", _("签发"), (State.REVIEWED,), State.SIGNED, (Role.COUNTY_SIGNER,), ("prepared", "reviewed"), "signed")
RETURN = Move("return", _("整批退回"), (State.PREPARED, State.REVIEWED), State.DRAFTED, _THREE)
DISCARD = Move("discard", _("作废"), _BEFORE_SIGNATURE, State.DISCARDED, (Role.COUNTY_PREPARER,))
REVOKE = Move("revoke", _("撤销签发并作废"), (State.SIGNED,), State.DISCARDED, (Role.COUNTY_SIGNER,))
HAND_OVER = Move(
    "hand_over", _("交银行代发"), (State.SIGNED,), State.HANDED_OVER, (Role.FINANCE,), ("prepared", "reviewed", "signed"), "handed_over"
)
MARK_RETURNED = Move("mark_returned", _("登记退汇"), (State.HANDED_OVER,), State.HANDED_OVER, (Role.FINANCE,))
SETTLE = Move("settle", _("其余全部到账，办结"), (State.HANDED_OVER,), State.SETTLED, (Role.FINANCE,))

MOVES = (COLLECT, DECIDE, REFRESH, PREPARE, REVIEW, SIGN, RETURN, DISCARD, REVOKE, HAND_OVER, MARK_RETURNED, SETTLE)
ON_THE_BAR = (REFRESH, PREPARE, REVIEW, SIGN, RETURN, DISCARD, REVOKE, HAND_OVER, SETTLE)


def why_not(run, move, *, by, pending=0):
    """None when `by` may make the move now, else the sentence that says why not; `pending` anomalies hold the preparation up."""
    sentence = moves.why_not(run, move, by=by)
    if sentence is None and move is PREPARE and pending:
        return gettext("还有 %(count)s 条异常未定，请逐条选通过、缓发或剔除。") % {"count": pending}
    return sentence


def buttons(run, *, by, pending=0):
    """[(move, None | sentence)] for the bar of the run's page: what starts from here and is this role's work."""
    offered = [move for move in ON_THE_BAR if run.state in move.sources and by.role in move.roles]
    return [(move, why_not(run, move, by=by, pending=pending)) for move in offered]


def waiting(run, *, by):
    """Who has to act next, for those who cannot; empty when the post can or nobody has to."""
    following = next((move for move in (PREPARE, REVIEW, SIGN, HAND_OVER, SETTLE) if run.state in move.sources), None)
    return "" if following is None or by.role in following.roles else moves.why_not(run, following, by=by)
