"""Any order of what officials do to payout runs, overpayments and money gone astray, well-meant or not, leaves the books sound."""
import uuid
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts import scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.models import EntitlementLine, MoneyLine, Payout, PayoutPart, PayoutRun, Recovery, RecoveryPlan
from benefits.payouts import board, commands, equation, queries
from benefits.recovery import commands as recovery
from benefits.recovery import queries as overpaid
from benefits.wrong_payments import commands as wrong_payments
from households.models import Account
from tests.benefits.books import ON, REWARD, a_beneficiary, an_account, an_official, collect, owed, publish
from tests.builders import AT, LIUGOU, SHANGPING, ZHANGDIAN

YEARS = (2024, 2025, 2026)
STEPS = ("prepared", "reviewed", "signed")
TERMS = {
    "instalments": {"each_fen": 12000, "first_due": date(2026, 12, 31)},
    "set_off": {"each_fen": 12000, "taken_from": REWARD, "consent": "同意书", "consented_on": ON},
    "write_off": {"amount_fen": 24000, "document": "样例〔2026〕9 号"},
}
DONE = Counter()  # how often money moved in each way, over all examples
# Each as often as it stands here.
ACTS = (
    "what_is_due_changes", "what_is_due_changes", "a_run_is_drafted", "a_run_is_drafted", "a_run_goes_on", "a_run_goes_on", "a_run_goes_on",
    "a_payout_is_decided", "a_step_is_tried", "a_run_is_returned", "a_run_is_discarded", "a_run_is_handed_over", "the_bank_returns_one",
    "the_bank_confirms_the_rest", "money_goes_astray", "a_wrong_payment_is_taken_back", "money_comes_back", "money_comes_back",
    "a_plan_is_made", "a_plan_is_made", "a_plan_is_made",
    "a_plan_is_ended", "a_repayment_is_reversed", "an_account_is_put_right",
)  # fmt: skip


