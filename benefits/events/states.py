"""Where a change stands: it has no states of its own, its run has. A hand-over is accepted or sent back by the new county, withdrawn by the old."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.moves import Move
from accounts.roles import Role
from benefits.models import HandOver, Run

_OFFERED = (HandOver.State.OFFERED,)
ACCEPT = Move("accept", gettext_lazy("接收并建档"), _OFFERED, HandOver.State.ACCEPTED, (Role.COUNTY_PREPARER,), ("offered",), "answered")
REFUSE = Move("refuse", gettext_lazy("退回原县"), _OFFERED, HandOver.State.REFUSED, (Role.COUNTY_PREPARER,), ("offered",), "answered")
WITHDRAW = Move(
    "withdraw", gettext_lazy("撤回移交"), (*_OFFERED, HandOver.State.REFUSED), HandOver.State.WITHDRAWN, (Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER)
)
MOVES = (ACCEPT, REFUSE, WITHDRAW)

_TAGS = {"waiting": "info", "approved": "info", "published": "ok", "discarded": "bad", "none": ""}
_OF_RUN = {Run.State.APPROVED: "approved", Run.State.PUBLISHED: "published", Run.State.DISCARDED: "discarded"}


def choices():
    """[(state, what it is called)] of the list's filter."""
    return list(_titles().items())


def of(change):
    """(kind of tag, words) of a change."""
    state = "none" if change.run is None else _OF_RUN.get(change.run.state, "waiting")
    return _TAGS[state], _titles()[state]


def _titles():
    return {
        "waiting": _("待复核"), "approved": _("待入账"), "published": _("已入账"), "discarded": _("批次已作废"), "none": _("应发不变"),
    }  # fmt: skip
