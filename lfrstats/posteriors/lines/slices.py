"""How likely is each value of one rate? The joint density, integrated over all tables that have it.

Tables in which a rate is x form a plane in the space of their four cells. It is integrated line by
line: on each line a second parameter is constant and the cells run linearly from one wall of the
box of bounds to another, so that every factor of the density is a power of a linear function of the
place on the line. Each line is integrated where it has its mass (found by Newton steps), then the
lines, then (in `posterior`) the planes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ...table.rates import RATES
from .joint import PARAMETERS, Factor, Joint, Summit, cells_of, merged, share
from .lines import Lines, around, between, finer, mixed
from .quadrature import Panels, Wanted, integrate
from .scales import QUARTER, Scale, corners, scale_of

__all__ = ["CURVE", "Slices", "TooRough"]

LINE = Wanted(size=32, tolerance=1e-8, lost=1e-8)
PLANE = Wanted(size=32, tolerance=1e-8, lost=1e-8)
CURVE = Wanted(size=32, tolerance=5e-8, lost=3e-9, curve=True)
CHUNK = 512
"""Lines integrated at a time: enough to keep numpy busy, few enough to stay in the cache."""
EASY = 4000
"""Points a plane may need before other lines through it are tried."""
MOST = 1e8
"""Points at which an integration is given up."""
FAR = 45.0
"""How far below the best line of its plane (in the logarithm) a line is not worth the trouble."""

_OWN = [Factor.of(RATES[name].statement) for name in PARAMETERS]


class TooRough(ValueError):
    """An integration that takes far more points than any sensible posterior."""


@dataclass(frozen=True, eq=False)
class Slices:
    """The density of one rate under a joint density.

    Parameters
    ----------
    joint : Joint
    target : Factor
        The rate, with powers 0.
    summit : Summit
        Of the joint density.
    chosen : int, optional
        The parameter to keep constant on each line, where there is a choice.
    fineness : Wanted
        How exact the integrals over lines shall be.
    budget : float
        Points after which the integration is given up.
    """

    joint: Joint
    target: Factor
    summit: Summit
    chosen: int | None = None
    fineness: Wanted = LINE
    budget: float = MOST

    pieces = 2
    """Panels to start with."""

    @cached_property
    def choices(self) -> list[int]:
        """The parameters that can be constant on each line, the best first."""
        fixed = [i for i in range(3) if i not in self.joint.free]
        order = fixed or ([1, 2] if self.joint.ordered else [1, 0, 2])
        return [i for i in order if self.target.key != _OWN[i].key]

    @cached_property
    def ranked(self) -> list[int]:
        """The choices, the one that makes least work first; an easy one is not searched further."""
        centre, spread = self.direction[2], self.direction[1]
        low, high = self.scale.ends
        theta = np.clip(centre + spread * np.array([-1.5, 0, 1.5]), low + 1e-6, high - 1e-6)
        work = {}
        for i in self.choices if len(self.choices) > 1 else ():
            pilot = replace(self, chosen=i, budget=MOST / 100)
            try:
                pilot.log_density(theta)
            except TooRough:
                continue
            work[i] = float(pilot.work[0])
            if work[i] < EASY * theta.size:
                break
        return sorted(self.choices, key=lambda i: work.get(i, np.inf))

    @cached_property
    def across(self) -> int:
        """The parameter that is constant on each line."""
        return self.ranked[0] if self.chosen is None else self.chosen

    @cached_property
    def work(self) -> np.ndarray:
        """How many points have been evaluated so far."""
        return np.zeros(1)

    @cached_property
    def scale(self) -> Scale:
        """The coordinate of the rate."""
        return scale_of(self.joint, self.target)

    @cached_property
    def factors(self) -> tuple[tuple[Factor, ...], tuple[Factor, ...], tuple[Factor, ...]]:
        """Factors that vary along a line; those of the rate; those of the constant parameter."""
        among = tuple(a or b for a, b in zip(self.target.counted, self.target.rest, strict=True))
        jacobian = [Factor(among, tuple(not cell for cell in among), 1.0, 0.0)]
        listed = _OWN[0]
        powers = [(-1.0, -1.0), (0.0, -1.0), (-1.0, 0.0)][self.across]
        jacobian.append(Factor(listed.counted, listed.rest, *powers))
        if all(among):
            jacobian = jacobian[1:]
        every = merged([*self.joint.factors, *jacobian])
        mine = tuple(f for f in every if f.key == self.target.key)
        theirs = tuple(f for f in every if f.key == _OWN[self.across].key and f not in mine)
        along = tuple(f for f in every if f not in mine and f not in theirs)
        return along, mine, theirs

    @cached_property
    def kinks(self) -> np.ndarray:
        """The angles at which planes meet corners of the box, where the density may have a kink."""
        return corners(self.joint, self.target, self.scale)

    def log_density(self, theta: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the rate's angle at each `theta`, not normalised."""
        shape, theta = theta.shape, theta.ravel()
        x, spare, slope = self.scale.place(theta)
        if len(self.joint.free) == 3:
            logs = self.planes(theta, x, spare)
        else:
            logs = self.lines(x, spare, np.zeros_like(x), np.ones_like(x), np.arange(x.size),
                              np.full(x.shape, -np.inf))
        return (logs + slope + _powers(self.factors[1], self.target, x, spare)).reshape(shape)

    def planes(self, theta, x, spare) -> np.ndarray:
        """The integrals over planes."""
        return self.plane(theta, x, spare, PLANE).log_integral

    def plane(self, theta, x, spare, wanted: Wanted) -> Panels:
        """The densities of the constant parameter's angle, given the rate."""
        edges, reach, kinks = self.guess(theta, x, spare)
        best = np.full(x.shape, -np.inf)

        def log_f(owner, points):
            sine, cosine = np.sin(points), np.cos(points)
            flat = np.repeat(owner, points.shape[1])
            places = x[flat], spare[flat], sine.ravel() ** 2, cosine.ravel() ** 2
            logs = self.lines(*places, flat, best)
            return logs.reshape(points.shape) + np.log(2 * sine * cosine)

        return integrate(log_f, edges, reach, self.wanted(wanted), kinks)

    def line(self, x, spare, tau, tau_spare, wanted: Wanted) -> tuple:
        """The ends of lines (4, P), and the densities of the angles of their points."""
        value, rest, _ = self.constant(tau, tau_spare)
        start, stop, _ = self.walls(x, spare, value, rest)
        line = Lines(self.factors[0], start, stop)
        mean, sd = line.crest()
        return start, stop, line.panels(np.arange(x.size), mean, sd, wanted, self.work)

    def constant(self, tau, tau_spare) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The constant parameter `tau` of the way up, its complement and its slope."""
        if self.across in self.joint.free:
            return self.joint.at(self.across, tau, tau_spare)
        (value, _), (rest, _) = self.joint.bounds(self.across)
        return np.full_like(tau, value), np.full_like(tau, rest), np.ones_like(tau)

    def wanted(self, least: Wanted) -> Wanted:
        """The accuracy wanted, or what rounding allows with very large counts."""
        return replace(least, tolerance=max(least.tolerance, self.joint.noise))

    def guess(self, theta, x, spare) -> tuple:
        """Edges of the first panels of each plane, how far it reaches, and where it has kinks."""
        low, high, kinks = self.span(x, spare)
        mean, sd = self.leaning(theta)
        left, right = around(mean, sd, low, high)
        inner = np.clip(np.where(np.isnan(kinks), left, kinks), left, right)
        edges = np.sort(np.concatenate([left[None], inner, right[None]]), axis=0)
        return edges.T, (low, high), kinks.T

    def leaning(self, theta) -> tuple[np.ndarray, np.ndarray]:
        """Mean and sd of the constant parameter's angle given the rate's, near the summit."""
        i, covariance = self.across, self.summit.covariance
        toward, spread, centre = self.direction
        with_rate = covariance[i] @ toward
        slope = with_rate / spread**2
        sd = np.sqrt(max(covariance[i, i] - with_rate * slope, 1e-6 * covariance[i, i]))
        return self.summit.angles[i] + slope * (theta - centre), sd

    @cached_property
    def edges(self) -> np.ndarray:
        """Edges of the parts in which the density is sought first."""
        _, spread, centre = self.direction
        ends = (np.array([end]) for end in self.scale.ends)
        left, right = around(np.array([centre]), np.array([min(spread, self.scale.step)]), *ends)
        return np.linspace(left[0], right[0], self.pieces + 1)

    @cached_property
    def direction(self) -> tuple[np.ndarray, float, float]:
        """How the rate's angle moves with the parameters' at the summit; its sd and value."""
        values = self.summit.values
        cells = cells_of(values, 1 - values)
        counted, rest = share(self.target.counted, cells), share(self.target.rest, cells)
        (p, s, f), (w, v) = values, (np.array(self.target.counted, float),
                                     np.array(self.target.rest, float))
        rate, spare = counted / (counted + rest), rest / (counted + rest)
        h = w * spare - v * rate
        gradient = np.array([
            s * h[0] + (1 - s) * h[1] - f * h[2] - (1 - f) * h[3],
            p * (h[0] - h[1]), (1 - p) * (h[2] - h[3]),
        ]) / (counted + rest)
        toward = gradient * self.summit.slopes * self.scale.speed(rate, spare)
        spread = np.sqrt(max(toward @ self.summit.covariance @ toward, 1e-30))
        return toward, spread, float(self.scale.of(rate, spare))

    def span(self, x, spare) -> tuple:
        """The angles between which a plane's lines lie in the box, and where they meet corners."""
        corners = np.moveaxis(self.joint.corners(), 1 + self.across, 1).reshape(4, 2, 4)
        heights = self.height(corners[..., None], x, spare)
        below, above = heights
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (below >= 0) != (above >= 0)
            tau = np.where(crossing, below / (below - above), np.nan)
            if self.joint.logarithmic[self.across]:
                (low, high), _ = self.joint.bounds(self.across)
                tau = np.log1p(tau * (high / low - 1)) / np.log(high / low)
            kinks = np.arcsin(np.sqrt(np.clip(tau, 0, 1)))
        starts, stops = mixed(below), mixed(above)
        filled = np.where(np.isnan(kinks), np.inf, kinks)
        low = np.where(starts, 0.0, filled.min(axis=0))
        filled = np.where(np.isnan(kinks), -np.inf, kinks)
        high = np.where(stops, QUARTER, filled.max(axis=0))
        low, high = self._ordered(low, high, x, spare)
        empty = ~(low < high)
        return np.where(empty, 0, low), np.where(empty, QUARTER, high), kinks

    def _ordered(self, low, high, x, spare) -> tuple:
        """The angles between which tpir exceeds fpir, where one is the rate and one is constant."""
        mine = [i for i in (1, 2) if _OWN[i].key == self.target.key]
        if not (self.joint.ordered and mine and self.across in (1, 2)):
            return low, high
        value = x if self.target.counted == _OWN[mine[0]].counted else spare
        least, most = self.joint.low[self.across], self.joint.high[self.across]
        if self.joint.logarithmic[self.across]:
            up = np.log(np.maximum(value, least) / least) / np.log(most / least)
        else:
            up = (value - least) / (most - least)
        angle = np.arcsin(np.sqrt(np.clip(up, 0, 1)))
        return (low, np.minimum(high, angle)) if self.across == 2 else (
            np.maximum(low, angle), high)

    def height(self, cells, x, spare) -> np.ndarray:
        """Counted cells less x times the cells they are counted among: 0 on the plane."""
        return share(self.target.counted, cells) * spare - share(self.target.rest, cells) * x

    def lines(self, x, spare, tau, tau_spare, plane, best) -> np.ndarray:
        """The integrals over lines on which the constant parameter is `tau` of the way up.

        `best` is the highest line yet seen on each plane; far lower ones are only estimated.
        """
        parts = [
            self._lines(*(a[i : i + CHUNK] for a in (x, spare, tau, tau_spare, plane)), best)
            for i in range(0, x.size, CHUNK)
        ]
        return np.concatenate(parts) if len(parts) != 1 else parts[0]

    def _lines(self, x, spare, tau, tau_spare, plane, best) -> np.ndarray:
        self.work[0] += 20 * x.size
        if self.work[0] > self.budget:
            raise TooRough("the posterior is too rough to integrate: the counts contradict each "
                           "other or the priors; give fewer of them, or milder priors")
        value, rest, slope = self.constant(tau, tau_spare)
        start, stop, scale = self.walls(x, spare, value, rest)
        line = Lines(self.factors[0], start, stop)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(slope * scale)
            logs += _powers(self.factors[2], _OWN[self.across], value, rest)
            mean, sd = line.crest()
            rough = line.log_f(np.arange(x.size), mean[:, None])[:, 0] + np.log(2.5 * sd) + logs
            rough = np.where(np.isnan(rough), -np.inf, rough)
            np.maximum.at(best, plane, rough)
            high = np.flatnonzero(rough > np.maximum(best[plane] - FAR, best.max() - 2 * FAR))
            if high.size:
                rough[high] = logs[high] + line.panels(
                    high, mean, sd, self.wanted(self.fineness), self.work).log_integral
        return rough

    def walls(self, x, spare, value, rest) -> tuple:
        """Cells where each line enters and leaves the box, and the area of a strip along it."""
        corners = self.face(value, rest)
        heights = self.height(np.moveaxis(corners, 1, 0), x, spare)
        above = heights >= 0
        crossing = above != np.roll(above, -1, axis=0)
        first = crossing.argmax(axis=0)
        last = 3 - crossing[::-1].argmax(axis=0)
        start = between(corners, heights, first)
        stop = between(corners, heights, last)
        strip = self.strip(start, stop, x, spare, value, rest)
        return start, stop, np.where(crossing.any(axis=0), strip, 0)

    def face(self, value, rest) -> np.ndarray:
        """The cells at the four corners, in a ring, where one parameter has a value: (4, 4, P)."""
        i = self.across
        one, two = (j for j in range(3) if j != i)
        corners = []
        for a, b in ((0, 0), (1, 0), (1, 1), (0, 1)):
            values, spares = [None] * 3, [None] * 3
            values[i], spares[i] = value, rest
            for j, end in ((one, a), (two, b)):
                limits = self.joint.bounds(j)
                values[j], spares[j] = limits[0, end], limits[1, end]
                if self.joint.ordered and j != 0 and i != 0 and end == (j == 2):
                    values[j] = (np.minimum if j == 2 else np.maximum)(values[j], value)
                    spares[j] = (np.maximum if j == 2 else np.minimum)(spares[j], rest)
            corners.append(cells_of(values, spares))
        return np.stack(corners)

    def strip(self, start, stop, x, spare, value, rest) -> np.ndarray:
        """The length of a line over how fast the height changes across it."""
        w = np.array(self.target.counted, float)[:, None] * spare
        w = w - np.array(self.target.rest, float)[:, None] * x
        change = stop - start
        tp, fn, fp, tn = change
        listed = np.where(
            start[0] + start[1] + stop[0] + stop[1] < 1, tp + fn, -(fp + tn)
        )
        if self.across == 0:
            one, two = finer(tp, -fn, start, stop, 0, 1), finer(fp, -tn, start, stop, 2, 3)
            up, over = w[0] - w[1], w[2] - w[3]
        elif self.across == 1:
            one, two = listed, fp
            up, over = value * (w[0] - w[3]) + rest * (w[1] - w[3]), w[2] - w[3]
        else:
            one, two = listed, tp
            up, over = value * (w[1] - w[2]) + rest * (w[1] - w[3]), w[0] - w[1]
        with np.errstate(divide="ignore", invalid="ignore"):
            lengths = np.where(np.abs(over) >= np.abs(up), np.abs(one / over), np.abs(two / up))
        return np.where(np.isfinite(lengths), lengths, 0)


def _powers(factors, rate: Factor, value, rest) -> np.ndarray:
    """The factors of one rate where it has a value."""
    logs = np.zeros(np.shape(value))
    for factor in factors:
        factor = factor if factor.counted == rate.counted else factor.flipped
        with np.errstate(divide="ignore"):
            for power, part, other in ((factor.a, value, rest), (factor.b, rest, value)):
                if power:
                    logs = logs + power * np.where(part > 0.5, np.log1p(-other), np.log(part))
    return logs
