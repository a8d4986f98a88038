"""A project ranks families by published rules, grants no less than the documents say, and its cash is due once, as it was approved."""
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.exchange import gathering
from benefits.models import Claim, Entitlement, EntitlementLine, MoneyLine, Recovery
from benefits.monitoring import counting, sources
from benefits.projects import commands, least, queries, ranking
from benefits.recovery import commands as recovery
from benefits.runs import claims
from households.commands import record_family_fact
from households.entry import UNRECORDED, ChildEntry, GrantEntry, HukouEntry, RegistrationEntry, StatusEntry
from households.models import Household, Person
from poverty.models import Grant, ProjectGrant, VillageYear
from poverty.projects import queries as projects
from poverty.years import commands as years
from poverty.years.queries import ENTERED
from tests.benefits.books import Officials, a_run_at, an_account, an_official, step
from tests.benefits.desk import Desk as Books
from tests.builders import AT, GUANSHANHU, ZHANGDIAN, inside
from tests.households.families import a_person, two_girls
from tests.poverty.projects import Desk, again

TOWNSHIP, VILLAGE, OTHER = "520115100000", "520115100201", "520115100202"
pytestmark = pytest.mark.django_db


class Scene(Desk):
    """观山湖 with its ledgers open, its projects' officials, and families registered as a clerk would."""

    def __init__(self):
        self.books = Books(GUANSHANHU)
        super().__init__(TOWNSHIP)

    def family(self, *sexes, village=VILLAGE, hukou="rural", status=(), **more):
        """The file number of a couple with children of these sexes (None: not recorded), everything recorded."""
        both = ("adult-0", "adult-1")
        adults = [a_person(key, name, str(n), date(1970 + n, 3, 12), sex) for n, (key, name, sex) in enumerate(
            (("adult-0", "刘志国", "male"), ("adult-1", "张桂兰", "female")))]  # fmt: skip
        adults = [replace(person, hukou=(HukouEntry(hukou),) if hukou else UNRECORDED) for person in adults]
        children = [a_person(f"child-{n}", f"刘小{n}", "3", date(2000 + n, 5, 20), sex) for n, sex in enumerate(sexes)]
        said = {
            "village": village, "people": (*adults, *children), "status": status,
            "children": tuple(ChildEntry(child.key, both, "birth", None, True) for child in children),
        }  # fmt: skip
        entry = two_girls(**(said | more))
        return self.books.register(entry).number

    def least(self, project, number):
        application = project.applications.get(household__number=number)
        return least.of_application(application, on=AT.date())


def able(*kinds):
    return tuple(StatusEntry(kind, date(2026, 1, 1)) for kind in ("able_to_run_project", *kinds))


def clean(village=VILLAGE, *, poor=True, years=(2023, 2024, 2025), **said):
    """Years of a village without births outside policy, confirmed."""
    by, other = an_official(Role.TOWNSHIP_CLERK, TOWNSHIP), an_official(Role.COUNTY_REVIEWER, GUANSHANHU)
    for year in years:
        VillageYear.objects.create(
            division_code=village, year=year, births=5, births_outside=0, births_outside_third=0, poor=poor, source="登记簿", revision=1,
            entered_at=AT, entered_by=by.user, entered_staff_no=by.staff_no, confirmed_at=AT, confirmed_by=other.user,
            confirmed_staff_no=other.staff_no, **said,
        )  # fmt: skip


