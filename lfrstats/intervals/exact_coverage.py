"""How often does an interval cover the truth? Exactly, by enumerating every possible count.

For n cases and a true rate p, the coverage is the sum of P(X = k) over the counts k whose interval
holds p. `method` is a name from `methods.METHODS` or any function `(k, n, level) -> (low, high)`
of an array `k`; `n` and `level` are one number each, `p` broadcasts and gives the result its shape.

Brown, Cai and DasGupta (2001), Stat. Sci. 16, 101-133, doi:10.1214/ss/1009213286, show why nominal
coverage is not to be trusted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc

from ..words import check, wording
from .methods import Method, label, named

__all__ = ["MOST_CASES", "Receipt", "Worst", "coverage", "expected_width", "receipt",
           "worst_coverage"]

MOST_CASES = 10**6
"""Every count up to n is enumerated, so larger n are refused."""
CHUNK = 2**20
ROUNDING = 1e-13
GRID = 9
"""Points a piece, where the least coverage has no closed form."""


def coverage(method: str | Method, n: int, p: ArrayLike, *, level: float = 0.95):
    """Probability that the interval for X of `n` holds the true rate `p`.

    Parameters
    ----------
    method : str or callable
        A key of `METHODS`, or a function `(k, n, level) -> (low, high)`.
    n : int, at most 1,000,000
        Cases.
    p : array_like in [0, 1]
        True rate.
    level : float in (0, 1)
        What the method is asked for.

    Returns
    -------
    float or numpy.ndarray
        Shares of samples, accurate to about 1e-13.

    Examples
    --------
    >>> round(coverage("wald", 592, 0.005), 3)
    0.792
    >>> coverage("clopper_pearson", 42, [0.0, 0.19]).round(4)
    array([1.   , 0.972])
    """
    n, p = _cases(n), check.rate("p", p)
    low, high = _limits(method, n, check.level(level))
    if _rising(low, high):
        flat = _run_probability(*_run(low, high, p.ravel(), p.ravel()), n, p.ravel())
    else:
        flat = _mean(p.ravel(), n, _held(low, high))
    return _scalar(flat.reshape(p.shape))


def expected_width(method: str | Method, n: int, p: ArrayLike, *, level: float = 0.95):
    """Mean of high - low over samples of `n` cases with true rate `p`.

    Arguments and shape as for `coverage`.

    Examples
    --------
    >>> round(expected_width("wilson", 42, 0.19), 4)
    0.2291
    """
    n, p = _cases(n), check.rate("p", p)
    low, high = _limits(method, n, check.level(level))
    return _scalar(_mean(p.ravel(), n, lambda _: high - low).reshape(p.shape))


class _Pair(NamedTuple):
    coverage: float
    at: float


class Worst(_Pair):
    """A pair: the least coverage, and the rate at which (or next to which) it occurs.

    `exact` is False where the counts that cover some rate are not a run without gaps, so that the
    minimum had to be looked for on a grid.
    """

    def __new__(cls, coverage, at, *, exact=True):
        """The least coverage and where, and whether that is known exactly."""
        self = super().__new__(cls, coverage, at)
        self.exact = exact
        return self


def worst_coverage(
    method: str | Method, n: int, *, within: tuple[float, float] = (0, 1), level: float = 0.95
) -> Worst:
    """Least coverage over all true rates in a range, exactly.

    Parameters
    ----------
    method, n, level
        As for `coverage`.
    within : (float, float), 0 <= least <= most <= 1
        Range of true rates.

    Returns
    -------
    Worst
        A pair (coverage, rate); the coverage may only be approached as the rate is.

    Notes
    -----
    Between two neighbouring limits the set of counts that cover is the same, a run from a to b, and
    P(a <= X <= b) rises, then falls in p. So the infimum is a one-sided limit at some limit.

    Examples
    --------
    >>> worst = worst_coverage("clopper_pearson", 42)
    >>> print(f"{worst.coverage:.4f} at {worst.at:.4f}")
    0.9506 at 0.3419
    """
    n, (least, most) = _cases(n), _range(within)
    low, high = _limits(method, n, check.level(level))
    if least == most:
        return Worst(coverage(method, n, least, level=level), least)
    ends = np.unique(np.concatenate([low, high, [least, most]]))
    ends = ends[(ends >= least) & (ends <= most)]
    left, right = ends[:-1], ends[1:]
    exact = _rising(low, high)
    at = np.stack([left, right])
    if exact:
        share = _run_probability(*_run(low, high, left, right), n, at)
    else:
        at = np.linspace(left, right, GRID)
        share = np.stack([_mean(row, n, _held(low, high), (left + right) / 2) for row in at])
    least = share.min()
    return Worst(float(least), float(at[share <= least + ROUNDING].min()), exact=exact)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one interval's method delivers at its n: coverage at the estimate and at worst."""

    method: str | Method
    k: int
    n: int
    level: float
    at_estimate: float
    expected_width: float
    worst: float
    worst_at: float
    within: tuple[float, float]
    exact: bool

    def __str__(self) -> str:
        percent = wording.percent
        return (
            f"At n = {wording.whole(self.n)} the {label(self.method)} interval covers a true rate "
            f"of {percent(self.k / self.n)} in {percent(self.at_estimate)} of samples; over rates "
            f"from {percent(self.within[0])} to {percent(self.within[1])} never less than "
            f"{percent(math.floor(1000 * self.worst) / 1000, 3)} (at {percent(self.worst_at)})"
            f"{'' if self.exact else ', as far as a grid shows'}"
        )


