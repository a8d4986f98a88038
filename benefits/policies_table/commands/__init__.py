"""Everything that writes policy values: what the policy files say, and what officials enter and confirm."""
from benefits.policies_table.commands.archiving import archive_document, download_document
from benefits.policies_table.commands.documents import accept_confirmation, record_confirmation, refuse_confirmation
from benefits.policies_table.commands.files import CannotLoad, load
from benefits.policies_table.commands.officials import (
    confirm_value,
    enter_value,
    record_export,
    record_list_export,
    refuse_value,
    simulate_value,
    withdraw_value,
)

__all__ = [
    "CannotLoad", "accept_confirmation", "archive_document", "confirm_value", "download_document", "enter_value", "load", "record_confirmation",
    "record_export", "record_list_export", "refuse_confirmation", "refuse_value", "simulate_value", "withdraw_value",
]  # fmt: skip
