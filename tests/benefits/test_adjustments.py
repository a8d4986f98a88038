"""Standards follow the cost of living: from the exact growth to values in force, seen by one official and signed by another."""
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.conf import settings
from django.db import connection

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event, Job
from benefits import policies, tasks
from benefits.adjustments import commands, outlook, queries, work
from benefits.adjustments.commands import simulating
from benefits.models import Adjustment, AdjustmentRow, PolicyValue, Run
from benefits.policies_table import commands as values
from benefits.policies_table.queries import in_force
from benefits.rules import adjusting
from benefits.simulated import queries as simulated
from config.celery import app
from households.entry import UNRECORDED
from poverty.models import CityYear
from tests.benefits.adjusting import ALLOWANCE, GUIYANG, INDEX, RURAL, VILLAGES, Adjusting, at_village, with_complication
from tests.benefits.books import an_official
from tests.builders import AT, GUANSHANHU, inside
from tests.households.families import changed

GRADE_2 = f"{ALLOWANCE}.grade_2"
State = Adjustment.State


@pytest.fixture
def desk(db):
    desk = Adjusting()
    desk.register(with_complication())
    return desk


@pytest.mark.parametrize(("fen", "shown"), [(1_299_960, "29.996%"), (1_299_999, "29.9999%"), (1_300_000, "30%")])
def test_growth_is_compared_exactly(desk, fen, shown):
    desk.index({2020: 1_000_000, 2025: fen})

    made = desk.propose()

    with desk.inside():
        seen = outlook.of(GUANSHANHU, base_year=2020)
    assert seen.last.printed == shown
    assert (made is not None) == (fen >= 1_300_000)


def test_a_growth_that_is_not_reached_is_on_record_with_its_fraction(desk):
    desk.index({2020: 1_000_000, 2025: 1_299_960})

    desk.propose()

    with desk.inside():
        event = Event.objects.filter(kind="adjustment.not_reached").get()
    assert event.after == {"base_year": 2020, "figure": RURAL, "growth": "7499/25000", "year": 2025}


def test_what_is_no_fraction_of_a_million_is_never_shown_as_the_trigger():
    assert outlook.percent(Fraction(3, 10) - Fraction(1, 10**12)) == "29.999999…%"


def test_a_proposal_keeps_the_exact_growth_and_the_grids(desk):
    desk.index({**INDEX, 2025: 1_332_200})

    made = desk.propose()

    with desk.inside():
        value = made.values.get(name=GRADE_2)
        assert (made.base_year, made.year, made.effective, made.place) == (2020, 2025, date(2026, 1, 1), GUIYANG)
        assert (int(made.numerator), int(made.denominator)) == (1661, 5000)
        assert (value.old_fen, value.exact_fen, value.new_fen, value.reason) == (100_000, 133_220, 133_220, "")
        assert value.options == [133_200, 133_000, 133_000, 133_300, 133_500, 134_000]
        assert {row.name for row in made.values.all()} & {"bereavement_lump_sum.province", "catastrophic_reimbursement.threshold"} == set()


def test_the_reading_of_the_place_rounds_and_says_so(desk):
    desk.index({**INDEX, 2025: 1_332_200})

    made = desk.propose(readings={"PC-21": "ceil_to_10", "PC-23": "total"})

    with desk.inside():
        value = made.values.get(name=GRADE_2)
        assert (value.new_fen, value.reason) == (134_000, "PC-21")
        assert made.values.get(name="bereavement_lump_sum.province").old_fen == 3_000_000


def test_the_first_year_that_reaches_it_is_the_trigger(desk):
    desk.index({2020: 1_000_000, 2022: 1_350_000, 2025: 1_900_000})

    assert desk.propose().year == 2022


def test_without_a_confirmed_base_there_is_nothing_to_compute(desk):
    desk.index({2019: 1_000_000, 2025: 1_900_000})

    with pytest.raises(NotAllowed, match="还没有 2020 年"):
        desk.propose()


