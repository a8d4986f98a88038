import uuid
from datetime import date

from benefits.register import commands
from tests.builders import AT
from tests.pages.acts import Sent, act
from tests.register.counter import LOAN, WATER, Counter

PERIOD = {"department": "water", "since": "2026-11-01", "until": "2026-12-01"}
POLICY = {"insurer": "样例保险公司", "cost_fen": 3000, "until": date(2027, 1, 1)}


def registered(counter):
    return counter.registered(counter.family())


def insured():
    """(counter, an insurance that was given, the child it covers)."""
    counter = Counter("410802000000", "410802001000", "410800000000", "410802001001")
    family = counter.family()
    row = counter.registered(family, "insurance.children_accident_illness", since=date(2026, 1, 1))
    child = counter.member(family, "刘敏")
    return counter, counter.given(counter.referred(row), **POLICY, insured=[child]), child


@act("benefits:register_for_household", event="registration.recorded")
def register(county):
    counter = Counter()
    fields = {"key": uuid.uuid4(), "since": "2026-11-01", "until": "", "grounds": "贷款申请书"}
    return Sent(counter.clerk, [counter.family().pk, counter.city, LOAN], fields)


@act("benefits:referrals", event="referral.made")
def refer(county):
    counter = Counter()
    registered(counter)
    return Sent(counter.reviewer, fields=PERIOD)


@act("benefits:give_registration", event="registration.given")
def give(county):
    counter = Counter()
    row = counter.referred(registered(counter))
    return Sent(counter.answerer, [row.pk], {"cost_fen": "380.50", "outcome": "", "document": ""})


@act("benefits:refuse_registration", event="registration.refused")
def refuse(county):
    counter = Counter()
    row = counter.referred(registered(counter))
    return Sent(counter.answerer, [row.pk], {"outcome": "该村已通水", "document": ""})


@act("benefits:close_registration", event="registration.closed")
def close(county):
    counter = Counter()
    row = counter.given(counter.referred(registered(counter)), cost_fen=38050)
    return Sent(counter.clerk, [row.pk], {"on": "2026-12-31", "why": "迁往外县"})


@act("benefits:withdraw_registration", event="registration.withdrawn")
def withdraw(county):
    counter = Counter()
    return Sent(counter.clerk, [registered(counter).pk], {"why": "登错户"})


@act("benefits:claim_insurance", event="insurance_claim.recorded")
def claim(county):
    counter, row, child = insured()
    return Sent(counter.clerk, [row.pk], {"person_id": child.pk, "on": "2026-06-01", "event": "骑车摔伤", "source": "病历"})


@act("benefits:answer_insurance_claim", event="insurance_claim.answered")
def answer(county):
    counter, row, child = insured()
    with counter.inside():
        claimed = commands.record_insurance_claim(
            registration_id=row.pk, person_id=child.pk, on=date(2026, 6, 1), event="骑车摔伤", source="病历", by=counter.clerk, at=AT
        )
    return Sent(counter.clerk, [claimed.pk], {"paid_fen": "800.00", "answer": ""})


@act("benefits:export_registrations", event="registration_list.exported", method="get")
def export(county):
    counter = Counter()
    registered(counter)
    return Sent(counter.reviewer, query=f"?item={WATER}")


@act("benefits:export_referral", event="referral.exported", method="get")
def export_referral(county):
    counter = Counter()
    return Sent(counter.reviewer, [counter.referred(registered(counter)).referral_id])
