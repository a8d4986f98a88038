"""No money without a document that states it: measures without an amount, and figures known from a newspaper or a plan."""

import pytest
from django.db import DatabaseError, connection

from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.models import Citation, EntitlementLine, PolicyValue
from benefits.models.registrations import FUND_SCHEMES
from benefits.policies_table import commands, names, queries
from benefits.rules import SCHEMES
from tests.benefits.books import YEAR, Officials, a_beneficiary, a_run_at, an_official, owed, publish
from tests.benefits.conftest import confirm
from tests.builders import AT, JIEFANG, JINTA, ZHANGDIAN, a_post, inside
from tests.fixtures.databases import as_owner

ALLOWANCE = "village_director_allowance"
WITHOUT_AMOUNT = sorted({code for code, scheme in SCHEMES.items() if any(claim.figure is not None for claim in scheme.claims)} - {*FUND_SCHEMES})
UNSTATED = "no_amount_without_a_document_that_states_it"


def refused_by(error):
    return error.value.__cause__.diag.constraint_name


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", WITHOUT_AMOUNT)
def test_a_measure_without_an_amount_is_not_booked_before_a_county_document_states_one(scheme, an_official_value):
    with pytest.raises(DatabaseError) as error, inside(ZHANGDIAN):
        publish(owed(a_beneficiary(), 50000, scheme=scheme))
    assert refused_by(error) == UNSTATED

    with inside(ZHANGDIAN):
        row = _stated(scheme)
        publish(owed(a_beneficiary(), 50000, scheme=scheme, value_ids=[row.pk]))

        assert EntitlementLine.objects.get(entitlement__scheme=scheme).amount_fen == 50000


def _stated(scheme, confirmed=True, place=ZHANGDIAN):
    row = commands.enter_value(
        name=f"{scheme}.rate", value="500.00", unit=names.amounts()[f"{scheme}.rate"][0], since=YEAR[0], until=None, number="样例〔2026〕8号",
        title="样例通知", issuer="样例县", issued="2026", clause="一", by=a_post(Role.COUNTY_REVIEWER, place), at=AT,
    )  # fmt: skip
    return confirm(row) if confirmed else row


@pytest.mark.django_db
def test_a_proposal_does_not_state_an_amount_nor_does_another_scheme_s_document(an_official_value):
    scheme = ALLOWANCE
    with inside(ZHANGDIAN):
        proposed, other = _stated(scheme, confirmed=False), an_official_value("rural_reward.rate", "960.00", since=YEAR[0])

    for value in (proposed, other):
        with pytest.raises(DatabaseError) as error, inside(ZHANGDIAN):
            publish(owed(a_beneficiary(), 50000, scheme=scheme, value_ids=[value.pk]))
        assert refused_by(error) == UNSTATED


@pytest.fixture
def slipped(transactional_db):
    """A payout of what a county document states, and beside it a line without one, slipped past its guard while that was off."""
    scheme, officials = ALLOWANCE, Officials()
    with inside(ZHANGDIAN):
        good, bad = a_beneficiary("有文件"), a_beneficiary("无文件")
        publish(owed(good, 50000, scheme=scheme, value_ids=[_stated(scheme).pk]))
        run = a_run_at("drafted", officials, schemes=[scheme])
    with as_owner(), inside(ZHANGDIAN), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE benefits_entitlementline DISABLE TRIGGER amounts_are_stated")
        publish(owed(bad, 50000, scheme=scheme))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE benefits_entitlementline ENABLE TRIGGER amounts_are_stated")
    with inside(ZHANGDIAN):
        return {"payout": run.payouts.get().pk, "bad": bad.entitlements.get().pk, "paid": run.payouts.get().person.name}


def test_what_is_due_without_a_document_reaches_no_payout_whoever_tries(slipped):
    """A part in the payout for the slipped line, and one more line of the book, by hand."""
    part = (
        "INSERT INTO benefits_payoutpart (division_code, payout_id, entitlement_id, amount_fen, reason, open) "
        "SELECT division_code, id, {bad}, 50000, 'new', true FROM benefits_payout WHERE id = {payout}"
    )

    assert slipped["paid"] == "有文件"
    assert _refusals(part.format(**slipped)) == {UNSTATED}


