"""Everything that writes changes. A preview takes every step and takes them all back; a confirmation takes them for good, as one event."""
from benefits.events.commands.changing import confirm_change
from benefits.events.commands.exports import record_list_export
from benefits.events.commands.previewing import preview_change

__all__ = ["confirm_change", "preview_change", "record_list_export"]
