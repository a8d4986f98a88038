"""观山湖 under the mechanism of 贵阳: wives with 手术并发症, a confirmed index, and adjustments walked along their real commands."""
from dataclasses import replace
from datetime import date

from accounts.roles import Role
from audits.jobs import engine
from benefits.adjustments import commands
from benefits.models import Adjustment
from benefits.runs.commands import open_ledger
from households.entry import ComplicationEntry
from poverty.models import CityYear
from poverty.years import commands as years
from tests.benefits.books import an_official
from tests.benefits.desk import Desk, two_girls
from tests.builders import AT, GUANSHANHU
from tests.households.families import changed

ALLOWANCE, GUIYANG = "complication_living_allowance", "520100000000"
VILLAGES = ("520115100201", "520115101201")
RURAL = CityYear.Figure.RURAL_CONSUMPTION
# 2020 to 2025: 1.30 times, exactly
INDEX = {2020: 1_000_000, 2021: 1_050_000, 2022: 1_120_000, 2023: 1_180_000, 2024: 1_250_000, 2025: 1_300_000}


def with_complication(grade=2, **more):
    """A couple of whom the wife was certified with a complication in 2015; of nobody else is there one."""
    entry = two_girls(village=VILLAGES[0])
    for person in entry.people:
        entry = changed(entry, person.key, complication=())
    return changed(entry, "adult-1", **{"complication": (ComplicationEntry(grade, date(2015, 3, 10), None, True),)} | more)


def at_village(entry, village):
    return replace(entry, village=village)


class Adjusting(Desk):
    """The desk of 观山湖 with the ledger of the allowance open from 2024."""

    def __init__(self):
        super().__init__(GUANSHANHU, open_from=None)
        self.signer, self.other = an_official(Role.COUNTY_SIGNER, GUANSHANHU), an_official(Role.COUNTY_REVIEWER, GUANSHANHU)
        with self.inside():
            open_ledger(scheme=ALLOWANCE, since=date(2024, 1, 1), by=self.preparer, at=AT)

    def index(self, figures=None, *, figure=RURAL, at=AT):
        """The figures of 贵阳 entered by one official and confirmed by another."""
        with self.inside():
            for year, fen in (figures or INDEX).items():
                row = years.enter_figure(
                    place=GUIYANG, year=year, figure=figure, amount_fen=fen, source=f"{year} 年统计公报（样例）", by=self.reviewer, at=at
                )
                years.confirm_figure(model=CityYear, row_id=row.pk, by=self.signer, at=at)

    def propose(self, *, base_year=2020, why="样例：自 2020 年起算", at=AT, **asked):
        with self.inside():
            return commands.propose(base_year=base_year, why=why, by=self.reviewer, at=at, **asked)

    def simulated(self, adjustment, *, by=None, at=AT):
        with self.inside():
            adjustment = commands.simulate(adjustment_id=adjustment.pk, by=by or self.reviewer, at=at)
        engine.work(adjustment.job_id, clock=lambda: at)
        return self.adjustment(adjustment)

    def checked(self, adjustment):
        """Simulated, every drawn family ticked."""
        adjustment = self.simulated(adjustment)
        with self.inside():
            for sample in adjustment.samples.all():
                commands.tick(adjustment_id=adjustment.pk, number=sample.number, by=self.preparer, at=AT)
        return self.adjustment(adjustment)

    def approved(self, adjustment):
        adjustment = self.checked(adjustment)
        with self.inside():
            return commands.approve(adjustment_id=adjustment.pk, rows_hash=adjustment.rows_hash, by=self.signer, at=AT)

    def announced(self, adjustment, *, at=AT):
        """From a proposal to its publication."""
        adjustment = self.approved(adjustment)
        with self.inside():
            return commands.publish(adjustment_id=adjustment.pk, by=self.signer, at=at)

    def adjustment(self, adjustment):
        with self.inside():
            return Adjustment.objects.select_related("job", "proposed_by", "prepared_by", "citation").get(pk=adjustment.pk)
