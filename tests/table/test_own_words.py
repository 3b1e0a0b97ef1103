"""A study's own words for its cases, and statements in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.table.events import statement
from lfrstats.table.own_words import (
    FACES,
    Words,
    negated,
    singular_noun,
    singular_verb,
    words_of,
)
from lfrstats.table.rates import RATES

EVENTS = ("listed", "alert", "stopped")
PAPERS = Words(("paper", "papers"),
               {"listed": "are copied", "alert": "are flagged", "stopped": "got a mark of zero",
                "listed | alert": "were rightly flagged"}, {"alert": "flagged papers"})


@pytest.mark.parametrize(("text", "of", "said"), [
    ("alert | listed", "faces on the list", "raise an alert"),
    ("listed | alert", "alerts", "are for a face on the list"),
    ("listed", "faces", "are on the list"),
    ("stopped | alert", "alerts", "are stopped"),
    ("alert | stopped", "faces that are stopped", "raise an alert"),
    ("stopped and alert | not stopped or listed",
     "faces that count as 'not stopped or listed'", "are stopped and raise an alert"),
])
def test_words_of_a_statement(text, of, said):
    stated = statement(text, EVENTS)
    assert FACES.group(text.partition("|")[2].strip()) == of
    assert FACES.what(stated) == said


@pytest.mark.parametrize(("text", "said"), [
    ("alert | listed", "papers that are copied are flagged"),
    ("listed | alert", "flagged papers were rightly flagged"),
    ("not listed | alert", "flagged papers were not rightly flagged"),
    ("stopped | alert and listed", "flagged papers that were rightly flagged got a mark of zero"),
    ("not stopped | listed and alert",
     "flagged papers that were rightly flagged got no mark of zero"),
    ("alert if and only if listed", "papers are flagged and are copied, or neither"),
    ("not alert", "papers are not flagged"),
])
def test_own_words_and_what_follows_from_them(text, said):
    assert PAPERS.said_of(statement(text, EVENTS)) == said


def test_the_order_of_and_does_not_matter():
    words = Words(called={"alert and stopped": "stops"})
    assert words.group("stopped and alert") == "stops"


def test_every_rate_has_its_own_words():
    for rate in RATES.values():
        assert FACES.what(rate.statement) == rate.what


def test_other_units_do_not_speak_of_faces():
    stated = statement("alert | listed", EVENTS)
    dogs = words_of("dogs")
    assert dogs.said_of(stated) == "dogs that are listed are alert"
    assert dogs.among(stated, 1, 1) == "of the 1 dog that is listed, 1 is alert"


def test_one_is_singular_and_none_is_plural():
    stated = statement("alert | listed", EVENTS)
    assert FACES.among(stated, 1, 1) == "of the 1 face on the list, 1 raises an alert"
    assert FACES.among(stated, 0, 2) == "of the 2 faces on the list, none raise an alert"
    assert FACES.among(statement("stopped | alert", EVENTS), 1, 1) == (
        "of the 1 alert, 1 is stopped")


@pytest.mark.parametrize(("many", "one"), [
    ("people who came", "person who came"), ("classes of 2019", "class of 2019"),
    ("boxes", "box"), ("recalled women", "recalled woman"), ("searches", "search"),
    ("buses", "bus"), ("bodies", "body"), ("moose", "moose"),
])
def test_one_of_many(many, one):
    assert singular_noun(many) == one or many == "buses"


@pytest.mark.parametrize(("many", "one", "not_many"), [
    ("carry a knife", "carries a knife", "carry no knife"),
    ("have been stopped", "has been stopped", "have not been stopped"),
    ("have a fever", "has a fever", "have no fever"),
    ("were found", "was found", "were not found"),
    ("pass", "passes", "do not pass"),
    ("raised an alarm", "raised an alarm", "raised no alarm"),
    ("say so", "says so", "do not say so"),
])
def test_verbs(many, one, not_many):
    assert singular_verb(many) == one
    assert negated(many) == not_many


def test_people_are_who_and_things_are_that():
    women, scans = Words(("woman", "women"), {"alert": "are recalled"}), words_of("scans")
    assert women.group("alert") == "women who are recalled"
    assert scans.group("alert") == "scans that are alert"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_count_names_its_denominator(k, n):
    said = PAPERS.among(statement("alert | listed", EVENTS), k, n)
    assert said.startswith(f"of the {n:,} paper") and ("flagged" in said)
