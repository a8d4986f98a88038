"""The frozen rows of a signed run as a roster prints them. Needs Pango, like everything that prints."""
from django.conf import settings
from django.utils import timezone

from accounts import crypto
from accounts.models import Jurisdiction
from benefits import rules
from benefits.models import Payout, PayoutPart
from benefits.rosters import amounts, naming
from benefits.rosters.payout import Row
from benefits.rosters.roster import Roster, Signature
from households import identity


def roster(row):
    """The Roster (benefits.rosters.roster) of a row of the table Roster, with its code: the same row gives the same paper."""
    run = row.run
    county = Jurisdiction.objects.get(pk=run.division_code[:6] + "000000")
    payouts = list(run.payouts.exclude(state=Payout.State.REMOVED).filter(line_no__range=(row.first_line, row.last_line)).order_by("line_no"))
    parts = {}
    for part in PayoutPart.objects.filter(payout__in=payouts).select_related("entitlement").order_by("id"):
        parts.setdefault(part.payout_id, []).append(part)
    titles = {scheme.code: scheme.title for scheme in rules.schemes()}
    printed = Roster(
        document=str(row.document),
        title=row.title,
        number=row.number,
        unit=f"{county.name}卫生健康局",
        place=naming.place(row.division_code),
        period=naming.period(run.since, run.until),
        scheme="、".join(titles[code] for code in run.schemes),
        printed_on=timezone.localdate(run.signed_at),
        rows=tuple(_row(payout, parts[payout.pk], titles) for payout in payouts),
        people=row.people,
        signatures=(
            _signature("制表", run, "prepared"),
            _signature("复核", run, "reviewed"),
            _signature("批准", run, "signed", seal=True),
            Signature(role="经办"),
        ),
        notes=_notes(payouts),
        journal_head=run.signed_head,
        supersedes=run.replaces.number if run.replaces and run.replaces.signed_at else "",
    )
    return printed.coded(key=crypto.code_key(), address=f"{settings.LIDAO_ADDRESS}/verify/")


def _row(payout, parts, titles):
    sums = dict.fromkeys(PayoutPart.Reason, 0)
    for part in parts:
        sums[part.reason] += part.amount_fen
    arrears, deducted = sums[PayoutPart.Reason.ARREARS], -sums[PayoutPart.Reason.DEDUCTED]
    paid = [part for part in parts if part.reason != PayoutPart.Reason.DEDUCTED]
    regular = [part.entitlement for part in paid if part.reason != PayoutPart.Reason.ARREARS] or [part.entitlement for part in paid]
    number = payout.identity_number()
    return Row(
        serial=payout.line_no,
        name=payout.name,
        id_mask=identity.mask(number, with_birth=False) if number else "",
        village=payout.place_name,
        scheme=titles[payout.scheme],
        standard=f"{amounts.figures(payout.standard_fen)} {payout.get_standard_per_display()}",
        period=naming.period(min(key.since for key in regular), max(key.until for key in regular)),
        due_fen=payout.amount_fen - arrears + deducted,
        arrears_fen=arrears,
        recovered_fen=deducted,
        paid_fen=payout.amount_fen,
        bank=payout.bank,
        account_mask=f"*{payout.account_number()[-4:]}",
        remark="" if payout.holder_name == payout.name else f"户名 {payout.holder_name}",
    )


def _signature(role, run, step, *, seal=False):
    moment = timezone.localtime(getattr(run, f"{step}_at"))
    return Signature(role=role, name=getattr(run, f"{step}_by").name, moment=f"{moment:%Y-%m-%d %H:%M}", seal=seal)


def _notes(payouts):
    numbers = [payout.line_no for payout in payouts]
    if numbers and numbers[-1] - numbers[0] + 1 != len(numbers):
        return ("序号是批次内的行号，缓发、剔除的行不印，故有缺号。",)
    return ()
