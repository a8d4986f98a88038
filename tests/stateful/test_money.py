"""Any order of what officials do to payout runs, well-meant or not, leaves the books sound."""
import uuid
from collections import defaultdict
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts import scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.models import EntitlementLine, MoneyLine, Payout, PayoutPart, PayoutRun
from benefits.payouts import board, commands, equation, queries
from tests.benefits.books import ON, REWARD, a_beneficiary, an_official, collect, owed, publish
from tests.builders import AT, LIUGOU, SHANGPING, ZHANGDIAN

YEARS = (2024, 2025, 2026)
STEPS = ("prepared", "reviewed", "signed")
# Each as often as it stands here.
ACTS = (
    "what_is_due_changes", "what_is_due_changes", "a_run_is_drafted", "a_run_is_drafted", "a_run_goes_on", "a_run_goes_on", "a_run_goes_on",
    "a_payout_is_decided", "a_step_is_tried", "a_run_is_returned", "a_run_is_discarded", "a_run_is_handed_over", "the_bank_returns_one",
    "the_bank_confirms_the_rest",
)  # fmt: skip


class Officials(RuleBasedStateMachine):
    """Four persons over three years; eight officials, some of them the same person under two accounts."""

    @initialize(dues=st.lists(st.sampled_from([0, 48000, 96000]), min_size=12, max_size=12))
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
        keys = [(person, year) for person in range(4) for year in YEARS]
        self.due |= {key: fen for key, fen in zip(keys, dues, strict=True) if fen}
        publish(*(owed(self.people[person], fen, since=date(year, 1, 1)) for (person, year), fen in self.due.items()))

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
        upto = data.draw(st.sampled_from([*STEPS, "handed_over", "handed_over"]))
        pending = Payout.objects.filter(run=run, decision="pending")
        if pending:
            self.tried(commands.decide, run_id=run, decisions={payout.pk: ("hold", "待补") for payout in pending}, by=self.posts[0])
        for number, step in enumerate(STEPS):
            self.step(run, step, self.posts[number])
            if step == upto:
                return
        self.a_run_is_handed_over(run, self.posts[3], which, data)

    def a_run_is_returned(self, run, by, which, data):
        self.tried(commands.return_payout_run, run_id=run, reason=data.draw(st.sampled_from(["退回", ""])), by=by)

    def a_run_is_discarded(self, run, by, which, data):
        self.tried(commands.discard_payout_run, run_id=run, reason="作废", by=by)

    def a_run_is_handed_over(self, run, by, which, data):
        if self.tried(commands.hand_over_payout_run, run_id=run, by=by):
            self.moved(PayoutPart.objects.filter(payout__run=run, payout__state="with_bank"), 1)

    def the_bank_returns_one(self, run, by, which, data):
        payout = self.payout(run, which)
        if self.tried(commands.mark_returned, payout_id=payout.pk, reason="户名不符", by=self.posts[3]):
            self.moved(PayoutPart.objects.filter(payout=payout), -1)

    def the_bank_confirms_the_rest(self, run, by, which, data):
        self.tried(commands.settle_payout_run, run_id=run, by=self.posts[3])

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

    def moved(self, parts, sign):
        numbers = {f"person:{person.pk}": number for number, person in enumerate(self.people)}
        for part in parts.select_related("entitlement"):
            self.paid[numbers[part.entitlement.beneficiary], part.entitlement.since.year] += sign * part.amount_fen

    @invariant()
    def the_books_say_what_happened(self):
        if not hasattr(self, "people"):
            return
        numbers = {f"person:{person.pk}": number for number, person in enumerate(self.people)}
        for book, told in ((EntitlementLine, self.due), (MoneyLine, self.paid)):
            found = defaultdict(int)
            for line in book.objects.select_related("entitlement"):
                found[numbers[line.entitlement.beneficiary], line.entitlement.since.year] += line.amount_fen
            assert {key: fen for key, fen in found.items() if fen} == {key: fen for key, fen in told.items() if fen}
        assert all(fen >= 0 for fen in self.paid.values())

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
        settings=settings(max_examples=60, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)),
    )
