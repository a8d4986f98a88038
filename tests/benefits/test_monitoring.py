"""目标监测: what was paid, due and received of a year against the targets of the place; what is not recorded is unknown, never met."""
from datetime import date

import pytest

from benefits.models import Entitlement
from benefits.monitoring import counting, judging, queries
from benefits.monitoring.counting import RURAL, UNCERTAIN, URBAN, Group, Place
from benefits.payouts import commands
from benefits.rules.support_target import INCOMES
from households.models import Hukou, Parentage, Statement
from poverty.models import BudgetYear
from tests.benefits.books import Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT, GUANSHANHU, LIUGOU, QINGSHI, ZHANGDIAN, inside


def a_township(*, received=0, least=0, most=0, kind=RURAL, **counted):
    made = Place(QINGSHI, **counted)
    made.groups[kind] = Group(received, least, most)
    return made


@pytest.mark.parametrize(
    ("due", "paid", "questions", "published", "answer"),
    [
        (96_000, 96_000, 0, True, "yes"),
        (96_000, 95_999, 0, True, "no"),
        (96_000, 96_000, 1, True, "unknown"),
        (96_000, 95_999, 1, True, "no"),
        (0, 0, 0, False, "unknown"),
        (0, 0, 0, True, "yes"),
    ],
)
def test_everything_due_is_paid_or_it_is_not_or_something_is_not_recorded(due, paid, questions, published, answer):
    township = a_township(due_fen=due, paid_fen=paid, questions=questions)

    assert judging.fulfilment(township, published=published).answer == answer


@pytest.mark.parametrize(
    ("received", "least", "most", "answer"),
    [(80_000, 1, 1, "yes"), (79_999, 1, 1, "no"), (160_000, 1, 2, "yes"), (159_999, 1, 2, "unknown"), (79_999, 1, 2, "no"), (0, 0, 0, "unknown")],
)
def test_an_average_is_met_when_it_is_met_by_the_most_people(received, least, most, answer):
    assert judging.average(a_township(received=received, least=least, most=most), target_fen=80_000).answer == answer


def test_a_share_of_income_waits_for_the_income_and_for_families_of_uncertain_hukou():
    township = a_township(received=240_000, least=1, most=1)

    assert judging.share(township, RURAL, percent=1_000, income_fen=None).answer == "unknown"
    assert judging.share(township, RURAL, percent=1_000, income_fen=2_400_000).answer == "yes"
    assert judging.share(township, RURAL, percent=1_000, income_fen=2_400_010).answer == "no"
    township.groups[UNCERTAIN] = Group(0, 1, 1)
    assert judging.share(township, RURAL, percent=1_000, income_fen=2_400_000).answer == "unknown"
    assert judging.share(township, URBAN, percent=None, income_fen=2_400_000).answer == "unknown"


def a_family(name, *, alive=True, hukou="rural"):
    """A mother and her only son, both at home."""
    mother, son = a_beneficiary(name), a_beneficiary(f"{name}之子", account=False, born=date(1990, 5, 1))
    household = mother.memberships.get().household
    son.memberships.update(withdrawn_at=AT, withdrawn_why="样例")
    said = {"division_code": LIUGOU, "recorded_at": AT}
    son.memberships.create(household=household, relation="2", since=son.born, **said)
    Parentage.objects.create(child=son, parent=mother, origin="birth", within_policy=True, **said)
    for person in (mother, son):
        if alive:
            Statement.objects.create(person=person, kind="death", on=AT.date(), **said)
        if hukou:
            Hukou.objects.create(person=person, kind=hukou, since=person.born, **said)
    return mother


def counted(**said):
    return counting.places([QINGSHI], inside=ZHANGDIAN, **{"year": 2026, "per": "family_members"} | said)[QINGSHI]


