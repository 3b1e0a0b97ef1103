"""Predictive values: published tables, R's output, exact coverage, and the traps of other tools."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from scipy.stats import binom

from lfrstats.samples.predictive import ABOUT, METHODS, predictive_values
from lfrstats.table.rates import Table

APOE = {"tp": 240, "fn": 178, "fp": 87, "tn": 288}
"""Mercaldo, Lau and Zhou 2007, Tables VIII and IX; limits by R bdpv 1.4, BDtest, run by us."""
PUBLISHED = [
    (0.03, "logit", (0.07109937006, 0.05887097288, 0.08563666566),
     (0.9831403887, 0.980948791, 0.9850837047)),
    (0.03, "adjusted_logit", (0.07025717195, 0.05828658824, 0.08446570164),
     (0.9830551558, 0.9808626129, 0.9850003436)),
    (0.5, "logit", (0.7122168938, 0.6691551897, 0.7517531139),
     (0.6433037289, 0.6142685966, 0.6713227311)),
    (0.5, "adjusted_logit", (0.7095816426, 0.6668049933, 0.7489342646),
     (0.6421258507, 0.6131778147, 0.6700731685)),
]
counts = st.integers(0, 40)
quick = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.mark.parametrize(("prevalence", "method", "precision", "npv"), PUBLISHED)
def test_mercaldo_as_in_bdpv(prevalence, method, precision, npv):
    found = predictive_values(**APOE, prevalence=prevalence, method=method)
    for one, (centre, low, high) in ((found.precision, precision), (found.npv, npv)):
        assert (one.low, one.high) == pytest.approx((low, high), abs=1e-8)
        assert expit((logit(one.low) + logit(one.high)) / 2) == pytest.approx(centre, abs=1e-8)
    table = Table(tp=prevalence * 240, fn=prevalence * 178, fp=0, tn=0)
    assert found.precision.value == pytest.approx(
        prevalence * 240 / 418 / (prevalence * 240 / 418 + (1 - prevalence) * 87 / 375), rel=1e-14)
    assert table.tpir == pytest.approx(240 / 418)


def test_one_table_as_in_epir():
    """R epiR 2.0.94, epi.tests, example 1 (Scott et al. 2008), method exact."""
    found = predictive_values(tp=670, fp=202, fn=74, tn=640)
    assert found.precision == pytest.approx((0.7683486238532, 0.7388926273798, 0.795978429165),
                                            abs=1e-9)
    assert found.npv == pytest.approx((0.8963585434174, 0.8716392862901, 0.917740174663), abs=1e-9)
    assert "in this one table" in str(found)


def test_npv_at_another_prevalence_is_not_turned_over():
    """R DTComPair 1.2.2, pv.prev, divides by the likelihood ratio and returns 0.414 and 0.150."""
    found = predictive_values(tp=397, fn=54, fp=84, tn=177, prevalence=[0.2, 0.5])
    assert found.npv.value == pytest.approx([0.9577267082980906, 0.8499377136103746], abs=1e-9)
    assert found.precision.value == pytest.approx([0.4060975179598123, 0.7322704433184217],
                                                  abs=1e-9)


def test_stamey_and_holt_lie_near():
    """Their Bayesian limits, 10^6 draws of bdpv's model: 0.0590 to 0.0857 for precision."""
    found = predictive_values(**APOE, prevalence=0.03).precision
    assert (found.low, found.high) == pytest.approx((0.05899852, 0.08574334), abs=3e-4)


@quick
@given(counts, counts, counts, counts, st.floats(0.001, 0.999), st.sampled_from(
    ["adjusted_logit", "mover", "mover_exact", "box"]))
