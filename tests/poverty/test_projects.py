"""Projects: consulted on before anybody may apply, money never beyond what came in, papers kept as they are, another person accepts."""
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from poverty.models import Project, ProjectApplication, ProjectSource, VillageYear
from poverty.projects import commands, queries
from poverty.years import commands as years
from tests.benefits.books import an_official
from tests.builders import AT, ELSEWHERE, LIUGOU, SHANGPING, ZHANGDIAN, inside
from tests.poverty.projects import DOCUMENT, Desk, a_family, again

PICTURE = b"\x89PNG\r\n\x1a\n a photo"


@pytest.fixture
def desk(db):
    with inside(ZHANGDIAN):
        yield Desk()


def test_no_family_applies_before_the_family_planning_office_has_answered(desk):
    project = desk.draft()

    with pytest.raises(NotAllowed, match="不能在“拟定”时进行"):
        commands.open_applications(project_id=project.pk, by=desk.preparer, at=AT)
    with pytest.raises(IntegrityError, match="projects_move_along_their_states"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(state="open")
    with pytest.raises(IntegrityError, match="a_project_is_placed_after_its_consultation"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(state="consulted")
    with pytest.raises(NotAllowed, match="岗位分离"):
        desk.consult(project, by=an_official(Role.COUNTY_REVIEWER, staff_no=desk.preparer.staff_no))
    with pytest.raises(NotAllowed, match="不受理申请"):
        desk.apply(project)

    desk.consult(project)
    commands.open_applications(project_id=project.pk, by=desk.preparer, at=AT)
    assert desk.apply(project).number == 1
    kinds = Event.objects.filter(kind__startswith="project").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["project.drafted", "project.consulted", "project.opened", "project_application.entered"]


def test_what_the_office_was_asked_about_stays_as_it_was(desk):
    project = desk.draft()
    stated = {name: getattr(project, name) for name in ("kind", "name", "year", "since", "until", "document", "standard_fen", "standard_document")}
    commands.amend_project(project_id=project.pk, **stated, places=[SHANGPING], by=desk.preparer, at=AT)
    desk.consult(project)

    with pytest.raises(NotAllowed, match="重新会商"):
        commands.amend_project(project_id=project.pk, **stated, places=[LIUGOU], by=desk.preparer, at=AT)
    with pytest.raises(IntegrityError, match="what_the_office_was_asked_about_stays"), transaction.atomic():
        Project.objects.filter(pk=project.pk).update(places=[LIUGOU])
    assert again(project).places == [SHANGPING]


def test_a_family_applies_once_where_the_project_is_carried_out_and_may_withdraw(desk):
    project = desk.open(places=[LIUGOU])
    number = a_family()
    first = desk.apply(project, number)

    with pytest.raises(NotAllowed, match="不能重复申请"):
        desk.apply(project, number)
    with pytest.raises(NotAllowed, match="实施地点"):
        desk.apply(project, a_family(SHANGPING))
    with pytest.raises(NotAllowed, match="本辖区没有"):
        desk.apply(project, "无此号")

    commands.withdraw_application(application_id=first.pk, why="改做别的", by=desk.clerk, at=AT)
    assert desk.apply(project, number).number == 2
    with pytest.raises(IntegrityError, match="applications_are_never_edited"), transaction.atomic():
        ProjectApplication.objects.filter(pk=first.pk).update(withdrawn_at=None)


def test_a_project_spends_no_more_than_it_received(desk):
    project = desk.draft()
    source = desk.fund(project, received_fen=100_00, spent_fen=100_00)

    with pytest.raises(NotAllowed, match="支出不能超过到位资金"):
        commands.record_money(source_id=source.pk, received_fen=100_00, spent_fen=100_01, by=desk.finance, at=AT)
    with pytest.raises(IntegrityError, match="a_project_spends_what_it_received"), transaction.atomic():
        ProjectSource.objects.filter(pk=source.pk).update(received_fen=99_99)

    assert queries.money([project.pk])[project.pk] == queries.Money(5_000_000, 100_00, 100_00)


def test_a_project_is_accepted_by_who_neither_drafted_nor_completed_it(desk):
    drafter = an_official(Role.COUNTY_PREPARER)
    project = desk.granting(by=drafter)
    commands.complete_project(project_id=project.pk, by=desk.preparer, at=AT)

    for taken in (drafter, desk.preparer):
        same = an_official(Role.COUNTY_REVIEWER, staff_no=taken.staff_no)
        with pytest.raises(NotAllowed, match="岗位分离"):
            commands.accept_project(project_id=project.pk, acceptance="账目相符", by=same, at=AT)
        said = {"state": "accepted", "acceptance": "账目相符", "accepted_by": taken.user, "accepted_staff_no": taken.staff_no, "accepted_at": AT}
        with pytest.raises(IntegrityError, match="a_project_is_accepted_by_another_person"), transaction.atomic():
            Project.objects.filter(pk=project.pk).update(**said)
    with pytest.raises(NotAllowed, match="理由"):
        commands.accept_project(project_id=project.pk, acceptance=" ", by=desk.reviewer, at=AT)
    assert commands.accept_project(project_id=project.pk, acceptance="账目相符", by=desk.reviewer, at=AT).state == "accepted"


def test_works_for_villages_start_after_the_consultation_and_keep_the_order_their_villages_stood_in(desk, client):
    without = {"standard_fen": None, "standard_document": ""}
    works = desk.draft(kind="drinking_water", places=[LIUGOU, SHANGPING], **without)
    clerk, of_families = an_official(Role.TOWNSHIP_CLERK, desk.township), desk.draft()
    said = {LIUGOU: {"births": 3, "poor": False}, SHANGPING: {"births": 3, "poor": True}}
    years.enter_village_years(township=desk.township, year=2025, said=said, source="登记簿", by=clerk, at=AT)
    waiting = list(VillageYear.objects.waiting().values_list("pk", flat=True))
    years.confirm_village_years(township=desk.township, year=2025, ids=waiting, by=desk.signer, at=AT)

    with pytest.raises(NotAllowed, match="不能在“拟定”时进行"):
        commands.start_works(project_id=works.pk, by=desk.preparer, at=AT)
    for project in (works, of_families):
        desk.consult(project)
    with pytest.raises(NotAllowed, match="须先受理申请、排序，不能直接开工"):
        commands.start_works(project_id=of_families.pk, by=desk.preparer, at=AT)
    with pytest.raises(IntegrityError, match="projects_move_along_their_states"), transaction.atomic():
        Project.objects.filter(pk=works.pk).update(state="started")
    started = commands.start_works(project_id=works.pk, by=desk.preparer, at=AT)

    assert [row["village"] for row in started.village_order] == [SHANGPING, LIUGOU]  # poor villages first
    with pytest.raises(NotAllowed, match="不受理申请"):
        desk.apply(works)
    with pytest.raises(IntegrityError, match="what_the_office_was_asked_about_stays"), transaction.atomic():
        Project.objects.filter(pk=works.pk).update(village_order=[])
    client.force_login(desk.preparer.user)
    page = client.get(reverse("poverty:project", args=[works.pk])).content.decode()
    assert "实施村在全县的次序" in page and page.index("上坪村</th>") < page.index("柳沟村</th>")
    commands.complete_project(project_id=works.pk, by=desk.preparer, at=AT)
    assert commands.accept_project(project_id=works.pk, acceptance="水质合格", by=desk.reviewer, at=AT).state == "accepted"


def test_a_county_sees_its_own_projects_alone(desk):
    desk.open()

    with inside("520115000000"):
        assert queries.projects({}) == []
        with pytest.raises(NotAllowed, match="从本县"):
            Desk("520115100000").draft(places=[LIUGOU])
        assert Desk("520115100000").draft(places=[ELSEWHERE]).number.startswith("XM520115-2026-")


def test_a_project_goes_from_the_draft_to_the_page_of_a_clerk(client, db):
    with inside(ZHANGDIAN):
        desk, number = Desk(), a_family()

    def post(by, address, /, *args, **fields):
        client.force_login(by.user)
        answer = client.post(reverse(f"poverty:{address}", args=args), fields)
        assert answer.status_code in (302, 422), answer.content.decode()
        return answer

    stated = {"kind": "specialty", "name": "柳沟核桃", "year": "2026", "since": "2026-03-01", "until": "2026-11-30", "places": [LIUGOU, SHANGPING]}
    papers = {"document": DOCUMENT, "standard_fen": "3,000", "standard_document": DOCUMENT, "key": "0b1c0000-0000-4000-8000-000000000001"}
    assert post(desk.preparer, "new_project", **stated, **(papers | {"standard_document": ""})).status_code == 422
    page = post(desk.preparer, "new_project", **stated, **papers).url
    pk = int(page.rsplit("/", 1)[1])
    post(desk.reviewer, "consult_project", pk, on="2026-03-02", person="周敏", document="复函 3 号", answer="同意")
    post(desk.preparer, "open_project", pk)
    post(desk.clerk, "new_project_application", pk, household_number=number, applied_on="2026-04-01", wish="栽核桃 3 亩")
    post(desk.clerk, "new_project_paper", pk, kind="photo", title="地块", file=SimpleUploadedFile("a.png", PICTURE))

    text = client.get(page).content.decode()
    assert all(words in text for words in ("柳沟核桃", "复函 3 号", "栽核桃 3 亩", "地块", "3,000.00"))
    listed = client.get(reverse("poverty:projects"), {"kind": "specialty", "township": desk.township}).content.decode()
    assert "柳沟核桃" in listed
    assert "柳沟核桃" not in client.get(reverse("poverty:projects"), {"kind": "training"}).content.decode()
    assert date(2026, 3, 2).isoformat() in text
