"""From the counter to the department and back: lists are handed over by another person, answers say what was given, nothing is rewritten."""
import uuid
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.refusal import NotAllowed
from audits.models import Event
from benefits import rules
from benefits.models import Entitlement, InsuranceClaim, Opening, Registration
from benefits.models.registrations import IN_KIND_SCHEMES
from benefits.register import commands, words
from tests.builders import AT
from tests.register.counter import HOME, LOAN, TODAY, WATER, Counter, day

pytestmark = pytest.mark.django_db


@contextmanager
def refused(constraint):
    """The database itself refuses, whoever asks."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        yield
    assert error.value.__cause__.diag.constraint_name == constraint


def refer(counter, department="water", *, by=None, since=None, until=None):
    with counter.inside():
        days = {"since": since or TODAY - timedelta(days=9), "until": until or TODAY + timedelta(days=1)}
        return commands.refer(department=department, by=by or counter.reviewer, at=AT, **days)


def test_a_reviewer_hands_a_department_what_was_registered_in_a_period(counter):
    rows = [counter.registered(counter.family()) for _ in range(2)]
    other = counter.registered(counter.family(), LOAN)

    referral = refer(counter)

    assert (referral.people, referral.department, referral.number) == (2, "water", "YJ520115100-2026-001")
    assert {counter.now(row).state for row in rows} == {"referred"} and counter.now(other).state == "registered"
    with counter.inside():
        assert Event.objects.filter(kind="referral.made").count() == 1


def test_a_day_after_the_period_is_not_in_the_list(counter):
    counter.registered(counter.family())

    with pytest.raises(NotAllowed, match="没有待移交"):
        refer(counter, until=TODAY)


def test_nobody_refers_or_answers_what_they_registered(counter):
    counter.reviewer.user.staff_no = counter.clerk.staff_no
    row = counter.registered(counter.family())

    with pytest.raises(NotAllowed, match="自己登记的"):
        refer(counter)
    with pytest.raises(NotAllowed, match="移交由"):
        refer(counter, by=counter.clerk)
    counter.answerer.user.staff_no = counter.clerk.staff_no
    row = counter.referred(row, by=Counter().reviewer)
    with pytest.raises(NotAllowed, match="另一环节"):
        counter.given(row, cost_fen=12000)


def test_a_waiver_given_says_its_real_cost(counter):
    row = counter.referred(counter.registered(counter.family()))

    with pytest.raises(NotAllowed, match="实际金额"):
        counter.given(row)
    given = counter.given(row, cost_fen=38000)

    assert (given.state, given.cost_fen, given.document) == ("given", 38000, "样例〔2026〕3 号")


def test_a_refusal_says_why(counter):
    row = counter.referred(counter.registered(counter.family()))
    asked = {"registration_id": row.pk, "document": "", "by": counter.answerer, "at": AT}

    with counter.inside(), pytest.raises(NotAllowed, match="理由"):
        commands.refuse(**asked, outcome=" ")
    with counter.inside():
        refused_row = commands.refuse(**asked, outcome="该村已通水")

    assert (refused_row.state, refused_row.outcome) == ("refused", "该村已通水")


GIVEN = [  # place, item, for whom, what was given, and how that is told; a waiver, care and an insurance have tests of their own
    ("贵阳", "points.exam_bonus", "刘敏", {"points": 10}, "加 10 分"),
    ("贵阳", "area.rural_house_title", None, {"area": Decimal(260)}, "260 平方米"),
    ("贵阳", "priority.dangerous_house", None, {"given": "列入 2026 年计划"}, "列入 2026 年计划"),
    ("贵阳", "service.pre_pregnancy_check", None, {"given": "检查一次", "cost_fen": 24000}, "费用 240.00 元，检查一次"),
    ("贵阳", "goods.grain_storage", None, {"given": "储粮仓一个"}, "储粮仓一个"),
    ("焦作", "pension.rural_top_up", "刘志国", {"cost_fen": 3000}, "参保补贴 30.00 元"),
    ("焦作", "unstated.girls_supplement", None, {"given": "按县文件办理"}, "按县文件办理"),
]


def test_each_kind_is_given_in_its_own_words_and_not_without_them(counter):
    places = {"贵阳": counter, "焦作": Counter("410802000000", "410802001000", "410800000000", "410802001001")}
    families = {name: place.family() for name, place in places.items()}

    for name, code, called, details, told in GIVEN:
        place, family = places[name], families[name]
        row = place.referred(place.registered(family, code, person=place.member(family, called) if called else None))
        with pytest.raises(NotAllowed):
            place.given(row)
        assert (words.given(place.given(row, **details)), place.now(row).state) == (told, "given"), code


def test_what_was_given_ends_on_a_day_with_a_reason(counter):
    family = counter.family()
    row = counter.registered(family, HOME, person=counter.member(family, "刘志国"), wish="home_care", since=day("2026-01-01"))
    row = counter.given(counter.referred(row), given="每周上门两次")
    asked = {"registration_id": row.pk, "why": "迁往外县", "by": counter.clerk, "at": AT}

    with counter.inside(), pytest.raises(NotAllowed, match="晚于起期"):
        commands.close_registration(**asked, on=day("2026-01-01"))
    with counter.inside():
        closed = commands.close_registration(**asked, on=day("2026-06-01"))

    assert (closed.state, closed.until, closed.ended_why) == ("closed", day("2026-06-01"), "迁往外县")


def test_a_registration_made_by_mistake_is_withdrawn_and_frees_the_period(counter):
    family = counter.family()
    row = counter.registered(family)
    with counter.inside():
        commands.withdraw_registration(registration_id=row.pk, why="登错户", by=counter.clerk, at=AT)

    assert counter.registered(family).state == "registered"
    with counter.inside(), pytest.raises(NotAllowed, match="不能在“已撤销”时"):
        commands.withdraw_registration(registration_id=row.pk, why="再撤", by=counter.clerk, at=AT)


def test_an_insurance_names_insurer_premium_term_and_people():
    jiefang = Counter("410802000000", "410802001000", "410800000000", "410802001001")
    family = jiefang.family()
    row = jiefang.registered(family, "insurance.children_accident_illness", grounds="参保名单", since=day("2026-01-01"))
    row, child = jiefang.referred(row), jiefang.member(family, "刘敏")
    policy = {"insurer": "样例保险公司", "cost_fen": 3000, "until": day("2027-01-01")}

    with pytest.raises(NotAllowed, match="勾选参保"):
        jiefang.given(row, **policy)
    jiefang.given(row, **policy, insured=[child])

    with jiefang.inside():
        covered = row.insured.get()
    assert (covered.person_id, covered.since, covered.until) == (child.pk, day("2026-01-01"), day("2027-01-01"))


def test_an_insured_person_claims_within_the_term_and_the_insurer_answers():
    jiefang = Counter("410802000000", "410802001000", "410800000000", "410802001001")
    family = jiefang.family()
    row = jiefang.registered(family, "insurance.children_accident_illness", grounds="参保名单", since=day("2026-01-01"))
    child = jiefang.member(family, "刘敏")
    row = jiefang.given(jiefang.referred(row), insurer="样例保险公司", cost_fen=3000, until=day("2027-01-01"), insured=[child])
    asked = {"registration_id": row.pk, "person_id": child.pk, "event": "骑车摔伤", "source": "病历", "by": jiefang.clerk, "at": AT}

    with jiefang.inside(), pytest.raises(NotAllowed, match="不在保险期内"):
        commands.record_insurance_claim(**asked, on=day("2027-01-01"))
    with jiefang.inside():
        claim = commands.record_insurance_claim(**asked, on=day("2026-12-31"))
        answered = commands.answer_insurance_claim(claim_id=claim.pk, paid_fen=80000, answer="", by=jiefang.clerk, at=AT)
        standing = InsuranceClaim.objects.get(withdrawn_at=None)
        with pytest.raises(NotAllowed, match="已有答复"):
            commands.answer_insurance_claim(claim_id=claim.pk, paid_fen=1, answer="", by=jiefang.clerk, at=AT)

    assert (standing, standing.paid_fen) == (answered, 80000)


def test_what_was_registered_is_never_rewritten(counter):
    row = counter.registered(counter.family())
    given = counter.given(counter.referred(counter.registered(counter.family())), cost_fen=100)

    with counter.inside():
        for pk, change in ((row.pk, {"item": "waiver.five_free_services"}), (row.pk, {"grounds": "改"}), (given.pk, {"cost_fen": 200})):
            with refused("registrations_are_never_rewritten"):
                Registration.objects.filter(pk=pk).update(**change)


def test_an_item_says_its_kind(counter):
    row = counter.registered(counter.family())
    again = {field.attname: getattr(row, field.attname) for field in Registration._meta.concrete_fields}
    again |= {"id": None, "number": "DJ-0", "key": uuid.uuid4(), "item": "rural_reward", "until": day("2020-02-01"), "since": day("2020-01-01")}

    with counter.inside(), refused("a_registered_item_says_its_kind"):
        Registration.objects.create(**again)


@pytest.mark.parametrize("scheme", ["waiver.tap_water", "exam_bonus", "welfare_fund_relief"])
def test_nothing_in_kind_enters_the_books_of_money(counter, scheme):
    family = counter.family()

    with counter.inside():
        with refused("in_kind_measures_are_never_due"):
            Entitlement.objects.create(
                division_code=family.division_code, beneficiary=f"household:{family.pk}", household=family, scheme=scheme, since=TODAY,
                until=TODAY + timedelta(days=1),
            )  # fmt: skip
        with refused("in_kind_measures_have_no_ledger"):
            Opening.objects.create(
                division_code=counter.county, scheme=scheme, since=day("2026-01-01"), opened_by=counter.preparer.user, opened_at=AT
            )  # fmt: skip


def test_no_register_table_leads_to_the_books():
    """No foreign key runs from the register to entitlements, money or payouts, or back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'")
        linked = {tuple(name.removeprefix("benefits_") for name in pair) for pair in cursor.fetchall()}

    register = {"registration", "referral", "insuredperson", "insuranceclaim"}
    books = {"entitlement", "entitlementline", "moneyline", "payout", "payoutpart", "payoutrun", "claim", "run", "runline"}
    assert {pair for pair in linked if set(pair) & register and set(pair) & books} == set()
    assert ("insuredperson", "registration") in linked


def test_every_scheme_that_gives_no_money_of_ours_is_registered_instead():
    other_units = {scheme.code for scheme in rules.schemes() if getattr(scheme, "unit", "yuan") != "yuan"}

    assert other_units <= set(IN_KIND_SCHEMES)
    assert WATER not in {scheme.code for scheme in rules.schemes()}
