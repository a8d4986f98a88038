"""A family comes onto the record, and is amended."""
from households.commands.county import changing
from households.commands.filing import Filing, file
from households.models import Household


def register_household(*, entry, by, at, source="", entered_as=None):
    """A new Household from a FamilyEntry. `source`: where it was read, written on every fact (户口簿、申请表…).

    `entered_as`: a uuid of the page or row it comes from; the same one makes no second record.
    Refused when a rule of `checks` is broken, the village is outside the post's place, or the householder or spouse
    has a record already.
    """
    return _filed(Filing(entry, source, entered_as=entered_as), entry.village, by=by, at=at).household


def amend_household(*, household_id, entry, by, at, why, source="", expected_revision=None):
    """Bring a family's record in line with an entry; only differences are written. The list of what changed, in words.

    What the entry leaves UNRECORDED, and people it does not name, stay as they are. `why` is written on every withdrawn
    row. With `expected_revision` refused when somebody else changed the family since.
    """
    place = Household.objects.values_list("division_code", flat=True).get(pk=household_id)
    filing = Filing(entry, source, household_id=household_id, why=why, expected_revision=expected_revision)
    return _filed(filing, place, by=by, at=at).settlement.changed


def _filed(filing, place, *, by, at):
    """The filing once it is on record; a refusal undoes everything and is raised."""
    with changing(place, event=filing.event, by=by, at=at):
        file([filing], by=by, at=at)
        if filing.refusal:
            raise filing.refusal
    return filing
