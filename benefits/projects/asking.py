"""The rules asked of families on a day: of a project, its priorities and the conditions of the least; of a fund, the scheme it pays."""
from datetime import date

from django.utils.translation import gettext as _

from benefits import facts, rules
from benefits.policies_table import queries as policies
from benefits.rules import priorities
from households.models import Membership, Relation


class Asked:
    """The recorded facts of some families, read once, beside the values of their county in the month of a day."""

    def __init__(self, household_ids, *, county, on, schemes=None):
        self.county, self.month = county, on.year * 12 + on.month - 1
        self.book = policies.in_force(county).book
        self.tables = facts.read(sorted(household_ids), since=date(on.year, 1, 1), until=date(on.year + 1, 1, 1), one_off=[])
        self._row = {household: row for row, household in enumerate(self.tables["households"]["id"].tolist())}
        names = _relations(self.tables["persons"]["id"].tolist(), household_ids)
        window = {"since": on.year * 12, "until": on.year * 12 + 12}
        self._reasons = rules.Reasons(tables=self.tables, book=self.book, names=names, schemes=schemes or priorities.schemes(), **window)

    def condition(self, code, household):
        """The one condition of `priorities.schemes()[code]` for a family: answer, what was found and is missing. None where no document states it."""
        told = self.reason(code, household)
        return told["conditions"][1] if len(told["conditions"]) > 1 else None

    def reason(self, code, household):
        """Why a family is or is not given a scheme in the month (`rules.Reasons.reason`)."""
        return self._reasons.reason(code, self._row[household], self.month, "household")

    def value(self, name):
        """The county's value of a name in the month (rules.Value), None where nothing is stated."""
        row = int(self.book.place(self.county).in_month(name, self.month))
        return None if row < 0 or self.book.values[row].value is None else self.book.values[row]


def _relations(people, household_ids):
    """What each of the people is called in reasons that are kept: by the relation to the householder, never by name."""
    found = Membership.objects.filter(household__in=household_ids, withdrawn_at=None).order_by("id")
    labels = {person: Relation(relation).label for person, relation in found.values_list("person_id", "relation")}
    return [str(labels.get(person, _("户内成员"))) for person in people]
