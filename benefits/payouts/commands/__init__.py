"""Everything that writes payout runs. One command is one transaction and one event."""
from benefits.payouts.commands.approval import discard_payout_run, prepare_payout_run, return_payout_run, review_payout_run, sign_payout_run
from benefits.payouts.commands.bank import hand_over_payout_run, mark_returned, settle_payout_run
from benefits.payouts.commands.drafts import collect_beneficiaries, decide, draft_payout_run, finish_draft, refresh_payout_run
from benefits.payouts.commands.exports import record_export, record_list_export

__all__ = [
    "collect_beneficiaries", "decide", "discard_payout_run", "draft_payout_run", "finish_draft", "hand_over_payout_run", "mark_returned",
    "prepare_payout_run", "record_export", "record_list_export",
    "refresh_payout_run", "return_payout_run", "review_payout_run", "settle_payout_run", "sign_payout_run",
]  # fmt: skip
