"""How large is the area under each of many curves, to nine digits and without sampling?

`integrate` takes many one-dimensional integrals at once (the owners), each of a function known by
its logarithm, and covers each with panels: Gauss-Legendre nodes inside, more panels where a curve
is not yet resolved, and further panels outwards while a curve has not died away at an end. A curve
is resolved when its last Legendre coefficients are small and neighbouring panels agree where they
meet.

Trefethen (2008), SIAM Rev. 50, 67-87, doi:10.1137/060659831, on Gauss quadrature and coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

__all__ = ["Panels", "Rule", "Wanted", "integrate", "placed", "rule", "unplaced"]


ALIVE = 20.0
"""Nodes further below the highest one (in the logarithm) hold nothing that counts."""
JUMP = 0.5
"""Panels whose logarithms differ by more than this at a common edge hide something there."""
NEAR = 0.3
"""Where panels at the end of a range, or at a kink, are cut: closer to it than in the middle."""
FAR = 60.0
"""Curves further below the best one are not worth refining."""


@dataclass(frozen=True, eq=False, slots=True)
class Rule:
    """Gauss-Legendre nodes and weights on [-1, 1], and the map from values to coefficients."""

    nodes: np.ndarray
    weights: np.ndarray
    coefficients: np.ndarray


@cache
def rule(size: int) -> Rule:
    """The rule with `size` nodes: exact for polynomials of degree 2 size - 1.

    >>> round(float(rule(3).weights @ rule(3).nodes**4), 12)
    0.4
    """
    nodes, weights = np.polynomial.legendre.leggauss(size)
    vander = np.polynomial.legendre.legvander(nodes, size - 1)
    return Rule(nodes, weights, weights[:, None] * vander * (np.arange(size) + 0.5))


@dataclass(frozen=True, slots=True)
class Wanted:
    """How exact the integrals shall be.

    Parameters
    ----------
    size : int
        Nodes a panel.
    tolerance : float
        Largest error of a panel, as a share of its owner's integral.
    curve : bool
        Whether the curve itself is wanted, and not only the area under it, whose error is about
        the square.
    gain : int
        Of a curve: 0 if its error counts, 1 if that of the area below any place does, which is
        smaller where the coefficients fall fast.
    lost : float
        Largest share of an integral that may lie beyond its panels.
    rounds, most : int
        How often panels may be cut, and how many a curve may have before it is taken as it is
        (where rounding hides the curve, more panels do not show it).
    """

    size: int = 24
    tolerance: float = 1e-10
    curve: bool = False
    gain: int = 0
    lost: float = 1e-10
    rounds: int = 70
    most: int = 100


def placed(low, high, bend, z) -> tuple[np.ndarray, np.ndarray]:
    """Points of panels at z in [-1, 1], and how fast they move with z.

    A bent panel takes small steps near one of its ends, low (-1) or high (1): cubes of equal ones.
    Powers and logarithms of the distance to that end become smooth.
    """
    length, y = high - low, np.where(bend > 0, 1 - z, 1 + z) / 2
    step, slope = np.where(bend == 0, y, y**3), np.where(bend == 0, 0.5, 1.5 * y * y)
    return np.where(bend > 0, high - length * step, low + length * step), length * slope


def unplaced(low, high, bend, at) -> np.ndarray:
    """The z of points in panels: the inverse of `placed`."""
    share = np.clip(np.where(bend > 0, high - at, at - low) / (high - low), 0, 1)
    y = np.where(bend == 0, share, np.cbrt(share))
    return np.where(bend > 0, 1 - 2 * y, 2 * y - 1)


@dataclass(frozen=True, eq=False, slots=True)
class Panels:
    """The panels of many integrals, sorted by owner and place, and the integrals' logarithms."""

    owner: np.ndarray
    low: np.ndarray
    high: np.ndarray
    bend: np.ndarray
    logs: np.ndarray
    log_integral: np.ndarray
    error: np.ndarray

    @property
    def nodes(self) -> tuple[np.ndarray, np.ndarray]:
        """The points (P, m), and the densities there per unit of z, each owner's area being 1."""
        gauss, ends = rule(self.logs.shape[1]), (self.low, self.high, self.bend)
        points, slope = placed(*(end[:, None] for end in ends), gauss.nodes)
        return points, np.exp(self.logs - self.log_integral[self.owner, None]) * slope


