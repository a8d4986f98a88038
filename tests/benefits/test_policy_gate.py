"""A county's value is in force when a second official has seen, in a finished simulation not older than the last change, what it does."""
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Post
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event, Job
from benefits import policies
from benefits.models import Citation, Opening, PolicySimulation, PolicyValue
from benefits.policies_table import commands, effects, reach, reviews, work
from config import waiting
from tests.benefits.books import owed, publish
from tests.benefits.conftest import a_village_year, confirm, simulated
from tests.benefits.desk import REWARD, UPLIFT, Desk, two_girls, wife_urban
from tests.builders import AT, GUANSHANHU, JIEFANG, LIUGOU, ZHANGDIAN, a_post, inside
from tests.fixtures.databases import as_owner
from tests.households.families import a_bereaved_couple

RATE, LINE, SINCE = f"{REWARD}.rate", "rural_minimum_living_line", date(2026, 1, 1)


@pytest.fixture
def desk(db):
    return Desk()


@pytest.fixture
def proposed(an_official_value):
    """proposed(yuan): a county's yearly rate of the reward that awaits confirmation."""
    return lambda yuan="1080.00", **changed: an_official_value(RATE, yuan, confirmed=False, **{"since": SINCE} | changed)


def whole(row, scheme=REWARD):
    return next(effect.whole for effect in effects.of(PolicySimulation.objects.filter(value=row).first()) if effect.scheme == scheme)


def test_entering_a_value_simulates_the_ledgers_it_touches(desk, proposed):
    desk.register(two_girls())

    with inside(ZHANGDIAN):
        simulation = simulated(proposed())
        simulation.refresh_from_db()

    assert (simulation.since, simulation.until) == (date(2026, 1, 1), date(2027, 1, 1))
    assert REWARD in simulation.schemes and UPLIFT not in simulation.schemes
    assert simulation.finished_at and simulation.families == simulation.seen == 1


def waiting_for(post):
    return [(task.title, task.detail) for task in waiting.tasks(post) if "/policies/" in task.url]


def test_a_proposed_value_waits_on_the_signer_s_desk_and_its_simulation_on_the_desk_of_who_entered_it(desk, proposed):
    desk.register(two_girls())
    with inside(ZHANGDIAN):
        row = proposed()
        maker = Post.objects.get(user=row.entered_by)
        signer, other = a_post(Role.COUNTY_SIGNER), a_post(Role.COUNTY_REVIEWER)
        assert waiting_for(maker) == []
        assert [detail[:6] for _title, detail in waiting_for(signer)] == ["已录入，模拟"]

        simulated(row)

        assert [detail[:9] for _title, detail in waiting_for(signer)] == ["模拟核算已完成，请"]
        assert len(waiting_for(maker)) == 1 and waiting_for(other) == waiting_for(a_post(Role.COUNTY_PREPARER)) == []
        assert waiting_for(a_post(Role.COUNTY_SIGNER, GUANSHANHU)) == []
        confirm(row, by=signer)
        assert waiting_for(maker) == waiting_for(signer) == []


def test_a_document_for_a_reported_figure_waits_on_the_signer_s_desk(db):
    with inside(JIEFANG):
        value = PolicyValue.objects.filter(place="410800000000", quality="reported", unit__startswith="yuan").first()
        commands.record_confirmation(
            value_id=value.pk, number="样例〔2026〕3号", title="样例通知", issuer="样例市", issued="2026", clause="三",
            by=a_post(Role.COUNTY_REVIEWER, JIEFANG), at=AT,
        )  # fmt: skip

        assert [detail for _title, detail in waiting_for(a_post(Role.COUNTY_SIGNER, JIEFANG))] == ["确认文件 样例〔2026〕3号 待核对"]


