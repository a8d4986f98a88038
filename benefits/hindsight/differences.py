"""Two reasons for the same period beside each other, the facts and values they rest on, and what differs between them, in words."""
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benefits.hindsight import told
from benefits.policies_table import names


@dataclass(frozen=True)
class Row:
    """One condition, value or fact: what it is, and what was said of it then and is said of it today (None: not said)."""

    title: str
    then: dict | str | None
    now: dict | str | None

    @property
    def changed(self):
        return self.then != self.now

    @property
    def sides(self):
        return self.then, self.now


def conditions(then, now):
    """[Row] of the conditions of two reasons, in the order of today's; `met` and `because` are compared."""
    return _rows(*(_by(reason.get("conditions", ()), "text", ("met", "because", "cite")) for reason in (then, now)))


def values(then, now, *, titles):
    """[Row] of the policy values two reasons rest on; figure, first day and document are compared."""
    rows = _rows(*(_by(reason.get("values", ()), "name", ("value", "unit", "since", "cite")) for reason in (then, now)))
    return [
        Row(names.title(row.title, titles), *(side and side | {"unit": names.unit(side["unit"])} for side in (row.then, row.now))) for row in rows
    ]


def facts(then, now):
    """[Row] of the facts of a family (told.of) then and now, without those nobody recorded on either day.

    Of somebody who was or is no member only that is said.
    """
    rows = []
    for key in [*now, *(key for key in then if key not in now)]:
        who, kind = key
        sides = [said.get(key, ("", None))[1] for said in (then, now)]
        title = (now.get(key) or then.get(key))[0]
        if kind == told.LIFE:
            sides = [_("不在这户的档案里") if side is None else side for side in sides]
        elif isinstance(who, int) and who and not all((who, told.LIFE) in said for said in (then, now)):
            continue
        if set(sides) - {told.unrecorded(), None}:
            rows.append(Row(title, *(_("没有记录") if side is None else side for side in sides)))
    return rows


def sentences(rows):
    """What differs, row by row, one sentence each; a condition only where its answer is another."""
    return [_sentence(row) for row in rows if _said(row.then) != _said(row.now)]


def _sentence(row):
    said = {"what": row.title, "then": _said(row.then), "now": _said(row.now)}
    if isinstance(row.then or row.now, str):
        return _("%(what)s：当时记录为%(then)s，现记录为%(now)s。") % said
    if "met" in (row.then or row.now):
        return _("条件“%(what)s”：当时%(then)s，今天%(now)s。") % said
    return _("标准“%(what)s”：当时%(then)s，今天%(now)s。") % said


def _said(side):
    if side is None:
        return _("没有用到")
    if isinstance(side, str):
        return side
    if "met" in side:
        return {"yes": _("符合"), "no": _("不符合")}.get(side["met"], _("待核"))
    return _("为 %(value)s %(unit)s（%(since)s 起，%(cite)s）") % side


def _by(said, key, columns):
    return {one[key]: {name: one[name] for name in columns} for one in said}


def _rows(then, now):
    return [Row(title, then.get(title), now.get(title)) for title in [*now, *(title for title in then if title not in now)]]
