"""What makes a payout worth a look: for each kind a case that has it, and one beside it that has not."""
import uuid
from datetime import date

import pytest

from accounts.roles import Role
from benefits.models import PayoutRun, RunQuestion
from benefits.payouts import anomalies, commands
from households.models import Death, Person
from tests.benefits.books import REWARD, YEAR, Officials, a_beneficiary, a_run_at, an_account, an_official, collect, in_county, owed, publish, step
from tests.builders import AT, ELSEWHERE, GUANSHANHU, QINGSHI, inside

pytestmark = pytest.mark.django_db
LAST = (date(2025, 1, 1), date(2026, 1, 1))
NEXT_TOWNSHIP = "370303101201"  # a village of it


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county():
    with in_county():
        yield


def found(run):
    """{name: [kinds]} of the run's payouts."""
    return {payout.name: [one["kind"] for one in payout.anomalies] for payout in run.payouts.all()}


def told(run):
    return [sentence for payout in run.payouts.all() for _, sentence in anomalies.told(payout)]


def test_no_account(county, officials):
    publish(owed(a_beneficiary("无账户", account=False)), owed(a_beneficiary("有账户")))

    assert found(a_run_at("drafted", officials)) == {"无账户": ["no_account"], "有账户": []}


def test_an_account_shared_by_several_people(county, officials):
    one, two, three = (a_beneficiary(name, account=False) for name in ("甲", "乙", "丙"))
    for person, number in ((one, "6217000000008901"), (two, "6217000000008901"), (three, "6217000000000002")):
        an_account(person, number=number)
    publish(*(owed(person) for person in (one, two, three)))
    run = a_run_at("drafted", officials)

    assert found(run) == {"甲": ["shared_account"], "乙": ["shared_account"], "丙": []}
    assert told(run)[0] == "尾号 8901 的账户登记在 2 个人名下。"


def test_a_township_s_run_sees_what_is_recorded_in_the_next_township(county, officials):
    here, there = a_beneficiary("甲", account=False), a_beneficiary("乙", account=False, village=NEXT_TOWNSHIP)
    for person in (here, there):
        an_account(person, number="6217000000008901")
    publish(owed(here), owed(there))
    run = commands.draft_payout_run(
        key=uuid.uuid4(), division_code=QINGSHI, schemes=[REWARD], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT
    )
    collect(run)

    assert found(run) == {"甲": ["shared_account"]}
    assert step(PayoutRun.objects.get(pk=run.pk), "prepared", officials).state == "prepared", "nothing has changed since"


def test_a_holder_of_another_name_but_not_of_the_same_written_otherwise(county, officials):
    other, same = a_beneficiary("王桂花", account=False), a_beneficiary("买买提·吐尔逊", account=False)
    an_account(other, holder="王桂华")
    an_account(same, holder="买买提•吐尔逊 ")
    publish(owed(other), owed(same))

    assert found(a_run_at("drafted", officials)) == {"王桂花": ["holder_differs"], "买买提·吐尔逊": []}


def test_a_death_that_is_recorded_but_not_one_withdrawn(county, officials):
    dead, alive = a_beneficiary("已故"), a_beneficiary("在世")
    for person, withdrawn in ((dead, {}), (alive, {"withdrawn_at": AT, "withdrawn_why": "误登"})):
        Death.objects.create(division_code=person.division_code, person=person, since=date(2026, 9, 14), recorded_at=AT, **withdrawn)
    publish(owed(dead), owed(alive))
    run = a_run_at("drafted", officials)

    assert found(run) == {"已故": ["died"], "在世": []}
    assert told(run) == ["已登记死亡（2026-09-14），没有登记继承领款人，不能通过。"]


def test_a_number_another_county_knows_too_says_yes_and_nothing_else(officials):
    with in_county():
        person, other = a_beneficiary("两地"), a_beneficiary("一地")
        publish(owed(person), owed(other))
    with inside(GUANSHANHU):
        Person.objects.create(
            key=uuid.uuid4(), division_code=ELSEWHERE, name="别处", name_sort="x", number_sealed=b"x" * 30, number_hash=person.number_hash,
            last_four_hash=b"x",
        )  # fmt: skip

    with in_county():
        run = a_run_at("drafted", officials)
        assert found(run) == {"两地": ["known_elsewhere"], "一地": []}
        assert "别处" not in str(told(run))


def test_arrears_of_more_than_two_years(county, officials):
    long, short = a_beneficiary("长"), a_beneficiary("短")
    publish(owed(long, since=date(2023, 1, 1)), owed(short, since=date(2024, 1, 1)))
    run = a_run_at("drafted", officials)

    assert found(run) == {"长": ["long_arrears"], "短": []}
    assert told(run) == ["自 2023-01-01 起补发 960.00 元。"]


