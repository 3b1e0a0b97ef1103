"""Blaker's and Sterne's limits against their definitions, scanned without any shortcut."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from lfrstats.intervals.acceptance import at_least, at_most, blaker, sterne, tail_root
from lfrstats.intervals.methods import clopper_pearson

LEVELS = (0.3, 0.5, 0.75, 0.9, 0.95, 0.999)


def pmf(n, p):
    return [comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]


def blaker_score(b):
    return [min(sum(b[: i + 1]), sum(b[i:])) for i in range(len(b))]


def sterne_score(b):
    return b


METHODS = [(blaker, blaker_score), (sterne, sterne_score)]


def acceptability(score, k, n, p, tie=0):
    """P of all results that score no higher than k does, straight from the definition."""
    b = pmf(n, p)
    s = score(b)
    return sum(b[i] for i in range(n + 1) if s[i] <= s[k] * (1 + tie))


def jumps(score, k, n):
    """Rates at which some result starts to score no higher than k: bisection for each."""
    found = []
    for j in range(k):
        low, high = 0.0, k / n
        for _ in range(60):
            mid = (low + high) / 2
            s = score(pmf(n, mid))
            low, high = (low, mid) if s[j] <= s[k] else (mid, high)
        found.append(high)
    return sorted(found)


def lowest(score, k, n, alpha):
    """Lowest rate with acceptability alpha: every piece in turn, both its ends."""
    start, ends = 0.0, jumps(score, k, n)
    for end in ends:
        if acceptability(score, k, n, start, 1e-11) >= alpha * (1 - 1e-11):
            return start
        low, high = start, end * (1 - 1e-12)
        if high > low and acceptability(score, k, n, high) >= alpha * (1 - 1e-11):
            for _ in range(60):
                mid = (low + high) / 2
                reached = acceptability(score, k, n, mid) >= alpha
                low, high = (low, mid) if reached else (mid, high)
            return high
        start = end
    return start


@pytest.mark.parametrize(("method", "score"), METHODS)
@pytest.mark.parametrize("level", LEVELS)
def test_all_counts_of_small_n_against_a_scan_of_every_piece(method, score, level):
    for n in (1, 2, 3, 4, 5, 7, 8, 11, 12):
        k = np.arange(1.0, n + 1)
        expected = [lowest(score, int(i), n, 1 - level) for i in k]
        low, high = method(k, float(n), level)
        assert low == pytest.approx(expected, abs=2e-10)
        assert method(n - k, float(n), level)[1] == pytest.approx(1 - low, abs=1e-14)


@pytest.mark.parametrize(("method", "score"), METHODS)
@pytest.mark.parametrize("level", ["1/2", "9/10", "19/20"])
def test_exact_fractions_nothing_below_is_accepted_and_the_limit_is(method, score, level):
    alpha, n = 1 - Fraction(level), 9
    for k in range(1, n + 1):
        low = Fraction(float(method(float(k), float(n), float(Fraction(level)))[0]))
        low = low.limit_denominator(10**15)
        below = [low * i / 30 for i in range(1, 30)] + [low * (1 - Fraction(1, 10**9))]
        assert max(acceptability(score, k, n, p) for p in below) < alpha
        just_inside = low * (1 + Fraction(1, 10**12))
        assert acceptability(score, k, n, just_inside) > alpha - Fraction(1, 10**9)


def test_the_sliver_that_grids_miss():
    low, high = blaker(np.array([29.0, 59.0]), np.array([99.0, 355.0]), 0.95)
    assert [low[0], high[0]] == pytest.approx([0.2097022321673, 0.3929078706003], abs=2e-10)
    assert high[1] == pytest.approx(0.2090809, abs=5e-8)
    inside, between = high[0] - 1e-8, high[0] - 3e-4
    accepted = [acceptability(blaker_score, 29, 99, p) >= 0.05 for p in (inside, between)]
    assert accepted == [True, False]


@pytest.mark.parametrize(("k", "n"), [(1, 42), (8, 42), (22, 42), (57, 60), (3, 300)])
def test_sterne_agrees_with_statsmodels_search(k, n):
    expected = proportion_confint(k, n, 0.05, method="binom_test")
    assert sterne(float(k), float(n), 0.95) == pytest.approx(expected, abs=2e-7)


@pytest.mark.parametrize("score", [blaker_score, sterne_score])
def test_larger_n_against_a_dense_scan(score):
    method = {blaker_score: blaker, sterne_score: sterne}[score]
    n, grid = 150, np.linspace(1e-4, 0.9999, 9001)
    b = binom.pmf(np.arange(n + 1), n, grid[:, None])
    s = b if score is sterne_score else np.minimum(b.cumsum(1), b[:, ::-1].cumsum(1)[:, ::-1])
    k = np.arange(0.0, n + 1, 6)
    low, high = method(k, float(n), 0.95)
    for i, a, z in zip(k.astype(int), low, high, strict=True):
        accepted = np.sum(b * (s <= s[:, [i]] * (1 + 1e-10)), axis=1) >= 0.05
        assert not accepted[(grid < a - 1e-9) | (grid > z + 1e-9)].any()
        assert a - 2e-4 <= grid[accepted].min()
        assert grid[accepted].max() <= z + 2e-4
        for edge, inward in ((a, 1e-11), (z, -1e-11)):
            if 0 < edge < 1:
                assert edge_acceptability(score, i, n, edge + inward) >= 0.05 - 1e-7


def edge_acceptability(score, k, n, p):
    b = binom.pmf(np.arange(n + 1), n, p)
    s = b if score is sterne_score else np.minimum(b.cumsum(), b[::-1].cumsum()[::-1])
    return b[s <= s[k] * (1 + 1e-10)].sum()


counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts, st.floats(0.01, 0.9999))
def test_blaker_lies_within_clopper_pearson_and_both_hold_the_estimate(pair, level):
    k, n = map(float, pair)
    outer, inner, other = (f(k, n, level) for f in (clopper_pearson, blaker, sterne))
    assert outer[0] <= inner[0] + 1e-12
    assert inner[1] <= outer[1] + 1e-12
    assert inner[0] <= k / n <= inner[1]
    assert other[0] <= k / n <= other[1]


@pytest.mark.parametrize("method", [blaker, sterne])
def test_limits_rise_with_k_and_nest_in_level(method):
    k = np.arange(0.0, 201)
    low, high = method(k, 200.0, np.array([[0.5], [0.9], [0.95], [0.999]]))
    assert (np.diff(low, axis=1) >= 0).all()
    assert (np.diff(high, axis=1) >= 0).all()
    assert (np.diff(low, axis=0) <= 0).all()
    assert (np.diff(high, axis=0) >= 0).all()


@pytest.mark.parametrize("method", [blaker, sterne])
def test_huge_n_is_near_the_poisson_limit_and_does_not_hang(method):
    k = np.array([0.0, 1.0, 3.0])
    small, huge = (method(k, n, 0.95) for n in (1e9, 1e14))
    assert huge[0] * 1e14 == pytest.approx(small[0] * 1e9, rel=1e-7)
    assert huge[1] * 1e14 == pytest.approx(small[1] * 1e9, rel=1e-7)
    low, high = method(np.array([1.0, 2.0**52]), 2.0**53, 0.95)
    assert (low < k[1] / 2).all()
    assert (high > low).all()


def test_tails_and_their_inverse():
    k, n = np.array([1.0, 5, 40, 42]), 42.0
    for p in (1e-6, 0.3, 0.97):
        logit = np.full(4, np.log(p) - np.log1p(-p))
        assert at_least(k, n, logit) == pytest.approx(binom.sf(k - 1, n, p), rel=1e-10)
        assert at_most(k - 2, n, logit) == pytest.approx(binom.cdf(k - 2, n, p), rel=1e-9)
    for tail in (1e-12, 0.025, 0.9):
        assert at_least(k, n, tail_root(k, n, tail)) == pytest.approx(np.full(4, tail), rel=1e-11)