def test_any_counts(tp, fn, fp, tn, prevalence, method):
    if not (tp + fn and fp + tn):
        return
    given = {"tp": tp, "fn": fn, "fp": fp, "tn": tn, "prevalence": prevalence, "method": method}
    found = predictive_values(**given)
    for one in (found.precision, found.npv):
        assert 0 <= one.low <= one.high <= 1
        if method != "adjusted_logit" and not np.isnan(one.value):
            assert one.low - 1e-12 <= one.value <= one.high + 1e-12
    swapped = predictive_values(tp=tn, fn=fp, fp=fn, tn=tp, prevalence=1 - prevalence,
                                method=method)
    assert swapped.precision == pytest.approx(tuple(found.npv), abs=1e-9, nan_ok=True)
    wider = predictive_values(**given, level=0.99)
    assert wider.precision.low <= found.precision.low + 1e-12
    arrays = predictive_values(**given | {"prevalence": [prevalence, 0.5]})
    assert arrays.precision.low[0] == pytest.approx(found.precision.low, abs=1e-15)


@pytest.mark.parametrize(("method", "least"), [("box", 0.9), ("melded", 0.9)])
def test_exact_coverage_at_a_known_prevalence(method, least):
    n = 6
    k, j = np.meshgrid(np.arange(n + 1), np.arange(n + 1), indexing="ij")
    low, high = METHODS[method](k, n, j, n, 0.9)
    a, b = (grid.ravel() for grid in np.meshgrid(*[np.linspace(0.005, 0.995, 100)] * 2))
    truth = (np.log(a) - np.log(b))[:, None, None]
    weights = [binom.pmf(np.arange(n + 1), n, p[:, None]) for p in (a, b)]
    held = (low <= truth + 1e-9) & (high >= truth - 1e-9)
    assert np.einsum("zij,zi,zj->z", held.astype(float), *weights).min() >= least


def test_methods_are_described_and_rows_name_their_denominator():
    assert set(ABOUT) == set(METHODS)
    rows = predictive_values(**APOE, prevalence=0.03, method="logit").rows()
    assert [row["of"] for row in rows] == ["alerts", "faces that raise no alert"]
    no_alert = predictive_values(tp=0, fn=5, fp=0, tn=9, prevalence=0.1)
    assert np.isnan(no_alert.precision.value)
    assert no_alert.precision[1:] == (0, 1) and "an unknown share (0 % to 100 %)" in str(no_alert)


@pytest.mark.parametrize(("given", "message"), [
    ({"tp": -1}, "tp must be at least 0, got -1"),
    ({"fp": 1.5}, "fp must be a whole number, got 1.5"),
    ({"tp": 0, "fn": 0}, r"tp \+ fn must be at least 1, got 0: without listed faces"),
    ({"fp": 0, "tn": 0}, r"fp \+ tn must be at least 1, got 0: without other faces"),
    ({"tp": 0, "fp": 0, "prevalence": None}, r"tp \+ fp must be at least 1, got 0: without an al"),
    ({"fn": 0, "tn": 0, "prevalence": None}, r"tn \+ fn must be at least 1, got 0"),
    ({"fp": 0, "method": "logit"}, "at least 1 for method 'logit', got a cell of 0"),
    ({"prevalence": 0}, "prevalence must lie strictly between 0 and 1, got 0.0"),
    ({"prevalence": 3}, r"prevalence must lie in \[0, 1\], got 3.0 \(a percentage\? write 0.03\)"),
    ({"level": 95}, "level must lie strictly between 0 and 1, got 95.0"),
    ({"method": "logt"}, r"method must be one of logit, .* got 'logt' \(logit\?\)"),
    ({"method": "mover", "prevalence": None}, "method must be one of clopper_pearson"),
    ({"tp": [1, 2], "fn": [1, 2, 3]}, "tp, fn, fp and tn must have matching shapes"),
    ({"tp": [1, 2], "prevalence": [0.1, 0.2, 0.3]}, "prevalence must match the shape"),
])
def test_bad_input(given, message):
    with pytest.raises(ValueError, match=message):
        predictive_values(**APOE | {"prevalence": 0.03} | given)
