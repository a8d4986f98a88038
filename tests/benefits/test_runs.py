"""A run from preparing to publishing: what it books, what it leaves alone, and what changes it."""
import uuid
from dataclasses import replace
from datetime import date

import pytest

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.models import Event, Job
from benefits.models import Entitlement, EntitlementLine, Reconciliation, Run, RunLine, RunQuestion
from benefits.runs import commands, evidence, work
from benefits.runs.commands import computing
from households.commands import amend_household
from households.commands.county import touch
from households.commands.facts import withdraw_fact
from households.models import Household, Hukou, Membership
from households.queries.family import entry_of, family
from tests.benefits.desk import LOSS, REWARD, SINCE, UNTIL, UPLIFT, Desk, two_girls, wife_urban, with_hukou_unrecorded
from tests.builders import AT, GUANSHANHU, JIEFANG, LIUGOU, QINGSHI, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db
WIFE = ("张桂兰", REWARD, 2026)


@pytest.fixture
def desk():
    return Desk()


def amend(desk, household, entry, why="与户口簿核对后更正"):
    with desk.inside():
        amend_household(household_id=household.pk, entry=entry, by=desk.clerk, at=AT, why=why)


def forget_hukou(desk, name):
    """The clerk withdraws a hukou that was recorded by mistake; now none is recorded."""
    with desk.inside():
        hukou = Hukou.objects.get(person__name=name, withdrawn_at=None)
        household = hukou.person.memberships.get().household_id
        withdraw_fact(household_id=household, model="hukou", row_id=hukou.pk, by=desk.clerk, at=AT, why="录错人")


def test_a_run_books_what_the_rules_say_with_its_reason(desk):
    desk.register(two_girls())

    run = desk.published()

    assert desk.lines(run) == {WIFE: 96000}  # she turns 60 on 2026-03-12: 960 for the whole year
    with desk.inside():
        line = EntitlementLine.objects.select_related("entitlement").get()
        assert (line.amount_fen, line.entitlement.since, line.entitlement.until) == (96000, date(2026, 1, 1), UNTIL)
        assert line.entitlement.division_code == LIUGOU
        reason = evidence.of_book_line(line)
        assert any("年满 60 周岁" in condition["because"] for condition in reason["conditions"])
        assert reason["values"][0]["cite"].startswith("财教〔2011〕623号")
        assert "note" not in reason
        reconciled = Reconciliation.objects.get()
        assert (reconciled.due_fen, reconciled.lines_fen, reconciled.keys) == (96000, 96000, 1)


def test_each_command_is_one_event(desk):
    desk.register(two_girls())
    run = desk.published()

    with desk.inside():
        kinds = list(Event.objects.filter(subject_kind="benefits.run", subject_id=str(run.pk)).order_by("id").values_list("kind", flat=True))
    assert kinds == ["run.prepared", "run.simulated", "run.approved", "run.published"]


def test_a_run_again_with_nothing_changed_books_nothing(desk):
    desk.register(two_girls())
    desk.register(a_bereaved_couple())
    desk.published(REWARD, LOSS)
    before = desk.book()

    again = desk.published(REWARD, LOSS)

    assert desk.count(EntitlementLine, run=again) == 0
    assert desk.book() == before
    assert len(desk.book()) == 1 + 2 * 36
    assert desk.count(RunLine, run=again, entitlement_id=None) == 0  # each points at its key


def test_what_is_no_longer_due_is_taken_back_by_a_line_of_its_own(desk):
    household = desk.register(two_girls())
    desk.published()
    amend(desk, household, wife_urban(two_girls_known(desk, household)))

    run = desk.published()

    with desk.inside():
        line = RunLine.objects.get(run=run)
        assert (line.due_fen, line.booked_fen) == (0, 96000)
        assert evidence.of_run_line(line)["answer"] == "no"
        assert list(EntitlementLine.objects.order_by("id").values_list("amount_fen", flat=True)) == [96000, -96000]
    assert desk.book() == {}


