"""Every kind of page of the sample county in Chromium: axe finds nothing at both reading sizes; pictures for the guide on request.

    LIDAO_EVERY_PAGE=1 python3 dev.py test tests/browser/test_pictures.py      (a page of every kind, some ten minutes)
    LIDAO_PICTURES=docs/screenshots python3 dev.py test tests/browser/test_pictures.py tests/browser/test_whole_path.py tests/browser/test_trials.py
"""
import os

import pytest

from accounts.models import Post, User
from accounts.roles import Role
from benefits.models import PayoutRun, Registration, Run
from households.models import Household
from poverty.models import VillageYear
from tests.browser.conftest import faults, picture
from tests.builders import ZHANGDIAN, inside
from tests.pages import crawl

EVERY_PAGE, DRAWN = "LIDAO_EVERY_PAGE" in os.environ, "LIDAO_PICTURES" in os.environ


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


def one_of_each_kind(client):
    """{address: (role, address)} of one page of every kind the sample officials come to by links."""
    found, kinds = {}, set()
    for role in Role:
        post = Post.objects.filter(user__username=f"zhangdian.{role.value}").first()
        if post is None:
            continue
        client.force_login(post.user)
        for address, response in crawl.walk(client).pages.items():
            if response.status_code == 200 and b"<h1" in response.content[:20_000] and crawl.kind_of(address) not in kinds:
                kinds.add(crawl.kind_of(address))
                found[address] = (role, address)
    return found


@pytest.mark.parametrize("large", [False, True], ids=["standard", "large"])
def test_no_page_of_the_sample_county_has_a_fault(page_of, client, large):
    User.objects.update(large_type=large)
    found = {}
    shown = one_of_each_kind(client) if EVERY_PAGE else dict(list(addresses().items())[large :: 1 if DRAWN else 2])
    for name, (role, address) in shown.items():
        page = page_of(role)
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        found[address] = faults(page)
        if not large and not EVERY_PAGE:
            picture(page, name)
    assert {address: each for address, each in found.items() if each} == {}