def test_the_confirmer_sees_who_wins_and_loses_and_by_how_much(desk, proposed):
    desk.register(two_girls())
    with inside(ZHANGDIAN):
        more, less = proposed(), None
        simulated(more)
        gained = whole(more)
        confirm(more)
        less = proposed("1000.00", since=date(2026, 1, 2))
        simulated(less)
        lost = whole(less)

    assert (gained.people, gained.winners, gained.losers, gained.before_fen, gained.after_fen) == (1, 1, 0, 96000, 108000)
    assert (lost.people, lost.winners, lost.losers, lost.difference_fen) == (1, 0, 1, -8000)


def test_a_county_states_as_much_as_the_nation_or_more_and_never_less(db, proposed):
    """80 yuan a month are 960 a year, 不低于 (财教〔2011〕623号); before 2012 the nation's figure was no floor."""
    with inside(ZHANGDIAN):
        for less in ({"yuan": "959.99"}, {"yuan": "79.99", "unit": "yuan per person per month"}, {"yuan": "959.99", "since": date(2011, 12, 31)}):
            with pytest.raises(NotAllowed, match=r"不能低于《财教〔2011〕623号》不低于80元规定的 960\.00 元/人·年"):
                proposed(**less)

        proposed("959.99", since=date(2011, 1, 1), until=date(2012, 1, 1))
        proposed("960.00")
        proposed("80.00", unit="yuan per person per month", since=date(2026, 2, 1))
        proposed("80.01", unit="yuan per person per month", since=date(2026, 3, 1))


def test_a_rise_above_a_county_s_figure_is_followed_before_anything_more_is_booked(desk, proposed, an_official_value):
    family = desk.register(two_girls())
    with inside(ZHANGDIAN):
        waiting, behind = proposed("1010.00", since=date(2026, 2, 1), number="样例〔2026〕8号"), proposed("1000.00")
        simulated(waiting), confirm(behind)
    _the_nation_rises("1080.00", since=date(2027, 1, 1))
    with inside(ZHANGDIAN):
        person, signer = family.memberships.first().person, a_post(Role.COUNTY_SIGNER)
        commands.simulate_value(value_id=waiting.pk, by=signer, at=AT)

        with pytest.raises(NotAllowed, match=r"1,080\.00 元/人·年"):
            commands.confirm_value(value_id=waiting.pk, simulation_id=simulated(waiting).pk, by=signer, at=AT)
        with pytest.raises(IntegrityError, match="本县的标准已低于规定的最低数"), transaction.atomic():
            publish(owed(person, 100000, since=date(2027, 1, 1), value_ids=[behind.pk]))
        publish(owed(person, 100000, value_ids=[behind.pk]))
        assert ["1,080.00 元/人·年，本县的标准已低于它" in one.sentence for one in _left_behind()] == [True]
        an_official_value(RATE, "1080.00", since=date(2027, 1, 1), number="样例〔2026〕9号")
        publish(owed(person, 100000, since=date(2028, 1, 1), value_ids=[behind.pk]))  # followed: the row no longer speaks of that year
        assert _left_behind() == []


def _left_behind():
    return [one for one in reviews.of(ZHANGDIAN, on=SINCE, schemes={}) if one.kind == "below"]


def _the_nation_rises(yuan, *, since):
    values, documents = policies.read()
    last = next(value for value in values if (value.name, value.until) == (RATE, None) and value.place == "000000")
    commands.load([*values, replace(last, value=yuan, since=since)], documents, at=AT)


def test_a_county_without_a_value_sees_what_its_questions_become(db, an_official_value):
    desk = Desk(GUANSHANHU)
    desk.register(a_bereaved_couple(village="520115100201"))
    with inside(GUANSHANHU):
        row = an_official_value(LINE, "6000.00", since=SINCE, place=GUANSHANHU, confirmed=False)
        simulated(row)
        seen = whole(row, UPLIFT)

    assert (seen.before_fen, seen.asked_before >= seen.asked_after) == (0, True)


