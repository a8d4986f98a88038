"""A clerk imports a workbook in the browser: choose, watch, look over, take in, take back; every page without a fault."""
import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from audits.jobs import engine
from households.imports.models import ImportBatch
from tests.imports.test_families import but
from tests.imports.walking import a_clerk, now, on_record, tally
from tests.imports.workbooks import an_xlsx, two_girls


@pytest.fixture
def clerk(transactional_db):
    cache.clear()
    return a_clerk()


def a_file(tmp_path, content):
    path = tmp_path / "新增家庭.xlsx"
    path.write_bytes(content)
    return path


def shown_batch(page):
    return now(ImportBatch(pk=int(re.search(r"/imports/(\d+)", page.url)[1])))


def test_a_workbook_goes_in_and_is_taken_back(signed_in, clerk, live_server, no_fault, tmp_path):
    page = signed_in(clerk)
    page.goto(f"{live_server.url}/imports/")
    no_fault(page)
    page.get_by_role("link", name="导入文件").first.click()
    no_fault(page)
    rows = but(two_girls(1), 3, name="刘芳1") + two_girls(2) + two_girls(3)
    page.get_by_label("文件").set_input_files(a_file(tmp_path, an_xlsx(rows)))
    page.get_by_role("button", name="上传并校验").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    no_fault(page)

    engine.work(shown_batch(page).job_id)
    expect(page.get_by_role("button", name="导入 8 行（2 户）")).to_be_visible()
    expect(page.get_by_text("姓名只含文字和间隔号")).to_be_visible()
    no_fault(page)
    page.get_by_role("link", name="全部").click()
    expect(page.get_by_role("row")).to_have_count(13)
    assert on_record() == (0, 0)

    with page.expect_download() as handed_out:
        page.get_by_role("link", name="下载未导入的 4 行").click()
    assert handed_out.value.suggested_filename.endswith("未导入的行.xlsx")
    page.get_by_role("button", name="导入 8 行（2 户）").click()
    engine.work(shown_batch(page).job_id)
    expect(page.get_by_text("已导入 2 户 8 人")).to_be_visible()
    no_fault(page)
    assert (on_record(), tally(shown_batch(page))) == ((2, 8), {"error": 4, "new": 8})

    page.get_by_role("button", name="整单撤销").click()
    engine.work(shown_batch(page).job_id)
    expect(page.get_by_text("写入的记录已全部收回")).to_be_visible()
    assert on_record() == (0, 0)


def test_a_wrong_file_ends_in_a_sentence_on_its_page(signed_in, clerk, live_server, no_fault, tmp_path):
    page = signed_in(clerk)
    page.goto(f"{live_server.url}/imports/new")
    page.get_by_label("文件").set_input_files(a_file(tmp_path, b"%PDF-1.7 not a table"))
    page.get_by_role("button", name="上传并校验").click()
    engine.work(shown_batch(page).job_id)

    expect(page.get_by_role("alert")).to_contain_text("这个文件不是 .xlsx 或 .csv 表格")
    no_fault(page)


def test_no_file_takes_the_reader_to_the_field(signed_in, clerk, live_server, no_fault):
    page = signed_in(clerk)
    page.goto(f"{live_server.url}/imports/new")
    page.get_by_role("button", name="上传并校验").click()

    expect(page.get_by_role("link", name="请选择填好的文件。")).to_be_visible()
    no_fault(page)
