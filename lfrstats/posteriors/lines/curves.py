"""Where does a given share of the area under a resolved curve lie?

`Curve` is what `quadrature` leaves of one integral, as a density: Legendre polynomials on panels,
with their cdf and quantiles. `inverted` finds one quantile for each of many integrals at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import eval_legendre

from .quadrature import Panels, placed, rule, unplaced

__all__ = ["Curve", "inverted", "solved"]


FEW = 40
"""Points below which one call for each polynomial and point costs less than a recurrence."""
NEAR = 1e-9
"""A Newton step this short leaves an error of about its square."""


@dataclass(frozen=True, eq=False, slots=True)
class Curve:
    """A density on an interval as Legendre polynomials on panels, with area 1.

    Parameters
    ----------
    edges : array (P + 1,)
    bend : array (P,)
        Which end of each panel takes small steps, see `quadrature.placed`.
    coefficients : array (P, m)
        Of the density per unit of z in each panel.
    below : array (P + 1,)
        The cdf at the edges, from 0 to 1.
    """

    edges: np.ndarray
    bend: np.ndarray
    coefficients: np.ndarray
    below: np.ndarray

    @classmethod
    def of(cls, panels: Panels) -> Curve:
        """The normalised curve of a single owner's panels."""
        gauss, (_, values) = rule(panels.logs.shape[1]), panels.nodes
        below = np.concatenate([[0], np.cumsum(values @ gauss.weights)])
        edges, total = np.append(panels.low, panels.high[-1]), below[-1]
        return cls(edges, panels.bend, values @ gauss.coefficients / total, below / total)

    def density(self, at: np.ndarray) -> np.ndarray:
        """The density, 0 outside the panels."""
        at = np.asarray(at, dtype=float)
        panel, z = self._place(at)
        inside = (at >= self.edges[0]) & (at <= self.edges[-1])
        z = np.clip(z, -1 + 1e-9, 1 - 1e-9)
        _, slope = placed(self.edges[panel], self.edges[panel + 1], self.bend[panel], z)
        return np.where(inside, np.maximum(_series(self.coefficients[panel], z) / slope, 0), 0)

    def cdf(self, at: np.ndarray) -> np.ndarray:
        """The area below."""
        panel, z = self._place(np.clip(at, self.edges[0], self.edges[-1]))
        return np.clip(self.below[panel] + _series(_areas(self.coefficients[panel]), z), 0, 1)

    def quantile(self, p: np.ndarray) -> np.ndarray:
        """Where the area below is `p`."""
        p = np.asarray(p, dtype=float)
        panel = np.clip(np.searchsorted(self.below, p, side="right") - 1, 0, len(self.bend) - 1)
        z = solved(self.coefficients[panel], p - self.below[panel])
        return placed(self.edges[panel], self.edges[panel + 1], self.bend[panel], z)[0]

    def _place(self, at) -> tuple:
        panel = np.clip(np.searchsorted(self.edges, at, side="right") - 1, 0, len(self.bend) - 1)
        ends = self.edges[panel], self.edges[panel + 1], self.bend[panel]
        return panel, unplaced(*ends, at)


def inverted(panels: Panels, p: np.ndarray) -> np.ndarray:
    """For each owner of panels, the point with the share `p` (owners,) of its integral below."""
    gauss, (_, values) = rule(panels.logs.shape[1]), panels.nodes
    area = values @ gauss.weights
    total = np.cumsum(area)
    first = np.searchsorted(panels.owner, np.arange(p.size))
    last = np.searchsorted(panels.owner, np.arange(p.size), side="right") - 1
    before = total[first] - area[first]
    wanted = before + p * (total[last] - before)
    panel = np.clip(np.searchsorted(total, wanted), first, last)
    z = solved(values[panel] @ gauss.coefficients, wanted - total[panel] + area[panel])
    return placed(panels.low[panel], panels.high[panel], panels.bend[panel], z)[0]


def solved(series, area) -> np.ndarray:
    """The z in [-1, 1] below which Legendre series have some area, by safeguarded Newton steps."""
    areas = _areas(series)
    left, right, z = _between(areas, area)
    for _ in range(60):
        basis = _basis(z, areas.shape[-1])
        excess = (areas * basis).sum(axis=-1) - area
        left, right = np.where(excess < 0, z, left), np.where(excess < 0, right, z)
        with np.errstate(divide="ignore", invalid="ignore"):
            new = z - excess / (series * basis[..., :-1]).sum(axis=-1)
        near = np.abs(new - z) <= NEAR
        z = np.where(near | (new > left) & (new < right), new, (left + right) / 2)
        if (near | (right - left <= 1e-13)).all():
            break
    return np.clip(z, -1, 1)


def _between(areas, area) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nodes between which series reach some area, and a place on the straight line."""
    size = areas.shape[-1]
    at, basis = _places(size)
    reached = areas @ basis
    after = np.clip((reached < area[..., None]).sum(axis=-1), 1, at.size - 1)
    low, high = (np.take_along_axis(reached, i[..., None], -1)[..., 0]
                 for i in (after - 1, after))
    left, right = at[after - 1], at[after]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.nan_to_num((area - low) / (high - low), nan=0.5)
    return left, right, left + np.clip(share, 0, 1) * (right - left)


@cache
def _places(size: int) -> tuple[np.ndarray, np.ndarray]:
    """The ends and the nodes of a panel, and Legendre polynomials there (degree, place)."""
    at = np.concatenate([[-1.0], rule(size - 1).nodes, [1.0]])
    return at, np.ascontiguousarray(_basis(at, size).T)


def _basis(z, size: int) -> np.ndarray:
    """Legendre polynomials of degrees 0 to size - 1 at each point, along a last axis."""
    if np.size(z) < FEW:
        return eval_legendre(np.arange(size), np.asarray(z)[..., None])
    values = np.ones((size, *np.shape(z)))
    values[1] = z
    for n in range(1, size - 1):
        values[n + 1] = ((2 * n + 1) * z * values[n] - n * values[n - 1]) / (n + 1)
    return np.moveaxis(values, 0, -1)


def _series(coefficients, z) -> np.ndarray:
    """Legendre series with its own coefficients (..., m) at each point (Clenshaw)."""
    last = after = np.zeros(np.shape(z))
    for n in range(coefficients.shape[-1] - 1, 0, -1):
        last, after = (
            coefficients[..., n] + (2 * n + 1) / (n + 1) * z * last - (n + 1) / (n + 2) * after,
            last,
        )
    return coefficients[..., 0] + z * last - after / 2


def _areas(coefficients) -> np.ndarray:
    """The coefficients of the integral from -1."""
    size = coefficients.shape[-1]
    scaled = coefficients / (2 * np.arange(size) + 1)
    areas = np.zeros(coefficients.shape[:-1] + (size + 1,))
    areas[..., 1:] = scaled
    areas[..., : size - 1] -= scaled[..., 1:]
    areas[..., 0] += scaled[..., 0]
    return areas
