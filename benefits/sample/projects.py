"""Projects of the sample counties, each at another step, with the families that applied; every step a real command."""
import uuid
from datetime import UTC, date, datetime

from accounts.roles import Role
from benefits.models import Opening
from benefits.projects import commands as granting
from benefits.projects import least
from benefits.rules.schemes import project_grant
from benefits.runs import commands as runs
from households.models import Household
from poverty.loans import commands as lending
from poverty.models import LoanFund, Project
from poverty.projects import commands

_PICTURE = bytes.fromhex(  # one grey dot
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
_ANSWER = {"person": "王敏", "document": "样例计生函〔2026〕3 号", "answer": "同意，请优先安排计划生育家庭；村级次序见村级优先名单。"}
_STANDARD_FEN = 300_000


class Year:
    """The officials of a county and their projects of a year."""

    def __init__(self, posts, year):
        roles = (Role.TOWNSHIP_CLERK, Role.COUNTY_PREPARER, Role.COUNTY_REVIEWER, Role.COUNTY_SIGNER, Role.FINANCE)
        self.clerk, self.preparer, self.reviewer, self.signer, self.finance = (posts[role] for role in roles)
        self.year, self.county, self.township = year, self.preparer.county_code, self.clerk.division_code[:9] + "000"

    def at(self, month, day):
        return datetime(self.year, month, day, 2, 0, tzinfo=UTC)

    def drafted(self, kind, name, *, standard_fen=_STANDARD_FEN, planned_fen=30_000_000, received_fen=20_000_000, spent_fen=0):
        document = f"样例〔{self.year}〕21 号"
        project = commands.draft_project(
            key=uuid.uuid5(uuid.NAMESPACE_OID, f"project/{self.county}/{name}/{self.year}"), kind=kind, name=f"{self.year} 年{name}（样例）",
            year=self.year, since=date(self.year, 3, 1), until=date(self.year, 12, 20), places=[self.township], document=document,
            standard_fen=standard_fen, standard_document=document if standard_fen else "", by=self.preparer, at=self.at(3, 2),
        )  # fmt: skip
        source = commands.enter_source(
            project_id=project.pk, name="财政专项扶贫资金", document=f"样例〔{self.year}〕22 号", planned_fen=planned_fen, by=self.preparer,
            at=self.at(3, 3),
        )  # fmt: skip
        commands.record_money(source_id=source.pk, received_fen=received_fen, spent_fen=spent_fen, by=self.finance, at=self.at(3, 4))
        return project

    def consulted(self, *about, **stated):
        project, at = self.drafted(*about, **stated), self.at(3, 9)
        commands.record_consultation(project_id=project.pk, on=date(self.year, 3, 6), **_ANSWER, by=self.reviewer, at=at)
        commands.add_paper(project_id=project.pk, kind="consultation", title="会商复函（样例）", content=_PICTURE, by=self.reviewer, at=at)
        return project

    def started(self, kind, name):
        """Works for villages, under way."""
        project = self.consulted(kind, name, standard_fen=None)
        return commands.start_works(project_id=project.pk, by=self.preparer, at=self.at(4, 8))

    def opened(self, kind, name, families, **stated):
        project = self.consulted(kind, name, **stated)
        commands.open_applications(project_id=project.pk, by=self.preparer, at=self.at(3, 12))
        for order, number in enumerate(families, 1):
            commands.apply_for_project(
                project_id=project.pk, household_number=number, applied_on=date(self.year, 4, order), wish="栽核桃 3 亩", by=self.clerk,
                at=self.at(4, order),
            )  # fmt: skip
        return project

    def ranked(self, *about, **stated):
        """The ranking drawn up: whoever the record does not say enough of has withdrawn."""
        project = self.opened(*about, **stated)
        while True:
            ranking = granting.rank_project(project_id=project.pk, by=self.preparer, at=self.at(5, 6))
            undecided = [row["application"] for row in ranking.rows if row["undecided"]]
            if not undecided:
                return project, ranking
            granting.return_ranking(project_id=project.pk, why="资料不全，次序未定", by=self.reviewer, at=self.at(5, 7))
            for application in undecided:
                commands.withdraw_application(application_id=application, why="资料不全，下年再申请", by=self.clerk, at=self.at(5, 8))

    def confirmed(self, *about, **stated):
        """(project, rows of its ranking that another official has confirmed)."""
        project, ranking = self.ranked(*about, **stated)
        granting.confirm_ranking(project_id=project.pk, content_hash=ranking.content_hash, by=self.reviewer, at=self.at(5, 12))
        return project, ranking.rows

    def granted(self, *about, approve, propose):
        """A confirmed ranking: the first families approved (every third in goods), the next ones proposed, the last waiting."""
        project, rows = self.confirmed(*about)
        for row in rows[: approve + propose]:
            application = project.applications.select_related("project").get(pk=row["application"])
            goods = "种羊 2 只" if row["place"] % 3 == 0 else ""
            grant = granting.propose_grant(
                application_id=application.pk, key=uuid.uuid5(uuid.NAMESPACE_OID, f"project-grant/{application.pk}"),
                form="goods" if goods else "cash", goods=goods, amount_fen=least.of_application(application, on=date(self.year, 6, 3)).fen,
                by=self.preparer, at=self.at(6, 3),
            )  # fmt: skip
            if row["place"] <= approve:
                granting.approve_grant(grant_id=grant.pk, by=self.signer, at=self.at(6, 10))
        return project

    def accepted(self, project, acceptance):
        commands.complete_project(project_id=project.pk, by=self.preparer, at=self.at(10, 20))
        at = self.at(10, 21)
        commands.add_paper(project_id=project.pk, kind="acceptance", title="验收照片（样例）", content=_PICTURE, by=self.preparer, at=at)
        commands.accept_project(project_id=project.pk, acceptance=acceptance, by=self.reviewer, at=self.at(11, 3))

    def open_ledger(self):
        if not Opening.objects.filter(division_code=self.county, scheme=project_grant.CODE).exists():
            runs.open_ledger(scheme=project_grant.CODE, since=date(self.year, 1, 1), by=self.preparer, at=self.at(1, 8))


def earlier(posts, year):
    """A year that is over: its project was granted and accepted before the year's run."""
    walk = Year(posts, year)
    walk.open_ledger()
    project = walk.granted("industry", "产业扶贫", _families(walk, 0, 4), approve=4, propose=0)
    walk.accepted(project, "4 户均已栽种，账目相符")


def current(posts, year):
    """Projects of the year at every step: somebody waits on each desk."""
    walk = Year(posts, year)
    walk.open_ledger()
    walk.drafted("drinking_water", "农村饮水巩固", standard_fen=None)
    walk.consulted("training", "劳动力转移培训", standard_fen=50_000)
    finished = walk.granted("house_renovation", "危房改造", _families(walk, 0, 2), approve=2, propose=0)
    commands.complete_project(project_id=finished.pk, by=walk.preparer, at=walk.at(10, 20))
    walk.ranked("industry", "产业扶贫", _families(walk, 2, 5))
    walk.opened("mutual_fund", "村级互助", _families(walk, 5, 8))
    walk.granted("specialty", "特色种植", _families(walk, 8, 13), approve=1, propose=2)


def other_kinds(posts, year):
    """The kinds that no other project of the year is of: works that have started, and what was only asked about."""
    walk = Year(posts, year)
    for kind, name in (("work_relief", "村道以工代赈"), ("drinking_water", "村级供水管网"), ("drought_and_flood", "抗旱防涝水窖")):
        walk.started(kind, name)
    walk.consulted("mothers", "幸福工程", standard_fen=None)
    walk.consulted("relocation", "易地搬迁")
    walk.consulted("development_fund", "项目发展基金", standard_fen=None)


def few(posts, year):
    """One project with a grant on the signer's desk, one still a draft."""
    walk = Year(posts, year)
    walk.open_ledger()
    walk.drafted("drinking_water", "农村饮水巩固", standard_fen=None)
    walk.granted("specialty", "特色种植", _families(walk, 8, 11), approve=1, propose=1)


def _families(walk, first, last):
    """File numbers of families of the township without a grant of the year recorded by hand."""
    found = Household.objects.filter(division_code__startswith=walk.township[:9]).exclude(grant_facts__since__year=walk.year).order_by("-id")
    return list(found.values_list("number", flat=True)[first:last])


def loans(posts, kind, *years):
    """A fund that projects of some years lend: the first has put its money in, the last is under way, those before are accepted."""
    walk = Year(posts, years[0])
    fund = lending.open_loan_fund(
        kind=kind, name=f"{LoanFund.Kind(kind).label}资金（样例）", document=f"样例〔{walk.year}〕15 号", by=walk.reviewer, at=walk.at(2, 10)
    )
    for year in years:
        _lent(Year(posts, year), fund, puts_in=year == years[0], is_over=year != years[-1])


_LOAN_FEN, _PRINCIPAL_FEN = 600_000, 3_000_000


def _lent(walk, fund, *, puts_in, is_over):
    """Three families are lent to, the first pays it all back; the fourth is lent to in a year that is over, and waits for the signer otherwise."""
    label = Project.Kind(fund.kind).label
    came = _PRINCIPAL_FEN if puts_in else 0
    money = {"planned_fen": 4_000_000, "received_fen": came, "spent_fen": came}
    project, rows = walk.confirmed(fund.kind, label, _families(walk, 6, 12), standard_fen=None, **money)
    if puts_in:
        said = {"key": _key("principal", project.key), "amount_fen": came, "on": date(walk.year, 5, 13), "document": "拨款单（样例）"}
        lending.enter_principal(fund_id=fund.pk, **said, by=walk.finance, at=walk.at(5, 13))
    for order, row in enumerate(rows[:4], 1):
        at, household = walk.at(5 + order, 5), Household.objects.get(pk=row["household"])
        loan = lending.propose_loan(
            fund_id=fund.pk, key=_key("loan", f"{project.key}/{order}"), household_number=household.number, amount_fen=_LOAN_FEN, months=12,
            instalments=4, purpose="养羊（样例）", document=f"借款合同 {walk.year}-{order:03d}（样例）", by=walk.preparer, at=at,
        )  # fmt: skip
        if order == 4 and not is_over:
            break
        lending.approve_loan(loan_id=loan.pk, on=at.date(), by=walk.signer, at=at)
        if order < 3:
            said = {"key": _key("repaid", loan.key), "amount_fen": _LOAN_FEN // order, "on": at.date(), "document": "收据（样例）"}
            lending.book_repayment(loan_id=loan.pk, **said, by=walk.finance, at=at)
    if is_over:
        at = walk.at(9, 20)
        commands.add_paper(project_id=project.pk, kind="photo", title="入户照片（样例）", content=_PICTURE, by=walk.clerk, at=at)
        walk.accepted(project, "借款均已到户，还回的已再借出，账目相符")


def _key(what, whose):
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{what}/{whose}")
