from audits.jobs.models import Job
from audits.journal.models import Block, Download, Event, Seal, SealedEvent

__all__ = ["Block", "Download", "Event", "Job", "Seal", "SealedEvent"]
