"""How long a workbook takes from upload to preview, onto the record, to a second preview, and back.

    python3 dev.py bench imports

Writes inside the place of a new clerk and takes it back; stop the worker first, or it takes the jobs. ROWS is 5000 when not
set. The last line is JSON: wall seconds of each part.
"""
import json
import os
import time
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts import scope
from accounts.models import Post, User
from audits.jobs import engine
from households.imports import commands, queries
from households.imports.models import ImportBatch
from tests.imports.workbooks import an_xlsx, two_girls

FAMILIES = int(os.environ.get("ROWS", "5000")) // 4
PLACE = "370303100000"


def a_clerk():
    user = User.objects.create_user(username=f"bench{uuid4().hex[:8]}", name="测速", staff_no=uuid4().hex[:8], password=uuid4().hex, temporary=False)
    return Post.objects.create(user=user, role="township_clerk", jurisdiction_id=PLACE, since=date(2020, 1, 1))


def timed(act, *args, **kwargs):
    begun = time.monotonic()
    with transaction.atomic(), scope.entered(PLACE):
        batch = act(*args, **kwargs, by=clerk, at=timezone.now())
    engine.work(batch.job_id)
    with transaction.atomic(), scope.entered(PLACE):
        batch = ImportBatch.objects.get(pk=batch.pk)
        counts = {str(outcome): rows for outcome, rows in queries.tally(batch).rows.items() if rows}
    seconds = round(time.monotonic() - begun, 1)
    print(f"{act.__name__:18} {seconds:7.1f} s  {batch.get_state_display()} {counts}")
    return batch, seconds


clerk = a_clerk()
content = an_xlsx([row for serial in range(1, FAMILIES + 1) for row in two_girls(serial)])
print(f"{FAMILIES * 4} rows, {len(content) / 1024:.0f} KB")
batch, preview = timed(commands.upload, file_name="测速.xlsx", content=content, update_existing=False)
_, taking_in = timed(commands.start_import, batch_id=batch.pk)
_, again = timed(commands.upload, file_name="测速.xlsx", content=content, update_existing=True)
_, taking_back = timed(commands.start_taking_back, batch_id=batch.pk)
print(json.dumps({"rows": FAMILIES * 4, "preview": preview, "import": taking_in, "preview_again": again, "take_back": taking_back}))
