"""A family that moves to another county: offered whole, seen by the two counties alone, paid by each for its own months."""
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from accounts import scope
from accounts.refusal import NotAllowed
from accounts.roles import Role
from benefits.events import commands, queries, sheets
from benefits.models import HandOver
from households.models import Certificate, Household, Hukou, Person
from tests.benefits.changing import NOW, TODAY, confirm, of, preview
from tests.benefits.desk import LOSS, Desk
from tests.builders import GUANSHANHU, JIEFANG, QINGSHI, ZHANGDIAN, a_post, inside
from tests.households.families import a_bereaved_couple

pytestmark = pytest.mark.django_db
MOVED, VILLAGE, JINTA = date(2026, 6, 10), "410802001001", "620921000000"


@pytest.fixture
def old():
    return Desk()


@pytest.fixture
def new():
    return Desk(JIEFANG)


@pytest.fixture
def household(old):
    found = old.register(a_bereaved_couple())
    old.published(LOSS)
    return found


@pytest.fixture
def offered(old, household):
    """The old county's run of the move is published; the family waits for the new county."""
    change = confirm(old, "move_away", household, county=JIEFANG, occurred=MOVED, source="户口迁移证")
    old.approve(change.run)
    old.publish(change.run)
    with old.inside():
        return HandOver.objects.get()


def accept(new, offered, by=None):
    with new.inside():
        return commands.accept_hand_over(hand_over_id=offered.pk, village=VILLAGE, by=by or new.preparer, at=NOW)


def months(desk):
    return sorted({since for _, _, since, _ in desk.book()})


def test_the_old_county_sees_what_ends_with_the_month_of_the_move_before_anything_is_offered(old, household):
    shown = preview(old, "move_away", household, county=JIEFANG, occurred=MOVED, source="户口迁移证")

    (title,) = {title for _, title in of(shown)}
    assert of(shown) == {
        (name, title): {f"2026-{month:02d}": (590, 0) for month in range(7, 13)} for name in ("单建民", "曾秀英")
    }  # PC-10b: through the month of the move
    with inside(JIEFANG):
        assert not HandOver.objects.exists()


def test_each_county_pays_its_own_months_and_none_is_paid_twice(old, new, offered):
    household = accept(new, offered)
    new.published(LOSS)

    assert months(old) == [date(year, month, 1) for year in (2024, 2025) for month in range(1, 13)] + [date(2026, month, 1) for month in range(1, 7)]
    assert months(new) == [date(2026, month, 1) for month in range(7, 13)]
    with new.inside():
        assert Household.objects.get().pk == household.pk and household.division_code == VILLAGE


def test_the_family_is_recorded_there_with_its_facts_and_numbers(old, new, offered):
    with old.inside():
        before = {bytes(person.number_hash): person.name for person in Person.objects.all()}
    accept(new, offered)

    with new.inside():
        assert {bytes(person.number_hash): person.name for person in Person.objects.all()} == before
        wife = Person.objects.get(name="曾秀英")
        hukou = Hukou.objects.filter(person=wife, withdrawn_at=None).order_by("since")
        assert [(row.place, row.until) for row in hukou] == [(ZHANGDIAN, MOVED), (None, None)]
        assert Certificate.objects.get().number == "样例000001"
        assert wife.account_facts.get().number() == "6217000000000000004"
    with old.inside():
        assert HandOver.objects.get().state == HandOver.State.ACCEPTED
        assert Household.objects.count() == 1  # its record and its books stay


def test_only_the_two_counties_see_the_offer(offered):
    for place, seen in ((ZHANGDIAN, 1), (JIEFANG, 1), (QINGSHI, 1), (JINTA, 0), ("370303004000", 0), ("410802001000", 0)):
        with inside(place):
            assert HandOver.objects.count() == seen, place
    with inside(JIEFANG):
        assert not Household.objects.exists() and not Person.objects.exists()
    assert "曾秀英".encode() not in bytes(offered.package)


def test_a_refused_family_goes_back_with_the_reason(old, new, offered):
    with new.inside():
        commands.refuse_hand_over(hand_over_id=offered.pk, answer="户口尚未落户", by=new.preparer, at=NOW)

    with old.inside():
        row = HandOver.objects.get()
        assert (row.state, row.answer) == (HandOver.State.REFUSED, "户口尚未落户")
        content, rows = sheets.hand_overs(queries.hand_overs(old.preparer, {"side": "out", "state": "refused"}))
        assert sheets.hand_overs(queries.hand_overs(old.preparer, {"side": "in"}))[1] == 0
    heading, line = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    told = dict(zip(heading, line, strict=True))
    assert rows == 1 and (told["移交编号"], told["原县"], told["新县"], told["人数"]) == (offered.number, "张店区", "解放区", 3)
    assert (told["户口迁出日期"], told["状态"], told["退回的理由"]) == ("2026-06-10", "已退回", "户口尚未落户")
    with pytest.raises(NotAllowed, match="请刷新页面"):
        accept(new, offered)


