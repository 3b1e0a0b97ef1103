"""Beta-binomial counts: against mpmath, enumeration, scipy's distribution and simulated data."""

from fractions import Fraction
from math import comb

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import quad

from lfrstats.pooling.beta_binomial import BetaBinomial, fit_beta_binomial, log_pmf


def exact_pmf(k, n, a, b):
    """C(n, k) a (a + 1) ... b (b + 1) ... / ((a + b) (a + b + 1) ...), in fractions."""
    def rising(x, times):
        product = Fraction(1)
        for i in range(times):
            product *= x + i
        return product

    return comb(n, k) * rising(a, k) * rising(b, n - k) / rising(a + b, n)


def by_mpmath(k, n, mean, rho):
    with mpmath.workdps(60):
        k, n, mean, rho = map(mpmath.mpf, (k, n, mean, rho))
        s = 1 / rho - 1
        a, b, log = mean * s, (1 - mean) * s, mpmath.loggamma
        return float(log(n + 1) - log(k + 1) - log(n - k + 1) + log(k + a) + log(n - k + b)
                     - log(n + s) - log(a) - log(b) + log(s))


def test_pmf_is_the_fraction_of_urn_draws():
    for n in range(1, 12):
        for k in range(n + 1):
            mean, rho = 3 / 8, 1 / 9  # a = 3, b = 5
            exact = float(exact_pmf(k, n, Fraction(3), Fraction(5)))
            assert np.exp(log_pmf(k, n, mean, rho)) == pytest.approx(exact, rel=1e-13)


def test_log_pmf_keeps_its_digits_up_to_a_billion(rng):
    for flip in (False, True) * 60:
        n = int(10 ** rng.uniform(0, 9.3))
        mean, rho = 10 ** rng.uniform(-8, -0.1), 10 ** rng.uniform(-14, -0.01)
        k = int(rng.integers(0, min(n, int(3 * n * mean) + 3) + 1))
        if flip:
            k, mean = n - k, 1 - mean
        wanted = by_mpmath(k, n, mean, rho)
        assert abs(log_pmf(k, n, mean, rho) - wanted) <= 3e-12 * max(1, abs(wanted))


def test_no_correlation_is_the_binomial():
    k = np.arange(43)
    wanted = stats.binom.logpmf(k, 42, 0.19)
    assert log_pmf(k, 42, 0.19, 0.0) == pytest.approx(wanted, rel=1e-12)
    assert log_pmf(k, 42, 0.19, 1e-15) == pytest.approx(wanted, rel=1e-11)


def test_certain_rates():
    assert BetaBinomial(5, 0, 0.2).pmf([0, 1]).tolist() == [1, 0]
    assert BetaBinomial(5, 1, 0.2).quantile([0.01, 0.99]).tolist() == [5, 5]
    assert BetaBinomial(5, 5e-324, 0.2).cdf(0) == 1
    assert BetaBinomial(1, 0.3, 0.2).quantile([0, 0.5, 0.8, 1]).tolist() == [0, 0, 1, 1]


@given(n=st.integers(1, 3000), mean=st.floats(1e-4, 0.9999), rho=st.floats(1e-4, 0.9),
       p=st.floats(0.001, 0.999))
def test_sums_agree_with_plain_addition(n, mean, rho, p):
    found, k = BetaBinomial(n, mean, rho), np.arange(n + 1)
    total = np.cumsum(found.pmf(k))
    assert total[-1] == pytest.approx(1, abs=1e-11)
    some = np.unique(np.linspace(0, n, 7).astype(int))
    assert found.cdf(some) == pytest.approx(total[some], abs=1e-11)
    assert found.sf(some) + found.cdf(some) == pytest.approx(1, abs=1e-11)
    at = int(found.quantile(p))
    assert total[at] >= p - 1e-10 and (at == 0 or total[at - 1] <= p + 1e-10)


def test_against_scipys_beta_binomial():
    mean, rho = 0.01, 0.002
    other = stats.betabinom(5000, mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1))
    found = BetaBinomial(5000, mean, rho)
    assert found.expected == pytest.approx(other.mean())
    assert found.variance == pytest.approx(other.var())
    p = [0.001, 0.025, 0.5, 0.975, 0.999]
    assert found.quantile(p).tolist() == other.ppf(p).tolist()


