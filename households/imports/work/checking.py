"""Reads the file, then looks over its families chunk by chunk. Nothing is written to the record."""
from households.imports import commands


def step(job, *, at):
    batch_id = job.parameters["batch"]
    if "place" not in job.cursor:
        job.total = commands.read_file(batch_id=batch_id, by=job.by, at=at) or 0
        job.cursor = {"place": 0}
        return job.total > 0
    looked_at = commands.check_families(batch_id=batch_id, after=job.cursor["place"], by=job.by, at=at)
    if looked_at is None:
        return False
    job.cursor["place"], job.done = looked_at[0], job.done + looked_at[1]
    return True


def abandon(job, *, at):
    commands.abandon(batch_id=job.parameters["batch"], by=job.by, at=at)
