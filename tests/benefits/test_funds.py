"""Funds: donations come in, families are granted from them by two people, and no fund ever gives what it does not hold."""
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from accounts.models import Post
from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event
from benefits.funds import commands, eligible, queries
from benefits.models import Citation, Fund, FundGrant, FundLine, FundReceipt
from benefits.rosters import verdict
from households.entry import StatusEntry
from households.models import Household
from tests.benefits.books import a_beneficiary, an_official, in_county
from tests.benefits.desk import Desk as Clerks
from tests.benefits.desk import two_girls, wife_urban
from tests.benefits.test_payouts_races import at_once, refused
from tests.builders import AT, GUANSHANHU, ZHANGDIAN, inside
from tests.fixtures.databases import as_owner
from tests.pages.numbers import file_text

TODAY = AT.date()
DOCUMENT = {"number": "样例〔2026〕3 号", "title": "公益金救助办法", "issuer": "样例区人民政府", "issued": "2026"}


@dataclass
class Desk:
    """The officials of a county, and its fund."""

    preparer: Post
    reviewer: Post
    signer: Post
    fund: Fund

    def donate(self, fen, **said):
        told = {"key": uuid.uuid4(), "on": TODAY, "donor": "样例企业", "document": "收据 001", "by": self.preparer} | said
        return commands.enter_income(fund_id=self.fund.pk, amount_fen=fen, at=AT, **told)

    def propose(self, fen, *, number=None, document=DOCUMENT, **said):
        number = number or Household.objects.get(memberships__person=a_beneficiary("张桂兰", account=False)).number
        told = {"key": uuid.uuid4(), "measure": "welfare_fund_relief", "why": "因病致贫", "by": self.preparer, "at": AT} | document | said
        return commands.propose_grant(fund_id=self.fund.pk, household_number=number, amount_fen=fen, **told)

    def approve(self, grant, by=None, at=AT):
        return commands.approve_grant(grant_id=grant.pk, by=by or self.signer, at=at)

    def reverse(self, line, by=None):
        return commands.reverse_line(line_id=line.pk, why="退款", on=TODAY, by=by or self.reviewer, at=AT)

    @property
    def holds(self):
        return queries.balance_fen(self.fund)


def a_desk():
    preparer, reviewer, signer = (an_official(role) for role in (Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER))
    with in_county():
        fund = commands.open_fund(kind="welfare", name="张店区计划生育公益金", document="样例〔2026〕1 号", by=reviewer, at=AT)
    return Desk(preparer, reviewer, signer, fund)


@pytest.fixture
def desk(db):
    made = a_desk()
    with in_county():
        yield made


def test_what_came_in_less_what_went_out_is_what_the_fund_holds(desk):
    desk.donate(500_00)
    desk.donate(300_00)
    desk.approve(desk.propose(200_00))

    lines = list(queries.statement(desk.fund).order_by("number"))

    assert [(line.number, line.amount_fen, line.balance_fen) for line in lines] == [(1, 500_00, 500_00), (2, 300_00, 800_00), (3, -200_00, 600_00)]
    assert queries.sums(desk.fund) == queries.Sums(received_fen=800_00, granted_fen=200_00, asked_fen=0)


def test_a_grant_that_would_overdraw_is_refused_with_what_the_fund_holds(desk):
    desk.donate(100_00)
    grant = desk.propose(100_01)

    with pytest.raises(NotAllowed, match=r"余额 100\.00 元，不足支出 100\.01 元"):
        desk.approve(grant)

    assert FundGrant.objects.get(pk=grant.pk).state == "proposed"
    assert desk.holds == 100_00


def test_the_last_fen_may_be_granted(desk):
    desk.donate(100_00)

    desk.approve(desk.propose(100_00))

    assert desk.holds == 0


def test_who_proposed_a_grant_does_not_decide_it(desk):
    desk.donate(100_00)
    same_person = an_official(Role.COUNTY_SIGNER, staff_no=desk.preparer.staff_no)

    with pytest.raises(NotAllowed, match="岗位分离"):
        desk.approve(desk.propose(50_00), by=same_person)


def test_a_donation_sent_twice_is_one_and_another_under_its_key_is_refused(desk):
    key = uuid.uuid4()
    first, second = desk.donate(100_00, key=key), desk.donate(100_00, key=key)

    assert first.pk == second.pk
    with pytest.raises(NotAllowed, match="内容与当时不同"):
        desk.donate(200_00, key=key)


