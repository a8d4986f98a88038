"""Everything that writes the register. One command is one transaction and one event."""
from benefits.register.commands.answering import close_registration, give, refuse, withdraw_registration
from benefits.register.commands.exports import record_list_export, record_referral_export
from benefits.register.commands.insuring import answer_insurance_claim, record_insurance_claim
from benefits.register.commands.referring import refer
from benefits.register.commands.registering import register_item

__all__ = [
    "answer_insurance_claim", "close_registration", "give", "record_insurance_claim", "record_list_export", "record_referral_export", "refer",
    "refuse", "register_item", "withdraw_registration",
]  # fmt: skip
