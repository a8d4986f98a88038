"""The preparer takes over a month's 低保 list and a file of the poverty system: looks at the differences, decides what is doubtful, registers."""
import io

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from accounts.roles import Role
from audits.jobs import engine
from households.commands import register_household
from households.models import Person
from poverty.exchange.columns import TABLE as HOUSEHOLDS
from poverty.models import Transfer
from poverty.monthly.columns import TABLE as MONTHLY
from tests.builders import AT, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple, a_clerk, two_girls

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def numbers(transactional_db):
    """{name: ID number} of two families on record."""
    clerk = a_clerk()
    with inside(ZHANGDIAN):
        for entry in (a_bereaved_couple(), two_girls()):
            register_household(entry=entry, by=clerk, at=AT)
        return {person.name: person.number() for person in Person.objects.filter(number_hash__isnull=False)}


def a_list(numbers):
    book, content = Workbook(), io.BytesIO()
    book.active.append(MONTHLY.headings)
    for family, name, subsidy in (("A1", "单建民", "260"), ("A1", "曾秀英", ""), ("A2", "张桂兰", "300"), ("A3", "刘志帼", "300")):
        said = {"family": family, "name": name, "number": numbers.get(name, numbers["刘志国"]), "subsidy_fen": subsidy}
        book.active.append([said.get(column.key) for column in MONTHLY.columns])
    book.save(content)
    return content.getvalue()


def test_a_list_and_a_file_are_taken_over(numbers, signed_in, live_server, no_fault):
    page = signed_in(a_post(Role.COUNTY_PREPARER, ZHANGDIAN))
    page.goto(f"{live_server.url}/minimum-living-lists/")
    no_fault(page)
    page.keyboard.press("F9")
    page.get_by_label("月份").fill("2026-11")
    page.get_by_label("名单文件").set_input_files({"name": "名册.xlsx", "mimeType": XLSX, "buffer": a_list(numbers)})
    page.get_by_label("来源").fill("民政 11 月名册")
    no_fault(page)
    page.get_by_role("button", name="上传比对").click()
    expect(page.get_by_role("row", name="单建民")).to_contain_text("补差 260.00 元")
    expect(page.get_by_role("row", name="刘志帼")).to_contain_text("姓名不同")
    no_fault(page)
    page.get_by_role("button", name="登记变动").click()
    expect(page.locator("main")).to_contain_text("已登记")
    page.goto(f"{live_server.url}/minimum-living/")
    expect(page.get_by_role("row", name="单建民").first).to_contain_text("260.00")
    no_fault(page)

    said = {"status": "1", "since": "2014-04-01", "cause": "1"}
    file = HOUSEHOLDS.written([{"family": "P1", "name": "单建明", "number": numbers["单建民"]} | said])
    page.goto(f"{live_server.url}/transfers/new")
    page.get_by_label("交换文件").set_input_files({"name": "扶贫户.xlsx", "mimeType": XLSX, "buffer": file})
    page.get_by_label("用途和来源").fill("第三季度数据")
    no_fault(page)
    page.get_by_role("button", name="上传比对").click()
    page.wait_for_url("**/transfers/*")
    no_fault(page)
    _work(page)
    page.get_by_role("link", name="判定", exact=True).click()
    no_fault(page)
    page.get_by_label("判定").select_option("1")
    page.get_by_label("理由").fill("曾用名，核对户口簿")
    page.keyboard.press("F8")
    expect(page.locator("tbody")).to_contain_text("在册贫困，因病，户编号 P1")
    no_fault(page)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/transfers/*")
    _work(page)
    page.goto(f"{live_server.url}/registers/registrations/")
    expect(page.get_by_role("row", name="单建民")).to_contain_text("户编号 P1")
    no_fault(page)
    page.get_by_role("link", name="结对帮扶").click()
    no_fault(page)
    page.goto(f"{live_server.url}/transfers/out/new")
    no_fault(page)


def _work(page):
    with inside(ZHANGDIAN):
        job = Transfer.objects.get().job_id
    engine.work(job, clock=lambda: AT)
    page.reload()
