"""What is known of one rate once the counts are in? Its mean, quantiles, intervals and density.

A `Marginal` is one rate's share of a posterior: an exact Beta where nothing couples the rate to the
others, otherwise a `Law`, the density found by quadrature over all tables that have the rate. All
methods take scalars or arrays, scalar in scalar out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..intervals.interval import Interval
from ..table.rates import Rate
from ..words import check, wording
from .beta import Fixed, Prior
from .lines.curves import Curve
from .lines.joint import Factor, Joint
from .lines.quadrature import Panels, Wanted, integrate, rule
from .lines.slices import CURVE, Slices, TooRough
from .mixtures import Mixture
from .planes.grids import Grid
from .planes.paths import Path
from .planes.planes import Planes

__all__ = ["Law", "Marginal"]

FINE = Wanted(size=32, tolerance=1e-14, lost=1e-14, curve=True)
SLIVERS, SLIVER = 8, 0.01
"""Panels from which on they may be slivers, and how narrow these are, in quartile ranges."""
OTHER = Wanted(size=30, tolerance=2e-8, lost=3e-9, curve=True)


@dataclass(frozen=True, eq=False)
class Law:
    """The distribution of a rate under a joint density, by quadrature.

    Parameters
    ----------
    grid : Grid
        Of the joint density.
    target : Factor
        The rate.
    across : int, optional
        The parameter that is constant on each line, if planes are integrated line by line.
    wanted : Wanted
    quick : bool
        Whether to look for a way faster than line by line.
    """

    grid: Grid
    target: Factor
    across: int | None = None
    wanted: Wanted = CURVE
    quick: bool = True

    @property
    def joint(self) -> Joint:
        """The joint density."""
        return self.grid.joint

    @cached_property
    def _found(self) -> tuple:
        """The density, not normalised, and its panels."""
        kind = Path if len(self.joint.free) == 1 else Slices
        lines = kind(self.joint, self.target, self.grid.summit, self.across)
        if self.quick and len(self.joint.free) == 3:
            found = self._integrated(Planes(lines))
            if not _torn(found[1], found[0].kinks):
                return found
        return self._integrated(lines)

    def _integrated(self, slices) -> tuple:
        parts = slices.edges
        ends = tuple(np.array([end]) for end in slices.scale.ends)
        kinks = slices.kinks
        inside = kinks[(kinks > parts[0]) & (kinks < parts[-1])]
        edges = np.sort(np.concatenate([parts, inside]))[None]
        wanted = slices.wanted(FINE if len(self.joint.free) == 1 else self.wanted)
        return slices, integrate(
            lambda _, theta: slices.log_density(theta), edges, ends, wanted, kinks[None])

    @property
    def slices(self) -> Planes | Slices:
        """The density, not normalised."""
        return self._found[0]

    @property
    def _panels(self):
        return self._found[1]

    @property
    def log_integral(self) -> float:
        """The logarithm of the integral of the joint density."""
        return float(self._panels.log_integral[0])

    @cached_property
    def curve(self) -> Curve:
        """The density of the rate's angle."""
        return Curve.of(self._panels)

    @cached_property
    def _nodes(self) -> tuple[np.ndarray, np.ndarray]:
        theta, values = self._panels.nodes
        weight = values * rule(values.shape[1]).weights
        return theta.ravel(), weight.ravel() / weight.sum()

    @cached_property
    def mean(self) -> float:
        """The mean."""
        theta, weight = self._nodes
        return float(weight @ self.slices.scale.place(theta)[0])

    @cached_property
    def sd(self) -> float:
        """The standard deviation."""
        theta, weight = self._nodes
        return float(np.sqrt(weight @ np.square(self.slices.scale.place(theta)[0] - self.mean)))

    def cdf(self, x):
        """P(rate <= x)."""
        return self.curve.cdf(self.slices.scale.of(np.asarray(x, dtype=float)))

    def quantile(self, p):
        """The value with probability `p` below it."""
        return self.slices.scale.place(self.curve.quantile(np.asarray(p, dtype=float)))[0]

    def density(self, x):
        """The density at `x`."""
        x = np.asarray(x, dtype=float)
        scale = self.slices.scale
        first, last = np.diff(self.curve.edges)[[0, -1]] / 1000
        theta = np.clip(scale.of(x), scale.ends[0] + first, scale.ends[1] - last)
        with np.errstate(divide="ignore"):
            found = self.curve.density(theta) / np.exp(self.slices.scale.place(theta)[2])
        return np.where((x >= scale.least) & (x <= scale.most), found, 0)

    @cached_property
    def error(self) -> float:
        """The largest error of `cdf`, from a second integration along other lines, and rounding."""
        if len(self.joint.free) == 1:
            return 1e-10 + 10 * self.joint.noise
        other = self._other()
        theta = self.curve.quantile(np.linspace(0.002, 0.998, 97))
        apart = np.abs(self.curve.cdf(theta) - other.curve.cdf(theta)).max()
        apart = max(apart, abs(np.expm1(self.log_integral - other.log_integral)))
        return float(3 * apart + 2e-9 + 10 * self.joint.noise)

    def _other(self) -> Law:
        """The same distribution line by line, along other lines where there is a choice."""
        ranked = Slices(self.joint, self.target, self.grid.summit).ranked
        if isinstance(self.slices, Slices):
            ranked = [*ranked[1:], ranked[0]]
        for across in ranked:
            other = Law(self.grid, self.target, across, OTHER, quick=False)
            try:
                _ = other.curve
            except TooRough as problem:
                given_up = problem
            else:
                return other
        raise given_up


