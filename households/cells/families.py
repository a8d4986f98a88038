"""What the page says of the family as a whole: village, marriage, children, certificates, 低保, findings, accounts."""
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from households.cells import codes, others, show, values
from households.cells.typed import row_keys
from households.entry import UNRECORDED, AccountEntry, CertificateEntry, ChildEntry, CoupleEntry, FamilyEntry, MinimumLivingEntry, StatusEntry
from households.models import Marital, Marriage, Parentage, Relation, Sex

_TOGETHER = (Marital.FIRST, Marital.REMARRIED)


def family(typed, people, villages, found):
    """The FamilyEntry of the page around its people. `found`: what others.read says of the family."""
    said = {name: typed.text(name) for name in show.HOUSEHOLD if name != "village"}
    notes = typed.base.notes if typed.base else ""
    alone = FamilyEntry(village=_village(typed, villages), people=people, notes=notes, **said)
    return replace(
        alone,
        couples=_couples(typed, alone),
        children=_children(typed, alone),
        certificates=_certificates(typed, alone),
        minimum_living=_minimum_living(typed, alone),
        status=_status(typed, found.get(("status", None), ())),
        income=others.said(typed, found, "income", None, typed.recorded("income")),
        housing=others.said(typed, found, "housing", None, typed.recorded("housing")),
        medical=_medical(typed, found),
        poverty_grants=others.said(typed, found, "poverty_grants", None, typed.recorded("poverty_grants")),
        accounts=tuple(_accounts(typed, alone)),
    )


def _village(typed, villages):
    name = typed.text("village").replace(" ", "").lower()
    if not name:
        return ""
    found = [village.code for village in villages if name in village.spellings]
    if len(found) == 1:
        return found[0]
    told = {"typed": name, "count": len(found)}
    several = _("户信息：“%(typed)s”对应 %(count)s 个村，请从列表中选择。")
    unknown = _("户信息：辖区内没有“%(typed)s”，请输入村（居）名称或拼音首字母，从列表中选择。")
    sentence = several if found else unknown
    typed.say("error", "village", sentence % told)
    return ""


def _couples(typed, family):
    head, spouse = _one(family, Relation.HEAD), _one(family, Relation.SPOUSE)
    couple = [person for person in (head, spouse) if person]
    cells = [f"{person.key}-{name}" for person in couple for name in ("relation", "marital", "state", "ended_on", "number")]
    if typed.same(*cells) and {person.key for person in couple} <= set(typed.known):
        return typed.recorded("couples")
    if head is None or (spouse is None and head.marital in ("", *_TOGETHER)):
        return UNRECORDED
    before = typed.recorded("couples")
    apart = () if before is UNRECORDED else tuple(item for item in before if {item.husband, item.wife} != {person.key for person in couple})
    return (*apart, _couple(typed, head, spouse, before)) if spouse else apart


def _couple(typed, head, spouse, before):
    """The marriage of householder and spouse; days the page does not show stay as recorded."""
    is_wife = head.sex == Sex.FEMALE or (head.sex is None and spouse.sex == Sex.MALE)
    husband, wife = (spouse, head) if is_wife else (head, spouse)
    known = [] if before is UNRECORDED else [item for item in before if {item.husband, item.wife} == {husband.key, wife.key}]
    couple = CoupleEntry(husband.key, wife.key, known[-1].since if known else UNRECORDED)
    deaths = [person.death for person in (husband, wife) if isinstance(person.death, date)]
    if known and known[-1].how == Marriage.Ending.DIVORCED:
        return known[-1]
    if Marital.DIVORCED in (husband.marital, wife.marital):
        return replace(couple, ended=UNRECORDED, how=Marriage.Ending.DIVORCED.value)
    return replace(couple, ended=min(deaths), how=Marriage.Ending.WIDOWED.value) if deaths else couple


def _children(typed, family):
    rows = [person.key for person in family.people if person.key.startswith("child-")]
    before = typed.recorded("children")
    if not rows:
        return () if typed.cells.get("no_children") else before
    parents = [person.key for person in (_one(family, Relation.HEAD), _one(family, Relation.SPOUSE)) if person]
    unchanged = [key for key in rows if key in typed.known and _is_same_child(typed, key)]
    if before is UNRECORDED and unchanged == rows:
        return UNRECORDED
    kept = [] if before is UNRECORDED else [item for item in before if item.child in unchanged]
    said = [item for key in rows if key not in unchanged for item in _relations(typed, key, parents)]
    return (*kept, *said)


def _is_same_child(typed, key):
    return typed.same(*(f"{key}-{name}" for name in ("origin", "origin_on", "policy")), "adult-0-relation", "adult-1-relation")


def _relations(typed, key, parents):
    code = typed.text(f"{key}-origin")
    since = typed.value(f"{key}-origin_on", values.day)
    policy = {codes.WITHIN_POLICY: True, codes.OUTSIDE_POLICY: False}.get(typed.text(f"{key}-policy"), UNRECORDED)
    if code in (codes.ORIGIN_OF_HEAD, codes.ORIGIN_OF_SPOUSE):
        own, other = parents[:1], parents[1:]
        if code == codes.ORIGIN_OF_SPOUSE:
            own, other = other, own
        pairs = [(own, Parentage.Origin.BIRTH.value, None), (other, Parentage.Origin.STEP.value, since)]
    else:
        pairs = [(parents, codes.ORIGIN.get(code, UNRECORDED), since if code == codes.ORIGIN_ADOPTION else None)]
    return [ChildEntry(key, tuple(of), origin, day, policy) for of, origin, day in pairs if of]


