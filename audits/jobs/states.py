"""The moves of a job. Commands and the engine obey this table, pages draw their buttons from it."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import BUSINESS, Role


class State(TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    PAUSED = "paused", _("已暂停")
    DONE = "done", _("已完成")
    FAILED = "failed", _("已停止")
    CANCELLED = "cancelled", _("已取消")


OPEN = (State.QUEUED, State.RUNNING, State.PAUSED)
# Whoever only reads stops nobody's work.
WORKERS = tuple(role for role in Role if role in BUSINESS - {Role.AUDITOR, Role.VIEWER})

CLAIM = Move("claim", _("开始"), (State.QUEUED, State.RUNNING), State.RUNNING)
FINISH = Move("finish", _("完成"), (State.RUNNING,), State.DONE)
FAIL = Move("fail", _("停止"), (State.QUEUED, State.RUNNING), State.FAILED)
PAUSE = Move("pause", _("暂停作业"), (State.QUEUED, State.RUNNING), State.PAUSED, WORKERS)
RESUME = Move("resume", _("继续作业"), (State.PAUSED,), State.QUEUED, WORKERS)
CANCEL = Move("cancel", _("取消作业"), OPEN, State.CANCELLED, WORKERS)

MOVES = (CLAIM, FINISH, FAIL, PAUSE, RESUME, CANCEL)
