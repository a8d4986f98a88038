"""The pages of a trial as people use them: typed, answered, switched, refused without loss, and nothing kept of it."""
import html
import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.roles import ADMINISTRATORS, BUSINESS, Role
from accounts.templatetags import interface
from audits.models import Event
from benefits import trials
from benefits.trials.form import showing
from households import commands
from tests.builders import AT, GUANSHANHU, ZHANGDIAN, a_post, inside
from tests.households.families import a_clerk, two_girls
from tests.trials.test_form import CASES, SAYABLE

pytestmark = pytest.mark.django_db

PAGE, ENTRY, ANSWERS, READINGS, PREVIEW, FILE = (
    reverse(f"benefits:{name}") for name in ("trial", "trial_entry", "trial_answers", "trial_readings", "trial_preview", "trial_case")
)

API = reverse("api:evaluations")


@pytest.fixture
def desk(client):
    client.force_login(a_post(Role.TOWNSHIP_CLERK).user)
    return client


def a_registered_family():
    return commands.register_household(entry=two_girls(), by=a_clerk(), at=AT)


def events():
    with inside(ZHANGDIAN):
        return Event.objects.count()


def text(response):
    return response.content.decode()


def carried(response):
    """The case an answer carries in its form."""
    return json.loads(html.unescape(re.search(r'name="case" value="([^"]*)"', text(response))[1]))


@pytest.mark.parametrize("role", sorted(BUSINESS | ADMINISTRATORS))
def test_anyone_signed_in_may_try(client, role):
    client.force_login(a_post(role).user)

    assert client.get(PAGE).status_code == 200
    assert client.post(ANSWERS, showing.cells_of(CASES["GY-01"]["input"])).status_code == 200


@pytest.mark.parametrize("role", sorted(BUSINESS | ADMINISTRATORS))
def test_the_interface_is_open_to_whom_the_page_is(client, role):
    client.force_login(a_post(role).user)
    case = CASES["GY-01"]["input"]

    response = client.post(API, case, content_type="application/json")

    assert (response.status_code, response.json()) == (200, trials.answer(case))


def test_the_interface_answers_a_list_in_its_order_and_refuses_it_whole_by_the_place_in_it(desk):
    cases = [CASES["GY-01"]["input"], CASES["ZB-01"]["input"]]
    wrong = json.loads(json.dumps(cases[1]))
    wrong["household"]["members"][0]["born"] = "1965-02-30"

    answered = desk.post(API, cases, content_type="application/json")
    refused, one = (desk.post(API, given, content_type="application/json") for given in ([*cases, wrong], wrong))

    assert (answered.status_code, answered.json()) == (200, [trials.answer(case) for case in cases])
    assert (refused.status_code, one.status_code) == (400, 400)
    assert refused.json() == {"at": "[2].household.members[0].born", "sentence": "没有 1965-02-30 这一天，请核对日期。"}
    assert one.json()["at"] == "household.members[0].born"


@pytest.mark.parametrize(("command", "number"), [("evaluate", "GY-01"), ("adjust-trial", "GY-41")])
def test_the_command_writes_nothing_but_json_and_refuses_what_it_cannot_use_with_two(command, number, tmp_path, capsys):
    """With 2 and one sentence on standard error, standard output stays empty, so that whoever reads it reads JSON or nothing."""
    path, given = tmp_path / "case.json", CASES[number]["input"]
    path.write_text(json.dumps(given), encoding="utf-8")
    call_command(command, str(path))
    told = capsys.readouterr()
    of = trials.answers if command == "evaluate" else trials.adjustment
    assert (json.loads(told.out), told.err) == (of(given), "")

    for content, sentence in ((json.dumps(given | {"place": "5201"}), "place："), ("{", "case.json：不是可读的 JSON")):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            call_command(command, str(path))
        told = capsys.readouterr()
        assert (ended.value.code, told.out) == (2, "") and sentence in told.err


@pytest.mark.parametrize("content", [b"1" * 5000, b"[" * 100_000, b'{"place": "\xff"}'])
def test_what_no_reader_of_json_can_hold_ends_in_a_sentence_too(desk, content, tmp_path, capsys):
    path = tmp_path / "case.json"
    path.write_bytes(content)

    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", str(path))
    answer = desk.post(API, content, content_type="application/json")
    pasted = desk.post(ENTRY, {"json": content.decode("latin-1")})

    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "") and "case.json：不是可读的 JSON" in told.err
    assert (answer.status_code, answer.json()["at"], pasted.status_code) == (400, "case", 422)


def test_the_answer_says_where_what_is_no_calculation_is_looked_up(client):
    for role, linked in ((Role.TOWNSHIP_CLERK, True), (Role.FINANCE, False), (Role.AUDIT_ADMINISTRATOR, False)):
        client.force_login(a_post(role).user)
        shown = text(client.post(ANSWERS, showing.cells_of(CASES["GY-01"]["input"])))

        assert "登记事项不在这里计算" in shown
        assert (f'href="{reverse("benefits:register_items")}"' in shown.split("登记事项不在这里计算")[1][:80]) == linked