def _certificates(typed, family):
    if typed.cells.get("no_certificate"):
        return ()
    names = ("certificate-holder", "certificate-issued", "certificate-number", "no_certificate")
    if typed.same(*names):
        return typed.recorded("certificates")
    holder, number = typed.text("certificate-holder"), typed.text("certificate-number")
    issued = typed.value("certificate-issued", values.day)
    if holder not in {person.key for person in family.people}:
        if number or issued:
            typed.say("error", "certificate-holder", _("光荣证：请选持证人。"))
        return UNRECORDED
    return (*typed.earlier("certificates"), CertificateEntry(holder, issued or UNRECORDED, None, number))


def _minimum_living(typed, family):
    if typed.cells.get("no_living"):
        return ()
    names = ("living-0-kind", "living-0-since", "living-0-members", "living-0-subsidy_month", "no_living")
    if typed.same(*names):
        return typed.recorded("minimum_living")
    kind, since = typed.text("living-0-kind"), typed.value("living-0-since", values.day)
    subsidy = typed.value("living-0-subsidy_month", values.fen)
    if not kind and not since:
        return UNRECORDED
    if not kind or not since:
        typed.say("error", "living-0-since" if kind else "living-0-kind", _("低保：请填类别和起始日期；没有低保的请勾选“没有”。"))
        return UNRECORDED
    made = MinimumLivingEntry(codes.LIVING_KINDS[kind == "2"], since, _living_members(typed, family), None, subsidy)
    return (*typed.earlier("minimum_living"), _as_judged(made, typed.recorded("minimum_living")))


def _as_judged(made, recorded):
    """The class and the standard of the same period stay as civil affairs told them: this page does not ask for them."""
    last = recorded[-1] if isinstance(recorded, tuple) and recorded else None
    if last is None or (last.kind, last.since) != (made.kind, made.since):
        return made
    return replace(made, category=last.category, line_fen=last.line_fen)


def _living_members(typed, family):
    chosen = typed.text("living-0-members") or codes.EVERYBODY
    recorded = typed.recorded("minimum_living")
    if chosen == codes.AS_RECORDED and isinstance(recorded, tuple) and recorded:
        return recorded[-1].members
    living = [person for person in family.people if not isinstance(person.death, date)]
    if chosen == codes.HEAD_ONLY:
        living = [person for person in living if person.relation == Relation.HEAD]
    elif chosen == codes.ADULTS:
        living = [person for person in living if person.key.startswith("adult-")]
    return tuple(person.key for person in living)


def _status(typed, rows):
    """The finding of the line, after those of the rows of other facts."""
    if typed.cells.get("no_status") and not rows:
        return ()
    recorded, before = typed.recorded("status"), rows or typed.earlier("status")
    last = () if recorded is UNRECORDED else recorded[-1:]
    if typed.same("status-0-kind", "status-0-since", "status-0-decided_by", "no_status"):
        return (*before, *last) or recorded
    kind, since = codes.by_code(codes.STATUS, typed.text("status-0-kind")), typed.value("status-0-since", values.day)
    decided_by = typed.value("status-0-decided_by", values.unit)
    if not kind and not since and not decided_by:
        return UNRECORDED if isinstance(recorded, tuple) else before or UNRECORDED
    if not kind or not since:
        typed.say("error", "status-0-since" if kind else "status-0-kind", _("家庭认定：请填类别和起始日期；没有认定的请勾选“没有”。"))
        return UNRECORDED
    known = last and typed.same("status-0-kind", "status-0-since")
    return (*before, replace(last[0] if known else StatusEntry(kind, since), decided_by=decided_by or ""))


def _medical(typed, found):
    """Costs of all members; those recorded of members no row speaks of stay."""
    mine = {holder: items for (kind, holder), items in found.items() if kind == "medical"}
    recorded = others.said(typed, found, "medical", None, typed.recorded("medical"))
    if not mine:
        return recorded
    kept = () if recorded is UNRECORDED else tuple(item for item in recorded if item.member not in mine)
    return (*kept, *(item for items in mine.values() for item in items))


def _accounts(typed, family):
    names = {person.key: person.name for person in family.people}
    for n in row_keys(typed.cells, "account"):
        holder, bank, number = (typed.text(f"account-{n}-{name}") for name in ("holder", "bank", "number"))
        if not number:
            continue
        told = {"n": int(n) + 1}
        is_mask = values.is_mask(number)
        if holder not in names:
            typed.say("error", f"account-{n}-holder", _("第 %(n)s 个账户：请选领款人。") % told)
        elif is_mask and not typed.same(f"account-{n}-holder"):
            typed.say("error", f"account-{n}-number", _("第 %(n)s 个账户：换了领款人，请重新填账号。") % told)
        elif is_mask:
            yield AccountEntry(holder, names[holder], bank, None)
        elif digits := typed.value(f"account-{n}-number", values.account):
            yield AccountEntry(holder, names[holder], bank, digits)


def _one(family, relation):
    return next((person for person in family.people if person.relation == relation), None)
