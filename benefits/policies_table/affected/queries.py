"""The list of whom a proposed value changes: rows, counts and filters."""
from django.db.models import BigIntegerField, Count
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from accounts import paging
from accounts.queries import townships_of
from accounts.roles import COUNTY, Role
from benefits.policies_table import effects
from benefits.simulated import queries as simulated

READERS = COUNTY | {Role.AUDITOR}
_KINDS = ("new", "up", "down", "ended")


def filtered(simulation, parameters):
    """The rows, village by village; filters: township, scheme, change, period (as its effects name it), in which they then show the amounts."""
    rows, period = simulation.rows.order_by("division_code", "id"), parameters.get("period")
    if period not in _periods(simulation):
        return simulated.filtered(rows, parameters)
    before, after = (Cast(KeyTextTransform(str(side), KeyTransform(period, "periods")), BigIntegerField()) for side in (0, 1))
    return simulated.filtered(rows.filter(periods__has_key=period), parameters, before=before, after=after)


def page(simulation, parameters):
    return paging.page(filtered(simulation, parameters), parameters, key="division_code-id")


def filters(simulation, *, by, titles):
    """The simulated.Filters of its list."""
    townships = list(townships_of(by).order_by("code").values_list("code", "name"))
    schemes = [(scheme, titles.get(scheme, scheme)) for scheme in simulation.schemes]
    return simulated.Filters(townships, schemes, "period", _("期间"), [(key, effects.period(key)) for key in sorted(_periods(simulation))])


def during(simulation, parameters):
    """The period whose amounts the rows show, in words: the one chosen, else all that was simulated."""
    chosen = parameters.get("period")
    return effects.period(chosen if chosen in _periods(simulation) else f"{simulation.since}/{simulation.until}")


def counts(simulation):
    """{families: for how many something changes; new, up, down, ended: beneficiaries of a scheme by what becomes of them over the whole window}."""
    kinds = {name: Count("pk", filter=simulated.CHANGES[name][1]) for name in _KINDS}
    found = simulated.filtered(simulation.rows.all(), {}).aggregate(families=Count("household", distinct=True), **kinds)
    return {"families": found["families"], "kinds": [(name, simulated.CHANGES[name][0], found[name]) for name in _KINDS]}


def _periods(simulation):
    return {effect.key for scheme in effects.of(simulation) for _title, effect in scheme.periods}
