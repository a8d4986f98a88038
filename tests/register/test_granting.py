"""A measure registered without an amount is paid by the county's document from a fund: proposed, asked again, approved by another, never twice."""
import uuid
from contextlib import nullcontext
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from benefits.funds import commands as funds
from benefits.funds import queries
from benefits.models import Citation, FundLine, FundReceipt
from benefits.monitoring import sources
from benefits.register import commands
from households.commands import record_fact
from households.entry import DeathEntry
from tests.benefits.books import an_official
from tests.builders import AT, JIEFANG, inside
from tests.fixtures.databases import as_owner
from tests.register.treasury import DOCUMENT, PUPILS, TOP_UP, YEAR, Treasury

NO_MONEY = "service.warm_spring"
FIRST_HALF = (date(2026, 1, 1), date(2026, 6, 1))


@pytest.fixture
def treasury(db):
    return Treasury()


def shown(client, post, name, *args, query="", data=None):
    client.force_login(post.user)
    address = reverse(f"benefits:{name}", args=args) + query
    return client.post(address, data, follow=True) if data is not None else client.get(address)


def test_a_county_s_document_pays_what_is_registered(treasury, client):
    household = treasury.family()
    row = treasury.registered(household)

    (grant,) = treasury.propose(row).grants
    treasury.approve(grant)

    with treasury.inside():
        lines = [(line.kind, line.amount_fen, line.balance_fen) for line in FundLine.objects.order_by("number")]
        said = FundReceipt.objects.get(grant=grant).content["lines"]
        assert sources.of_household(household.pk) == [(2026, 600_00)]
        assert [(found.source, found.fen, found.families) for found in sources.by_source(JIEFANG)] == [("fund", 600_00, 1)]
    assert lines == [("appropriation", 1000_00, 1000_00), ("grant", -600_00, 400_00)]
    assert (grant.why, grant.citation.county) == ("符合：村委会证明", JIEFANG)
    assert ["发放事项", "双女和独女家庭按一定比例高于其他计生家庭（2026-01 至 2026-12）"] in said
    paid = "已发放 600.00 元（2026-01 至 2026-12，样例〔2026〕9 号）"
    for name, args in (("registration", [row.pk]), ("registrations", []), ("household_registered", [household.pk])):
        page = shown(client, treasury.preparer, name, *args).content.decode()
        assert (paid in page) or (name == "registration" and "已批准" in page and "奖补发放通知" in page)
    sheet = openpyxl.load_workbook(BytesIO(shown(client, treasury.preparer, "export_registrations").content)).active
    heads, cells = sheet.iter_rows(values_only=True)
    assert dict(zip(heads, cells, strict=True))["已发放（元）"] == 600 and "样例〔2026〕9 号" in cells
    fund = shown(client, treasury.preparer, "fund", treasury.fund.pk).content.decode()
    assert "拨款收入" in fund and "发放支出" in fund and "捐赠" not in fund


def test_without_a_normative_document_nobody_is_granted_anything(treasury):
    row, newspaper = treasury.registered(treasury.family()), Citation.objects.filter(quality="reported").first()

    with pytest.raises(NotAllowed, match="不是规范性文件"):
        treasury.propose(row, document=DOCUMENT | {"number": newspaper.number})

    assert treasury.states() == []


def test_many_are_proposed_at_once_and_who_may_not_is_left_out_with_the_reason(treasury, client):
    fit, paid, late = (treasury.registered(treasury.family()) for _ in range(3))
    treasury.propose(paid, period=FIRST_HALF)
    with treasury.inside():
        commands.withdraw_registration(registration_id=late.pk, why="登错户", by=treasury.clerk, at=AT)
    key = uuid.uuid4()

    proposed = treasury.propose(fit, paid, late, key=key)

    assert [grant.registration_id for grant in proposed.grants] == [fit.pk]
    assert [row.pk for row, _why in proposed.left_out] == [paid.pk, late.pk]
    assert "这段时间已按样例〔2026〕9 号提出 600.00 元（待审批）" in proposed.left_out[0][1] and "已撤销" in proposed.left_out[1][1]
    assert [grant.pk for grant in treasury.propose(fit, paid, late, key=key).grants] == [proposed.grants[0].pk]  # the page sent twice
    with treasury.inside():
        assert Event.objects.filter(kind="fund_grants.proposed").count() == 2
    with pytest.raises(NotAllowed, match="2 笔都不能提出。第一笔"):
        treasury.propose(paid, late)
    with pytest.raises(NotAllowed, match="同一个奖补事项"):
        treasury.propose(fit, treasury.registered(treasury.family(), NO_MONEY))

    offered = shown(client, treasury.preparer, "grant_registered", fit.stated_by, fit.item)
    assert not offered.context["picked"] and offered.content.decode().count("已提出，待审批") == 2  # as both are proposed already
    said = {"key": uuid.uuid4(), "fund": treasury.fund.pk, "amount_fen": "100", "since": "2026-06-01", "until": "2027-01-01"} | DOCUMENT
    page = shown(client, treasury.preparer, "grant_registered", fit.stated_by, fit.item, data=said | {"registration": [fit.pk, paid.pk]})
    assert "已提出 1 笔，1 笔没有提出" in page.content.decode() and fit.number in page.content.decode()


