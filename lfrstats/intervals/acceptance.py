"""Which true rates would not make what was counted surprising? Exact limits by acceptability.

A rate is kept when results no more likely (Sterne), or no further out (Blaker), than the one
counted have at least probability 1 - level together; the interval is everything from the lowest to
the highest rate kept. `k`, `n` and `level` broadcast, and both limits have their common shape.

Limits are found on the logit scale, so those near 0 keep their relative precision, and those near 1
that of their distance from 1. Only lower limits are derived: an upper one mirrors the failures'.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, betaincc, betainccinv, betaincinv, expit, gammaln

from .roots import newton_root, rising_root

__all__ = ["at_least", "at_most", "blaker", "by_mirror", "sterne", "tail_root"]

TIE = 1e-12
"""Relative difference below which two tail probabilities count as equal."""
NUDGE = 4e-15
LARGE = 1e6
"""Beyond this n the inverse of the incomplete beta function is checked."""


def at_least(k, n, logit):
    """P(X >= k) for 1 <= k <= n, at the rate with that logit."""
    tail, low = np.empty(np.shape(logit)), logit <= 0
    betainc(k, n - k + 1, expit(logit), out=tail, where=low)
    return betaincc(n - k + 1, k, expit(-logit), out=tail, where=~low)


def at_most(j, n, logit):
    """P(X <= j) for -1 <= j < n, at the rate with that logit."""
    some, tail, low = np.maximum(j, 0), np.empty(np.shape(logit)), logit <= 0
    betaincc(some + 1, n - some, expit(logit), out=tail, where=low)
    betainc(n - some, some + 1, expit(-logit), out=tail, where=~low)
    return np.where(j < 0, 0.0, tail)


def tail_root(k, n, tail):
    """Logit of the rate at which P(X >= k) equals `tail`, for 1 <= k <= n and 0 < tail < 1.

    The inverse of the incomplete beta function loses digits for n beyond about 1e9, so for large n
    it is checked, and solved again where it does not give the tail back.
    """
    p = betaincinv(k, n - k + 1, tail)
    q = betainccinv(n - k + 1, k, tail, out=1 - p, where=p > 0.5)
    with np.errstate(divide="ignore"):
        x = np.where(p <= 0.5, np.log(p) - np.log1p(-p), np.log1p(-q) - np.log(q))
    bad = np.broadcast_to(n > LARGE, x.shape).copy()
    if bad.any():
        bad &= ~(np.abs(at_least(k, n, x) / tail - 1) < 1e-11)
        k, n, tail = (np.broadcast_to(v, x.shape)[bad] for v in (k, n, tail))
        low, high = _floor(k, n, tail), -_floor(n - k + 1, n, 1 - tail)
        x[bad] = rising_root(_excess, low, high, k, n, np.full_like(k, -1), tail)
    return x


def _floor(k, n, tail):
    """A logit at which P(X >= k) is at most `tail`, since it never exceeds (e n p / k)^k."""
    return np.log(k / n) - 1 + np.log(tail) / k


def _excess(x, k, n, j, alpha):
    """Log of (P(X >= k) + P(X <= j)) / alpha."""
    with np.errstate(divide="ignore"):
        return np.log((at_least(k, n, x) + at_most(j, n, x)) / alpha)


def by_mirror(lower_logit, k, n, level):
    """Both limits from the rule for the lower one; the upper is that of the failures, mirrored.

    `lower_logit(k, n, alpha)` is called once, with flat arrays and k >= 1. With one n and one level
    for all, a count that is some case's successes and another's failures is worked out once.
    """
    k, n, alpha = np.broadcast_arrays(k, n, 1 - np.asarray(level, dtype=float))
    sides = np.stack([k, n - k]).reshape(2, -1)
    n, alpha, back = np.tile(n.ravel(), 2), np.tile(alpha.ravel(), 2), slice(None)
    one = sides.ravel()
    if n.size > 2 and np.ptp(n) == np.ptp(alpha) == 0:
        one, back = np.unique(one, return_inverse=True)
    logit, some = np.full(one.size, -np.inf), one > 0
    logit[some] = lower_logit(one[some], n[: one.size][some], alpha[: one.size][some])
    low, high = logit[back].reshape(2, *k.shape)
    return expit(low), expit(-high)


def _outward(logit):
    """Limits moved out by rounding's width, so that a rate at which two of them meet is in both.

    At a jump one count's lower limit is another's upper; a gap between them would lose coverage.
    """
    return logit - NUDGE * np.maximum(1, np.abs(logit))


def blaker(k, n, level):
    """Blaker's limits: exact, never wider than Clopper-Pearson.

    Notes
    -----
    Below the estimate, the acceptability of p is A = U + F(j), U = P(X >= k), F(j) = P(X <= j)
    for the largest j with F(j) <= U. The limit is not below Clopper-Pearson's, where U = alpha/2.
    Let j be the first with F(j) >= alpha/2 there. Until F(j) = U, the acceptability is
    U + F(j - 1), which falls, then rises; at F(j) = U it jumps to 2 U >= alpha. (There U is at
    most the F(j) at Clopper-Pearson's limit, and at most 1/2, as j < k - 1.) So the limit
    is that jump, unless the rising part reaches alpha before it. No grid, so that no sliver of
    accepted rates is missed (29 of 99 has one narrower than 1e-6).

    References
    ----------
    Blaker (2000), Can. J. Stat. 28, 783-798, doi:10.2307/3315916

    Examples
    --------
    >>> low, high = blaker(29, 99, 0.95)
    >>> print(f"{low:.7f} {high:.7f}")
    0.2097022 0.3929079
    """
    return by_mirror(_blaker_lower, k, n, level)


def _blaker_lower(k, n, alpha):
    start = tail_root(k, n, alpha / 2)
    j = _quantile(start, k, n, alpha / 2 * (1 - TIE))
    end = tail_root(k, n, np.minimum(at_most(j, n, start), 0.5))
    limit = newton_root(_balance, start, end, (start + end) / 2, k, n, j)
    early = _excess(limit, k, n, j - 1, alpha) > 0
    k, n, j, alpha, end = k[early], n[early], j[early], alpha[early], limit[early]
    limit[early] = newton_root(_excess_slope, start[early], end, end, k, n, j - 1, alpha)
    return _outward(limit)


def _balance(x, k, n, j):
    """Log of P(X >= k) / P(X <= j), and its slope."""
    above, below = at_least(k, n, x), at_most(j, n, x)
    rise, fall = _slopes(x, k, n, j)
    return np.log(above) - np.log(below), rise / above + fall / below


def _excess_slope(x, k, n, j, alpha):
    """Log of (P(X >= k) + P(X <= j)) / alpha, and its slope."""
    both = at_least(k, n, x) + at_most(j, n, x)
    rise, fall = _slopes(x, k, n, j)
    return np.log(both / alpha), (rise - fall) / both


def _slopes(x, k, n, j):
    """Slopes on the logit scale of P(X >= k), and of P(X <= j) downwards."""
    return k * expit(-x) * _point(k, n, x), (n - j) * expit(x) * _point(j, n, x)


def _point(k, n, x):
    """P(X = k), to the few digits that a slope needs; 0 for k = -1."""
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.exp(ways + k * x - n * np.logaddexp(0, x))


def _quantile(x, k, n, share):
    """Smallest j <= k - 1 with P(X <= j) >= share.

    Starts at k's mirror image about the mean; steps double until they pass the answer, then the
    gap is halved.
    """
    below, above = np.full_like(k, -1.0), k - 1
    p = expit(x)
    guess = np.floor(2 * n * p - k + (1 - 2 * p) + 0.5)
    step, todo = np.ones_like(k), np.flatnonzero(above - below > 1)
    while todo.size:
        lo, hi = below[todo], above[todo]
        try_ = guess[todo]
        try_ = np.where((try_ > lo) & (try_ < hi), try_, np.floor((lo + hi) / 2))
        enough = at_most(try_, n[todo], x[todo]) >= share[todo]
        below[todo], above[todo] = np.where(enough, lo, try_), np.where(enough, try_, hi)
        guess[todo] = try_ + np.where(enough, -step[todo], step[todo])
        step[todo] *= 2
        todo = todo[above[todo] - below[todo] > 1]
    return above


def sterne(k, n, level):
    """Sterne's limits: the rates for which results no likelier than `k` are not too rare together.

    Notes
    -----
    Below the estimate, the acceptability of p is A = U + F(j), U = P(X >= k), F(j) = P(X <= j)
    for the largest j with P(X = j) <= P(X = k), that is with
    odds(p) >= (C(n, j) / C(n, k))^(1 / (k - j)), which rises in j. Between two such
    odds A falls, then rises, so it reaches alpha first at one of them or on the rising part before
    the next. That first piece is found by discarding blocks of pieces: on pieces i to j - 1, A is
    less than U at the block's end plus F(j - 1) at its start. Roughly 2 log2(n) steps, any n.

    References
    ----------
    Sterne (1954), Biometrika 41, 275-278, doi:10.1093/biomet/41.1-2.275

    Examples
    --------
    >>> low, high = sterne(8, 42, 0.95)
    >>> print(f"{low:.6f} {high:.6f}")
    0.089211 0.334804
    """
    return by_mirror(_sterne_lower, k, n, level)


def _sterne_lower(k, n, alpha):
    j = _first_reaching(k, n, alpha * (1 - TIE))
    limit = _equal_logit(j, k, n)
    later = (j < 0) | (_excess(limit, k, n, j, alpha * (1 - TIE)) < 0)
    low, k, n, j, alpha = limit[later], k[later], n[later], j[later], alpha[later]
    low = np.maximum(low, tail_root(k, n, alpha / (n + 2)))
    limit[later] = rising_root(_excess, low, _equal_logit(j + 1, k, n), k, n, j, alpha)
    return _outward(limit)


def _first_reaching(k, n, alpha):
    """First piece j on which A reaches alpha; at the latest k - 1, where A is 1."""
    j, stride = np.full_like(k, -1.0), np.ones_like(k)
    todo = np.flatnonzero(k > 0)
    while todo.size:
        i, size, kk, nn, aa = (v[todo] for v in (j, stride, k, n, alpha))
        end = np.minimum(i + size, kk - 1)
        left, right = _equal_logit(i, kk, nn), _equal_logit(end, kk, nn)
        after = at_least(kk, nn, right)
        short = after + at_most(end - 1, nn, left) < aa
        one = end <= i + 1
        start = at_least(kk, nn, left) + at_most(i, nn, left)
        reached = (i == kk - 1) | one & (np.maximum(start, after + at_most(i, nn, right)) >= aa)
        short |= one & ~reached
        j[todo] = np.where(short & ~reached, end, i)
        stride[todo] = np.where(short, 2 * size, np.maximum(np.floor(size / 2), 1))
        todo = todo[~reached]
    return j


def _equal_logit(j, k, n):
    """Logit of the rate at which j and k are equally likely; -inf for j = -1.

    The mean of log((i + 1) / (n - i)) over i = j to k - 1, from Stirling's formula so that
    nothing cancels. For j = k - 1 it is log(k / (n - k + 1)).
    """
    some = np.maximum(j, 0)
    logit = _mean_log(some + 1, k - some) - _mean_log(n - k + 1, k - some)
    return np.where(j < 0, -np.inf, logit)


def _mean_log(a, d):
    """Mean of log(a), log(a + 1), ..., log(a + d - 1)."""
    b = a + d
    return (a - 0.5) * np.log1p(d / a) / d + np.log(b) - 1 + (_stirling(b) - _stirling(a)) / d


def _stirling(z):
    """What Stirling's formula for log gamma(z) leaves out, z >= 1."""
    direct = gammaln(z) - (z - 0.5) * np.log(z) + z - 0.5 * np.log(2 * np.pi)
    r = 1 / np.square(z)
    series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z
    return np.where(z < 30, direct, series)