class Officials(RuleBasedStateMachine):
    """Four persons over three years, the first year paid; eight officials, some of them the same person under two accounts."""

    @initialize(dues=st.lists(st.sampled_from([0, 48000, 96000]), min_size=11, max_size=11))
    def a_county(self, dues):
        self.open = transaction.atomic()
        self.open.__enter__()
        self.inside = scope.entered(ZHANGDIAN)
        self.inside.__enter__()
        self.people = [a_beneficiary(f"第{n}人", village=(LIUGOU, SHANGPING)[n % 2], account=n != 3) for n in range(4)]
        roles = (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE)
        self.posts = [an_official(role) for role in roles]
        self.posts += [an_official(role, staff_no=self.posts[0].staff_no) for role in roles[1:]]
        self.runs = []
        self.due, self.paid = defaultdict(int), defaultdict(int)  # by (person, year), as the books ought to say
        self.handed = {}  # {payout: {(person, year): what the bank was handed}}
        self.astray = defaultdict(int)  # by wrong payment, what its receiver holds
        self.wrong = {}  # of wrong payments that stand, what was taken off the keys it was due to
        self.mistaken, self.written_off = set(), set()  # (person, year) whose money somebody else had; that were written off
        self.receipts = []  # (case, receipt, {(person, year) or wrong payment: fen})
        keys = [(person, year) for person in range(4) for year in YEARS]
        self.due |= {key: fen for key, fen in zip(keys, [96000, *dues], strict=True) if fen}
        publish(*(owed(self.people[person], fen, since=date(year, 1, 1)) for (person, year), fen in self.due.items()))
        self.a_run_is_drafted(0, YEARS[0], None)
        self.walk(self.runs[0], "settled")
        publish(owed(self.people[0], 36000, since=date(YEARS[0], 1, 1)))  # and 600 yuan of it were too much
        self.due[0, YEARS[0]] = 36000

    def teardown(self):
        if hasattr(self, "open"):
            transaction.set_rollback(True)
            self.inside.__exit__(None, None, None)
            self.open.__exit__(None, None, None)

    # One rule for all acts: Hypothesis leaves whole rules out of an example, and money moves only after many of them.
    @rule(
        act=st.sampled_from(ACTS), run=st.integers(0, 2), by=st.integers(0, 6), which=st.integers(0, 3), year=st.sampled_from(YEARS), data=st.data()
    )  # fmt: skip
    def somebody_acts(self, act, run, by, which, year, data):
        if act in ("what_is_due_changes", "a_run_is_drafted"):
            getattr(self, act)(which, year, data)
        elif self.runs:
            getattr(self, act)(self.run(run).pk, self.posts[by], which, data)

    def what_is_due_changes(self, which, year, data):
        fen = data.draw(st.sampled_from([0, 48000, 96000, 108000]))
        if fen or (which, year) in self.due:
            publish(owed(self.people[which], fen, since=date(year, 1, 1)))
            self.due[which, year] = fen

    def a_run_is_drafted(self, which, year, data):
        period = {"since": date(year, 1, 1), "until": date(year + 1, 1, 1)}
        run = commands.draft_payout_run(key=uuid.uuid4(), division_code=ZHANGDIAN, schemes=[REWARD], by=self.posts[0], at=AT, **period)
        collect(run)
        if run.payouts.exists():
            self.runs.append(run.pk)
        else:
            self.tried(commands.discard_payout_run, run_id=run.pk, reason="没有应发", by=self.posts[0])

    def a_payout_is_decided(self, run, by, which, data):
        decision = data.draw(st.sampled_from(["approve", "hold", "remove"]))
        self.tried(commands.decide, run_id=run, decisions={self.payout(run, which).pk: (decision, "已核实")}, by=self.posts[0])

    def a_step_is_tried(self, run, by, which, data):
        self.step(run, data.draw(st.sampled_from(STEPS)), by)

    def a_run_goes_on(self, run, by, which, data):
        self.walk(run, data.draw(st.sampled_from([*STEPS, "handed_over", "settled", "settled"])))

    def walk(self, run, upto):
        """As far as it goes; what must not pass is put off."""
        for payout in Payout.objects.filter(run=run, decision="pending").values_list("pk", flat=True):
            if not self.tried(commands.decide, run_id=run, decisions={payout: ("approve", "已核实")}, by=self.posts[0]):
                self.tried(commands.decide, run_id=run, decisions={payout: ("hold", "待补")}, by=self.posts[0])
        for number, step in enumerate(STEPS):
            self.step(run, step, self.posts[number])
            if step == upto:
                return
        self.a_run_is_handed_over(run, self.posts[3], 0, None)
        if upto == "settled":
            self.the_bank_confirms_the_rest(run, None, 0, None)

    def a_run_is_returned(self, run, by, which, data):
        self.tried(commands.return_payout_run, run_id=run, reason=data.draw(st.sampled_from(["退回", ""])), by=by)

    def a_run_is_discarded(self, run, by, which, data):
        self.tried(commands.discard_payout_run, run_id=run, reason="作废", by=by)

    def a_run_is_handed_over(self, run, by, which, data):
        if self.tried(commands.hand_over_payout_run, run_id=run, by=by):
            for payout in Payout.objects.filter(run=run, state="with_bank"):
                self.hand_over(payout)

    def the_bank_returns_one(self, run, by, which, data):
        payout = self.payout(run, which)
        if self.tried(commands.mark_returned, payout_id=payout.pk, reason="户名不符", by=self.posts[3]):
            self.move(self.handed[payout.pk], -1)

    def the_bank_confirms_the_rest(self, run, by, which, data):
        self.tried(commands.settle_payout_run, run_id=run, by=self.posts[3])

    def money_goes_astray(self, run, by, which, data):
        paid = list(Payout.objects.filter(state="confirmed").exclude(wrong_payments__state__in=["booked", "reversing"]))
        paid = paid or list(Payout.objects.filter(run=run))
        payout, kind = paid[which % len(paid)], data.draw(st.sampled_from(["account", "bank", "twice"]))
        said = {"kind": kind, "receiver": "", "bank": "", "account": "", "learnt": ON, "document": "核查函", "why": "核实"}
        about = {"payout_id": payout.pk, "said": said, "by": self.posts[0], "at": AT}
        try:
            shown = wrong_payments.preview_wrong_payment(**about)
        except NotAllowed:
            return
        wrong = wrong_payments.propose_wrong_payment(key=uuid.uuid4(), preview_hash=shown.hash, **about)
        finance = data.draw(st.sampled_from([self.posts[3], self.posts[3], self.posts[6]]))
        if not self.tried(wrong_payments.book_wrong_payment, wrong_payment_id=wrong.pk, by=finance):
            self.tried(wrong_payments.refuse_wrong_payment, wrong_payment_id=wrong.pk, why="不是错发", by=self.posts[3])
            return
        keys = self.handed[payout.pk]
        self.astray[wrong.pk] = sum(keys.values())
        self.wrong[wrong.pk] = {} if kind == "twice" else keys
        DONE[kind] += 1
        if kind != "twice":
            assert not self.written_off & set(keys)
            self.mistaken |= set(keys)
            self.move(keys, -1)

    def a_wrong_payment_is_taken_back(self, run, by, which, data):
        """Tried whatever moved since: it goes through only where nothing did, as with one that was reported just now."""
        if not self.wrong:
            self.money_goes_astray(run, by, which, data)
        if not self.wrong:
            return
        booked = list(self.wrong)
        wrong = booked[-1 - which % len(booked)]
        if not self.tried(wrong_payments.propose_reversal, wrong_payment_id=wrong, why="已到账", by=self.posts[0]):
            return
        finance = data.draw(st.sampled_from([self.posts[3], self.posts[6]]))
        if self.tried(wrong_payments.confirm_reversal, wrong_payment_id=wrong, by=finance):
            self.move(self.wrong.pop(wrong), 1)
            self.astray[wrong] = 0
            DONE["taken back"] += 1
        else:
            self.tried(wrong_payments.refuse_reversal, wrong_payment_id=wrong, why="确未到账", by=self.posts[3])

    def money_comes_back(self, run, by, which, data):
        case, fen, receipt = self.case(which), data.draw(st.sampled_from([12000, 48000, 96000])), uuid.uuid4()
        about = {"receipt": receipt, "amount_fen": fen, "on": ON, "document": "缴款书", "by": self.posts[3]}
        if case and self.tried(recovery.book_repayment, recovery_id=case.pk, **about):
            self.receipts.append((case, receipt, self.take_off(case, fen)))
            DONE["recovered"] += 1

    def a_repayment_is_reversed(self, run, by, which, data):
        if self.receipts:
            case, receipt, keys = self.receipts[which % len(self.receipts)]
            if self.tried(recovery.reverse_repayment, recovery_id=case.pk, receipt=receipt, why="登错户", by=self.posts[1]):
                self.move(keys, 1)
                DONE["reversed"] += 1

    def a_plan_is_made(self, run, by, which, data):
        """Proposed, or one waits already; then the signer decides, who may be the proposer under another account."""
        case, kind = self.case(which), data.draw(st.sampled_from(sorted(TERMS)))
        signer = data.draw(st.sampled_from([self.posts[2], self.posts[2], self.posts[5]]))
        if case is None:
            return
        self.tried(recovery.propose_plan, recovery_id=case.pk, key=uuid.uuid4(), kind=kind, why="困难", by=self.posts[0], **TERMS[kind])
        plan = case.plans.filter(state="proposed").first()
        if plan and self.tried(recovery.approve_plan, plan_id=plan.pk, by=signer):
            DONE[plan.kind] += 1
            if plan.kind == "write_off":
                self.written_off |= set(self.take_off(case, plan.amount_fen))
        elif plan and data.draw(st.booleans()):
            self.tried(recovery.refuse_plan, plan_id=plan.pk, why="不妥", by=self.posts[2])

    def a_plan_is_ended(self, run, by, which, data):
        plan = RecoveryPlan.objects.filter(state="approved").exclude(kind="write_off").last()
        if plan:
            self.tried(recovery.end_plan, plan_id=plan.pk, why="撤回同意", by=self.posts[2])

    def an_account_is_put_right(self, run, by, which, data):
        Account.objects.filter(person=self.people[which], withdrawn_at=None).update(withdrawn_at=AT, withdrawn_why="录错")
        an_account(self.people[which])

    def case(self, which):
        found = list(Recovery.objects.order_by("state", "id").filter(state="open"))
        return found[which % len(found)] if found else None

    def payout(self, run, which):
        payouts = list(Payout.objects.filter(run=run))
        return payouts[which % len(payouts)]

    def run(self, number):
        """One of the runs, the youngest for 0."""
        return PayoutRun.objects.get(pk=self.runs[-1 - number % len(self.runs)])

    def step(self, run, step, by):
        content_hash = PayoutRun.objects.get(pk=run).content_hash
        if step == "prepared":
            self.tried(commands.prepare_payout_run, run_id=run, by=by, on=ON)
        else:
            command = commands.review_payout_run if step == "reviewed" else commands.sign_payout_run
            self.tried(command, run_id=run, content_hash=content_hash, by=by)

    def tried(self, command, **given):
        """Whether it went through; a refusal leaves no trace in the books."""
        try:
            command(**given, at=AT)
        except NotAllowed:
            return False
        return True

    def hand_over(self, payout):
        """Its parts moved; the bank was handed them less what is kept back, the first parts first."""
        numbers = {f"person:{person.pk}": number for number, person in enumerate(self.people)}
        parts = [
            ((numbers[part.entitlement.beneficiary], part.entitlement.since.year), part.amount_fen)
            for part in PayoutPart.objects.filter(payout=payout).select_related("entitlement").order_by("id")
        ]
        self.move(dict(parts), 1)
        DONE["kept back"] += any(fen < 0 for _key, fen in parts)
        kept_back, handed = -sum(fen for _key, fen in parts if fen < 0), {}
        for key, fen in parts:
            if fen > 0:
                handed[key] = fen - min(kept_back, fen)
                kept_back -= min(kept_back, fen)
        self.handed[payout.pk] = {key: fen for key, fen in handed.items() if fen}
        DONE["handed"] += 1

    def move(self, keys, sign):
        for key, fen in keys.items():
            (self.paid if isinstance(key, tuple) else self.astray)[key] += sign * fen

    def take_off(self, case, fen):
        """What a case gets back, off its oldest overpaid keys: {key: fen}."""
        if case.wrong_payment_id:
            keys = {case.wrong_payment_id: fen}
        else:
            number, keys = [f"person:{person.pk}" for person in self.people].index(case.beneficiary), {}
            for year in YEARS:
                over = min(fen, max(self.paid[number, year] - self.due[number, year], 0))
                fen -= over
                keys |= {(number, year): over} if over else {}
        self.move(keys, -1)
        return keys

    @invariant()
    def the_books_say_what_happened(self):
        if not hasattr(self, "people"):
            return
        numbers = {f"person:{person.pk}": number for number, person in enumerate(self.people)}
        for book, told in ((EntitlementLine, self.due), (MoneyLine, self.paid | self.astray)):
            found = defaultdict(int)
            for line in book.objects.select_related("entitlement"):
                whose = line.entitlement.beneficiary
                found[(numbers[whose], line.entitlement.since.year) if whose in numbers else int(whose.removeprefix("receiver:"))] += line.amount_fen
            assert {key: fen for key, fen in found.items() if fen} == {key: fen for key, fen in told.items() if fen}
        assert all(fen >= 0 for key, fen in self.paid.items() if key not in self.mistaken)
        assert all(fen >= 0 for fen in self.astray.values())

    @invariant()
    def what_is_overpaid_has_one_open_case(self):
        if not hasattr(self, "people"):
            return
        told = {f"receiver:{wrong}": fen for wrong, fen in self.astray.items() if fen}
        for number, person in enumerate(self.people):
            over = sum(max(self.paid[number, year] - self.due[number, year], 0) for year in YEARS)
            told |= {f"person:{person.pk}": over} if over else {}
        assert [(case.beneficiary, case.open_fen) for case in overpaid.cases(state="open").order_by("beneficiary")] == sorted(told.items())

    @invariant()
    def a_key_is_in_one_open_payout_and_open_payouts_hold_their_keys(self):
        if not hasattr(self, "people"):
            return
        open_keys = list(PayoutPart.objects.filter(open=True).values_list("entitlement", flat=True))
        assert len(open_keys) == len(set(open_keys))
        assert not PayoutPart.objects.filter(open=True).exclude(payout__state__in=Payout.OPEN_STATES).exists()
        assert not PayoutPart.objects.filter(open=False, payout__state__in=Payout.OPEN_STATES).exists()

    @invariant()
    def every_run_is_sound(self):
        if not hasattr(self, "people"):
            return
        for run in PayoutRun.objects.select_related("previous").exclude(state__in=["drafting", "discarded"]):
            whole, townships = equation.of(run)
            assert board.balanced(run, whole) and all(township.balanced for township in townships.values())
            passing = [payout for payout in run.payouts.all() if payout.decision == "approve"]
            assert (run.total_fen, run.lines) == (sum(payout.amount_fen for payout in passing), len(passing))
            if run.content_hash:
                assert run.content_hash == queries.content_hash(run)
            taken = [number for number in (run.prepared_staff_no, run.reviewed_staff_no, run.signed_staff_no, run.handed_over_staff_no) if number]
            assert len(taken) == len(set(taken))


@pytest.mark.django_db
def test_any_order_of_acts_leaves_the_books_sound():
    run_state_machine_as_test(
        Officials,
        settings=settings(max_examples=30, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)),
    )
    moved = {"handed", "recovered", "instalments", "set_off", "write_off", "taken back"}
    assert moved <= set(DONE) and {"account", "bank", "twice"} & set(DONE), DONE
