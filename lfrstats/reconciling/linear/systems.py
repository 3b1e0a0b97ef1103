"""What do claims say about the cells of one joint table, exactly?

A claim P(x | y) in [low, high] says two things that are linear in the cells:
P(x and y) - low P(y) >= 0 and high P(y) - P(x and y) >= 0; and, since nobody states a share of
nobody, P(y) > 0. An implication between events says that some cells are empty. All numbers are
exact fractions. Where several claims make one statement, only the tightest ends count, so that the
size of a `System` is that of its statements and not of its claims.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ...table.events import Statement, statement
from ...table.rates import RATES
from ...words import printed

__all__ = ["ENDS", "Constraint", "Implication", "Row", "System", "merged", "spelled"]

ENDS = ("at least", "at most")
NAMED = {
    name.replace("_", " "): rate.text for rate in RATES.values() for name in (rate.name, *rate.also)
}
"""The statement each rate name, or name it also goes by, stands for."""


@dataclass(frozen=True, eq=False, slots=True)
class Constraint:
    """What one claim says: the share that `stated` names lies in [low, high].

    `says` is the figure in words; `level` is the confidence level if the ends are a confidence
    interval, else None; `figure` is the printed figure, if there is one.
    """

    name: str
    stated: Statement
    low: Fraction
    high: Fraction
    says: str
    level: float | None = None
    figure: printed.Printed | None = None

    @property
    def key(self) -> tuple[bytes, bytes]:
        """The same for claims that make the same statement."""
        return self.stated.counted.tobytes(), self.stated.among.tobytes()

    @property
    def counts(self) -> tuple[int, int] | None:
        """K of n, if the figure is a count of somebody."""
        figure = self.figure
        if figure is None or figure.k is None or not figure.n:
            return None
        return figure.k, figure.n

    def coefficients(self, end: str) -> tuple[Fraction, Fraction]:
        """What each case adds to the inequality: if it is counted, and if only among."""
        return (1 - self.low, -self.low) if end == ENDS[0] else (self.high - 1, self.high)

    def holds(self, k: int, n: int) -> bool:
        """Whether k of n (n > 0) is such a share."""
        return n > 0 and self.low * n <= k <= self.high * n


@dataclass(frozen=True, eq=False, slots=True)
class Implication:
    """A rule such as "confirmed -> listed": the cells that it says are empty."""

    text: str
    empty: np.ndarray


class Row(NamedTuple):
    """One inequality in whole numbers: `counted` per case counted, `rest` per case only among."""

    owner: int
    end: str
    counted: int
    rest: int

    def over(self, constraint: Constraint, cells: np.ndarray) -> list[int]:
        """The inequality's coefficients in these cells."""
        inside, among = constraint.stated.counted[cells], constraint.stated.among[cells]
        return [self.counted if x else self.rest if y else 0
                for x, y in zip(inside.tolist(), among.tolist(), strict=True)]


@dataclass(frozen=True, eq=False)
class System:
    """Constraints and implications over the cells of `events`."""

    events: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    implications: tuple[Implication, ...] = ()
    level: float | None = None

    @cached_property
    def possible(self) -> np.ndarray:
        """Whether each cell may hold anyone, after the implications."""
        possible = np.ones(2 ** len(self.events), dtype=bool)
        for implication in self.implications:
            possible &= ~implication.empty
        return possible

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The tightest inequality of each statement at each end; none where it says nothing."""
        tightest: dict[tuple, int] = {}
        for place, c in enumerate(self.constraints):
            for end, beats in zip(ENDS, (_higher, _lower), strict=True):
                best = tightest.get((c.key, end))
                if best is None or beats(c, self.constraints[best]):
                    tightest[c.key, end] = place
        rows = [_row(place, self.constraints[place], end) for (_, end), place in tightest.items()]
        return tuple(row for row in rows if row.counted or row.rest)

    @cached_property
    def groups(self) -> dict[bytes, int | None]:
        """Each group that some claim is a share of, with the first such claim; all faces first."""
        everyone = np.ones(len(self.possible), dtype=bool).tobytes()
        groups: dict[bytes, int | None] = {everyone: None}
        for place, c in enumerate(self.constraints):
            groups.setdefault(c.stated.among.tobytes(), place)
        return groups

    @cached_property
    def kinds(self) -> tuple[np.ndarray, np.ndarray]:
        """Cells that no claim tells apart: the kind of each cell, and one cell of each kind.

        The kind of an impossible cell is -1. A kind's own cell is its last, in which the fewest
        events happen.
        """
        distinct = {c.key: c.stated for c in self.constraints}.values()
        masks = [mask for stated in distinct for mask in (stated.counted, stated.among)]
        return merged(masks, self.possible)

    def named(self, text: str) -> Statement:
        """The statement a text or a rate's name makes over these events."""
        return statement(spelled(text, self.events), self.events)

    def only(self, places: Iterable[int]) -> System:
        """The same system with these constraints alone (and the kinds of cells of all)."""
        fewer = replace(self, constraints=tuple(self.constraints[place] for place in places))
        fewer.__dict__["kinds"] = self.kinds
        return fewer

    def plus(self, *more: Constraint) -> System:
        """The same system with more constraints."""
        return replace(self, constraints=(*self.constraints, *more))


def _higher(one: Constraint, other: Constraint) -> bool:
    return one.low > other.low


def _lower(one: Constraint, other: Constraint) -> bool:
    return one.high < other.high


def _row(place: int, constraint: Constraint, end: str) -> Row:
    limit = constraint.low if end == ENDS[0] else constraint.high
    a, b = limit.numerator, limit.denominator
    says_nothing = limit == (0 if end == ENDS[0] else 1)
    if says_nothing:
        return Row(place, end, 0, 0)
    return Row(place, end, b - a, -a) if end == ENDS[0] else Row(place, end, a - b, a)


def merged(masks: list[np.ndarray], possible: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Possible cells with the same place in every mask, as one kind: kind per cell, cell per kind.

    >>> cells = np.array([True, True, False, False])
    >>> merged([cells], np.array([True, True, True, False]))
    (array([ 0,  0,  1, -1]), array([1, 2]))
    """
    bits = np.packbits(np.array([possible, *masks]), axis=0).T
    kinds: dict[bytes, int] = {}
    kind = np.full(len(possible), -1)
    for cell in np.flatnonzero(possible).tolist():
        kind[cell] = kinds.setdefault(bits[cell].tobytes(), len(kinds))
    last = np.empty(len(kinds), dtype=int)
    last[kind[possible]] = np.flatnonzero(possible)
    return kind, last


def spelled(text: str, events: tuple[str, ...] = ()) -> str:
    """A statement as it is, and a rate's name as the statement it stands for.

    >>> spelled("Base rate"), spelled("tpir"), spelled("alert | stopped")
    ('listed', 'alert | listed', 'alert | stopped')
    """
    if not isinstance(text, str):
        raise ValueError(f"a statement must be text, got {text!r}")
    plain = " ".join(text.lower().replace("_", " ").split())
    return text if text in events else NAMED.get(plain, text)
