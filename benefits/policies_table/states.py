"""The moves of a county's value and of the document that confirms a reported one. Commands obey these tables, pages draw their buttons from them."""
from django.utils.translation import gettext_lazy

from accounts import moves
from accounts.moves import Move
from accounts.roles import Role
from accounts.stored import gettext as _
from benefits.models import PolicyConfirmation, PolicyValue

State, Proof = PolicyValue.State, PolicyConfirmation.State
ENTERS, CONFIRMS = Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER

SIMULATE = Move("simulate", gettext_lazy("重新模拟"), (State.PROPOSED,), State.PROPOSED, (ENTERS, CONFIRMS))
CONFIRM = Move("confirm", gettext_lazy("确认生效"), (State.PROPOSED,), State.IN_FORCE, (CONFIRMS,), ("entered",), "confirmed")
REFUSE = Move("refuse", gettext_lazy("退回"), (State.PROPOSED,), State.WITHDRAWN, (CONFIRMS,))
WITHDRAW = Move("withdraw", gettext_lazy("撤回"), (State.PROPOSED, State.IN_FORCE), State.WITHDRAWN, (ENTERS,))
MOVES = (SIMULATE, CONFIRM, REFUSE, WITHDRAW)

ACCEPT_PROOF = Move("accept", gettext_lazy("核对无误"), (Proof.PROPOSED,), Proof.IN_FORCE, (CONFIRMS,), ("recorded",), "decided")
REFUSE_PROOF = Move("refuse", gettext_lazy("退回"), (Proof.PROPOSED,), Proof.REFUSED, (CONFIRMS,), (), "decided")
PROOF_MOVES = (ACCEPT_PROOF, REFUSE_PROOF)

_STALE = {
    "missing": gettext_lazy("这条标准还没有做过模拟核算，请点“重新模拟”，看过差异再确认。"),
    "unfinished": gettext_lazy("模拟核算还没有完成，请等它完成，看过差异再确认；作业已停止的，请点“重新模拟”。"),
    "ledgers": gettext_lazy("模拟核算之后，本县账期的设定有变更，请点“重新模拟”，看过新的差异再确认。"),
    "facts": gettext_lazy("模拟核算之后，本县家庭的资料有变更，请点“重新模拟”，看过新的差异再确认。"),
    "values": gettext_lazy("模拟核算之后，政策标准或规则有变更，请点“重新模拟”，看过新的差异再确认。"),
}


def stale(word):
    """The sentence for why a simulation may no longer be so; empty while it stands."""
    return _STALE[word] if word else ""


def why_not(value, move, *, by, simulated="", used=False):
    """None when `by` may make the move now, else the sentence that says why not; `simulated` is why its simulation does not stand."""
    if move is CONFIRM and value.state == State.PROPOSED and value.entered_staff_no == by.staff_no:
        return _("录入标准的人不能自己确认，请由另一人核对文件后确认。")
    sentence = moves.why_not(value, move, by=by)
    if sentence is None and move is CONFIRM and simulated:
        return simulated
    if sentence is None and move is WITHDRAW and used:
        return _("这条标准已被发布的核算批次采用，不能撤回；请另录一条自新的日期起接续。")
    return sentence


def buttons(value, *, by, simulated="", used=False):
    """[(move, None | sentence)] for what people may do with an official's value as it stands."""
    offered = [move for move in MOVES if value.state in move.sources and by.role in move.roles]
    return [(move, why_not(value, move, by=by, simulated=simulated, used=used)) for move in offered]


def proof_buttons(confirmation, *, by):
    """[(move, None | sentence)] for a document a county recorded."""
    return moves.buttons(confirmation, PROOF_MOVES, by=by)
