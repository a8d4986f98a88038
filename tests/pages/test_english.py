"""Who reads English reads it everywhere: reasons of the rules, questions of a run and problems of an import, not only headings."""
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Jurisdiction, Post, User
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Job
from benefits import rules
from benefits.models import Citation, EntitlementLine, PolicyValue, Run, RunLine
from benefits.trials.examples import examples
from households.models import Household, Person
from tests.builders import ZHANGDIAN, inside
from tests.imports.test_families import but
from tests.imports.workbooks import an_xlsx, two_girls
from tests.pages.crawl import words

pytestmark = pytest.mark.django_db(transaction=True)

CHINESE = re.compile("[\u3400-\u9fff、，。；：（）！？]")
OURS_IN_BOTH = ("中文", "利导", "光荣证", "低保")  # the button to Chinese, the mark, terms in brackets


@pytest.fixture
def reader(seeded_db, client):
    """reader(role): the client of the sample official of the role, who reads English."""

    def signed_in(role):
        client.force_login(Post.objects.get(user__username=f"zhangdian.{role.value}").user)
        client.post("/language", {"language": "en"})
        return client

    return signed_in


def left_in_chinese(response, *, names=()):
    """Lines of a page that hold Chinese beside names, places and what is quoted from documents."""
    assert response.status_code < 400
    text = words(response)
    for quoted in (*names, *_quoted()):
        text = text.replace(quoted, " ")
    return [line.strip() for line in text.splitlines() if CHINESE.search(line)]


def _quoted():
    with inside(ZHANGDIAN):
        found = {name for table in (Person, Jurisdiction, User) for name in table.objects.values_list("name", flat=True)}
        for table, columns in (
            (Citation, ("number", "title", "issuer")), (PolicyValue, ("clause", "quote")), (Household, ("number", "address", "group", "notes")),
        ):
            found |= {text for row in table.objects.values_list(*columns) for text in row}
    found |= {scheme.clause for scheme in rules.schemes()} | set(OURS_IN_BOTH)
    return sorted((text for text in found if text and CHINESE.search(text)), key=len, reverse=True)


def test_the_eligibility_panel_of_a_record_is_in_english(reader):
    client = reader(Role.TOWNSHIP_CLERK)
    township = Post.objects.get(user__username=f"zhangdian.{Role.TOWNSHIP_CLERK.value}").division_code[:9]
    with inside(ZHANGDIAN):
        some = list(Household.objects.filter(division_code__startswith=township).order_by("pk").values_list("pk", flat=True)[:12])

    for household in some:
        assert left_in_chinese(client.get(reverse("benefits:household_eligibility", args=[household]))) == []


@pytest.mark.parametrize("name", list(examples(year=2026)))
def test_a_trial_is_answered_in_english(name, reader):
    client = reader(Role.VIEWER)
    case = examples(year=2026)[name].case
    people = {member["name"] for member in case["household"]["members"]}

    response = client.post(reverse("benefits:trial_answers"), {"case": json.dumps(case)})

    assert left_in_chinese(response, names=people) == []


def test_what_cannot_be_tried_is_said_in_english(reader):
    client = reader(Role.VIEWER)
    case = {"place": "370303", "from": "2026-13", "to": "2026-12", "household": {"members": []}}

    response = client.post(reverse("benefits:trial_entry"), {"json": json.dumps(case)})

    assert response.status_code == 422 and "Write a month like 2013-06." in response.content.decode()


def test_lines_and_questions_of_a_run_are_in_english(reader):
    client = reader(Role.COUNTY_REVIEWER)
    with inside(ZHANGDIAN):
        run = Run.objects.exclude(lines=None).order_by("pk").last()
        lines = {(line.scheme, line.due_fen == 0): line.pk for line in RunLine.objects.filter(run=run)}
        booked = {line.entitlement.scheme: line.pk for line in EntitlementLine.objects.select_related("entitlement")}

    for line in lines.values():
        assert left_in_chinese(client.get(reverse("benefits:run_line", args=[run.pk, line]))) == []
    for line in booked.values():
        assert left_in_chinese(client.get(reverse("benefits:book_line", args=[line]))) == []
    for tab in ("lines", "questions"):
        assert left_in_chinese(client.get(reverse("benefits:run", args=[run.pk]), {"tab": tab})) == []
    assert left_in_chinese(client.get(reverse("benefits:follow_up"))) == []


def test_what_a_worker_found_wrong_with_a_workbook_is_read_in_english(reader):
    client = reader(Role.TOWNSHIP_CLERK)
    faulty = an_xlsx(but(two_girls(1, village="370303100201"), 3, name="1"))
    client.post(reverse("imports:new"), {"file": SimpleUploadedFile("family.xlsx", faulty)})
    with inside(ZHANGDIAN):
        job = Job.objects.latest("created_at")
    engine.work(job.pk)

    text = words(client.get(job.page))

    assert "导入" not in text and "改正" not in text and "row" in text
