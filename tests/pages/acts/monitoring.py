from tests.benefits.books import a_beneficiary, owed, publish
from tests.pages.acts import Sent, act


def a_year(county):
    with county.inside():
        publish(owed(a_beneficiary()))


@act("benefits:export_targets", event="targets.exported", method="get")
def export_targets(county):
    a_year(county)
    return Sent(county.auditor, query="?year=2026")


@act("benefits:export_year_dues", event="year_dues.exported", method="get")
def export_dues(county):
    a_year(county)
    return Sent(county.auditor, query="?year=2026")


@act("benefits:export_received", event="received.exported", method="get")
def export_received(county):
    a_year(county)
    return Sent(county.auditor, query="?year=2026&source=all")


@act("benefits:export_incomes", event="incomes.exported", method="get")
def export_incomes(county):
    return Sent(county.auditor, query="?year=2025")


@act("benefits:export_statuses", event="statuses.exported", method="get")
def export_statuses(county):
    return Sent(county.auditor)
