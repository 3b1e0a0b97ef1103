"""How is a figure written so that people can read it?

Percentages with sensible digits, "1 in 2,976", whole numbers with separators, and natural
frequencies whose parts add up. Functions take one number (or a few) and return text; nothing here
changes a number that is calculated with. A share is never printed as 0 % or 100 % unless it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

__all__ = ["approximately", "interval", "natural_frequencies", "one_in", "percent", "share",
           "sized", "whole", "whole_parts"]

UNDEFINED = "undefined (0 of 0)"
RARE = 0.01
"""Shares below this read better as "1 in N" than as a percentage."""


def percent(value: float, digits: int = 2) -> str:
    """A share in [0, 1] as a percentage with `digits` significant digits, seen from 0 and from 1.

    Closer to 100 % the digits count from the gap, so that 0.9998 does not become 100 %.

    >>> percent(8 / 42), percent(0.001), percent(0.99981), percent(1)
    ('19 %', '0.1 %', '99.981 %', '100 %')
    """
    if math.isnan(value):
        return UNDEFINED
    return f"{_trimmed(100 * value, _decimals(value, digits))} %"


def percent_decimals(value: float, digits: int = 2) -> int:
    """How many decimals `percent` shows.

    >>> percent_decimals(8 / 42), percent_decimals(0.001), percent_decimals(0.99981)
    (0, 1, 3)
    """
    decimals = max(0, _decimals(value, digits))
    while decimals and round(100 * value, decimals) == round(100 * value, decimals - 1):
        decimals -= 1
    return decimals


def one_in(value: float, digits: int = 4) -> str:
    """A share as "1 in N", N to `digits` significant digits and whole from 10 up.

    >>> one_in(1 / 2976), one_in(1 / 1.43), one_in(0)
    ('1 in 2,976', '1 in 1.4', 'none')
    """
    if math.isnan(value):
        return UNDEFINED
    if value == 0:
        return "none"
    return f"1 in {approximately(1 / value, digits)}"


def share(value: float) -> str:
    """A share as people read it: "1 in N" below 1 in 100, else a percentage.

    >>> share(0.19), share(1 / 2976)
    ('19 %', '1 in 2,976')
    """
    return one_in(value) if 0 < value < RARE else percent(value)


def interval(low: float, high: float) -> str:
    """Two shares with one style and one precision, fine enough to tell them apart.

    >>> interval(0.086006, 0.341184), interval(1 / 7440, 1 / 1353), interval(0, 0.16)
    ('8.6 % to 34.1 %', '1 in 7,440 to 1 in 1,353', '0 % to 16 %')

    Each end has a style of its own where no precision would suit both:

    >>> interval(1.4e-6, 0.71)
    '1 in 714,300 to 71 %'
    """
    if 0 < low < RARE / 100 and 0.5 <= high < 1:
        return f"{one_in(low)} to {percent(high)}"
    if 0 < low and (high < RARE or (low < RARE / 10 and high < 0.5)):
        return f"{one_in(low)} to {one_in(high)}"
    telling = [value for value in (low, high, high - low) if 0 < value < 1]
    decimals = max((_decimals(value, 2) for value in telling), default=0)
    if decimals > 3:
        return f"{percent(low)} to {percent(high)}"
    return f"{_trimmed(100 * low, decimals)} % to {_trimmed(100 * high, decimals)} %"


def whole(value: float) -> str:
    """A number rounded to a whole one, with separators.

    >>> whole(34_000.2)
    '34,000'
    """
    return f"{value:,.0f}"


def approximately(value: float, digits: int = 3) -> str:
    """A number to `digits` significant digits; whole from 10 up, two digits below.

    >>> approximately(11.43), approximately(33_978.4, 4), approximately(1.43)
    ('11', '33,980', '1.4')
    """
    if value < 9.95:
        return _trimmed(value, 1 - _exponent(value))
    spare = max(0, _exponent(value) + 1 - digits)
    return f"{round(value / 10**spare) * 10**spare:,d}"


def sized(amount: Fraction) -> str:
    """A number of cases: whole ones with separators, others with enough digits to check.

    >>> sized(Fraction(999_664)), sized(Fraction(141, 2)), sized(Fraction(2, 300))
    ('999,664', '70.5', '0.0067')
    """
    if amount == round(amount):
        return f"{round(amount):,}"
    if amount < 10:
        return _trimmed(float(amount), _decimals(float(amount) / 100, 2))
    return f"{float(amount):,.1f}".removesuffix(".0")


def whole_parts(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to `parts` that add up to `total` (largest remainder).

    Each is its exact share rounded down or up, never further; ties go to the earlier part.

    Parameters
    ----------
    parts : sequence of float
        Amounts of any common unit, not negative, not all zero.
    total : int
        What the whole numbers must add up to.

    References
    ----------
    Balinski, M. L. and Young, H. P. (1982), *Fair Representation*: Hamilton's method.

    Examples
    --------
    >>> whole_parts([23.5, 10.1, 99.97, 99_866.43], 100_000)
    [24, 10, 100, 99866]
    """
    scale = total / math.fsum(parts)
    exact = [part * scale for part in parts]
    floors = [math.floor(amount) for amount in exact]
    left = total - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_remainder[:left]:
        floors[i] += 1
    return floors


def natural_frequencies(tp: int, fn: int, fp: int, tn: int) -> str:
    """Four whole counts of faces as the sentences a reader can check by adding up.

    >>> natural_frequencies(24, 10, 100, 99_866)  # doctest: +NORMALIZE_WHITESPACE
    'Of 100,000 faces, 34 are on the list and 24 of them raise an alert. Of the 99,966 others,
     100 raise one too. So of 124 alerts, 24 are right and 100 are false.'
    """
    listed, others, alerts = tp + fn, fp + tn, tp + fp
    first = (
        f"Of {_faces(listed + others)}, {whole(listed) if listed else 'none'} {_are(listed)} "
        f"on the list{' and ' + _of_them(tp, listed) + ' an alert' if listed else ''}."
    )
    second = (
        f"Of the {whole(others)} others, {whole(fp) if fp else 'none'} "
        f"{'raises' if fp == 1 else 'raise'} one{' too' if tp and fp else ''}."
    )
    if not alerts:
        return f"{first} {second} So there are no alerts at all."
    third = f"{whole(tp)} {_are(tp)} right and {whole(fp)} {_are(fp)} false"
    return f"{first} {second} So of {_alerts(alerts)}, {third}."


def _of_them(tp: int, listed: int) -> str:
    if listed == 1:
        return "that one raises" if tp else "does not raise"
    return f"{whole(tp) if tp else 'none'} of them {'raises' if tp == 1 else 'raise'}"


def _faces(count: int) -> str:
    return f"{whole(count)} face{'' if count == 1 else 's'}"


def _alerts(count: int) -> str:
    return f"{whole(count)} alert{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _decimals(value: float, digits: int) -> int:
    """Decimals of a percentage that show `digits` digits of the share or of its gap to 1."""
    gap = min(value, 1 - value)
    if gap <= 0:
        gap = max(value, 1 - value, 1e-300)
    return max(0, digits - 1 - _exponent(100 * gap))


def _exponent(value: float) -> int:
    """The power of ten of a positive number's first digit, after rounding it to 12 digits."""
    return int(f"{value:.11e}".partition("e")[2])


def _trimmed(value: float, decimals: int) -> str:
    """A number with at most `decimals` decimals and no trailing zeros."""
    text = f"{value:,.{max(0, decimals)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
