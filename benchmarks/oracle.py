"""Random households three ways: together in a batch, each by itself, and read a second time straight from the documents (`tests/rules/oracle.py`).

    python3 dev.py bench oracle

HOUSEHOLDS is 10000 when not set, FIRST the seed they begin with (not those of the suite). Prints where two of the three differ; the last line is
JSON.
"""
import json
import os
import time

from tests.rules import agreement

HOUSEHOLDS, FIRST, TOGETHER = int(os.environ.get("HOUSEHOLDS", "10000")), int(os.environ.get("FIRST", "1000000")), 100

begun, found, amounts = time.perf_counter(), [], 0
for seed in range(FIRST, FIRST + HOUSEHOLDS, TOGETHER):
    cases = agreement.families_together(range(seed, min(seed + TOGETHER, FIRST + HOUSEHOLDS)))
    differing, compared = agreement.disagreements(cases)
    found, amounts = found + differing, amounts + compared
    for sentence in differing:
        print(f"from seed {seed}: {sentence}")
told = {"households": HOUSEHOLDS, "amounts_compared": amounts, "disagreements": len(found), "seconds": round(time.perf_counter() - begun)}
print(json.dumps(told))
raise SystemExit(bool(found))
