from tests.pages.acts import Sent, act


@act("benefits:export_follow_up", event="follow_up.exported", method="get")
def export(county):
    return Sent(county.clerk)
