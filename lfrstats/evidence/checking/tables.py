"""What do the entries about the same cases say of the cells of their tables, as whole numbers?

Each [[cases]] has a table of its own, over the kinds of cells that its entries tell apart; a part's
cells hold at most what its whole's do. Entries that name no cases share one table.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from ...reconciling.linear.systems import merged
from ...reconciling.linear.whole_counts import Rule, equal, whole_counts
from ..claims import Cases, Claim, Count, Study
from ..counted import possible

__all__ = ["Item", "Tables", "possible_cells"]

Item = Claim | Count | Cases
"""What says something of the cells."""


class Tables:
    """The tables of entries about the same cases; a number stands for a kind of cells of one."""

    def __init__(self, items: tuple[Item, ...], study: Study):
        self.items = items
        self.names = list(dict.fromkeys(_table(item) for item in items))
        masks = [mask for item in items for mask in _masks(item)]
        distinct = {mask.tobytes(): mask for mask in masks}.values()
        self.kind, self.own = merged([*distinct], possible_cells(study))

    def conflict(self) -> tuple[Item, ...]:
        """The fewest entries that no whole numbers obey; none if some do, or it is not known."""
        rules = [rule for place, item in enumerate(self.items) for rule in self.rules(place, item)]
        found = whole_counts(rules, len(self.own) * len(self.names))
        return tuple(self.items[place] for place in found.conflict if isinstance(place, int))

    def cells(self, mask: np.ndarray, cases: Cases | None) -> list[int]:
        """The numbers of the cells that are so, in the table of these cases."""
        if cases is not None:
            mask = mask & cases.group.counted
        first = self.names.index(cases.id if cases else None) * len(self.own)
        return [first + kind for kind in np.flatnonzero(mask[self.own]).tolist()]

    def rules(self, place: int, item: Item) -> Iterator[Rule]:
        """What an entry says."""
        if isinstance(item, Cases):
            yield from self._of_cases(place, item)
        elif isinstance(item, Count):
            stated = item.statement
            if stated is None and item.cases is not None:
                stated = item.cases.group
            if stated is not None:
                yield from equal(place, self.cells(stated.counted, item.cases), item.count)
        else:
            yield from self._of_claim(place, item)

    def _of_claim(self, place: int, claim: Claim) -> Iterator[Rule]:
        counted = self.cells(claim.statement.counted, claim.cases)
        among = self.cells(claim.statement.among, claim.cases)
        if claim.k is not None:
            yield from equal(place, counted, claim.k)
        if claim.n is not None:
            yield from equal(place, among, claim.n)
            return
        yield Rule(place, dict.fromkeys(among, 1), 1)
        low, high = claim.printed.low, claim.printed.high
        yield _share(place, counted, among, low, 1)
        yield _share(place, counted, among, high, -1)

    def _of_cases(self, place: int, cases: Cases) -> Iterator[Rule]:
        """How many there are, and that they are among those they are part of."""
        own = self.cells(cases.group.counted, cases)
        if cases.count is not None:
            yield from equal(place, own, cases.count)
        if cases.part_of is None:
            return
        inside = self.cells(cases.group.counted, cases.part_of)
        move = (self.names.index(cases.part_of.id) - self.names.index(cases.id)) * len(self.own)
        for cell in own:
            whole = {cell + move: 1} if cell + move in inside else {}
            yield Rule(place, whole | {cell: -1}, 0)
            if cases.complete and whole:
                yield Rule(place, {cell + move: -1, cell: 1}, 0)


def _table(item: Item) -> str | None:
    """The id of the cases whose table an entry is about."""
    cases = item if isinstance(item, Cases) else item.cases
    return cases.id if cases else None


def _masks(item: Item) -> list[np.ndarray]:
    if isinstance(item, Cases):
        return [item.group.counted]
    if isinstance(item, Count):
        return [] if item.statement is None else [item.statement.counted]
    return [item.statement.counted, item.statement.among]


def _share(place: int, counted: list[int], among: list[int], limit: Fraction, sign: int) -> Rule:
    """That the share is at least the limit (sign 1), or at most (sign -1)."""
    a, b = limit.numerator, limit.denominator
    coefficients = dict.fromkeys(among, -sign * a)
    for cell in counted:
        coefficients[cell] = coefficients.get(cell, 0) + sign * b
    return Rule(place, coefficients, 0)


def possible_cells(study: Study) -> np.ndarray:
    """Whether each cell may hold anyone, after the implications."""
    return possible(tuple(study.events), study.implies)
