"""Walks the product as a signed-in person does: from the desk along every link, two pages of each kind unless told otherwise."""
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
_FORM = re.compile(r'<form\b([^>]*)>(.*?)</form>', re.S)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_SKIPPED = ("/static/", "/sign-out")


@dataclass
class Form:
    """A form as the page offers it, filled the way the page fills it."""

    page: str
    action: str
    fields: dict
    multipart: bool = False

    @property
    def kind(self):
        return kind_of(self.action)


@dataclass
class Walk:
    """Pages by address, with what they answered, and the forms found on them."""

    pages: dict = field(default_factory=dict)
    forms: dict = field(default_factory=dict)

    def kinds(self):
        return {kind_of(address) for address in self.pages}


def walk(client, *, start="/", also=(), limit=350, below="/", of_a_kind=2):
    """Follow links from `also` and `start` to addresses that begin with `below`; of one view with the same query keys at most `of_a_kind`."""
    found, seen, waiting = Walk(), Counter(), [*also, start]
    queued = set(waiting)
    while waiting and len(found.pages) < limit:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind is None or seen[kind] >= of_a_kind or not address.startswith(below):
            continue
        seen[kind] += 1
        response = client.get(address)
        found.pages[address] = response
        if response.status_code in (301, 302):
            _queue([response.url], waiting, queued)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        text = response.content.decode()
        for form in forms(text, page=address):
            found.forms.setdefault((form.kind, tuple(sorted(form.fields))), form)
        _queue([html.unescape(link) for link in _LINK.findall(text)], waiting, queued)
    return found


def forms(text, *, page):
    """Every POST form of a page."""
    for attributes, inside in _FORM.findall(text):
        given = {name.lower(): html.unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
        if given.get("method", "get").lower() == "post":
            yield Form(page, given.get("action") or page, _fields(inside), "multipart" in given.get("enctype", ""))


@cache
def kind_of(address):
    """The view and the query keys of an address: addresses of one kind are built by the same code."""
    parts = urlsplit(address)
    if parts.netloc or any(parts.path.startswith(prefix) for prefix in _SKIPPED):
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return match.view_name, tuple(sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True)))


def words(response):
    """What a page says, without its markup."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def _queue(addresses, waiting, queued):
    for address in addresses:
        if address not in queued:
            queued.add(address)
            waiting.append(address)


def _fields(inside):
    values = {}
    for tag, attributes in re.findall(r"<(input|select|textarea|button)\b([^>]*)>", inside):
        given = dict(_ATTRIBUTE.findall(attributes))
        name = given.get("name")
        if not name or given.get("type") == "file":
            continue
        if given.get("type") in ("checkbox", "radio") and " checked" not in attributes:
            continue
        values[name] = html.unescape(given.get("value", "")) if tag != "select" else values.get(name, "")
    for name, options in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', inside, re.S):
        chosen = re.search(r'<option\b[^>]*value="([^"]*)"[^>]*selected', options) or re.search(r'<option\b[^>]*value="([^"]*)"', options)
        values[name] = html.unescape(chosen.group(1)) if chosen else ""
    return values
