"""What a family is told of an overpayment. A paper is Chinese whoever prints it, so nothing here is translated."""
from django.conf import settings
from django.utils import timezone

from accounts import crypto, stored
from accounts.models import Jurisdiction
from accounts.templatetags.interface import yuan
from benefits import beneficiaries
from benefits.recovery import queries
from benefits.rosters import naming
from benefits.runs import queries as runs


def title(case):
    """张店区多发资金追回告知书."""
    return f"{_county(case).name}利益导向资金多发追回告知书"


def content(case):
    """What a notice prints, frozen as the case stands (RecoveryNotice.content)."""
    if case.wrong_payment:
        return _of_wrong_payment(case)
    with stored.in_chinese():
        name = beneficiaries.owner(case, runs.places(case.division_code))
        scheme = str(runs.titles().get(case.scheme, case.scheme))
    periods = [
        {
            "period": naming.period(key.entitlement.since, key.entitlement.until), "scheme": scheme, "due_fen": key.due_fen,
            "paid_fen": key.moved_fen, "open_fen": key.open_fen,
        }
        for key in queries.keys(case)
    ]  # fmt: skip
    return {"name": name, "place": naming.place(case.division_code), "scheme": scheme, "periods": periods, "notes": _notes(case)}


def printed(notice, roster, overpayments):
    """The frozen notice as it is printed, with the code: the same notice gives the same bytes."""
    said = notice.content
    rows = [overpayments.Period(serial=serial, **period) for serial, period in enumerate(said["periods"], 1)]
    if len(rows) > 1:
        sums = {name: sum(getattr(row, name) for row in rows) for name in ("due_fen", "paid_fen", "open_fen")}
        rows.append(overpayments.Period(serial="", period="合　　计", scheme="", **sums))
    moment = timezone.localtime(notice.issued_at)
    paper = roster.Roster(
        document=str(notice.document), title=notice.title, number=notice.number, unit=f"{_county(notice).name}卫生健康局",
        place=f"{said['place']}　{said['name']}".strip(), period="", scheme=said["scheme"], people=1, printed_on=moment.date(), rows=tuple(rows),
        signatures=(
            roster.Signature(role="经办", name=notice.issued_by.name, moment=f"{moment:%Y-%m-%d %H:%M}", seal=True), roster.Signature(role="送达"),
            roster.Signature(role="签收"),
        ),
        notes=tuple(said["notes"]),
    )  # fmt: skip
    return paper.coded(key=crypto.code_key(), address=f"{settings.LIDAO_ADDRESS}/verify/")


def _notes(case):
    plan, _proposed = queries.holding(case)
    found = f"核算批次 {case.run.number}（{timezone.localdate(case.opened_at):%Y-%m-%d}）"
    said = [
        f"{found}查明，上列期间已发的资金多于应发，尚有 {yuan(queries.open_fen(case))} 元未退回。",
        "各期应发的依据和算式，可向村（居）委会或乡镇经办人查阅；认为有误的，可向县级卫生健康部门提出，由其重新核实。",
    ]
    if plan and plan.kind == plan.Kind.INSTALMENTS:
        said.append(f"已商定分期退还：每月 {yuan(plan.each_fen)} 元，首期 {plan.first_due:%Y-%m-%d} 前。")
    elif plan:
        said.append(f"已按本人同意（{plan.consent}，{plan.consented_on:%Y-%m-%d} 签署）从以后的发放中每次抵扣 {yuan(plan.each_fen)} 元。")
    else:
        said.append("请与经办人商定退还办法：可以分期退还，也可以书面同意后从以后的发放中抵扣；家庭确有困难的，可以申请核销。不经本人同意不从以后的发放中扣回。")
    return said


def _of_wrong_payment(case):
    """The receiver learns of the money alone: not whose it was, and not of what scheme."""
    wrong, open_fen = case.wrong_payment, queries.open_fen(case)
    number = wrong.account_number()
    account = f"{wrong.bank}尾号 {number[-4:]} 的账户" if number else "收款账户"
    came = timezone.localdate(wrong.payout.run.settled_at)
    period = {"period": f"{came:%Y-%m-%d}", "scheme": "误划款项", "due_fen": 0, "paid_fen": wrong.amount_fen, "open_fen": open_fen}
    notes = [
        f"经核实，上列款项误划入{account}，不是应付给您的资金，尚有 {yuan(open_fen)} 元未退回。",
        "请退回原代发银行或县级财政部门指定的账户，凭银行凭证结案；认为有误的，可向县级卫生健康部门提出，由其重新核实。",
    ]
    name = wrong.receiver or f"{account}户主"
    return {"name": name, "place": "", "scheme": "误划款项", "periods": [period], "notes": notes}


def _county(row):
    return Jurisdiction.objects.get(pk=row.division_code[:6] + "000000")
