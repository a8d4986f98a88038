from datetime import date

from poverty.secretaries import commands
from tests.builders import AT, LIUGOU
from tests.pages.acts import Sent, act

SAID = {"name": "周敏", "unit": "张店区水利局", "post": "科长", "source": "张组〔2024〕8 号"}


def a_secretary(county):
    with county.inside():
        return commands.record_first_secretary(village=LIUGOU, since=date(2024, 5, 1), **SAID, by=county.clerk, at=AT).pk


@act("poverty:record_first_secretary", event="first_secretary.recorded")
def record(county):
    return Sent(county.clerk, [LIUGOU], SAID | {"since": "2024-05-01"})


@act("poverty:end_first_secretary", event="first_secretary.ended")
def end(county):
    return Sent(county.clerk, [a_secretary(county)], {"until": "2026-05-01", "source": "张组〔2026〕2 号"})


@act("poverty:withdraw_first_secretary", event="first_secretary.withdrawn")
def withdraw(county):
    return Sent(county.clerk, [a_secretary(county)], {"why": "村名填错"})
