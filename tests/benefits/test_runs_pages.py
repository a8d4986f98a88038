"""The pages of runs and of policy values, as officials use them."""
import re
import uuid
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from audits.jobs import commands as jobs
from audits.models import Event
from benefits.models import EntitlementLine, Opening, PolicyValue, Run
from benefits.runs import listing
from tests.benefits.conftest import simulated
from tests.benefits.desk import LOSS, REWARD, SINCE, UPLIFT, Desk, two_girls, with_hukou_unrecorded
from tests.builders import AT, GUANSHANHU, QINGSHI, a_post
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def page(client):
    """Opens an address as the holder of a post; (status, text)."""

    def opened(post, name, *args, data=None, query="", **headers):
        client.force_login(post.user)
        address = reverse(f"benefits:{name}", args=args) + query
        return client.post(address, data, **headers) if data is not None else client.get(address, **headers)

    return opened


def text(response):
    return response.content.decode()


def test_a_preparer_asks_for_a_computation_and_sees_its_progress(desk, page):
    asked = {"key": uuid.uuid4(), "schemes": [REWARD], "first": "2026-01", "last": "2026-12"}

    response = page(desk.preparer, "new_run", data=asked)

    with desk.inside():
        run = Run.objects.get()
    assert (run.since, run.until, run.schemes) == (date(2026, 1, 1), date(2027, 1, 1), [REWARD])
    shown = text(page(desk.preparer, "run", run.pk))
    assert response.url == reverse("benefits:run", args=[run.pk])
    assert "正在核算" in shown and "<progress" in shown
    assert all(reverse(f"audits:{verb}_job", args=[run.job_id]) in shown for verb in ("pause", "cancel"))


def test_a_paused_computation_says_so_and_offers_to_go_on(desk, page):
    run = desk.prepare()
    with desk.inside():
        jobs.pause(job_id=run.job_id, by=desk.preparer, at=AT)

    shown = text(page(desk.preparer, "run", run.pk))

    assert "已暂停" in shown and reverse("audits:resume_job", args=[run.job_id]) in shown
    assert reverse("audits:pause_job", args=[run.job_id]) not in shown


def test_the_form_offers_opened_schemes_and_this_year(desk, page):
    shown = text(page(desk.preparer, "new_run"))

    with desk.inside():
        opened = Opening.objects.filter(division_code=desk.county).count()
    assert shown.count('name="schemes"') == opened
    assert re.search(r'name="first" value="\d{4}-01"', shown) and re.search(r'name="last" value="\d{4}-12"', shown)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"last": "2025-12"}, "不能早于"), ({"first": "2026-13"}, "年-月"), ({"schemes": []}, "至少选择一个")],
)
def test_a_form_that_cannot_be_says_what_to_do(desk, page, changed, sentence):
    asked = {"key": uuid.uuid4(), "schemes": [REWARD], "first": "2026-01", "last": "2026-12"} | changed

    response = page(desk.preparer, "new_run", data=asked)

    assert response.status_code == 422 and sentence in text(response)


def test_a_run_shows_its_equation_and_who_acts_next(desk, page):
    desk.register(two_girls())
    desk.register(with_hukou_unrecorded(a_bereaved_couple(), "adult-0"))
    run = desk.simulate(REWARD, LOSS)

    shown = text(page(desk.preparer, "run", run.pk))

    assert "勾稽平衡" in shown and "青石镇" in shown
    assert "“审批通过”由县级复核办理" in shown
    assert "未录入单建民的户口" in text(page(desk.preparer, "run", run.pk, query="?tab=questions"))


def test_a_reviewer_approves_what_was_shown_and_publishes(desk, page):
    desk.register(two_girls())
    run = desk.simulate()
    shown = text(page(desk.reviewer, "run", run.pk))
    (lines_hash,) = re.findall(r'name="lines_hash" value="(\w+)"', shown)

    page(desk.reviewer, "approve_run", run.pk, data={"lines_hash": lines_hash})
    page(desk.reviewer, "publish_run", run.pk, data={})

    assert desk.now(run).state == Run.State.PUBLISHED
    assert list(desk.book().values()) == [96000]


def test_the_maker_sees_why_not(desk, page):
    desk.register(two_girls())
    run = desk.simulate()
    same_person = a_post(Role.COUNTY_REVIEWER, staff_no=desk.preparer.staff_no)

    shown = text(page(same_person, "run", run.pk))
    response = page(same_person, "approve_run", run.pk, data={"lines_hash": run.lines_hash})

    assert "按岗位分离须由另一人" in shown and 'name="lines_hash"' not in shown
    assert response.status_code == 403 and "按岗位分离须由另一人" in text(response)


def test_a_return_asks_for_a_reason(desk, page):
    run = desk.simulate()

    asked_again = page(desk.reviewer, "return_run", run.pk, data={"reason": ""})
    assert asked_again.status_code == 422 and 'href="#reason-return"' in text(asked_again) and "请写明理由" in text(asked_again)
    assert desk.now(run).state == Run.State.SIMULATED
    page(desk.reviewer, "return_run", run.pk, data={"reason": "期间不对"})
    assert desk.now(run).state == Run.State.QUEUED


def test_a_line_gives_its_reason_with_clause_and_value(desk, page):
    desk.register(two_girls())
    run = desk.simulate()
    with desk.inside():
        line = run.lines.get()

    fragment = page(desk.reviewer, "run_line", run.pk, line.pk, HTTP_HX_REQUEST="true")
    whole = page(desk.reviewer, "run_line", run.pk, line.pk)

    for response in (fragment, whole):
        assert "2026-03-12 年满 60 周岁" in text(response) and "财教〔2011〕623号" in text(response) and "960.00" in text(response)
    assert text(fragment).startswith("<tr")


