"""What is a rate's density, where each plane of tables holds one bell? Sums at equal steps.

In the two logits of a `Chart`, bells are found by `peaks`, and then summed at equal steps, which
converges geometrically. The steps grow outwards (like a hyperbolic sine), so that long tails need
few more. The error shows in how the spectrum falls, along each line and from line to line.

Trefethen and Weideman (2014), SIAM Rev. 56, 385-458, doi:10.1137/130932132, on equal steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .peaks import DEPTH, Peaks, Tilted, stretch, stretched

__all__ = ["Bells"]

LONG, GROWTHS, STEPS = (16.0, 22.0), np.array([5.0, 3.0, 2.0]), np.array([0.62, 0.55, 0.45])
"""How steps grow, and how long the first ones are (in standard deviations, at the peak): for bells
up to 16 and up to 22 standard deviations long, and for longer ones."""
FINER = 1.4
"""How many times more nodes are taken where the error is too large."""
MOST = 6_000
"""Points a plane may need."""
CHUNK = 8_192
"""Points at a time: few enough to stay in the cache."""
EDGE = 1e-7
"""Share of a plane's mass next to an edge of the tables, from which on it may hide more there."""
RIM = 1e-9
"""Share of a plane's mass in a row of nodes at the rim, from which on the bell may be cut off."""
FURTHER = 1.2
"""How much further bells that are cut off are followed at a time."""
STUCK = 0.4
"""Planes whose error does not become this much smaller are given up."""
SAFETY = 10.0
"""By what estimates of errors are multiplied: spectra fall a little less evenly than supposed."""
FAST = 0.1
"""How much the spectrum must fall from a quarter to half of the frequency of the nodes."""
FAR = np.arange(1, 9) * 1.5
"""Steps from the peak at which it is seen how far a bell reaches."""


