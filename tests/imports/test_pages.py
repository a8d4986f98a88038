"""The pages of the import, as clerks and others open them."""
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from audits.models import Event
from households.imports import listing
from households.imports.columns import SHEET
from households.imports.models import ImportBatch
from tests.builders import GUANSHANHU, ZHANGDIAN, a_post, inside
from tests.imports.test_families import but
from tests.imports.walking import a_clerk, checked, imported, now, worked
from tests.imports.workbooks import an_xlsx, two_girls

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return a_clerk()


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(desk, batch, **query):
    return desk.get(reverse("imports:batch", args=[batch.pk]), query)


def send(desk, content, **more):
    file = SimpleUploadedFile("新增家庭.xlsx", content)
    return desk.post(reverse("imports:new"), {"file": file} | more)


def test_a_file_walks_from_upload_to_result(desk, clerk):
    answer = send(desk, an_xlsx(but(two_girls(1), 3, name="1") + two_girls(2)))
    with inside(ZHANGDIAN):
        batch = ImportBatch.objects.get()
    assert answer.url == reverse("imports:batch", args=[batch.pk])
    assert "校验中" in page(desk, batch).content.decode()

    worked(batch)
    shown = page(desk, batch).content.decode()
    assert "导入 4 行（1 户）" in shown
    assert "下载未导入的 4 行" in shown

    desk.post(reverse("imports:import", args=[batch.pk]))
    worked(now(batch))
    shown = page(desk, batch, tab="new").content.decode()
    assert "已导入 1 户 4 人" in shown
    assert "已新增" in shown

    desk.post(reverse("imports:take_back", args=[batch.pk]))
    worked(now(batch))
    assert "整单撤销，写入的记录已全部收回" in page(desk, batch).content.decode()


def test_progress_asks_for_itself_until_the_job_is_done(desk, clerk):
    send(desk, an_xlsx(two_girls()))
    with inside(ZHANGDIAN):
        batch = ImportBatch.objects.get()
    address = reverse("imports:batch", args=[batch.pk])

    asked = desk.get(address, headers={"HX-Request": "true"})
    assert f'hx-get="{address}"' in asked.content.decode()
    assert "<html" not in asked.content.decode()

    worked(batch)
    assert desk.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.parametrize(("content", "words"), [(b"", "空的"), (None, "请选择填好的文件")])
