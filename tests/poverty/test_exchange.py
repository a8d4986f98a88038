"""The poverty household file comes in: matched by number, what is doubtful decided by a person and remembered, the rest registered as facts."""
import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.jobs import engine
from audits.models import Event, Job
from households.commands import record_fact, record_family_fact, register_household
from households.entry import DeathEntry, RegistrationEntry, StatusEntry
from households.imports.reading import reader
from households.models import HouseholdStatus, Income, Person
from poverty.exchange import commands
from poverty.exchange.columns import TABLE, TAKEN
from poverty.models import MatchDecision, PovertyRegistration, Transfer
from tests.benefits.books import an_official
from tests.builders import AT, ZHANGDIAN, inside
from tests.households.families import a_bereaved_couple, a_clerk, a_number, two_girls

pytestmark = pytest.mark.django_db
APRIL, OUT = date(2014, 4, 1), date(2018, 12, 1)
SAID = {"status": "在册贫困", "since": "2014-04-01", "attribute": "一般贫困户", "cause": "因病", "planning": "是"}


class Desk:
    """刘志国 and 张桂兰 with two daughters; 单建民 and 曾秀英."""

    def __init__(self):
        self.clerk, self.preparer = a_clerk(), an_official(Role.COUNTY_PREPARER)
        self.girls = register_household(entry=two_girls(), by=self.clerk, at=AT)
        self.couple = register_household(entry=a_bereaved_couple(), by=self.clerk, at=AT)

    def row(self, name, family="P1", **said):
        number = said.pop("number", None) or Person.objects.get(name=name).number()
        said = {"family": family, "name": said.pop("called", name), "number": number} | SAID | said
        return {key: str(value) for key, value in said.items()}

    def receive(self, *records, content=None, key=None):
        content = content or TABLE.written(records)
        told = {"purpose": "第三季度数据", "file_name": "扶贫户.xlsx", "content": content}
        transfer = commands.receive(key=key or uuid.uuid4(), **told, by=self.preparer, at=AT)
        return self.worked(transfer)

    def worked(self, transfer):
        transfer.refresh_from_db()
        engine.work(transfer.job_id, clock=lambda: AT)
        transfer.refresh_from_db()
        return transfer

    def apply(self, transfer):
        return self.worked(commands.start_applying(transfer_id=transfer.pk, by=self.preparer, at=AT))

    def hand_back(self, transfer, *, at=AT, reason="退县扶贫办核对"):
        return commands.hand_back(transfer_id=transfer.pk, reason=reason, by=self.preparer, at=at)

    def decide(self, transfer, *, same, place=1, kind=None):
        row = transfer.households.get(place=place)
        doubt = next(doubt for doubt in row.doubts if kind in (None, doubt["kind"]))
        told = {"doubt": commands.doubt_key(doubt), "same": same, "reason": "核对户口簿"}
        return commands.decide(transfer_id=transfer.pk, place=place, **told, by=self.preparer, at=AT)


@pytest.fixture
def desk():
    with inside(ZHANGDIAN):
        yield Desk()


def stopped(transfer):
    """Its job was interrupted once too often."""
    Job.objects.filter(pk=transfer.job_id).update(attempts=engine.ATTEMPTS)
    engine.work(transfer.job_id, clock=lambda: AT)
    assert Job.objects.get(pk=transfer.job_id).state == "failed"


def outcomes(transfer):
    return [row.outcome for row in transfer.households.all()]


def kinds(transfer):
    return [doubt["kind"] for row in transfer.households.all() for doubt in row.doubts]


def standing(household):
    rows = PovertyRegistration.objects.filter(household=household, withdrawn_at=None).order_by("since")
    return [(row.number, row.status, row.attribute, row.cause, row.since, row.until) for row in rows]