def integrate(log_f, edges: np.ndarray, reach: tuple, wanted: Wanted, kinks=None) -> Panels:
    """Integrals of many functions, each over its own range.

    Parameters
    ----------
    log_f : callable
        ``log_f(owner, points)``: logarithms of the functions of the owners (P,) at points (P, m).
    edges : array (owners, k)
        Increasing edges of the first panels, where the mass is guessed to be; panels of no width
        are left out.
    reach : pair of arrays (owners,)
        The ends of each range: panels are added up to there, while the function is not negligible.
    wanted : Wanted
    kinks : array (owners, k), optional
        Where the functions may have kinks (nan for none): panels added later end there.

    Returns
    -------
    Panels
        With the relative `error` each integral is estimated to have.

    Notes
    -----
    A peak between two nodes is found because the logarithm rises towards it from both sides; of
    two peaks far apart, with a deep valley between them, one may be missed if the first panels do
    not touch it.
    """
    size = edges.shape[0]
    special = np.stack(reach, axis=1)
    special = special if kinks is None else np.concatenate([special, kinks], axis=1)
    work = _Work(log_f, size, wanted, special)
    owner, place = np.nonzero(edges[:, 1:] > edges[:, :-1])
    work.add(owner, edges[owner, place], edges[owner, place + 1], np.zeros(owner.size))
    for _ in range(wanted.rounds):
        split, grow = work.unresolved(), work.growing(reach, kinks)
        if not split.any() and not grow[0].size:
            break
        work.replace(split, grow)
    return work.done()


