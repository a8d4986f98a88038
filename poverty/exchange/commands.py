"""Everything that writes of a file that came in: kept, read, matched, decided about, registered chunk by chunk, discarded, handed back."""
import hashlib
from collections import Counter, defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import moves, stored
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits import journal
from audits.jobs import commands as jobs
from audits.jobs.models import Job
from households.commands.county import changing, touch
from households.commands.pen import Pen
from households.imports import cells
from households.imports.reading import reader
from households.models import HouseholdStatus, Income, Statement
from poverty import tables
from poverty.exchange import codes, matching, queries, states
from poverty.exchange.columns import TABLE
from poverty.kinds import RegistrationKind
from poverty.models import MatchDecision, Transfer, TransferredHousehold

Outcome = TransferredHousehold.Outcome
CHUNK = 200
ROWS_KEPT = timedelta(days=30)  # since the file came, for what has to go back to the sender


def receive(*, key, purpose, file_name, content, by, at):
    """Keep a file of the poverty system, sealed, and have it read and matched. The same key is the same page."""
    event = "transfer.received"
    moves.require(by, states.ENTERS, event)
    sentence = reader.why_not(len(content))
    if sentence:
        raise NotAllowed(sentence, event=event)
    with transaction.atomic():
        known = Transfer.objects.filter(key=key).first()
        sha256 = hashlib.sha256(content).digest()
        if known:
            if known.direction != Transfer.Direction.IN or bytes(known.sha256) != sha256:
                raise NotAllowed(_("这次提交与先前同一表单的内容不同，请重新打开页面填写。"), event=event, subject=known)
            return known
        transfer = begin(
            direction=Transfer.Direction.IN, counterpart=Transfer.Counterpart.POVERTY, key=key, purpose=purpose, version=TABLE.version,
            file_name=cells.without_numbers(file_name)[-120:], sha256=sha256, state=states.State.READING, by=by, at=at,
        )  # fmt: skip
        transfer.seal(content)
        _enqueue(transfer, "reading", stored.kept("读取 %(name)s", name=transfer.file_name), by=by, at=at)
        journal.record(event, by=by, at=at, subject=transfer, after=_told(transfer))
    return transfer


def begin(*, by, at, **said):
    """A Transfer with its number, not yet saved with what a job needs. Inside a transaction."""
    transfer = Transfer(division_code=by.county_code, codes=codes.CURRENT, made_at=at, made_by=by, made_staff_no=by.staff_no, **said)
    transfer.number = str(transfer.key)[:20]
    transfer.save(force_insert=True)
    transfer.number = f"JH{by.county_code[:6]}-{timezone.localdate(at):%Y}-{transfer.pk:05d}"
    return transfer


def read(*, transfer_id, by, at):
    """Read the file into its households; how many, None when it cannot be read. Its bytes are not kept any longer."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.READING:
            return None
        try:
            transfer.headings, lines = TABLE.understood(reader.read(transfer.opened()))
        except reader.Unreadable as refusal:
            transfer.state, transfer.content, transfer.problem = states.FAIL.target, b"", stored.chinese(refusal.sentence)
            transfer.save()
            journal.record("transfer.read", by=by, at=at, subject=transfer, outcome="refused", reason=transfer.problem)
            return None
        transfer.content = b""
        transfer.save()
        households = _keep(transfer, lines)
        journal.record("transfer.read", by=by, at=at, subject=transfer, after={"households": len(households), "rows": len(lines)})
    return len(households)


def match(*, transfer_id, after, by, at):
    """Match the next households with the record; (last place, how many), None when none is left and the file waits for a person."""
    with changing(by.county_code, event="transfer.matched", by=by, at=at):
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.READING:
            return None
        chunk = list(transfer.households.filter(place__gt=after)[:CHUNK])
        if chunk:
            _match(transfer, chunk, at)
            return chunk[-1].place, len(chunk)
        _match(transfer, _contested(transfer), at)
        _count(transfer)
        transfer.state = states.READ.target
        transfer.save(update_fields=["state", "counts"])
        journal.record("transfer.matched", by=by, at=at, subject=transfer, after=_told(transfer))
    return None


def abandon(*, transfer_id, at):
    """What cancelling its job leaves of a file that was being read: nothing but that it came. The job's own event tells of it."""
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        transfer.state, transfer.content, transfer.problem = states.FAIL.target, b"", stored.kept("读取已取消。")
        transfer.save()
        transfer.households.update(rows=b"")


