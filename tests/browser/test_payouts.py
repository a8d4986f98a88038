"""Officials at a payout run: anomalies decided by keys alone, three approvals, the roster downloaded and verified; every page without a fault."""
import re
import threading
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import expect

from accounts.roles import Role
from audits.jobs import engine
from benefits.models import PayoutRun, Roster
from tests.benefits.books import Officials, a_beneficiary, a_run_at, in_county, owed, publish
from tests.builders import SHANGPING, a_post

LAST = (date(2025, 1, 1), date(2026, 1, 1))


@pytest.fixture
def officials(transactional_db, settings, tmp_path_factory):
    """Officials who can sign in, and a year to pay: three without an account, one new, one who left."""
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    cache.clear()
    officials = Officials()
    for name, role in (
        ("preparer", Role.COUNTY_PREPARER), ("reviewer", Role.COUNTY_REVIEWER), ("signer", Role.COUNTY_SIGNER), ("finance", Role.FINANCE)
    ):  # fmt: skip
        setattr(officials, name, a_post(role))
    with in_county():
        stays, left = a_beneficiary("续发人"), a_beneficiary("退出人", village=SHANGPING)
        publish(owed(stays, since=LAST[0]), owed(left, since=LAST[0]))
        a_run_at("signed", officials, since=LAST[0], until=LAST[1])
        publish(owed(stays), owed(a_beneficiary("新增人")), *(owed(a_beneficiary(f"缺户{n}", account=False)) for n in "甲乙丙"))
    return officials


def elsewhere(act, *arguments):
    """Act in a thread of its own: Playwright keeps an event loop in this one, and signing a paper needs one too."""

    def run():
        try:
            act(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(60)


def test_anomalies_are_decided_by_keys_alone(signed_in, officials, live_server, keyboard, no_fault):
    with in_county():
        run = a_run_at("drafted", officials)
    page = signed_in(officials.preparer)
    page.goto(f"{live_server.url}/payout-runs/{run.pk}")
    expect(page.get_by_text("异常 3 条，未定 3 条")).to_be_visible()
    expect(page.get_by_role("button", name="初核通过，送复核")).to_be_disabled()
    no_fault(page)

    page.locator("tr", has_text="缺户甲").get_by_role("radio", name="通过").focus()
    keyboard.press("2")
    keyboard.type("待补账户")
    keyboard.press("Enter")
    expect(page.get_by_text("异常 3 条，未定 2 条")).to_be_visible()
    keyboard.press("3")
    keyboard.type("户籍已迁出")
    keyboard.press("Enter")
    expect(page.get_by_text("异常 3 条，未定 1 条")).to_be_visible()
    keyboard.press("1")
    keyboard.type("先发")
    keyboard.press("Enter")
    expect(page.get_by_text("没有收款账户，不能通过")).to_be_visible()

    with in_county():
        decisions = dict(run.payouts.exclude(anomalies=[]).values_list("name", "decision"))
    assert decisions == {"缺户甲": "hold", "缺户乙": "remove", "缺户丙": "pending"}


def test_ticked_rows_are_filled_together(signed_in, officials, live_server):
    with in_county():
        run = a_run_at("drafted", officials)
    page = signed_in(officials.preparer)
    page.goto(f"{live_server.url}/payout-runs/{run.pk}")

    page.get_by_label("全选本页").check()
    page.get_by_label("勾选的行").select_option("缓发")
    page.get_by_label("理由", exact=True).fill("待补账户")
    page.get_by_role("button", name="填入勾选的行").click()

    expect(page.get_by_text("异常 3 条已全部定性")).to_be_visible()
    expect(page.get_by_role("button", name="初核通过，送复核")).to_be_enabled()


def test_from_draft_to_a_verified_paper(signed_in, officials, live_server, page, no_fault):
    page = signed_in(officials.preparer)
    page.goto(f"{live_server.url}/payout-runs/new")
    no_fault(page)
    page.get_by_label("农村部分计划生育家庭奖励扶助").check()
    page.get_by_label("年度").select_option("2026 年")
    page.get_by_role("button", name="开始拟制").click()
    run = PayoutRun(pk=int(re.search(r"/payout-runs/(\d+)", page.url)[1]))
    with in_county():
        run.refresh_from_db()
    engine.work(run.job_id)
    page.goto(f"{live_server.url}/payout-runs/{run.pk}")
    page.get_by_label("全选本页").check()
    page.get_by_label("勾选的行").select_option("缓发")
    page.get_by_label("理由", exact=True).fill("待补账户")
    page.get_by_role("button", name="填入勾选的行").click()
    page.get_by_role("button", name="初核通过，送复核").click()
    for post, button, then in ((officials.reviewer, "复核通过，送签发", "待签发"), (officials.signer, "签发", "已签发")):
        page.get_by_role("button", name="退出").click()
        signed_in(post).goto(f"{live_server.url}/payout-runs/{run.pk}")
        no_fault(page)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".page-meta .tag", has_text=then)).to_be_visible()
    with in_county():
        roster = Roster.objects.get(run=run)
    elsewhere(engine.work, roster.job_id)
    page.goto(f"{live_server.url}/rosters/")
    no_fault(page)
    with page.expect_download() as handed_out:
        page.get_by_role("link", name="PDF").first.click()

    page.goto(f"{live_server.url}/verify")
    no_fault(page)
    page.get_by_label("上传下载的 PDF 文件").set_input_files(handed_out.value.path())
    page.get_by_role("button", name="核对文件").click()
    expect(page.get_by_text("与封存件逐字节一致")).to_be_visible()
    expect(page.get_by_text("1,920.00 元")).to_be_visible()
    no_fault(page)