def test_a_value_no_ledger_uses_passes_with_an_empty_simulation(db, proposed):
    with inside(ZHANGDIAN):
        row = proposed()

        simulation = row.simulations.get()
        assert (simulation.schemes, simulation.job, bool(simulation.finished_at)) == ([], None, True)
        assert confirm(row).confirmed_at
    with inside(ZHANGDIAN):
        assert [event.kind for event in Event.objects.filter(subject_id=str(row.pk)).order_by("id")] == [
            "policy_value.entered", "policy_value.confirmed",
        ]  # fmt: skip


def test_before_its_simulation_is_finished_a_value_is_not_confirmed(desk, proposed):
    with inside(ZHANGDIAN):
        row = proposed()

        with pytest.raises(NotAllowed, match="模拟核算还没有完成"):
            commands.confirm_value(value_id=row.pk, simulation_id=row.simulations.get().pk, by=a_post(Role.COUNTY_SIGNER), at=AT)


def enter_another(desk, an_official_value):
    with inside(ZHANGDIAN):
        an_official_value(f"{REWARD}.supplement", "10.00", since=SINCE, number="样例〔2026〕7号")


def open_another(desk, an_official_value):
    with inside(ZHANGDIAN):
        Opening.objects.filter(scheme=UPLIFT).delete()


