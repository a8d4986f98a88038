"""Nouns that move through states: one table of moves a noun, which the command obeys and the page draws its buttons from."""
from dataclasses import dataclass

from django.db.models import Q

from accounts.refusal import NotAllowed
from accounts.roles import Role
from accounts.stored import gettext as _


@dataclass(frozen=True)
class Move:
    """One verb of a noun: from these states to that one, by these roles, never by who took those steps.

    `never` names steps of the row: for `prepared` the row carries `prepared_by` and `prepared_staff_no`.
    """

    verb: str
    title: str
    sources: tuple
    target: str
    roles: tuple = ()
    never: tuple = ()
    step: str = ""


def require(by, role, event):
    """Refuse a step that another role takes, in one sentence."""
    if by.role != role:
        told = {"role": Role(role).label, "own": Role(by.role).label}
        raise NotAllowed(_("这一步由%(role)s办理，您当前的任职是%(own)s。") % told, event=event)


def why_not(row, move, *, by):
    """None when `by` may make the move now, else the sentence that says why not and what to do."""
    if row.state not in move.sources:
        return _("“%(title)s”不能在“%(state)s”时进行，请刷新页面看最新状态。") % {"title": move.title, "state": row.State(row.state).label}
    if move.roles and by.role not in move.roles:
        names = _("、").join(Role(role).label for role in move.roles)
        return _("“%(title)s”由%(roles)s办理，您当前的任职是%(role)s。") % {"title": move.title, "roles": names, "role": Role(by.role).label}
    for step in move.never:
        if getattr(row, f"{step}_staff_no") == by.staff_no:
            return _("您已办理过这一批的另一环节，按岗位分离须由另一人“%(title)s”。") % {"title": move.title}
    return None


def movable(rows, following, *, by):
    """The rows `by` may move on, `following` being {state: its next move}: what why_not says of a row, asked of the database."""
    asked = Q()
    for state, move in following.items():
        if not move.roles or by.role in move.roles:
            taken = {f"{step}_staff_no": by.staff_no for step in move.never}
            asked |= Q(*(~Q(step) for step in taken.items()), state=state)
    return rows.filter(asked) if asked else rows.none()


def buttons(row, moves, *, by):
    """[(move, None | sentence)] for the moves that start from the row's state and that the post's role could make."""
    return [(move, why_not(row, move, by=by)) for move in moves if row.state in move.sources and (not move.roles or by.role in move.roles)]
