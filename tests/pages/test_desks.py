"""Sample data: two years of work are there when the seed has ended, and something waits on every desk of every county."""
from collections import Counter
from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.utils.translation import override

from accounts import moves
from accounts.models import Post, User
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Job
from benefits import wording
from benefits.adjustments import states as adjustment_states
from benefits.models import Entitlement, MoneyLine, PayoutRun, Roster
from benefits.runs import states as run_states
from benefits.sample import history, posts
from config import awaited, waiting
from households.models import FamilyType
from poverty.models import Project
from tests.builders import ZHANGDIAN, inside

WORKERS = [
    Role.TOWNSHIP_CLERK, Role.TOWNSHIP_REVIEWER, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE, Role.AUDITOR,
]  # fmt: skip

MOVABLE = (
    (awaited.runs, awaited.RUN, run_states.why_not),
    (awaited.adjustments, awaited.ADJUSTMENT, adjustment_states.why_not),
    (awaited.payout_runs, awaited.PAYOUT_RUN, moves.why_not),
    (awaited.opening_balances, awaited.OPENING_BALANCE, moves.why_not),
    (awaited.transfers, awaited.TRANSFER, moves.why_not),
    (awaited.projects, awaited.PROJECT, moves.why_not),
    (awaited.wrong_payments, awaited.WRONG_PAYMENT, moves.why_not),
)

WITHOUT_A_FIGURE = {"medical_premium_subsidy", "new_undergraduate_relief", "village_director_allowance"}  # no document of the four places states one


@pytest.mark.django_db(transaction=True)
def test_something_waits_on_every_desk_of_every_county(seeded_db, settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    idle = []
    for county, held in posts.held().items():
        with inside(county):
            engine.work(Roster.objects.order_by("lines").first().job_id)
        for role in WORKERS:
            with inside(held[role].division_code), override("zh-hans"):
                tasks = waiting.tasks(held[role])
            if not [task for task in tasks if not task.urgent]:
                idle.append((county, role.value, [task.detail for task in tasks]))

    assert idle == []


@pytest.mark.django_db(transaction=True)
def test_a_desk_shows_what_the_moves_allow_and_counts_it_with_one_question(seeded_db, django_assert_num_queries):
    seen = Counter()
    for county, held in posts.held().items():
        with inside(county):
            for rows, following, why_not in MOVABLE:
                for row in rows(held[Role.COUNTY_REVIEWER]).model.objects.filter(state__in=following):
                    move = following[row.state]
                    took = {getattr(row, f"{step}_staff_no") for step in move.never} - {None}
                    for role, staff_no in product({*move.roles, Role.AUDITOR}, {"somebody else", *took}):
                        post = Post(role=role, jurisdiction_id=county, user=User(staff_no=staff_no))
                        allowed = why_not(row, move, by=post) is None
                        assert rows(post).filter(pk=row.pk).exists() == allowed
                        seen[rows.__name__, allowed] += 1
            for post in held.values():
                with inside(post.division_code):
                    tasks = waiting.tasks(post)
                    with django_assert_num_queries(1):
                        assert awaited.count(post) == len(tasks)

    assert {name for name, allowed in seen if allowed} == {name for name, allowed in seen if not allowed} >= {"runs", "payout_runs", "projects"}


@pytest.mark.django_db(transaction=True)
def test_the_seed_ends_with_two_years_paid_and_leaves_the_worker_papers_alone(seeded_db):
    settled, waiting = {}, Counter()
    for county in posts.held():
        with inside(county):
            years = PayoutRun.objects.filter(state="settled").values_list("since__year", flat=True)
            settled[county] = set(years) if MoneyLine.objects.filter(kind="confirmed").exists() else set()
            if county == ZHANGDIAN:
                begun = Project.objects.exclude(state=Project.State.DRAFTED)
                assert set(begun.values_list("kind", flat=True)) == set(Project.Kind.values)  # one of every kind to be looked at, beyond its draft
            waiting.update(Job.objects.exclude(state=Job.State.DONE).values_list("kind", "state"))

    assert settled == {county: {2024, 2025} for county in history.PLANS}
    assert {kind for kind, _state in waiting} == {"benefits.rosters.work", "benefits.funds.printing"}
    assert {state for _kind, state in waiting} == {"queued"}


@pytest.mark.django_db(transaction=True)
def test_every_scheme_that_a_document_gives_an_amount_is_due_to_somebody(seeded_db):
    due, kinds = set(), set()
    for county in posts.held():
        with inside(county):
            due |= set(Entitlement.objects.values_list("scheme", flat=True))
            kinds |= set(FamilyType.objects.values_list("kind", flat=True))

    assert set(wording.ledger_titles()) - due == WITHOUT_A_FIGURE
    assert kinds == set(FamilyType.Kind.values)


@pytest.mark.django_db(transaction=True)
def test_who_starts_the_system_reads_that_rosters_are_still_being_made(seeded_db):
    said = StringIO()

    call_command("sign_ins", stdout=said)

    assert "the worker is still making" in said.getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_the_sample_years_sealed_and_summed_is_found_the_same(seeded_db):
    call_command("verify")


@pytest.mark.django_db(transaction=True)
def test_every_step_of_the_sample_years_was_taken_by_the_role_and_person_who_may(seeded_db):
    for county in posts.held():
        with inside(county):
            runs = PayoutRun.objects.filter(state="settled").values_list(
                "drafted_staff_no", "reviewed_staff_no", "signed_staff_no", "handed_over_staff_no"
            )
            assert all(len(set(people)) == 4 for people in runs)
