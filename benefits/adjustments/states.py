"""The moves of an adjustment. Commands obey this table, its page draws its buttons from it."""
from django.utils.translation import gettext_lazy

from accounts import moves
from accounts.moves import Move
from accounts.roles import Role
from accounts.stored import gettext as _
from benefits.models import Adjustment

State = Adjustment.State
PROPOSES, APPROVES = Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER
_LOOKS = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER)
_COMPUTED = (State.BLOCKED, State.SIMULATED, State.CHECKED)

CHOOSE = Move("choose", gettext_lazy("改选新标准"), (State.PROPOSED, *_COMPUTED), State.PROPOSED, (PROPOSES,))
SIMULATE = Move("simulate", gettext_lazy("测算"), (State.PROPOSED, *_COMPUTED, State.APPROVED), State.SIMULATING, (PROPOSES,))
FINISH = Move("finish", gettext_lazy("完成测算"), (State.SIMULATING,), State.SIMULATED)
BLOCK = Move("block", gettext_lazy("有缺项停下"), (State.SIMULATING,), State.BLOCKED)
CANCEL = Move("cancel", gettext_lazy("取消测算"), (State.SIMULATING,), State.PROPOSED)
TICK = Move("tick", gettext_lazy("核对无误"), (State.SIMULATED,), State.CHECKED, _LOOKS)
APPROVE = Move("approve", gettext_lazy("审批通过"), (State.CHECKED,), State.APPROVED, (APPROVES,), ("proposed", "prepared"), "approved")
PUBLISH = Move("publish", gettext_lazy("公布执行"), (State.APPROVED,), State.PUBLISHED, (APPROVES,), ("proposed", "prepared"), "published")
DISCARD = Move(
    "discard", gettext_lazy("作废"), (State.PROPOSED, State.SIMULATING, *_COMPUTED, State.APPROVED), State.DISCARDED, (PROPOSES, APPROVES)
)

MOVES = (CHOOSE, SIMULATE, FINISH, BLOCK, CANCEL, TICK, APPROVE, PUBLISH, DISCARD)

_STALE = {
    "unfinished": gettext_lazy("还没有完成测算，请先测算。"),
    "index": gettext_lazy("提出之后，所依据的指数已更正，请作废后重新提出。"),
    "ledgers": gettext_lazy("测算之后，本县账期的设定有变更，请重新测算。"),
    "facts": gettext_lazy("测算之后，本县家庭的资料有变更，请重新测算。"),
    "values": gettext_lazy("测算之后，政策标准或规则有变更，请重新测算。"),
}


def stale(word):
    """The sentence for why a simulation may no longer be so; empty while it stands."""
    return _STALE[word] if word else ""


def why_not(adjustment, move, *, by, stale=""):
    """None when `by` may make the move now, else the sentence that says why not; `stale` is why its simulation does not stand."""
    sentence = moves.why_not(adjustment, move, by=by)
    if sentence is None and move is DISCARD and adjustment.state == State.SIMULATING and adjustment.job and adjustment.job.is_open:
        return _("正在测算，请等它完成，或先在进度处取消。")
    if sentence is None and move in (APPROVE, PUBLISH) and by.staff_no in adjustment.chosen_staff_nos:
        return _("您选定过新标准，按岗位分离须由另一人“%(title)s”。") % {"title": move.title}
    if sentence is None and move in (APPROVE, PUBLISH) and stale:
        return stale
    return sentence


def buttons(adjustment, *, by, stale=""):
    """[(move, None | sentence)] for what people may do with the adjustment as it stands, ticking and choosing apart."""
    offered = [move for move in (SIMULATE, APPROVE, PUBLISH, DISCARD) if adjustment.state in move.sources and by.role in move.roles]
    return [(move, why_not(adjustment, move, by=by, stale=stale)) for move in offered]


def steps(adjustment):
    """From the proposal to publication as the page's step bar shows them."""
    order = [State.PROPOSED, State.SIMULATED, State.CHECKED, State.APPROVED, State.PUBLISHED]
    at = {State.SIMULATING: State.PROPOSED, State.BLOCKED: State.PROPOSED}.get(adjustment.state, adjustment.state)
    reached = order.index(at) + 1 if at in order else 0
    stopped = adjustment.state in (State.BLOCKED, State.DISCARDED)
    told = [
        (_("提出"), adjustment.proposed_by.name if adjustment.proposed_by else _("年度指数检查")),
        (_("测算"), adjustment.prepared_by and adjustment.prepared_by.name),
        (_("抽查"), _("20 户逐户核对")),
        (_("审批"), adjustment.approved_by and adjustment.approved_by.name),
        (_("公布"), adjustment.published_by and adjustment.published_by.name),
    ]
    return [
        {
            "title": title, "detail": detail or "",
            "state": "done" if number < reached else "" if number > reached else "stopped" if stopped else "now",
        }
        for number, (title, detail) in enumerate(told)
    ]  # fmt: skip
