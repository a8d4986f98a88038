"""Questions about imports, for their pages."""
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from accounts.scope import within
from households import identity
from households.imports import storage
from households.imports.columns import BY_KEY
from households.imports.models import ImportBatch, ImportFamily, ImportRow
from households.models import Relation
from households.queries import places

PAGE_ROWS = 50
_OUTCOME = ImportFamily.Outcome
TABS = ("all", _OUTCOME.ERROR, _OUTCOME.NEW, _OUTCOME.UPDATE, _OUTCOME.DUPLICATE, _OUTCOME.SAME)
RETURNED = (_OUTCOME.ERROR, _OUTCOME.DUPLICATE)  # what the clerk gets back


@dataclass(frozen=True)
class Tally:
    """How many families and rows of each outcome, and how many families are on the record already."""

    families: dict
    rows: dict
    imported_families: int
    imported_rows: int

    @property
    def total(self):
        return sum(self.rows.values())

    @property
    def good_families(self):
        return self.families[_OUTCOME.NEW] + self.families[_OUTCOME.UPDATE]

    @property
    def good_rows(self):
        return self.rows[_OUTCOME.NEW] + self.rows[_OUTCOME.UPDATE]

    @property
    def returned_rows(self):
        return sum(self.rows[outcome] for outcome in RETURNED)


@dataclass(frozen=True)
class ShownRow:
    """A row as the preview shows it: who, and what was found. Messages may name birth dates, so no digit of a number is shown."""

    number: int
    name: str
    masked: str
    relation: str
    outcome: str
    is_imported: bool
    household: object
    messages: list


@dataclass(frozen=True)
class Page:
    rows: list
    previous: int | None  # row number after which the page before begins
    next: int | None


def imports_of(post, *, state="", mine=False):
    """Imports of the post's place, newest first: of one state, or those the user uploaded."""
    found = within(ImportBatch.objects.select_related("post__user", "job"), post.division_code)
    if state:
        found = found.filter(state=state)
    return found.filter(post__user=post.user) if mine else found


def tally(batch):
    """Counts over the batch's families, in two questions."""
    families = dict.fromkeys(_OUTCOME, 0) | dict(batch.families.values_list("outcome").annotate(Count("id")).order_by())
    rows = dict.fromkeys(_OUTCOME, 0) | dict(batch.rows.values_list("family__outcome").annotate(Count("id")).order_by())
    done = ImportFamily.objects.filter(batch=batch, imported_at__isnull=False).aggregate(families=Count("id", distinct=True), rows=Count("rows"))
    return Tally(families, rows, done["families"], done["rows"])


def page(batch, *, tab, after=0, before=None):
    """A page of 50 rows in the order of the sheet, after a row number or before one."""
    rows = batch.rows.select_related("family__household").order_by("number")
    if tab != "all":
        rows = rows.filter(family__outcome=tab)
    if before is not None:
        shown = list(rows.filter(number__lt=before).order_by("-number")[:PAGE_ROWS])[::-1]
    else:
        shown = list(rows.filter(number__gt=after)[:PAGE_ROWS])
    if not shown:
        return Page([], None, None)
    first, last = shown[0].number, shown[-1].number
    keys = storage.keys_of(batch)
    return Page(
        rows=[_shown(row, keys) for row in shown],
        previous=first if rows.filter(number__lt=first).exists() else None,
        next=last if rows.filter(number__gt=last).exists() else None,
    )


def _shown(row, keys):
    line = storage.line_of(row, keys)
    number = line.values.get("number")
    return ShownRow(
        number=row.number,
        name=line.values.get("name", ""),
        masked=identity.mask(number.number, with_birth=True) if number else "",
        relation=Relation(line.relation).label if line.relation else "",
        outcome=row.family.outcome,
        is_imported=row.family.imported_at is not None,
        household=row.family.household,
        messages=[message | {"heading": BY_KEY[message["column"]].heading if message["column"] else ""} for message in row.messages],
    )


def returned_rows(batch):
    """Rows that are not on the record, in the order of the sheet."""
    return ImportRow.objects.filter(batch=batch, family__outcome__in=RETURNED).order_by("number")


def villages_for(post):
    """What a village cell may say -> its code: the code, and each name of it (青石镇柳沟村, 柳沟村, 柳沟) that means one village of the place."""
    villages = places.villages(post)
    said = Counter(spelling for village in villages for spelling in village.spellings)
    return {name: village.code for village in villages for name in village.spellings if said[name] == 1 and (name.isdigit() or not name.isascii())}
