"""What the townships have to find out: questions that stand open, and payouts that wait for an account."""
import io
import re
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from benefits.follow_up import queries
from benefits.payouts import commands as payouts
from config import waiting
from households import commands as households
from households.entry import HukouEntry
from households.models import Statement
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_account, an_official, in_county, owed, publish
from tests.benefits.desk import LOSS, REWARD, Desk, with_hukou_unrecorded
from tests.builders import AT, GUANSHANHU, LIUGOU, QINGSHI, inside
from tests.households.families import a_bereaved_couple, two_girls

pytestmark = pytest.mark.django_db


def page(client, post, **query):
    client.force_login(post.user)
    return client.get(reverse("benefits:follow_up"), query).content.decode()


def open_questions():
    with in_county():
        return {(question.household.number, question.scheme, question.since.year) for question in queries.questions().select_related("household")}


def unpaid():
    with in_county():
        return [payout.name for payout in queries.unpaid()]


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def household(desk):
    """A family whose householder's hukou nobody recorded, and a run that asks about it."""
    made = desk.register(with_hukou_unrecorded(a_bereaved_couple(), "adult-0"))
    desk.simulate(LOSS, since=date(2026, 1, 1))
    return made


@pytest.fixture
def officials():
    return Officials()


def test_a_question_is_asked_of_the_township_in_its_words(desk, household, client):
    clerk = an_official(Role.TOWNSHIP_CLERK, QINGSHI)

    shown = page(client, clerk)

    assert household.number in shown and "未录入单建民的户口" in shown and reverse("households:amend", args=[household.pk]) in shown
    with inside(QINGSHI):
        assert [(task.title, task.detail) for task in waiting.tasks(clerk)] == [("资料不全，不能核定", "共 1 户，请补录后由县里重新核算")]


def test_a_question_is_answered_once_the_family_changed(desk, household):
    assert open_questions()
    with desk.inside():
        person = household.memberships.get(relation="0").person
        fact = {"kind": "hukou", "item": HukouEntry("rural", date(1962, 2, 28)), "source": "户口簿"}
        households.record_fact(household_id=household.pk, person_id=person.pk, by=desk.clerk, at=AT, **fact)

    assert open_questions() == set()


def test_a_question_asked_again_stands_once(desk, household):
    before = open_questions()
    desk.simulate(LOSS, since=date(2026, 1, 1))

    with in_county():
        assert queries.questions().count() == len(before)
    assert open_questions() == before


def test_a_payout_without_an_account_waits_until_one_is_named(officials, client):
    with in_county():
        person = a_beneficiary("无账户", account=False)
        publish(owed(person), owed(a_beneficiary("有账户")))
        a_run_at("prepared", officials)
    assert unpaid() == ["无账户"]
    shown = page(client, an_official(Role.TOWNSHIP_REVIEWER, QINGSHI), tab="unpaid")
    assert "没有收款账户，请补录" in shown and "有账户" not in shown.replace("没有账户", "") and "登记账户" not in shown

    with in_county():
        an_account(person)
    assert unpaid() == []


def test_a_payout_the_bank_returned_waits_for_another_account_and_the_village_is_told(officials, client):
    with in_county():
        person = a_beneficiary("退汇人")
        publish(owed(person))
        run = a_run_at("handed_over", officials)
        payouts.mark_returned(payout_id=run.payouts.get().pk, reason="账户已销", by=officials.finance, at=AT)
    assert unpaid() == ["退汇人"]
    worker = an_official(Role.VILLAGE_WORKER, LIUGOU)
    with inside(LIUGOU):
        assert [(task.title, task.detail) for task in waiting.tasks(worker)] == [("待补收款账户", "共 1 人，请登记收款账户")]
    shown = page(client, worker, tab="unpaid")
    assert "退汇人" in shown and "银行退汇，请核对或变更收款账户" in shown and "登记账户" in shown

    with in_county():
        given = {"holder_name": "退汇人", "bank": "农商银行", "number": "6217000000000999", "source": "存折"}
        clerk, household = an_official(Role.TOWNSHIP_CLERK, QINGSHI), person.memberships.get().household_id
        households.change_account(household_id=household, person_id=person.pk, by=clerk, at=AT, **given)
    assert unpaid() == []


def test_another_place_s_rows_are_not_there(desk, household, client):
    assert household.number not in page(client, an_official(Role.TOWNSHIP_CLERK, GUANSHANHU))
    assert household.number not in page(client, an_official(Role.COUNTY_PREPARER), place="370303101000")


def test_the_list_leaves_as_a_workbook(desk, household, client):
    client.force_login(an_official(Role.TOWNSHIP_CLERK, QINGSHI).user)

    content = client.get(reverse("benefits:export_follow_up"), {"tab": "questions", "scheme": LOSS}).content

    cells = [str(cell.value) for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]
    assert household.number in cells and any("未录入单建民的户口" in cell for cell in cells)


def test_an_empty_list_says_what_comes_here(client):
    assert "没有待补的资料" in page(client, an_official(Role.TOWNSHIP_CLERK, QINGSHI), scheme=REWARD)


COMPLICATION = "surgical_complication_assistance"


@pytest.fixture
def asked(desk):
    """Two families of whose operations nobody said anything, and a run that asks about them."""
    made = [desk.register(two_girls()), desk.register(a_bereaved_couple())]
    desk.simulate(COMPLICATION, since=date(2026, 1, 1))
    return made


def unstated():
    with in_county():
        return [row.person.name for row in queries.unstated("complication")]


def test_one_act_states_none_of_everybody_who_is_asked_after(desk, asked, client):
    clerk = an_official(Role.TOWNSHIP_CLERK, QINGSHI)
    client.force_login(clerk.user)
    names, address = unstated(), reverse("benefits:state_none", args=["complication"])
    assert {"刘志国", "张桂兰", "单建民", "曾秀英"} <= set(names)
    shown = client.get(address).content.decode()
    members = re.findall(r'name="member" value="([0-9]+)" checked', shown)
    assert f"共 {len(names)} 人" in shown and len(members) == len(names)

    client.post(address, {"member": members[1:], "source": "计生服务站比对"})

    with in_county():
        event = Event.objects.get(kind="statements.recorded")
        assert (event.after["people"], event.after["says"]) == (len(names) - 1, "无手术并发症")
        assert set(Statement.objects.filter(kind="complication").values_list("source", flat=True)) == {"计生服务站比对"}
    desk.simulate(COMPLICATION, since=date(2026, 1, 1))
    assert unstated() == names[:1]


def test_a_list_that_changed_meanwhile_is_refused_whole(desk, asked):
    with desk.inside():
        members = [(row.household_id, row.person_id) for row in queries.unstated("complication")]
        said = {"kind": "complication", "source": "本人说明", "by": desk.clerk, "at": AT}
        households.state_none(household_id=members[0][0], person_id=members[0][1], **said)

        with pytest.raises(NotAllowed, match="有了记录"):
            households.state_none_of_several(members=members, **said)

        assert Statement.objects.filter(kind="complication").count() == 1


def test_nobody_states_of_another_place_s_people(desk, asked):
    with desk.inside():
        members = [(row.household_id, row.person_id) for row in queries.unstated("complication")]

    with inside(GUANSHANHU), pytest.raises(NotAllowed):
        clerk = an_official(Role.TOWNSHIP_CLERK, "520115100000")
        households.state_none_of_several(kind="complication", members=members, source="本人说明", by=clerk, at=AT)
