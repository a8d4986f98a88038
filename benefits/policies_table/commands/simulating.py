"""Steps of simulating a proposed value, each inside its caller's transaction."""
import hashlib
from collections import Counter, defaultdict

from django.utils import timezone

from accounts import locks
from audits import journal
from benefits.models import PolicySimulation
from benefits.policies_table import queries, reach
from benefits.runs import assessment
from benefits.runs import queries as runs

CHUNK = 200  # families in one transaction


def begin(value, *, by, at):
    """A simulation of the value as the county stands. One that touches none of the county's ledgers is finished with nothing to show."""
    reached = reach.of(value, on=timezone.localdate(at))
    simulation = PolicySimulation.objects.create(
        division_code=value.place, value=value, schemes=reached.schemes, openings=_told(reached.openings), since=reached.since,
        until=reached.until, asked_by=by.user, asked_at=at,
    )  # fmt: skip
    if not reached.schemes:
        simulation.finished_at = at
        simulation.save()
    return simulation


def start(simulation):
    """Begin from nothing: the watermark is taken while no change of the county is under way."""
    locks.exclusive(simulation.division_code)
    reached = reach.of(simulation.value, on=timezone.localdate(simulation.asked_at))
    simulation.openings = _told(reached.openings)
    simulation.watermark, simulation.basis = runs.revision(), basis(simulation)
    simulation.families, simulation.seen, simulation.effects = runs.families(simulation), 0, {}
    simulation.save()


def basis(simulation):
    """A hash of the values on file and the rules' text a simulation rests on."""
    return hashlib.sha256(f"{runs.basis(simulation)[1]} {simulation.value_id}".encode()).hexdigest()


def is_outdated(simulation):
    """Values or rules changed since the simulation began: half of it would rest on other figures than the rest."""
    return basis(simulation) != simulation.basis


def families(simulation, household_ids):
    """Add what the value changes for these families."""
    old, asked_old = assessment.due(simulation, household_ids, values=queries.in_force(simulation.division_code))
    new, asked_new = assessment.due(simulation, household_ids, values=queries.with_proposal(simulation.division_code, simulation.value))
    effects = defaultdict(lambda: defaultdict(Counter), _counters(simulation.effects))
    for scheme in simulation.schemes:
        by_period, whole = _by_period(old, new, scheme)
        for period, amounts in (*by_period.items(), ("all", whole)):
            for before, after in amounts.values():
                _count(effects[scheme][period], before, after)
        effects[scheme]["all"]["asked_before"] += sum(1 for _, of in asked_old if of == scheme)
        effects[scheme]["all"]["asked_after"] += sum(1 for _, of in asked_new if of == scheme)
    simulation.effects = {scheme: {period: dict(counts) for period, counts in periods.items()} for scheme, periods in effects.items()}
    simulation.seen += len(household_ids)
    simulation.save()


def finish(simulation, *, at):
    """All families are computed."""
    simulation.finished_at = at
    simulation.save()
    told = {scheme: periods["all"] for scheme, periods in simulation.effects.items()}
    journal.record("policy_value.simulated", by=None, at=at, subject=simulation.value, after=told, division_code=simulation.division_code)


def _told(openings):
    return {scheme: since.isoformat() for scheme, since in openings.items()}


def _counters(effects):
    return {scheme: defaultdict(Counter, {period: Counter(counts) for period, counts in periods.items()}) for scheme, periods in effects.items()}


def _by_period(old, new, scheme):
    """({period: {beneficiary: [fen before, fen after]}}, the same over the whole window) of a scheme."""
    by_period, whole = defaultdict(dict), {}
    for side, amounts in enumerate((old, new)):
        for (beneficiary, of, since, until), fen in amounts.items():
            if of == scheme:
                by_period[f"{since}/{until}"].setdefault(beneficiary, [0, 0])[side] += fen
                whole.setdefault(beneficiary, [0, 0])[side] += fen
    return by_period, whole


def _count(counts, before, after):
    counts["people"] += 1
    counts["winners" if after > before else "losers" if after < before else "unchanged"] += 1
    counts["before_fen"] += before
    counts["after_fen"] += after
