"""What the pages of a ranking and of grants show."""
from dataclasses import dataclass

from benefits.projects import least
from households.models import Household
from households.queries.places import names
from poverty import given
from poverty.models import Loan, LoanFund, ProjectApplication, ProjectGrant
from poverty.projects import queries as projects


@dataclass(frozen=True)
class Place:
    """One row of a ranking: the family, its reasons beside the rules, its grant or loan in the project and what it has elsewhere."""

    row: dict
    household: Household
    name: str
    village: str
    reasons: list
    application: ProjectApplication
    grant: ProjectGrant | None
    loan: Loan | None
    others: list

    @property
    def is_open(self):
        """Nothing of the project is given to it or waits for the signer."""
        return all(row is None or row.state == "refused" for row in (self.grant, self.loan))


def places(ranking, chosen):
    """[Place] of a ranking that the filters leave: `only` questions or waiting ones, `village`."""
    rows = [row for row in ranking.rows if _wanted(row, chosen)]
    applications = ProjectApplication.objects.select_related("household").in_bulk([row["application"] for row in rows])
    households = {row["household"] for row in rows}
    heads, villages = projects.householders(households), names({row["village"] for row in rows})
    others = given.others(households, project_id=ranking.project_id)
    own = {grant.application_id: grant for grant in ProjectGrant.objects.filter(project=ranking.project_id).order_by("id")}
    loans = {loan.application_id: loan for loan in Loan.objects.filter(application__project=ranking.project_id).order_by("id")}
    made = []
    for row in rows:
        application, household = applications[row["application"]], row["household"]
        village = villages.get(row["village"], row["village"])
        reasons = list(zip(ranking.rules, row["because"], strict=True))
        about = (row, application.household, heads.get(household, ""), village, reasons, application)
        made.append(Place(*about, own.get(application.pk), loans.get(application.pk), others.get(household, [])))
    return [place for place in made if place.is_open] if chosen.get("only") == "open" else made


def waiting(project):
    """[(grant, what the family has elsewhere)] of what waits for the signer, in the order of the ranking."""
    found = list(project.grants.filter(state="proposed").select_related("household", "application", "proposed_by").order_by("place", "id"))
    others = given.others({grant.household_id for grant in found}, project_id=project.pk)
    return [(grant, others.get(grant.household_id, [])) for grant in found]


def decided(project):
    """Grants that have a conclusion, in the order of the ranking."""
    return project.grants.exclude(state="proposed").select_related("household", "decided_by", "revoked_by").order_by("place", "id")


def fund_of(project):
    """The county's fund that lends for projects of this kind, None where it has none or several."""
    found = LoanFund.objects.filter(kind=project.kind)[:2]
    return found[0] if len(found) == 1 else None


def lowest(application, on):
    """The Least of an application, None where the project is for other families."""
    return least.of_application(application, on=on)


def _wanted(row, chosen):
    if chosen.get("only") == "questions" and not row["questions"]:
        return False
    return chosen.get("village", "") in ("", row["village"])
