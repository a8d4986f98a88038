"""Everything that writes adjustments. What an official decides is one command, one transaction, one event."""
from benefits.adjustments.commands.announcing import download_paper, make_paper_again
from benefits.adjustments.commands.deciding import approve, discard, tick
from benefits.adjustments.commands.proposing import choose_values, look, propose, record_export, ring, simulate
from benefits.adjustments.commands.publishing import publish

__all__ = [
    "approve", "choose_values", "discard", "download_paper", "look", "make_paper_again", "propose", "publish", "record_export", "ring", "simulate",
    "tick",
]  # fmt: skip
