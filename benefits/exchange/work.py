"""Makes a file that goes out, in one step."""
from benefits.exchange import commands


def step(job, *, at):
    commands.make(transfer_id=job.parameters["transfer"], by=job.by, at=at)
    return False
