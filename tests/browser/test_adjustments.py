"""Standards rise with the cost of living: computed from the index, simulated by the worker, looked at and put into force by three people."""
import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.roles import Role
from benefits.models import Adjustment, PolicyValue, Run
from devtools.processes import wait_until
from tests.benefits.adjusting import Adjusting, with_complication
from tests.builders import GUANSHANHU, PASSWORD, a_post, inside


@pytest.fixture
def desk(transactional_db):
    cache.clear()
    desk = Adjusting()
    desk.signer = a_post(Role.COUNTY_SIGNER, GUANSHANHU)
    desk.register(with_complication())
    desk.register(with_complication(grade=3))
    desk.index()
    return desk


@pytest.fixture
def desk_of(live_server, new_context):
    """desk_of(post): the official's own browser, at the list of adjustments."""

    def open_desk(post):
        page = new_context(base_url=live_server.url).new_page()
        page.goto("/sign-in")
        page.fill("[name=username]", post.user.username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("工作台")
        page.goto("/adjustments/")
        return page

    return open_desk


def state_is(state):
    def look():
        with inside(GUANSHANHU):
            return Adjustment.objects.filter(state=state).exists()

    return look


def test_from_the_index_to_standards_in_force(desk, worker, desk_of, no_fault):
    reviewer, preparer, signer = (desk_of(post) for post in (desk.reviewer, desk.preparer, desk.signer))

    expect(reviewer.locator("svg.index-chart")).to_be_visible()
    no_fault(reviewer)
    reviewer.get_by_role("link", name="按指数计算").click()
    reviewer.fill("[name=base_year]", "2020")
    reviewer.fill("[name=why]", "样例：自 2020 年起算")
    reviewer.keyboard.press("F8")
    expect(reviewer.locator("main")).to_contain_text("累计增长 30%")
    no_fault(reviewer)

    reviewer.get_by_role("link", name="改选新标准").click()
    no_fault(reviewer)
    reviewer.get_by_role("link", name="返回").click()
    reviewer.get_by_role("button", name="测算").click()
    wait_until(state_is("simulated"), seconds=60, what="the simulation")
    reviewer.reload()
    expect(reviewer.get_by_role("region", name="按负担层级")).to_contain_text("市级")
    reviewer.get_by_role("link", name="依据").first.click()
    expect(reviewer.locator("tr.below")).to_contain_text("× 12 =")
    no_fault(reviewer)
    reviewer.get_by_role("button", name="大字").click()
    no_fault(reviewer)

    preparer.reload()
    preparer.get_by_role("link", name="TZ520115-2025").click()
    preparer.get_by_role("link", name="抽查户").click()
    no_fault(preparer)
    preparer.get_by_role("button", name="核对无误").first.click()
    expect(preparer.locator("main")).to_contain_text(f"{desk.preparer.user.name}")
    preparer.get_by_role("button", name="核对无误").first.click()
    expect(preparer.locator("main")).to_contain_text("抽查户已全部核对")

    signer.reload()
    signer.get_by_role("link", name="TZ520115-2025").click()
    signer.get_by_role("button", name="审批通过").click()
    signer.get_by_role("button", name="公布执行").click()
    expect(signer.locator("main")).to_contain_text("新标准已生效")
    no_fault(signer)

    signer.get_by_role("link", name="公告与名单").click()
    expect(signer.locator("main")).to_contain_text("1,300.00")
    no_fault(signer)

    with inside(GUANSHANHU):
        assert PolicyValue.objects.get(place=GUANSHANHU, name="complication_living_allowance.grade_2").value == "1300.00"
        assert Run.objects.get().schemes == ["complication_living_allowance"]
