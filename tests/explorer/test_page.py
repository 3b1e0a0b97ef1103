"""The page as a file: one, small, complete, and by command."""

import json
import re

import pytest
from good_study import GOOD

import lfrstats as lfr
from lfrstats.cli import main
from lfrstats.explorer.page import page, write_page


def data_of(text):
    """What the page holds beside its modules."""
    found = re.search(r'getElementById\("explorer"\), (\{.*\})\);\n</script>', text)
    return json.loads(found[1])


def test_it_is_one_small_file_that_loads_nothing():
    text = page()
    assert len(text.encode()) < 500_000
    assert not re.search(r"<(?:link|img|iframe|script src)", text)
    assert "default-src 'none'" in text


def test_every_recorded_study_and_deployment_is_in_it():
    data = data_of(page())
    assert {study["id"] for study in data["studies"]} == set(lfr.studies())
    assert data["studies"][0]["id"] == "met-trials-2020" and data["start"] == ""
    rows = data["deployments"]["rows"]
    assert len(rows) == 286
    assert sum(row["alerts"] or 0 for row in rows) == sum(
        each.alerts or 0 for each in lfr.load_deployments("met"))


def test_it_opens_with_the_study_asked_for(tmp_path):
    assert data_of(page("essex-review-2019"))["start"] == "m=claims&c=essex-review-2019"
    mine = tmp_path / "mine.toml"
    mine.write_text(GOOD)
    data = data_of(page(mine))
    assert data["start"] == "m=claims&c=a-study" and data["studies"][0]["id"] == "a-study"


def test_the_command_writes_the_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["explore"]) == 0
    assert "explorer.html" in capsys.readouterr().out
    assert (tmp_path / "explorer.html").read_text() == page()
    assert main(["explore", "npl-2023", "-o", "x.html", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"written": "x.html", "opened": False,
                    "bytes": (tmp_path / "x.html").stat().st_size}


@pytest.mark.parametrize(("arguments", "message"), [
    (["nonsense"], "is neither a recorded study"), (["-o", "x.pdf"], "must end in .html"),
    (["-o", "/no/such/folder/x.html"], "cannot write"),
])
def test_bad_input_is_one_line_and_leaves_nothing(arguments, message, tmp_path, monkeypatch,
                                                  capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["explore", *arguments]) == 2
    told = capsys.readouterr().err
    assert message in told and told.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(ValueError, match="must end in .html"):
        write_page(tmp_path / "x.txt")
    assert list(tmp_path.iterdir()) == []
