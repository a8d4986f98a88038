"""What a family has or is asked to have elsewhere: live grants of projects and live loans, seen together by whoever proposes or decides another."""
from collections import defaultdict
from dataclasses import dataclass

from poverty.loans.states import State
from poverty.models import Loan
from poverty.projects import queries as projects


@dataclass(frozen=True)
class Given:
    """A grant of a project or a loan of a fund in fen; `row` says where it stands."""

    title: str
    year: int
    amount_fen: int
    goods: str
    row: object


def others(household_ids, *, project_id=None):
    """{household: [Given]}, grants first, without those of the project that is looked at."""
    found = defaultdict(list)
    for grant in projects.grants_of(household_ids):
        if grant.project_id != project_id:
            found[grant.household_id].append(Given(grant.project.name, grant.project.year, grant.amount_fen, grant.goods, grant))
    loans = Loan.objects.filter(household__in=household_ids, state__in=[State.PROPOSED, State.LENT])
    for loan in loans.select_related("fund", "application").order_by("household", "id"):
        if project_id is None or loan.application is None or loan.application.project_id != project_id:
            said = loan.lent_on or loan.proposed_at
            found[loan.household_id].append(Given(loan.fund.name, said.year, loan.amount_fen, "", loan))
    return dict(found)
