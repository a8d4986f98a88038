"""Takes an import back, whole, in one step."""
from households.imports import commands


def step(job, *, at):
    commands.take_back(batch_id=job.parameters["batch"], by=job.by, at=at)
    return False
