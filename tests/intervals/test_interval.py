"""Intervals against other programs, against their defining equations, and against each other."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, norm
from statsmodels.stats.proportion import proportion_confint

from lfrstats.intervals import methods as methods_module
from lfrstats.intervals.interval import Interval, interval
from lfrstats.intervals.methods import ABOUT, METHODS

TABLE = json.loads(
    (Path(__file__).parents[1] / "reference" / "binomial_intervals.json").read_text("utf-8")
)
PROMISE_THE_ESTIMATE = METHODS.keys() - {"jeffreys", "midp"}
PINNED = METHODS.keys() - {"wald", "wald_cc"}

counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
methods = st.sampled_from(sorted(METHODS))
every_method = pytest.mark.parametrize("method", METHODS)


def case_name(row):
    return f"{row['method']}-{row['k']}-{row['n']}"


@pytest.mark.parametrize("row", TABLE["intervals"], ids=case_name)
def test_other_programs_and_papers(row):
    found = interval(row["k"], row["n"], method=row["method"], level=row["level"])
    assert found == pytest.approx(row["limits"], abs=row["tolerance"])


@pytest.mark.parametrize("row", TABLE["tiny"], ids=case_name)
def test_tiny_rates_keep_their_digits(row):
    found = interval(row["k"], row["n"], method=row["method"], level=row["level"])
    assert found == pytest.approx(row["limits"], rel=row["relative"])


@pytest.mark.parametrize("row", TABLE["traps"], ids=case_name)
def test_wrong_values_of_other_programs_are_not_ours(row):
    found = getattr(interval(row["k"], row["n"], method=row["method"]), row["side"])
    assert found == pytest.approx(row["right"], abs=6e-5)
    assert abs(found - row["wrong"]) > 1e-7


def test_limits_stay_in_range_where_other_programs_print_more_than_all_or_less_than_none():
    for method in ("agresti_coull", "wald", "wald_cc"):
        low, high = interval([0, 1, 19, 20, 14], [20, 20, 20, 20, 15], method=method)
        assert (low >= 0).all()
        assert (high <= 1).all()


@pytest.mark.parametrize(
    ("method", "theirs"),
    [
        ("wilson", "wilson"),
        ("agresti_coull", "agresti_coull"),
        ("clopper_pearson", "beta"),
        ("wald", "normal"),
    ],
)
def test_statsmodels(method, theirs):
    k, n = np.arange(61), 60
    low, high = interval(k, n, method=method, level=0.9)
    expected = proportion_confint(k, n, 0.1, method=theirs)
    assert low == pytest.approx(np.clip(expected[0], 0, 1), abs=1e-12)
    assert high == pytest.approx(np.clip(expected[1], 0, 1), abs=1e-12)


def test_statsmodels_jeffreys_away_from_the_ends():
    k = np.arange(1, 60)
    expected = proportion_confint(k, 60, 0.1, method="jeffreys")
    found = interval(k, 60, method="jeffreys", level=0.9)
    assert np.array(found) == pytest.approx(np.array(expected), abs=1e-12)


@pytest.mark.parametrize(
    ("method", "theirs"),
    [("clopper_pearson", "exact"), ("wilson", "wilson"), ("wilson_cc", "wilsoncc")],
)
@pytest.mark.parametrize(("k", "n"), [(0, 1), (1, 1), (0, 20), (8, 42), (41, 42), (42, 42)])
def test_scipy(method, theirs, k, n):
    expected = binomtest(k, n).proportion_ci(0.99, method=theirs)
    assert interval(k, n, method=method, level=0.99) == pytest.approx(tuple(expected), abs=1e-9)


def test_tails_at_the_exact_limits():
    k, n, alpha = np.arange(1, 300), 300, 0.02
    low, _ = interval(k, n, level=1 - alpha)
    assert binom.sf(k - 1, n, low) == pytest.approx(np.full(299, alpha / 2), rel=1e-9)
    low, high = interval(k, n, method="midp", level=1 - alpha)
    half = binom.pmf(k, n, low) / 2
    assert binom.sf(k, n, low) + half == pytest.approx(np.full(299, alpha / 2), rel=1e-9)
    half = binom.pmf(k, n, high) / 2
    assert binom.cdf(k - 1, n, high) + half == pytest.approx(np.full(299, alpha / 2), rel=1e-9)


def test_deviance_at_the_likelihood_limits():
    k, n = np.arange(1, 300), 300
    for p in interval(k, n, method="likelihood_ratio", level=0.9):
        deviance = 2 * (binom.logpmf(k, n, k / n) - binom.logpmf(k, n, p))
        assert deviance == pytest.approx(np.full(299, norm.isf(0.05) ** 2), rel=1e-9)
    all_of_them = interval(300, 300, method="likelihood_ratio", level=0.9).low
    assert -2 * 300 * np.log(all_of_them) == pytest.approx(norm.isf(0.05) ** 2)


def test_wilson_limits_solve_the_score_equation():
    k, n = np.arange(1, 100), 100
    for p in interval(k, n, method="wilson"):
        assert (k - n * p) ** 2 == pytest.approx(norm.isf(0.025) ** 2 * n * p * (1 - p))


@every_method
@pytest.mark.parametrize("n", [1, 2, 7, 20, 399, 10**9])
def test_none_and_all(method, n):
    none, all_ = interval(0, n, method=method), interval(n, n, method=method)
    assert none.low == 0
    assert all_.high == 1
    assert none.high == pytest.approx(1 - all_.low, abs=1e-15)
    if method in PINNED:
        assert 0 < none.high < 1


def test_wald_without_width():
    assert interval(0, 20, method="wald") == (0, 0)
    assert interval(20, 20, method="wald") == (1, 1)
    assert interval(0, 20, method="wald_cc") == (0, 0.025)


@given(methods, counts, st.floats(0.001, 0.99999))
def test_mirror_range_and_estimate(method, pair, level):
    k, n = pair
    low, high = interval(k, n, method=method, level=level)
    mirrored = interval(n - k, n, method=method, level=level)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)
    assert 0 <= low <= high <= 1
    if method in PROMISE_THE_ESTIMATE or level > 0.5:
        assert low <= k / n <= high


@given(methods, counts)
def test_wider_with_level(method, pair):
    low, high = interval(*pair, method=method, level=[0.5, 0.8, 0.95, 0.999])
    assert (np.diff(low) <= 0).all()
    assert (np.diff(high) >= 0).all()


@given(methods, st.integers(1, 300), st.sampled_from([0.5, 0.9, 0.999]))
def test_rises_with_k(method, n, level):
    low, high = interval(np.arange(n + 1), n, method=method, level=level)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) >= 0).all()


@every_method
def test_arrays_are_loops(method):
    k, n = np.array([[0, 3], [8, 42]]), np.array([5, 42])
    k = np.minimum(k, n)
    level = np.array([0.8, 0.95, 0.99])[:, None, None]
    low, high = interval(k, n, method=method, level=level)
    assert low.shape == (3, 2, 2)
    for i, j, m in np.ndindex(3, 2, 2):
        single = interval(k[j, m], n[m], method=method, level=level[i, 0, 0])
        assert single == pytest.approx((low[i, j, m], high[i, j, m]), rel=1e-13)
        assert type(single.low) is float


@pytest.mark.parametrize("method", ["clopper_pearson", "blaker", "wilson"])
@pytest.mark.parametrize("spread", [1, 60, 10**7, 2**40])
def test_repeated_cases_are_looked_up_rightly(method, spread):
    rng = np.random.default_rng(5)
    n = rng.choice([40, 40 + spread], 900)
    k = rng.integers(0, 41, 900)
    level = rng.choice([0.8, 0.95], 900)
    low, high = interval(k, n, method=method, level=level)
    direct = METHODS[method](k.astype(float), n.astype(float), level)
    assert low == pytest.approx(direct[0], rel=1e-12)
    assert high == pytest.approx(direct[1], rel=1e-12)
    fixed = interval(k.reshape(30, 30), 40, method=method).high
    assert fixed.ravel() == pytest.approx(METHODS[method](k * 1.0, 40.0, 0.95)[1], rel=1e-12)


def test_every_distinct_case_is_worked_out_once():
    seen = []

    def spy(k, n, level):
        seen.append((k.size, level))
        return k / n, 1.0

    low, high = interval(np.arange(1000) % 10, 20, method=spy)
    assert seen == [(10, 0.95)]
    assert low[:3].tolist() == [0, 0.05, 0.1]
    assert high.tolist() == [1] * 1000


def test_empty_input():
    low, high = interval([], 10)
    assert low.shape == high.shape == (0,)


@every_method
def test_nothing_hangs_up_to_the_largest_count(method):
    for n in (10**9, 10**12, 10**15, 2**53):
        k = np.array([0, 1, 2, n // 3, n - 1, n])
        low, high = METHODS[method](k.astype(float), float(n), 0.95)
        assert (low <= k / n).all()
        assert (k / n <= high).all()


def test_an_interval_is_a_pair_that_knows_its_inputs():
    found = interval(8, 42, method="wilson", level=0.9)
    low, high = found
    assert found == (low, high)
    assert repr(found) == f"Interval(low={low!r}, high={high!r})"
    assert (found.k, found.n, found.level, found.method) == (8, 42, 0.9, "wilson")
    copied = pickle.loads(pickle.dumps(found))
    assert (copied, copied.n, type(copied)) == (found, 42, Interval)


def shy(k, n, level):
    return k / n, k / n


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (interval(8, 42), "8 of 42 is 19 %; 95 % Clopper-Pearson interval 8.6 % to 34.1 %"),
        (interval(0, 20, method="wilson"), "0 of 20 is 0 %; 95 % Wilson interval 0 % to 16 %"),
        (interval(1, 4, method=shy), "1 of 4 is 25 %; 95 % shy interval 25 % to 25 %"),
        (interval([1, 2], 4, method="midp"), "2 mid-p intervals"),
        (Interval(0.25, 0.5), "25 % to 50 %"),
    ],
)
def test_sentences(found, sentence):
    assert str(found) == sentence


def test_every_method_says_what_it_promises():
    assert ABOUT.keys() == METHODS.keys()
    assert len({about.label for about in ABOUT.values()}) == len(METHODS)
    assert set(METHODS) < set(methods_module.__all__)


def test_every_method_has_an_oracle():
    assert {row["method"] for row in TABLE["intervals"]} == set(METHODS)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((43, 42), {}, "k must be at most n: 43 of 42 is more than all of them"),
        ((1, 0), {}, "n must be at least 1, got 0"),
        ((1.5, 3), {}, "k must be a whole number, got 1.5"),
        ((1, 3), {"method": "wlison"}, r"method must be one of clopper_pearson, .* \(wilson\?\)"),
        ((1, 3), {"level": 95}, r"level must lie .* got 95.0 \(a percentage\? write 0.95\)"),
        ((1, 3), {"level": [0.9, 1]}, "level must lie strictly between 0 and 1, got 1"),
        (([1, 2], 3), {"level": [0.9] * 3}, r"level must match the shape of k and n, got \(3,\)"),
    ],
)
def test_errors(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        interval(*arguments, **options)
