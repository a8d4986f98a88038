"""The pages of families as their roles see them."""
import json
import uuid
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.roles import Role
from audits.journal.models import Event
from households import commands
from households.entry import HukouEntry
from households.models import Draft, Household, Person
from tests.benefits.books import a_beneficiary
from tests.builders import AT, LIUGOU, QINGSHI, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple, a_clerk, two_girls
from tests.households.posting import controls
from tests.households.test_cells import DAUGHTER, HEAD, WIFE, cells
from tests.households.test_registration import a_daughters_family

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    cache.clear()
    return a_clerk()


@pytest.fixture
def at_desk(client, clerk):
    client.force_login(clerk.user)
    return client


@pytest.fixture
def household(clerk):
    with inside(ZHANGDIAN):
        return commands.register_household(entry=a_bereaved_couple(), by=clerk, at=AT, source="户口簿")


def text(response):
    return response.content.decode()


def count(model):
    with inside(ZHANGDIAN):
        return model.objects.count()


def events(kind):
    with inside(ZHANGDIAN):
        return list(Event.objects.filter(kind=kind))


def test_a_new_page_stores_nothing(at_desk):
    response = at_desk.get(reverse("households:new"), follow=True)

    assert response.status_code == 200
    assert count(Draft) == 0


def test_a_saved_page_answers_with_tree_and_messages_and_is_one_event(at_desk):
    url = reverse("households:draft", args=[uuid.uuid4()])

    response = at_desk.post(url, cells(), headers={"HX-Request": "true"})

    assert response["HX-Trigger"] == "saved"
    assert "刘志国" in text(response) and "已自动保存" in text(response)
    assert len(events("draft.saved")) == 1
    assert HEAD not in text(response)


def test_a_page_opened_again_shows_masks(at_desk):
    draft = uuid.uuid4()
    at_desk.post(reverse("households:draft", args=[draft]), cells(), headers={"HX-Request": "true"})

    page = text(at_desk.get(reverse("households:entry", args=[draft])))

    assert "刘志国" in page and "*" * 18 in page
    assert not any(number[-4:] in page for number in (HEAD, WIFE, DAUGHTER))


def test_masks_posted_back_register_what_was_typed(at_desk):
    draft = uuid.uuid4()
    at_desk.post(reverse("households:draft", args=[draft]), cells(), headers={"HX-Request": "true"})
    masked = {name: "*" * 18 if name.endswith("-number") else said for name, said in cells().items()}

    response = at_desk.post(reverse("households:submit", args=[draft]), masked)

    assert response.status_code == 302
    with inside(ZHANGDIAN):
        assert Person.objects.get(name="刘志国").number() == HEAD
        assert not Draft.objects.exists()


def test_submitting_registers_and_opens_the_next_page_in_the_same_village(at_desk):
    draft = uuid.uuid4()

    response = at_desk.post(reverse("households:submit", args=[draft]), cells(), follow=True)

    assert "已建档" in text(response)
    assert 'value="青石镇 柳沟村"' in text(response)
    assert len(events("household.registered")) == 1


def test_submitting_twice_registers_once(at_desk):
    draft = uuid.uuid4()
    at_desk.post(reverse("households:submit", args=[draft]), cells())

    response = at_desk.post(reverse("households:submit", args=[draft]), cells())

    assert response.status_code == 302
    assert count(Household) == 1


def test_a_page_with_errors_comes_back_with_a_summary_and_what_was_typed(at_desk):
    response = at_desk.post(reverse("households:submit", args=[uuid.uuid4()]), cells(child__0__state="2"))

    assert response.status_code == 422
    assert 'href="#child-0-event_on"' in text(response) and HEAD in text(response)
    assert count(Household) == 0


def test_a_discarded_page_is_gone_with_one_event(at_desk):
    draft = uuid.uuid4()
    at_desk.post(reverse("households:draft", args=[draft]), cells(), headers={"HX-Request": "true"})

    at_desk.post(reverse("households:discard", args=[draft]))

    assert count(Draft) == 0
    assert len(events("draft.discarded")) == 1


def test_nobody_opens_or_saves_another_clerks_page(at_desk, client):
    draft = uuid.uuid4()
    at_desk.post(reverse("households:draft", args=[draft]), cells(), headers={"HX-Request": "true"})
    client.force_login(a_clerk().user)

    assert "刘志国" not in text(client.get(reverse("households:entry", args=[draft])))
    assert client.post(reverse("households:draft", args=[draft]), cells(), headers={"HX-Request": "true"}).status_code == 403


def test_a_duplicate_is_shown_with_a_link_to_the_other_record(at_desk, clerk):
    with inside(ZHANGDIAN):
        other = commands.register_household(entry=two_girls(), by=clerk, at=AT)
        number = Person.objects.get(name="刘志国").number()

    response = at_desk.post(
        reverse("households:draft", args=[uuid.uuid4()]), cells(adult__0__number=number), headers={"HX-Request": "true"}
    )

    assert "已在" in text(response) and reverse("households:record", args=[other.pk]) in text(response)