def test_another_base_needs_a_reason(desk):
    desk.index()

    with pytest.raises(NotAllowed, match="请写明理由"):
        desk.propose(why="")


def test_a_place_without_the_mechanism_has_no_outlook(db):
    assert outlook.of("370303000000") is None


def test_the_yearly_look_proposes_once(desk):
    desk.index({2011: 1_000_000, 2025: 1_310_000})
    with inside("000000000000"):
        jobs = commands.ring(at=AT)
        again = commands.ring(at=AT)

    for job in [*jobs, *again]:
        engine.work(job.pk)
    with desk.inside():
        assert commands.look(county=GUANSHANHU, at=AT) is None

    assert [job.pk for job in again] == [job.pk for job in jobs]
    assert desk.count(Adjustment, proposed_by=None) == 1
    assert desk.count(Event, kind="adjustment.proposed") == 1


def test_a_new_figure_is_looked_at_again(desk):
    desk.index({2011: 1_000_000, 2024: 1_200_000})
    with inside("000000000000"):
        (first,) = commands.ring(at=AT)
    engine.work(first.pk)
    desk.index({2025: 1_290_000})
    with inside("000000000000"):
        (second,) = commands.ring(at=AT)
    engine.work(second.pk)

    assert first.pk != second.pk
    assert desk.count(Event, kind="adjustment.not_reached") == 2


@pytest.mark.parametrize(
    ("before", "right"),
    [({2011: 1_000_000, 2025: 1_290_000}, {2011: 990_000}), ({2011: 1_000_000, 2024: 1_280_000, 2025: 1_290_000}, {2024: 1_310_000})],
    ids=["the base year", "a year between"],
)
def test_a_corrected_figure_is_looked_at_again(desk, before, right):
    desk.index(before)
    with inside("000000000000"):
        (first,) = commands.ring(at=AT)
    engine.work(first.pk)
    assert desk.count(Adjustment) == 0
    desk.index(right)

    tasks.ring_adjustments()
    with inside("000000000000"):
        (second,) = commands.ring(at=AT)
    engine.work(second.pk)

    assert desk.count(Adjustment, proposed_by=None) == 1


def test_what_beat_calls_is_a_task_that_exists():
    app.autodiscover_tasks(force=True)
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= app.tasks.keys()
    assert settings.CELERY_BEAT_SCHEDULE["look at the index of standards"]["task"] == tasks.ring_adjustments.name


def test_the_simulation_says_what_the_rules_say_under_both_books(desk):
    desk.register(at_village(with_complication(grade=4), VILLAGES[1]))
    desk.index()

    made = desk.simulated(desk.propose())

    with desk.inside():
        rows = {(row.person.name, row.year, row.before_fen, row.after_fen) for row in AdjustmentRow.objects.select_related("person")}
        before, after = simulating.sides(made, list(AdjustmentRow.objects.values_list("household_id", flat=True).distinct()))
    assert made.state == State.SIMULATED
    assert {(year, before_fen, after_fen) for _, year, before_fen, after_fen in rows} == {
        (2026, 1_200_000, 1_560_000), (2027, 1_200_000, 1_560_000), (2026, 600_000, 780_000), (2027, 600_000, 780_000),
    }  # 1,000 and 500 a month, × 1.30
    assert sum(row[2] for row in rows) == int(before.lines()["due"].sum())
    assert sum(row[3] for row in rows) == int(after.lines()["due"].sum())


def test_totals_are_the_sums_of_the_rows(desk):
    desk.register(at_village(with_complication(grade=3), VILLAGES[1]))
    desk.index()
    made = desk.simulated(desk.propose())

    with desk.inside():
        rows = list(made.rows.all())
        by = {name: queries.effects(made, name) for name in ("township", "scheme", "level", "all")}
    for year in (2026, 2027):
        before, after = (sum(getattr(row, side) for row in rows if row.year == year) for side in ("before_fen", "after_fen"))
        for groups in by.values():
            assert sum(group.years[year].before_fen for group in groups) == before
            assert sum(group.years[year].after_fen for group in groups) == after
        assert [group.years[year].winners for group in by["township"]] == [1, 1]
    assert {group.key: group.years[2026].after_fen for group in by["level"]} == {"city": 1_170_000, "county": 1_170_000}


