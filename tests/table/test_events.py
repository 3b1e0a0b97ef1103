"""The statement language, against truth tables worked out with Python's own operators."""

from itertools import product

import pytest

from lfrstats.table.events import cells, names_in, statement

EVENTS = ("a", "b", "c")
WORLDS = list(product([True, False], repeat=3))

SENTENCES = [
    ("a", lambda a, b, c: a, lambda a, b, c: True),
    ("not a", lambda a, b, c: not a, lambda a, b, c: True),
    ("a | b", lambda a, b, c: a and b, lambda a, b, c: b),
    ("a and b or c", lambda a, b, c: a and b or c, lambda a, b, c: True),
    ("a and (b or c) | not a or b", lambda a, b, c: a and (b or c) and (not a or b),
     lambda a, b, c: not a or b),
    ("not a and b | c", lambda a, b, c: not a and b and c, lambda a, b, c: c),
    ("a if and only if b | c", lambda a, b, c: (a == b) and c, lambda a, b, c: c),
    ("not not (a)", lambda a, b, c: a, lambda a, b, c: True),
]


@pytest.mark.parametrize(("text", "counted", "among"), SENTENCES)
def test_statements_against_truth_tables(text, counted, among):
    stated = statement(text, EVENTS)
    assert stated.counted.tolist() == [bool(counted(*world)) for world in WORLDS]
    assert stated.among.tolist() == [bool(among(*world)) for world in WORLDS]


def test_cells_are_the_columns_of_a_truth_table():
    assert [tuple(column) for column in zip(*cells(EVENTS).values(), strict=True)] == WORLDS


MISTAKES = [
    ("a |", "the end at character 4 of 'a |' comes where an event should stand"),
    ("a & b", "'&' at character 3 of 'a & b' cannot be read"),
    ("(a or b", "the end at character 8 of '(a or b' should be ')'"),
    ("a b", "'b' at character 3 of 'a b' comes where the statement should end"),
    ("", "the end at character 1 of '' comes where an event should stand"),
    ("alert", "'alert' at character 1 of 'alert' is no known event"),
    ("a | b | c", "'|' at character 7 of 'a | b | c' comes where the statement should end"),
    ("not " * 40 + "a", "is nested more than 30 deep"),
    ("a" * 500, "a statement has at most 400 characters, got 500"),
    ("__import__('os')", "'__import__' at character 1"),
]


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_mistakes_point_at_the_character(text, message):
    with pytest.raises(ValueError) as caught:
        statement(text, EVENTS)
    assert message in str(caught.value)


def test_thirteen_events_are_refused():
    with pytest.raises(ValueError, match="at most 12 events, got 13"):
        statement("a", tuple("abcdefghijklm"))


def test_names_in_order_of_appearance():
    assert names_in("listed | alert and not listed if and only if stopped") == [
        "listed", "alert", "stopped"]
