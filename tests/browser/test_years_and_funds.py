"""A clerk enters the births register of a township by keyboard, the signer confirms and the priorities follow; a fund gives no more than it holds."""
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from benefits.funds import commands as funds
from households.models import Household
from poverty.models import VillageYear
from poverty.years import commands as years
from tests.benefits.books import a_beneficiary, an_official, in_county
from tests.benefits.test_funds import DOCUMENT
from tests.builders import AT, ELSEWHERE, GUANSHANHU, a_post, inside

TOWNSHIP = ELSEWHERE[:9] + "000"
LAST = timezone.localdate().year - 1


@pytest.fixture
def clean_village(transactional_db):
    """The village's two years before last are confirmed: poor, and no birth outside policy."""
    clerk, signer = an_official(Role.TOWNSHIP_CLERK, TOWNSHIP), an_official(Role.COUNTY_SIGNER, GUANSHANHU)
    said = {ELSEWHERE: {"births": 6, "births_outside": 0, "poor": True, "good_work": True}}
    with inside(GUANSHANHU):
        for year in (LAST - 2, LAST - 1):
            years.enter_village_years(township=TOWNSHIP, year=year, said=said, source="登记簿", by=clerk, at=timezone.now())
            ids = list(VillageYear.objects.waiting().values_list("pk", flat=True))
            years.confirm_village_years(township=TOWNSHIP, year=year, ids=ids, by=signer, at=timezone.now())
    return ELSEWHERE


def test_a_year_entered_by_keyboard_and_confirmed_moves_a_village_onto_the_list(signed_in, clean_village, live_server, keyboard_of, no_fault):
    priorities = f"{live_server.url}/village-priorities/?year={LAST}&condition=three_years"
    page = signed_in(a_post(Role.TOWNSHIP_CLERK, TOWNSHIP))
    page.goto(priorities)
    expect(page.get_by_text("没有符合条件的村")).to_be_visible()
    page.goto(f"{live_server.url}/village-years/?year={LAST}")
    no_fault(page)

    keys = keyboard_of(page)
    keys.press("F9")
    page.wait_for_url("**/entry")
    page.get_by_label("来源").focus()
    keys.type("村级出生登记簿")
    keys.press("Enter")
    for cell in ("7", "0", "0", "1", "1", "18500"):
        keys.type(cell)
        keys.press("Enter")
    no_fault(page)
    keys.press("F8")
    page.wait_for_url("**/village-years/?township=*")
    expect(page.locator(".tag", has_text="待确认")).to_be_visible()
    page.goto(priorities)
    expect(page.get_by_text("没有符合条件的村")).to_be_visible()

    page.context.clear_cookies()
    page = signed_in(a_post(Role.COUNTY_SIGNER, GUANSHANHU))
    page.goto(f"{live_server.url}/village-years/?township={TOWNSHIP}&year={LAST}")
    no_fault(page)
    keyboard_of(page).press("F8")
    expect(page.get_by_text("已确认 1 个村的记录")).to_be_visible()
    page.goto(priorities)
    expect(page.locator(".tag", has_text="贫困村扶持上浮")).to_be_visible()
    no_fault(page)
    page.locator("tbody a").first.click()
    page.wait_for_url("**/villages/*")
    no_fault(page)


def test_a_grant_that_would_overdraw_is_refused_with_a_sentence(signed_in, transactional_db, live_server, no_fault):
    preparer, reviewer, signer = a_post(Role.COUNTY_PREPARER), an_official(Role.COUNTY_REVIEWER), a_post(Role.COUNTY_SIGNER)
    with in_county():
        fund = funds.open_fund(kind="welfare", name="张店区计划生育公益金", document="样例〔2026〕1 号", by=reviewer, at=AT)
        number = Household.objects.get(memberships__person=a_beneficiary("张桂兰", account=False)).number
        day = AT.date() - timedelta(days=1)
        funds.enter_income(
            fund_id=fund.pk, key=uuid.uuid4(), amount_fen=100_000, on=day, donor="样例企业", document="收据 001", by=preparer, at=AT
        )
    page = signed_in(preparer)
    page.goto(f"{live_server.url}/funds/{fund.pk}/grants/new")
    no_fault(page)
    for name, text in ({"household_number": number, "amount_fen": "1000.01", "why": "因病致贫"} | DOCUMENT).items():
        page.locator(f"[name={name}]").fill(text)
    page.keyboard.press("F8")
    page.wait_for_url(f"**/funds/{fund.pk}")
    no_fault(page)

    page.context.clear_cookies()
    page = signed_in(signer)
    page.goto(f"{live_server.url}/funds/{fund.pk}")
    page.get_by_role("button", name="批准支出").click()

    expect(page.get_by_text("余额 1,000.00 元，不足支出 1,000.01 元")).to_be_visible()
    page.goto(f"{live_server.url}/funds/{fund.pk}")
    expect(page.locator(".equation .total .value")).to_have_text("1,000.00")
    expect(page.get_by_role("button", name="批准支出")).to_be_visible()


def test_the_targets_page_has_no_fault(signed_in, transactional_db, live_server, no_fault):
    page = signed_in(a_post(Role.COUNTY_REVIEWER, GUANSHANHU))
    for address in ("targets/", "targets/dues", "place-years/", "place-years/new", "budget-years/new", "funds/"):
        page.goto(f"{live_server.url}/{address}")
        no_fault(page)
