"""What the pages of the import show."""
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import moves
from households.imports import queries, undoing
from households.imports.models import MOVES, ImportBatch, ImportFamily

PAGE_IMPORTS = 30
_STATE = ImportBatch.State
_OUTCOME = ImportFamily.Outcome
_KINDS = {_OUTCOME.NEW: "ok", _OUTCOME.UPDATE: "info", _OUTCOME.DUPLICATE: "warning", _OUTCOME.ERROR: "bad", _OUTCOME.SAME: ""}
_ORDER = [_STATE.CHECKING, _STATE.CHECKED, _STATE.IMPORTING, _STATE.IMPORTED]


def page(post, chosen, parameters):
    """One page of imports, newest first: rows, and addresses of the pages before and after."""
    found = queries.imports_of(post, state=chosen.get("state", ""), mine=chosen.get("mine", False))
    rows, newer, older = _keyset(found, parameters)
    kept = {key: value for key, value in parameters.items() if key in ("state", "mine") and value}
    address = reverse("imports:list")
    return {
        "rows": rows,
        "previous_url": f"{address}?{urlencode(kept | {'newer': newer})}" if newer else "",
        "next_url": f"{address}?{urlencode(kept | {'older': older})}" if older else "",
        "export_url": f"{reverse('imports:list_export')}?{urlencode(kept)}",
        "is_filtered": bool(kept),
    }


def _keyset(found, parameters):
    """(rows, id the newer page ends before, id the older page begins after)."""
    if parameters.get("newer", "").isdecimal():
        rows = list(found.filter(pk__gt=parameters["newer"]).order_by("pk")[:PAGE_IMPORTS])[::-1]
    elif parameters.get("older", "").isdecimal():
        rows = list(found.filter(pk__lt=parameters["older"]).order_by("-pk")[:PAGE_IMPORTS])
    else:
        rows = list(found.order_by("-pk")[:PAGE_IMPORTS])
    if not rows:
        return rows, None, None
    newer = rows[0].pk if found.filter(pk__gt=rows[0].pk).exists() else None
    older = rows[-1].pk if found.filter(pk__lt=rows[-1].pk).exists() else None
    return rows, newer, older


def shown(batch, parameters, *, by, at):
    """Everything the page of one import shows."""
    counts = queries.tally(batch)
    tab = parameters.get("tab", "")
    tab = tab if tab in queries.TABS else _OUTCOME.ERROR if counts.rows[_OUTCOME.ERROR] else "all"
    has_rows = batch.state in (_STATE.CHECKED, _STATE.IMPORTING, _STATE.IMPORTED, _STATE.TAKING_BACK, _STATE.TAKEN_BACK)
    has_rows = has_rows and not batch.is_working
    return {
        "batch": batch,
        "counts": counts,
        "steps": _steps(batch),
        "has_rows": has_rows,
        "seconds_left": batch.job.seconds_left(at=at) if batch.job else None,
        "tabs": _tabs(counts, tab),
        "tab": tab,
        "page": _rows(batch, tab, parameters) if has_rows else None,
        "buttons": [] if batch.is_working else moves.buttons(batch, MOVES, by=by),
        "held_by": undoing.why_not_seen_by(batch, by) if batch.state == _STATE.IMPORTED else None,
    }


def _steps(batch):
    titles = [_("选文件"), _("校验"), _("核对确认"), _("导入"), _("结果")]
    reached = {_STATE.CHECKING: 1, _STATE.FAILED: 1, _STATE.CHECKED: 2, _STATE.IMPORTING: 3}.get(batch.state, 4)
    stopped = batch.state in (_STATE.FAILED, _STATE.CANCELLED, _STATE.TAKEN_BACK)
    states = ["done" if place < reached else "" if place > reached else "stopped" if stopped else "now" for place in range(len(titles))]
    if batch.state == _STATE.IMPORTED:
        states[-1] = "done"
    return [{"title": title, "state": state} for title, state in zip(titles, states, strict=True)]


def _tabs(counts, current):
    titles = {
        "all": _("全部"),
        _OUTCOME.ERROR: _("有错"),
        _OUTCOME.NEW: _("新增"),
        _OUTCOME.UPDATE: _("更新"),
        _OUTCOME.DUPLICATE: _("重复"),
        _OUTCOME.SAME: _("已在册且相同"),
    }
    return [
        {"name": name, "title": title, "count": counts.total if name == "all" else counts.rows[name], "current": name == current}
        for name, title in titles.items()
    ]


def _rows(batch, tab, parameters):
    after, before = parameters.get("after", ""), parameters.get("before", "")
    found = queries.page(
        batch, tab=tab, after=int(after) if after.isdecimal() else 0, before=int(before) if before.isdecimal() else None
    )
    address = f"{reverse('imports:batch', args=[batch.pk])}?tab={tab}"
    return {
        "rows": [(row, _tag(row)) for row in found.rows],
        "previous_url": f"{address}&before={found.previous}" if found.previous else "",
        "next_url": f"{address}&after={found.next}" if found.next else "",
    }


def _tag(row):
    """(kind, words) of a row's outcome; in the past tense once it is on the record."""
    done = {_OUTCOME.NEW: _("已新增"), _OUTCOME.UPDATE: _("已更新")}
    words = done.get(row.outcome) if row.is_imported else None
    return _KINDS[row.outcome], words or _OUTCOME(row.outcome).label
