"""A family that moves: the county it left offers it, the county it went to takes it onto its own record, and both see that."""
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.benefits.desk import LOSS, Desk
from tests.builders import JIEFANG
from tests.households.families import a_bereaved_couple


@pytest.fixture
def desks(transactional_db):
    cache.clear()
    return Desk(), Desk(JIEFANG)


def test_the_old_county_sends_a_family_and_the_new_one_takes_it_onto_its_record(desks, signed_in, live_server, no_fault):
    old, new = desks
    household = old.register(a_bereaved_couple())
    old.published(LOSS)

    page = signed_in(old.clerk)
    page.goto(f"{live_server.url}/changes/households/{household.pk}/move_away")
    page.get_by_label("迁往的县（区）").select_option(value=JIEFANG)
    page.get_by_label("户口迁出日期").fill("20260610")
    page.get_by_label("依据材料").fill("户口迁移证")
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", level=1)).to_contain_text("确认前的差额")
    page.keyboard.press("F9")
    page.get_by_role("link", name="移交 YC370303").click()
    expect(page.locator("main")).to_contain_text("新县尚未答复")
    no_fault(page)
    offered = page.url
    page.get_by_role("button", name="退出").click()

    page = signed_in(new.preparer)
    page.goto(f"{live_server.url}/hand-overs/?side=in")
    page.get_by_role("link", name="YC370303").click()
    expect(page.get_by_role("row", name="配偶 曾秀英")).to_be_visible()
    no_fault(page)
    page.get_by_label("建档的村（居）").select_option(index=1)
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", level=1)).to_have_text("单建民")
    page.goto(offered)
    expect(page.get_by_role("link", name="本县家庭档案")).to_be_visible()
    page.get_by_role("button", name="退出").click()

    page = signed_in(old.clerk)
    page.goto(offered)
    expect(page.locator(".page-meta .tag")).to_have_text("已接收")
    expect(page.get_by_role("link", name="原家庭档案")).to_be_visible()
