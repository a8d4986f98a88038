"""期初结转 of the sample counties: what the former system had paid for 2023, one file booked, another waiting for finance."""
import uuid
from datetime import date

from accounts.roles import Role
from benefits.models import Entitlement
from benefits.opening import commands
from benefits.opening.sheet import Row

YEAR = (date(2023, 1, 1), date(2024, 1, 1))


def carry_over(posts, scheme, *, booked, at):
    """The year 2023 of some recipients, 720 of 960 yuan paid to one of them; as far as the books when `booked`."""
    preparer = posts[Role.COUNTY_PREPARER]
    keys = Entitlement.objects.filter(scheme=scheme, since=YEAR[1], person__isnull=False, division_code__startswith=preparer.county_code[:6])
    keys = keys.select_related("person").order_by("id")[: 24 if booked else 12]
    rows = [
        Row(
            row=number, number=key.person.number(), name=key.person.name, scheme=scheme, category="", enjoying_since=date(2020, 1, 1), since=YEAR[0],
            until=YEAR[1], paid_fen=72_000 if number == 2 else 96_000, due_fen=96_000, holder_name="", bank="", account="",
        )
        for number, key in enumerate(keys, 2) if key.person.number_sealed
    ]  # fmt: skip
    balance = commands.enter(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"opening/{preparer.pk}/{scheme}"), rows=rows, content=f"{preparer.county_code}".encode(),
        file_name="2023年已发放（样例）.xlsx", source="原奖扶管理系统 2023 年度发放记录（样例）", by=preparer, at=at,
    )  # fmt: skip
    if booked:
        document = "财政局对账单〔2024〕1 号（样例）"
        commands.reconcile(balance_id=balance.pk, finance_fen=balance.paid_fen, document=document, by=posts[Role.FINANCE], at=at)
        commands.check(balance_id=balance.pk, by=posts[Role.COUNTY_REVIEWER], at=at)
        commands.sign(balance_id=balance.pk, by=posts[Role.COUNTY_SIGNER], at=at)