def test_winners_losers_and_unchanged_are_counted_apart(desk):
    """No standard of today takes anything from somebody: two losers and three unchanged are set beside the one the rules find."""
    desk.index()
    made = desk.propose()
    with desk.inside():
        made = commands.simulate(adjustment_id=made.pk, by=desk.reviewer, at=AT)
        job = Job.objects.get(pk=made.job_id)
        work.step(job, at=AT), work.step(job, at=AT)
        job.save()
        (real,) = made.rows.filter(year=2026).values("adjustment_id", "division_code", "household_id", "person_id", "scheme", "year")
        sums = [(5000, 4000), (6000, 4000), *[(3000, 3000)] * 3]
        AdjustmentRow.objects.bulk_create(
            AdjustmentRow(**real, beneficiary=f"person:{number}", before_fen=before, after_fen=after, levels={"county": [before, after]})
            for number, (before, after) in enumerate(sums)
        )
    engine.work(made.job_id)

    with desk.inside():
        made = desk.adjustment(made)
        for by in ("all", "township", "scheme"):
            (group,) = queries.effects(made, by)
            year = group.years[2026]
            assert (year.winners, year.losers, year.unchanged, year.people) == (1, 2, 3, 6)
            assert (year.before_fen, year.difference_fen) == (1_200_000 + 20_000, 360_000 - 3000)
        counted = {change: queries.filtered_rows(made, {"change": change, "year": "2026"}).count() for change in simulated.CHANGES}
    assert made.state == State.SIMULATED
    assert counted == {"changed": 3, "more": 1, "less": 2, "new": 0, "up": 1, "down": 2, "ended": 0, "same": 3}


def test_the_drawn_families_show_their_sums(desk):
    desk.index()

    made = desk.simulated(desk.propose())

    with desk.inside():
        (sample,) = made.samples.all()
    assert [(row["year"], row["before"], row["after"]) for row in sample.told] == [
        (2026, "1000.00 × 12 = 12000.00", "1300.00 × 12 = 15600.00"), (2027, "1000.00 × 12 = 12000.00", "1300.00 × 12 = 15600.00"),
    ]  # fmt: skip


def test_twenty_families_are_drawn_by_the_hash_of_the_rows(desk):
    for _ in range(22):
        desk.register(with_complication())
    desk.index()

    made = desk.simulated(desk.propose())

    with desk.inside(), connection.cursor() as cursor:
        drawn = list(made.samples.values_list("household_id", flat=True))
        cursor.execute(
            "SELECT id FROM households_household ORDER BY sha256(convert_to(%s || ' ' || id, 'UTF8')) LIMIT 20", [made.rows_hash]
        )
        assert drawn == [pk for (pk,) in cursor.fetchall()]


def test_somebody_without_a_result_blocks_and_is_listed_with_the_cause(desk):
    entry = with_complication()
    desk.register(changed(entry, "adult-0", complication=UNRECORDED))
    desk.index()

    made = desk.simulated(desk.propose())

    assert made.state == State.BLOCKED
    with desk.inside():
        gap = made.gaps.get()
        assert (gap.scheme, gap.person.name) == (ALLOWANCE, "刘志国")
        assert "并发症" in gap.missing[0]["text"]
        with pytest.raises(NotAllowed):
            commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT)


def test_the_maker_does_not_approve_under_another_role(desk):
    desk.index()
    made = desk.checked(desk.propose())
    desk.signer.user = desk.reviewer.user

    with desk.inside(), pytest.raises(NotAllowed, match="须由另一人"):
        commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT)


