"""What each kind of change records: the commands of families that the entry page uses too. `said` is the form's, `about` who writes when."""
from dataclasses import replace

from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts import stored
from accounts.refusal import NotAllowed
from benefits.events.commands import handing_over
from benefits.models import Change, Confirmation, Entitlement, Heir
from households import commands
from households.commands import county
from households.entry import UNRECORDED, CertificateEntry, ChildEntry, DeathEntry, DisabilityEntry, HukouEntry, PersonEntry
from households.models import Death, Membership, Parentage, Relation, Sex
from households.queries.family import entry_of, family

Kind = Change.Kind
_EVENT = "change.recorded"
ASKS_FOR_A_CERTIFICATE = "only_child_parent_allowance"


def record(kind, household_id, said, *, by, at):
    """Record what was said of the family; refused with a sentence where it cannot be."""
    _RECORDED[kind](household_id, said, by=by, at=at, source=said["source"])


def _death(household_id, said, **about):
    item = DeathEntry(said["occurred"], said["unit"])
    commands.record_fact(household_id=household_id, person_id=said["person"], kind="death", item=item, **about)


def _child(household_id, said, *, origin, **about):
    """A child born or adopted comes into the record, alive, with the hukou the form states."""
    entry = entry_of(family(household_id))
    relation = Relation.SON if said["sex"] == Sex.MALE else Relation.DAUGHTER
    hukou = (HukouEntry(said["hukou"]),) if said["hukou"] else UNRECORDED
    child = PersonEntry(
        key="child-new", name=said["name"], relation=relation, number=said["number"], sex=said["sex"], born=said["born"], death=None, hukou=hukou
    )
    parents = tuple(f"person-{parent}" for parent in said["parents"])
    since = said["occurred"] if origin == Parentage.Origin.ADOPTION else None
    within = UNRECORDED if said["within_policy"] is None else said["within_policy"]
    link = ChildEntry("child-new", parents, origin, since, within)
    children = (*_known(entry.children, said, _("生育和收养情况"), _("子女")), link)
    _amend(household_id, replace(entry, people=(*entry.people, child), children=children), **about)


def _birth(household_id, said, **about):
    _child(household_id, said, origin=Parentage.Origin.BIRTH, **about)


def _adoption(household_id, said, **about):
    _child(household_id, said, origin=Parentage.Origin.ADOPTION, **about)


def _recovery(household_id, said, **about):
    commands.end_fact(household_id=household_id, person_id=said["person"], kind="disability", on=said["occurred"], **about)


def _regrading(household_id, said, **about):
    item = DisabilityEntry(said["grade"], said["occurred"], kind=said["disability"] or None, lost_labour=said["lost_labour"], certified=True)
    commands.record_fact(household_id=household_id, person_id=said["person"], kind="disability", item=item, **about)


def _hukou(household_id, said, *, source, **about):
    """A hukou becomes another, or goes to another county for some of the family; who is left keeps the record here.

    A whole village made urban (成建制转非) stays 界定为农村居民户口: the document that says so is the source.
    """
    away = handing_over.abroad(household_id, said.get("county"), people=said["people"], on=said["occurred"])
    source = stored.kept("成建制转非，仍界定为农村居民户口：%(source)s", source=source) if said["exempt"] else source
    item = HukouEntry("rural" if said["exempt"] else said["hukou"], said["occurred"], place=away)
    for person in said["people"]:
        commands.record_fact(household_id=household_id, person_id=person, kind="hukou", item=item, source=source, **about)


def _move(household_id, said, *, source, **about):
    commands.move_household(household_id=household_id, village=said["village"], why=source, **about)


def _move_away(household_id, said, **about):
    handing_over.offer(household_id, county=said["county"], on=said["occurred"], **about)


def _move_back(household_id, said, **about):
    handing_over.withdraw(household_id, **about)


def _birth_date(household_id, said, **about):
    """The ID decides; what the 户口簿 says stays beside it."""
    entry = entry_of(family(household_id))
    told = {"born": said["born"], "sex": said["sex"], "number": said["number"]}
    people = tuple(replace(person, **told) if person.person_id == said["person"] else person for person in entry.people)
    _amend(household_id, replace(entry, people=people), **about)


