"""Questions about changes."""
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import scope
from accounts.models import Jurisdiction
from benefits import wording
from benefits.models import Change, Confirmation, HandOver, Heir, Opening, Run
from households.models import Household, Membership, Relation
from households.queries import record
from households.queries.family import county_of

FILTERS = ("place", "kind", "state")
_RELATED = ("household", "person", "run", "entered_by")
# States of a change as the list filters by them: where its run stands, or that it has none.
STATES = {
    "waiting": {"run__state__in": [Run.State.QUEUED, Run.State.SIMULATING, Run.State.SIMULATED, Run.State.BLOCKED]},
    "approved": {"run__state": Run.State.APPROVED},
    "published": {"run__state": Run.State.PUBLISHED},
    "discarded": {"run__state": Run.State.DISCARDED},
    "none": {"run": None},
}


@dataclass(frozen=True)
class Window:
    """Every opened scheme of a county from its first ledger period to the end of the year, or of what has been published; like a run."""

    division_code: str
    schemes: list
    since: date
    until: date


def window(county, *, on):
    """The Window of a county on a day, None while no ledger is open."""
    openings = dict(Opening.objects.filter(division_code=county, scheme__in=wording.ledger_titles()).values_list("scheme", "since"))
    if not openings:
        return None
    published = Run.objects.filter(division_code=county, state=Run.State.PUBLISHED).aggregate(last=Max("until"))["last"]
    until = max(date(on.year + 1, 1, 1), published or date.min)
    return Window(county, sorted(openings), min(openings.values()), until)


def first_period(county, schemes):
    """The first ledger period of some opened schemes."""
    return min(Opening.objects.filter(division_code=county, scheme__in=schemes).values_list("since", flat=True))


def related(household_id):
    """Ids of the family and of every other that records one of its people."""
    people = Membership.objects.filter(household=household_id, withdrawn_at=None).values("person")
    others = Membership.objects.filter(person__in=people, withdrawn_at=None).values_list("household", flat=True)
    return {household_id, *others}


def sight(post):
    """The county's rows: a township sees where the county's run about its family stands."""
    return scope.entered(county_of(post.division_code))


def of_post(post):
    """The changes of the post's place. Evaluate it under `sight`."""
    return scope.within(Change.objects.select_related(*_RELATED), post.division_code)


def changes(post, chosen):
    """The changes that the filters of the list leave, newest first. Evaluate it under `sight`."""
    found = of_post(post).order_by("-id")
    if chosen.get("place", "").isdecimal():
        found = scope.within(found, chosen["place"])
    if chosen.get("kind") in Change.Kind.values:
        found = found.filter(kind=chosen["kind"])
    return found.filter(**STATES[chosen["state"]]) if chosen.get("state") in STATES else found


def heads(rows):
    """{household: its householder} of some changes. Ask it under `sight`."""
    found = Membership.objects.filter(household__in={row.household_id for row in rows}, relation=Relation.HEAD, withdrawn_at=None)
    return {head.household_id: head.person for head in found.select_related("person")}


def recorded(household_id, *, at):
    """What was recorded and withdrawn of a family at a moment, as its history tells it, with who inherits and what is confirmed late."""
    found = record.changes(household_id, at=at)
    people = Membership.objects.filter(household=household_id, withdrawn_at=None).values("person")
    heirs = Heir.objects.filter(person__in=people, recorded_at=at).select_related("person", "heir")
    found += [_said(row, _("继承领款人"), f"{row.heir.name}{_('，')}{row.relation}") for row in heirs]
    confirmed = Confirmation.objects.filter(person__in=people, recorded_at=at).select_related("person")
    titles = wording.ledger_titles()
    return found + [_said(row, _("迟报确认"), str(titles[row.scheme])) for row in confirmed]


def _said(row, title, words):
    period = _("%(since)s 起") % {"since": row.since}
    return record.Change(row.person.name, title, words, period, row.source, row.recorded_at, "", row.withdrawn_at)


def hand_overs(post, chosen):
    """Families handed over by or to the post's place, newest first; the sealed packages stay where they are."""
    found = HandOver.objects.select_related("offered_by", "answered_by").defer("package").order_by("-id")
    if chosen.get("side") in ("in", "out"):
        found = found.filter(to_code=post.county_code) if chosen["side"] == "in" else found.exclude(to_code=post.county_code)
    return found.filter(state=chosen["state"]) if chosen.get("state") in HandOver.State.values else found


def counties(rows):
    """[(hand-over, name of the county left, name of the county gone to)]."""
    names = dict(Jurisdiction.objects.filter(pk__in={code for row in rows for code in _ways(row)}).values_list("pk", "name"))
    return [(row, *(names[code] for code in _ways(row))) for row in rows]


def _ways(row):
    return county_of(row.division_code), row.to_code


def offered_with(change):
    """The hand-over a change offered, or None."""
    return HandOver.objects.filter(household=change.household_id, offered_at=change.entered_at).first()


def offered_to(post):
    """Hand-overs that wait for the answer of the post's county."""
    return HandOver.objects.filter(to_code=post.county_code, state=HandOver.State.OFFERED)


def sent_back_to(post):
    """Hand-overs of the post's place that another county sent back."""
    return scope.within(HandOver.objects.filter(state=HandOver.State.REFUSED), post.division_code)


def touched_since(household_ids, revision):
    """Those of these families that got a revision after this one."""
    return set(Household.objects.filter(pk__in=household_ids, revision__gt=revision).values_list("pk", flat=True))
