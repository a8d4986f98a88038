"""错发: money that reached the wrong hands is owed again to whom it was due and asked back from whoever has it; both books stay true."""
import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event
from benefits import beneficiaries
from benefits.models import Entitlement, MoneyLine, PayoutPart, Recovery, WrongPayment
from benefits.monitoring import sources
from benefits.payouts import commands as payouts
from benefits.payouts import equation
from benefits.recovery import commands as recovery
from benefits.recovery import queries, telling
from benefits.rosters import verdict
from benefits.wrong_payments import commands
from households.commands import change_account
from households.models import Account
from tests.benefits.books import REWARD, YEAR, Officials, a_beneficiary, a_run_at, an_account, an_official, in_county, owed, publish
from tests.benefits.desk import LOSS
from tests.builders import AT, QINGSHI
from tests.pages.numbers import file_text

pytestmark = pytest.mark.django_db
LAST_YEAR = (date(2025, 1, 1), date(2026, 1, 1))
NEXT = (date(2027, 1, 1), date(2028, 1, 1))


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county():
    with in_county():
        yield


@pytest.fixture
def payout(county, officials):
    """960 yuan for this year that the bank confirmed."""
    publish(owed(a_beneficiary()))
    return a_run_at("settled", officials).payouts.get()


def said(kind="account", **more):
    known = {"receiver": "", "bank": "", "account": "", "learnt": date(2026, 11, 20), "document": "农商银行核查函 12 号", "why": "账号录错一位"}
    return {"kind": kind} | known | more


def found(payout, officials, kind="account", **more):
    told = said(kind, **more)
    shown = commands.preview_wrong_payment(payout_id=payout.pk, said=told, by=officials.preparer, at=AT)
    about = {"payout_id": payout.pk, "said": told, "preview_hash": shown.hash, "by": officials.preparer, "at": AT}
    return commands.propose_wrong_payment(key=uuid.uuid4(), **about)


def booked(payout, officials, kind="account", **more):
    return commands.book_wrong_payment(wrong_payment_id=found(payout, officials, kind, **more).pk, by=officials.finance, at=AT)


def moved(**which):
    return list(MoneyLine.objects.filter(**which).order_by("id").values_list("kind", "amount_fen"))


def all_moved():
    return MoneyLine.objects.aggregate(fen=Sum("amount_fen"))["fen"]


def the_person():
    return Entitlement.objects.exclude(person=None).first().person


def repaid(case, officials, amount_fen):
    about = {"receipt": uuid.uuid4(), "on": AT.date(), "document": "银行退回凭证 3", "by": officials.finance, "at": AT}
    return recovery.book_repayment(recovery_id=case.pk, amount_fen=amount_fen, **about)


def test_what_went_astray_is_shown_before_anything_is_written(payout, officials):
    shown = commands.preview_wrong_payment(payout_id=payout.pk, said=said(), by=officials.preparer, at=AT)

    (key,) = shown.keys
    assert (key.due_fen, key.moved_fen, key.moved_now_fen, key.owed_fen, key.owed_now_fen) == (96000, 96000, 0, 0, 96000)
    assert (shown.amount_fen, shown.owed_again_fen) == (96000, 96000)
    assert not WrongPayment.objects.exists()


def test_booked_it_is_owed_again_and_a_case_stands_against_the_receiver(payout, officials):
    before = all_moved()
    wrong = found(payout, officials, receiver="李某")
    assert moved(kind="misdirected") == [] and all_moved() == before

    commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=officials.finance, at=AT)

    assert moved(entitlement__person=the_person()) == [("handed", 96000), ("confirmed", 0), ("misdirected", -96000)]
    assert moved(entitlement__beneficiary=wrong.beneficiary) == [("misdirected", 96000)]
    assert all_moved() == before
    case = Recovery.objects.get()
    assert (case.wrong_payment, case.run, case.person, case.opened_fen, queries.open_fen(case)) == (wrong, None, None, 96000, 96000)
    assert Event.objects.filter(kind__startswith="wrong_payment.").count() == 2


