"""What must never happen to money is refused by the database, by name: to the web role and to a shell of the owner's."""
import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from benefits.models import EntitlementLine, Payout, PayoutPart
from benefits.payouts import commands
from tests.benefits.books import YEAR, Officials, a_beneficiary, a_run_at, an_account, an_official, in_county, owed, publish
from tests.builders import AT, ELSEWHERE
from tests.fixtures.databases import as_owner


@pytest.fixture
def scene():
    """What attacks need to know of a run at each state, one person each."""
    officials, runs = Officials(), {}
    with in_county():
        for year, state in enumerate(("drafted", "prepared", "reviewed", "signed", "handed_over"), 2021):
            person = a_beneficiary(f"第{year}人")
            publish(owed(person, since=YEAR[0].replace(year=year)))
            runs[state] = a_run_at(state, officials, since=YEAR[0].replace(year=year), until=YEAR[0].replace(year=year + 1))
        stranger = an_official("county_reviewer")
        own_double = an_official("county_reviewer", staff_no=officials.preparer.staff_no)
        words = {state: run.pk for state, run in runs.items()}
        words |= {f"{state}_payout": run.payouts.get().pk for state, run in runs.items()}
        words |= {f"{state}_key": PayoutPart.objects.get(payout__run=run).entitlement_id for state, run in runs.items()}
        words |= {"post": officials.finance.pk, "double": own_double.user_id, "double_no": own_double.staff_no}
        for name in ("preparer", "reviewer", "signer"):
            words |= {name: getattr(officials, name).user_id, f"{name}_no": getattr(officials, name).staff_no}
        words |= {"stranger": stranger.user_id, "stranger_no": stranger.staff_no}
        words |= {"account": an_account(a_beneficiary("别人", account=False)).pk, "elsewhere": ELSEWHERE}
        words |= {"village": runs["signed"].payouts.get().division_code, "paid_line": EntitlementLine.objects.first().pk}
    return words


_MONEY = (
    "INSERT INTO benefits_moneyline (division_code, entitlement_id, payout_id, kind, amount_fen, grounds, at, by_id) "
    "VALUES ('{village}', {key}, {payout}, '{kind}', {fen}, '{grounds}', now(), {post})"
)


def money(kind, fen, *, of="handed_over", grounds="", payout=True):
    """An attack that inserts a money line for the key of a run."""
    return (
        _MONEY.replace("{key}", f"{{{of}_key}}").replace("{payout}", f"{{{of}_payout}}" if payout else "NULL")
        .replace("{kind}", kind).replace("{fen}", str(fen)).replace("{grounds}", grounds)
    )  # fmt: skip


_PAYOUT = (
    "INSERT INTO benefits_payout (division_code, run_id, line_no, key, beneficiary, household_id, person_id, scheme, amount_fen, standard_fen, "
    "standard_per, state, change, anomalies, decision, reason, name, place_name, holder_name, bank) "
    "SELECT division_code, {run}, {line}, gen_random_uuid(), {beneficiary}, household_id, person_id, scheme, amount_fen, standard_fen, "
    "standard_per, state, change, anomalies, decision, reason, name, place_name, '', '' FROM benefits_payout WHERE id = {drafted_payout}"
)


def another_payout(run="{drafted}", line="9", beneficiary="'person:0'"):
    """An attack that copies the drafted payout, with something changed."""
    return _PAYOUT.replace("{run}", run).replace("{line}", line).replace("{beneficiary}", beneficiary)


def another_run(**changed):
    """An attack that inserts a run of its own, with something wrong."""
    values = {
        "number": "'X'", "key": "gen_random_uuid()", "division_code": "'370303000000'", "schemes": "ARRAY['rural_reward']", "since": "'2026-01-01'",
        "until": "'2027-01-01'", "version": "1", "state": "'drafting'", "total_fen": "0", "people": "0", "lines": "0", "content_hash": "''",
        "signed_head": "''", "drafted_by_id": "{stranger}", "drafted_staff_no": "'{stranger_no}'", "drafted_at": "now()",
        "prepared_staff_no": "''", "reviewed_staff_no": "''", "signed_staff_no": "''", "handed_over_staff_no": "''",
    } | changed  # fmt: skip
    return f"INSERT INTO benefits_payoutrun ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def with_step(step):
    """A run that claims a step was taken before it was drafted."""
    return another_run(**{f"{step}_by_id": "{double}", f"{step}_staff_no": "'{double_no}'", f"{step}_at": "now()"})


