"""Where does the posterior have its mass, roughly? A coarse grid over the free parameters.

`Grid` moves a box of angles (see `joint.Summit`) until it holds all but a billionth of the mass,
with Gauss-Legendre nodes along each axis, and estimates where each rate lies. `products` puts
finer nodes into the same box. `log_powers` and `log_ratio` are the factors of the density, computed
so that rates near 0 and near 1 keep their digits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from ...table.rates import RATES
from ..lines.joint import PARAMETERS, Factor, Joint, Summit, summit
from ..lines.lines import around
from ..lines.quadrature import rule
from ..lines.scales import QUARTER, Scale

__all__ = ["OWN", "Axis", "Grid", "axis", "cells_at", "log_powers", "log_ratio", "own_powers",
           "total", "windows"]

COARSE = 16, 24, 36, 54
"""Nodes along each axis: more where fewer do not show the density to be smooth."""
HOPELESS = 1.5
"""Error from which a larger grid is not worth trying."""
SMOOTH = 0.1
"""Error, as a share of the whole, from which the mass may lie somewhere else altogether."""
ENDS = 1e-9
"""The marginal density at an end of the box, as a share of its peak, at which the box is grown."""
DEAD = 1e-13
"""Nodes below this share of the peak are cut off."""
ROUNDS = 12


OWN = [Factor.of(RATES[name].statement) for name in PARAMETERS]


class Axis(NamedTuple):
    """Nodes of a parameter: angles, values, their complements, and logarithms of the weights."""

    angle: np.ndarray
    value: np.ndarray
    spare: np.ndarray
    log_weight: np.ndarray


def axis(joint: Joint, i: int, reach: tuple[float, float], size: int) -> Axis:
    """Gauss-Legendre nodes over a range of angles; one node for a parameter taken as known."""
    if i not in joint.free:
        value, spare = joint.bounds(i)[:, :1]
        return Axis(np.zeros(1), value, spare, np.zeros(1))
    gauss, (low, high) = rule(size), reach
    angle = low + (high - low) * (1 + gauss.nodes) / 2
    sine, cosine = np.sin(angle), np.cos(angle)
    value, spare, slope = joint.at(i, sine * sine, cosine * cosine)
    return Axis(angle, value, spare, np.log(gauss.weights * (high - low) * slope * sine * cosine))


def total(mask, cells):
    """The sum of the chosen cells."""
    first, *rest = (cell for cell, chosen in zip(cells, mask, strict=True) if chosen)
    for cell in rest:
        first = first + cell
    return first


def cells_at(values, spares) -> tuple:
    """The four cells of arrays of (prevalence, tpir, fpir) and their complements."""
    (p, s, f), (pc, sc, fc) = values, spares
    return p * s, p * sc, pc * f, pc * fc


def log_powers(powers: tuple[float, float], value, spare):
    """The logarithm of value^a (1 - value)^b."""
    logs = 0.0
    for power, part, other in zip(powers, (value, spare), (spare, value), strict=True):
        if power:
            logs = logs + power * np.where(part > 0.5, np.log1p(-other), np.log(part))
    return logs


def log_ratio(factor: Factor, cells):
    """The logarithm of a factor r^a (1 - r)^b."""
    whole = all(x or y for x, y in zip(factor.counted, factor.rest, strict=True))
    rate = total(factor.counted, cells)
    rest = None if whole else total(factor.rest, cells)
    among = 1.0 if whole else rate + rest
    rate = rate if whole else rate / among
    logs = factor.a * np.log(rate) if factor.a else 0.0
    if not factor.b:
        return logs
    below = np.log1p(-rate)
    if rate.max() > 0.5:
        rest = total(factor.rest, cells) if whole else rest
        below = np.where(rate > 0.5, np.log(rest / among), below)
    return logs + factor.b * below


def own_powers(joint: Joint) -> tuple[list[tuple[float, float]], list[Factor]]:
    """The powers of each parameter and its complement, and the factors that couple them."""
    powers, coupling = [(0.0, 0.0)] * 3, []
    for factor in joint.factors:
        match = [i for i in range(3) if factor.key == OWN[i].key]
        if match:
            powers[match[0]] = factor.seen_as(OWN[match[0]])
        else:
            coupling.append(factor)
    return powers, coupling


@dataclass(frozen=True, eq=False)
class Grid:
    """A coarse grid that holds the mass of a joint density."""

    joint: Joint

    @cached_property
    def summit(self) -> Summit:
        """The highest point."""
        return summit(self.joint)

    @cached_property
    def reach(self) -> list[tuple[float, float]]:
        """The range of angles of each parameter that holds all but about 1e-10 of the mass."""
        return self._found[0]

    @cached_property
    def resolved(self) -> bool:
        """Whether the grid is fine enough to trust its range."""
        return self._found[3] <= SMOOTH

    @cached_property
    def _found(self) -> tuple:
        """The range, the nodes, their masses, and the error, on the first grid that will do."""
        spread = np.sqrt(np.diag(self.summit.covariance))
        low, high = around(self.summit.angles, spread, np.zeros(3), np.full(3, QUARTER))
        reach = [(low[i], high[i]) for i in range(3)]
        for size in COARSE:
            found = reach, _, weights = self._settled(reach, size)
            error = max(_rough(np.moveaxis(weights, i, -1)) for i in self.joint.free)
            if error <= SMOOTH or (size > 24 and error > HOPELESS):
                break
        return *found, error

    def _settled(self, reach, size: int) -> tuple:
        """The range moved until it holds the mass; the nodes and their masses."""
        for _ in range(ROUNDS):
            axes = [axis(self.joint, i, reach[i], size) for i in range(3)]
            weights = self._weights(axes)
            new = [self._moved(i, reach[i], axes[i], weights) for i in range(3)]
            if new == reach:
                break
            reach = new
        return reach, axes, weights

    def _weights(self, axes) -> np.ndarray:
        """The mass at each node of a grid, all of it 1."""
        values = [axes[i].value.reshape(np.roll((-1, 1, 1), i)) for i in range(3)]
        spares = [axes[i].spare.reshape(np.roll((-1, 1, 1), i)) for i in range(3)]
        powers, coupling = own_powers(self.joint)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = sum(log_powers(powers[i], values[i], spares[i])
                       + axes[i].log_weight.reshape(values[i].shape) for i in range(3))
            cells = cells_at(values, spares)
            for factor in coupling:
                logs = logs + log_ratio(factor, cells)
        logs = np.where(np.isnan(logs), -np.inf, logs)
        if self.joint.ordered:
            logs = np.where(values[1] > values[2], logs, -np.inf)
        mass = np.exp(logs - logs.max())
        return mass / mass.sum()

    def _moved(self, i, reach, nodes: Axis, weights) -> tuple[float, float]:
        """The range with ends moved out where there is mass, and in where there is none."""
        if i not in self.joint.free:
            return reach
        size = nodes.angle.size
        others = tuple(j for j in range(3) if j != i)
        density = weights.sum(axis=others) / rule(size).weights
        density = density / density.max()
        (low, high), width = reach, reach[1] - reach[0]
        alive = np.flatnonzero(density > DEAD)
        first, last = alive[0], alive[-1]
        new_low = nodes.angle[first - 1] if first > 1 else low
        new_high = nodes.angle[last + 1] if last < size - 2 else high
        if density[0] > ENDS:
            new_low = max(low - width / 2, 0.0)
        if density[-1] > ENDS:
            new_high = min(high + width / 2, QUARTER)
        return float(new_low), float(new_high)

    @cached_property
    def cut(self) -> bool:
        """Whether the box is not to be used: unresolved, or cut by the order of tpir and fpir."""
        if not self.resolved:
            return True
        if not self.joint.ordered:
            return False
        least, most = (
            float(self.joint.at(i, np.sin(angle) ** 2, np.cos(angle) ** 2)[0])
            if i in self.joint.free else self.joint.low[i]
            for i, angle in ((1, self.reach[1][0]), (2, self.reach[2][1]))
        )
        return least <= most

    def moments(self, target: Factor, scale: Scale) -> tuple[float, float]:
        """Mean and standard deviation of a rate's coordinate, roughly."""
        _, axes, weights, _ = self._found
        values = [axes[i].value.reshape(np.roll((-1, 1, 1), i)) for i in range(3)]
        spares = [axes[i].spare.reshape(np.roll((-1, 1, 1), i)) for i in range(3)]
        cells = cells_at(values, spares)
        counted, rest = total(target.counted, cells), total(target.rest, cells)
        with np.errstate(divide="ignore", invalid="ignore"):
            among = counted + rest
            at = np.where(weights > 0, scale.of(counted / among, rest / among), 0.0)
        mean = float((weights * at).sum())
        return mean, float(np.sqrt((weights * (at - mean) ** 2).sum()))


def _rough(weights) -> float:
    """The error of the integral over the last axis, from Legendre coefficients line by line."""
    series = weights @ windows(weights.shape[-1])
    last, before = (np.abs(part).max(axis=-1) for part in (series[..., :4], series[..., 4:]))
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.where(last > 0, last * np.minimum(last / before, 1), 0).sum())


@lru_cache(maxsize=32)
def windows(size: int) -> np.ndarray:
    """From masses at nodes to Legendre coefficients: the last four, and four shortly before."""
    gauss = rule(size)
    columns = gauss.coefficients / gauss.weights[:, None]
    return np.concatenate([columns[:, -4:], columns[:, -12:-8]], axis=1)
