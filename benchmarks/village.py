"""How long the pages of villages take: a village's own, 目标监测 by township and village, the ranking of villages; whole requests in milliseconds.

    python3 dev.py bench village            (PEOPLE=20000 for a short one)

Makes a database of its own with invented people, a published year in every county, paid to the end in the one whose pages are asked for, and a
few projects; leaves nothing behind. The last line is JSON.
"""
import itertools
import json
import os
import statistics
import subprocess
import sys
import time

from benchmarks import _database as database
from benchmarks import recalculation, rules
from devtools.paths import ROOT

PEOPLE = int(os.environ.get("PEOPLE", "100000"))
REQUESTS = int(os.environ.get("REQUESTS", "60"))
COUNTY, YEAR = rules.COUNTIES[1], 2025
GOAL_P95_MS = 300


def main():
    """Fill a database, then measure in a process that knows no other."""
    parts = {"fill": filled, "measure": measured}
    if sys.argv[-1] in parts:
        import django

        django.setup()
        print(parts[sys.argv[-1]]())
        return
    with database.filled(PEOPLE) as (cluster, _valkey):
        _part("fill")
        database.analyse(cluster)  # a county's server has done so by itself long before
        _part("measure")


def _part(name):
    subprocess.run([sys.executable, "-m", "benchmarks.village", name], cwd=ROOT, check=True)


def filled():
    begun = time.perf_counter()
    desks = {county: recalculation.Desk(county) for county in rules.COUNTIES}
    for desk in desks.values():
        desk.open()
    payouts = _pay(desks[COUNTY])
    _projects(desks[COUNTY].posts)
    return f"{payouts:,} payouts of the county settled, {time.perf_counter() - begun:.0f} s"


def measured():
    from benefits.sample import posts

    with rules._everywhere():
        held = posts.held()[COUNTY]
    return json.dumps({"people": PEOPLE, "requests_a_page": REQUESTS} | _asked(held) | {"goal_p95_ms": GOAL_P95_MS})


def _pay(desk):
    """Everything due for the year is paid; how many payouts."""
    from benefits.models import Payout
    from benefits.sample import history

    with recalculation._place(COUNTY):
        history._pay(desk.posts, YEAR, tuple(desk.schemes), "settled")
        return Payout.objects.count()


def _projects(posts):
    from benefits.sample import projects

    with recalculation._place(COUNTY):
        projects.other_kinds(posts, YEAR + 1)


def _asked(posts):
    """{page_median_ms, page_p95_ms}: each page asked for place after place by somebody of the county."""
    from django.test import Client
    from django.urls import reverse

    from accounts.models import Jurisdiction
    from accounts.roles import Role

    places = Jurisdiction.objects.filter(code__startswith=COUNTY[:6]).order_by("code")
    villages = list(places.filter(level=Jurisdiction.Level.VILLAGE).values_list("code", flat=True))
    townships = list(places.filter(level=Jurisdiction.Level.TOWNSHIP).values_list("code", flat=True))
    targets, ranking = f"{reverse('benefits:targets')}?year={YEAR}", f"{reverse('poverty:priorities')}?year={YEAR}"
    pages = {
        "village": [reverse("benefits:village", args=[code]) for code in villages],
        "targets_by_township": [targets],
        "targets_by_village": [f"{targets}&place={code}" for code in townships],
        "ranking": [ranking, *(f"{ranking}&township={code}" for code in townships)],
    }
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(posts[Role.COUNTY_PREPARER].user)
    told = {"villages": len(villages), "townships": len(townships)}
    for name, addresses in pages.items():
        took = sorted(_one(client, address) for address in itertools.islice(itertools.cycle(addresses), REQUESTS + 3))
        told |= {f"{name}_median_ms": round(statistics.median(took)), f"{name}_p95_ms": round(statistics.quantiles(took, n=20)[-1])}
    return told


def _one(client, address):
    begun = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
