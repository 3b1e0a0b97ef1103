"""The loader, fed with files that break one rule each: file, line, entry and rule are named."""

import os
import re

import pytest
from good_study import GOOD, HEAD, claim

from lfrstats.evidence.study_file import DataError, load_claims, studies


def write(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_good_file_is_read(tmp_path):
    study = load_claims(write(tmp_path, GOOD))
    assert [claim.id for claim in study.claims] == ["one", "two"]
    one, two = study.claims
    assert one.rate == "tpir" and one.statement.text == "alert | listed"
    assert (one.of, one.that) == ("cases that are listed", "raise an alert")
    assert two.rate is None and (two.k, two.n) == (8, 42)
    assert study.claim("two") is two
    assert str(study) == "A study: 2 claims from 1 source"


MISTAKES = [
    # what is replaced, by what, the line complained of, and the complaint
    ('said_by = "Somebody"\nstatement = "tpir"', 'sayd_by = "X"\nstatement = "tpir"', 24,
     "claim 'one': unknown key 'sayd_by' (said_by?)"),
    ('statement = "tpir"', 'statement = "alert | lsited"', 25,
     "claim 'one': statement: 'lsited' at character 9 of 'alert | lsited' is no known event "
     "(listed?)"),
    ('statement = "tpir"', 'statement = "precison"', 25,
     "claim 'one': statement: 'precison' is no known rate (precision?)"),
    ('stands_for = "precision"', 'stands_for = "precison"', 44,
     "claim 'two': stands_for: 'precison' is no known rate (precision?)"),
    ('id = "two"', 'id = "one"', 32, "claim 'one': duplicate id, first used by claim number 1"),
    ('id = "two"', 'id = "Two!"', 32, "claim 'Two!': id: must be lower-case letters"),
    ('source = "paper"\nsaid_by = "Somebody"\nstatement = "tpir"',
     'source = "papper"\nsaid_by = "Somebody"\nstatement = "tpir"', 23,
     "claim 'one': source: the id must be one of paper, got 'papper' (paper?)"),
    ('printed = "70%"', 'printed = "lots"', 26, "claim 'one': printed: cannot read 'lots'"),
    ('printed = "70%"', 'printed = "70"', 26,
     "claim 'one': printed: a share must lie between 0 and 1, got '70' (a percentage? write 70%)"),
    ('printed = "70%"', 'printed = "70%"\nrounding = "sideways"', 26,
     "claim 'one': printed: rounding must be one of"),
    ("k = 8\n", "k = 9\n", 38, "claim 'two': printed says 8 of 42, k and n say 9 of 42"),
    ("k = 8\n", "k = 43\n", 39, "claim 'two': k: k must be at most n: 43 of 42"),
    ("k = 8\n", "", 39, "claim 'two': k and n go together"),
    ("k = 8\n", "k = -8\n", 39, "claim 'two': k: must be a whole number from 0 to 10**15, got -8"),
    ("k = 8\n", "k = true\n", 39, "claim 'two': k: must be a whole number"),
    ("k = 8\n", "k = 8.5\n", 39, "claim 'two': k: must be a whole number"),
    ('statement = "tpir"\n', "", 21, "claim 'one': the key statement is missing: name what"),
    ('printed = "70%"\n', "", 21, "claim 'one': the key printed is missing"),
    ('seen = "first-hand"', 'seen = "in a dream"', 19,
     "source 'paper': seen: the value must be one of first-hand"),
    ('title = "A study"', 'title = 5', 3, "study 'a-study': title: must be text, got 5"),
    ('title = "A study"', 'title = "a\\u001b[31mred"', 3,
     "study 'a-study': title: must not hold control characters, got '\\x1b'"),
    ('title = "A study"', f'title = "{"x" * 3000}"', 3, "must have at most 2,000 characters"),
    ('listed = "on the list"', 'Listed! = "x"', None, "is not valid TOML"),
    ('confirmed = "verified"', 'and = "verified"', 11, "event 'and': an event's name must be"),
    ('confirmed = "verified"', 'precision = "verified"', 11, "event 'precision': an event's name"),
    ('confirmed = "verified"', 'confirmed = ""', 11, "event 'confirmed': must be text, got ''"),
    ("[study]", "[studdy]", None, "unknown section 'studdy' (study?)"),
    ('period = "2020"', 'period = "2020"\n[study.more]\nx = 1', 1, "unknown key 'more'"),
    ("[[source]]", "[source]", None, "source must be a list of tables, written [[source]]"),
]


@pytest.mark.parametrize(("old", "new", "line", "complaint"), MISTAKES)
def test_each_broken_rule_is_named_with_its_place(tmp_path, old, new, line, complaint):
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        load_claims(path)
    assert complaint in str(caught.value)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    if line:
        assert caught.value.line == line


def test_comparison_must_refer_to_fitting_claims(tmp_path):
    chosen = '[comparison]\ntpir = "one"\nfpir = "one"\nprecision = "two"\n'
    with pytest.raises(DataError, match="claim 'one' states P.alert . listed., not the fpir"):
        load_claims(write(tmp_path, GOOD + chosen))


def test_files_that_are_no_claims_file(tmp_path):
    cases = [
        (b"\xff\xfe[study]", "must be UTF-8 text, got byte 0xff"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "is not valid TOML"),
        (b"#" * 1_000_001, "is too large: a claims file has at most 1,000,000 bytes"),
        (b"", "holds no figure: write one as a"),
        (GOOD.replace("[events]", "[unevents]").encode(), "unknown section 'unevents'"),
    ]
    for raw, complaint in cases:
        with pytest.raises(DataError, match=complaint):
            load_claims(write(tmp_path, raw))


def test_too_many_claims_and_events(tmp_path):
    claim = GOOD[GOOD.index("[[claim]]"):GOOD.index("[[claim]]", 400 + 1)]
    many = GOOD + "".join(
        claim.replace('"one"', f'"c{i}"').replace("A meaning.", "x") for i in range(2000))
    with pytest.raises(DataError, match="at most 2,000 claims, got 2,002"):
        load_claims(write(tmp_path, many))
    events = "\n".join(f'e{i} = "x"' for i in range(10))
    with pytest.raises(DataError, match="must name 1 to 12 events"):
        load_claims(write(tmp_path, GOOD.replace("[events]", f"[events]\n{events}")))


def test_a_huge_file_is_refused_without_being_read_whole(tmp_path):
    path = tmp_path / "huge.toml"
    with path.open("wb") as stream:
        stream.truncate(10**8)
    with pytest.raises(DataError, match="this one has 100,000,000"):
        load_claims(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are not to be had here")
def test_pipes_and_folders_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match="is not a file that can be read"):
        load_claims(tmp_path / "pipe")
    with pytest.raises(DataError, match="is a folder"):
        load_claims(tmp_path)


@pytest.mark.parametrize("name", ["met-trials-2021", "no/such/file", "x" * 5000, "a\0b"])
def test_an_unknown_study_is_named(name):
    with pytest.raises(DataError, match="is neither a recorded study .*met-trials-2020"):
        load_claims(name)


def test_recorded_studies_are_listed():
    assert "met-trials-2020" in studies()


WORDS = """
[words]
case = ["plate read", "plates read"]
listed = "are of a stolen car"
alert = ["sets off the bell", "set off the bell"]
"| alert" = "bells"
"""


def own(tmp_path, words, *claims):
    """The study of these claims, with a section [words]."""
    path = tmp_path / "plates.toml"
    path.write_text(HEAD + words + "".join(claims))
    return load_claims(path)


def test_own_words_are_what_a_statement_is_said_in(tmp_path):
    study = own(tmp_path, WORDS, claim("a", "tpir", "70%"))
    assert study.claim("a").of == "plates read that are of a stolen car"
    assert study.claim("a").that == "set off the bell"
    assert study.words.among("listed | alert", 1, 1) == "of the 1 bell, 1 is of a stolen car"
    assert study.words.claim("a").startswith("70% (")


@pytest.mark.parametrize(("line", "reason"), [
    ("case = 3", "must be text, got 3"),
    ('case = ["a", "b", "c"]', "a list of one and many"),
    ('stolen = "are gone"', "no known event"),
    ('"listed |" = "are gone"', "comes where an event should stand"),
    (f'listed = "{"x" * 201}"', "at most 200 characters, got 201"),
    ('listed = "are\\u202egone"', "must not hold control characters"),
])
def test_words_that_break_a_rule_are_named_with_their_line(tmp_path, line, reason):
    with pytest.raises(DataError, match=re.escape(reason)) as caught:
        own(tmp_path, f"\n[words]\n{line}\n", claim("a", "tpir", "70%"))
    assert caught.value.line and "words" in str(caught.value)


def test_meanings_of_events_give_words_where_no_others_are_given(tmp_path):
    path = tmp_path / "plates.toml"
    text = re.sub(r'listed = ".*"', 'listed = "the pupil has copied"', GOOD)
    text = re.sub(r'alert = ".*"', 'alert = "the pupil is flagged, by the program"', text)
    path.write_text(text)
    words = load_claims(path).words
    assert words.said_of("alert | listed") == "pupils who have copied are flagged"
    assert words.said_of("alert | not listed") == "pupils who have not copied are flagged"