def test_who_proposed_or_chose_neither_approves_nor_publishes_though_another_had_it_simulated(desk):
    desk.index({**INDEX, 2025: 1_332_200})
    made, third = desk.propose(), an_official(Role.COUNTY_REVIEWER, GUANSHANHU)
    with desk.inside():
        commands.choose_values(adjustment_id=made.pk, chosen={GRADE_2: (133_500, "便于发放，经会议研究")}, by=desk.other, at=AT)
    signer, proposer, chooser, desk.reviewer = desk.signer.user, desk.reviewer.user, desk.other.user, third
    made = desk.checked(made)

    def refused(command, **about):
        for user, sentence in ((proposer, "须由另一人"), (chooser, "您选定过新标准"), (third.user, "须由另一人")):
            desk.signer.user = user
            with desk.inside(), pytest.raises(NotAllowed, match=sentence):
                command(adjustment_id=made.pk, by=desk.signer, at=AT, **about)
        desk.signer.user = signer
        with desk.inside():
            return command(adjustment_id=made.pk, by=desk.signer, at=AT, **about)

    assert refused(commands.approve, rows_hash=made.rows_hash).state == State.APPROVED
    assert refused(commands.publish).state == State.PUBLISHED


def test_the_approval_is_of_what_was_seen(desk):
    desk.index()
    made = desk.checked(desk.propose())

    with desk.inside(), pytest.raises(NotAllowed, match="在您查看之后已重新测算"):
        commands.approve(adjustment_id=made.pk, rows_hash="0" * 64, by=desk.signer, at=AT)


def a_family_comes(desk):
    desk.register(with_complication())


def a_figure_is_corrected(desk):
    desk.index({2025: 1_290_000})


@pytest.mark.parametrize(("change", "sentence"), [(a_family_comes, "家庭的资料有变更"), (a_figure_is_corrected, "指数已更正")])
@pytest.mark.parametrize("at_state", ["checked", "approved"])
def test_what_changed_since_makes_it_stale(desk, change, sentence, at_state):
    desk.index()
    made = getattr(desk, at_state)(desk.propose())
    change(desk)

    with desk.inside(), pytest.raises(NotAllowed, match=sentence):
        if at_state == "checked":
            commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT)
        else:
            commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT)


def test_a_changed_rule_makes_it_stale(desk, monkeypatch):
    desk.index()
    made = desk.checked(desk.propose())
    monkeypatch.setattr("benefits.runs.queries.rules_hash", lambda: "f" * 64)

    with desk.inside(), pytest.raises(NotAllowed, match="政策标准或规则有变更"):
        commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT)


def test_standards_from_the_day_of_approval_are_approved_on_that_day(desk):
    desk.index()
    made = desk.checked(desk.propose(readings={"PC-22": "approval_date"}))
    assert made.effective == date(2026, 11, 22)

    with desk.inside(), pytest.raises(NotAllowed, match="须在测算的当天审批"):
        commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=datetime(2026, 11, 23, 2, tzinfo=UTC))
    with desk.inside():
        assert commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT).state == State.APPROVED


def test_choosing_another_standard_voids_what_was_simulated(desk):
    desk.index({**INDEX, 2025: 1_332_200})
    made = desk.checked(desk.propose())
    with desk.inside():
        commands.choose_values(adjustment_id=made.pk, chosen={GRADE_2: (133_500, "便于发放，经会议研究")}, by=desk.reviewer, at=AT)
        with pytest.raises(NotAllowed, match="精确值或所列取整值"):
            commands.choose_values(adjustment_id=made.pk, chosen={GRADE_2: (150_000, "多发")}, by=desk.reviewer, at=AT)
        with pytest.raises(NotAllowed, match="写明理由"):
            commands.choose_values(adjustment_id=made.pk, chosen={GRADE_2: (134_000, " ")}, by=desk.reviewer, at=AT)

    made = desk.adjustment(made)
    assert made.state == State.PROPOSED
    again = desk.simulated(made, at=datetime(2026, 11, 22, 3, tzinfo=UTC))
    with desk.inside():
        assert again.rows.get(year=2026).after_fen == 133_500 * 12