def test_an_unknown_answer_takes_nothing_back(desk):
    desk.register(two_girls())
    desk.published()
    before = desk.book()
    forget_hukou(desk, "张桂兰")

    run = desk.published()

    assert desk.count(RunLine, run=run) == 0
    assert desk.book() == before
    with desk.inside():
        question = RunQuestion.objects.get(run=run, person__name="张桂兰")
        assert question.booked_fen == 96000
        assert any("户口" in item["text"] for item in question.missing)


def test_nothing_is_booked_for_an_unknown_answer(desk):
    desk.register(with_hukou_unrecorded(two_girls(), "adult-1"))

    run = desk.published()

    assert desk.book() == {}
    assert desk.count(RunQuestion, run=run) > 0


@pytest.mark.parametrize("order", ["run urban run forget run", "forget run urban run", "urban run run", "urban run"])
def test_the_order_of_events_does_not_matter(desk, order):
    """However often it is computed on the way, the book ends where the recorded facts end: her hukou is urban, nothing is due."""
    household = desk.register(two_girls())
    acts = {
        "run": desk.published,
        "forget": lambda: forget_hukou(desk, "刘志国"),
        "urban": lambda: amend(desk, household, wife_urban(two_girls_known(desk, household))),
    }

    for act in order.split():
        acts[act]()

    assert desk.book() == {}


def test_before_the_first_ledger_period_nothing_is_computed():
    desk = Desk(open_from=date(2025, 1, 1))
    desk.register(a_bereaved_couple())

    run = desk.simulate(LOSS)

    assert {year for _, _, year in desk.lines(run)} == {2025, 2026}


def test_a_scheme_without_a_first_period_is_not_computed():
    desk = Desk(open_from=None)

    with pytest.raises(NotAllowed, match="首个账期"):
        desk.prepare()


def test_the_first_period_stands_once_something_is_due(desk):
    desk.register(two_girls())
    with desk.inside():
        commands.open_ledger(scheme=REWARD, since=date(2023, 1, 1), by=desk.preparer, at=AT)
    desk.published()

    with pytest.raises(NotAllowed, match="不能再改"), desk.inside():
        commands.open_ledger(scheme=REWARD, since=date(2022, 1, 1), by=desk.preparer, at=AT)


def test_a_family_changed_after_the_watermark_is_computed_again_and_voids_the_approval(desk):
    household = desk.register(two_girls())
    run = desk.simulate()
    desk.approve(run)
    amend(desk, household, wife_urban(two_girls_known(desk, household)))

    run = desk.publish(run)

    assert (run.state, run.approved_by, run.recomputed) == (Run.State.SIMULATED, None, 1)
    assert desk.book() == {} and desk.lines(run) == {}
    desk.approve(run)
    assert desk.publish(run).state == Run.State.PUBLISHED


def test_a_family_registered_after_the_watermark_is_computed_too(desk):
    run = desk.simulate()
    desk.approve(run)
    desk.register(two_girls())

    run = desk.publish(run)

    assert run.state == Run.State.SIMULATED
    assert desk.lines(run) == {WIFE: 96000}


def test_a_change_that_alters_no_line_leaves_the_approval_standing(desk):
    household = desk.register(two_girls())
    desk.register(a_bereaved_couple())
    run = desk.simulate()
    desk.approve(run)
    entry = two_girls_known(desk, household)
    amend(desk, household, replace(entry, phone="139 0000 9999"))

    run = desk.publish(run)

    assert (run.state, run.recomputed) == (Run.State.PUBLISHED, 1)
    assert run.approved_staff_no == desk.reviewer.staff_no


def test_many_changed_families_are_left_to_the_job(desk, monkeypatch):
    run = desk.simulate()
    desk.approve(run)
    desk.register(two_girls())
    monkeypatch.setattr(computing, "MOST_AT_ONCE", 0)

    with pytest.raises(NotAllowed, match="1 户的资料有变化，请退回重算"):
        desk.publish(run)


