"""How long the server takes to answer a policy choice that was switched: a household of four, every scheme, before and after, as the page asks it.

    python dev.py manage shell < benchmarks/trials.py

The request goes through the whole stack (sign-in, scope, policies, two calculations, the template). Beside the time it took stands the time of the
processor: on a machine that does other work, only that says something.
"""
import json
import statistics
import time

from django.test import Client
from django.urls import reverse

from accounts.models import Post
from benefits import rules
from benefits.trials.examples import examples

ROUNDS = 200
READINGS = ("monthly", "annual_full", "line_at_year_start", "line_at_year_end")

client = Client(HTTP_HOST="127.0.0.1")
client.force_login(Post.objects.select_related("user").get(user__username="zhangdian.township_clerk").user)
case = examples(year=2026)["two-girls"].case | {"place": "520115", "from": "2014-01", "to": "2014-12"}
address, text = reverse("benefits:trial_readings"), json.dumps(case)
taken, worked = [], []
for number in range(ROUNDS):
    asked = {"case": text, "choice-PC-11": READINGS[number % 4], "choice-PC-24": "both"}
    start, begun = time.perf_counter(), time.process_time()
    response = client.post(address, asked)
    taken.append((time.perf_counter() - start) * 1000)
    worked.append((time.process_time() - begun) * 1000)
    assert response.status_code == 200, response.status_code

people, schemes = len(case["household"]["members"]), len(rules.schemes())
print(f"{people} people, {schemes} schemes, {ROUNDS} switches")
for what, figures in (("elapsed", taken), ("processor", worked)):
    print(f"{what}: median {statistics.median(figures):.0f} ms, 95th percentile {statistics.quantiles(figures, n=20)[-1]:.0f} ms")
