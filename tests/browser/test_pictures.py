"""Every kind of page of the sample county in Chromium: axe finds nothing at both reading sizes; pictures for the guide on request.

    LIDAO_PICTURES=docs/screenshots python3 dev.py test tests/browser/test_pictures.py
"""
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Post, User
from accounts.roles import Role
from benefits.models import PayoutRun, Registration, Run
from households.models import Household
from poverty.models import VillageYear
from tests.browser.test_households import Counted, type_household_of_four
from tests.builders import PASSWORD, ZHANGDIAN, inside


def addresses():
    """{name: (role, address)} of the pages a guide would show."""
    with inside(ZHANGDIAN):
        household = Household.objects.filter(division_code__startswith="370303004").order_by("pk").first().pk
        drafted = PayoutRun.objects.filter(state="prepared").first().pk
        open_run = PayoutRun.objects.filter(state="drafted").first().pk
        run = Run.objects.order_by("-pk").first().pk
        village = VillageYear.objects.order_by("division_code").first().division_code
        registration = Registration.objects.filter(state="given").first().pk
    return {
        "desk": (Role.COUNTY_REVIEWER, "/"),
        "households": (Role.TOWNSHIP_CLERK, "/households/"),
        "record": (Role.TOWNSHIP_CLERK, f"/households/{household}"),
        "history": (Role.TOWNSHIP_CLERK, f"/households/{household}/history"),
        "import": (Role.TOWNSHIP_CLERK, "/imports/new"),
        "run": (Role.COUNTY_REVIEWER, f"/runs/{run}"),
        "new-run": (Role.COUNTY_PREPARER, "/runs/new"),
        "payout-run": (Role.COUNTY_REVIEWER, f"/payout-runs/{drafted}"),
        "payout-decisions": (Role.COUNTY_PREPARER, f"/payout-runs/{open_run}"),
        "rosters": (Role.AUDITOR, "/rosters/"),
        "journal": (Role.AUDITOR, "/journal/"),
        "policies": (Role.COUNTY_REVIEWER, "/policies/"),
        "verification": (Role.AUDITOR, "/verify"),
        "register": (Role.TOWNSHIP_CLERK, "/register/"),
        "register-items": (Role.TOWNSHIP_CLERK, "/register/items/"),
        "registration": (Role.COUNTY_REVIEWER, f"/register/{registration}"),
        "targets": (Role.COUNTY_REVIEWER, "/targets/"),
        "village": (Role.COUNTY_REVIEWER, f"/villages/{village}"),
        "incomes": (Role.COUNTY_REVIEWER, "/incomes/"),
        "statuses": (Role.COUNTY_REVIEWER, "/poverty-statuses/"),
        "received": (Role.COUNTY_REVIEWER, "/targets/received?source=all"),
        "referrals": (Role.TOWNSHIP_REVIEWER, "/register/referrals/"),
    }


@pytest.fixture
def page_of(live_server, new_context, seeded_db):
    """page_of(role): a browser with the sample official of the role signed in, kept for the test."""
    opened = {}

    def page(role):
        if role not in opened:
            user = Post.objects.select_related("user").get(user__username=f"zhangdian.{role.value}").user
            user.set_password(PASSWORD)
            user.password_is_temporary = False
            user.save()
            browser = new_context(base_url=live_server.url).new_page()
            browser.goto("/sign-in")
            browser.fill("[name=username]", user.username)
            browser.fill("[name=password]", PASSWORD)
            browser.keyboard.press("Enter")
            expect(browser.locator("h1")).to_have_text("工作台")
            opened[role] = browser
        return opened[role]

    return page


def picture(page, name):
    folder = os.environ.get("LIDAO_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_no_page_of_the_sample_county_has_a_fault(page_of, no_fault, large):
    User.objects.update(large_type=large)
    for name, (role, address) in addresses().items():
        page = page_of(role)
        page.goto(address)
        assert page.locator("h1").count() == 1
        no_fault(page)
        if not large:
            picture(page, name)


def test_the_entry_page_with_a_family_has_a_picture(page_of, keyboard_of, no_fault):
    page = page_of(Role.COUNTY_PREPARER)
    page.goto("/households/new")
    type_household_of_four(Counted(keyboard_of(page)))
    expect(page.locator("#eligibility .assessment.yes")).to_contain_text("张桂兰")
    no_fault(page)
    picture(page, "entry")
