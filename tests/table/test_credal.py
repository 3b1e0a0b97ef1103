"""Credal bounds: corners against a grid, exact fractions, edges, messages."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.table.credal import credal_precision

ends = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(
    lambda pair: tuple(Fraction(end, 20) for end in sorted(pair)))


def inside(pair, parts=4):
    return [pair[0] + (pair[1] - pair[0]) * Fraction(i, parts) for i in range(parts + 1)]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(ends, ends, ends)
def test_bounds_hold_over_a_grid_and_are_reached_or_approached(prevalence, tpir, fpir):
    values = []
    for p, t, f in product(*map(inside, (prevalence, tpir, fpir))):
        right, wrong = p * t, (1 - p) * f
        if right + wrong:
            values.append(right / (right + wrong))
    if not values:
        with pytest.raises(ValueError, match="tpir and fpir must leave room for an alert"):
            credal_precision(prevalence=prevalence, tpir=tpir, fpir=fpir)
        return
    low, high = credal_precision(prevalence=prevalence, tpir=tpir, fpir=fpir).precision
    assert low <= min(values) and max(values) <= high
    if all(0 < end < 1 for end in (*prevalence, *tpir, *fpir)):
        assert (low, high) == (min(values), max(values))


def test_the_trials_of_2020():
    found = credal_precision(prevalence=("1 in 10,000", "1 in 100"), tpir="70%", fpir="1 in 1,000")
    low = Fraction(1, 10_000) * Fraction(695, 1000)
    assert found.precision[0] == low / (low + Fraction(9999, 10_000) / 950)
    other = Fraction(99, 100) * Fraction(949, 950)
    assert found.npv[0] == other / (other + Fraction(1, 100) * Fraction(305, 1000))
    rows = found.rows(5)
    assert len(rows) == 5 and rows[0]["prevalence"] == Fraction(1, 10_000)
    assert rows[-1]["prevalence"] == Fraction(1, 100)
    assert rows[0]["precision_low"] == found.precision[0]
    assert rows[-1]["precision_high"] == found.precision[1]


def test_from_nobody_on_the_list():
    found = credal_precision(prevalence=(0, 0.01), tpir=0.7, fpir=0.001)
    assert found.precision[0] == 0 and len(found.rows(6)) == 6
    assert found.rows(6)[0]["precision_high"] == 0
    assert str(found) == ("If the share of faces on the list is 0 % to 1 %, the share of alerts "
                          "that are right is 0 % to 88 %, and nothing given says where in between")
    point = credal_precision(prevalence=Fraction(1, 2976), tpir=0.7, fpir=0.001)
    assert point.precision == (Fraction(4, 21), Fraction(4, 21)) and len(point.rows()) == 1
    assert str(point).endswith("the share of alerts that are right is 19 %")


def test_no_false_alerts_and_no_silence():
    assert credal_precision(prevalence=(0, 0.5), tpir=0.5, fpir=0).precision == (1, 1)
    assert credal_precision(prevalence=0.5, tpir=1, fpir=1).npv is None


@pytest.mark.parametrize(("given", "message"), [
    ({"prevalence": (0.2, 0.1)}, "prevalence must be a range from low to high"),
    ({"prevalence": (0.1, 0.2, 0.3)}, r"prevalence must be a share or a range \(low, high\)"),
    ({"tpir": 70}, r"tpir must lie in \[0, 1\], got 70 \(a percentage\? write 0.7\)"),
    ({"fpir": (8, 42)}, r"fpir must lie in \[0, 1\], got 8"),
    ({"tpir": 0, "fpir": 0}, "must leave room for an alert"),
])
def test_bad_input(given, message):
    with pytest.raises(ValueError, match=message):
        credal_precision(**{"prevalence": (0.01, 0.1), "tpir": 0.7, "fpir": 0.001} | given)


def test_bad_row_counts():
    found = credal_precision(prevalence=(0.01, 0.1), tpir=0.7, fpir=0.001)
    with pytest.raises(ValueError, match="count must be at least 2, got 1"):
        found.rows(1)
    with pytest.raises(ValueError, match="count must be at most 100,000"):
        found.rows(10**9)
