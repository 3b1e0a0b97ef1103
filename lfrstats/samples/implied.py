"""At which base rate are a hit rate, a false-alert rate and a share of right alerts all true?

odds(prevalence) = odds(precision) * fpir / tpir: three figures with three denominators fix the one
that nobody printed. Counts behind the precision give an exact interval for it; figures that were
rounded in print widen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor

from ..intervals.interval import interval
from ..words import check, wording
from ..words.printed import Printed, reading

__all__ = ["Crowd", "ImpliedPrevalence", "implied_crowd", "implied_prevalence"]


@dataclass(frozen=True, slots=True)
class ImpliedPrevalence:
    """The base rate that three figures imply, and how far it is open.

    `precision_limits` is the interval of the counts behind the precision (of its print, if it
    has none). `value` is exact for the figures as stated. `sampling` is the interval that the
    counts behind the precision leave open, taking the other two as exact; `rounding` the range
    over everything that prints as the tpir and fpir do; `both` the two together.
    """

    tpir: Printed
    fpir: Printed
    precision: Printed
    level: float
    precision_limits: tuple[float, float]
    value: Fraction
    sampling: tuple[float, float] | None
    rounding: tuple[float, float]
    both: tuple[float, float]

    def __str__(self) -> str:
        text = (
            f"{self.tpir.plain}, {self.fpir.plain} and {self.precision.plain} are all true at once "
            f"if {wording.one_in(float(self.value))} faces that pass is on the list"
        )
        if self.sampling:
            text += f" ({wording.interval(*self.sampling)} on the {self.precision.n} alerts alone, "
            text += f"{wording.percent(self.level)} exact)"
        return text + "."


def implied_prevalence(*, tpir, fpir, precision, level: float = 0.95) -> ImpliedPrevalence:
    """The base rate at which three figures are all true, with its interval.

    Parameters
    ----------
    tpir, fpir : float or str
        P(alert | listed) and P(alert | not listed): a share in (0, 1], or a figure as printed.
    precision : float, str or (k, n)
        P(listed | alert): with counts ("8 of 42" or (8, 42)) its sampling error is carried over.
    level : float in (0, 1)
        Confidence level of the interval for the counts.

    Returns
    -------
    ImpliedPrevalence

    Notes
    -----
    The interval maps both Clopper-Pearson limits of the precision, so it covers with at least
    `level` if tpir and fpir are exact and the n alerts are a binomial sample. The range `both` is
    no wider than needed for that and the rounding together. Neither holds if the three figures
    were measured on different cameras, thresholds, lists or crowds.

    Examples
    --------
    >>> implied = implied_prevalence(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    >>> implied.value
    Fraction(1, 2976)
    >>> print(implied)  # doctest: +NORMALIZE_WHITESPACE
    70 %, 1 in 1,000 and 8 of 42 are all true at once if 1 in 2,976 faces that pass is on the list
    (1 in 7,440 to 1 in 1,353 on the 42 alerts alone, 95 % exact).
    """
    level = check.level(level)
    tpir, fpir, precision = (
        reading(name, value)
        for name, value in (("tpir", tpir), ("fpir", fpir), ("precision", precision))
    )
    for name, figure in (("tpir", tpir), ("fpir", fpir)):
        if figure.value == 0:
            raise ValueError(f"{name} must be above 0 to imply a base rate, got {figure.text}")
    limits = None
    if precision.n is not None:
        limits = interval(precision.k, precision.n, level=level)
    of_precision = limits or (precision.low, precision.high)
    return ImpliedPrevalence(
        tpir, fpir, precision, level,
        precision_limits=tuple(float(end) for end in of_precision),
        value=_base_rate(tpir.value, fpir.value, precision.value),
        sampling=limits and _range((tpir.value,), (fpir.value,), limits),
        rounding=_range(_ends(tpir), _ends(fpir), _ends(precision)),
        both=_range(_ends(tpir), _ends(fpir), of_precision),
    )


def _ends(figure: Printed) -> tuple[Fraction, Fraction]:
    return figure.low, figure.high


def _base_rate(tpir, fpir, precision) -> Fraction:
    """The share whose odds are odds(precision) * fpir / tpir; nan-free for tpir + fpir > 0."""
    tpir, fpir, precision = Fraction(tpir), Fraction(fpir), Fraction(precision)
    return precision * fpir / (precision * fpir + (1 - precision) * tpir)


def _range(tpirs, fpirs, precisions) -> tuple[float, float]:
    """The least and greatest base rate over the ends: it is monotone in each figure."""
    rates = [
        _base_rate(tpir, fpir, precision)
        for tpir, fpir, precision in product(tpirs, fpirs, precisions)
        if tpir + fpir > 0 and (precision < 1 or fpir > 0) and (precision > 0 or tpir > 0)
    ]
    return float(min(rates)), float(max(rates))


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many faces of each kind would give these alerts, on average, at these rates."""

    right: int
    false: int
    tpir: Printed
    fpir: Printed

    @property
    def listed(self) -> float:
        """Listed faces that passed: right alerts / tpir."""
        return float(self.right / self.tpir.value)

    @property
    def others(self) -> float:
        """Faces not on the list that passed: false alerts / fpir."""
        return float(self.false / self.fpir.value)

    @property
    def missed(self) -> float:
        """Listed faces that passed without an alert."""
        return self.listed - self.right

    def __str__(self) -> str:
        return (
            f"{self.false} false alerts at {self.fpir.plain} fit about "
            f"{wording.approximately(self.others)} faces not on the list; "
            f"{self.right} right ones at {self.tpir.plain} fit {_or(self.listed)} faces on it."
        )


def implied_crowd(*, right: int, false: int, tpir, fpir) -> Crowd:
    """The crowd in which `right` and `false` alerts are what the rates lead one to expect.

    Parameters
    ----------
    right, false : int
        Alerts for faces on the list, and for others.
    tpir, fpir : float or str
        P(alert | listed) and P(alert | not listed), above 0.

    Examples
    --------
    >>> crowd = implied_crowd(right=8, false=34, tpir="70%", fpir="1 in 1,000")
    >>> print(crowd)  # doctest: +NORMALIZE_WHITESPACE
    34 false alerts at 1 in 1,000 fit about 34,000 faces not on the list; 8 right ones at 70 % fit
    11 or 12 faces on it.
    """
    right, false = (int(check.whole(name, count)) for name, count in
                    (("right", right), ("false", false)))
    tpir, fpir = reading("tpir", tpir), reading("fpir", fpir)
    for name, figure in (("tpir", tpir), ("fpir", fpir)):
        if figure.value == 0:
            raise ValueError(f"{name} must be above 0 to imply a crowd, got {figure.text}")
    return Crowd(right, false, tpir, fpir)


def _or(count: float) -> str:
    low, high = floor(count), ceil(count)
    return wording.whole(low) if low == high else f"{wording.whole(low)} or {wording.whole(high)}"
