"""勾稽: 上期 + 新增 − 退出 ± 标准调整 + 补发 − 扣回 ± 其他变动 = 本期, for a run and for each of its townships.

A line is a part of this run (its amount less that of the part it follows) or a part of the previous run that nothing here
follows (its amount taken off). Every line has one reason, so the identity holds whatever happened in between.
"""
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext_lazy as _

# `here` are the run's payouts that pass or await a decision. Somebody of the previous run has left (退出) when the run pays
# them nothing for the period and does not merely hold them back.
_LINES = """
WITH here AS (
  SELECT id, beneficiary, scheme, left(division_code, 9) AS township FROM benefits_payout WHERE run_id = %(run)s AND decision IN ('approve', 'pending')
), before AS (
  SELECT q.id, q.amount_fen, q.reason, p.beneficiary, p.scheme, left(p.division_code, 9) AS township
  FROM benefits_payoutpart q JOIN benefits_payout p ON p.id = q.payout_id WHERE p.run_id = %(previous)s AND p.decision = 'approve'
), staying AS (
  SELECT h.beneficiary, h.scheme FROM here h JOIN benefits_payoutpart q ON q.payout_id = h.id AND q.reason <> 'arrears'
  UNION SELECT beneficiary, scheme FROM benefits_payout WHERE run_id = %(run)s AND decision = 'hold'
), line AS (
  SELECT h.township, h.beneficiary, h.scheme, q.reason, q.amount_fen - coalesce(f.amount_fen, 0) AS fen, q.amount_fen AS here_fen, 0::bigint AS before_fen
  FROM here h JOIN benefits_payoutpart q ON q.payout_id = h.id LEFT JOIN before f ON f.id = q.follows_id
  UNION ALL
  SELECT b.township, b.beneficiary, b.scheme,
         CASE WHEN b.reason <> 'arrears' AND s.beneficiary IS NULL THEN 'left' ELSE 'other' END, -b.amount_fen, 0, 0
  FROM before b LEFT JOIN staying s ON s.beneficiary = b.beneficiary AND s.scheme = b.scheme
  WHERE NOT EXISTS (SELECT FROM benefits_payoutpart q JOIN here h ON h.id = q.payout_id WHERE q.follows_id = b.id)
  UNION ALL
  SELECT township, beneficiary, scheme, 'previous', 0, 0, amount_fen FROM before
)
SELECT township, reason, sum(fen)::bigint, sum(here_fen)::bigint, sum(before_fen)::bigint, count(DISTINCT (beneficiary, scheme)) FROM line GROUP BY township, reason
"""
_SIGNS = (
    ("new", "+", _("新增")),
    ("left", "−", _("退出")),
    ("standard", "+", _("标准调整")),
    ("arrears", "+", _("补发")),
    ("deducted", "−", _("扣回")),
    ("other", "+", _("其他变动")),
)


@dataclass(slots=True)
class Equation:
    """The sums of one place in fen, and how many payouts stand behind each reason."""

    previous_fen: int = 0
    previous_lines: int = 0
    current_fen: int = 0
    changes_fen: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)

    @property
    def balanced(self):
        return self.previous_fen + sum(self.changes_fen.values()) == self.current_fen

    @property
    def difference_fen(self):
        return self.current_fen - self.previous_fen

    def terms(self):
        """[(reason, sign, title, amount as it stands behind the sign, payouts)] of the changes, in the order of the equation."""
        return [
            (reason, sign, title, -self.changes_fen.get(reason, 0) if sign == "−" else self.changes_fen.get(reason, 0), self.lines.get(reason, 0))
            for reason, sign, title in _SIGNS
        ]

    def add(self, reason, fen, here_fen, before_fen, lines):
        self.current_fen += here_fen
        self.previous_fen += before_fen
        if reason == "previous":
            self.previous_lines += lines
        else:
            self.changes_fen[reason] = self.changes_fen.get(reason, 0) + fen
            self.lines[reason] = self.lines.get(reason, 0) + lines


def of(run):
    """(the equation of the run, {nine digits of a township: its equation})."""
    whole, townships = Equation(), {}
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"run": run.pk, "previous": run.previous_id})
        for township, *line in cursor.fetchall():
            whole.add(*line)
            townships.setdefault(township, Equation()).add(*line)
    return whole, townships
