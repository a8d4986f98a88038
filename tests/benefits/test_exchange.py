"""What goes out: families the other department knows, with what really moved, each file with its own flag, sealed, logged and deleted."""
import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event
from benefits.exchange import columns, commands, gathering
from benefits.models import Recovery
from benefits.recovery import commands as recovery
from households.commands import record_family_fact
from households.entry import RegistrationEntry
from households.imports.reading import reader
from poverty.exchange import commands as incoming
from poverty.models import MinimumLiving, MinimumLivingMember
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_official, in_county, owed, publish
from tests.benefits.test_wrong_payments import booked, repaid
from tests.builders import AT, QINGSHI, ZHANGDIAN

pytestmark = pytest.mark.django_db


class Desk:
    """张桂兰 is registered as poor and on 低保 and was paid 960 yuan in 2026; 李秀英 was paid and is neither."""

    def __init__(self):
        self.officials = Officials()
        self.poor, self.other = a_beneficiary("张桂兰"), a_beneficiary("李秀英")
        self.household = self.poor.memberships.get().household
        told = {"household_id": self.household.pk, "kind": "poverty_register", "follows": True, "source": "手册"}
        clerk = an_official(Role.TOWNSHIP_CLERK, QINGSHI)
        record_family_fact(item=RegistrationEntry("P1", "registered", date(2014, 4, 1)), **told, by=clerk, at=AT)
        place = {"division_code": self.household.division_code}
        period = MinimumLiving.objects.create(household=self.household, kind="rural", since=date(2020, 1, 1), recorded_at=AT, **place)
        MinimumLivingMember.objects.create(minimum_living=period, person=self.poor, **place)
        publish(owed(self.poor), owed(self.other))

    def ask(self, counterpart="poverty", year=2026):
        told = {"counterpart": counterpart, "year": year, "purpose": "年审"}
        transfer = commands.ask(key=uuid.uuid4(), **told, by=self.officials.preparer, at=AT)
        engine.work(transfer.job_id, clock=lambda: AT)
        transfer.refresh_from_db()
        return transfer

    def hand_out(self, transfer, *, by=None, at=AT, reason="交民政局"):
        return commands.hand_out(transfer_id=transfer.pk, reason=reason, by=by or self.officials.reviewer, at=at)


@pytest.fixture
def desk():
    with in_county():
        yield Desk()


def rows(content):
    return [dict(zip(cells_, cells, strict=False)) for cells_, cells in _rows(content)]


def _rows(content):
    (_stamp, headings, *rest) = [cells for _number, cells in reader.read(content)]
    return [(headings, cells) for cells in rest]


def test_only_whom_the_department_knows_goes_out_with_what_really_moved(desk):
    assert [row["own_fen"] for row in gathering.records("poverty", county=ZHANGDIAN, year=2026)] == ["0.00"]
    a_run_at("settled", desk.officials)

    (poverty,) = rows(desk.hand_out(desk.ask())[1])
    (civil,) = rows(desk.hand_out(desk.ask("civil_affairs"))[1])

    assert (poverty["户编号*"], poverty["姓名*"], poverty["A6 身份证号*"]) == ("P1", "张桂兰", desk.poor.number())
    assert (poverty["本人计划生育金（元/年）"], poverty["计入方式"]) == ("960.00", "计入转移性收入—计划生育金")
    assert (civil["实发金额（元/年）"], civil["姓名*"]) == ("960.00", "张桂兰")
    assert civil["计入方式"] == "本地文件未规定不计入，由民政按低保规定核定"
    assert [row["own_fen"] for row in gathering.records("poverty", county=ZHANGDIAN, year=2025)] == ["0.00"]


def test_what_reached_somebody_who_has_left_the_family_since_is_told_all_the_same(desk):
    a_run_at("settled", desk.officials)
    desk.poor.memberships.update(withdrawn_at=AT, withdrawn_why="迁出")

    for counterpart, column in (("poverty", "own_fen"), ("civil_affairs", "paid")):
        assert [row[column] for row in gathering.records(counterpart, county=ZHANGDIAN, year=2026)] == ["960.00"]


def test_who_received_something_and_has_no_number_is_named_on_the_page_and_stands_in_no_file(desk, client):
    a_run_at("settled", desk.officials)
    desk.poor.number_sealed = desk.poor.number_hash = desk.poor.last_four_hash = None
    desk.poor.save()

    client.force_login(desk.officials.preparer.user)
    for counterpart in ("poverty", "civil_affairs"):
        transfer = desk.ask(counterpart)
        page = client.get(reverse("poverty:transfer", args=[transfer.pk])).content.decode()

        assert transfer.counts == {"rows": 0, "left_out": 1}
        assert transfer.left_out == [{"household": desk.household.pk, "person": desk.poor.pk, "fen": 96000}]
        assert "张桂兰" in page and desk.household.number in page and "960.00" in page
        assert rows(desk.hand_out(transfer)[1]) == []
    told = Event.objects.filter(kind="transfer.made").last().after
    assert told["left_out"] == 1 and "张桂兰" not in str(told)


