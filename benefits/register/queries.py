"""Questions about the register."""
from django.db.models import Count, Max, Min, Q

from accounts import scope
from benefits.models import FundGrant, InsuranceClaim, Registration
from households.models import Household, Membership, Relation
from households.queries.family import county_of

FILTERS = ("place", "department", "kind", "item", "state")
STANDING = (Registration.State.REGISTERED, Registration.State.REFERRED, Registration.State.GIVEN)
_RELATED = ("household", "person", "referral", "registered_by", "referred_by", "answered_by", "ended_by")


def sight(post):
    """The county's rows: what applies where a person lives may be of a family recorded in another township."""
    return scope.entered(county_of(post.division_code))


def of_post(post):
    """The registrations of the post's place. Evaluate it under `sight`."""
    return scope.within(Registration.objects.select_related(*_RELATED), post.division_code)


def registrations(post, chosen):
    """The registrations that the filters of the list leave, newest first. Evaluate it under `sight`."""
    found = of_post(post).order_by("-id")
    if chosen.get("place", "").isdecimal():
        found = scope.within(found, chosen["place"])
    plain = {"department": Registration.department.field.choices, "kind": Registration.Kind.choices, "state": Registration.State.choices}
    for name, choices in plain.items():
        if chosen.get(name) in dict(choices):
            found = found.filter(**{name: chosen[name]})
    return found.filter(item=chosen["item"]) if chosen.get("item") else found


def items_used():
    """(code, the place that states it) of every item that was ever registered in sight."""
    return list(Registration.objects.order_by("item").values_list("item", "stated_by").distinct())


def householders(rows):
    """{household: name of the householder} of some registrations. Ask it under `sight`."""
    heads = Membership.objects.filter(household__in={row.household_id for row in rows}, relation=Relation.HEAD, withdrawn_at=None)
    return {head.household_id: head.person for head in heads.select_related("person")}


def granted(rows):
    """{registration: its grants that were approved by a document of the county, in the order of periods}. Ask it under `sight`."""
    found = {}
    approved = FundGrant.objects.filter(registration__in=rows, state=FundGrant.State.APPROVED)
    for grant in approved.order_by("since"):
        found.setdefault(grant.registration_id, []).append(grant)
    return found


def grants(row):
    """What was proposed for a registration from funds and what became of it, latest first. Ask it under `sight`."""
    return row.grants.select_related("fund", "proposed_by", "decided_by", "citation").order_by("-since", "-id")


def of_household(household_id):
    """What was registered for a family, newest first; with the county's sight, for it may apply where a member lives."""
    household = Household.objects.get(pk=household_id)
    with scope.entered(county_of(household.division_code)):
        return list(Registration.objects.filter(household=household).select_related("person").order_by("-id"))


def open_items(household_id):
    """Codes of the items that are registered for a family and neither refused nor ended."""
    return {row.item for row in of_household(household_id) if row.state in STANDING}


def to_refer(post, *, department, since, until):
    """Registrations of a department made on these days (half-open) that the post may refer: not its own."""
    found = referable(post).filter(department=department)
    return found.filter(registered_at__date__gte=since, registered_at__date__lt=until)


def waiting(post):
    """[{department, count, first, last}] of what the post could refer."""
    grouped = referable(post).values("department").annotate(count=Count("id"), first=Min("registered_at"), last=Max("registered_at"))
    return list(grouped.order_by("department"))


def unanswered(post):
    """Registrations of the post's place that wait for a department's answer."""
    return scope.within(Registration.objects.filter(state=Registration.State.REFERRED), post.division_code)


def referred(referral):
    """The registrations of a referral, in the order of places. Evaluate it under `sight`."""
    return referral.registrations.select_related("household", "person").order_by("division_code", "id")


def counts(referral_ids):
    """{referral: (answered, open)}."""
    answered = Count("id", filter=~Q(state=Registration.State.REFERRED))
    still = Count("id", filter=Q(state=Registration.State.REFERRED))
    rows = Registration.objects.filter(referral__in=referral_ids).order_by().values("referral").annotate(answered=answered, still=still)
    return {row["referral"]: (row["answered"], row["still"]) for row in rows}


def insured(registration):
    """Insured people with their terms."""
    return registration.insured.filter(withdrawn_at=None).select_related("person").order_by("id")


def insurance_claims(registration):
    """理赔 that stand, latest first."""
    return InsuranceClaim.objects.filter(registration=registration, withdrawn_at=None).select_related("person").order_by("-since", "-id")


def referable(post):
    """Registrations of the post's place that it may refer."""
    found = scope.within(Registration.objects.filter(state=Registration.State.REGISTERED), post.division_code)
    return found.exclude(registered_staff_no=post.staff_no)
