"""低保与扶贫 of a sample county: two months' lists of civil affairs, the first registered, the second waiting with its differences."""
import uuid
from datetime import UTC, date, datetime

from accounts.roles import Role
from poverty.models import MinimumLiving
from poverty.monthly import commands as monthly
from poverty.monthly.columns import TABLE

MONTHS = (date(2026, 10, 1), date(2026, 11, 1))


def lists(posts):
    """October tells every family's class and standard; in November one family is gone, one gets more, one is unknown."""
    preparer = posts[Role.COUNTY_PREPARER]
    found = MinimumLiving.objects.filter(kind="rural", until=None, withdrawn_at=None, division_code__startswith=preparer.county_code[:6])
    found = found.select_related("household").prefetch_related("members").order_by("id")[:40]
    families = [
        [
            (f"样例{number:04d}", person.name, person.number(), "ABC"[number % 3], "760", f"{period.subsidy_fen // 100}")
            for person in period.members.all()
        ]
        for number, period in enumerate(found, 1)
    ]
    october = _upload(preparer, MONTHS[0], [row for family in families for row in family])
    monthly.apply(list_id=october.pk, by=preparer, at=_at(MONTHS[0]))
    for number, row in enumerate(families[1]):
        families[1][number] = (*row[:5], "400")
    stranger = ("样例9999", "赵无名", "999999197001010017", "B", "760", "300")
    _upload(preparer, MONTHS[1], [row for family in families[1:] for row in family] + [stranger])


def _upload(preparer, month, people):
    keys = ("family", "name", "number", "category", "line_fen", "subsidy_fen")
    rows = [(2, TABLE.headings)]
    rows += [(number, [dict(zip(keys, person, strict=True)).get(column.key) for column in TABLE.columns]) for number, person in enumerate(people, 3)]
    headings, lines = TABLE.understood(rows)
    return monthly.upload(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"{preparer.county_code}/{month}"), kind="rural", month=month, source=f"民政 {month:%Y-%m} 名册（样例）",
        file_name=f"农村低保{month:%Y-%m}（样例）.xlsx", content=f"{preparer.county_code} {month}".encode(), headings=headings, lines=lines,
        by=preparer, at=_at(month),
    )  # fmt: skip


def _at(month):
    return datetime(month.year, month.month, 12, 2, tzinfo=UTC)
