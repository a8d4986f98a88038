"""The equation of a payout run holds whatever happened to its people since the last one."""
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benefits.models import PayoutRun
from benefits.payouts import board, commands, equation
from tests.benefits.books import Officials, a_beneficiary, a_run_at, in_county, owed, publish, step
from tests.builders import AT, LIUGOU, SHANGPING

pytestmark = pytest.mark.django_db
ELSEWHERE_IN_THE_COUNTY = "370303101201"
LAST = (date(2025, 1, 1), date(2026, 1, 1))

people = st.lists(
    st.fixed_dictionaries(
        {
            "village": st.sampled_from([LIUGOU, SHANGPING, ELSEWHERE_IN_THE_COUNTY]),
            "moves_to": st.sampled_from([LIUGOU, ELSEWHERE_IN_THE_COUNTY]),
            "before": st.sampled_from([0, 48000, 96000]),
            "corrected": st.sampled_from([0, 96000, 108000]),
            "now": st.sampled_from([0, 96000, 108000]),
            "account": st.booleans(),
            "decision_before": st.sampled_from(["approve", "hold"]),
            "decision": st.sampled_from(["approve", "hold", "remove"]),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(people)
def test_the_equation_holds_for_any_history(histories):
    with transaction.atomic():
        officials = Officials()
        with in_county():
            _live(histories, officials)
        transaction.set_rollback(True)


def _live(histories, officials):
    persons = [a_beneficiary(f"第{n}人", village=one["village"], account=one["account"]) for n, one in enumerate(histories)]
    lives = list(zip(persons, histories, strict=True))
    publish(*(owed(person, one["before"], since=LAST[0]) for person, one in lives if one["before"]))
    first = a_run_at("drafted", officials, since=LAST[0], until=LAST[1])
    _decide(first, lives, "decision_before", officials)
    first.refresh_from_db()
    if first.lines:
        for target in ("prepared", "reviewed", "signed", "handed_over"):
            first = step(first, target, officials)
    publish(*(owed(person, one["corrected"], since=LAST[0]) for person, one in lives if one["before"] or one["corrected"]))
    publish(*(owed(person, one["now"]) | {"division_code": one["moves_to"]} for person, one in lives if one["now"]))
    run = a_run_at("drafted", officials)
    _decide(run, lives, "decision", officials)

    run = PayoutRun.objects.get(pk=run.pk)
    whole, townships = equation.of(run)
    assert board.balanced(run, whole)
    assert whole.current_fen == sum(payout.amount_fen for payout in run.payouts.all() if payout.decision == "approve") == run.total_fen
    assert all(one.balanced for one in townships.values())
    assert sum(one.current_fen for one in townships.values()) == whole.current_fen
    reasons = {reason for one in townships.values() for reason in one.changes_fen}
    assert {reason: sum(one.changes_fen.get(reason, 0) for one in townships.values()) for reason in reasons} == whole.changes_fen


def _decide(run, lives, name, officials):
    choices = {f"person:{person.pk}": one for person, one in lives}
    decisions = {}
    for payout in run.payouts.all():
        choice = choices[payout.beneficiary][name]
        decisions[payout.pk] = ("hold" if choice == "approve" and not payout.account_id else choice, "已核实")
    if decisions:
        commands.decide(run_id=run.pk, decisions=decisions, by=officials.preparer, at=AT)