def decide(*, transfer_id, place, doubt, same, reason, by, at):
    """A doubt of a household is answered, same or different, with the reason; this file and the next ones go by it.

    Households the answer makes doubtful (they mean the same family) are asked about too; a family is one poor household, never two.
    """
    event = "match.decided"
    with changing(by.county_code, event=event, by=by, at=at):
        transfer = _locked(transfer_id, states.APPLY, event, by)
        row = transfer.households.select_for_update().filter(place=place).first()
        asked = next((asked for asked in (row.doubts if row else ()) if doubt_key(asked) == doubt), None)
        if asked is None:
            raise NotAllowed(_("这一处已经判定，或比对结果有变，请刷新页面。"), event=event, subject=transfer)
        about = {"kind": asked["kind"], "person_id": asked["person"], "household_id": asked["household"], "said": asked["said"]}
        about |= {"division_code": transfer.division_code, "register_number": row.register_number}
        if same:
            _refuse_second(about, event, transfer)
        MatchDecision.objects.filter(**about, withdrawn_at=None).update(withdrawn_at=at)
        decision = MatchDecision.objects.create(**about, same=same, reason=reason, decided_at=at, decided_by=by)
        _match(transfer, [row], at)
        _match(transfer, _contested(transfer), at)
        _count(transfer)
        transfer.save(update_fields=["counts"])
        after = {"register_number": row.register_number, "kind": asked["kind"], "same": same, "transfer": transfer.number}
        journal.record(event, by=by, at=at, subject=decision, after=after, reason=reason)
    return decision


def withdraw_decision(*, decision_id, by, at):
    """A decision turned out wrong: the next file asks again."""
    event = "match.withdrawn"
    with transaction.atomic():
        moves.require(by, states.ENTERS, event)
        decision = MatchDecision.objects.select_for_update().filter(pk=decision_id, withdrawn_at=None).first()
        if decision is None:
            raise NotAllowed(_("这条判定已撤回，请刷新页面。"), event=event)
        decision.withdrawn_at = at
        decision.save(update_fields=["withdrawn_at"])
        journal.record(event, by=by, at=at, subject=decision, before={"register_number": decision.register_number, "same": decision.same})
    return decision


def start_applying(*, transfer_id, by, at):
    """Have what was shown registered; doubtful, unknown and faulty households stay out."""
    event = "transfer.applying_started"
    with transaction.atomic():
        transfer = _locked(transfer_id, states.APPLY, event, by)
        transfer.state = states.APPLY.target
        _enqueue(transfer, "applying", stored.kept("登记 %(number)s", number=transfer.number), by=by, at=at)
        journal.record(event, by=by, at=at, subject=transfer, after=_told(transfer))
    return transfer


def apply(*, transfer_id, after, by, at):
    """Register the next ready households as facts; (last place, how many), None when none is left.

    A household the record of which changed since it was shown is left as it is and says so.
    """
    event = "transfer.applied"
    with changing(by.county_code, event=event, by=by, at=at):
        transfer = Transfer.objects.select_for_update(of=("self",)).get(pk=transfer_id)
        if transfer.state != states.State.APPLYING:
            return None
        chunk = list(transfer.households.filter(place__gt=after, outcome=Outcome.READY, applied_at=None)[:CHUNK])
        if not chunk:
            _count(transfer)
            transfer.state, transfer.applied_at = states.FINISH.target, at
            transfer.save(update_fields=["state", "applied_at", "counts"])
            journal.record(event, by=by, at=at, subject=transfer, after=_told(transfer))
            return None
        shown = {row.pk: (row.outcome, row.household_ids, row.before, row.after) for row in chunk}
        found = _match(transfer, chunk, at)
        changes = []
        for row in chunk:
            if shown[row.pk] == (row.outcome, row.household_ids, row.before, row.after):
                row.applied_at = at
                changes += found[row.pk].changes
            else:
                row.outcome = Outcome.FAULTY
                row.problems = [[0, "", stored.kept("查看之后这一户的档案有变动，没有登记，请用下一份文件。")]]
        _write(changes, source=stored.kept("扶贫系统交换 %(number)s", number=transfer.number), by=by, at=at)
        TransferredHousehold.objects.bulk_update(chunk, ["applied_at", "outcome", "problems"])
        told = {"number": transfer.number, "households": sorted({change.household.number for change in changes})}
        journal.record("transfer.households_registered", by=by, at=at, subject=transfer, after=told)
    return chunk[-1].place, len(chunk)


def discard(*, transfer_id, by, at):
    """A file that will not be registered. Where a job stopped half way, what was registered until then stays."""
    event = "transfer.discarded"
    with transaction.atomic():
        transfer = _locked(transfer_id, states.DISCARD, event, by)
        if transfer.is_working:
            raise NotAllowed(_("这份文件的作业还没有结束，请等它结束后再作废。"), event=event, subject=transfer)
        _drop(transfer)
        after = {"number": transfer.number, "registered": queries.registered(transfer)}
        journal.record(event, by=by, at=at, subject=transfer, after=after)
    return transfer


