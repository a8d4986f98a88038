"""The cells of the entry page: what a number says, codes that count when passed, cells that open with a code."""
import pytest

PAGE = """{% load static i18n %}<!doctype html><html lang="zh-CN"><title>录入</title>
<script src="{% static 'app.js' %}" defer></script><script src="{% static 'entry.js' %}" defer></script>
<form id="entry" data-grid data-on="2026-11-22" data-male="男" data-female="女">
<table id="adults"><tbody>{% include "households/_adult.html" with row=head n=0 no=1 fresh=True %}
{% include "households/_adult.html" with row=None n=1 no=2 fresh=False %}</tbody></table>
<table id="children"><tbody>{% include "households/_child.html" with row=None n=0 no=1 fresh=True %}</tbody></table>
<template id="children-row">{% include "households/_child.html" with row=None n="__n__" no="__no__" fresh=True %}</template>
<button type="button" data-add="children" aria-keyshortcuts="F4">加一孩</button>
<table id="accounts"><tbody>{% include "households/_account.html" with row=None n=0 no=1 fresh=True %}</tbody></table>
{% include "households/_standing.html" %}
{% include "households/_facts.html" %}
<div id="messages-child"></div></form><div id="derived"></div>"""
CODES = {
    "relation": [("0", "户主"), ("1", "配偶")],
    "marital": [("1", "初婚"), ("2", "再婚")],
    "hukou": [("1", "农业户口"), ("2", "非农业户口")],
    "adult_state": [("1", "在册"), ("2", "死亡"), ("3", "迁出")],
    "child_state": [("1", "存活"), ("2", "死亡"), ("3", "伤残")],
    "grade": [("1", "一级"), ("2", "二级")],
    "policy": [("1", "政策内"), ("2", "政策外")],
    "origin": [("1", "亲生"), ("2", "收养")],
    "living": [("1", "农村低保"), ("2", "城市低保")],
    "living_members": [("1", "全户"), ("2", "夫妻等成人")],
    "status": [("1", "计生困难家庭")],
    "fact": [("21", "在读小学"), ("22", "在读初中"), ("81", "家庭收入（年）")],
}
OPENS = {"who": "21 22", "until": "21 22", "detail": "81"}


@pytest.fixture
def entry(shown):
    nones = [("no_school", "无在读学段", False)]
    return shown(PAGE, codes=CODES, head={"preselect_relation": "0"}, last_bank="青石支行", opens=OPENS, nones=nones)


def posted(page):
    return dict(page.evaluate("[...new FormData(document.getElementById('entry'))]"))


def derived(page, row):
    return page.evaluate(f"[...document.querySelectorAll('{row} [data-fill]')].map(td => td.textContent)")


def test_a_good_number_says_birth_age_and_sex_at_once(entry, keyboard):
    entry.focus("#adult-0-number")

    keyboard.type("999001196708030290")

    assert derived(entry, "#adults tr:first-child") == ["1967-08-03", "59", "男"]


def test_tab_into_a_number_typed_before_selects_it_whole(entry, keyboard):
    entry.focus("#adult-0-number")
    keyboard.type("999001196708030291")
    keyboard.press("Tab", "Shift+Tab")

    keyboard.type("999001196708030290")

    assert derived(entry, "#adults tr:first-child") == ["1967-08-03", "59", "男"]


@pytest.mark.parametrize("number", ["999001196708030291", "999001196713030295", "999001196702300296"])
def test_a_wrong_check_digit_or_day_says_nothing_and_is_marked(entry, keyboard, number):
    entry.focus("#adult-0-number")

    keyboard.type(number)

    assert derived(entry, "#adults tr:first-child") == ["", "", ""]
    assert entry.get_attribute("#adult-0-number", "aria-invalid") == "true"


@pytest.mark.parametrize(("on", "age"), [("2026-08-02", "58"), ("2026-08-03", "59")])
def test_a_year_of_life_is_full_on_the_birthday_itself(entry, keyboard, on, age):
    entry.evaluate(f"document.getElementById('entry').dataset.on = '{on}'")
    entry.focus("#adult-0-number")

    keyboard.type("999001196708030290")

    assert derived(entry, "#adults tr:first-child")[1] == age


def test_untouched_codes_are_posted_as_not_recorded(entry):
    codes = posted(entry)

    assert codes["adult-0-marital"] == codes["adult-0-hukou"] == codes["child-0-origin"] == ""


