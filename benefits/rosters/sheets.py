"""The list of rosters and the list of their downloads as workbooks."""
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.rosters import queries


def rosters(found):
    """(content, rows) of the list of rosters."""
    columns = [
        (_("编号"), 24), (_("清册"), 44), (_("地区"), 16), (_("版次"), 8), (_("人数"), 10), (_("金额（元）"), 16), (_("封存时间"), 20),
        (_("验证码"), 18),
    ]  # fmt: skip
    found = list(found)
    places = queries.place_names(found)
    rows = (
        [
            roster.number, roster.title, places.get(roster.division_code, ""), roster.version, roster.people, Yuan(roster.total_fen),
            _moment(roster.sealed_at), roster.code or "",
        ]
        for roster in found
    )  # fmt: skip
    return workbooks.made(_("清册"), columns, rows)


def downloads(found):
    """(content, rows) of who took which sealed file when."""
    columns = [(_("时间"), 20), (_("姓名"), 12), (_("文件"), 32), ("SHA-256", 68)]
    rows = ([_moment(one.at), one.user.name, one.seal.name, bytes(one.seal.sha256).hex()] for one in found.iterator(chunk_size=500))
    return workbooks.made(_("下载登记"), columns, rows)


def _moment(at):
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""
