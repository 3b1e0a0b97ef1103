"""Plans for one rate: exact tests by plain search, sequential ones by enumerating every path."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from lfrstats.intervals.interval import interval
from lfrstats.planning.decisions import cases_needed, plan_sequential, plan_test


def test_the_rule_of_three_exactly():
    assert cases_needed(1 / 1000) == 2995  # 0.999^2995 < 0.05 < 0.999^2994
    assert 0.999**2995 < 0.05 < 0.999**2994
    assert cases_needed([0.01, 0.1]).tolist() == [299, 29]
    assert cases_needed(1e-9) == 2_995_732_273  # ceil(log(0.05) / log1p(-1e-9)), by mpmath


@given(rate=st.floats(1e-4, 0.95), c=st.integers(0, 40), level=st.floats(0.5, 0.999))
def test_cases_needed_are_the_fewest(rate, c, level):
    n = cases_needed(rate, exceptions=c, level=level)
    assert binom.cdf(c, n, rate) <= (1 - level) * (1 + 1e-9)
    assert n == c + 1 or binom.cdf(c, n - 1, rate) > (1 - level) * (1 - 1e-9)


def test_cases_needed_bring_clopper_pearson_below_the_rate():
    for c, n in enumerate(cases_needed(0.05, exceptions=np.arange(6)).tolist()):
        assert interval(c, n, level=0.9).high <= 0.05 < interval(c, n - 1, level=0.9).high


def power_by_search(threshold, truth, n, alpha):
    """Exceptions allowed and power of the exact test, for successes shown to be above."""
    c = np.arange(-1, n + 1)
    allowed = c[binom.cdf(c, n, 1 - threshold) <= alpha][-1]
    return allowed, binom.cdf(allowed, n, 1 - truth)


@pytest.mark.parametrize(("threshold", "truth"), [(0.5, 0.8), (0.8, 0.95), (0.19, 0.4), (0.6, 0.7)])
def test_plan_by_plain_search(threshold, truth):
    plan = plan_test(threshold=threshold, truth=truth)
    powers = [power_by_search(threshold, truth, n, 0.05) for n in range(1, 4 * plan.always)]
    enough = np.array([power >= 0.8 for _, power in powers])
    assert plan.n == int(np.argmax(enough)) + 1
    assert plan.always == int(np.flatnonzero(~enough)[-1]) + 2
    assert (plan.exceptions, plan.power) == pytest.approx(powers[plan.n - 1])
    assert plan.error <= 0.05 and plan.power_at(threshold) == pytest.approx(plan.error)


def test_the_saw_has_a_second_first_time():
    plan = plan_test(threshold=0.6, truth=0.7)
    assert plan.n < plan.always


def test_the_false_alert_claim():
    plan = plan_test(threshold=1 / 1000, truth=1 / 3000, power=0.9)
    assert binom.cdf(plan.exceptions, plan.n, 1 / 1000) <= 0.05
    assert binom.cdf(plan.exceptions, plan.n, 1 / 3000) >= 0.9
    assert plan.n == cases_needed(1 / 1000, exceptions=plan.exceptions)
    assert plan_test(threshold=1 / 1000, truth=0).n == 2995
    assert "at most 1 in 1,000" in str(plan)


def test_one_in_a_billion_does_not_hang():
    assert plan_test(threshold=1e-9, truth=1e-10).n > 4e9


def test_sequential_characteristics_are_those_of_all_paths():
    plan = plan_sequential(threshold=0.5, truth=0.9, most=12)
    for rate in (0.5, 0.7, 0.9):
        found = dict.fromkeys(("shown", "refuted", "undecided", "expected_cases"), 0.0)
        for path in product((0, 1), repeat=12):
            chance, wrong, n = rate ** (12 - sum(path)) * (1 - rate) ** sum(path), 0, 0
            outcome = "undecided"
            for n, case in enumerate(path, start=1):
                wrong += case
                if wrong <= plan.shown[n] or wrong >= plan.refuted[n]:
                    outcome = "shown" if wrong <= plan.shown[n] else "refuted"
                    break
            found[outcome] += chance
            found["expected_cases"] += n * chance
        assert plan.characteristics(rate) == pytest.approx({"rate": rate, **found}, abs=1e-12)


def test_boundaries_are_likelihood_ratios():
    plan = plan_sequential(threshold=0.001, truth=0.0002)
    for n in (2000, 5000, 9000):
        k = np.arange(60)
        ratio = binom.logpmf(k, n, 0.0002) - binom.logpmf(k, n, 0.001)
        assert plan.shown[n] == (k[ratio >= np.log(20)][-1] if (ratio >= np.log(20)).any() else -1)
        assert plan.refuted[n] == k[ratio <= np.log(0.2)][0]


@pytest.mark.parametrize(("threshold", "truth"), [(0.5, 0.8), (0.19, 0.4), (0.001, 0.0002),
                                                  (0.9, 0.6), (0.01, 0.0)])
def test_sequential_errors_hold_and_cases_are_saved(threshold, truth):
    plan = plan_sequential(threshold=threshold, truth=truth)
    good, _, bad = plan.rows()
    fixed = plan_test(threshold=threshold, truth=truth)
    assert bad["shown"] <= 0.05 and good["refuted"] <= 0.2
    assert bad["expected_cases"] < fixed.n and good["expected_cases"] <= fixed.n
    assert good["shown"] + good["refuted"] + good["undecided"] == pytest.approx(1)


@pytest.mark.parametrize(("call", "text"), [
    (lambda: cases_needed(0), "rate must lie strictly between 0 and 1, got 0.0"),
    (lambda: cases_needed(0.1, exceptions=-1), "exceptions must be at least 0, got -1"),
    (lambda: cases_needed(0.1, level=95), r"a percentage\? write 0.95"),
    (lambda: cases_needed(1e-17), "over 2\\*\\*53 cases are needed, got 1e-17"),
    (lambda: plan_test(threshold=0.5, truth=0.5), "truth must differ from the threshold"),
    (lambda: plan_test(threshold=0.5, truth=0.5001), "truth must be further from the threshold"),
    (lambda: plan_test(threshold=[0.5, 0.6], truth=0.7), "threshold must be one number, got 2"),
    (lambda: plan_test(threshold=0.5, truth=0.7, power=80), r"power must lie in \[0, 1\]"),
    (lambda: plan_sequential(threshold=1e-6, truth=1e-7), "at most 200,000 cases"),
    (lambda: plan_sequential(threshold=0.5, truth=0.7, most=0), "most must be at least 1, got 0"),
])
def test_bad_input(call, text):
    with pytest.raises(ValueError, match=text):
        call()