def receipt(k: int, n: int, *, method: str | Method, level: float = 0.95,
            within: tuple[float, float] = (0, 1)) -> Receipt:
    """The coverage receipt of one method at one count.

    Examples
    --------
    >>> print(receipt(8, 42, method="clopper_pearson"))
    At n = 42 the Clopper-Pearson interval covers a true rate of 19 % in 97.2 % of samples; over
    rates from 0 % to 100 % never less than 95 % (at 34 %)
    """
    worst = worst_coverage(method, n, within=within, level=level)
    return Receipt(
        method, k, n, level,
        at_estimate=coverage(method, n, k / n, level=level),
        expected_width=expected_width(method, n, k / n, level=level),
        worst=worst.coverage, worst_at=worst.at, within=tuple(within), exact=worst.exact,
    )


def _cases(n) -> int:
    array = check.whole("n", n, least=1)
    if array.ndim:
        raise ValueError(f"n must be one number, got {array.size} of them")
    if array > MOST_CASES:
        raise ValueError(
            f"n must be at most {MOST_CASES:,} where every count is enumerated, got {array:,.0f}"
        )
    return int(array)


def _range(within):
    ends = check.rate("within", within)
    if ends.shape != (2,) or ends[0] > ends[1]:
        raise ValueError(f"within must be a pair (least, most), got {within!r}")
    return float(ends[0]), float(ends[1])


def _limits(method, n, level):
    """Both limits for every count from 0 to n."""
    k = np.arange(n + 1.0)
    ends = named(method)(k, np.full_like(k, n), level)
    try:
        low, high = (np.broadcast_to(np.asarray(end, dtype=float), k.shape) for end in ends)
    except (TypeError, ValueError):
        raise ValueError(
            f"method must return two limits for each of {n + 1} counts, as arrays"
        ) from None
    return low, high


def _rising(low, high):
    """Whether the counts that cover any one rate are a run without gaps."""
    return bool((np.diff(low) >= 0).all() and (np.diff(high) >= 0).all())


def _run(low, high, left, right):
    """First and last count whose interval holds all from `left` to `right`."""
    return np.searchsorted(high, right, "left"), np.searchsorted(low, left, "right") - 1


def _run_probability(first, last, n, p):
    """P(first <= X <= last), 0 for an empty run; from the tails, so that none is 1 exactly."""
    missed = _below(first, n, p) + _above(last, n, p)
    return np.where(first > last, 0.0, np.clip(1 - missed, 0, 1))


def _below(k, n, p):
    """P(X < k) for 0 <= k <= n + 1."""
    inner = np.clip(k, 1, n)
    return np.where(k < 1, 0.0, np.where(k > n, 1.0, betaincc(inner, n - inner + 1, p)))


def _above(k, n, p):
    """P(X > k) for -1 <= k <= n."""
    inner = np.clip(k, 0, n - 1)
    return np.where(k >= n, 0.0, np.where(k < 0, 1.0, betainc(inner + 1, n - inner, p)))


def _held(low, high):
    return lambda rate: (low <= rate) & (rate <= high)


def _mean(p, n, values, seen=None):
    """Mean of `values(seen)` over X, for flat rates `p` (`seen` is p itself unless given).

    The sum over k of P(X >= k) times the step of the value at k, so that a tail is worked out only
    where there is a step; memory is bounded by chunks.
    """
    rows, seen, total = max(1, CHUNK // (n + 1)), p if seen is None else seen, np.empty(p.size)
    for chunk in (slice(i, i + rows) for i in range(0, p.size, rows)):
        rate, value = p[chunk], values(seen[chunk, None]).astype(float)
        step = np.diff(np.broadcast_to(value, (rate.size, n + 1)), prepend=0.0, axis=1)
        row, k = np.nonzero(step)
        tail = 1 - _below(k, n, rate[row])
        total[chunk] = np.bincount(row, step[row, k] * tail, rate.size)
    return total


def _scalar(array):
    return array if array.ndim else float(array)
