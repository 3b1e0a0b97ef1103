"""Where is the bell on each plane of tables, and how is it tilted? Newton steps on many at once.

A plane is described by the two logits of a `Chart`. Slopes and curvatures are taken from the
heights at nine places, half a standard deviation apart, of the bell as it is known so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import expit

from ..lines.joint import Summit
from ..lines.scales import QUARTER, Scale
from .charts import Chart

__all__ = ["DEPTH", "Peaks", "Tilted", "stretch", "stretched"]

DEPTH = 21.0
"""How far below the peak (in the logarithm) a bell is cut off."""
DEEPER, SHOULDER, LONG_TAILS = 26.0, 8.0, 2.3
"""The same for the density of the given rate, where its tails begin, and how many times longer than
between these it is where the tails are long."""
SKEW = 1.5
"""How many times longer than the other one side is of what is skew."""
NEAR = np.array([0.0, 0.5, -0.5])
"""Places about the peak, in standard deviations."""
WIDEST = 3.0
"""The largest standard deviation, in logits: plateaus are taken as bells so wide."""
STEEP = 60.0
"""Logits between which peaks are sought."""
LONGEST = 2.0
"""The longest step, in logits."""
SLACK = 0.05
"""How far a step may lead down: slopes are taken from places some way apart."""
STEPS, FEW, CLOSE = 25, 9, 0.1
"""Steps at most, where a guess will do, and the length (in standard deviations) of the last one."""
NEAR_END = 0.05
"""How near an end of its scale a rate must reach, as a share of its range, to reach it."""
MOSTLY = 0.6
"""Share of planes whose bells must be found for a rate's extent to be trusted."""
LEAN = 0.95
"""The largest correlation."""
NUDGE = 0.05
"""Standard deviations by which angles are moved to see how fast logits follow."""
TINY = 1e-300
GROWTH = 3.0
"""Standard deviations within which steps are about equal."""
LOOKS = np.arange(1, 6) * 1.8
"""Steps from the likeliest value at which it is seen how far a rate reaches."""


def stretched(steps, growth=GROWTH) -> np.ndarray:
    """How many standard deviations away places are that lie some steps away.

    >>> stretched(np.array([0.0, 1.0, 6.0])).round(2)
    array([ 0.  ,  1.02, 10.88])
    """
    return growth * np.sinh(steps / growth)


def stretch(steps, growth=GROWTH) -> np.ndarray:
    """The logarithm of how fast `stretched` grows."""
    return np.log(np.cosh(steps / growth))


@dataclass(frozen=True, eq=False, slots=True)
class Tilted:
    """Bells on planes: arrays (P,) of one number a plane.

    A place that lies a and b standard deviations from the peak has the logits
    one + wide a and other + lean a + high b.
    """

    one: np.ndarray
    other: np.ndarray
    wide: np.ndarray
    lean: np.ndarray
    high: np.ndarray
    top: np.ndarray
    found: np.ndarray

    def places(self, a, b) -> tuple[np.ndarray, np.ndarray]:
        """Logits (P, N) and (P, N, M) of places (P or 1, N) and (P or 1, M) away."""
        ones = self.one[:, None] + self.wide[:, None] * a
        others = self.other[:, None] + self.lean[:, None] * a
        return ones, others[:, :, None] + (self.high[:, None] * b)[:, None, :]

    @property
    def log_volume(self) -> np.ndarray:
        """The logarithm of the volume of normal bells, but for a constant."""
        return self.top + np.log(self.wide * self.high)