def _certificate(household_id, said, *, by, at, source):
    """Issued on its day; unless an official's error is stated, nothing is paid for the months before it became known (PC-36)."""
    entry = entry_of(family(household_id))
    holder = CertificateEntry(f"person-{said['person']}", said["occurred"], None, said["number"])
    known = _known(entry.certificates, said, _("光荣证情况"), _("光荣证"))
    if said["error"]:
        source = stored.kept("%(source)s；经办失误：%(error)s", source=source, error=said["error"])
    _amend(household_id, replace(entry, certificates=(*known, holder)), by=by, at=at, source=source)
    if said["error"]:
        return
    couple = Membership.objects.filter(household=household_id, withdrawn_at=None, home=True, relation__in=(Relation.HEAD, Relation.SPOUSE))
    paid = Entitlement.objects.filter(scheme=ASKS_FOR_A_CERTIFICATE, person__in=couple.values("person"))
    paid = set(paid.annotate(fen=Sum("lines__amount_fen")).filter(fen__gt=0).values_list("person_id", flat=True))
    confirmed = set(Confirmation.objects.filter(scheme=ASKS_FOR_A_CERTIFICATE, withdrawn_at=None).values_list("person_id", flat=True))
    for membership in couple.select_related("person"):
        if membership.person_id not in paid | confirmed:
            Confirmation.objects.create(
                person=membership.person, division_code=membership.person.division_code, scheme=ASKS_FOR_A_CERTIFICATE, since=said["learnt"],
                source=source, recorded_at=at, recorded_by=by,
            )  # fmt: skip


def _late_claim(household_id, said, *, by, at, source):
    """A qualification counts from the day the county confirmed it; where an official erred, from the day it should have been confirmed (PC-36)."""
    membership = Membership.objects.filter(household=household_id, person=said["person"], withdrawn_at=None).select_related("person").first()
    standing = Confirmation.objects.filter(person=said["person"], scheme=said["scheme"], withdrawn_at=None).first()
    if membership is None:
        raise NotAllowed(_("这个人不在这一户的档案里，请重新打开这一页选择。"), event=_EVENT)
    if said["error"]:
        source = stored.kept("%(source)s；经办失误：%(error)s", source=source, error=said["error"])
    elif standing and said["occurred"] < standing.since:
        raise NotAllowed(_("比原来确认的日期提前的，须是经办失误，请写明失误和证明。"), event=_EVENT, subject=membership.person)
    due = Entitlement.objects.filter(scheme=said["scheme"], person=said["person"], since__lt=said["occurred"]).annotate(fen=Sum("lines__amount_fen"))
    if due.filter(fen__gt=0).exists():
        raise NotAllowed(_("这个人在这一天以前已有这一项目的应发，不是迟办；发错的请更正档案。"), event=_EVENT, subject=membership.person)
    if standing:
        standing.withdrawn_at, standing.withdrawn_by, standing.withdrawn_why = at, by, stored.kept("另定起算日")
        standing.save()
    Confirmation.objects.create(
        person=membership.person, division_code=membership.person.division_code, scheme=said["scheme"], since=said["occurred"], source=source,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    county.touch([household_id], [membership.person_id])


def _heir(household_id, said, *, by, at, source):
    """Who of the family is handed what was due to the dead; whoever was named before steps back."""
    members = {row.person_id: row.person for row in Membership.objects.filter(household=household_id, withdrawn_at=None).select_related("person")}
    dead, heir = members.get(said["person"]), members.get(said["heir"])
    if dead is None or heir is None:
        raise NotAllowed(_("逝者和继承人都须在这一户的档案里；继承人不在档案的，请先在“修改档案”里录入。"), event=_EVENT)
    known_dead = set(Death.objects.filter(person__in=[dead.pk, heir.pk], withdrawn_at=None).values_list("person_id", flat=True))
    if known_dead != {dead.pk} or dead == heir:
        raise NotAllowed(_("应先登记逝者死亡，继承人须在世，请核对所选的人。"), event=_EVENT, subject=dead)
    why = stored.kept("另定继承领款人")
    Heir.objects.filter(person=dead, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by, withdrawn_why=why)
    Heir.objects.create(
        person=dead, heir=heir, relation=said["relation"], since=said["occurred"], division_code=dead.division_code, source=source,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip


def _known(items, said, kind, what):
    """What is on record of a kind. One of a kind nobody has recorded would make the list whole: unless it is said to be the only one, refused."""
    if items is not UNRECORDED:
        if items and said.get("only"):
            raise NotAllowed(_("档案里登记有别的%(what)s，与勾选的不符，请核对。") % {"what": what}, event=_EVENT)
        return items
    if not said.get("only"):
        sentence = _("这一户的%(kind)s还没有登记，只记这一个会被当作全部。请先在“修改档案”里登记齐；确实没有别的%(what)s的，请勾选后再看差额。")
        raise NotAllowed(sentence % {"kind": kind, "what": what}, event=_EVENT)
    return ()


def _amend(household_id, entry, *, by, at, source):
    commands.amend_household(household_id=household_id, entry=entry, by=by, at=at, why=source or _("变更办理"), source=source)


_RECORDED = {
    Kind.DEATH: _death, Kind.BIRTH: _birth, Kind.ADOPTION: _adoption, Kind.RECOVERY: _recovery, Kind.REGRADING: _regrading,
    Kind.HUKOU: _hukou, Kind.MOVE: _move, Kind.BIRTH_DATE: _birth_date, Kind.CERTIFICATE: _certificate,
    Kind.LATE_CLAIM: _late_claim, Kind.HEIR: _heir, Kind.MOVE_AWAY: _move_away, Kind.MOVE_BACK: _move_back,
}  # fmt: skip
