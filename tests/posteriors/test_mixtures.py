"""The base rate as an exact mixture: against sums with 40 digits, and against the quadrature."""

from decimal import Decimal, localcontext
from math import comb

import mpmath
import numpy as np
import pytest
from exact_mixture import ExactMixture
from scipy.integrate import quad

from lfrstats.posteriors import mixtures, posterior
from lfrstats.posteriors.lines.joint import Factor
from lfrstats.posteriors.marginals import Law
from lfrstats.posteriors.mixtures import Mixture, Underflow
from lfrstats.table.rates import RATES

COUNTS = [
    {"tpir": (103, 122), "fpir": (2, 401), "alert_rate": (50, 3330)},
    {"tpir": (1, 1), "fpir": (0, 1), "alert_rate": (0, 1)},
    {"tpir": (3, 10), "fpir": (7, 10), "alert_rate": (20, 60)},
    {"tpir": (70, 70), "fpir": (0, 900), "alert_rate": (300, 300)},
    {"tpir": (9, 10), "fpir": (1, 500), "alert_rate": (400, 800)},
]
BELIEFS = [
    {"prevalence": "beta(0.5, 2.5)", "tpir": "beta(3.3, 1.2)", "fpir": "beta(0.7, 40)"},
    {"prevalence": "beta(200, 20)", "tpir": "beta(2, 9.5)", "fpir": "beta(1.5, 3)"},
]


def law_of(given) -> Mixture:
    found = posterior(**given).prevalence.law
    assert isinstance(found, Mixture)
    return found


@pytest.mark.parametrize("counts", COUNTS)
def test_against_sums_with_forty_digits(counts):
    exact, ours = ExactMixture(**counts), law_of(counts)
    levels = np.array([1e-9, 0.001, 0.025, 0.5, 0.975, 0.999])
    quantiles = ours.quantile(levels)
    assert np.abs(exact.cdf(quantiles) / levels - 1).max() < 1e-10
    x = np.concatenate([quantiles, [1e-6, 0.3, 0.999]])
    assert np.abs(ours.cdf(x) - exact.cdf(x)).max() < 1e-12
    density = exact.density(x)
    assert np.abs(ours.density(x) - density).max() < 1e-10 * density.max()
    assert ours.log_integral == pytest.approx(exact.log_integral, abs=1e-10)
    mean = exact.weights @ (exact.a / (exact.a + exact.b))
    square = exact.weights @ (exact.a * (exact.a + 1) / (exact.a + exact.b)
                              / (exact.a + exact.b + 1))
    assert ours.mean == pytest.approx(mean, rel=1e-12)
    assert ours.sd == pytest.approx(np.sqrt(square - mean**2), rel=1e-8)


@pytest.mark.parametrize("beliefs", BELIEFS)
@pytest.mark.parametrize("counts", COUNTS[1:])
def test_against_quadrature(beliefs, counts):
    """With shapes that are not whole numbers; the quadrature knows nothing of mixtures."""
    found = posterior(priors=beliefs, **counts)
    ours = found.prevalence.law
    other = Law(found._grid, Factor.of(RATES["prevalence"].statement))
    x = ours.quantile(np.array([1e-4, 0.1, 0.5, 0.9, 0.9999]))
    assert np.abs(ours.cdf(x) - other.cdf(x)).max() < 1e-8
    assert ours.log_integral == pytest.approx(other.log_integral, abs=1e-8)


def test_density_is_the_slope_of_the_cdf():
    ours = law_of(COUNTS[0])
    low, high = ours.quantile(np.array([0.1, 0.9]))
    area = quad(ours.density, low, high, epsabs=1e-13)[0]
    assert area == pytest.approx(0.8, abs=1e-11)
    assert ours.density(np.array([-0.1, 1.1])).tolist() == [0, 0]
    assert ours.cdf(np.array([-1, 0, 1, 2])).tolist() == [0, 0, 1, 1]
    assert ours.quantile(np.array([0.0, 1.0])).tolist() == [0, 1]


def test_convolution_tilts_and_widens(monkeypatch):
    """Terms e^1000 apart: exact sums of logarithms; beyond that, it says so."""
    rng = np.random.default_rng(4)
    one, other = -rng.uniform(0, 30, 40), -np.square(np.arange(60.0)) / 2
    known = 9.0 * np.arange(99)
    found = mixtures._convolved(one, other, known) + known
    exact = np.full(99, -np.inf)
    for i, left in enumerate(one):
        exact[i : i + other.size] = np.logaddexp(exact[i : i + other.size], left + other)
    exact += known
    large = exact > exact.max() - mixtures.KEPT
    assert np.abs(found - exact)[large].max() < 1e-9
    monkeypatch.setitem(mixtures.DEEP, np.float64, 5.0)
    monkeypatch.setitem(mixtures.DEEP, mixtures.WIDE, 5.0)
    with pytest.raises(Underflow):
        mixtures._convolved(one, other, known)


def test_the_bound_of_what_is_hidden_holds():
    rng = np.random.default_rng(5)
    for _ in range(50):
        one, other = (logs - logs.max() for logs in (rng.normal(0, 300, n)
                                                     for n in rng.integers(1, 30, 2)))
        bound = mixtures._most(one, other)
        assert bound.size == one.size + other.size - 1
        for i, left in enumerate(one):
            assert (left + other <= bound[i : i + other.size] + 1e-9).all()


@pytest.mark.parametrize(("start", "many"), [
    (1, 5), (3, 3000), (2.5, 20), (300_000, 4), (2_382_817, 39), (20_000.5, 500),
    (300_000, 200_000)])
def test_rising_against_exact_products(start, many):
    """log (start (start + 1) ... (start + i - 1)), with 40 digits."""
    found = mixtures._rising(start, many)
    assert found.size == many + 1 and found[0] == 0
    with localcontext(prec=40):
        product = Decimal(0)
        for i in range(min(many, 600)):
            product += (Decimal(start) + i).ln()
            assert abs(found[i + 1] - float(product)) < (
                1e-13 * max(float(product), 100) if many < mixtures.MANY else 3e-9)


def test_large_tests_keep_the_digits():
    """Shapes of millions, against the sum with 50 digits."""
    counts = {"tpir": (2_382_816, 3_362_496), "fpir": (75, 458), "alert_rate": (6, 39)}
    ours = law_of(counts)
    levels = np.array([0.005, 0.5, 0.995])
    with mpmath.workdps(50):
        weights = [mpmath.mpf(0)] * 40
        for i, j in np.ndindex(7, 34):
            weights[i + j] += (
                comb(6, i) * comb(33, j) * mpmath.beta(i + j + 1, 40 - i - j)
                * mpmath.beta(2_382_817 + i, 979_681 + j) * mpmath.beta(82 - i, 417 - j))
        total = sum(weights)
        exact = [sum(weight * mpmath.betainc(m + 1, 40 - m, 0, mpmath.mpf(float(x)),
                                             regularized=True) for m, weight in enumerate(weights))
                 / total for x in ours.quantile(levels)]
    assert np.abs(np.array([float(value) for value in exact]) - levels).max() < 1e-12
    assert ours.error < 2e-10
