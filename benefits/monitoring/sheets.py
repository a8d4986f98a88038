"""The indicator page and the rows behind it as workbooks; they leave the house, so names are masked."""
from django.utils.translation import gettext as _

from accounts import workbooks
from accounts.workbooks import Yuan
from benefits.monitoring import sources
from households import identity


def targets(rows, *, year, place):
    """`place` names the last row, which is the place as a whole."""
    columns = [
        (_("年度"), 8), (_("地区"), 16), (_("应发（元）"), 16), (_("已发（元）"), 16), (_("兑现率"), 10), (_("兑现率达到 100%"), 16),
        (_("补助照顾资金（元）"), 18), (_("人数"), 14), (_("人均（元）"), 14), (_("人均达标"), 14), (_("农村达标"), 14), (_("城镇达标"), 14),
    ]  # fmt: skip
    return workbooks.made(_("目标监测"), columns, (_target(row, year, place) for row in rows))


def dues(found, *, places, titles):
    columns = [
        (_("乡镇"), 14), (_("村（居）"), 18), (_("档案号"), 22), (_("对象"), 14), (_("扶助项目"), 30), (_("起"), 12), (_("止（不含）"), 12),
        (_("应发（元）"), 14), (_("已发（元）"), 14),
    ]  # fmt: skip
    return workbooks.made(_("应发与已发"), columns, (_due(key, places, titles) for key in found.iterator(chunk_size=1000)))


def received(families, sums, *, year, wanted, places):
    columns = [(_("年度"), 8), (_("乡镇"), 14), (_("村（居）"), 18), (_("档案号"), 22), *((str(sources.TITLES[name]), 24) for name in wanted)]
    return workbooks.made(_("到账和救助"), columns, (_received(row, sums[row.pk], year, wanted, places) for row in families))


def answer(code):
    return {"yes": _("是"), "no": _("否"), "unknown": _("不详")}[code]


def percent(ten_thousandths):
    """9,876 ten-thousandths as 98.76%, cut off and never rounded up to a target."""
    return "" if ten_thousandths is None else f"{ten_thousandths // 100}.{ten_thousandths % 100:02d}%"


def _target(row, year, place):
    group = row.counted.together
    people = str(group.most) if group.least == group.most else f"{group.least}–{group.most}"
    answers = [answer(finding.answer) for finding in (row.average, row.rural, row.urban)]
    average = "" if row.average.value is None else Yuan(row.average.value)
    paid = [Yuan(row.counted.due_fen), Yuan(row.counted.paid_fen), percent(row.fulfilment.value), answer(row.fulfilment.answer)]
    return [year, row.name or place, *paid, Yuan(group.received_fen), people, average, *answers]


def _received(row, sums, year, wanted, places):
    place = [places.get(row.division_code[:9] + "000", ""), places.get(row.division_code, "")]
    return [year, *place, row.number, *(Yuan(sums[name]) if name in sums else "" for name in wanted)]


def _due(key, places, titles):
    name = identity.mask_name(key.person.name) if key.person else _("全户")
    place = [places.get(key.division_code[:9] + "000", ""), places.get(key.division_code, "")]
    return [*place, key.household.number, name, titles.get(key.scheme, key.scheme), key.since, key.until, Yuan(key.due_fen), Yuan(key.moved_fen)]
