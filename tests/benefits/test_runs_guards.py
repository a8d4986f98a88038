"""What must never happen to a run and to the first book is refused by the database, to a shell of the owner too."""
import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.refusal import NotAllowed
from benefits.models import Entitlement, EntitlementLine, PolicyUse, Run
from benefits.runs import commands
from households.commands.facts import record_fact, withdraw_fact
from households.entry import HukouEntry
from households.models import Hukou
from tests.benefits.books import owed, publish
from tests.benefits.desk import LOSS, REWARD, Desk, two_girls, with_hukou_unrecorded
from tests.builders import AT, ZHANGDIAN, inside
from tests.fixtures.databases import as_owner
from tests.households.families import a_bereaved_couple, a_number

pytestmark = pytest.mark.django_db(transaction=True)

_BOOKED = "division_code, entitlement_id, run_id, amount_fen, evidence_id, value_ids, values_revision, values_hash, recorded_at"
# what is tried: (statement, what refuses it). {published}, {approved}, {simulated} are runs.
ATTACKS = {
    "a line of an approved run is changed": ("UPDATE benefits_runline SET due_fen = 1 WHERE run_id = {approved}", "approved_lines_are_frozen"),
    "a line of an approved run goes": ("DELETE FROM benefits_runline WHERE run_id = {approved}", "approved_lines_are_frozen"),
    "a line of a computed run goes": ("DELETE FROM benefits_runline WHERE run_id = {simulated}", "approved_lines_are_frozen"),
    "a line of a published run goes": ("DELETE FROM benefits_runline WHERE run_id = {published}", "approved_lines_are_frozen"),
    "a line is slipped into an approved run": (
        "INSERT INTO benefits_runline (run_id, chunk, household_id, person_id, beneficiary, scheme, since, until, component, due_fen, booked_fen, "
        "floor, value_ids, sides, division_code) SELECT run_id, chunk, household_id, person_id, 'person:0', scheme, since, until, component, "
        "due_fen, booked_fen, floor, value_ids, sides, division_code FROM benefits_runline WHERE run_id = {approved} LIMIT 1",
        "approved_lines_are_frozen",
    ),
    "a line points at the key of another scheme": (
        "INSERT INTO benefits_runline (run_id, chunk, household_id, person_id, beneficiary, scheme, since, until, component, due_fen, booked_fen, "
        "entitlement_id, floor, value_ids, sides, division_code) SELECT l.run_id, l.chunk, l.household_id, l.person_id, l.beneficiary, 'x', "
        "l.since, l.until, l.component, l.due_fen, l.booked_fen, e.id, l.floor, l.value_ids, l.sides, l.division_code "
        "FROM benefits_runline l JOIN benefits_entitlement e USING (beneficiary, scheme, since, component) WHERE l.run_id = {simulated} LIMIT 1",
        "a_run_line_points_at_its_key",
    ),
    "the facts a run saw are changed": ("UPDATE benefits_evidence SET facts = '' WHERE run_id = {published}", "approved_lines_are_frozen"),
    "the facts a run saw go": ("DELETE FROM benefits_evidence WHERE run_id = {approved}", "approved_lines_are_frozen"),
    "a question of a computed run goes": ("DELETE FROM benefits_runquestion WHERE run_id = {simulated}", "approved_lines_are_frozen"),
    "an entitlement line is changed": ("UPDATE benefits_entitlementline SET amount_fen = 1", "rows_are_only_inserted"),
    "an entitlement line goes": ("DELETE FROM benefits_entitlementline", "rows_are_only_inserted"),
    "an entitlement changes its key": ("UPDATE benefits_entitlement SET since = since - 1", "rows_are_only_inserted"),
    "a claim goes": ("DELETE FROM benefits_claim", "rows_are_only_inserted"),
    "a reconciliation is changed": ("UPDATE benefits_reconciliation SET lines_fen = 0", "rows_are_only_inserted"),
    "a line is booked for a published run later": (
        f"INSERT INTO benefits_entitlementline ({_BOOKED}) SELECT division_code, entitlement_id, run_id, amount_fen + 1, evidence_id, value_ids, "
        "values_revision, values_hash, now() FROM benefits_entitlementline WHERE run_id = {published}",
        "a_run_changes_an_entitlement_once",
    ),
    "a line is booked for a run not published": (
        f"INSERT INTO benefits_entitlementline ({_BOOKED}) SELECT l.division_code, e.id, l.run_id, l.due_fen - l.booked_fen, v.id, "
        "l.value_ids, 0, '', now() FROM benefits_runline l JOIN benefits_entitlement e USING (beneficiary, scheme, since, component) "
        "JOIN benefits_evidence v ON v.run_id = l.run_id AND v.household_id = l.household_id "
        "WHERE l.run_id = {approved}",
        "the_book_is_written_by_publishing",
    ),
    "a line is booked on other values than were signed": (
        f"INSERT INTO benefits_entitlementline ({_BOOKED}) SELECT l.division_code, e.id, l.run_id, l.due_fen - l.booked_fen, v.id, "
        "'{{1}}', 0, '', now() FROM benefits_runline l JOIN benefits_entitlement e USING (beneficiary, scheme, since, component) "
        "JOIN benefits_evidence v ON v.run_id = l.run_id AND v.household_id = l.household_id "
        "WHERE l.run_id = {approved}",
        "the_book_says_what_was_approved",
    ),
    "a line is booked that no run computed": (
        f"INSERT INTO benefits_entitlementline ({_BOOKED}) SELECT division_code, entitlement_id, {{approved}}, 1, evidence_id, value_ids, 0, '', "
        "now() FROM benefits_entitlementline WHERE run_id = {published}",
        "the_book_says_what_was_approved",
    ),
    "a published run is changed": ("UPDATE benefits_run SET totals = '{{}}' WHERE id = {published}", "computed_runs_are_frozen"),
    "a published run goes back": ("UPDATE benefits_run SET state = 'queued' WHERE id = {published}", "computed_runs_are_frozen"),
    "a run goes": ("DELETE FROM benefits_run WHERE id = {simulated}", "runs_are_never_deleted"),
    "a run is about other schemes": (
        "UPDATE benefits_run SET state = 'queued', schemes = ARRAY['x'] WHERE id = {simulated}", "a_run_keeps_what_it_is_about"
    ),
    "a run is published without approval": ("UPDATE benefits_run SET state = 'published' WHERE id = {simulated}", "runs_move_along_their_states"),
    "a run is made as published": (
        "INSERT INTO benefits_run SELECT (jsonb_populate_record(r, '{{\"id\": 999999, \"number\": \"x\", \"key\": "
        "\"00000000-0000-0000-0000-000000000001\"}}')).* FROM benefits_run r WHERE r.id = {published}",
        "runs_begin_queued",
    ),
    "an approval is of another hash": (
        "UPDATE benefits_run SET state = 'approved', lines_hash = repeat('0', 64), approved_by_id = {reviewer}, approved_staff_no = '{staff_no}', "
        "approved_at = now() WHERE id = {simulated}",
        "the_hash_is_of_these_lines",
    ),
    "the maker approves": (
        "UPDATE benefits_run SET state = 'approved', approved_by_id = prepared_by_id, approved_staff_no = prepared_staff_no, approved_at = now() "
        "WHERE id = {simulated}",
        "run_approver_is_not_maker",
    ),
    "the maker approves under an invented staff number": (
        "UPDATE benefits_run SET state = 'approved', approved_by_id = prepared_by_id, approved_staff_no = 'X', approved_at = now() "
        "WHERE id = {simulated}",
        "run_approver_has_this_staff_number",
    ),
    "a used value is changed": (
        "UPDATE benefits_policyvalue SET value = '\"1.00\"' WHERE id IN (SELECT value_id FROM benefits_policyuse)", "policy_values_are_never_edited"
    ),
    "a used value goes": (
        "UPDATE benefits_policyvalue SET withdrawn_at = now(), withdrawn_why = 'x' WHERE id IN (SELECT value_id FROM benefits_policyuse)",
        "used_policy_values_stay",
    ),
    "a used document is renamed": ("UPDATE benefits_citation SET title = 'x' WHERE number LIKE '财教〔2011〕623号%%'", "used_citations_stay"),
    "a use goes": ("DELETE FROM benefits_policyuse", "rows_are_only_inserted"),
    "a ledger in use begins elsewhere": (
        "UPDATE benefits_opening SET since = '2020-01-01' WHERE scheme = 'rural_reward'", "an_opening_in_use_stands"
    ),
}


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def runs(desk):
    """A published, an approved and a computed run, each with lines; the names the attacks use."""
    household = desk.register(two_girls())
    desk.register(a_bereaved_couple())
    desk.register(with_hukou_unrecorded(another_family(), "adult-1"))
    published = desk.published()
    take_back(desk, household)
    approved, simulated = desk.simulate(REWARD, LOSS), desk.simulate(REWARD, LOSS)
    desk.approve(approved)
    return {
        "published": published.pk, "approved": approved.pk, "simulated": simulated.pk, "reviewer": desk.reviewer.user_id,
        "staff_no": desk.reviewer.staff_no,
    }  # fmt: skip


