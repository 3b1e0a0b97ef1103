"""Plain numbers are read; whatever could be another number is left alone."""

import pytest

from lfrstats.words.whole_numbers import whole_number


@pytest.mark.parametrize("number", [0, 7, 19, 999, 1_000, 45_806, 12_345_678])
@pytest.mark.parametrize("form", ["{}", "{:,}", " {:,} ", "{:,} faces", "{} wrong-headed Alerts"])
def test_a_number_with_its_noun(form, number):
    assert whole_number(form.format(number)) == number


@pytest.mark.parametrize("text", [
    "", "about 40", "13,000-13,200", "7 of 8", "1 in 5", "3 or 4", "250 thousand people",
    "2 dozen alerts", "5 and a half", "31 (28)", "1,2345", "70 %", "1.5 million", "a dozen", "-3",
    "one hundred and five", "12 out of them", "40 to 50", "3 m people", "3 k faces",
])
def test_anything_else_is_no_plain_number(text):
    assert whole_number(text) is None
