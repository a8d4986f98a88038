"""From the keyboard of a township clerk to the auditor's verification, in the sample county: one family, its officials, a real worker, a real PDF."""
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.models import Post
from accounts.queries import villages_of
from accounts.roles import Role
from benefits.models import PayoutRun, Roster, Run
from devtools.processes import wait_until
from households import pinyin
from tests.browser.conftest import Keyboard, picture, picture_of_paper
from tests.browser.test_households import Counted, type_household_of_four
from tests.builders import ZHANGDIAN, inside
from tests.rosters.reading import read


def only(model):
    with inside(ZHANGDIAN):
        return model.objects.order_by("-pk").first()


def village():
    """The first village of the sample clerk."""
    return villages_of(Post.objects.get(user__username="zhangdian.township_clerk")).first()


def until(model, state):
    wait_until(lambda: (row := only(model)) is not None and row.state == state, seconds=30, what=f"{model.__name__} {state}")


def test_one_family_from_entry_to_a_verified_list(page_of, worker, no_fault, tmp_path):
    cache.clear()

    clerk = page_of(Role.TOWNSHIP_CLERK)
    clerk.goto("/households/new")
    keys = Counted(Keyboard(clerk))
    type_household_of_four(keys, village=pinyin.initials(village().name)[0])
    expect(clerk.locator("#eligibility .assessment.yes")).to_contain_text("张桂兰")
    no_fault(clerk)
    picture(clerk, "entry")
    keys.press("F9")
    expect(clerk.locator("#messages")).to_contain_text("已建档")

    preparer = page_of(Role.COUNTY_PREPARER)
    preparer.goto("/runs/new")
    preparer.get_by_role("button", name="开始核算").click()
    until(Run, "simulated")

    reviewer = page_of(Role.COUNTY_REVIEWER)
    reviewer.get_by_role("link", name=f"核算批次 {only(Run).number}").click()
    expect(reviewer.locator("main")).to_contain_text("张桂兰")
    reviewer.get_by_role("button", name="审批通过").click()
    reviewer.get_by_role("button", name="发布").click()
    until(Run, "published")

    preparer.goto("/payout-runs/new")
    preparer.get_by_label("农村部分计划生育家庭奖励扶助").check()
    preparer.get_by_role("button", name="开始拟制").click()
    until(PayoutRun, "drafted")
    preparer.goto(f"/payout-runs/{only(PayoutRun).pk}")
    for row in preparer.locator("tr:has(form.decide)").all():
        hers = "张桂兰" in row.inner_text()
        row.locator("[value=approve]" if hers else "[value=hold]").check(force=True)
        row.locator("[name=reason]").fill("已核实" if hers else "待补资料")
        row.get_by_role("button", name="定").click()
    no_fault(preparer)
    preparer.reload()
    preparer.get_by_role("button", name="初核通过，送复核").click()
    until(PayoutRun, "prepared")

    reviewer.goto("/")
    reviewer.get_by_role("link", name=f"发放批次 {only(PayoutRun).number}").click()
    expect(reviewer.locator("main")).to_contain_text("勾稽平衡")
    reviewer.get_by_role("button", name="复核通过，送签发").click()
    until(PayoutRun, "reviewed")

    signer = page_of(Role.COUNTY_SIGNER)
    signer.get_by_role("link", name=f"发放批次 {only(PayoutRun).number}").click()
    signer.get_by_role("button", name="签发").click()
    until(PayoutRun, "signed")
    wait_until(lambda: only(Roster).seal_id is not None, seconds=60, what="the sealed roster")

    auditor = page_of(Role.AUDITOR)
    auditor.get_by_role("link", name="未取阅的发放清册").click()
    with auditor.expect_download() as download:
        auditor.get_by_role("link", name="PDF").click()
    paper = tmp_path / "roster.pdf"
    download.value.save_as(paper)
    assert "张桂兰" in "".join(sheet.all_text for sheet in read(paper.read_bytes()))
    picture_of_paper(paper, "roster")
    assert _verdict(auditor, paper).startswith("未改动")
    content = bytearray(paper.read_bytes())
    content[len(content) // 2] ^= 1
    paper.write_bytes(content)
    assert "未改动" not in _verdict(auditor, paper)
    auditor.goto("/journal/")
    expect(auditor.locator("main")).to_contain_text("签发发放批次")
    no_fault(auditor)

    finance = page_of(Role.FINANCE)
    finance.get_by_role("link", name=f"发放批次 {only(PayoutRun).number}").click()
    finance.get_by_role("button", name="交银行代发").click()
    until(PayoutRun, "handed_over")


def _verdict(page, paper):
    page.goto("/verify")
    page.set_input_files("#id_file", str(paper))
    page.get_by_role("button", name="核对文件").click()
    return page.locator(".verification .note b").inner_text()