_STEP = "UPDATE benefits_payoutrun SET state = '{to}', {step}_by_id = {who}, {step}_staff_no = '{no}', {step}_at = now() WHERE id = {run}"


def taken(step, to, run, who="{double}", no="{double_no}"):
    return _STEP.replace("{step}", step).replace("{to}", to).replace("{run}", f"{{{run}}}").replace("{who}", who).replace("{no}", no)


STEPS = ("prepared", "reviewed", "signed", "handed_over")


def handed_over_by(who):
    """An attack that hands the signed run over as it should be, but by the wrong person."""
    return (
        "UPDATE benefits_payout SET state = 'with_bank' WHERE id = {signed_payout}; "
        + money("handed", 96000, of="signed") + "; "
        + taken("handed_over", "handed_over", "signed", who=f"{{{who}}}", no=f"{{{who}_no}}")
    )  # fmt: skip


PREPARED = taken("prepared", "prepared", "drafted")
# (what is tried, the name it is refused by)
ATTACKS = [
    # 1 money lines are only inserted
    ("UPDATE benefits_moneyline SET amount_fen = 1", "rows_are_only_inserted"),
    ("DELETE FROM benefits_moneyline", "rows_are_only_inserted"),
    # signs of the kinds
    (money("handed", -1), "money_has_the_sign_of_its_kind"),
    (money("confirmed", 5), "money_has_the_sign_of_its_kind"),
    (money("returned", 96000, grounds="退"), "money_has_the_sign_of_its_kind"),
    (money("returned", -96000), "money_taken_back_gives_its_grounds"),
    (money("confirmed", 0, payout=False), "money_names_its_payout_or_its_recovery"),
    # 3 a line of an unpublished run is in no payout: nothing is due for such a key
    (money("handed", 96000, of="drafted"), "money_moves_as_it_was_approved"),
    (money("handed", 96000, of="signed"), "money_moves_as_it_was_approved"),
    (money("handed", 1, of="handed_over"), "a_payout_is_handed_over_once"),
    (money("returned", -1, grounds="退"), "money_moves_as_it_was_approved"),
    # 4 a key is in at most one open payout
    (
        "INSERT INTO benefits_payoutpart (division_code, payout_id, entitlement_id, amount_fen, reason, open) "
        "VALUES ('{village}', {drafted_payout}, {signed_key}, 96000, 'new', true)",
        "one_open_payout_per_entitlement",
    ),
    (
        "INSERT INTO benefits_payoutpart (division_code, payout_id, entitlement_id, amount_fen, reason, open) "
        "VALUES ('{village}', {drafted_payout}, {signed_key}, 96000, 'new', false)",
        "a_part_is_where_and_as_open_as_its_payout",
    ),
    ("UPDATE benefits_payoutpart SET open = false WHERE payout_id = {signed_payout}", "a_part_is_where_and_as_open_as_its_payout"),
    ("UPDATE benefits_payoutpart SET division_code = '370303101201' WHERE payout_id = {drafted_payout}", "a_part_is_where_and_as_open_as_its_payout"),
    # 5 sums: a payout is its parts, a run its payouts
    ("UPDATE benefits_payout SET amount_fen = 1 WHERE id = {drafted_payout}; " + PREPARED, "run_total_is_its_payouts"),
    (
        "UPDATE benefits_payoutpart SET amount_fen = 5 WHERE payout_id = {drafted_payout}; " + PREPARED,
        "payout_sum_is_its_parts",
    ),
    (
        "UPDATE benefits_payoutpart SET amount_fen = 99000 WHERE payout_id = {drafted_payout}; UPDATE benefits_payout SET amount_fen = 99000 "
        "WHERE id = {drafted_payout}; UPDATE benefits_payoutrun SET total_fen = 99000 WHERE id = {drafted}; " + PREPARED,
        "only_what_is_due_is_paid",
    ),
    (PREPARED, "the_hash_is_of_these_payouts"),
    ("UPDATE benefits_payout SET decision = 'pending' WHERE id = {drafted_payout}; " + PREPARED, "anomalies_are_decided_first"),
    # 6 the steps are taken by different people, and in their order
    (taken("reviewed", "reviewed", "prepared"), "preparer_is_not_reviewer"),
    (
        "UPDATE benefits_payout SET state = 'approved' WHERE id = {reviewed_payout}; " + taken("signed", "signed", "reviewed"),
        "preparer_is_not_signer",
    ),
    (
        "UPDATE benefits_payout SET state = 'approved' WHERE id = {reviewed_payout}; "
        + taken("signed", "signed", "reviewed", who="{reviewer}", no="{reviewer_no}"),
        "reviewer_is_not_signer",
    ),
    (handed_over_by("preparer"), "preparer_is_not_exporter"),
    (handed_over_by("reviewer"), "reviewer_is_not_exporter"),
    (handed_over_by("signer"), "signer_is_not_exporter"),
    # who died, or closed the account, after the signature is handed nothing
    (
        "INSERT INTO households_death (division_code, person_id, since, source, recorded_at, withdrawn_why, confirmed_by_unit) "
        "SELECT division_code, person_id, '2021-01-01', '', now(), '', '' FROM benefits_payout WHERE id = {signed_payout}; "
        + handed_over_by("stranger"),
        "the_dead_are_handed_nothing",
    ),
    (
        "UPDATE households_account SET withdrawn_at = now(), withdrawn_why = '销户' WHERE person_id = "
        "(SELECT person_id FROM benefits_payout WHERE id = {signed_payout}); " + handed_over_by("stranger"),
        "a_closed_account_is_handed_nothing",
    ),
    *((another_run(**{f"{step}_by_id": "{stranger}"}), f"payout_run_is_{step}_by_somebody_some_day") for step in STEPS),
    (taken("reviewed", "reviewed", "prepared", who="{stranger}", no="NOBODY"), "payout_run_reviewer_has_this_staff_number"),
    ("UPDATE benefits_payoutrun SET state = 'signed' WHERE id = {drafted}", "payout_runs_move_along_their_states"),
    ("UPDATE benefits_payoutrun SET state = 'reviewed' WHERE id = {prepared}", "payout_run_is_reviewed_before_it_is_signed"),
    (taken("signed", "signed", "reviewed", who="{stranger}", no="X"), "payouts_move_with_their_run"),
    ("UPDATE benefits_payoutrun SET prepared_by_id = {stranger} WHERE id = {signed}", "approved_runs_are_frozen"),
    # 7 what was approved does not change
    ("UPDATE benefits_payoutrun SET total_fen = 1 WHERE id = {signed}", "approved_runs_are_frozen"),
    ("UPDATE benefits_payoutrun SET content_hash = repeat('0', 64) WHERE id = {prepared}", "approved_runs_are_frozen"),
    ("UPDATE benefits_payoutrun SET since = '2020-01-01' WHERE id = {drafted}", "a_payout_run_keeps_what_it_is_about"),
    ("DELETE FROM benefits_payoutrun WHERE id = {drafted}", "payout_runs_are_never_deleted"),
    ("UPDATE benefits_payout SET amount_fen = 1 WHERE id = {prepared_payout}", "approved_lines_are_frozen"),
    ("UPDATE benefits_payout SET decision = 'hold' WHERE id = {reviewed_payout}", "approved_lines_are_frozen"),
    ("UPDATE benefits_payout SET name = '别人' WHERE id = {signed_payout}", "approved_lines_are_frozen"),
    ("UPDATE benefits_payout SET account_id = {account} WHERE id = {prepared_payout}", "approved_accounts_are_frozen"),
    ("UPDATE benefits_payout SET account_sealed = '\\x00' WHERE id = {signed_payout}", "approved_accounts_are_frozen"),
    ("DELETE FROM benefits_payout WHERE id = {handed_over_payout}", "approved_lines_are_frozen"),
    ("UPDATE benefits_payoutpart SET amount_fen = 1 WHERE payout_id = {signed_payout}", "approved_lines_are_frozen"),
    ("DELETE FROM benefits_payoutpart WHERE payout_id = {signed_payout}", "approved_lines_are_frozen"),
    ("UPDATE benefits_payoutpart SET payout_id = {drafted_payout} WHERE payout_id = {signed_payout}", "approved_lines_are_frozen"),
    # states of payouts follow their run
    ("UPDATE benefits_payout SET state = 'confirmed' WHERE id = {signed_payout}", "payouts_move_with_their_run"),
    ("UPDATE benefits_payout SET state = 'approved' WHERE id = {prepared_payout}", "payouts_move_with_their_run"),
    ("UPDATE benefits_payout SET state = 'removed' WHERE id = {handed_over_payout}", "payouts_move_with_their_run"),
    (
        "UPDATE benefits_payout SET state = 'with_bank' WHERE id = {signed_payout}; "
        + taken("handed_over", "handed_over", "signed", who="{stranger}", no="X"),
        "what_is_handed_over_is_what_was_signed",
    ),
    ("UPDATE benefits_payoutrun SET state = 'settled', settled_at = now() WHERE id = {handed_over}", "a_settled_run_leaves_nothing_open"),
    ("UPDATE benefits_payoutrun SET state = 'discarded' WHERE id = {signed}", "a_discarded_run_pays_nobody"),
    # 11 set-off only with consent; 10 nothing is recovered that was not overpaid
    (money("set_off", 100, payout=False), "money_names_its_payout_or_its_recovery"),
    (money("recovered", -100, grounds="追", payout=False), "money_names_its_payout_or_its_recovery"),
    # people and places
    (
        "UPDATE benefits_payout SET account_id = NULL, account_sealed = NULL, account_hash = NULL, holder_name = '', bank = '' "
        "WHERE id = {drafted_payout}; UPDATE benefits_payoutrun SET content_hash = lidao_payout_run_hash({drafted}) WHERE id = {drafted}; "
        + PREPARED
        + "; " + taken("reviewed", "reviewed", "drafted", who="{stranger}", no="{stranger_no}")
        + "; UPDATE benefits_payout SET state = 'approved' WHERE id = {drafted_payout}",
        "money_goes_to_a_person_with_an_account",
    ),
    ("UPDATE benefits_payout SET bank = '' WHERE id = {drafted_payout}", "the_account_is_copied_whole"),
    ("UPDATE benefits_payout SET decision = 'hold' WHERE id = {drafted_payout}", "a_decision_says_who_and_why"),
    # payouts and their parts are what they are once
    (another_payout(run="0"), "a_payout_belongs_to_a_run_in_sight"),
    (another_payout(line="1"), "a_payout_has_its_own_line"),
    (another_payout(beneficiary="beneficiary"), "a_run_pays_a_beneficiary_once"),
    (another_payout(run="{signed}"), "approved_lines_are_frozen"),
    ("UPDATE benefits_payout SET run_id = {signed} WHERE id = {drafted_payout}", "a_payout_stays_in_its_run"),
    ("UPDATE benefits_payout SET amount_fen = 0 WHERE id = {drafted_payout}", "a_payout_pays_something"),
    ("UPDATE benefits_payoutpart SET reason = 'deducted' WHERE payout_id = {drafted_payout}", "a_part_has_the_sign_of_its_reason"),
    (
        "UPDATE benefits_payout SET state = 'removed' WHERE id = {drafted_payout}; INSERT INTO benefits_payoutpart (division_code, payout_id, "
        "entitlement_id, amount_fen, reason, open) VALUES ('{village}', {drafted_payout}, {drafted_key}, 1, 'new', false)",
        "a_payout_settles_a_key_once",
    ),
    (
        "INSERT INTO benefits_payoutpart (division_code, payout_id, entitlement_id, amount_fen, reason, open) "
        "VALUES ('{village}', 0, {drafted_key}, 1, 'new', false)",
        "a_part_belongs_to_a_payout_in_sight",
    ),
    (money("confirmed", 0).replace("{village}", "370303101201"), "money_lies_where_it_was_due"),
    # runs begin at the beginning
    (another_run(state="'signed'"), "payout_runs_begin_as_drafts"),
    (another_run(division_code="'370303100201'"), "payout_run_is_of_a_county_or_township"),
    (another_run(until="'2026-01-01'"), "payout_run_ends_after_it_begins"),
    (another_run(until="'2026-12-31'"), "payout_run_covers_whole_months"),
    (another_run(schemes="'{{}}'"), "payout_run_has_schemes"),
    (another_run(drafted_staff_no="'X'"), "payout_run_drafter_has_this_staff_number"),
    (with_step("prepared"), "payout_run_is_prepared_before_it_is_reviewed"),
    (with_step("reviewed"), "payout_run_is_reviewed_before_it_is_signed"),
    (with_step("signed"), "payout_run_is_signed_before_it_is_paid"),
    (with_step("handed_over"), "payout_run_is_handed_over_by_the_exporter"),
    # rosters
    ("UPDATE benefits_roster SET code = 'X' WHERE run_id = {signed}", "a_sealed_roster_has_a_code"),
    (
        "INSERT INTO benefits_roster (division_code, document, run_id, number, version, title, first_line, last_line, lines, people, total_fen) "
        "VALUES ('370303000000', gen_random_uuid(), {signed}, 'X', 1, '样例', 1, 1, 1, 1, 1)",
        "a_line_is_printed_once",
    ),
    ("DELETE FROM benefits_roster", "sealed_rosters_are_frozen"),
    ("UPDATE benefits_roster SET total_fen = 1", "sealed_rosters_are_frozen"),
    (
        "INSERT INTO benefits_roster (division_code, document, run_id, number, version, title, first_line, last_line, lines, people, total_fen) "
        "VALUES ('370303000000', gen_random_uuid(), {drafted}, 'X', 1, '样例', 1, 1, 1, 1, 1)",
        "a_roster_is_of_a_signed_run",
    ),
]  # fmt: skip


