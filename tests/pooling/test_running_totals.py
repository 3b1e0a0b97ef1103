"""Confidence sequences: exact validity over all looks, another equation, dates by force."""

from fractions import Fraction
from itertools import pairwise, product

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaln

from lfrstats.intervals.methods import METHODS
from lfrstats.pooling.running_totals import (
    confidence_sequence,
    exits,
    miss_probability,
    mixture_limits,
    worst_moment,
)


@pytest.mark.parametrize("prior", [(0.5, 0.5), (1, 1), (0.5, 50)])
@pytest.mark.parametrize("p", [1e-4, 0.003, 0.02, 0.19, 0.5, 0.81, 0.999])
def test_some_look_misses_with_at_most_the_probability_allowed(p, prior):
    def rule(k, n, level):
        return mixture_limits(k, n, level, prior)

    for level in (0.8, 0.95):
        missed = miss_probability(rule, 300, p, level=level)
        assert (np.diff(missed) >= 0).all() and missed[-1] <= 1 - level


def test_ordinary_intervals_miss_at_some_look():
    for name in ("wilson", "clopper_pearson", "jeffreys"):
        missed = miss_probability(name, 3000, 0.2)
        assert missed[-1] > 0.35 and (np.diff(missed) >= 0).all()


def test_miss_probability_is_that_of_all_paths():
    p, n, level = 0.3, 10, 0.8
    wilson, total = METHODS["wilson"], np.zeros(n)
    for path in product((0, 1), repeat=n):
        k, cases = np.cumsum(path).astype(float), np.arange(1.0, n + 1)
        low, high = wilson(k, cases, level)
        missed = np.maximum.accumulate((p < low) | (p > high))
        total += missed * p ** sum(path) * (1 - p) ** (n - sum(path))
    assert miss_probability("wilson", n, p, level=level) == pytest.approx(total, abs=1e-14)


def test_fewer_looks_miss_less():
    every, some = miss_probability("wilson", 300, 0.2), miss_probability("wilson", [100, 300], 0.2)
    from lfrstats.intervals.exact_coverage import coverage

    assert some[0] == pytest.approx(1 - coverage("wilson", 100, 0.2), abs=1e-12)
    assert some[0] < some[1] < every[-1]


@given(n=st.integers(1, 10**9), share=st.floats(0, 1), level=st.floats(0.5, 0.999),
       a=st.sampled_from([0.5, 1.0, 3.0]), b=st.sampled_from([0.5, 1.0, 40.0]))
def test_limits_solve_the_martingales_equation(n, share, level, a, b):
    k = round(n * share)
    low, high = (float(v) for v in mixture_limits(k, n, level, (a, b)))
    assert 0 <= low <= k / n <= high <= 1
    with mpmath.workdps(40):
        for p in (low, high):
            if 0 < p < 1 - 1e-7:
                gain = (mpmath.log(mpmath.beta(a + k, b + n - k) / mpmath.beta(a, b))
                        if n < 10**4 else
                        mpmath.loggamma(a + k) + mpmath.loggamma(b + n - k)
                        - mpmath.loggamma(a + b + n) - mpmath.log(mpmath.beta(a, b)))
                gain -= k * mpmath.log(p) + (n - k) * mpmath.log(1 - mpmath.mpf(p))
                assert float(gain) == pytest.approx(-np.log1p(-level), rel=2e-6, abs=2e-6)


def test_no_cases_and_all_cases():
    low, high = mixture_limits([0, 50], 50, 0.95)
    assert low[0] == 0 and high[1] == 1
    # (1 - p)^50 = B(1/2, 50 + 1/2) / B(1/2, 1/2) * 0.05
    upper = 1 - np.exp((betaln(0.5, 50.5) - betaln(0.5, 0.5) + np.log(0.05)) / 50)
    assert high[0] == pytest.approx(upper, rel=1e-12) == pytest.approx(1 - low[1], rel=1e-12)


def test_wider_than_one_look_and_narrowing():
    k, n = np.array([8, 80, 800, 8000]), np.array([42, 420, 4200, 42000])
    found = confidence_sequence(k, n)
    low, high = METHODS["clopper_pearson"](k.astype(float), n.astype(float), 0.95)
    assert (found.low < low).all() and (found.high > high).all()
    assert (np.diff(found.lowest) >= 0).all() and (np.diff(found.highest) <= 0).all()
    assert len(found.rows()) == 4 and not found.empty


def test_a_rate_that_changed_leaves_nothing():
    found = confidence_sequence([10, 910], [1000, 2000])
    assert found.empty and "so it has changed" in str(found)


def test_exits_of_a_fair_coin():
    # gambler's ruin, cut at 4 tosses: first leaves 1 <= k at n = 2, and k <= n - 1 from n = 2 on
    below, above = exits([0, 0, 1, 1, 1], [1, 1, 1, 2, 3], 0.5)
    assert below.tolist() == [0, 0, 0.25, 0, 0] and above.tolist() == [0, 0, 0.25, 0, 0]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 7)), min_size=1, max_size=8),
       st.integers(1, 6))
def test_worst_moment_by_force(pairs, least):
    k, n = [min(pair) for pair in pairs], [pair[1] for pair in pairs]
    if sum(n) < least:
        return
    found = worst_moment(k, n, least=least)
    shares = {(i, j): Fraction(sum(k[i:j + 1]), sum(n[i:j + 1])) for i in range(len(k))
              for j in range(i, len(k)) if sum(n[i:j + 1]) >= least}
    assert found.low.share == min(shares.values()) and found.high.share == max(shares.values())
    assert shares[found.high.start, found.high.end] == found.high.share
    first = [share for (i, _), share in shares.items() if i == 0]
    assert found.low_from_start.share == min(first) and found.high_from_start.share == max(first)


def test_worst_moment_of_the_published_deployments():
    from lfrstats.evidence.deployment_file import load_deployments

    days = [one for one in load_deployments("met") if one.false_alerts is not None and one.alerts]
    found = worst_moment([one.false_alerts for one in days], [one.alerts for one in days])
    assert found.low.share < found.whole.share < found.high.share
    assert found.low.n >= found.least and len(found.rows()) == 5
    ordered = [one.date for one in days]
    assert sum(a > b for a, b in pairwise(ordered)) == 0


@pytest.mark.parametrize(("call", "text"), [
    (lambda: confidence_sequence([3, 2], [10, 20]), "k must not fall .* at look 2"),
    (lambda: confidence_sequence([3, 8], [10, 12]), "n - k must not fall"),
    (lambda: confidence_sequence([3], [2]), "3 of 2 is more than all of them"),
    (lambda: confidence_sequence([3], [10], level=95), r"a percentage\? write 0.95"),
    (lambda: confidence_sequence([3], [10], prior=(0, 1)), "two Beta shapes above 0"),
    (lambda: miss_probability("wlison", 10, 0.2), "wilson"),
    (lambda: miss_probability("wilson", 10**9, 0.2), "must end at 20,000 cases"),
    (lambda: miss_probability("wilson", [5, 5], 0.2), "must be totals that rise"),
    (lambda: miss_probability("wilson", 5, [0.2, 0.3]), "p must be one number, got 2"),
    (lambda: worst_moment([3], [2]), "3 of 2 is more than all"),
    (lambda: worst_moment([0], [0]), "no share of nothing"),
    (lambda: worst_moment([1, 2], [3]), "as many entries as each other"),
    (lambda: worst_moment([1], [3], least=4), "least must be at most all 3 cases, got 4"),
])
def test_bad_input(call, text):
    with pytest.raises(ValueError, match=text):
        call()
