"""Money: integer fen; rates as whole numbers of 1/120000 fen a month, so that a twelfth and a hundredth of a per cent stay exact."""
import re

import numpy as np

SCALE = 120_000
SCALE_OF_UNIT = {"yuan": SCALE, "yuan per person per month": SCALE, "yuan per person per year": SCALE // 12,
                 "yuan per household per year": SCALE // 12}  # fmt: skip


def fen(yuan: str) -> int:
    """`12.30` as fen. Two decimals and no sign; anything else raises ValueError."""
    if not (isinstance(yuan, str) and re.fullmatch(r"[0-9]{1,10}\.[0-9]{2}", yuan)):
        raise ValueError(yuan)
    return int(yuan.replace(".", ""))


def yuan(fen: int) -> str:
    """Fen as `12.30`."""
    sign, fen = "-" if fen < 0 else "", abs(int(fen))
    return f"{sign}{fen // 100}.{fen % 100:02d}"


def of_rate(rate: int, months: int = 1) -> int:
    """What a rate comes to in so many months: fen, half up, once."""
    return (2 * rate * months + SCALE) // (2 * SCALE)


def rounded(rate, months=1):
    """The same of arrays of rates."""
    return of_rate(np.asarray(rate, dtype="i8"), months)
