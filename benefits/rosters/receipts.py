"""领款收据: what a family is handed from a fund, to be signed for. No number and no birth date stand in it."""
from dataclasses import dataclass

from benefits.rosters import standards
from benefits.rosters.payout import Column


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing the receipt says."""

    serial: int
    name: str
    text: str


COLUMNS = (Column("name", "项目", 60), Column("text", "内容", 219))


def render(the_receipt):
    """The PDF bytes of a receipt (a roster.Roster with Lines as rows): the same rows give the same bytes."""
    return standards.render(the_receipt, COLUMNS, day="批准日期")
