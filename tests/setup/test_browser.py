"""The browser of the tests: what its watch notices, and that pages reach it under the web role."""
import pytest

from tests.fixtures.browser import watch


@pytest.fixture
def watched(browser, browser_context_args):
    """(page, faults) of a context that is watched but does not fail the test."""
    faults = []
    context = browser.new_context(**browser_context_args)
    watch(context, faults)
    yield context.new_page(), faults
    context.close()


def test_sign_in_page_is_shown_without_a_fault(live_server, page):
    answer = page.goto(live_server.url)

    assert answer.status == 200
    assert page.evaluate("[innerWidth, innerHeight, navigator.language]") == [1366, 768, "zh-CN"]


def test_a_request_to_another_host_is_a_fault_and_gets_no_answer(watched):
    page, faults = watched

    with page.expect_event("requestfailed") as failed:
        page.set_content("<img src='http://example.org/picture.png'>")

    assert failed.value.failure == "net::ERR_NAME_NOT_RESOLVED"
    assert faults == ["asked http://example.org/picture.png"]


def test_an_error_in_a_script_is_a_fault(watched):
    page, faults = watched

    with page.expect_event("pageerror"):
        page.set_content("<script>throw new Error('broken')</script>")

    assert len(faults) == 1
    assert "broken" in faults[0]


def test_a_breach_of_the_content_security_policy_is_a_fault(watched, live_server):
    page, faults = watched
    page.goto(live_server.url)

    with page.expect_console_message():
        page.evaluate("document.body.setAttribute('style', 'color: red')")

    assert len(faults) == 1
    assert "Content Security Policy" in faults[0]
