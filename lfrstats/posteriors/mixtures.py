"""What is the base rate, where both error rates and the alerts were counted? A finite sum, exactly.

A count of alerts, k of n faces, ties the parameters together through a sum: an alert comes from the
list or not. Written out, its likelihood is a sum over how many of the k alerts, i, and of the other
n - k faces, j, were on the list, and each term is a product of Beta integrals. Only m = i + j
matters for the prevalence: it has a Beta distribution for each m, and the weights of these are one
convolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from math import lgamma, log

import numpy as np
from scipy.special import betainc, betaincinv, gammaln

from ..table.rates import RATES
from .lines.joint import Factor, Joint
from .planes.grids import OWN, own_powers

__all__ = ["Mixture", "Underflow", "mixes"]

ALERT = Factor.of(RATES["alert_rate"].statement)
MOST = 4_000_000
"""Terms of the sum, beyond which the quadrature is faster."""
WIDE = np.longdouble if np.finfo(np.longdouble).maxexp > 16_000 else np.float64
DEEP = {np.float64: 690.0, WIDE: 11_000.0 if WIDE is np.longdouble else 690.0}
"""How far below 0 a logarithm may lie before the number is 0, in doubles and in long doubles."""
KEPT = 40.0
"""Terms further below the largest (in the logarithm) are left out."""
TABLE = 1 << 18
"""Logarithms of factorials that are kept."""
LARGE, MANY = 10_000, 100_000
"""A start that is large, and so many steps that rounding adds up."""
NEAR = 1e-8
"""A Newton step of a quantile, as a share of it, that is the last one: it squares the error."""


class Underflow(ArithmeticError):
    """A sum whose terms are too far apart even for extended precision."""


def mixes(joint: Joint, target: Factor) -> bool:
    """Whether the density is such a sum: Beta priors, and alerts as the only further count."""
    _, coupling = own_powers(joint)
    if target.key != OWN[0].key or joint.ordered or len(coupling) != 1 or len(joint.free) != 3:
        return False
    if joint.low.any() or (joint.high != 1).any() or coupling[0].key != ALERT.key:
        return False
    k, silent = coupling[0].seen_as(ALERT)
    return (k + 1) * (silent + 1) <= MOST


@dataclass(frozen=True, eq=False)
class Mixture:
    """The distribution of the prevalence as a mixture of Beta distributions.

    Parameters
    ----------
    joint : Joint
        For which `mixes` holds.
    """

    joint: Joint

    @classmethod
    def of(cls, joint: Joint) -> Mixture:
        """The mixture, with its weights; Underflow if they are out of reach."""
        found = cls(joint)
        _ = found._terms
        return found

    @cached_property
    def _tests(self) -> tuple:
        """Shapes of tpir's and fpir's Betas before the crowd, and its alerts and silent faces."""
        powers, (alerts,) = own_powers(self.joint)
        (s1, s0), (f1, f0) = ((a + 1, b + 1) for a, b in powers[1:])
        k, silent = (round(power) for power in alerts.seen_as(ALERT))
        return (s1, s0), (f1, f0), k, silent

    @cached_property
    def _logs(self) -> tuple[np.ndarray, np.ndarray]:
        """The parts of each term that hang on i of the alerts, and on j of the silent faces."""
        (s1, s0), (f1, f0), k, silent = self._tests
        return (_ways(k) + _rising(s1, k) + _rising(f1, k)[::-1],
                _ways(silent) + _rising(s0, silent) + _rising(f0, silent)[::-1])

    @cached_property
    def _terms(self) -> tuple[np.ndarray, np.ndarray]:
        """The numbers on the list m, one after the other, and their weights' logarithms."""
        (s1, s0), (f1, f0), k, silent = self._tests
        (a, b), n = own_powers(self.joint)[0][0], k + silent
        known = (_rising(a + 1, n) + _rising(b + 1, n)[::-1]
                 - _rising(s1 + s0, n) - _rising(f1 + f0, n)[::-1])
        logs = _convolved(*self._logs, known) + known
        first, *_, last = np.flatnonzero(logs > logs.max() - KEPT)[[0, 0, -1]]
        return np.arange(first, last + 1.0), logs[first : last + 1]

    @cached_property
    def log_integral(self) -> float:
        """The logarithm of the integral of the joint density."""
        _, logs = self._terms
        (a, b), *tests = own_powers(self.joint)[0]
        total = np.log(np.exp(logs - logs.max()).sum()) + logs.max()
        shapes = [(one + 1, other + 1) for one, other in tests]
        total += sum(lgamma(one) + lgamma(other) - lgamma(one + other) for one, other in shapes)
        return float(total + lgamma(a + 1) + lgamma(b + 1) - lgamma(self._size))

    @property
    def _size(self) -> float:
        """The sum of both shapes, the same for all Betas."""
        (a, b), (_, _, k, silent) = own_powers(self.joint)[0][0], self._tests
        return k + silent + a + b + 2

    @cached_property
    def _betas(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Both shapes of the Betas, and their weights."""
        m, logs = self._terms
        weights, alpha = np.exp(logs - logs.max()), m + own_powers(self.joint)[0][0][0] + 1
        return alpha, self._size - alpha, weights / weights.sum()

    @cached_property
    def _steps(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What `_at` needs: the logarithms of the steps' sizes, and two weights of each."""
        alpha, beta, weights = self._betas
        first = lgamma(self._size) - lgamma(alpha[0] + 1) - lgamma(beta[-1])
        sizes = first - _rising(alpha[0] + 1, alpha.size - 1)
        sizes = sizes - _rising(beta[-1], alpha.size - 1)[::-1]
        below = np.cumsum(weights)
        below[-1] = 0.0
        return sizes, below, weights * alpha

    def _at(self, x) -> tuple[np.ndarray, np.ndarray]:
        """The cdf and the density at places in (0, 1).

        The cdf of a Beta(a, b) is that of Beta(a + 1, b - 1) and a step x^a (1 - x)^(b - 1) /
        (a B(a, b)), so that the sum over all of them is one over steps: DLMF 8.17.18.
        """
        alpha, beta, _ = self._betas
        sizes, below, slopes = self._steps
        steps = np.multiply.outer(np.log(x), alpha)
        steps += np.multiply.outer(np.log1p(-x), beta - 1)
        steps += sizes
        steps = np.exp(steps, out=steps)
        return steps @ below + betainc(alpha[-1], beta[-1], x), steps @ slopes / x

    @cached_property
    def mean(self) -> float:
        """The mean."""
        alpha, _, weights = self._betas
        return float(weights @ alpha / self._size)

    @cached_property
    def sd(self) -> float:
        """The standard deviation."""
        alpha, beta, weights = self._betas
        within = alpha * beta / (self._size**2 * (self._size + 1))
        return float(np.sqrt(weights @ (within + np.square(alpha / self._size - self.mean))))

    def cdf(self, x):
        """P(prevalence <= x)."""
        x = np.asarray(x, dtype=float)
        inside = (x > 0) & (x < 1)
        return np.where(inside, self._at(np.where(inside, x, 0.5))[0], x >= 1)

    def density(self, x):
        """The density at `x`."""
        x = np.asarray(x, dtype=float)
        near = np.clip(x, 1e-300, 1 - 1e-16)
        return np.where((x >= 0) & (x <= 1), self._at(near)[1], 0)

    def quantile(self, p):
        """The value with probability `p` below it, by Newton steps kept within bounds."""
        given = np.asarray(p, dtype=float)
        p = np.where((given > 0) & (given < 1), given, 0.5)
        spread = self.mean * (1 - self.mean) / self.sd**2 - 1
        x = np.clip(betaincinv(self.mean * spread, (1 - self.mean) * spread, p), 1e-300, 1 - 1e-16)
        low, high = np.zeros(p.shape), np.ones(p.shape)
        for _ in range(200):
            cdf, density = self._at(x)
            low, high = np.where(cdf < p, x, low), np.where(cdf < p, high, x)
            with np.errstate(divide="ignore", invalid="ignore"):
                new = x - (cdf - p) / density
            near = np.abs(new - x) <= NEAR * x
            x = np.where(near | (new > low) & (new < high), new, (low + high) / 2)
            if (near | (high - low <= 1e-15 * high)).all():
                break
        return np.where(given <= 0, 0.0, np.where(given >= 1, 1.0, x))

    @property
    def error(self) -> float:
        """A bound of the error of `cdf`: what is left out, and rounding."""
        (s1, s0), (f1, f0), k, silent = self._tests
        n = k + silent
        parts = ((s1, k), (f1, k), (s0, silent), (f0, silent), (s1 + s0, n), (f1 + f0, n), (1, n))
        sizes = sum(abs(_rising(start, many)[-1]) for start, many in parts)
        return float(1e-10 + 4e-16 * (sizes + 3 * abs(lgamma(self._size))))

    def draws(self, size: int, rng) -> list[np.ndarray]:
        """Independent draws of prevalence, tpir and fpir, by way of who was on the list."""
        (s1, s0), (f1, f0), k, silent = self._tests
        alpha, beta, weights = self._betas
        listed = self._terms[0].astype(int)
        many = rng.multinomial(size, weights)
        i = np.concatenate([self._right(m, count, rng)
                            for m, count in zip(listed, many, strict=True) if count])
        m = np.repeat(np.arange(listed.size), many)
        mixed = rng.permutation(size)
        m, i = m[mixed], i[mixed]
        return [rng.beta(alpha[m], beta[m]), rng.beta(s1 + i, s0 + listed[m] - i),
                rng.beta(f1 + k - i, f0 + silent - listed[m] + i)]

    def _right(self, m: int, count: int, rng) -> np.ndarray:
        """How many of the alerts were right, where m were on the list: draws."""
        of_alerts, of_silent = self._logs
        i = np.arange(max(0, m - of_silent.size + 1), min(m, of_alerts.size - 1) + 1)
        logs = of_alerts[i] + of_silent[m - i]
        weights = np.exp(logs - logs.max())
        return np.repeat(i, rng.multinomial(count, weights / weights.sum()))


def _rising(start: float, many: int) -> np.ndarray:
    """Logarithms of the gamma function at start, start + 1, ..., start + many, less the first.

    For large starts a sum of logarithms keeps digits that a difference of large numbers lacks.
    """
    last = start + many
    if start > LARGE and many < MANY:
        steps = np.arange(float(many))
        rest = np.concatenate([[0.0], np.cumsum(np.log1p(steps / start))])
        return np.arange(many + 1.0) * log(start) + rest
    if float(start).is_integer() and last < TABLE:
        found = _factorials(1 << int(last).bit_length())[int(start) : int(last) + 1]
    else:
        found = gammaln(start + np.arange(many + 1.0))
    return found - found[0]


@cache
def _factorials(size: int) -> np.ndarray:
    """The logarithms of the gamma function at 0 (infinite), 1, ..., size."""
    found = gammaln(np.arange(size + 1.0))
    found.flags.writeable = False
    return found


def _ways(n: int) -> np.ndarray:
    """The logarithms of n over 0, 1, ..., n."""
    each = _rising(1, n)
    return each[-1] - each - each[::-1]


def _convolved(one, other, known) -> np.ndarray:
    """Logarithms of the sums over i + j = m of exp(one_i + other_j), as far as known_m needs them.

    Both are tilted so that the largest terms of the whole sum are near 1. What is then too small
    for the precision is 0; if it could matter, the sum is done again in extended precision, and if
    that does not reach either, Underflow is raised.
    """
    at = np.arange(known.size)
    tilted = _slope(one, other, known) * at
    one, other = one + tilted[: one.size], other + tilted[: other.size]
    top, known = one.max() + other.max(), known - tilted
    most = _most(one - one.max(), other - other.max()) + log(one.size)
    for kind in (np.float64, WIDE):
        left, right = (np.exp((logs - logs.max()).astype(kind)) for logs in (one, other))
        with np.errstate(divide="ignore"):
            logs = np.log(np.convolve(left, right)).astype(float)
        hidden = np.minimum(most, log(one.size) - DEEP[kind]) + known
        if hidden.max() < (logs + known).max() - KEPT:
            return logs + top - tilted
    raise Underflow


def _most(one, other) -> np.ndarray:
    """Bounds of one_i + other_j over i + j = m, for all m, where the largest of each is 0."""
    below, above = (np.maximum.accumulate(part) for part in (other, other[::-1]))
    rest = np.zeros(one.size - 1)
    return np.minimum(np.concatenate([below, rest]), np.concatenate([rest, above[::-1]]))


def _slope(one, other, known) -> float:
    """How fast the rest of the sum falls where its largest term lies."""
    j = int(np.argmax(other))
    for _ in range(20):
        i = int(np.argmax(one + known[j : j + one.size]))
        new = int(np.argmax(other + known[i : i + other.size]))
        if new == j:
            break
        j = new
    m = min(max(i + j, 1), known.size - 2)
    return float(known[m + 1] - known[m - 1]) / 2
