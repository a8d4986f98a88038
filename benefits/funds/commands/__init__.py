"""Everything that writes funds. One command is one transaction and one event."""
from benefits.funds.commands.books import enter_income, open_fund, record_export, reverse_line
from benefits.funds.commands.common import BOOKS, DECIDES, OPENS, PROPOSES, REVERSES
from benefits.funds.commands.granting import approve_grant, approve_grants, propose_grant, refuse_grant
from benefits.funds.commands.receipts import WORK, download_receipt, make_receipt_again, seal_receipt
from benefits.funds.commands.registered import propose_registered

__all__ = [
    "BOOKS", "DECIDES", "OPENS", "PROPOSES", "REVERSES", "WORK", "approve_grant", "approve_grants", "download_receipt", "enter_income",
    "make_receipt_again", "open_fund", "propose_grant", "propose_registered", "record_export", "refuse_grant", "reverse_line", "seal_receipt",
]  # fmt: skip