def hand_back(*, transfer_id, reason, by, at):
    """The sender's own columns with the rows that stay out, and why; numbers in full as they came. What it is taken for is on record."""
    event = "transfer.rows_returned"
    with transaction.atomic():
        moves.require(by, states.ENTERS, event)
        transfer = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id, direction=Transfer.Direction.IN).first()
        if transfer is None:
            raise NotAllowed(_("没有这份文件，或它不属于本县。"), event=event)
        if _is_over(transfer, at):
            raise NotAllowed(_("这份文件的行已过保存期，请对方重新提供。"), event=event, subject=transfer)
        if not reason.strip():
            raise NotAllowed(_("请填写理由，再提交。"), event=event, subject=transfer)
        rows = []
        with stored.in_chinese():
            for row in transfer.households.exclude(outcome__in=[Outcome.READY, Outcome.SAME]):
                rows += _returned(row)
        if not rows:
            raise NotAllowed(_("这份文件没有要退回的行。"), event=event, subject=transfer)
        journal.record(event, by=by, at=at, subject=transfer, after={"rows": len(rows)}, reason=reason)
    return tables.returned(TABLE, transfer.headings, rows)


def delete_expired_rows(*, at):
    """The rows of files that came long ago are forgotten, numbers and all; what was found and decided stays. A file nobody has finished is discarded.

    One that a job is working on is left until that ends. Under the sight of everything.
    """
    old = Transfer.objects.filter(direction=Transfer.Direction.IN, made_at__lte=at - ROWS_KEPT)
    old = old.exclude(job__state__in=[Job.State.QUEUED, Job.State.RUNNING])
    held = TransferredHousehold.objects.filter(transfer__in=old).exclude(rows=b"")
    due = Q(pk__in=held.values("transfer")) | Q(pk__in=old, state__in=states.DISCARD.sources)
    for transfer in Transfer.objects.select_for_update(of=("self",)).filter(due):
        told = {"number": transfer.number, "households": held.filter(transfer=transfer).update(rows=b"")}
        if transfer.state in states.DISCARD.sources:
            _drop(transfer)
            told |= {"discarded": True, "registered": queries.registered(transfer)}
        journal.record("transfer.rows_deleted", by=None, at=at, subject=transfer, after=told, division_code=transfer.division_code)


def has_rows_to_return(transfer, *, at):
    """Whether rows of a file stay out and are still kept."""
    return not _is_over(transfer, at) and any(transfer.counts.get(name) for name in (Outcome.DOUBTFUL, Outcome.UNMATCHED, Outcome.FAULTY))


def doubt_key(doubt):
    """What names a doubt of a household on its page."""
    return f"{doubt['kind']}-{doubt['person'] or doubt['household']}"


def _is_over(transfer, at):
    return transfer.made_at <= at - ROWS_KEPT


def _drop(transfer):
    transfer.state, transfer.content = states.DISCARD.target, b""
    transfer.save(update_fields=["state", "content"])


def _refuse_second(about, event, transfer):
    """A family that was decided to be one poor household is no other one as well."""
    if about["kind"] != MatchDecision.Kind.SPLIT:
        return
    standing = MatchDecision.objects.filter(division_code=about["division_code"], household=about["household_id"], same=True, withdrawn_at=None)
    other = standing.exclude(register_number=about["register_number"]).select_related("household").first()
    if other:
        told = {"number": other.household.number, "other": other.register_number, "this": about["register_number"]}
        sentence = _("%(number)s 已判定是贫困户 %(other)s，不能又是 %(this)s。先前判定有误的，请先在“比对判定”撤回。")
        raise NotAllowed(sentence % told, event=event, subject=transfer)


def _returned(row):
    said = defaultdict(list)
    for number, heading, sentence in row.problems:
        said[number].append((heading, sentence))
    first = row.typed()[0][0] if row.typed() else 0
    said[first] += [("", doubt["words"]) for doubt in row.doubts]
    if row.outcome == Outcome.UNMATCHED:
        said[first].append(("", _("本县家庭档案中没有这一户的人。")))
    return [(typed, said.get(number, said.get(0, []))) for number, typed in row.typed()]