def test_no_file_is_said_beside_the_field(desk, content, words):
    answer = desk.post(reverse("imports:new"), {} if content is None else {"file": SimpleUploadedFile("a.xlsx", content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    with inside(ZHANGDIAN):
        assert not ImportBatch.objects.exists()


def test_unreadable_file_shows_its_sentence(desk, clerk):
    batch = checked(b"a,b\n1,2\n", clerk)

    assert "没有找到表头" in page(desk, batch).content.decode()


def test_page_shows_no_digit_of_a_number_because_it_may_show_a_birth_date(desk, clerk):
    rows = two_girls()
    imported(checked(an_xlsx(rows), clerk), clerk)
    batch = checked(an_xlsx(but(rows, 1, born="1962-03-03", account="62170000000098765")), clerk, update=True)

    text = page(desk, batch, tab="all").content.decode()

    assert "与户口簿 1962-03-03 不一致" in text
    assert text.count("*" * 18) == 4
    assert not any(f"*{row['number'][-4:]}" in text or row["number"] in text for row in rows)
    assert "98765" not in text


def test_returned_workbook_is_handed_out_with_an_event_and_kept_nowhere(desk, clerk):
    batch = checked(an_xlsx(but(two_girls(), 3, name="1")), clerk)

    answer = desk.get(reverse("imports:returned_rows", args=[batch.pk]))

    assert answer["Cache-Control"] == "no-store"
    assert load_workbook(io.BytesIO(answer.content))[SHEET].max_row == 6
    with inside(ZHANGDIAN):
        assert Event.objects.filter(kind="import.rows_returned", user=clerk.user).count() == 1


def test_template_offers_the_villages_of_the_post(desk):
    answer = desk.get(reverse("imports:template"))

    options = [cell.value for row in load_workbook(io.BytesIO(answer.content))["代码"].iter_rows() for cell in row if cell.value]
    assert "370303100201 青石镇柳沟村" in options
    assert not any(option.startswith("370303101") for option in options)


@pytest.mark.parametrize("role", [Role.COUNTY_PREPARER, Role.FINANCE, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
def test_others_are_refused(client, role):
    client.force_login(a_post(role, ZHANGDIAN).user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("imports:list")).status_code == 403
    assert client.get(reverse("imports:new")).status_code == 403


def test_another_countys_clerk_finds_no_such_import(client, clerk):
    batch = checked(an_xlsx(two_girls()), clerk)
    client.force_login(a_clerk(GUANSHANHU).user, backend="django.contrib.auth.backends.ModelBackend")

    for name in ("batch", "returned_rows"):
        assert client.get(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404
    for name in ("import", "give_up", "take_back"):
        assert client.post(reverse(f"imports:{name}", args=[batch.pk])).status_code == 404
    assert now(batch).state == "checked"


def test_acts_are_posts_alone(desk, clerk):
    batch = checked(an_xlsx(two_girls()), clerk)

    for name in ("import", "give_up", "take_back"):
        assert desk.get(reverse(f"imports:{name}", args=[batch.pk])).status_code == 405
    assert now(batch).state == "checked"


def test_list_is_filtered_by_its_address_and_paged_by_key(desk, clerk, monkeypatch):
    monkeypatch.setattr(listing, "PAGE_IMPORTS", 2)
    batches = [checked(b"a,b\n1,2\n", clerk) for _ in range(3)] + [checked(an_xlsx(two_girls()), clerk)]

    first = desk.get(reverse("imports:list")).context["page"]
    second = desk.get(first["next_url"]).context["page"]
    failed = desk.get(reverse("imports:list"), {"state": "failed"}).context["page"]

    assert [batch.pk for batch in first["rows"]] == [batches[3].pk, batches[2].pk]
    assert [batch.pk for batch in second["rows"]] == [batches[1].pk, batches[0].pk]
    assert [batch.pk for batch in desk.get(second["previous_url"]).context["page"]["rows"]] == [batches[3].pk, batches[2].pk]
    assert [batch.pk for batch in failed["rows"]] == [batches[2].pk, batches[1].pk]
    assert "state=failed" in failed["next_url"]


def test_list_leaves_as_a_workbook_with_an_event(desk, clerk):
    batches = [checked(b"a,b\n1,2\n", clerk), checked(an_xlsx(two_girls()), clerk)]

    answer = desk.get(reverse("imports:list_export"), {"state": "failed"})

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [batches[0].number]
    with inside(ZHANGDIAN):
        assert Event.objects.get(kind="imports.exported").after["rows"] == 1


def test_empty_list_says_what_to_do(desk):
    assert "还没有导入过文件" in desk.get(reverse("imports:list")).content.decode()
    assert "没有符合条件的导入单" in desk.get(reverse("imports:list"), {"state": "imported"}).content.decode()


def test_refused_act_is_journalled_and_told(desk, clerk):
    batch = checked(b"a,b\n1,2\n", clerk)

    answer = desk.post(reverse("imports:import", args=[batch.pk]))

    assert answer.status_code == 403
    assert "不能在“文件不能读取”时进行" in answer.content.decode()
    with inside(ZHANGDIAN):
        assert Event.objects.get(kind="import.started").outcome == "refused"


def test_number_of_questions_does_not_grow_with_the_rows(desk, clerk, django_assert_max_num_queries):
    batch = checked(an_xlsx([row for serial in range(1, 11) for row in two_girls(serial)]), clerk)

    with django_assert_max_num_queries(25):
        page(desk, batch, tab="all")