def test_an_unchanged_line_gives_the_reason_it_was_booked_with(desk, page):
    desk.register(two_girls())
    desk.published()
    run = desk.simulate()
    with desk.inside():
        line = run.lines.get()

    assert "年满 60 周岁" in text(page(desk.reviewer, "run_line", run.pk, line.pk))


def test_lines_come_in_pages_that_meet(desk):
    desk.register(a_bereaved_couple())
    run = desk.simulate(LOSS, since=date(2026, 1, 1))

    with desk.inside():
        parameters, walked = {}, []
        while parameters is not None:
            shown = listing.page(run.lines.order_by("id"), parameters, size=7)
            walked += [line.pk for line in shown.rows]
            parameters = {"after": shown.next_url.rpartition("=")[2]} if shown.next_url else None
        back = listing.page(run.lines.order_by("id"), {"before": str(walked[7])}, size=7)

        assert walked == sorted(run.lines.values_list("pk", flat=True)) and len(walked) == 24
        assert [line.pk for line in back.rows] == walked[:7] and back.previous_url == ""


def test_a_workbook_of_lines_shows_last_four_digits_and_no_birth_date(desk, page):
    desk.register(two_girls())
    run = desk.simulate()
    number = desk.person("张桂兰").number()

    response = page(desk.reviewer, "export_run", run.pk, query="?change=changed")

    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "*" * 14 + number[-4:] in cells and "960" in cells
    assert not [cell for cell in cells if number in cell or "1966" in cell]
    with desk.inside():
        assert Event.objects.get(kind="run.exported").after == {"rows": 1}


def test_questions_are_taken_to_the_townships_as_a_workbook(desk, page):
    desk.register(with_hukou_unrecorded(a_bereaved_couple(), "adult-0"))
    run = desk.simulate(REWARD, LOSS)

    response = page(desk.preparer, "export_run", run.pk, query="?tab=questions")

    cells = [str(cell.value) for row in openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows() for cell in row]
    assert "青石镇" in cells and any("未录入单建民的户口" in cell for cell in cells)


def test_a_family_s_page_says_what_is_due_and_why(desk, page):
    household = desk.register(two_girls())
    desk.published()

    shown = text(page(a_post(Role.TOWNSHIP_CLERK, QINGSHI), "household_due", household.pk))

    assert "张桂兰" in shown and "960.00" in shown
    with desk.inside():
        line = EntitlementLine.objects.get()
    for htmx in ({}, {"HTTP_HX_REQUEST": "true"}):
        assert "年满 60 周岁" in text(page(a_post(Role.TOWNSHIP_CLERK, QINGSHI), "book_line", line.pk, **htmx))


def test_another_county_s_run_is_not_there(desk, page):
    run = desk.simulate()

    assert page(a_post(Role.COUNTY_REVIEWER, GUANSHANHU), "run", run.pk).status_code == 404


def test_the_ledger_of_a_scheme_is_opened_on_the_list(page):
    desk = Desk(open_from=None)

    page(desk.reviewer, "ledger", data={"scheme": REWARD, "since": "2024-01"})

    with desk.inside():
        assert Opening.objects.get().since == date(2024, 1, 1)
    assert "2024-01" in text(page(desk.preparer, "runs"))


def test_a_ledger_that_cannot_be_opened_is_shown_again_with_the_error_at_its_cell(page):
    desk = Desk(open_from=None)

    response = page(desk.reviewer, "ledger", data={"scheme": REWARD, "since": "2024-13"})

    assert response.status_code == 422
    assert f'href="#since-{REWARD}"' in text(response) and f'id="since-{REWARD}-error">请按“年-月”填写月份' in text(response)
    assert text(response).count('aria-invalid="true"') == 1 and 'value="2024-13"' in text(response)
    assert desk.count(Opening) == 0


def test_a_blocked_run_names_the_value_in_words(page):
    desk = Desk(GUANSHANHU)
    desk.register(a_bereaved_couple(village="520115100201"))
    run = desk.simulate(UPLIFT)

    shown = text(page(desk.reviewer, "run", run.pk))

    assert "农村低保标准" in shown and "2024-01-01" in shown and "观山湖区" in shown
    assert 'name="lines_hash"' not in shown


def test_a_standard_is_entered_on_one_page_and_confirmed_on_another(desk, page):
    given = {
        "name": "rural_minimum_living_line", "value": "6000.00", "unit": "yuan per person per year", "since": "2024-01-01", "until": "",
        "number": "样例〔2024〕5号", "title": "样例通知", "issuer": "样例", "issued": "2024-01-02", "clause": "一",
    }  # fmt: skip
    signer = a_post(Role.COUNTY_SIGNER)

    assert page(desk.reviewer, "new_value", data=given | {"unit": "yuan"}).status_code == 422
    page(desk.reviewer, "new_value", data=given)
    value = PolicyValue.objects.get(origin="official")
    assert "待确认</span>" in text(page(desk.reviewer, "policies"))
    with desk.inside():
        simulation = simulated(value)
    page(signer, "confirm_value", value.pk, data={"simulation": simulation.pk})

    shown = text(page(signer, "policies"))
    assert "待确认</span>" not in shown and "样例〔2024〕5号" in shown
    assert value.since == SINCE
