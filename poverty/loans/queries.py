"""Questions about revolving loans: what is due when, what came back, what is overdue, how often the principal went round."""
import calendar
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from poverty.loans.states import State
from poverty.models import Loan, LoanFund, LoanLine

OVERDUE, OWING, CLEARED, WAITING = "overdue", "owing", "cleared", "waiting"


@dataclass(frozen=True)
class Standing:
    """A loan on a day, in fen: what came back, what should have, and where it stands (OVERDUE, OWING, CLEARED, WAITING or "")."""

    loan: Loan
    repaid_fen: int
    due_fen: int

    @property
    def owed_fen(self):
        return self.loan.amount_fen - self.repaid_fen if self.loan.state == State.LENT else 0

    @property
    def overdue_fen(self):
        return max(0, self.due_fen - self.repaid_fen)

    @property
    def where(self):
        if self.loan.state != State.LENT:
            return WAITING if self.loan.state == State.PROPOSED else ""
        return CLEARED if not self.owed_fen else OVERDUE if self.overdue_fen else OWING


@dataclass(frozen=True)
class Lent:
    """What was lent and came back in fen, and its families. What came back of what was lent is the rate."""

    lent_fen: int
    repaid_fen: int
    overdue_fen: int
    families: int
    cleared: int

    @property
    def outstanding_fen(self):
        return self.lent_fen - self.repaid_fen

    @property
    def rate(self):
        """Whole percent of what was lent that came back, rounded down; None before anything was lent."""
        return self.repaid_fen * 100 // self.lent_fen if self.lent_fen else None


@dataclass(frozen=True)
class Sums(Lent):
    """A fund: its loans and its principal. What was lent beyond the principal was lent again."""

    principal_fen: int

    @property
    def holds_fen(self):
        return self.principal_fen - self.lent_fen + self.repaid_fen

    @property
    def again_fen(self):
        return max(0, self.lent_fen - self.principal_fen)


def instalments(loan):
    """[(day, fen)] of a loan that was lent: equal parts, the last with what does not divide."""
    each, parts = loan.amount_fen // loan.instalments, []
    for number in range(1, loan.instalments + 1):
        last = number == loan.instalments
        parts.append((_months_after(loan.lent_on, loan.months * number // loan.instalments), loan.amount_fen - each * (number - 1) if last else each))
    return parts


def standings(loans, *, on):
    """[Standing] of loans on a day, in their order."""
    rows = list(loans.select_related("household", "fund", "application__project"))
    of_loans = LoanLine.objects.filter(loan__in=rows).filter(Q(kind="repaid") | Q(kind="reversal", reverses__kind="repaid"))
    repaid = dict(of_loans.order_by().values_list("loan").annotate(Sum("amount_fen")))
    return [Standing(row, repaid.get(row.pk, 0), _due(row, on)) for row in rows]


def _due(loan, on):
    return sum(fen for day, fen in instalments(loan) if day <= on) if loan.state == State.LENT else 0


def sums(fund, *, on):
    put_in = fund.lines.filter(Q(kind="principal") | Q(kind="reversal", reverses__kind="principal")).aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return Sums(*_lent(standings(fund.loans.all(), on=on)), put_in)


def of_projects(project_ids, *, on):
    """{project: Lent} of the loans that rest on their applications."""
    found = {pk: [] for pk in project_ids}
    for standing in standings(Loan.objects.filter(application__project__in=project_ids), on=on):
        found[standing.loan.application.project_id].append(standing)
    return {pk: Lent(*_lent(rows)) for pk, rows in found.items()}


def _lent(rows):
    """The figures of Lent: loans that wait, were refused or taken back are none of it."""
    rows = [one for one in rows if one.loan.state == State.LENT]
    fen = (sum(one.loan.amount_fen for one in rows), sum(one.repaid_fen for one in rows), sum(one.overdue_fen for one in rows))
    return *fen, len({one.loan.household_id for one in rows}), len({one.loan.household_id for one in rows if one.where == CLEARED})


def funds():
    """Funds in sight with what they hold."""
    last = LoanLine.objects.filter(fund=OuterRef("pk")).order_by("-number")
    return LoanFund.objects.annotate(balance_fen=Coalesce(Subquery(last.values("balance_fen")[:1]), 0))


def _months_after(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
