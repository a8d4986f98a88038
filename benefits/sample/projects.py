"""Projects of the sample counties, each at another step, with the families that applied; every step a real command."""
import uuid
from datetime import UTC, date, datetime

from accounts.roles import Role
from households.models import Household
from poverty.projects import commands

_PICTURE = bytes.fromhex(  # one grey dot
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
_ANSWER = {"person": "王敏", "document": "样例计生函〔2026〕3 号", "answer": "同意，请优先安排计划生育家庭；村级次序见村级优先名单。"}


def walk(posts, *, year):
    """One project that waits for its consultation, one that may be opened, one that takes applications of the clerk's township."""
    clerk, preparer = posts[Role.TOWNSHIP_CLERK], posts[Role.COUNTY_PREPARER]
    township = clerk.division_code[:9] + "000"
    _drafted(posts, "drinking_water", "农村饮水巩固", year, [preparer.county_code], standard_fen=None)
    consulted = _drafted(posts, "training", "劳动力转移培训", year, [preparer.county_code], standard_fen=50_000)
    _consulted(posts, consulted, year)
    taken = _drafted(posts, "specialty", "特色种植", year, [township], standard_fen=300_000)
    _consulted(posts, taken, year)
    commands.open_applications(project_id=taken.pk, by=preparer, at=_at(year, 3, 12))
    families = Household.objects.filter(division_code__startswith=township[:9]).order_by("id")[:4]
    for order, household in enumerate(families, 1):
        commands.apply_for_project(
            project_id=taken.pk, household_number=household.number, applied_on=date(year, 4, order), wish="栽核桃 3 亩", by=clerk,
            at=_at(year, 4, order),
        )


def _drafted(posts, kind, name, year, places, *, standard_fen):
    preparer = posts[Role.COUNTY_PREPARER]
    document = f"样例〔{year}〕21 号"
    project = commands.draft_project(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"project/{preparer.county_code}/{name}/{year}"), kind=kind, name=f"{year} 年{name}（样例）", year=year,
        since=date(year, 3, 1), until=date(year, 12, 20), places=places, document=document, standard_fen=standard_fen,
        standard_document=document if standard_fen else "", by=preparer, at=_at(year, 3, 2),
    )  # fmt: skip
    source = commands.enter_source(
        project_id=project.pk, name="财政专项扶贫资金", document=f"样例〔{year}〕22 号", planned_fen=30_000_000, by=preparer, at=_at(year, 3, 3)
    )
    commands.record_money(source_id=source.pk, received_fen=20_000_000, spent_fen=0, by=posts[Role.FINANCE], at=_at(year, 3, 4))
    return project


def _consulted(posts, project, year):
    reviewer = posts[Role.COUNTY_REVIEWER]
    commands.record_consultation(project_id=project.pk, on=date(year, 3, 6), **_ANSWER, by=reviewer, at=_at(year, 3, 9))
    commands.add_paper(project_id=project.pk, kind="consultation", title="会商复函（样例）", content=_PICTURE, by=reviewer, at=_at(year, 3, 9))


def _at(year, month, day):
    return datetime(year, month, day, 2, 0, tzinfo=UTC)
