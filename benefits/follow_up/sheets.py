"""What has to be recorded, as a workbook the township works through. No number stands in it."""
from django.utils.translation import gettext as _

from accounts import stored, workbooks
from accounts.workbooks import Yuan


def made(kind, rows, *, places, titles):
    """(content, rows) of what queries.found gives."""
    columns = [(_("村（居）"), 24), (_("档案号"), 22), (_("姓名"), 12), (_("扶助项目"), 30)]
    if kind == "questions":
        columns += [(_("起"), 12), (_("止（不含）"), 12), (_("须补录或核实"), 60)]
    else:
        columns += [(_("金额（元）"), 14), (_("缘由"), 40)]
    told = _question if kind == "questions" else _payout
    return workbooks.made(_("待补资料"), columns, (_whose(row, places, titles) + told(row) for row in rows.iterator(chunk_size=2000)))


def why(payout):
    """Why the money has not reached them, in a sentence."""
    if payout.state == payout.State.RETURNED:
        return _("银行退汇，请核对或变更收款账户")
    return _("没有收款账户，请补录")


def _whose(row, places, titles):
    name = row.person.name if row.person else _("本户")
    return [places.get(row.division_code, row.division_code), row.household.number, name, str(titles.get(row.scheme, row.scheme))]


def _question(question):
    return [question.since, question.until, "\n".join(stored.ours(item["text"]) for item in question.missing)]


def _payout(payout):
    return [Yuan(payout.amount_fen), why(payout)]
