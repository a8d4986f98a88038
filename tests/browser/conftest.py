"""Pages for the browser: made from our own templates alone, or of the running product with an official signed in."""
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import expect

from accounts.models import Post
from tests.builders import PASSWORD

_POLICY = "; ".join(" ".join([name, *sources]) for name, sources in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].items())


@pytest.fixture
def shown(page):
    """shown(template_text, **context): the page in Chromium, under the product's content security policy."""

    def show(text, **context):
        html = Template(text).render(Context(context))
        page.route("**/*", lambda route: _answer(route, html))
        page.goto("http://127.0.0.1/")
        return page

    return show


def _answer(route, html):
    path = urlsplit(route.request.url).path
    if path == "/":
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})
    elif path.startswith("/static/"):
        route.fulfill(path=Path(finders.find(path.removeprefix("/static/"))))
    else:
        route.fulfill(status=204)


class Keyboard:
    """The hands of a clerk: keys, and an input method as the browser sees one."""

    def __init__(self, page):
        self._page = page
        self._browser = page.context.new_cdp_session(page)

    def press(self, *keys):
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, text):
        self._page.keyboard.type(text)

    def compose(self, letters):
        """Letters are being composed: shown in the cell, not yet text."""
        self._browser.send("Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)})

    def choose(self, text):
        """The candidate is chosen: the composition becomes text."""
        self._browser.send("Input.insertText", {"text": text})

    def at(self):
        """The name of the cell the cursor is in."""
        return self._page.evaluate("document.activeElement.name || document.activeElement.id")


@pytest.fixture
def keyboard(page):
    return Keyboard(page)


@pytest.fixture
def keyboard_of():
    """keyboard_of(page): the hands on another page."""
    return Keyboard


_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # the address of every element that passed takes as long as the rules themselves
}


def faults(page):
    """What axe finds, headings and names among it, and whether something runs out of the window sideways."""
    answer = Axe().run(page, options=_AXE)
    found = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in answer.response["violations"]]
    return found if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else [*found, ("wider than the window", [])]


@pytest.fixture
def no_fault():
    """no_fault(page): the page has no fault."""

    def look(page):
        assert faults(page) == []

    return look


@pytest.fixture
def signed_in(live_server, page):
    """signed_in(post): the official's browser, at the desk."""

    def sign_in(post):
        page.goto(f"{live_server.url}/sign-in")
        page.fill("[name=username]", post.user.username)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    return sign_in


@pytest.fixture
def page_of(live_server, new_context, seeded_db):
    """page_of(role): a browser with the sample official of the role signed in, kept for the test."""
    opened = {}

    def page(role):
        if role not in opened:
            user = Post.objects.select_related("user").get(user__username=f"zhangdian.{role.value}").user
            user.set_password(PASSWORD)
            user.password_is_temporary = False
            user.save()
            browser = new_context(base_url=live_server.url).new_page()
            browser.goto("/sign-in")
            browser.fill("[name=username]", user.username)
            browser.fill("[name=password]", PASSWORD)
            browser.keyboard.press("Enter")
            expect(browser.locator("h1")).to_have_text("工作台")
            opened[role] = browser
        return opened[role]

    return page


def picture(page, name):
    folder = os.environ.get("LIDAO_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def picture_of_paper(file, name):
    """The first page of a PDF, drawn by poppler's pdftoppm."""
    folder = os.environ.get("LIDAO_PICTURES")
    if folder:
        subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "80", file, Path(folder) / name], check=True)
