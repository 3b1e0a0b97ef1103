"""How likely is each table, given counts and beliefs? The density that `posterior` integrates.

A table is fixed by prevalence, tpir and fpir. A belief about one of them, and a count (k, n) of any
rate P(x | y), are factors r^a (1 - r)^b of the density, r the rate: a ratio of sums of the four
cells, which are linear in each parameter. `Joint` keeps the factors and the bounds; `summit` finds
the highest point and the curvature there, from which `slices` guesses where to integrate. Values
come with their complements, so that rates near 1 keep their digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import entr, expit

from ...table.rates import CELLS, RATES

__all__ = ["Factor", "Joint", "Summit", "alone", "cells_of", "height_at", "merged", "share",
           "summit"]

PARAMETERS = ("prevalence", "tpir", "fpir")
LEAST = 1e-300
"""What stands for a rate fixed at 0, so that ratios of cells stay defined."""


class Factor(NamedTuple):
    """A factor r^a (1 - r)^b, r the share of `counted` cells among `counted` and `rest`."""

    counted: tuple[bool, ...]
    rest: tuple[bool, ...]
    a: float
    b: float

    @classmethod
    def of(cls, statement, a: float = 0.0, b: float = 0.0) -> Factor:
        """The factor of a statement's rate."""
        rest = statement.among & ~statement.counted
        return cls(tuple(statement.counted.tolist()), tuple(rest.tolist()), a, b)

    @property
    def key(self) -> frozenset:
        """What is the same for a rate and its complement."""
        return frozenset((self.counted, self.rest))

    def seen_as(self, other: Factor) -> tuple[float, float]:
        """The powers of the rate of `other`, the same rate or its complement, and of 1 less it."""
        return (self.a, self.b) if self.counted == other.counted else (self.b, self.a)

    @property
    def flipped(self) -> Factor:
        """The same factor, seen as that of the complementary rate."""
        return Factor(self.rest, self.counted, self.b, self.a)


def merged(factors) -> tuple[Factor, ...]:
    """Factors of one rate (or its complement) as one; r is the one expected small."""
    powers = {}
    for factor in factors:
        if (factor.rest, factor.counted) in powers:
            factor = factor.flipped
        key = factor.counted, factor.rest
        a, b = powers.get(key, (0.0, 0.0))
        powers[key] = a + factor.a, b + factor.b
    found = (Factor(*key, *power) for key, power in powers.items() if power != (0.0, 0.0))
    return tuple(factor.flipped if factor.a > factor.b else factor for factor in found)


def share(mask, cells) -> np.ndarray:
    """The sum of the chosen cells, the first axis of `cells`."""
    return np.einsum("c,c...->...", np.asarray(mask, dtype=float), cells)


def cells_of(values, spares) -> np.ndarray:
    """The four cells, first axis, of (prevalence, tpir, fpir) and their complements."""
    (p, s, f), (pc, sc, fc) = values, spares
    return np.stack(np.broadcast_arrays(p * s, p * sc, pc * f, pc * fc))


@dataclass(frozen=True, eq=False)
class Joint:
    """Bounds of the three parameters and the factors of their joint density.

    Parameters
    ----------
    low, high : array (3,)
        Bounds of prevalence, tpir and fpir; equal for a parameter taken as known.
    logarithmic : array (3,) of bool
        Whether equal steps are equal ratios, for parameters that range over powers of ten.
    factors : tuple of Factor
    ordered : bool
        Whether tpir must exceed fpir.
    """

    low: np.ndarray
    high: np.ndarray
    logarithmic: np.ndarray
    factors: tuple[Factor, ...]
    ordered: bool = False

    @property
    def free(self) -> list[int]:
        """The parameters that are not taken as known."""
        return [i for i in range(3) if self.low[i] < self.high[i]]

    def bounds(self, i: int) -> np.ndarray:
        """Lower and upper bound of a parameter, and their complements."""
        return self._bounds[i]

    @cached_property
    def _bounds(self) -> np.ndarray:
        values = np.stack([self.low, self.high], axis=1)
        least = np.where(self.low < self.high, 0.0, LEAST)[:, None, None]
        return np.maximum(np.stack([values, 1 - values], axis=1), least)

    def at(self, i: int, tau, spare) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """A parameter `tau` of the way up its range, its complement and its slope."""
        (low, high), (low_spare, high_spare) = self.bounds(i)
        if self.logarithmic[i]:
            value = low * (high / low) ** tau
            slope = value * np.log(high / low)
            return value, (1 - value), slope
        slope = np.broadcast_to(high - low, np.shape(tau))
        return low * spare + high * tau, low_spare * spare + high_spare * tau, slope

    @cached_property
    def noise(self) -> float:
        """The relative rounding error of the density near its summit."""
        shares = [f.a / (f.a + f.b) if f.a > 0 and f.b > 0 else 0.5 for f in self.factors]
        sizes = [max(f.a + f.b, 0) for f in self.factors]
        return 4e-16 * sum(n * (entr(r) + entr(1 - r)) for n, r in zip(sizes, shares, strict=True))

    def corners(self) -> np.ndarray:
        """The cells at the eight corners: an array (4, 2, 2, 2)."""
        return self._corners

    @cached_property
    def _corners(self) -> np.ndarray:
        bounds = [np.stack([self.low[i], self.high[i]]) for i in range(3)]
        values = np.meshgrid(*bounds, indexing="ij")
        return cells_of(values, [1 - value for value in values])

    @cached_property
    def _ranges(self) -> dict:
        return {}

    def range(self, target: Factor) -> tuple[float, float, float, float]:
        """Least and greatest value of a rate, and their complements (nan where always 0 of 0)."""
        key = target.counted, target.rest
        if key not in self._ranges:
            self._ranges[key] = self._ranged(target)
        return self._ranges[key]

    def _ranged(self, target: Factor) -> tuple[float, float, float, float]:
        if not self.low.any() and (self.high == 1).all() and any(target.rest):
            return 0.0, 1.0, 1.0, 0.0
        corners = self.corners()
        counted, rest = share(target.counted, corners), share(target.rest, corners)
        among = counted + rest
        with np.errstate(invalid="ignore", divide="ignore"):
            rate = np.where(among > 0, counted / among, np.nan).ravel()
            spare = np.where(among > 0, rest / among, np.nan).ravel()
        if np.isnan(rate).all():
            return (np.nan,) * 4
        least, most = np.nanargmin(rate), np.nanargmax(rate)
        return rate[least], rate[most], spare[least], spare[most]


