"""The batch says what the trial calculation of one family says, for every kind of family of the sample data."""
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from benefits import rules
from benefits.facts import cases
from benefits.models import RunLine, RunQuestion
from benefits.policies_table.queries import in_force
from benefits.runs import queries
from benefits.sample.families import KINDS
from households.models import Household
from households.queries.family import entry_of, read_family
from tests.benefits.desk import SINCE, UNTIL, Desk, sample_families
from tests.builders import GUANSHANHU, JINTA

pytestmark = pytest.mark.django_db(transaction=True)


def alone(county):
    """({(beneficiary, scheme): fen}, {(beneficiary, scheme)} unknown) by the trial calculation of each family."""
    due, unknown = Counter(), set()
    values, ledgers = in_force(county).book, queries.titles()
    for household in Household.objects.all():
        family = read_family(household)
        given = cases.case_of(entry_of(family), since="2024-01", until="2026-12", household_id=household.pk)
        answer = rules.evaluate(given, values=values)
        at_home = [membership.person_id for membership in family.memberships if membership.home]
        names = {f"person-{person}": f"person:{person}" for person in at_home} | {"household": f"household:{household.pk}"}
        couples = [(row.husband_id, row.wife_id) for row in family.family_facts["couples"]]
        names |= {f"couple:person-{husband}+person-{wife}": f"couple:{husband}+{wife}" for husband, wife in couples if wife in at_home}
        for entitlement in answer["entitlements"]:
            if entitlement["beneficiary"] in names and entitlement["scheme"] in ledgers:
                due[names[entitlement["beneficiary"]], entitlement["scheme"]] += int(Decimal(entitlement["amount"]) * 100)
        asked = (row for row in answer["refusals"] if row["beneficiary"] in names and row["scheme"] in ledgers)
        unknown |= {(names[row["beneficiary"]], row["scheme"]) for row in asked if row["answer"] == "unknown"}
    return dict(due), unknown


@pytest.mark.parametrize("county", [GUANSHANHU, JINTA])
def test_batch_and_single_agree_on_every_kind_of_family(county, an_official_value):
    desk = Desk(county)
    sample_families(desk, len(KINDS) + 12)
    with desk.inside():
        an_official_value("rural_minimum_living_line", "6300.00", since=SINCE, place=county)
        an_official_value("urban_minimum_living_line", "7100.00", since=date(2025, 3, 1), place=county)

    run = desk.simulate(*queries.titles(), since=SINCE, until=UNTIL)

    with desk.inside():
        batch = Counter()
        for line in RunLine.objects.filter(run=run):
            batch[line.beneficiary, line.scheme] += line.due_fen
        asked = set(RunQuestion.objects.filter(run=run).values_list("beneficiary", "scheme"))
        due, unknown = alone(county)
        assert dict(batch) == due
        assert asked == unknown
        assert len({scheme for _, scheme in due}) >= 5 and unknown


def test_months_of_another_window_come_to_the_same(an_official_value):
    """A third of a yuan a month falls to the same months whichever window is computed."""
    desk = Desk(GUANSHANHU)
    sample_families(desk, len(KINDS))
    with desk.inside():
        an_official_value("rural_minimum_living_line", "1000.10", since=SINCE, place=GUANSHANHU)
    schemes = ["minimum_living_uplift"]
    whole, part = desk.simulate(*schemes), desk.simulate(*schemes, since=date(2025, 3, 1), until=date(2025, 8, 1))

    with desk.inside():
        inside = RunLine.objects.filter(run=whole, since__gte=date(2025, 3, 1), until__lte=date(2025, 8, 1))
        expected = sorted(inside.values_list("beneficiary", "since", "due_fen"))
        assert sorted(RunLine.objects.filter(run=part).values_list("beneficiary", "since", "due_fen")) == expected
        assert len({fen for _, _, fen in expected}) > 1
