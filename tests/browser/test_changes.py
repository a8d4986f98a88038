"""A death learnt late: the clerk sees every month before it is confirmed, another person approves and publishes, what was paid too much shows."""
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from benefits.models import PayoutRun
from tests.benefits.books import Officials, a_run_at
from tests.benefits.desk import LOSS, Desk
from tests.households.families import a_bereaved_couple


@pytest.fixture
def desk(transactional_db):
    cache.clear()
    return Desk()


@pytest.fixture
def paid(desk):
    """The couple of whom she has an account and was paid for all of 2024 to 2026."""
    household = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    with desk.inside():
        assert a_run_at("settled", Officials(), schemes=(LOSS,)).state == PayoutRun.State.SETTLED
    return household


def test_from_a_late_death_to_what_has_to_be_recovered(desk, paid, signed_in, live_server, no_fault):
    page = signed_in(desk.clerk)
    page.goto(f"{live_server.url}/households/{paid.pk}")
    page.get_by_role("link", name="变更办理").last.click()
    no_fault(page)
    page.get_by_role("link", name="死亡", exact=True).click()
    page.get_by_label("谁").select_option(label="曾秀英（配偶）")
    page.get_by_label("死亡日期").fill("20260309")
    page.get_by_label("依据材料").fill("殡葬登记比对")
    no_fault(page)
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("确认前的差额")
    expect(page.locator("main")).to_contain_text("本人在世（发至去世当月）")
    expect(page.get_by_role("row", name="2026-04 590.00 0.00 −590.00 590.00 590.00")).to_be_visible()
    no_fault(page)
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("死亡日期")).to_have_value("2026-03-09")
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("确认前的差额")
    page.keyboard.press("F9")
    expect(page.locator("main")).to_contain_text("等待县级复核")
    expect(page.locator(".page-meta .tag")).to_have_text("待复核")
    no_fault(page)
    page.get_by_role("button", name="退出").click()

    page = signed_in(desk.reviewer)
    page.get_by_role("link", name="变更核算").first.click()
    expect(page.locator(".page-meta")).to_contain_text("只核算 1 户")
    page.get_by_role("button", name="审批通过").click()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("已发布")
    page.goto(f"{live_server.url}/changes/?state=published")
    no_fault(page)
    page.get_by_role("link", name="BG370303").click()
    no_fault(page)
    page.get_by_role("link", name="家庭档案与收付").click()
    expect(page.get_by_role("row", name="2026 曾秀英").first).to_contain_text("−5,310.00")
    page.goto(f"{live_server.url}/recoveries/")
    expect(page.locator("main")).to_contain_text("曾秀英")
