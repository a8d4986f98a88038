"""Takes the good families in, chunk by chunk: a killed worker goes on after the last chunk, cancelling leaves none."""
from households.imports import commands


def step(job, *, at):
    taken = commands.import_families(batch_id=job.parameters["batch"], after=job.cursor.get("place", 0), by=job.by, at=at)
    if taken is None:
        return False
    job.cursor["place"], job.done = taken[0], job.done + taken[1]
    return True


def abandon(job, *, at):
    commands.abandon(batch_id=job.parameters["batch"], by=job.by, at=at)