@dataclass(frozen=True, eq=False)
class Peaks:
    """The bells on the planes of a chart.

    Parameters
    ----------
    chart : Chart
    scale : Scale
        The coordinate of the given rate.
    summit : Summit
        Of the joint density.
    """

    chart: Chart
    scale: Scale
    summit: Summit

    @property
    def known(self) -> bool:
        """Whether bells were found on most planes, and so the ends of the density are known."""
        return self._outline[2].found.mean() > MOSTLY

    @cached_property
    def edges(self) -> np.ndarray:
        """Coordinates of the given rate: the ends of its density, and what divides it in parts.

        Two parts, three where it is skew, and two more where it has long tails, as it would be if
        planes were normal.
        """
        theta, heights, bells = self._outline
        theta, heights = theta[bells.found], heights[bells.found]
        top = int(np.argmax(heights))
        ends, shoulders = (
            [_fallen(theta[top::side], heights[top::side], end, depth)
             for side, end in zip((-1, 1), self.scale.ends, strict=True)]
            for depth in (DEEPER, SHOULDER))
        near, (low, high) = NEAR_END * (ends[1] - ends[0]), self.scale.ends
        left = low if ends[0] - low < near else ends[0]
        right = high if high - ends[1] < near else ends[1]
        if right - left > LONG_TAILS * (shoulders[1] - shoulders[0]):
            return np.unique([left, *np.linspace(*shoulders, 3), right])
        sides = right - theta[top], theta[top] - left
        return np.linspace(left, right, 4 if max(sides) > SKEW * min(sides) else 3)

    @cached_property
    def _outline(self) -> tuple[np.ndarray, np.ndarray, Tilted]:
        """Coordinates of the given rate, the logarithms of its density there, about, and bells."""
        centre, spread, _ = self._normal
        steps = np.concatenate([-LOOKS[::-1], [0.0], LOOKS])
        sd = min(np.sqrt(spread[0, 0]), WIDEST)
        logits = np.clip(centre + sd * stretched(steps), -STEEP, STEEP)
        theta = self.scale.of(expit(logits), expit(-logits))
        x, spare, slope = self.scale.place(theta)
        with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
            bells = self._climbed(x, spare, self._start(x, spare), FEW)
            return theta, np.where(bells.found, bells.log_volume + slope, -np.inf), bells

    def found(self, x, spare) -> Tilted:
        """The bells on the planes on which the given rate is `x` (P,)."""
        theta, _, near = self._outline
        if not self.known:
            return self._climbed(x, spare, self._start(x, spare), STEPS)
        at, known = self.scale.of(x, spare), theta[near.found]
        first = Tilted(*(np.interp(at, known, getattr(near, name)[near.found])
                         for name in ("one", "other", "wide", "lean", "high")),
                       np.full(x.size, -np.inf), np.zeros(x.size, dtype=bool))
        return self._climbed(x, spare, first, STEPS)

    def _climbed(self, x, spare, bells: Tilted, steps: int) -> Tilted:
        """The bells, from where they are thought to be."""
        step = np.zeros((2, x.size))
        for _ in range(steps):
            trial = Tilted(bells.one + step[0], bells.other + step[1], bells.wide, bells.lean,
                           bells.high, bells.top, bells.found)
            heights = self.heights(x, spare, trial, NEAR, NEAR)
            up = ~(heights[:, 0, 0] < bells.top - SLACK) & ~bells.found
            new, ahead = _stepped(trial, heights)
            there = up & new.found
            step = np.where(up, np.where(there, 0.0, ahead), step / 4)
            parts = (np.where(up, a, b) for a, b in (
                (trial.one + there * ahead[0], bells.one),
                (trial.other + there * ahead[1], bells.other), (new.wide, bells.wide),
                (new.lean, bells.lean), (new.high, bells.high), (new.top, bells.top)))
            bells = Tilted(*parts, bells.found | there)
            if bells.found.all():
                break
        return bells

    def heights(self, x, spare, bells: Tilted, ones, others) -> np.ndarray:
        """The logarithm of the density at places about the peaks: (P, N, M)."""
        return self.chart.log_density(x[:, None], spare[:, None], *bells.places(ones, others))

    def _start(self, x, spare) -> Tilted:
        """The bells, were the density of all three logits a normal one."""
        centre, spread, peak = self._normal
        given = spread[0, 1:] / spread[0, 0]
        within = spread[1:, 1:] - np.outer(given, spread[0, 1:])
        (a, c), (_, b) = within
        a, b = (max(part, 1e-8 * whole)
                for part, whole in zip((a, b), np.diag(spread)[1:], strict=True))
        c = np.clip(c, -LEAN * np.sqrt(a * b), LEAN * np.sqrt(a * b))
        away = np.clip(np.log(x / spare) - centre, -STEEP, STEEP)
        one, other = (np.clip(top + slope * away, -STEEP, STEEP)
                      for top, slope in zip(peak, given, strict=True))
        wide = np.sqrt(a)
        tilt = (np.full(x.size, part) for part in (wide, c / wide, np.sqrt(b - c * c / a)))
        return Tilted(one, other, *tilt, np.full(x.size, -np.inf), np.zeros(x.size, dtype=bool))

    @cached_property
    def _normal(self) -> tuple[float, np.ndarray, np.ndarray]:
        """The given rate's logit, the covariance with the others (3, 3) and those, at the top."""
        joint, covariance, angles = self.chart.joint, self.summit.covariance, self.summit.angles
        nudge = np.minimum(NUDGE * np.sqrt(np.diag(covariance)),
                           0.2 * np.minimum(angles, QUARTER - angles))
        moves = np.concatenate([np.zeros((3, 1)), np.diag(nudge), -np.diag(nudge)], axis=1)
        near = angles[:, None] + moves
        tables = [joint.at(i, np.sin(near[i]) ** 2, np.cos(near[i]) ** 2)[:2] for i in range(3)]
        (rate, spare), logits = self.chart.coordinates(*zip(*tables, strict=True))
        places = np.stack([np.log(rate / spare), *logits])
        toward = (places[:, 1:4] - places[:, 4:]) / (2 * nudge)
        with np.errstate(invalid="ignore"):
            return float(places[0, 0]), toward @ covariance @ toward.T, places[1:, 0]