def test_the_next_payout_pays_it_as_arrears_once_the_account_is_put_right_and_the_equation_holds(payout, officials):
    booked(payout, officials)
    person = the_person()
    publish(owed(person, since=NEXT[0]))
    run = a_run_at("drafted", officials, since=NEXT[0], until=NEXT[1])
    (anomaly, _account) = run.payouts.get().anomalies
    assert (anomaly["kind"], anomaly["how"], anomaly["same"]) == ("went_astray", "account", True)
    with pytest.raises(NotAllowed, match="仍是错发的账户"):
        payouts.decide(run_id=run.pk, decisions={run.payouts.get().pk: ("approve", "已核实")}, by=officials.preparer, at=AT)
    payouts.discard_payout_run(run_id=run.pk, reason="更正账户", by=officials.preparer, at=AT)

    Account.objects.filter(person=person).update(withdrawn_at=AT, withdrawn_why="录错一位")
    an_account(person)
    run = a_run_at("settled", officials, since=NEXT[0], until=NEXT[1])

    parts = [(part.entitlement.since, part.amount_fen, part.reason) for part in PayoutPart.objects.filter(payout__run=run).order_by("id")]
    assert parts == [(YEAR[0], 96000, "arrears"), (NEXT[0], 96000, "continued")]
    whole, _townships = equation.of(run)
    assert whole.balanced and (whole.previous_fen, whole.changes_fen["arrears"], whole.current_fen) == (96000, 96000, 192000)
    assert sum(fen for _kind, fen in moved(entitlement__person=person, entitlement__since=YEAR[0])) == 96000


def test_no_scheme_pays_onto_a_wrong_account_until_it_is_put_right_or_recorded_again(payout, officials):
    person, later = the_person(), AT + timedelta(hours=1)
    booked(payout, officials)
    publish(owed(person, 59000, since=NEXT[0], scheme=LOSS))
    run = a_run_at("drafted", officials, since=NEXT[0], until=NEXT[1], schemes=[LOSS])
    (one,) = run.payouts.all()
    assert [anomaly["kind"] for anomaly in one.anomalies] == ["wrong_account"]
    with pytest.raises(NotAllowed, match="登记过错发"):
        payouts.decide(run_id=run.pk, decisions={one.pk: ("approve", "已核实")}, by=officials.preparer, at=AT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_payout SET decision = 'approve', reason = '已核实', decided_by_id = %s, decided_at = now() WHERE run_id = %s",
            [officials.preparer.user_id, run.pk],
        )
        cursor.execute("UPDATE benefits_payoutrun SET total_fen = 59000, people = 1, lines = 1 WHERE id = %s", [run.pk])
    with pytest.raises(NotAllowed, match="登记过错发"):
        payouts.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=AT.date())
    payouts.discard_payout_run(run_id=run.pk, reason="核实账户", by=officials.preparer, at=AT)

    clerk = an_official(Role.TOWNSHIP_CLERK, QINGSHI)
    about = {"holder_name": person.name, "bank": "农商银行", "number": payout.account_number()}
    change_account(household_id=person.memberships.get().household_id, person_id=person.pk, **about, by=clerk, at=later, source="存折")

    run = a_run_at("settled", officials, since=NEXT[0], until=NEXT[1], schemes=[LOSS], at=later)
    assert [(payout.amount_fen, payout.anomalies) for payout in run.payouts.all()] == [(59000, [])]


def test_whoever_rightly_has_the_account_money_went_astray_to_is_paid_onto_it(payout, officials):
    booked(payout, officials)
    namesake = a_beneficiary("王秀兰", account=False)
    an_account(namesake, number=payout.account_number())
    publish(owed(namesake, since=NEXT[0]))

    run = a_run_at("drafted", officials, since=NEXT[0], until=NEXT[1])

    assert [[anomaly["kind"] for anomaly in one.anomalies] for one in run.payouts.filter(person=namesake)] == [["shared_account"]]