def test_a_file_becomes_registrations_statuses_and_incomes_whose_source_is_the_exchange(desk):
    money = {"year": 2025, "net_fen": "5200", "planning_fen": "1920"}
    transfer = desk.receive(desk.row("刘志国", **money), desk.row("张桂兰", **money))

    assert (transfer.state, outcomes(transfer), transfer.codes) == ("matched", ["ready"], "2026-1")
    assert standing(desk.girls) == []
    desk.apply(transfer)

    assert standing(desk.girls) == [("P1", "registered", "general", "illness", APRIL, None)]
    target = HouseholdStatus.objects.get(household=desk.girls, kind="poverty_target")
    income = Income.objects.get(household=desk.girls)
    assert (target.since, target.document) == (APRIL, "P1")
    assert (income.year, income.other_fen) == (2025, 35333)  # (5200 × 2 − 1920) ÷ 12 ÷ 2 = 353.33
    assert transfer.number in income.source and transfer.number in target.source


def test_the_same_file_again_changes_nothing_and_out_of_poverty_follows(desk):
    desk.apply(desk.receive(desk.row("刘志国")))
    again = desk.receive(desk.row("刘志国"))
    assert outcomes(again) == ["same"]

    left = desk.receive(desk.row("刘志国", status="已脱贫", since="2018-12-01"))
    assert [text.split("；")[1] for text in (left.households.get().before, left.households.get().after)] == [
        "扶贫对象 2014-04-01 起", "扶贫对象 2014-04-01 至 2018-11-30"
    ]  # fmt: skip
    desk.apply(left)

    assert [row[1:2] + row[4:] for row in standing(desk.girls)] == [("registered", APRIL, OUT), ("out", OUT, None)]
    target = HouseholdStatus.objects.get(household=desk.girls, kind="poverty_target", withdrawn_at=None)
    assert (target.since, target.until) == (APRIL, OUT)


def test_another_name_is_asked_about_once(desk):
    rows = [desk.row("刘志国", called="刘志帼")]
    transfer = desk.receive(*rows)
    assert (outcomes(transfer), kinds(transfer)) == (["doubtful"], ["name"])

    desk.decide(transfer, same=True)
    assert outcomes(transfer) == ["ready"]
    later = desk.receive(*rows)
    assert outcomes(later) == ["ready"]
    assert kinds(desk.receive(desk.row("刘志国", called="刘致国"))) == ["name"], "yet another name is another question"

    commands.withdraw_decision(decision_id=MatchDecision.objects.get().pk, by=desk.preparer, at=AT)
    assert outcomes(desk.receive(*rows)) == ["doubtful"]


def test_who_is_not_the_same_is_left_alone(desk):
    transfer = desk.receive(desk.row("刘志国", called="王五"))
    desk.decide(transfer, same=False)

    assert outcomes(transfer) == ["unmatched"]
    assert outcomes(desk.receive(desk.row("刘志国", called="王五"))) == ["unmatched"]


def test_a_household_over_two_of_ours_the_dead_and_a_person_in_two_are_asked_about(desk):
    person = Person.objects.get(name="曾秀英")
    death = {"kind": "death", "item": DeathEntry(date(2026, 5, 1)), "source": "死亡证明"}
    record_fact(household_id=desk.couple.pk, person_id=person.pk, **death, by=desk.clerk, at=AT)

    transfer = desk.receive(
        desk.row("刘志国"), desk.row("单建民"), desk.row("曾秀英", "P2"), desk.row("张桂兰", "P3"), desk.row("张桂兰", "P4")
    )

    asked = [[doubt["kind"] for doubt in row.doubts] for row in transfer.households.all()]
    assert asked == [["split", "split"], ["dead"], ["twice"], ["twice"]]
    desk.decide(transfer, same=True)
    desk.decide(transfer, same=False)
    row = transfer.households.get(place=1)
    assert (row.outcome, len(row.household_ids)) == ("ready", 1)


