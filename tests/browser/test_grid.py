"""Typing into a grid of cells: where Enter goes, what an input method keeps to itself, what is tidied and when it is said."""
import pytest

GRID = """{% load static %}<!doctype html><html lang="zh-CN"><title>录入</title><script src="{% static 'app.js' %}" defer></script>
<form action="/submitted" data-grid><table id="people"><tbody>
<tr data-row="0"><td><select name="relation-0"><option value="">未录入<option value="0">0 户主<option value="1">1 配偶</select></td>
<td><input name="name-0"></td><td><input name="day-0" data-type="date"></td></tr>
<tr data-row="1"><td><select name="relation-1"><option value="">未录入<option value="0">0 户主<option value="1">1 配偶</select></td>
<td><input name="name-1"></td><td><input name="day-1" data-type="date"></td></tr></tbody></table>
<template id="people-row"><tr data-row="__n__"><td></td><td><input name="name-__n__" aria-label="第 __no__ 人"></td></tr></template>
<button type="button" data-add="people" aria-keyshortcuts="F2" tabindex="-1">加一人</button>
<input name="number" data-type="identity"><input name="account" data-type="account"><input name="amount" data-type="money">
<textarea name="remark"></textarea><input name="closed" disabled><input name="last"></form>
<input id="search" aria-keyshortcuts="/ Control+k"><button id="saved" type="button" aria-keyshortcuts="F8 Control+s">保存</button>"""


@pytest.fixture
def grid(shown):
    """The page with a list of the cells that said commit, in order."""
    page = shown(GRID)
    page.evaluate("committedCells = []; addEventListener('commit', event => committedCells.push(event.target.name))")
    page.focus("[name=relation-0]")
    return page


def said(page):
    return page.evaluate("committedCells")


def test_enter_goes_to_the_next_cell_and_submits_nothing(grid, keyboard):
    keyboard.press("Enter")
    keyboard.type("刘志国")
    keyboard.press("Enter")

    assert keyboard.at() == "day-0"
    assert grid.url == "http://127.0.0.1/"


def test_shift_enter_goes_back(grid, keyboard):
    keyboard.press("Enter", "Shift+Enter")

    assert keyboard.at() == "relation-0"


def test_enter_stays_while_an_input_method_composes(grid, keyboard):
    keyboard.press("Enter")

    keyboard.compose("liuzhiguo")
    keyboard.press("Enter")

    assert keyboard.at() == "name-0"
    assert said(grid) == []


def test_the_chosen_candidate_is_the_text_and_enter_goes_on_again(grid, keyboard):
    keyboard.press("Enter")
    keyboard.compose("liuzhiguo")
    keyboard.choose("刘志国")

    keyboard.press("Enter")

    assert keyboard.at() == "day-0"
    assert grid.input_value("[name=name-0]") == "刘志国"
    assert said(grid) == ["name-0"]


def test_keys_of_buttons_rest_while_an_input_method_composes(grid, keyboard):
    keyboard.press("Enter")
    keyboard.compose("liu")

    keyboard.press("F2")

    assert grid.locator("#people tbody tr").count() == 2


def test_arrows_go_along_the_column_and_change_codes_in_selects(grid, keyboard):
    keyboard.press("ArrowDown")
    assert grid.input_value("[name=relation-0]") == "0"

    keyboard.press("Enter", "ArrowDown")
    assert keyboard.at() == "name-1"

    keyboard.press("ArrowUp")
    assert keyboard.at() == "name-0"


def test_a_digit_chooses_the_code(grid, keyboard):
    keyboard.press("1")

    assert grid.input_value("[name=relation-0]") == "1"
    assert said(grid) == ["relation-0"]


def test_enter_in_a_blank_row_goes_past_the_row(grid, keyboard):
    grid.focus("[name=name-1]")

    keyboard.press("Enter")

    assert keyboard.at() == "number"


@pytest.mark.parametrize("key", ["Control+Enter", "F2"])
def test_a_key_adds_a_row_and_enters_it(grid, keyboard, key):
    grid.focus("[name=name-0]")

    keyboard.press(key)

    assert keyboard.at() == "name-2"
    assert grid.get_attribute("[name=name-2]", "aria-label") == "第 3 人"


