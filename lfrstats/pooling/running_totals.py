"""What may be said of a total that is published again and again, and quoted at its worst moment?

An ordinary 95 % interval holds for one look at a total fixed beforehand. `confidence_sequence`
holds for all looks at once, whoever picks the moment; `miss_probability` is the exact chance that
some look of a series misses the truth, for these limits or any others; `worst_moment` is the range
of shares that a choice of first and last date can make out of one record. Arrays hold one entry a
look, in order of time.

Robbins (1970), Ann. Math. Stat. 41, 1397-1409, doi:10.1214/aoms/1177696786; Howard, Ramdas,
McAuliffe and Sekhon (2021), Ann. Stat. 49, 1055-1080, doi:10.1214/20-AOS1991.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.special import expit

from ..intervals.methods import named
from ..intervals.roots import rising_root
from ..words import check, wording
from .beta_binomial import deviance, log_pmf

__all__ = ["ConfidenceSequence", "Moment", "WorstMoment", "confidence_sequence", "exits",
           "miss_probability", "mixture_limits", "worst_moment"]

MOST_LOOKS = 20_000
"""Cases up to which every path of the count is enumerated."""
MOST_DATES = 5_000


def mixture_limits(k, n, level, prior=(0.5, 0.5)):
    """Limits that hold at all n at once, of checked arrays: a method for `coverage`.

    Notes
    -----
    Under a rate p, the Beta-binomial probability of the cases seen over their probability at p is a
    martingale that starts at 1. It ever reaches 1 / (1 - level) with probability 1 - level at most
    (Ville), so the rates at which it has not are a confidence set. Written with the estimate k / n,
    that is n KL(k / n, p) <= log(1 / (1 - level)) - log(mixture / likelihood at k / n).
    """
    k, n, level = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in (k, n, level)))
    a, b = prior
    mixed = log_pmf(k, n, a / (a + b), 1 / (a + b + 1))
    allowed = -np.log1p(-level) - mixed + log_pmf(k, n, k / n, 0.0)
    return expit(_lower(k, n, allowed)), expit(-_lower(n - k, n, allowed))


def _lower(k, n, allowed):
    """Logit of the rate below k / n with that deviance."""
    some = np.where(k > 0, k, 1.0)
    fails = n - some
    least = np.log(some / n) - 1 - allowed / some
    with np.errstate(divide="ignore"):
        most = np.log(some / np.maximum(fails, 0.5)) + (fails == 0) * allowed
        x = rising_root(_gap, least, most, some, n, allowed)
        x = np.where(fails > 0, x, -np.log(np.expm1(allowed / n)))
    return np.where(k > 0, x, -np.inf)


def _gap(x, k, n, allowed):
    mean, rest = n * expit(x), n * expit(-x)
    gap = np.where(x < 0, k - mean, rest - (n - k))
    return np.sqrt(allowed) - np.sqrt(deviance(k, mean, gap) + deviance(n - k, rest, -gap))


@dataclass(frozen=True, eq=False, slots=True)
class ConfidenceSequence:
    """Limits for one rate at every look; with the level given, all hold together.

    `low`, `high` use each look by itself; `lowest`, `highest` also all looks before it, which is as
    valid, and never widens.
    """

    k: np.ndarray
    n: np.ndarray
    level: float
    prior: tuple[float, float]
    low: np.ndarray
    high: np.ndarray

    @property
    def lowest(self) -> np.ndarray:
        """The highest lower limit so far."""
        return np.maximum.accumulate(self.low)

    @property
    def highest(self) -> np.ndarray:
        """The lowest upper limit so far."""
        return np.minimum.accumulate(self.high)

    @property
    def empty(self) -> bool:
        """Whether no one rate is within all limits: it has changed, or a rare chance happened."""
        return bool(self.lowest[-1] > self.highest[-1])

    def rows(self) -> list[dict]:
        """One row a look."""
        return [{"k": int(k), "n": int(n), "low": low, "high": high, "lowest": least,
                 "highest": most} for k, n, low, high, least, most in zip(
                     self.k, self.n, self.low.tolist(), self.high.tolist(),
                     self.lowest.tolist(), self.highest.tolist(), strict=True)]

    def __str__(self) -> str:
        counted = f"{wording.whole(self.k[-1])} of {wording.whole(self.n[-1])}"
        looks = f"{self.k.size:,} look{'' if self.k.size == 1 else 's'}"
        if self.empty:
            return (f"{counted} at the last of {looks}: no one rate is within all limits "
                    f"({wording.percent(self.level)} for all looks together), so it has changed")
        ends = wording.interval(float(self.lowest[-1]), float(self.highest[-1]))
        return (f"{counted} at the last of {looks} is "
                f"{wording.share(float(self.k[-1] / self.n[-1]))}; {ends}, "
                f"{wording.percent(self.level)} for all looks together, whoever picks the moment")


def confidence_sequence(k, n, *, level: float = 0.95,
                        prior: tuple[float, float] = (0.5, 0.5)) -> ConfidenceSequence:
    """Limits for the rate behind a growing total, valid at every look together.

    Parameters
    ----------
    k, n : array_like of whole numbers, 0 <= k <= n
        The totals at each look, in order of time; neither may fall.
    level : float in (0, 1)
        Probability that all limits, now and at any later look, hold the rate.
    prior : (float, float)
        Shapes of the mixing Beta. Any are valid; the limits are tightest where it has its mass:
        (0.5, 500) for rates around 1 in 1,000.

    Returns
    -------
    ConfidenceSequence

    Notes
    -----
    Wider than an interval for one look, by a factor that grows like the root of log n; that is
    what looking at any time costs. It assumes one rate throughout and independent cases.

    References
    ----------
    Waudby-Smith and Ramdas (2020), NeurIPS 33, arXiv:2006.04347: Beta-binomial mixtures.

    Examples
    --------
    >>> print(confidence_sequence([1, 3, 8], [12, 25, 42]))
    8 of 42 at the last of 3 looks is 19 %; 5.1 % to 40.1 %, 95 % for all looks together, whoever
    picks the moment
    """
    k, n = (np.ravel(v) for v in check.counts(np.atleast_1d(k), np.atleast_1d(n)))
    level, more = check.level(level), np.diff(n)
    for name, steps in (("k", np.diff(k)), ("n", more), ("n - k", more - np.diff(k))):
        if (steps < 0).any():
            at = int(np.argmax(steps < 0)) + 2
            raise ValueError(f"{name} must not fall from one look to the next, but does at look "
                             f"{at} (totals are wanted, not the counts of each deployment)")
    prior = _shapes(prior)
    low, high = mixture_limits(k, n, level, prior)
    return ConfidenceSequence(k, n, level, prior, low, high)


def miss_probability(method: str | Callable, looks, p, *, level: float = 0.95) -> np.ndarray:
    """The chance that some look so far missed the true rate, at each of the looks.

    Parameters
    ----------
    method : str or callable
        "mixture" for the limits of `confidence_sequence`, a key of `METHODS`, or a function
        `(k, n, level) -> (low, high)`, whose limits rise with k.
    looks : int or array_like of int, at most 20,000
        Totals n at which limits are published; one number for every n from 1 up to it.
    p : float in [0, 1]
        True rate.
    level : float in (0, 1)
        What the method is asked for.

    Returns
    -------
    numpy.ndarray
        One probability a look, rising.

    Notes
    -----
    Exact, by following the count through all looks: those whose limits miss p leave. It tends to 1
    for every ordinary interval, however slowly (law of the iterated logarithm).

    Examples
    --------
    >>> miss_probability("wilson", 1_000, 0.2)[[0, 9, 99, 999]].round(3)
    array([0.2  , 0.258, 0.43 , 0.573])
    >>> bool(miss_probability("mixture", 1_000, 0.2)[-1] < 0.05)
    True
    """
    rule = mixture_limits if method == "mixture" else named(method)
    level, looks, p = check.level(level), _looks(looks), check.rate("p", p)
    if p.ndim:
        raise ValueError(f"p must be one number, got {p.size} of them")
    least, most = np.zeros(looks[-1] + 1, dtype=int), np.arange(looks[-1] + 1)
    least[looks] = _first(lambda k: rule(k, looks.astype(float), level)[1] >= p, looks)
    most[looks] = _first(lambda k: rule(k, looks.astype(float), level)[0] > p, looks) - 1
    below, above = exits(least, most, float(p))
    return np.cumsum(below + above)[looks]


def _first(true, n):
    """The least count up to n for which `true`, which stays so; n + 1 where none is."""
    low, high = np.zeros(n.size), n + 1.0
    while (low < high).any():
        middle = np.minimum((low + high) // 2, n)
        open_, held = low < high, true(middle)
        high = np.where(open_ & held, middle, high)
        low = np.where(open_ & ~held, middle + 1, low)
    return low.astype(int)


def exits(least, most, p: float) -> tuple[np.ndarray, np.ndarray]:
    """The chances that a count first leaves `least[n]` to `most[n]` at n, below it or above it.

    Parameters
    ----------
    least, most : array_like of int
        For n = 0, 1, 2 ...; the count stays at n if least[n] <= k <= most[n].
    p : float in [0, 1]
        Probability that a case counts.

    Returns
    -------
    below, above : numpy.ndarray
        For each n; what is missing from a total of 1 is still within at the end.

    Notes
    -----
    The exact recursion over n of the probability of each count still within.

    Examples
    --------
    >>> below, above = exits([0, 0, 0, 1], [1, 1, 1, 3], 0.5)
    >>> below, above
    (array([0.   , 0.   , 0.   , 0.125]), array([0.  , 0.  , 0.25, 0.  ]))
    """
    least, most = np.asarray(least), np.asarray(most)
    below, above = np.zeros(least.size), np.zeros(least.size)
    first, inside = 0, np.ones(1)
    for n in range(1, least.size):
        inside = np.append(inside * (1 - p), 0.0) + np.append(0.0, inside * p)
        left = min(max(int(least[n]) - first, 0), inside.size)
        right = max(min(int(most[n]) - first + 1, inside.size), left)
        below[n], above[n] = inside[:left].sum(), inside[right:].sum()
        first, inside = first + left, inside[left:right]
        if inside.size > 64 and inside[0] + inside[-1] < 1e-300:
            held = np.flatnonzero(inside > 1e-300)
            held = held if held.size else np.zeros(1, dtype=int)
            first, inside = first + held[0], inside[held[0]:held[-1] + 1]
        if not inside.size:
            break
    return below, above


@dataclass(frozen=True, slots=True)
class Moment:
    """A share, k of n, of the entries from `start` to `end` (numbered from 0, both included)."""

    k: int
    n: int
    start: int
    end: int

    @property
    def share(self) -> Fraction:
        """The share, exactly."""
        return Fraction(self.k, self.n)


@dataclass(frozen=True, slots=True)
class WorstMoment:
    """The lowest and the highest share that a choice of dates makes, beside the whole's.

    `low` and `high` over all first and last dates; `low_from_start` and `high_from_start` where
    only the last is chosen. Periods with fewer than `least` cases are not considered.
    """

    low: Moment
    high: Moment
    low_from_start: Moment
    high_from_start: Moment
    whole: Moment
    least: int

    def rows(self) -> list[dict]:
        """One row a choice of dates."""
        named = {"whole": self.whole, "lowest": self.low, "highest": self.high,
                 "lowest from the start": self.low_from_start,
                 "highest from the start": self.high_from_start}
        return [{"period": name, "k": one.k, "n": one.n, "share": one.share, "start": one.start,
                 "end": one.end} for name, one in named.items()]

    def __str__(self) -> str:
        said = [f"{wording.share(float(one.share))} ({one.k:,} of {one.n:,}, entries "
                f"{one.start + 1:,} to {one.end + 1:,})" for one in (self.low, self.high)]
        return (f"{wording.share(float(self.whole.share))} of all {self.whole.n:,}; by choice of "
                f"dates from {said[0]} to {said[1]}, periods of at least {self.least:,} cases")


def worst_moment(k, n, *, least: int | None = None) -> WorstMoment:
    """The range of shares that a choice of first and last date makes of one record.

    Parameters
    ----------
    k, n : array_like of whole numbers, 0 <= k <= n
        How many of how many in each entry (deployment, month), in order of time; n may be 0.
    least : int, optional
        Cases a period must have; a tenth of all by default.

    Returns
    -------
    WorstMoment

    Notes
    -----
    All periods are tried, up to 5,000 entries. The extremes are facts of the record, not a test:
    some such range arises by chance alone (compare `confidence_sequence`).

    Examples
    --------
    >>> print(worst_moment([0, 1, 5, 0, 2], [10, 8, 9, 7, 8]))
    19 % of all 42; by choice of dates from 0 % (0 of 10, entries 1 to 1) to 56 % (5 of 9, entries
    3 to 3), periods of at least 5 cases
    """
    k, n = check.whole("k", np.atleast_1d(k)), check.whole("n", np.atleast_1d(n))
    if k.shape != n.shape or k.ndim != 1 or not 1 <= k.size <= MOST_DATES:
        raise ValueError(f"k and n must hold as many entries as each other, 1 to {MOST_DATES:,}, "
                         f"got shapes {k.shape} and {n.shape}")
    if (k > n).any():
        at = int(np.argmax(k > n))
        raise ValueError(f"k must be at most n: {k[at]:.0f} of {n[at]:.0f} is more than all")
    if not n.sum():
        raise ValueError("n must not be 0 in every entry: there is no share of nothing")
    wanted = -(-int(n.sum()) // 10) if least is None else int(check.whole("least", least, least=1))
    if wanted > n.sum():
        raise ValueError(f"least must be at most all {n.sum():,.0f} cases, got {wanted:,}")
    total_k, total_n = (np.append(0, np.cumsum(v)).astype(np.int64) for v in (k, n))
    ends = [_extreme(total_k, total_n, wanted, sign, starts)
            for starts in (k.size, 1) for sign in (1, -1)]
    return WorstMoment(*ends, Moment(int(k.sum()), int(n.sum()), 0, k.size - 1), wanted)


def _extreme(total_k, total_n, least, sign, starts):
    """The first of the periods with the smallest `sign` times share."""
    best = None
    for start in range(starts):
        cases = total_n[start + 1:] - total_n[start]
        share = sign * (total_k[start + 1:] - total_k[start]) / np.maximum(cases, 1)
        at = int(np.argmin(np.where(cases >= max(least, 1), share, np.inf)))
        if cases[at] >= least and (best is None or share[at] < best[0]):
            best = share[at], start, start + at
    _, start, end = best
    return Moment(int(total_k[end + 1] - total_k[start]), int(total_n[end + 1] - total_n[start]),
                  start, end)


def _looks(looks) -> np.ndarray:
    array = check.whole("looks", looks, least=1)
    if not array.size or (np.diff(array.ravel()) <= 0).any():
        raise ValueError("looks must be totals that rise from one to the next")
    if array.max() > MOST_LOOKS:
        raise ValueError(f"looks must end at {MOST_LOOKS:,} cases, got {array.max():,.0f}")
    return array.astype(int).ravel() if array.ndim else np.arange(1, int(array) + 1)


def _shapes(prior) -> tuple[float, float]:
    shapes = check.number("prior", prior)
    if shapes.shape != (2,) or (shapes <= 0).any():
        raise ValueError(f"prior must be two Beta shapes above 0, got {prior!r}")
    return float(shapes[0]), float(shapes[1])