def test_keys_are_looked_up_by_number_however_empty_the_book_was_when_the_session_began(desk, owner_connection):
    owner_connection.execute("ANALYZE benefits_entitlement")
    for _ in range(8):
        desk.register(another_family())
    desk.published()
    before = _times_gone_through("benefits_entitlement")

    run = desk.simulate(REWARD, LOSS)

    with desk.inside():
        pointing = run.lines.filter(entitlement_id__isnull=False).count()
    assert pointing == 8 and _times_gone_through("benefits_entitlement") - before < pointing


def _times_gone_through(table):
    """How often a table was read from its first row to its last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = %s", [table])
        return cursor.fetchone()[0]


def another_family():
    """The same kind of family with other people."""
    entry = two_girls()
    return replace(entry, people=tuple(replace(person, number=a_number(person.born, person.sex)) for person in entry.people))


def take_back(desk, household):
    """The wife's hukou turns out to be urban."""
    with desk.inside():
        hukou = Hukou.objects.get(person__name="张桂兰", person__memberships__household=household)
        withdraw_fact(household_id=household.pk, model="hukou", row_id=hukou.pk, by=desk.clerk, at=AT, why="录错")
        item = HukouEntry("urban", since=date(1966, 3, 12))
        record_fact(household_id=household.pk, person_id=hukou.person_id, kind="hukou", item=item, by=desk.clerk, at=AT, source="户口簿")


