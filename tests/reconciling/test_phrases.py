"""Statements and limits in words."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.reconciling.linear.phrases import counted_among, group, just, limits, sized, what
from lfrstats.table.events import statement
from lfrstats.table.rates import RATES
from lfrstats.words import printed

EVENTS = ("listed", "alert", "stopped")


@pytest.mark.parametrize(("text", "of", "said"), [
    ("alert | listed", "faces on the list", "raise an alert"),
    ("listed | alert", "alerts", "are for a face on the list"),
    ("listed", "faces", "are on the list"),
    ("stopped | alert", "alerts", "are stopped"),
    ("alert | stopped", "faces that are stopped", "raise an alert"),
    ("stopped and alert | not stopped or listed",
     "faces that count as 'not stopped or listed'", "count as 'stopped and alert'"),
])
def test_words_of_a_statement(text, of, said):
    stated = statement(text, EVENTS)
    assert group(text.partition("|")[2].strip()) == of
    assert what(stated) == said


def test_every_rate_has_its_own_words():
    for rate in RATES.values():
        assert what(rate.statement) == rate.what


def test_other_units_do_not_speak_of_faces():
    stated = statement("alert | listed", EVENTS)
    assert (group("listed", "dogs"), what(stated, "dogs")) == ("dogs that are listed", "are alert")


def test_one_is_singular():
    stated = statement("alert | listed", EVENTS)
    assert counted_among(stated, Fraction(1), Fraction(1)) == (
        "of the 1 face on the list, 1 raises an alert")
    assert counted_among(stated, Fraction(0), Fraction(2)) == (
        "of the 2 faces on the list, none raise an alert")
    other = statement("stopped | alert", EVENTS)
    assert counted_among(other, Fraction(1), Fraction(1)) == "of the 1 alert, 1 is stopped"


def test_sizes():
    assert [sized(Fraction(x)) for x in ("1000000", "596.4179", "0.0213", "9.96", "1/3")] == [
        "1,000,000", "596.4", "0.021", "10", "0.33"]


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_what_is_printed_is_true(one, other):
    low, high = min(one, other), max(one, other)
    words = limits(low, high)
    if low == high:
        return
    for part in words.split(" and ") if words.startswith("at") else ():
        figure = printed.read(part)
        assert figure.low <= low and high <= figure.high


def test_one_value():
    assert just(Fraction(1, 2976)) == "exactly 1 in 2,976"
    assert just(Fraction(8, 42)) == "19 % (just 4/21)"
    assert just(Fraction(10**9, 10**10 + 1)) == "10 % (one value only)"