def test_an_amendment_changes_only_what_was_changed(at_desk, household):
    page = at_desk.get(reverse("households:amend", args=[household.pk]), follow=True)
    posted = controls(text(page), "entry") | {"phone": "139 0000 9999", "why": "本人来电"}
    draft = page.redirect_chain[-1][0].split("/")[-1].split("?")[0]

    response = at_desk.post(reverse("households:submit", args=[draft]), posted)

    assert response.status_code == 302, text(response)
    (event,) = events("household.amended")
    assert (event.after, event.reason) == ({"changed": ["联系电话"]}, "本人来电")


def test_the_record_shows_birth_dates_and_no_digit_of_a_number(at_desk, household):
    page = text(at_desk.get(reverse("households:record", args=[household.pk])))

    with inside(ZHANGDIAN):
        numbers = [person.number() for person in Person.objects.all()]
    assert "1962-02-28" in page and "失独户" in page
    assert not any(number[-4:] in page or number[:6] in page for number in numbers)


def test_the_record_as_it_stood_on_a_day(at_desk, household):
    url = reverse("households:record", args=[household.pk])

    assert "已故" in text(at_desk.get(url))
    earlier = text(at_desk.get(url, {"on": "2010-01-01"}))
    assert "单小军" in earlier and "已故" not in earlier
    assert "单小军" not in text(at_desk.get(url, {"on": "1980-01-01"}))


def test_what_is_derived_from_today_or_has_no_date_is_not_shown_of_another_day(at_desk, household):
    url = reverse("households:record", args=[household.pk])
    with inside(ZHANGDIAN):
        guest = a_beneficiary("借住人", born=date(1970, 1, 1), account=False)
        guest.memberships.create(
            division_code=LIUGOU, household=household, relation="8", since=date(2001, 1, 1), until=date(2012, 1, 1), recorded_at=AT, home=False
        )
        Person.objects.filter(name="曾秀英").update(marital="remarried")

    today, earlier, before = (text(at_desk.get(url, {"on": day} if day else {})) for day in ("", "2011-12-31", "2000-12-31"))

    for words in ("失独户", "再婚"):
        assert words in today and words not in earlier
    assert "今天的登记" in earlier and "今天的登记" not in today
    assert ["<b>借住人</b>" in page for page in (today, earlier, before)] == [False, True, False]


def test_a_person_in_two_records_is_said_on_both(at_desk, clerk):
    with inside(ZHANGDIAN):
        parents = two_girls()
        first = commands.register_household(entry=parents, by=clerk, at=AT)
        own = commands.register_household(entry=a_daughters_family(parents.people[2]), by=clerk, at=AT)

    assert own.number in text(at_desk.get(reverse("households:record", args=[first.pk])))
    assert first.number in text(at_desk.get(reverse("households:record", args=[own.pk])))


def test_a_birth_date_that_differs_in_the_hukou_book_is_kept_and_listed(at_desk, household):
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")
    at_desk.post(reverse("households:book_birth", args=[household.pk, person.pk]), {"born": "1963-06-11", "source": "户口簿"})

    assert "1963-06-11" in text(at_desk.get(reverse("households:record", args=[household.pk])))
    assert household.number in text(at_desk.get(reverse("households:list"), {"missing": "birth_conflict"}))
    (event,) = events("household.amended")
    assert event.after == {"changed": ["曾秀英 户口簿出生日期"]}


def test_the_history_says_who_when_and_why(at_desk, household, clerk):
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")
        commands.record_fact(
            household_id=household.pk,
            person_id=person.pk,
            kind="hukou",
            item=HukouEntry("urban", date(2024, 3, 1)),
            by=clerk,
            at=AT,
            source="派出所证明",
        )

    page = text(at_desk.get(reverse("households:history", args=[household.pk])))

    assert "非农业户口" in page and "派出所证明" in page and "登记新情况" in page
    assert clerk.user.name in page
    assert "6217" not in page and "0004" in page


def test_a_fact_is_recorded_through_its_page(at_desk, household):
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")
    url = reverse("households:fact", args=[household.pk, person.pk, "death"])

    assert at_desk.post(url, {"since": "20250230", "source": "证明"}).status_code == 422
    response = at_desk.post(url, {"since": "20250203", "unit": "公安部门", "source": "死亡证明"})

    assert response.status_code == 302
    assert len(events("death.recorded")) == 1


def test_a_number_is_shown_once_for_a_reason(at_desk, household):
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")
    url = reverse("households:reveal", args=[household.pk, person.pk])

    assert person.number() not in text(at_desk.get(url))
    response = at_desk.post(url, {"reason": "核对证件原件"})

    assert person.number() in text(response)
    assert "no-store" in response["Cache-Control"]
    assert len(events("person.number_revealed")) == 1


