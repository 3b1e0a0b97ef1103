"""Two ratios, printed: a million intervals against statsmodels, exact Blaker against a scalar one.

Run `python tests/benchmarks/bench_intervals.py`. Competitors take turns in one run; medians count.
"""

from statistics import median
from time import perf_counter

import numpy as np
from scipy.optimize import brentq
from scipy.special import bdtr, bdtrc, bdtrik, betaincinv
from statsmodels.stats.proportion import proportion_confint

from lfrstats import interval

N = 1000


def at_least(k, n, p):
    return bdtrc(k - 1, n, p)


def next_tail(tail, n, p):
    """Largest j with P(X <= j) < tail."""
    j = int(np.ceil(bdtrik(tail, n, p) - 1e-9)) - 1
    return j if bdtr(j, n, p) < tail or j < 0 else j - 1


def halving(k, n, alpha, tolerance=1e-10):
    """Blaker's lower limit for one count, by halving as published.

    Klaschka (2010), BlakerCI: an algorithm and R package for the Blaker's binomial confidence
    limits calculation, technical report 1099, Institute of Computer Science, Prague. Halve between
    Clopper-Pearson's limit and the estimate; the limit lies below a rate at which the acceptability
    is alpha, or the opposite tail has taken in more counts than at Clopper-Pearson's limit.
    """
    if k == 0:
        return 0.0
    low, high = float(betaincinv(k, n - k + 1, alpha / 2)), k / n
    first = next_tail(at_least(k, n, low), n, low)
    while high - low >= tolerance:
        mid = (low + high) / 2
        tail = at_least(k, n, mid)
        j = next_tail(tail, n, mid)
        if j > first or tail + (bdtr(j, n, mid) if j >= 0 else 0.0) >= alpha:
            high = mid
        else:
            low = mid
    return low


def two_roots(k, n, alpha, tolerance=1e-10):
    """Blaker's lower limit for one count as lfrstats finds it, but with scipy's scalar brentq."""
    if k == 0:
        return 0.0
    low = float(betaincinv(k, n - k + 1, alpha / 2))
    j = next_tail(alpha / 2, n, low) + 1
    top = brentq(lambda p: at_least(k, n, p) - bdtr(j, n, p), low, k / n, xtol=tolerance)

    def excess(p):
        return at_least(k, n, p) + (bdtr(j - 1, n, p) if j else 0.0) - alpha

    return brentq(excess, low, top, xtol=tolerance) if excess(top) > 0 else top


def one_by_one(lower, level=0.95):
    """Both limits of every count, each by a call of its own."""
    alpha = 1 - level
    low = [lower(k, N, alpha) for k in range(N + 1)]
    return np.array(low), np.array([1 - lower(N - k, N, alpha) for k in range(N + 1)])


def timed(*calls, rounds):
    """Median seconds of each call, taking turns, and what each returned last."""
    seconds, results = [[] for _ in calls], [None] * len(calls)
    for _ in range(rounds):
        for i, call in enumerate(calls):
            start = perf_counter()
            results[i] = call()
            seconds[i].append(perf_counter() - start)
    return [median(s) for s in seconds], results


def report(title, ours, theirs, results):
    gap = max(np.abs(np.subtract(a, b)).max() for a, b in zip(*results, strict=True))
    print(f"{title}: {ours * 1e3:.1f} ms against {theirs * 1e3:.0f} ms, {theirs / ours:.0f} times")
    print(f"    largest difference {gap:.1e}")
    assert gap < 1e-9


if __name__ == "__main__":
    k = np.random.default_rng(1).binomial(N, 0.3, 10**6)
    for _ in range(2):
        interval(k, N)
    (ours, theirs), results = timed(
        lambda: interval(k, N), lambda: proportion_confint(k, N, 0.05, method="beta"), rounds=5
    )
    report("1,000,000 Clopper-Pearson intervals at n = 1,000", ours, theirs, results)
    every = np.arange(N + 1)
    for lower in (halving, two_roots):
        (ours, theirs), results = timed(
            lambda: interval(every, N, method="blaker"),
            lambda lower=lower: one_by_one(lower),
            rounds=5,
        )
        report(f"Blaker for every k at n = 1,000, {lower.__name__}", ours, theirs, results)
