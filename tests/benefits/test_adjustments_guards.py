"""What must never happen to an adjustment is refused by the database, to a shell of the web role and of the owner."""
from contextlib import nullcontext

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.roles import Role
from benefits.adjustments import commands
from benefits.models import Adjustment
from tests.benefits.adjusting import INDEX, Adjusting, with_complication
from tests.benefits.books import an_official
from tests.builders import AT, GUANSHANHU, inside
from tests.fixtures.databases import as_owner

pytestmark = pytest.mark.django_db(transaction=True)

_APPROVE = "UPDATE benefits_adjustment SET state = 'approved', approved_by_id = {signer}, approved_staff_no = '{signer_no}', approved_at = now()"
_PUBLISH = (
    "UPDATE benefits_adjustment SET state = 'published', published_by_id = {signer}, published_staff_no = '{signer_no}', published_at = now(), "
    "published_on = (now() AT TIME ZONE 'Asia/Shanghai')::date"
)
_NOT_GRANTED = "42501"
# what is tried: (statement, the constraint that refuses it)
ATTACKS = {
    "approved while stale": (f"{_APPROVE} WHERE id = {{stale}}", "an_adjustment_rests_on_a_fresh_simulation"),
    "approved by who had it simulated": (
        "UPDATE benefits_adjustment SET state = 'approved', approved_by_id = prepared_by_id, approved_staff_no = prepared_staff_no, "
        "approved_at = now() WHERE id = {checked}",
        "adjustment_approver_is_not_maker",
    ),
    "approved by who proposed it": (
        "UPDATE benefits_adjustment SET state = 'approved', approved_by_id = proposed_by_id, approved_staff_no = proposed_staff_no, "
        "approved_at = now() WHERE id = {checked}",
        "adjustment_approver_did_not_propose",
    ),
    "published by who proposed it": (
        "UPDATE benefits_adjustment SET state = 'published', published_by_id = proposed_by_id, published_staff_no = proposed_staff_no, "
        "published_at = now(), published_on = (now() AT TIME ZONE 'Asia/Shanghai')::date WHERE id = {approved}",
        "adjustment_publisher_did_not_propose",
    ),
    "approved by who chose a standard": (
        "UPDATE benefits_adjustment SET state = 'approved', approved_by_id = {chooser}, approved_staff_no = '{chooser_no}', approved_at = now() "
        "WHERE id = {checked}",
        "adjustment_approver_chose_no_standard",
    ),
    "who chose is forgotten": ("UPDATE benefits_adjustment SET chosen_staff_nos = '{{}}' WHERE id = {proposed}", "an_adjustment_keeps_who_chose"),
    "who proposed is forgotten": ("UPDATE benefits_adjustment SET proposed_staff_no = NULL WHERE id = {proposed}", "an_adjustment_keeps_who_chose"),
    "approved before anybody looked": (f"{_APPROVE} WHERE id = {{simulated}}", "adjustments_move_along_their_states"),
    "called looked at": ("UPDATE benefits_adjustment SET state = 'checked' WHERE id = {simulated}", "every_drawn_family_is_looked_at"),
    "approved with another hash": (f"{_APPROVE}, rows_hash = repeat('0', 64) WHERE id = {{checked}}", "computed_adjustments_are_frozen"),
    "a row is changed": ("UPDATE benefits_adjustmentrow SET after_fen = 1 WHERE adjustment_id = {checked}", "simulated_rows_are_frozen"),
    "a row goes": ("DELETE FROM benefits_adjustmentrow WHERE adjustment_id = {checked}", "simulated_rows_are_frozen"),
    "a drawn family goes": ("DELETE FROM benefits_adjustmentsample WHERE adjustment_id = {simulated}", "simulated_rows_are_frozen"),
    "a tick changes hands": (
        "UPDATE benefits_adjustmentsample SET ticked_by_id = {signer}, ticked_staff_no = '{signer_no}' WHERE adjustment_id = {checked}",
        "a_drawn_family_is_ticked_once",
    ),
    "a standard is changed after its simulation": (
        "UPDATE benefits_adjustedvalue SET new_fen = options[6], reason = 'x' WHERE adjustment_id = {checked}", "adjusted_values_are_frozen",
    ),
    "a standard is none of those computed": (
        "UPDATE benefits_adjustedvalue SET new_fen = 1, reason = 'x' WHERE adjustment_id = {proposed}", "a_standard_is_exact_or_on_a_grid",
    ),
    "a rounded standard says nothing": (
        "UPDATE benefits_adjustedvalue SET new_fen = options[6] WHERE adjustment_id = {proposed} AND options[6] <> exact_fen",
        "a_rounded_standard_says_why",
    ),
    "the growth is another": ("UPDATE benefits_adjustment SET numerator = numerator + 1 WHERE id = {proposed}", "an_adjustment_keeps_its_growth"),
    "a growth of 29.996 % is adjusted": (
        "INSERT INTO benefits_adjustment SELECT (jsonb_populate_record(a, '{{\"id\": 999999, \"number\": \"x\", \"base_year\": 2010, "
        "\"numerator\": 29996, \"denominator\": 100000}}')).* FROM benefits_adjustment a WHERE a.id = {proposed}",
        "an_adjustment_reached_its_trigger",
    ),
    "the same growth is adjusted twice": (
        "INSERT INTO benefits_adjustment SELECT (jsonb_populate_record(a, '{{\"id\": 999999, \"number\": \"x\"}}')).* "
        "FROM benefits_adjustment a WHERE a.id = {proposed}",
        "a_growth_is_adjusted_once",
    ),
    "published without its values": (f"{_PUBLISH} WHERE id = {{approved}}", "a_published_adjustment_states_its_values"),
    "published unapproved": (f"{_PUBLISH} WHERE id = {{checked}}", "adjustments_move_along_their_states"),
    "made as approved": (
        "INSERT INTO benefits_adjustment SELECT (jsonb_populate_record(a, '{{\"id\": 999999, \"number\": \"x\", \"base_year\": 2010}}')).* "
        "FROM benefits_adjustment a WHERE a.id = {approved}",
        "adjustments_begin_proposed",
    ),
    "it goes": ("DELETE FROM benefits_adjustment WHERE id = {proposed}", "adjustments_are_never_deleted"),
}  # fmt: skip


