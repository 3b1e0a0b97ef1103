"""``lfrstats budget``: what is typed and what comes back."""

import json

import pytest

import lfrstats.cli


@pytest.fixture
def run(capsys):
    def run(*arguments):
        try:
            code = lfrstats.cli.main(["budget", *arguments])
        except SystemExit as stop:
            code = stop.code
        out, err = capsys.readouterr()
        return code, out, err

    return run


FLAGSHIP = ("precision=8/42", "tpir=70/100", "fpir=34/34000")


def test_words(run):
    code, out, err = run(*FLAGSHIP)
    assert (code, err) == (0, "")
    plain = " ".join(out.split())
    for words in ("81 % comes from precision (8 of 42 alerts)", "look at 528 alerts in place of 42",
                  "precision 81 % 1.9 1.68 1.54 1.43 528", "tpir 2.4 % 2.28 2.28 2.28 2.27 -"):
        assert words in plain
    assert max(map(len, out.splitlines())) <= 80


def test_numbers(run):
    code, out, _ = run(*FLAGSHIP, "--method", "delta", "--level", "90%", "--json")
    data = json.loads(out)
    assert code == 0 and data["target"] == "prevalence" and data["exact"] is False
    assert data["value"] == pytest.approx(1 / 2976)
    assert data["inputs"][0]["variance"] == pytest.approx(1 / 8 + 1 / 34)
    assert data["level"] == 0.9


def test_check(run):
    _, out, _ = run("prevalence=34/100000", "tpir=70%", "fpir=34/34000", "--of", "npv", "--check")
    assert "none 0.17027 0.17027" in " ".join(out.split())
    data = json.loads(run(*FLAGSHIP, "--check", "--json")[1])
    assert data["check"][1]["known"] == "precision"
    assert data["check"][1]["posterior_share"] == pytest.approx(0.82, abs=0.01)


@pytest.mark.parametrize(("arguments", "message"), [
    (("tpir=.7",), "target and inputs must be one of these: precision from prevalence, tpir and"),
    (("prevalence=1/5", "tpir=7/5", "fpir=.1"), "tpir: a part must not exceed its whole"),
    (("alert_rate=45/150", "tpir=1/100", "fpir=11/100"), "tpir must exceed fpir"),
    ((*FLAGSHIP, "--level", "95"), "write 0.95"),
    ((*FLAGSHIP, "--of", "npw"), "'npw' is no known rate"),
    ((*FLAGSHIP, "level=0.9"), "an option is written --level"),
    ((*FLAGSHIP, "--method", "exact"), "method must be one of uniform, jeffreys and delta"),
    (("tpir",), "a rate must be written RATE=VALUE"),
])
def test_one_line_complaints(run, arguments, message):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("lfrstats budget: ") and err.count("\n") == 1 and message in err
