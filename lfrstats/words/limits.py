"""How are the two ends of a range written, so that what is said is true to its last digit?

A lower end is rounded down and an upper one up, in the last digit shown, in exact arithmetic:
nothing is ever read back from what was written. Both ends have one style: "1 in N" where the whole
range is rare, otherwise percentages.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil, floor

from .wording import RARE

__all__ = ["DIGITS", "ends", "just", "limits", "near", "rounded_percent", "share_of"]

DIGITS = 3
"""Significant digits of a percentage, of the share or of what it lacks to 1."""
DIGITS_OF_N = 4
"""Significant digits of the N of "1 in N"."""
IN_FULL = 10**6
"""A share of 1 in N, or of k in N, is given as it is while N is no longer than this."""


def limits(low: Fraction, high: Fraction, opened: tuple[bool, bool] = (False, False)) -> str:
    """Ends of a share in words; an end that is `opened` is approached and never reached.

    >>> limits(Fraction(4, 21), Fraction(1), (False, True))
    'at least 19 %, but not all'
    >>> limits(Fraction(0), Fraction(3, 8926)), limits(Fraction(1, 3), Fraction(1, 3))
    ('at most 1 in 2,975', '33.3 % (just 1/3)')
    """
    if low == high:
        return just(low)
    below, above = ends(low, high if high < 1 else low)
    least = f"{'more than' if opened[0] else 'at least'} {below}" if low else "some" * opened[0]
    most = f"{'below' if opened[1] else 'at most'} {above}" if high < 1 else "not all" * opened[1]
    if not least or not most:
        return least or most or "anything from 0 % to 100 %"
    if high == 1:
        return f"{least}, but {most}"
    if low and not any(opened):
        return f"between {below} and {above}"
    return f"{least} and {most}" if low else f"{least}, {most}"


def share_of(limit: str, said: str) -> str:
    """A limit in words, and of whom what is said.

    >>> share_of("at most 1 in 950", "cars are stolen"), share_of("at most 5 %", "cars are stolen")
    ('at most 1 in 950 cars are stolen', 'at most 5 % of cars are stolen')
    """
    if re.search(r"1 in [\d,]+$", limit):
        return f"{limit} {said}"
    return f"{limit}{',' * limit.endswith('not all')} of {said}"


def ends(low: Fraction, high: Fraction) -> tuple[str, str]:
    """Two ends in one style, the lower rounded down and the upper up.

    >>> ends(Fraction(1, 4495), Fraction(1, 2807)), ends(Fraction(8, 42), Fraction(28, 42))
    (('1 in 4,495', '1 in 2,807'), ('19 %', '66.7 %'))
    >>> ends(Fraction(1, 1000), Fraction(104, 10_000)), ends(Fraction(9_995, 10_000), Fraction(1))
    (('0.1 %', '1.04 %'), ('99.95 %', '100 %'))
    """
    if 0 < high < RARE:
        return _one_in(low, ceil) if low else "0 %", _one_in(high, floor)
    return rounded_percent(low, floor), rounded_percent(high, ceil)


def near(value: Fraction) -> str:
    """One share, to the nearest.

    >>> near(Fraction(25, 175)), near(Fraction(1, 4495))
    ('14.3 %', '1 in 4,495')
    """
    return _one_in(value, round) if 0 < value < RARE else rounded_percent(value, round)


def just(value: Fraction) -> str:
    """One share, with the fraction it is where its usual form says less and that is short.

    >>> just(Fraction(1, 8)), just(Fraction(1, 2976)), just(Fraction(2, 3))
    ('exactly 12.5 %', 'exactly 1 in 2,976', '66.7 % (just 2/3)')
    """
    if 0 < value < RARE and value.numerator == 1 and value.denominator <= IN_FULL:
        return f"exactly 1 in {value.denominator:,}"
    below, above = ends(value, value)
    if below == above:
        return f"exactly {below}"
    text = near(value)
    return f"{text} (just {value})" if value.denominator < IN_FULL else f"{text} (one value only)"


def rounded_percent(value: Fraction, way) -> str:
    """A share as a percentage, rounded by `way` (floor, ceil or round) in its last digit.

    >>> rounded_percent(Fraction(104, 10_000), ceil), rounded_percent(Fraction(2, 3), floor)
    ('1.04 %', '66.6 %')
    """
    gap = min(value, 1 - value)
    decimals = max(0, DIGITS - 1 - _exponent(100 * gap)) if gap else 0
    amount = Fraction(way(value * 100 * 10**decimals), 10**decimals)
    whole, part = f"{int(amount * 10**decimals):0{decimals + 1}d}", ""
    if decimals:
        whole, part = whole[:-decimals], whole[-decimals:].rstrip("0")
    return f"{whole}{'.' * bool(part)}{part} %"


def _one_in(value: Fraction, way) -> str:
    """A share as 1 in N: N is given in full where it is whole, else rounded by `way`."""
    number = 1 / value
    if number.denominator == 1 and number <= IN_FULL:
        return f"1 in {int(number):,}"
    spare = 10 ** max(0, _exponent(number) + 1 - DIGITS_OF_N)
    return f"1 in {way(number / spare) * spare:,}"


def _exponent(value: Fraction) -> int:
    """The power of ten of a positive fraction's first digit, exactly."""
    power = len(str(value.numerator)) - len(str(value.denominator))
    return power if value >= Fraction(10) ** power else power - 1
