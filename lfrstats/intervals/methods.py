"""By which method is an interval worked out? A function each, what it promises, one table.

Each method is a function `(k, n, level) -> (low, high)` of checked arrays that broadcast. A new one
is a function, its name in `__all__`, a row of `METHODS` and one of `ABOUT`. All limits lie in
[0, 1], low is 0 for k = 0 and high is 1 for k = n (except for the Wald methods).

Newcombe (1998), Stat. Med. 17, 857-872, and Brown, Cai and DasGupta (2001), Stat. Sci. 16, 101-133,
doi:10.1214/ss/1009213286, compare the methods.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.special import expit, kl_div, ndtri

from ..words import check
from .acceptance import at_least, blaker, by_mirror, sterne, tail_root
from .roots import rising_root

__all__ = ["ABOUT", "METHODS", "About", "Method", "agresti_coull", "blaker", "clopper_pearson",
           "jeffreys", "label", "likelihood_ratio", "midp", "named", "sterne", "wald",
           "wald_cc", "wilson", "wilson_cc"]

Method = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def clopper_pearson(k, n, level):
    """Limits at which P(X >= k), and P(X <= k), are (1 - level) / 2.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26, 404-413, doi:10.1093/biomet/26.4.404
    """
    return by_mirror(lambda k, n, alpha: tail_root(k, n, alpha / 2), k, n, level)


def jeffreys(k, n, level):
    """Equal-tailed quantiles of Beta(k + 1/2, n - k + 1/2); 0 for k = 0, 1 for k = n.

    A credible interval with good average coverage. At low levels it may miss the estimate k / n.

    References
    ----------
    Brown, Cai and DasGupta (2001), Stat. Sci. 16, 101-133, doi:10.1214/ss/1009213286
    """
    return by_mirror(lambda k, n, alpha: tail_root(k + 0.5, n, alpha / 2), k, n, level)


def midp(k, n, level):
    """Clopper-Pearson's limits, with half of P(X = k) left out of each tail.

    References
    ----------
    Lancaster (1961), J. Am. Stat. Assoc. 56, 223-234, doi:10.1080/01621459.1961.10482105
    """
    return by_mirror(_midp_lower, k, n, level)


def _midp_lower(k, n, alpha):
    low, high = tail_root(k, n, alpha / 2), tail_root(k, n, alpha)
    return rising_root(_midp_excess, low, high, k, n, alpha)


def _midp_excess(x, k, n, alpha):
    beyond = np.where(k < n, at_least(np.minimum(k + 1, n), n, x), 0.0)
    return np.log((at_least(k, n, x) + beyond) / alpha)


def likelihood_ratio(k, n, level):
    """Rates whose deviance, twice the log likelihood ratio to k / n, is at most z squared.

    References
    ----------
    Wilks (1938), Ann. Math. Stat. 9, 60-62, doi:10.1214/aoms/1177732360
    """
    return _pinned(*by_mirror(_likelihood_lower, k, n, level), k, n)


def _likelihood_lower(k, n, alpha):
    z = -ndtri(alpha / 2)
    below = np.log(k / n) - 1 - np.square(z) / (2 * k)
    with np.errstate(divide="ignore"):
        x = rising_root(_deviance_gap, below, np.log(k / np.maximum(n - k, 0.5)), k, n, z)
        return np.where(k < n, x, -np.log(np.expm1(np.square(z) / (2 * n))))


def _deviance_gap(x, k, n, z):
    half = _deviance_part(k, n * expit(x)) + _deviance_part(n - k, n * expit(-x))
    return z - np.sqrt(2 * half)


def _deviance_part(x, mean):
    """One half of half the deviance, x log(x / mean) - x + mean; a series where it cancels."""
    v = (x - mean) / (x + mean)
    powers = np.polynomial.polynomial.polyval(v * v, 1 / np.arange(1, 19, 2)) - 1
    near = (x - mean) * v + 2 * x * v * powers
    return np.where(np.abs(v) < 0.1, near, kl_div(x, mean))


def wilson(k, n, level):
    """Rates p for which |k - n p| <= z sqrt(n p (1 - p)).

    References
    ----------
    Wilson (1927), J. Am. Stat. Assoc. 22, 209-212, doi:10.1080/01621459.1927.10502953
    """
    z = _z(level)
    return _pinned(_wilson_low(k, n, z), _wilson_high(k, n, z), k, n)


def wilson_cc(k, n, level):
    """Wilson's limits with continuity correction: k - 1/2 for the lower, k + 1/2 for the upper.

    References
    ----------
    Newcombe (1998), Stat. Med. 17, 857-872, method 4
    """
    z, less, more = _z(level), np.maximum(k - 0.5, 0), np.minimum(k + 0.5, n)
    return _pinned(_wilson_low(less, n, z), _wilson_high(more, n, z), k, n)


def _wilson_low(k, n, z):
    return k * (k / n) / (k + z * z / 2 + z * np.sqrt(k * ((n - k) / n) + z * z / 4))


def _wilson_high(k, n, z):
    return (k + z * z / 2 + z * np.sqrt(k * ((n - k) / n) + z * z / 4)) / (n + z * z)


def agresti_coull(k, n, level):
    """Wald's limits after adding z^2 / 2 successes and as many failures, kept within [0, 1].

    References
    ----------
    Agresti and Coull (1998), Am. Stat. 52, 119-126, doi:10.1080/00031305.1998.10480550
    """
    z = _z(level)
    centre = (k + z * z / 2) / (n + z * z)
    half = z * np.sqrt(centre * (1 - centre) / (n + z * z))
    return _pinned(centre - half, centre + half, k, n)


def wald(k, n, level):
    """The textbook's k / n -+ z sqrt(k (n - k) / n^3), within [0, 1], and too short.

    Has no width at all for k = 0 and k = n, and covers far less than its level at small rates.
    """
    half = _z(level) * np.sqrt(k / n * ((n - k) / n) / n)
    return _pinned(k / n - half, k / n + half, k, n)


def wald_cc(k, n, level):
    """Wald's limits moved outwards by 1 / (2 n), within [0, 1]."""
    half = _z(level) * np.sqrt(k / n * ((n - k) / n) / n) + 0.5 / n
    return _pinned(k / n - half, k / n + half, k, n)


