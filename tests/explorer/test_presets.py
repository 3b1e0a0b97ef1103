"""What the explorer is told of a study: which cells a statement counts, and among which."""

import pytest
from good_study import GOOD, claim

import lfrstats as lfr
from lfrstats.explorer.presets import MOST_CLAIMS, deployments_data, study_data, words_of


@pytest.fixture
def study_of(tmp_path):
    """A study of the good file with more in it."""
    def made(text=GOOD):
        path = tmp_path / "study.toml"
        path.write_text(text)
        return lfr.load_claims(path)
    return made


@pytest.mark.parametrize(("statement", "counted", "among", "inside"), [
    ("tpir", {"tp"}, {"tp", "fn"}, False),
    ("fpir", {"fp"}, {"fp", "tn"}, False),
    ("fdr", {"fp"}, {"tp", "fp"}, False),
    ("accuracy", {"tp", "tn"}, {"tp", "fn", "fp", "tn"}, False),
    ("alert and not listed", {"fp"}, {"tp", "fn", "fp", "tn"}, False),
    ("listed | alert and confirmed", {"tp"}, {"tp", "fp"}, True),
])
def test_a_statement_is_placed_in_the_table(study_of, statement, counted, among, inside):
    words = 'of = "them"\nthat = "are so"'
    found = study_data(study_of(GOOD + claim("more", statement, "30%", words)))["claims"][-1]
    assert (set(found["counted"]), set(found["among"]), found["inside"]) == (counted, among, inside)


def test_a_rule_of_the_study_leaves_cells_out():
    """Nothing is confirmed unless the face is listed, so 8 of 42 counts found faces only."""
    found = {each["id"]: each for each in study_data(lfr.load_claims("met-trials-2020"))["claims"]}
    review = found["review-8-of-42"]
    assert (review["counted"], review["among"]) == (["tp"], ["tp", "fp"])
    assert (review["k"], review["n"], review["stands_for"]) == (8, 42, "precision")


def test_the_headlines_that_meet_are_those_of_the_comparison():
    both = study_data(lfr.load_claims("met-trials-2020"))["both"]
    assert both == {"tpir": 0.7, "fpir": 0.001, "precision": pytest.approx(8 / 42)}
    assert study_data(lfr.load_claims("prenatal-tests-us"))["both"] is None


def test_the_unverified_are_counted():
    essex = study_data(lfr.load_claims("essex-review-2019"))
    assert essex["unverified"] == {"right": 8, "wrong": 14, "n": 42, "of": "alerts"}
    assert any("8 to 28 of" in found for found in essex["findings"])


def test_no_face_no_list_and_no_alert_where_there_are_none():
    for name in ("breast-screening-age-trial", "breast-screening-east-anglia", "prenatal-tests-us",
                 "drug-dogs-nsw"):
        words = words_of(lfr.load_claims(name))
        told = " ".join(words.values()).replace("{faces}", "")
        assert words and not any(word in told for word in ("face", "alert", "on the list")), told
    assert words_of(lfr.load_claims("met-trials-2020")) == {}


def test_a_long_file_is_cut_at_what_a_page_can_show(study_of):
    many = "".join(claim(f"c{i}", "tpir", "70%") for i in range(MOST_CLAIMS + 5))
    assert len(study_data(study_of(GOOD + many))["claims"]) == MOST_CLAIMS


def test_deployments_come_by_date_with_what_was_not_published():
    data = deployments_data(lfr.load_deployments("met"))
    dates = [row["date"] for row in data["rows"]]
    assert dates == sorted(dates) and len(data["caveats"]) >= 5
    assert any(row["faces"] is None for row in data["rows"])