def test_a_reason_with_a_number_shows_nothing_and_leaves_no_event(at_desk, household):
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")

    response = at_desk.post(reverse("households:reveal", args=[household.pk, person.pk]), {"reason": f"核对 {person.number()}"})

    assert response.status_code == 422 and "后四位" in text(response)
    assert events("person.number_revealed") == []


def test_a_refused_reveal_is_journalled(at_desk, household, monkeypatch):
    monkeypatch.setattr(commands.numbers, "PER_HOUR", 0)
    with inside(ZHANGDIAN):
        person = Person.objects.get(name="曾秀英")

    assert at_desk.post(reverse("households:reveal", args=[household.pk, person.pk]), {"reason": "核对证件"}).status_code == 403
    assert [event.outcome for event in events("person.number_revealed")] == ["refused"]


def test_a_search_is_posted_and_leaves_no_text_in_the_address(at_desk, household):
    response = at_desk.post(reverse("households:search"), {"q": "曾秀英"})

    assert "曾" not in response["Location"] and "%E6" not in response["Location"]
    assert household.number in text(at_desk.get(response["Location"]))


@pytest.mark.parametrize(
    "typed", [lambda number: number, lambda number: f"曾秀英 {number[:6]} {number[6:14]} {number[14:]}", lambda number: number[-4:]]
)
def test_a_number_looked_for_is_found_and_neither_shown_nor_kept(at_desk, household, typed):
    with inside(ZHANGDIAN):
        number = Person.objects.get(name="曾秀英").number()

    page = text(at_desk.get(at_desk.post(reverse("households:search"), {"q": typed(number)})["Location"]))

    assert household.number in page and "查找：" in page
    kept = json.dumps(at_desk.session["searches"])
    assert typed(number) not in page + kept and number not in page + kept


@pytest.mark.parametrize("typed", ["37030319620312999", "9990 0119 6203 1234 567"])
def test_digits_that_are_no_number_of_anybody_find_nobody_and_are_not_kept_either(at_desk, household, typed):
    page = text(at_desk.get(at_desk.post(reverse("households:search"), {"q": typed})["Location"]))

    assert household.number not in page
    assert typed not in page + json.dumps(at_desk.session["searches"])


def test_a_search_token_of_another_session_finds_nothing_special(at_desk, client, household):
    address = at_desk.post(reverse("households:search"), {"q": "没有这个人"})["Location"]
    client.force_login(a_clerk().user)

    assert household.number in text(client.get(address))


def test_the_list_is_exported_masked_and_journalled(at_desk, household):
    response = at_desk.post(reverse("households:export") + "?kind=bereaved")

    assert response["Content-Disposition"].endswith('.xlsx"')
    (event,) = events("households.exported")
    assert (event.after["rows"], event.after["kind"]) == (1, "bereaved")


def test_the_exported_workbook_holds_four_digits_and_no_birth_date(at_desk, household, clerk):
    sheet = openpyxl.load_workbook(BytesIO(at_desk.post(reverse("households:export")).content)).active

    row = [cell.value for cell in sheet[2]]
    assert row[:4] == [household.number, "青石镇 柳沟村", "", "单建民"]
    assert row[4].startswith("*" * 14) and len(row[4]) == 18
    assert not any("1962" in str(value) for value in row)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.VIEWER, Role.COUNTY_REVIEWER])
def test_readers_open_lists_and_records_but_enter_nothing(client, household, role):
    client.force_login(a_post(role).user)

    assert client.get(reverse("households:list")).status_code == 200
    page = text(client.get(reverse("households:record", args=[household.pk])))
    assert "修改档案" not in page and "查找家庭与人员" in page
    assert client.get(reverse("households:new")).status_code == 403


@pytest.mark.parametrize("role", [Role.FINANCE, Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR])
def test_others_open_no_record_and_are_offered_no_search(client, household, role):
    client.force_login(a_post(role).user)

    assert client.get(reverse("households:record", args=[household.pk])).status_code == 403
    assert "查找家庭与人员" not in text(client.get(reverse("desk")))


def test_another_townships_record_does_not_exist_for_a_clerk(client, household):
    client.force_login(a_clerk("370303101000").user)

    assert client.get(reverse("households:record", args=[household.pk])).status_code == 404
    assert client.get(reverse("households:amend", args=[household.pk])).status_code == 404


def test_every_page_asks_a_fixed_number_of_questions(at_desk, clerk, household, django_assert_max_num_queries):
    with inside(ZHANGDIAN):
        for _ in range(6):
            commands.register_household(entry=two_girls(village=LIUGOU), by=clerk, at=AT)

    with django_assert_max_num_queries(45):
        at_desk.get(reverse("households:list"))
    with django_assert_max_num_queries(70):  # one for each kind of fact, of which poverty has three more
        at_desk.get(reverse("households:record", args=[household.pk]))


def test_an_empty_list_says_what_to_do(client):
    client.force_login(a_clerk(QINGSHI).user)

    assert "还没有家庭档案" in text(client.get(reverse("households:list")))
