"""Everything that writes adjustments. What an official decides is one command, one transaction, one event."""
from benefits.adjustments.commands.deciding import approve, discard, tick
from benefits.adjustments.commands.proposing import choose_values, look, propose, record_export, ring, simulate
from benefits.adjustments.commands.publishing import publish

__all__ = ["approve", "choose_values", "discard", "look", "propose", "publish", "record_export", "ring", "simulate", "tick"]
