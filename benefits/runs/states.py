"""The moves of a run. Commands obey this table, the run's page draws its buttons from it."""
from django.utils.translation import gettext_lazy

from accounts import moves
from accounts.moves import Move
from accounts.roles import Role
from accounts.stored import gettext as _
from benefits.models import Run
from benefits.rules.sentences import joined

State = Run.State
_MAKERS = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER)
_COMPUTED = (State.SIMULATED, State.BLOCKED, State.APPROVED)
_UNDER_WAY = (State.QUEUED, State.SIMULATING)

START = Move("start", gettext_lazy("开始核算"), (State.QUEUED,), State.SIMULATING)
FINISH = Move("finish", gettext_lazy("完成核算"), (State.SIMULATING,), State.SIMULATED)
BLOCK = Move("block", gettext_lazy("缺标准停下"), (State.SIMULATING,), State.BLOCKED)
RECOMPUTE = Move("recompute", gettext_lazy("重算有变化的户"), (State.APPROVED,), State.SIMULATING)
APPROVE = Move("approve", gettext_lazy("审批通过"), (State.SIMULATED,), State.APPROVED, (Role.COUNTY_REVIEWER,), ("prepared",), "approved")
PUBLISH = Move("publish", gettext_lazy("发布"), (State.APPROVED,), State.PUBLISHED, (Role.COUNTY_REVIEWER,), ("prepared",), "published")
RETURN = Move("return", gettext_lazy("退回重算"), (*_COMPUTED, *_UNDER_WAY), State.QUEUED, _MAKERS)
DISCARD = Move("discard", gettext_lazy("作废"), (*_COMPUTED, *_UNDER_WAY), State.DISCARDED, _MAKERS)

MOVES = (START, FINISH, BLOCK, RECOMPUTE, APPROVE, PUBLISH, RETURN, DISCARD)


def why_not(run, move, *, by, left_out=()):
    """None when `by` may make the move now, else the sentence that says why not and what to do; `left_out`: the LedgerChanges it does not cover."""
    sentence = moves.why_not(run, move, by=by)
    if sentence is None and move is APPROVE and left_out:
        return joined("", [uncovered(left_out), _("请另建一批。")])
    if sentence is None and move in (RETURN, DISCARD) and run.job and run.job.is_open:
        return _("这一批正在核算，请等它完成，或先在进度处取消。")
    return sentence


def uncovered(changes):
    """What has to be computed in full because the rules or the standards changed."""
    of_rules, of_values = ([change for change in changes if change.of_rules is whether] for whether in (True, False))
    told = []
    if of_rules:
        words = _("规则已更新：%(told)s须全县从首个账期核算到已入账的最后一期，看过全部差异再审批。")
        told.append(words % {"told": _("、").join(of_rules)})
    if of_values:
        words = _("政策标准已变更：%(told)s须全县从变更涉及的年份核算到已入账的最后一期，看过全部差异再审批。")
        told.append(words % {"told": _("、").join(of_values)})
    return joined("", told)


def buttons(run, *, by, left_out=()):
    """[(move, None | sentence)] for what people may do with the run as it stands."""
    offered = [move for move in (APPROVE, PUBLISH, RETURN, DISCARD) if run.state in move.sources and by.role in move.roles]
    return [(move, why_not(run, move, by=by, left_out=left_out)) for move in offered]


def waiting(run, *, by):
    """Who has to act next, for those who cannot; empty when the post can or nobody has to."""
    following = {State.SIMULATED: APPROVE, State.APPROVED: PUBLISH}.get(run.state)
    if following is None or by.role in following.roles:
        return ""
    return moves.why_not(run, following, by=by)


def steps(run):
    """Computing, approving, publishing as the page's step bar shows them."""
    order = [State.SIMULATED, State.APPROVED, State.PUBLISHED]
    reached = order.index(run.state) + 1 if run.state in order else 0
    stopped = run.state in (State.BLOCKED, State.DISCARDED)
    told = [
        (_("核算"), run.simulated_at and _("%(who)s 申请") % {"who": run.prepared_by.name}),
        (_("审批"), run.approved_by and run.approved_by.name),
        (_("发布"), run.published_by and run.published_by.name),
    ]
    return [
        {
            "title": title,
            "detail": detail or "",
            "at": (run.simulated_at, run.approved_at, run.published_at)[number] if number < reached else None,
            "state": "done" if number < reached else "" if number > reached else "stopped" if stopped else "now",
        }
        for number, (title, detail) in enumerate(told)
    ]


CHANGES = (
    ("changed", gettext_lazy("有变动")),
    ("new", gettext_lazy("新列")),
    ("up", gettext_lazy("调增")),
    ("down", gettext_lazy("调减")),
    ("ended", gettext_lazy("退出")),
    ("same", gettext_lazy("不变")),
    ("all", gettext_lazy("全部明细")),
)