def test_a_family_sent_back_is_due_here_again_and_may_be_offered_elsewhere(old, new, household, offered):
    assert queries.sent_back_to(old.preparer).count() == 0
    with new.inside():
        commands.refuse_hand_over(hand_over_id=offered.pk, answer="户口尚未落户", by=new.preparer, at=NOW)
    with old.inside():
        assert queries.sent_back_to(old.preparer).count() == 1 and bytes(HandOver.objects.get().package) == b""
    assert months(old)[-1] == date(2026, 6, 1)

    shown = preview(old, "move_back", household, occurred=TODAY, source="解放区退回函")
    assert {month for lines in of(shown).values() for month in lines} == {f"2026-{month:02d}" for month in range(7, 13)}
    change = confirm(old, "move_back", household, preview_hash=shown.hash, occurred=TODAY, source="解放区退回函")
    old.approve(change.run)
    old.publish(change.run)

    assert months(old)[-1] == date(2026, 12, 1)
    with old.inside():
        hukou = Hukou.objects.filter(person__name="曾秀英", withdrawn_at=None).get()
        assert (hukou.place, hukou.until, HandOver.objects.get().state) == (None, None, "withdrawn")
    with new.inside():
        assert not HandOver.objects.exists()
    with pytest.raises(NotAllowed, match="不用撤回"):
        preview(old, "move_back", household, occurred=TODAY, source="解放区退回函")
    with old.inside():
        assert confirm(old, "move_away", household, county=GUANSHANHU, occurred=MOVED, source="户口迁移证").run.change.kind == "move_away"


def test_an_offer_to_a_wrong_county_is_taken_back_before_it_is_answered(old, new, household, offered, client):
    client.force_login(old.clerk.user)
    assert "撤回移交" in client.get(reverse("benefits:hand_over", args=[offered.pk])).content.decode()
    confirm(old, "move_back", household, occurred=TODAY, source="选错了县")

    with new.inside():
        assert not HandOver.objects.exists() and queries.offered_to(new.preparer).count() == 0
    with pytest.raises(NotAllowed, match="不是给本县的"):
        accept(new, offered)
    told = client.get(reverse("benefits:hand_over", args=[offered.pk])).content.decode()
    assert "已撤回" in told and "新县尚未答复" not in told and "move_back" not in told


def test_nobody_else_answers(old, new, offered):
    with pytest.raises(NotAllowed, match="不是给本县的"):
        accept(old, offered)
    with pytest.raises(NotAllowed, match="由县级初核办理"):
        accept(new, offered, by=a_post(Role.COUNTY_REVIEWER, JIEFANG))


def test_an_offer_is_answered_once_and_otherwise_stays_as_it_was(old, new, offered):
    for desk in (old, new):
        with pytest.raises(IntegrityError, match="的内容不能改动"), desk.inside(), transaction.atomic():
            HandOver.objects.update(people=9)
    with pytest.raises(DatabaseError, match="row-level security"), new.inside(), transaction.atomic():  # the old county takes it back
        HandOver.objects.update(state="withdrawn", package=b"", withdrawn_by=new.preparer.user, withdrawn_at=NOW)
    with pytest.raises(DatabaseError, match="row-level security"), old.inside(), transaction.atomic():  # the new one answers
        HandOver.objects.update(state="refused", answer="否", package=b"", answered_by=old.reviewer.user, answered_staff_no="1", answered_at=NOW)
    accept(new, offered)
    with pytest.raises(IntegrityError, match="的内容不能改动"), new.inside(), transaction.atomic():
        HandOver.objects.update(state="offered", new_household=None, answered_at=None, answered_by=None, answered_staff_no="")
    with transaction.atomic(), scope.entered(ZHANGDIAN):
        assert HandOver.objects.get().people == 3


def test_to_the_same_county_or_without_a_hukou_here_nothing_is_offered(old, household):
    with pytest.raises(NotAllowed, match="县内迁移"):
        preview(old, "move_away", household, county=ZHANGDIAN, occurred=MOVED)
    confirm(old, "move_away", household, county=JIEFANG, occurred=MOVED, source="户口迁移证")
    with pytest.raises(NotAllowed, match="没有人的户口在本县"):
        preview(old, "move_away", household, county=JIEFANG, occurred=date(2026, 7, 1))