def test_published_standards_are_values_of_the_county_confirmed_by_two(desk):
    desk.index()

    made = desk.announced(desk.propose())

    with desk.inside():
        row = PolicyValue.objects.get(place=GUANSHANHU, name=GRADE_2)
        assert (row.value, row.since, row.state) == ("1300.00", date(2026, 1, 1), PolicyValue.State.IN_FORCE)
        assert (row.entered_by_id, row.confirmed_by_id) == (desk.reviewer.user_id, desk.signer.user_id)
        assert "1000.00 × (1 + 30%) = 1300.00" in row.quote
        book = in_force(GUANSHANHU).book
        assert adjusting.stated(book, GUANSHANHU, GRADE_2).value == "1300.00"
        assert adjusting.stated(book, "520103000000", GRADE_2).value == "1000.00"
    assert made.state == State.PUBLISHED


def test_the_run_it_prepares_books_what_was_simulated(desk):
    desk.published(ALLOWANCE)
    desk.index()
    made = desk.announced(desk.propose())

    run = desk.compute(made.run)
    desk.approve(run)
    desk.publish(run)

    with desk.inside():
        simulated = made.rows.get(year=2026)
        assert (run.since, run.until, run.schemes) == (date(2026, 1, 1), date(2027, 1, 1), [ALLOWANCE])
    booked = {key[2].year: 0 for key in desk.book()}
    for key, fen in desk.book().items():
        booked[key[2].year] += fen
    assert booked == {2024: 1_200_000, 2025: 1_200_000, 2026: simulated.after_fen}


def test_after_a_trigger_its_year_is_the_base(desk):
    desk.index()
    desk.announced(desk.propose())

    with desk.inside():
        assert outlook.of(GUANSHANHU).base_year == 2025
    with pytest.raises(NotAllowed, match="不能再从更早的年份算起"):
        desk.propose(base_year=2024)


def test_the_next_round_starts_from_the_present_standard(desk):
    desk.index()
    desk.announced(desk.propose())
    later = datetime(2028, 3, 1, tzinfo=UTC)
    desk.index({2027: 1_700_000}, at=later)  # 1.3077 times 2025

    again = desk.propose(base_year=None, why="", at=later)

    with desk.inside():
        assert again.values.get(name=GRADE_2).old_fen == 130_000


def test_standards_are_published_once_a_year(desk):
    desk.index()
    desk.announced(desk.propose())
    desk.index({2026: 1_700_000})
    second = desk.approved(desk.propose(base_year=None, why=""))

    with desk.inside(), pytest.raises(NotAllowed, match="一年之内只调整一次"):
        commands.publish(adjustment_id=second.pk, by=desk.signer, at=AT)
    assert desk.adjustment(second).state == State.APPROVED


def test_a_publication_beside_a_run_of_the_same_people_is_refused(desk):
    desk.index()
    made = desk.approved(desk.propose())
    run = desk.prepare(ALLOWANCE)

    with desk.inside(), pytest.raises(NotAllowed, match=f"{run.number} 正在核算同一些项目和月份"):
        commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT)

    desk.compute(run)
    assert desk.adjustment(made).state == State.APPROVED and desk.count(Run) == 1
    with desk.inside():
        assert commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT).state == State.PUBLISHED


