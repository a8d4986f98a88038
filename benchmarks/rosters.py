"""How fast rosters are printed and signed, and how much memory that takes.

    python3 dev.py bench rosters

CPU seconds of one core; the first paper also reads the fonts.
"""
import resource
import time
from datetime import UTC, datetime

from benefits.rosters import payout, signing
from tests.rosters import builders

for rows in (1, 20, 200, 1000):
    whole = builders.a_roster(rows)
    start = time.process_time()
    pdf = payout.render(whole)
    printing = time.process_time() - start
    start = time.process_time()
    signed = signing.sign(pdf, at=datetime(2026, 11, 20, tzinfo=UTC))
    signature = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:5} rows {printing:6.2f} s {rows / printing:5.0f} rows/s  sign {signature:.2f} s", end="  ")
    print(f"{len(signed) / 1024:6.0f} KB  peak {peak_mb:.0f} MB")
