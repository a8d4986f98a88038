"""Whom the rows of an opening balance are about, and why a row cannot enter the books. A file is taken whole or not at all."""
from collections import defaultdict

from accounts import crypto
from accounts.stored import gettext as _
from benefits import rules
from benefits.models import Opening, OpeningBalance, OpeningEntry
from benefits.opening.sheet import HEADINGS, Problem
from households.models import Marriage, Membership, Person


def matched(rows, *, county):
    """([OpeningEntry not yet written], [Problem]) of sheet.Rows of a county, the account numbers sealed."""
    people = {bytes(person.number_hash): person for person in Person.objects.filter(number_hash__in=[crypto.number_hash(row.number) for row in rows])}
    homes = _homes([person.pk for person in people.values()])
    couples = _couples([person.pk for person in people.values()])
    openings = dict(Opening.objects.filter(division_code=county).values_list("scheme", "since"))
    found, problems = [], []
    for row in rows:
        person = people.get(crypto.number_hash(row.number))
        sentence = _why_not(row, person, homes, openings)
        beneficiary = None if sentence else _beneficiary(row.scheme, person, homes, couples)
        if beneficiary is None:
            sentence = sentence or (HEADINGS["number"], _("这一项不能按个人结转：由夫妻共同享受的须先登记婚姻，村集体的资金不在此结转。"))
            problems.append(Problem(row.row, *sentence))
        else:
            found.append(_entry(row, person, homes[person.pk], beneficiary))
    return found, sorted(problems + overlapping(found), key=lambda problem: problem.row)


def overlapping(entries):
    """[Problem] of entries that tell months of a beneficiary and scheme that another entry tells: in the file, or on file already."""
    told = defaultdict(list)
    for entry in entries:
        told[entry.beneficiary, entry.scheme].append((entry, _("第 %(row)s 行") % {"row": entry.row}))
    others = OpeningEntry.objects.filter(beneficiary__in={beneficiary for beneficiary, _scheme in told}).select_related("balance")
    others = others.exclude(balance__state=OpeningBalance.State.DISCARDED).exclude(balance__in={entry.balance_id for entry in entries} - {None})
    for other in others:
        if (other.beneficiary, other.scheme) in told:
            where = _("%(number)s 第 %(row)s 行") % {"number": other.balance.number, "row": other.row}
            told[other.beneficiary, other.scheme].insert(0, (other, where))
    problems = []
    for together in told.values():
        for number, (entry, _where) in enumerate(together):
            clash = next((where for before, where in together[:number] if before.since < entry.until and entry.since < before.until), None)
            if clash:
                problems.append(Problem(entry.row, HEADINGS["first"], _("与%(where)s的月份重叠，请核对后只留一行。") % {"where": clash}))
    return problems


def late(entries, *, county):
    """[Problem] of entries that reach into a ledger: what the system computes is not carried over."""
    openings = dict(Opening.objects.filter(division_code=county).values_list("scheme", "since"))
    return [Problem(entry.row, *sentence) for entry in entries if (sentence := _reaches(entry, openings))]


def _why_not(row, person, homes, openings):
    """(heading, sentence) of what keeps a row out, None when nothing does."""
    if person is None:
        return HEADINGS["number"], _("本县家庭档案中没有这个号码，请先录入或导入家庭，再结转。")
    if person.name != row.name:
        return HEADINGS["name"], _("与家庭档案中的姓名不同，请核对号码和姓名。")
    if person.pk not in homes:
        return HEADINGS["number"], _("档案中此人现不属于任何家庭，请先更正家庭档案。")
    return _reaches(row, openings)


def _reaches(row, openings):
    if row.scheme not in openings:
        return HEADINGS["scheme"], _("还没有设定首个账期，请先在“核算批次”页设定。")
    if row.until > openings[row.scheme]:
        return HEADINGS["last"], _("不早于首个账期 %(month)s：自首个账期起由系统核算，不能结转。") % {"month": f"{openings[row.scheme]:%Y-%m}"}
    return None


def _beneficiary(scheme, person, homes, couples):
    kind = rules.SCHEMES[scheme].beneficiary
    if kind == "person":
        return f"person:{person.pk}"
    if kind == "household":
        return f"household:{homes[person.pk].household_id}"
    return couples.get(person.pk) if kind == "couple" else None


def _entry(row, person, home, beneficiary):
    entry = OpeningEntry(
        division_code=home.division_code, row=row.row, beneficiary=beneficiary, household_id=home.household_id,
        person=person if beneficiary.startswith("person:") else None, scheme=row.scheme, category=row.category, enjoying_since=row.enjoying_since,
        since=row.since, until=row.until, due_fen=row.due_fen, paid_fen=row.paid_fen,
    )  # fmt: skip
    if row.account:
        entry.account_person, entry.holder_name, entry.bank = person, row.holder_name or row.name, row.bank
        entry.account_sealed = crypto.seal(row.account, about=entry.key)
    return entry


def _homes(people):
    """{person: the membership of the family they live in}."""
    found = Membership.objects.filter(person__in=people, home=True, withdrawn_at=None).order_by("since")
    return {member.person_id: member for member in found}


def _couples(people):
    """{person: couple:husband+wife} of the marriages that stand."""
    found = {}
    for marriage in Marriage.objects.filter(withdrawn_at=None, until=None, husband__in=people).union(
        Marriage.objects.filter(withdrawn_at=None, until=None, wife__in=people)
    ):
        found[marriage.husband_id] = found[marriage.wife_id] = f"couple:{marriage.husband_id}+{marriage.wife_id}"
    return found
