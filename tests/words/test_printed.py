"""Each figure by hand: the value, and both ends of what prints so, as exact fractions."""

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.words.printed import read, reading

FIGURES = [
    # text, form, relation, value, low, high
    ("70%", "percent", "=", F(7, 10), F(695, 1000), F(705, 1000)),
    ("70 per cent", "percent", "=", F(7, 10), F(695, 1000), F(705, 1000)),
    ("0.1 %", "percent", "=", F(1, 1000), F(5, 10**4), F(15, 10**4)),
    ("99.9997%", "percent", "=", F(999997, 10**6), F(9999965, 10**7), F(9999975, 10**7)),
    ("100%", "percent", "=", F(1), F(995, 1000), F(1)),
    ("0%", "percent", "=", F(0), F(0), F(5, 1000)),
    ("1 in 1,000", "one in", "=", F(1, 1000), F(1, 1500), F(1, 950)),
    ("one in every 1,000 cases", "one in", "=", F(1, 1000), F(1, 1500), F(1, 950)),
    ("one individual out of 1,000", "one in", "=", F(1, 1000), F(1, 1500), F(1, 950)),
    ("one in 33,000", "one in", "=", F(1, 33000), F(1, 33500), F(1, 32500)),
    ("1 in 6,000", "one in", "=", F(1, 6000), F(1, 6500), F(1, 5500)),
    ("1 in 2,976", "one in", "=", F(1, 2976), F(2, 5953), F(2, 5951)),
    ("one in a million", "one in", "=", F(1, 10**6), F(1, 1500000), F(1, 950000)),
    ("1 in 2 million", "one in", "=", F(1, 2 * 10**6), F(1, 2500000), F(1, 1500000)),
    ("1 in 1.5", "one in", "=", F(2, 3), F(100, 155), F(100, 145)),
    ("8 of 42", "count", "=", F(8, 42), F(8, 42), F(8, 42)),
    ("8/42", "count", "=", F(8, 42), F(8, 42), F(8, 42)),
    ("eight out of 42", "count", "=", F(8, 42), F(8, 42), F(8, 42)),
    ("1/1000", "count", "=", F(1, 1000), F(1, 1000), F(1, 1000)),
    ("six out of every seven", "ratio", "=", F(6, 7), F(11, 14), F(13, 14)),
    ("0.7", "decimal", "=", F(7, 10), F(65, 100), F(75, 100)),
    ("0.70", "decimal", "=", F(7, 10), F(695, 1000), F(705, 1000)),
    ("1e-4", "decimal", "=", F(1, 10**4), F(5, 10**5), F(15, 10**5)),
    ("1", "number", "=", F(1), F(1), F(1)),
    (">80%", "percent", ">", F(8, 10), F(8, 10), F(1)),
    ("at least 70%", "percent", ">=", F(7, 10), F(7, 10), F(1)),
    ("<0.1%", "percent", "<", F(1, 1000), F(0), F(1, 1000)),
    ("at most 1 in 1,000", "one in", "<=", F(1, 1000), F(0), F(1, 1000)),
    ("maximum 1 in a 1000", "one in", "<=", F(1, 1000), F(0), F(1, 1000)),
    ("as many as 81 per cent", "percent", "<=", F(81, 100), F(0), F(81, 100)),
    ("about 70%", "percent", "about", F(7, 10), F(65, 100), F(75, 100)),
    ("about 1 in 1,000", "one in", "about", F(1, 1000), F(1, 1500), F(1, 950)),
    ("between 60% and 80%", "between", "between", F(7, 10), F(6, 10), F(8, 10)),
]


@pytest.mark.parametrize(("text", "form", "relation", "value", "low", "high"), FIGURES)
def test_figures_as_people_print_them(text, form, relation, value, low, high):
    figure = read(text)
    assert (figure.form, figure.relation) == (form, relation)
    assert (figure.value, figure.low, figure.high) == (value, low, high)
    assert figure.value in figure


