"""追回告知书: what a family was paid beyond what is due, period by period. No number and no birth date stand in it."""
from dataclasses import dataclass

from benefits.rosters import standards
from benefits.rosters.payout import Column


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """A period, or all of them together (serial ""); sums are fen."""

    serial: int | str
    period: str
    scheme: str
    due_fen: int
    paid_fen: int
    open_fen: int

    @property
    def name(self):
        """How a message names the row."""
        return self.period


COLUMNS = (
    Column("serial", "序号", 14), Column("period", "应发期间", 60), Column("scheme", "扶助项目", 85), Column("due_fen", "应发（元）", 40, "money"),
    Column("paid_fen", "已发（元）", 40, "money"), Column("open_fen", "尚未退回（元）", 40, "money"),
)  # fmt: skip


def render(the_notice):
    """The PDF bytes of a notice (a roster.Roster with Periods as rows): the same rows give the same bytes."""
    return standards.render(the_notice, COLUMNS, day="出具日期")