@dataclass(frozen=True, eq=False)
class Bells:
    """Integrals over the planes of a chart.

    Parameters
    ----------
    peaks : Peaks
        Of the planes.
    """

    peaks: Peaks

    def integrals(self, theta, fine) -> tuple[np.ndarray, np.ndarray]:
        """Logarithms of the densities of the rate's coordinate, not normalised, and their errors.

        Planes for which `fine(logs, errors)` is not true are summed again: further out if they are
        cut off, at finer steps otherwise.
        """
        x, spare, slope = self.peaks.scale.place(theta)
        logs, errors = np.full(x.shape, -np.inf), np.full(x.shape, np.inf)
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            bells = self.peaks.found(x, spare)
            reach, growth, sizes = self._reaches(x, spare, bells)
            todo = np.flatnonzero(bells.found & np.isfinite(bells.top))
            sizes = sizes[todo].max(axis=0, initial=1)
            while todo.size and sizes.prod() <= MOST:
                planes = (_some(part, todo) for part in (x, spare, bells, reach, growth))
                found, rough, rims = self._sums(*planes, sizes)
                before, cut = errors[todo], rims.max(axis=(1, 2))
                logs[todo] = found + slope[todo]
                errors[todo] = np.maximum(rough.max(axis=1), cut)
                short = cut > rough.max(axis=1)
                left = ~fine(logs, errors)[todo] & (short | ~(errors[todo] > STUCK * before))
                todo, rough, rims, short = todo[left], rough[left], rims[left], short[left]
                reach[todo[short]] *= np.where(rims[short] > RIM, FURTHER, 1.0)
                sizes = _more(sizes, np.maximum(rough, rims.max(axis=2)))
        return logs, errors

    def _reaches(self, x, spare, bells: Tilted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Steps to ends of bells (P, axis, side), how steps grow, and first numbers of nodes."""
        looks, peak = np.concatenate([-stretched(FAR), stretched(FAR)]), np.zeros(1)
        heights = [self.peaks.heights(x, spare, bells, looks, peak)[:, :, 0],
                   self.peaks.heights(x, spare, bells, peak, looks)[:, 0]]
        heights = np.stack(heights, axis=1) - bells.top[:, None, None]
        reach = _reached(heights.reshape(-1, FAR.size) + stretch(FAR)).reshape(-1, 2, 2)
        reach = stretched(reach)
        kind = np.digitize(reach.sum(axis=2), LONG)
        growth = GROWTHS[kind]
        reach = growth[:, :, None] * np.arcsinh(reach / growth[:, :, None])
        return reach, growth, _nodes(reach.sum(axis=2) / STEPS[kind])

    def _sums(self, x, spare, bells, reach, growth, sizes) -> tuple:
        """Integrals over planes (logarithms), their relative errors, what may be cut off."""
        step = max(1, CHUNK // sizes.prod())
        parts = []
        for i in range(0, x.size, step):
            some = (_some(part, slice(i, i + step)) for part in (x, spare, bells, reach, growth))
            parts.append(self._sum(*some, sizes))
        return tuple(np.concatenate(column) for column in zip(*parts, strict=True))

    def _sum(self, x, spare, bells, reach, growth, sizes) -> tuple:
        """The same of so few planes that their points stay in the cache."""
        places, weights = [], []
        for axis, size in enumerate(sizes):
            (down, up), grow = reach[:, axis].T, growth[:, axis, None]
            step = (down + up) / (size - 1)
            at = step[:, None] * np.arange(size) - down[:, None]
            places.append(stretched(at, grow))
            weights.append(stretch(at, grow) + np.log(step)[:, None])
        logs = self.peaks.heights(x, spare, bells, *places)
        logs += weights[0][:, :, None] + weights[1][:, None, :]
        top = logs.max(axis=(1, 2))
        mass = np.exp(logs - np.where(np.isfinite(top), top, 0)[:, None, None])
        lines = mass.sum(axis=2)
        whole = lines.sum(axis=1)
        edge = _edge(np.isfinite(logs), mass) / whole
        rough = [np.where(edge < EDGE, _rough(part, whole), np.inf)
                 for part in (lines[:, None], mass)]
        rims = [lines[:, 0], lines[:, -1], mass[:, :, 0].sum(axis=1), mass[:, :, -1].sum(axis=1)]
        rims = np.stack(rims, axis=1) / whole[:, None]
        log_whole = np.log(whole * bells.wide * bells.high) + top
        return log_whole, np.stack(rough, axis=1), rims.reshape(-1, 2, 2)


def _some(part, which):
    """Some of the planes of an array, or of bells."""
    if isinstance(part, Tilted):
        return Tilted(*(getattr(part, name)[which] for name in part.__slots__))
    return part[which]


def _nodes(sizes) -> np.ndarray:
    """At least so many nodes, as for which `_waves` fit."""
    return 4 * np.ceil(sizes / 4).astype(int) + 1


def _more(sizes, errors) -> np.ndarray:
    """More nodes along the axes that make the errors (P, axis) large."""
    worst = np.nan_to_num(errors, nan=1.0).max(axis=0, initial=0)
    return _nodes(np.where(worst > worst.max() / 30, FINER, 1.0) * (sizes - 1))


def _reached(heights) -> np.ndarray:
    """How many steps from the peak heights (P, K) above it, at `FAR`, have fallen by `DEPTH`."""
    below = ~(heights > -DEPTH)
    first = np.where(below.any(axis=1), below.argmax(axis=1), FAR.size - 1)
    rows = np.arange(first.size)
    before = np.where(first > 0, heights[rows, first - 1], 0.0)
    depths = np.sqrt(np.maximum(-np.stack([before, heights[rows, first]]), 0))
    part = (np.sqrt(DEPTH) - depths[0]) / (depths[1] - depths[0])
    return FAR[0] * (first + np.where(np.isfinite(part), np.clip(part, 0.2, 1), 1))


def _edge(inside, mass) -> np.ndarray | float:
    """The mass of nodes next to places where there is no table."""
    if inside.all():
        return 0.0
    outside = np.pad(~inside, ((0, 0), (1, 1), (1, 1)))
    near = (outside[:, :-2, 1:-1] | outside[:, 2:, 1:-1] | outside[:, 1:-1, :-2]
            | outside[:, 1:-1, 2:])
    return np.where(near, mass, 0).sum(axis=(1, 2))


def _rough(mass, whole) -> np.ndarray:
    """The error of the sums along the last axis, line by line.

    It is what the spectrum holds at the frequency of the nodes, and shows in how the spectrum falls
    towards half of that: geometrically at least, if it falls fast.
    """
    parts = mass @ _waves(mass.shape[-1])
    half, quarter = (np.hypot(parts[..., i], parts[..., i + 1]).sum(axis=1) / whole for i in (0, 2))
    fall = half / quarter
    error = SAFETY * half * np.where(fall < FAST, np.maximum(half, fall**2), 1)
    return np.where(whole > 0, error, np.inf)


@lru_cache(maxsize=64)
def _waves(size: int) -> np.ndarray:
    """Waves of about half the frequency of the nodes, and of half of that: (size, 4)."""
    turns = 2 * np.pi * np.outer(np.arange(size), [size // 2, size // 4]) / size
    return np.stack([np.cos(turns), np.sin(turns)], axis=2).reshape(size, 4)
