"""Everything that writes runs and the first book. What an official decides is one command, one transaction, one event."""
from benefits.runs.commands.decisions import (
    approve_run,
    compute_for,
    discard_run,
    open_ledger,
    prepare_run,
    publish_run,
    record_export,
    return_run,
)

__all__ = ["approve_run", "compute_for", "discard_run", "open_ledger", "prepare_run", "publish_run", "record_export", "return_run"]
