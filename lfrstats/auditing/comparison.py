"""Can two headlines about one system both be true, and what would have to be the case?

The 2020 argument as an analysis: a hit rate (a share of listed faces), a false-alert rate (a share
of the other faces) and a share of alerts that were verified. Each divides by something else; put
together they imply a base rate, a crowd, and the point below which most alerts are false.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from ..samples.implied import Crowd, ImpliedPrevalence, implied_crowd, implied_prevalence
from ..samples.unpublished import UnpublishedSizes, unpublished_sizes
from ..table.bayes import break_even_prevalence, likelihood_ratio
from ..table.rates import Table
from ..table.solving import solve
from ..words import wording
from ..words.printed import Printed, reading

__all__ = ["Comparison", "Curve", "Finding", "compare"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that follows: a short name and one plain sentence (or two)."""

    name: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Comparison:
    """Three figures with three denominators, and what they imply together."""

    tpir: Printed
    fpir: Printed
    precision: Printed
    inaccurate: Printed | None
    level: float
    table: Table
    implied: ImpliedPrevalence
    crowd: Crowd | None

    @property
    def break_even(self) -> float:
        """The base rate at which half of the alerts are right."""
        return break_even_prevalence(tpir=float(self.tpir), fpir=float(self.fpir))

    @property
    def likelihood_ratio(self) -> float:
        """How many times likelier an alert is for a listed face than for another."""
        return likelihood_ratio(tpir=float(self.tpir), fpir=float(self.fpir))

    @property
    def sizes(self) -> UnpublishedSizes | None:
        """What the sizes that nobody published could change; None where figures are counts."""
        figures = self.tpir, self.fpir
        if self.precision.n is None or not all(
            0 < figure.value < 1 and figure.n is None for figure in figures
        ):
            return None
        return unpublished_sizes(tpir=self.tpir, fpir=self.fpir, precision=self.precision,
                                 level=self.level)

    @property
    def counted_as_wrong(self) -> tuple[int, ...]:
        """The counts of alerts that print as the "inaccurate" figure: 81 % of 42 is 34 only."""
        n = self.precision.n
        if self.inaccurate is None or n is None:
            return ()
        low, high = ceil(self.inaccurate.low * n), floor(self.inaccurate.high * n)
        return tuple(range(low, high + 1))

    def findings(self) -> list[Finding]:
        """What follows, a sentence each, in the order of the argument."""
        return [finding for write in _FINDINGS for finding in write(self)]

    def curve(self, points: int = 241) -> Curve:
        """Precision at base rates from 1 in 1,000,000 to 1, at these rates and as they may print.

        >>> curve = compare(tpir="70%", fpir="1 in 1,000", precision="8 of 42").curve()
        >>> curve.precision[[0, -1]].round(6)
        array([7.e-04, 1.e+00])
        """
        prevalence = np.geomspace(1e-6, 1, points)
        rates = [(self.tpir.value, self.fpir.value), (self.tpir.low, self.fpir.high),
                 (self.tpir.high, self.fpir.low)]
        middle, low, high = (
            solve(prevalence=prevalence, tpir=float(tpir), fpir=float(fpir)).precision
            for tpir, fpir in rates
        )
        return Curve(prevalence, middle, low, high)

    def __str__(self) -> str:
        return str(self.implied)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Precision against the base rate: as stated, and the range over all that prints so."""

    prevalence: np.ndarray
    precision: np.ndarray
    low: np.ndarray
    high: np.ndarray


def compare(*, tpir, fpir, precision, inaccurate=None, level: float = 0.95) -> Comparison:
    """What a hit rate, a false-alert rate and a share of right alerts imply together.

    Parameters
    ----------
    tpir, fpir : float or str
        P(alert | listed) and P(alert | not listed), shares above 0 or figures as printed.
    precision : float, str or (k, n)
        The share of alerts that are right, P(listed | alert); with counts it gets an interval.
    inaccurate : str, optional
        A printed share of alerts called wrong, to be traced to the counts behind `precision`.
    level : float in (0, 1)
        Confidence level.

    Examples
    --------
    >>> result = compare(tpir="70%", fpir="1 in 1,000", precision="8 of 42", inaccurate="81%")
    >>> round(1 / result.break_even), result.counted_as_wrong
    (701, (34,))
    >>> print(result.findings()[3])  # doctest: +NORMALIZE_WHITESPACE
    Below 1 listed face in 701 that pass, most alerts are false, whatever the list is for.
    """
    implied = implied_prevalence(tpir=tpir, fpir=fpir, precision=precision, level=level)
    table = solve(prevalence=float(implied.value), tpir=implied.tpir, fpir=implied.fpir)
    crowd = None
    if implied.precision.n is not None:
        right = implied.precision.k
        crowd = implied_crowd(
            right=right, false=implied.precision.n - right, tpir=implied.tpir, fpir=implied.fpir
        )
    wrong = None if inaccurate is None else reading("inaccurate", inaccurate)
    return Comparison(implied.tpir, implied.fpir, implied.precision, inaccurate=wrong,
                      level=implied.level, table=table, implied=implied, crowd=crowd)


def _both_true(result: Comparison):
    implied = result.implied
    parts = [
        f"All three are true at once if about {wording.one_in(float(implied.value))} faces that "
        f"pass is on the list."
    ]
    if implied.sampling:
        parts.append(
            f"The {result.precision.n} alerts alone leave {wording.interval(*implied.sampling)} "
            f"open ({wording.percent(result.level)} interval, exact)."
        )
    if implied.rounding[0] < implied.rounding[1]:
        parts.append(
            f"The rounding in print alone leaves {wording.interval(*implied.rounding)} open"
            + (f"; both together, {wording.interval(*implied.both)}." if implied.sampling else ".")
        )
    yield Finding("both true", " ".join(parts))


def _frequencies(result: Comparison):
    yield Finding("natural frequencies", result.table.natural_frequencies())


def _odds(result: Comparison):
    if not 0 < result.table.prevalence < 1:
        return
    prior = 1 / result.table.prevalence - 1
    yield Finding(
        "odds",
        f"An alert is {wording.approximately(result.likelihood_ratio)} times likelier for a "
        f"listed face than for another. That moves the odds of being on the list from 1 to "
        f"{wording.whole(prior)} before the alert to 1 to "
        f"{wording.approximately(1 / result.table.precision - 1)} after it.",
    )


def _break_even(result: Comparison):
    one_in = wording.one_in(result.break_even).removeprefix("1 in ")
    yield Finding(
        "break-even",
        f"Below 1 listed face in {one_in} that pass, most alerts are false, "
        "whatever the list is for.",
    )


def _crowd(result: Comparison):
    if result.crowd:
        yield Finding("crowd", f"If every alert not counted as right was false: {result.crowd}")


def _wrong(result: Comparison):
    figure, n = result.inaccurate, result.precision.n
    if figure is None or n is None:
        return
    counts = result.counted_as_wrong
    if counts != (n - result.precision.k,):
        yield Finding("counted as wrong", f"{figure.plain} does not come from {n} alerts of which "
                      f"{result.precision.k} are right.")
        return
    yield Finding(
        "counted as wrong",
        f"“{figure.plain} inaccurate” is {counts[0]} of {n}: every alert not verified as right. "
        "An alert that nobody could verify is counted as wrong there, and that is not the same.",
    )


def _sizes(result: Comparison):
    if result.sizes:
        yield Finding("unpublished sizes", str(result.sizes))


_FINDINGS = (_both_true, _frequencies, _odds, _break_even, _crowd, _wrong, _sizes)