def _stepped(bells: Tilted, heights) -> tuple[Tilted, np.ndarray]:
    """The bells as heights (P, 3, 3) at `NEAR` places show them, and the steps to their peaks."""
    (middle, up, down), (right, far, low), (left, high, near) = np.moveaxis(heights, 0, -1)
    bends = (8 * middle - 4 * right - 4 * left, 8 * middle - 4 * up - 4 * down,
             low + high - far - near)
    slopes = right - left, up - down
    sound = np.isfinite(sum(bends))
    a, b, c = (np.where(sound, bend, normal) for bend, normal in zip(bends, (1, 1, 0), strict=True))
    first, second = (np.where(sound, slope, 0) for slope in slopes)
    lean, high = bells.lean / WIDEST, bells.high / WIDEST
    a = np.clip(np.abs(a + (bells.wide / WIDEST) ** 2 + lean**2), 0.05, 100)
    b = np.clip(np.abs(b + high**2), 0.05, 100)
    most = LEAN * np.sqrt(a * b)
    c = np.clip(c + lean * high, -most, most)
    whole = a * b - c * c
    ahead = (b * first - c * second) / whole, (a * second - c * first) / whole
    there = sound & (np.hypot(*ahead) < CLOSE) & (np.abs(a - 1) < 0.5) & (np.abs(b - 1) < 0.5)
    step = np.stack([bells.wide * ahead[0], bells.lean * ahead[0] + bells.high * ahead[1]])
    step *= np.minimum(1, LONGEST / np.maximum(np.abs(step).max(axis=0), TINY))
    wide, turn = np.sqrt(b / whole), -c / np.sqrt(b * whole)
    new = Tilted(bells.one, bells.other, bells.wide * wide, bells.lean * wide + bells.high * turn,
                 bells.high / np.sqrt(b), np.fmax(middle, bells.top), there)
    return new, step


def _fallen(theta, heights, end, depth) -> float:
    """Where heights have fallen by some depth, from the highest one on; or would, going on so."""
    low = np.flatnonzero(heights < heights[0] - depth)
    if not low.size:
        falls = heights[-2:-1] - heights[-1:]
        if not falls.size or falls[0] <= 0:
            return float(end)
        further = (depth + heights[-1] - heights[0]) / falls[0]
        place = theta[-1] + further * (theta[-1] - theta[-2])
        return float(place if abs(place - theta[-1]) < abs(end - theta[-1]) else end)
    after = low[0]
    before, beyond = np.sqrt(heights[0] - heights[[after - 1, after]])
    part = np.clip((np.sqrt(depth) - before) / (beyond - before), 0, 1)
    return float(theta[after - 1] + part * (theta[after] - theta[after - 1]))
