"""Is an interval printed beside a figure one that its counts give, by a usual method?"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...intervals.interval import interval
from ...intervals.methods import ABOUT, METHODS
from ...words import check, wording
from ..claims import Claim, PrintedInterval
from .kinds import Check

__all__ = ["printed_interval"]

USUAL_LEVEL = 0.95
"""The level of an interval that does not say it."""


def printed_interval(claim: Claim) -> Iterator[Check]:
    """The figure within its interval; and the methods by which its counts give just that."""
    beside = claim.interval
    if beside is None:
        return
    figure, level = claim.printed, beside.level or USUAL_LEVEL
    below = figure.value < beside.low.value and figure.high <= beside.low.low
    if below or (figure.value > beside.high.value and figure.low >= beside.high.high):
        sentence = f"{figure.plain} lies outside the interval printed beside it, {beside}."
        yield Check("interval", "fails", (claim.id,), sentence, claim.line)
        return
    if not claim.n or claim.k is None:
        sentence = (f"{figure.plain} lies in the interval printed beside it, {beside}; without "
                    "counts nobody can say whether that follows.")
        yield Check("interval", "note", (claim.id,), sentence, claim.line)
        return
    shown = f"{claim.k:,} of {claim.n:,}"
    counts = claim.k, claim.n
    fitting = [ABOUT[name].label for name in METHODS if _gives(counts, beside, name, level)]
    if fitting:
        sentence = (f"{beside} is the {wording.percent(level)} interval of {shown} (by "
                    f"{check.listing(fitting[:3])}).")
        yield Check("interval", "holds", (claim.id,), sentence, claim.line)
        return
    low, high = map(float, interval(*counts, level=level))
    sentence = (f"{beside} is the {wording.percent(level)} interval of {shown} by none of "
                f"{len(METHODS)} methods; the exact one is {wording.interval(low, high)}.")
    yield Check("interval", "note", (claim.id,), sentence, claim.line)


def _gives(counts: tuple[int, int], beside: PrintedInterval, method: str, level: float) -> bool:
    """Whether a method's ends print as those beside the figure."""
    low, high = (Fraction(float(end)).limit_denominator(10**12) for end in interval(
        *counts, method=method, level=level))
    return low in beside.low and high in beside.high