def alone(joint: Joint, target: Factor) -> Joint | None:
    """The density of one parameter alone, if the target is one and nothing couples it to others."""
    own = [Factor.of(RATES[name].statement).key for name in PARAMETERS]
    if target.key not in own or joint.ordered or any(f.key not in own for f in joint.factors):
        return None
    low, high, i = np.full(3, 0.5), np.full(3, 0.5), own.index(target.key)
    low[i], high[i] = joint.low[i], joint.high[i]
    factors = tuple(factor for factor in joint.factors if factor.key == target.key)
    return Joint(low, high, joint.logarithmic & (low < high), factors)


def height_at(joint: Joint) -> float:
    """The logarithm of the density where all three parameters are taken as known."""
    (values, spares) = np.stack([joint.bounds(i)[:, 0] for i in range(3)], axis=1)
    cells, total = cells_of(values, spares), 0.0
    for factor in joint.factors:
        counted, rest = share(factor.counted, cells), share(factor.rest, cells)
        total += factor.a * np.log(counted / (counted + rest))
        total += factor.b * np.log(rest / (counted + rest))
    return float(total)


class Summit(NamedTuple):
    """Where the density of the angles is highest, and its covariance there.

    The angle of a parameter is the theta for which sin(theta)^2 is how far up its range it lies.
    """

    angles: np.ndarray
    covariance: np.ndarray
    values: np.ndarray
    slopes: np.ndarray
    log_density: float


def summit(joint: Joint) -> Summit:
    """The highest point and the curvature there, by damped Newton steps."""
    forms = _Forms(joint)
    logit = forms.start()
    height, gradient, hessian = forms.expand(logit)
    damping = 1.0
    for _ in range(200):
        size = np.abs(np.diag(hessian)) + 1e-9
        step = _downhill(hessian - damping * np.diag(size), gradient)
        step = np.clip(step, -6, 6)
        trial = np.clip(logit + step, -90, 90)
        new = forms.expand(trial)
        if new[0] > height:
            gain, logit, (height, gradient, hessian) = new[0] - height, trial, new
            damping = damping / 10 if damping > 1e-12 else 0
            if gain < 1e-6:
                break
        else:
            damping = max(damping * 10, 1e-6)
            if damping > 1e12:
                break
    return forms.summit(logit, height, hessian)


def _downhill(hessian, gradient) -> np.ndarray:
    """The Newton step to a maximum, with all curvatures made negative."""
    values, vectors = np.linalg.eigh(hessian)
    return vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), 1e-12))


