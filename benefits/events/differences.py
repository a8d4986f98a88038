"""What a change alters in what is due, as a page shows it: beneficiary by beneficiary, scheme by scheme, period by period, with the reason."""
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Sum

from benefits import beneficiaries
from benefits.models import Entitlement


@dataclass(frozen=True)
class Line:
    """A period of one beneficiary's scheme, all parts together, in fen: what the book said, what is due now, what had moved.

    `anyway`: the same would be due without the change; it had not been computed yet.
    """

    beneficiary: str
    scheme: str
    since: date
    until: date
    booked_fen: int
    due_fen: int
    household_id: int
    moved_fen: int = 0
    anyway: bool = False

    @property
    def difference_fen(self):
        return self.due_fen - self.booked_fen

    @property
    def overpaid_fen(self):
        """What the change turns into too much paid."""
        return max(self.moved_fen - self.due_fen, 0) - max(self.moved_fen - self.booked_fen, 0)


@dataclass(frozen=True)
class Span:
    """Neighbouring periods that change alike, and the reason they share."""

    lines: tuple[Line, ...]
    reason: dict

    @property
    def since(self):
        return self.lines[0].since

    @property
    def until(self):
        return self.lines[-1].until

    @property
    def deciding(self):
        """The conditions that are not met; the whole sum where something is due."""
        return [condition for condition in self.reason.get("conditions", ()) if condition["met"] != "yes"]


@dataclass
class Group:
    """One beneficiary's scheme."""

    whose: str
    title: str
    spans: list = field(default_factory=list)

    @property
    def lines(self):
        return [line for span in self.spans for line in span.lines]


@dataclass(frozen=True)
class Sums:
    """More due, less due, and what of the latter had moved already, in fen."""

    added_fen: int
    taken_fen: int
    overpaid_fen: int


def sums(lines):
    return Sums(
        sum(max(line.difference_fen, 0) for line in lines),
        sum(max(-line.difference_fen, 0) for line in lines),
        sum(max(line.overpaid_fen, 0) for line in lines),
    )


def together(rows):
    """Lines of (beneficiary, scheme, since, until, booked, due, household) rows: the parts of a period are one line, by scheme and time."""
    found = defaultdict(lambda: [0, 0])
    for beneficiary, scheme, since, until, booked, due, household in rows:
        both = found[beneficiary, scheme, since, until, household]
        both[0] += booked
        both[1] += due
    moved = _moved({key[0] for key in found}, {key[1] for key in found})
    lines = [
        Line(who, scheme, since, until, booked, due, household, moved.get((who, scheme, since), 0))
        for (who, scheme, since, until, household), (booked, due) in found.items() if booked != due
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (line.scheme, line.beneficiary, line.since))


def groups(lines, *, reason_of, titles):
    """[Group] of lines in their order; `reason_of` gives the reason of a line, asked once a span."""
    names = beneficiaries.names([line.beneficiary for line in lines])
    made = []
    for (scheme, beneficiary), of in groupby(lines, key=lambda line: (line.scheme, line.beneficiary)):
        spans = [tuple(alike) for _, alike in groupby(of, key=lambda line: (line.booked_fen, line.due_fen, line.anyway))]
        made.append(Group(names[beneficiary], str(titles.get(scheme, scheme)), [Span(span, reason_of(span[0])) for span in spans]))
    return made


def of_run(run, *, reason_of, titles):
    """[Group] of what a computed run changes."""
    rows = run.lines.order_by("id").values_list("beneficiary", "scheme", "since", "until", "booked_fen", "due_fen", "household_id")
    return groups(together(rows), reason_of=reason_of, titles=titles)


def marked(lines, before):
    """The lines, those marked that would be due anyway; `before`: lines of the same families without the change."""
    known = {(line.beneficiary, line.scheme, line.since): line.due_fen for line in before}
    return [replace(line, anyway=known.get((line.beneficiary, line.scheme, line.since)) == line.due_fen) for line in lines]


def last_month(line):
    return line.until - timedelta(days=1)


def _moved(whose, schemes):
    """{(beneficiary, scheme, since): what has moved, in fen}."""
    booked = Entitlement.objects.filter(beneficiary__in=whose, scheme__in=schemes).order_by()
    rows = booked.values("beneficiary", "scheme", "since").annotate(fen=Sum("money_lines__amount_fen", default=0))
    return {(row["beneficiary"], row["scheme"], row["since"]): row["fen"] for row in rows}
