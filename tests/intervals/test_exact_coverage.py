"""Coverage against published values, exact fractions and plain enumeration."""

import importlib
import json
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from lfrstats.intervals.interval import interval
from lfrstats.intervals.methods import METHODS, wilson

covering = importlib.import_module("lfrstats.intervals.exact_coverage")
coverage, worst_coverage = covering.coverage, covering.worst_coverage
TABLE = json.loads(
    (Path(__file__).parents[1] / "reference" / "binomial_intervals.json").read_text("utf-8")
)
EXACT = ("clopper_pearson", "blaker", "sterne")


def gappy(k, n, level):
    """Wilson's limits, but every seventh count has a far lower one: not a run of counts."""
    low, high = wilson(k, n, level)
    return np.where(k % 7 == 3, low / 2, low), high


@pytest.mark.parametrize("row", TABLE["coverage"], ids=lambda row: f"{row['n']}-{row['p']}")
def test_brown_cai_dasgupta(row):
    found = coverage("wald", row["n"], row["p"], level=row["level"])
    assert found == pytest.approx(row["published_3dp"], abs=row["tolerance"])
    assert found == pytest.approx(row["exact"], abs=1e-13)


@pytest.mark.parametrize("method", [*METHODS, gappy])
@pytest.mark.parametrize("n", [1, 9, 30])
def test_fractions(method, n):
    rule = METHODS.get(method, method)
    low, high = rule(np.arange(n + 1.0), float(n), 0.9)
    for p in (Fraction(0), Fraction(1, 128), Fraction(13, 64), Fraction(3, 4), Fraction(1)):
        chance = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
        held = [Fraction(a) <= p <= Fraction(b) for a, b in zip(low, high, strict=True)]
        expected = sum(c for c, h in zip(chance, held, strict=True) if h)
        assert coverage(method, n, float(p), level=0.9) == pytest.approx(float(expected), abs=1e-13)
        width = sum(float(c) * w for c, w in zip(chance, high - low, strict=True))
        found = covering.expected_width(method, n, float(p), level=0.9)
        assert found == pytest.approx(width, abs=1e-13)


@pytest.mark.parametrize("method", ["wilson", "wald", gappy])
def test_arrays_of_rates_have_their_shape_and_agree_with_enumeration(method):
    n, p, k = 2000, np.linspace(0, 1, 60).reshape(3, 20), np.arange(2001.0)
    low, high = METHODS.get(method, method)(k, 2000.0, 0.95)
    held = (low <= p[..., None]) & (p[..., None] <= high)
    expected = np.sum(held * binom.pmf(k, n, p[..., None]), axis=-1)
    assert coverage(method, n, p) == pytest.approx(expected, abs=1e-11)
    assert type(coverage(method, n, 0.3)) is float


def test_chunks_make_no_difference(monkeypatch):
    p = np.linspace(0, 1, 50)
    whole = coverage(gappy, 40, p), covering.expected_width("wald", 40, p)
    monkeypatch.setattr(covering, "CHUNK", 100)
    assert (coverage(gappy, 40, p) == whole[0]).all()
    assert (covering.expected_width("wald", 40, p) == whole[1]).all()


@pytest.mark.parametrize("method", EXACT)
@pytest.mark.parametrize("level", [0.5, 0.95])
def test_exact_methods_never_cover_less_than_their_level(method, level):
    p = np.linspace(0, 1, 201)
    for n in (*range(1, 13), 20, 42, 99, 150):
        worst = worst_coverage(method, n, level=level)
        assert level - 1e-9 <= worst.coverage < 1
        assert worst.exact
        assert coverage(method, n, p, level=level).min() >= worst.coverage - 1e-12


@pytest.mark.parametrize("method", METHODS)
def test_worst_coverage_is_approached_and_never_undercut(method):
    for n, within in ((7, (0, 1)), (42, (0.05, 0.5))):
        worst, at = worst_coverage(method, n, within=within)
        beside = at + np.array([-1, 1]) * 1e-9
        near = coverage(method, n, np.clip(np.append(beside, at), *within))
        assert near.min() == pytest.approx(worst, abs=1e-6)
        assert within[0] <= at <= within[1]
        assert coverage(method, n, np.linspace(*within, 3001)).min() >= worst - 1e-9


def test_wilson_and_jeffreys_dip_where_the_literature_says():
    """Brown, Cai and DasGupta (2001), section 4: near 0, below 84 % and below 90 %."""
    assert worst_coverage("wilson", 50, within=(0, 0.01)).coverage == pytest.approx(0.838, abs=1e-3)
    assert worst_coverage("jeffreys", 50).coverage < 0.9
    assert worst_coverage("wald", 42) == (0, 0)


def test_a_range_of_one_rate():
    worst = worst_coverage("wald", 592, within=(0.005, 0.005))
    assert worst == (coverage("wald", 592, 0.005), 0.005)


def test_sets_with_gaps_are_searched_on_a_grid_and_say_so():
    worst = worst_coverage(gappy, 30)
    assert not worst.exact
    assert coverage(gappy, 30, np.linspace(0.001, 0.999, 2000)).min() >= worst.coverage - 2e-3
    receipt = interval(8, 30, method=gappy).receipt()
    assert str(receipt).endswith("as far as a grid shows")


def test_large_n_is_quick_enough_to_enumerate():
    worst = worst_coverage("clopper_pearson", 10_000, within=(0.1, 0.2))
    assert 0.95 <= worst.coverage < 0.951


def test_receipt():
    receipt = interval(8, 42, method="wilson", level=0.9).receipt(within=(0.1, 0.5))
    assert (receipt.k, receipt.n, receipt.level, receipt.method) == (8, 42, 0.9, "wilson")
    assert receipt.at_estimate == coverage("wilson", 42, 8 / 42, level=0.9)
    assert receipt.worst == worst_coverage("wilson", 42, within=(0.1, 0.5), level=0.9).coverage
    assert str(receipt).startswith("At n = 42 the Wilson interval covers a true rate of 19 % in ")
    assert " of samples; over rates from 10 % to 50 % never less than 8" in str(receipt)


def test_never_less_is_rounded_down():
    assert "never less than 95 % (at 34 %)" in str(interval(8, 42).receipt())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: coverage("wlison", 5, 0.1), r"method must be one of .* \(wilson\?\)"),
        (lambda: coverage("wald", 10**7, 0.1), "n must be at most 1,000,000 where every count"),
        (lambda: coverage("wald", [5, 6], 0.1), "n must be one number, got 2 of them"),
        (lambda: coverage("wald", 5, 19), r"p must lie in \[0, 1\], got 19.0"),
        (lambda: coverage(lambda k, n, level: 1, 5, 0.1), "method must return two limits for each"),
        (lambda: worst_coverage("wald", 5, within=(0.5, 0.1)), "within must be a pair"),
        (lambda: interval([1, 2], 5).receipt(), "a receipt is for one interval"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=message):
        call()
