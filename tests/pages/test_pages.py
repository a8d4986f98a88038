"""What every page owes its readers: it opens, asks the database little, tells no name in its address, and completes no number."""
import re
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Post
from accounts.roles import Role
from households.models import Person
from tests.builders import ZHANGDIAN, inside
from tests.pages import numbers
from tests.pages.crawl import walk

pytestmark = pytest.mark.django_db(transaction=True)

MOST_QUERIES = 70  # a family's history reads some twenty kinds of facts, whatever their number
READERS = [
    Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.FINANCE, Role.AUDITOR, Role.VIEWER, Role.SYSTEM_ADMINISTRATOR,
]  # fmt: skip


@pytest.mark.parametrize("role", READERS)
def test_every_page_a_role_reaches_is_sound(seeded_db, client, role):
    client.force_login(Post.objects.select_related("user").get(user__username=f"zhangdian.{role.value}").user)
    people, accounts = numbers.of_county(ZHANGDIAN)
    with inside(ZHANGDIAN):
        names = {name for name in Person.objects.values_list("name", flat=True) if len(name) > 1}

    pages = walk(client).pages

    faults = []
    for address, response in pages.items():
        if response.status_code >= 400:
            faults.append(f"{address} answers {response.status_code}")
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or response.headers.get("X-Frame-Options") != "DENY":
            faults.append(f"{address} does not forbid what it does not need")
        if "no-store" not in response.headers.get("Cache-Control", ""):
            faults.append(f"{address} may be kept by a cache")
        if re.search(r"\d{15,}", address) or any(name in unquote(address) for name in names):
            faults.append(f"{address} tells who is meant")
        faults += [f"{address}: {fault}" for fault in numbers.faults(numbers.text_of(response), people, accounts)]
    assert faults == []
    assert len(pages) > 1


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.AUDITOR])
def test_no_page_asks_too_much_of_the_database(seeded_db, client, role):
    client.force_login(Post.objects.select_related("user").get(user__username=f"zhangdian.{role.value}").user)

    with CaptureQueriesContext(connection) as asked:
        counts, before = {}, 0
        get = client.get

        def counted(address):
            nonlocal before
            response = get(address)
            counts[address] = len(asked.captured_queries) - before
            before = len(asked.captured_queries)
            return response

        client.get = counted
        walk(client)

    assert {address: count for address, count in counts.items() if count > MOST_QUERIES} == {}
