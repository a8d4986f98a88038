"""Payout runs and their differences as workbooks. No birth date stands in them, so last four digits may."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.payouts import anomalies, queries
from households import identity


def differences(run):
    """差异明细: (content, rows) of everybody whom this run and the one before do not pay alike, then of those who left."""
    places, titles = queries.places(run.division_code), queries.titles()
    columns = [
        (_("序号"), 8), (_("姓名"), 12), (_("身份证号"), 20), (_("乡镇"), 14), (_("村组"), 22), (_("扶助项目"), 30), (_("变动"), 10),
        (_("上期（元）"), 14), (_("本期（元）"), 14), (_("差额（元）"), 14), (_("异常"), 34), (_("处理意见"), 10), (_("理由"), 24),
    ]  # fmt: skip
    return workbooks.made(run.number, columns, _differences(run, places, titles))


def runs(found, *, places, titles):
    """(content, rows) of the list of payout runs."""
    columns = [
        (_("批次编号"), 20), (_("地区"), 14), (_("扶助项目"), 40), (_("起"), 12), (_("止（不含）"), 12), (_("状态"), 12), (_("人数"), 10),
        (_("金额（元）"), 16),
    ]  # fmt: skip
    rows = (
        [
            run.number, places.get(run.division_code, ""), _("、").join(str(titles.get(code, code)) for code in run.schemes), run.since, run.until,
            run.get_state_display(), run.people, Yuan(run.total_fen),
        ]
        for run in found.iterator(chunk_size=500)
    )  # fmt: skip
    return workbooks.made(_("发放批次"), columns, rows)


def _differences(run, places, titles):
    for payout in queries.payouts(run).exclude(change="same", decision="approve").iterator(chunk_size=2000):
        now_fen = 0 if payout.decision in ("hold", "remove") else payout.amount_fen
        told = _("；").join(_("%(title)s：%(sentence)s") % {"title": kind.title, "sentence": sentence} for kind, sentence in anomalies.told(payout))
        judgement = [told, payout.get_decision_display(), payout.reason]
        yield _row(payout, places, titles, payout.get_change_display(), payout.previous_fen or 0, now_fen) + judgement
    for payout in queries.left(run).iterator(chunk_size=2000):
        yield [*_row(payout, places, titles, _("退出"), payout.amount_fen, 0), "", "", payout.removed_why or ""]


def _row(payout, places, titles, change, before_fen, now_fen):
    number = payout.identity_number()
    return [
        payout.line_no, payout.name, identity.mask(number, with_birth=False) if number else "", places.get(payout.division_code[:9] + "000", ""),
        payout.place_name, titles.get(payout.scheme, payout.scheme), change, Yuan(before_fen), Yuan(now_fen), Yuan(now_fen - before_fen),
    ]  # fmt: skip
