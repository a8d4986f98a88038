"""Everything that writes families. One command is one transaction under the county's shared lock, and one event."""
from households.commands.drafts import discard_draft, save_draft, submit_draft
from households.commands.exports import export_households
from households.commands.facts import (
    change_account,
    end_fact,
    end_marriage,
    record_fact,
    record_family_fact,
    state_none,
    state_none_of_family,
    withdraw_fact,
)
from households.commands.filing import Filing, apart, file_together
from households.commands.moving import move_household
from households.commands.numbers import reveal_account, reveal_number
from households.commands.registration import amend_household, register_household
from households.commands.statements import state_none_of_several

__all__ = [
    "Filing",
    "amend_household",
    "apart",
    "change_account",
    "discard_draft",
    "end_fact",
    "end_marriage",
    "export_households",
    "file_together",
    "move_household",
    "record_fact",
    "record_family_fact",
    "register_household",
    "reveal_account",
    "reveal_number",
    "save_draft",
    "state_none",
    "state_none_of_family",
    "state_none_of_several",
    "submit_draft",
    "withdraw_fact",
]