def test_a_refused_grant_takes_nothing_and_says_why(desk):
    desk.donate(100_00)
    grant = desk.propose(50_00)

    commands.refuse_grant(grant_id=grant.pk, why="已由民政救助", by=desk.signer, at=AT)

    assert desk.holds == 100_00
    with pytest.raises(NotAllowed, match="刷新"):
        desk.approve(grant)


def test_a_grant_that_came_back_is_back_in_the_fund_once(desk):
    desk.donate(100_00)
    grant = desk.propose(60_00)
    desk.approve(grant)
    line = FundLine.objects.get(grant=grant)

    desk.reverse(line)

    assert desk.holds == 100_00
    assert FundGrant.objects.get(pk=grant.pk).state == "reversed"
    with pytest.raises(NotAllowed, match="已经冲正"):
        desk.reverse(line)


def test_a_donation_already_spent_cannot_be_taken_back(desk):
    donation = desk.donate(100_00)
    desk.approve(desk.propose(60_00))

    with pytest.raises(NotAllowed, match="余额不足"):
        desk.reverse(donation)


def test_who_entered_a_line_does_not_reverse_it(desk):
    donation = desk.donate(100_00)
    same_person = an_official(Role.COUNTY_REVIEWER, staff_no=desk.preparer.staff_no)

    with pytest.raises(NotAllowed, match="不能自己冲正"):
        desk.reverse(donation, by=same_person)


def test_money_is_not_entered_for_a_day_to_come(desk):
    with pytest.raises(NotAllowed, match="晚于今天"):
        desk.donate(100_00, on=TODAY.replace(day=TODAY.day + 1))


def test_another_county_sees_no_fund_and_grants_from_none(desk):
    stranger = an_official(Role.COUNTY_PREPARER, GUANSHANHU)

    with inside(GUANSHANHU):
        assert not Fund.objects.exists()
        with pytest.raises(NotAllowed, match="没有这个基金"):
            desk.donate(100_00, by=stranger)


def test_each_act_writes_one_event(desk):
    before = set(Event.objects.values_list("pk", flat=True))
    grant = desk.propose(desk.donate(100_00).amount_fen)
    desk.approve(grant)
    desk.reverse(FundLine.objects.get(grant=grant))

    written = Event.objects.exclude(pk__in=before).filter(kind__startswith="fund").order_by("pk")
    assert [event.kind for event in written] == ["fund.donation_entered", "fund_grant.proposed", "fund_grant.approved", "fund_line.reversed"]


MAY, JUNE = (datetime(2016, month, 10, tzinfo=UTC) for month in (5, 6))  # 淄政办发〔2012〕74号 is in force until 2017-09-30


def test_a_document_in_force_decides_who_is_helped_and_a_family_it_leaves_out_is_refused(desk):
    """因伤亡病残而特困, until the end of May; a family that nobody found in need; one of which nobody recorded it."""
    desk.donate(900_00)
    found = two_girls(status=(StatusEntry("destitute_by_injury", date(2015, 1, 1), date(2016, 6, 1)),))
    clerks = Clerks(open_from=None)
    numbers = [clerks.register(entry).number for entry in (found, wife_urban(two_girls(status=())), wife_urban(two_girls()))]

    grants = [desk.propose(100_00, number=number, at=MAY) for number in (numbers[0], numbers[2])]
    desk.approve(grants[1], at=MAY)

    with pytest.raises(NotAllowed, match="不符合计划生育公益金特别救助的条件：因伤亡病残而特困：没有家庭认定"):
        desk.propose(100_00, number=numbers[1], at=MAY)
    with pytest.raises(NotAllowed, match="因伤亡病残而特困"):
        desk.approve(grants[0], at=JUNE)
    answers = eligible.of([(grant.household_id, grant.measure) for grant in grants], county=ZHANGDIAN, on=MAY.date())
    assert [answers[grant.household_id, grant.measure].answer for grant in grants] == ["yes", "unknown"]
    assert "未录入本户的家庭认定情况" in answers[grants[1].household_id, grants[1].measure].why
    assert desk.propose(100_00, number=numbers[1]).state == "proposed"  # in 2026 no document says whom, so the cited one alone does


def test_a_grant_rests_on_a_registered_document_and_not_on_a_newspaper(desk):
    newspaper = Citation.objects.filter(quality="reported").first()
    with pytest.raises(NotAllowed, match="不是规范性文件"):
        desk.propose(100_00, document=DOCUMENT | {"number": newspaper.number})
    grant = desk.propose(100_00)
    with pytest.raises(NotAllowed, match="已登记为《公益金救助办法》"):
        desk.propose(100_00, document=DOCUMENT | {"title": "另一份通知"})

    assert (grant.citation.number, grant.citation.county, grant.citation.quality) == (DOCUMENT["number"], ZHANGDIAN, "normative")


