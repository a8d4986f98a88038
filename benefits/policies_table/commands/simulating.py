"""Steps of simulating a proposed value, each inside its caller's transaction: rows come while it is computed, and go when it is withdrawn."""
import hashlib
from collections import Counter, defaultdict

from django.utils import timezone

from accounts import locks
from audits import journal
from benefits.models import PolicySimulation, SimulationRow
from benefits.policies_table import queries, reach
from benefits.runs import assessment
from benefits.runs import queries as runs
from benefits.runs.commands import staging

CHUNK = 200  # families in one transaction


def begin(value, *, by, at):
    """A simulation of the value as the county stands. One that touches none of the county's ledgers is finished with nothing to show."""
    reached = reach.of(value, on=timezone.localdate(at))
    simulation = PolicySimulation.objects.create(
        division_code=value.place, value=value, schemes=reached.schemes, openings=_told(reached.openings), since=reached.since,
        until=reached.until, asked_by=by.user, asked_at=at,
    )  # fmt: skip
    if not reached.schemes:
        clear(value)
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
    clear(simulation.value)


def clear(value):
    """Forget whom earlier simulations of a value found; their counts stay."""
    SimulationRow.objects.filter(simulation__in=value.simulations.all())._raw_delete(using="default")


def basis(simulation):
    """A hash of the values on file and the rules' text a simulation rests on."""
    return hashlib.sha256(f"{runs.basis(simulation)[1]} {simulation.value_id}".encode()).hexdigest()


def is_outdated(simulation):
    """Values or rules changed since the simulation began: half of it would rest on other figures than the rest."""
    return basis(simulation) != simulation.basis


def families(simulation, household_ids):
    """Add what the value changes for these families, and for whom."""
    before, after = sides(simulation, household_ids)
    rows = rows_of(before, after)
    effects = defaultdict(lambda: defaultdict(Counter), _counters(simulation.effects))
    for row in rows:
        of = effects[row["scheme"]]
        _count(of["all"], row["before_fen"], row["after_fen"])
        for period, amounts in row["periods"].items():
            _count(of[period], *amounts)
    unknown = {"asked_before": before.unknown(), "asked_after": after.unknown()}
    for scheme in simulation.schemes:
        effects[scheme]["all"].update({when: sum(of == scheme for _whose, of in asked) for when, asked in unknown.items()})
    simulation.effects = {scheme: {period: dict(counts) for period, counts in periods.items()} for scheme, periods in effects.items()}
    simulation.seen += len(household_ids)
    simulation.save()
    staging.insert(SimulationRow, [row | {"simulation_id": simulation.pk} for row in _changed(rows)])


def sides(simulation, household_ids):
    """(the rules applied with the values in force, with the proposed one as well) to the same facts."""
    return assessment.sides(simulation, household_ids, values=queries.with_proposal(simulation.division_code, simulation.value))


def rows_of(before, after):
    """One row a beneficiary and scheme that has an amount on either side, with both amounts of every period; family by family."""
    found = {}
    for side, assessed in enumerate((before, after)):
        for whose, since, until, _part, fen in assessed.told():
            key = whose["household_id"], whose["beneficiary"], whose["scheme"]
            periods = found.setdefault(key, whose | {"periods": defaultdict(lambda: [0, 0])})["periods"]
            periods[f"{since}/{until}"][side] += fen
    return [row | _sums(row["periods"]) for _key, row in sorted(found.items(), key=lambda pair: pair[0])]


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


def _sums(periods):
    return {name: sum(amounts[side] for amounts in periods.values()) for side, name in enumerate(("before_fen", "after_fen"))}


def _changed(rows):
    """The rows of those for whom some period changes, with these periods alone."""
    for row in rows:
        if changed := {period: amounts for period, amounts in row["periods"].items() if amounts[0] != amounts[1]}:
            yield row | {"periods": changed}


def _count(counts, before, after):
    counts["people"] += 1
    counts["winners" if after > before else "losers" if after < before else "unchanged"] += 1
    counts["before_fen"] += before
    counts["after_fen"] += after
