"""A recorded family as a case of the evaluation format: what trial calculations and pages ask, the same facts as a batch reads."""
from datetime import date

from django.db.models import Sum

from benefits import rules
from benefits.models import Confirmation, Entitlement
from benefits.monitoring import sources
from households import case
from poverty.models import ProjectGrant, VillageYear


def case_of(entry, *, since, until, household_id=None, case_id="entry"):
    """The case of a FamilyEntry from month `since` to `until` ("2026-01"), its village's yearly records with it.

    With `household_id`, what the two books say: support received, and one-offs given outside these months.
    """
    asked = case.case_of(entry, since=since, until=until, case_id=case_id)
    village = village_of(entry.village, before=_day_after(until))
    if village:
        asked["village"] = village
    if household_id is not None:
        asked["household"]["support_received"] = [{"year": year, "amount": _yuan(fen)} for year, fen in sources.of_household(household_id)]
        asked["household"]["project_grants"] = project_grants(household_id)
        asked["household"]["confirmations"] = confirmations(entry)
        given = one_offs_given(household_id, {f"person-{person.person_id}": person.key for person in entry.people if person.person_id})
        asked["paid"] = [row for row in given if row["to"] < since or row["from"] > until]
    return asked


def village_of(place, *, before):
    """The `village` of a case: its yearly records that two officials stand behind, and its standing as last stated before a day; None without any."""
    years = list(VillageYear.objects.in_use().filter(division_code=place).order_by("year"))
    if not years:
        return None
    last_year = date.fromordinal(before.toordinal() - 1).year
    made = {
        "place": place,
        "income_per_person": {str(row.year): _yuan(row.income_per_person_fen) for row in years if row.income_per_person_fen is not None},
        "out_of_policy_births": {str(row.year): row.births_outside for row in years if row.births_outside is not None},
    }
    standing = [row for row in years if row.year <= last_year]
    poor = [row.poor for row in standing if row.poor is not None]
    standard = [_yuan(row.support_standard_fen) for row in standing if row.support_standard_fen is not None]
    return made | ({"poor": poor[-1]} if poor else {}) | ({"support_standard": standard[-1]} if standard else {})


def project_grants(household_id):
    """Cash approved for a family in poverty projects."""
    rows = ProjectGrant.objects.filter(household=household_id, form="cash", state="approved").order_by("id")
    return [{"on": row.granted_on.isoformat(), "development_fund": row.development_fund, "amount": _yuan(row.amount_fen)} for row in rows]


def confirmations(entry):
    """From which day the county confirmed what it learnt of late, for the people of a FamilyEntry."""
    people = {person.person_id: person.key for person in entry.people if person.person_id}
    rows = Confirmation.objects.filter(person__in=people, withdrawn_at=None).order_by("id")
    return [{"scheme": row.scheme, "beneficiary": people[row.person_id], "on": row.since.isoformat()} for row in rows]


def one_offs_given(household_id, keys):
    """Rows of `paid` for one-offs that stand in the book; `keys`: person-<id> as the case calls them."""
    schemes = [scheme.code for scheme in rules.schemes() if scheme.one_off]
    booked = Entitlement.objects.filter(household=household_id, scheme__in=schemes).annotate(fen=Sum("lines__amount_fen")).filter(fen__gt=0)
    for entitlement in booked.order_by("id"):
        beneficiary = _named(entitlement.beneficiary, keys)
        if beneficiary:
            month = f"{entitlement.since:%Y-%m}"
            yield {"scheme": entitlement.scheme, "beneficiary": beneficiary, "from": month, "to": month, "amount": _yuan(entitlement.fen)}


def _named(beneficiary, keys):
    """person:12 as the case names that person; "" for people the case does not know."""
    kind, _, ids = beneficiary.partition(":")
    if kind in ("household", "village"):
        return kind
    people = [keys.get(f"person-{person}") for person in ids.split("+")]
    if None in people:
        return ""
    return people[0] if kind == "person" else f"couple:{people[0]}+{people[1]}"


def _yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


def _day_after(month):
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1)
