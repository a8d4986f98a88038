from audits.jobs import engine
from benefits.models import Roster
from tests.benefits.books import a_beneficiary, a_run_at, owed, publish
from tests.pages.acts import Sent, act


def a_roster(county, *, name="张桂兰"):
    """A signed run's roster once its job has worked; a name that no typeface holds stops it."""
    with county.inside():
        publish(owed(a_beneficiary(name)))
        roster = a_run_at("signed", county.officials).rosters.get()
        engine.work(roster.job_id)
        return Roster.objects.get(pk=roster.pk)


@act("benefits:make_roster", event="roster.requested")
def make(county):
    return Sent(county.officials.preparer, [a_roster(county, name="王\U0003134a兰").pk])


@act("benefits:download_roster", event="roster.downloaded", method="get")
def download(county):
    return Sent(county.auditor, [a_roster(county).pk])


@act("benefits:export_rosters", event="roster_list.exported", method="get")
def export_list(county):
    return Sent(county.auditor)


@act("benefits:export_downloads", event="download_list.exported", method="get")
def export_downloads(county):
    return Sent(county.auditor)
