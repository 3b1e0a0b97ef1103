"""Precision from three samples: limits by a second method, coverage by exact enumeration.

The oracle is a convolution (`coverage_grid.limits`): each log rate's distribution on one lattice,
convolved by FFT. It shares nothing with the quadrature but the idea, gives whole tables of limits
at once, and is off by less than `SLACK` in log odds. Coverage is enumerated with limits drawn in
by `SLACK`.
"""

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.special import betainc, expit
from scipy.stats import beta, binom

import lfrstats.intervals.melding as melding
from lfrstats.intervals.melding import PRECISION, PREVALENCE, Variate, chance
from lfrstats.intervals.methods import clopper_pearson
from lfrstats.samples.coverage_grid.limits import SLACK, boxed_precision, melded_precision
from lfrstats.samples.guaranteed import CHECKED, METHODS, precision_interval
from lfrstats.samples.true_prevalences import true_prevalence


def limits(sizes, level):
    """Melded limits of the log odds for all counts of three samples."""
    return melded_precision(dict(zip(("prevalence", "tpir", "fpir"), sizes, strict=True)), level)


def least_coverage(ends, sizes, rates, most=120):
    """Least coverage at log odds next to the limits, where it jumps; and the least one-sided."""
    low, high = ends
    at = np.unique(np.round(np.concatenate([low.ravel(), high.ravel()]), 6))
    at = at[np.isfinite(at)]
    at = at[:: max(1, at.size // most)]
    t, f, v = (grid.ravel() for grid in np.meshgrid(rates, rates, at, indexing="ij"))
    least = np.ones(3)
    for nudge in (-1e-5, 1e-5):
        prevalence = expit(v + nudge - np.log(t) + np.log(f))
        weights = [binom.pmf(np.arange(n + 1), n, p[:, None])
                   for n, p in zip(sizes, (prevalence, t, f), strict=True)]
        for part in np.array_split(np.arange(v.size), v.size // 2000 + 1):
            truth = (v[part] + nudge)[:, None, None, None]
            held = low <= truth, high >= truth
            for i, kept in enumerate((held[0] & held[1], *held)):
                some = np.einsum("zijk,zk->zij", kept.astype(float), weights[2][part])
                some = np.einsum("zij,zj->zi", some, weights[1][part])
                least[i] = min(least[i], np.einsum("zi,zi->z", some, weights[0][part]).min())
    return least


RATES = np.array([1e-3, 0.02, 0.1, 0.3, 0.5, 0.8, 0.95, 1 - 1e-6])


@pytest.mark.parametrize("row", CHECKED, ids=str)
def test_coverage_of_the_melded_interval_by_enumeration(row):
    low, high = limits(row.sizes, row.level)
    least, below, above = least_coverage((low + SLACK, high - SLACK), row.sizes, RATES, 40)
    assert least >= row.least - 5e-4 > row.level
    assert min(below, above) >= (1 + row.level) / 2


@pytest.mark.parametrize("sizes", [(5, 5, 5), (3, 9, 4)], ids=str)
def test_coverage_of_the_box_and_that_melded_is_inside_it(sizes):
    ends = boxed_precision(sizes, 0.9)
    least, below, above = least_coverage(ends, sizes, RATES, 60)
    assert least >= 0.9 and min(below, above) >= 0.95
    low, high = limits(sizes, 0.9)
    assert (low >= ends[0] - SLACK).all() and (high <= ends[1] + SLACK).all()
    wide = [expit(end) for end in ends]
    assert (expit(high) - expit(low)).mean() < 0.87 * (wide[1] - wide[0]).mean()


def test_quadrature_and_convolution_give_the_same_limits():
    sizes = (6, 9, 12)
    low, high = limits(sizes, 0.95)
    rng = np.random.default_rng(20260101)
    for _ in range(8):
        k = [int(rng.integers(0, n + 1)) for n in sizes]
        found = precision_interval(**{name: (a, n) for name, a, n in
                                      zip(("prevalence", "tpir", "fpir"), k, sizes, strict=True)})
        for ours, lattice in ((found.low, low), (found.high, high)):
            other = expit(lattice[tuple(k)])
            assert ours == pytest.approx(other, abs=SLACK / 4), k


def test_corner_counts():
    def ends(prevalence, tpir, fpir, **more):
        found = precision_interval(prevalence=prevalence, tpir=tpir, fpir=fpir, **more)
        return found.low, found.high

    for method in METHODS:
        assert ends((0, 10), (7, 10), (1, 10), method=method)[0] == 0
        assert ends((10, 10), (7, 10), (1, 10), method=method)[1] == 1
        assert ends((3, 10), (7, 10), (0, 10), method=method)[1] == 1
        assert ends((3, 10), (0, 10), (1, 10), method=method)[0] == 0
        assert ends((0, 1), (0, 1), (0, 1), method=method) == (0, 1)
        low, high = ends((3, 10**9), (7, 10), (10**6, 10**9), method=method)
        assert 0 < low < 2.1e-6 < high < 1e-4
    unknown = precision_interval(prevalence=(0, 9), tpir=(0, 9), fpir=(0, 9))
    assert np.isnan(unknown.value) and "no share can be estimated" in str(unknown)


def test_one_sample_gives_its_own_exact_limits():
    """With two rates known, both methods map Clopper-Pearson's limits of the third."""
    low, high = clopper_pearson(np.array([3.0]), np.array([40.0]), 0.95)
    for method in METHODS:
        found = precision_interval(prevalence=(3, 40), tpir=0.7, fpir=0.001, method=method)
        for ours, p in ((found.low, low[0]), (found.high, high[0])):
            assert ours == pytest.approx(0.7 * p / (0.7 * p + 0.001 * (1 - p)), rel=1e-9)
    low, high = clopper_pearson(np.array([3.0]), np.array([40.0]), 0.95)
    found = precision_interval(prevalence=0.1, tpir=1.0, fpir=(3, 40))
    assert found.low == pytest.approx(0.1 / (0.1 + 0.9 * high[0]), rel=1e-9)
    assert found.high == pytest.approx(0.1 / (0.1 + 0.9 * low[0]), rel=1e-9)


def test_print_widens():
    exact = precision_interval(prevalence=(3, 40), tpir=0.7, fpir=0.001)
    printed = precision_interval(prevalence=(3, 40), tpir="70%", fpir="1 in 1,000")
    assert printed.low < exact.low < exact.high < printed.high


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(1, 5000), st.floats(0, 1)), min_size=3, max_size=3))
def test_melded_is_inside_the_box_and_holds_the_estimate(samples):
    counts = [(round(n * share), n) for n, share in samples]
    named = dict(zip(("prevalence", "tpir", "fpir"), counts, strict=True))
    inner = precision_interval(**named, level=0.9)
    outer = precision_interval(**named, level=0.9, method="box")
    assert outer.low - 1e-9 <= inner.low <= inner.high <= outer.high + 1e-9
    if not np.isnan(inner.value):
        assert inner.low - 1e-9 <= inner.value <= inner.high + 1e-9


