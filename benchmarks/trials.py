"""How long the server takes to answer a policy choice that was switched: a family of four, every scheme, before and after, the whole request.

    python3 dev.py bench trials

Beside the time it took stands the time of the processor: on a machine that does other work, only that says something. REQUESTS is 200 when not
set; ten before them are not counted. The last line is JSON.
"""
import json
import os
import statistics
import time
from datetime import date
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from accounts.models import Post, User
from benefits import rules
from benefits.trials.examples import examples

REQUESTS = int(os.environ.get("REQUESTS", "200"))
READINGS = ("monthly", "annual_full", "line_at_year_start", "line_at_year_end")
GOAL_P95_MS = 300

user = User.objects.create_user(username=f"bench{uuid4().hex[:8]}", name="测速", staff_no=uuid4().hex[:8], password=uuid4().hex, temporary=False)
Post.objects.create(user=user, role="township_clerk", jurisdiction_id="370303100000", since=date(2020, 1, 1))
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(user)

case = examples(year=2026)["two-girls"].case | {"place": "520115", "from": "2014-01", "to": "2014-12"}
address, text = reverse("benefits:trial_readings"), json.dumps(case)
took, worked = [], []
for number in range(REQUESTS + 10):
    asked = {"case": text, "choice-PC-11": READINGS[number % 4], "choice-PC-24": "both"}
    begun, working = time.perf_counter(), time.process_time()
    response = client.post(address, asked, headers={"HX-Request": "true"})
    if number >= 10:
        took.append((time.perf_counter() - begun) * 1000)
        worked.append((time.process_time() - working) * 1000)
    if response.status_code != 200:
        raise SystemExit(f"the trial answered {response.status_code}")

told = {"requests": REQUESTS, "people": len(case["household"]["members"]), "schemes": len(rules.schemes())}
for name, figures in (("", took), ("processor_", worked)):
    told |= {f"{name}median_ms": round(statistics.median(figures)), f"{name}p95_ms": round(statistics.quantiles(figures, n=20)[-1])}
print(json.dumps(told | {"goal_p95_ms": GOAL_P95_MS}))
