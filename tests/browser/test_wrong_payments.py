"""Money in the wrong hands: the preparer sees what it moves, finance books it, the case stands against a receiver nobody knows."""
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.roles import Role
from tests.benefits.books import Officials, a_beneficiary, a_run_at, owed, publish
from tests.builders import ZHANGDIAN, a_post, inside


@pytest.fixture
def run(transactional_db):
    cache.clear()
    with inside(ZHANGDIAN):
        publish(owed(a_beneficiary()))
        return a_run_at("settled", Officials())


def test_from_the_payout_that_went_astray_to_the_case_against_its_receiver(run, signed_in, live_server, no_fault):
    preparer, finance = a_post(Role.COUNTY_PREPARER, ZHANGDIAN), a_post(Role.FINANCE, ZHANGDIAN)
    page = signed_in(preparer)
    page.goto(f"{live_server.url}/payout-runs/{run.pk}?tab=all")
    page.get_by_role("link", name="登记错发").click()
    no_fault(page)
    page.get_by_label("错发情形").select_option("bank")
    page.get_by_label("实际收款账号").fill("6222 0000 0000 0017")
    page.get_by_label("核实材料").fill("代发银行核查函")
    page.get_by_label("情况说明").fill("本人反映未到账")
    page.keyboard.press("F8")
    expect(page.get_by_role("row", name="2026-01 至 2026-12 960.00 960.00 → 0.00 0.00 → 960.00 0.00 → 960.00")).to_be_visible()
    no_fault(page)
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("由财政审核后入账")
    expect(page.locator("main")).to_contain_text("收款人不明")
    expect(page.locator("main")).to_contain_text("尾号 0017")
    no_fault(page)
    page.get_by_role("button", name="退出").click()

    page = signed_in(finance)
    page.get_by_role("link", name="错发 CF370303").click()
    expect(page.get_by_role("button", name="审核通过并入账")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("已立案")
    no_fault(page)
    page.get_by_role("link", name="追回案件 ZH370303").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("收款人不明：错发追回")
    expect(page.get_by_role("link", name="登记退款")).to_be_visible()
    no_fault(page)
    page.goto(f"{live_server.url}/wrong-payments/")
    expect(page.get_by_role("link", name="CF370303")).to_be_visible()
    no_fault(page)
