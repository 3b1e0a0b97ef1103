"""How many people on the list walk past without an alert? Their expected number."""

from __future__ import annotations

from dataclasses import dataclass

from ..words import wording
from .marginals import Marginal

__all__ = ["Unseen"]


@dataclass(frozen=True, eq=False, slots=True)
class Unseen:
    """The expected number of people on the list, among `faces`, that raise no alert."""

    faces: float
    share: Marginal

    @property
    def mean(self) -> float:
        """The mean."""
        return self.faces * self.share.mean

    @property
    def median(self) -> float:
        """As likely too high as too low."""
        return self.faces * self.share.median

    def quantile(self, p):
        """The number with probability `p` below it."""
        return self.faces * self.share.quantile(p)

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The equal-tailed interval of the expected number (not of the number on one day)."""
        low, high = self.share.interval(level)
        return self.faces * low, self.faces * high

    def __str__(self) -> str:
        low, high = (wording.approximately(end) for end in self.interval())
        middle = wording.approximately(self.median)
        return (f"Of {wording.whole(self.faces)} faces, {middle} on the list are expected to pass "
                f"without an alert (95 % credible interval {low} to {high})")
