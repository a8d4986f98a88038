"""A family on record as a case: the facts without names, numbers of certificates and numbers of people, who are called by their relation."""
from django.utils.translation import gettext as _

from households import case
from households.models import Relation
from households.queries.family import entry_of, family

_CHILDREN = (Relation.SON, Relation.DAUGHTER)


def case_of(household_id, *, year):
    """The case of a recorded family for a calendar year. Read in scope; nothing of it is kept."""
    entry = entry_of(family(household_id))
    made = case.case_of(entry, since=f"{year}-01", until=f"{year}-12", case_id="")
    del made["id"]
    called = _called(entry.people)
    for member in made["household"]["members"]:
        member["name"] = called[member["id"]]
    for certificate in made["household"].get("certificates", ()):
        certificate.pop("number", None)
    return made


def without_names(given):
    """The same case with nobody named: what leaves the page as a file."""
    household = given["household"]
    members = [{key: value for key, value in member.items() if key != "name"} for member in household["members"]]
    certificates = [{key: value for key, value in row.items() if key != "number"} for row in household.get("certificates", ())]
    kept = household | {"members": members} | ({"certificates": certificates} if "certificates" in household else {})
    return given | {"household": kept}


def _called(people):
    """{key: 户主, 配偶, 孩 1, 孩 2, 其他 1 …}"""
    names, counts = {}, {}
    for person in people:
        word = _("孩") if person.relation in _CHILDREN else str(Relation(person.relation).label)
        counts[word] = counts.get(word, 0) + 1
        names[person.key] = word if person.relation in (Relation.HEAD, Relation.SPOUSE) and counts[word] == 1 else f"{word} {counts[word]}"
    return names
