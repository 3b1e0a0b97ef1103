"""How many of n, when the rate itself differs from one occasion to the next?

A deployment draws its rate from a Beta distribution and its count from that rate: the count is
beta-binomial. `mean` is the mean rate, `rho` the correlation of two faces at one deployment: the
rate has variance mean (1 - mean) rho, and rho = 0 is the binomial. `log_pmf` broadcasts. Sums over
counts are exact to rounding for any n, since blocks of counts are summed by a Gauss rule for sums;
nothing is sampled.

Skellam (1948), J. R. Stat. Soc. B 10, 257-261, doi:10.1111/j.2517-6161.1948.tb00014.x
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.special import expit, gammaln, kl_div, logit, logsumexp, ndtr, xlogy

from ..words import check, wording

__all__ = ["BetaBinomial", "Fit", "deviance", "fit_beta_binomial", "log_pmf"]

NODES = 24
"""Points of the Gauss rule: sums of polynomials of degree 47 are exact."""
CHUNK = 2**18
LEAST_RHO = 1e-60
"""Stands for 0: no count below 2**53 can tell the difference."""
LEAST_MEAN = 1e-250
NEGLIGIBLE = -48.0
"""Logarithm of the probability below which a block of counts is left out."""
MOST_DEPLOYMENTS = 20_000
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def log_pmf(k, n, mean, rho):
    """The logarithm of P(X = k), a beta-binomial count of `n`.

    Parameters
    ----------
    k, n : array_like, 0 <= k <= n
        Counts; between whole numbers, the smooth continuation.
    mean : array_like in [0, 1]
        Mean rate.
    rho : array_like in [0, 1)
        Correlation within a deployment; 0 is binomial.

    Returns
    -------
    float or numpy.ndarray

    Notes
    -----
    C(n, k) B(k + a, n - k + b) / B(a, b), each factor written as a binomial probability at the rate
    p = (k + a) / (n + a + b) so that large logarithms never cancel: the error is about 1e-14 for
    any n, where differences of log-gamma functions lose 1e-6 at n = 1e9.

    References
    ----------
    Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*: the deviance form.

    Examples
    --------
    >>> round(float(np.exp(log_pmf(2, 10, 0.1, 0.0))), 6), round(float(log_pmf(1, 1, 0.3, 0.5)), 6)
    (0.19371, -1.203973)
    """
    k, n, mean, rho = (np.asarray(value, dtype=float) for value in (k, n, mean, rho))
    inner = (mean > LEAST_MEAN) & (mean < 1)
    m = np.where(inner, mean, 0.5)
    ratio = np.maximum(rho, LEAST_RHO) / (1 - rho)
    logs = _log_pmf(k, n, m, ratio)
    edge = np.where(k == n * np.round(mean), 0.0, -np.inf)
    return np.where(inner, logs, edge)[()]


def _log_pmf(k, n, mean, ratio):
    """For 0 < mean < 1; `ratio` is 1 / (a + b)."""
    a, b, s, fails = mean / ratio, (1 - mean) / ratio, 1 / ratio, n - k
    gap = np.where(mean <= 0.5, k - n * mean, n * (1 - mean) - fails) / (1 + n * ratio)
    p, q = (k + a) / (n + s), (fails + b) / (n + s)
    rest = (remainder(n) - remainder(k) - remainder(fails) + remainder(s) - remainder(a)
            - remainder(b) - remainder(n + s) + remainder(k + a) + remainder(fails + b))
    # counts minus what p expects are the same gap, four times, with alternating signs
    away = (deviance(k, n * p, gap) + deviance(fails, n * q, -gap)
            + deviance(a, s * p, -gap) + deviance(b, s * q, gap))
    return rest - away - np.log1p(k / a) - np.log1p(fails / b) + np.log1p(n / s)


def remainder(x):
    """What is left of Stirling's formula: log Gamma(x + 1) - x log x + x, for x >= 0."""
    large = x > 15
    y = np.where(large, x, 15.0)
    series = np.polynomial.polynomial.polyval(1 / np.square(y), _STIRLING) / y
    z = np.where(large, 1.0, x)
    return np.where(large, np.log(2 * np.pi * y) / 2 + series, gammaln(z + 1) - xlogy(z, z) + z)


