"""Reads the file, then matches its households chunk by chunk. Nothing is written to the record."""
from poverty.exchange import commands


def step(job, *, at):
    transfer_id = job.parameters["transfer"]
    if "place" not in job.cursor:
        job.total = commands.read(transfer_id=transfer_id, by=job.by, at=at) or 0
        job.cursor = {"place": 0}
        return job.total > 0
    matched = commands.match(transfer_id=transfer_id, after=job.cursor["place"], by=job.by, at=at)
    if matched is None:
        return False
    job.cursor["place"], job.done = matched[0], job.done + matched[1]
    return True


def abandon(job, *, at):
    commands.abandon(transfer_id=job.parameters["transfer"], at=at)
