"""A payout run from draft to bank: who may do what, what stops it, what it leaves behind."""
import uuid
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.models import Block, Event, Job
from benefits.models import Citation, MoneyLine, PayoutPart, PayoutRun, PolicyConfirmation, PolicyValue
from benefits.payouts import commands, states
from benefits.recovery import queries as recovery
from households.models import Account
from tests.benefits.books import (
    ON,
    REWARD,
    YEAR,
    Officials,
    a_beneficiary,
    a_run_at,
    an_account,
    an_official,
    collect,
    in_county,
    owed,
    publish,
    step,
)
from tests.builders import AT, ELSEWHERE, LIUGOU, QINGSHI, SHANGPING

pytestmark = pytest.mark.django_db
LAST_YEAR = (date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def officials():
    return Officials()


@pytest.fixture
def county():
    with in_county():
        yield


def balance(person):
    """What of a person's keys is still to be paid, in fen."""
    keys = person.entitlements.all()
    return sum(line.amount_fen for key in keys for line in key.lines.all()) - sum(line.amount_fen for key in keys for line in key.money_lines.all())


def test_three_people_approve_and_a_fourth_hands_over(county, officials):
    people = [a_beneficiary("张桂兰"), a_beneficiary("李秀英", village=SHANGPING)]
    publish(*(owed(person) for person in people))

    run = a_run_at("settled", officials)

    assert (run.state, run.total_fen, run.people, run.lines) == ("settled", 192000, 2, 2)
    assert [run.prepared_by, run.reviewed_by, run.signed_by, run.handed_over_by] == [
        officials.preparer.user, officials.reviewer.user, officials.signer.user, officials.finance.user,
    ]  # fmt: skip
    assert [payout.state for payout in run.payouts.all()] == ["confirmed", "confirmed"]
    assert [balance(person) for person in people] == [0, 0]
    kinds = Event.objects.filter(subject_kind="benefits.payoutrun").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == [f"payout_run.{verb}" for verb in ("drafted", "collected", "prepared", "reviewed", "signed", "handed_over", "settled")]


def test_the_head_of_the_journal_s_last_block_is_kept_with_the_signature(county, officials):
    publish(owed(a_beneficiary()))
    block = Block.objects.create(at=AT, events=1, high_event=1, root=b"root", head=b"head")

    run = a_run_at("signed", officials)

    assert (run.signed_block, run.signed_head) == (block.pk, b"head".hex())


@pytest.mark.parametrize(
    ("state", "target", "role"), [("prepared", "reviewed", "reviewer"), ("reviewed", "signed", "signer"), ("signed", "handed_over", "finance")]
)
def test_maker_cannot_approve_by_another_account_of_theirs(county, officials, state, target, role):
    publish(owed(a_beneficiary()))
    run = a_run_at(state, officials)
    same_person = an_official(getattr(officials, role).role, staff_no=officials.preparer.staff_no)
    setattr(officials, role, same_person)

    with pytest.raises(NotAllowed, match="须由另一人"):
        step(run, target, officials)


def test_a_step_is_taken_by_its_role_and_no_other(county, officials):
    publish(owed(a_beneficiary()))
    run = a_run_at("drafted", officials)
    posts = [an_official(role) for role in Role]
    path = {states.PREPARE: "prepared", states.REVIEW: "reviewed", states.SIGN: "signed", states.HAND_OVER: "handed_over", states.SETTLE: "settled"}

    for move, target in path.items():
        assert {post.role for post in posts if states.why_not(run, move, by=post) is None} == set(move.roles)
        run = step(run, target, officials)


def test_a_run_is_only_approved_as_it_was_shown(county, officials):
    publish(owed(a_beneficiary()))
    run = a_run_at("prepared", officials)

    with pytest.raises(NotAllowed, match="刷新页面"):
        commands.review_payout_run(run_id=run.pk, content_hash="0" * 64, by=officials.reviewer, at=AT)


def test_the_same_form_sent_twice_drafts_one_run(county, officials):
    publish(owed(a_beneficiary()))
    asked = {"key": uuid.uuid4(), "division_code": officials.place, "schemes": [REWARD], "since": YEAR[0], "until": YEAR[1]}
    asked |= {"by": officials.preparer, "at": AT}

    first, second = commands.draft_payout_run(**asked), commands.draft_payout_run(**asked)

    assert first == second
    assert Job.objects.filter(kind="benefits.payouts.work").count() == 1
    with pytest.raises(NotAllowed, match="内容不同"):
        commands.draft_payout_run(**asked | {"until": date(2026, 7, 1)})


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"schemes": []}, "至少选择一个"),
        ({"schemes": ["free_money"]}, "至少选择一个"),
        ({"division_code": ELSEWHERE}, "本县"),
        ({"division_code": LIUGOU}, "本县"),
        ({"until": date(2026, 1, 1)}, "期间"),
        ({"until": date(2029, 1, 1)}, "期间"),
    ],
)
def test_a_run_is_of_known_schemes_in_the_county_over_some_months(county, officials, asked, sentence):
    usual = {"key": uuid.uuid4(), "division_code": officials.place, "schemes": [REWARD], "since": YEAR[0], "until": YEAR[1]}

    with pytest.raises(NotAllowed, match=sentence):
        commands.draft_payout_run(**usual | asked, by=officials.preparer, at=AT)


