"""What would the same system's rate be in one more test, if the tests so far differ?

The log odds of the rate in test j are normal, theta_j ~ N(mu, sigma), mu is normal and sigma
half-normal; k_j of n_j cases were counted in each test. `NewTest` has the density of one more
theta. Given sigma, all that is integrated (each test over its theta, all tests over mu) has a
concave logarithm, so one peak: its ends are found first and Gauss nodes put between them.

Gelman (2006), Bayesian Anal. 1, 515-534, doi:10.1214/06-BA117A, on priors for a spread.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.polynomial import hermite_e, legendre
from scipy.special import expit, logsumexp, xlogy

from ..lines.curves import Curve
from ..lines.quadrature import Panels, Wanted, integrate, rule

__all__ = ["FAR", "FINER", "LogCurve", "NewTest", "Sizes", "log_odds"]

FAR = 1e-16
"""Share of a curve that may lie beyond its panels; further out it goes on as a straight line."""
REACH = 650.0
"""Log odds beyond which no rate is a float."""
DROP = 32.0
"""How far below its peak (in the logarithm) a curve ends."""
MOST_SPREADS = 40.0
"""Spreads sought, in scales of their prior."""
CHUNK = 20_000
"""Integrals done at once."""
LOG_ROOT = np.log(2 * np.pi) / 2


def log_odds(rate, spare):
    """log(rate / spare), within `REACH`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(np.maximum(rate, 0)) - np.log(np.maximum(spare, 0))
    return np.clip(np.nan_to_num(found, nan=0.0, posinf=REACH, neginf=-REACH), -REACH, REACH)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many nodes each integral has: each test's on either side, mu's and sigma's."""

    test: int = 22
    mean: int = 44
    spread: int = 36
    curve: int = 16


COARSE = Sizes(8, 16, 12)
"""For a first look."""
FINER = Sizes(34, 64, 60, 22)
"""For the error bound."""


class LogCurve:
    """The logarithm of a density, as polynomials on panels; beyond them it goes on straight."""

    def __init__(self, panels: Panels):
        size = panels.logs.shape[1]
        series = (panels.logs - panels.log_integral[0]) @ rule(size).coefficients
        to_powers = np.zeros((size, size))
        for i in range(size):
            to_powers[i, : i + 1] = legendre.leg2poly(np.eye(size)[i, : i + 1])
        self.powers = np.ascontiguousarray((series @ to_powers).T)
        self.left, self.width = panels.low, panels.high - panels.low
        self.low, self.high = panels.low[0], panels.high[-1]
        ends = legendre.legval(np.array([-1.0, 1.0]), legendre.legder(series.T))
        self.slopes = ends[0, 0] * 2 / self.width[0], ends[-1, 1] * 2 / self.width[-1]

        self.curve = Curve.of(panels)

    def quantile(self, p) -> np.ndarray:
        """The point with the area `p` below."""
        return self.curve.quantile(p)

    def __call__(self, at) -> np.ndarray:
        """The logarithms at points."""
        inside = np.minimum(np.maximum(at, self.low), self.high)
        panel = np.searchsorted(self.left[1:], inside)
        z = 2 * (inside - self.left[panel]) / self.width[panel] - 1
        found = self.powers[-1][panel]
        for power in self.powers[-2::-1]:
            found = found * z + power[panel]
        beyond = at - inside
        return found + beyond * np.where(beyond < 0, *self.slopes)