def _keep(transfer, lines):
    groups = tables.families(lines, key="family")
    of_person = defaultdict(set)
    for line in lines:
        if "number" in line.values:
            of_person[line.values["number"].number].add(line.values.get("family"))
    alone = [(None, [line]) for line in groups.pop(None, ())]
    rows = []
    for place, (register, group) in enumerate([*groups.items(), *alone], 1):
        twice = [line.number for line in group if "number" in line.values and len(of_person[line.values["number"].number]) > 1]
        row = TransferredHousehold(
            division_code=transfer.division_code, transfer=transfer, place=place, register_number=register or "", twice=twice,
            head=next((line.values["name"] for line in group if "name" in line.values), ""),
        )  # fmt: skip
        row.seal([[line.number, line.cells] for line in group])
        rows.append(row)
    return TransferredHousehold.objects.bulk_create(rows, batch_size=500)


def _match(transfer, rows, at):
    """{id: Found} of households of the file, what was found noted on them."""
    places = TABLE.places(transfer.headings)
    lines = {row.pk: [TABLE.line(number, typed, places) for number, typed in row.typed()] for row in rows}
    record = matching.Record(list(lines.values()), county=transfer.division_code, on=timezone.localdate(at))
    claimed = _claims(transfer)
    found = {}
    for row in rows:
        contested = {household for household, registers in claimed.items() if registers - {row.register_number}}
        made = found[row.pk] = matching.match(lines[row.pk], record, twice=row.twice, contested=contested)
        row.outcome, row.household_ids, row.unknown = made.outcome, [home.pk for home in made.households], made.unknown
        row.doubts, row.problems, row.before, row.after = made.doubts, made.problems, made.before, made.after
    TransferredHousehold.objects.bulk_update(
        rows, ["outcome", "household_ids", "unknown", "doubts", "problems", "before", "after"], batch_size=500
    )
    return found


def _claims(transfer):
    """{household id: {register number}}: which families of ours which households of the file mean, or may mean."""
    claimed = defaultdict(set)
    for register, ids, doubts in transfer.households.values_list("register_number", "household_ids", "doubts"):
        for household in [*ids, *(doubt["household"] for doubt in doubts if doubt["household"])]:
            claimed[household].add(register)
    return claimed


def _contested(transfer):
    """Households of the file that mean a family another one means too."""
    several = {household for household, registers in _claims(transfer).items() if len(registers) > 1}
    ids = [pk for pk, households in transfer.households.values_list("pk", "household_ids") if several & set(households)]
    return list(transfer.households.filter(pk__in=ids))


def _write(changes, *, source, by, at):
    pen, kind = Pen(by=by, at=at), RegistrationKind()
    households = {change.household.pk for change in changes}
    said = {"poverty_register": {c.household.pk for c in changes if c.registrations}, "status": {c.household.pk for c in changes if c.statuses}}
    for name, ids in said.items():
        for statement in Statement.objects.filter(household__in=ids, kind=name, withdrawn_at=None):
            pen.withdraw(statement, why=source)
    for change in changes:
        common = {"division_code": change.household.division_code, "source": source, "recorded_at": at, "recorded_by": by}
        for row in change.withdrawn:
            pen.withdraw(row, why=source)
        for values in change.registrations:
            for row in kind.made(values, None, common):
                pen.add(row)
        for since, until, unit, document in change.statuses:
            about = {"household": change.household, "kind": matching.TARGET, "decided_by": unit, "document": document}
            pen.add(HouseholdStatus(since=since, until=until, **about, **common))
        if change.income:
            pen.add(Income(household=change.household, **change.income, **common))
    pen.write()
    touch(households, set())


def _count(transfer):
    counted = Counter(transfer.households.values_list("outcome", flat=True))
    transfer.counts = {value: counted[value] for value in Outcome.values}


def _enqueue(transfer, work, title, *, by, at):
    transfer.job = jobs.enqueue(
        kind=f"poverty.exchange.work.{work}", title=title, key=f"transfer:{transfer.pk}:{work}", by=by, at=at,
        parameters={"transfer": transfer.pk}, division_code=transfer.division_code, page=f"/transfers/{transfer.pk}",
    )  # fmt: skip
    transfer.save()


def _locked(transfer_id, move, event, by):
    transfer = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id).first()
    if transfer is None:
        raise NotAllowed(_("没有这份文件，或它不属于本县。"), event=event)
    sentence = moves.why_not(transfer, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=transfer)
    return transfer


def _told(transfer):
    return {
        "number": transfer.number, "direction": transfer.direction, "counterpart": transfer.counterpart, "purpose": transfer.purpose,
        "version": transfer.version, "codes": transfer.codes, "sha256": bytes(transfer.sha256).hex() if transfer.sha256 else "", **transfer.counts,
    }  # fmt: skip
