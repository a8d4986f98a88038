"""A figure of every place as bars against what the document sets; what is unknown has no bar, or a dashed one that says so."""
from dataclasses import dataclass
from fractions import Fraction

_WIDEST = 78  # per cent of the drawing, so that the figure fits behind the longest bar


@dataclass(frozen=True)
class Bar:
    """One place: how wide (per cent), what is written behind it, and its answer."""

    name: str
    code: str
    width: str
    behind: str
    label: str
    answer: str
    because: str


@dataclass(frozen=True)
class Chart:
    """Bars in the order of the table; `line` is where the target stands, empty without one."""

    title: str
    bars: list
    line: str
    target: str


def of(title, rows, finding, *, target, say):
    """The Chart of a Finding of each row; `target` in the unit of its value or None, `say` writes a value."""
    found = [(row, finding(row)) for row in rows]
    most = max([1, target or 0, *(judged.value for _row, judged in found if judged.value is not None)])
    bars = [_bar(row, judged, most, say) for row, judged in found]
    return Chart(title, bars, _percent(target, most) if target else "", say(target) if target else "")


def _bar(row, judged, most, say):
    label = "" if judged.value is None else say(judged.value)
    return Bar(row.name, row.code, _percent(judged.value or 0, most), _percent(judged.value or 0, most, more=1), label, judged.answer, judged.because)


def _percent(value, most, more=0):
    hundredths = int(Fraction(value * _WIDEST * 100, most)) + more * 100
    return f"{hundredths // 100}.{hundredths % 100:02d}%"
