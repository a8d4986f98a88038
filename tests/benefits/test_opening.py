"""期初结转: what was paid before the ledgers begin enters both books once, as it was, and no run computes it again."""
import uuid
from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from benefits.models import Entitlement, EntitlementLine, MoneyLine, Opening, OpeningBalance
from benefits.opening import commands, sheet
from benefits.runs import commands as runs
from benefits.runs import evidence
from households import identity
from households.models import Account
from tests.benefits.books import REWARD, Officials, a_beneficiary, a_run_at, an_account, in_county, owed, publish
from tests.benefits.desk import Desk, two_girls
from tests.builders import AT, ELSEWHERE, GUANSHANHU, JIEFANG
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db
HEADINGS = [column.heading for column in sheet.COLUMNS]
LEDGER = date(2024, 1, 1)


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county(officials):
    with in_county():
        runs.open_ledger(scheme=REWARD, since=LEDGER, by=officials.preparer, at=AT)
        yield


def typed(person, **cells):
    """The cells of a row as somebody types them: 960 yuan for the year 2023."""
    said = {
        "身份证号": person.number(), "姓名": person.name, "扶助项目": REWARD, "享受起始月": "2021-01", "发放起月": "2023-01", "发放止月": "2023-12",
        "实发金额": "960.00",
    } | cells  # fmt: skip
    return [said.get(heading) for heading in HEADINGS]


def entered(officials, *rows, key=None, content=b"x"):
    read, problems = sheet.read([(1, HEADINGS), *enumerate(rows, 2)])
    assert problems == []
    return commands.enter(
        key=key or uuid.uuid4(), rows=read, content=content, file_name="期初.xlsx", source="原系统导出（样例）", by=officials.preparer, at=AT
    )


def booked(officials, *rows):
    balance = entered(officials, *rows)
    commands.reconcile(balance_id=balance.pk, finance_fen=balance.paid_fen, document="对账单 1", by=officials.finance, at=AT)
    commands.check(balance_id=balance.pk, by=officials.reviewer, at=AT)
    return commands.sign(balance_id=balance.pk, by=officials.signer, at=AT)


def problems(*rows):
    return [(problem.row, problem.heading, problem.sentence) for problem in sheet.read([(1, HEADINGS), *enumerate(rows, 2)])[1]]


def refused(officials, *rows):
    with pytest.raises(commands.Faulty) as raised:
        entered(officials, *rows)
    return [(problem.row, problem.heading) for problem in raised.value.problems]


def test_what_was_paid_before_stands_in_both_books_once_two_have_signed(county, officials):
    person = a_beneficiary(account=False)

    balance = booked(officials, typed(person, 账号="6217 0000 1234 5678", 开户行="农商银行"))

    key = Entitlement.objects.get()
    assert (key.beneficiary, key.scheme, key.since, key.until, key.component) == (
        f"person:{person.pk}", REWARD, date(2023, 1, 1), LEDGER, "opening"
    )  # fmt: skip
    assert [(line.amount_fen, line.opening_id, line.run_id) for line in key.lines.all()] == [(96000, balance.pk, None)]
    assert [(line.kind, line.amount_fen) for line in key.money_lines.all()] == [("opening", 96000)]
    assert Account.objects.get(person=person).number() == "6217000012345678"
    assert "期初结转表" in evidence.of_book_line(EntitlementLine.objects.select_related("opening", "entitlement").get())["note"]


def test_an_account_already_on_record_stays(county, officials):
    person = a_beneficiary(account=False)
    an_account(person, number="6217999988887777")

    booked(officials, typed(person, 账号="6217000012345678", 开户行="农商银行"))

    assert Account.objects.get(person=person).number() == "6217999988887777"


def test_what_was_due_and_not_paid_goes_into_the_next_payout_as_arrears(county, officials):
    person = a_beneficiary()
    booked(officials, typed(person, 应发金额="960", 实发金额="720"))

    run = a_run_at("drafted", officials, since=date(2024, 1, 1), until=date(2025, 1, 1))

    assert [(part.amount_fen, part.reason) for part in run.payouts.get().parts.all()] == [(24000, "arrears")]


