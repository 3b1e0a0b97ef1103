"""How many cases of which kind are on record, under each condition or for each [[cases]]?

The totals and parts of claims, counts that say what they count, and cases whose number is known.
They are what a figure may have been divided by, if not by what it says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from ...table.events import statement
from ..claims import Cases, Claim, Condition, Count, Study

__all__ = ["Size", "Sizes"]

ALERTS = {"alerts", "matches"}
"""Units that are alerts, whatever the study calls them."""


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """A number of cases, what they are in words, by which entry; the cells, if it says them."""

    number: int
    words: str
    id: str
    cells: np.ndarray | None = None


class Sizes:
    """The sizes on record, by where they hold."""

    def __init__(self, study: Study):
        self.study = study
        self.numbered: dict[tuple, list[Size]] = {}
        self.celled: dict[tuple, list[Size]] = {}
        self.counts: dict[Condition | Cases | None, list[Count]] = {}
        for cases in study.cases:
            if cases.count is not None:
                self._add(cases, cases.count, cases.meaning, cases.id, cases.group.counted)
        for count in study.counts:
            self.counts.setdefault(_where(count), []).append(count)
        for count in study.counts:
            self._add(_where(count), count.count, count.meaning.rstrip("."), count.id,
                      self._cells(count))
        for claim in study.claims:
            if claim.n is not None:
                self._of_claim(claim)
        self.numbers: dict[Condition | Cases | None, list[int]] = {}
        for where, number in sorted(self.numbered, key=lambda key: key[1]):
            self.numbers.setdefault(where, []).append(number)

    def _cells(self, count: Count) -> np.ndarray | None:
        """The cells a count says it counts; all alerts, for the most that is counted in alerts."""
        if count.statement is not None:
            return count.statement.counted
        if count.unit.lower() not in {*ALERTS, self.study.words.group("alert")}:
            return None
        alike = [other.count for other in self.counts[_where(count)] if other.unit == count.unit]
        if count.count < max(alike) or "alert" not in self.study.events:
            return None
        return statement("alert", tuple(self.study.events)).counted

    def _of_claim(self, claim: Claim) -> None:
        where, stated, words = _where(claim), claim.statement, self.study.words
        self._add(where, claim.n, claim.of, claim.id, stated.among)
        if claim.rate is not None:
            text = stated.text.replace("|", "and")
            self._add(where, claim.k, words.group(text), claim.id, stated.counted)

    def _add(self, where, number, words, id, cells) -> None:
        size = Size(number, words, id, cells)
        self.numbered.setdefault((where, number), []).append(size)
        if cells is not None:
            self.celled.setdefault((where, cells.tobytes()), []).append(size)

    def equal(self, claim: Claim, number: int) -> list[Size]:
        """The sizes of this number that hold where a claim does, without its own."""
        return [size for size in self.numbered.get((_where(claim), number), ())
                if size.id != claim.id]

    def of(self, claim: Claim, cells: np.ndarray) -> list[Size]:
        """The sizes of these cells where a claim holds, without its own."""
        return [size for size in self.celled.get((_where(claim), cells.tobytes()), ())
                if size.id != claim.id]

    def between(self, claim: Claim, low: int, high: int) -> list[int]:
        """The numbers on record from `low` to `high` where a claim holds."""
        known = self.numbers.get(_where(claim), [])
        return known[bisect_left(known, low):bisect_right(known, high)]

    def beside(self, claim: Claim) -> list[Count]:
        """The counts on record where a claim holds."""
        return self.counts.get(_where(claim), [])


def _where(item: Claim | Count) -> Condition | Cases | None:
    return item.cases or item.condition
