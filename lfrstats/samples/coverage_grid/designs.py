"""How often does an interval hold the truth, and how wide is it, over all samples of one size?

A design is one table of limits (an entry for each possible sample) and the true rates to try. The
probability of each sample is a product of binomial probabilities, so coverage is a finite sum.
Coverage jumps where the truth passes a limit: besides the grid, truths just below and just above
the limits are tried.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import binom, expit, logit

__all__ = ["Design", "Outcome", "beside", "joined", "kept", "log_odds", "mesh", "outcome",
           "precision_width", "probabilities"]

NUDGE = 1e-9
"""How far beside a limit the truth is tried."""
MOST = 700
"""Limits beside which it is tried, evenly chosen if there are more: all of one or two samples."""
CHUNK = 2**21


@dataclass(frozen=True, eq=False, slots=True)
class Design:
    """Limits for every possible sample, and the true rates to try.

    Parameters
    ----------
    low, high, width : arrays with an axis a sample, n + 1 long
        Limits on the scale of `truth`; nan where the method gives no interval.
    rates : tuple of arrays (P,)
        The true rate of each sample.
    truth : array (P,)
        What the interval should hold.
    named : dict of str to array (P,)
        The true rates as they are printed; the first says what is rare.
    grid : array of bool (P,)
        False beside the limits, where only the least coverage is looked for.
    """

    low: np.ndarray
    high: np.ndarray
    width: np.ndarray
    rates: tuple
    truth: np.ndarray
    named: dict
    grid: np.ndarray


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """Coverage, mean width and the chance of no interval at each of the true rates tried."""

    sizes: tuple
    coverage: np.ndarray
    width: np.ndarray
    silent: np.ndarray
    named: dict
    grid: np.ndarray


def outcome(design: Design) -> Outcome:
    """Coverage by enumeration; a sample without an interval counts as 0 to 100 %, as it says."""
    none = np.isnan(design.low)
    low, high = np.where(none, -np.inf, design.low), np.where(none, np.inf, design.high)
    width = np.where(none, 1.0, design.width)
    weights = [probabilities(n - 1, p) for n, p in zip(low.shape, design.rates, strict=True)]
    size, held = design.truth.size, []
    for part in np.array_split(np.arange(size), size * low.size // CHUNK + 1):
        truth = design.truth[part].reshape(-1, *[1] * low.ndim)
        inside = ((low <= truth) & (truth <= high)).astype(float)
        held.append(_mean(inside, [weight[part] for weight in weights]))
    means = [_mean(table[None], weights) for table in (width, none.astype(float))]
    sizes = tuple(n - 1 for n in low.shape)
    return Outcome(sizes, np.concatenate(held), *means, design.named, design.grid)


def probabilities(n: int, p) -> np.ndarray:
    """Binomial probabilities of 0 to n for each rate, an array (P, n + 1)."""
    k, p = np.arange(n + 1), np.asarray(p)[:, None]
    return binom(n, k) * p**k * (1 - p) ** (n - k)


def _mean(table, weights):
    """The mean of tables (P or 1, ...) over independent samples."""
    for weight in reversed(weights):
        axes = "zabc"[:table.ndim]
        table = np.einsum(f"{axes},z{axes[-1]}->z{axes[1:-1]}", np.broadcast_to(
            table, (len(weight), *table.shape[1:])), weight)
    return table


def mesh(**axes) -> dict:
    """Every combination of the values of each name, as flat arrays."""
    grids = np.meshgrid(*(np.asarray(values, dtype=float) for values in axes.values()),
                        indexing="ij")
    return dict(zip(axes, (grid.ravel() for grid in grids), strict=True))


def beside(low, high, most: int = MOST) -> np.ndarray:
    """Truths just below and just above the limits."""
    at = np.concatenate([np.ravel(low), np.ravel(high)])
    at = np.unique(np.round(at[np.isfinite(at)], 12))
    at = at[np.linspace(0, at.size - 1, min(at.size, most)).astype(int)]
    return np.concatenate([at - NUDGE, at + NUDGE])


def joined(one: dict, other: dict) -> tuple[dict, np.ndarray]:
    """Points of the grid and points beside limits, and which are which."""
    named = {name: np.concatenate([one[name], other[name]]) for name in one}
    first = next(iter(one.values())).size
    return named, np.arange(next(iter(named.values())).size) < first


def kept(points: dict, name: str, least: float, most: float) -> dict:
    """The points whose `name` lies in a range."""
    some = (points[name] >= least) & (points[name] <= most)
    return {key: values[some] for key, values in points.items()}


def log_odds(prevalence, tpir, fpir):
    """Log odds of precision."""
    return logit(prevalence) + np.log(tpir) - np.log(fpir)


def precision_width(low, high, shift: float = 0.0):
    """Width of an interval of precision from limits of its log odds."""
    return expit(high + shift) - expit(low + shift)