def test_no_run_computes_what_was_carried_over(officials):
    desk = Desk()
    desk.register(two_girls())
    with desk.inside():
        since = Opening.objects.get(scheme=REWARD).since
        wife = desk.person("张桂兰")
        before = {"发放起月": f"{since.year - 1}-01", "发放止月": f"{since.year - 1}-12"}
        booked(officials, typed(wife, **before))

    desk.published(since=date(since.year - 1, 1, 1))

    with desk.inside():
        carried = Entitlement.objects.get(component="opening")
        assert [line.amount_fen for line in carried.lines.all()] == [96000]


@pytest.mark.parametrize(
    ("place", "village", "scheme", "whose"),
    [(JIEFANG, "410802001001", "second_child_waiver_award", "couple"), (GUANSHANHU, ELSEWHERE, "project_fund", "household")],
)
def test_what_a_couple_or_a_family_had_stands_under_their_own_key_whichever_of_them_the_row_names(db, place, village, scheme, whose):
    officials, desk = Officials(place), Desk(place)
    family = desk.register(a_bereaved_couple(village=village))
    with desk.inside():
        husband, wife, single = desk.person("单建民"), desk.person("曾秀英"), a_beneficiary(village=village)
        rows = [typed(person, 扶助项目=scheme) for person in (wife, husband, single)]
        assert refused(officials, *rows[:2]) == [(3, "发放起月")]
        if whose == "couple":
            assert refused(officials, rows[2]) == [(2, "身份证号")]

        booked(officials, rows[0])

        key = Entitlement.objects.get()
        expected = {"couple": f"couple:{husband.pk}+{wife.pk}", "household": f"household:{family.pk}"}[whose]
        assert (key.beneficiary, key.person_id, key.household_id) == (expected, None, family.pk)
        assert [line.amount_fen for line in (*key.lines.all(), *key.money_lines.all())] == [96000, 96000]


def test_since_and_category_are_shown_and_exported_and_decide_nothing(client, officials):
    """The same family with and without them: the ledger says the same, and the page says that it does not read them."""
    desk = Desk()
    desk.register(two_girls())
    with desk.inside():
        wife = desk.person("张桂兰")
        balance = booked(officials, typed(wife, 享受起始月="1999-01", 类别="独女户"))
    with_it = desk.lines(desk.simulate())
    desk.register(two_girls(people=tuple(replace(person, name=f"另{person.name}") for person in two_girls().people)))

    lines = desk.lines(desk.simulate())

    assert {year: fen for (name, _, year), fen in lines.items() if name == "另张桂兰"} == {year: fen for (_, _, year), fen in with_it.items()} != {}
    client.force_login(officials.preparer.user)
    for name, args in (("opening_balance", [balance.pk]), ("new_opening_balance", [])):
        assert "核算不看这两栏" in client.get(reverse(f"benefits:{name}", args=args)).content.decode()


def test_finance_says_another_sum_and_nothing_goes_on(county, officials):
    balance = entered(officials, typed(a_beneficiary()))

    with pytest.raises(NotAllowed, match=r"相差 40\.00 元"):
        commands.reconcile(balance_id=balance.pk, finance_fen=100000, document="对账单 1", by=officials.finance, at=AT)

    balance.refresh_from_db()
    assert balance.state == "entered"


def test_four_people_bring_it_into_the_books(county, officials):
    balance = entered(officials, typed(a_beneficiary()))
    for command in (commands.check, commands.sign):
        with pytest.raises(NotAllowed):
            command(balance_id=balance.pk, by=officials.signer, at=AT)
    with pytest.raises(NotAllowed):
        commands.reconcile(balance_id=balance.pk, finance_fen=96000, document="1", by=officials.preparer, at=AT)
    assert not EntitlementLine.objects.exists()