def _torn(panels: Panels, kinks: np.ndarray) -> bool:
    """Whether a density had to be cut into slivers away from its kinks, and so may have jumps.

    It has none: but a plane's integral may have missed a second bell where the next one's found it.
    """
    lengths = panels.high - panels.low
    if lengths.size < SLIVERS:
        return False
    spread = np.ptp(Curve.of(panels).quantile(np.array([0.25, 0.75])))
    gaps = np.abs(np.stack([panels.low, panels.high])[..., None] - kinks).min(axis=(0, 2))
    return bool(((lengths < SLIVER * spread) & (gaps > lengths / SLIVER)).any())


@dataclass(frozen=True, eq=False)
class Marginal:
    """One rate's posterior distribution.

    Parameters
    ----------
    rate : Rate
        Which rate, and what it is a share of.
    law : Prior, Law or Mixture
        The distribution of the rate, or of 1 less the rate if `mirrored`.
    mirrored : bool
    """

    rate: Rate
    law: Prior | Law | Mixture
    mirrored: bool = False

    @property
    def mean(self) -> float:
        """The mean."""
        return 1 - self.law.mean if self.mirrored else self.law.mean

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.law.sd

    @property
    def median(self) -> float:
        """The value that is as likely too high as too low."""
        return self.quantile(0.5)

    @property
    def error(self) -> float:
        """A bound of the error of `cdf`, and of the level at which a `quantile` really lies."""
        return 1e-12 if isinstance(self.law, Prior) else self.law.error

    def quantile(self, p):
        """The value with probability `p` in [0, 1] below it."""
        p = check.rate("p", p)
        return check.plain(self._quantile(p))

    def _quantile(self, p) -> np.ndarray:
        found = self.law.quantile(1 - p if self.mirrored else p)
        return np.asarray(1 - found if self.mirrored else found)

    def cdf(self, x):
        """P(rate <= x)."""
        x = check.number("x", x)
        found = np.asarray(self.law.cdf(1 - x if self.mirrored else x))
        return check.plain(1 - found if self.mirrored else found)

    def density(self, x):
        """The density at `x`."""
        x = check.number("x", x)
        return check.plain(np.asarray(self.law.density(1 - x if self.mirrored else x)))

    def interval(self, level: float = 0.95) -> Interval:
        """The equal-tailed interval: as much probability below it as above."""
        level = check.level(level)
        low, high = self._quantile(np.array([0.5 - level / 2, 0.5 + level / 2]))
        return Interval(float(low), float(high), level=level, method="equal-tailed")

    def hdi(self, level: float = 0.95) -> Interval:
        """The shortest interval, highest in density where the density has one peak."""
        level = check.level(level)
        if isinstance(self.law, Fixed):
            return Interval(self.mean, self.mean, level=level, method="highest density")
        low, high = 0.0, 1 - level
        for _ in range(6):
            below = np.linspace(low, high, 41)
            left, right = self._quantile(below), self._quantile(np.minimum(below + level, 1))
            best = int(np.argmin(right - left))
            low, high = below[max(best - 1, 0)], below[min(best + 1, 40)]
            if high - low < 1e-4:
                break
        low, high = self._level_ends(low, high, level) if 0 < best < 40 else [below[best]] * 2
        ends = self._quantile(np.array([low, min(high + level, 1)]))
        return Interval(*map(float, ends), level=level, method="highest density")

    def _level_ends(self, low, high, level) -> tuple[float, float]:
        """Where the densities at both ends of the interval agree."""
        for _ in range(6):
            below = np.linspace(low, high, 17)
            gap = self.density(self._quantile(below)) - self.density(self._quantile(below + level))
            above = np.flatnonzero(gap >= 0)
            place = int(above[0]) if above.size else 16
            low, high = below[max(place - 1, 0)], below[place]
        return (low + high) / 2, (low + high) / 2

    def row(self, level: float = 0.95) -> dict:
        """The numbers of one row of a table."""
        low, high = self.interval(level)
        return {"rate": self.rate.name, "statement": f"P({self.rate.text})", "of": self.rate.of,
                "mean": self.mean, "sd": self.sd, "median": self.median, "low": low, "high": high}

    def __str__(self) -> str:
        low, high = self.interval()
        middle, ends = wording.share(self.median), wording.interval(low, high)
        return (f"{self.rate.name}, the share of {self.rate.of} that {self.rate.what}: "
                f"{middle} (95 % credible interval {ends})")