def test_who_is_not_signed_in_may_not(client):
    assert client.get(PAGE).status_code == 302
    assert client.post(ANSWERS, {}).status_code == 302
    assert client.post(API, CASES["GY-01"]["input"], content_type="application/json").status_code == 403


@pytest.mark.parametrize("number", SAYABLE[::6])
def test_the_page_answers_what_evaluate_answers(desk, number):
    case = CASES[number]["input"]

    response = desk.post(ANSWERS, showing.cells_of(case))

    assert trials.answer(carried(response)) == trials.answer(case)
    for row in trials.answer(case)["entitlements"]:
        assert interface.figures(row["sum"]) in text(response)


def test_the_examples_can_be_calculated(desk):
    names = re.findall(r'\?example=([\w-]+)', text(desk.get(PAGE)))

    assert len(names) >= 3
    for name in names:
        page = text(desk.get(PAGE, {"example": name}))
        assert 'class="go"' in page
        assert "处错误" not in page


def test_what_cannot_be_read_names_its_cell_and_everything_typed_comes_back(desk):
    cells = showing.cells_of(CASES["GY-01"]["input"]) | {"adult-1-born": "1972-13-40", "couple-0-married": "昨天", "living-0-subsidy_month": "六十"}

    response = desk.post(ANSWERS, cells)

    page = text(response)
    assert response.status_code == 422
    for cell in ("adult-1-born", "couple-0-married", "living-0-subsidy_month"):
        assert f'href="#{cell}"' in page
    assert_holds(page, cells)


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        ({"adult-1-died": "1960-01-01", "adult-1-state": "2"}, "adult-1-died"),
        ({"couple-0-wife": "adult-0"}, "couple-0-wife"),
        ({"living-0-until": "2012-01-01"}, "living-0-until"),
        ({"value-0-name": "nothing.known"}, "value-0-name"),
        ({"value-0-unit": "yuan"}, "value-0-unit"),
        ({"to": "2013-01"}, "to"),
        ({"place": "火星"}, "place"),
        ({"child-0-parent_1": "adult-2"}, "child-0-parent_1"),
    ],
)
def test_what_the_rules_cannot_use_names_its_cell(desk, change, cell):
    cells = showing.cells_of(CASES["GY-01"]["input"]) | change

    response = desk.post(ANSWERS, cells)

    assert response.status_code == 422
    assert f'href="#{cell}"' in text(response)
    assert_holds(text(response), cells)


def assert_holds(page, cells):
    """Every cell as it was typed: in a box, or as the chosen line of a list."""
    for name, typed in cells.items():
        if name == "case_id" or name.startswith("none-"):
            continue
        said = re.search(rf'<(input|select)[^>]*name="{name}"[^>]*>(.*?</select>)?', page, re.S)[0]
        assert f'value="{typed}"' in said if said.startswith("<input") else re.search(rf'value="{typed}"[^>]* selected', said), name


@pytest.mark.parametrize("typed", ["观山湖区", "观山湖", "gshq", "520115 观山湖区", "520115"])
def test_a_place_is_found_by_its_name(desk, typed):
    cells = showing.cells_of(CASES["GY-01"]["input"]) | {"place": typed}

    assert carried(desk.post(ANSWERS, cells))["place"] == "520115"


def test_a_pasted_case_becomes_cells_and_an_unusable_one_stays_pasted(desk):
    good = desk.post(ENTRY, {"json": json.dumps(CASES["GY-08"]["input"])})
    bad = desk.post(ENTRY, {"json": json.dumps(CASES["NX-53"]["input"])})
    broken = desk.post(ENTRY, {"json": '{"place": '})

    assert good.status_code == 200
    assert carried(desk.post(ANSWERS, showing.cells_of(CASES["GY-08"]["input"])))["place"] in text(good)
    assert bad.status_code == 422
    assert CASES["NX-53"]["expected"]["error_at"] in text(bad)
    assert "&quot;household&quot;" in text(bad)
    assert broken.status_code == 422
    assert "{&quot;place&quot;: " in text(broken)


def test_a_case_goes_out_with_nobody_named_and_comes_back(desk):
    cells = showing.cells_of(CASES["GY-01"]["input"]) | {"adult-0-name": "赵钱孙", "certificate-0-number": "证号12345678"}

    sent = desk.post(FILE, {"case": json.dumps(carried(desk.post(ANSWERS, cells)))})

    assert "attachment" in sent.headers["Content-Disposition"]
    assert "赵钱孙" not in sent.content.decode()
    assert "证号12345678" not in sent.content.decode()
    assert desk.post(ENTRY, {"json": sent.content.decode()}).status_code == 200


def test_the_cells_themselves_can_be_taken_away_as_a_case(desk):
    sent = desk.post(FILE, showing.cells_of(CASES["GY-01"]["input"]))

    assert trials.answer(json.loads(sent.content))["entitlements"][0]["amount"] == "360.00"


