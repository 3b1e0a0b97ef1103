"""What is the base rate, where both error rates and the alerts were counted? A finite sum, exactly.

A count of alerts, k of n faces, ties the parameters together through a sum: an alert comes from the
list or not. Written out, its likelihood is a sum over how many of the k alerts, i, and of the other
n - k faces, j, were on the list, and each term is a product of Beta integrals. Only m = i + j
matters for the prevalence, whose density is a mixture of powers p^m (1 - p)^(n - m); its weights
are one convolution.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import gammaln

from ..rates import RATES
from .grids import OWN, log_powers, own_powers
from .joint import Factor, Joint
from .lines import around
from .quadrature import Wanted
from .scales import Scale, corners, scale_of

__all__ = ["Mixture", "Underflow", "mixes"]

ALERT = Factor.of(RATES["alert_rate"].statement)
MOST = 4_000_000
"""Terms of the sum, beyond which the quadrature is faster."""
DEEP = 11_000.0 if np.finfo(np.longdouble).maxexp > 16_000 else 690.0
"""How far below 0 a logarithm may lie before the number is 0, with long doubles or without."""
KEPT = 45.0
"""Terms further below the largest (in the logarithm) are left out."""


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
    """The density of the prevalence as a mixture.

    Parameters
    ----------
    joint : Joint
        For which `mixes` holds.
    target : Factor
        The prevalence, with powers 0.
    """

    joint: Joint
    target: Factor
    pieces = 4

    @cached_property
    def scale(self) -> Scale:
        """The coordinate of the rate."""
        return scale_of(self.joint, self.target)

    @cached_property
    def kinks(self) -> np.ndarray:
        """The coordinates of 0 and 1."""
        return corners(self.joint, self.target, self.scale)

    def wanted(self, least: Wanted) -> Wanted:
        """The accuracy wanted, a little more than of quadrature over planes."""
        return replace(least, tolerance=max(1e-9, self.joint.noise))

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
        i, j = np.arange(k + 1.0), np.arange(silent + 1.0)
        return (_ways(k, i) + gammaln(s1 + i) + gammaln(f1 + k - i),
                _ways(silent, j) + gammaln(s0 + j) + gammaln(f0 + silent - j))

    @cached_property
    def _terms(self) -> tuple[np.ndarray, np.ndarray, float]:
        """The numbers on the list m, their weights' logarithms, and n."""
        (s1, s0), (f1, f0), k, silent = self._tests
        n, m = k + silent, np.arange(k + silent + 1.0)
        both = -gammaln(s1 + s0 + m) - gammaln(f1 + f0 + n - m)
        known = both + self._listed(m)
        logs = _convolved(*self._logs, known)
        kept = np.flatnonzero(logs + known > (logs + known).max() - KEPT)
        return m[kept], (logs + both)[kept], float(n)

    def _listed(self, m) -> np.ndarray:
        """The logarithm of the integral over the prevalence, with m on the list."""
        (a, b), n = own_powers(self.joint)[0][0], sum(self._tests[2:])
        return gammaln(m + a + 1) + gammaln(n - m + b + 1)

    @cached_property
    def edges(self) -> np.ndarray:
        """Edges of the parts in which the density is sought first."""
        _, spread, centre = self.direction
        ends = (np.array([end]) for end in self.scale.ends)
        left, right = around(np.array([centre]), np.array([min(spread, self.scale.step)]), *ends)
        return np.linspace(left[0], right[0], self.pieces + 1)

    @cached_property
    def direction(self) -> tuple[None, float, float]:
        """Standard deviation and mean of the coordinate, roughly."""
        a, b = own_powers(self.joint)[0][0]
        m, logs, n = self._terms
        logs = logs + self._listed(m)
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        at = self.scale.of((m + a + 1) / (n + a + b + 2), (n - m + b + 1) / (n + a + b + 2))
        mean = float(weights @ at)
        within = 0.25 / (n + a + b + 3)
        return None, float(np.sqrt(weights @ (at - mean) ** 2 + within)), mean

    def draws(self, size: int, rng) -> list[np.ndarray]:
        """Independent draws of prevalence, tpir and fpir, by way of who was on the list."""
        (s1, s0), (f1, f0), k, silent = self._tests
        (a, b), n = own_powers(self.joint)[0][0], k + silent
        m, logs, _ = self._terms
        weights = np.exp(logs + self._listed(m) - (logs + self._listed(m)).max())
        many = rng.multinomial(size, weights / weights.sum())
        i = np.concatenate([self._right(int(listed), count, rng)
                            for listed, count in zip(m, many, strict=True) if count])
        m = np.repeat(m, many)
        mixed = rng.permutation(size)
        m, i = m[mixed], i[mixed]
        return [rng.beta(m + a + 1, n - m + b + 1), rng.beta(s1 + i, s0 + m - i),
                rng.beta(f1 + k - i, f0 + silent - m + i)]

    def _right(self, m: int, count: int, rng) -> np.ndarray:
        """How many of the alerts were right, where m were on the list: draws."""
        of_alerts, of_silent = self._logs
        i = np.arange(max(0, m - of_silent.size + 1), min(m, of_alerts.size - 1) + 1)
        logs = of_alerts[i] + of_silent[m - i]
        weights = np.exp(logs - logs.max())
        return np.repeat(i, rng.multinomial(count, weights / weights.sum()))

    def log_density(self, theta: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the rate's coordinate, not normalised."""
        m, weights, n = self._terms
        x, spare, slope = self.scale.place(theta.ravel())
        with np.errstate(divide="ignore"):
            one, other = log_powers((1.0, 0.0), x, spare), log_powers((0.0, 1.0), x, spare)
        a, b = own_powers(self.joint)[0][0]
        logs = weights + np.outer(one, m + a) + np.outer(other, n - m + b)
        top = logs.max(axis=1)
        found = np.log(np.exp(logs - top[:, None]).sum(axis=1)) + top
        return (found + slope).reshape(theta.shape)


def _ways(n: int, i) -> np.ndarray:
    """The logarithm of n over i."""
    return gammaln(n + 1.0) - gammaln(i + 1) - gammaln(n - i + 1)


def _convolved(one, other, known) -> np.ndarray:
    """Logarithms of the sums over i + j = m of exp(one_i + other_j), as far as known_m needs them.

    Both are tilted so that the largest terms of the whole sum are near 1. What is then too small
    even for extended precision is 0; if it could matter, Underflow is raised.
    """
    tilt, at = _slope(one, other, known), np.arange(known.size)
    left, top = _scaled(one + tilt * at[: one.size])
    right, high = _scaled(other + tilt * at[: other.size])
    with np.errstate(divide="ignore"):
        logs = np.log(np.convolve(left, right)).astype(float)
    total = logs + known - tilt * at
    hidden = known - tilt * at - DEEP
    if hidden.max() > total.max() - KEPT:
        raise Underflow
    return logs + top + high - tilt * at


def _scaled(logs) -> tuple[np.ndarray, float]:
    """Numbers from their logarithms, the largest being 1, and the logarithm of that."""
    return np.exp((logs - logs.max()).astype(np.longdouble)), float(logs.max())


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
