from poverty.models import VillageYear
from poverty.years import commands
from tests.builders import AT, LIUGOU, QINGSHI, ZHANGDIAN
from tests.pages.acts import Sent, act

FIGURE = {"place": ZHANGDIAN, "year": 2025, "figure": "rural_consumption_per_person", "source": "统计公报"}
BUDGET = {"year": 2025, "source": "部门预算"}


def entered(county):
    """Ids of village years that wait for confirmation."""
    with county.inside():
        said = {LIUGOU: {"births": 8, "births_outside": 0}}
        commands.enter_village_years(township=QINGSHI, year=2025, said=said, source="登记簿", by=county.clerk, at=AT)
        return list(VillageYear.objects.waiting().values_list("pk", flat=True))


def confirmed(county):
    ids = entered(county)
    with county.inside():
        commands.confirm_village_years(township=QINGSHI, year=2025, ids=ids, by=county.officials.signer, at=AT)
    return ids[0]


def a_figure(county):
    with county.inside():
        return commands.enter_figure(**FIGURE, amount_fen=2_000_000, by=county.officials.reviewer, at=AT).pk


def a_budget(county):
    with county.inside():
        return commands.enter_budget(**BUDGET, operating_fen=100, programme_fen=8, by=county.officials.reviewer, at=AT).pk


@act("poverty:enter_village_years", event="village_years.entered")
def enter(county):
    return Sent(county.clerk, [QINGSHI, 2025], {"source": "登记簿", f"{LIUGOU}-births": "8", f"{LIUGOU}-births_outside": "0"})


@act("poverty:confirm_village_years", event="village_years.confirmed")
def confirm(county):
    return Sent(county.officials.signer, [QINGSHI, 2025], {"row": entered(county)})


@act("poverty:withdraw_village_year", event="village_year.withdrawn")
def withdraw(county):
    return Sent(county.officials.reviewer, [confirmed(county)], {"why": "登记簿有误"})


@act("poverty:new_place_year", event="city_year.entered")
def new_figure(county):
    return Sent(county.officials.reviewer, fields=FIGURE | {"amount_fen": "24,380.00"})


@act("poverty:confirm_place_year", event="city_year.confirmed")
def confirm_figure(county):
    return Sent(county.officials.signer, [a_figure(county)])


@act("poverty:withdraw_place_year", event="city_year.withdrawn")
def withdraw_figure(county):
    return Sent(county.officials.reviewer, [a_figure(county)], {"why": "公报已修订"})


@act("poverty:new_budget_year", event="budget_year.entered")
def new_budget(county):
    return Sent(county.officials.reviewer, fields=BUDGET | {"operating_fen": "8,600,000", "programme_fen": "700000", "not_offset": "1"})


@act("poverty:confirm_budget_year", event="budget_year.confirmed")
def confirm_budget(county):
    return Sent(county.officials.signer, [a_budget(county)])


@act("poverty:withdraw_budget_year", event="budget_year.withdrawn")
def withdraw_budget(county):
    return Sent(county.officials.reviewer, [a_budget(county)], {"why": "预算调整"})


@act("poverty:export_village_years", event="village_years.exported", method="get")
def export_villages(county):
    entered(county)
    return Sent(county.clerk, query="?year=2025")


@act("poverty:export_priorities", event="village_priorities.exported", method="get")
def export_priorities(county):
    confirmed(county)
    return Sent(county.auditor, query="?year=2025")


@act("poverty:export_place_years", event="place_years.exported", method="get")
def export_figures(county):
    a_figure(county)
    a_budget(county)
    return Sent(county.auditor)