def test_a_first_period_moved_after_the_computation_has_to_be_computed(desk):
    desk.register(two_girls())
    run = desk.simulate()
    desk.approve(run)
    with desk.inside():
        commands.open_ledger(scheme=REWARD, since=date(2027, 1, 1), by=desk.preparer, at=AT)

    with pytest.raises(NotAllowed, match="请退回重算"):
        desk.publish(run)


def test_a_window_of_five_years_takes_a_fifth_of_the_families_at_once():
    year, five_years = (Run(since=date(first, 3, 1), until=date(2026, 1, 1)) for first in (2025, 2021))

    assert computing.chunk_size(year) == computing.CHUNK
    assert computing.chunk_size(five_years) == computing.CHUNK // 5


def test_values_changed_in_the_middle_begin_the_computation_anew(desk, an_official_value, monkeypatch):
    monkeypatch.setattr(computing, "CHUNK", 1)
    desk.register(two_girls())
    desk.register(a_bereaved_couple())
    run = desk.prepare()
    step_by_hand(desk, run, steps=2)
    with desk.inside():
        an_official_value("rural_reward.rate", "1080.00", since=date(2026, 1, 1), place=ZHANGDIAN)

    run = desk.compute(run)

    assert desk.lines(run) == {WIFE: 108000}


def test_two_runs_over_the_same_families_book_once(desk):
    desk.register(two_girls())
    first, second = desk.simulate(), desk.simulate()
    desk.approve(first)
    desk.approve(second)
    desk.publish(first)

    second = desk.publish(second)

    assert second.state == Run.State.SIMULATED  # what it would have booked stands already
    desk.approve(second)
    desk.publish(second)
    assert list(desk.book().values()) == [96000]


def test_values_changed_after_the_computation_have_to_be_computed(desk, an_official_value):
    desk.register(two_girls())
    run = desk.simulate()
    desk.approve(run)
    with desk.inside():
        an_official_value("rural_reward.rate", "1080.00", since=date(2026, 1, 1), place=ZHANGDIAN)

    with pytest.raises(NotAllowed, match="政策标准、首个账期或规则已有变更"):
        desk.publish(run)

    with desk.inside():
        commands.return_run(run_id=run.pk, reason="标准已调整", by=desk.reviewer, at=AT)
    assert desk.lines(desk.compute(desk.now(run))) == {WIFE: 108000}


def test_a_value_that_is_lacking_blocks_the_run(an_official_value):
    desk = Desk(GUANSHANHU)
    a_poor_family = a_bereaved_couple(village="520115100201")
    desk.register(a_poor_family)

    run = desk.simulate(UPLIFT)

    assert run.state == Run.State.BLOCKED
    with desk.inside():
        blocker = run.blockers.get()
        assert (blocker.place, blocker.scheme, blocker.name, blocker.on) == (GUANSHANHU, UPLIFT, "rural_minimum_living_line", SINCE)
    with pytest.raises(NotAllowed, match="缺政策标准"):
        desk.approve(run)
    with desk.inside():
        an_official_value("rural_minimum_living_line", "6000.00", since=SINCE, place=GUANSHANHU)
        commands.return_run(run_id=run.pk, reason="标准已补录", by=desk.preparer, at=AT)
    run = desk.compute(desk.now(run))
    assert run.state == Run.State.SIMULATED
    assert run.totals[UPLIFT]["due_fen"] == 2 * 36 * 10000  # 6000.00 ÷ 12 × 20% a month each


def test_the_same_key_is_the_same_run_and_other_content_is_refused(desk):
    key = uuid.uuid4()
    first = desk.prepare(key=key)

    assert desk.prepare(key=key).pk == first.pk
    with pytest.raises(NotAllowed, match="内容不同"):
        desk.prepare(LOSS, key=key)