class _Forms:
    """The log density of the angles as a function of the logits of the free parameters' places."""

    def __init__(self, joint: Joint):
        self.joint, self.free = joint, joint.free
        powers = {}
        for counted, rest, a, b in joint.factors:
            among = tuple(x or y for x, y in zip(counted, rest, strict=True))
            for mask, power in ((counted, a), (rest, b), (among, -a - b)):
                if not all(mask):
                    powers[mask] = powers.get(mask, 0.0) + power
        self.masks = np.array(list(powers) or [(True,) * len(CELLS)], dtype=float)
        self.powers = np.array(list(powers.values()) or [0.0])

    def start(self) -> np.ndarray:
        """The logits at which each parameter's own factor is highest, moved inside."""
        logit = np.zeros(len(self.free))
        for place, i in enumerate(self.free):
            own = Factor.of(RATES[PARAMETERS[i]].statement)
            for factor in self.joint.factors:
                factor = factor.flipped if factor.counted == own.rest else factor
                if factor[:2] == own[:2]:
                    rate = np.clip((factor.a + 1) / (factor.a + factor.b + 2), 1e-12, 1 - 1e-12)
                    logit[place] = self.logit_of(i, rate)
        return self.in_order(logit)

    def logit_of(self, i: int, rate: float) -> float:
        """The logit of a parameter's place in its range, not too near the ends."""
        low, high = self.joint.low[i], self.joint.high[i]
        if self.joint.logarithmic[i]:
            tau = np.log(max(rate, low) / low) / np.log(high / low)
        else:
            tau = (rate - low) / (high - low)
        tau = np.clip(tau, 1e-9, 1 - 1e-9)
        return float(np.log(tau / (1 - tau)))

    def in_order(self, logit) -> np.ndarray:
        """The start, with tpir and fpir moved to either side of their mean where they must."""
        (_, tpir, fpir), low, high = self.parts(logit)[0], self.joint.low, self.joint.high
        if not self.joint.ordered or tpir > fpir:
            return logit
        middle = np.clip((tpir + fpir) / 2, max(low[1], low[2]), min(high[1], high[2]))
        moved = {1: middle + 0.01 * (high[1] - middle), 2: middle - 0.01 * (middle - low[2])}
        for place, i in enumerate(self.free):
            logit[place] = self.logit_of(i, moved[i]) if i in moved else logit[place]
        return logit

    def parts(self, logit) -> tuple:
        values, spares = np.empty(3), np.empty(3)
        slopes, bends = np.zeros(3), np.zeros(3)
        for i in range(3):
            (values[i], _), (spares[i], _) = self.joint.bounds(i)
        tau, spare = expit(logit), expit(-logit)
        for place, i in enumerate(self.free):
            t, u = tau[place], spare[place]
            values[i], spares[i], slope = self.joint.at(i, t, u)
            slopes[i] = slope * t * u
            bends[i] = slope * t * u * (u - t)
            if self.joint.logarithmic[i]:
                bends[i] += slopes[i] ** 2 / values[i]
        return values, spares, slopes, bends, tau, spare

    def expand(self, logit) -> tuple:
        """Value, gradient and Hessian."""
        values, spares, slopes, bends, tau, spare = self.parts(logit)
        form, first, second = _linear(self.masks, values, spares)
        with np.errstate(divide="ignore", invalid="ignore"):
            height = self.powers @ np.log(form) + 0.5 * np.log(tau * spare).sum()
            relative = first / form[:, None]
            gradient = self.powers @ relative
            hessian = np.einsum("k,kij->ij", self.powers, second / form[:, None, None])
            hessian = hessian - np.einsum("k,ki,kj->ij", self.powers, relative, relative)
        hessian = hessian * np.outer(slopes, slopes) + np.diag(gradient * bends)
        free = np.ix_(self.free, self.free)
        hessian = hessian[free] - np.diag(tau * spare)
        gradient = (gradient * slopes)[self.free] + 0.5 * (spare - tau)
        if self.joint.ordered and not values[1] > values[2]:
            height = -np.inf
        if not (np.isfinite(height) and np.isfinite(hessian).all()):
            height = -np.inf
        return height, gradient, hessian

    def summit(self, logit, height, hessian) -> Summit:
        values, _, slopes, _, tau, spare = self.parts(logit)
        angles, stretch = np.zeros(3), np.sqrt(tau * spare) / 2
        angles[self.free] = np.arctan2(np.sqrt(tau), np.sqrt(spare))
        curvature = hessian / np.outer(stretch, stretch)
        found, vectors = np.linalg.eigh(-curvature)
        covariance = np.zeros((3, 3))
        covariance[np.ix_(self.free, self.free)] = (vectors / np.maximum(found, 1.0)) @ vectors.T
        per_angle = np.zeros(3)
        per_angle[self.free] = slopes[self.free] / stretch
        return Summit(angles, covariance, values, per_angle, float(height))


def _linear(masks, values, spares) -> tuple:
    """Sums of cells (K,), their gradients (K, 3) and Hessians (K, 3, 3) in the parameters."""
    (p, s, f), (pc, sc, fc) = values, spares
    w = masks.T
    listed, others = s * w[0] + sc * w[1], f * w[2] + fc * w[3]
    form = p * listed + pc * others
    first = np.stack([listed - others, p * (w[0] - w[1]), pc * (w[2] - w[3])], axis=-1)
    second = np.zeros((masks.shape[0], 3, 3))
    second[:, 0, 1] = second[:, 1, 0] = w[0] - w[1]
    second[:, 0, 2] = second[:, 2, 0] = w[3] - w[2]
    return form, first, second