def test_two_households_of_theirs_that_are_one_of_ours_are_asked_about(desk):
    transfer = desk.receive(desk.row("刘志国", "P1"), desk.row("张桂兰", "P2"))

    assert kinds(transfer) == ["split", "split"]
    desk.decide(transfer, same=True, place=1)
    with pytest.raises(NotAllowed, match="已判定是贫困户 P1，不能又是 P2"):
        desk.decide(transfer, same=True, place=2)
    decided = MatchDecision.objects.get()
    with pytest.raises(IntegrityError, match="a_family_is_one_poor_household"), transaction.atomic():
        MatchDecision.objects.create(**{name: getattr(decided, name) for name in (
            "division_code", "kind", "household", "same", "reason", "decided_at", "decided_by")}, register_number="P2")  # fmt: skip
    desk.decide(transfer, same=False, place=2)
    assert outcomes(transfer) == ["ready", "unmatched"]


def test_a_household_that_means_a_family_only_once_it_is_decided_has_the_other_one_asked_about_too(desk):
    transfer = desk.receive(desk.row("刘志国", "P1"), desk.row("张桂兰", "P2", called="张桂英"))
    assert outcomes(transfer) == ["ready", "doubtful"]

    desk.decide(transfer, same=True, place=2)

    assert kinds(transfer) == ["split", "split"]
    desk.decide(transfer, same=True, place=2)
    desk.decide(transfer, same=False, place=1)
    assert desk.apply(transfer).state == "applied"
    assert (standing(desk.girls)[0][0], len(standing(desk.girls))) == ("P2", 1)


def test_a_file_whose_job_stopped_half_way_is_discarded_with_what_was_registered_of_it_told(desk, client):
    transfer = desk.receive(desk.row("刘志国"), desk.row("单建民", "P2", called="单建明"))
    transfer = commands.start_applying(transfer_id=transfer.pk, by=desk.preparer, at=AT)
    with pytest.raises(NotAllowed, match="作业还没有结束"):
        commands.discard(transfer_id=transfer.pk, by=desk.preparer, at=AT)
    commands.apply(transfer_id=transfer.pk, after=0, by=desk.preparer, at=AT)
    stopped(transfer)

    client.force_login(desk.preparer.user)
    page = client.get(reverse("poverty:transfer", args=[transfer.pk])).content.decode()
    assert "多次中断后停止" in page and reverse("poverty:discard_transfer", args=[transfer.pk]) in page
    commands.discard(transfer_id=transfer.pk, by=desk.preparer, at=AT)

    assert Event.objects.get(kind="transfer.discarded", outcome="done").after["registered"] == 1
    assert standing(desk.girls)[0][0] == "P1"


def test_rows_with_faults_and_unknown_people_stay_out_and_come_back(desk):
    unknown = desk.row("赵无名", "P2", number=a_number(date(1950, 1, 1), "male"))
    transfer = desk.receive(desk.row("刘志国", status="小康"), unknown, desk.row("单建民", "P3"))

    assert outcomes(transfer) == ["faulty", "unmatched", "ready"]
    (_stamp, headings, *back) = [cells for _number, cells in reader.read(desk.hand_back(transfer))]
    faulty, stranger = ({TABLE.columns[place].key: cell for place, cell in enumerate(cells[:-1]) if cell} for cells in back)
    why = ["状态：只能填 1 在册贫困、2 已脱贫、3 返贫 之一，请从下拉列表选。", "本县家庭档案中没有这一户的人。"]
    assert (headings[-1], [cells[-1] for cells in back]) == ("错误说明", why)
    assert (faulty, stranger) == (desk.row("刘志国", status="小康"), unknown)
    desk.apply(transfer)
    assert standing(desk.girls) == []
    assert standing(desk.couple)[0][0] == "P3"


