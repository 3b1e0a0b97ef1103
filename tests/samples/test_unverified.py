"""Unverified alerts: the range by hand, the intervals over every sample there could be."""

from fractions import Fraction
from math import comb, inf

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from lfrstats.intervals.interval import interval
from lfrstats.samples.unverified import identified_precision

GROUPS = {"lost in the crowd": 4, "rejected on review": 16}
numbers = st.integers(0, 60)
some = st.tuples(numbers, numbers, numbers).filter(any)
quick = settings(max_examples=100, deadline=None, derandomize=True)


def test_the_trials_of_2016_to_2019():
    """42 alerts: 8 verified right, 14 wrong, 4 lost in the crowd, 16 rejected unseen."""
    found = identified_precision(8, 14, GROUPS)
    assert (found.low, found.high) == (Fraction(8, 42), Fraction(28, 42))
    assert (found.alerts, found.open, found.verified_only) == (42, 20, Fraction(4, 11))
    trusting = identified_precision(8, 14, GROUPS, trusted_wrong=["rejected on review"])
    assert (trusting.low, trusting.high) == (Fraction(8, 42), Fraction(12, 42))
    believing = identified_precision(8, 14, GROUPS, trusted_right="lost in the crowd")
    assert (believing.low, believing.high) == (Fraction(12, 42), Fraction(28, 42))
    assert [row["precision"] for row in found.rows()] == [
        Fraction(8, 42), Fraction(8, 22), Fraction(28, 42)
    ]
    assert str(trusting) == (
        "8 to 12 of 42 alerts were right: 19 % to 28.6 %, taking rejected on review as wrong "
        "(allowing for chance, 8.6 % to 44.6 %; 95 %, exact)"
    )


@quick
@given(some)
def test_the_range_is_that_over_every_way_the_unverified_may_fall(counts):
    right, wrong, unverified = counts
    shares = [Fraction(right + u, sum(counts)) for u in range(unverified + 1)]
    found = identified_precision(*counts)
    assert (found.low, found.high) == (min(shares), max(shares))
    swapped = identified_precision(wrong, right, unverified)
    assert (swapped.low, swapped.high) == (1 - found.high, 1 - found.low)
    for one, other in ((found.exact_interval, swapped.exact_interval),
                       (found.set_interval, swapped.set_interval),
                       (found.share_interval, swapped.share_interval)):
        assert one.low == pytest.approx(1 - other.high, abs=1e-12)
        assert one.low <= found.low and found.high <= one.high
    assert found.set_interval.low <= found.share_interval.low + 1e-12


def test_exact_interval_is_clopper_pearson_at_both_ends():
    found = identified_precision(8, 14, 20).exact_interval
    assert found == (interval(8, 42).low, interval(28, 42).high)
    ends = binomtest(8, 42).proportion_ci().low, binomtest(28, 42).proportion_ci().high
    assert found == pytest.approx(ends, abs=1e-9)
    assert identified_precision(8, 34, 0).exact_interval == tuple(interval(8, 42))


@pytest.mark.parametrize(("counts", "level"), [((8, 14, 20), 0.95), ((40, 50, 1), 0.9),
                                               ((30, 3, 0), 0.99), ((100, 100, 2_000), 0.95)])
def test_imbens_and_manski_critical_value(counts, level):
    """Their equation (7), solved by mpmath: Phi(c + width / largest error) - Phi(-c) = level."""
    found = identified_precision(*counts, level=level)
    errors = [mpmath.sqrt(p * (1 - p) / found.alerts)
              for p in (mpmath.mpf(int(f * 10**9)) / 10**9 for f in (found.low, found.high))]
    width = mpmath.mpf(found.open) / found.alerts / max(errors)
    c = mpmath.findroot(lambda c: mpmath.ncdf(c + width) - mpmath.ncdf(-c) - level, 1.8)
    below = float(found.low) - found.share_interval.low
    assert below / float(errors[0]) == pytest.approx(float(c), abs=1e-6)
    one_sided, two_sided = (float(mpmath.sqrt(2) * mpmath.erfinv(2 * p - 1))
                            for p in (level, (1 + level) / 2))
    assert one_sided - 1e-9 <= c <= two_sided + 1e-9


def every_sample(n: int):
    """Each (right, wrong, unverified) of n alerts, and how many orders it has."""
    for right in range(n + 1):
        for wrong in range(n - right + 1):
            ways = comb(n, right) * comb(n - right, wrong)
            yield (right, wrong, n - right - wrong), ways


def coverage(n: int, which: str, level: float, grid):
    """For each true (right, wrong, unverified), how often the set and each end of it is covered."""
    samples = [(counts, ways, getattr(identified_precision(*counts, level=level), which))
               for counts, ways in every_sample(n)]
    counts, ways = (np.array([s[i] for s in samples], dtype=float) for i in (0, 1))
    low, high = (np.array([s[2][i] for s in samples]) for i in (0, 1))
    for p in grid:
        chance = ways * np.prod(np.power(p, counts), axis=1)
        assert chance.sum() == pytest.approx(1)
        below, above = p[0] + 1e-12, p[0] + p[2] - 1e-12
        yield tuple(float(chance[covers].sum()) for covers in (
            (low <= below) & (high >= above), (low <= below) & (high >= below - 2e-12),
            (low <= above + 2e-12) & (high >= above)))


