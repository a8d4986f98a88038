from benefits.policies_table import commands
from tests.builders import AT
from tests.pages.acts import Sent, act

VALUE = {
    "name": "rural_minimum_living_line", "value": "6000.00", "unit": "yuan per person per year", "since": "2024-01-01", "until": None,
    "number": "样例〔2024〕5号", "title": "样例通知", "issuer": "样例", "issued": "2024-01-02", "clause": "一",
}  # fmt: skip


def a_value(county):
    with county.inside():
        return commands.enter_value(**VALUE, by=county.officials.reviewer, at=AT)


@act("benefits:new_value", event="policy_value.entered")
def enter(county):
    return Sent(county.officials.reviewer, fields=VALUE | {"until": ""})


@act("benefits:confirm_value", event="policy_value.confirmed")
def confirm(county):
    return Sent(county.officials.signer, [a_value(county).pk])


@act("benefits:withdraw_value", event="policy_value.withdrawn")
def withdraw(county):
    return Sent(county.officials.reviewer, [a_value(county).pk], {"why": "录错"})