def refusals(runs):
    """{attack: how the database refused it, None when it did not}."""
    found = {}
    for name, (statement, _expected) in ATTACKS.items():
        try:
            with inside(ZHANGDIAN), connection.cursor() as cursor:
                cursor.execute(statement.format(**runs))
                found[name] = "nothing was refused" if cursor.rowcount else "nothing matched"
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                transaction.set_rollback(True)
        except DatabaseError as error:
            found[name] = error.__cause__.diag.constraint_name or str(error.__cause__.diag.message_primary)
    return found


def test_the_owner_is_refused(runs):
    with as_owner():
        found = refusals(runs)

    assert found == {name: expected for name, (_, expected) in ATTACKS.items()}


def test_the_web_role_is_refused(runs):
    found = refusals(runs)

    assert {name: how for name, how in found.items() if how != ATTACKS[name][1] and not how.startswith("permission denied")} == {}


def test_two_publications_at_once_book_once(desk):
    desk.register(two_girls())
    run = desk.simulate()
    desk.approve(run)
    ready, outcomes = threading.Barrier(2), []

    def publish():
        ready.wait()
        try:
            with inside(ZHANGDIAN):
                outcomes.append(commands.publish_run(run_id=run.pk, by=desk.reviewer, at=AT).state)
        except NotAllowed as refusal:
            outcomes.append(refusal.sentence)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome == Run.State.PUBLISHED for outcome in outcomes) == [False, True]
    assert list(desk.book().values()) == [96000]


def test_two_runs_of_the_same_families_published_at_once_book_once(desk):
    desk.register(two_girls())
    runs = [desk.simulate(), desk.simulate()]
    for run in runs:
        desk.approve(run)
    ready, states = threading.Barrier(2), []

    def publish(run):
        ready.wait()
        with inside(ZHANGDIAN):
            states.append(commands.publish_run(run_id=run.pk, by=desk.reviewer, at=AT).state)
        connection.close()

    threads = [threading.Thread(target=publish, args=[run]) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(states) == [Run.State.PUBLISHED, Run.State.SIMULATED]
    assert list(desk.book().values()) == [96000]


def test_the_web_role_may_only_add_to_the_book(runs):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants "
            "WHERE grantee = 'lidao_web' AND table_name IN ('benefits_entitlement', 'benefits_entitlementline', 'benefits_claim', "
            "'benefits_reconciliation', 'benefits_policyuse') GROUP BY 1"
        )
        assert set(dict(cursor.fetchall()).values()) == {"INSERT SELECT"}


def test_a_published_run_marks_the_values_it_rests_on(runs):
    assert PolicyUse.objects.filter(value__name="rural_reward.rate").exists()
    with inside(ZHANGDIAN):
        line = EntitlementLine.objects.filter(entitlement__scheme=REWARD).get()
        assert set(line.value_ids) <= set(PolicyUse.objects.values_list("value_id", flat=True))


def test_entitlements_keep_the_village_that_owed_them(desk):
    household = desk.register(two_girls())
    desk.published()
    with desk.inside():
        household = type(household).objects.get(pk=household.pk)
        household.division_code = "370303100202"
        household.revision += 1000
        household.save()
    desk.published(REWARD)

    with desk.inside():
        assert Entitlement.objects.get().division_code == "370303100201"


def test_a_difference_between_what_is_due_and_the_book_blocks_the_publication():
    desk = Desk()
    desk.register(two_girls())
    run = desk.simulate(REWARD)
    desk.approve(run)
    with desk.inside():
        publish(owed(desk.person("张桂兰"), 50_000))  # without a revision: the run does not see it

    with pytest.raises(NotAllowed, match="勾稽不平"):
        desk.publish(run)

    assert desk.now(run).state == Run.State.APPROVED
    assert list(desk.book().values()) == [50_000]