@pytest.mark.django_db(transaction=True)
def test_two_grants_approved_at_once_never_take_more_than_there_is():
    desk = a_desk()
    with in_county():
        desk.donate(100_00)
        grants = [desk.propose(60_00), desk.propose(60_00)]
    signers = [desk.signer, an_official(Role.COUNTY_SIGNER)]

    results = at_once(*(lambda grant=grant, by=by: desk.approve(grant, by=by) for grant, by in zip(grants, signers, strict=True)))

    assert len(refused(results)) == 1
    with in_county():
        assert desk.holds == 40_00


_LINE = (
    "INSERT INTO benefits_fundline (key, division_code, fund_id, number, kind, amount_fen, balance_fen, \"on\", donor, document, grant_id, "
    "reverses_id, why, entered_by_id, entered_staff_no, entered_at) VALUES (gen_random_uuid(), '370303000000', {fund}, 9, {what}, "
    "{official}, '{official_no}', now())"
)
_GRANT = (
    "INSERT INTO benefits_fundgrant (key, division_code, fund_id, household_id, measure, amount_fen, why, citation_id, document, state, "
    "proposed_by_id, proposed_staff_no, proposed_at, decided_staff_no, refused_why) SELECT gen_random_uuid(), division_code, fund_id, "
    "household_id, measure, amount_fen, why, {what}, 'proposed', proposed_by_id, proposed_staff_no, proposed_at, '', '' FROM benefits_fundgrant "
    "WHERE id = {proposed}"
)
ATTACKS = [
    (_LINE.replace("{what}", "'grant', -5000, 99999999, now(), '', '', {proposed}, NULL, ''"), "a_fund_pays_what_was_approved"),
    (_LINE.replace("{what}", "'grant', -1, 99999999, now(), '', '', {approved}, NULL, ''"), "a_fund_pays_what_was_approved"),
    (_LINE.replace("{what}", "'grant', -4000, 99999999, now(), '', '', {approved}, NULL, ''"), "benefits_fundline_grant_id_key"),
    (_LINE.replace("{what}", "'donation', -1, 99999999, now(), '甲', '乙', NULL, NULL, ''"), "a_fund_line_says_where_money_came_from_or_went"),
    (_LINE.replace("{what}", "'reversal', -1, 99999999, now(), '', '', NULL, {donation}, '错'"), "a_line_is_reversed_whole"),
    (_LINE.replace("{what}", "'reversal', -10000, 99999999, now(), '', '', NULL, {donation}, '错'"), "a_fund_never_gives_what_it_does_not_hold"),
    ("UPDATE benefits_fundgrant SET state = 'approved', decided_by_id = {official}, decided_staff_no = '{official_no}', decided_at = now() "
     "WHERE id = {proposed}", "a_fund_never_gives_what_it_does_not_hold"),
    ("UPDATE benefits_fundgrant SET state = 'approved', decided_by_id = {preparer}, decided_staff_no = '{preparer_no}', decided_at = now() "
     "WHERE id = {small}", "a_fund_grant_is_decided_by_another_person"),
    (_GRANT.replace("{what}", "NULL, document"), "a_fund_pays_by_a_registered_document"),
    (_GRANT.replace("{what}", "(SELECT min(id) FROM benefits_citation WHERE quality <> 'normative'), document"),
     "a_fund_pays_by_a_registered_document"),
    (_GRANT.replace("{what}", "citation_id, '样例〔2026〕4 号'"), "a_fund_pays_by_a_registered_document"),
    ("UPDATE benefits_fundgrant SET amount_fen = 1 WHERE id = {proposed}", "fund_grants_are_never_edited"),
    ("UPDATE benefits_fundgrant SET state = 'reversed' WHERE id = {approved}", "fund_grants_move_along_their_states"),
    ("UPDATE benefits_fundgrant SET state = 'proposed', decided_by_id = NULL, decided_staff_no = '', decided_at = NULL WHERE id = {approved}",
     "fund_grants_are_never_edited"),
    ("UPDATE benefits_fund SET name = '别名' WHERE id = {fund}", "a_fund_stays_as_it_was_opened"),
]  # fmt: skip
CHANGES_OF_LINES = ["UPDATE benefits_fundline SET balance_fen = 1 WHERE fund_id = {fund}", "DELETE FROM benefits_fundline WHERE fund_id = {fund}"]


