"""低保与扶贫 of a sample county: two months' lists of civil affairs, the first registered, the second waiting with its differences; a file
of the poverty system with something doubtful, and one that waits to be taken out."""
import uuid
from datetime import UTC, date, datetime

from accounts.roles import Role
from audits.jobs import engine
from benefits.exchange import commands as outgoing
from households.models import Membership
from poverty.exchange import commands as incoming
from poverty.exchange.columns import TABLE as HOUSEHOLDS
from poverty.models import MinimumLiving, PovertyRegistration, Transfer
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


def exchange(posts):
    """A file of eight households: two names differ, of which one is decided, one family is out of poverty since; and a file for 2025 that waits."""
    preparer, at = posts[Role.COUNTY_PREPARER], datetime(2026, 11, 19, 2, tzinfo=UTC)
    held = PovertyRegistration.objects.filter(until=None, withdrawn_at=None, division_code__startswith=preparer.county_code[:6])
    records = [record for row in held.order_by("id")[:8] for record in _household(row)]
    records[0]["name"], records[-1]["name"] = "赵同号", "钱曾用"
    told = {"purpose": "县扶贫办 2026 年第三季度数据（样例）", "file_name": "扶贫户（样例）.xlsx"}
    transfer = incoming.receive(key=_key(preparer, "in"), content=HOUSEHOLDS.written(records), **told, by=preparer, at=at)
    engine.work(transfer.job_id, clock=lambda: at)
    doubtful = transfer.households.filter(outcome="doubtful").last()
    if doubtful:
        doubt = incoming.doubt_key(doubtful.doubts[0])
        told = {"place": doubtful.place, "doubt": doubt, "same": True, "reason": "曾用名，核对户口簿（样例）"}
        incoming.decide(transfer_id=transfer.pk, **told, by=preparer, at=at)
    told = {"counterpart": Transfer.Counterpart.POVERTY, "year": 2025, "purpose": "2026 年建档立卡动态调整（样例）"}
    made = outgoing.ask(key=_key(preparer, "out"), **told, by=preparer, at=at)
    engine.work(made.job_id, clock=lambda: at)


def _household(row):
    """The lines of a registered family as the poverty system has them, its income of the year before with them."""
    said = {
        "family": row.number, "planning": "1 是", "attribute": row.get_attribute_display(), "cause": row.get_cause_display(), "status": "已脱贫",
        "since": row.since.isoformat(), "year": "2025", "net_fen": "9800", "planning_fen": "1920", "area": "96", "water": "自来水",
    }  # fmt: skip
    couple = Membership.objects.filter(household=row.household_id, withdrawn_at=None, relation__in="01", person__number_hash__isnull=False)
    people = [member.person for member in couple.select_related("person").order_by("relation")]
    return [said | {"name": person.name, "number": person.number()} for person in people]


def _key(preparer, which):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"exchange/{preparer.county_code}/{which}")


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
