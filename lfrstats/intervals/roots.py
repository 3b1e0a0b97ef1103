"""Where does a rising function cross zero? One bracketing root finder, for arrays.

Every element has its own bracket and its own further arguments; elements that have converged leave
the loop. Arguments broadcast, and the result has their common shape. Solving on the log or logit
scale gives full relative precision however small the root is: that is the caller's choice.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

__all__ = ["newton_root", "rising_root"]

PRECISION = 8e-16
NEAR = 1e-9
"""A Newton step this short leaves an error of its square: the root is reached."""
MOST_STEPS = 200
"""More than plain bisection of any bracket needs: the loop always ends by itself."""


def rising_root(f: Callable, low, high, *args) -> np.ndarray:
    """Root of `f(x, *args)` in `[low, high]`, with `f` below zero on its left, above on its right.

    Parameters
    ----------
    f : callable
        Takes an array and as many arrays as there are `args`, all of one length.
    low, high : array_like
        Brackets. Where `f(low) >= 0` the answer is `low`, where `f(high) <= 0` it is `high`.
    *args : array_like
        Further arguments of `f`, element by element.

    Returns
    -------
    numpy.ndarray
        Roots, to within about 1e-15 times the larger of 1 and the root. On a log or logit scale
        that is the relative precision of the rate itself.

    Notes
    -----
    Chandrupatla's method: inverse quadratic interpolation through the last three points where
    that is safe, bisection where it is not. The first step is the secant through both ends.

    References
    ----------
    Chandrupatla (1997), Adv. Eng. Softw. 28, 145-149, doi:10.1016/S0965-9978(96)00051-8

    Examples
    --------
    >>> rising_root(lambda x, a: x**3 - a, 0.0, 10.0, [8.0, 27.0])
    array([2., 3.])
    """
    low, high, *args = np.broadcast_arrays(low, high, *args)
    shape, args = low.shape, [a.ravel() for a in args]
    low, high = low.ravel().astype(float), high.ravel().astype(float)
    with np.errstate(all="ignore"):
        f_low, f_high = f(low, *args), f(high, *args)
        root = np.where(f_low >= 0, low, high)
        open_ = np.flatnonzero((f_low < 0) & (f_high > 0))
        points = np.stack([low, f_low, high, f_high, high, f_high])[:, open_]
        args, share = [a[open_] for a in args], _inside(points[1] / (points[1] - points[3]), 0.0)
        for _ in range(MOST_STEPS):
            if not open_.size:
                break
            points = _shrink(f, points, share, args)
            best = _best(points)
            least = PRECISION * np.maximum(1, np.abs(best))
            root[open_] = best
            go = (np.abs(points[2] - points[0]) > 2 * least) & (points[1] != 0)
            open_, points, least = open_[go], points[:, go], least[go]
            args, share = [a[go] for a in args], _share(points, least)
    return root.reshape(shape)


def _shrink(f, points, share, args):
    """Bracket after a try at that share of its width: newest, opposite end, the point dropped."""
    x1, f1, x2, f2, _, _ = points
    x = x1 + share * (x2 - x1)
    fx = f(x, *args)
    same = (fx < 0) == (f1 < 0)
    dropped = np.where(same, [x1, f1], [x2, f2])
    opposite = np.where(same, [x2, f2], [x1, f1])
    return np.concatenate([[x, fx], opposite, dropped])


def _share(points, least):
    """Where to try next, as a share of the bracket from its newest end."""
    x1, f1, x2, f2, x3, f3 = points
    xi, phi = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
    alpha = (x3 - x1) / (x2 - x1)
    quadratic = f1 / (f1 - f2) * f3 / (f3 - f2) - alpha * f1 / (f3 - f1) * f2 / (f2 - f3)
    safe = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
    return _inside(np.where(safe, quadratic, 0.5), least / np.abs(x2 - x1))


def _inside(share, margin):
    return np.where(np.isfinite(share), np.clip(share, margin, 1 - margin), 0.5)


def _best(points):
    x1, f1, x2, f2, _, _ = points
    return np.where(np.abs(f1) <= np.abs(f2), x1, x2)


def newton_root(f: Callable, low, high, start, *args) -> np.ndarray:
    """Root of a function with known slope in `[low, high]`, by Newton's method from `start`.

    Parameters
    ----------
    f : callable
        Takes an array and as many as there are `args`; returns values, below zero left of the
        root and above it on the right, and slopes.
    low, high, start : numpy.ndarray
        Flat arrays of one length: brackets, and where to start in them.
    *args : numpy.ndarray
        Further arguments of `f`, of that length.

    Notes
    -----
    A step that leaves the bracket, or ends at an end of it, is replaced by its middle. Faster than
    `rising_root` where the slope costs little and the function is nearly straight.

    Examples
    --------
    >>> ones = np.ones(2)
    >>> newton_root(lambda x, a: (x**2 - a, 2 * x), 0 * ones, 9 * ones, 3 * ones, np.array([4, 25]))
    array([2., 5.])
    """
    root, low, high = start.astype(float), low.astype(float), high.astype(float)
    todo = np.arange(root.size)
    for _ in range(MOST_STEPS):
        if not todo.size:
            break
        x = root[todo]
        with np.errstate(all="ignore"):
            value, slope = f(x, *(a[todo] for a in args))
            step = -value / slope
        low[todo] = np.where(value < 0, x, low[todo])
        high[todo] = np.where(value > 0, x, high[todo])
        scale = np.maximum(1, np.abs(x))
        near = (np.abs(step) <= NEAR * scale) & (x + step >= low[todo]) & (x + step <= high[todo])
        inside = near | ((x + step > low[todo]) & (x + step < high[todo]))
        root[todo] = np.where(inside, x + step, (low[todo] + high[todo]) / 2)
        near |= (value == 0) | (high[todo] - low[todo] <= 2 * PRECISION * scale)
        todo = todo[~near]
    return root
