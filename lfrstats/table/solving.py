"""Which table do three rates fix?

Each rate P(x | y) = v is one linear equation in the four cells, so any three independent rates fix
the table, and with it every other rate. Shape rule: scalars or arrays by broadcasting.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from ..words import check, printed
from .rates import CELLS, RATES, Table, canonical, ratio

__all__ = ["solve"]


def solve(**three) -> Table:
    """The table that three independent rates fix, in shares.

    Parameters
    ----------
    **three : float, array_like or str
        Exactly three rates by name (or an alias with `_` for spaces), each a share in [0, 1] or a
        printed figure such as "70%", "1 in 1,000" or "8 of 42". Arrays are broadcast.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        When a rate is unknown or no share, when the three are dependent (one follows from the
        others), or when no table has them; the message names the rate that leaves [0, 1].

    Notes
    -----
    A rate P(x | y) = v is linear in the cells c: (counted - v among) . c = 0. Three of these and
    sum(c) = 1 are a 4 x 4 system, solved in cells scaled to order 1, so that the given rates are
    met to rounding error even at a prevalence of 1e-9. At a prevalence of exactly 0 or 1 a given
    rate may be a share of nobody; the table then has it as nan.

    Examples
    --------
    >>> table = solve(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    >>> round(1 / table.prevalence, 6)
    2976.0
    >>> print(table)  # doctest: +NORMALIZE_WHITESPACE
    Of 100,000 faces, 34 are on the list and 24 of them raise an alert. Of the 99,966 others, 100
    raise one too. So of 124 alerts, 24 are right and 100 are false.
    >>> solve(tpir=0.7, fnir=0.3, fpir=0.001)
    Traceback (most recent call last):
    ValueError: tpir and fnir are dependent: one follows from the other, so a third rate is missing
    """
    given = {canonical(name): _value(name, value) for name, value in three.items()}
    if len(three) != 3 or len(given) != 3:
        raise ValueError(f"three different rates are needed, got {check.listing(three) or 'none'}")
    if follows := _dependent(tuple(given)):
        raise ValueError(follows)
    values = np.stack(np.broadcast_arrays(*given.values()), axis=-1)
    tp, fn, fp, tn = np.moveaxis(_cells(tuple(given), values), -1, 0)
    table = Table(tp=tp, fn=fn, fp=fp, tn=tn)
    _refuse_unmet(given, values, table)
    return table


def _value(name: str, value) -> np.ndarray:
    if isinstance(value, str | printed.Printed):
        return np.asarray(float(printed.reading(name, value)))
    return check.rate(name, value)


def _system(names: tuple[str, ...], values: np.ndarray) -> np.ndarray:
    """The 4 x 4 systems: a row (1 - v) counted - v (among, not counted) for each rate, then 1s."""
    rows = [np.ones(values.shape[:-1] + (4,))]
    for place, name in enumerate(names):
        stated, value = RATES[name].statement, values[..., place, None]
        rows.append(stated.counted * (1 - value) - (stated.among & ~stated.counted) * value)
    return np.stack(rows, axis=-2)


def _cells(names: tuple[str, ...], values: np.ndarray) -> np.ndarray:
    """The solutions, each column rescaled by the solution before it; rounding error becomes 0."""
    if values.ndim == 1:
        return _cells(names, values[None])[0]
    system = _system(names, values)
    scale = np.ones(system.shape[:-1])
    for _ in range(ROUNDS):
        scaled = system * scale[..., None, :]
        size = np.abs(scaled).max(axis=-1)
        scaled /= np.where(size == 0, 1, size)[..., None]
        _refuse_open(names, values, np.linalg.det(scaled) == 0)
        inverse = np.linalg.inv(scaled) * scale[..., :, None] / size[..., None, :]
        cells = inverse[..., 0]
        scale = np.maximum(np.abs(cells), 1e-30)
    moves = _moves(names, cells, inverse)
    reach = np.abs(moves) * values[..., None, :] * LAST_BITS
    play = reach.sum(axis=-1) + LAST_BITS
    _refuse_open(names, values, (play > OPEN).any(axis=-1))
    _refuse_impossible(names, values, np.where(np.abs(cells) <= play, 0, cells))
    return _lifted(cells, moves, reach)


ROUNDS = 3
LAST_BITS = 4 * np.finfo(float).eps
"""The relative rounding a rate given in floating point may carry."""
OPEN = 1e-3
"""Rates whose last bits move a cell by more than this leave the table open."""


def _moves(names, cells, inverse) -> np.ndarray:
    """How each cell moves with each given rate, dc/dv: (cells, rates) in the last two axes."""
    among = [np.abs(cells[..., RATES[name].statement.among]).sum(axis=-1) for name in names]
    return inverse[..., 1:] * np.stack(among, axis=-1)[..., None, :]


def _lifted(cells, moves, reach) -> np.ndarray:
    """Cells that rounding put below 0, lifted by the last bits of the rate that moves them most."""
    for _ in CELLS:
        below = np.nonzero((cells < 0).any(axis=-1))
        if not below[0].size:
            break
        some, row = cells[below], np.arange(below[0].size)
        cell = some.argmin(axis=-1)
        rate = reach[below][row, cell].argmax(axis=-1)
        step = moves[below][row, :, rate]
        target = reach[below][row, cell, rate] / 1000
        movable = target > 0
        lift = (target - some[row, cell]) / np.where(movable, step[row, cell], 1)
        some = some + np.where(movable, lift, 0)[:, None] * step
        some[row, cell] = target
        cells[below] = some
    return np.maximum(cells, 0)


def _refuse_open(names, values, bad) -> None:
    if bad.any():
        where = tuple(np.argwhere(bad)[0])
        raise ValueError(
            f"{_pairs(names, values[where])} fit no table or more than one: "
            "another rate is needed, or one of these is wrong"
        )


def _refuse_impossible(names, values, cells) -> None:
    bad = (cells < 0).any(axis=-1)
    if not bad.any():
        return
    where = tuple(np.argwhere(bad)[0])
    rates = {name: ratio(cells[where], rate.statement) for name, rate in RATES.items()}
    beyond = {name: max(-value, value - 1) for name, value in rates.items() if name not in names}
    name = next(name for name, excess in beyond.items() if excess > 0)
    side = "below 0" if rates[name] < 0 else "above 1"
    raise ValueError(
        f"{_pairs(names, values[where])} cannot all be true: {name} would have to be "
        f"{rates[name]:.6g}, which is {beyond[name]:.6g} {side}"
    )


def _refuse_unmet(given: dict, values: np.ndarray, table: Table) -> None:
    """Refuse a table in which a given rate is a share of nobody, unless a share given says so."""
    excused = np.zeros(values.shape[:-1], dtype=bool)
    for place, name in enumerate(given):
        if name in ("prevalence", "alert_rate"):
            excused |= (values[..., place] == 0) | (values[..., place] == 1)
    for name in given:
        empty = np.isnan(table.rate(name)) & ~excused
        if empty.any():
            raise ValueError(
                f"{_pairs(given, values[tuple(np.argwhere(empty)[0])])} cannot all be true: only "
                f"a table with no {RATES[name].of} would fit, and then there is no {name}"
            )


def _pairs(names, values) -> str:
    return check.listing(f"{name}={value:.6g}" for name, value in zip(names, values, strict=True))


@cache
def _dependent(names: tuple[str, ...]) -> str:
    """What is wrong with three rates that do not fix a table, or nothing."""
    some_table = np.array([0.13, 0.29, 0.41, 0.17])
    values = np.array([ratio(some_table, RATES[name].statement) for name in names])
    if np.linalg.matrix_rank(_system(names, values)) == 4:
        return ""
    for pair in ((0, 1), (0, 2), (1, 2)):
        if np.linalg.matrix_rank(_system(names, values)[[0, *(1 + i for i in pair)]]) < 3:
            first, second = (names[i] for i in pair)
            return (f"{first} and {second} are dependent: one follows from the other, "
                    "so a third rate is missing")
    return (f"{check.listing(names)} are dependent: each follows from the other two, "
            "so a third rate is missing")
