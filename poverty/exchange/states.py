"""The moves of a file that comes in or goes out. Commands obey this table, its page draws its buttons from it."""
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.moves import Move
from accounts.roles import Role


class State(TextChoices):
    READING = "reading", _("读取比对中")
    FAILED = "failed", _("文件不能读取")
    MATCHED = "matched", _("待登记")
    APPLYING = "applying", _("登记中")
    APPLIED = "applied", _("已登记")
    DISCARDED = "discarded", _("已作废")
    MAKING = "making", _("制作中")
    READY = "ready", _("可下载")
    DELETED = "deleted", _("文件已删除")


ENTERS, HANDS_OUT = Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER

READ = Move("read", _("读取比对"), (State.READING,), State.MATCHED)
FAIL = Move("fail", _("停止"), (State.READING,), State.FAILED)
APPLY = Move("apply", _("登记"), (State.MATCHED,), State.APPLYING, (ENTERS,))
FINISH = Move("finish", _("完成"), (State.APPLYING,), State.APPLIED)
DISCARD = Move("discard", _("作废"), (State.READING, State.MATCHED, State.APPLYING), State.DISCARDED, (ENTERS,))
MAKE = Move("make", _("制作"), (State.MAKING,), State.READY)
HAND_OUT = Move("hand_out", _("下载文件"), (State.READY,), State.READY, (HANDS_OUT,), ("made",))
DELETE = Move("delete", _("到期删除"), (State.READY,), State.DELETED)

MOVES = (READ, FAIL, APPLY, FINISH, DISCARD, MAKE, HAND_OUT, DELETE)