def test_a_figure_that_is_lacking_blocks_as_what_is_not_recorded_does(desk):
    stated, documents = policies.read()
    ends = [replace(value, until=date(2027, 1, 1)) if value.name == GRADE_2 else value for value in stated]
    with desk.inside():
        values.load(ends, documents, at=AT)
    desk.index()

    made = desk.simulated(desk.propose())

    assert made.state == State.BLOCKED
    with desk.inside():
        gaps = {(gap.scheme, gap.person.name, gap.since.year, gap.missing[0]["fact"]) for gap in made.gaps.all()}
        assert gaps == {(ALLOWANCE, "张桂兰", 2027, GRADE_2)}
        with pytest.raises(NotAllowed):
            commands.approve(adjustment_id=made.pk, rows_hash=made.rows_hash, by=desk.signer, at=AT)


def test_a_publication_that_breaks_leaves_nothing(desk, monkeypatch):
    desk.index()
    made = desk.approved(desk.propose())
    runs = desk.count(Run)

    def broken(*_args, **_more):
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr("benefits.adjustments.commands.publishing.journal.record", broken)
    with pytest.raises(RuntimeError), desk.inside():
        commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT)
    monkeypatch.undo()

    assert desk.adjustment(made).state == State.APPROVED
    assert (desk.count(Run), desk.count(PolicyValue, place=GUANSHANHU)) == (runs, 0)
    with desk.inside():
        assert commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT).state == State.PUBLISHED


def test_it_is_published_once(desk):
    desk.index()
    made = desk.announced(desk.propose())

    with desk.inside(), pytest.raises(NotAllowed):
        commands.publish(adjustment_id=made.pk, by=desk.signer, at=AT)


def test_a_discarded_proposal_may_be_made_anew(desk):
    desk.index()
    made = desk.propose()
    with pytest.raises(NotAllowed, match="已按同一基期和年度提出"):
        desk.propose()
    with desk.inside():
        commands.discard(adjustment_id=made.pk, why="口径改用全体居民", by=desk.reviewer, at=AT)

    assert desk.propose().number == "TZ520115-2025-2"


def test_families_that_come_meanwhile_begin_it_anew(desk, monkeypatch):
    monkeypatch.setattr(simulating, "CHUNK", 1)
    desk.index()
    made = desk.propose()
    with desk.inside():
        made = commands.simulate(adjustment_id=made.pk, by=desk.reviewer, at=AT)
        job = Job.objects.get(pk=made.job_id)
        work.step(job, at=AT)
        work.step(job, at=AT)
        job.save()
    desk.register(with_complication())
    engine.work(made.job_id)

    made = desk.adjustment(made)
    assert (made.state, made.families, made.seen) == (State.SIMULATED, 2, 2)


def test_each_step_is_one_event(desk):
    desk.index()
    made = desk.announced(desk.propose())

    with desk.inside():
        kinds = list(Event.objects.filter(subject_id=str(made.pk), subject_kind="benefits.adjustment").order_by("id").values_list("kind", flat=True))
    assert kinds == [f"adjustment.{what}" for what in ("proposed", "simulation_asked", "simulated", "family_ticked", "approved", "published")]


def test_the_index_is_of_the_series_the_place_reads(desk):
    desk.index({2020: 1_000_000, 2025: 1_100_000})
    desk.index(figure=CityYear.Figure.URBAN_CONSUMPTION)

    assert desk.propose() is None
    assert desk.propose(readings={"PC-20": "urban"}).figure == "urban_consumption_per_person"


def test_arithmetic_growth_adds_the_years(desk):
    desk.index({2020: 1_000_000, 2022: 1_150_000, 2025: 1_308_700})  # 15 % and 13.8 %: 30.87 % together, 28.8 % in sum

    assert desk.propose(readings={"PC-19": "arithmetic_sum"}) is None
    assert desk.propose().year == 2025


def test_a_township_sees_none_of_another(desk):
    desk.register(at_village(with_complication(), VILLAGES[1]))
    desk.index()
    made = desk.simulated(desk.propose())

    with inside(VILLAGES[1][:9] + "000"):
        assert {row.division_code for row in AdjustmentRow.objects.all()} == {VILLAGES[1]}
        assert not Adjustment.objects.filter(pk=made.pk).exists()

