"""How many cases of which kind are on record, under each condition or for each [[cases]]?

The totals and parts of claims, counts that say what they count, and cases whose number is known.
They are what a figure may have been divided by, if not by what it says.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..claims import Cases, Claim, Condition, Count, Study

__all__ = ["Size", "Sizes"]


@dataclass(frozen=True, slots=True, eq=False)
class Size:
    """A number of cases, what they are in words, by which entry; the cells, if it says them."""

    number: int
    words: str
    id: str
    cells: np.ndarray | None = None

    def of(self, cells: np.ndarray) -> bool:
        """Whether this is the number of the cases in these cells."""
        return self.cells is not None and np.array_equal(self.cells, cells)


class Sizes:
    """The sizes on record, by where they hold."""

    def __init__(self, study: Study):
        self.found: dict[Condition | Cases | None, list[Size]] = {}
        self.study = study
        for cases in study.cases:
            if cases.count is not None:
                self._add(cases, cases.count, cases.meaning, cases.id, cases.group.counted)
        for count in study.counts:
            stated = count.statement
            self._add(_where(count), count.count, count.meaning.rstrip("."), count.id,
                      None if stated is None else stated.counted)
        for claim in study.claims:
            if claim.n is not None:
                self._of_claim(claim)
        self.numbered: dict[tuple, list[Size]] = {}
        for where, sizes in self.found.items():
            for size in sizes:
                self.numbered.setdefault((where, size.number), []).append(size)

    def _of_claim(self, claim: Claim) -> None:
        where, stated, words = _where(claim), claim.statement, self.study.words
        self._add(where, claim.n, claim.of, claim.id, stated.among)
        if claim.rate is not None:
            text = stated.text.replace("|", "and")
            self._add(where, claim.k, words.group(text), claim.id, stated.counted)

    def _add(self, where, number, words, id, cells) -> None:
        self.found.setdefault(where, []).append(Size(number, words, id, cells))

    def where(self, claim: Claim) -> list[Size]:
        """The sizes that hold where a claim does, without its own."""
        return [size for size in self.found.get(_where(claim), ()) if size.id != claim.id]

    def equal(self, claim: Claim, number: int) -> list[Size]:
        """The sizes of this number that hold where a claim does, without its own."""
        return [size for size in self.numbered.get((_where(claim), number), ())
                if size.id != claim.id]


def _where(item: Claim | Count) -> Condition | Cases | None:
    return item.cases or item.condition
