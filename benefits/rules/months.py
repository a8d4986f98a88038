"""Days and months as integers: a day counts from 1970-01-01, a month is year × 12 + month − 1; both also as arrays."""
import datetime
import functools

import numpy as np

Month = int
FOREVER = 2**31 - 1  # the end of what has not ended; only ever beside a recorded bit
_EPOCH = 1970 * 12
_ORDINAL = datetime.date(1970, 1, 1).toordinal()
_KNOWN = 1800 * 12, 2300 * 12  # months whose first days are looked up
_BEGINS = (np.arange(*_KNOWN) - _EPOCH).astype("M8[M]").astype("M8[D]").astype("i8")


def parse(text: str) -> Month:
    """`2013-06` as a month."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def text(month: Month) -> str:
    """A month as `2013-06`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def day(on: datetime.date) -> int:
    """A date as a day."""
    return on.toordinal() - _ORDINAL


@functools.lru_cache(65_536)
def iso(day: int) -> str:
    """A day as `2013-06-09`."""
    return datetime.date.fromordinal(int(day) + _ORDINAL).isoformat()


def of(day):
    """The month a day lies in."""
    return np.asarray(day, dtype="i8").astype("M8[D]").astype("M8[M]").astype("i8") + _EPOCH


def first_day(month):
    """The first day of a month."""
    month = np.asarray(month, dtype="i8")
    if month.size and month.min() >= _KNOWN[0] and month.max() < _KNOWN[1]:
        return _BEGINS[month - _KNOWN[0]]
    return (month - _EPOCH).astype("M8[M]").astype("M8[D]").astype("i8")


def last_day(month):
    """The last day of a month."""
    return first_day(np.asarray(month) + 1) - 1


def reached(born, years, *, leap_on_first_of_march=False):
    """The day an age is reached: the birthday itself; born on 29 February, other years on 28 February or on 1 March."""
    born = np.asarray(born, dtype="i8")
    month = of(born)
    turned = month + np.asarray(years) * 12
    on = first_day(turned) + born - first_day(month)
    early = (on > last_day(turned)) & ~np.asarray(leap_on_first_of_march)
    return on - early


# The same of one day, without arrays.


def of_day(day: int) -> Month:
    """The month a day lies in."""
    if abs(day) > 700_000:  # beyond what datetime knows
        return int(of(day))
    on = datetime.date.fromordinal(day + _ORDINAL)
    return on.year * 12 + on.month - 1


@functools.lru_cache(16_384)
def begins(month: Month) -> int:
    """The first day of a month."""
    return int(first_day(month))


def comes_of_age(born: int, years: int, leap_on_first_of_march: bool) -> int:
    """The day an age is reached."""
    month = of_day(born)
    turned = month + years * 12
    on = begins(turned) + born - begins(month)
    return on - 1 if on >= begins(turned + 1) and not leap_on_first_of_march else on