@pytest.mark.django_db
def test_a_township_is_counted_from_both_books():
    with in_county():
        paid, waiting = a_family("张桂兰"), a_family("李秀英")
        publish(owed(paid))
        officials = Officials()
        run = a_run_at("handed_over", officials)
        publish(owed(waiting))
        before = counted()
        commands.settle_payout_run(run_id=run.pk, by=officials.finance, at=AT)
        after = counted()

    assert (before.due_fen, before.paid_fen, before.keys) == (192_000, 96_000, 2)
    assert (before.together.received_fen, after.together.received_fen) == (0, 96_000)
    assert after.groups[RURAL] == Group(96_000, 4, 4)


@pytest.mark.django_db
def test_who_may_be_alive_and_whose_hukou_nobody_wrote_down_are_counted_as_perhaps():
    with in_county():
        a_family("张桂兰", alive=False)
        a_family("李秀英", hukou=None)

        found = counted()

    assert (found.groups[RURAL].least, found.groups[RURAL].most) == (0, 2)
    assert (found.groups[UNCERTAIN].least, found.groups[UNCERTAIN].most) == (2, 2)


@pytest.mark.django_db
def test_among_recipients_only_families_that_received_are_counted():
    with in_county():
        a_family("张桂兰")

        assert counted(per="recipients").together.most == 0
        assert counted().together.most == 2


@pytest.mark.django_db
def test_more_paid_of_one_key_never_makes_up_for_less_of_another():
    with in_county():
        publish(owed(a_beneficiary("张桂兰")))
        a_run_at("handed_over", Officials())
        key = Entitlement.objects.get()
        publish(owed(key.person, 48_000))
        publish(owed(a_beneficiary("李秀英")))

        found = counted()

    assert (found.due_fen, found.paid_fen) == (144_000, 48_000)


@pytest.mark.django_db
def test_the_rows_behind_the_figures_add_up_to_them():
    with in_county():
        publish(owed(a_beneficiary("张桂兰")), owed(a_beneficiary("李秀英")))
        a_run_at("handed_over", Officials())
        publish(owed(a_beneficiary("王玉梅")))

        keys, unpaid, found = queries.keys(year=2026, place=QINGSHI), queries.keys(year=2026, unpaid=True), counted()

        assert (sum(key.due_fen for key in keys), sum(key.moved_fen for key in keys)) == (found.due_fen, found.paid_fen)
        assert [key.person.name for key in unpaid] == ["王玉梅"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("budget", "answers"),
    [
        ({"operating_fen": 1_000, "programme_fen": 80, "not_offset": True, "separately_budgeted": True, "paid_in_full": False}, "yes yes yes no"),
        ({"operating_fen": 1_000, "programme_fen": 79, "not_offset": None, "separately_budgeted": False}, "no unknown no unknown"),
        ({"operating_fen": None, "programme_fen": 79}, "unknown unknown unknown unknown"),
        (None, "unknown unknown unknown unknown"),
    ],
)
def test_a_budget_keeps_the_rules_of_guiyang_or_not_or_nobody_recorded_it(budget, answers):
    set_by = queries.targets(GUANSHANHU, year=2025)
    row = None if budget is None else BudgetYear(**budget, year=2025)

    assert [answer for _, _, answer, _ in queries.budget_checks(set_by, row)] == answers.split()


@pytest.mark.django_db
def test_a_place_that_states_nothing_has_nothing_to_check_and_nothing_before_its_document():
    assert queries.budget_checks(queries.targets(ZHANGDIAN, year=2025), None) == []
    assert queries.budget_checks(queries.targets(GUANSHANHU, year=2012), None) == []


@pytest.mark.django_db
def test_a_share_is_taken_of_the_income_the_rules_take_it_of(an_official_value):
    with inside(GUANSHANHU):
        an_official_value("rural_net_income_per_person", "20000.00", since=date(2024, 1, 1), place=GUANSHANHU)

        incomes = [queries.targets(GUANSHANHU, year=year).income(RURAL) for year in (2023, 2024)]

    assert [income and income.value for income in incomes] == [None, "20000.00"]
    assert incomes[1].name == INCOMES["rural"]
