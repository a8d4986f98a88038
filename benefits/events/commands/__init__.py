"""Everything that writes changes. A preview takes every step and takes them all back; a confirmation takes them for good, as one event."""
from benefits.events.commands.changing import confirm_change
from benefits.events.commands.handing_over import accept_hand_over, refuse_hand_over
from benefits.events.commands.previewing import preview_change

__all__ = ["accept_hand_over", "confirm_change", "preview_change", "refuse_hand_over"]
