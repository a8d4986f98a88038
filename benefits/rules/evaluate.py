"""One batch of households evaluated: the frames of its tables, the values of its places, and every word of a rule computed once."""
from __future__ import annotations

import numpy as np

from benefits.rules import expr, months
from benefits.rules import related as _words_about_rows  # noqa: F401 registers what they mean
from benefits.rules.frames import Frame, Frames, Segments
from benefits.rules.meaning import DAYS, MEANINGS
from benefits.rules.values import Book, code


class Evaluation:
    """A batch over the calendar years of since <= month < until, and everything computed about it so far."""

    def __init__(self, *, tables, book: Book, since, until, schemes):
        self.tables, self.book, self.schemes, self.since = tables, book, schemes, since
        codes, place_code = np.unique(tables["households"]["place"], return_inverse=True)
        places = [book.place(code(f"{place:012d}")) for place in codes.tolist()]
        self.places = list(dict.fromkeys(places))  # villages that state nothing of their own are looked up together
        self.place_of = np.array([self.places.index(place) for place in places], dtype="i8")[place_code]
        years = {"since": since // 12 * 12, "until": -(-until // 12) * 12}
        self.segments = Segments(tables=tables, places=self.places, place_of=self.place_of, ages=book.ages, **years)
        self.frames = Frames(tables, self.segments)
        self.place_of_segment = self.place_of[self.segments.household]
        self.began = np.array([months.day(value.since) for value in book.values] or [0], dtype="i8")
        self._memo, self._cells, self._policies, self._days = {}, {}, {}, {}
        self._pending: list[str] = []

    def truth(self, node: expr.Truth, frame: Frame):
        """(yes, no) of a condition, cell by cell."""
        key = node, frame.name
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = MEANINGS[type(node)](self, node, frame)
        return found

    def number(self, node: expr.Number, frame: Frame):
        """(low, high) of a number, cell by cell."""
        key = node, frame.name
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = MEANINGS[type(node)](self, node, frame)
        return found

    def forget(self):
        """Lets go of everything computed; asked again it is computed again."""
        self._memo.clear()

    def policy(self, policy: expr.Policy, month: int | None = None):
        """(row in the book or −1, low, high) for each run; with `month` (1 to 12), as in that month of its year."""
        key = policy, month
        found = self._policies.get(key)
        if found is None:
            asked = self.segments.first if month is None else self.segments.first // 12 * 12 + month - 1
            found = self._policies[key] = self.places[0].bounds(policy, asked) if len(self.places) == 1 else self._by_place(policy, asked)
        return found

    def _by_place(self, policy, asked):
        """Looked up for each place and month of the window, then for each run."""
        since, until = self.segments.since, self.segments.until
        at = self.place_of_segment * (until - since) + asked - since
        bounds = [place.bounds(policy, np.arange(since, until)) for place in self.places] or [(at, at, at)]
        return tuple(np.concatenate(part)[at] for part in zip(*bounds, strict=True))

    def day(self, which: str) -> np.ndarray:
        """A day of the calendar (`meaning.DAYS`) seen from the month of each run."""
        if which not in self._days:
            self._days[which] = DAYS[which](self.segments.first)
        return self._days[which]

    def cells(self, frame: Frame, link: str) -> np.ndarray:
        """For each cell the cell of the linked row in its own frame; −1 where there is none."""
        key = frame.name, link
        if key not in self._cells:
            name, rows = frame.links[link]
            linked, offset = rows[frame.row], self.frames[name].offset
            self._cells[key] = np.where(linked < 0, -1, offset[linked] + frame.local) if len(offset) else np.full(len(frame), -1)
        return self._cells[key]

    def related(self, relation: expr.Relation):
        """(frame of the rows, for each of their cells the cell of the subject)."""
        rows = self.frames[relation.table]
        return rows, self.cells(rows, relation.subject)

    def personal(self, scheme: str):
        """The claim of persons under a scheme."""
        return next(claim for claim in self.schemes[scheme].claims if claim.kind == "person")

    def base(self, scheme: str):
        """(yes, no) in the persons' frame: the conditions of a scheme without what excludes it."""
        if scheme in self._pending:
            raise ValueError(f"schemes exclude each other in a circle: {' → '.join([*self._pending, scheme])}")
        self._pending.append(scheme)
        answer = self.truth(self.personal(scheme).base, self.frames["persons"])
        self._pending.pop()
        return answer
