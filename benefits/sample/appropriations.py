"""A measure whose document states no amount, paid by a county's own document: an appropriation, registrations, some approved, two waiting."""
import uuid
from datetime import date

from accounts.roles import Role
from benefits import measures
from benefits.funds import commands
from benefits.register import commands as register
from benefits.register import eligibility
from households.models import Household

_FAMILIES = 4
_ONLY, _GIRLS = ("only_son", "only_daughter"), ("only_daughter", "two_daughters")
_YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def walk(posts, *, name, code, stated_by, at):
    """Families of the clerk's township register the item for the year and are proposed together; all but the last two are approved."""
    preparer = posts[Role.COUNTY_PREPARER]
    fund = commands.open_fund(kind="appropriation", name=name, document="样例〔2026〕15 号", by=posts[Role.COUNTY_REVIEWER], at=at)
    commands.enter_income(
        fund_id=fund.pk, key=_key(f"appropriation/{code}"), amount_fen=5_000_000, on=at.date(), donor="县财政局（样例）",
        document="样例财〔2026〕40 号", by=preparer, at=at,
    )  # fmt: skip
    rows = list(_registered(posts[Role.TOWNSHIP_CLERK], measures.item(code, stated_by), at))
    if not rows:
        return
    proposed = commands.propose_registered(
        fund_id=fund.pk, key=_key(f"proposal/{code}"), registration_ids=[row.pk for row in rows], amount_fen=60_000, since=_YEAR[0], until=_YEAR[1],
        number="样例〔2026〕16 号", title="计划生育家庭奖补发放通知（样例）", issuer="样例县卫生健康局", issued="2026-09-30", by=preparer, at=at,
    )  # fmt: skip
    ids = [grant.pk for grant in proposed.grants[:-2]]
    if ids:
        commands.approve_grants(fund_id=fund.pk, grant_ids=ids, by=posts[Role.COUNTY_SIGNER], at=at)


def _registered(clerk, item, at):
    """The first families of the township the item is for, who have not claimed it."""
    kinds = _GIRLS if item.code == "unstated.girls_supplement" else _ONLY
    found = Household.objects.filter(division_code__startswith=clerk.division_code[:9], family_type__kind__in=kinds)
    for household in found.exclude(registrations__item=item.code).order_by("id")[:_FAMILIES]:
        candidate = eligibility.Known(household.pk, on=_YEAR[0]).candidate(item, None)
        if candidate.answer == eligibility.YES:
            yield register.register_item(
                key=_key(f"{household.pk}/{item.code}"), household_id=household.pk, person_id=None, code=item.code, stated_by=item.place,
                since=_YEAR[0], until=None, grounds="", wish="", by=clerk, at=at,
            )  # fmt: skip


def _key(text):
    return uuid.uuid5(uuid.NAMESPACE_OID, text)
