"""Pages for the browser made from our own templates and static files, without a server or a database."""
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

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
