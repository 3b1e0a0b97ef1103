"""The ends of a range in words: true to the last digit, in one style."""

import re
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.words.limits import ends, just, limits, rounded_percent

SHARES = st.fractions(0, 1) | st.builds(
    lambda k, n: Fraction(min(k, n), n), st.integers(0, 500), st.integers(1, 10**9))


def value(text):
    """What a written share is, read by another rule than it was written by."""
    if text.startswith("1 in "):
        return 1 / Fraction(text.removeprefix("1 in ").replace(",", ""))
    return Fraction(text.removesuffix(" %")) / 100


@given(SHARES, SHARES)
def test_a_lower_end_is_rounded_down_and_an_upper_up(one, other):
    low, high = min(one, other), max(one, other)
    below, above = ends(low, high)
    assert value(below) <= low and high <= value(above)
    assert ("in" in below) == ("in" in above) or below == "0 %"


@given(SHARES, SHARES)
def test_no_end_is_further_out_than_its_third_digit(one, other):
    low, high = min(one, other), max(one, other)
    for written, exact in zip(ends(low, high), (low, high), strict=True):
        gap = min(exact, 1 - exact)
        assert abs(value(written) - exact) <= gap / 50


@pytest.mark.parametrize(("low", "high", "said"), [
    (Fraction(1, 1000), Fraction(104, 10_000), "between 0.1 % and 1.04 %"),
    (Fraction(35, 1000), Fraction(4, 100), "between 3.5 % and 4 %"),
    (0, Fraction(1858, 10_000), "at most 18.6 %"),
    (Fraction(1, 58), 1, "at least 1.72 %"),
    (Fraction(1, 2291), Fraction(1, 11), "between 0.0436 % and 9.1 %"),
    (Fraction(1, 4495), 1, "at least 1 in 4,495"),
    (Fraction(1, 48_512), Fraction(3, 700), "between 1 in 48,512 and 1 in 233"),
    (Fraction(99_999, 100_000), 1, "at least 99.999 %"),
    (0, 1, "anything from 0 % to 100 %"),
])
def test_ends_in_words(low, high, said):
    assert limits(Fraction(low), Fraction(high)) == said


@given(SHARES)
def test_one_value(share):
    text = just(share)
    if text.startswith("exactly "):
        assert value(text.removeprefix("exactly ")) == share
    elif found := re.search(r"\(just (.+)\)", text):
        assert Fraction(found[1]) == share


def test_one_value_in_words():
    assert just(Fraction(1, 2976)) == "exactly 1 in 2,976"
    assert just(Fraction(8, 42)) == "19 % (just 4/21)"
    assert just(Fraction(10**9, 10**10 + 1)) == "10 % (one value only)"


@given(SHARES)
def test_a_percentage_lies_between_its_roundings(share):
    below, near, above = (value(rounded_percent(share, way)) for way in (floor, round, ceil))
    assert below <= near <= above and below <= share <= above


@pytest.mark.parametrize(("low", "high", "opened", "said"), [
    (0, 1, (True, True), "some, but not all"),
    (0, Fraction(3, 100), (True, False), "some, at most 3 %"),
    (Fraction(7, 10**4), 1, (False, True), "at least 1 in 1,429, but not all"),
    (Fraction(1, 5), Fraction(2, 5), (True, True), "more than 20 % and below 40 %"),
])
def test_ends_that_are_only_approached(low, high, opened, said):
    assert limits(Fraction(low), Fraction(high), opened) == said
