"""Rows that wait for a post: the desk tells them in words (config.waiting), every page counts them with one question."""
from functools import lru_cache

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count

from accounts import moves
from accounts.models import Post, User
from accounts.roles import CLERKS, Role
from audits.jobs.states import OPEN
from audits.models import Job
from benefits.adjustments import states as adjustment_states
from benefits.events import queries as events
from benefits.events import states as event_states
from benefits.follow_up import queries as follow_up
from benefits.funds.commands import DECIDES
from benefits.models import Adjustment, FundGrant, OpeningBalance, PayoutRun, Roster, Run, WrongPayment
from benefits.opening import states as opening_states
from benefits.payouts import states as payout_states
from benefits.policies_table import queries as policies
from benefits.policies_table import states as policy_states
from benefits.recovery import queries as recovery
from benefits.recovery import states as recovery_states
from benefits.register import queries as register
from benefits.register import states as register_states
from benefits.runs import states as run_states
from benefits.wrong_payments import states as wrong_payment_states
from households.imports.models import ImportBatch
from households.models import Draft
from poverty.exchange import states as exchange_states
from poverty.loans import states as loan_states
from poverty.models import Loan, MinimumLivingList, Project, ProjectGrant, Transfer
from poverty.monthly import states as monthly_states
from poverty.projects import states as project_states
from poverty.years import commands as years_commands
from poverty.years import queries as years

_AT_MOST = 5  # of failed jobs and of drafts the latest are shown


def _first(*followed):
    return {move.sources[0]: move for move in followed}


# The next move of each state, by the noun that moves.
RUN = {Run.State.SIMULATED: run_states.APPROVE, Run.State.APPROVED: run_states.PUBLISH, Run.State.BLOCKED: run_states.RETURN}
ADJUSTMENT = {
    Adjustment.State.PROPOSED: adjustment_states.SIMULATE, Adjustment.State.BLOCKED: adjustment_states.SIMULATE,
    **_first(adjustment_states.TICK, adjustment_states.APPROVE, adjustment_states.PUBLISH),
}  # fmt: skip
PAYOUT_RUN = _first(payout_states.PREPARE, payout_states.REVIEW, payout_states.SIGN, payout_states.HAND_OVER, payout_states.SETTLE)
OPENING_BALANCE = _first(opening_states.RECONCILE, opening_states.CHECK, opening_states.SIGN)
TRANSFER = _first(exchange_states.APPLY, exchange_states.HAND_OUT)
PROJECT = _first(project_states.CONSULT, project_states.OPEN, project_states.RANK, project_states.CONFIRM, project_states.ACCEPT)
WRONG_PAYMENT = _first(wrong_payment_states.BOOK, wrong_payment_states.CONFIRM_REVERSAL)


def failed_jobs(post):
    return Job.objects.filter(state=Job.State.FAILED, by=post.pk).order_by("-finished_at")[:_AT_MOST]


def runs(post):
    found = moves.movable(Run.objects.order_by("id"), RUN, by=post)
    return found.exclude(state=Run.State.BLOCKED, job__state__in=OPEN)  # being computed anew


def adjustments(post):
    found = moves.movable(Adjustment.objects.order_by("id"), ADJUSTMENT, by=post)
    chosen = {"state__in": [*adjustment_states.APPROVE.sources, *adjustment_states.PUBLISH.sources], "chosen_staff_nos__contains": [post.staff_no]}
    return found.exclude(**chosen)


def payout_runs(post):
    return moves.movable(PayoutRun.objects.order_by("id"), PAYOUT_RUN, by=post)


def simulated_values(post):
    """Figures the post entered for its county whose effect can be looked at."""
    mine = _of(post, {policy_states.ENTERS}, policies.proposed(post.county_code))
    return mine.filter(entered_staff_no=post.staff_no, simulated_at__isnull=False)


def values(post):
    """Figures of the county that the post compares with their documents."""
    return _of(post, {policy_states.CONFIRMS}, policies.proposed(post.county_code)).exclude(entered_staff_no=post.staff_no)


def proofs(post):
    """Documents the county recorded for reported figures, which the post compares."""
    return _of(post, {policy_states.CONFIRMS}, policies.undecided(post.county_code)).exclude(recorded_staff_no=post.staff_no)


def opening_balances(post):
    return moves.movable(OpeningBalance.objects.order_by("id"), OPENING_BALANCE, by=post)


def minimum_living_lists(post):
    compared = MinimumLivingList.objects.filter(state=monthly_states.State.COMPARED)
    return _of(post, {monthly_states.ENTERS}, compared).order_by("id")


