"""What may an argument be? Every rule about arguments, and every message that says one was broken.

A rule takes the argument's name and value and returns the value as an array (or number), or raises
`ValueError` with the argument, the rule and the offending value in one sentence. Public functions
call a rule first; private ones trust what they are given.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

__all__ = ["choice", "counts", "level", "listing", "near", "number", "plain", "rate", "whole"]

LARGEST_COUNT = 2**53
"""Counts are kept in floating point below this bound, where every whole number is exact."""


def listing(words: Iterable[str]) -> str:
    """Words as a list in prose.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    *head, last = [str(word) for word in words]
    return f"{', '.join(head)} and {last}" if head else last


def number(name: str, value) -> np.ndarray:
    """`value` as an array of finite floats."""
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a number, got {_show(value)}") from None
    bad = ~np.isfinite(array)
    if bad.any():
        raise ValueError(f"{name} must be a finite number, got {_first(array, bad)}")
    return array


def plain(array: np.ndarray) -> np.ndarray | float:
    """An array as it is, and a single number as a float: scalar in, scalar out.

    >>> plain(np.array(0.5)), plain(np.array([0.5]))
    (0.5, array([0.5]))
    """
    return np.asarray(array) if np.ndim(array) else float(array)


def rate(name: str, value) -> np.ndarray:
    """`value` as an array of shares in [0, 1].

    >>> rate("fpir", 17.0)
    Traceback (most recent call last):
    ValueError: fpir must lie in [0, 1], got 17.0 (a percentage? write 0.17)
    """
    array = number(name, value)
    bad = (array < 0) | (array > 1)
    if bad.any():
        worst = _first(array, bad)
        hint = f" (a percentage? write {worst / 100:.12g})" if 1 < worst <= 100 else ""
        raise ValueError(f"{name} must lie in [0, 1], got {worst}{hint}")
    return array


def level(value) -> float:
    """`value` as a confidence level, one number strictly between 0 and 1."""
    array = number("level", value)
    if array.ndim:
        raise ValueError(f"level must be one number, got {array.size} of them")
    if not 0 < array < 1:
        hint = f" (a percentage? write {array / 100:.12g})" if 1 < array < 100 else ""
        raise ValueError(f"level must lie strictly between 0 and 1, got {array}{hint}")
    return float(array)


def whole(name: str, value, *, least: int = 0) -> np.ndarray:
    """`value` as an array of whole numbers from `least` up, kept as floats.

    >>> whole("n", 41.5)
    Traceback (most recent call last):
    ValueError: n must be a whole number, got 41.5
    """
    array = number(name, value)
    rules = (
        (array != np.floor(array), "be a whole number"),
        (array < least, f"be at least {least}"),
        (array > LARGEST_COUNT, "be at most 2**53"),
    )
    for bad, rule in rules:
        if bad.any():
            raise ValueError(f"{name} must {rule}, got {_first(array, bad):.17g}")
    return array


def counts(k, n, *, names: tuple[str, str] = ("k", "n")) -> tuple[np.ndarray, np.ndarray]:
    """`k` and `n`, broadcast together, as successes among trials: 0 <= k <= n and n >= 1.

    >>> counts(43, 42)
    Traceback (most recent call last):
    ValueError: k must be at most n: 43 of 42 is more than all of them
    """
    k, n = whole(names[0], k), whole(names[1], n, least=1)
    try:
        k, n = np.broadcast_arrays(k, n)
    except ValueError:
        raise ValueError(
            f"{names[0]} and {names[1]} must have matching shapes, got {k.shape} and {n.shape}"
        ) from None
    bad = k > n
    if bad.any():
        pair = f"{_first(k, bad):.17g} of {_first(n, bad):.17g}"
        raise ValueError(f"{names[0]} must be at most {names[1]}: {pair} is more than all of them")
    return k, n


def choice(name: str, value, options: Iterable[str]) -> str:
    """`value` if it is one of `options`.

    >>> choice("method", "wlison", ["wilson", "wald"])
    Traceback (most recent call last):
    ValueError: method must be one of wilson and wald, got 'wlison' (wilson?)
    """
    options = list(options)
    if value not in options:
        got = f"{value!r}{near(value, options)}"
        raise ValueError(f"{name} must be one of {listing(options)}, got {got}")
    return value


def near(word, options: Iterable[str]) -> str:
    """A hint naming the option most like `word`, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(str(word), list(options), n=1)
    return f" ({close[0]}?)" if close else ""


def _first(array: np.ndarray, bad: np.ndarray) -> float:
    return float(array[bad][0]) if array.ndim else float(array)


def _show(value) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
