"""Nouns move along their tables: the page in docs is drawn from them, and no state is beyond reach or without a way on."""
import pytest

from benefits.adjustments.states import MOVES as ADJUSTMENT
from benefits.events.states import MOVES as HAND_OVER
from benefits.funds.states import MOVES as FUND_GRANT
from benefits.models import (
    Adjustment,
    FundGrant,
    HandOver,
    OpeningBalance,
    PayoutRun,
    PolicyConfirmation,
    PolicyValue,
    RecoveryPlan,
    Registration,
    Run,
    WrongPayment,
)
from benefits.opening.states import MOVES as OPENING_BALANCE
from benefits.payouts.states import MOVES as PAYOUT_RUN
from benefits.policies_table.states import MOVES as VALUE
from benefits.policies_table.states import PROOF_MOVES as CONFIRMATION
from benefits.recovery.states import MOVES as RECOVERY_PLAN
from benefits.register.states import MOVES as REGISTRATION
from benefits.runs.states import MOVES as RUN
from benefits.wrong_payments.states import MOVES as WRONG_PAYMENT
from devtools import moves
from poverty.loans.states import MOVES as LOAN
from poverty.models import Loan, MinimumLivingList, Project, ProjectGrant
from poverty.monthly.states import MOVES as MONTHLY_LIST
from poverty.projects.states import GRANT_MOVES as PROJECT_GRANT
from poverty.projects.states import MOVES as PROJECT

NOUNS = {
    "run": (RUN, Run.State, "queued", {"published", "discarded"}),
    "payout run": (PAYOUT_RUN, PayoutRun.State, "drafting", {"settled", "discarded"}),
    "registration": (REGISTRATION, Registration.State, "registered", {"refused", "closed", "withdrawn"}),
    "recovery plan": (RECOVERY_PLAN, RecoveryPlan.State, "proposed", {"refused", "ended"}),
    "adjustment": (ADJUSTMENT, Adjustment.State, "proposed", {"published", "discarded"}),
    "opening balance": (OPENING_BALANCE, OpeningBalance.State, "entered", {"booked", "discarded"}),
    "hand over": (HAND_OVER, HandOver.State, "offered", {"accepted", "withdrawn"}),
    "minimum living list": (MONTHLY_LIST, MinimumLivingList.State, "compared", {"applied", "discarded"}),
    "wrong payment": (WRONG_PAYMENT, WrongPayment.State, "proposed", {"refused", "reversed"}),
    "fund grant": (FUND_GRANT, FundGrant.State, "proposed", {"refused", "reversed"}),
    "project": (PROJECT, Project.State, "drafted", {"accepted", "cancelled"}),
    "project grant": (PROJECT_GRANT, ProjectGrant.State, "proposed", {"refused", "revoked"}),
    "loan": (LOAN, Loan.State, "proposed", {"refused", "reversed"}),
    "policy value": (VALUE, PolicyValue.State, "proposed", {"withdrawn"}),
    "policy confirmation": (CONFIRMATION, PolicyConfirmation.State, "proposed", {"in_force", "refused"}),
}


def test_the_page_is_drawn_from_the_tables():
    assert moves.PAGE.read_text(encoding="utf-8") == moves.page(), "run python -m devtools.moves"


@pytest.mark.parametrize(("table", "states", "first", "last"), NOUNS.values(), ids=NOUNS)
def test_every_state_is_reached_and_only_the_last_stay(table, states, first, last):
    reached = {str(first)} | {str(move.target) for move in table}
    left = {str(source) for move in table for source in move.sources}

    assert reached == {state.value for state in states}
    assert left == reached - last
