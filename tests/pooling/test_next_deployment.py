"""Predictions: published binomial quantiles, conjugate cases, brute force on a grid, the Met."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats

from lfrstats.evidence.deployment_file import load_deployments
from lfrstats.pooling.next_deployment import (
    predict_count,
    predict_deployment,
    predict_from_records,
)
from lfrstats.samples.true_prevalences import true_prevalence

K, N = [0, 3, 1, 9, 0, 2], [2000, 2500, 1800, 3100, 900, 2400]


# R epiR 2.0.94, epi.fpos(n = 9000, pstar = 15 / 9000, se = 0.714, sp = 0.981); its documentation
# prints 171 (146-197) and 4 (1-9)
@pytest.mark.parametrize(("name", "median", "low", "high"), [
    ("alerts", 181, 156, 208), ("false_alerts", 171, 146, 197), ("true_alerts", 11, 5, 18),
    ("missed", 4, 1, 9),
])
def test_known_rates_as_published(name, median, low, high):
    found = predict_deployment(faces=9000, prevalence=15 / 9000, tpir=0.714, fpir=1 - 0.981)[name]
    assert found.quantile(0.5) == median and found.interval == (low, high)


# R epiR 2.0.94, epi.prev example 1: 45 of 150 positive, sensitivity 0.96, specificity 0.89
@pytest.mark.parametrize(("name", "median", "low", "high"), [
    ("alerts", 45, 34, 56), ("true_alerts", 32, 23, 42), ("false_alerts", 13, 7, 20),
    ("missed", 1, 0, 4),
])
def test_the_counts_that_a_true_prevalence_leads_to(name, median, low, high):
    prevalence = true_prevalence((45, 150), tpir=0.96, fpir=0.11).value
    found = predict_deployment(faces=150, prevalence=prevalence, tpir=0.96, fpir=0.11)[name]
    assert found.quantile(0.5) == median and found.interval == (low, high)


def test_known_rates_that_differ_between_deployments():
    rates = dict(faces=9000, prevalence=15 / 9000, tpir=0.714, fpir=0.019)
    same, other = predict_deployment(**rates), predict_deployment(**rates, spread=0.5)
    assert same["alerts"].mean == pytest.approx(other["alerts"].mean)
    sd = np.sqrt(other["false_alerts"].distribution.variance)
    assert sd == pytest.approx(np.hypot(0.5 * 170.7 * 0.981, np.sqrt(170.7)), rel=0.01)


def test_impossible_events_are_not_predicted():
    found = predict_deployment(faces=10, prevalence=0, tpir=1, fpir=0)
    assert [row["high"] for row in found.rows()] == [0, 0, 0, 0]


def test_one_rate_for_all_is_the_conjugate_beta_binomial():
    found = predict_count(K, N, size=2500, spread=0, prior=(0.5, 0.5))
    other = stats.betabinom(2500, 15.5, 0.5 + 12_700 - 15)
    k = np.arange(30)
    assert found.distribution.pmf(k) == pytest.approx(other.pmf(k), rel=1e-8)
    assert found.interval == (other.ppf(0.025), other.ppf(0.975))


def brute_force(k, n, size, counts, spreads, prior=(0.5, 0.5)):
    """The predictive probabilities by the rectangle rule on a fine grid of logit and spread."""
    x = np.linspace(-45, 5, 2001)[:, None]
    mean = 1 / (1 + np.exp(-x))
    a, b = 1 / (spreads**2 * (1 - mean)), 1 / (spreads**2 * mean)
    logs = prior[0] * np.log(mean) + prior[1] * np.log1p(-mean) - spreads**2 / 2
    for one, of in zip(k, n, strict=True):
        logs = logs + stats.betabinom.logpmf(one, of, a, b)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    held = weights > 1e-12
    pmf = [weights[held] @ stats.betabinom.pmf(count, size, a[held], b[held]) for count in counts]
    below = np.cumsum(weights.sum(axis=0))
    return np.array(pmf), spreads[np.searchsorted(below, 0.5)]


@pytest.mark.parametrize(("k", "n", "size"), [
    (K, N, 2500), ([0, 0, 0], [800, 900, 700], 5000), ([30, 42, 17, 55], [50, 60, 40, 90], 70),
])
def test_grid_against_brute_force(k, n, size):
    step = 0.02
    counts = [0, 1, 2, 5, 10, 40]
    wanted, median = brute_force(k, n, size, counts, np.arange(step / 2, 6, step))
    found = predict_count(k, n, size=size)
    assert found.distribution.pmf(counts) == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    assert found.spread == pytest.approx(median, rel=0.03)
    assert found.distribution.weights.sum() == pytest.approx(1)


def test_a_given_spread_against_brute_force():
    wanted, _ = brute_force(K, N, 2500, [0, 3, 9], np.array([0.7]))
    assert predict_count(K, N, size=2500, spread=0.7).distribution.pmf([0, 3, 9]) == pytest.approx(
        wanted, rel=1e-7)


def test_predictions_cover_new_deployments(rng):
    """Simulated: rates with spread 0.6, 24 recorded deployments, the next one within 90 %."""
    inside = 0
    for _ in range(8):
        n = rng.integers(2_000, 20_000, 25)
        k = rng.binomial(n, rng.gamma(1 / 0.36, 0.36 / 1000, 25))
        low, high = predict_count(k[:-1], n[:-1], size=int(n[-1]), level=0.9).interval
        inside += low <= k[-1] <= high
    assert inside >= 6  # P(fewer | 8, 0.9) is 4 %; the seed is fixed


def test_more_uncertain_than_points_and_longer_lists_raise_more():
    alone = predict_count(K, N, size=2500)
    point = stats.binom(2500, 15 / 12_700)
    assert alone.interval[1] > point.ppf(0.975)
    double = predict_count(K, N, size=2500, factor=2)
    assert double.mean == pytest.approx(2 * alone.mean, rel=0.02)
    assert "at 2 times that rate" in str(double)
    assert alone.at_least(0) == 1 and alone.at_least(5) < double.at_least(5)


def test_false_alerts_of_alerts():
    found = predict_count([1, 0, 2], [12, 9, 20], size=15, what="false alerts", unit="alerts")
    assert str(found).startswith("Of the next 15 alerts, 0 to ")
    assert "from 3 of 41 at 3 deployments" in str(found)


def test_the_mets_next_deployment():
    met = load_deployments("met").between("2024-10-01", "2025-05-31")
    found = predict_from_records(met, faces=8_600)
    assert set(found.parts) >= {"alerts", "false_alerts"}
    pool = met.pool()
    alerts = found["alerts"]
    assert (alerts.k, alerts.deployments) == (pool.totals["alerts"], pool.shares[
        "alert_rate"].deployments)
    assert alerts.interval[0] < 8_600 * alerts.k / alerts.n < alerts.interval[1]
    binomial = stats.binom(8_600, alerts.k / alerts.n).ppf([0.025, 0.975])
    assert np.diff(alerts.interval) > np.diff(binomial)
    assert "false alerts" in str(found) and len(found.rows()) == len(found.parts)


def test_the_mets_recorded_deployments_lie_within_their_predictions():
    met = load_deployments("met").between("2024-10-01", "2025-05-31")
    days = [one for one in met if one.faces and one.alerts is not None]
    learnt, kept = days[::2], days[1::2]
    k, n = [one.alerts for one in learnt], [one.faces for one in learnt]
    inside = []
    for one in kept[::12]:
        low, high = predict_count(k, n, size=one.faces).interval
        inside.append(low <= one.alerts <= high)
    assert np.mean(inside) > 0.8


def test_a_billion_faces_do_not_hang():
    start = time.perf_counter()
    found = predict_count(K, N, size=10**9)
    low, high = found.interval
    assert low < 10**9 * 15 / 12_700 < high
    assert found.distribution._blocks[1][-1] == pytest.approx(1, abs=2e-6)
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(("call", "text"), [
    (lambda: predict_count([3], [10], size=5), "at least 2 deployments, got 1"),
    (lambda: predict_count([3, 1], [10, 0], size=5), "n must be at least 1, got 0"),
    (lambda: predict_count(K, N, size=0), "size must be at least 1, got 0"),
    (lambda: predict_count(K, N, size=5, spread=-1), r"spread must lie in \[0, 100\].* got -1"),
    (lambda: predict_count(K, N, size=5, factor=0), "factor must be above 0, got 0"),
    (lambda: predict_count(K, N, size=5, level=95), r"a percentage\? write 0.95"),
    (lambda: predict_count(K, N, size=5, prior=(0, 1)), "two Beta shapes of at least 0.1"),
    (lambda: predict_count(K, N[:-1], size=5), "matching shapes"),
    (lambda: predict_from_records([SimpleNamespace(faces=None)], faces=5), "at least 2 deploy"),
    (lambda: predict_deployment(faces=9, prevalence=3, tpir=1, fpir=0), r"write 0.03"),
    (lambda: predict_deployment(faces=9, prevalence=[0.1, 0.2], tpir=1, fpir=0), "must be one"),
    (lambda: predict_deployment(faces=9, prevalence=0.1, tpir=1, fpir=0)["stops"], "name must be"),
])
def test_bad_input(call, text):
    with pytest.raises(ValueError, match=text):
        call()
