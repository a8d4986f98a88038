"""追回: more moved than is due. A case opens by itself, money comes back by a plan two people agreed to, and both books stay true."""
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.refusal import NotAllowed
from audits.jobs import engine
from audits.models import Event
from benefits.models import MoneyLine, PayoutPart, Recovery
from benefits.payouts import commands as payouts
from benefits.payouts import equation
from benefits.recovery import commands, queries
from benefits.rosters import verdict
from tests.benefits.books import REWARD, YEAR, Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import AT
from tests.pages.numbers import file_text

pytestmark = pytest.mark.django_db
LAST_YEAR = (date(2025, 1, 1), date(2026, 1, 1))
ON = date(2026, 11, 20)


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county():
    with in_county():
        yield


@pytest.fixture
def overpaid(county, officials):
    """Somebody paid 960 yuan for last year of whom 360 was due, as is known now; and 960 is due for this year."""
    person = a_beneficiary()
    publish(owed(person, since=LAST_YEAR[0]))
    a_run_at("settled", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    publish(owed(person, 36000, since=LAST_YEAR[0]), owed(person))
    return person


def the_case():
    return Recovery.objects.get()


def planned(officials, kind="instalments", *, approve=True, **terms):
    known = {
        "instalments": {"each_fen": 20000, "first_due": date(2026, 12, 31)},
        "set_off": {"each_fen": 25000, "taken_from": REWARD, "consent": "同意抵扣书（2026-11-20）", "consented_on": ON},
        "write_off": {"amount_fen": 60000, "document": "张卫函〔2026〕9 号"},
    }[kind]
    plan = commands.propose_plan(
        recovery_id=the_case().pk, key=uuid.uuid4(), kind=kind, why="本人生活困难", by=officials.preparer, at=AT, **known | terms
    )
    if approve:
        commands.approve_plan(plan_id=plan.pk, by=officials.signer, at=AT)
        plan.refresh_from_db()
    return plan


def repaid(officials, amount_fen, *, receipt=None):
    about = {"receipt": receipt or uuid.uuid4(), "on": ON, "document": "缴款书 0087"}
    return commands.book_repayment(recovery_id=the_case().pk, amount_fen=amount_fen, by=officials.finance, at=AT, **about)


def moved(person, since):
    lines = MoneyLine.objects.filter(entitlement__person=person, entitlement__since=since).order_by("id")
    return [(line.kind, line.amount_fen) for line in lines]


def test_an_overpayment_opens_a_case_and_another_of_the_same_person_does_not(overpaid):
    publish(owed(overpaid, 0, since=LAST_YEAR[0]))

    case = the_case()
    assert (case.number, case.state, case.opened_fen, queries.open_fen(case)) == ("ZH370303-2026-0001", "open", 60000, 96000)
    assert queries.cases().get().open_fen == 96000


def test_what_was_due_and_is_not_paid_yet_opens_no_case(county):
    person = a_beneficiary()
    publish(owed(person))
    publish(owed(person, 0))

    assert not Recovery.objects.exists()


def test_a_case_closes_when_the_money_turns_out_to_be_due(overpaid):
    publish(owed(overpaid, since=LAST_YEAR[0]))

    assert (the_case().state, the_case().closed_at) == ("closed", AT)


def test_what_a_family_gives_back_is_booked_on_its_oldest_period_and_the_case_closes(overpaid, officials):
    repaid(officials, 20000)
    repaid(officials, 40000)

    assert moved(overpaid, LAST_YEAR[0])[-2:] == [("recovered", -20000), ("recovered", -40000)]
    assert (the_case().state, queries.open_fen(the_case())) == ("closed", 0)
    assert Event.objects.filter(kind="recovery.repaid").count() == 2


def test_the_same_receipt_is_booked_once(overpaid, officials):
    receipt = uuid.uuid4()
    repaid(officials, 20000, receipt=receipt)
    repaid(officials, 20000, receipt=receipt)

    assert queries.open_fen(the_case()) == 40000
    with pytest.raises(NotAllowed, match="内容不同"):
        repaid(officials, 30000, receipt=receipt)


def test_nobody_gives_back_more_than_was_overpaid(overpaid, officials):
    with pytest.raises(NotAllowed, match=r"尚未追回的只有 600\.00 元"):
        repaid(officials, 60001)


def test_a_repayment_booked_by_mistake_is_taken_back_by_another_and_the_case_opens_again(overpaid, officials):
    receipt = uuid.uuid4()
    repaid(officials, 60000, receipt=receipt)
    assert the_case().state == "closed"

    commands.reverse_repayment(recovery_id=the_case().pk, receipt=receipt, why="登错户", by=officials.reviewer, at=AT)

    assert (the_case().state, queries.open_fen(the_case())) == ("open", 60000)
    with pytest.raises(NotAllowed, match="已经冲正"):
        commands.reverse_repayment(recovery_id=the_case().pk, receipt=receipt, why="登错户", by=officials.reviewer, at=AT)


def test_a_plan_of_instalments_says_what_is_due_and_what_is_behind(overpaid, officials):
    plan = planned(officials)

    before = queries.schedule(plan, on=date(2026, 12, 30))
    assert (before.expected_fen, before.behind_fen, before.next_due) == (0, 0, date(2026, 12, 31))
    repaid(officials, 20000)
    after = queries.schedule(plan, on=date(2027, 2, 28))
    assert (after.expected_fen, after.repaid_fen, after.behind_fen, after.next_due) == (60000, 20000, 40000, date(2027, 1, 31))


def test_who_proposed_a_plan_does_not_decide_on_it(overpaid, officials):
    plan = planned(officials, approve=False)
    with pytest.raises(IntegrityError, match="a_recovery_plan_is_decided_by_another_person"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE benefits_recoveryplan SET state = 'approved', decided_by_id = proposed_by_id, decided_staff_no = proposed_staff_no, "
            "decided_at = now() WHERE id = %s", [plan.pk],
        )  # fmt: skip
    commands.refuse_plan(plan_id=plan.pk, why="每期过高", by=officials.signer, at=AT)
    plan.refresh_from_db()
    assert (plan.state, plan.ended_why) == ("refused", "每期过高")


def test_a_write_off_needs_a_document_and_another_person_and_is_booked_with_its_approval(overpaid, officials):
    planned(officials, "write_off", amount_fen=50000)

    assert moved(overpaid, LAST_YEAR[0])[-1] == ("written_off", -50000)
    assert queries.open_fen(the_case()) == 10000
    planned(officials, "write_off", amount_fen=10000)
    assert the_case().state == "closed"


def test_a_consented_set_off_is_kept_back_of_the_next_payout_and_moves_between_two_keys(overpaid, officials):
    planned(officials, "set_off")

    run = a_run_at("settled", officials)

    payout = run.payouts.get()
    parts = [(part.amount_fen, part.reason) for part in PayoutPart.objects.filter(payout=payout).order_by("id")]
    assert parts == [(96000, "continued"), (-25000, "deducted")]
    assert (payout.amount_fen, run.total_fen) == (71000, 71000)
    assert moved(overpaid, YEAR[0]) == [("set_off", 25000), ("handed", 71000), ("confirmed", 0)]
    assert moved(overpaid, LAST_YEAR[0])[-1] == ("set_off", -25000)
    assert sum(MoneyLine.objects.filter(kind="set_off").values_list("amount_fen", flat=True)) == 0
    assert queries.open_fen(the_case()) == 35000
    whole, _townships = equation.of(run)
    assert whole.balanced and whole.changes_fen["deducted"] == -25000


def test_the_bank_returns_what_it_was_handed_and_the_set_off_stands(overpaid, officials):
    planned(officials, "set_off")
    run = a_run_at("handed_over", officials)

    payouts.mark_returned(payout_id=run.payouts.get().pk, reason="户名不符", by=officials.finance, at=AT)

    assert moved(overpaid, YEAR[0]) == [("set_off", 25000), ("handed", 71000), ("returned", -71000)]
    assert queries.open_fen(the_case()) == 35000


def test_the_next_payout_follows_the_last_without_counting_what_was_kept_back(overpaid, officials):
    planned(officials, "set_off")
    a_run_at("settled", officials)
    publish(owed(overpaid, since=date(2027, 1, 1)))

    run = a_run_at("drafted", officials, since=date(2027, 1, 1), until=date(2028, 1, 1))

    parts = [(part.amount_fen, part.reason) for part in PayoutPart.objects.filter(payout__run=run).order_by("id")]
    assert parts == [(96000, "continued"), (-25000, "deducted")]
    whole, _townships = equation.of(run)
    assert whole.balanced and (whole.previous_fen, whole.current_fen) == (71000, 71000)


def test_nothing_is_kept_back_where_nothing_would_be_left_or_without_a_plan_that_holds(overpaid, officials):
    plan = planned(officials, "set_off", each_fen=60000)
    commands.end_plan(plan_id=plan.pk, why="本人撤回同意", by=officials.signer, at=AT)

    run = a_run_at("drafted", officials)

    assert run.payouts.get().amount_fen == 96000


def test_a_plan_ended_after_the_draft_stops_the_approval(overpaid, officials):
    plan = planned(officials, "set_off")
    run = a_run_at("drafted", officials)
    commands.end_plan(plan_id=plan.pk, why="本人撤回同意", by=officials.signer, at=AT)

    with pytest.raises(NotAllowed, match="已终止"):
        payouts.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)


