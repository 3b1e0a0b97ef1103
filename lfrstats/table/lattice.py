"""How many whole points has a polyhedron in four cells, and which?

Rows bound whole-number sums of the cells from above. Some cells are looped over, vectorised; the
rest, bound by no more than a range each and one for their sum, are counted in closed form, so that
billions of points are counted without being visited.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, islice, permutations
from math import factorial, gcd

import numpy as np

from ..words import wording
from .rates import CELLS

__all__ = ["LISTED", "MOST_STEPS", "Cells", "Rows", "Search", "endless", "plan", "row_of", "within"]

MOST_STEPS, LISTED, BLOCK = 10**7, 1_000, 2**16
"""Steps a search may take, tables a result lists, steps taken in one array."""
GOLDEN = (5**0.5 - 1) / 2
"""Multiples of this spread evenly over any range, without the beat that equal steps have."""

Rows = list[tuple[list[tuple[int, int]], int]]
Cells = tuple[int, int, int, int]


def within(rows: Rows, least: int, most: int) -> Rows:
    """The rows, with those for the total, and what these say where a row binds all four cells."""
    whole = [row_of([c] * 4, c * most if c > 0 else c * least) for c in (1, -1)]
    implied = [
        row_of([c - shift for _, c in row], bound - shift * (most if shift < 0 else least))
        for row, bound in rows if len(row) == 4 for shift in {c for _, c in row}
    ]
    return rows + whole + implied


def row_of(coefficients, bound) -> tuple[list[tuple[int, int]], int]:
    """One row in lowest terms: the cells with their coefficients, and the bound on their sum."""
    shared = gcd(*coefficients) or 1
    return [(cell, c // shared) for cell, c in enumerate(coefficients) if c], bound // shared


def _root(rows: Rows, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The ranges of the cells before any is fixed, in numbers large enough for every product."""
    largest = max((sum(abs(c) for _, c in row) * most + abs(bound) for row, bound in rows))
    kind = np.int64 if largest < 2**62 else object
    low, high = np.zeros((4, 1), dtype=kind), np.full((4, 1), most, dtype=kind)
    for _ in range(60):
        before = low.copy(), high.copy()
        _tighten(rows, low, high)
        if (low > high).any() or ((low == before[0]) & (high == before[1])).all():
            break
    return low, high


def _tighten(rows: Rows, low: np.ndarray, high: np.ndarray) -> None:
    """Shorten each cell's range, in place, to what every row leaves it at most."""
    for row, bound in rows:
        least = [c * (low if c > 0 else high)[cell] for cell, c in row]
        slack = bound - sum(least)
        for (cell, c), at in zip(row, least, strict=True):
            reach = (slack + at) // abs(c)
            if c > 0:
                np.minimum(high[cell], reach, out=high[cell])
            else:
                np.maximum(low[cell], -reach, out=low[cell])


def plan(rows: Rows, most: int) -> tuple[tuple[int, ...], int]:
    """The cells to loop over, in order, that promise the fewest steps."""
    low, high = _root(rows, most)
    plans = {
        loops: _steps(rows, low, high, loops)
        for size in (1, 2, 3) for loops in permutations(range(4), size)
        if _closed(rows, set(range(4)) - set(loops))
    }
    return min(plans.items(), key=lambda plan: plan[1])


def _closed(rows: Rows, rest) -> bool:
    """Whether every row binds, of these cells, one alone or only their sum."""
    shared = ([c for cell, c in row if cell in rest] for row, _ in rows)
    return all(len(cs) < 2 or len(cs) == len(rest) and len(set(cs)) == 1 for cs in shared)


def _steps(rows: Rows, low, high, loops, sample: int = 400) -> int:
    """About how many combinations of these cells will be visited, from an even sample of them."""
    weight, steps = 1.0, 0.0
    for cell in loops:
        ends = _ends(low, high, cell)
        steps += weight * float(ends[-1])
        if not ends[-1]:
            break
        spread = (np.arange(sample) * GOLDEN % 1 * int(ends[-1])).astype(np.int64)
        places = np.unique(spread) if ends[-1] > sample else np.arange(int(ends[-1]))
        weight *= float(ends[-1]) / places.size
        low, high = _expanded(low, high, cell, places, ends)
        _tighten(rows, low, high)
    return int(steps)


def _ends(low, high, cell) -> np.ndarray:
    return np.cumsum(np.where((low > high).any(axis=0), 0, high[cell] - low[cell] + 1))


def _expanded(low, high, cell, places, ends) -> tuple[np.ndarray, np.ndarray]:
    """Ranges with one cell fixed: the values at `places` in the list of all its values in turn."""
    which = np.searchsorted(ends := ends.astype(np.int64), places, side="right")
    back = (ends[which] - places).astype(low.dtype)
    low, high = low[:, which], high[:, which]
    low[cell] = high[cell] = high[cell] + 1 - back
    return low, high