GRID = [np.array(p) for p in (
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (0.5, 0.5, 0), (0.19, 0.33, 0.48), (0.02, 0.9, 0.08),
    (0.6, 0.1, 0.3), (0.05, 0.94, 0.01), (0.3, 0.3, 0.4), (0.01, 0.01, 0.98), (0.8, 0.2, 0),
    (0.1, 0.85, 0.05), (0.45, 0.5, 0.05),
)]


@pytest.mark.parametrize(("n", "level"), [(5, 0.9), (12, 0.95), (20, 0.8)])
def test_exact_interval_covers_at_least_its_level_whatever_the_truth(n, level):
    for of_set, of_low, of_high in coverage(n, "exact_interval", level, GRID):
        assert min(of_set, of_low, of_high) >= level - 1e-12


def test_normal_intervals_cover_less_for_few_alerts_and_come_near_for_many():
    """Why the exact one is the one printed: Imbens and Manski's can fail badly at 42 alerts.

    With 98 % right and none unverified, 43 % of samples have no wrong alert, and no width.
    """
    (_, low, _), = coverage(42, "share_interval", 0.95, [np.array([0.98, 0.02, 0])])
    assert low == pytest.approx(1 - 0.98**42, abs=0.01)
    (_, low, high), = coverage(60, "share_interval", 0.95, [np.array([0.3, 0.3, 0.4])])
    assert 0.93 < min(low, high) < 0.97


@pytest.mark.parametrize(("threshold", "needed", "exactly"), [
    (Fraction(1, 2), 14, 13), ("50%", 14, 13), (0.5, 14, 13), ("60%", 18, None),
    ("1 in 10", 0, None), ("80%", None, None), (Fraction(28, 42), None, 20), (0, 0, None),
    ("one in three", 7, 6),
])
def test_tipping_points(threshold, needed, exactly):
    found = identified_precision(8, 14, 20).tipping_point(threshold)
    assert (found.needed, found.exactly) == (needed, exactly)


def test_tipping_point_sentences():
    found = identified_precision(8, 14, 20)
    assert str(found.tipping_point()) == (
        "More than 50 % of the 42 alerts were right only if at least 14 of the 20 unverified were "
        "(8 + 14 = 22); with 13 it would be exactly 50 %"
    )
    assert str(found.tipping_point("80%")) == (
        "Not more than 80 % of the 42 alerts were right, even if all 20 unverified were (28 of 42)"
    )
    assert str(found.tipping_point("10%")) == (
        "More than 10 % of the 42 alerts were right, even if none of the 20 unverified was"
    )


@quick
@given(some, st.fractions(0, 1, max_denominator=50))
def test_tipping_point_by_trying(counts, threshold):
    right, _, unverified = counts
    found = identified_precision(*counts).tipping_point(threshold)
    enough = (u for u in range(unverified + 1) if Fraction(right + u, sum(counts)) > threshold)
    assert found.needed == next(enough, None)


def test_implied_base_rates():
    """odds(base rate) = odds(precision) * fpir / tpir: 1 in 2,976 if none was right, 1 in 351."""
    found = identified_precision(8, 14, 20).base_rates(tpir="70%", fpir="1 in 1,000")
    rows = found.rows()
    assert len(rows) == 21
    assert (rows[0]["prevalence"], rows[20]["prevalence"]) == (Fraction(1, 2976), Fraction(1, 351))
    for row in rows:
        p, prior = row["precision"], row["prevalence"]
        hits, false = prior * Fraction(7, 10), (1 - prior) * Fraction(1, 1000)
        assert hits / (hits + false) == p  # Bayes' rule back
    all_right = identified_precision(1, 0, 3).base_rates(tpir=0.7, fpir=0.001)
    assert all_right.at(3) == 1
    assert identified_precision(0, 1, 0).base_rates(tpir=1, fpir=1).at(0) == 0


@pytest.mark.parametrize(("call", "said"), [
    (lambda: identified_precision(0, 0, 0), "there must be at least 1 alert"),
    (lambda: identified_precision(-1, 0, 2), "right must be at least 0, got -1"),
    (lambda: identified_precision(8, 14, {"lost": 2.5}), "must be a whole number, got 2.5"),
    (lambda: identified_precision(8, 14, GROUPS, trusted_wrong=["lost"]), "trusted_wrong must be"),
    (lambda: identified_precision(8, 14, GROUPS, trusted_wrong=GROUPS, trusted_right=GROUPS),
     "cannot be trusted right and wrong"),
    (lambda: identified_precision(8, 14, 20, level=95), "level must lie strictly between"),
    (lambda: identified_precision(8, 14, 20).base_rates(tpir=0, fpir=0.1), "tpir must be above 0"),
    (lambda: identified_precision(8, 14, 20).base_rates(tpir=0.7, fpir=0.1).at(21),
     "right must be at most the 20 open alerts, got 21"),
    (lambda: identified_precision(8, 14, 10**6).base_rates(tpir=0.7, fpir=0.1).rows(),
     "at most 100,000 rows"),
    (lambda: identified_precision(8, 14, 20).tipping_point(50), "threshold must lie in"),
    (lambda: identified_precision(8, 14, 20).tipping_point(inf), "threshold must lie in"),
])
def test_errors(call, said):
    with pytest.raises(ValueError, match=said):
        call()
