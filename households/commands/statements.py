"""What somebody states of several people at once: none of them has a kind of fact."""
from django.utils import timezone

from accounts import stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households import kinds
from households.commands.county import changing, touch
from households.models import Household, Membership, Statement
from households.queries.places import is_inside

EVENT = "statements.recorded"


def state_none_of_several(*, kind, members, by, at, source):
    """Somebody states that these members, pairs of household and person id, have none of a kind; how many they are.

    One event; each statement is withdrawn by itself on its record. Refused whole when one of them lies outside the post's place, or has
    meanwhile a record or a statement.
    """
    with changing(by.division_code, event=EVENT, by=by, at=at):
        households = {household for household, _person in members}
        numbers = list(
            Household.objects.select_for_update().filter(pk__in=households).order_by("id").values_list("number", "division_code")
        )
        people = _people(members)
        if any(not is_inside(code, by.division_code) for code in [*(code for _number, code in numbers), *people.values()]):
            raise NotAllowed(_("名单里有人不由您的辖区登记，请由当地经办人办理。"), event=EVENT)
        if not people or len(people) != len(set(members)) or _is_said(kind, people):
            raise NotAllowed(_("名单里有人在您查看之后有了记录，请刷新页面，看过现在的名单再登记。"), event=EVENT)
        common = {"kind": kind, "on": timezone.localdate(at), "source": source, "recorded_at": at, "recorded_by": by}
        Statement.objects.bulk_create(Statement(person_id=person, division_code=code, **common) for person, code in sorted(people.items()))
        touch(households, set(people))
        with stored.in_chinese():
            says = kinds.none_words(kind)
        after = {"says": says, "people": len(people), "households": [number for number, _code in numbers], "source": source}
        journal.record(EVENT, by=by, at=at, after=after, division_code=by.division_code)
    return len(people)


def _people(members):
    """{person id: division code} of those who are members of their household as said."""
    wanted = set(members)
    standing = Membership.objects.filter(household__in={household for household, _person in wanted}, withdrawn_at=None)
    found = standing.values_list("household_id", "person_id", "person__division_code")
    return {person: code for household, person, code in found if (household, person) in wanted}


def _is_said(kind, people):
    """Whether of one of them something of the kind is recorded, or that there is nothing."""
    recorded = kinds.person_kind(kind).rows(list(people)).filter(withdrawn_at=None)
    return recorded.exists() or Statement.objects.filter(person__in=people, kind=kind, withdrawn_at=None).exists()