def transfers(post):
    return moves.movable(Transfer.objects.order_by("id"), TRANSFER, by=post)


def recovery_plans(post):
    waiting = _of(post, {recovery_states.DECIDES}, recovery.to_decide())
    return waiting.exclude(proposed_staff_no=post.staff_no).select_related("recovery").order_by("id")


def wrong_payments(post):
    return moves.movable(WrongPayment.objects.order_by("id"), WRONG_PAYMENT, by=post)


def fund_grants(post):
    """By fund: how many wait for the signer."""
    return _proposed(FundGrant, post, DECIDES, by="fund")


def project_grants(post):
    """By project: how many wait for the signer."""
    return _proposed(ProjectGrant, post, project_states.DECIDES, by="project")


def loans(post):
    """By fund: how many wait for the signer."""
    return _proposed(Loan, post, loan_states.DECIDES, by="fund")


def projects(post):
    return moves.movable(Project.objects.order_by("id"), PROJECT, by=post)


def imports(post):
    return _of(post, CLERKS, ImportBatch.objects.filter(post=post.pk, state=ImportBatch.State.CHECKED)).order_by("id")


def drafts(post):
    return _of(post, CLERKS, Draft.objects.filter(post=post.pk)).order_by("-saved_at")[:_AT_MOST]


def offered(post):
    """Families other counties offer."""
    return _of(post, event_states.ACCEPT.roles, events.offered_to(post))


def sent_back(post):
    """Families of this place that other counties sent back."""
    return _of(post, event_states.WITHDRAW.roles, events.sent_back_to(post))


def overpaid(post):
    return _of(post, {recovery_states.PROPOSES}, recovery.without_plan())


def villages(post):
    return _of(post, years_commands.CONFIRMS_VILLAGES, years.waiting_records(post.division_code))


def figures(post):
    return _of(post, years_commands.CONFIRMS_FIGURES, years.waiting_figures())


def referable(post):
    return _of(post, register_states.REFER.roles, register.referable(post))


def unanswered(post):
    return _of(post, {Role.COUNTY_REVIEWER}, register.unanswered(post))


def questions(post):
    return _of(post, CLERKS | {Role.TOWNSHIP_REVIEWER}, follow_up.questions())


def unpaid(post):
    return _of(post, CLERKS | {Role.TOWNSHIP_REVIEWER}, follow_up.unpaid())


def papers(post):
    """Sealed lists the auditor has not taken yet."""
    return _of(post, {Role.AUDITOR}, Roster.objects.filter(seal__isnull=False).exclude(seal__downloads__user=post.user_id))


# Each row is a task of its own, or all of them are one.
_EACH = (
    failed_jobs, runs, adjustments, payout_runs, simulated_values, values, proofs, opening_balances, minimum_living_lists, transfers,
    recovery_plans, wrong_payments, fund_grants, project_grants, loans, projects, imports, drafts,
)  # fmt: skip
_TOGETHER = (offered, sent_back, overpaid, villages, figures, referable, unanswered, questions, unpaid, papers)


def count(post):
    """How many tasks the desk shows the post."""
    question, parameters = _question(post.pk, post.role, post.jurisdiction_id, post.user_id, post.staff_no)
    with connection.cursor() as cursor:
        cursor.execute(question, parameters)
        return cursor.fetchone()[0]


@lru_cache(maxsize=1024)
def _question(pk, role, jurisdiction, user, staff_no):
    """The counts of all rooms as one question; putting it together takes longer than answering it, so a process does it once a post.

    A room therefore asks nothing of the day or of what it has read: its parameters stay as long as the process.
    """
    post = Post(pk=pk, role=role, jurisdiction_id=jurisdiction, user=User(pk=user, staff_no=staff_no))
    asked, parameters = ["SELECT 0"], []
    for rows in (*(room(post) for room in _EACH), *(room(post).order_by()[:1] for room in _TOGETHER)):
        try:
            sql, given = (rows if rows.query.values_select else rows.values("pk")).query.sql_with_params()
        except EmptyResultSet:
            continue
        asked.append(f"(SELECT count(*) FROM ({sql}) AS found)")
        parameters += given
    return " + ".join(asked), parameters


def _of(post, roles, rows):
    """The rows for these roles, none for others."""
    return rows if post.role in roles else rows.none()


def _proposed(model, post, role, *, by):
    asked = _of(post, {role}, model.objects.filter(state=model.State.PROPOSED)).exclude(proposed_staff_no=post.staff_no)
    return asked.order_by(by).values(by, f"{by}__name").annotate(count=Count("pk"))
