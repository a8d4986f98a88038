"""Questions about runs and what is due."""
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.db import connection
from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from accounts.models import Jurisdiction
from benefits import rules, wording
from benefits.models import Entitlement, EntitlementLine, Opening, Run
from benefits.policies_table import names, reach
from benefits.policies_table import queries as policies
from households.models import Household
from poverty.models import VillageYear


@dataclass(frozen=True)
class Ledger:
    """A scheme of the county with the first day its ledger covers, None when it is not opened."""

    scheme: str
    title: str
    since: date | None
    movable: bool


@dataclass(frozen=True)
class LedgerChange:
    """A scheme last published with other rules or values, and the booked months they have a part in (half-open): its next run covers them all."""

    scheme: str
    title: str
    since: date
    until: date
    of_rules: bool

    @property
    def months(self):
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month

    def is_inside(self, since, until):
        return since <= self.since and self.until <= until

    @property
    def months_told(self):
        """The first and the last month in figures."""
        return {"since": f"{self.since:%Y-%m}", "until": f"{self.until - timedelta(days=1):%Y-%m}"}

    def __str__(self):
        return _("%(title)s（%(since)s 至 %(until)s）") % {"title": self.title, **self.months_told}


def ledger_changes(county, schemes):
    """LedgerChanges among these schemes, as the rules and values stand now."""
    asked = [county, list(schemes), rules_hash(), Jsonb(reach.names())]
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheme, since, until, of_rules FROM lidao_ledger_changed(%s, %s, %s, %s)", asked)
        return [LedgerChange(scheme, titles().get(scheme, scheme), *rest) for scheme, *rest in cursor.fetchall()]


def left_out(run):
    """LedgerChanges the run does not cover."""
    changes = ledger_changes(run.division_code, run.schemes)
    return [change for change in changes if run.households is not None or not change.is_inside(run.since, run.until)]


def revision():
    """The last revision given to a change of facts; sure to be complete for a county whose lock is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM lidao_revision")
        return cursor.fetchone()[0]


def under_way(county, *, schemes, since, until, besides=None):
    """The county's run that is being computed (or paused) for some of these schemes and months, None when there is none."""
    computing = Run.objects.filter(division_code=county, state__in=[Run.State.QUEUED, Run.State.SIMULATING], job__finished_at=None)
    return computing.exclude(pk=besides).filter(schemes__overlap=list(schemes), since__lt=until, until__gt=since).order_by("id").first()


def basis(run):
    """(revision of the values, hash of what a computation rests on besides facts): policy values, first ledger periods, the rules' own text."""
    values = policies.in_force(run.division_code)
    opened = Opening.objects.filter(division_code=run.division_code, scheme__in=run.schemes).order_by("scheme").values_list("scheme", "since")
    told = "\n".join([values.hash, rules_hash(), *(f"{scheme} {since}" for scheme, since in opened)])
    return values.revision, hashlib.sha256(told.encode()).hexdigest()


@cache
def rules_hash():
    """The hash of the rules' source: computed with one version and published with another would mix the two."""
    digest = hashlib.sha256()
    for path in sorted(Path(rules.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def lines_hash(run):
    """The hash of the run's lines as they are now, 64 hex digits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_run_lines_hash(%s)", [run.pk])
        return cursor.fetchone()[0]


def totals(run):
    """{scheme: {due_fen, booked_fen, lines, beneficiaries}} of the run's lines."""
    sums = run.lines.values("scheme").annotate(
        due_fen=Sum("due_fen"), booked_fen=Sum("booked_fen"), lines=Count("id"), beneficiaries=Count("beneficiary", distinct=True)
    )
    return {row.pop("scheme"): row for row in sums.order_by("scheme")}


def families(run):
    """How many families the run computes."""
    return _families(run).count()


def next_families(run, *, after, count):
    """Ids of the families that come next."""
    return list(_families(run).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:count])


def changed_families(run):
    """Ids of families of which a fact, their village's record, or what stands in the book changed after the run's watermark."""
    mine = _families(run)
    facts = mine.filter(revision__gt=run.watermark).values_list("pk", flat=True)
    years = VillageYear.objects.filter(division_code__startswith=run.division_code[:6], revision__gt=run.watermark).values("division_code")
    of_villages = mine.filter(division_code__in=years).values_list("pk", flat=True)
    published = Run.objects.filter(division_code=run.division_code, published_revision__gt=run.watermark)
    booked = EntitlementLine.objects.filter(run__in=published).values_list("entitlement__household_id", "evidence__household_id").distinct()
    changed = {*facts, *of_villages, *(household for row in booked for household in row if household)}
    return sorted(changed if run.households is None else changed.intersection(run.households))


def has_entitlements(county, scheme):
    """Whether anything of the scheme stands in the county's book."""
    return Entitlement.objects.filter(scheme=scheme, division_code__startswith=county[:6]).exists()


def titles():
    """{scheme code: what it is called}."""
    return wording.ledger_titles()


def ledgers(county, titles):
    """The Ledger of every scheme."""
    opened = dict(Opening.objects.filter(division_code=county).values_list("scheme", "since"))
    used = set(Entitlement.objects.filter(division_code__startswith=county[:6]).values_list("scheme", flat=True).distinct())
    return [Ledger(code, title, opened.get(code), code not in used) for code, title in titles.items()]


def places(county):
    """{code: name} of the county's townships and villages."""
    return dict(Jurisdiction.objects.filter(code__startswith=county[:6]).values_list("code", "name"))


def blockers(run):
    """Values a scheme in force lacks, each with the first day it is lacking on and how many families wait for it."""
    called, schemes = dict(Jurisdiction.objects.filter(code__in=run.blockers.values("place")).values_list("code", "name")), titles()
    missing = run.blockers.values("place", "scheme", "name").annotate(on=Min("on"), families=Sum("families")).order_by("place", "scheme", "name")
    return [
        row | {"place": called.get(row["place"], row["place"]), "scheme": schemes.get(row["scheme"], ""), "title": names.title(row["name"], schemes)}
        for row in missing
    ]


def booked(line):
    """The latest line of the book for the key of a run's line, None when nothing is booked."""
    key = {f"entitlement__{name}": getattr(line, name) for name in ("beneficiary", "scheme", "since", "component")}
    return EntitlementLine.objects.filter(**key).select_related("evidence__layout", "evidence__basis", "entitlement").order_by("-id").first()


def _families(run):
    """Those the run is about; a simulated value (PolicySimulation) is about all of its county."""
    in_county = Household.objects.filter(division_code__startswith=run.division_code[:6])
    named = getattr(run, "households", None)
    return in_county if named is None else in_county.filter(pk__in=named)
