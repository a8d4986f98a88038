"""Who bears a line: which level of government pays which share of it, as the claim's amounts say."""
import numpy as np

_MONTHS = 1 << 16  # more than there are months

Levels = tuple[tuple[str, int | None], ...]


def levels(results, lines) -> list[Levels]:
    """For each of these lines of `results` the levels with their share in hundredths of a per cent; None takes the rest."""
    found: list[Levels] = [(("unspecified", None),)] * len(lines)
    for spans in results.spans:
        mine = np.flatnonzero((lines["scheme"] == spans.scheme) & (lines["kind"] == spans.kind))
        if not len(mine) or not len(spans.cell):
            continue
        order = np.lexsort((spans.first, spans.row))
        begins = spans.row[order].astype("i8") * _MONTHS + spans.first[order]
        last = lines["row"][mine].astype("i8") * _MONTHS + lines["first"][mine] + lines["months"][mine] - 1
        at = np.searchsorted(begins, last, "right") - 1
        span = order[np.maximum(at, 0)]
        held = (at >= 0) & (spans.row[span] == lines["row"][mine]) & (spans.first[span] + spans.months[span] > lines["first"][mine])
        for amount in spans.claim.amounts:
            here = held & (lines["component"][mine] == results.components.index(amount.component))
            for line, told in zip(mine[here].tolist(), _told(results, spans, amount, span[here]), strict=True):
                found[line] = told
    return found


def shared(fen: int, borne: Levels) -> dict[str, int]:
    """Fen by level; each share half up, the last level taking the rest, so that they add up."""
    left, shares = fen, {}
    for level, percent in borne:
        share = left if percent is None else (2 * fen * percent + 10_000) // 20_000
        shares[level], left = shares.get(level, 0) + share, left - share
    return shares


def _told(results, spans, amount, span) -> list[Levels]:
    """The levels of an amount in each of these spans; a share that is not known leaves the rest to the last level."""
    cells = spans.cell[span]
    columns = []
    for level, percent in amount.levels:
        if percent is None:
            columns.append([(level, None)] * len(cells))
            continue
        low, high = results.evaluation.number(percent, spans.frame)
        known = (low == high)[cells].tolist()
        columns.append([(level, share) if sure else ("unspecified", None) for share, sure in zip(low[cells].tolist(), known, strict=True)])
    return list(zip(*columns, strict=True))
