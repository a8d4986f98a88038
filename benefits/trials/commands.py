"""What is written of trials: nothing but that somebody took a recorded family, or took a case away as a file."""
from django.db import transaction

from audits import journal
from benefits.trials import families


def take_family(*, household, year, by, at):
    """The case of a family on record, without names; one event, as for everything that shows a family outside its record."""
    with transaction.atomic():
        journal.record("trial.family_taken", by=by, at=at, subject=household, after={"year": year}, division_code=household.division_code)
        return families.case_of(household.pk, year=year)


def export_case(*, case, by, at):
    """A case to be taken away, without names; one event says for which place and months, and nothing of the family."""
    with transaction.atomic():
        asked = {"place": case["place"], "from": case["from"], "to": case["to"], "members": len(case["household"]["members"])}
        journal.record("trial.exported", by=by, at=at, after=asked)
        return families.without_names(case)