def test_the_same_file_sent_twice_is_one(county, officials):
    person, key = a_beneficiary(), uuid.uuid4()
    entered(officials, typed(person), key=key)
    entered(officials, typed(person), key=key)
    assert OpeningBalance.objects.count() == 1
    with pytest.raises(NotAllowed, match="内容不同"):
        entered(officials, typed(person), key=key, content=b"y")


def test_a_file_is_taken_whole_or_not_at_all(county, officials):
    known, stranger = a_beneficiary(), a_beneficiary("李秀英")
    rows = [
        typed(known), typed(stranger, 姓名="李秀兰"), typed(known, 发放起月="2023-06"), typed(stranger, 发放止月="2024-02"),
        typed(stranger, 身份证号="99920119550101122" + identity.check_digit("99920119550101122")), typed(stranger, 扶助项目="bereavement_lump_sum"),
    ]  # fmt: skip

    assert refused(officials, *rows) == [(3, "姓名"), (4, "发放起月"), (5, "发放止月"), (6, "身份证号"), (7, "扶助项目")]
    assert not OpeningBalance.objects.exists()


def test_months_on_file_already_are_not_carried_over_again(county, officials):
    person = a_beneficiary()
    booked(officials, typed(person))
    assert refused(officials, typed(person, 发放起月="2023-12")) == [(2, "发放起月")]


def test_a_cell_that_cannot_be_says_so(county):
    person = a_beneficiary()
    assert [found[:2] for found in problems(typed(person, 身份证号="123"), typed(person, 发放起月="去年"), typed(person, 实发金额="九百六"))] == [
        (2, "身份证号"), (3, "发放起月"), (4, "实发金额")
    ]  # fmt: skip
    assert problems(typed(person, 姓名=None)) == [(2, "姓名", "没有填写。")]
    assert problems(typed(person, 发放止月="2022-12")) == [(2, "发放止月", "早于发放起月。")]
    assert [found[:2] for found in problems(typed(person, 应发金额="900"))] == [(2, "应发金额")]
    with pytest.raises(sheet.Unlike, match="身份证号"):
        sheet.read([(1, ["姓名"]), (2, ["张三"])])


def test_a_discarded_file_leaves_its_months_free(county, officials):
    person = a_beneficiary()
    balance = entered(officials, typed(person))
    commands.discard(balance_id=balance.pk, reason="导错年份", by=officials.preparer, at=AT)
    booked(officials, typed(person))
    assert MoneyLine.objects.get().amount_fen == 96000


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("INSERT INTO benefits_entitlementline (division_code, entitlement_id, opening_id, amount_fen, value_ids, values_revision, values_hash, "
         "recorded_at) SELECT division_code, id, {balance}, 1, '{{}}', 0, '', now() FROM benefits_entitlement",
         "an_opening_balance_books_an_entitlement_once"),
        ("UPDATE benefits_openingbalance SET state = 'checked'", "opening_balances_move_along_their_states"),
        ("UPDATE benefits_openingbalance SET finance_fen = 1", "opening_balances_move_along_their_states"),
        ("INSERT INTO benefits_moneyline (division_code, entitlement_id, opening_id, kind, amount_fen, grounds, at, by_id) "
         "SELECT division_code, id, {balance}, 'opening', 1, '', now(), {post} FROM benefits_entitlement", "an_opening_entry_is_booked_once"),
        ("INSERT INTO benefits_moneyline (division_code, entitlement_id, kind, amount_fen, grounds, at, by_id, opening_id) "
         "SELECT division_code, id, 'opening', 1, '', now(), {post}, {balance} FROM benefits_entitlement WHERE since >= '2026-01-01'",
         "opening_money_is_what_was_signed"),
    ],
)  # fmt: skip
def test_the_database_refuses(county, officials, statement, name):
    person = a_beneficiary()
    balance = booked(officials, typed(person))
    publish(owed(person))
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(balance=balance.pk, post=officials.finance.pk))
    assert refusal.value.__cause__.diag.constraint_name == name


def test_another_county_sees_nothing(county, officials):
    booked(officials, typed(a_beneficiary()))
    with in_county("520115000000"):
        assert not OpeningBalance.objects.exists()

