"""What the page of an adjustment shows, put together once."""
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from accounts.models import Jurisdiction
from benefits import wording
from benefits.adjustments import chart, outlook, queries, states
from benefits.adjustments.commands import simulating
from benefits.policies_table import board as policies
from benefits.policies_table import names
from benefits.runs import queries as runs
from benefits.simulated import queries as simulated
from benefits.trials import choosing

State = states.State
SHOWN = (State.BLOCKED, State.SIMULATED, State.CHECKED, State.APPROVED, State.PUBLISHED)


def of_county(county, *, series=""):
    """The mechanism, the chosen series (`series` a reading of PC-20) and its chart; {} where no document states one."""
    asked = {"PC-20": series} if series in outlook.SERIES else None
    seen = outlook.of(county, readings=asked)
    if seen is None:
        return {}
    return {
        "seen": seen, "chart": chart.of(seen), "place": Jurisdiction.objects.filter(pk=seen.mechanism.place).first(),
        "readings": [(choosing.question(name), choosing.words(name, reading)) for name, reading in seen.mechanism.readings.items()],
        "series": [(reading, choosing.words("PC-20", reading)) for reading in outlook.SERIES],
        "chosen_series": seen.mechanism.readings["PC-20"], "percent": seen.last and seen.last.printed,
    }  # fmt: skip


def of_adjustment(adjustment, *, by, parameters):
    """Everything the page of an adjustment shows `by`."""
    titles, growth = wording.ledger_titles(), outlook.growth_of(adjustment)
    shown = adjustment.state in SHOWN
    word = queries.why_stale(adjustment, outdated=simulating.is_outdated) if shown and adjustment.state != State.PUBLISHED else None
    stale = states.stale(word)
    effects = _effects(adjustment, titles) if shown else []
    return {
        "adjustment": adjustment,
        "titles": titles,
        "places": runs.places(adjustment.division_code),
        "growth": outlook.percent(growth),
        "fraction": f"{growth.numerator:,} / {growth.denominator:,}" if growth.denominator < 10**12 else "",
        "readings": [(choosing.question(name), choosing.words(name, reading)) for name, reading in adjustment.readings.items()],
        "standards": standards(adjustment.values.all()),
        "steps": states.steps(adjustment),
        "stale": stale,
        "buttons": states.buttons(adjustment, by=by, stale=stale),
        "may_choose": states.why_not(adjustment, states.CHOOSE, by=by) is None,
        "shown": shown,
        "effects": effects,
        "filters": _filters(adjustment, effects, titles) if shown else None,
        "gaps": queries.gaps(adjustment, parameters) if adjustment.state == State.BLOCKED else None,
        "page": queries.rows(adjustment, parameters) if shown else None,
        "chosen": parameters,
        "ticked": adjustment.samples.exclude(ticked_at=None).count(),
        "drawn": adjustment.samples.count(),
    }


def of_notice(adjustment, *, township):
    """What is announced: the standards by scheme, and the families of one township they change, village by village."""
    effects = queries.effects(adjustment, "township") if adjustment.schemes else []
    places, chosen = runs.places(adjustment.division_code), township or (effects[0].key if effects else "")
    parameters = {"township": chosen, "year": str(adjustment.effective.year), "change": "changed"}
    rows = list(queries.filtered_rows(adjustment, parameters).order_by("division_code", "household_id", "id")) if chosen else []
    return {
        "adjustment": adjustment, "growth": outlook.percent(outlook.growth_of(adjustment)), "standards": standards(adjustment.values.all()),
        "townships": [(group.key, places.get(group.key, group.key)) for group in effects], "township": chosen, "places": places,
        "villages": [(places.get(village, village), list(found)) for village, found in groupby(rows, key=attrgetter("division_code"))],
        "papers": list(adjustment.papers.select_related("job")), "titles": wording.ledger_titles(),
        "county": places.get(adjustment.division_code, ""),
    }  # fmt: skip


def standards(values):
    """[(AdjustedValue, what it is called, its unit in words)]."""
    titles = policies.titles()
    return [(value, names.title(value.name, titles), names.unit(value.unit)) for value in values]


def _filters(adjustment, effects, titles):
    townships = [(group.key, title) for group, title in dict(effects)["township"]]
    schemes = [(code, titles.get(code, code)) for code in adjustment.schemes]
    return simulated.Filters(townships, schemes, "year", _("年度"), [(str(year), year) for year in queries.years(adjustment)])


def _effects(adjustment, titles):
    """[(heading, column, groups with titles)] of everything simulated: all, by township, by scheme, by level of government."""
    places = runs.places(adjustment.division_code)
    called = {"all": {}, "township": places, "scheme": titles, "level": {}}
    return [(by, [(group, called[by].get(group.key, group.key)) for group in queries.effects(adjustment, by)]) for by in called]
