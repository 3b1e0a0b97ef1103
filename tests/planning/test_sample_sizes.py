"""Sizes for widths, predictive values and differences: published values and enumeration."""

import math

import numpy as np
import pytest
from scipy.stats import binom
from statsmodels.stats.proportion import proportions_ztest

from lfrstats.intervals.methods import METHODS
from lfrstats.planning.sample_sizes import (
    detectable_difference,
    exact_power,
    plan_comparison,
    plan_interval,
    plan_predictive_values,
)

RATES = dict(tpir=0.9, fpir=0.1, prevalence=0.1)


# R bdpv 1.4, nPPV and nNPV (Steinberg, Fine and Chappell 2009): propP 0.2, 0.4, 0.6, 0.8, se = sp =
# 0.9, prev 0.1, PPV0 0.4, NPV0 0.95, conf.level 0.95, power 0.8; AOppvnpv: 0.1 and 0.9
@pytest.mark.parametrize(("which", "threshold", "sizes", "best"), [
    ("precision", 0.4, [444, 575, 854, 1698], 0.1),
    ("npv", 0.95, [133, 67, 45, 35], 0.9),
])
def test_predictive_values_as_published(which, threshold, sizes, best):
    plans = [plan_predictive_values(**RATES, threshold=threshold, which=which, positive=share)
             for share in (0.2, 0.4, 0.6, 0.8)]
    assert [plan.n for plan in plans] == sizes
    assert plans[0].best_positive == pytest.approx(best)
    at_best = plan_predictive_values(**RATES, threshold=threshold, which=which)
    assert at_best.n <= min(sizes) and at_best.positive == pytest.approx(best)


def test_the_assumed_predictive_values():
    precision = plan_predictive_values(**RATES, threshold=0.4).value
    npv = plan_predictive_values(**RATES, threshold=0.9, which="npv").value
    assert precision == pytest.approx(0.09 / (0.09 + 0.09))
    assert npv == pytest.approx(0.81 / (0.81 + 0.01))


# R epiR 2.0.94, epi.ssdxsesp (Hajian-Tilaki 2014): printed in its documentation
@pytest.mark.parametrize(("rate", "share", "half", "n"), [(0.8, 0.1, 0.07, 1255),
                                                          (0.95, 0.0022, 0.1, 8295)])
def test_widths_as_published(rate, share, half, n):
    assert plan_interval(rate=rate, half_width=half, share=share, method="wald").n == n


@pytest.mark.parametrize("method", ["wilson", "clopper_pearson", "jeffreys", "agresti_coull"])
@pytest.mark.parametrize(("rate", "half"), [(0.8, 0.07), (0.001, 0.0005), (0.0, 0.001), (0.5, 0.3)])
def test_widths_by_putting_the_size_in(method, rate, half):
    n = plan_interval(rate=rate, half_width=half, method=method).n
    widths = [np.diff(METHODS[method](rate * m, m, 0.95))[0] / 2
              for m in (float(n), float(n - 1)) if m]
    assert widths[0] <= half * (1 + 1e-9) and (n == 1 or widths[1] > half)


def test_exact_power_by_statsmodels_test_on_every_pair():
    n, m, total = 12, 9, 0.0
    for x in range(n + 1):
        for y in range(m + 1):
            if 0 < x + y < n + m:
                _, p = proportions_ztest([x, y], [n, m])
                total += (p < 0.05) * binom.pmf(x, n, 0.3) * binom.pmf(y, m, 0.8)
    assert exact_power(0.3, 0.8, n, m) == pytest.approx(total, abs=1e-12)


def test_comparison_is_the_fewest_with_the_power_and_turns_around():
    plan = plan_comparison(rate=0.02, other=0.05, ratio=0.5)
    assert plan.power >= 0.8 and plan.n_other == math.ceil(plan.n / 2)
    assert plan.exact == pytest.approx(plan.power, abs=0.05)
    assert plan.error == pytest.approx(0.05, abs=0.02)
    found = detectable_difference(rate=0.02, n=plan.n, ratio=0.5)
    assert 0.0495 < found <= 0.05


def test_too_few_cases_detect_nothing():
    assert math.isnan(detectable_difference(rate=0.5, n=2))


def test_a_billion_faces():
    plan = plan_comparison(rate=1e-6, other=1.1e-6)
    assert plan.n > 1e9 and "1 in 1,000,000" in str(plan)
    assert plan_comparison(rate=0.5, other=0.50001).exact is None


@pytest.mark.parametrize(("call", "text"), [
    (lambda: plan_interval(rate=0.5, half_width=7), r"half_width must lie in \[0, 1\], got 7.0"),
    (lambda: plan_interval(rate=0.5, half_width=0.5), "strictly between 0 and 0.5, got 0.5"),
    (lambda: plan_interval(rate=0.5, half_width=0.1, share=0), "share must be above 0"),
    (lambda: plan_interval(rate=0.5, half_width=0.1, method="blaker"), "method must be one of"),
    (lambda: plan_interval(rate=0.5, half_width=1e-9), "over 2\\*\\*53 cases"),
    (lambda: plan_predictive_values(**RATES, threshold=0.6), "below the precision assumed, 50 %"),
    (lambda: plan_predictive_values(**RATES, threshold=0.4, which="ppv"), "which must be one of"),
    (lambda: plan_comparison(rate=0.1, other=0.1), "other must differ from rate, got 0.1"),
    (lambda: plan_comparison(rate=0.1, other=0.2, ratio=0), "ratio must be one number above 0"),
    (lambda: plan_comparison(rate=0, other=0.2), "rate must lie strictly between 0 and 1, got 0"),
    (lambda: detectable_difference(rate=0.1, n=1.5), "n must be a whole number, got 1.5"),
])
def test_bad_input(call, text):
    with pytest.raises(ValueError, match=text):
        call()
