"""What the pages of a ranking and of grants show."""
from collections import defaultdict
from dataclasses import dataclass

from benefits.projects import least
from households.models import Household
from households.queries.places import names
from poverty.models import ProjectApplication, ProjectGrant
from poverty.projects import queries as projects


@dataclass(frozen=True)
class Place:
    """One row of a ranking: the family, its reasons beside the rules, its grant in the project and those in others."""

    row: dict
    household: Household
    name: str
    village: str
    reasons: list
    application: ProjectApplication
    grant: ProjectGrant | None
    others: list


def places(ranking, chosen):
    """[Place] of a ranking that the filters leave: `only` questions or waiting ones, `village`."""
    rows = [row for row in ranking.rows if _wanted(row, chosen)]
    applications = ProjectApplication.objects.select_related("household").in_bulk([row["application"] for row in rows])
    households = {row["household"] for row in rows}
    heads, villages = projects.householders(households), names({row["village"] for row in rows})
    own, others = {}, defaultdict(list)
    for grant in projects.grants_of(households):
        if grant.project_id != ranking.project_id:
            others[grant.household_id].append(grant)
    for grant in ProjectGrant.objects.filter(project=ranking.project_id).order_by("id"):
        own[grant.application_id] = grant
    made = []
    for row in rows:
        application, household = applications[row["application"]], row["household"]
        village = villages.get(row["village"], row["village"])
        reasons = list(zip(ranking.rules, row["because"], strict=True))
        of_project = own.get(application.pk)
        made.append(Place(row, application.household, heads.get(household, ""), village, reasons, application, of_project, others[household]))
    return [place for place in made if place.grant is None or place.grant.state == "refused"] if chosen.get("only") == "open" else made


def waiting(project):
    """[(grant, Least of today, the family's other grants)] of what waits for the signer, in the order of the ranking."""
    found = list(project.grants.filter(state="proposed").select_related("household", "application", "proposed_by").order_by("place", "id"))
    others = defaultdict(list)
    for grant in projects.grants_of({grant.household_id for grant in found}):
        others[grant.household_id].append(grant)
    return [(grant, [other for other in others[grant.household_id] if other.pk != grant.pk]) for grant in found]


def decided(project):
    """Grants that have a conclusion, in the order of the ranking."""
    return project.grants.exclude(state="proposed").select_related("household", "decided_by", "revoked_by").order_by("place", "id")


def lowest(application, on):
    """The Least of an application, None where the project is for other families."""
    return least.of_application(application, on=on)


def _wanted(row, chosen):
    if chosen.get("only") == "questions" and not row["questions"]:
        return False
    return chosen.get("village", "") in ("", row["village"])