def test_the_record_is_asked_again_when_it_is_proposed_and_when_it_is_approved(treasury):
    """One came of age in June 2026: granted until then and not after. Another died before the signer looked."""
    (grown, elder), (lost, pupil) = treasury.pupil(date(2008, 6, 1)), treasury.pupil(date(2014, 3, 1))
    first, second = treasury.registered(grown, PUPILS, person=elder), treasury.registered(lost, PUPILS, person=pupil)

    with pytest.raises(NotAllowed, match="现 18 周岁"):
        treasury.propose(first)
    (before, after) = (*treasury.propose(first, period=FIRST_HALF, fen=100_00).grants, *treasury.propose(second, fen=100_00).grants)
    assert before.why == "按材料认定：村委会证明"
    with treasury.inside():
        told = {"household_id": lost.pk, "person_id": pupil.pk, "kind": "death", "source": "殡葬"}
        record_fact(item=DeathEntry(date(2026, 11, 2), "殡葬证明"), by=treasury.clerk, at=AT, **told)
    with pytest.raises(NotAllowed, match=f"1 笔已不符合条件，没有批准任何一笔：档案号 {lost.number}"):
        treasury.approve(before, after)
    treasury.approve(before)

    assert treasury.states() == ["approved", "proposed"]


def test_all_that_are_ticked_are_approved_or_none(treasury):
    grants = treasury.propose(*(treasury.registered(treasury.family()) for _ in range(2))).grants

    with pytest.raises(NotAllowed, match=r"余额 1,000\.00 元，不足支出 1,200\.00 元"):
        treasury.approve(*grants)
    with pytest.raises(NotAllowed, match="岗位分离"):
        treasury.approve(*grants, by=an_official(Role.COUNTY_SIGNER, JIEFANG, staff_no=treasury.preparer.staff_no))
    assert treasury.states() == ["proposed", "proposed"]
    treasury.approve(grants[1])

    with treasury.inside():
        assert queries.balance_fen(treasury.fund) == 400_00
        event = Event.objects.get(kind="fund_grants.approved", outcome="done")
    assert event.after["grants"] == [grants[1].pk]


def test_a_pension_top_up_is_granted_to_the_person_and_answered_with_the_document(treasury, client):
    household = treasury.family()
    row = treasury.registered(household, TOP_UP, person=treasury.member(household, "刘志国"))
    treasury.approve(*treasury.propose(row, fen=120_00).grants)
    row = treasury.referred(row, by=an_official(Role.TOWNSHIP_REVIEWER, "410802001000"))

    form = shown(client, treasury.answerer, "give_registration", row.pk).context["form"]

    assert (form.initial["document"], form.initial["cost_fen"]) == (DOCUMENT["number"], "120.00")
    with treasury.inside(), pytest.raises(NotAllowed, match="先在基金页冲正"):
        commands.refuse(registration_id=row.pk, outcome="不办", document="", by=treasury.answerer, at=AT)
    with treasury.inside():
        line = FundLine.objects.get(kind="grant")
        funds.reverse_line(line_id=line.pk, why="重复", on=AT.date(), by=treasury.answerer, at=AT)
    assert treasury.propose(row).grants[0].state == "proposed"  # what came back may be granted again


def test_what_a_department_answered_as_given_is_not_paid_again_and_the_next_year_of_what_was_paid_here_is(treasury):
    elsewhere, here = (treasury.registered(treasury.family()) for _ in range(2))
    treasury.approve(*treasury.propose(here, period=FIRST_HALF, fen=100_00).grants)
    treasury.referred(elsewhere, by=an_official(Role.TOWNSHIP_REVIEWER, "410802001000"))
    for row in (elsewhere, here):
        treasury.given(row, given="已发放")

    proposed = treasury.propose(elsewhere, here, period=(FIRST_HALF[1], YEAR[1]))

    assert [grant.registration_id for grant in proposed.grants] == [here.pk]
    assert [(row.pk, "责任部门已答复落实" in why) for row, why in proposed.left_out] == [(elsewhere.pk, True)]


