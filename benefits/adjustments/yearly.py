"""The job that looks at a county's index once for each new figure."""
from benefits.adjustments import commands


def step(job, *, at):
    """Propose what the index asks for; one step is the whole job."""
    commands.look(county=job.division_code, at=at)
    return False
