"""勾稽: 上期 + 新增 − 退出 ± 标准调整 + 补发 − 扣回 ± 其他变动 = 本期, for a run and for each of its townships.

A line is a part of this run (its amount less that of the part it follows) or a part of the previous run that nothing here
follows (its amount taken off). Every line has one reason, so the identity holds whatever happened in between.
"""
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext_lazy as _

# Somebody of the previous run has left (退出) when the run pays them nothing for the period and does not merely hold them back.
# Joins go by keys, never by a common table: row-level security hides from the planner how many rows there are.
_LINES = """
SELECT left(h.division_code, 9), q.reason, sum(q.amount_fen - coalesce(f.amount_fen, 0))::bigint, sum(q.amount_fen)::bigint, 0::bigint,
       count(DISTINCT h.id)
FROM benefits_payout h JOIN benefits_payoutpart q ON q.payout_id = h.id LEFT JOIN benefits_payoutpart f ON f.id = q.follows_id
WHERE h.run_id = %(run)s AND h.decision IN ('approve', 'pending')
GROUP BY 1, 2
UNION ALL
SELECT left(b.division_code, 9), 'previous', 0, 0, sum(b.amount_fen)::bigint, count(*)
FROM benefits_payout b WHERE b.run_id = %(previous)s AND b.decision = 'approve' AND b.scheme = ANY (%(schemes)s)
GROUP BY 1
UNION ALL
SELECT left(b.division_code, 9), CASE WHEN q.reason = 'arrears' OR stays.here THEN 'other' ELSE 'left' END, -sum(q.amount_fen)::bigint, 0, 0,
       count(DISTINCT b.id)
FROM benefits_payout b JOIN benefits_payoutpart q ON q.payout_id = b.id
CROSS JOIN LATERAL (
  SELECT EXISTS (SELECT FROM benefits_payout h WHERE h.run_id = %(run)s AND h.beneficiary = b.beneficiary AND h.scheme = b.scheme
    AND (h.decision = 'hold' OR h.decision IN ('approve', 'pending')
         AND EXISTS (SELECT FROM benefits_payoutpart p WHERE p.payout_id = h.id AND p.reason <> 'arrears'))) AS here) stays
WHERE b.run_id = %(previous)s AND b.decision = 'approve' AND b.scheme = ANY (%(schemes)s) AND NOT EXISTS (
  SELECT FROM benefits_payoutpart n JOIN benefits_payout h ON h.id = n.payout_id
  WHERE n.follows_id = q.id AND h.run_id = %(run)s AND h.decision IN ('approve', 'pending'))
GROUP BY 1, 2
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
        cursor.execute(_LINES, {"run": run.pk, "previous": run.previous_id, "schemes": run.schemes})
        for township, *line in cursor.fetchall():
            whole.add(*line)
            townships.setdefault(township, Equation()).add(*line)
    return whole, townships
