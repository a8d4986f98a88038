"""A run that is killed, cut off from its database and broker and rung for five times says what an undisturbed one says.

A publication that is killed in the middle leaves nothing; the next one leaves all.
"""
import json
import os
import subprocess
import sys

from devtools.paths import ROOT

FEW = {"PEOPLE": "600", "WORKER_KILLS": "3", "POSTGRES_KILLS": "1", "FLUSH_SECONDS": "8"}


def test_nothing_is_lost_and_nothing_is_twice_whatever_is_killed():
    ran = subprocess.run([sys.executable, "-m", "benchmarks.faults", "disturbed"], cwd=ROOT, env=os.environ | FEW, capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout.splitlines()[-1])
    assert (told["worker_kills"], told["postgres_kills"], told["deliveries"]) == (3, 1, 5) and told["flushes"] >= 1
    assert (told["same_hash"], told["lines_lost"], told["lines_twice"]) == (True, 0, 0) and told["lines"] > 0
    assert told["latest_resumption_seconds"] <= 10
    assert (told["publications_killed"], told["half_published"], told["published_at_last"]) == (2, 0, True)