def test_an_id_number_is_no_number_of_a_household_and_a_code_that_looks_like_one_is(desk):
    number, code = Person.objects.get(name="刘志国").number(), "370303196513020021"
    written = f"{number[:6]}-{number[6:14]} {number[14:]}"
    transfer = desk.receive(desk.row("刘志国", number), desk.row("张桂兰", written), desk.row("单建民", code))

    assert {row.register_number: row.outcome for row in transfer.households.all()} == {code: "ready", "": "faulty"}
    assert [row.problems for row in transfer.households.filter(register_number="")] == [
        [[line, "户编号", "填的是身份证号，不是编号。请改填对方系统里这一户的编号。"]] for line in (3, 4)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM poverty_transferredhousehold t")
        assert number not in " ".join(text for (text,) in cursor.fetchall())


def test_what_the_record_says_later_is_not_overwritten(desk):
    item = RegistrationEntry("P1", "out", OUT)
    told = {"household_id": desk.girls.pk, "kind": "poverty_register", "follows": True, "source": "手册"}
    record_family_fact(item=item, **told, by=desk.clerk, at=AT)

    transfer = desk.receive(desk.row("刘志国"))

    row = transfer.households.get()
    assert row.outcome == "same" and "更晚的建档立卡登记" in row.after


def test_a_finding_that_begins_later_than_the_file_says_is_left_and_both_are_shown(desk):
    item = StatusEntry("poverty_target", date(2022, 1, 1), decided_by="张店区扶贫办")
    record_family_fact(household_id=desk.girls.pk, kind="status", item=item, follows=False, source="批复", by=desk.clerk, at=AT)

    transfer = desk.receive(desk.row("刘志国", status="已脱贫", since="2018-12-01"))
    desk.apply(transfer)

    row = transfer.households.get()
    assert row.before == "扶贫对象 2022-01-01 起"
    assert row.after == "已脱贫，一般贫困户，因病，户编号 P1；档案里已有更晚的扶贫对象认定，认定未改"
    held = HouseholdStatus.objects.get(household=desk.girls, kind="poverty_target", withdrawn_at=None)
    assert (held.since, held.until, standing(desk.girls)[0][1]) == (date(2022, 1, 1), None, "out")


def test_a_year_whose_money_of_family_planning_is_not_said_has_no_income_from_the_file(desk):
    said = {"year": 2025, "net_fen": "5200"}
    silent, none = desk.receive(desk.row("刘志国", **said)), desk.receive(desk.row("单建民", "P2", planning_fen="0", **said))
    desk.apply(silent)
    desk.apply(none)

    assert "没有填计划生育金，2025 年家庭收入未登记" in silent.households.get().after
    assert [(row.household, row.other_fen) for row in Income.objects.filter(since__year=2025)] == [(desk.couple, 43333)]


def test_a_planning_family_of_the_record_that_the_file_calls_none_is_shown_and_the_other_way_round(desk):
    transfer = desk.receive(desk.row("刘志国", planning="否"), desk.row("单建民", "P2", planning="是"))

    told = {row.register_number: row.after for row in transfer.households.all()}
    assert told["P1"].endswith("；A2 计划生育户：文件填“否”，档案是二女户") and "A2" not in told["P2"]
    desk.apply(transfer)
    assert "A2" in desk.receive(desk.row("刘志国", planning="否")).households.get().after, "also where nothing else is new"


@pytest.mark.parametrize(("said", "fen", "words"), [
    ({"total_fen": "14400", "costs_fen": "4000", "family_net_fen": "10400"}, 35333, ""),
    ({"family_net_fen": "10401", "net_fen": "5200"}, 35333, ""),  # A20 is rounded to the yuan
    ({"family_net_fen": "12000", "net_fen": "5200"}, None, "A19 不等于 A20 乘以人数"),
    ({"total_fen": "14400", "costs_fen": "4000", "family_net_fen": "9400"}, None, "A17 减 A18 不等于 A19"),
])  # fmt: skip
def test_an_income_is_taken_from_sums_that_agree(desk, said, fen, words):
    money = {"year": 2025, "planning_fen": "1920"} | said
    transfer = desk.receive(desk.row("刘志国", **money), desk.row("张桂兰", **money))
    desk.apply(transfer)

    assert [row.other_fen for row in Income.objects.filter(household=desk.girls, since__year=2025)] == ([fen] if fen else [])
    assert words in transfer.households.get().after


def test_a_disability_certificate_names_its_holder_as_the_id_number_in_it_does(desk):
    number = Person.objects.get(name="刘志国").number()
    for certificate in (f"{number}43", f"{number}11B2"):
        assert outcomes(desk.receive(desk.row("刘志国", number=certificate))) == ["ready"]

    (row,) = desk.receive(desk.row("刘志国", f"{number}43")).households.all()
    assert (row.outcome, row.register_number) == ("faulty", "")
    assert outcomes(desk.receive(desk.row("刘志国", number=f"{number}93"))) == ["faulty"]


def test_a_family_that_changed_since_it_was_shown_is_not_registered(desk):
    transfer = desk.receive(desk.row("刘志国"))
    told = {"household_id": desk.girls.pk, "kind": "poverty_register", "follows": True, "source": "手册"}
    record_family_fact(item=RegistrationEntry("P9", "registered", date(2013, 1, 1)), **told, by=desk.clerk, at=AT)

    desk.apply(transfer)

    assert standing(desk.girls)[0][0] == "P9" and len(standing(desk.girls)) == 1
    assert "档案有变动" in transfer.households.get().problems[0][2]


@pytest.mark.parametrize(("content", "sentence"), [(b"PK\x03\x04 no zip", "已损坏"), ("姓名,状态\n张三,1".encode("gb18030"), "没有找到")])
def test_a_file_that_cannot_be_read_says_why_and_is_forgotten(desk, content, sentence):
    transfer = desk.receive(content=content)

    assert transfer.state == "failed" and sentence in transfer.problem
    assert bytes(transfer.content) == b""


def test_a_file_is_kept_sealed_and_no_longer_than_it_takes_to_read_it(desk):
    number = Person.objects.get(name="刘志国").number()
    transfer = desk.receive(desk.row("刘志国", called="刘志帼"))

    assert bytes(transfer.content) == b""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM poverty_transferredhousehold t UNION ALL SELECT t::text FROM poverty_transfer t")
        assert number not in " ".join(text for (text,) in cursor.fetchall())
    assert not any(number in f"{event.before} {event.after}" for event in Event.objects.all())


def test_rows_go_back_for_a_reason_that_is_on_record_and_not_by_opening_an_address(desk, client):
    transfer = desk.receive(desk.row("刘志国", status="小康"))
    address = reverse("poverty:transfer_rows", args=[transfer.pk])
    client.force_login(desk.preparer.user)

    assert client.get(address)["Content-Type"].startswith("text/html")
    assert client.post(address, {"reason": " "}).status_code == 422
    with pytest.raises(NotAllowed, match="理由"):
        desk.hand_back(transfer, reason=" ")
    assert not Event.objects.filter(kind="transfer.rows_returned", outcome="done").exists()
    assert client.post(address, {"reason": "退县扶贫办核对"}).content[:2] == b"PK"

    assert Event.objects.get(kind="transfer.rows_returned", outcome="done").reason == "退县扶贫办核对"


def test_cancelling_a_read_leaves_no_number_behind(desk):
    told = {"purpose": "第三季度数据", "file_name": "扶贫户.xlsx", "content": TABLE.written([desk.row("刘志国")])}
    transfer = commands.receive(key=uuid.uuid4(), **told, by=desk.preparer, at=AT)
    commands.read(transfer_id=transfer.pk, by=desk.preparer, at=AT)
    assert transfer.households.get().typed()

    jobs.cancel(job_id=transfer.job_id, by=desk.preparer, at=AT)

    transfer.refresh_from_db()
    assert (transfer.state, bytes(transfer.content), transfer.households.get().typed()) == ("failed", b"", [])


def test_a_file_nobody_finishes_is_discarded_after_the_same_time_and_its_rows_and_bytes_forgotten(desk):
    waiting, applying = desk.receive(desk.row("刘志国")), desk.receive(desk.row("单建民", "P2"))
    commands.start_applying(transfer_id=applying.pk, by=desk.preparer, at=AT)
    told = {"purpose": "第三季度数据", "file_name": "扶贫户.xlsx", "content": TABLE.written([desk.row("刘志国")])}
    reading = commands.receive(key=uuid.uuid4(), **told, by=desk.preparer, at=AT)
    kept = commands.receive(key=uuid.uuid4(), **told, by=desk.preparer, at=AT)
    commands.read(transfer_id=kept.pk, by=desk.preparer, at=AT)
    for transfer in (Transfer.objects.get(pk=applying.pk), reading, kept):
        stopped(transfer)

    commands.delete_expired_rows(at=AT + timedelta(days=30))

    found = Transfer.objects.filter(pk__in=[waiting.pk, applying.pk, reading.pk, kept.pk])
    assert {(row.state, bytes(row.content)) for row in found} == {("discarded", b"")}
    assert not any(row.typed() for transfer in found for row in transfer.households.all())
    assert Event.objects.filter(kind="transfer.rows_deleted", after__discarded=True).count() == 4


def test_a_file_that_is_being_worked_on_is_left_until_the_job_has_ended(desk):
    transfer = desk.receive(desk.row("刘志国"))
    commands.start_applying(transfer_id=transfer.pk, by=desk.preparer, at=AT)

    commands.delete_expired_rows(at=AT + timedelta(days=30))

    assert desk.worked(transfer).state == "applied" and standing(desk.girls)


def test_the_rows_of_a_finished_file_are_forgotten_after_their_time(desk):
    done = desk.receive(desk.row("刘志国"), desk.row("张桂兰", "P3", status="小康"))
    dropped = desk.receive(desk.row("刘志国", status="小康"))
    desk.apply(done)
    commands.discard(transfer_id=dropped.pk, by=desk.preparer, at=AT)

    for finished in (done, dropped):
        assert desk.hand_back(finished, at=AT + timedelta(days=29))
        with pytest.raises(NotAllowed, match="保存期"):  # also where the clock of deletion has not rung yet
            desk.hand_back(finished, at=AT + timedelta(days=30))
    commands.delete_expired_rows(at=AT + timedelta(days=29))
    assert all(row.typed() for row in done.households.all())
    commands.delete_expired_rows(at=AT + timedelta(days=30))
    commands.delete_expired_rows(at=AT + timedelta(days=31))

    assert not any(row.typed() for finished in (done, dropped) for row in finished.households.all())
    assert Event.objects.filter(kind="transfer.rows_deleted").count() == 2


def test_a_file_is_never_edited_and_moves_along_its_states(desk):
    transfer = desk.receive(desk.row("刘志国"))
    decision = desk.decide(desk.receive(desk.row("单建民", called="单建明")), same=True)

    for change in (
        lambda: Transfer.objects.filter(pk=transfer.pk).update(state="reading"),
        lambda: Transfer.objects.filter(pk=transfer.pk).update(purpose="别的用途"),
        lambda: MatchDecision.objects.filter(pk=decision.pk).update(same=False),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_same_page_sent_twice_is_one_file(desk):
    key = uuid.uuid4()
    content = TABLE.written([desk.row("刘志国")])
    desk.receive(content=content, key=key)
    commands.receive(key=key, purpose="第三季度数据", file_name="x.xlsx", content=content, by=desk.preparer, at=AT)

    assert (Transfer.objects.count(), Job.objects.count()) == (1, 1)
    with pytest.raises(NotAllowed, match="内容不同"):
        commands.receive(key=key, purpose="x", file_name="x.xlsx", content=b"other", by=desk.preparer, at=AT)


def test_what_becomes_of_a_column_is_said_of_columns_there_are():
    assert set(TAKEN) <= {column.key for column in TABLE.columns}
