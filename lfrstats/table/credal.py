"""What can be said of precision when the base rate is only known to lie in a range?

Precision rises in prevalence and tpir and falls in fpir, npv the other way round in prevalence and
in fpir; so over a box of the three each takes its extremes at two corners. The bounds are sharp,
and exact fractions where the ends are exact. They are no confidence interval and no average: any
value between is as well supported as any other.

References
----------
Walley (1991), *Statistical Reasoning with Imprecise Probabilities*, chapter 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..words import check, wording
from ..words.printed import Printed, reading

__all__ = ["Bounds", "CredalPrecision", "MOST_ROWS", "credal_precision"]

MOST_ROWS = 100_000
"""Rows a table may have."""

Bounds = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class CredalPrecision:
    """Bounds of precision and npv over ranges of prevalence, tpir and fpir.

    All are pairs (low, high) of exact fractions; `npv` is None if every face raises an alert.
    """

    prevalence: Bounds
    tpir: Bounds
    fpir: Bounds

    @property
    def precision(self) -> Bounds:
        """Least and greatest share of alerts that are right."""
        return _bounds(self.prevalence, self.tpir, self.fpir)

    @property
    def npv(self) -> Bounds | None:
        """Least and greatest share of silent faces that are not on the list."""
        others, tnir, fnir = (_rest(one) for one in (self.prevalence, self.fpir, self.tpir))
        return _bounds(others, tnir, fnir) if _possible(others, tnir, fnir) else None

    def rows(self, count: int = 41) -> list[dict]:
        """One row a prevalence, from its lower end to its upper one in equal ratios.

        Parameters
        ----------
        count : int, 2 to 100,000
            Number of rows. From a lower end of 0 the ratios start a millionth below the upper end,
            after a row for 0 itself.
        """
        count = int(check.whole("count", count, least=2))
        if count > MOST_ROWS:
            raise ValueError(f"count must be at most {MOST_ROWS:,}, got {count:,}")
        return [self._row(value) for value in _ladder(*self.prevalence, count)]

    def _row(self, prevalence: Fraction) -> dict:
        fixed = CredalPrecision((prevalence, prevalence), self.tpir, self.fpir)
        defined = _possible(fixed.prevalence, self.tpir, self.fpir)
        low, high = fixed.precision if defined else (None, None)
        npv_low, npv_high = fixed.npv or (None, None)
        return {"prevalence": prevalence, "precision_low": low, "precision_high": high,
                "npv_low": npv_low, "npv_high": npv_high}

    def __str__(self) -> str:
        low, high = (float(end) for end in self.precision)
        least, most = (float(end) for end in self.prevalence)
        crowd = (wording.share(least) if least == most else wording.interval(least, most))
        share = wording.percent(low) if low == high else wording.interval(low, high)
        return (f"If the share of faces on the list is {crowd}, the share of alerts that are right "
                f"is {share}, and nothing given says where in between" if low < high else
                f"If the share of faces on the list is {crowd}, the share of alerts that are right "
                f"is {share}")


def credal_precision(*, prevalence, tpir, fpir) -> CredalPrecision:
    """Sharp bounds of precision and npv over ranges of prevalence, tpir and fpir.

    Parameters
    ----------
    prevalence, tpir, fpir : (low, high), str or number
        Shares in [0, 1]: a range whose ends are numbers or exact prints ("1 in 10,000"), a figure
        in print, which stands for all values that print so, or one number. A pair is always a range
        here, never a count: write "8 of 42" or Fraction(8, 42) for that share.

    Returns
    -------
    CredalPrecision

    Examples
    --------
    >>> bounds = credal_precision(prevalence=("1 in 10,000", "1 in 100"), tpir=0.7, fpir=0.001)
    >>> bounds.precision
    (Fraction(700, 10699), Fraction(700, 799))
    >>> print(bounds)
    If the share of faces on the list is 1 in 10,000 to 1 in 100, the share of alerts that are
    right is 6.5 % to 87.6 %, and nothing given says where in between
    """
    ends = [_range(name, value) for name, value in
            (("prevalence", prevalence), ("tpir", tpir), ("fpir", fpir))]
    if not _possible(*ends):
        raise ValueError("tpir and fpir must leave room for an alert, got "
                         f"tpir {_said(ends[1])} and fpir {_said(ends[2])} at a prevalence of "
                         f"{_said(ends[0])}: of no alerts no share is right")
    return CredalPrecision(*ends)


def _range(name: str, value) -> Bounds:
    if not isinstance(value, tuple):
        figure = reading(name, value)
        return figure.low, figure.high
    if len(value) != 2:
        raise ValueError(f"{name} must be a share or a range (low, high), got {value!r}")
    low, high = (_end(name, end) for end in value)
    if low > high:
        raise ValueError(f"{name} must be a range from low to high, got {value!r}")
    return low, high


def _end(name: str, value) -> Fraction:
    """The end of a range as stated: an end in print is not rounded again."""
    figure: Printed = reading(name, value)
    return figure.value


def _rest(ends: Bounds) -> Bounds:
    return 1 - ends[1], 1 - ends[0]


def _possible(share: Bounds, one: Bounds, other: Bounds) -> bool:
    """Whether some point of the box has a case at all, right or wrong."""
    return share[1] * one[1] > 0 or (1 - share[0]) * other[1] > 0


def _bounds(share: Bounds, one: Bounds, other: Bounds) -> Bounds:
    """Extremes of s a / (s a + (1 - s) b): 0 / 0 at a corner takes the value of its neighbours."""
    ends = []
    for (s, a, b), empty in (((share[0], one[0], other[1]), 1), ((share[1], one[1], other[0]), 0)):
        right, wrong = s * a, (1 - s) * b
        ends.append(right / (right + wrong) if right + wrong else Fraction(empty))
    return ends[0], ends[1]


def _ladder(low: Fraction, high: Fraction, count: int) -> list[Fraction]:
    """Values from low to high in equal ratios, both ends exact."""
    if low == high:
        return [low]
    first = low if low else high / 10**6
    steps = np.geomspace(float(first), float(high), count if low else count - 1)
    inner = [Fraction(float(step)) for step in steps[1:-1]]
    return [low, *([] if low else [first]), *inner, high][:count - 1] + [high]


def _said(ends: Bounds) -> str:
    return wording.interval(float(ends[0]), float(ends[1]))