@pytest.mark.parametrize(("mean", "rho"), [(1e-3, 1e-4), (1e-6, 1e-5), (1e-3, 0.3), (0.5, 0.4)])
def test_a_billion_faces_by_integration_over_the_rate(mean, rho):
    n, found = 10**9, BetaBinomial(10**9, mean, rho)
    a, b = mean * (1 / rho - 1), (1 - mean) * (1 / rho - 1)
    assert found._blocks[1][-1] == pytest.approx(1, abs=3e-12)
    for p in (0.1, 0.5, 0.9):
        k = found.quantile(p)
        # given u = quantile level of the rate, the count is binomial
        wanted, _ = quad(lambda u, k=k: stats.binom.cdf(k, n, stats.beta.ppf(u, a, b)), 0, 1,
                         points=[stats.beta.cdf(k / n, a, b)], epsabs=1e-8, limit=400)
        assert found.cdf(k) == pytest.approx(wanted, abs=1e-6)


def test_a_mixture_is_the_weighted_sum():
    parts = [BetaBinomial(300, 0.1, 0.01), BetaBinomial(300, 0.3, 0.0)]
    both = BetaBinomial(300, [0.1, 0.3], [0.01, 0.0], [3, 1])
    k = np.arange(301)
    wanted = 0.75 * parts[0].pmf(k) + 0.25 * parts[1].pmf(k)
    assert both.pmf(k) == pytest.approx(wanted, rel=1e-12)
    assert both.expected == pytest.approx(k @ wanted)
    assert both.variance == pytest.approx(np.square(k) @ wanted - (k @ wanted) ** 2)
    assert both.cdf(k) == pytest.approx(np.cumsum(wanted), abs=1e-12)


def test_fit_finds_what_made_the_data(rng):
    n = rng.integers(500, 20_000, 2000)
    k = rng.binomial(n, rng.beta(4, 4000, 2000))
    found = fit_beta_binomial(k, n)
    assert found.mean == pytest.approx(4 / 4004, rel=0.04)
    assert found.rho == pytest.approx(1 / 4005, rel=0.1)
    assert found.spread == pytest.approx(0.5, rel=0.05)
    assert found.p_value < 1e-50


def test_fit_is_the_maximum_of_scipys_likelihood():
    k, n = np.array([0, 3, 1, 9, 0, 2]), np.array([2000, 2500, 1800, 3100, 900, 2400])
    found = fit_beta_binomial(k, n)

    def likelihood(mean, rho):
        s = 1 / rho - 1
        return stats.betabinom.logpmf(k, n, mean * s, (1 - mean) * s).sum()

    best = likelihood(found.mean, found.rho)
    assert found.log_likelihood == pytest.approx(best, abs=1e-9)
    for by in (0.99, 1.01):
        assert likelihood(found.mean * by, found.rho) < best
        assert likelihood(found.mean, found.rho * by) < best
    assert found.binomial_log_likelihood == pytest.approx(
        stats.binom.logpmf(k, n, k.sum() / n.sum()).sum(), abs=1e-10)
    assert found.p_value == pytest.approx(stats.chi2.sf(found.likelihood_ratio, 1) / 2)


@pytest.mark.parametrize(("k", "n"), [([0, 0], [5, 6]), ([5, 6], [5, 6]), ([1, 1], [9, 9])])
def test_no_sign_of_differences(k, n):
    found = fit_beta_binomial(k, n)
    assert found.rho == 0 and found.likelihood_ratio == 0 and found.p_value == 1
    assert "no sign" in str(found)


@pytest.mark.parametrize(("call", "text"), [
    (lambda: fit_beta_binomial(3, 10), "at least 2 deployments, got 1"),
    (lambda: fit_beta_binomial([3, 4], [10, 2]), "4 of 2 is more than all of them"),
    (lambda: fit_beta_binomial(np.ones(20_001), np.ones(20_001)), "at most 20,000 deployments"),
    (lambda: BetaBinomial(10, 0.1, 1.0), "rho must be below 1, got 1.0"),
    (lambda: BetaBinomial(10, 17, 0.1), r"a percentage\? write 0.17"),
    (lambda: BetaBinomial(10, 0.1, 0.1, -1), "weights must not be negative"),
    (lambda: BetaBinomial(10.5, 0.1, 0.1), "n must be a whole number, got 10.5"),
])
def test_bad_input(call, text):
    with pytest.raises(ValueError, match=text):
        call()