# A county finds the document that says what a newspaper said. {value}: reported, {stated}: normative, {foreign}: of another county's place,
# {document}: normative, {report}: a newspaper, {row}: a confirmation that waits, {accepted}: one that is in force.
_CONFIRMATION = (
    "INSERT INTO benefits_policyconfirmation (value_id, county, citation_id, clause, state, recorded_at, recorded_by_id, recorded_staff_no, "
    "decided_at, decided_by_id, decided_staff_no, refused_why) VALUES "
)
ATTACKS = {
    "a newspaper confirms a newspaper": (
        _CONFIRMATION + "({value}, '410802000000', {report}, '', 'proposed', now(), {maker}, '{maker_no}', NULL, NULL, '', '')",
        "only_a_document_confirms",
    ),
    "a confirmation is entered as already compared": (
        _CONFIRMATION + "({value}, '410802000000', {document}, '', 'in_force', now(), {maker}, '{maker_no}', now(), {other}, '{other_no}', '')",
        "county_confirmations_begin_undecided",
    ),
    "a county confirms what does not hold in it": (
        _CONFIRMATION + "({value}, '370303000000', {document}, '', 'proposed', now(), {maker}, '{maker_no}', NULL, NULL, '', '')",
        "only_a_reported_value_is_confirmed",
    ),
    "nobody confirms for everywhere with an official's name left out": (
        _CONFIRMATION + "({value}, '410802000000', {document}, '', 'proposed', now(), NULL, '', NULL, NULL, '', '')",
        "county_confirmation_says_who_recorded_it",
    ),
    "who recorded it compares it": (
        "UPDATE benefits_policyconfirmation SET state = 'in_force', decided_at = now(), decided_by_id = recorded_by_id, "
        "decided_staff_no = recorded_staff_no WHERE id = {row}",
        "confirmation_is_decided_by_another",
    ),
    "it comes into force by nobody": (
        "UPDATE benefits_policyconfirmation SET state = 'in_force' WHERE id = {row}", "confirmation_is_decided_by_somebody_some_day",
    ),
    "its document is exchanged": (
        "UPDATE benefits_policyconfirmation SET citation_id = {report} WHERE id = {row}", "confirmations_are_never_edited",
    ),
    "one that was refused is taken up again": (
        "UPDATE benefits_policyconfirmation SET state = 'proposed', decided_at = NULL, decided_by_id = NULL, decided_staff_no = '', "
        "refused_why = '' WHERE id = {refused}",
        "confirmations_are_never_edited",
    ),
    "the figure itself is declared proven": (
        "UPDATE benefits_policyvalue SET quality = 'normative' WHERE id = {value}", "policy_values_are_never_edited",
    ),
}  # fmt: skip


@pytest.fixture
def found(transactional_db):
    """解放's officials with a confirmation that waits and one that was refused."""
    maker, other = an_official(Role.COUNTY_REVIEWER, JIEFANG), an_official(Role.COUNTY_SIGNER, JIEFANG)
    values = list(PolicyValue.objects.filter(place="410800000000", quality="reported", unit__startswith="yuan").order_by("id")[:3])
    with inside(JIEFANG):
        row, refused = (_recorded(value, maker) for value in values[1:])
        commands.refuse_confirmation(confirmation_id=refused.pk, why="不是这份文件", by=other, at=AT)
    return {
        "value": values[0].pk, "row": row.pk, "refused": refused.pk, "document": row.citation_id,
        "report": Citation.objects.filter(quality="reported").first().pk, "maker": maker.user_id, "maker_no": maker.staff_no,
        "other": other.user_id, "other_no": other.staff_no,
    }  # fmt: skip


def _recorded(value, by):
    return commands.record_confirmation(
        value_id=value.pk, number="样例〔2026〕3号", title="样例通知", issuer="样例市", issued="2026", clause="三", by=by, at=AT
    )


def test_a_reported_figure_is_proven_by_two_officials_and_a_document_alone(found):
    told = {what: _refusals(attack.format(**found), place=JIEFANG) for what, (attack, _constraint) in ATTACKS.items()}

    assert told == {what: {constraint} for what, (_attack, constraint) in ATTACKS.items()}


@pytest.mark.django_db
def test_a_confirmation_holds_in_its_county_alone_and_the_figure_is_marked_until_then():
    value = PolicyValue.objects.get(place="410800000000", name="rural_reward.local_rate")
    maker, signer = an_official(Role.COUNTY_REVIEWER, JIEFANG), an_official(Role.COUNTY_SIGNER, JIEFANG)

    assert _quality(JIEFANG, value) == "reported"
    with inside(JIEFANG):
        row = _recorded(value, maker)
        assert _quality(JIEFANG, value) == "reported"
        with pytest.raises(NotAllowed, match="另一人"):
            commands.accept_confirmation(confirmation_id=row.pk, by=an_official(Role.COUNTY_SIGNER, JIEFANG, staff_no=maker.staff_no), at=AT)
        commands.accept_confirmation(confirmation_id=row.pk, by=signer, at=AT)

    assert (_quality(JIEFANG, value), _proven(value, JIEFANG), _proven(value, "410803000000")) == ("normative", True, False)


@pytest.mark.django_db
def test_a_county_confirms_only_what_holds_in_it():
    value = PolicyValue.objects.filter(place="410800000000", quality="reported").first()

    with pytest.raises(NotAllowed, match="不在本县适用"), inside(JINTA):
        _recorded(value, an_official(Role.COUNTY_REVIEWER, JINTA))


def _quality(county, value):
    held = queries.in_force(county)
    return held.book.values[held.ids.index(value.pk)].quality


def _proven(value, county):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lidao_values_are_proven(%s, %s)", [[value.pk], county])
        return cursor.fetchone()[0]


def _refusals(statement, place=ZHANGDIAN):
    """By which constraints the statement is refused to the web role and to the owner; "" where it is not."""
    return {_refusal(statement, place), _as_owner(statement, place)}


def _as_owner(statement, place):
    with as_owner():
        return _refusal(statement, place)


def _refusal(statement, place):
    try:
        with inside(place), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name
    return ""
