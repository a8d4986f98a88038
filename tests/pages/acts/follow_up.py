from benefits.follow_up import queries
from tests.benefits.desk import two_girls
from tests.pages.acts import Sent, act

COMPLICATION = "surgical_complication_assistance"


@act("benefits:export_follow_up", event="follow_up.exported", method="get")
def export(county):
    return Sent(county.clerk)


@act("benefits:state_none", event="statements.recorded")
def state_none(county):
    county.desk.register(two_girls())
    county.desk.simulate(COMPLICATION)
    with county.inside():
        asked = queries.unstated("complication")
    return Sent(county.desk.clerk, ["complication"], {"member": [row.pk for row in asked], "source": "本人说明"})
