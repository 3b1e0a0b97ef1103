"""How large must a trial be for a width, for a predictive value, or for a difference?

`plan_interval` aims at the width of an interval, `plan_predictive_values` at showing precision or
npv from a case-control study, `plan_comparison` at the difference between two groups, with the
exact power of the test beside the formula's; `detectable_difference` turns that around. One number
an argument. Exact tests of one rate are planned in `planning`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ..intervals.methods import METHODS, label
from ..intervals.roots import rising_root
from ..pooling.beta_binomial import log_pmf
from ..words import check, wording

__all__ = ["ComparisonPlan", "IntervalPlan", "PredictivePlan", "detectable_difference",
           "exact_power", "plan_comparison", "plan_interval", "plan_predictive_values"]

WIDTHS = ("wald", "wilson", "clopper_pearson", "jeffreys", "agresti_coull")
"""Methods whose limits are smooth in k, so that the width shrinks steadily with n."""
MOST_CASES = 2.0**53
MOST_PAIRS = 4_000_000
"""Pairs of counts that exact power may enumerate."""


@dataclass(frozen=True, slots=True)
class IntervalPlan:
    """Cases for an interval of a wanted half-width: `n` in all, `counting` in the denominator."""

    rate: float
    half_width: float
    share: float
    method: str
    level: float
    n: int
    counting: int

    def __str__(self) -> str:
        of = "" if self.share == 1 else (f", {wording.whole(self.counting)} of them "
                                         f"({wording.share(self.share)}) in the denominator,")
        points = f"{100 * self.half_width:.4g} percentage points"
        return (f"{wording.whole(self.n)} cases{of} give a rate of {wording.share(self.rate)} to "
                f"within {points} either way ({wording.percent(self.level)} {label(self.method)} "
                "interval)")


def plan_interval(*, rate: float, half_width: float, share: float = 1.0,
                  method: str = "wilson", level: float = 0.95) -> IntervalPlan:
    """The fewest cases whose interval has at most a half-width, if `rate` is what they show.

    Parameters
    ----------
    rate : float in [0, 1]
        The rate expected (TPIR, precision).
    half_width : float in (0, 0.5)
        Half of high - low, in the same unit: 0.07 is 7 percentage points.
    share : float in (0, 1]
        Share of all cases that are in the denominator: for TPIR of faces, the prevalence.
    method : str
        One of `WIDTHS`; "wald" is the textbook's z^2 p (1 - p) / half_width^2.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    IntervalPlan

    Notes
    -----
    The count is taken as rate * n, whole or not, so that the width falls steadily with n. The
    sample's own rate will differ from `rate`, and so will the width.

    References
    ----------
    Hajian-Tilaki (2014), J. Biomed. Inform. 48, 193-204, doi:10.1016/j.jbi.2014.02.013

    Examples
    --------
    >>> plan_interval(rate=0.8, half_width=0.07, share=0.1, method="wald").n
    1255
    >>> print(plan_interval(rate=0.8, half_width=0.07))
    124 cases give a rate of 80 % to within 7 percentage points either way (95 % Wilson interval)
    """
    rate, width, share = (_one(name, value) for name, value in
                          (("rate", rate), ("half_width", half_width), ("share", share)))
    if not 0 < width < 0.5:
        raise ValueError(f"half_width must lie strictly between 0 and 0.5, got {width}")
    if not share:
        raise ValueError("share must be above 0, got 0.0: no case would be in the denominator")
    rule, level = METHODS[check.choice("method", method, WIDTHS)], check.level(level)
    n = _cases_for_width(rule, rate, width, level)
    if method == "wald":
        n = float(ndtri((1 + level) / 2)) ** 2 * rate * (1 - rate) / width**2
    if n / share > 0.99 * MOST_CASES:
        raise ValueError(f"half_width must not need over 2**53 cases, got {width}")
    return IntervalPlan(rate, width, share, method, level, _up(n / share), _up(n))


def _cases_for_width(rule, rate, width, level):
    """The least real n at which the limits for rate * n of n are that close."""
    def narrow(x):
        n = np.exp(x)
        low, high = rule(rate * n, n, level)
        return 2 * width - (high - low)

    return float(np.exp(rising_root(narrow, 0.0, math.log(MOST_CASES))))


@dataclass(frozen=True, slots=True)
class PredictivePlan:
    """Cases in all of a case-control study, `positive` of them known positives, for a test."""

    which: str
    value: float
    threshold: float
    power: float
    level: float
    positive: float
    best_positive: float
    n: int

    def __str__(self) -> str:
        return (f"{wording.whole(self.n)} cases, {wording.percent(self.positive)} of them known to "
                f"be listed, show {self.which} above {wording.percent(self.threshold)} with power "
                f"{wording.percent(self.power)} if it is {wording.percent(self.value)}; "
                f"{wording.percent(self.best_positive)} listed would be the best mix")


def plan_predictive_values(*, tpir: float, fpir: float, prevalence: float, threshold: float,
                           which: str = "precision", positive: float | None = None,
                           power: float = 0.8, level: float = 0.95) -> PredictivePlan:
    """Cases of a case-control study that shows precision, or npv, to be above a threshold.

    Parameters
    ----------
    tpir, fpir, prevalence : float in (0, 1)
        The rates assumed, and the base rate where the system is to be used.
    threshold : float in (0, 1)
        What precision (or npv) is to be shown to exceed.
    which : "precision" or "npv"
        Which of them.
    positive : float in (0, 1), optional
        Share of the cases that are known to be listed; the best one by default.
    power, level : float in (0, 1)
        Chance of showing it, and 1 minus the chance of doing so at the threshold (one-sided).

    Returns
    -------
    PredictivePlan

    Notes
    -----
    A normal approximation for the logarithm of the likelihood ratio, fpir / tpir (or fnir / tnir),
    which moves with the odds of precision (or npv) at a fixed base rate.

    References
    ----------
    Steinberg, Fine and Chappell (2009), Biostatistics 10, 94-105, doi:10.1093/biostatistics/kxn018

    Examples
    --------
    >>> rates = dict(tpir=0.9, fpir=0.1, prevalence=0.1)
    >>> plan_predictive_values(**rates, threshold=0.4, positive=0.2).n
    444
    >>> print(plan_predictive_values(**rates, threshold=0.95, which="npv"))
    33 cases, 90 % of them known to be listed, show npv above 95 % with power 80 % if it is 98.8 %;
    90 % listed would be the best mix
    """
    tpir, fpir, prevalence, threshold = (_inner(*pair) for pair in (
        ("tpir", tpir), ("fpir", fpir), ("prevalence", prevalence), ("threshold", threshold)))
    power, level = _inner("power", power), check.level(level)
    precise = check.choice("which", which, ("precision", "npv")) == "precision"
    hit, slip, odds = ((tpir, fpir, prevalence / (1 - prevalence)) if precise else
                       (1 - tpir, 1 - fpir, prevalence / (1 - prevalence)))
    odds = odds * hit / slip if precise else slip / hit / odds
    gain = math.log(odds) - math.log(threshold / (1 - threshold))
    if gain <= 0:
        raise ValueError(f"threshold must be below the {which} assumed, "
                         f"{wording.percent(odds / (1 + odds))}, got {threshold}")
    listed, others = (1 - hit) / hit, (1 - slip) / slip
    best = math.sqrt(listed) / (math.sqrt(listed) + math.sqrt(others))
    mix = best if positive is None else _inner("positive", positive)
    z = float(ndtri(power) + ndtri(level))
    n = (z / gain) ** 2 * (listed / mix + others / (1 - mix))
    return PredictivePlan(which, odds / (1 + odds), threshold, power, level, mix, best, _up(n))


@dataclass(frozen=True, slots=True)
class ComparisonPlan:
    """Cases in each of two groups for a two-sided test that their rates differ.

    `power` is the normal approximation's, `exact` and `error` are that of the pooled z test by
    enumeration (None where that is too much), `error` with both rates at their weighted mean.
    """

    rate: float
    other: float
    ratio: float
    level: float
    n: int
    n_other: int
    power: float
    exact: float | None
    error: float | None

    def __str__(self) -> str:
        said = (f"{wording.whole(self.n)} cases in one group and {wording.whole(self.n_other)} in "
                f"the other tell {wording.share(self.rate)} from {wording.share(self.other)} with "
                f"power {wording.percent(self.power, 3)}")
        if self.exact is None:
            return said
        return (f"{said} (exactly {wording.percent(self.exact, 3)}, with error "
                f"{wording.percent(self.error, 3)} if both are the same)")


def plan_comparison(*, rate: float, other: float, ratio: float = 1.0, power: float = 0.8,
                    level: float = 0.95) -> ComparisonPlan:
    """Cases a group so that the pooled z test tells two rates apart.

    Parameters
    ----------
    rate, other : float in (0, 1)
        The rates assumed.
    ratio : float above 0
        Cases in the other group for each in the first.
    power, level : float in (0, 1)
        Chance of telling, and 1 minus the two-sided error.

    Returns
    -------
    ComparisonPlan

    Notes
    -----
    statsmodels' normal approximation gives n. For few expected events it may be off either way, so
    the power and the error of the test are also worked out by enumerating both counts.

    References
    ----------
    Fleiss, Levin and Paik (2003), *Statistical Methods for Rates and Proportions*, chapter 4

    Examples
    --------
    >>> print(plan_comparison(rate=1 / 1000, other=2 / 1000))
    23,511 cases in one group and 23,511 in the other tell 1 in 1,000 from 1 in 500 with power 80 %
    (exactly 81 %, with error 5.02 % if both are the same)
    """
    rate, other, power = (_inner(name, value) for name, value in
                          (("rate", rate), ("other", other), ("power", power)))
    ratio, level = _positive("ratio", ratio), check.level(level)
    if rate == other:
        raise ValueError(f"other must differ from rate, got {rate} for both")

    def enough(x):
        return np.array([_power(float(v), rate, other, ratio, level) - power for v in x])

    n = _up(float(np.exp(rising_root(enough, [math.log(2.0)], [math.log(MOST_CASES)])[0])))
    n_other = _up(ratio * n)
    pooled = (rate * n + other * n_other) / (n + n_other)
    exact, error = (exact_power(*pair, n, n_other, level=level)
                    for pair in ((rate, other), (pooled, pooled)))
    found = _power(math.log(n), rate, other, ratio, level)
    return ComparisonPlan(rate, other, ratio, level, n, n_other, found, exact, error)


def _power(log_n, rate, other, ratio, level):
    from statsmodels.stats.proportion import power_proportions_2indep

    return float(power_proportions_2indep(rate - other, other, math.exp(log_n), ratio=ratio,
                                          alpha=1 - level, return_results=False))


def detectable_difference(*, rate: float, n: int, ratio: float = 1.0, power: float = 0.8,
                          level: float = 0.95) -> float:
    """The least rate above `rate` that `n` and `ratio` * n cases would tell from it.

    Arguments as for `plan_comparison`; nan where not even a rate of 1 would be.

    Examples
    --------
    >>> round(detectable_difference(rate=1 / 1000, n=23_511), 6)
    0.002
    """
    rate, power, ratio = _inner("rate", rate), _inner("power", power), _positive("ratio", ratio)
    n, level = int(check.whole("n", n, least=2)), check.level(level)

    def enough(x):
        return np.array([_power(math.log(n), rate, float(v), ratio, level) - power for v in x])

    ends = np.array([rate * (1 + 1e-9), 1 - 1e-12])
    if enough(ends[1:])[0] < 0:
        return math.nan
    return float(np.exp(rising_root(lambda x: enough(np.exp(x)), *np.log(ends)[:, None])[0]))


def exact_power(rate: float, other: float, n: int, n_other: int, *,
                level: float = 0.95) -> float | None:
    """The chance that the pooled z test rejects, two-sided, by enumerating both counts.

    None where more than 4 million pairs of counts would matter.

    Examples
    --------
    >>> round(exact_power(0.2, 0.5, 20, 20), 4)
    0.5308
    """
    rate, other = _one("rate", rate), _one("other", other)
    n, n_other = (int(check.whole(name, value, least=1))
                  for name, value in (("n", n), ("n_other", n_other)))
    z, sides = float(ndtri((1 + check.level(level)) / 2)), []
    for p, size in ((rate, n), (other, n_other)):
        reach = 8 * math.sqrt(size * p * (1 - p)) + 40
        first, last = max(0, int(size * p - reach)), min(size, int(size * p + reach))
        sides.append((first, last))
    if math.prod(last - first + 1 for first, last in sides) > MOST_PAIRS:
        return None
    x, y = (np.arange(first, last + 1.0) for first, last in sides)
    pooled = (x[:, None] + y) / (n + n_other)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n_other))
    rejects = np.abs(x[:, None] / n - y / n_other) > z * error * (1 + 1e-12)
    chances = np.exp(log_pmf(x, n, rate, 0.0)), np.exp(log_pmf(y, n_other, other, 0.0))
    return float(chances[0] @ rejects @ chances[1])


def _one(name, value) -> float:
    array = check.rate(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got {array.size} of them")
    return float(array)


def _inner(name, value) -> float:
    one = _one(name, value)
    if not 0 < one < 1:
        raise ValueError(f"{name} must lie strictly between 0 and 1, got {one}")
    return one


def _positive(name, value) -> float:
    array = check.number(name, value)
    if array.ndim or not array > 0:
        raise ValueError(f"{name} must be one number above 0, got {value!r}")
    return float(array)


def _up(n: float) -> int:
    return max(1, math.ceil(n * (1 - 1e-12)))
