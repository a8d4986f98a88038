"""Everything that writes of a month's list: kept with its comparison, compared again, registered as facts, discarded, handed out."""
import hashlib
from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from households.commands.county import changing, touch
from households.commands.pen import Pen
from households.imports import cells
from households.models import Statement
from poverty import tables
from poverty.kinds import MinimumLivingKind
from poverty.models import ListedFamily, MinimumLivingList
from poverty.monthly import comparing, states
from poverty.monthly.columns import TABLE

Outcome = ListedFamily.Outcome
ROWS_KEPT = timedelta(days=30)  # since the list came, for what has to go back to the sender
_APPLIED = (Outcome.NEW, Outcome.CHANGED, Outcome.ENDED)


def upload(*, key, kind, month, source, file_name, content, headings, lines, by, at):
    """A month's list (tables.Lines and the bytes they were read from) beside the county's record; the same key is the same page."""
    event = "minimum_living_list.compared"
    moves.require(by, states.ENTERS, event)
    with changing(by.county_code, event=event, by=by, at=at):
        known = MinimumLivingList.objects.filter(key=key).first()
        sha256 = hashlib.sha256(content).digest()
        if known:
            if bytes(known.sha256) != sha256:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=known)
            return known
        _refuse_month(kind, month, by, at, event)
        findings = comparing.compare(lines, kind=kind, month=month)
        listed = MinimumLivingList.objects.create(
            division_code=by.county_code, number=_next_number(by.county_code, kind, month), key=key, kind=kind, month=month, source=source,
            file_name=cells.without_numbers(file_name)[-120:], sha256=sha256, version=TABLE.version, headings=headings, counts=_counts(findings),
            uploaded_at=at, uploaded_by=by,
        )  # fmt: skip
        _keep(listed, findings)
        journal.record(event, by=by, at=at, subject=listed, after=_told(listed) | {"source": source, "sha256": sha256.hex()})
    return listed


def compare_again(*, list_id, by, at):
    """The same rows beside the record as it is now."""
    event = "minimum_living_list.compared_again"
    with changing(by.county_code, event=event, by=by, at=at):
        listed = _obeying(list_id, states.COMPARE, event, by)
        findings = comparing.compare(_lines(listed), kind=listed.kind, month=listed.month)
        listed.families.all().delete()
        listed.counts = _counts(findings)
        listed.save(update_fields=["counts"])
        _keep(listed, findings)
        journal.record(event, by=by, at=at, subject=listed, after=_told(listed))
    return listed


def apply(*, list_id, by, at):
    """What the page showed becomes facts: the old ones withdrawn or ended, the new ones recorded, every family's revision with them."""
    event = "minimum_living_list.applied"
    with changing(by.county_code, event=event, by=by, at=at):
        listed = _obeying(list_id, states.APPLY, event, by)
        _refuse_month(listed.kind, listed.month, by, at, event, but=listed)
        findings = comparing.compare(_lines(listed), kind=listed.kind, month=listed.month)
        if _shown(findings) != _kept(listed):
            raise NotAllowed(_("档案在您查看之后有变动，请先“重新比对”，看过现在的结果再登记。"), event=event, subject=listed)
        changed = [finding for finding in findings if finding.outcome in _APPLIED]
        _record(changed, source=stored.kept("低保月度名单 %(number)s", number=listed.number), by=by, at=at)
        listed.state, listed.applied_at, listed.applied_by = states.APPLY.target, at, by
        listed.save(update_fields=["state", "applied_at", "applied_by"])
        journal.record(event, by=by, at=at, subject=listed, after=_told(listed))
    return listed


def discard(*, list_id, by, at):
    """A list that will not be registered; nothing of it was."""
    event = "minimum_living_list.discarded"
    with transaction.atomic():
        listed = _obeying(list_id, states.DISCARD, event, by)
        listed.state = states.DISCARD.target
        listed.save(update_fields=["state"])
        journal.record(event, by=by, at=at, subject=listed)
    return listed


def hand_back(*, list_id, reason, by, at):
    """The sender's own columns with the rows something is to be said of, numbers in full as they came. What it is taken for is on record."""
    event = "minimum_living_list.rows_returned"
    with transaction.atomic():
        moves.require(by, states.ENTERS, event)
        listed = MinimumLivingList.objects.select_for_update(of=("self",)).get(pk=list_id)
        if _is_over(listed, at):
            raise NotAllowed(_("这份文件的行已过保存期，请对方重新提供。"), event=event, subject=listed)
        if not reason.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=listed)
        rows = []
        for family in listed.families.exclude(problems=[]):
            said = {}
            for number, heading, sentence in family.problems:
                said.setdefault(number, []).append((heading, sentence))
            rows += [(typed, said.get(number, [])) for number, typed in family.typed()]
        if not rows:
            raise NotAllowed(_("这份名单没有要退回的行。"), event=event, subject=listed)
        journal.record(event, by=by, at=at, subject=listed, after={"rows": len(rows)}, reason=reason)
    return tables.returned(TABLE, listed.headings, rows)


