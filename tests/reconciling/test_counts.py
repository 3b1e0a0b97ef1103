"""Checks of print: every verdict by hand arithmetic, every count of counts by trying them all."""

from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.reconciling import counts
from lfrstats.reconciling.counts import check_print, check_sum, possible_counts

quick = settings(max_examples=150, deadline=None, derandomize=True)

# Figures printed about trials and deployments with the counts behind them, and some others.
VERDICTS = [
    ("81%", 34, 42, "rounded", "81 %"),  # 80.952
    ("84.7%", 150, 175, "does not follow", "85.7 %"),
    ("85%", 150, 175, "truncated", "86 %"),  # 85.714
    ("six out of every seven", 150, 175, "exact", "6 of 7"),
    ("six out of seven", 150, 175, "exact", "6 of 7"),
    ("15%", 25, 175, "rounded up", "14 %"),  # 14.286
    ("89.9%", 2_825, 3_140, "truncated", "90.0 %"),  # 89.968
    ("92 per cent", 2_297, 2_470, "truncated", "93 %"),  # 92.996
    ("86%", 7, 8, "does not follow", "88 %"),
    ("71%", 5, 7, "rounded", "71 %"),
    ("0.0003 %", 10, 3_147_436, "rounded", "0.0003 %"),
    ("63.64%", 14, 22, "rounded", "63.64 %"),
    ("70%", 70, 100, "exact", "70 %"),
    ("70%", 71, 100, "does not follow", "71 %"),  # truncated it would be 71, not 70
    ("70%", 69, 100, "does not follow", "69 %"),
    ("1 in 1,000", 1, 1_100, "rounded", "1 in 1,100"),
    ("1 in 1,000", 1, 1_501, "truncated", "1 in 1,501"),
    ("1 in 1,000", 1, 2_000, "does not follow", "1 in 2,000"),
    ("1 in 6,000", 10, 3_147_436, "does not follow", "1 in 314,700"),
    ("at most 1 in 1,000", 1, 1_500, "follows", "1 in 1,500"),
    ("at most 1 in 1,000", 2, 1_500, "does not follow", "1 in 750"),
    (">80%", 8, 10, "does not follow", "80 %"),
    ("at least 80%", 8, 10, "follows", "80 %"),
    ("between 60% and 80%", 7, 10, "follows", "70 %"),
    ("about 70%", 73, 100, "follows", "73 %"),
    ("8 of 42", 4, 21, "exact", "4 of 21"),
    ("8 of 42", 9, 42, "does not follow", "3 of 14"),
    ("0.81", 34, 42, "rounded", "0.81"),
    ("3e-4", 3, 10_100, "rounded", "0.0003"),
    ("0%", 1, 500, "rounded", "0 %"),
    ("100%", 996, 1_000, "rounded", "100 %"),
]


@pytest.mark.parametrize(("text", "k", "n", "verdict", "correct"), VERDICTS)
def test_verdicts(text, k, n, verdict, correct):
    check = check_print(text, k, n)
    assert (check.verdict, check.correct) == (verdict, correct)
    assert check.follows == (verdict != "does not follow")
    assert str(check).startswith(f"{text} from {k:,} of {n:,} (")


def test_what_would_print_so():
    assert check_print("86%", 7, 8).nearby == ((6, 7),)
    assert not check_print("84.7%", 150, 175).possible
    assert set(check_print("81%", 33, 42).possible) == {34}
    assert str(check_print("81%", 33, 42)) == (
        "81% from 33 of 42 (78.571 %) does not follow: that would be 79 %; of 42, 34 would print so"
    )
    assert str(check_print("84.7 %", 150, 175)) == (
        "84.7 % from 150 of 175 (85.7143 %) does not follow: that would be 85.7 %; no whole number "
        "of 175 prints as 84.7 %, but 149 of 176 would"
    )
    assert str(check_print("92 %", 2_297, 2_470)) == (
        "92 % from 2,297 of 2,470 (92.996 %) is truncated, not rounded: rounded, it would be 93 %"
    )


def tried(figure: str, n: int, rule: str) -> set[int]:
    """The k of n that a printer of percentages turns into this figure: by trying every one."""
    place = Decimal(1).scaleb(Decimal(figure).as_tuple().exponent)
    modes = {"rounded": (ROUND_HALF_UP, ROUND_HALF_DOWN), "truncated": (ROUND_FLOOR,)}[rule]
    found = set()
    for k in range(n + 1):
        share = Decimal(100 * k) / n
        if any(share.quantize(place, mode) == Decimal(figure) for mode in modes):
            found.add(k)
    return found


figures = st.integers(0, 100).map(str) | st.integers(0, 1000).map(lambda x: f"{x / 10:.1f}")


