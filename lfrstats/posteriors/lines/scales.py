"""On what scale is a rate's density smooth and short? The outer coordinate of the integration.

`Angle`, for which sin(angle)^2 is how far up its range the rate lies: likelihoods of counts are
nearly normal there, also at the ends. `LogOdds`, of how far up: for a rate that may have any power
of ten, as under a log-uniform prior. Both give the rate and its complement with all their digits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from ...table.rates import RATES
from .joint import PARAMETERS, Factor, Joint, share

__all__ = ["QUARTER", "Angle", "LogOdds", "Scale", "corners", "scale_of"]

QUARTER = np.pi / 2
"""The angle at the far end."""
ENDS = -50.0, 50.0
"""Log odds beyond which no rate is sought."""
TINY = 1e-300
MILD = -0.1
"""Powers of a rate down to which its mass beyond these log odds does not count."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Least and greatest value of a rate, and their complements."""

    least: float
    most: float
    least_spare: float
    most_spare: float

    def place(self, at, share=False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The rate, its complement and the logarithm of its slope.

        Or, of `share`, those of how far up its range it is.
        """
        tau, spare, slope = self._up(np.asarray(at, dtype=float))
        with np.errstate(divide="ignore"):
            slope = np.log((1.0 if share else self.most - self.least) * slope)
        if share:
            return tau, spare, slope
        return (self.least * spare + self.most * tau,
                self.least_spare * spare + self.most_spare * tau, slope)

    def of(self, rate, spare=None) -> np.ndarray:
        """The coordinate of a rate."""
        width = self.most - self.least
        up = np.clip((rate - self.least) / width, 0, 1)
        down = (self.most - rate if spare is None else spare - self.most_spare) / width
        return self._coordinate(up, np.clip(down, 0, 1))

    def speed(self, rate, spare) -> float:
        """How fast the coordinate moves with the rate."""
        width = self.most - self.least
        up = np.clip((rate - self.least) / width, 1e-16, 1)
        down = np.clip((spare - self.most_spare) / width, 1e-16, 1)
        return 1 / (width * self._slope(up, down))


class Angle(Scale):
    """From 0 to a quarter of the circle."""

    __slots__ = ()
    ends = 0.0, QUARTER
    step = QUARTER

    def _up(self, at) -> tuple:
        sine, cosine = np.sin(at), np.cos(at)
        return sine**2, cosine**2, 2 * sine * cosine

    @staticmethod
    def _coordinate(up, down) -> np.ndarray:
        return np.arctan2(np.sqrt(up), np.sqrt(down))

    @staticmethod
    def _slope(up, down) -> float:
        return 2 * np.sqrt(up * down)


class LogOdds(Scale):
    """The logarithm of the odds of the place within the range."""

    __slots__ = ()
    ends = ENDS
    step = 1.0

    def _up(self, at) -> tuple:
        tau, spare = expit(at), expit(-at)
        return tau, spare, tau * spare

    @staticmethod
    def _coordinate(up, down) -> np.ndarray:
        odds = np.log(np.maximum(up, TINY)) - np.log(np.maximum(down, TINY))
        return np.clip(odds, *ENDS)

    @staticmethod
    def _slope(up, down) -> float:
        return up * down


def scale_of(joint: Joint, target: Factor) -> Scale:
    """The scale of a rate: log odds where it may have any power of ten.

    That is so under a log-uniform prior, and of rates that are ratios of others, as precision.
    """
    own = [Factor.of(RATES[name].statement).key for name in PARAMETERS]
    moving = [own.index(target.key)] if target.key in own else joint.free
    far = joint.logarithmic[moving].any() or (target.key not in own and _mild(joint))
    return (LogOdds if far else Angle)(*joint.range(target))


def _mild(joint: Joint) -> bool:
    """Whether no prior has so much of its mass so near 0 or 1 that log odds do not reach there."""
    free = len(joint.free) == 3 and not joint.low.any() and (joint.high == 1).all()
    return free and all(min(factor.a, factor.b) > MILD for factor in joint.factors)


def corners(joint: Joint, target: Factor, scale: Scale) -> np.ndarray:
    """Where planes of a rate meet corners of the box, and its density may have a kink."""
    cells = joint.corners().reshape(4, -1)
    counted, rest = share(target.counted, cells), share(target.rest, cells)
    met = counted + rest > 0
    return np.unique(scale.of(counted[met] / (counted + rest)[met]))