def test_two_computations_of_the_same_schemes_and_months_follow_one_another(desk):
    desk.register(two_girls())
    computed, first = desk.simulate(REWARD), desk.prepare(REWARD, UPLIFT)
    with pytest.raises(NotAllowed, match=f"{first.number} 正在核算"):
        desk.prepare(REWARD, LOSS)
    with pytest.raises(NotAllowed, match=f"{first.number} 正在核算"), desk.inside():
        commands.return_run(run_id=computed.pk, reason="再算一次", by=desk.reviewer, at=AT)
    other_scheme, other_months = desk.prepare(LOSS), desk.prepare(REWARD, since=UNTIL, until=date(2028, 1, 1))

    for run in (first, other_scheme, other_months):
        desk.compute(run)

    assert desk.compute(desk.prepare(REWARD, LOSS)).state == Run.State.SIMULATED


def test_a_paused_computation_keeps_others_waiting_and_a_stopped_one_does_not(desk):
    first = desk.prepare()
    with desk.inside():
        jobs.pause(job_id=first.job_id, by=desk.preparer, at=AT)
    with pytest.raises(NotAllowed, match=first.number):
        desk.prepare()

    with desk.inside():
        Job.objects.filter(pk=first.job_id).update(state="failed", finished_at=AT)

    assert desk.prepare().pk != first.pk


@pytest.mark.parametrize("window", [(UNTIL, SINCE), (date(2010, 1, 1), date(2021, 1, 1))])
def test_a_window_has_one_to_120_months(desk, window):
    with pytest.raises(NotAllowed, match="个月"):
        desk.prepare(since=window[0], until=window[1])


def test_the_maker_cannot_approve_nor_publish_under_another_account(desk):
    desk.register(two_girls())
    run = desk.simulate()
    same_person = a_post(Role.COUNTY_REVIEWER, staff_no=desk.preparer.staff_no)

    with pytest.raises(NotAllowed, match="另一人"):
        desk.approve(run, by=same_person)
    desk.approve(run)
    with pytest.raises(NotAllowed, match="另一人"):
        desk.publish(run, by=same_person)


@pytest.mark.parametrize("role", [Role.COUNTY_PREPARER, Role.COUNTY_SIGNER, Role.FINANCE, Role.AUDITOR])
def test_only_the_reviewer_approves(desk, role):
    run = desk.simulate()

    with pytest.raises(NotAllowed, match="由县级复核办理"):
        desk.approve(run, by=a_post(role))


def test_an_approval_is_of_the_lines_that_were_shown(desk):
    desk.register(two_girls())
    run = desk.simulate()

    with pytest.raises(NotAllowed, match="重新核算"):
        desk.approve(run, lines_hash="0" * 64)


def test_a_run_is_published_once(desk):
    desk.register(two_girls())
    run = desk.published()

    with pytest.raises(NotAllowed, match="已发布"):
        desk.publish(run)

    assert list(desk.book().values()) == [96000]


def test_a_run_that_is_not_approved_is_not_published(desk):
    desk.register(two_girls())
    run = desk.simulate()

    with pytest.raises(NotAllowed, match="待审批"):
        desk.publish(run)


def test_a_discarded_run_books_nothing_and_stays_so(desk):
    desk.register(two_girls())
    run = desk.simulate()
    with desk.inside():
        commands.discard_run(run_id=run.pk, reason="期间选错", by=desk.preparer, at=AT)

    with pytest.raises(NotAllowed, match="已作废"):
        desk.approve(run)
    assert desk.book() == {}


