"""A page's form as a browser would post it untouched."""
from html.parser import HTMLParser


def controls(html, form_id):
    """{name: value} of the successful controls of a form."""
    reader = _Reader(form_id)
    reader.feed(html)
    return reader.values


class _Reader(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.values = {}
        self._form_id = form_id
        self._inside = False
        self._template = 0
        self._select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self._inside = given.get("id") == self._form_id
        self._template += tag == "template"
        if not self._inside or self._template:
            return
        if tag == "select":
            self._select = given["name"]
        elif tag == "option" and ("selected" in given or self._select not in self.values):
            self.values[self._select] = given.get("value", "")
        elif tag == "input" and given.get("name") and (given.get("type") != "checkbox" or "checked" in given):
            self.values[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag):
        self._template -= tag == "template"
        if tag == "form":
            self._inside = False
