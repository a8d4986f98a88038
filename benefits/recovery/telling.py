"""What a family is told of an overpayment. A paper is Chinese whoever prints it, so nothing here is translated."""
from django.conf import settings
from django.utils import timezone

from accounts import crypto, stored
from accounts.models import Jurisdiction
from benefits import beneficiaries
from benefits.recovery import queries, why
from benefits.rosters import amounts, naming
from benefits.runs import queries as runs
from benefits.templatetags.runs import level

# Filled in by hand: the system has no record of a county's telephone, address or account, nor of the day it sets.
BLANK, LONG_BLANK = "＿" * 8, "＿" * 24
DAY = "＿＿＿＿年＿＿月＿＿日"

TO_WHOM = ("退款账户由经办人填写，款项只退到这里，不交给个人：", f"户名{BLANK}　开户行{BLANK}　账号{BLANK}")


def title(case):
    """张店区利益导向资金多发追回告知书."""
    return f"{_county(case).name}利益导向资金多发追回告知书"


def content(case):
    """What a notice prints, frozen as the case stands (RecoveryNotice.content)."""
    return _of_wrong_payment(case) if case.wrong_payment else _of_family(case)


def printed(notice, roster, overpayments):
    """The frozen notice as it is printed, with the code: the same notice gives the same bytes."""
    said = _as_letter(notice.content)
    rows = [overpayments.Period(**period) for period in said["periods"]]
    if len(rows) > 1:
        sums = {name: sum(getattr(row, name) for row in rows) for name in ("due_fen", "paid_fen", "over_fen", "back_fen", "open_fen")}
        rows.append(overpayments.Period(period="合　　计", scheme="", **sums))
    moment = timezone.localtime(notice.issued_at)
    letter = overpayments.Letter(
        document=str(notice.document), title=notice.title, number=notice.number, unit=_unit(notice), place=said["place"], period="",
        scheme=said["scheme"], people=1, printed_on=moment.date(), rows=tuple(rows), to=f"{said['place']}　{said['name']}：".strip(),
        opening=said["opening"], table=said["table"],
        parts=tuple(overpayments.Part(heading=part["heading"], said=tuple(part["said"])) for part in said["parts"]),
        signatures=(
            roster.Signature(role="经办", name=notice.issued_by.name, moment=f"{moment:%Y-%m-%d %H:%M}", seal=True), roster.Signature(role="送达"),
            roster.Signature(role="签收"),
        ),
    )  # fmt: skip
    return letter.coded(key=crypto.code_key(), address=f"{settings.LIDAO_ADDRESS}/verify/")


def _as_letter(said):
    """What a notice says; one issued before notices were letters has a table and notes."""
    if "parts" in said:
        return said
    periods = [
        {name: row[name] for name in ("period", "scheme", "due_fen", "paid_fen", "open_fen")} | {"over_fen": row["open_fen"], "back_fen": 0}
        for row in said["periods"]
    ]
    parts = [{"heading": "二、说明", "said": said["notes"]}]
    return said | {"periods": periods, "opening": "您领取的下列款项多于应发。", "table": "一、多发的款项", "parts": parts}


def _of_family(case):
    keys, back = queries.keys(case), queries.came_back(case)
    with stored.in_chinese():
        name = beneficiaries.owner(case, runs.places(case.division_code))
        scheme = str(runs.titles().get(case.scheme, case.scheme))
        periods = [_period(key, scheme, back.get(key.entitlement.pk, 0)) for key in keys]
    over_fen, open_fen = (sum(row[field] for row in periods) for field in ("over_fen", "open_fen"))
    opening = f"经核算，您领取的{scheme}资金多发了{_sum(over_fen)}"
    if back:
        opening += f"，其中已退还、抵扣或核销{amounts.figures(over_fen - open_fen)}元，尚需退还{_sum(open_fen)}。"
    else:
        opening += "，请按下述办法退还。"
    found = f"核算批次 {case.run.number}（{timezone.localdate(case.opened_at):%Y-%m-%d}）核算时查明："
    parts = [
        {"heading": "二、为什么是多发", "said": [found, *why.of(case, keys)]},
        {"heading": "三、怎样退还", "said": [*_ways(case), *TO_WHOM]},
        *_answers(case, "四五", "各期应发的依据和算式，可向村（居）委会或乡镇经办人查阅。"),
    ]
    return {
        "name": name, "place": naming.place(case.division_code), "scheme": scheme, "periods": periods, "opening": opening,
        "table": "一、多发的款项", "parts": parts,
    }  # fmt: skip


