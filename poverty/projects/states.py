"""The moves of a project and of a grant from it. Commands obey these tables, the pages draw their buttons from them."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import COUNTY, Role


class ProjectState(TextChoices):
    DRAFTED = "drafted", _("拟定")
    CONSULTED = "consulted", _("已会商")
    OPEN = "open", _("受理申请")
    RANKING = "ranking", _("排序")
    GRANTING = "granting", _("审批发放")
    STARTED = "started", _("施工")
    COMPLETED = "completed", _("完工")
    ACCEPTED = "accepted", _("已验收")
    CANCELLED = "cancelled", _("已撤销")


class GrantState(TextChoices):
    PROPOSED = "proposed", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    REVOKED = "revoked", _("已撤销")


State, Grant = ProjectState, GrantState
DRAFTS, APPLIES, PROPOSES, DECIDES = Role.COUNTY_PREPARER, Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_SIGNER
_PREPARER, _REVIEWER, _SIGNER = (Role.COUNTY_PREPARER,), (Role.COUNTY_REVIEWER,), (Role.COUNTY_SIGNER,)

CONSULT = Move("consult", _("记录会商"), (State.DRAFTED,), State.CONSULTED, _REVIEWER, ("drafted",), "consulted")
OPEN = Move("open", _("受理申请"), (State.CONSULTED,), State.OPEN, _PREPARER, (), "opened")
RANK = Move("rank", _("排序"), (State.OPEN,), State.RANKING, _PREPARER, (), "ranked")
RETURN = Move("return", _("退回重排"), (State.RANKING,), State.OPEN, _REVIEWER, ("ranked",))
CONFIRM = Move("confirm", _("确认排序"), (State.RANKING,), State.GRANTING, _REVIEWER, ("ranked",), "confirmed")
START = Move("start", _("开工"), (State.CONSULTED,), State.STARTED, _PREPARER, (), "started")  # works for villages: nobody applies
COMPLETE = Move("complete", _("登记完工"), (State.GRANTING, State.STARTED), State.COMPLETED, _PREPARER, (), "completed")
ACCEPT = Move("accept", _("验收"), (State.COMPLETED,), State.ACCEPTED, _REVIEWER, ("drafted", "completed"), "accepted")
CANCEL = Move("cancel", _("撤销项目"), (State.DRAFTED, State.CONSULTED, State.OPEN), State.CANCELLED, _REVIEWER, ("drafted",), "cancelled")
MOVES = (CONSULT, OPEN, RANK, RETURN, CONFIRM, START, COMPLETE, ACCEPT, CANCEL)
PATH = (State.DRAFTED, State.CONSULTED, State.OPEN, State.RANKING, State.GRANTING, State.COMPLETED, State.ACCEPTED)
PATH_OF_WORKS = (State.DRAFTED, State.CONSULTED, State.STARTED, State.COMPLETED, State.ACCEPTED)
READS_RANKING = COUNTY | {Role.FINANCE, Role.AUDITOR}

APPROVE = Move("approve", _("批准"), (Grant.PROPOSED,), Grant.APPROVED, _SIGNER, ("proposed",), "decided")
REFUSE = Move("refuse", _("不批准"), (Grant.PROPOSED,), Grant.REFUSED, _SIGNER, ("proposed",), "decided")
REVOKE = Move("revoke", _("撤销"), (Grant.APPROVED,), Grant.REVOKED, _REVIEWER, ("decided",), "revoked")
GRANT_MOVES = (APPROVE, REFUSE, REVOKE)
