"""A clerk registers a waiver and a wish for a care home, the reviewer refers, the list is downloaded, the answer comes back."""
import openpyxl
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from tests.register.counter import Counter


@pytest.fixture
def counter(transactional_db):
    cache.clear()
    return Counter()


def test_from_the_counter_to_the_department_and_back(counter, signed_in, live_server, no_fault, tmp_path):
    family = counter.family()

    page = signed_in(counter.clerk)
    page.goto(f"{live_server.url}/households/{family.pk}")
    page.locator("section", has=page.get_by_role("heading", name="登记与移交")).get_by_role("link", name="登记事项").click()
    expect(page.get_by_role("heading", name="档案符合，可直接登记")).to_be_visible()
    no_fault(page)
    page.get_by_role("link", name="登记 安全饮水").click()
    no_fault(page)
    page.keyboard.press("F9")
    expect(page.get_by_text("等待审核人员移交水利部门")).to_be_visible()
    no_fault(page)
    page.goto(f"{live_server.url}/register/households/{family.pk}")
    page.get_by_role("link", name="登记 五保老人").click()
    page.get_by_label("给谁").select_option("张桂兰")
    page.get_by_label("本人意愿").select_option("入住机构")
    page.get_by_label("认定依据").fill("本人申请书")
    page.keyboard.press("F9")
    expect(page.locator("dl")).to_contain_text("入住机构")
    page.get_by_role("button", name="退出").click()

    page = signed_in(counter.reviewer)
    page.get_by_role("link", name="待移交的登记").click()
    no_fault(page)
    page.locator("form[method=post]").get_by_label("责任部门").select_option("民政部门")
    page.get_by_role("button", name="移交", exact=True).click()
    expect(page.get_by_text("已移交 1 笔")).to_be_visible()
    no_fault(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载名单").click()
    download.value.save_as(tmp_path / "referral.xlsx")
    heading, line = openpyxl.load_workbook(tmp_path / "referral.xlsx").active.iter_rows(values_only=True)
    assert dict(zip(heading, line, strict=True))["本人意愿"] == "入住机构"
    page.get_by_role("button", name="退出").click()

    page = signed_in(counter.answerer)
    page.get_by_role("link", name="待登记的部门答复").click()
    page.get_by_role("link", name="五保老人").click()
    page.get_by_role("link", name="部门已落实").click()
    page.get_by_label("落实内容").fill("入住青山敬老院")
    page.get_by_label("答复文件").fill("民政回执 12 号")
    page.get_by_role("button", name="部门已落实").click()
    expect(page.locator(".page-meta .tag")).to_have_text("已落实")
    expect(page.locator("dl")).to_contain_text("入住青山敬老院")
    page.goto(f"{live_server.url}/households/{family.pk}")
    expect(page.locator("main")).to_contain_text("入住青山敬老院")
