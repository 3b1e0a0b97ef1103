"""Which number of cases does a printed count state? Only what one careful reader could mean."""

from __future__ import annotations

import re

from .printed import SCALES

__all__ = ["whole_number"]

_WHOLE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)((?: [a-z-]+)*)")
_MORE = {"and", "or", "to", "of", "in", "out", "per", "plus", "odd", "times", "dozen", "score",
         "half", "k", "m", "mn", "bn", *SCALES}
"""Words after a number that make it another one, or a range, or a share."""


def whole_number(text: str) -> int | None:
    """The whole number in digits that a text is, but for what it counts; None for all else.

    >>> whole_number("2,632 alerts"), whole_number("about 40"), whole_number("2 dozen alerts")
    (2632, None, None)
    """
    found = _WHOLE.fullmatch(" ".join(text.lower().split()))
    if found is None or _MORE & set(found[2].split()):
        return None
    return int(found[1].replace(",", ""))
