"""Questions about projects. A project is the county's: evaluate them under `sight`."""
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, Sum

from accounts import scope
from accounts.models import Jurisdiction
from households.models import Membership, Relation
from households.queries.family import county_of
from households.queries.places import is_inside
from poverty.models import Project, ProjectApplication, ProjectGrant
from poverty.years import queries as village_years

# What the guard of an approval asks; a project that granted nothing need not be asked.
_TOOK = """
SELECT p.id, t.approved_fen, t.out_fen FROM poverty_project p, lidao_project_took(p.id, NULL) t
WHERE p.id = ANY (%s) AND EXISTS (SELECT FROM poverty_projectgrant g WHERE g.project_id = p.id AND g.state IN ('approved', 'revoked'))
"""
FILTERS = ("year", "kind", "state", "township")


@dataclass(frozen=True)
class Money:
    """A project's sums in fen: planned, received and spent by its sources; granted and asked for by its grants; revoked cash that is still out."""

    planned_fen: int = 0
    received_fen: int = 0
    spent_fen: int = 0
    granted_fen: int = 0
    asked_fen: int = 0
    still_out_fen: int = 0

    @property
    def free_fen(self):
        """What may still be granted, as an approval counts it."""
        return self.received_fen - self.granted_fen - self.still_out_fen


def sight(post):
    """The county's rows: a project is its county's, whatever township a post works in."""
    return scope.entered(county_of(post.division_code))


def projects(chosen):
    """Projects that the filters leave, newest first, with the count of live applications."""
    live = Count("applications", filter=Q(applications__withdrawn_at=None))
    found = Project.objects.annotate(applicants=live).order_by("-year", "-id")
    if chosen.get("year", "").isascii() and chosen.get("year", "").isdigit():
        found = found.filter(year=int(chosen["year"]))
    for name, choices in (("kind", Project.Kind.values), ("state", Project.State.values)):
        if chosen.get(name) in choices:
            found = found.filter(**{name: chosen[name]})
    rows = list(found)
    township = chosen.get("township", "")
    return [row for row in rows if reaches(row, township)] if len(township) == 12 and township.isdigit() else rows


def reaches(project, place):
    """Whether the project is carried out in a place, in part of it, or in what contains it."""
    return any(is_inside(own, place) or is_inside(place, own) for own in project.places)


def money(project_ids):
    """{project: Money}."""
    found = {pk: {} for pk in project_ids}
    sums = {f"{name}_fen": Sum(f"sources__{name}_fen") for name in ("planned", "received", "spent")}
    for row in Project.objects.filter(pk__in=project_ids).order_by().values("pk").annotate(**sums):
        found[row["pk"]] |= {name: row[name] or 0 for name in sums}
    asked = ProjectGrant.objects.filter(project__in=project_ids, state="proposed").order_by().values_list("project")
    for project, fen in asked.annotate(Sum("amount_fen")):
        found[project]["asked_fen"] = fen
    with connection.cursor() as cursor:
        cursor.execute(_TOOK, [list(found)])
        for project, granted_fen, still_out_fen in cursor.fetchall():
            found[project] |= {"granted_fen": granted_fen, "still_out_fen": still_out_fen}
    return {pk: Money(**said) for pk, said in found.items()}


def place_names(codes):
    """{code: name} of counties, townships (青石镇) and villages (青石镇 柳沟村)."""
    known = Jurisdiction.objects.select_related("parent").in_bulk(set(codes))
    villages = Jurisdiction.Level.VILLAGE
    return {code: f"{known[code].parent.name} {known[code].name}" if known[code].level == villages else known[code].name for code in known}


def placeable(county):
    """[(code, name)] of where a project may be carried out: the county, its townships, its villages."""
    levels = (Jurisdiction.Level.COUNTY, Jurisdiction.Level.TOWNSHIP, Jurisdiction.Level.VILLAGE)
    found = scope.within(Jurisdiction.objects.filter(level__in=levels), county, "code").order_by("code")
    names = place_names(found.values_list("code", flat=True))
    return [(code, names[code]) for code in names]


def village_order(project, *, on):
    """[{village, place, because, cite}]: the villages a project reaches in the county's order of a day, by their records up to the year before it."""
    found = village_years.judged(project.division_code, year=project.year - 1, on=on)
    return [_standing(row) for row in found if any(is_inside(row.code, place) for place in project.places)]


def _standing(row):
    priority, because = row.decisive or (None, "")
    return {"village": row.code, "place": row.place, "because": because, "cite": priority.cite if priority else ""}


def applications(project, post, chosen):
    """The applications of a project that the post may see and the filters leave, in the order they came in: `village`, `only` live or granted."""
    found = ProjectApplication.objects.filter(project=project).select_related("household", "entered_by").order_by("number")
    village, only = chosen.get("village", ""), chosen.get("only", "")
    if village:
        found = found.filter(division_code=village)
    if only == "live":
        found = found.filter(withdrawn_at=None)
    if only == "granted":
        found = found.filter(grants__state="approved")
    return scope.within(found, post.division_code)


def of_household(household_id):
    """Every application of a family with its project, newest first."""
    return ProjectApplication.objects.filter(household=household_id).select_related("project").order_by("-applied_on", "-id")


def grants_of(household_ids):
    """Every live grant of some families across projects, oldest first."""
    found = ProjectGrant.objects.filter(household__in=household_ids, state__in=["proposed", "approved"])
    return found.select_related("project").order_by("household", "id")


def householders(household_ids):
    """{household: name of its householder}."""
    found = Membership.objects.filter(household__in=household_ids, relation=Relation.HEAD, withdrawn_at=None).order_by("-id")
    return dict(found.values_list("household_id", "person__name"))


def years():
    """The years there are projects of, newest first."""
    return list(Project.objects.order_by("-year").values_list("year", flat=True).distinct())
