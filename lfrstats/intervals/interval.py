"""How sure can one be of a rate, when `k` of `n` cases showed it? A confidence interval.

`k`, `n` and `level` broadcast, and both limits have their common shape; scalar in, scalar out.
`interval` checks, works each distinct case out once by a method of `methods.METHODS`, and returns
an `Interval`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..words import check, wording
from .exact_coverage import Receipt, receipt
from .methods import Method, label, named

__all__ = ["Interval", "interval", "levels"]


class _Ends(NamedTuple):
    low: float | np.ndarray
    high: float | np.ndarray


class Interval(_Ends):
    """Both limits: a pair (low, high) that also knows `k`, `n`, `level` and `method`.

    `str()` is a sentence; `receipt()` says how often such intervals cover the truth.
    """

    def __new__(cls, low, high, *, k=None, n=None, level=None, method=None):
        """Both limits, and what they were worked out from."""
        self = super().__new__(cls, low, high)
        self.k, self.n, self.level, self.method = k, n, level, method
        return self

    def __str__(self) -> str:
        if np.ndim(self.low):
            return f"{wording.whole(np.size(self.low))} {label(self.method)} intervals"
        ends = wording.interval(self.low, self.high)
        if self.n is None:
            return ends
        counted = f"{wording.whole(self.k)} of {wording.whole(self.n)}"
        named = f"{wording.percent(self.level)} {label(self.method)} interval"
        return f"{counted} is {wording.percent(self.k / self.n)}; {named} {ends}"

    def receipt(self, *, within: tuple[float, float] = (0, 1)) -> Receipt:
        """How often the method covers the truth at this n: at k / n, and at worst `within` a range.

        Examples
        --------
        >>> print(interval(8, 42, method="wald").receipt(within=(0.05, 0.5)))
        At n = 42 the Wald interval covers a true rate of 19 % in 90.3 % of samples; over rates from
        5 % to 50 % never less than 79.4 % (at 7 %)
        """
        if self.n is None or np.ndim(self.low):
            raise ValueError(
                "a receipt is for one interval with its k and n, made by interval(k, n)")
        return receipt(self.k, self.n, method=self.method, level=self.level, within=within)


def interval(
    k: ArrayLike, n: ArrayLike, *, method: str | Method = "clopper_pearson", level: ArrayLike = 0.95
) -> Interval:
    """Confidence interval for the rate behind `k` of `n`.

    Parameters
    ----------
    k, n : array_like of whole numbers, 0 <= k <= n
        How many of how many.
    method : str or callable
        A key of `METHODS`, or a function `(k, n, level) -> (low, high)` of flat arrays (and one
        number for `level`, if one was given).
    level : array_like in (0, 1)
        Confidence level.

    Returns
    -------
    Interval
        A pair (low, high) of numbers, or of arrays if any argument is one.

    Examples
    --------
    >>> print(interval(8, 42))
    8 of 42 is 19 %; 95 % Clopper-Pearson interval 8.6 % to 34.1 %
    >>> low, high = interval([0, 3], 20, method="wilson")
    >>> high.round(4)
    array([0.1611, 0.3604])
    """
    rule = named(method)
    (k, n), level = check.counts(k, n), levels(level)
    try:
        shape = np.broadcast_shapes(k.shape, level.shape)
    except ValueError:
        raise ValueError(
            f"level must match the shape of k and n, got {level.shape} and {k.shape}"
        ) from None
    k, n = np.broadcast_to(k, shape), np.broadcast_to(n, shape)
    low, high = _once_each(rule, k, n, level)
    if not shape:
        low, high, k, n, level = float(low), float(high), int(k), int(n), float(level)
    return Interval(low, high, k=k, n=n, level=level[()] if shape else level, method=method)




def levels(value: ArrayLike) -> np.ndarray:
    """`value` as confidence levels strictly between 0 and 1.

    >>> levels([0.9, 95])
    Traceback (most recent call last):
    ValueError: level must lie strictly between 0 and 1, got 95.0 (a percentage? write 0.95)
    """
    array = check.number("level", value)
    for bad in array[(array <= 0) | (array >= 1)].ravel()[:1]:
        check.level(bad)
    return array


def _once_each(rule, k, n, level):
    """Limits for all cases, with every distinct case worked out once."""
    shape, size = k.shape, k.size
    each, which = np.unique(level, return_inverse=True) if level.ndim else (level, 0)
    (k0, wide), (n0, tall), deep = _span(k), _span(n), each.size
    if size < 100 or wide * tall * deep > 2**53:
        flat = np.broadcast_to(level, shape).ravel() if level.ndim else float(level)
        return [_shaped(end, size).reshape(shape) for end in rule(k.ravel(), n.ravel(), flat)]
    code = np.empty(shape, dtype=np.intp)
    np.subtract(k, k0, out=code, casting="unsafe")
    if tall * deep > 1:
        code += int(wide) * (n - n0).astype(np.intp)
        code += int(wide * tall) * np.reshape(which, level.shape)
    found, slot, code = _found(code, int(wide * tall * deep))
    row, column, layer = found % wide, found // wide % tall, found // (wide * tall)
    flat = each[layer.astype(np.intp)] if level.ndim else float(level)
    ends = [_shaped(end, found.size) for end in rule(k0 + row, n0 + column, flat)]
    return [_table(end, slot).take(code) for end in ends]


def _shaped(end, size):
    return np.broadcast_to(np.asarray(end, dtype=float), size)


def _span(values):
    """Least value, and how many whole numbers from there to the largest."""
    return (values.min(), values.max() - values.min() + 1) if values.size else (0.0, 1.0)


def _found(code, cells):
    """Codes that occur, their slots in a table, and the slot of each; no sort if few can occur."""
    if cells > 4 * code.size:
        found, back = np.unique(code, return_inverse=True)
        return found, np.arange(found.size), back.reshape(code.shape)
    seen = np.zeros(cells, dtype=bool)
    seen[code] = True
    found = np.flatnonzero(seen)
    return found, found, code


def _table(values, slot):
    table = np.empty(slot[-1] + 1)
    table[slot] = values
    return table