def has_rows_to_return(listed, *, at):
    """Whether something is to be said of rows of a list, and they are still kept."""
    return not _is_over(listed, at) and any(listed.counts[name] for name in (Outcome.FAULTY, Outcome.UNMATCHED))


def delete_expired_rows(*, at):
    """The rows of lists that came long ago are forgotten, numbers and all; what was compared stays. A list nobody has finished is discarded.

    Under the sight of everything.
    """
    held = ListedFamily.objects.filter(of_list__uploaded_at__lte=at - ROWS_KEPT).exclude(rows=b"")
    for listed in MinimumLivingList.objects.select_for_update(of=("self",)).filter(pk__in=held.values("of_list")):
        unfinished = listed.state in states.DISCARD.sources
        if unfinished:
            listed.state = states.DISCARD.target
            listed.save(update_fields=["state"])
        told = {"number": listed.number, "families": held.filter(of_list=listed).update(rows=b"")} | ({"discarded": True} if unfinished else {})
        event = "minimum_living_list.rows_deleted"
        journal.record(event, by=None, at=at, subject=listed, after=told, division_code=listed.division_code)


def _is_over(listed, at):
    return listed.uploaded_at <= at - ROWS_KEPT


def _record(findings, *, source, by, at):
    pen, kind, people = Pen(by=by, at=at), MinimumLivingKind(), set()
    households = {finding.household.pk for finding in findings}
    statements = Statement.objects.filter(household__in=households, kind=kind.name, withdrawn_at=None)
    for statement in statements:
        pen.withdraw(statement, why=source)
    for finding in findings:
        common = {"division_code": finding.household.division_code, "source": source, "recorded_at": at, "recorded_by": by}
        people |= finding.values["members"]
        if finding.standing is not None:
            pen.withdraw(finding.standing, why=source)
            people |= {person.pk for person in finding.standing.members.all()}
        for values in _periods(finding, kind):
            for row in kind.made(values, None, common):
                pen.add(row)
    pen.write()
    touch(households, people)


def _periods(finding, kind):
    """What is recorded instead: the old period until the month, and the new one from it."""
    day = finding.values["until"] if finding.outcome == Outcome.ENDED else finding.values["since"]
    if finding.standing is not None and finding.standing.since < day:
        yield kind.values(finding.standing) | {"until": day}
    if finding.outcome != Outcome.ENDED:
        yield finding.values


def _keep(listed, findings):
    rows = []
    for place, finding in enumerate(findings, 1):
        family = ListedFamily(
            division_code=listed.division_code, of_list=listed, place=place, outcome=finding.outcome, household=finding.household, head=finding.head,
            before=finding.before, after=finding.after, problems=finding.problems,
        )  # fmt: skip
        family.seal([[line.number, line.cells] for line in finding.lines])
        rows.append(family)
    ListedFamily.objects.bulk_create(rows, batch_size=1000)


def _lines(listed):
    """The rows as they came, read again."""
    places = TABLE.places(listed.headings)
    typed = sorted(row for family in listed.families.all() for row in family.typed())
    return [TABLE.line(number, typed_cells, places) for number, typed_cells in typed]


def _shown(findings):
    return [(finding.outcome, finding.household and finding.household.pk, finding.before, finding.after) for finding in findings]


def _kept(listed):
    return list(listed.families.values_list("outcome", "household_id", "before", "after"))


def _counts(findings):
    counted = Counter(str(finding.outcome) for finding in findings)
    return {value: counted[value] for value in Outcome.values} | {"rows": sum(len(finding.lines) for finding in findings)}


def _told(listed):
    return {"number": listed.number, "kind": listed.kind, "month": listed.month, **listed.counts}


def _obeying(list_id, move, event, by):
    listed = MinimumLivingList.objects.select_for_update(of=("self",)).filter(pk=list_id).first()
    if listed is None:
        raise NotAllowed(_("没有这份名单，或它不属于本县。"), event=event)
    sentence = moves.why_not(listed, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=listed)
    return listed


def _refuse_month(kind, month, by, at, event, but=None):
    """Months are registered in their order: an earlier list would end what a later one recorded."""
    if month > timezone.localdate(at):
        raise NotAllowed(_("名单月份晚于今天，请核对月份。"), event=event)
    later = MinimumLivingList.objects.filter(division_code=by.county_code, kind=kind, state=MinimumLivingList.State.APPLIED, month__gt=month).first()
    if later:
        told = {"number": later.number, "month": f"{later.month:%Y-%m}"}
        raise NotAllowed(_("%(month)s 的名单（%(number)s）已经登记，名单须按月份先后登记。") % told, event=event, subject=but)


def _next_number(county, kind, month):
    """DB370303-2026-11-R01."""
    head = f"DB{county[:6]}-{month:%Y-%m}-{kind[0].upper()}"
    return f"{head}{MinimumLivingList.objects.filter(number__startswith=head).count() + 1:02d}"
