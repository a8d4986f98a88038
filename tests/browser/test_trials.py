"""A trial by keys alone: an example in one key, a fact moved, a choice switched and its difference; every page without a fault."""
import io

import pikepdf
import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser.conftest import picture
from tests.builders import a_post


@pytest.fixture
def desk(signed_in, live_server, transactional_db):
    page = signed_in(a_post(Role.TOWNSHIP_CLERK))
    page.goto(f"{live_server.url}/trials/")
    return page


def test_an_example_is_tried_moved_and_read_otherwise(desk, keyboard, no_fault):
    no_fault(desk)

    keyboard.press("Alt+2")
    expect(desk.locator("#summary")).to_contain_text("50,000.00 元")
    picture(desk, "trial-entry")
    no_fault(desk)

    desk.focus("#adult-2-died")
    keyboard.press("Control+a")
    keyboard.type("20130101")
    keyboard.press("Enter")
    desk.locator("#from").fill("2013")
    keyboard.press("Enter")
    expect(desk.locator("#summary")).not_to_contain_text("50,000.00 元")

    keyboard.press("F9")
    expect(desk.locator("h1")).to_have_text("试算结果")
    picture(desk, "trial-answer")
    no_fault(desk)

    desk.get_by_text("与本地项目有关的其他选项").click()
    desk.get_by_label("文件印发前去世的").focus()
    keyboard.press("ArrowDown")
    expect(desk.locator(".changes")).to_contain_text("失独家庭一次性抚慰金")
    expect(desk.locator(".changes")).to_contain_text("+20,000.00")
    picture(desk, "trial-changes")
    no_fault(desk)

    keyboard.press("F8")
    expect(desk.locator("#adult-2-died")).to_have_value("2013-01-01")
    expect(desk.get_by_role("checkbox", name="文件印发前去世的")).to_be_checked()


def test_what_was_typed_stays_when_the_size_or_the_language_changes(desk, keyboard):
    desk.locator("#adult-0-name").fill("样例甲")
    desk.locator("#adult-0-born").fill("19600101")

    desk.locator("button[name=size][value=large]").click()
    expect(desk.locator("html.large")).to_be_visible()
    desk.get_by_role("button", name="English").click()
    expect(desk.locator("html")).to_have_attribute("lang", "en")

    expect(desk.locator("#adult-0-name")).to_have_value("样例甲")
    keyboard.press("F9")
    expect(desk.locator("#answer")).to_be_visible()
    desk.locator("button[name=size][value=standard]").click()
    expect(desk.locator("html:not(.large) #answer")).to_be_visible()


@pytest.mark.parametrize(("language", "example"), [("zh-hans", 3), ("en", 2)])
def test_the_large_size_has_no_fault(desk, no_fault, language, example):
    if language == "en":
        desk.get_by_role("button", name="English").click()
        expect(desk.locator("html")).to_have_attribute("lang", "en")
    desk.locator("button[name=size][value=large]").click()
    expect(desk.locator("html.large")).to_be_visible()
    desk.keyboard.press(f"Alt+{example}")
    expect(desk.locator("#summary .amount-total")).to_be_visible()
    no_fault(desk)
    desk.keyboard.press("F9")
    expect(desk.locator("#answer")).to_be_visible()
    no_fault(desk)


def printed(page):
    """What the browser prints of the page: the size of each sheet in points, and the words that are seen on them, without spaces."""
    content = page.pdf(prefer_css_page_size=True)
    with pikepdf.open(io.BytesIO(content)) as document:
        sizes = [tuple(round(float(side)) for side in sheet.mediabox[2:]) for sheet in document.pages]
    page.emulate_media(media="print")
    return sizes, "".join(page.inner_text("body").split())


def test_an_answer_is_printed_on_upright_sheets_with_its_reasons_and_without_the_menu(desk, keyboard):
    keyboard.press("Alt+3")
    expect(desk.locator("#summary")).to_contain_text("1,720.00 元")
    keyboard.press("F9")
    expect(desk.locator("h1")).to_have_text("试算结果")

    sizes, said = printed(desk)

    assert set(sizes) == {(595, 842)} and len(sizes) <= 4
    wanted = ("试算日期", "应得合计1,720.00元", "1,800.00÷12×20%×12=360.00", "比例20%", "未录入本户的扶贫资金物资", "试算结果，不作为发放依据")
    assert [words for words in wanted if words not in said] == []
    assert [words for words in ("工作台", "返回修改", "全部条件", "去补录", "percent") if words in said] == []