_COPY = (
    "INSERT INTO benefits_fundgrant (key, division_code, fund_id, household_id, measure, registration_id, since, until, amount_fen, why, "
    "citation_id, document, state, proposed_by_id, proposed_staff_no, proposed_at, decided_staff_no, refused_why) SELECT gen_random_uuid(), "
    "division_code, fund_id, {household}, '{measure}', {registration}, {since}, '{until}', 1, why, "
    "citation_id, document, 'proposed', {by}, '{by_no}', proposed_at, '', '' FROM benefits_fundgrant WHERE id = {approved}"
)
_AS_IS = {
    "measure": "registered_measure", "since": "'2026-01-01'", "until": "2027-01-01", "registration": "{standing}", "household": "{home}",
    "by": "{preparer}", "by_no": "{preparer_no}",
}  # fmt: skip


def a_copy(**changed):
    return _COPY.format(approved="{approved}", **_AS_IS | changed)


ATTACKS = [
    (a_copy(measure="birth_care"), "a_registered_measure_is_granted_for_a_period"),
    (a_copy(since="NULL"), "a_registered_measure_is_granted_for_a_period"),
    (a_copy(until="2026-01-01"), "fundgrant_ends_after_it_begins"),
    (a_copy(registration="NULL"), "an_appropriation_pays_registered_measures"),
    (a_copy(registration="{withdrawn}"), "a_grant_is_of_a_registration_that_stands"),
    (a_copy(registration="{no_money}"), "a_grant_is_of_a_registration_that_stands"),
    (a_copy(registration="{answered}", household="{other}"), "what_a_department_gave_is_not_granted_again"),
    (a_copy(household="{other}"), "a_grant_is_of_a_registration_that_stands"),
    (a_copy(since="'2025-12-31'"), "a_grant_lies_within_its_registration"),
    (a_copy(registration="{paid}"), "one_grant_of_a_registration_at_a_time"),
    (a_copy(by="{clerk}", by_no="{clerk_no}"), "registrar_is_not_who_grants"),
    (a_copy().replace("citation_id, document, 'proposed'", "NULL, document, 'proposed'"), "a_fund_pays_by_a_registered_document"),
    ("UPDATE benefits_registration SET state = 'withdrawn' WHERE id = {paid}", "what_was_granted_is_not_refused"),
    ("INSERT INTO benefits_fundline (key, division_code, fund_id, number, kind, amount_fen, balance_fen, \"on\", donor, document, why, "
     "entered_by_id, entered_staff_no, entered_at) SELECT gen_random_uuid(), division_code, fund_id, 0, 'donation', 1, 0, now(), '甲', '乙', '', "
     "entered_by_id, entered_staff_no, now() FROM benefits_fundline WHERE number = 1", "an_appropriation_is_no_donation"),
]  # fmt: skip


def broken(statement):
    """The constraint a statement breaks, in a transaction of its own inside the county."""
    with pytest.raises(IntegrityError) as caught, inside(JIEFANG), connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value.__cause__.diag.constraint_name


def test_neither_the_web_role_nor_the_owner_grants_what_no_registration_stands_for(transactional_db):
    treasury = Treasury()
    home, other = treasury.family(), treasury.family()
    husband, wife = treasury.member(home, "刘志国"), treasury.member(home, "张桂兰")
    paid, no_money = treasury.registered(home), treasury.registered(home, NO_MONEY)
    standing, withdrawn = treasury.registered(home, TOP_UP, person=husband), treasury.registered(home, TOP_UP, person=wife)
    (approved,) = treasury.propose(paid).grants
    treasury.approve(approved)
    answered = treasury.referred(treasury.registered(other), by=an_official(Role.TOWNSHIP_REVIEWER, "410802001000"))
    treasury.given(answered, given="已发放")
    with treasury.inside():
        commands.withdraw_registration(registration_id=withdrawn.pk, why="登错户", by=treasury.clerk, at=AT)
    scene = {
        "approved": approved.pk, "paid": paid.pk, "withdrawn": withdrawn.pk, "no_money": no_money.pk, "standing": standing.pk,
        "answered": answered.pk,
        "home": home.pk, "other": other.pk, "clerk": treasury.clerk.user_id, "clerk_no": treasury.clerk.staff_no,
        "preparer": treasury.preparer.user_id, "preparer_no": treasury.preparer.staff_no,
    }  # fmt: skip

    for role in (nullcontext, as_owner):
        with role():
            assert [broken(attack.format(**scene)) for attack, _ in ATTACKS] == [name for _, name in ATTACKS]
