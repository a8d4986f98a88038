"""What the rows of a family say of it, as an entry (households.entry).

An empty cell says nothing (UNRECORDED); a cell that says 无 or 0 says that there is none.
"""
from households import entry as entries
from households.entry import UNRECORDED
from households.models import Marital, Marriage, Parentage, Sex

_ENDINGS = {Marital.WIDOWED: Marriage.Ending.WIDOWED, Marital.DIVORCED: Marriage.Ending.DIVORCED}


def entry_of(family, village):
    """The FamilyEntry that sound rows describe; `village` is the code their village column means."""
    return entries.FamilyEntry(
        village=village,
        people=tuple(_person(line) for line in family.lines),
        **{key: family.value(key) for key in ("group", "address", "hukou_book", "phone", "notes")},
        couples=_couples(family),
        children=_children(family),
        certificates=_certificates(family),
        minimum_living=_minimum_living(family),
        status=_status(family),
        accounts=tuple(_accounts(family)),
    )


def _person(line):
    values, identity = line.values, line.values.get("number")
    differs = identity and "born" in values and values["born"] != identity.born
    return entries.PersonEntry(
        key=line.key,
        name=values["name"],
        relation=values["relation"],
        number=identity.number if identity else None,
        sex=line.sex,
        born=line.born,
        born_in_hukou_book=values["born"] if differs else None,
        marital=values.get("marital", ""),
        death=_death(line),
        hukou=(entries.HukouEntry(kind=values["hukou"], since=values.get("hukou_since")),) if "hukou" in values else UNRECORDED,
        disability=_disability(line),
    )


def _death(line):
    return line.values["died"] if line.is_dead else None if "state" in line.values else UNRECORDED


def _disability(line):
    values = line.values
    if "disability" not in values:
        return UNRECORDED
    if values["disability"] == 0:
        return ()
    since, kind, certified = (values.get(key) for key in ("disability_since", "disability_kind", "certified"))
    return (entries.DisabilityEntry(grade=values["disability"], since=since, kind=kind, certified=certified),)


def _couples(family):
    """The marriage of householder and spouse. An unmarried householder states that there is none."""
    head, spouse = family.head, family.spouse
    if spouse is None:
        return () if head.values.get("marital") == Marital.UNMARRIED else UNRECORDED
    husband, wife = sorted((head, spouse), key=lambda line: line.sex != Sex.MALE)
    ended, how = _ending(head, spouse)
    since = _either(head, spouse, "married", UNRECORDED)
    return (entries.CoupleEntry(husband=husband.key, wife=wife.key, since=since, ended=ended, how=how),)


def _ending(head, spouse):
    """(day or None or UNRECORDED, how) the marriage ended; death ends it on its day."""
    days = [line.values["died"] for line in (head, spouse) if line.is_dead]
    stated = next((_ENDINGS[line.values["marital"]] for line in (head, spouse) if line.values.get("marital") in _ENDINGS), None)
    day = _either(head, spouse, "marriage_ended", None)
    if stated == Marriage.Ending.DIVORCED:
        return day or UNRECORDED, stated
    if days or stated:
        return day or min(days, default=UNRECORDED), Marriage.Ending.WIDOWED
    return None, None


def _either(head, spouse, key, default):
    return head.values.get(key) or spouse.values.get(key) or default


def _children(family):
    if not family.children:
        return () if family.value("children", None) == 0 else UNRECORDED
    return tuple(item for line in family.children for item in _child(family, line))


def _child(family, line):
    """A child of the couple; a stepchild is one's by birth and the other's by marriage."""
    parents = [parent.key for parent in (family.head, family.spouse) if parent]
    origin = line.values.get("origin", UNRECORDED)
    policy = line.values.get("within_policy", UNRECORDED)
    since = line.values.get("adopted")
    if origin == Parentage.Origin.STEP:
        own = (family.head if line.values["birth_parent"] == "head" else family.spouse).key
        yield entries.ChildEntry(line.key, (own,), Parentage.Origin.BIRTH, None, policy)
        parents.remove(own)
    if parents:
        yield entries.ChildEntry(line.key, tuple(parents), origin, since, policy)


def _certificates(family):
    holders = [line for line in family.lines if line.values.get("certificate")]
    if not holders:
        return () if any("certificate" in line.values for line in family.lines) else UNRECORDED
    return tuple(
        entries.CertificateEntry(
            holder=line.key,
            issued=line.values.get("certificate_issued", UNRECORDED),
            number=line.values.get("certificate_number", ""),
        )
        for line in holders
    )


def _minimum_living(family):
    """One period for those of the same kind, day and subsidy."""
    periods = {}
    for line in family.lines:
        if line.values.get("living"):
            period = tuple(line.values.get(key) for key in ("living", "living_since", "living_subsidy"))
            periods.setdefault(period, []).append(line.key)
    if not periods:
        return () if any("living" in line.values for line in family.lines) else UNRECORDED
    return tuple(
        entries.MinimumLivingEntry(kind=kind, since=since, members=tuple(members), subsidy_fen=subsidy)
        for (kind, since, subsidy), members in periods.items()
    )


def _status(family):
    found = family.value("status", UNRECORDED)
    return found if found is UNRECORDED else tuple(entries.StatusEntry(kind=kind, since=since, decided_by=unit) for kind, since, unit in found)


def _accounts(family):
    for line in family.lines:
        if "account" in line.values:
            holder_name = line.values.get("holder_name") or line.values["name"]
            yield entries.AccountEntry(line.key, holder_name, line.values["bank"], line.values["account"])
