"""A clerk enters an application, the county ranks the project, and the signer approves a grant that is never below its least."""
import pytest
from playwright.sync_api import expect

from accounts.roles import Role
from poverty.models import ProjectGrant
from tests.benefits.test_projects import TOWNSHIP, Scene, clean
from tests.builders import GUANSHANHU, a_post, inside


@pytest.fixture
def scene(transactional_db):
    with inside(GUANSHANHU):
        made = Scene()
    made.girl = made.family("female")
    with inside(GUANSHANHU):
        clean(years=range(2021, 2026), poor=False)
        made.project = made.open()
        made.fund(made.project)
        made.apply(made.project, made.family("male", "male"))
    return made


def test_a_project_is_ranked_and_a_grant_approved(signed_in, scene, live_server, keyboard_of, no_fault):
    def as_(role, place=GUANSHANHU):
        page = signed_in(a_post(role, place))
        page.goto(f"{live_server.url}/projects/{scene.project.pk}")
        no_fault(page)
        return page, keyboard_of(page)

    page, keys = as_(Role.TOWNSHIP_CLERK, TOWNSHIP)
    page.get_by_role("link", name="录入申请").click()
    page.get_by_label("档案号").focus()
    keys.type(scene.girl)
    keys.press("Enter", "Enter")
    keys.type("栽核桃 3 亩")
    keys.press("F8")
    expect(page.get_by_text("已录入申请")).to_be_visible()

    page.context.clear_cookies()
    page, keys = as_(Role.COUNTY_PREPARER)
    keys.press("F8")
    page.wait_for_url("**/ranking")
    first = page.locator("tbody tr").first
    expect(first.locator(".code")).to_have_text(scene.girl)
    expect(first.locator(".tag", has_text="农村独女户")).to_be_visible()
    no_fault(page)

    page.context.clear_cookies()
    page, keys = as_(Role.COUNTY_REVIEWER)
    page.get_by_role("link", name="排序", exact=True).click()
    page.wait_for_url("**/ranking")
    keys.press("F8")
    expect(page.get_by_text("已确认排序")).to_be_visible()

    page.context.clear_cookies()
    page, keys = as_(Role.COUNTY_PREPARER)
    page.get_by_role("link", name="排序", exact=True).click()
    page.get_by_role("link", name="提出资金物资 1").click()
    expect(page.get_by_text("最低 3,900.00 元")).to_be_visible()  # 3000 + 30 %
    no_fault(page)
    keys.press("F8")
    expect(page.get_by_text("已提出，由县级签发审批")).to_be_visible()

    page.context.clear_cookies()
    page, keys = as_(Role.COUNTY_SIGNER)
    page.get_by_role("link", name="资金物资审批").click()
    no_fault(page)
    page.get_by_role("button", name="批准 1").click()
    expect(page.get_by_text("已批准，下一次核算列应发")).to_be_visible()
    with inside(GUANSHANHU):
        assert ProjectGrant.objects.get().amount_fen == 390_000