def test_cancelling_leaves_none_of_the_run(desk, monkeypatch):
    monkeypatch.setattr("benefits.runs.commands.computing.CHUNK", 1)
    desk.register(two_girls())
    desk.register(a_bereaved_couple())
    run = desk.prepare(REWARD, LOSS)
    step_by_hand(desk, run, steps=2)
    assert desk.count(RunLine, run=run) > 0

    with desk.inside():
        jobs.cancel(job_id=run.job_id, by=desk.preparer, at=AT)

    assert desk.now(run).state == Run.State.DISCARDED
    assert desk.count(RunLine, run=run) == 0


def test_a_chunk_done_twice_is_there_once(desk):
    desk.register(two_girls())
    run = desk.prepare()
    step_by_hand(desk, run, steps=1)
    for _ in range(2):
        with desk.inside():
            computing.families(Run.objects.get(pk=run.pk), list(Household.objects.values_list("pk", flat=True)), chunk=1)

    assert desk.count(RunLine, run=run) == 1


def test_a_run_waits_while_it_is_being_computed(desk):
    run = desk.prepare()

    with pytest.raises(NotAllowed, match="正在核算"), desk.inside():
        commands.discard_run(run_id=run.pk, reason="不要了", by=desk.preparer, at=AT)


def test_other_counties_and_townships_see_none_of_a_run(desk):
    desk.register(two_girls())
    run = desk.published()

    with inside(JIEFANG):
        assert not Run.objects.exists() and not RunLine.objects.exists() and not EntitlementLine.objects.exists()
    with inside(QINGSHI):
        assert not Run.objects.exists()
        assert EntitlementLine.objects.get().run_id == run.pk  # its own villages' book it sees


def step_by_hand(desk, run, *, steps):
    """Some steps of the run's job, as its worker takes them."""
    for _ in range(steps):
        with desk.inside():
            job = Job.objects.select_for_update(of=("self",)).get(pk=run.job_id)
            work.step(job, at=AT)
            job.save()


def two_girls_known(desk, household):
    """The family's entry as it stands recorded."""
    with desk.inside():
        known = entry_of(family(household.pk))
    keys = {person.key: key for person, key in zip(known.people, ("adult-0", "adult-1", "child-0", "child-1"), strict=True)}
    children = [replace(child, child=keys[child.child], parents=tuple(keys[parent] for parent in child.parents)) for child in known.children]
    return replace(
        known,
        people=tuple(replace(person, key=keys[person.key]) for person in known.people),
        couples=tuple(replace(couple, husband=keys[couple.husband], wife=keys[couple.wife]) for couple in known.couples),
        children=tuple(children),
        accounts=(),
    )


def test_a_person_who_moved_to_another_family_is_computed_there_under_the_key_that_stands(desk):
    first, second = desk.register(two_girls()), desk.register(a_bereaved_couple())
    desk.published()
    person = desk.person("张桂兰")
    with desk.inside():
        Membership.objects.filter(person=person).update(withdrawn_at=AT, withdrawn_why="已迁入另一户")
        for household, home in ((first, False), (second, True)):
            Membership.objects.create(
                division_code=LIUGOU, household=household, person=person, relation="8", home=home, since=date(1966, 3, 12), recorded_at=AT
            )
        touch({first.pk, second.pk}, {person.pk})

    run = desk.published()

    with desk.inside():
        line = RunLine.objects.get(run=run, person=person)
        assert (line.household_id, line.due_fen, line.booked_fen) == (second.pk, 0, 96000)  # as that record knows no children of hers
        assert Entitlement.objects.get(person=person).household_id == first.pk
    assert desk.book() == {}


def test_somebody_who_belongs_to_no_family_any_more_is_asked_after(desk):
    desk.register(two_girls())
    desk.published()
    with desk.inside():
        Membership.objects.filter(person__name="张桂兰").update(withdrawn_at=AT, withdrawn_why="录错户")

    run = desk.published()

    with desk.inside():
        question = RunQuestion.objects.get(run=run)
    assert "不在任何家庭档案" in question.missing[0]["text"] and question.booked_fen == 96000
    assert list(desk.book().values()) == [96000]
