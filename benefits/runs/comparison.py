"""What a run would change: people counted by what happens to them, by township and by scheme."""
from dataclasses import dataclass, fields

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Jurisdiction
from accounts.templatetags.interface import signed_yuan

# A beneficiary of a scheme counts once: by all that is due in the window beside all that is booked. Whoever was given the scheme before
# the window goes on, whoever was not is new.
_COUNTS = """
WITH claimant AS (
  SELECT scheme, beneficiary, left(min(division_code), 9) || '000' AS township, sum(due_fen) AS due, sum(booked_fen) AS booked
  FROM benefits_runline WHERE run_id = %(run)s GROUP BY scheme, beneficiary
), told AS (
  SELECT c.*, c.booked = 0 AND EXISTS (SELECT FROM benefits_entitlement e
    WHERE e.beneficiary = c.beneficiary AND e.scheme = c.scheme AND e.since < %(since)s) AS goes_on FROM claimant c
)
SELECT {by}, change, count(*), sum(booked)::bigint, sum(due)::bigint FROM (
  SELECT *, CASE WHEN due = booked THEN 'same' WHEN due = 0 THEN 'ended' WHEN booked = 0 THEN CASE WHEN goes_on THEN 'continued' ELSE 'new' END
    WHEN due > booked THEN 'up' ELSE 'down' END AS change FROM told
) AS sorted GROUP BY {by}, change
"""
_ASKED = "SELECT {by}, count(DISTINCT beneficiary || ' ' || scheme) FROM benefits_runquestion WHERE run_id = %(run)s GROUP BY 1"


@dataclass
class Changes:
    """Beneficiaries by what happens to them, what each kind of change adds or takes, and sums in fen."""

    new: int = 0
    continued: int = 0
    up: int = 0
    down: int = 0
    ended: int = 0
    same: int = 0
    new_fen: int = 0
    continued_fen: int = 0
    up_fen: int = 0
    down_fen: int = 0
    ended_fen: int = 0
    same_fen: int = 0
    booked_fen: int = 0
    due_fen: int = 0
    questions: int = 0

    @property
    def people(self):
        return self.new + self.continued + self.up + self.down + self.ended + self.same

    @property
    def difference_fen(self):
        return self.due_fen - self.booked_fen

    def add(self, change, count, booked_fen, due_fen):
        setattr(self, change, count)
        setattr(self, f"{change}_fen", due_fen - booked_fen)
        self.booked_fen += booked_fen
        self.due_fen += due_fen


@dataclass
class Row:
    """One line of a comparison: its key (township or scheme code), what it is called, and the changes."""

    key: str
    title: str
    changes: Changes


def by_township(run):
    names = dict(Jurisdiction.objects.filter(code__startswith=run.division_code[:6]).values_list("code", "name"))
    return _rows(run, "township", "left(division_code, 9) || '000'", names)


def by_scheme(run, titles):
    return _rows(run, "scheme", "scheme", titles)


def total(rows):
    """All rows together."""
    return Changes(**{field.name: sum(getattr(row.changes, field.name) for row in rows) for field in fields(Changes)})


def equation(changes):
    """What stands in the book, each kind of change, and what is due now, as the page's equation shows it."""
    people = _("%(count)s 人（户）次")
    terms = [{"title": _("原应发"), "amount_fen": changes.booked_fen, "total": True, "detail": people % {"count": f"{changes.people:,}"}}]
    for sign, change, title in (
        ("+", "new", _("新增")), ("+", "continued", _("续列")), ("+", "up", _("调增")), ("−", "down", _("调减")), ("−", "ended", _("退出"))
    ):  # fmt: skip
        fen = abs(getattr(changes, f"{change}_fen"))
        terms.append({"sign": sign, "title": title, "amount_fen": fen, "detail": people % {"count": f"{getattr(changes, change):,}"}})
    difference = _("差额 %(yuan)s") % {"yuan": signed_yuan(changes.difference_fen)}
    return [*terms, {"sign": "=", "title": _("现应发"), "amount_fen": changes.due_fen, "total": True, "detail": difference}]


def is_balanced(changes):
    """Whether the parts of the equation come to its end."""
    parts = changes.new_fen + changes.continued_fen + changes.up_fen + changes.down_fen + changes.ended_fen + changes.same_fen
    return changes.booked_fen + parts == changes.due_fen


def _rows(run, by, asked_by, titles):
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(by=by), {"run": run.pk, "since": run.since})
        found = {}
        for key, *counted in cursor.fetchall():
            found.setdefault(key, Changes()).add(*counted)
        cursor.execute(_ASKED.format(by=asked_by), {"run": run.pk})
        for key, questions in cursor.fetchall():
            found.setdefault(key, Changes()).questions = questions
    return [Row(key, str(titles.get(key, key)), found[key]) for key in sorted(found)]