def _period(key, scheme, back_fen):
    component = key.entitlement.component
    over_fen = key.open_fen + back_fen
    return {
        "period": naming.period(key.entitlement.since, key.entitlement.until), "scheme": f"{scheme}（{level(component)}）" if component else scheme,
        "paid_fen": key.moved_fen + back_fen, "due_fen": key.due_fen, "over_fen": over_fen, "back_fen": back_fen, "open_fen": key.open_fen,
    }  # fmt: skip


def _ways(case):
    plan, _proposed = queries.holding(case)
    if plan and plan.kind == plan.Kind.INSTALMENTS:
        return [f"已商定分期退还：每月 {amounts.figures(plan.each_fen)} 元，首期 {plan.first_due:%Y-%m-%d} 前，以后每月同日前，直到退清。"]
    if plan:
        consent = f"您已书面同意（{plan.consent}，{plan.consented_on:%Y-%m-%d} 签署）"
        return [f"{consent}从以后的发放中每次抵扣 {amounts.figures(plan.each_fen)} 元，直到退清。同意可以书面撤回。"]
    return [
        "1. 一次退还，或与经办人商定每月退还多少，分期退还。",
        "2. 也可以从以后的发放中抵扣，须您本人书面同意；不经本人同意不从以后的发放中扣回，以后应发的照常发给您。",
        "3. 家庭确有困难、无力退还的，可以向村（居）委会或乡镇提出，申请核销；批准核销的部分不再退还。",
    ]


def _of_wrong_payment(case):
    """The receiver learns of the money alone: not whose it was, and not of what scheme."""
    wrong, open_fen = case.wrong_payment, queries.open_fen(case)
    number = wrong.account_number()
    account = f"{wrong.bank}尾号 {number[-4:]} 的账户" if number else "收款账户"
    came = timezone.localdate(wrong.payout.run.settled_at)
    back_fen = wrong.amount_fen - open_fen
    period = {
        "period": f"{came:%Y-%m-%d}", "scheme": "误划款项", "paid_fen": wrong.amount_fen, "due_fen": 0, "over_fen": wrong.amount_fen,
        "back_fen": back_fen, "open_fen": open_fen,
    }  # fmt: skip
    opening = f"经核实，{came:%Y-%m-%d} 有一笔款项误划入{account}，不是应付给您的资金，共{_sum(wrong.amount_fen)}"
    opening += f"，其中已退回或核销{amounts.figures(back_fen)}元，尚需退还{_sum(open_fen)}。" if back_fen else "，请予退还。"
    plan, _proposed = queries.holding(case)
    ways = _ways(case) if plan else ["请退回原代发银行，或退到下列账户，凭银行凭证结案；一次退还有困难的，可以与经办人商定分期退还。"]
    parts = [{"heading": "二、怎样退还", "said": [*ways, *TO_WHOM]}, *_answers(case, "三四", "")]
    name = wrong.receiver_known or f"{account}户主"
    return {
        "name": name, "place": "", "scheme": "误划款项", "periods": [period], "opening": opening, "table": "一、误划的款项", "parts": parts,
    }  # fmt: skip


def _answers(case, numbers, more):
    """How to contest it and whom to ask."""
    contest = (
        f"认为事实或金额有误的，请在{DAY}前，口头或书面向{_unit(case)}提出，由其重新核实并答复您。"
        "本告知书不影响您依法申请行政复议、提起行政诉讼的权利。"
    )
    ask = [f"{_unit(case)}　联系人{BLANK}　电话{BLANK}", f"地址{LONG_BLANK}"]
    return [
        {"heading": f"{numbers[0]}、有异议怎么办", "said": [f"{more}{contest}"]},
        {"heading": f"{numbers[1]}、有疑问找谁", "said": ask},
    ]


def _sum(fen):
    return f"{amounts.figures(fen)}元（{amounts.in_words(fen)}）"


def _unit(row):
    return f"{_county(row).name}卫生健康局"


def _county(row):
    return Jurisdiction.objects.get(pk=row.division_code[:6] + "000000")
