"""How are the other parameters spread, given one? One product grid for all planes of tables.

Tables in which a rate is x form a plane. Over two of the parameters its mass is taken on one
product grid for all x (`grids`), the third parameter being what it must be for the rate to be x.
Draws of the other two parameters come from it, given the rate (`draws`). Whether the grid will do
is checked on every plane by the decay of its Legendre coefficients.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from ..lines.joint import Factor, Joint
from ..lines.quadrature import rule
from ..lines.scales import QUARTER, Scale, scale_of
from .grids import (
    OWN,
    Axis,
    Grid,
    axis,
    cells_at,
    log_powers,
    log_ratio,
    own_powers,
    total,
    windows,
)

__all__ = ["Products"]

SIZES = (16, 20, 24, 30, 36, 44, 54, 66, 80, 100, 120, 150)
"""Nodes along an axis: the fewest that show the density to be smooth are taken."""
MOST = 12_000
"""Points a plane may need before its lines are fitted one by one instead."""
LOST = 0.25
"""Error at which a plane is not trusted to be as small as it looks."""
MARGIN = 5.0
"""How much better than needed the few planes must be by which a grid is chosen."""
CHUNK = 16_384
"""Points at a time: few enough to stay in the cache."""
PILOT = np.array([0.0, -1.5, 1.5, -3.0, 3.0])
"""Where the sizes are tried, in standard deviations of the rate."""


class Plan(NamedTuple):
    """The parameter that follows from the rate, the other two, and their nodes."""

    through: int
    others: tuple[int, int]
    nodes: tuple[Axis, Axis]

    @property
    def points(self) -> int:
        """Points a plane."""
        return self.nodes[0].angle.size * self.nodes[1].angle.size


@dataclass(frozen=True, eq=False)
class Products:
    """The masses of the planes of one rate under a joint density, on product grids.

    Parameters
    ----------
    grid : Grid
    target : Factor
        The rate, with powers 0.
    tolerance : float
        Largest error of a plane's integral, as estimated, as a share of the largest plane's.
    """

    grid: Grid
    target: Factor
    tolerance: float

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
    def peak(self) -> np.ndarray:
        """The highest density yet seen."""
        return np.full(1, -np.inf)

    @cached_property
    def _made(self) -> list:
        return []

    def plans(self) -> Iterator[Plan]:
        """The plans, through each parameter that may follow from the rate; made when needed."""
        if self.grid.cut:
            return
        own = [i for i in self.joint.free if OWN[i].key == self.target.key]
        choices = own or [i for i in (0, 2, 1) if i in self.joint.free]
        for place, through in enumerate(choices):
            if place == len(self._made):
                self._made.append(self._plan(through))
            if (plan := self._made[place]) is not None:
                yield plan

    def _plan(self, through: int) -> Plan | None:
        """The smallest grid that resolves as many of a few planes as any, or None for none."""
        _, spread, centre = self.direction
        low, high = self.scale.ends
        theta = np.clip(centre + spread * PILOT, low, high)
        theta = theta[(theta > low) & (theta < high)]
        best, resolved, sizes = None, 0, [0, 0]
        while (plan := self._nodes(through, sizes)) is not None and plan.points <= MOST:
            logs, *errors = self._batches(plan, theta)
            if not np.isfinite(top := logs.max()):
                break
            fine = self.fine(logs - top, np.maximum(*errors), MARGIN)
            if fine.sum() > resolved:
                best, resolved = plan, fine.sum()
            if fine.all():
                break
            finite = [np.where(np.isfinite(error), error, 0).max() for error in errors]
            sizes[int(np.argmax(finite))] += 2 if max(finite) > LOST else 1
        return best

    def _nodes(self, through: int, sizes) -> Plan | None:
        if max(sizes) >= len(SIZES):
            return None
        others = tuple(i for i in range(3) if i != through)
        nodes = tuple(
            axis(self.joint, i, self.grid.reach[i], SIZES[size])
            for i, size in zip(others, sizes, strict=True)
        )
        return Plan(through, others, nodes)

    def _batches(self, plan: Plan, theta) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Densities at many places and the errors of their planes along both axes."""
        x, spare, slope = self.scale.place(theta)
        step = max(1, CHUNK // plan.points)
        parts = [self.integrals(plan, x[i : i + step], spare[i : i + step])
                 for i in range(0, x.size, step)]
        logs, *errors = (np.concatenate(column) for column in zip(*parts, strict=True))
        return logs + slope, *errors

    @cached_property
    def _terms(self) -> tuple:
        """Powers of each parameter, factors that couple them, and the powers of the rate itself."""
        powers, coupling = own_powers(self.joint)
        mine = [factor for factor in coupling if factor.key == self.target.key]
        rest = [factor for factor in coupling if factor.key != self.target.key]
        return powers, rest, mine[0].seen_as(self.target) if mine else (0.0, 0.0)

    def integrals(self, plan: Plan, x, spare) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Integrals over planes (logarithms), and their relative errors along both axes."""
        top, mass, cut = self.masses(plan, x, spare)
        sums = mass.sum(axis=(1, 2))
        with np.errstate(divide="ignore"):
            found = np.log(sums) + top + log_powers(self._terms[2], x, spare)
        one, two = plan.others
        first = self._rough(np.swapaxes(windows(mass.shape[1]).T @ mass, 1, 2), mass, sums, one)
        second = self._rough(mass @ windows(mass.shape[2]), np.swapaxes(mass, 1, 2), sums, two)
        return np.fmax(found, -np.inf), np.where(cut, np.inf, first), np.where(cut, np.inf, second)

    def masses(self, plan: Plan, x, spare) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The largest mass of each plane (logarithm), all as shares of it, and which are cut."""
        powers, coupling, _ = self._terms
        values, spares, base = [None] * 3, [None] * 3, 0.0
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            for i, at, shape in zip(plan.others, plan.nodes, ((-1, 1), (1, -1)), strict=True):
                values[i], spares[i] = at.value.reshape(1, *shape), at.spare.reshape(1, *shape)
                own = log_powers(powers[i], values[i], spares[i])
                base = base + own + at.log_weight.reshape(1, *shape)
            at = plan.through
            logs, cut = self._solve(at, values, spares, x[:, None, None], spare[:, None, None])
            logs = logs + log_powers(powers[at], values[at], spares[at])
            cells = cells_at(values, spares)
            for factor in coupling:
                logs = logs + log_ratio(factor, cells)
            logs = np.fmax(logs + base + np.zeros((x.size, 1, 1)), -np.inf)
            top = logs.max(axis=(1, 2))
            mass = np.exp(logs - np.where(np.isfinite(top), top, 0.0)[:, None, None])
        return top, mass, cut

    def _solve(self, through, values, spares, x, spare) -> tuple:
        """Sets the parameter that follows; how fast it moves (logarithm), and which are cut off."""
        if OWN[through].key == self.target.key:
            same = OWN[through].counted == self.target.counted
            values[through], spares[through] = (x, spare) if same else (spare, x)
            return 0.0, np.zeros(x.size, dtype=bool)
        ends = []
        for value in (1.0, 0.0):
            values[through], spares[through] = value, 1.0 - value
            cells = cells_at(values, spares)
            counted, rest = total(self.target.counted, cells), total(self.target.rest, cells)
            ends.append((counted * spare - rest * x, counted + rest))
        (up, among_up), (down, among_down) = ends
        odds = -down / up
        inside = odds >= 0
        value, rest = odds / (1 + odds), 1 / (1 + odds)
        inside, cut = self._within(through, odds, inside, value)
        values[through], spares[through] = np.where(inside, value, 0.5), np.where(inside, rest, 0.5)
        among = values[through] * among_up + spares[through] * among_down
        return np.where(inside, np.log(among / np.abs(up - down)), -np.inf), cut

    def _within(self, through, odds, inside, value) -> tuple[np.ndarray, np.ndarray]:
        """Where the parameter is within its bounds, and the planes cut off where there is mass."""
        low, high = self.grid.reach[through]
        below = np.where(inside, value < self.joint.low[through], odds > -1)
        above = np.where(inside, value > self.joint.high[through], odds < -1)
        cut = np.zeros(len(odds), dtype=bool)
        for beyond, bound in ((below, low == 0), (above, high == QUARTER)):
            if bound:
                cut |= beyond.any(axis=(1, 2))
        return inside & ~below & ~above, cut

    def _rough(self, series, mass, sums, i) -> np.ndarray:
        """The error of the integral along an axis, from Legendre coefficients of each line.

        Line by line, because a ridge that falls between the nodes is smooth on average.
        """
        if mass.shape[1] == 1:
            return np.zeros(sums.shape)
        last, before = (np.abs(part).max(axis=2) for part in (series[..., :4], series[..., 4:]))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.minimum(last / before, 1)
            error = np.where(last > 0, last * ratio, 0).sum(axis=1) / sums
            for end, reach, bound in ((0, 0, 0.0), (-1, 1, QUARTER)):
                if self.grid.reach[i][reach] != bound:
                    rim = mass[:, end].sum(axis=1) / rule(mass.shape[1]).weights[end] / sums
                    error = np.maximum(error, rim / 100)
        return np.where(sums > 0, error, np.inf)

    def fine(self, logs, errors, margin: float = 1.0) -> np.ndarray:
        """Whether planes are resolved: well enough for their share of the largest plane.

        A plane whose nodes may have missed its mass is not, however little they found.
        """
        weight = np.exp(np.clip(logs, -700, 0))
        share = np.where(errors < LOST, weight * errors, 1.0)
        return (errors < LOST) & (margin * share <= self.tolerance)
