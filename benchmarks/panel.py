"""How long the live eligibility panel 资格研判 takes beside a family of four being typed: a whole request, in milliseconds.

    python3 dev.py bench panel

REQUESTS is 200 when not set; ten before them are not counted. The last line is JSON.
"""
import json
import os
import statistics
import time
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from accounts.models import Post, User
from households import commands
from tests.households.families import a_number
from tests.households.test_cells import cells

REQUESTS = int(os.environ.get("REQUESTS", "200"))
PLACE = "370303100000"
GOAL_P95_MS = 300

user = User.objects.create_user(username=f"bench{uuid4().hex[:8]}", name="测速", staff_no=uuid4().hex[:8], password=uuid4().hex, temporary=False)
clerk = Post.objects.create(user=user, role="township_clerk", jurisdiction_id=PLACE, since=date(2020, 1, 1))
second = {"name": "刘敏", "number": a_number(date(1995, 3, 4), "female"), "state": "1", "policy": "1", "origin": "1"}
family = cells() | {f"child-1-{name}": text for name, text in second.items()}
draft = uuid4()
with transaction.atomic(), scope.entered(PLACE):
    commands.save_draft(draft_id=draft, cells=family, elsewhere={}, ask=(), by=clerk, at=timezone.now())

client = Client(SERVER_NAME="127.0.0.1")
client.force_login(user)
took = []
for number in range(REQUESTS + 10):
    begun = time.perf_counter()
    response = client.get(reverse("benefits:draft_eligibility", args=[draft]), headers={"HX-Request": "true"})
    if number >= 10:
        took.append((time.perf_counter() - begun) * 1000)
    if response.status_code != 200:
        raise SystemExit(f"the panel answered {response.status_code}")

with transaction.atomic(), scope.entered(PLACE):
    commands.discard_draft(draft_id=draft, by=clerk, at=timezone.now())
told = {"requests": REQUESTS, "median_ms": round(statistics.median(took)), "p95_ms": round(statistics.quantiles(took, n=20)[-1])}
print(json.dumps(told | {"goal_p95_ms": GOAL_P95_MS}))
