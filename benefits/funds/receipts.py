"""What a family signs for when it is handed a grant. A paper is Chinese whoever prints it, so nothing here is translated."""
from django.conf import settings
from django.utils import timezone

from accounts import crypto, stored
from accounts.models import Jurisdiction
from benefits.funds import queries, words
from benefits.rosters import amounts, naming


def title(grant):
    """张店区计划生育公益金救助领款收据."""
    return f"{grant.fund.name}{'' if grant.registration else '救助'}领款收据"


def content(grant):
    """What the receipt of an approved grant prints, frozen as it was approved (FundReceipt.content). Why the family is in need stays out."""
    name = queries.householders([grant.household_id]).get(grant.household_id, "")
    with stored.in_chinese():
        measure = words.granted_for(grant)
    person = grant.registration and grant.registration.person
    lines = [
        ("基金", f"{grant.fund.name}（{grant.fund.document}）"),
        ("发放事项" if grant.registration else "救助事项", measure),
        *([("给谁", person.name)] if person else []),
        ("领款家庭", f"{name}户，档案号 {grant.household.number}"),
        ("依据文件", grant.document),
        ("金额（小写）", f"{amounts.figures(grant.amount_fen)} 元"),
        ("金额（大写）", amounts.in_words(grant.amount_fen)),
        ("记账", f"{grant.line.on:%Y-%m-%d}，本基金收支第 {grant.line.number} 笔"),
    ]
    notes = ["领款人核对金额后签字；这笔支出冲回基金的，本收据作废。"]
    return {"place": naming.place(grant.division_code), "name": name, "lines": lines, "notes": notes}


def printed(receipt, roster, receipts):
    """The frozen receipt as it is printed, with the code: the same receipt gives the same bytes."""
    said, grant = receipt.content, receipt.grant
    county = Jurisdiction.objects.get(pk=receipt.division_code[:6] + "000000")
    paper = roster.Roster(
        document=str(receipt.document), title=receipt.title, number=receipt.number, unit=f"{county.name}卫生健康局",
        place=f"{said['place']}　{said['name']}", period="", scheme=grant.fund.name, people=1, printed_on=timezone.localdate(grant.decided_at),
        rows=tuple(receipts.Line(serial=serial, name=what, text=text) for serial, (what, text) in enumerate(said["lines"], 1)),
        signatures=(
            _signed(roster, "批准", grant.decided_by, grant.decided_at, seal=True), _signed(roster, "经办", grant.proposed_by, grant.proposed_at),
            roster.Signature(role="领款人"),
        ),
        notes=tuple(said["notes"]),
    )  # fmt: skip
    return paper.coded(key=crypto.code_key(), address=f"{settings.LIDAO_ADDRESS}/verify/")


def _signed(roster, role, user, at, *, seal=False):
    return roster.Signature(role=role, name=user.name, moment=f"{timezone.localtime(at):%Y-%m-%d %H:%M}", seal=seal)