def refusals(scene):
    """{attack: how the database answered} of those not refused by their name."""
    strange = {}
    for attack, name in ATTACKS:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(attack.format(**scene))
            strange[attack] = "went through"
        except IntegrityError as refused:
            found = refused.__cause__.diag.constraint_name
            if found != name:
                strange[attack] = f"refused by {found}, not {name}"
        except ProgrammingError as refused:
            if "permission denied" not in str(refused):
                strange[attack] = str(refused)
    return strange


@pytest.mark.django_db
def test_the_web_role_is_refused(scene):
    with in_county():
        assert refusals(scene) == {}


@pytest.mark.django_db(transaction=True)
def test_a_shell_of_the_owner_is_refused(scene):
    with as_owner(), in_county():
        assert refusals(scene) == {}


@pytest.mark.django_db
def test_a_payout_stays_in_the_place_of_its_run(scene):
    with in_county("000000000000"), pytest.raises(IntegrityError) as refused, transaction.atomic():
        payout = Payout.objects.get(pk=scene["drafted_payout"])
        Payout.objects.create(
            run_id=scene["drafted"], line_no=9, division_code=ELSEWHERE, beneficiary="person:0", household_id=payout.household_id, scheme="x",
            amount_fen=1, standard_fen=1, standard_per="year", change="new", name="某人", place_name="某村",
        )  # fmt: skip
    assert refused.value.__cause__.diag.constraint_name == "a_payout_lies_in_its_runs_place"


@pytest.mark.django_db
def test_a_confirmed_payout_is_not_returned_afterwards(scene):
    with in_county():
        run = Payout.objects.get(pk=scene["handed_over_payout"]).run
        commands.settle_payout_run(run_id=run.pk, by=an_official("finance"), at=AT)
        with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(money("returned", -96000, grounds="退").format(**scene))
    assert refused.value.__cause__.diag.constraint_name == "a_payout_is_confirmed_or_returned_once"
