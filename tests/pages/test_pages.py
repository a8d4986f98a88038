"""What every page and file owes its readers: it opens, asks the database little, tells no name in its address, and completes no number.

Every address that is opened with a GET is visited by some role, or named here with the reason why not.
"""
import re
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from accounts.models import Post
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Event, Job
from benefits.models import EntitlementLine, Roster
from benefits.payouts import commands as payouts
from households.models import Person
from poverty.models import Project
from tests.builders import GUANSHANHU, ZHANGDIAN, inside
from tests.imports.test_families import but
from tests.imports.workbooks import an_xlsx, two_girls
from tests.pages import addresses, numbers
from tests.pages.acts import ACTS, County
from tests.pages.crawl import kind_of, walk

pytestmark = pytest.mark.django_db(transaction=True)

MOST_QUERIES = 70  # a family's history reads some thirty kinds of facts, whatever their number

# Addresses no link leads to, each with the reason. They are opened all the same.
NOT_LINKED = {
    "healthz": "asked by the machine that watches over the processes",
    "api:schema": "read by programs",
    "api:transfer_template": "taken by programs; people take the page's own",
    "accounts:choose_post": "opened by itself for whoever holds several posts or none",
    "benefits:trial_answers": "a case is sent to it; asked for by its address it is the empty page",
    "benefits:trial_entry": "a case is sent to it; asked for by its address it is the empty page",
}
# Pages whose moment the sample county does not show: each is opened where its act in tests/pages/acts/ stands.
OPENED_BY_THEIR_ACTS = {
    "benefits:answer_insurance_claim", "benefits:close_registration", "benefits:download_adjustment_paper", "benefits:download_document",
    "benefits:record_confirmation", "benefits:refuse_fund_grant", "benefits:refuse_wrong_payment",
    "benefits:refuse_wrong_payment_reversal",
    "benefits:refuse_recovery_plan", "benefits:download_recovery_notice", "benefits:download_fund_receipt", "benefits:grant_registered",
    "benefits:end_recovery_plan", "benefits:reverse_repayment", "benefits:withdraw_registration",
    "poverty:approve_loan", "poverty:refuse_loan", "poverty:repay_loan", "poverty:reverse_loan_line",
    "poverty:accept_project", "poverty:amend_project", "poverty:cancel_project", "poverty:consult_project", "poverty:new_project_source",
    "poverty:withdraw_project_application", "benefits:new_project_grant", "benefits:refuse_project_grant", "benefits:revoke_project_grant",
    "benefits:return_project_ranking", "benefits:register_for_household", "benefits:trial_case", "benefits:trial_of_family",
}  # fmt: skip


# Of whose pages two of a kind are looked at: nearly all that others see is among them.
LOOKED_AT_TWICE = {Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER}

# Pages the documents of 张店 have no use for, and the families of another county: walked in 观山湖, from this address and no further than
# the pages it leads to.
ELSEWHERE = {"/adjustments/": Role.COUNTY_REVIEWER, "/households/": Role.COUNTY_REVIEWER}


@pytest.fixture
def county(seeded_db, client, settings, tmp_path_factory):
    """张店 with a roster really made, its run at the bank, and a workbook of four rows that one fault hands back to the clerk."""
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    with inside(ZHANGDIAN):
        roster = Roster.objects.filter(run__state="signed").order_by("lines").first()
        engine.work(roster.job_id)
        assert Roster.objects.get(pk=roster.pk).seal_id
        payouts.hand_over_payout_run(run_id=roster.run_id, by=the(Role.FINANCE), at=timezone.now())
    clerk = the(Role.TOWNSHIP_CLERK)
    village = clerk.division_code[:9] + "201"
    client.force_login(clerk.user)
    client.post(reverse("imports:new"), {"file": SimpleUploadedFile("家庭.xlsx", an_xlsx(but(two_girls(1, village=village), 3, name="1")))})
    with inside(ZHANGDIAN):
        job = Job.objects.filter(by=clerk).latest("created_at")
    engine.work(job.pk)


