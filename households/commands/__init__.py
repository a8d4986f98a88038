"""Everything that writes families. One command is one transaction under the county's shared lock, and one event."""
from households.commands.drafts import discard_draft, save_draft, submit_draft
from households.commands.registration import amend_household, register_household

__all__ = ["amend_household", "discard_draft", "register_household", "save_draft", "submit_draft"]