def test_probabilities_do_not_hang_on_the_nodes_or_the_order():
    """Twice the nodes, and every order of the three integrals."""
    rng = np.random.default_rng(7)
    for formula in (PRECISION, PREVALENCE):
        for _ in range(6):
            n = rng.integers(1, 40, 3)
            k = [int(rng.integers(1, m + 1)) for m in n]
            variates = [Variate.lower(a, int(m)) for a, m in zip(k, n, strict=True)]
            v = float(rng.uniform(0.05, 0.95))
            found, nodes = chance(formula, variates, v), melding.NODES
            try:
                melding.NODES = 2 * nodes
                assert found == pytest.approx(chance(formula, variates, v), abs=1e-9)
                for order in permutations((1.0, 2.0, 3.0)):
                    other = replace(formula, spread=lambda i, _, v, order=order: order[i])
                    assert found == pytest.approx(chance(other, variates, v), abs=1e-9)
            finally:
                melding.NODES = nodes


def test_probability_against_scipy():
    """P(alert <= v T + (1 - v) F) by scipy's adaptive double integral (error 8e-11)."""
    three = [Variate.lower(5, 40), Variate.upper(8, 10), Variate.upper(1, 30)]
    direct, _ = dblquad(lambda t, f: beta.pdf(t, 9, 2) * beta.pdf(f, 2, 29)
                        * betainc(5, 36, 0.2 * t + 0.8 * f), 0, 1, 0, 1, epsabs=1e-7)
    assert chance(PREVALENCE, three, 0.2) == pytest.approx(direct, abs=1e-8)


@pytest.mark.parametrize(("given", "message"), [
    ({"prevalence": (11, 10)}, "prevalence k must be at most prevalence n: 11 of 10"),
    ({"tpir": (-1, 10)}, "tpir k must be at least 0, got -1"),
    ({"fpir": (1.5, 10)}, "fpir k must be a whole number, got 1.5"),
    ({"fpir": (0, 0)}, "fpir n must be at least 1, got 0"),
    ({"fpir": 0.0}, "fpir must be above 0 where it is not a count, got 0.0"),
    ({"prevalence": 1}, "prevalence must be below 1 where it is not a count"),
    ({"level": 95}, r"level must lie strictly between 0 and 1, got 95.0 \(a percentage"),
    ({"level": 0}, "level must lie strictly between 0 and 1, got 0"),
    ({"level": 1}, "level must lie strictly between 0 and 1, got 1"),
    ({"method": "bx"}, r"method must be one of melded and box, got 'bx' \(box\?\)"),
])
def test_bad_input(given, message):
    good = {"prevalence": (3, 10), "tpir": (7, 10), "fpir": (1, 10)}
    with pytest.raises(ValueError, match=message):
        precision_interval(**good | given)


def test_melded_prevalence_covers():
    """All counts of three small samples, at true rates over a grid with tpir above fpir."""
    sizes, level = (6, 4, 4), 0.8
    low, high = np.empty((7, 5, 5)), np.empty((7, 5, 5))
    for place in product(range(7), range(5), range(5)):
        a, t, f = place
        if t / 4 > f / 4:
            found = true_prevalence((a, 6), tpir=(t, 4), fpir=(f, 4), level=level)
            low[place], high[place] = found.low, found.high
        else:
            low[place], high[place] = 0, 1
    grid = (0.0, 0.05, 0.2, 0.5, 0.8, 1.0), (0.5, 0.7, 0.9, 1.0), (0, 0.05, 0.2, 0.4)
    for v, t, f in product(*grid):
        rates = v * t + (1 - v) * f, t, f
        weights = [binom.pmf(np.arange(n + 1), n, p) for n, p in zip(sizes, rates, strict=True)]
        held = (low <= v + 1e-9) & (high >= v - 1e-9)
        assert np.einsum("ijk,i,j,k", held.astype(float), *weights) >= level
