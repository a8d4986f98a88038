"""One village as every part of the product knows it: its families, what is due and moved, projects, loans, posts."""
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from accounts.models import Post
from accounts.roles import Role
from benefits.monitoring import counting
from households import words
from households.models import FamilyType, Household, Membership, VillagePost
from poverty.loans import queries as of_loans
from poverty.models import Loan, ProjectApplication, ProjectGrant
from poverty.projects import queries as projects
from poverty.registers import queries as registers_of
from poverty.registers.registers import REGISTERS
from poverty.secretaries import queries as of_secretaries


@dataclass(frozen=True)
class Kind:
    """How many families of the village are of a type; `missing` names what the list of families is filtered by where nobody knows."""

    kind: str
    title: str
    count: int
    missing: str = ""


@dataclass(frozen=True)
class InProject:
    """A project that reaches the village, with what the village's families asked for and have of it (fen)."""

    project: object
    applicants: int
    grants: int
    granted_fen: int


@dataclass(frozen=True)
class Held:
    """Somebody's 村级任职 with the family whose record says so."""

    fact: VillagePost
    household_id: int | None


def kinds(village):
    """([Kind] in the order of family types, how many families). A family without recorded children has no type."""
    ids = list(Household.objects.filter(division_code=village).values_list("pk", flat=True))
    counts = dict(FamilyType.objects.filter(pk__in=ids).order_by().values_list("kind").annotate(count=Count("pk")))
    found = [Kind(kind, title, counts[kind]) for kind, title in FamilyType.Kind.choices if kind in counts]
    without = len(ids) - sum(counts.values())
    return found + ([Kind("", "", without, missing="children")] if without else []), len(ids)


def paid(village, titles):
    """[(title, Paid)] of every scheme and year the village has keys of, newest year first."""
    found = [(titles.get(row.scheme, row.scheme), row) for row in counting.paid(village)]
    return sorted(found, key=lambda pair: (-pair[1].year, pair[0]))


def in_projects(village, post):
    """[InProject] that reach the village, newest first, drafts and cancelled ones among them: whom the office was asked about is told too."""
    with projects.sight(post):
        found = projects.projects({"township": village})
        asked, granted = _asked(village, found), _granted(village, found)
    return [InProject(project, asked.get(project.pk, 0), *granted.get(project.pk, (0, 0))) for project in found]


def loans(village, post, *, on):
    """[Standing] of what is lent to families of the village, newest first."""
    with projects.sight(post):
        return of_loans.standings(Loan.objects.filter(division_code=village, state=Loan.State.LENT).order_by("-lent_on", "-id"), on=on)


def registers(village, post, *, on):
    """[(name, title, rows)] of each register of families as it stands in the village on a day."""
    chosen = {"place": village}
    return [(name, register.title, registers_of.rows(register, post, chosen, on=on).count()) for name, register in REGISTERS.items()]


def posts(village):
    """[Held]: village posts on record of people of the village, present ones first."""
    facts = list(VillagePost.objects.filter(division_code=village, withdrawn_at=None).select_related("person"))
    facts.sort(key=lambda fact: (fact.until is not None, fact.since))
    homes = Membership.objects.filter(person__in=[fact.person_id for fact in facts], home=True, withdrawn_at=None)
    at_home = dict(homes.values_list("person_id", "household_id"))
    return [Held(fact, at_home.get(fact.person_id)) for fact in facts]


def secretaries(village):
    """[(FirstSecretary, period in words)] of the village, present and past."""
    return [(row, words.period(row)) for row in of_secretaries.of_village(village)]


def officials(village, *, on):
    """村专干 of the village on a day."""
    held = Post.objects.filter(jurisdiction=village, role=Role.VILLAGE_WORKER, since__lte=on).filter(Q(until=None) | Q(until__gt=on))
    return held.select_related("user").order_by("since")


def _asked(village, found):
    live = ProjectApplication.objects.filter(project__in=found, division_code=village, withdrawn_at=None)
    return dict(live.order_by().values_list("project").annotate(count=Count("pk")))


def _granted(village, found):
    rows = ProjectGrant.objects.filter(project__in=found, division_code=village, state=ProjectGrant.State.APPROVED)
    told = rows.order_by().values_list("project").annotate(count=Count("pk"), fen=Sum("amount_fen"))
    return {project: (count, fen) for project, count, fen in told}