def test_every_page_and_file_is_sound_for_every_role(county, client, caplog, capfd):
    people, accounts = numbers.of_county(ZHANGDIAN)
    with inside(ZHANGDIAN):
        names = {name for name in Person.objects.values_list("name", flat=True) if len(name) > 1}
        code = Roster.objects.exclude(code="").first().code
        given = EntitlementLine.objects.first().entitlement.household_id  # the record of a family that something is due to
        open_one = Project.objects.filter(state=Project.State.OPEN).first().pk  # of many projects the one that takes applications
    also = {
        Role.COUNTY_REVIEWER: [reverse("households:record", args=[given])],
        Role.TOWNSHIP_CLERK: [reverse("poverty:project", args=[open_one])],
    }

    visited, faults = set(), []
    for role in [None, *Role]:
        if role is None:
            client.logout()
        else:
            client.force_login(the(role).user)
        seen = Seen(client)
        of_a_kind = 2 if role in LOOKED_AT_TWICE else 1
        pages = walk(seen, start=f"/verify/{code}" if role is None else "/", also=also.get(role, []), of_a_kind=of_a_kind).pages
        pages |= _searched(seen, client, people) if role == Role.TOWNSHIP_CLERK else {}
        assert len(pages) > 1
        if role == Role.VIEWER:
            pages |= {address: seen.get(address) for address in map(reverse, NOT_LINKED)}
        for address, response in pages.items():
            wrong = [
                *_unsound(response, seen, address),
                *(["tells who is meant"] if re.search(r"\d{15,}", address) or any(name in unquote(address) for name in names) else []),
                *numbers.faults(numbers.text_of(response), people, accounts),
            ]
            faults += [f"{role or 'nobody'} {address}: {fault}" for fault in wrong]
            if response.status_code < 400 and not (role is None and response.status_code == 302):
                visited.add(kind_of(address)[0])
    for start, role in ELSEWHERE.items():
        found, wrong = _walked_elsewhere(client, start, role)
        visited |= found
        faults += wrong
    faults += numbers.faults(caplog.text + "".join(capfd.readouterr()), people, accounts)

    assert faults == []
    unseen = {address.name for address in addresses.every() if address.methods is None or "GET" in address.methods}
    unseen -= visited | OPENED_BY_THEIR_ACTS
    assert not unseen, (
        f"no role is led to {', '.join(sorted(unseen))}: link the page (config/shell.py, or a page the sample data shows), "
        "or name it with its reason in NOT_LINKED of tests/pages/test_pages.py."
    )


def _searched(seen, client, people):
    """The lists a clerk gets who looks for somebody by the whole ID number, by its last four digits and by name."""
    name, _born, number = next(iter(people.values()))[0]
    found = {}
    for typed in (number, number[-4:], name):
        address = client.post(reverse("households:search"), {"q": typed}).url
        found[address] = seen.get(address)
        assert typed == name or typed not in numbers.text_of(found[address])
    return found


def _walked_elsewhere(client, start, role):
    """(addresses visited, faults) of the pages under an address, as the official of 观山湖 sees them."""
    people, accounts = numbers.of_county(GUANSHANHU)
    client.force_login(the(role, "guanshanhu").user)
    seen, visited, faults = Seen(client), set(), []
    for address, response in walk(seen, start=start, limit=80, below=start).pages.items():
        wrong = [*_unsound(response, seen, address), *numbers.faults(numbers.text_of(response), people, accounts)]
        faults += [f"{address}: {fault}" for fault in wrong]
        visited.add(kind_of(address)[0])
    return visited, faults


@pytest.mark.parametrize("name", sorted(OPENED_BY_THEIR_ACTS))
def test_a_page_of_a_rare_moment_is_sound(name, client):
    sent = ACTS[name].prepare(County())
    client.force_login(sent.by.user)
    seen, address = Seen(client), reverse(name, args=sent.args)
    response = seen.get(address)
    people, accounts = numbers.of_county(ZHANGDIAN)

    assert [*_unsound(response, seen, address), *numbers.faults(numbers.text_of(response), people, accounts)] == []


class Seen:
    """A client that remembers of each page how many questions it asked and which events it wrote."""

    def __init__(self, client):
        self._client = client
        self.questions, self.events = {}, {}
        self._last = _last_event()

    def get(self, address):
        reset_queries()
        with CaptureQueriesContext(connection) as asked:
            response = self._client.get(address)
        self.questions[address] = len(asked)
        with transaction.atomic(), scope.entered(scope.EVERYWHERE):
            written = list(Event.objects.filter(pk__gt=self._last).order_by("pk").values_list("pk", "kind"))
        self.events[address] = [kind for _pk, kind in written]
        self._last = written[-1][0] if written else self._last
        return response


def _unsound(response, seen, address):
    if response.status_code >= 400:
        yield f"answers {response.status_code}"
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or response.headers.get("X-Frame-Options") != "DENY":
        yield "does not forbid what it does not need"
    if "no-store" not in response.headers.get("Cache-Control", ""):
        yield "may be kept by a cache"
    if seen.questions[address] > MOST_QUERIES:
        yield f"asks the database {seen.questions[address]} questions"
    act = ACTS.get(kind_of(address)[0])
    if seen.events[address] != ([act.event] if act and act.method == "get" and response.status_code < 300 else []):
        yield f"writes the events {seen.events[address]}; a download that leaves a trace has an @act in tests/pages/acts/"


def the(role, county="zhangdian"):
    """The official of a sample county who holds the role."""
    return Post.objects.select_related("user").get(user__username=f"{county}.{role.value}")


def _last_event():
    with transaction.atomic(), scope.entered(scope.EVERYWHERE):
        return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
