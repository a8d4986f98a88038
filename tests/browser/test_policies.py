"""A county's line from its document to the bar: entered, simulated by the worker, seen and confirmed by another; refused where it is stale."""
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.roles import Role
from benefits.models import PolicySimulation
from benefits.runs.commands import open_ledger
from devtools.processes import wait_until
from tests.benefits.desk import UPLIFT, Desk, sample_families
from tests.builders import AT, GUANSHANHU, PASSWORD, a_post, inside
from tests.households.families import a_bereaved_couple

FIELDS = {
    "value": "6000.00", "since": "2026-01-01", "number": "样例〔2026〕12号", "title": "调整农村低保标准的通知", "issuer": "观山湖区民政局",
    "issued": "2026-01-05", "clause": "第一条", "quote": "农村低保标准调整为每人每年6000元。",
}  # fmt: skip


@pytest.fixture
def desk(transactional_db):
    cache.clear()
    desk = Desk(GUANSHANHU, open_from=None)
    with desk.inside():
        open_ledger(scheme=UPLIFT, since=date(2024, 1, 1), by=desk.preparer, at=AT)
    sample_families(desk, 30)
    return desk


@pytest.fixture
def signed_in_as(live_server, new_context):
    """signed_in_as(role): a new official of the county in a browser of their own."""

    def open_desk(role):
        post = a_post(role, GUANSHANHU)
        page = new_context(base_url=live_server.url).new_page()
        page.goto("/sign-in")
        page.fill("[name=username]", post.user.username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("工作台")
        return page

    return open_desk


def enter_the_line(page):
    page.goto("/policies/new")
    page.select_option("[name=name]", "rural_minimum_living_line")
    page.select_option("[name=unit]", "yuan per person per year")
    for name, value in FIELDS.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name="录入").click()
    expect(page.locator("main")).to_contain_text("模拟核算")


def is_simulated():
    with inside(GUANSHANHU):
        return PolicySimulation.objects.filter(finished_at__isnull=False).exists()


def test_a_line_is_entered_simulated_by_the_worker_confirmed_and_drawn(desk, worker, signed_in_as, no_fault):
    reviewer, signer = signed_in_as(Role.COUNTY_REVIEWER), signed_in_as(Role.COUNTY_SIGNER)
    enter_the_line(reviewer)
    no_fault(reviewer)
    wait_until(is_simulated, seconds=60, what="the simulation")

    signer.goto("/policies/reviews")
    signer.get_by_role("link", name="农村低保标准").first.click()
    differences = signer.get_by_role("region", name="模拟核算的差异")
    expect(differences).to_contain_text("低保家庭增发")
    with inside(GUANSHANHU):
        whole = PolicySimulation.objects.get().effects[UPLIFT]["all"]
    assert whole["winners"] > 0 and whole["asked_before"] > whole["asked_after"]
    expect(differences).to_contain_text(f"{whole['after_fen'] / 100:,.2f}")
    no_fault(signer)
    differences.get_by_role("link", name=f"{whole['winners']}", exact=True).first.click()
    changed = signer.get_by_role("region", name="逐人明细")
    expect(changed.get_by_role("row")).to_have_count(whole["winners"] + 1)
    changed.get_by_role("link", name="依据").first.click()
    expect(changed.locator("tr.below")).to_contain_text("低保家庭增发")
    no_fault(signer)
    signer.get_by_role("link", name="农村低保标准").click()
    signer.get_by_role("button", name="确认生效").click()
    expect(signer.locator("main")).to_contain_text("已确认")

    signer.goto(f"/policies/places/{GUANSHANHU}/lines")
    bar = signer.locator("svg.timebar").first
    expect(bar).to_have_attribute("aria-label", "2026-01-01 至 现在：6,000.00")
    expect(bar.locator("text")).to_have_text("6,000.00")
    no_fault(signer)
    signer.get_by_role("button", name="大字").click()
    no_fault(signer)


def test_without_a_fresh_simulation_nothing_is_confirmed(desk, worker, signed_in_as):
    reviewer, signer = signed_in_as(Role.COUNTY_REVIEWER), signed_in_as(Role.COUNTY_SIGNER)
    worker.rest()
    enter_the_line(reviewer)

    signer.goto(reviewer.url)
    expect(signer.get_by_role("button", name="确认生效")).to_be_disabled()
    expect(signer.locator(".action-bar")).to_contain_text("模拟核算还没有完成")

    worker.start()
    wait_until(is_simulated, seconds=60, what="the simulation")
    signer.reload()
    expect(signer.get_by_role("button", name="确认生效")).to_be_enabled()
    desk.register(a_bereaved_couple(village="520115100201"))
    signer.get_by_role("button", name="确认生效").click()
    expect(signer.locator("main")).to_contain_text("家庭的资料有变更")
    signer.go_back()
    signer.reload()
    expect(signer.get_by_role("button", name="确认生效")).to_be_disabled()
