"""Everything that writes about overpayments."""
from benefits.recovery.commands.notices import download_notice, issue_notice, make_notice_again, seal_notice
from benefits.recovery.commands.plans import approve_plan, book_repayment, end_plan, propose_plan, refuse_plan, reverse_repayment

__all__ = [
    "approve_plan", "book_repayment", "download_notice", "end_plan", "issue_notice", "make_notice_again", "propose_plan", "refuse_plan",
    "reverse_repayment", "seal_notice",
]  # fmt: skip