MONEY = "INSERT INTO benefits_moneyline (division_code, entitlement_id, kind, amount_fen, grounds, at, by_id, {more}) SELECT division_code, id, "
FROM = " FROM benefits_entitlement WHERE since = "


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (MONEY.format(more="recovery_id, receipt") + "'recovered', -1, '追', now(), {post}, {case}, gen_random_uuid()" + FROM + "'2026-01-01'",
         "recovered_is_no_more_than_overpaid"),
        (MONEY.format(more="recovery_id, plan_id") + "'written_off', -1, '核', now(), {post}, {case}, {plan}" + FROM + "'2025-01-01'",
         "money_comes_back_by_its_case"),
        (MONEY.format(more="recovery_id") + "'set_off', -1, '同意', now(), {post}, {case}" + FROM + "'2025-01-01'",
         "money_names_its_payout_or_its_recovery"),
        ("UPDATE benefits_recovery SET state = 'closed', closed_at = now()", "a_recovery_closes_when_nothing_is_open"),
        ("UPDATE benefits_recovery SET opened_fen = 1", "recoveries_are_never_edited"),
        ("UPDATE benefits_recoveryplan SET each_fen = 1", "recovery_plans_are_never_edited"),
        ("UPDATE benefits_recoveryplan SET state = 'proposed', decided_by_id = NULL, decided_staff_no = '', decided_at = NULL",
         "recovery_plans_are_never_edited"),
        ("INSERT INTO benefits_recoveryplan (division_code, key, recovery_id, kind, state, each_fen, taken_from, consent, document, why, "
         "proposed_by_id, proposed_staff_no, proposed_at, decided_staff_no, ended_why) "
         "SELECT division_code, gen_random_uuid(), id, 'set_off', 'proposed', "
         "1, 'rural_reward', '', '', '无', {user}, '{staff_no}', now(), '', '' FROM benefits_recovery", "set_off_needs_consent"),
    ],
)  # fmt: skip
def test_the_database_refuses(overpaid, officials, statement, name):
    plan, post = planned(officials), officials.finance
    values = {"post": post.pk, "case": the_case().pk, "plan": plan.pk, "user": post.user_id, "staff_no": post.staff_no}
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**values))
    assert refused.value.__cause__.diag.constraint_name == name


