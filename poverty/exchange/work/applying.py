"""Registers the households that are ready, chunk by chunk: a killed worker goes on after the last chunk."""
from poverty.exchange import commands


def step(job, *, at):
    applied = commands.apply(transfer_id=job.parameters["transfer"], after=job.cursor.get("place", 0), by=job.by, at=at)
    if applied is None:
        return False
    job.cursor["place"], job.done = applied[0], job.done + applied[1]
    return True
