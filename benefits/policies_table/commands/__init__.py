"""Everything that writes policy values: what the policy files say, and what officials enter and confirm."""
from benefits.policies_table.commands.files import CannotLoad, load
from benefits.policies_table.commands.officials import confirm_value, enter_value, withdraw_value

__all__ = ["CannotLoad", "confirm_value", "enter_value", "load", "withdraw_value"]