class _Work:
    """Panels in the making."""

    kept = ("owner", "low", "high", "bend", "points", "logs", "top", "area", "tail", "edge",
            "left", "right", "narrow")

    def __init__(self, log_f, size: int, wanted: Wanted, special: np.ndarray):
        self.log_f, self.size, self.wanted, self.special = log_f, size, wanted, special
        self.rule = rule(wanted.size)
        for name in self.kept:
            setattr(self, name, np.empty(0, dtype=int if name == "owner" else float))

    def add(self, owner, low, high, bend) -> None:
        """Evaluate new panels."""
        ends = low[:, None], high[:, None], bend[:, None]
        if bend.any():
            points, slope = placed(*ends, self.rule.nodes)
        else:
            half = (high - low)[:, None] / 2
            points, slope = ends[0] + half * (1 + self.rule.nodes), half
        logs = self.log_f(owner, points)
        top = logs.max(axis=1)
        values = np.exp(logs - np.where(np.isfinite(top), top, 0)[:, None]) * slope
        before, tail = (
            np.abs(values @ self.rule.coefficients[:, window]).max(axis=1)
            for window in (slice(-12, -8), slice(-4, None))
        )
        fall = np.minimum(tail / np.where(before, before, 1), 1)
        tail = tail * fall ** (self.wanted.gain if self.wanted.curve else 2)
        new = {
            "owner": owner, "low": low, "high": high, "bend": bend, "points": points, "logs": logs,
            "top": top, "area": values @ self.rule.weights, "tail": tail,
            **self._cuts(points, logs, top, low, high),
        }
        for name, values in new.items():
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, values]) if len(old) else values)

    def _cuts(self, points, logs, top, low, high) -> dict:
        """Where to cut panels that hide a peak, or something between an end and its first node."""
        alive = logs > top[:, None] - ALIVE
        first, last = alive.argmax(axis=1), alive[:, ::-1].argmax(axis=1)
        narrow = self.wanted.size - last - first < self.wanted.size / 4
        first_gap, last_gap = points[:, 1] - points[:, 0], points[:, -1] - points[:, -2]
        start = self._hidden(logs[:, 0], logs[:, 1], points[:, 0] - low, first_gap)
        stop = self._hidden(logs[:, -1], logs[:, -2], high - points[:, -1], last_gap)
        left = np.where(narrow & (first > 0), points[np.arange(len(top)), first - 1], low)
        right = np.where(narrow & (last > 0), points[np.arange(len(top)), -last], high)
        return {
            "narrow": narrow, "edge": np.maximum(start, stop),
            "left": np.where(start > stop, points[:, 1], left),
            "right": np.where(stop > start, points[:, -2], right),
        }

    @staticmethod
    def _hidden(rim, inner, gap, step) -> np.ndarray:
        """The logarithm of what may be hidden between the end of a panel and its first node."""
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = (rim - inner) / step
            hidden = rim + slope * gap - np.log(slope)
            return np.where((slope * gap > 3) & np.isfinite(rim), hidden, -np.inf)

    def compare_neighbours(self) -> None:
        """Note what may be hidden at an edge at which two panels disagree."""
        order = np.lexsort((self.low, self.owner))
        here, there = order[:-1], order[1:]
        touch = (self.owner[here] == self.owner[there]) & (self.high[here] == self.low[there])
        here, there = here[touch], there[touch]
        if not here.size:
            return
        end, start = self.logs[here, -1], self.logs[there, 0]
        gaps = ((self.high - self.points[:, -1])[here], (self.points[:, 0] - self.low)[there])
        steps = (self.points[:, -1] - self.points[:, -2])[here], (
            self.points[:, 1] - self.points[:, 0])[there]
        with np.errstate(invalid="ignore", divide="ignore"):
            left = end + gaps[0] / steps[0] * (end - self.logs[here, -2])
            right = start + gaps[1] / steps[1] * (start - self.logs[there, 1])
            jump = ~(np.abs(left - right) < JUMP)
        top = np.fmax(end, start)
        sides = (here, gaps[0], self.right, self.points[:, -2]), (
            there, gaps[1], self.left, self.points[:, 1])
        for panel, gap, cut, place in sides:
            hidden = np.where(jump, top + np.log(np.maximum(gap, 1e-300)), -np.inf)
            more = hidden > self.edge[panel]
            self.edge[panel[more]] = hidden[more]
            cut[panel[more]] = place[panel[more]]

    def peaks(self) -> np.ndarray:
        peak = np.full(self.size, -np.inf)
        np.maximum.at(peak, self.owner, self.top)
        return np.where(np.isfinite(peak), peak, 0)

    def totals(self, part, peak) -> np.ndarray:
        scaled = np.exp(self.top - peak[self.owner]) * part
        return np.bincount(self.owner, scaled, minlength=self.size)

    def unresolved(self) -> np.ndarray:
        """The panels to split; of curves far below the best one only those that hide a peak."""
        self.compare_neighbours()
        peak = self.peaks()
        total = self.totals(self.area, peak)[self.owner]
        with np.errstate(over="ignore"):
            error = np.exp(self.top - peak[self.owner]) * self.tail
            error = np.maximum(error, np.exp(self.edge - peak[self.owner]))
        room = self.high - self.low > 1e-14 * np.maximum(self.high, 1e-8)
        best = self.top[np.isfinite(self.top)].max(initial=-np.inf)
        matters = self.narrow | (peak > best - FAR)[self.owner]
        few = np.bincount(self.owner, minlength=self.size)[self.owner] < self.wanted.most
        return (error > self.wanted.tolerance * total) & room & matters & few

    def growing(self, reach, kinks) -> tuple:
        """Panels to add beyond the ends, twice as long as the last one there."""
        peak = self.peaks()
        total = self.totals(self.area, peak)
        new = [
            self._beyond(self.low, -1, peak, total, reach[0], kinks),
            self._beyond(self.high, 1, peak, total, reach[1], kinks),
        ]
        return tuple(np.concatenate(parts) for parts in zip(*new, strict=True))

    def _beyond(self, ends, side, peak, total, reach, kinks) -> tuple:
        """Panels beyond one end, where an exponential tail would hold too much."""
        outer = np.full(self.size, -np.inf)
        np.maximum.at(outer, self.owner, side * ends)
        last = np.flatnonzero(side * ends == outer[self.owner])
        owner, end, length = self.owner[last], ends[last], (self.high - self.low)[last]
        room = side * (reach[owner] - end)
        logs = self.logs[last] - peak[owner, None]
        rim, inner = (logs[:, 0], logs[:, 3]) if side < 0 else (logs[:, -1], logs[:, -4])
        points = self.points[last]
        gap = np.abs(points[:, 3] - points[:, 0] if side < 0 else points[:, -1] - points[:, -4])
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            decay = np.where(inner > rim, 2 * gap / (inner - rim), np.inf)
            beyond = np.exp(rim) * np.minimum(decay, room)
        more = (room > 0) & (beyond > self.wanted.lost * total[owner])
        owner, end = owner[more], end[more]
        far = end + side * np.minimum(2 * length, room)[more]
        far = np.where(room[more] <= 2 * length[more], reach[owner], far)
        if kinks is not None:
            ahead = side * (kinks[owner] - end[:, None]) > 0
            first = np.where(ahead, side * kinks[owner], np.inf).min(axis=1, initial=np.inf)
            far = np.where(first < side * far, side * first, far)
        return owner, np.minimum(end, far), np.maximum(end, far)

    def replace(self, split, grow) -> None:
        """Split panels in two, or around the peak where the curve is steep, and add others."""
        low, high, owner = self.low[split], self.high[split], self.owner[split]
        left, right = self.left[split], self.right[split]
        ends = self.special[owner]
        at_low, at_high = ((ends == end[:, None]).any(axis=1) for end in (low, high))
        share = np.where(at_low == at_high, 0.5, np.where(at_low, NEAR, 1 - NEAR))
        middle = np.where(self.narrow[split] > 0, left, left + share * (right - left))
        cuts = np.stack([low, left, middle, right, high], axis=1)
        which, place = np.nonzero(cuts[:, 1:] > cuts[:, :-1])
        for name in self.kept:
            setattr(self, name, getattr(self, name)[~split])
        owner = np.concatenate([owner[which], grow[0]])
        low = np.concatenate([cuts[which, place], grow[1]])
        high = np.concatenate([cuts[which, place + 1], grow[2]])
        bend = np.where((self.special[owner] == high[:, None]).any(axis=1), 1.0, 0.0)
        bend = np.where((self.special[owner] == low[:, None]).any(axis=1), -1.0, bend)
        bend[which.size if not self.wanted.curve else 0 :] = 0
        self.add(owner, low, high, bend)

    def done(self) -> Panels:
        peak = self.peaks()
        total = self.totals(self.area, peak)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_integral = np.log(total) + peak
            error = self.totals(self.tail, peak) / total
        order = np.lexsort((self.low, self.owner))
        kept = (getattr(self, name)[order] for name in ("owner", "low", "high", "bend", "logs"))
        return Panels(*kept, log_integral, np.where(total > 0, error, 0))