def test_no_decision_made_past_the_list_pays_the_wrong_account_again(payout, officials):
    booked(payout, officials, "namesake", receiver="张桂兰")
    run = a_run_at("drafted", officials)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_payout SET decision = 'approve', reason = '已核实', decided_by_id = %s, decided_at = now() WHERE run_id = %s",
            [officials.preparer.user_id, run.pk],
        )
        cursor.execute("UPDATE benefits_payoutrun SET total_fen = 96000, people = 1, lines = 1 WHERE id = %s", [run.pk])

    with pytest.raises(NotAllowed, match="仍是错发的账户"):
        payouts.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=AT.date())


def test_where_the_bank_erred_the_account_on_record_is_right(payout, officials):
    wrong = booked(payout, officials, "bank", bank="工商银行", account="6222000000000017")

    run = a_run_at("settled", officials)

    assert (wrong.account_number(), run.payouts.get().state) == ("6222000000000017", "confirmed")
    assert [part.reason for part in PayoutPart.objects.filter(payout__run=run)] == ["arrears"]


def test_a_receiver_and_an_account_nobody_knows_are_shown_as_such(payout, officials):
    wrong = booked(payout, officials, "bank")

    assert (wrong.receiver, wrong.account_number(), wrong.account_hash) == ("", None, None)
    assert beneficiaries.owner(wrong.recovery, {}) == "收款人不明"


def test_money_the_bank_paid_twice_is_owed_to_nobody_again(payout, officials):
    before = all_moved()
    wrong = booked(payout, officials, "twice")

    assert moved(entitlement__person=the_person()) == [("handed", 96000), ("confirmed", 0)]
    assert (wrong.receiver, all_moved() - before) == ("张桂兰", 96000)
    assert a_run_at("drafted", officials).payouts.count() == 0


def test_the_bank_giving_the_money_back_closes_the_case_and_more_than_went_astray_is_refused(payout, officials):
    case = booked(payout, officials).recovery
    with pytest.raises(NotAllowed, match=r"尚未追回的只有 960\.00 元"):
        repaid(case, officials, 96001)

    repaid(case, officials, 36000)
    plan = recovery.propose_plan(
        recovery_id=case.pk, key=uuid.uuid4(), kind="write_off", why="收款人死亡无遗产", amount_fen=60000, document="张卫函〔2026〕9 号",
        by=officials.preparer, at=AT,
    )  # fmt: skip
    recovery.approve_plan(plan_id=plan.pk, by=officials.signer, at=AT)

    case.refresh_from_db()
    assert (case.state, queries.open_fen(case)) == ("closed", 0)
    assert sum(fen for _kind, fen in moved(entitlement__beneficiary__startswith="receiver:")) == 0


def test_a_receiver_has_nothing_to_set_off_from(payout, officials):
    case = booked(payout, officials).recovery
    terms = {"each_fen": 100, "taken_from": REWARD, "consent": "同意书", "consented_on": AT.date()}
    with pytest.raises(NotAllowed, match="没有可以抵扣的发放"):
        recovery.propose_plan(recovery_id=case.pk, key=uuid.uuid4(), kind="set_off", why="商定", by=officials.preparer, at=AT, **terms)


def test_only_confirmed_money_and_only_once(payout, officials):
    publish(owed(a_beneficiary("李秀英")))
    at_the_bank = a_run_at("handed_over", officials).payouts.get()
    with pytest.raises(NotAllowed, match="没有到账的请登记退汇"):
        found(at_the_bank, officials)
    refused = found(payout, officials)
    commands.refuse_wrong_payment(wrong_payment_id=refused.pk, why="本人已领到", by=officials.finance, at=AT)

    found(payout, officials)

    with pytest.raises(NotAllowed, match="已登记错发"):
        found(payout, officials)


def test_who_found_it_does_not_confirm_it_and_what_changed_is_not_confirmed(payout, officials):
    wrong = found(payout, officials)
    with pytest.raises(NotAllowed, match="财务"):
        commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=officials.preparer, at=AT)
    with pytest.raises(IntegrityError, match="a_wrong_payment_is_confirmed_by_another_person"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_wrongpayment SET state = 'booked', decided_by_id = proposed_by_id, decided_staff_no = proposed_staff_no, "
            "decided_at = now()"
        )
    publish(owed(the_person(), 36000))

    with pytest.raises(NotAllowed, match="登记之后有变动"):
        commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=officials.finance, at=AT)


