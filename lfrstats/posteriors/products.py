"""What is a rate's density, where the posterior is smooth? Planes by a product of Gauss rules.

Tables in which a rate is x form a plane. Over two of the parameters it is integrated on one product
grid for all x (`grids`), the third parameter being what it must be for the rate to be x. That is
many times faster than fitting each line (`slices`), and as exact where it applies: the density
must be smooth over the whole grid, which is checked on every plane by the decay of its Legendre
coefficients, and the plane must not be cut off by the third parameter's bounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from ..rates import RATES
from .grids import Axis, Grid, Unresolved, axis, log_powers, log_ratio, own_powers, total
from .joint import PARAMETERS, Factor, Joint
from .quadrature import Wanted, rule
from .scales import QUARTER, Scale, corners, scale_of

__all__ = ["Products"]

SIZES = (16, 20, 24, 30, 36, 44, 54, 66, 80, 100, 120)
"""Nodes along an axis: the fewest that show the density to be smooth."""
TOLERANCE = 3e-9
"""Largest error of a plane's integral, as a share of the largest plane's."""
CHUNK = 32_768
"""Points at a time: few enough to stay in the cache."""
MOST = 6000
"""Points a plane may need before its lines are fitted one by one instead."""
PILOT = np.array([0.0, -1.5, 1.5, -3.0, 3.0])
"""Where the sizes are tried, in standard deviations of the rate."""

_OWN = [Factor.of(RATES[name].statement) for name in PARAMETERS]


@dataclass(frozen=True, eq=False)
class Products:
    """The density of one rate under a joint density, over one product grid.

    Parameters
    ----------
    grid : Grid
    target : Factor
        The rate, with powers 0.
    """

    grid: Grid
    target: Factor

    @property
    def joint(self) -> Joint:
        """The joint density."""
        return self.grid.joint

    @cached_property
    def scale(self) -> Scale:
        """The coordinate of the rate."""
        return scale_of(self.joint, self.target)

    @cached_property
    def direction(self) -> tuple[None, float, float]:
        """Standard deviation and mean of the coordinate, roughly."""
        mean, sd = self.grid.moments(self.target, self.scale)
        return None, sd, mean

    @cached_property
    def kinks(self) -> np.ndarray:
        """The coordinates at which planes meet corners of the box."""
        return corners(self.joint, self.target, self.scale)

    def wanted(self, least: Wanted) -> Wanted:
        """The accuracy wanted, or what rounding allows with very large counts."""
        return replace(least, tolerance=max(least.tolerance, self.joint.noise))

    @cached_property
    def _terms(self) -> tuple:
        """Powers of each parameter, factors that couple them, and the powers of the rate itself."""
        powers, coupling = own_powers(self.joint)
        mine = [factor for factor in coupling if factor.key == self.target.key]
        rest = [factor for factor in coupling if factor.key != self.target.key]
        return powers, rest, mine[0].seen_as(self.target) if mine else (0.0, 0.0)

    @cached_property
    def plan(self) -> tuple[int, Axis, Axis]:
        """The parameter that follows from the rate, and the nodes of the other two.

        Raises Unresolved where no parameter and no affordable number of nodes will do.
        """
        if self.joint.ordered and self._overlap():
            raise Unresolved("the order cuts the grid")
        for through in self._choices():
            sizes = [0, 0]
            while max(sizes) < len(SIZES) and self._points(through, sizes) <= MOST:
                plan = self._nodes(through, sizes)
                worst = self._tried(plan)
                if max(worst) <= TOLERANCE:
                    return plan
                if np.isinf(max(worst)):
                    break
                sizes[int(np.argmax(worst))] += 1
        raise Unresolved("no product grid resolves the density")

    def _overlap(self) -> bool:
        (low, _), (_, high) = self.grid.reach[1], self.grid.reach[2]
        return axis_value(self.joint, 1, low) <= axis_value(self.joint, 2, high)

    def _choices(self) -> list[int]:
        own = [i for i in self.joint.free if _OWN[i].key == self.target.key]
        return own or list(self.joint.free)

    def _points(self, through, sizes) -> int:
        free = [i for i in self.joint.free if i != through]
        return int(np.prod([SIZES[size] for size, _ in zip(sizes, free, strict=False)]))

    def _nodes(self, through: int, sizes) -> tuple[int, Axis, Axis]:
        others = [i for i in range(3) if i != through]
        wanted = iter(sizes)
        nodes = [axis(self.joint, i, self.grid.reach[i],
                      SIZES[next(wanted)] if i in self.joint.free else 1) for i in others]
        return through, *nodes

    def _tried(self, plan) -> tuple[float, float]:
        """The worst errors along both axes on a few planes; infinite where planes are cut off."""
        _, spread, centre = self.direction
        theta = np.clip(centre + spread * PILOT, *self.scale.ends)
        inside = theta[(theta > self.scale.ends[0]) & (theta < self.scale.ends[1])]
        x, spare, slope = self.scale.place(inside)
        try:
            logs, errors = self._planes(plan, x, spare)
        except Unresolved:
            return np.inf, np.inf
        if not np.isfinite(top := (logs + slope).max()):
            return np.inf, np.inf
        weight = np.exp(logs + slope - top)
        return tuple(float((weight * error).max()) for error in errors)

    def log_density(self, theta: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the rate's coordinate, not normalised."""
        x, spare, slope = self.scale.place(theta.ravel())
        step = max(1, CHUNK // (self.plan[1].angle.size * self.plan[2].angle.size))
        parts = [self._planes(self.plan, x[i : i + step], spare[i : i + step])
                 for i in range(0, x.size, step)]
        logs = np.concatenate([part[0] for part in parts]) + slope
        errors = np.concatenate([np.max(part[1], axis=0) for part in parts])
        self.peak[0] = max(self.peak[0], logs.max())
        if (np.exp(logs - self.peak[0]) * errors).max() > 10 * TOLERANCE:
            raise Unresolved("a plane is rougher than those tried")
        return logs.reshape(theta.shape)

    @cached_property
    def peak(self) -> np.ndarray:
        """The highest density yet seen."""
        return np.full(1, -np.inf)

    def _planes(self, plan, x, spare) -> tuple[np.ndarray, tuple]:
        """Integrals over planes (logarithms), and their relative errors along both axes."""
        through, *others = plan
        place = [i for i in range(3) if i != through]
        values, spares, base = [None] * 3, [None] * 3, 0.0
        powers, coupling, mine = self._terms
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for i, nodes, shape in zip(place, others, ((1, -1, 1), (1, 1, -1)), strict=True):
                values[i], spares[i] = nodes.value.reshape(shape), nodes.spare.reshape(shape)
                own = log_powers(powers[i], values[i], spares[i])
                base = base + own + nodes.log_weight.reshape(shape)
            logs = self._solved(through, values, spares, x[:, None, None], spare[:, None, None])
            logs = logs + log_powers(powers[through], values[through], spares[through])
            cells = _cells(values, spares)
            for factor in coupling:
                logs = logs + log_ratio(factor, cells)
            logs = logs + base
            logs = np.where(np.isnan(logs), -np.inf, logs)
            top = logs.max(axis=(1, 2), keepdims=True)
            mass = np.exp(logs - np.where(np.isfinite(top), top, 0.0))
            sums = mass.sum(axis=(1, 2))
            found = np.log(sums) + top[:, 0, 0] + log_powers(mine, x, spare)
        return found, (self._rough(mass.sum(axis=2), sums, place[0]),
                       self._rough(mass.sum(axis=1), sums, place[1]))

    def _solved(self, through, values, spares, x, spare):
        """Sets the parameter that follows from the rate; the logarithm of how fast it moves."""
        if _OWN[through].key == self.target.key:
            same = _OWN[through].counted == self.target.counted
            values[through], spares[through] = (x, spare) if same else (spare, x)
            return 0.0
        ends = []
        for value in (1.0, 0.0):
            values[through], spares[through] = value, 1.0 - value
            cells = _cells(values, spares)
            counted, rest = total(self.target.counted, cells), total(self.target.rest, cells)
            ends.append((counted * spare - rest * x, counted + rest))
        (up, among_up), (down, among_down) = ends
        odds = -down / up
        value = odds / (1 + odds)
        inside = odds >= 0
        value = np.where(inside, value, np.where(odds < -1, 1.0, 0.0))
        self._check_bounds(through, inside, value)
        values[through], spares[through] = value, np.where(inside, 1 / (1 + odds), 1 - value)
        among = values[through] * among_up + spares[through] * among_down
        return np.where(inside, np.log(among / np.abs(up - down)), -np.inf)

    def _check_bounds(self, through, inside, value) -> None:
        """That no plane is cut off where there is mass."""
        low, high = self.grid.reach[through]
        least, most = self.joint.low[through], self.joint.high[through]
        below, above = (~inside & (value == 0)) | (value < least), (
            ~inside & (value == 1)) | (value > most)
        if (low == 0 and below.any()) or (high == QUARTER and above.any()):
            raise Unresolved("planes are cut off")
        inside &= ~(below | above)

    def _rough(self, mass, sums, i) -> np.ndarray:
        """The error of the integral along an axis, from the last Legendre coefficients."""
        size = mass.shape[1]
        if size == 1:
            return np.zeros(sums.shape)
        tail, mid = _windows(size)
        last, half = np.abs(mass @ tail).max(axis=1), np.abs(mass @ mid).max(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            error = last * np.square(np.minimum(last / half, 1)) / sums
            for end, reach, bound in ((0, 0, 0.0), (-1, 1, QUARTER)):
                if self.grid.reach[i][reach] != bound:
                    error = np.maximum(error, mass[:, end] / rule(size).weights[end] / sums / 100)
        return np.where(sums > 0, error, 0.0)


def axis_value(joint: Joint, i: int, angle: float) -> float:
    """The value of a parameter at an angle."""
    if i not in joint.free:
        return float(joint.low[i])
    return float(joint.at(i, np.sin(angle) ** 2, np.cos(angle) ** 2)[0])


@lru_cache(maxsize=32)
def _windows(size: int) -> tuple[np.ndarray, np.ndarray]:
    """From masses at nodes to Legendre coefficients: the last four, and four from the middle."""
    gauss, half = rule(size), size // 2
    columns = gauss.coefficients / gauss.weights[:, None]
    return columns[:, -4:], columns[:, half - 2 : half + 2]


def _cells(values, spares):
    (p, s, f), (pc, sc, fc) = values, spares
    return p * s, p * sc, pc * f, pc * fc
