"""How is a statement P(x | y) said in words, with its denominator?

The words of the named rates come from `RATES`, where the cases are faces; for other events and
other cases the event's own name has to do.
"""

from __future__ import annotations

import re
from fractions import Fraction

from ...table.events import Statement
from ...table.rates import RATES
from ...words import printed, wording

__all__ = ["counted", "counted_among", "group", "just", "limits", "parts", "share", "sized", "what"]

_PASSING = re.compile(r" that pass( the camera)?$")
_WHOLES = {rate.text.partition(" | ")[2]: _PASSING.sub("", rate.of) for rate in RATES.values()}
_SHARES = {rate.text: rate.what for rate in RATES.values()}
_ALONE = {rate.text.partition(" | ")[0]: rate.what for rate in RATES.values()
          if rate.name not in ("precision", "fdr", "npv", "false_omission_rate")}


def parts(stated: Statement) -> tuple[str, str]:
    """What a statement counts, and among what ("" for all cases)."""
    counted, _, among = stated.text.partition("|")
    return counted.strip(), among.strip()


def group(text: str, unit: str = "faces") -> str:
    """The cases that are `text`, as a noun.

    >>> group("not listed"), group("stopped"), group("")
    ('faces not on the list', 'faces that are stopped', 'faces')
    """
    if unit == "faces" and text in _WHOLES:
        return _WHOLES[text]
    return f"{unit} that {_verb(text)}" if text else unit


def what(stated: Statement, unit: str = "faces") -> str:
    """What is said of the cases counted, as a verb in the plural."""
    x, y = parts(stated)
    if unit == "faces":
        whole = f"{x} | {y}" if y else x
        for known, key in ((_SHARES, whole), (_ALONE, x)):
            if key in known:
                return known[key]
    return _verb(x)


def _verb(text: str) -> str:
    return f"are {text}" if text.isidentifier() else f"count as '{text}'"


def counted_among(stated: Statement, k: Fraction, n: Fraction, unit: str = "faces") -> str:
    """A count in words: "of the 336 faces on the list, 235 raise an alert"."""
    among = group(parts(stated)[1], unit)
    if n == 1:
        first, space, rest = among.partition(" ")
        among = first.removesuffix("s") + space + _singular(rest)
    return f"of the {sized(n)} {among}, {counted(stated, k, unit)}"


def counted(stated: Statement, k: Fraction, unit: str = "faces") -> str:
    """The cases counted: "235 raise an alert"."""
    said = what(stated, unit)
    return f"{sized(k) if k else 'none'} {_singular(said) if k == 1 else said}"


def _singular(said: str) -> str:
    """A verb in the singular: "is on the list"."""
    said = re.sub(r"\bare\b", "is", said)
    return re.sub(r"\b(raise|count)\b", r"\1s", said)


def sized(amount: Fraction) -> str:
    """A number of cases: whole ones with separators, others with enough digits to check.

    >>> sized(Fraction(999_664)), sized(Fraction(141, 2)), sized(Fraction(2, 300))
    ('999,664', '70.5', '0.0067')
    """
    if amount == round(amount):
        return f"{round(amount):,}"
    return wording.percent(float(amount) / 100).removesuffix(" %") if amount < 10 else (
        f"{float(amount):,.1f}".removesuffix(".0"))


def limits(low: Fraction, high: Fraction, opened: tuple[bool, bool] = (False, False)) -> str:
    """Ends of a share in words; an end that is `opened` is approached and never reached.

    What is said is true: a lower end is rounded down and an upper one up.

    >>> limits(Fraction(4, 21), Fraction(1), (False, True))
    'at least 19 % and below 100 %'
    >>> limits(Fraction(0), Fraction(3, 8926)), limits(Fraction(1, 3), Fraction(1, 3))
    ('at most 1 in 2,975', '33 % (just 1/3)')
    """
    if low == high:
        return just(low)
    words = []
    if low > 0 or opened[0]:
        words.append(f"{'more than' if opened[0] else 'at least'} {_beside(low, -1)}")
    if high < 1 or opened[1]:
        words.append(f"{'below' if opened[1] else 'at most'} {_beside(high, 1)}")
    return " and ".join(words) or "anything from 0 % to 100 %"


def just(value: Fraction) -> str:
    """One share, with the fraction it is where its usual form says less and that is short."""
    text = share(value)
    if printed.read(text).value == value:
        return f"exactly {text}"
    return f"{text} (just {value})" if value.denominator < 10**6 else f"{text} (one value only)"


def share(value: Fraction) -> str:
    """A share as people read it."""
    return wording.share(float(value))


def _beside(value: Fraction, side: int) -> str:
    """The share as read, rounded down (side -1) or up (side 1)."""
    text = share(value)
    for _ in range(3):
        shown = printed.read(text)
        if side * (shown.value - value) >= 0:
            return text
        moved = value + side * (shown.high - shown.low) / 2
        text = share(min(max(moved, Fraction(0)), Fraction(1)))
    return text