def test_a_preview_that_is_old_is_not_confirmed(payout, officials):
    told = said()
    shown = commands.preview_wrong_payment(payout_id=payout.pk, said=told, by=officials.preparer, at=AT)
    about = {"key": uuid.uuid4(), "payout_id": payout.pk, "preview_hash": shown.hash, "by": officials.preparer, "at": AT}
    with pytest.raises(NotAllowed, match="预览之后有变动"):
        commands.propose_wrong_payment(said=told | {"receiver": "李某"}, **about)

    first = commands.propose_wrong_payment(said=told, **about)
    assert commands.propose_wrong_payment(said=told, **about).pk == first.pk


def test_an_overpayment_of_the_same_money_ends_when_it_went_to_somebody_else(payout, officials):
    publish(owed(the_person(), 36000))
    overpaid = Recovery.objects.get()

    wrong = booked(payout, officials)

    overpaid.refresh_from_db()
    assert (overpaid.state, queries.open_fen(wrong.recovery)) == ("closed", 96000)
    assert a_run_at("drafted", officials).payouts.get().amount_fen == 36000


def test_what_was_written_off_is_not_paid_again(payout, officials):
    publish(owed(the_person(), 36000))
    plan = recovery.propose_plan(
        recovery_id=Recovery.objects.get().pk, key=uuid.uuid4(), kind="write_off", why="困难", amount_fen=60000, document="文",
        by=officials.preparer, at=AT,
    )  # fmt: skip
    recovery.approve_plan(plan_id=plan.pk, by=officials.signer, at=AT)
    wrong = found(payout, officials)

    with pytest.raises(NotAllowed, match="已经核销"):
        commands.book_wrong_payment(wrong_payment_id=wrong.pk, by=officials.finance, at=AT)


def test_what_went_astray_is_no_support_received(payout, officials):
    family = payout.household_id
    assert [fen for _year, fen in sources.of_household(family)] == [960_00]

    booked(payout, officials)

    assert sources.of_household(family) == []


MONEY = (
    "INSERT INTO benefits_moneyline (division_code, entitlement_id, kind, amount_fen, grounds, at, by_id, payout_id, wrong_payment_id) "
    "SELECT division_code, id, 'misdirected', {fen}, '函', now(), {post}, {payout}, {wrong} FROM benefits_entitlement"
)
WRONG = "UPDATE benefits_wrongpayment SET state = 'booked', decided_by_id = {user}, decided_staff_no = '{staff_no}', decided_at = now(){more}"


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        ([MONEY.replace("{fen}", "-96000")], "misdirected_money_is_booked_with_its_confirmation"),
        ([WRONG.replace("{more}", ""), MONEY.replace("{fen}", "-96000")], "a_wrong_payment_is_booked_whole"),
        ([WRONG.replace("{more}", ""), "SET CONSTRAINTS ALL IMMEDIATE"], "a_wrong_payment_is_booked_whole"),
        ([WRONG.replace("{more}", ", receiver = '别人'")], "wrong_payments_are_never_edited"),
        (["UPDATE benefits_wrongpayment SET why = '别的'"], "wrong_payments_are_never_edited"),
        (["INSERT INTO benefits_wrongpayment (division_code, number, key, payout_id, kind, receiver, bank, learnt, document, why, amount_fen, "
          "preview_hash, state, proposed_by_id, proposed_staff_no, proposed_at, decided_staff_no, refused_why, reversing_why, reversing_staff_no, "
          "reversed_staff_no) SELECT division_code, 'X', "
          "gen_random_uuid(), payout_id, kind, '', '', learnt, document, why, amount_fen, preview_hash, 'proposed', proposed_by_id, "
          "proposed_staff_no, proposed_at, '', '', '', '', '' FROM benefits_wrongpayment"], "a_payout_goes_astray_once"),
    ],
)  # fmt: skip
def test_the_database_refuses(payout, officials, statements, name):
    wrong, post = found(payout, officials), officials.finance
    values = {"post": post.pk, "payout": payout.pk, "wrong": wrong.pk, "user": post.user_id, "staff_no": post.staff_no}
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**values))
    assert refused.value.__cause__.diag.constraint_name == name