def copied(row, *without):
    """The columns of a row for another one."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in ("id", *without)}


@pytest.fixture
def scene(db):
    made = Scene()
    with inside(GUANSHANHU):
        yield made


def test_family_planning_households_come_first_and_each_place_says_why(scene):
    boys, girls, girl = (scene.family(*sexes) for sexes in (("male", "male"), ("female", "female"), ("female",)))
    town = scene.family("female", hukou="urban")
    clean()
    project = scene.ranked(families=[town, boys, girls, girl])
    ranking = project.rankings.get()

    order = [Household.objects.get(pk=row["household"]).number for row in ranking.rows]
    assert order == [girl, girls, boys, town]
    answered = zip(ranking.rules, ranking.rows[0]["because"], strict=True)
    first = [(rule["title"], rule["cite"]) for rule, because in answered if because["answer"] == "yes"]
    assert ("农村独女户", "筑委厅字〔2013〕89号 三(二)8") in first
    assert ("贫困村扶持上浮", "筑委厅字〔2013〕89号 三(二)18") in first
    assert [row["undecided"] for row in ranking.rows] == [False] * 4


def test_equal_families_stand_by_the_day_of_their_application_then_its_number(scene):
    first, second, third = (scene.family("female") for _ in range(3))
    project = scene.open()
    for number, on in ((second, date(2026, 4, 2)), (third, date(2026, 4, 2)), (first, date(2026, 4, 1))):
        scene.apply(project, number, on=on)
    commands.rank_project(project_id=project.pk, by=scene.preparer, at=AT)

    rows = project.rankings.get().rows
    assert [Household.objects.get(pk=row["household"]).number for row in rows] == [first, second, third]


def test_what_is_not_recorded_pushes_nobody_down_and_the_order_waits_for_it(scene):
    known, unsure = scene.family("male", "male"), scene.family("female", hukou=None)
    project = scene.ranked(families=[known, unsure])
    ranking = project.rankings.get()

    assert Household.objects.get(pk=ranking.rows[0]["household"]).number == unsure
    assert ranking.rows[0]["undecided"] and ranking.rows[1]["undecided"] is False
    assert any("户口" in text for text in ranking.rows[0]["questions"])
    assert len(set(ranking.rows[0]["questions"])) == len(ranking.rows[0]["questions"])
    with pytest.raises(NotAllowed, match="1 户资料不全"):
        commands.confirm_ranking(project_id=project.pk, content_hash=ranking.content_hash, by=scene.reviewer, at=AT)


def test_a_ranking_is_frozen_confirmed_by_another_person_and_void_when_something_changed(scene):
    girl = scene.family("female")
    project = scene.ranked(families=[girl])
    ranking = project.rankings.get()

    with pytest.raises(NotAllowed, match="岗位分离"):
        same = an_official(Role.COUNTY_REVIEWER, GUANSHANHU, staff_no=scene.preparer.staff_no)
        commands.confirm_ranking(project_id=project.pk, content_hash=ranking.content_hash, by=same, at=AT)
    with pytest.raises(IntegrityError, match="rankings_are_frozen"), transaction.atomic():
        project.rankings.update(rows=[])
    with pytest.raises(IntegrityError, match="grants_follow_a_confirmed_ranking"), transaction.atomic():
        type(project).objects.filter(pk=project.pk).update(state="granting")

    clean(years=(2021, 2022, 2023, 2024, 2025))
    with pytest.raises(NotAllowed, match="退回重排"):
        commands.confirm_ranking(project_id=project.pk, content_hash=ranking.content_hash, by=scene.reviewer, at=AT)
    commands.return_ranking(project_id=project.pk, why="村年度记录已补", by=scene.reviewer, at=AT)
    again_made = commands.rank_project(project_id=project.pk, by=scene.preparer, at=AT)
    commands.confirm_ranking(project_id=project.pk, content_hash=again_made.content_hash, by=scene.reviewer, at=AT)
    assert again(project).state == "granting"


def test_the_least_is_the_standard_with_the_rises_of_the_documents(scene):
    girl, urban, far = scene.family("female"), scene.family("female", hukou="urban"), scene.family("female", village=OTHER)
    unsure = scene.family("female", hukou=None, village=OTHER)
    clean()
    project = scene.open()
    for number in (girl, urban, far, unsure):
        scene.apply(project, number)

    assert scene.least(project, girl).fen == 450_000  # 3000 + 30 % of the family + 20 % of the village
    assert scene.least(project, urban).fen == 360_000  # 3000 + 20 % of the village
    assert scene.least(project, far).fen == 450_000  # no year of the village is recorded: as if it were clean
    assert scene.least(project, unsure).fen == 450_000  # nor is the hukou
    assert [line["answer"] for line in scene.least(project, unsure).lines] == ["yes", "unknown", "unknown"]
    clean(OTHER, poor=False)
    assert scene.least(project, far).fen == 390_000  # 3000 + 30 %


def test_a_project_that_grants_to_families_names_its_standard(scene):
    for kind in ("industry", "specialty", "relocation", "house_renovation", "training"):
        with pytest.raises(NotAllowed, match="请填写帮扶标准及文号"):
            scene.draft(kind=kind, standard_fen=None, standard_document="")
    project = scene.granting(families=[scene.family("female")], kind="mutual_fund", standard_fen=None, standard_document="")
    scene.fund(project)

    with pytest.raises(NotAllowed, match="没有帮扶标准，不能安排资金物资"):
        scene.propose(project, fen=1)


def test_villages_are_judged_by_the_documents_of_the_day_and_the_years_before_the_project(scene):
    girl = scene.family("female")
    clean(years=range(2008, 2013))
    project = scene.open(year=2013)
    application = scene.apply(project, girl)

    def on(day):
        found = ranking.of_project(project, on=day)
        answers = dict(zip([rule["name"] for rule in found.rules], [one["answer"] for one in found.rows[0]["because"]], strict=True))
        return {name: answers[name] for name in ranking.OF_VILLAGES if name in answers}, least.of_application(application, on=day).fen

    assert on(date(2013, 6, 30)) == ({"GY-am": "yes", "GY-al": "yes"}, 450_000)  # 筑委厅字〔2013〕89号 since 2013-06-09; the years 2008 to 2012
    assert on(date(2013, 5, 31)) == ({}, 300_000)
    with inside(ZHANGDIAN):
        desk = Desk()
        project = desk.open(year=2017, until=date(2027, 1, 1))
        desk.apply(project)
        rules = {day: [rule["name"] for rule in ranking.of_project(project, on=day).rules] for day in (date(2017, 9, 30), date(2017, 10, 1))}
    assert {day.month: "ZB-a" in names for day, names in rules.items()} == {9: True, 10: False}


def test_what_a_family_has_elsewhere_stands_beside_its_place_its_grant_and_its_proposal(scene, client):
    girl, girls = scene.family("female"), scene.family("female", "female")
    clean(poor=False)
    first = scene.granting(families=[girl], name="柳沟核桃")
    scene.fund(first)
    goods = scene.approve(scene.propose(first, form="goods", goods="核桃苗 300 株"))
    second = scene.granting(families=[girl, girls])
    applications = {row.household.number: row for row in second.applications.all()}

    places = {place.household.number: place.others for place in queries.places(second.rankings.get(), {})}
    assert {number: [(one.title, one.amount_fen, one.row) for one in found] for number, found in places.items()} == {
        girl: [("柳沟核桃", 390_000, goods)], girls: []
    }  # fmt: skip
    client.force_login(scene.preparer.user)
    pages = {number: client.get(reverse("benefits:new_project_grant", args=[row.pk])).content.decode() for number, row in applications.items()}
    assert "核桃苗 300 株" in pages[girl] and "没有其他待审批" in pages[girls]
    scene.propose(second, 1)
    (_grant, others), = queries.waiting(second)
    client.force_login(scene.signer.user)
    shown = client.get(reverse("benefits:project_grants", args=[second.pk])).content.decode()
    assert [one.title for one in others] == ["柳沟核桃"] and "柳沟核桃：3,900.00 核桃苗 300 株 已批准" in shown


def test_the_development_fund_is_eight_or_six_thousand_or_not_for_the_family(scene):
    honest, girl, girls, idle = (
        scene.family("female", status=able("integrity_programme")), scene.family("female", status=able()),
        scene.family("female", "female", status=able()), scene.family("female", "female"),
    )  # fmt: skip
    project = scene.open(kind="development_fund", standard_fen=None, standard_document="")
    for number in (honest, girl, girls, idle):
        scene.apply(project, number)

    assert scene.least(project, honest).fen == 800_000
    assert scene.least(project, girls).fen == 600_000
    assert scene.least(project, girl) is None  # PC-17: 诚信活动 is asked of 独女户
    assert scene.least(project, idle) is None


def test_a_grant_below_the_least_is_refused_with_the_sentence_and_the_clause(scene):
    girl = scene.family("female")
    clean(poor=False)
    project = scene.granting(families=[girl])
    scene.fund(project)

    with pytest.raises(NotAllowed, match=r"不能低于 3900\.00 元.*三\(二\)8"):
        scene.propose(project, fen=389_999)
    grant = scene.propose(project, fen=390_000)
    with pytest.raises(IntegrityError, match="a_project_grant_is_never_below_its_floor"), transaction.atomic():
        ProjectGrant.objects.create(**copied(grant, "key", "amount_fen"), amount_fen=1)


def test_grants_follow_the_order_and_never_exceed_what_came_in(scene):
    girl, girls = scene.family("female"), scene.family("female", "female")
    clean(poor=False)
    project = scene.granting(families=[girls, girl])
    scene.fund(project, received_fen=700_000)

    with pytest.raises(NotAllowed, match="第 1 位还没有办理"):
        scene.propose(project, 2)
    one, two = scene.propose(project, 1), scene.propose(project, 2)
    with pytest.raises(NotAllowed, match="岗位分离"):
        scene.approve(one, by=an_official(Role.COUNTY_SIGNER, GUANSHANHU, staff_no=scene.preparer.staff_no))
    scene.approve(one)
    with pytest.raises(NotAllowed, match=r"到位资金 7000\.00 元，已批准 3900\.00 元，不足安排 3900\.00 元"):
        scene.approve(two)


def test_approved_cash_is_due_in_a_run_once_and_goods_never(scene):
    girl, girls = scene.family("female"), scene.family("female", "female")
    clean(poor=False)
    project = scene.granting(families=[girl, girls])
    scene.fund(project)
    cash, goods = scene.propose(project, 1, fen=400_000), scene.propose(project, 2, form="goods", goods="羊 4 只")
    scene.approve(cash)
    scene.approve(goods)

    scene.books.published("project_grant", "poverty_aid_uplift", "project_fund")
    key = (f"household:{cash.household_id}", "project_grant", date(2026, 11, 1), "")
    assert scene.books.book() == {key: 400_000}
    scene.books.published("project_grant", "poverty_aid_uplift", "project_fund")
    assert scene.books.book() == {key: 400_000}

    by_hand = {"household": cash.household, "division_code": VILLAGE, "kind": "industry", "since": date(2026, 11, 3), "recorded_at": AT}
    for standard_fen in (300_000, 400_000, None):
        with pytest.raises(IntegrityError, match="a_project_grant_is_not_recorded_once_more"), transaction.atomic():
            Grant.objects.create(**by_hand, standard_fen=standard_fen)
    line = EntitlementLine.objects.get()
    more = {"division_code": line.division_code, "run": None, "value_ids": [], "values_revision": 0, "values_hash": "", "recorded_at": AT}
    due = Entitlement.objects.create(
        division_code=line.division_code, beneficiary=f"household:{goods.household_id}", household=goods.household, scheme="project_grant",
        since=date(2026, 11, 1), until=date(2026, 12, 1),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        EntitlementLine.objects.create(entitlement=due, amount_fen=1, **more)

    commands.revoke_grant(grant_id=cash.pk, why="家庭放弃", by=scene.reviewer, at=AT + timedelta(hours=1))
    scene.books.published("project_grant")
    assert scene.books.book() == {}


def test_a_revoked_grant_counts_until_its_money_is_back_and_is_not_paid_afterwards(scene):
    girl, girls = scene.family("female"), scene.family("female", "female")
    clean(poor=False)
    project = scene.granting(families=[girl, girls])
    scene.fund(project, received_fen=390_000)
    first, second = scene.propose(project, 1), scene.propose(project, 2)
    for person in Person.objects.filter(memberships__household__in=[first.household_id, second.household_id], memberships__relation="0"):
        an_account(person)
    officials = Officials(GUANSHANHU)

    scene.approve(first)
    scene.books.published("project_grant")
    a_run_at("settled", officials, schemes=("project_grant",))
    commands.revoke_grant(grant_id=first.pk, why="家庭放弃", by=scene.reviewer, at=AT + timedelta(hours=1))
    with pytest.raises(NotAllowed, match=r"已撤销而尚未追回 3900\.00 元"):
        scene.approve(second)
    sums = projects.money([project.pk])[project.pk]
    assert (sums.granted_fen, sums.still_out_fen, sums.free_fen) == (0, 390_000, 0)
    scene.books.published("project_grant")
    back = {"receipt": uuid.uuid4(), "on": AT.date(), "document": "缴款书 3", "by": officials.finance, "at": AT}
    recovery.book_repayment(recovery_id=Recovery.objects.get().pk, amount_fen=390_000, **back)

    assert projects.money([project.pk])[project.pk].free_fen == 390_000
    scene.approve(second)
    assert projects.money([project.pk])[project.pk].free_fen == 0
    scene.books.published("project_grant")
    run = a_run_at("signed", officials, schemes=("project_grant",))
    commands.revoke_grant(grant_id=second.pk, why="家庭放弃", by=scene.reviewer, at=AT + timedelta(hours=2))
    with pytest.raises(NotAllowed, match="1 户的扶贫项目资金已经撤销，不能发放"):
        step(run, "handed_over", officials)
    assert MoneyLine.objects.filter(kind="handed").count() == 1


def test_cash_of_a_project_is_no_money_of_family_planning(scene):
    sons = scene.family("male", "male", "male")
    home = Household.objects.get(number=sons)
    about = {"household_id": home.pk, "kind": "poverty_register", "follows": True, "source": "手册"}
    record_family_fact(item=RegistrationEntry("P1", "registered", date(2014, 4, 1)), **about, by=scene.books.clerk, at=AT)
    an_account(Person.objects.get(memberships__household=home, memberships__relation="0"))
    clean(poor=False)
    project = scene.granting(families=[sons])
    scene.fund(project)
    scene.approve(scene.propose(project))
    scene.books.published("project_grant")
    a_run_at("settled", Officials(GUANSHANHU), schemes=("project_grant",))

    (row,) = gathering.records("poverty", county=GUANSHANHU, year=2026)
    assert (row["planning"], row["own_fen"]) == ("0 否", "0.00")
    assert [(found.source, found.fen) for found in sources.by_source(GUANSHANHU)] == [("project", 390_000)]
    counted = counting.places([TOWNSHIP], inside=GUANSHANHU, year=2026, per="family_members")[TOWNSHIP]
    assert (counted.together.received_fen, counted.together.most) == (0, 0)
    assert sources.of_household(home.pk) == []


def test_what_a_clerk_recorded_is_not_granted_once_more_and_the_other_way_round(scene):
    recorded, granted = scene.family("female"), scene.family("female")
    clean(poor=False)
    project = scene.granting(families=[recorded, granted])
    scene.fund(project)

    fact = _typed(scene, recorded)
    with pytest.raises(NotAllowed, match="先由乡镇经办撤回那条记录"):
        scene.propose(project, 1)
    fact.withdrawn_at, fact.withdrawn_why = AT, "已由项目安排"
    fact.save()
    first, second = scene.propose(project, 1), scene.propose(project, 2)
    with inside(TOWNSHIP), pytest.raises(NotAllowed, match="已由项目记入，不再另录"):
        _typed(scene, granted)
    scene.approve(first)
    scene.approve(second)


def _typed(scene, number):
    household = Household.objects.get(number=number)
    said = {"kind": "poverty_grants", "item": GrantEntry("industry", date(2026, 11, 3), 300_000), "follows": False, "source": "样例"}
    record_family_fact(household_id=household.pk, **said, by=scene.clerk, at=AT)
    return Grant.objects.filter(household=household, withdrawn_at=None).last()


def test_the_development_fund_is_given_by_a_run_or_by_a_project_and_never_by_both(scene):
    run, project_first = (scene.family("female", status=able("integrity_programme")) for _ in range(2))
    project = scene.granting(families=[project_first, run], kind="development_fund", standard_fen=None, standard_document="")
    scene.fund(project, received_fen=2_000_000)
    placed = scene.propose(project, 1, fen=900_000)
    scene.approve(placed)

    scene.books.published("project_fund", "project_grant")
    households = {number: Household.objects.get(number=number).pk for number in (run, project_first)}
    assert scene.books.book() == {
        (f"household:{households[run]}", "project_fund", date(2026, 1, 1), ""): 800_000,
        (f"household:{households[project_first]}", "project_grant", date(2026, 11, 1), ""): 900_000,
    }
    with pytest.raises(NotAllowed, match="每户只安排一次"):
        scene.propose(project, 2, fen=800_000)
    claimed = set(Claim.objects.values_list("scheme", "side", "entitlement__household"))
    assert claimed == {("project_fund", side, household) for side in ("father", "mother") for household in households.values()}
    child = bytes(Claim.objects.filter(entitlement__household=households[run]).first().subject_hash)
    another_file = {"scheme": "project_grant", "beneficiary": "household:0"}
    assert claims.doubtful([(another_file, claims.OneOff(child, ["father"]))], county=GUANSHANHU) == {0: claims.taken()}

    commands.revoke_grant(grant_id=placed.pk, why="家庭放弃", by=scene.reviewer, at=AT)
    once_more = scene.propose(project, 1, fen=900_000)
    children = Person.objects.filter(memberships__household=households[project_first], parentages_as_child__isnull=False)
    children.update(number_sealed=None, number_hash=None, last_four_hash=None)
    with pytest.raises(NotAllowed, match="未录入当事人的身份证号"):
        scene.approve(once_more)


def test_a_village_is_raised_in_its_families_or_as_a_village_and_never_both(scene):
    girl, paid = scene.family("female"), scene.family("female", village=OTHER)
    for village in (VILLAGE, OTHER):
        clean(village, years=range(2021, 2026))
    clean(OTHER, years=(2026,), support_standard_fen=20_000_000)
    project = scene.granting(families=[girl, paid])

    grant = scene.propose(project, 1)
    assert (grant.amount_fen, grant.village_rise_fen) == (450_000, 60_000)
    assert scene.propose(project, 2).amount_fen == 390_000  # the village is paid by the run
    with inside(TOWNSHIP), pytest.raises(NotAllowed, match="不再录村扶持标准"):
        _stated(scene, VILLAGE, 20_000_000)


def test_a_standard_of_a_village_that_waits_takes_nothing_from_a_family_and_is_refused_in_words_once_it_would(scene):
    girl = scene.family("female")
    clean(years=range(2021, 2026))
    project = scene.granting(families=[girl])
    with inside(TOWNSHIP):
        _stated(scene, VILLAGE, 20_000_000)
    row = VillageYear.objects.get(year=2026)

    assert scene.least(project, girl).fen == 450_000
    scene.propose(project)
    with pytest.raises(NotAllowed, match="请由乡镇经办把这个村的扶持标准留空，重新录入"):
        years.confirm_village_years(township=TOWNSHIP, year=2026, ids=[row.pk], by=scene.reviewer, at=AT)
    with inside(TOWNSHIP):
        _stated(scene, VILLAGE, None)
    row = VillageYear.objects.get(year=2026, withdrawn_at=None)
    years.confirm_village_years(township=TOWNSHIP, year=2026, ids=[row.pk], by=scene.reviewer, at=AT)


def _stated(scene, village, standard_fen):
    figures = dict.fromkeys(ENTERED) | {"births": 5, "support_standard_fen": standard_fen}
    years.enter_village_years(township=TOWNSHIP, year=2026, said={village: figures}, source="登记簿", by=scene.clerk, at=AT)
