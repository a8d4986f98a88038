"""The pages of changes: what is typed is never lost, nothing is stored before it is confirmed, lists are filtered and taken out."""
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from benefits.models import Change
from tests.benefits.changing import confirm
from tests.benefits.desk import LOSS, Desk
from tests.builders import QINGSHI, a_post
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def household(desk):
    found = desk.register(a_bereaved_couple())
    desk.published(LOSS)
    return found


def post(client, by, name, *args, **fields):
    client.force_login(by.user)
    return client.post(reverse(f"benefits:{name}", args=args), fields)


def get(client, by, name, *args, **query):
    client.force_login(by.user)
    return client.get(reverse(f"benefits:{name}", args=args), query)


def died(desk, **more):
    fields = {"key": "6f1c2c1e-7a53-4ed0-a3c8-5a0b8c3c0d11", "person": desk.person("曾秀英").pk, "occurred": "20260309", "learnt": "2026-04-01"}
    return fields | {"source": "殡葬登记比对", "unit": "公安部门"} | more


def test_the_preview_shows_each_month_and_stores_nothing(client, desk, household):
    response = post(client, desk.clerk, "preview_change", household.pk, "death", **died(desk))

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("−590.00") == 9 and "2026-12" in page
    assert "本人在世（发至去世当月）" in page and "2026-03-09" in page
    assert desk.count(Change) == 0


def test_what_is_shown_is_confirmed_as_it_was_shown(client, desk, household):
    shown = post(client, desk.clerk, "preview_change", household.pk, "death", **died(desk)).context["shown"]

    response = post(client, desk.clerk, "confirm_change", household.pk, "death", preview_hash=shown.hash, **died(desk))

    with desk.inside():
        change = Change.objects.select_related("run").get()
    assert response.url == reverse("benefits:change", args=[change.pk])
    page = client.get(response.url).content.decode()
    assert page.count("−590.00") == 9 and "待复核" in page and change.run.number in page
    asked = get(client, desk.clerk, "preview_change", household.pk, "heir").content.decode()
    assert "，2026-03-09 去世）" in asked and "PC-" not in asked


def test_a_form_that_was_tampered_with_is_refused(client, desk, household):
    shown = post(client, desk.clerk, "preview_change", household.pk, "death", **died(desk)).context["shown"]

    response = post(client, desk.clerk, "confirm_change", household.pk, "death", preview_hash=shown.hash, **died(desk, occurred="20240309"))

    assert response.status_code == 403 and "重新预览" in response.content.decode()
    assert desk.count(Change) == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"occurred": "2026-13-01"}, "日期应写成"),
        ({"occurred": "20260501"}, "发生日期不能晚于获知日期"),
        ({"occurred": "19500101"}, "早于出生日期"),
        ({"source": ""}, "依据材料"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence_and_what_was_typed_stays(client, desk, household, fields, sentence):
    response = post(client, desk.clerk, "preview_change", household.pk, "death", **died(desk, **fields))

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page and ('value="殡葬登记比对"' in page or "source" in fields)


def test_back_from_the_preview_everything_typed_is_there(client, desk, household):
    response = post(client, desk.clerk, "preview_change", household.pk, "death", edit="1", **died(desk))

    assert response.status_code == 200 and 'value="20260309"' in response.content.decode()


def test_the_list_is_filtered_and_taken_out_as_it_is_shown(client, desk, household):
    change = confirm(desk, "death", household, person=desk.person("曾秀英").pk, occurred=date(2026, 3, 9))

    assert change.number in get(client, desk.reviewer, "changes", kind="death", state="waiting").content.decode()
    assert change.number not in get(client, desk.reviewer, "changes", state="published").content.decode()
    workbook = openpyxl.load_workbook(io.BytesIO(get(client, desk.reviewer, "export_changes", kind="death").content))
    heading, line = workbook.active.iter_rows(values_only=True)
    told = dict(zip(heading, line, strict=True))
    assert (told["变更编号"], told["减少应发（元）"], told["应追回（元）"]) == (change.number, 5310, 0)


def test_the_township_sees_where_its_change_stands_though_not_the_run(client, desk, household):
    change = confirm(desk, "death", household, person=desk.person("曾秀英").pk, occurred=date(2026, 3, 9))
    worker = a_post(Role.VILLAGE_WORKER, QINGSHI)
    desk.approve(change.run)
    desk.publish(change.run)

    page = get(client, worker, "change", change.pk).content.decode()

    assert "已入账" in page and reverse("benefits:run", args=[change.run_id]) not in page
    assert get(client, a_post(Role.VILLAGE_WORKER, "370303004000"), "change", change.pk).status_code == 404


def test_a_page_of_a_change_asks_the_database_little(client, desk, household, django_assert_max_num_queries):
    change = confirm(desk, "death", household, person=desk.person("曾秀英").pk, occurred=date(2026, 3, 9))
    get(client, desk.reviewer, "changes")

    with django_assert_max_num_queries(90):
        get(client, desk.reviewer, "change", change.pk)


@pytest.mark.parametrize("kind", Change.Kind.values)
def test_every_kind_has_its_form(client, desk, household, kind):
    assert get(client, desk.clerk, "preview_change", household.pk, kind).status_code == 200
    assert post(client, desk.clerk, "preview_change", household.pk, kind, source="x").status_code == 422
