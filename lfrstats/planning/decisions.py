"""How many alerts must be verified, or volunteers walked past, before a claim can be decided?

`cases_needed` is the fewest cases that show a rate to be at most some value, so many exceptions
allowed; `plan_test` chooses the number for a wanted power; `plan_sequential` decides as soon as it
can. All error probabilities are exact. A claim that a rate is *at least* something (precision) is
one that its complement is at most something. Widths and differences: `sample_sizes`.

Wald (1945), Ann. Math. Stat. 16, 117-186, doi:10.1214/aoms/1177731118, for sequential tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincc, ndtri

from ..intervals.roots import rising_root
from ..pooling.running_totals import exits
from ..words import check, wording

__all__ = ["SequentialPlan", "TestPlan", "cases_needed", "plan_sequential", "plan_test"]

MOST_EXCEPTIONS = 10_000
MOST_STEPS = 200_000
MOST_CASES = 2.0**53


def cases_needed(rate, *, exceptions=0, level: float = 0.95):
    """The fewest cases that show a rate to be at most `rate`, with so many exceptions among them.

    Parameters
    ----------
    rate : array_like in (0, 1)
        The rate to be shown not to be exceeded: FPIR, or the share of wrong alerts.
    exceptions : array_like of int, at least 0
        False alerts (or wrong ones) that occur.
    level : float in (0, 1)
        Confidence: an upper Clopper-Pearson limit at most `rate`, one-sided.

    Returns
    -------
    int or numpy.ndarray
        The least n with P(X <= exceptions | n, rate) <= 1 - level; about 3 / rate for none.

    References
    ----------
    Hanley and Lippman-Hand (1983), JAMA 249, 1743-1745: the rule of three.

    Examples
    --------
    >>> cases_needed(1 / 1000), cases_needed(1 / 1000, exceptions=[0, 1, 2])
    (2995, array([2995, 4742, 6294]))
    """
    c, rate = check.whole("exceptions", exceptions), _open("rate", rate)
    n = _least_n(*np.broadcast_arrays(c, rate), 1 - check.level(level))
    return n.astype(np.int64) if np.ndim(n) else int(n)


def _least_n(c, rate, alpha):
    """The least n with P(X <= c | n, rate) <= alpha."""
    def short(x, c, rate):
        return math.log(alpha) - np.log(_at_most(c, np.exp(x), rate))

    low, high = np.log(c + 1), np.log((4 * (c + 1) + 4 * -math.log(alpha)) / rate)
    n = np.ceil(np.exp(rising_root(short, low, high, c, rate)) * (1 - 1e-9))
    n = np.maximum(n, c + 1)
    if n.size and n.max() > MOST_CASES:
        raise ValueError(f"rate must not be so small that over 2**53 cases are needed, got "
                         f"{np.min(rate)}")
    for _ in range(100):
        more = _at_most(c, n, rate) > alpha * (1 + 1e-12)
        if not more.any():
            break
        n = n + more
    return n


def _at_most(c, n, rate):
    """P(X <= c) of n cases, also for n between whole numbers."""
    fails = np.maximum(n - c, 1e-300)
    return np.where(n > c, betaincc(c + 1.0, fails, rate), 1.0)


@dataclass(frozen=True, slots=True)
class TestPlan:
    """Cases for an exact one-sided test that a rate is below (or above) `threshold`.

    With `n` cases the claim is shown if at most `exceptions` of them are exceptions; `power` and
    `error` are exact. `always` is the number from which every larger one has the power too.
    """

    __test__ = False

    threshold: float
    truth: float
    level: float
    wanted: float
    n: int
    exceptions: int
    power: float
    error: float
    always: int

    @property
    def above(self) -> bool:
        """Whether the rate is to be shown to be above the threshold."""
        return self.truth > self.threshold

    def power_at(self, rate):
        """The chance of showing the claim if `rate` is true."""
        rate = check.rate("rate", rate)
        return check.plain(_at_most(self.exceptions, self.n, 1 - rate if self.above else rate))

    def __str__(self) -> str:
        side, exception = ("least", "not so") if self.above else ("most", "so")
        return (f"{wording.whole(self.n)} cases show a rate of at {side} "
                f"{wording.share(self.threshold)} if at most {wording.whole(self.exceptions)} are "
                f"{exception}: power {wording.percent(self.power, 3)} at "
                f"{wording.share(self.truth)}, error {wording.percent(self.error, 3)} at most; "
                f"from {wording.whole(self.always)} cases on no larger number has less power than "
                f"{wording.percent(self.wanted)}")


def plan_test(*, threshold: float, truth: float, power: float = 0.8,
              level: float = 0.95) -> TestPlan:
    """The fewest cases with which an exact binomial test decides that a rate passes a threshold.

    Parameters
    ----------
    threshold : float in (0, 1)
        The claim: the rate is at most this (or at least, where `truth` is above it).
    truth : float in [0, 1]
        The rate assumed in fact; the farther from the threshold, the fewer cases.
    power : float in (0, 1)
        Chance wanted of showing the claim if `truth` holds.
    level : float in (0, 1)
        1 minus the chance of showing it when it does not hold.

    Returns
    -------
    TestPlan

    Notes
    -----
    Exact power is a saw: it falls with n until one more exception is allowed, then jumps. So for
    each allowed number its least n (highest power) and last n (lowest) are examined: `n` is the
    first with the power, and beyond `always` not even the low points are below it.

    References
    ----------
    Chernick and Liu (2002), Am. Stat. 56, 149-155, doi:10.1198/000313002317572835

    Examples
    --------
    >>> print(plan_test(threshold=0.5, truth=0.8))
    18 cases show a rate of at least 50 % if at most 5 are not so: power 86.7 % at 80 %, error
    4.81 % at most; from 18 cases on no larger number has less power than 80 %
    >>> plan_test(threshold=1 / 1000, truth=0).n
    2995
    """
    threshold, truth = _open("threshold", threshold), check.rate("truth", truth)
    level, wanted = check.level(level), _power(power)
    for name, value in (("threshold", threshold), ("truth", truth)):
        _single(name, value)
    if threshold == truth:
        raise ValueError(f"truth must differ from the threshold, got {float(truth)} for both: no "
                         "number of cases would tell them apart")
    above = truth > threshold
    bad, fact = (float(1 - v if above else v) for v in (threshold, truth))
    c, n, always = _saw(bad, fact, wanted, 1 - level)
    found, error = (float(_at_most(c, n, rate)) for rate in (fact, bad))
    return TestPlan(float(threshold), float(truth), level, wanted, n, c, found, error, always)


def _saw(bad, fact, wanted, alpha):
    """Exceptions allowed and cases for the first with the power, and cases for all with it."""
    spreads = math.sqrt(bad * (1 - bad)), math.sqrt(fact * (1 - fact))
    about = (-ndtri(alpha) * spreads[0] + ndtri(wanted) * spreads[1]) ** 2 / (bad - fact) ** 2
    if about * fact > MOST_EXCEPTIONS:
        raise ValueError("truth must be further from the threshold: about "
                         f"{wording.approximately(about)} cases would be needed, with more than "
                         f"{MOST_EXCEPTIONS:,} exceptions to be counted")
    most = 64
    while True:
        c = np.arange(most + 1.0)
        starts = _least_n(c, np.full_like(c, bad), alpha)
        peaks, lows = _at_most(c[:-1], starts[:-1], fact), _at_most(c[:-1], starts[1:] - 1, fact)
        short = np.flatnonzero(lows < wanted)
        first, last = int(np.argmax(peaks >= wanted)), int(short[-1]) if short.size else -1
        # enough is seen once the low points have been above for as long as it took to get there
        if peaks[first] >= wanted and 2 * (last + 8) < most:
            return first, int(starts[first]), int(starts[last + 1])
        most *= 4


@dataclass(frozen=True, eq=False, slots=True)
class SequentialPlan:
    """A test that stops as soon as it can, case by case, at `most` cases at the latest.

    `shown` and `refuted` hold, for n = 0 ... most, the exceptions at or below which the claim is
    shown, and at or above which it is given up. Undecided at the end counts as not shown.
    """

    threshold: float
    truth: float
    level: float
    power: float
    most: int
    shown: np.ndarray
    refuted: np.ndarray

    @property
    def above(self) -> bool:
        """Whether the rate is to be shown to be above the threshold."""
        return self.truth > self.threshold

    def characteristics(self, rate: float) -> dict[str, float]:
        """Exact chances of each decision if `rate` is true, and the expected number of cases."""
        rate = float(_single("rate", check.rate("rate", rate)))
        shown, refuted = exits(self.shown + 1, self.refuted - 1, 1 - rate if self.above else rate)
        n = np.arange(self.most + 1)
        ended, rest = shown + refuted, max(0.0, 1 - shown.sum() - refuted.sum())
        return {"rate": rate, "shown": float(shown.sum()), "refuted": float(refuted.sum()),
                "undecided": rest, "expected_cases": float(n @ ended + self.most * rest)}

    def rows(self) -> list[dict]:
        """Characteristics at the assumed truth, half-way, and at the threshold."""
        middle = (self.truth + self.threshold) / 2
        return [self.characteristics(rate) for rate in (self.truth, middle, self.threshold)]

    def __str__(self) -> str:
        good, _, bad = self.rows()
        side = "least" if self.above else "most"
        return (f"To show a rate of at {side} {wording.share(self.threshold)}, one case after "
                f"another, {wording.whole(self.most)} at the most: "
                f"{wording.whole(good['expected_cases'])} on average and power "
                f"{wording.percent(good['shown'], 3)} if it is {wording.share(self.truth)}; "
                f"{wording.whole(bad['expected_cases'])} and error "
                f"{wording.percent(bad['shown'], 3)} if it is the threshold")


def plan_sequential(*, threshold: float, truth: float, power: float = 0.8, level: float = 0.95,
                    most: int | None = None) -> SequentialPlan:
    """A sequential test that a rate passes a threshold: Wald's, cut off at `most` cases.

    Parameters
    ----------
    threshold, truth, power, level
        As for `plan_test`.
    most : int, optional
        Cases after which it ends undecided; three times those of the fixed test by default.

    Returns
    -------
    SequentialPlan

    Notes
    -----
    The claim is shown once the likelihood ratio of truth to threshold reaches 1 / (1 - level), and
    given up once it is 1 - power or less. By Ville's inequality the error is at most 1 - level
    wherever it stops, for any rate on the wrong side. The cut-off costs a little power. What
    `characteristics` gives is exact, by recursion over all paths.

    Examples
    --------
    >>> print(plan_sequential(threshold=0.5, truth=0.8))
    To show a rate of at least 50 %, one case after another, 54 at the most: 13 on average and power
    85.7 % if it is 80 %; 8 and error 3.1 % if it is the threshold
    """
    fixed = plan_test(threshold=threshold, truth=truth, power=power, level=level)
    most = 3 * fixed.n if most is None else check.whole("most", most, least=1)
    most = int(_single("most", np.asarray(most)))
    if most > MOST_STEPS:
        raise ValueError(f"most must be at most {MOST_STEPS:,} cases where every path is followed, "
                         f"got {most:,} (truth further from the threshold needs fewer)")
    bad, fact = (1 - v if fixed.above else v for v in (fixed.threshold, fixed.truth))
    with np.errstate(divide="ignore"):
        success, failure = math.log1p(-fact) - math.log1p(-bad), float(np.log(fact / bad))
    n = np.arange(most + 1)
    shown = _below_line(n, success, failure, -math.log1p(-fixed.level))
    refuted = _above_line(n, success, failure, math.log1p(-fixed.wanted))
    return SequentialPlan(fixed.threshold, fixed.truth, fixed.level, fixed.wanted, most, shown,
                          refuted)


def _below_line(n, success, failure, height):
    """The most exceptions k of n with a log likelihood ratio of at least `height`; -1 for none."""
    if np.isinf(failure):
        return np.where(n * success >= height, 0, -1)
    return np.maximum(np.floor((n * success - height) / (success - failure) + 1e-9), -1).astype(int)


def _above_line(n, success, failure, height):
    """The fewest exceptions k of n with a log likelihood ratio of at most `height`."""
    if np.isinf(failure):
        return np.ones_like(n)
    return np.ceil((n * success - height) / (success - failure) - 1e-9).astype(int)


def _open(name, value):
    array = check.rate(name, value)
    for bad in array[(array <= 0) | (array >= 1)].ravel()[:1]:
        raise ValueError(f"{name} must lie strictly between 0 and 1, got {bad}")
    return array


def _single(name, array):
    if array.ndim:
        raise ValueError(f"{name} must be one number, got {array.size} of them")
    return array


def _power(value) -> float:
    return float(_single("power", _open("power", value)))