@quick
@given(figures, st.integers(1, 400), st.sampled_from(["rounded", "truncated"]))
def test_possible_counts_are_those_found_by_trying(figure, n, rule):
    found = possible_counts(f"{figure}%", n, rounding=rule)
    assert found == tried(figure, n, rule)
    assert len(found) == found.count == len(list(found))
    assert all(check_print(f"{figure}%", k, n).verdict in (rule, "exact") for k in found
               if rule == "rounded")


@quick
@given(figures, st.integers(1, 60), st.sampled_from(["rounded", "truncated"]))
def test_possible_pairs_are_those_found_by_trying(figure, up_to, rule):
    found = possible_counts(f"{figure}%", up_to=up_to, rounding=rule)
    expected = {(k, n) for n in range(1, up_to + 1) for k in tried(figure, n, rule)}
    assert found == expected and found.count == len(expected)
    smallest = min(expected, key=lambda pair: (pair[1], pair[0]), default=None)
    assert found.smallest == smallest


@quick
@given(st.integers(-50, 50), st.integers(1, 50), st.integers(1, 200))
def test_sum_of_floors(p, q, most):
    expected = sum(p * i // q for i in range(1, most + 1))
    assert counts._floors(Fraction(p, q), most) == expected


@quick
@given(st.fractions(0, 1, max_denominator=60), st.fractions(0, 1, max_denominator=60))
def test_simplest_fraction(a, b):
    low, high = min(a, b), max(a, b)
    found = counts._simplest(low, high)
    fewer = (Fraction(k, n) for n in range(1, found.denominator) for k in range(n + 1))
    assert low <= found <= high and not any(low <= share <= high for share in fewer)


def test_counts_of_any_size_are_never_written_out():
    many = possible_counts("70%", 10**15)
    assert many.ends == (695 * 10**12, 705 * 10**12)
    assert many.count == 10**13 + 1
    assert 700 * 10**12 in many and 710 * 10**12 not in many
    pairs = possible_counts("0.0003%", up_to=10**9)
    assert pairs.smallest == (1, 285_715)  # the first 1 in N with 100 / N at most 0.00035
    # about N^2 / 2 times the width of the printed set, 1e-6
    assert pairs.count == pytest.approx(5e11, rel=1e-4)
    assert (10, 3_147_436) in pairs
    assert len(pairs.rows()) == 1_000 and pairs.rows(3)[0]["n"] == 285_715


def test_sentences_of_possible_counts():
    assert str(possible_counts("81%", 42)) == "34 of 42 is printed as 81%"
    assert str(possible_counts("81%", 420)) == "339 to 342 of 420 are printed as 81%"
    assert str(possible_counts("84.7%", 175)) == "No whole number of 175 would be printed as 84.7%"
    assert possible_counts("81%", up_to=10).smallest is None
    assert possible_counts("81%", 42).smallest == (34, 42)
    assert possible_counts("81%", 42).rows() == [{"k": 34, "n": 42, "share": Fraction(17, 21)}]


def test_sums():
    # Figures in print: one release of alerts at Cardiff 2017, the arrests of a year in London
    assert check_sum([173, 2_554], 2_632).difference == 95
    arrests = check_sum({"a": 549, "b": 347, "c": 85}, 962)
    assert (arrests.sum, arrests.difference, arrests.holds) == (981, 19, False)
    assert str(arrests) == "549 + 347 + 85 is 981, not 962: 19 more than the total printed"
    assert [row["needed"] for row in arrests.rows()] == [530, 328, 66]
    assert str(check_sum([8_600, 12_120, 105_066], 125_786)) == (
        "8,600 + 12,120 + 105,066 is 125,786, as printed"
    )
    assert str(check_sum([3, 4], 8)) == "3 + 4 is 7, not 8: 1 fewer than the total printed"


@pytest.mark.parametrize(("call", "said"), [
    (lambda: check_print("70%", 43, 42), "k must be at most n"),
    (lambda: check_print("seventy", 7, 10), "cannot read 'seventy'"),
    (lambda: possible_counts("70%"), "give either n, the denominator, or up_to"),
    (lambda: possible_counts("70%", 5, up_to=5), "give either n"),
    (lambda: possible_counts("70%", 0), "n must be at least 1, got 0"),
    (lambda: possible_counts("70%", up_to=2.5), "up_to must be a whole number, got 2.5"),
    (lambda: possible_counts("70%", 10, rounding="down"), "rounding must be one of"),
    (lambda: check_sum([], 3), "parts must not be empty"),
    (lambda: check_sum({"right": -1}, 3), "right must be at least 0, got -1"),
])
def test_errors(call, said):
    with pytest.raises(ValueError, match=said):
        call()
