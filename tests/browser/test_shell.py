"""The frame of every page: signing in, the menu, reading size, language, narrow windows, and pages that say no."""
import pytest
from playwright.sync_api import expect

from accounts.models import User
from accounts.roles import Role
from tests.builders import QINGSHI, ZHANGDIAN, a_post


@pytest.fixture
def clerk(transactional_db):
    return a_post(Role.TOWNSHIP_CLERK, QINGSHI)


@pytest.mark.parametrize("width", [1366, 320])
def test_the_sign_in_page_has_no_fault(live_server, page, no_fault, width):
    page.set_viewport_size({"width": width, "height": 768})

    page.goto(live_server.url)

    no_fault(page)
    expect(page.get_by_label("用户名")).to_be_focused()


def test_a_wrong_password_is_said_above_the_form_and_takes_the_focus(live_server, page, clerk, no_fault):
    page.goto(live_server.url)
    page.fill("[name=username]", clerk.user.username)
    page.fill("[name=password]", "wrong")

    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_role("alert")).to_be_focused()
    no_fault(page)


def test_a_password_is_shown_while_asked_for(live_server, page):
    page.goto(live_server.url)
    page.fill("[name=password]", "correct")

    page.get_by_role("button", name="显示").click()

    assert page.get_attribute("[name=password]", "type") == "text"


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("size", ["标准", "大字"])
def test_the_desk_has_no_fault_in_both_sizes_and_in_a_narrow_window(signed_in, clerk, no_fault, size, width):
    page = signed_in(clerk)
    page.set_viewport_size({"width": width, "height": 768})

    page.get_by_role("button", name=size).click()

    expect(page.get_by_role("button", name=size)).to_have_attribute("aria-pressed", "true")
    no_fault(page)


def test_the_reading_size_is_kept_for_the_person(signed_in, clerk):
    signed_in(clerk).get_by_role("button", name="大字").click()

    assert User.objects.get(pk=clerk.user_id).large_type


def test_the_language_changes_the_page_and_its_lang(signed_in, clerk, no_fault):
    page = signed_in(clerk)
    assert page.get_attribute("html", "lang") == "zh-CN"

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    no_fault(page)


def test_who_holds_several_posts_is_asked_which(signed_in, clerk, no_fault):
    other = a_post(Role.COUNTY_PREPARER, ZHANGDIAN)
    other.user = clerk.user
    other.save()
    page = signed_in(clerk)
    no_fault(page)

    page.get_by_role("button", name="县级初核").click()

    expect(page.locator(".brand")).to_contain_text("张店区")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(signed_in, clerk):
    page = signed_in(clerk)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_page_that_is_not_there_says_what_to_do(signed_in, clerk, live_server, no_fault):
    page = signed_in(clerk)

    answer = page.goto(f"{live_server.url}/no-such-page")

    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到这一页")
    no_fault(page)