def test_back_after_a_period_without(county, officials):
    back, new = a_beneficiary("恢复"), a_beneficiary("新增")
    stays = a_beneficiary("续发")
    publish(owed(back, since=date(2024, 1, 1)), owed(stays, since=date(2024, 1, 1)))
    a_run_at("settled", officials, since=date(2024, 1, 1), until=date(2025, 1, 1))
    publish(owed(stays, since=LAST[0]))
    a_run_at("settled", officials, since=LAST[0], until=LAST[1])
    publish(owed(back), owed(new), owed(stays))

    assert found(a_run_at("drafted", officials)) == {"恢复": ["back_after_exit"], "新增": [], "续发": []}


def test_who_comes_of_age_in_the_period(county, officials):
    turns, was = a_beneficiary("到龄", born=date(1966, 12, 31)), a_beneficiary("已到", born=date(1965, 12, 31))
    publish(owed(turns), owed(was))
    run = a_run_at("drafted", officials)

    assert found(run) == {"到龄": ["turns_age"], "已到": []}
    assert told(run) == ["本期内年满 60 周岁，首次发放。"]


def test_a_change_of_more_than_half(county, officials):
    much, little = a_beneficiary("大变"), a_beneficiary("小变")
    publish(owed(much, since=LAST[0]), owed(little, since=LAST[0]))
    a_run_at("signed", officials, since=LAST[0], until=LAST[1])
    publish(owed(much, 144100), owed(little, 144000))
    run = a_run_at("drafted", officials)

    assert found(run) == {"大变": ["changed_much"], "小变": []}
    assert told(run) == ["按期应发由 960.00 元变为 1,441.00 元。"]


def test_an_open_question_about_the_key(county, officials):
    asked, clear = a_beneficiary("待核"), a_beneficiary("清楚")
    publish(owed(asked), owed(clear))
    question = {name: owed(asked)[name] for name in ("beneficiary", "person_id", "household_id", "division_code", "scheme", "since", "until")}
    publish(questions=[RunQuestion(chunk=1, missing=[{"name": "hukou", "text": "配偶的户口性质"}], **question)])
    run = a_run_at("drafted", officials)

    assert found(run) == {"待核": ["open_question"], "清楚": []}
    assert told(run) == ["最近一次核算不能判定：配偶的户口性质。"]


def test_returned_by_the_bank(county, officials):
    person = a_beneficiary()
    publish(owed(person, since=LAST[0]))
    first = a_run_at("handed_over", officials, since=LAST[0], until=LAST[1])
    commands.mark_returned(payout_id=first.payouts.get().pk, reason="户名不符", by=officials.finance, at=AT)
    step(first, "settled", officials)

    assert told(a_run_at("drafted", officials)) == ["其中有退汇重发：户名不符。"]


def test_every_kind_has_its_words_and_a_case():
    cases = {"no_account", "shared_account", "holder_differs", "died", "known_elsewhere", "long_arrears", "back_after_exit", "turns_age",
             "changed_much", "open_question", "returned_before", "put_off_before", "no_recipient", "village_money", "inherited",
             "went_astray", "wrong_account"}  # fmt: skip

    assert set(anomalies.BY_CODE) == cases
    assert all(kind.title and str(kind.sentence).endswith("。") for kind in anomalies.KINDS)


def test_a_family_without_anybody_alive_to_receive(county, officials):
    person = a_beneficiary("户主")
    household = person.memberships.get()
    household.withdrawn_at, household.withdrawn_by, household.withdrawn_why = AT, an_official(Role.TOWNSHIP_CLERK), "迁出"
    household.save()
    publish(owed_household(person, household.household_id))

    assert found(a_run_at("drafted", officials)) == {"": ["no_recipient"]}


def owed_household(person, household_id):
    line = {"person_id": None, "household_id": household_id, "division_code": person.division_code, "beneficiary": f"household:{household_id}"}
    return line | {"scheme": "rural_reward", "since": date(2026, 1, 1), "until": date(2027, 1, 1), "component": "", "due_fen": 96000, "value_ids": []}


def test_a_family_s_money_goes_to_the_living_householder_else_to_the_spouse(county, officials):
    head = a_beneficiary("户主")
    spouse = a_beneficiary("配偶")
    membership = head.memberships.get()
    spouse.memberships.create(
        division_code=head.division_code, household_id=membership.household_id, relation="1", since=date(1990, 1, 1), recorded_at=AT, home=False
    )
    publish(owed_household(head, membership.household_id))
    run = a_run_at("drafted", officials)
    assert [payout.person for payout in run.payouts.all()] == [head]

    Death.objects.create(division_code=head.division_code, person=head, since=date(2026, 5, 1), recorded_at=AT)
    commands.refresh_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=date(2026, 11, 22))

    assert [payout.person for payout in run.payouts.all()] == [spouse]