def test_a_code_counts_once_the_cursor_has_passed_it(entry, keyboard):
    entry.focus("#adult-0-marital")
    keyboard.press("Enter")

    codes = posted(entry)

    assert codes["adult-0-marital"] == "1"
    assert codes["adult-0-state"] == ""


def test_passing_through_a_record_opened_again_records_nothing(entry, keyboard):
    entry.focus("#adult-1-marital")
    keyboard.press("Enter")

    assert posted(entry)["adult-1-marital"] == ""


def test_delete_makes_a_code_not_recorded_again(entry, keyboard):
    entry.focus("#adult-0-marital")
    keyboard.press("Delete", "Enter", "Shift+Enter", "Enter")

    assert posted(entry)["adult-0-marital"] == ""


def test_the_day_of_death_opens_with_the_code_and_closes_with_it(entry, keyboard):
    entry.focus("#child-0-state")
    keyboard.press("Enter")
    assert keyboard.at() == "child-0-policy"

    entry.focus("#child-0-state")
    keyboard.press("2", "Enter")
    assert keyboard.at() == "child-0-event_on"
    assert entry.is_disabled("#child-0-grade")

    keyboard.press("Shift+Enter", "3", "Enter", "Enter")
    assert keyboard.at() == "child-0-grade"


def test_stating_that_there_is_none_closes_the_line(entry, keyboard):
    entry.focus("#no_living")
    keyboard.press("Space", "Enter")

    assert keyboard.at() == "no_certificate"
    assert posted(entry)["no_living"] == "1"
    assert "living-0-kind" not in posted(entry)


def test_having_no_children_can_be_stated_only_while_none_is_listed(entry, keyboard):
    assert entry.is_enabled("#no_children")

    entry.focus("#child-0-name")
    keyboard.type("刘芳")
    keyboard.press("Enter")

    assert entry.is_disabled("#no_children")


def test_a_row_added_by_key_behaves_like_the_first(entry, keyboard):
    keyboard.press("F4")
    assert entry.is_disabled("#child-1-event_on")

    keyboard.type("刘敏")
    keyboard.press("Enter")
    keyboard.type("999001199211020322")
    keyboard.press("Enter", "Enter")

    assert keyboard.at() == "child-1-policy"
    assert derived(entry, "#children tr:nth-child(2)") == ["1992-11-02", "女"]


def test_the_lists_of_members_follow_the_names(entry, keyboard):
    entry.focus("#adult-0-name")
    keyboard.type("刘志国")
    keyboard.press("Enter")
    entry.focus("#adult-1-name")
    keyboard.type("张桂兰")
    entry.focus("#account-0-holder")
    keyboard.press("2", "Enter")

    assert posted(entry)["account-0-holder"] == "adult-1"
    assert entry.input_value("#account-0-bank") == "青石支行"


def test_a_rare_fact_opens_with_a_key_and_takes_a_code_of_two_digits(entry, keyboard):
    entry.focus("#child-0-name")
    keyboard.type("刘芳")
    keyboard.press("F6")
    assert keyboard.at() == "fact-0-what"

    keyboard.type("22")
    keyboard.press("Enter", "1", "Enter")
    keyboard.type("20130901")
    keyboard.press("Enter", "Enter")

    assert {name: text for name, text in posted(entry).items() if name.startswith("fact-") and text} == {
        "fact-0-what": "22", "fact-0-who": "child-0", "fact-0-since": "2013-09-01",
    }  # fmt: skip
    assert entry.is_disabled("#fact-0-detail")


def test_saying_kind_by_kind_that_there_is_none_opens_with_a_key(entry, keyboard):
    entry.focus("#no_others")
    keyboard.press("Enter")
    assert keyboard.at() == "no_others", "closed boxes are passed over"

    keyboard.press("F7")
    entry.focus("#no_school")
    keyboard.press("Space")

    assert posted(entry)["no_school"] == "1"


def test_a_message_of_the_server_marks_its_cell_and_its_link_enters_it(entry, keyboard):
    entry.evaluate(
        """document.getElementById("messages-child").innerHTML =
           '<p class="cell-message error" data-cell="child-0-number"><a href="#child-0-number">第 1 孩：请核对。</a></p>';
           document.getElementById("entry").dispatchEvent(new Event("htmx:after:swap"))"""
    )
    assert entry.get_attribute("#child-0-number", "aria-invalid") == "true"

    entry.click("#messages-child a")

    assert keyboard.at() == "child-0-number"