ROUNDINGS = [
    ("70%", "exact", F(7, 10), F(7, 10)),
    ("70%", "truncated", F(70, 100), F(71, 100)),
    ("70%", "up", F(69, 100), F(70, 100)),
    ("70%", "nearest 5%", F(675, 1000), F(725, 1000)),
    ("1 in 1,000", "exact", F(1, 1000), F(1, 1000)),
    ("1 in 1,000", "nearest 100", F(1, 1050), F(1, 950)),
    ("1 in 1,000", "truncated", F(1, 2000), F(1, 1000)),
]


@pytest.mark.parametrize(("text", "rounding", "low", "high"), ROUNDINGS)
def test_a_claim_may_say_how_it_was_shortened(text, rounding, low, high):
    figure = read(text, rounding=rounding)
    assert (figure.low, figure.high) == (low, high)


def test_counts_and_units_are_kept():
    assert (read("8 of 42 alerts").k, read("8 of 42 alerts").n) == (8, 42)
    assert read("8 of 42 alerts").unit == "alerts"
    assert read("one individual out of 1,000").unit == "individuals"
    assert read("one person in 1,000").unit == "people"


UNREADABLE = [
    ("70", r"between 0 and 1, got '70' \(a percentage\? write 70%\)"),
    ("150%", "between 0 and 1, got '150%'"),
    ("70,5 %", "cannot read '70,5 %'"),
    ("-3%", "cannot read '-3%'"),
    ("", "must not be empty"),
    ("nan", "cannot read 'nan'"),
    ("8 of 0", "a share of nothing is undefined"),
    ("43/42", "a part must not exceed its whole"),
    ("8.5 of 42", "counts must be whole numbers"),
    ("about 8 of 42", "a count of cases cannot be 'about'"),
    ("between 80% and 60%", "must start at its lower end"),
    ("one in 1,000 goats", "'goats' is none of the units"),
    ("7" * 200, "at most 120 characters, got 200"),
    ("__import__('os')", "cannot read"),
]


@pytest.mark.parametrize(("text", "message"), UNREADABLE)
def test_the_rest_is_refused_in_words(text, message):
    with pytest.raises(ValueError, match=message):
        read(text)


def test_unknown_rounding_is_refused():
    with pytest.raises(ValueError, match="rounding must be one of rounded, truncated, up, exact"):
        read("70%", rounding="sideways")


@given(st.integers(0, 10**4), st.integers(0, 4))
def test_what_prints_as_a_percentage_is_in_its_set(numerator, decimals):
    """Rounding any share to a percentage and reading it back gives a set that holds the share."""
    share = F(numerator, 10**4)
    text = f"{float(100 * share):.{decimals}f}%"
    assert share in read(text)


@given(st.integers(2, 10**6), st.integers(1, 3))
def test_what_prints_as_one_in_n_is_in_its_set(n, digits):
    """The same for N rounded to a few significant digits, the way "1 in 3,000" is printed."""
    shown = round(n, digits - len(str(n)))
    assert F(1, n) in read(f"1 in {shown:,}")


@pytest.mark.parametrize(("text", "plain"), [
    ("70 per cent", "70 %"), ("0.10%", "0.1 %"), ("one in every 1,000 cases", "1 in 1,000"),
    ("eight out of 42", "8 of 42"), ("maximum one in a 1000", "at most 1 in 1,000"),
    ("1 in 1.5", "1 in 1.5"), ("0.7", "0.7"),
])
def test_plain_notation(text, plain):
    assert read(text).plain == plain


def test_readings_of_other_values():
    assert reading("precision", (8, 42)).value == F(8, 42)
    assert reading("tpir", 0.1).value == F(1, 10)
    assert reading("tpir", F(1, 3)).exact
    with pytest.raises(ValueError, match=r"tpir must lie in \[0, 1\], got 70 \(a percentage"):
        reading("tpir", 70)
    with pytest.raises(ValueError, match="tpir must be a share, a figure in print or"):
        reading("tpir", None)
    with pytest.raises(ValueError, match="precision k must be at most precision n: 43 of 42"):
        reading("precision", (43, 42))
    with pytest.raises(ValueError, match="tpir: cannot read 'lots'"):
        reading("tpir", "lots")


def test_sentence_names_what_prints_so():
    assert str(read("8 of 42")) == "8 of 42 (exactly)"
    assert str(read("70%")) == "70% (any share from 69.5 % to 70.5 % prints so)"
