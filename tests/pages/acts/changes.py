import uuid
from datetime import date

from django.utils import timezone

from benefits.events import commands
from benefits.models import HandOver
from tests.benefits.changing import confirm as confirm_change
from tests.benefits.desk import Desk, two_girls
from tests.builders import ELSEWHERE, GUANSHANHU, LIUGOU
from tests.pages.acts import Sent, act


@act("benefits:confirm_change", event="change.recorded")
def confirm(county):
    household = county.desk.register(two_girls())
    today = timezone.localdate()
    said = {"person": county.desk.person("刘志国").pk, "occurred": today, "learnt": today, "source": "死亡医学证明", "unit": "医疗机构"}
    with county.desk.inside():
        shown = commands.preview_change(kind="death", household_id=household.pk, said=said, by=county.desk.clerk, at=timezone.now())
    return Sent(county.desk.clerk, [household.pk, "death"], said | {"key": uuid.uuid4(), "preview_hash": shown.hash})


@act("benefits:export_changes", event="change_list.exported", method="get")
def export(county):
    return Sent(county.clerk)


@act("benefits:export_hand_overs", event="hand_over_list.exported", method="get")
def export_hand_overs(county):
    return Sent(county.officials.preparer)


def an_offer(county):
    """A family of 观山湖 offered to the county of the acts."""
    old, new = Desk(GUANSHANHU), county.officials.preparer
    household = old.register(two_girls(village=ELSEWHERE))
    confirm_change(old, "move_away", household, county=new.county_code, occurred=date(2026, 3, 2), source="户口迁移证")
    with county.inside():
        return HandOver.objects.get()


@act("benefits:accept_hand_over", event="hand_over.accepted")
def accept(county):
    return Sent(county.officials.preparer, [an_offer(county).pk], {"village": LIUGOU})


@act("benefits:refuse_hand_over", event="hand_over.refused")
def refuse(county):
    return Sent(county.officials.preparer, [an_offer(county).pk], {"answer": "尚未落户"})