def deviance(x, expected, gap):
    """Half of a count's deviance, x log(x / expected) - x + expected, given gap = x - expected.

    The gap is an argument, since it is small where the difference of both has lost its digits.

    >>> float(deviance(0.0, 3.0, -3.0)), float(deviance(1e9, 1e9 - 1, 1.0))
    (3.0, 5.0000000025e-10)
    """
    v = gap / (x + expected)
    powers = np.polynomial.polynomial.polyval(v * v, 1 / np.arange(1, 19, 2)) - 1
    return np.where(np.abs(v) < 0.1, gap * v + 2 * x * v * powers, kl_div(x, expected))


@lru_cache(maxsize=4096)
def _rule(points: int):
    """Nodes and weights that sum a polynomial over 0, 1, ... points - 1 (discrete Chebyshev)."""
    if points <= NODES:
        return np.arange(points, dtype=float), np.ones(points)
    j = np.arange(1.0, NODES)
    off = np.sqrt(points**2 / 4 * (1 - (j / points) ** 2) / (4 - 1 / j**2))
    nodes, vectors = np.linalg.eigh(np.diag(off, 1) + np.diag(off, -1))
    return nodes + (points - 1) / 2, points * vectors[0] ** 2


@dataclass(frozen=True, eq=False)
class BetaBinomial:
    """Counts of `n`: one beta-binomial distribution, or a mixture of many.

    Parameters
    ----------
    n : int
        Cases.
    mean, rho : array_like
        Mean rates in [0, 1] and correlations in [0, 1), one for each part of the mixture.
    weights : array_like, optional
        Weights of the parts; equal ones by default.

    Notes
    -----
    A mixture's parts should lie so close that it is smooth, or be few: blocks of counts are as
    long as the narrowest part is wide at the mean, and longer further out.

    Examples
    --------
    >>> next_saturday = BetaBinomial(8_600, 1 / 10_000, 1e-4)
    >>> next_saturday.quantile([0.5, 0.975]), round(next_saturday.cdf(0), 3)
    (array([0., 4.]), 0.538)
    >>> BetaBinomial(10**9, 1e-3, 1e-4).quantile(0.5)
    966932.0
    """

    n: int
    mean: np.ndarray
    rho: np.ndarray
    weights: np.ndarray | None = None

    def __post_init__(self):
        n = check.whole("n", self.n, least=1)
        if n.ndim:
            raise ValueError(f"n must be one number, got {n.size} of them")
        mean, rho = check.rate("mean", self.mean), check.rate("rho", self.rho)
        if (rho == 1).any():
            raise ValueError("rho must be below 1, got 1.0 (then all faces do as the first one)")
        weights = np.ones(()) if self.weights is None else check.number("weights", self.weights)
        mean, rho, weights = (np.ravel(v) for v in np.broadcast_arrays(mean, rho, weights))
        if (weights < 0).any() or not weights.sum() > 0:
            raise ValueError("weights must not be negative, nor all 0")
        parts = {"n": int(n), "mean": mean, "rho": rho, "weights": weights / weights.sum()}
        for name, value in parts.items():
            object.__setattr__(self, name, value)

    @property
    def expected(self) -> float:
        """The mean count."""
        return float(self.n * (self.weights @ self.mean))

    @property
    def variance(self) -> float:
        """The variance of the count."""
        between = self.weights @ np.square(self.n * self.mean - self.expected)
        return float(self.weights @ self._variances + between)

    @property
    def _variances(self):
        return self.n * self.mean * (1 - self.mean) * (1 + (self.n - 1) * self.rho)

    def pmf(self, k):
        """P(X = k); 0 beyond 0 to n."""
        k = check.number("k", k)
        inside = (k >= 0) & (k <= self.n) & (k == np.floor(k))
        return check.plain(np.where(inside, self._smooth(np.clip(k, 0, self.n)), 0.0))

    def _smooth(self, k):
        flat, held = np.ravel(k), self.weights > 0
        log_weights, mean, rho = (v[held] for v in (self.weights, self.mean, self.rho))
        log_weights = np.log(log_weights)
        rows = max(1, CHUNK // mean.size)
        found = [logsumexp(log_pmf(flat[i:i + rows, None], self.n, mean, rho) + log_weights, axis=1)
                 for i in range(0, flat.size, rows)]
        return np.exp(np.concatenate([*found, np.empty(0)])).reshape(np.shape(k))

    def _sum(self, first: int, last: int) -> float:
        """P(first <= X <= last), both within one block."""
        nodes, weights = _rule(last - first + 1) if last >= first else (np.empty(0),) * 2
        return float(weights @ self._smooth(first + nodes))

    @cached_property
    def _blocks(self):
        """First counts of the blocks (and n + 1), P(X before a block), P(X from a block on)."""
        edges = self._edges()
        peaks = self._smooth(np.concatenate([edges[:-1], edges[1:] - 1])).reshape(2, -1).max(0)
        with np.errstate(divide="ignore"):
            held = np.log(peaks) + np.log(np.diff(edges)) > NEGLIGIBLE
        mass = np.zeros(held.size)
        for i in np.flatnonzero(held):
            mass[i] = self._sum(int(edges[i]), int(edges[i + 1]) - 1)
        return edges, np.cumsum([0, *mass]), np.cumsum([0, *mass[::-1]])[::-1]

    def _edges(self):
        centre, width = self.expected, float(np.sqrt(self._variances.min()))
        edges, k = [0], NODES
        while k < self.n:
            edges.append(k)
            away = (centre - k) / 5 if k < centre else (k - centre) / 4
            k += max(NODES, int(min(2 * k, (self.n - k) / 1.5, max(width, away))))
        return np.array([*edges, self.n + 1], dtype=np.int64)

    def cdf(self, k):
        """P(X <= k)."""
        return self._each(k, lambda i, k, edges, below, _: below[i] + self._sum(edges[i], k), 0, 1)

    def sf(self, k):
        """P(X > k), to full relative precision."""
        def rule(i, k, edges, _, above):
            return self._sum(k + 1, edges[i + 1] - 1) + above[i + 1]

        return self._each(k, rule, 1, 0)

    def _each(self, k, rule, before, after):
        values, blocks = np.floor(check.number("k", k)), self._blocks
        found = np.where(values < 0, float(before), float(after))
        for at in np.ndindex(values.shape):
            if 0 <= values[at] < self.n:
                one = int(values[at])
                i = int(np.searchsorted(blocks[0], one, "right")) - 1
                found[at] = min(1.0, rule(i, one, *blocks))
        return check.plain(found)

    def quantile(self, p):
        """The least count k with P(X <= k) >= p."""
        p = check.rate("p", p)
        return check.plain(np.array([self._quantile(q) for q in p.ravel()]).reshape(p.shape))

    def _quantile(self, p: float) -> float:
        edges, below, above = self._blocks
        lower = p <= 0.5
        wanted = p * (1 - 1e-13) if lower else (1 - p) * (1 + 1e-13) + 1e-16
        reached = below[1:] >= wanted if lower else above[1:] <= wanted
        i = int(np.argmax(reached)) if reached.any() else reached.size - 1
        low, high = int(edges[i]), int(edges[i + 1]) - 1
        while low < high:
            middle = (low + high) // 2
            enough = self.cdf(middle) >= wanted if lower else self.sf(middle) <= wanted
            low, high = (low, middle) if enough else (middle + 1, high)
        return float(low)


@dataclass(frozen=True, slots=True)
class Fit:
    """Maximum likelihood for the counts of several deployments, and for rho = 0 beside it."""

    mean: float
    rho: float
    log_likelihood: float
    binomial_mean: float
    binomial_log_likelihood: float
    deployments: int
    k: int
    n: int

    @property
    def spread(self) -> float:
        """Standard deviation of the rate between deployments as a share of its mean."""
        return math.sqrt(self.rho * (1 - self.mean) / self.mean) if self.mean else 0.0

    @property
    def likelihood_ratio(self) -> float:
        """Twice the gain of log likelihood over the binomial."""
        return max(0.0, 2 * (self.log_likelihood - self.binomial_log_likelihood))

    @property
    def p_value(self) -> float:
        """Chance of such a gain if all rates were the same (half chi-squared; large samples)."""
        return float(ndtr(-math.sqrt(self.likelihood_ratio))) if self.likelihood_ratio else 1.0

    def __str__(self) -> str:
        counted = (f"{wording.whole(self.k)} of {wording.whole(self.n)} at "
                   f"{wording.whole(self.deployments)} deployments")
        if not self.rho:
            return f"{counted}: no sign that the rate, {wording.share(self.mean)}, differs"
        return (f"{counted}: the rate differs around {wording.share(self.mean)} with a standard "
                f"deviation of {wording.percent(self.spread)} of it (rho {self.rho:.2g}); "
                f"p = {self.p_value:.2g} if it were the same at all")


def fit_beta_binomial(k, n) -> Fit:
    """Mean rate and correlation that make the counts of several deployments likeliest.

    Parameters
    ----------
    k, n : array_like of whole numbers, 0 <= k <= n
        How many of how many, one pair a deployment; at least two.

    Returns
    -------
    Fit

    Notes
    -----
    The likelihood is scanned over rho from the estimate by moments down to 0, then maximised. With
    few deployments rho is poorly known, and its estimate too low on average: predictions should
    use its posterior (`predict_count`).

    References
    ----------
    Griffiths (1973), Biometrics 29, 637-648, doi:10.2307/2529131

    Examples
    --------
    >>> print(fit_beta_binomial([0, 3, 1, 9, 0, 2], [2000, 2500, 1800, 3100, 900, 2400]))
    15 of 12,700 at 6 deployments: the rate differs around 1 in 960 with a standard deviation of
    75 % of it (rho 0.00059); p = 0.051 if it were the same at all
    """
    k, n = check.counts(np.atleast_1d(k), np.atleast_1d(n))
    if k.size < 2:
        raise ValueError("k and n must hold at least 2 deployments, got 1: how much deployments "
                         "differ cannot be told from one")
    if k.size > MOST_DEPLOYMENTS:
        raise ValueError(f"k must hold at most {MOST_DEPLOYMENTS:,} deployments, got {k.size:,}")
    k, n = k.ravel(), n.ravel()
    pooled = float(k.sum() / n.sum())
    binomial = float(log_pmf(k, n, pooled, 0.0).sum())
    mean, rho, best = (_likeliest(k, n, pooled) if 0 < pooled < 1 else (pooled, 0.0, binomial))
    if best <= binomial + 1e-9:
        mean, rho, best = pooled, 0.0, binomial
    return Fit(mean, rho, best, pooled, binomial, k.size, int(k.sum()), int(n.sum()))


def _likeliest(k, n, pooled):
    """Mean, rho and log likelihood at the maximum over rho > 0."""
    scan = np.append(np.arange(-34.0, 5.0, 1.0), logit(_by_moments(k, n, pooled)))
    at = [log_pmf(k, n, pooled, expit(x)).sum() for x in scan]
    start = scan[int(np.argmax(at))]
    rho, _ = _peak(lambda x: _peak(_at(k, n, expit(x)), logit(pooled), 6.0)[1], start, 3.0)
    mean, best = _peak(_at(k, n, expit(rho)), logit(pooled), 6.0)
    return float(expit(mean)), float(expit(rho)), best


def _at(k, n, rho):
    return lambda x: float(log_pmf(k, n, expit(x), rho).sum())


def _peak(f, centre, reach):
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(lambda x: -f(x), bounds=(centre - reach, centre + reach),
                            method="bounded", options={"xatol": 1e-9})
    return found.x, -found.fun


def _by_moments(k, n, pooled):
    """Rho that makes the weighted variance of the shares what it is expected to be."""
    total, spread = n.sum(), n @ np.square(k / n - pooled) / (pooled * (1 - pooled))
    rho = (spread - (n.size - 1)) / (total - np.square(n).sum() / total - (n.size - 1))
    return float(np.clip(rho, 1e-14, 0.9)) if np.isfinite(rho) else 1e-14
