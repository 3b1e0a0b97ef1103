"""What claims say, as exact inequalities over the cells."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.intervals.interval import interval
from lfrstats.reconciling.linear.constraints import Between, outward, system
from lfrstats.reconciling.linear.systems import ENDS, merged, spelled


def test_a_printed_figure_is_two_inequalities():
    s = system({"alert | listed": "70%"}, events=("listed", "alert"))
    (claim,) = s.constraints
    assert (claim.low, claim.high) == (Fraction(139, 200), Fraction(141, 200))
    cells = np.arange(4)
    # P(alert and listed) - 0.695 P(listed) >= 0 and 0.705 P(listed) - P(alert and listed) >= 0
    assert [row.over(claim, cells) for row in s.rows] == [[61, -139, 0, 0], [-59, 141, 0, 0]]
    assert claim.coefficients(ENDS[0]) == (Fraction(61, 200), Fraction(-139, 200))
    assert claim.coefficients(ENDS[1]) == (Fraction(-59, 200), Fraction(141, 200))


@pytest.mark.parametrize(("value", "low", "high"), [
    ("at least 90%", Fraction(9, 10), 1),
    ("at most 1 in 10,000", 0, Fraction(1, 10_000)),
    ((8, 42), Fraction(4, 21), Fraction(4, 21)),
    ("8 of 42", Fraction(4, 21), Fraction(4, 21)),
    (0.1, Fraction(1, 10), Fraction(1, 10)),
    (1e-9, Fraction(1, 10**9), Fraction(1, 10**9)),
    (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3)),
    (Between(0.2, "1 in 4"), Fraction(1, 5), Fraction(1, 4)),
    ("between 60% and 80%", Fraction(3, 5), Fraction(4, 5)),
    (Between(0, 1), 0, 1),
])
def test_values(value, low, high):
    (claim,) = system({"listed": value}).constraints
    assert (claim.low, claim.high) == (low, high)


def test_ends_that_say_nothing_make_no_inequality():
    assert system({"listed": Between(0, 1)}).rows == ()
    assert [row.end for row in system({"listed": "at least 90%"}).rows] == ["at least"]
    assert [row.end for row in system({"listed": "at most 90%"}).rows] == ["at most"]


def test_rate_names_and_aliases_stand_for_their_statements():
    named = system({"PPV": "50%", "base rate": "1%", "false positive rate": "1%"})
    assert [c.stated.text for c in named.constraints] == [
        "listed | alert", "listed", "alert | not listed"]
    assert [c.name for c in named.constraints] == ["PPV", "base rate", "false positive rate"]
    assert spelled("accuracy", ("accuracy",)) == "accuracy"  # an event of that name comes first


def test_claims_of_one_statement_keep_the_tightest_ends():
    s = system([("a", "listed", "at least 10%"), ("b", "listed", Between(0.2, 0.5)),
                ("c", "listed", "at most 40%"), ("d", "(listed)", Between(0.1, 0.6))])
    assert [(s.constraints[row.owner].name, row.end) for row in s.rows] == [
        ("b", "at least"), ("c", "at most")]


def test_implications_empty_cells():
    s = system({"confirmed | alert": (8, 42)}, implies=["confirmed -> alert and listed"],
               events=("listed", "alert", "confirmed"))
    assert s.possible.astype(int).tolist() == [1, 1, 0, 1, 0, 1, 0, 1]
    assert s.implications[0].text == "confirmed -> alert and listed"
    assert system({"confirmed": 0.5}, implies="confirmed -> listed").events == (
        "confirmed", "listed")


def test_kinds_merge_cells_that_no_claim_tells_apart():
    s = system({"a": 0.5, "b | a": 0.5}, events=("a", "b", "c", "d"))
    kind, own = s.kinds
    assert len(own) == 3 and set(kind) == {0, 1, 2}
    kind, own = merged([], np.array([True, True]))
    assert kind.tolist() == [0, 0] and own.tolist() == [1]


@pytest.mark.parametrize(("claims", "options", "message"), [
    ({}, {}, "claims must name at least one event, got none"),
    ({"listed": 17.0}, {}, r"listed must lie in \[0, 1\], got 17.0 \(a percentage\? write 0.17\)"),
    ({"listed": "many"}, {}, "listed: cannot read 'many' as a share"),
    ({"listed |": 0.5}, {}, "the end at character 9 of 'listed |' comes where an event"),
    ({"listed": 0.5}, {"events": ("alert",)}, "'listed' at character 1 of 'listed' is no known"),
    ({"listed | alert and not alert": 0.5}, {},
     "is a share of nobody: no case can be among 'alert and not alert'"),
    ({"listed": 0.5}, {"counts": "guess"}, "counts must be one of exact and sample, got 'guess'"),
    ({"listed": 0.5}, {"level": 95}, r"level must lie strictly .* \(a percentage\? write 0.95\)"),
    ({"listed": 0.5}, {"implies": ["listed"]}, "implies must hold rules such as"),
    ({"listed": 0.5}, {"implies": ["listed -> alert -> x"]}, "implies must hold rules such as"),
    ({"listed": 0.5}, {"implies": ["listed | alert -> x"]}, "implies must hold rules such as"),
    ({"listed": 0.5}, {"implies": [7]}, "implies must hold rules such as"),
    ({"listed": 0.5}, {"implies": ["a -> not a", "not a -> a"]},
     "implies must leave some case possible, got 'a -> not a' and 'not a -> a'"),
    ([("a", "listed", 0.5), ("a", "alert", 0.5)], {}, "must have different names, got 'a' twice"),
    ([("a", "listed")], {}, r"a claim must be \(name, statement, value\), got \('a', 'listed'\)"),
    (["listed"], {}, "a claim must be"),
    ([(f"c{i}", "listed", 0.5) for i in range(5001)], {}, "claims must be at most 5,000"),
    ({f"e{i}": 0.5 for i in range(13)}, {}, "a study may have at most 12 events, got 13"),
    ({"listed": "1e-70"}, {}, r"listed must not be finer than 1 in 10\*\*60, got 1e-70"),
    ({7: 0.5}, {}, "a claim must be"),
    ({"listed": interval([1, 2], 9)}, {}, "listed must be one interval, got 2 of them"),
])
def test_bad_input_is_refused_with_a_reason(claims, options, message):
    with pytest.raises(ValueError, match=message):
        system(claims, **options)


def test_between_checks_its_ends():
    with pytest.raises(ValueError, match="low must be at most high, got 1/2 and 1/4"):
        Between(0.5, 0.25)
    with pytest.raises(ValueError, match=r"high must lie in \[0, 1\], got 25 \(a percentage"):
        Between(0.5, 25)


def tail(k, n, p):
    return sum(comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(k, n + 1))


@pytest.mark.parametrize(("k", "n", "others"), [(8, 42, 0), (8, 42, 2), (0, 42, 0), (42, 42, 1),
                                                (1, 300, 3)])
def test_a_sample_is_an_exact_interval_at_the_joint_level(k, n, others):
    claims = [("it", "alert | listed", (k, n))]
    claims += [(f"{i}", "listed", (i + 1, 50)) for i in range(others)]
    s = system(claims, counts="sample", level=0.95)
    low, high = s.constraints[0].low, s.constraints[0].high
    half = Fraction(5, 100) / (1 + others) / 2
    # by the exact binomial tails, at rational ends: never more doubt than is allowed, hardly less
    if k:
        assert half * (1 - Fraction(1, 10**6)) < tail(k, n, low) <= half
    else:
        assert low == 0
    if k < n:
        assert half * (1 - Fraction(1, 10**6)) < 1 - tail(k + 1, n, high) <= half
    else:
        assert high == 1
    assert s.level == pytest.approx(0.95)
    assert max(low.denominator, high.denominator) < 10**17


def test_one_count_claimed_twice_is_one_sample():
    s = system([("a", "listed", (8, 42)), ("b", "listed", "8 of 42"), ("c", "alert", "70%")],
               counts="sample")
    assert [c.level for c in s.constraints] == [pytest.approx(0.95), pytest.approx(0.95), None]
    assert s.level == pytest.approx(0.95)
    assert "8 of 42, as a sample 8.6 % to 34.1 %" in s.constraints[1].says


def test_intervals_bring_their_own_level():
    s = system({"listed": interval(8, 42), "alert": interval(3, 50, level=0.99), "x": 0.5})
    assert s.level == pytest.approx(0.94)
    assert s.constraints[0].low < Fraction(interval(8, 42).low)
    assert system({"listed": 0.5}).level is None
    many = {f"x{i}": interval(1, 9, level=0.5) for i in range(4)}
    assert system(many).level == 0.0


def test_counts_with_a_relation_are_no_samples():
    (claim,) = system({"listed": "at least 8 of 42"}, counts="sample").constraints
    assert (claim.low, claim.high, claim.level) == (Fraction(4, 21), 1, None)


@given(st.floats(0, 1), st.floats(0, 1))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_outward_moves_outwards_and_hardly(a, b):
    low, high = outward(min(a, b), max(a, b))
    assert 0 <= low <= Fraction(min(a, b)) and Fraction(max(a, b)) <= high <= 1
    size = min(Fraction(min(a, b)), 1 - Fraction(min(a, b)))
    assert Fraction(min(a, b)) - low <= 2 * size / 10**9 or min(a, b) == 1
