"""A project walked along its real commands, and the people who take its steps."""
import uuid
from datetime import date
from itertools import count

from accounts.roles import Role
from benefits.projects import commands as granting
from benefits.projects import least
from benefits.runs import commands as runs
from households.models import Household
from poverty.models import Project, ProjectApplication
from poverty.projects import commands
from tests.benefits.books import a_beneficiary, an_official
from tests.builders import AT, LIUGOU, QINGSHI, ZHANGDIAN

_serial = count(1)
DOCUMENT, ANSWER = "样例〔2026〕11 号", {"person": "周敏", "document": "样例计生函〔2026〕3 号", "answer": "同意，请优先安排计划生育家庭。"}


class Desk:
    """The officials of a county and the clerk of a township, with what each does to a project."""

    def __init__(self, township=QINGSHI):
        self.township, self.county = township, township[:6] + "000000"
        self.clerk = an_official(Role.TOWNSHIP_CLERK, township)
        county = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE)
        self.preparer, self.reviewer, self.signer, self.finance = (an_official(role, self.county) for role in county)

    def draft(self, *, by=None, **stated):
        said = {
            "kind": "industry", "name": f"样例项目 {next(_serial)}", "year": 2026, "since": date(2026, 3, 1), "until": date(2026, 12, 1),
            "places": [self.township], "document": DOCUMENT, "standard_fen": 300_000, "standard_document": DOCUMENT,
        }  # fmt: skip
        return commands.draft_project(key=uuid.uuid4(), **(said | stated), by=by or self.preparer, at=AT)

    def consult(self, project, *, by=None, **said):
        told = {"on": date(2026, 3, 2)} | ANSWER | said
        return commands.record_consultation(project_id=project.pk, **told, by=by or self.reviewer, at=AT)

    def open(self, **stated):
        """A project that takes applications."""
        project = self.draft(**stated)
        self.consult(project)
        return commands.open_applications(project_id=project.pk, by=self.preparer, at=AT)

    def fund(self, project, received_fen=1_000_000, spent_fen=0):
        source = commands.enter_source(project_id=project.pk, name="市级专项", document=DOCUMENT, planned_fen=5_000_000, by=self.preparer, at=AT)
        return commands.record_money(source_id=source.pk, received_fen=received_fen, spent_fen=spent_fen, by=self.finance, at=AT)

    def apply(self, project, number=None, *, on=date(2026, 4, 1), by=None):
        return commands.apply_for_project(
            project_id=project.pk, household_number=number or a_family(), applied_on=on, wish="养羊 20 只", by=by or self.clerk, at=AT
        )

    def ranked(self, *, families=(), **stated):
        """A project with its ranking drawn up, waiting for the reviewer: the families (file numbers) applied in the order they are given."""
        project = self.open(**stated)
        for number in families or [a_family()]:
            self.apply(project, number)
        granting.rank_project(project_id=project.pk, by=self.preparer, at=AT)
        return again(project)

    def granting(self, *, families=(), **stated):
        """A project whose ranking is confirmed."""
        project = self.ranked(families=families, **stated)
        seen = project.rankings.get(returned_at=None).content_hash
        return granting.confirm_ranking(project_id=project.pk, content_hash=seen, by=self.reviewer, at=AT)

    def propose(self, project, place=1, *, fen=None, form="cash", goods="", by=None):
        """A grant for the family at a place of the ranking; the least when no amount is said."""
        row = project.rankings.get(returned_at=None).rows[place - 1]
        application = ProjectApplication.objects.get(pk=row["application"])
        fen = fen or least.of_application(application, on=AT.date()).fen
        said = {"key": uuid.uuid4(), "form": form, "goods": goods, "amount_fen": fen}
        return granting.propose_grant(application_id=application.pk, **said, by=by or self.preparer, at=AT)

    def approve(self, grant, *, by=None, at=AT):
        return granting.approve_grant(grant_id=grant.pk, by=by or self.signer, at=at)

    def open_ledger(self):
        return runs.open_ledger(scheme="project_grant", since=date(2026, 1, 1), by=self.preparer, at=AT)

    def completed(self):
        return commands.complete_project(project_id=self.granting().pk, by=self.preparer, at=AT)


def a_family(village=LIUGOU):
    """The file number of a family with one person in it."""
    return Household.objects.get(memberships__person=a_beneficiary(village=village, account=False)).number


def again(project):
    return Project.objects.get(pk=project.pk)


__all__ = ["AT", "LIUGOU", "ZHANGDIAN", "Desk", "a_family", "again"]
