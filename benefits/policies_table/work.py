"""The job that simulates a proposed value: one chunk of families a step."""
from benefits.models import PolicySimulation
from benefits.policies_table.commands import simulating
from benefits.runs import queries as runs


def step(job, *, at):
    """Start, then chunk by chunk in the order of family ids; the last step finishes the simulation. True when there is more."""
    simulation = _locked(job)
    if simulation.value.withdrawn_at:
        return False  # nobody waits for it any more
    if not job.cursor or simulating.is_outdated(simulation):
        simulating.start(simulation)
        job.cursor, job.done, job.total = {"after": 0}, 0, simulation.families
        return True
    families = runs.next_families(simulation, after=job.cursor["after"], count=simulating.CHUNK)
    if families:
        simulating.families(simulation, families)
        job.cursor, job.done = {"after": families[-1]}, job.done + len(families)
        job.total = max(job.total, job.done)
        return True
    if simulation.seen != simulation.families:  # families came or went meanwhile
        job.cursor = {}
        return True
    simulating.finish(simulation, at=at)
    return False


def abandon(job, *, at):
    """Cancelled: the simulation stays unfinished, names nobody, and another may be asked for."""
    simulating.clear(_locked(job).value)


def _locked(job):
    return PolicySimulation.objects.select_for_update(of=("self",)).select_related("value__citation").get(pk=job.parameters["simulation"])