def test_a_township_is_paid_by_itself(county, officials):
    inside, outside = a_beneficiary("张桂兰"), a_beneficiary("李秀英", village="370303101201")
    publish(owed(inside), owed(outside))
    run = commands.draft_payout_run(
        key=uuid.uuid4(), division_code=QINGSHI, schemes=[REWARD], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT
    )
    collect(run)

    assert [payout.person for payout in run.payouts.all()] == [inside]


def test_what_is_in_an_open_payout_enters_no_other_run(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    a_run_at("drafted", officials)
    publish(owed(person, since=date(2025, 1, 1)))

    second = a_run_at("drafted", officials)

    assert [part.entitlement.since for part in PayoutPart.objects.filter(payout__run=second)] == [date(2025, 1, 1)]


def test_nothing_is_netted_across_keys(county, officials):
    person = a_beneficiary()
    publish(owed(person, since=date(2025, 1, 1)))
    a_run_at("settled", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    publish(owed(person, 0, since=date(2025, 1, 1)), owed(person))

    run = a_run_at("drafted", officials)

    assert [payout.amount_fen for payout in run.payouts.all()] == [96000]
    assert [case.open_fen for case in recovery.cases()] == [96000]


def test_only_the_difference_still_due_is_paid(county, officials):
    person = a_beneficiary()
    publish(owed(person, since=date(2025, 1, 1)))
    a_run_at("settled", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    publish(owed(person, 108000, since=date(2025, 1, 1)), owed(person, 108000))

    run = a_run_at("drafted", officials)

    parts = PayoutPart.objects.filter(payout__run=run).order_by("entitlement__since")
    assert [(part.amount_fen, part.reason) for part in parts] == [(12000, "arrears"), (108000, "other")]


def test_a_figure_known_from_a_newspaper_is_not_paid_until_a_document_confirms_it(county, officials):
    citation = Citation.objects.create(number="样例日报 2026-01-01", title="样例", quality="reported", recorded_at=AT)
    value = PolicyValue.objects.create(
        place=officials.place, scheme=REWARD, name="样例", since=YEAR[0], value="960.00", citation=citation, quality="reported", recorded_at=AT,
        revision=1,
    )  # fmt: skip
    reported, proven = a_beneficiary("报道"), a_beneficiary("文件")
    publish(owed(reported, value_ids=[value.pk]), owed(proven))

    first = a_run_at("drafted", officials)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        PayoutPart.objects.create(
            payout=first.payouts.get(), entitlement=reported.entitlements.get(), amount_fen=96000, reason="new", division_code=reported.division_code
        )
    assert refused.value.__cause__.diag.constraint_name == "only_proven_values_are_paid"
    document = Citation.objects.create(number="样例〔2026〕3号", title="样例", issuer="样例", issued="2026", quality="normative", recorded_at=AT)
    PolicyConfirmation.objects.create(value=value, citation=document, recorded_at=AT)
    second = a_run_at("drafted", officials)

    assert [payout.person for payout in first.payouts.all()] == [proven]
    assert [payout.person for payout in second.payouts.all()] == [reported]


def test_every_anomaly_is_decided_before_the_reviewer_sees_the_run(county, officials):
    publish(owed(a_beneficiary(account=False)))
    run = a_run_at("drafted", officials)

    with pytest.raises(NotAllowed, match="1 条异常未定"):
        commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)


def test_a_decision_says_why(county, officials):
    publish(owed(a_beneficiary()))
    run = a_run_at("drafted", officials)
    (payout,) = run.payouts.all()

    for decision, reason, sentence in (("hold", " ", "请填写理由"), ("maybe", "看看", "请选通过")):
        with pytest.raises(NotAllowed, match=sentence):
            commands.decide(run_id=run.pk, decisions={payout.pk: (decision, reason)}, by=officials.preparer, at=AT)


def test_nobody_without_an_account_passes(county, officials):
    publish(owed(a_beneficiary(account=False)))
    run = a_run_at("drafted", officials)
    (payout,) = run.payouts.all()

    with pytest.raises(NotAllowed, match="没有收款账户"):
        commands.decide(run_id=run.pk, decisions={payout.pk: ("approve", "先发")}, by=officials.preparer, at=AT)


def test_only_ticked_rows_are_decided(county, officials):
    publish(owed(a_beneficiary("张桂兰")), owed(a_beneficiary("李秀英")))
    run = a_run_at("drafted", officials)
    first, second = run.payouts.all()

    commands.decide(run_id=run.pk, decisions={first.pk: ("hold", "待核实")}, by=officials.preparer, at=AT)

    second.refresh_from_db()
    assert (second.decision, second.decided_at) == ("approve", None)


def test_rows_of_another_run_are_not_decided(county, officials):
    publish(owed(a_beneficiary(), since=date(2025, 1, 1)))
    other = a_run_at("drafted", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    publish(owed(a_beneficiary()))
    run = a_run_at("drafted", officials)

    with pytest.raises(NotAllowed, match="不属于这一批"):
        commands.decide(run_id=run.pk, decisions={other.payouts.get().pk: ("hold", "待核实")}, by=officials.preparer, at=AT)


def test_who_was_held_back_comes_again_as_arrears_with_a_word_about_it(county, officials):
    person = a_beneficiary()
    publish(owed(person, since=date(2025, 1, 1)))
    run = a_run_at("drafted", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    publish(owed(a_beneficiary("李秀英"), since=date(2025, 1, 1)))
    commands.decide(run_id=run.pk, decisions={run.payouts.get().pk: ("hold", "待补材料")}, by=officials.preparer, at=AT)
    commands.discard_payout_run(run_id=run.pk, reason="重拟", by=officials.preparer, at=AT)
    run = a_run_at("drafted", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    commands.decide(run_id=run.pk, decisions={run.payouts.get(person=person).pk: ("hold", "待补材料")}, by=officials.preparer, at=AT)
    for target in ("prepared", "reviewed", "signed", "handed_over", "settled"):
        run = step(run, target, officials)
    publish(owed(person))

    (payout,) = a_run_at("drafted", officials).payouts.all()

    assert (payout.amount_fen, payout.decision) == (192000, "pending")
    assert [found["kind"] for found in payout.anomalies] == ["put_off_before"]


def test_a_changed_account_holds_the_run_until_it_is_compared_again(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("drafted", officials)
    old = Account.objects.get(person=person)
    old.withdrawn_at, old.withdrawn_by, old.withdrawn_why = AT, officials.preparer, "销户"
    old.save()
    new = an_account(person)

    with pytest.raises(NotAllowed, match="重新比对"):
        commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)
    commands.refresh_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)
    run = commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)

    (payout,) = run.payouts.all()
    assert (payout.account, payout.account_number()) == (new, new.number())


def test_a_decision_falls_when_something_new_is_found(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("drafted", officials)
    (payout,) = run.payouts.all()
    commands.decide(run_id=run.pk, decisions={payout.pk: ("hold", "待核实")}, by=officials.preparer, at=AT)
    person.death_facts.create(division_code=person.division_code, since=date(2026, 9, 14), recorded_at=AT)

    commands.refresh_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)

    payout.refresh_from_db()
    assert (payout.decision, payout.reason, payout.anomalies) == ("pending", "", [{"kind": "died", "on": "2026-09-14"}])


def test_less_due_after_the_draft_stops_the_approval(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("drafted", officials)
    publish(owed(person, 48000))

    with pytest.raises(NotAllowed, match="应发余额在拟制之后减少"):
        commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)


def test_less_due_after_the_signature_stops_the_hand_over(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    run = a_run_at("signed", officials)
    publish(owed(person, 48000))

    with pytest.raises(NotAllowed, match="会多发"):
        commands.hand_over_payout_run(run_id=run.pk, by=officials.finance, at=AT)
    assert not MoneyLine.objects.exists()


@pytest.mark.parametrize(
    ("state", "then", "back"),
    [("prepared", "reviewed", "整批退回"), ("reviewed", "signed", "整批退回"), ("signed", "handed_over", "撤销签发并作废")],
)
def test_who_died_or_closed_the_account_since_the_draft_is_not_taken_a_step_further(county, officials, state, then, back):
    dead, closed, well = (a_beneficiary(name) for name in ("张桂兰", "李秀英", "王桂花"))
    publish(owed(dead), owed(closed), owed(well))
    run = a_run_at(state, officials)
    line = {payout.person_id: payout.line_no for payout in run.payouts.all()}
    accounts = Account.objects.filter(person=closed)

    death = dead.death_facts.create(division_code=dead.division_code, since=date(2026, 9, 14), recorded_at=AT)
    with pytest.raises(NotAllowed, match=f"领款人登记死亡：第 {line[dead.pk]} 笔，.*{back}"):
        step(run, then, officials)
    type(death).objects.filter(pk=death.pk).update(withdrawn_at=AT, withdrawn_why="误登")
    accounts.update(withdrawn_at=AT, withdrawn_why="销户")
    with pytest.raises(NotAllowed, match=f"收款账户停用：第 {line[closed.pk]} 笔，.*{back}"):
        step(run, then, officials)
    assert not MoneyLine.objects.exists()
    an_account(closed, number=accounts.first().number(), since=ON)
    assert step(PayoutRun.objects.get(pk=run.pk), then, officials).state == then, "the same account stands again"


def test_a_returned_run_can_be_changed_and_prepared_again(county, officials):
    publish(owed(a_beneficiary("张桂兰")), owed(a_beneficiary("李秀英")))
    run = a_run_at("reviewed", officials)

    run = commands.return_payout_run(run_id=run.pk, reason="户名未核", by=officials.signer, at=AT)
    commands.decide(run_id=run.pk, decisions={run.payouts.first().pk: ("remove", "死亡退出")}, by=officials.preparer, at=AT)
    run = step(run, "prepared", officials)

    assert (run.state, run.lines, run.reviewed_at) == ("prepared", 1, None)


def test_a_return_and_a_discard_say_why(county, officials):
    publish(owed(a_beneficiary()))
    run = a_run_at("prepared", officials)

    for command, by in ((commands.return_payout_run, officials.reviewer), (commands.discard_payout_run, officials.preparer)):
        with pytest.raises(NotAllowed, match="请填写理由"):
            command(run_id=run.pk, reason=" ", by=by, at=AT)


def test_a_discarded_run_frees_its_keys(county, officials):
    publish(owed(a_beneficiary()))
    first = a_run_at("drafted", officials)

    commands.discard_payout_run(run_id=first.pk, reason="期间选错", by=officials.preparer, at=AT)

    assert [part.open for part in PayoutPart.objects.filter(payout__run=first)] == [False]
    assert a_run_at("drafted", officials).payouts.count() == 1


def test_a_signed_run_is_revoked_by_its_signer_and_drafted_anew_with_the_same_decisions(county, officials):
    publish(owed(a_beneficiary(account=False)), owed(a_beneficiary("李秀英")))
    first = a_run_at("signed", officials)
    with pytest.raises(NotAllowed, match="县级签发"):
        commands.discard_payout_run(run_id=first.pk, reason="要改", by=officials.preparer, at=AT)

    commands.discard_payout_run(run_id=first.pk, reason="印错", by=officials.signer, at=AT)
    second = a_run_at("drafted", officials, replaces_id=first.pk)

    assert (second.replaces, second.version) == (first, 2)
    held = second.payouts.get(account=None)
    assert (held.decision, held.reason, held.decided_by) == ("hold", "已核实", officials.preparer.user)


def test_a_run_that_a_later_one_is_compared_with_is_not_revoked(county, officials):
    person = a_beneficiary()
    publish(owed(person, since=date(2025, 1, 1)), owed(person))
    first = a_run_at("signed", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    a_run_at("drafted", officials)

    with pytest.raises(NotAllowed, match="以本批为上期"):
        commands.discard_payout_run(run_id=first.pk, reason="印错", by=officials.signer, at=AT)


def test_what_the_bank_returned_is_paid_again_from_the_same_keys(county, officials):
    person, other = a_beneficiary("张桂兰"), a_beneficiary("李秀英")
    publish(owed(person, since=date(2025, 1, 1)), owed(other, since=date(2025, 1, 1)))
    first = a_run_at("handed_over", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    payout = first.payouts.get(person=person)

    commands.mark_returned(payout_id=payout.pk, reason="户名不符", by=officials.finance, at=AT)
    commands.settle_payout_run(run_id=first.pk, by=officials.finance, at=AT)
    second = a_run_at("drafted", officials)

    again = second.payouts.get()
    assert (again.person, again.amount_fen, balance(other)) == (person, 96000, 0)
    assert again.anomalies == [{"kind": "returned_before", "grounds": "户名不符"}]
    with pytest.raises(NotAllowed):
        commands.mark_returned(payout_id=payout.pk, reason="再退", by=officials.finance, at=AT)


def test_an_empty_run_is_not_approved(county, officials):
    run = a_run_at("drafted", officials)

    with pytest.raises(NotAllowed, match="没有可发放的人"):
        commands.prepare_payout_run(run_id=run.pk, by=officials.preparer, at=AT, on=ON)


def test_a_run_is_compared_with_the_last_one_of_the_period_before(county, officials):
    person = a_beneficiary()
    publish(*(owed(person, since=date(year, 1, 1)) for year in (2024, 2025, 2026)))
    first = a_run_at("signed", officials, since=date(2024, 1, 1), until=date(2025, 1, 1))
    second = a_run_at("signed", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])

    third = a_run_at("drafted", officials)

    assert [PayoutRun.objects.get(pk=run.pk).previous for run in (first, second, third)] == [None, first, second]


def test_a_supplement_compares_with_nothing(county, officials):
    person, late = a_beneficiary("张桂兰"), a_beneficiary("李秀英")
    publish(owed(person, since=date(2025, 1, 1)), owed(person))
    a_run_at("signed", officials, since=LAST_YEAR[0], until=LAST_YEAR[1])
    a_run_at("signed", officials)
    publish(owed(late))

    assert a_run_at("drafted", officials).previous is None


def test_a_cancelled_draft_leaves_nothing_open(county, officials):
    publish(owed(a_beneficiary()))
    run = commands.draft_payout_run(
        key=uuid.uuid4(), division_code=officials.place, schemes=[REWARD], since=YEAR[0], until=YEAR[1], by=officials.preparer, at=AT
    )

    jobs.cancel(job_id=run.job_id, by=officials.preparer, at=AT)

    run.refresh_from_db()
    assert run.state == "discarded"
    assert a_run_at("drafted", officials).payouts.count() == 1


def test_a_payout_run_s_event_holds_no_account_number(county, officials):
    person = a_beneficiary()
    publish(owed(person))
    a_run_at("settled", officials)

    number = Account.objects.get(person=person).number()
    assert not any(number in f"{event.before}{event.after}{event.reason}" for event in Event.objects.all())