def _z(level):
    return -ndtri((1 - np.asarray(level)) / 2)


def _pinned(low, high, k, n):
    """Limits kept in [0, 1] and around the estimate in spite of rounding."""
    low, high = np.clip(low, 0, k / n), np.clip(high, k / n, 1)
    return np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)


METHODS: dict[str, Method] = {
    rule.__name__: rule
    for rule in (
        clopper_pearson,
        wilson,
        wilson_cc,
        agresti_coull,
        jeffreys,
        midp,
        likelihood_ratio,
        blaker,
        sterne,
        wald,
        wald_cc,
    )
}


class About(NamedTuple):
    """What a method is called in print, and what it promises."""

    label: str
    promise: str


ABOUT = {
    "clopper_pearson": About("Clopper-Pearson", "never covers less than its level; often wide"),
    "wilson": About("Wilson", "close to its level on average; a little less at some rates"),
    "wilson_cc": About("Wilson with continuity correction", "nearly always at least its level"),
    "agresti_coull": About("Agresti-Coull", "close to its level, rather above; wide near 0 and 1"),
    "jeffreys": About("Jeffreys", "Bayesian; close to its level on average, not at every rate"),
    "midp": About("mid-p", "close to its level, mostly above; no guarantee"),
    "likelihood_ratio": About("likelihood ratio", "good for many cases; short when k is 0 or n"),
    "blaker": About("Blaker", "never covers less than its level; within Clopper-Pearson's"),
    "sterne": About("Sterne", "never covers less than its level; usually short"),
    "wald": About("Wald", "covers much less than its level for few cases; not recommended"),
    "wald_cc": About("Wald with continuity correction", "still covers too little at small rates"),
}
"""For each method its printed name and one line on what it promises."""


def named(method: str | Method) -> Method:
    """The method with that name; a function is its own."""
    return method if callable(method) else METHODS[check.choice("method", method, METHODS)]


def label(method: str | Method) -> str:
    """A method's name in print."""
    name = getattr(method, "__name__", method)
    return ABOUT[name].label if name in ABOUT else str(name).replace("_", " ")