CHANGES = {
    "a family was entered": (lambda desk, given: desk.register(wife_urban(two_girls())), "家庭的资料有变更"),
    "another value came into force": (enter_another, "政策标准或规则有变更"),
    "a ledger was opened or closed": (open_another, "账期的设定有变更"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_simulation_older_than_the_last_change_does_not_count(desk, proposed, an_official_value, what):
    change, sentence = CHANGES[what]
    with inside(ZHANGDIAN):
        row = proposed()
        simulated(row)
    change(desk, an_official_value)
    signer = a_post(Role.COUNTY_SIGNER)

    with pytest.raises(NotAllowed, match=sentence), inside(ZHANGDIAN):
        commands.confirm_value(value_id=row.pk, simulation_id=row.simulations.first().pk, by=signer, at=AT)
    with inside(ZHANGDIAN):
        commands.simulate_value(value_id=row.pk, by=signer, at=AT)
        assert confirm(row, by=signer).confirmed_at


def test_the_simulation_that_was_seen_is_the_one_confirmed(desk, proposed):
    with inside(ZHANGDIAN):
        row = proposed()
        seen = simulated(row)
        commands.simulate_value(value_id=row.pk, by=a_post(Role.COUNTY_SIGNER), at=AT)
        simulated(row)

        with pytest.raises(NotAllowed, match="在您查看之后已重新模拟"):
            commands.confirm_value(value_id=row.pk, simulation_id=seen.pk, by=a_post(Role.COUNTY_SIGNER), at=AT)


def test_families_that_come_meanwhile_begin_the_simulation_anew(desk, proposed, monkeypatch):
    monkeypatch.setattr("benefits.policies_table.commands.simulating.CHUNK", 1)
    desk.register(two_girls())
    with inside(ZHANGDIAN):
        row = proposed()
        job = row.simulations.get().job_id
    _step(job)
    desk.register(wife_urban(two_girls()))
    engine.work(job)

    with inside(ZHANGDIAN):
        assert row.simulations.get().seen == 2
        assert confirm(row).confirmed_at


def _step(job_id):
    """One step of the job, as a worker that stops after it."""
    with inside(ZHANGDIAN):
        job = Job.objects.get(pk=job_id)
        work.step(job, at=AT)
        job.save()


def test_a_refused_value_says_why_and_can_be_entered_again(desk, proposed):
    with inside(ZHANGDIAN):
        row = proposed()
        commands.refuse_value(value_id=row.pk, why="与文件第三条不符", by=a_post(Role.COUNTY_SIGNER), at=AT)
        row.refresh_from_db()

        assert (row.state, row.withdrawn_why) == (PolicyValue.State.WITHDRAWN, "与文件第三条不符")
        assert proposed().pk != row.pk


def test_only_the_signer_refuses_and_only_the_reviewer_withdraws(desk, proposed):
    with inside(ZHANGDIAN):
        row = proposed()
        with pytest.raises(NotAllowed, match="由县级签发办理"):
            commands.refuse_value(value_id=row.pk, why="否", by=a_post(Role.COUNTY_REVIEWER), at=AT)
        with pytest.raises(NotAllowed, match="由县级复核办理"):
            commands.withdraw_value(value_id=row.pk, why="否", by=a_post(Role.COUNTY_SIGNER), at=AT)


def test_a_document_is_registered_once_under_its_number(db, an_official_value):
    with inside(ZHANGDIAN):
        an_official_value(RATE, "1080.00", since=SINCE)

        with pytest.raises(NotAllowed, match="已登记为《样例通知》"):
            commands.enter_value(
                name=RATE, value="1200.00", unit="yuan per person per year", since=date(2027, 1, 1), until=None, number="样例〔2026〕1号",
                title="另一份通知", issuer="样例县", issued="2026", clause="一", by=a_post(Role.COUNTY_REVIEWER), at=AT,
            )  # fmt: skip


def test_a_value_reaches_the_schemes_that_ask_for_it_and_those_that_look_at_these():
    assert REWARD in reach.schemes_of(RATE)
    assert {UPLIFT} <= reach.schemes_of(LINE)
    assert REWARD not in reach.schemes_of(LINE)


# What the database refuses to a shell of the web role and of the owner: (statement, the constraint). {stale}, {missing}, {fresh}: values.
ATTACKS = {
    "confirmed with a stale simulation": ("{confirm} WHERE id = {stale}", "a_value_is_confirmed_after_a_fresh_simulation"),
    "confirmed without a simulation": ("{confirm} WHERE id = {missing}", "a_value_is_confirmed_after_a_fresh_simulation"),
    "confirmed by who entered it": (
        "UPDATE benefits_policyvalue SET confirmed_by_id = entered_by_id, confirmed_staff_no = entered_staff_no, confirmed_at = now() "
        "WHERE id = {fresh}",
        "confirmer_is_not_who_entered_the_value",
    ),
    "confirmed below what the nation calls the least": ("{confirm} WHERE id = {less}", "no_value_is_below_the_least"),
    "confirmed with half a citation": ("{confirm} WHERE id = {uncited}", "a_confirmed_value_has_a_whole_citation"),
    "entered as already confirmed": (
        "INSERT INTO benefits_policyvalue (place, scheme, name, since, value, unit, citation_id, clause, quote, quality, origin, entered_by_id, "
        "entered_staff_no, confirmed_by_id, confirmed_staff_no, confirmed_at, recorded_at, revision, withdrawn_why) "
        "SELECT place, scheme, name, since + 1, value, unit, citation_id, clause, quote, quality, origin, entered_by_id, entered_staff_no, {signer}, "
        "'{signer_no}', now(), now(), 1, '' FROM benefits_policyvalue WHERE id = {fresh}",
        "official_values_begin_unconfirmed",
    ),
    "a simulation is declared finished before it saw the families": (
        "UPDATE benefits_policysimulation SET finished_at = now(), watermark = 999999999 WHERE value_id = {begun}",
        "a_finished_simulation_saw_every_family",
    ),
    "a finished simulation is made fresh again": (
        "UPDATE benefits_policysimulation SET watermark = 999999999 WHERE value_id = {stale}", "finished_simulations_are_frozen",
    ),
    "a finished simulation is brought in": (
        "INSERT INTO benefits_policysimulation (division_code, value_id, schemes, openings, since, until, basis, families, seen, effects, "
        "asked_by_id, asked_at, finished_at) "
        "SELECT division_code, value_id, '{{}}', openings, since, until, '', 0, 0, '{{}}', asked_by_id, now(), now() "
        "FROM benefits_policysimulation WHERE value_id = {stale}",
        "a_simulation_is_of_a_value_awaiting_confirmation",
    ),
    "a proposed figure is changed after its simulation": (
        "UPDATE benefits_policyvalue SET value = '\"9999.00\"' WHERE id = {fresh}", "policy_values_are_never_edited",
    ),
}  # fmt: skip


@pytest.fixture
def standing(transactional_db, an_official_value):
    """Values of 张店 at every point of the gate, by name."""
    desk = Desk()
    desk.register(two_girls())
    found = {}
    with inside(ZHANGDIAN):
        rows = {
            name: an_official_value(RATE, "1080.00", since=date(2026, month, 1), confirmed=False, number=f"样例〔2026〕{month}号")
            for month, name in enumerate(("stale", "begun", "missing", "uncited"), 1)
        }
        simulated(rows["stale"])
        simulated(rows["uncited"])
    desk.register(wife_urban(two_girls()))
    with inside(ZHANGDIAN):
        rows["fresh"] = an_official_value(RATE, "1100.00", since=date(2026, 6, 1), confirmed=False, number="样例〔2026〕9号")
        simulated(rows["fresh"])
        Citation.objects.filter(number="样例〔2026〕4号").update(issuer="")
        rows["less"] = PolicyValue.objects.get(pk=rows["fresh"].pk)
        rows["less"].pk, rows["less"].value, rows["less"].since = None, "959.99", date(2026, 7, 1)
        rows["less"].save()
        signer = a_post(Role.COUNTY_SIGNER)
        found |= {name: row.pk for name, row in rows.items()} | {"signer": signer.user_id, "signer_no": signer.staff_no}
    with as_owner(), inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE benefits_policysimulation DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM benefits_policysimulation WHERE value_id = %s", [found["missing"]])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE benefits_policysimulation ENABLE TRIGGER USER")
    found["confirm"] = (
        f"UPDATE benefits_policyvalue SET confirmed_by_id = {signer.user_id}, confirmed_staff_no = '{signer.staff_no}', confirmed_at = now()"
    )
    return found


def test_what_must_never_happen_to_a_value_is_refused_to_every_role(standing):
    survived = {}
    for owner in (False, True):
        if owner:
            with as_owner():
                survived |= _survivors(standing, "owner")
        else:
            survived |= _survivors(standing, "web")

    assert survived == {}


def test_the_same_statement_confirms_where_the_simulation_is_fresh(standing):
    with inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute(f"{standing['confirm']} WHERE id = {standing['fresh']}")

        assert PolicyValue.objects.get(pk=standing["fresh"]).state == PolicyValue.State.IN_FORCE


def test_a_narrower_scope_makes_no_simulation_fresh(standing):
    with pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lidao.lo', '370303000000', true), set_config('lidao.hi', '370303000001', true)")
        cursor.execute(f"{standing['confirm']} WHERE id = {standing['fresh']}")

    assert refused.value.__cause__.diag.constraint_name == "a_value_is_confirmed_after_a_fresh_simulation"


def _survivors(standing, role):
    """Attacks that were not refused, or refused for another reason."""
    found = {}
    for what, (statement, constraint) in ATTACKS.items():
        try:
            with inside(ZHANGDIAN), connection.cursor() as cursor:
                cursor.execute(statement.format(**standing))
            found[role, what] = "done"
        except DatabaseError as error:
            if error.__cause__.diag.constraint_name != constraint:
                found[role, what] = str(error)
    return found


def test_a_village_year_confirmed_since_makes_a_simulation_stale(desk, proposed):
    desk.register(two_girls())
    with inside(ZHANGDIAN):
        row = proposed()
        seen = simulated(row)
        signer = a_post(Role.COUNTY_SIGNER)
        a_village_year(2025, LIUGOU)

        with pytest.raises(NotAllowed):
            commands.confirm_value(value_id=row.pk, simulation_id=seen.pk, by=signer, at=AT)
        commands.simulate_value(value_id=row.pk, by=a_post(Role.COUNTY_REVIEWER), at=AT)
        confirm(row, by=signer)
