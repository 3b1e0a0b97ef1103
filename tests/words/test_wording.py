from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.words import wording
from lfrstats.words.printed import read


@pytest.mark.parametrize(("value", "text"), [
    (0, "0 %"), (1, "100 %"), (8 / 42, "19 %"), (0.047, "4.7 %"), (0.0999, "10 %"),
    (0.001, "0.1 %"), (0.9999999, "99.99999 %"), (1e-9, "0.0000001 %"), (0.995, "99.5 %"),
    (float("nan"), "undefined (0 of 0)"),
])
def test_percent(value, text):
    assert wording.percent(value) == text


@pytest.mark.parametrize(("value", "text"), [
    (1 / 2976, "1 in 2,976"), (1 / 7440.4, "1 in 7,440"), (1 / 11_239, "1 in 11,240"),
    (0, "none"), (0.7, "1 in 1.4"), (1, "1 in 1"), (1 / 9.98, "1 in 10"),
    (1e-9, "1 in 1,000,000,000"),
])
def test_one_in(value, text):
    assert wording.one_in(value) == text


@given(st.floats(1e-12, 1 - 1e-12))
def test_a_share_is_never_printed_as_none_or_all_of_them(value):
    assert wording.percent(value) not in ("0 %", "100 %")


@given(st.floats(1e-9, 1 - 1e-9), st.integers(2, 5))
def test_percent_reads_back_within_its_digits(value, digits):
    """Writing and reading are inverse: the share lies in the set that prints so."""
    figure = read(wording.percent(value, digits))
    tenth_of_a_digit = (figure.high - figure.low) / 10
    assert figure.low - tenth_of_a_digit <= Fraction(value) <= figure.high + tenth_of_a_digit


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=8).filter(lambda x: sum(x) > 1e-6),
       st.integers(0, 10**9))
def test_whole_parts_add_up_and_stay_next_to_their_share(parts, total):
    whole = wording.whole_parts(parts, total)
    assert sum(whole) == total
    for part, count in zip(parts, whole, strict=True):
        assert abs(count - part * total / sum(parts)) < 1 + 1e-6 * max(1, total)


def test_natural_frequencies_in_the_singular_and_with_none():
    assert wording.natural_frequencies(1, 0, 0, 999) == (
        "Of 1,000 faces, 1 is on the list and that one raises an alert. Of the 999 others, none "
        "raise one. So of 1 alert, 1 is right and 0 are false."
    )
    assert wording.natural_frequencies(0, 2, 0, 998).endswith("So there are no alerts at all.")
    assert wording.natural_frequencies(0, 0, 1, 9).startswith("Of 10 faces, none are on the list. ")
    assert wording.natural_frequencies(0, 1, 1, 8) == (
        "Of 10 faces, 1 is on the list and does not raise an alert. Of the 9 others, 1 raises one. "
        "So of 1 alert, 0 are right and 1 is false."
    )


def test_intervals_share_one_precision():
    assert wording.interval(0.086006, 0.341184) == "8.6 % to 34.1 %"
    assert wording.interval(0.695, 0.705) == "69.5 % to 70.5 %"
    assert wording.interval(0, 1) == "0 % to 100 %"
    assert wording.interval(1e-6, 0.9) == "1 in 1,000,000 to 90 %"
