"""Where along a line of tables does the posterior have its mass?

Along a straight line through the space of the four cells every factor of the density is a power of
ratios of linear functions of the place. The place is measured by an angle: sin(angle)^2 of the way.
In that angle the likelihood of a count is nearly a normal curve, wherever it lies, and a density
that is finite at the ends of the line is smooth there. The crest of each line is found by Newton
steps kept within bounds, and the panels start from it.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from .quadrature import Panels, integrate
from .scales import QUARTER

__all__ = ["Lines", "around"]

REACH, LONGER = 6.4, 1.8
"""Standard deviations from the peak to where a normal curve has fallen by exp(-20); and how many
more where the other side is cut off, which makes the curve skew."""


class Lines:
    """Straight lines through the space of cells, with the factors that vary along them."""

    def __init__(self, factors, start, stop):
        """Factors, and the cells (4, lines) where the lines start and stop."""
        self.size = start.shape[1]
        self.a, self.b = (np.array([getattr(f, name) for f in factors]) for name in "ab")
        counted, rest = (
            np.array([getattr(f, name) for f in factors], dtype=float).reshape(-1, 4)
            for name in ("counted", "rest")
        )
        self.whole = (counted + rest).all(axis=1)
        self.ends = counted @ start, counted @ stop, rest @ start, rest @ stop

    def log_f(self, owner, points) -> np.ndarray:
        """The logarithm of the density of the angle along each line."""
        odds = np.square(np.tan(points))
        spare = 1 / (1 + odds)
        logs = np.log(2 * np.sqrt(odds) * spare)
        every = len(owner) == self.size and (np.diff(owner) == 1).all()
        ends = [(end if every else end[:, owner])[..., None] for end in self.ends]
        for a, b, whole, n0, n1, c0, c1 in zip(self.a, self.b, self.whole, *ends, strict=True):
            among = 1 / spare if whole else odds * (n1 + c1) + (n0 + c0)
            rate = (odds * n1 + n0) / among
            if a:
                logs += a * np.log(rate)
            if b:
                logs += b * _log_rest(rate, odds, c0, c1, among)
        return logs

    def panels(self, some, mean, sd, wanted, work) -> Panels:
        """Panels over some of the lines, from their crests."""
        zero, quarter = np.zeros(some.size), np.full(some.size, QUARTER)
        left, right = around(mean[some], sd[some], zero, quarter)

        def log_f(owner, points):
            work[0] += points.size
            return self.log_f(some[owner], points)

        with np.errstate(divide="ignore", invalid="ignore"):
            return integrate(log_f, np.stack([left, right], axis=1), (zero, quarter), wanted)

    def crest(self) -> tuple[np.ndarray, np.ndarray]:
        """The angle at which each line is highest, and the sd of the normal curve that fits."""
        n0, n1, c0, c1 = self.ends
        part = ~self.whole
        power = np.concatenate([self.a, self.b, -(self.a + self.b)[part]])
        start = np.concatenate([n0, c0, (n0 + c0)[part]])
        stop = np.concatenate([n1, c1, (n1 + c1)[part]])
        change = stop - start
        low, high = np.full(self.size, -90.0), np.full(self.size, 90.0)
        at = self.middle()
        for _ in range(40):
            tau = expit(at)
            spare = expit(-at)
            width = tau * spare
            with np.errstate(divide="ignore", invalid="ignore"):
                speed = width * change / (start * spare + stop * tau)
            slope = power @ speed + 0.5 * (spare - tau)
            bend = (spare - tau) * (slope - 0.5 * (spare - tau)) - power @ (speed * speed) - width
            low, high = np.where(slope > 0, at, low), np.where(slope > 0, high, at)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = np.where(bend < 0, -slope / bend, np.sign(slope) * 4)
            step = np.clip(step, -8, 8)
            done = np.abs(step * slope) < 0.02
            if done.all():
                break
            new = at + step
            new = np.where((new > low) & (new < high), new, (low + high) / 2)
            at = np.where(done, at, new)
        sd = 0.5 * np.sqrt(width / np.maximum(-bend, 0.05 * width))
        return np.arctan2(np.sqrt(tau), np.sqrt(spare)), np.minimum(sd, 0.7)

    def middle(self) -> np.ndarray:
        """Where the factors' own peaks lie on average, by how narrow they are, as a logit."""
        n0, n1, c0, c1 = self.ends
        a, b = (np.maximum(power, 0)[:, None] + 0.5 for power in (self.a, self.b))
        below, above = b * n0 - a * c0, a * c1 - b * n1
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = np.clip(below / above, 1e-20, 1e20)
            among = n0 + c0 + odds * (n1 + c1)
            slope = odds * (n1 * c0 - n0 * c1) / (among * among)
            weight = (a + b) ** 3 / (a * b) * slope * slope
        fine = (below * above > 0) & np.isfinite(weight)
        weight = np.where(fine, weight, 0)
        return (weight * np.log(np.where(fine, odds, 1))).sum(axis=0) / (weight.sum(axis=0) + 0.25)


def _log_rest(rate, odds, c0, c1, among) -> np.ndarray:
    """The logarithm of 1 less the rate, with all its digits also where the rate is nearly 1."""
    if (large := rate > 0.5).any():
        with np.errstate(divide="ignore"):
            return np.where(large, np.log((odds * c1 + c0) / among), np.log1p(-np.minimum(rate, 1)))
    return np.log1p(-rate)


def around(mean, sd, low, high) -> tuple[np.ndarray, np.ndarray]:
    """A range of some sds about the mean within bounds, longer where the other side is cut off."""
    left, right = mean - REACH * sd, mean + REACH * sd
    left, right = (np.where(right > high, left - LONGER * sd, left),
                   np.where(left < low, right + LONGER * sd, right))
    least = np.minimum(3 * sd, high - low)
    left = np.clip(left, low, np.maximum(low, high - least))
    right = np.clip(right, np.minimum(high, left + least), high)
    return left, right


def mixed(heights) -> np.ndarray:
    """Whether some corners lie above 0 and some below."""
    above = heights >= 0
    return above.any(axis=0) & ~above.all(axis=0)


def between(corners, heights, edge) -> np.ndarray:
    """The point of an edge of the ring at which the height is 0."""
    line = np.arange(edge.size)
    follow = (edge + 1) % 4
    here, there = heights[edge, line], heights[follow, line]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        share_there = here / (here - there)
        share_here = -there / (here - there)
        return corners[edge, :, line].T * share_here + corners[follow, :, line].T * share_there


def finer(change, other, start, stop, one, two) -> np.ndarray:
    """The change of a cell, from itself or from the smaller one that makes up for it."""
    return np.where(start[one] + stop[one] <= start[two] + stop[two], change, other)
