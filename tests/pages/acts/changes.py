import uuid

from django.utils import timezone

from benefits.events import commands
from tests.benefits.desk import two_girls
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
