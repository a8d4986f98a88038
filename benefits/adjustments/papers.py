"""What an announcement says. A paper is Chinese whoever prints it, so nothing here is translated."""
from django.conf import settings
from django.utils import timezone

from accounts import crypto, stored
from accounts.models import Jurisdiction
from benefits import beneficiaries
from benefits.adjustments import outlook, queries
from benefits.policies_table import board as policies
from benefits.policies_table import names
from benefits.runs import queries as runs


def title_of_notice(county):
    return f"{county.name}调整利益导向资金标准公告"


def title_of_list(county, township):
    return f"{county.name}{township.name}利益导向资金标准调整名单"


def printed(row, roster, standards):
    """The frozen rows as they are printed, with the code: the same paper gives the same bytes."""
    adjustment = row.adjustment
    county = Jurisdiction.objects.get(pk=adjustment.division_code)
    is_list = row.division_code != adjustment.division_code
    document = f"{adjustment.citation.number} {adjustment.clause}"
    printed = roster.Roster(
        document=str(row.document), title=row.title, number=row.number, unit=f"{county.name}卫生健康局",
        place=Jurisdiction.objects.get(pk=row.division_code).name, period=f"{adjustment.effective} 起", scheme="", people=row.people,
        printed_on=adjustment.published_on,
        rows=tuple(_changes(row, standards) if is_list else _standards(adjustment, standards, document)),
        signatures=(
            _signed("制表", adjustment, "prepared", roster), _signed("批准", adjustment, "approved", roster, seal=True),
            _signed("公布", adjustment, "published", roster),
        ),
        notes=(_ground(adjustment),), journal_head=adjustment.approved_head,
    )  # fmt: skip
    return printed.coded(key=crypto.code_key(), address=f"{settings.LIDAO_ADDRESS}/verify/")


def _standards(adjustment, standards, document):
    for serial, (value, title, unit) in enumerate(_named(adjustment), 1):
        yield standards.Standard(
            serial=serial, name=title, unit=unit, old_fen=value.old_fen, new_fen=value.new_fen, since=f"{adjustment.effective}", clause=document
        )


def _changes(row, standards):
    places = runs.places(row.adjustment.division_code)
    with stored.in_chinese():
        titles = {code: str(title) for code, title in runs.titles().items()}
    rows = [one for one in queries.announced(row.adjustment) if one.division_code[:9] == row.division_code[:9]]
    for serial, one in enumerate(rows, 1):
        yield standards.Change(
            serial=serial, name=beneficiaries.owner(one, places), household=one.household.number, village=places.get(one.division_code, ""),
            scheme=titles.get(one.scheme, one.scheme), year=f"{one.year}", old_fen=one.before_fen, new_fen=one.after_fen,
            more_fen=one.difference_fen,
        )  # fmt: skip


def _signed(role, adjustment, step, roster, *, seal=False):
    moment = timezone.localtime(getattr(adjustment, f"{step}_at"))
    return roster.Signature(role=role, name=getattr(adjustment, f"{step}_by").name, moment=f"{moment:%Y-%m-%d %H:%M}", seal=seal)


def _ground(adjustment):
    """What an announcement rests on, in a sentence."""
    growth = outlook.percent(outlook.growth_of(adjustment))
    return (
        f"依据 {adjustment.citation.number} {adjustment.clause}：{adjustment.base_year} 年至 {adjustment.year} 年居民家庭年人均生活消费支出累计增长"
        f" {growth}，调整后的标准 = 现标准 × (1 + 累计增长幅度)，自 {adjustment.effective} 起执行。"
    )


def _named(adjustment):
    """[(AdjustedValue, what it is called, its unit in words)]."""
    with stored.in_chinese():
        titles = policies.titles()
        return [(value, str(names.title(value.name, titles)), str(names.unit(value.unit))) for value in adjustment.values.all()]