def test_nothing_is_ever_due_to_a_receiver(payout, officials):
    wrong = booked(payout, officials)
    line = owed(the_person()) | {"beneficiary": wrong.beneficiary, "person_id": None}

    with pytest.raises(IntegrityError, match="没有应发额"), transaction.atomic():
        publish(line)


def test_the_receiver_is_told_by_a_letter_that_names_nobody_else(payout, officials, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "signing"
    case = booked(payout, officials, receiver="李某").recovery
    notice = recovery.issue_notice(recovery_id=case.pk, by=officials.preparer, at=AT)
    engine.work(notice.job_id)

    notice.refresh_from_db()
    printed = file_text(notice.seal.media_type, bytes(notice.seal.content))
    assert "李某" in printed and "960.00" in printed and "张桂兰" not in printed and "奖励扶助" not in printed


def taken_back(wrong, officials):
    commands.propose_reversal(wrong_payment_id=wrong.pk, why="本人存折已到账", by=officials.preparer, at=AT)
    return commands.confirm_reversal(wrong_payment_id=wrong.pk, by=officials.finance, at=AT)


def test_one_booked_by_mistake_is_taken_back_by_two_people_and_the_payout_may_be_found_again(payout, officials, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "signing"
    wrong = booked(payout, officials)
    notice = recovery.issue_notice(recovery_id=wrong.recovery.pk, by=officials.preparer, at=AT)
    engine.work(notice.job_id)
    with pytest.raises(NotAllowed, match="初核"):
        commands.propose_reversal(wrong_payment_id=wrong.pk, why="已到账", by=officials.finance, at=AT)

    taken_back(wrong, officials)

    assert moved(entitlement__person=the_person())[2:] == [("misdirected", -96000), ("misdirected", 96000)]
    assert moved(entitlement__beneficiary=wrong.beneficiary) == [("misdirected", 96000), ("misdirected", -96000)]
    assert all(line.reverses.amount_fen == -line.amount_fen for line in MoneyLine.objects.exclude(reverses=None).select_related("reverses"))
    case = Recovery.objects.get()
    assert (case.state, case.closed_at, queries.open_fen(case)) == ("closed", AT, 0)
    notice.refresh_from_db()
    assert verdict.of_code(notice.code).state == "void"
    assert [fen for _year, fen in sources.of_household(payout.household_id)] == [960_00]
    again = booked(payout, officials, "bank")
    assert moved(entitlement__beneficiary=again.beneficiary) == [("misdirected", 96000)]
    kinds = Event.objects.filter(kind__startswith="wrong_payment.reversal").values_list("kind", flat=True)
    assert list(kinds) == ["wrong_payment.reversal_proposed"] and Event.objects.filter(kind="wrong_payment.reversed").count() == 1


def test_finance_may_leave_it_as_it_was_booked(payout, officials):
    wrong = booked(payout, officials)
    commands.propose_reversal(wrong_payment_id=wrong.pk, why="本人存折已到账", by=officials.preparer, at=AT)

    wrong = commands.refuse_reversal(wrong_payment_id=wrong.pk, why="银行回函确未到账", by=officials.finance, at=AT)

    assert (wrong.state, wrong.reversing_why, wrong.reversing_by, queries.open_fen(wrong.recovery)) == ("booked", "", None, 96000)


def test_what_was_paid_again_or_came_back_is_not_taken_back(payout, officials):
    wrong = booked(payout, officials, "bank")
    run = a_run_at("drafted", officials)
    with pytest.raises(NotAllowed, match="请先在该批次中撤下"):
        taken_back(wrong, officials)
    payouts.discard_payout_run(run_id=run.pk, reason="撤销错发", by=officials.preparer, at=AT)
    repaid(wrong.recovery, officials, 10000)
    with pytest.raises(NotAllowed, match="已有退款或核销"):
        taken_back(wrong, officials)
    receipt = MoneyLine.objects.get(kind="recovered").receipt
    recovery.reverse_repayment(recovery_id=wrong.recovery.pk, receipt=receipt, why="登错户", by=officials.reviewer, at=AT)
    a_run_at("settled", officials)

    with pytest.raises(NotAllowed, match="已经补发给应得的人"):
        taken_back(wrong, officials)


def test_money_paid_twice_is_taken_back_as_well_and_what_is_too_much_then_has_a_case(payout, officials):
    taken_back(booked(payout, officials, "twice"), officials)
    wrong = booked(payout, officials)
    publish(owed(the_person(), 36000))  # while it was astray nothing was too much
    assert not Recovery.objects.filter(person__isnull=False).exists()

    taken_back(wrong, officials)

    case = Recovery.objects.get(person__isnull=False)
    assert (case.state, case.opened_fen, queries.open_fen(case), Recovery.objects.filter(state="open").count()) == ("open", 60000, 60000, 1)


BY_SIGN = "CASE WHEN beneficiary LIKE 'person:%' THEN 95000 ELSE -95000 END"
REVERSED = (
    "UPDATE benefits_wrongpayment SET state = 'reversed', reversed_by_id = {user}, reversed_staff_no = '{staff_no}', reversed_at = now()"
)
REVERSING = MONEY.replace("wrong_payment_id)", "wrong_payment_id, reverses_id)").replace("{wrong} FROM benefits_entitlement", (
    "{wrong}, (SELECT m.id FROM benefits_moneyline m WHERE m.kind = 'misdirected' AND m.entitlement_id = benefits_entitlement.id) "
    "FROM benefits_entitlement WHERE beneficiary LIKE 'person:%'"
))  # fmt: skip


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        ([REVERSED, "SET CONSTRAINTS ALL IMMEDIATE"], "a_wrong_payment_is_reversed_whole"),
        ([REVERSED, REVERSING.replace("{fen}", "96000")], "a_wrong_payment_is_reversed_whole"),
        ([REVERSED, REVERSING.replace("{fen}", BY_SIGN).replace(" WHERE beneficiary LIKE 'person:%'", "")], "a_repayment_is_reversed_whole"),
        ([REVERSING.replace("{fen}", "96000")], "misdirected_money_is_booked_with_its_confirmation"),
        ([REVERSED.replace("{user}", "reversing_by_id").replace("'{staff_no}'", "reversing_staff_no")],
         "a_wrong_payment_is_reversed_by_another_person"),
        (["UPDATE benefits_wrongpayment SET reversing_why = '别的'"], "wrong_payments_are_never_edited"),
        (["PAID AGAIN", REVERSED], "what_was_paid_again_is_not_taken_back"),
        (["CAME BACK", REVERSED], "what_came_back_is_not_taken_back"),
    ],
)  # fmt: skip
def test_the_database_takes_nothing_back_by_half(payout, officials, statements, name):
    wrong, post = booked(payout, officials, "bank"), officials.finance
    commands.propose_reversal(wrong_payment_id=wrong.pk, why="已到账", by=officials.preparer, at=AT)
    values = {"post": post.pk, "payout": payout.pk, "wrong": wrong.pk, "user": post.user_id, "staff_no": post.staff_no}
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            if statement == "PAID AGAIN":
                a_run_at("settled", officials)
            elif statement == "CAME BACK":
                repaid(wrong.recovery, officials, 10000)
            else:
                cursor.execute(statement.format(**values))
    assert refused.value.__cause__.diag.constraint_name == name


def test_a_receiver_learnt_later_is_noted_beside_what_was_recorded_and_the_letter_is_addressed_to_them(payout, officials):
    wrong = booked(payout, officials, "bank")
    about = {"wrong_payment_id": wrong.pk, "document": "银行回函", "by": officials.preparer, "at": AT}
    for name, bank in (("李某", ""), ("李某某", "工商银行"), ("李某某", "工商银行")):
        commands.note_receiver(receiver=name, bank=bank, **about)

    assert list(wrong.receiver_notes.values_list("receiver", "bank")) == [("李某", ""), ("李某某", "工商银行")]
    assert (wrong.receiver, telling.content(wrong.recovery)["name"]) == ("", "李某某")
    with pytest.raises(NotAllowed, match="至少填一项"):
        commands.note_receiver(receiver="", bank="", **about)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE benefits_receivernote SET receiver = '别人'")
