"""Which world of whole cases carries the counts as they were recorded, or comes nearest to them?

A count of 8 of 42 is best shown by 8 of 42. Among all worlds of whole cases in which the claims
hold, the one is looked for whose groups and counts are as recorded; then, as printed figures have
it, nearest to the figures themselves and to a base rate that is named. It is an integer programme,
solved by HiGHS; what it finds is checked in whole numbers and thrown away where it does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from ..table.events import Statement
from ..table.own_words import FACES, Words
from .linear.systems import Constraint, System
from .worlds import Witness

__all__ = ["nearest", "off", "recorded"]

MOST_STATEMENTS = 60
"""With more statements the search for a world would take longer than people wait."""
LARGEST = 10**8
"""Counts above this are beyond what the solver tells apart for certain."""
COUNTS_FIRST = 1000
"""How much more a case missing from a count weighs than one missing from a printed share."""
NODES = 200
"""Branches of the search."""


def recorded(system: System) -> list[Constraint]:
    """The claims that have counts, one for each statement and count."""
    return list({(c.key, c.counts): c for c in system.constraints if c.counts}.values())


def nearest(system: System, base_rate: tuple[str, Fraction] | None = None,
            words: Words = FACES) -> Witness | None:
    """The world of whole cases nearest to the recorded counts; None if none is found.

    Parameters
    ----------
    system : System
        The claims, which can all be true.
    base_rate : tuple of str and Fraction, optional
        A statement, and the share that it should have as nearly as the claims allow.
    words : Words
        What the cases are called.
    """
    counted = [(c.stated, *c.counts) for c in recorded(system) if c.counts]
    distinct = {c.key for c in system.constraints}
    if len(distinct) > MOST_STATEMENTS or max((n for *_, n in counted), default=0) > LARGEST:
        return None
    shape = _Programme(system)
    for stated, k, n in counted:
        shape.near(stated.counted, k, COUNTS_FIRST / n)
        shape.near(stated.among, n, COUNTS_FIRST / n)
    wanted = list(_middles(system))
    wanted += [(system.named(base_rate[0]), base_rate[1])] if base_rate else []
    for stated, share in wanted:
        shape.near_share(stated.counted, stated.among, share)
    for c in _tightest(system):
        shape.within(c)
    counts = shape.solved()
    if counts is None:
        return None
    found = Witness(system, counts, words)
    return found if found.holds() else None


def _middles(system: System) -> Iterator[tuple[Statement, Fraction]]:
    """For each statement that is printed, not counted, the middle one of the figures for it."""
    printed: dict[tuple, list[Constraint]] = {}
    for c in system.constraints:
        if c.figure is not None and not c.counts:
            printed.setdefault(c.key, []).append(c)
    for same in printed.values():
        values = sorted(c.figure.value for c in same if c.figure is not None)
        yield same[0].stated, values[len(values) // 2]


def _tightest(system: System) -> Iterator[Constraint]:
    """For each statement one claim, as narrow as all that make it are together."""
    alike: dict[tuple, list[Constraint]] = {}
    for c in system.constraints:
        alike.setdefault(c.key, []).append(c)
    for same in alike.values():
        yield replace(same[0], low=max(c.low for c in same), high=min(c.high for c in same))


class _Programme:
    """An integer programme over the kinds of cells that the claims tell apart."""

    def __init__(self, system: System):
        _, self.cells = system.kinds
        self.size = len(self.cells)
        self.rows: list[tuple[np.ndarray, float, float]] = []
        self.soft: list[tuple[np.ndarray, float, float]] = []

    def near(self, cells: np.ndarray, amount: int, weight: float) -> None:
        """These cells should hold so many cases."""
        self.soft.append((cells[self.cells].astype(float), float(amount), weight))

    def near_share(self, counted: np.ndarray, among: np.ndarray, share: Fraction) -> None:
        """The cells counted should be this share of the cells among which."""
        row = counted[self.cells] - float(share) * among[self.cells]
        self.soft.append((row, 0.0, 1.0))

    def within(self, claim: Constraint) -> None:
        """What a claim says must hold, and what it is a share of must not be empty."""
        counted, among = (cells[self.cells].astype(float) for cells in
                          (claim.stated.counted, claim.stated.among))
        self.rows += [(counted - float(claim.low) * among, 0.0, np.inf),
                      (counted - float(claim.high) * among, -np.inf, 0.0),
                      (among, 1.0, np.inf)]

    def solved(self) -> dict[int, int] | None:
        """How many cases each kind of cell holds, at the least distance in all."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        many = len(self.soft)
        rows = [np.concatenate([row, np.zeros(many)]) for row, _, _ in self.rows]
        low, high = ([end for _, *ends in self.rows for end in ends[side:side + 1]]
                     for side in (0, 1))
        for place, (row, amount, _) in enumerate(self.soft):
            apart = np.zeros(many)
            apart[place] = 1
            rows += [np.concatenate([row, -apart]), np.concatenate([row, apart])]
            low, high = [*low, -np.inf, amount], [*high, amount, np.inf]
        costs = np.concatenate([np.full(self.size, 1e-6), [weight for *_, weight in self.soft]])
        whole = np.concatenate([np.ones(self.size), np.zeros(many)])
        found = milp(costs, integrality=whole, bounds=Bounds(0, np.inf),
                     constraints=LinearConstraint(np.array(rows), low, high),
                     options={"node_limit": NODES})
        if found.x is None:
            return None
        counts = np.rint(found.x[:self.size]).astype(int)
        return {int(cell): int(n) for cell, n in zip(self.cells, counts, strict=True) if n}


def off(witness: Witness, claims: Iterable[Constraint]) -> list[str]:
    """Which recorded counts the world does not carry: as recorded, and as they are in it."""
    said = []
    for c in claims:
        k, n = witness.count(c.stated)
        if c.counts and c.counts != (k, n):
            said.append(f"{c.counts[0]:,} of {c.counts[1]:,} (here {k:,} of {n:,})")
    return said
