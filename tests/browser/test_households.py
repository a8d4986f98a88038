"""A clerk enters a household with the keyboard alone; autosave, the session's end, duplicates; every page of families without a fault."""
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.roles import Role
from households import commands
from households.entry import UNRECORDED
from households.models import Household, Person
from households.queries.family import entry_of, family
from tests.builders import AT, PASSWORD, QINGSHI, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple, two_girls

MOST_KEYS = 205
HEAD, WIFE = "999001196708030290", "999001196603120425"
CHILDREN = ("99900119890520018X", "999001199211020322")


@pytest.fixture
def clerk(transactional_db):
    cache.clear()
    return a_post(Role.TOWNSHIP_CLERK, QINGSHI)


@pytest.fixture
def desk(signed_in, clerk, live_server):
    """The clerk's browser on an empty entry page."""
    page = signed_in(clerk)
    page.goto(f"{live_server.url}/households/new")
    return page


class Counted:
    """The keyboard with every key press counted; a composed name costs its letters and the key that chooses."""

    def __init__(self, keyboard):
        self._keyboard = keyboard
        self.keys = 0

    def press(self, *keys):
        self.keys += len(keys)
        self._keyboard.press(*keys)

    def type(self, text):
        self.keys += len(text)
        self._keyboard.type(text)

    def name(self, letters, text):
        self.keys += len(letters) + 1
        self._keyboard.compose(letters)
        self._keyboard.choose(text)

    def enter_until(self, cell):
        """Enter, cell by cell, until the cursor is in `cell`."""
        for _ in range(20):
            if self._keyboard.at() == cell:
                return
            self.press("Enter")
        raise AssertionError(f"Enter did not reach {cell}; the cursor is in {self._keyboard.at()}")


def type_household_of_four(keys, *, village="lgc"):
    keys.type(village)
    keys.enter_until("adult-0-name")
    keys.name("liuzg", "刘志国")
    keys.press("Enter")
    keys.type(HEAD)
    keys.enter_until("adult-1-name")
    keys.name("zhanggl", "张桂兰")
    keys.press("Enter")
    keys.type(WIFE)
    keys.enter_until("child-0-name")
    keys.name("liuf", "刘芳")
    keys.press("Enter")
    keys.type(CHILDREN[0].replace("X", "*"))
    keys.enter_until("child-0-origin")
    keys.press("F4")
    keys.name("lium", "刘敏")
    keys.press("Enter")
    keys.type(CHILDREN[1])
    keys.enter_until("account-0-holder")
    keys.type("2")
    keys.press("Enter")
    keys.type("nsh")
    keys.press("Enter")
    keys.type("6217000000000000004")
    for box in ("no_living", "no_certificate", "no_status", "no_disability"):
        keys.enter_until(box)
        keys.press("Space")


def test_a_household_of_four_is_entered_with_at_most_205_keys_and_no_mouse(desk, keyboard, no_fault):
    keys = Counted(keyboard)

    type_household_of_four(keys)
    expect(desk.locator("#tree")).to_contain_text("刘敏")
    expect(desk.locator("#eligibility .assessment.yes")).to_contain_text("张桂兰")
    no_fault(desk)
    keys.press("F9")
    expect(desk.locator("#messages")).to_contain_text("已建档")

    assert keys.keys <= MOST_KEYS
    assert (desk.input_value("#village"), keyboard.at()) == ("青石镇 柳沟村", "group")
    with inside(ZHANGDIAN):
        known = entry_of(family(Household.objects.get().pk))
        assert [person.name for person in known.people] == ["刘志国", "张桂兰", "刘芳", "刘敏"]
        assert Person.objects.get(name="刘芳").number() == CHILDREN[0]
        assert (known.minimum_living, known.certificates, known.status) == ((), (), ())
        assert all(person.death is None and person.hukou is not UNRECORDED for person in known.people[:2])
        assert all(child.within_policy is True for child in known.children)
        assert known.accounts[0].holder_name == "张桂兰"


def test_what_was_typed_survives_a_reload_and_is_masked(desk, keyboard):
    desk.focus("#adult-0-name")
    keyboard.choose("刘志国")
    keyboard.press("Enter")
    with desk.expect_response(lambda answer: HEAD[-4:] in (answer.request.post_data or "")):
        keyboard.type(HEAD)
        keyboard.press("Enter")

    desk.reload()

    assert desk.input_value("#adult-0-name") == "刘志国"
    assert desk.input_value("#adult-0-number") == "*" * 18
    assert desk.inner_text("#adults tbody tr:first-child [data-fill=birth]") == "1967-08-03"


def test_when_the_session_ends_nothing_is_lost_and_the_same_page_goes_on(desk, keyboard, clerk):
    desk.focus("#adult-0-name")
    keyboard.choose("刘志国")
    Session.objects.all().delete()
    keyboard.press("Enter")
    expect(desk.locator("[data-told=signed-out]")).to_be_visible()
    desk.wait_for_load_state("networkidle")

    with desk.context.expect_page() as opened:
        desk.click("[data-told=signed-out] a")
    window = opened.value
    window.fill("[name=username]", clerk.user.username)
    window.fill("[name=password]", PASSWORD)
    window.keyboard.press("Enter")
    window.wait_for_url(lambda url: "sign-in" not in url)
    desk.evaluate("() => { document.dispatchEvent(new Event('visibilitychange')); }")

    expect(desk.locator("#saved")).to_contain_text("已自动保存")
    expect(desk.locator("[data-told=signed-out]")).to_have_count(0)
    assert desk.input_value("#adult-0-name") == "刘志国"


def test_a_duplicate_is_said_beside_its_cell_and_at_submission_in_the_summary(desk, keyboard, clerk):
    with inside(ZHANGDIAN):
        other = commands.register_household(entry=two_girls(), by=clerk, at=AT)
        number = Person.objects.get(name="刘志国").number()
    desk.fill("#village", "柳沟村")
    desk.focus("#adult-0-relation")
    keyboard.press("Enter")
    keyboard.choose("刘志国")
    keyboard.press("Enter")
    keyboard.type(number)
    keyboard.press("Enter")
    expect(desk.locator("#messages-adult .cell-message.error")).to_contain_text(other.number)
    assert desk.get_attribute("#adult-0-number", "aria-invalid") == "true"

    keyboard.press("F9")
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.click(".error-summary a[href='#adult-0-number']")

    assert keyboard.at() == "adult-0-number"


def test_no_page_of_families_has_a_fault_in_either_size(signed_in, clerk, live_server, no_fault):
    with inside(ZHANGDIAN):
        commands.register_household(entry=two_girls(), by=clerk, at=AT, source="户口簿")
        household = commands.register_household(entry=a_bereaved_couple(), by=clerk, at=AT, source="户口簿").pk
        person = Person.objects.get(name="曾秀英").pk
    page = signed_in(clerk)
    member = f"{household}/people/{person}"
    for size in ("standard", "large"):
        page.click(f"button[value={size}]")
        for path in ("", f"{household}", f"{household}/history", f"{member}/facts/disability", f"{member}/number", f"{member}/account", "new"):
            page.goto(f"{live_server.url}/households/{path}")
            page.wait_for_load_state("networkidle")
            no_fault(page)
