"""What is the least, or most, that claims allow a share to be; and can they all be true at all?

The least P(a | b) is the optimum of a linear-fractional program over the joint table. Scaling the
table so that P(b) = 1 makes it linear (Charnes and Cooper 1962), and its dual asks for multipliers
y >= 0 of the claims' inequalities g and the largest bound v such that in every possible cell

    v [cell in b] + sum of y g(cell) <= [cell in a and b].

Adding this up over any world proves P(a and b) >= v P(b). The dual is solved in whole numbers by
`simplex`, so the bound is an exact fraction, its proof is exact, and so is the world that attains
it. Claims are in conflict when the same sum with an empty right-hand side proves that a group which
a claim is a share of must be empty (Farkas).

References
----------
Charnes, A. and Cooper, W. W. (1962), "Programming with linear fractional functionals", Naval
Research Logistics Quarterly 9, 181-186, doi:10.1002/nav.3800090303.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .simplex import Answer, Hint, maximise
from .systems import Row, System, merged

__all__ = ["Emptied", "Least", "World", "direction", "emptied", "least"]

World = dict[int, Fraction]
"""Amounts of cases by cell; cells left out are empty."""
Multipliers = dict[tuple[int, str], Fraction]
"""By the place of a claim, and the end of it ("at least" or "at most")."""


LARGE = 2_000
"""From this many entries on, a floating-point solver is asked first where to look."""
ROUNDS = 5
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Least:
    """The least share, the multipliers that prove it, and a world that has it.

    `bound` is None where the claims leave nobody the share could be of; the multipliers then prove
    that. `world` is None where the search stopped before it was sure that no more can be proved.
    """

    bound: Fraction | None
    multipliers: Multipliers
    world: World | None


@dataclass(frozen=True, slots=True)
class Emptied:
    """A group that a claim is a share of, and the multipliers that prove it to be empty."""

    group: np.ndarray
    claim: int | None
    multipliers: Multipliers


def least(system: System, counted: np.ndarray, among: np.ndarray) -> Least:
    """The least share of the cells `counted` in the cells `among` (of which they are part)."""
    kind, own = _told_apart(system, counted, among)
    columns = [among[own].astype(int).tolist(), *_columns(system, own)]
    gains = [1] + [0] * len(system.rows)
    answer = _maximise(columns, gains, counted[own].astype(int).tolist())
    multipliers = _multipliers(system, answer.weights, 1)
    if answer.status == "endless":
        return Least(None, multipliers, None)
    bound = answer.weights.get(0, Fraction(0))
    world = _world(own, answer.prices) if answer.status == "best" else None
    return Least(bound, multipliers, world)


def emptied(system: System) -> Emptied | World:
    """A group that the claims prove empty though one is a share of it; else a world without such.

    In the world every group holds at least 1.
    """
    _, own = system.kinds
    groups = [np.frombuffer(group, dtype=bool) for group in system.groups]
    columns = [group[own].astype(int).tolist() for group in groups] + _columns(system, own)
    gains = [1] * len(groups) + [0] * len(system.rows)
    answer = direction(columns, gains, len(own))
    if answer.status == "stopped":
        raise ValueError(
            f"{len(system.constraints)} claims on {len(system.events)} events are too many to "
            "decide exactly whether all can be true: leave out some claims or events"
        )
    if answer.status == "best":
        return _world(own, answer.prices)
    place = min(place for place in answer.weights if place < len(groups))
    share = answer.weights[place]
    weights = {k: weight / share for k, weight in answer.weights.items()}
    claim = list(system.groups.values())[place]
    return Emptied(groups[place], claim, _multipliers(system, weights, len(groups)))


def _maximise(columns, gains, room) -> Answer:
    """`maximise`, for large problems beginning with the columns that HiGHS finds to count."""
    hint = _hint(columns, gains, room) if _large(columns, room) else None
    return maximise(columns, gains, room, hint)


def direction(columns, gains, size: int) -> Answer:
    """Weights that gain without end in no room at all ("endless"); else prices that forbid it."""
    room = [1] * size
    if not _large(columns, room):
        return maximise(columns, gains, room)
    if hint := _hint(columns, gains, room):
        return maximise(columns, gains, room, hint)
    capped = [[*column, gain] for column, gain in zip(columns, gains, strict=True)]
    answer = _maximise(capped, gains, [0] * size + [1])
    if any(gains[k] for k in answer.weights):
        return Answer("endless", answer.weights)
    return Answer(answer.status, answer.weights, answer.prices[:size])


def _large(columns, room) -> bool:
    return len(columns) * len(room) > LARGE


def _hint(columns, gains, room) -> Hint | None:
    """Where the solution is that HiGHS finds in floating point; None if it finds none.

    Each column and each row is first divided by the geometric mean of its extremes, again and
    again, so that rates of 1e-9 are above the solver's tolerances. Nothing rests on the answer.
    """
    from scipy.optimize import linprog

    pairs = zip(columns, gains, strict=True)
    matrix = np.array([_floats((*column, gain)) for column, gain in pairs]).T
    size, scale = np.ones(len(room)), np.ones(len(columns))
    for _ in range(ROUNDS):
        size /= _middles(matrix[:-1] * size[:, None] * scale, axis=1)
        scale /= _middles(matrix[:-1] * size[:, None] * scale, axis=0)
    goal, space = matrix[-1] * scale, np.array(room) * size
    answer = linprog(-goal / goal.max(), A_ub=matrix[:-1] * size[:, None] * scale,
                     b_ub=space / (space.max() or 1))
    if answer.x is None:
        return None
    weighty, priced = answer.x > 0, answer.ineqlin.marginals < 0
    places = (weighty, ~weighty & (answer.lower.marginals < NEAR),
              priced, ~priced & (answer.slack < NEAR))
    return Hint(*(np.flatnonzero(some).tolist() for some in places))


def _floats(column) -> list[float]:
    """Whole numbers, of any length, in units of the largest."""
    most = max(map(abs, column)) or 1
    return [entry / most for entry in column]


def _middles(matrix: np.ndarray, axis: int) -> np.ndarray:
    """The geometric mean of the largest and the least entry, entries of 0 apart; 1 if all are."""
    entries = np.abs(matrix)
    most = entries.max(axis=axis)
    least = np.where(entries > 0, entries, np.inf).min(axis=axis)
    return np.where(most > 0, np.sqrt(most * np.where(most > 0, least, 1)), 1)


def _told_apart(system: System, counted: np.ndarray, among: np.ndarray):
    """Kinds of cells that neither a claim nor the question tells apart."""
    kind, _ = system.kinds
    if len(kind) <= 16:
        cells = np.flatnonzero(system.possible)
        return cells, cells
    return merged([counted, among, *_bits(kind)], system.possible)


def _bits(kind: np.ndarray) -> list[np.ndarray]:
    """Whole numbers as masks, one a binary digit."""
    return [(kind >> place) & 1 == 1 for place in range(int(kind.max()).bit_length())]


def _columns(system: System, cells: np.ndarray) -> list[list[int]]:
    return [row.over(system.constraints[row.owner], cells) for row in system.rows]


def _multipliers(system: System, weights, first: int) -> Multipliers:
    """Weights of the rows, from column `first` on, as multipliers of the claims' inequalities."""
    return {
        (row.owner, row.end): weights[place] * _unit(row)
        for place, row in enumerate(system.rows, first) if place in weights
    }


def _unit(row: Row) -> int:
    """How many times the claim's inequality a row of whole numbers is."""
    return abs(row.counted) + abs(row.rest)


def _world(own: np.ndarray, prices) -> World:
    return {cell: price for cell, price in zip(own.tolist(), prices, strict=True) if price}