@dataclass(frozen=True, eq=False)
class NewTest:
    """The log odds of a rate in one more test.

    Parameters
    ----------
    k, n : arrays (tests,)
        Counts, k of n in each test; none for the prior alone.
    centre : (float, float)
        Mean and standard deviation of the prior of mu.
    spread : float
        Scale of the half-normal prior of sigma.
    sizes : Sizes
    """

    k: np.ndarray
    n: np.ndarray
    centre: tuple[float, float]
    spread: float
    sizes: Sizes = Sizes()

    @cached_property
    def _tests(self) -> tuple[np.ndarray, ...]:
        """Distinct counts, the greatest log-likelihood of each, and how often each occurs."""
        pairs = np.stack([self.k, self.n], axis=1).astype(float).reshape(-1, 2)
        pairs, times = np.unique(pairs, axis=0, return_counts=True)
        k, n = pairs.T
        return k, n, xlogy(k, k / n) + xlogy(n - k, 1 - k / n), times

    def log_likelihood(self, mu: np.ndarray, sigma: np.ndarray, size: int) -> np.ndarray:
        """Log P(all counts | mu, sigma), less its value at rates of their own."""
        k, n, best, times = self._tests
        if not k.size:
            return np.zeros(np.broadcast(mu, sigma).shape)
        parts = np.broadcast_arrays(k, n, best, mu[..., None], sigma[..., None])
        flat = [part.ravel() for part in parts]
        found = [_log_areas(*(part[i : i + CHUNK] for part in flat), size)
                 for i in range(0, flat[0].size, CHUNK)]
        return np.concatenate(found).reshape(parts[0].shape) @ times

    def log_height(self, mu, sigma, size: int) -> np.ndarray:
        """Log prior density of mu plus the log-likelihood."""
        mean, sd = self.centre
        away = np.square((mu - mean) / sd) / 2 + np.log(sd) + LOG_ROOT
        return self.log_likelihood(mu, sigma, size) - away

    def _ends(self, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each sigma, the range of mu in which it is `DROP` below its peak at most, or so."""
        middle, width = self._guess(sigma)
        low, high = middle - 9 * width, middle + 9 * width
        grid = np.linspace(0, 1, 13)
        for _ in range(60):
            mu = low[:, None] + (high - low)[:, None] * grid
            heights = self.log_height(mu, sigma[:, None], COARSE.test)
            alive = heights > heights.max(axis=1, keepdims=True) - DROP
            first, last = alive.argmax(axis=1), 12 - alive[:, ::-1].argmax(axis=1)
            if ((first > 0) & (last < 12) & (last - first >= 6)).all():
                break
            step = (high - low) / 12
            low, high = (low + step * np.where(first > 0, first - 1, -6),
                         high - step * np.where(last < 12, 11 - last, -6))
        return low, high

    def _guess(self, sigma) -> tuple[np.ndarray, np.ndarray]:
        """Where mu lies and how closely, if the log odds counted in each test were normal."""
        k, n, _, times = self._tests
        theta, variance = np.log((k + 0.5) / (n - k + 0.5)), 1 / (k + 0.5) + 1 / (n - k + 0.5)
        weight = times / (variance + np.square(sigma)[:, None])
        mean, sd = self.centre
        total = weight.sum(axis=1) + 1 / sd**2
        return ((weight @ theta) + mean / sd**2) / total, 1 / np.sqrt(total)

    def _means(self, sigma: np.ndarray, sizes: Sizes) -> tuple[np.ndarray, ...]:
        """For each sigma: ends of mu, log heights at Gauss nodes, log of their integral."""
        low, high = self._ends(sigma)
        gauss = rule(sizes.mean)
        half = (high - low)[:, None] / 2
        mu = low[:, None] + half * (1 + gauss.nodes)
        heights = self.log_height(mu, sigma[:, None], sizes.test)
        return low, high, heights, logsumexp(heights, b=half * gauss.weights, axis=1)

    def _spread_range(self) -> tuple[float, float]:
        """Ends of sigma, about where its density has dropped far enough; the lower one may be 0."""
        low, high = 0.0, 7.5 * self.spread
        for _ in range(12):
            sigma, logs, *_ = self._spreads(low, high, COARSE)
            alive = np.flatnonzero(logs > logs.max() - 0.8 * DROP)
            more = alive[-1] == sigma.size - 1 and high < MOST_SPREADS * self.spread
            if alive.size >= 7 and not more and (alive[0] > 0 or low == 0):
                break
            step = (high - low) / 6
            if alive[0] > 0:
                low = sigma[alive[0] - 1]
            elif low > 0:
                low = max(0.0, low - step)
            high = high + 2 * step if more else sigma[min(alive[-1] + 1, sigma.size - 1)]
        return low, high

    def _spreads(self, low, high, sizes) -> tuple[np.ndarray, ...]:
        gauss = rule(sizes.spread)
        sigma = low + (high - low) * (1 + gauss.nodes) / 2
        means = self._means(sigma, sizes)
        logs = means[-1] - np.square(sigma / self.spread) / 2 + np.log(gauss.weights)
        return sigma, logs - logsumexp(logs), *means

    @cached_property
    def spreads(self) -> tuple[np.ndarray, ...]:
        """Nodes of sigma, their log weights (from these tests alone), and what `_means` gives."""
        return self._spreads(*self._spread_range(), self.sizes)

    @cached_property
    def log_density(self) -> LogCurve:
        """The logarithm of the density of one more theta."""
        sigma, weights, low, high, *_ = self.spreads
        width = np.hypot(sigma, (high - low) / 16)
        middle = float((low + high) @ np.exp(weights)) / 2
        near, far = width[weights > -12].min(), width[weights > -12].max()
        edges = middle + np.unique(np.outer([near, far], [-3.0, -1.0, 0.0, 1.0, 3.0]))
        wanted = Wanted(size=self.sizes.curve, tolerance=1e-11, curve=True, lost=FAR)
        return LogCurve(integrate(lambda _, theta: self._mixed(theta), edges[None],
                                  (np.array([-REACH]), np.array([REACH])), wanted))

    def _mixed(self, theta) -> np.ndarray:
        """The log density at each theta, over all sigma."""
        total = np.full(theta.shape, -np.inf)
        for sigma, weight, *means in zip(*self.spreads, strict=True):
            if weight > -60:
                np.logaddexp(total, weight + _one_more(theta, sigma, *means), out=total)
        return total


def _one_more(theta, sigma, low, high, heights, log_total) -> np.ndarray:
    """Log density of theta = mu + sigma z for one sigma, mu's log heights given at Gauss nodes.

    A sum over mu's own nodes if sigma is wide enough for them, otherwise over nodes of z.
    """
    gauss, half = rule(heights.size), (high - low) / 2
    if sigma > half / 9:
        mu = low + half * (1 + gauss.nodes)
        logs = heights + np.log(gauss.weights * half) - log_total - np.log(sigma) - LOG_ROOT
        return logsumexp(logs - np.square((theta[..., None] - mu) / sigma) / 2, axis=-1)
    z, weights = hermite_e.hermegauss(32)
    at = (theta[..., None] - sigma * z - low) / half - 1
    series = heights @ gauss.coefficients
    slopes = legendre.legval(np.array([-1.0, 1.0]), legendre.legder(series))
    inside = np.clip(at, -1, 1)
    beyond = at - inside
    logs = legendre.legval(inside, series) + beyond * np.where(beyond < 0, *slopes)
    return logsumexp(logs, b=weights, axis=-1) - LOG_ROOT - log_total


def _log_areas(k, n, best, mu, sigma, size) -> np.ndarray:
    """Log of the integral over z of a normal density times the likelihood at mu + sigma z."""
    peak = _peak(k, n, mu, sigma)

    def log_f(z):
        theta = (mu + sigma * z.T).T if z.ndim == 1 else mu[:, None] + sigma[:, None] * z
        k_, n_, best_ = (k, n, best) if z.ndim == 1 else (k[:, None], n[:, None], best[:, None])
        soft = np.log1p(np.exp(-np.abs(theta)))
        return k_ * np.minimum(theta, 0) - (n_ - k_) * np.maximum(theta, 0) - n_ * soft - best_ - (
            z * z / 2)

    top, rate = log_f(peak), expit(mu + sigma * peak)
    width = 1 / np.sqrt(1 + sigma**2 * n * rate * (1 - rate))
    gauss, sides = rule(size), []
    for side in (-1, 1):
        # the curve falls at least as fast as a normal one: it ends within 9 of its peak
        near, far = np.log(width / 8), np.full(k.size, np.log(np.sqrt(2 * DROP)))
        for _ in range(7):
            middle = (near + far) / 2
            within = log_f(peak + side * np.exp(middle)) > top - DROP
            near, far = np.where(within, middle, near), np.where(within, far, middle)
        sides.append((side, np.exp(far)))
    z = np.concatenate([peak[:, None] + side * length[:, None] * (1 + gauss.nodes) / 2
                        for side, length in sides], axis=1)
    weights = np.concatenate([length[:, None] * gauss.weights / 2 for _, length in sides], axis=1)
    areas = (np.exp(log_f(z) - top[:, None]) * weights).sum(axis=1)
    return np.log(areas) + top - LOG_ROOT


def _peak(k, n, mu, sigma) -> np.ndarray:
    """About where a test's log density in z is highest: halving, then Newton's steps."""
    goal = (log_odds(k, n - k) - mu) / sigma
    low = np.maximum(np.minimum(goal, 0), sigma * (k - n))
    high = np.minimum(np.maximum(goal, 0), sigma * k)
    for _ in range(14):
        z = (low + high) / 2
        beyond = z > sigma * (k - n * expit(mu + sigma * z))
        low, high = np.where(beyond, low, z), np.where(beyond, z, high)
    z = (low + high) / 2
    for _ in range(2):
        rate = expit(mu + sigma * z)
        step = (z - sigma * (k - n * rate)) / (1 + sigma**2 * n * rate * (1 - rate))
        z = np.clip(z - step, low, high)
    return z
