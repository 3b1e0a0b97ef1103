"""What are the melded limits for all samples of small sizes, at once?

Precision: the distribution of each rate's logarithm (or logit) on one lattice, multiplied in
Fourier space, is off by less than `SLACK` in log odds. Prevalence: the chance to be inverted is a
polynomial, so Gauss-Jacobi nodes integrate it exactly. Neither shares code with `melding`, whose
limits are for one sample at a time; the tests hold them against each other.

References
----------
Fay, Proschan and Brittain (2015), Biometrics 71, 146-156, doi:10.1111/biom.12231
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import betainc, expit, logit, roots_jacobi

from ...intervals.methods import clopper_pearson

__all__ = ["SLACK", "boxed_precision", "melded_precision", "melded_prevalence"]

SLACK = 2e-3
"""Bound of the lattice's error in log odds; coverage is enumerated with limits drawn in by it."""
STEP, REACH = 0.02, 2500
EDGES = (np.arange(-REACH, REACH + 2) - 0.5) * STEP
CDF = {
    "prevalence": lambda a, b: betainc(a, b, expit(EDGES)),
    "tpir": lambda a, b: betainc(a, b, np.exp(np.minimum(EDGES, 0))),
    "fpir": lambda a, b: 1 - betainc(a, b, np.exp(-np.maximum(EDGES, 0))),
}
SIDES = ({"prevalence": "lower", "tpir": "lower", "fpir": "upper"},
         {"prevalence": "upper", "tpir": "upper", "fpir": "lower"})
"""Which variate of each rate is cautious, for the lower limit and for the upper one."""
HALVINGS = 46


def melded_precision(sizes: dict, level: float):
    """Melded limits of log odds of precision, less those of a prevalence that is not sampled.

    Parameters
    ----------
    sizes : dict
        Cases by rate: prevalence (optional), tpir and fpir.
    level : float in (0, 1)

    Returns
    -------
    low, high : arrays with an axis a sample
    """
    tails, empty = ((1 - level) / 2, (1 + level) / 2), (-np.inf, np.inf)
    return tuple(_lattice_end(sizes, *parts) for parts in zip(SIDES, tails, empty, strict=True))


def _lattice_end(sizes, sides, share, empty):
    length = next_fast_len(len(sizes) * (2 * REACH + 1))
    places = (np.arange(length) - len(sizes) * REACH + 0.5) * STEP
    tables = [[_transform(rate, k, n, sides[rate], length) for k in range(n + 1)]
              for rate, n in sizes.items()]
    ends = np.full([n + 1 for n in sizes.values()], empty)
    for place in product(*(range(n + 1) for n in sizes.values())):
        parts = [table[k] for table, k in zip(tables, place, strict=True)]
        if all(part is not None for part in parts):
            density = irfft(np.prod(parts, axis=0), length)
            ends[place] = np.interp(share, np.cumsum(density), places)
    return ends


def _transform(rate, k, n, side, length):
    """Transform of a log rate's lattice; None where the limit is 0 (or infinite) for that."""
    a, b = (k, n - k + 1) if side == "lower" else (k + 1, n - k)
    if a and b:
        return rfft(np.diff(CDF[rate](a, b)), length)
    certain = rate != "prevalence" and b == 0
    return rfft(np.eye(1, 2 * REACH + 1, REACH)[0], length) if certain else None


def boxed_precision(sizes: tuple, level: float):
    """Limits of log odds of precision at the corners of three Clopper-Pearson intervals."""
    each = 2 * ((1 + level) / 2) ** (1 / 3) - 1
    (pl, ph), (tl, th), (fl, fh) = (
        clopper_pearson(np.arange(n + 1.0), float(n), each) for n in sizes)
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [logit(p)[:, None, None] + np.log(t)[:, None] - np.log(f)
                for p, t, f in ((pl, tl, fh), (ph, th, fl))]
    return tuple(np.where(np.isnan(end), sign * np.inf, end)
                 for end, sign in zip(ends, (-1, 1), strict=True))


def melded_prevalence(sizes: tuple, level: float):
    """Melded limits of the prevalence for all (alerts, tpir sample, fpir sample)."""
    tail = (1 - level) / 2
    return (_polynomial_end(sizes, ("lower", "upper", "upper"), tail),
            _polynomial_end(sizes, ("upper", "lower", "lower"), 1 - tail))


def _polynomial_end(sizes, sides, share):
    """The prevalence v at which P(alert_rate <= v tpir + (1 - v) fpir) is `share`, by halving."""
    (m, listed, others), (side, *rest) = sizes, sides
    k = np.arange(m + 1.0)
    a, b = (k, m - k + 1) if side == "lower" else (k + 1, m - k)
    t, wt = _nodes(listed, rest[0], m // 2 + 1)
    f, wf = _nodes(others, rest[1], m // 2 + 1)
    weights = wt[:, None, :, None] * wf[None, :, None, :]
    a, b = (one[:, None, None, None, None] for one in (a, b))
    t, f = t[:, None, :, None], f[None, :, None, :]

    def chance(v):
        v = v[..., None, None]
        below = betainc(np.maximum(a, 1), np.maximum(b, 1), np.clip(v * t + (1 - v) * f, 0, 1))
        return (np.where(a == 0, 1.0, np.where(b == 0, 0.0, below)) * weights).sum(axis=(-2, -1))

    low, high = (np.full([n + 1 for n in sizes], end) for end in (0.0, 1.0))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        passed = chance(middle) >= share
        low, high = np.where(passed, low, middle), np.where(passed, middle, high)
    return np.where(high < 1e-12, 0.0, np.where(low > 1 - 1e-12, 1.0, high))


def _nodes(n, side, count):
    """Gauss nodes and weights (n + 1, count) of a sample's Beta variates."""
    rows = []
    for k in range(n + 1):
        a, b = (k, n - k + 1) if side == "lower" else (k + 1, n - k)
        if a and b:
            x, weights = roots_jacobi(count, b - 1, a - 1)
            rows.append(((x + 1) / 2, weights / weights.sum()))
        else:
            rows.append((np.full(count, float(a > 0)), np.full(count, 1 / count)))
    return tuple(np.array(column) for column in zip(*rows, strict=True))
