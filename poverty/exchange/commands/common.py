"""What the commands of a file have in common: it is begun, held, counted, told of; its households are matched with the record."""
from collections import Counter, defaultdict

from django.utils import timezone

from accounts import moves
from accounts.refusal import NotAllowed
from accounts.stored import gettext as _
from audits.jobs import commands as jobs
from poverty.exchange import codes, matching
from poverty.exchange.columns import TABLE
from poverty.models import Transfer, TransferredHousehold

CHUNK = 200  # households a step of a job


def begin(*, by, at, **said):
    """A Transfer with its number, not yet saved with what a job needs. Inside a transaction."""
    transfer = Transfer(division_code=by.county_code, codes=codes.CURRENT, made_at=at, made_by=by, made_staff_no=by.staff_no, **said)
    transfer.number = str(transfer.key)[:20]
    transfer.save(force_insert=True)
    transfer.number = f"JH{by.county_code[:6]}-{timezone.localdate(at):%Y}-{transfer.pk:05d}"
    return transfer


def locked(transfer_id, move, event, by):
    """The transfer, held until the transaction ends; refused when somebody else has to take the step, or it is past it."""
    transfer = Transfer.objects.select_for_update(of=("self",)).filter(pk=transfer_id).first()
    if transfer is None:
        raise NotAllowed(_("没有这份文件，或它不属于本县。"), event=event)
    sentence = moves.why_not(transfer, move, by=by)
    if sentence:
        raise NotAllowed(sentence, event=event, subject=transfer)
    return transfer


def enqueue(transfer, work, title, *, by, at):
    """The job that goes on with it, and the transfer saved with it."""
    transfer.job = jobs.enqueue(
        kind=f"poverty.exchange.work.{work}", title=title, key=f"transfer:{transfer.pk}:{work}", by=by, at=at,
        parameters={"transfer": transfer.pk}, division_code=transfer.division_code, page=f"/transfers/{transfer.pk}",
    )  # fmt: skip
    transfer.save()


def note_matches(transfer, rows, at):
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


def contested(transfer):
    """Households of the file that mean a family another one means too."""
    several = {household for household, registers in _claims(transfer).items() if len(registers) > 1}
    ids = [pk for pk, households in transfer.households.values_list("pk", "household_ids") if several & set(households)]
    return list(transfer.households.filter(pk__in=ids))


def _claims(transfer):
    """{household id: {register number}}: which families of ours which households of the file mean, or may mean."""
    claimed = defaultdict(set)
    for register, ids, doubts in transfer.households.values_list("register_number", "household_ids", "doubts"):
        for household in [*ids, *(doubt["household"] for doubt in doubts if doubt["household"])]:
            claimed[household].add(register)
    return claimed


def count(transfer):
    """Note how many households came to which outcome."""
    counted = Counter(transfer.households.values_list("outcome", flat=True))
    transfer.counts = {value: counted[value] for value in TransferredHousehold.Outcome.values}


def told_of(transfer):
    """What the journal keeps of it: no person."""
    return {
        "number": transfer.number, "direction": transfer.direction, "counterpart": transfer.counterpart, "purpose": transfer.purpose,
        "version": transfer.version, "codes": transfer.codes, "sha256": bytes(transfer.sha256).hex() if transfer.sha256 else "", **transfer.counts,
    }  # fmt: skip