@pytest.fixture
def standing(transactional_db):
    """Adjustments of one county at every point, each from another base, by name."""
    desk = Adjusting()
    desk.register(with_complication())
    desk.index(INDEX | {2025: 2_000_001})
    made = {"stale": desk.checked(desk.propose(base_year=2020))}
    desk.register(with_complication())
    made |= {"proposed": chosen(desk, desk.propose(base_year=2021)), "simulated": desk.simulated(desk.propose(base_year=2022))}
    handed_on = [chosen(desk, desk.propose(base_year=year)) for year in (2023, 2024)]
    desk.reviewer = an_official(Role.COUNTY_REVIEWER, GUANSHANHU)  # one proposed, one chose, one had it simulated
    made |= {"checked": desk.checked(handed_on[0]), "approved": desk.approved(handed_on[1])}
    officials = {"signer": desk.signer, "chooser": desk.other}
    of = {name: post.user_id for name, post in officials.items()} | {f"{name}_no": post.staff_no for name, post in officials.items()}
    return {name: row.pk for name, row in made.items()} | of


def chosen(desk, made):
    """With a rounded standard, chosen by another than who proposed it."""
    with desk.inside():
        value = made.values.first()
        said = {value.name: (value.options[0], "便于发放")}
        return commands.choose_values(adjustment_id=made.pk, chosen=said, by=desk.other, at=AT)


def test_what_must_never_happen_to_an_adjustment_is_refused_to_every_role(standing):
    survived = {}
    for role in ("web", "owner"):
        with as_owner() if role == "owner" else nullcontext():
            survived |= {(role, what): told for what, told in _survivors(standing) if not (role == "web" and told == _NOT_GRANTED)}

    assert survived == {}


def test_two_adjustments_never_take_effect_in_one_year(standing):
    """Published in two years, both from one: no path leads there, so the guards are put aside to see what is below them."""
    published = (
        "INSERT INTO benefits_adjustment SELECT (jsonb_populate_record(a, jsonb_build_object('id', 900000 + n, 'number', 'x' || n, "
        "'base_year', 2000 + n, 'state', 'published', 'published_by_id', {signer}, 'published_staff_no', '{signer_no}', 'published_at', now(), "
        "'published_on', DATE '2020-01-01' + 400 * n))).* FROM benefits_adjustment a, generate_series(1, {count}) n WHERE a.id = {approved}"
    )
    with as_owner(), transaction.atomic(), inside(GUANSHANHU), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE benefits_adjustment DISABLE TRIGGER USER")
        cursor.execute(published.format(count=1, **standing))
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            cursor.execute(published.replace("1, {count}", "2, 2").format(**standing))
        transaction.set_rollback(True)

    assert refused.value.__cause__.diag.constraint_name == "one_adjustment_takes_effect_in_a_year"


def test_the_same_statement_approves_what_is_fresh(standing):
    with inside(GUANSHANHU), connection.cursor() as cursor:
        cursor.execute(f"{_APPROVE} WHERE id = {{checked}}".format(**standing))

        assert Adjustment.objects.get(pk=standing["checked"]).state == Adjustment.State.APPROVED


def _survivors(standing):
    """(attack, how it ended) of those not refused by the constraint that is there for it."""
    for what, (statement, constraint) in ATTACKS.items():
        try:
            with inside(GUANSHANHU), connection.cursor() as cursor:
                cursor.execute(statement.format(**standing))
            yield what, "done"
        except DatabaseError as error:
            diagnosis = error.__cause__.diag
            if diagnosis.constraint_name != constraint:
                yield what, diagnosis.sqlstate if diagnosis.sqlstate == _NOT_GRANTED else str(error)
