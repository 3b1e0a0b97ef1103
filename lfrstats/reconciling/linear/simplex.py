"""Which multipliers of the claims prove most? A linear program solved in whole numbers, exactly.

`maximise` finds weights w >= 0 with the largest gain among those whose columns, weighted and added,
leave room everywhere: sum_k w_k column_k <= room, with room >= 0. Doing nothing (w = 0) is allowed
from the start, so any state on the way is already a valid proof, only of less. The best weights
come with the prices of the rows, which are the world that shows that no weights prove more.

Dantzig's simplex method on a dictionary of whole numbers: each row is kept free of common factors,
so no rounding occurs and rates of 1e-9 are as good as any. Ties are broken by a second right-hand
side of generic numbers (a lexicographic rule), which keeps degenerate problems, and these all are,
from running in circles. With many columns only those that the current prices call for are taken in.

References
----------
Dantzig, G. B., Orden, A. and Wolfe, P. (1955), "The generalized simplex method", Pacific J. Math.
5, 183-195, doi:10.2140/pjm.1955.5.183 (the lexicographic rule). Edmonds, J. and Maurras, J.-F.
(1997), "Note sur les Q-matrices d'Edmonds", RAIRO Oper. Res. 31, 203-209 (whole-number pivots).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

__all__ = ["Answer", "Hint", "maximise"]

AT_ONCE = 60
"""Up to this many columns are all taken in from the start."""
BATCH = 12
"""How many further columns are taken in at a time."""
MOST_WORK = 60_000_000
"""Digits (of 30 bits) to be worked through before the search stops with what is proved so far."""

OWN, ROOM, TIE, FIRST = 0, 1, 2, 3
"""The places in a row: its basic variable's coefficient, two right-hand sides, other variables."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What `maximise` found.

    `status` is "best", "endless" (then `weights` is a direction that gains without end) or
    "stopped" (then `weights` is valid but may not be the best). `weights` maps columns to positive
    fractions; `prices` has one fraction a row (empty unless "best").
    """

    status: str
    weights: dict[int, Fraction]
    prices: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Hint:
    """Where an answer is thought to be.

    Columns with weight and columns that would cost nothing; rows with a price and other rows
    without room.
    """

    weighty: list[int]
    idle: list[int]
    priced: list[int]
    tight: list[int]


def maximise(columns: Sequence[Sequence[int]], gains: Sequence[int], room: Sequence[int],
             hint: Hint | None = None) -> Answer:
    """The weights w >= 0 of the columns with the largest gain for which they leave room.

    Parameters
    ----------
    columns : sequence of sequences of int
        Each as long as `room`.
    gains : sequence of int
        The gain of each column for weight 1, not negative.
    room : sequence of int
        Not negative.
    hint : Hint, optional
        Where the answer is thought to be; if wrong, it costs time and nothing else.

    Examples
    --------
    >>> answer = maximise([[1, 1], [1, 3]], gains=[2, 3], room=[4, 6])
    >>> answer.status, answer.weights, answer.prices
    ('best', {0: Fraction(3, 1), 1: Fraction(1, 1)}, (Fraction(3, 2), Fraction(1, 2)))
    >>> maximise([[1, -1], [-1, 1]], gains=[1, 1], room=[0, 0]).weights
    {1: Fraction(1, 1), 0: Fraction(1, 1)}
    """
    search = _Search(columns, gains, room)
    if hint and not search.jump(hint):
        search = _Search(columns, gains, room)
    status = "more"
    while status == "more":
        status = search.climb()
        if status == "best" and search.take_in():
            status = "more"
    return search.answer(status)


class _Search:
    """A dictionary: row i says OWN * (basic variable) + sum of the others = ROOM.

    Variables below `len(room)` are the rows' slacks; variable `len(room) + k` is column k's weight.
    The objective is the first row.
    """

    def __init__(self, columns, gains, room):
        self.columns, self.gains, self.size = columns, gains, len(room)
        self.scale = [max(map(abs, column), default=0) or 1 for column in columns]
        self.rows = [[1, 0, 0]] + [
            [1, space, _generic(place)] for place, space in enumerate(room)
        ]
        self.basic = [-1, *range(self.size)]
        self.others: list[int] = []
        self.work = 0
        self.outside = dict.fromkeys(range(len(columns)))
        self.floats = None
        everything = range(len(columns)) if len(columns) <= AT_ONCE else ()
        gaining = [k for k, gain in enumerate(gains) if gain > 0][:BATCH]
        self.admit(everything or gaining)

    def jump(self, hint: Hint) -> bool:
        """Go where the hint points; whether that is a place where all rows have room."""
        wanted = [*hint.weighty, *hint.idle]
        self.admit([k for k in wanted if k in self.outside])
        slacks = {slack: row for row, slack in enumerate(self.basic)}
        priced, tight = ([slacks[slack] for slack in some] for some in (hint.priced, hint.tight))
        for k in wanted:
            place = self.others.index(self.size + k) + FIRST
            rows = priced if k in hint.idle else priced + tight
            row = next((row for row in rows if self.rows[row][place]), None)
            if self.work > MOST_WORK:
                return False
            if row is not None:
                self.pivot(row, place)
                (priced if row in priced else tight).remove(row)
        for place, row in enumerate(self.rows[1:]):
            row[TIE] = _generic(place) * row[OWN]
        return all(row[ROOM] >= 0 for row in self.rows[1:])

    def climb(self) -> str:
        """Pivot until no column gains ("best"), one gains without end, or the work is too much."""
        while (column := self.entering()) is not None:
            row = self.leaving(column)
            if row is None:
                self.direction = column
                return "endless"
            self.pivot(row, column)
            if self.work > MOST_WORK:
                return "stopped"
        return "best"

    def entering(self) -> int | None:
        """The place of the variable that gains most for its size; none if none gains."""
        objective = self.rows[0]
        gaining = [place for place in range(FIRST, len(objective)) if objective[place] < 0]
        if not gaining:
            return None
        shift = max(0, min(objective[place] for place in gaining).bit_length() - 60)
        return min(gaining, key=lambda place: (objective[place] >> shift) / self.size_of(place))

    def size_of(self, place: int) -> int:
        variable = self.others[place - FIRST] - self.size
        return self.scale[variable] if variable >= 0 else 1

    def leaving(self, column: int) -> int | None:
        """The row that first runs out of room, the generic right-hand side breaking ties."""
        best = None
        for place in range(1, len(self.rows)):
            row = self.rows[place]
            if row[column] <= 0:
                continue
            if best is None or _sooner(row, self.rows[best], column):
                best = place
        return best

    def pivot(self, row: int, column: int) -> None:
        """Exchange the basic variable of `row` with the variable in `column`."""
        lead = self.rows[row]
        if lead[column] < 0:
            lead = [-x for x in lead]
        step, own = lead[column], lead[OWN]
        lead[OWN], lead[column] = 0, own
        digits = 1 + step.bit_length() // 30
        for place, other in enumerate(self.rows):
            factor = other[column]
            if place == row or not factor:
                continue
            other[column] = 0
            common = gcd(step, factor)
            up, down = step // common, factor // common
            changed = [up * x - down * y for x, y in zip(other, lead, strict=True)]
            self.rows[place] = _reduced(changed)
            self.work += digits * len(lead)
        lead[OWN] = step
        self.rows[row] = _reduced(lead)
        entered = self.others[column - FIRST]
        self.others[column - FIRST], self.basic[row] = self.basic[row], entered

    def take_in(self) -> bool:
        """Take in columns from outside that gain at the current prices; whether there were any."""
        if not self.outside:
            return False
        prices, own = self.slack_prices()
        wanted = self.roughly_wanted(prices, own) or self.exactly_wanted(prices, own)
        if wanted:
            self.let_go()
            self.admit(wanted)
        return bool(wanted)

    def let_go(self) -> None:
        """Drop the columns that have no weight now; they can be taken in again."""
        idle = [k for k, variable in enumerate(self.others) if variable >= self.size]
        for k in idle:
            self.outside[self.others[k] - self.size] = None
        kept = [*range(FIRST), *(FIRST + k for k, v in enumerate(self.others) if v < self.size)]
        self.rows = [[row[place] for place in kept] for row in self.rows]
        self.others = [variable for variable in self.others if variable < self.size]

    def slack_prices(self) -> tuple[list[int], int]:
        objective, prices = self.rows[0], [0] * self.size
        for place, variable in enumerate(self.others, FIRST):
            if variable < self.size:
                prices[variable] = objective[place]
        return prices, objective[OWN]

    def roughly_wanted(self, prices, own) -> list[int]:
        """Columns that clearly gain, by floating point; a hint only, so nothing rests on it."""
        if self.floats is None:
            pairs = zip(self.columns, self.gains, self.scale, strict=True)
            scaled = [[x / scale for x in (*column, gain)] for column, gain, scale in pairs]
            self.floats = np.array(scaled)
        matrix, gains = self.floats[:, :-1], self.floats[:, -1]
        rough = np.array([_rough(price, own) for price in prices])
        keys = np.array(list(self.outside))
        excess = matrix[keys] @ rough - gains[keys]
        excess /= np.abs(matrix[keys]) @ rough + gains[keys] + 1e-300
        order = np.argsort(excess, kind="stable")[:BATCH]
        return [int(keys[i]) for i in order if excess[i] < -1e-9]

    def exactly_wanted(self, prices, own) -> list[int]:
        held = [(place, price) for place, price in enumerate(prices) if price]
        return [
            k for k in self.outside
            if sum(price * self.columns[k][place] for place, price in held) < self.gains[k] * own
        ][:BATCH]

    def admit(self, wanted) -> None:
        """Take columns in, in terms of the current basis: slack s becomes s + entry * weight."""
        inside = {variable: place for place, variable in enumerate(self.others, FIRST)}
        wanted = list(wanted)
        for place, row in enumerate(self.rows):
            slack = self.basic[place]
            pairs = [(s, row[at]) for s, at in inside.items() if s < self.size and row[at]]
            for k in wanted:
                column = self.columns[k]
                entry = sum(value * column[s] for s, value in pairs)
                if place == 0:
                    entry -= self.gains[k] * row[OWN]
                elif slack < self.size:
                    entry += column[slack] * row[OWN]
                row.append(entry)
        self.others += [self.size + k for k in wanted]
        for k in wanted:
            del self.outside[k]

    def answer(self, status: str) -> Answer:
        if status == "endless":
            return Answer(status, self.ray())
        weights = {
            variable - self.size: Fraction(row[ROOM], row[OWN])
            for variable, row in zip(self.basic[1:], self.rows[1:], strict=True)
            if variable >= self.size and row[ROOM]
        }
        if status == "stopped":
            return Answer(status, weights)
        prices, own = self.slack_prices()
        return Answer(status, weights, tuple(Fraction(price, own) for price in prices))

    def ray(self) -> dict[int, Fraction]:
        at = self.direction
        moves = {self.others[at - FIRST]: Fraction(1)} | {
            variable: Fraction(-row[at], row[OWN])
            for variable, row in zip(self.basic[1:], self.rows[1:], strict=True)
            if row[at]
        }
        return {v - self.size: move for v, move in moves.items() if v >= self.size}


def _sooner(row: list[int], best: list[int], column: int) -> bool:
    """Whether `row` runs out of room before `best` as the variable in `column` grows."""
    mine, theirs = row[column], best[column]
    a, b = row[ROOM] * theirs, best[ROOM] * mine
    return a < b or (a == b and row[TIE] * theirs < best[TIE] * mine)


def _rough(price: int, own: int) -> float:
    """A quotient in floating point, cut off where it would overflow."""
    try:
        return min(price / own, 1e150)
    except OverflowError:
        return 1e150


def _reduced(row: list[int]) -> list[int]:
    common = gcd(*row)
    return [x // common for x in row] if common > 1 else row


def _generic(place: int) -> int:
    """A positive number without pattern: a Weyl sequence scrambled."""
    x = (place + 1) * 0x9E3779B97F4A7C15 & (2**64 - 1)
    x = (x ^ x >> 31) * 0xBF58476D1CE4E5B9 & (2**64 - 1)
    return 1 + (x >> 44)