def test_enter_passes_over_closed_cells_and_rests_at_the_end(grid, keyboard):
    grid.focus("[name=last]")
    keyboard.press("Shift+Enter")
    assert keyboard.at() == "remark"

    grid.focus("[name=last]")
    keyboard.type("完")
    keyboard.press("Enter")

    assert keyboard.at() == "last"
    assert said(grid) == ["last"]


def test_enter_in_a_remark_is_a_new_line(grid, keyboard):
    grid.focus("[name=remark]")
    keyboard.type("一")
    keyboard.press("Enter")
    keyboard.type("二")

    assert grid.input_value("[name=remark]") == "一\n二"


def test_an_unchanged_cell_says_nothing(grid, keyboard):
    grid.focus("[name=name-0]")
    keyboard.type("刘")
    keyboard.press("Enter", "Shift+Enter", "Enter")

    assert said(grid) == ["name-0"]


@pytest.mark.parametrize("typed", ["19670803", "1967.8.3", "1967/08/03", "1967年8月3日", "１９６７０８０３"])
def test_a_day_is_tidied_when_the_cell_is_left(grid, keyboard, typed):
    grid.focus("[name=day-0]")
    keyboard.type(typed)
    keyboard.press("Enter")

    assert grid.input_value("[name=day-0]") == "1967-08-03"


def test_what_is_no_day_stays_as_typed(grid, keyboard):
    grid.focus("[name=day-0]")
    keyboard.type("去年八月")
    keyboard.press("Enter")

    assert grid.input_value("[name=day-0]") == "去年八月"


@pytest.mark.parametrize("last", ["*", "x", ".", "Ｘ"])
def test_the_star_of_the_number_pad_is_the_x_of_a_number(grid, keyboard, last):
    grid.focus("[name=number]")
    keyboard.type("99900119890520018" + last)
    assert grid.input_value("[name=number]") == "99900119890520018X"

    keyboard.press("Enter")
    assert grid.input_value("[name=number]") == "999001 19890520 018X"

    keyboard.press("Shift+Enter")
    assert grid.input_value("[name=number]") == "99900119890520018X"
    assert said(grid) == ["number"]


@pytest.mark.parametrize(("name", "mask"), [("number", "*" * 18), ("account", "**** **** **** 8901")])
def test_a_mask_is_put_back_when_nothing_was_typed_over_it(grid, keyboard, name, mask):
    grid.evaluate(f"document.querySelector('[name={name}]').value = '{mask}'")
    grid.focus(f"[name={name}]")
    assert grid.input_value(f"[name={name}]") == ""

    keyboard.press("Enter")

    assert grid.input_value(f"[name={name}]") == mask
    assert said(grid) == []


def test_an_account_is_grouped_by_four_and_an_amount_by_three(grid, keyboard):
    grid.focus("[name=account]")
    keyboard.type("6230000012345678901")
    keyboard.press("Enter")
    keyboard.type("12040320.5")
    keyboard.press("Enter")

    assert grid.input_value("[name=account]") == "6230 0000 1234 5678 901"
    assert grid.input_value("[name=amount]") == "12,040,320.50"


def test_a_key_on_a_button_presses_it_after_the_cell_is_committed(grid, keyboard):
    grid.evaluate("document.getElementById('saved').onclick = () => committedCells.push('saved'); 0")
    grid.focus("[name=name-0]")
    keyboard.type("刘")

    keyboard.press("F8")

    assert said(grid) == ["name-0", "saved"]


def test_a_single_character_enters_the_search_box_only_outside_cells(grid, keyboard):
    grid.focus("[name=name-0]")
    keyboard.press("/")
    assert grid.input_value("[name=name-0]") == "/"

    grid.evaluate("document.activeElement.blur()")
    keyboard.press("/")
    assert keyboard.at() == "search"

    grid.focus("[name=name-0]")
    keyboard.press("Control+k")
    assert keyboard.at() == "search"