def test_the_database_refuses_a_deduction_without_consent_and_a_repayment_taken_back_in_part(overpaid, officials):
    plan, post = planned(officials), officials.finance
    a_run_at("drafted", officials)
    deduction = (
        "INSERT INTO benefits_payoutpart (division_code, payout_id, entitlement_id, amount_fen, reason, open, plan_id) SELECT p.division_code, p.id, "
        f"e.id, -1, 'deducted', true, {plan.pk} FROM benefits_payout p, benefits_entitlement e WHERE p.state = 'drafted' AND e.since = '2025-01-01'"
    )
    repaid(officials, 20000)
    in_part = MONEY.format(more="recovery_id, receipt, reverses_id") + (
        f"'recovered', 1, '冲', now(), {post.pk}, {the_case().pk}, gen_random_uuid(), (SELECT id FROM benefits_moneyline WHERE kind = 'recovered')"
    )

    for statement, name in (
        (deduction, "deductions_rest_on_a_consented_plan"), (in_part + FROM + "'2025-01-01'", "a_repayment_is_reversed_whole")
    ):  # fmt: skip
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert refused.value.__cause__.diag.constraint_name == name


def test_another_county_sees_no_case(overpaid):
    with in_county("520115000000"):
        assert not Recovery.objects.exists()


def test_a_family_is_told_by_a_sealed_paper_that_anybody_can_check(overpaid, officials, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "signing"
    notice = commands.issue_notice(recovery_id=the_case().pk, by=officials.preparer, at=AT)
    assert commands.issue_notice(recovery_id=the_case().pk, by=officials.preparer, at=AT).pk == notice.pk

    engine.work(notice.job_id)

    notice.refresh_from_db()
    paper = commands.download_notice(notice_id=notice.pk, by=officials.finance, at=AT).seal
    said = file_text(paper.media_type, bytes(paper.content))
    assert "追回告知书" in said and "张桂兰" in said and "600.00" in said and "不经本人同意不从以后的发放中扣回" in said
    assert "1960-03-12" not in said and overpaid.number()[-4:] not in said.replace("-", "")[:200]
    assert verdict.of_code(notice.code).state == "unchanged" and verdict.of_file(bytes(paper.content)).state == "unchanged"
    repaid(officials, 20000)
    assert commands.issue_notice(recovery_id=the_case().pk, by=officials.preparer, at=AT).pk != notice.pk
