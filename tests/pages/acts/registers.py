from households.commands import record_family_fact
from households.entry import HelperEntry
from tests.benefits.books import a_beneficiary
from tests.builders import AT
from tests.pages.acts import Sent, act


@act("poverty:register_entry", event="povertyregistration.recorded")
def register(county):
    with county.inside():
        household = a_beneficiary().memberships.get().household_id
    return Sent(county.clerk, [household, "registrations"], {"number": "样例1", "status": "registered", "since": "2014-04-01", "source": "手册"})


@act("poverty:export_register", event="poverty_register.exported", method="get")
def export(county):
    with county.inside():
        told = {"household_id": a_beneficiary().memberships.get().household_id, "kind": "helpers", "follows": False, "source": "台账"}
        record_family_fact(item=HelperEntry("paired", "农业局", "周帮扶", AT.date()), **told, by=county.clerk, at=AT)
    return Sent(county.clerk, ["helpers"])
