"""Questions about rosters, and the one question anybody may ask."""
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from accounts.models import Jurisdiction
from audits.models import Download
from benefits.models import Roster

_CODE = re.compile("验证码 ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})".encode())


def rosters(*, run="", state="", year=""):
    """Rosters of the post's place, newest first, as the filters of the list say."""
    found = Roster.objects.select_related("run", "job", "run__signed_by", "run__replaced_by")
    if run.isdecimal():
        found = found.filter(run=int(run))
    if state in ("sealed", "open"):
        found = found.filter(seal__isnull=state == "open")
    if year.isdecimal():
        found = found.filter(run__since__year=int(year))
    return found.order_by("-id")


def downloads():
    """Who was handed which sealed file, latest first; the bytes stay where they are."""
    return Download.objects.select_related("seal", "user").defer("seal__content").order_by("-id")


@dataclass(frozen=True, slots=True)
class Known:
    """A sealed paper as anybody may know it: no person, no account. Sums are fen."""

    number: str
    title: str
    place: str
    lines: int
    people: int
    total_fen: int
    version: int
    code: str
    sha256: bytes
    signed_by: str
    signed_at: datetime
    sealed_at: datetime
    discarded: bool
    replaced_by: str | None
    replaced_by_version: int | None

    @property
    def hash(self):
        return self.sha256.hex()


def known(*, code=None, sha256=None):
    """The sealed paper with this code or with these bytes' hash, None when there is none. The database answers past the scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM roster_verified(%s, %s)", [code, sha256])
        row = cursor.fetchone()
    return row and Known(*(bytes(value) if isinstance(value, memoryview) else value for value in row))


def code_inside(pdf):
    """The verification code a file says of itself, None when it says none."""
    found = _CODE.search(pdf)
    return found and found.group(1).decode()


def place_names(rosters):
    """{code: name} of the places the rosters are of."""
    return dict(Jurisdiction.objects.filter(pk__in={roster.division_code for roster in rosters}).values_list("code", "name"))


def years():
    """The years rosters are about, latest first."""
    return sorted(set(Roster.objects.values_list("run__since__year", flat=True)), reverse=True)