@pytest.mark.parametrize(
    ("number", "choice", "reading"),
    [(number.split("/")[0], *number.split("/")[1].split("=")) for number in SAYABLE if "/" in number and number.split("/")[0] in CASES],
)
def test_switching_a_choice_shows_what_changes(desk, number, choice, reading):
    case = CASES[number]["input"]
    before, after = trials.answer(case), trials.answer(case | {"choices": {choice: reading}})

    response = desk.post(READINGS, {"case": json.dumps(case), f"choice-{choice}": reading})

    page = text(response)
    assert "换读法后的变化" in page
    assert f"合计 {total(before)} → {total(after)} 元" in page


def total(answer):
    return f"{sum(Decimal(row['amount']) for row in answer['entitlements'] if row['unit'] == 'yuan' and row['amount']):,.2f}"


def test_the_reading_of_the_place_changes_nothing(desk):
    response = desk.post(READINGS, {"case": json.dumps(CASES["GY-01"]["input"]), "choice-PC-11": "monthly"})

    assert "换读法后的变化" not in text(response)


def test_nothing_is_stored_and_nothing_is_told(desk, caplog):
    before = events()
    cells = showing.cells_of(CASES["GY-01"]["input"]) | {"adult-0-name": "赵钱孙"}

    answered = desk.post(ANSWERS, cells)
    desk.post(PREVIEW, cells)
    desk.post(ENTRY, {"case": json.dumps(carried(answered))})

    assert events() == before
    assert dict(desk.session).keys() <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "signed_in_at", "seen_at", "post", "_csrftoken"}
    assert "赵钱孙" not in caplog.text
    assert "赵钱孙" not in answered.request["PATH_INFO"] + answered.request.get("QUERY_STRING", "")


def test_what_is_missing_leads_to_its_cell(desk):
    case = json.loads(json.dumps(CASES["GY-01"]["input"]))
    del case["household"]["members"][1]["hukou"]
    del case["values"]

    answered = desk.post(ANSWERS, showing.cells_of(case))
    opened = desk.post(ENTRY, {"case": json.dumps(case), "focus": "adult-1-hukou"})
    priced = desk.post(ENTRY, {"case": json.dumps(case), "focus": "value-0-name=rural_minimum_living_line"})

    assert 'name="focus" value="adult-1-hukou"' in text(answered)
    assert 'name="focus" value="value-0-name=rural_minimum_living_line"' in text(answered)
    assert re.search(r'id="adult-1-hukou"[^>]* data-focus', text(opened))
    assert re.search(r'id="value-0-name"[^>]*value="rural_minimum_living_line"[^>]* data-focus', text(priced))


def test_a_recorded_family_is_taken_without_names_and_numbers(desk):
    household = a_registered_family()

    response = desk.post(reverse("benefits:trial_of_family", args=[household.pk]))

    page = text(response)
    assert response.status_code == 200
    assert 'value="户主"' in page
    for word in ("刘志国", "张桂兰", "****"):
        assert word not in page
    assert 'value="1966-03-12"' in page
    with inside(ZHANGDIAN):
        event = Event.objects.get(kind="trial.family_taken")
    assert event.subject_id == str(household.pk)
    assert "1966" not in json.dumps(event.after)


def test_a_date_of_a_taken_family_is_moved_and_the_answer_follows_and_the_record_stays(desk):
    """张桂兰 turns 60 in 2026; born a year later she would not, and her husband is younger still."""
    household = a_registered_family()
    cells = typed(desk.post(reverse("benefits:trial_of_family", args=[household.pk])))
    wife = next(name for name, value in cells.items() if value == "1966-03-12")
    cells |= {"from": "202601", "to": "202612"}

    as_recorded, moved = (desk.post(ANSWERS, cells | {wife: born}).context["told"] for born in ("19660312", "19670312"))

    assert [(granted.title, granted.amount) for granted in as_recorded.owed] == [("农村部分计划生育家庭奖励扶助", "960.00 元")]
    assert moved.owed == []
    assert "1966-03-12" in text(desk.post(reverse("benefits:trial_of_family", args=[household.pk])))


def typed(page):
    """What the cells of a page hold, as its form would send them."""
    rows = [row for table in page.context["tables"] for row in table["rows"]]
    held = {cell["name"]: cell["value"] for row in rows for cell in row["cells"]}
    held |= {f"{row['key']}-id": row["id"] for row in rows} | {f"{row['key']}-none": "1" for row in rows if row["none"]}
    return page.context["asked"] | held | {f"none-{table['name']}": "1" for table in page.context["tables"] if table["none"]}


def test_a_family_elsewhere_and_without_the_right_post_is_not_taken(client, desk):
    household = a_registered_family()
    address = reverse("benefits:trial_of_family", args=[household.pk])

    for post, status in [(a_post(Role.TOWNSHIP_CLERK, GUANSHANHU), 404), (a_post(Role.FINANCE), 403), (a_post(Role.SYSTEM_ADMINISTRATOR), 403)]:
        client.force_login(post.user)
        assert client.post(address).status_code == status


def test_the_address_of_a_family_shows_nobody_when_it_is_only_opened(desk):
    household = a_registered_family()

    page = text(desk.get(reverse("benefits:trial_of_family", args=[household.pk])))

    assert "1966-03-12" not in page