class Search:
    """The tables that satisfy `rows`, found by looping over the cells `loops`."""

    def __init__(self, rows: Rows, loops: tuple[int, ...]):
        self.rows, self.loops = rows, loops
        self.rest = [cell for cell in range(4) if cell not in loops]

    def leaves(self, rows: Rows, low, high, loops) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Blocks of ranges in which every looped cell is fixed and none is empty."""
        if not loops:
            yield low, high
            return
        ends = _ends(low, high, loops[0])
        for start in range(0, int(ends[-1]), BLOCK):
            places = np.arange(start, min(start + BLOCK, int(ends[-1])))
            self.steps += places.size
            if self.steps > 2 * MOST_STEPS:
                raise endless(self.steps, len(self.loops), self.most)
            some_low, some_high = _expanded(low, high, loops[0], places, ends)
            _tighten(rows, some_low, some_high)
            keep = (some_low <= some_high).all(axis=0)
            if keep.any():
                yield from self.leaves(rows, some_low[:, keep], some_high[:, keep], loops[1:])

    def blocks(self, least: int, most: int) -> Iterator[tuple[np.ndarray, ...]]:
        """Blocks of ranges with looped cells fixed, and the least and largest sum of the others."""
        rows, rest = within(self.rows, least, most), self.rest
        self.steps, self.most = 0, most
        for low, high in self.leaves(rows, *_root(rows, most), self.loops):
            start, end = self.sums(rows, low, high)
            low, high, start, end = (ends[..., start <= end] for ends in (low, high, start, end))
            if not start.size:
                continue
            low[rest], high[rest] = (
                np.maximum(low[rest], start - high[rest].sum(axis=0) + high[rest]),
                np.minimum(high[rest], end - low[rest].sum(axis=0) + low[rest]),
            )
            yield low, high, start, end

    def sums(self, rows: Rows, low, high) -> tuple[np.ndarray, np.ndarray]:
        """The least and largest sum of the cells not looped over."""
        start, end = low[self.rest].sum(axis=0), high[self.rest].sum(axis=0)
        for row, bound in rows:
            shared = [c for cell, c in row if cell in self.rest]
            if len(shared) < len(self.rest) or len(set(shared)) > 1:
                continue
            fixed = sum(c * low[cell] for cell, c in row if cell not in self.rest)
            reach = (bound - fixed) // abs(shared[0])
            if shared[0] > 0:
                end = np.minimum(end, reach)
            else:
                start = np.maximum(start, -reach)
        return start, end

    def tally(self, least: int, most: int, enough: float = np.inf) -> tuple[int, int, dict]:
        """How many tables (or `enough`), the fewest faces of one, and the range of each cell."""
        count, fewest, ends = 0, [], []
        for low, high, start, end in self.blocks(least, most):
            bottom, widths = low[self.rest].sum(axis=0), (high - low)[self.rest]
            count += _sum(_ways(end - bottom, widths) - _ways(start - 1 - bottom, widths))
            fewest.append(int((low[list(self.loops)].sum(axis=0) + start).min()))
            ends.append(np.stack([low.min(axis=1), -high.max(axis=1)]))
            if count >= enough:
                break
        least, most = np.min(ends, axis=0).tolist() if ends else ([], [])
        spans = zip(least, (-end for end in most), strict=True)
        return count, min(fewest, default=0), dict(zip(CELLS, spans, strict=False))

    def first(self, fewest: int, least: int, most: int) -> list[Cells]:
        """The first tables by crowd; of one crowd, in the order of the search."""
        step = 1
        while fewest + step < most and self.tally(least, fewest + step, LISTED)[0] < LISTED:
            step *= 2
        below, above = fewest - 1, min(fewest + step, most)
        while above - below > 1:
            middle = (below + above) // 2
            many = self.tally(least, middle, LISTED)[0] >= LISTED
            below, above = (below, middle) if many else (middle, above)
        whole = list(self.each(least, above - 1)) if above > fewest else []
        last = islice(self.each(above, above), LISTED - len(whole))
        return sorted([*whole, *last], key=lambda table: (sum(table), table))

    def each(self, least: int, most: int) -> Iterator[Cells]:
        """Each table in turn."""
        rows = within(self.rows, least, most)
        for low, high, _, _ in self.blocks(least, most):
            for fixed, _ in self.leaves(rows, low, high, self.rest):
                yield from map(tuple, fixed.T.tolist())


def _ways(most, widths) -> np.ndarray:
    """How many whole y with 0 <= y <= widths add up to at most `most`: inclusion-exclusion."""
    size, ways = len(widths), 0
    if widths.size and (int(most.max()) + size) ** size >= 2**62:
        most, widths = most.astype(object), widths.astype(object)
    for places in chain.from_iterable(combinations(range(size), r) for r in range(size + 1)):
        left = np.maximum(most - sum(widths[i] + 1 for i in places), -1)
        product = 1
        for i in range(1, size + 1):
            product = product * (left + i)
        ways = ways + (-1) ** len(places) * (product // factorial(size))
    return ways


def _sum(ways: np.ndarray) -> int:
    """The exact sum, also where it passes 2**63."""
    return (int((ways >> 31).sum()) << 31) + int((ways & (2**31 - 1)).sum())


def endless(steps: int, loops: int, most: int) -> ValueError:
    """The error for a search of too many steps, naming a crowd that could be searched."""
    possible = wording.approximately(most * (MOST_STEPS / steps) ** (1 / loops), 1)
    return ValueError(
        f"these rates leave too many tables of up to {most:,} faces to search: {steps:.1e} steps "
        f"or more, at most {MOST_STEPS:.0e}; add a rate, or stay below about {possible} faces")