@pytest.fixture
def scene(transactional_db):
    """A fund of 100 yuan of which 40 were granted, and a grant of 50,00 yuan more than it holds waiting."""
    desk = a_desk()
    with in_county():
        donation = desk.donate(100_00)
        approved, proposed, small = desk.propose(40_00), desk.propose(5000_00), desk.propose(1_00)
        desk.approve(approved)
        other = an_official(Role.COUNTY_SIGNER)
        return {
            "fund": desk.fund.pk, "donation": donation.pk, "approved": approved.pk, "proposed": proposed.pk, "small": small.pk,
            "official": other.user_id, "official_no": other.staff_no, "preparer": desk.preparer.user_id, "preparer_no": desk.preparer.staff_no,
        }  # fmt: skip


def broken(statement):
    """The constraint a statement breaks, in a transaction of its own inside the county."""
    with pytest.raises((IntegrityError, ProgrammingError)) as caught, in_county(), connection.cursor() as cursor:
        cursor.execute(statement)
    return caught.value.__cause__.diag.constraint_name or caught.value.__cause__.sqlstate


def test_the_web_role_cannot_bend_a_fund(scene):
    assert [broken(attack.format(**scene)) for attack, _ in ATTACKS] == [name for _, name in ATTACKS]
    assert [broken(attack.format(**scene)) for attack in CHANGES_OF_LINES] == ["42501", "42501"]


def test_a_shell_of_the_owner_cannot_bend_a_fund(scene):
    with as_owner():
        assert [broken(attack.format(**scene)) for attack, _ in ATTACKS] == [name for _, name in ATTACKS]
        assert [broken(attack.format(**scene)) for attack in CHANGES_OF_LINES] == ["rows_are_only_inserted"] * 2


def test_a_table_of_the_session_does_not_stand_in_for_the_funds(scene):
    with in_county(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE benefits_fundline (LIKE public.benefits_fundline) ON COMMIT DROP")
        cursor.execute(f"INSERT INTO pg_temp.benefits_fundline SELECT * FROM public.benefits_fundline WHERE fund_id = {scene['fund']} LIMIT 1")
        cursor.execute("UPDATE pg_temp.benefits_fundline SET number = 50, balance_fen = 99999999")
        with pytest.raises(IntegrityError, match="a_fund_never_gives_what_it_does_not_hold"), transaction.atomic():
            cursor.execute(ATTACKS[6][0].replace("UPDATE benefits", "UPDATE public.benefits").format(**scene))


def test_a_family_signs_for_a_grant_on_a_sealed_paper_that_anybody_can_check(desk, settings, tmp_path):
    settings.LIDAO_SIGNING_DIR = tmp_path / "signing"
    desk.donate(5000_00)
    grant = desk.propose(1203_50, why="因肝病支出较大")
    desk.approve(grant)
    receipt = FundReceipt.objects.get(grant=grant)
    with pytest.raises(NotAllowed, match="还没有制作完成"):
        commands.download_receipt(receipt_id=receipt.pk, by=desk.preparer, at=AT)

    engine.work(receipt.job_id)

    paper = commands.download_receipt(receipt_id=receipt.pk, by=desk.preparer, at=AT).seal
    said = file_text(paper.media_type, bytes(paper.content))
    for words in ("公益金救助领款收据", "张桂兰", "1,203.50 元", "人民币壹仟贰佰零叁元伍角整", "样例〔2026〕3 号", "领款人", receipt.number):
        assert words in said, words
    assert "肝病" not in said and "1960-03-12" not in said
    code = FundReceipt.objects.get().code
    assert verdict.of_code(code).state == "unchanged" and verdict.of_file(bytes(paper.content)).paper.total_fen == 1203_50
    desk.reverse(FundLine.objects.get(grant=grant))
    assert verdict.of_code(code).state == "void"


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("UPDATE benefits_fundreceipt SET total_fen = 1", "sealed_fund_receipts_are_frozen"),
        (
            "INSERT INTO benefits_fundreceipt (division_code, document, grant_id, number, title, content, total_fen) "
            "SELECT division_code, gen_random_uuid(), id, 'x', 'x', '{}', amount_fen FROM benefits_fundgrant WHERE state = 'proposed'",
            "a_fund_receipt_is_of_an_approved_grant",
        ),
    ],
)
def test_a_receipt_is_of_what_was_approved_and_stays_so(desk, statement, name):
    desk.donate(900_00)
    number = Household.objects.get(memberships__person=a_beneficiary("张桂兰", account=False)).number
    desk.approve(desk.propose(100_00, number=number))
    desk.propose(200_00, number=number)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert refused.value.__cause__.diag.constraint_name == name
