"""Runs, the lines of one and its questions as workbooks."""
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import stored, workbooks
from accounts.workbooks import Yuan
from benefits import beneficiaries
from benefits.runs import queries
from households import identity

_WHOSE_WIDTHS = (14, 14, 24, 12, 22, 26, 12, 12)


def runs(found, *, titles):
    """(content, number of rows) of the list of runs."""
    columns = [
        (_("批次编号"), 20), (_("扶助项目"), 60), (_("起月"), 10), (_("止月"), 10), (_("只核算的户数"), 14), (_("状态"), 12), (_("差额（元）"), 16),
        (_("申请人"), 12), (_("申请时间"), 18),
    ]  # fmt: skip
    rows = (
        [
            run.number, _("、").join(str(titles.get(code, code)) for code in run.schemes), f"{run.since:%Y-%m}",
            f"{run.until - timedelta(days=1):%Y-%m}", len(run.households or ()) or None, run.get_state_display(),
            Yuan(sum(row["due_fen"] - row["booked_fen"] for row in run.totals.values())) if run.totals else None, run.prepared_by.name,
            f"{timezone.localtime(run.prepared_at):%Y-%m-%d %H:%M}",
        ]
        for run in found
    )  # fmt: skip
    return workbooks.made(_("核算批次"), columns, rows)


def lines(run, found, *, titles):
    """(content, number of rows). No birth date stands in the workbook, so the last four digits of a number may; periods are told as
    months, for the first day of one may be somebody's birthday."""
    headings = [_("资金来源"), _("原应发（元）"), _("现应发（元）"), _("差额（元）"), _("变动")]

    def told(line):
        return [line.component, Yuan(line.booked_fen), Yuan(line.due_fen), Yuan(line.difference_fen), change(line)]

    return _book(run, found, told, headings=headings, widths=(10, 14, 14, 14, 8), titles=titles)


def questions(run, found, *, titles):
    """(content, number of rows) of what has to be recorded, for the townships to work through."""
    headings = [_("须补录或核实"), _("账上应发（元）")]

    def told(question):
        return ["\n".join(stored.ours(item["text"]) for item in question.missing), Yuan(question.booked_fen)]

    return _book(run, found, told, headings=headings, widths=(60, 14), titles=titles)


def _book(run, found, told, *, headings, widths, titles):
    names = queries.places(run.division_code)
    columns = list(zip([*_whose_headings(), *headings], [*_WHOSE_WIDTHS, *widths], strict=True))
    rows = ([*_whose(row, names, titles), *told(row)] for row in found.iterator(chunk_size=2000))
    return workbooks.made(run.number, columns, rows)


def change(line):
    """What happens to the key, in a word."""
    if line.due_fen == line.booked_fen:
        return _("不变")
    if line.booked_fen == 0:
        return _("新列")
    if line.due_fen == 0:
        return _("退出")
    return _("调增") if line.due_fen > line.booked_fen else _("调减")


def _whose_headings():
    return [_("乡镇"), _("村（居）"), _("档案号"), _("姓名"), _("身份证号"), _("扶助项目"), _("起月"), _("止月")]


def _whose(row, names, titles):
    number = row.person.number() if row.person else None
    return [
        names.get(row.division_code[:9] + "000", ""),
        names.get(row.division_code, ""),
        row.household.number,
        beneficiaries.owner(row, names),
        identity.mask(number, with_birth=False) if number else "",
        str(titles.get(row.scheme, row.scheme)),
        f"{row.since:%Y-%m}",
        f"{row.until - timedelta(days=1):%Y-%m}",
    ]