def test_a_registered_family_whose_householder_has_no_number_is_told_too(desk):
    type(desk.poor).objects.filter(pk=desk.poor.pk).update(number_sealed=None, number_hash=None, last_four_hash=None)

    assert desk.ask().left_out == [{"household": desk.household.pk, "person": desk.poor.pk, "fen": 0}]


def sums(year=2026):
    counted = {"poverty": "own_fen", "civil_affairs": "paid"}
    return [row[column] for counterpart, column in counted.items() for row in gathering.records(counterpart, county=ZHANGDIAN, year=year)]


@pytest.mark.parametrize(("kind", "left"), [("twice", ["960.00", "960.00"]), ("account", ["0.00"])])
def test_what_a_wrong_receiver_gives_back_is_not_taken_from_the_family_it_was_meant_for(desk, kind, left):
    payout = a_run_at("settled", desk.officials).payouts.get(person=desk.poor)
    case = booked(payout, desk.officials, kind).recovery

    repaid(case, desk.officials, 9650)

    assert sums() == left


def test_where_more_came_back_in_a_year_than_arrived_the_sum_has_a_minus(desk):
    a_run_at("settled", desk.officials)
    publish(owed(desk.poor, 36000))
    year_after = AT + timedelta(days=365)
    about = {"receipt": uuid.uuid4(), "on": year_after.date(), "document": "缴款书", "by": desk.officials.finance, "at": year_after}
    recovery.book_repayment(recovery_id=Recovery.objects.get().pk, amount_fen=9650, **about)

    assert sums(2027) == ["-96.50", "-96.50"]


def test_money_is_left_out_of_the_income_for_the_allowance_where_a_document_says_so():
    with in_county():
        assert gathering.disregarded(ZHANGDIAN, year=2014) == ({"rural_reward", "special_assistance"}, "淄政办发〔2012〕74号 三(三)")
        assert gathering.disregarded(ZHANGDIAN, year=2018) == (set(), "")


def test_every_column_says_why_it_leaves_the_house():
    assert [column.key for table in columns.OUT.values() for column in table.columns if not column.why] == []


def test_a_file_is_taken_by_another_person_with_a_reason_and_the_log_says_so(desk):
    transfer = desk.ask()
    same_person = an_official(Role.COUNTY_REVIEWER, staff_no=desk.officials.preparer.staff_no)

    refused = ((same_person, "交", "另一人"), (desk.officials.preparer, "交", "县级复核办理"), (desk.officials.reviewer, " ", "理由"))
    for by, reason, sentence in refused:
        with pytest.raises(NotAllowed, match=sentence):
            desk.hand_out(transfer, by=by, reason=reason)
    desk.hand_out(transfer)

    event = Event.objects.get(kind="transfer.handed_out", outcome="done")
    assert event.reason == "交民政局" and event.after["sha256"] == bytes(transfer.sha256).hex()
    assert desk.poor.number().encode() not in bytes(transfer.content)


def test_the_same_page_asked_about_something_else_is_refused(desk):
    told = {"counterpart": "poverty", "year": 2026, "purpose": "年审"}
    about = {"key": uuid.uuid4(), "by": desk.officials.preparer, "at": AT}
    transfer = commands.ask(**told, **about)

    assert commands.ask(**told, **about) == transfer
    for other in ({"counterpart": "civil_affairs"}, {"year": 2025}, {"purpose": "另一用途"}):
        with pytest.raises(NotAllowed, match="内容不同"):
            commands.ask(**(told | other), **about)
    with pytest.raises(NotAllowed, match="内容不同"):
        incoming.receive(purpose="年审", file_name="x.xlsx", content=b"PK", **about)


def test_a_file_is_deleted_when_its_time_is_over(desk):
    transfer = desk.ask()
    with pytest.raises(NotAllowed, match="保存期"):
        desk.hand_out(transfer, at=AT + timedelta(days=7))

    commands.delete_expired(at=AT + timedelta(days=6))
    commands.delete_expired(at=AT + timedelta(days=7))

    transfer.refresh_from_db()
    assert (transfer.state, bytes(transfer.content)) == ("deleted", b"")
    assert transfer.sha256
    assert Event.objects.filter(kind="transfer.deleted").count() == 1
