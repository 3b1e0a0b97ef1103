"""What is typed and what comes back: output, exit codes, one-line complaints."""

import json
import os
import subprocess
import sys

import pytest
from good_study import GOOD

from lfrstats import __version__
from lfrstats.cli import COMMANDS, main
from lfrstats.evidence.study_file import load_claims
from lfrstats.reports import terminal


def run(capsys, *arguments):
    try:
        code = main(list(arguments))
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_no_argument_is_the_main_job(capsys):
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out == run(capsys, "compare", "met-trials-2020")[1]
    for text in ("P(alert | listed)", "P(alert | not listed)", "P(confirmed | alert)",
                 "Both can be true", "1 in 2,976", "1 in 7,440 to 1 in 1,353",
                 "1 in 4,495 to 1 in 2,807", "34,000 faces", "11 or 12", "34 of 42",
                 "Below 1 listed face in 701", "What cannot be concluded"):
        assert text in " ".join(out.split()), text
    assert max(map(len, out.splitlines())) <= 80
    assert "\033" not in out


def test_compare_as_json(capsys):
    code, out, _ = run(capsys, "--json")
    data = json.loads(out)
    assert code == 0
    assert data["implied_prevalence"]["exact"] == "1/2976"
    assert data["break_even_prevalence"] == pytest.approx(1 / 701)
    assert data["counted_as_wrong"] == [34]
    assert data["claims"]["tpir"]["prints_so"] == [0.695, 0.705]


def test_compare_with_a_figure_of_ones_own(capsys):
    _, out, _ = run(capsys, "compare", "tpir=90%", "--level", "90%")
    assert "with figures of your own" in out and "90 %" in out
    assert "1 in 3,826" in out  # 1 + 34 * 0.9 / (8 * 0.001)


def test_solve_gives_one_in_2976(capsys):
    code, out, _ = run(capsys, "solve", "tpir=70%", "fpir=1/1000", "precision=8/42", "--json")
    data = json.loads(out)
    assert code == 0
    assert data["prevalence"] == pytest.approx(1 / 2976, rel=1e-12)
    assert data["whole"] == {"tp": 24, "fn": 10, "fp": 100, "tn": 99_866}


def test_solve_in_words_and_for_a_crowd(capsys):
    _, out, _ = run(capsys, "solve", "tpir=70%", "fpir=1/1000", "precision=8/42",
                    "--faces", "34,000")
    assert "Of 34,000 faces, 11 are on the list and 8 of them raise an alert" in " ".join(
        out.split())
    assert "of faces not on the list that pass" in out


def test_interval_one_and_all(capsys):
    _, out, _ = run(capsys, "interval", "8/42")
    assert "95 % Clopper-Pearson interval 8.6 % to 34.1 %" in out
    _, out, _ = run(capsys, "interval", "8", "42", "--method", "all", "--level", "95%")
    assert "blaker 8.91 % 33.48 % 95.08 % 95.00 %" in " ".join(out.split())
    _, out, _ = run(capsys, "interval", "10", "3,147,436", "--method", "wilson", "--json")
    assert json.loads(out)["intervals"]["wilson"]["coverage_worst"] is None


def test_claims_with_and_without_a_study(capsys):
    assert "met-trials-2020" in run(capsys, "claims")[1]
    _, out, _ = run(capsys, "claims", "met-trials-2020")
    assert "one individual out of 1,000" in out and "This source gives no rate." in out
    data = json.loads(run(capsys, "claims", "met-trials-2020", "--json")[1])
    assert len(data["claims"]) == 13 and len(data["sources"]) == 5


ANALYSES = [
    # arguments, words of the answer, and a value of the data: see the tests of each analysis
    (("precision", "tp=240", "fn=178", "fp=87", "tn=288", "prevalence=3%", "--method", "logit"),
     "7.1 % (5.9 % to 8.6 %)", lambda data: data["rates"][0]["low"], 0.05887097288),
    (("precision", "prevalence=3/10", "tpir=7/10", "fpir=1/10"),
     "95 % melded interval 15.9 % to 99.48 %", lambda data: data["value"], 0.75),
    (("precision", "prevalence=between 1% and 2%", "tpir=70/100", "fpir=1/1000"),
     "87.6 % to 93.5 %", lambda data: data["precision"]["exact"][0], "700/799"),
    (("prevalence", "alert_rate=45/150", "tpir=96%", "fpir=11%"),
     "22 % of faces on the list", lambda data: data["low"], 0.138788253885),
    (("prevalence", "precision=8/42", "tpir=7/10", "fpir=1/1000"),
     "1 in 2,976 faces", lambda data: data["exact"], "1/2976"),
    (("posterior", "tpir=103/122", "fpir=2/401", "alert_rate=50/3330"),
     "1.1 % 0.13 % to 1.89 %", lambda data: round(data["rates"][0]["median"], 8), 0.01058129),
    (("posterior", "tpir=70%", "fpir=1 in 1,000", "precision=8/42", "--sensitivity", "--faces",
      "1,000"), "tpir 70 % taken as known",
     lambda data: data["sensitivity"][2]["low"] > 1e-4, True),
    (("budget", "precision=8/42", "tpir=70/100", "fpir=34/34000"), "81 % comes from precision (8 "
     "of 42 alerts)", lambda data: data["inputs"][0]["cases_to_halve"], 528),
    (("predict", "--faces", "9000", "prevalence=15/9000", "tpir=71.4%", "fpir=1.9%"),
     "156 to 208 alerts", lambda data: data["counts"][2]["low"], 146),  # R epiR epi.fpos
    (("predict", "--faces", "8,600", "--records", "met", "--since", "2024-10-01"),
     "1 to 16 alerts, 0 to 1 false alerts", lambda data: data["counts"][0]["high"], 16),
    (("plan", "at_most=1/1000"), "2,995 cases", lambda data: data["n"], 2995),  # log .05 / log .999
    (("plan", "threshold=50%", "truth=70%"), "37 cases", lambda data: data["n"], 37),
    (("plan", "rate=19%", "half_width=5%"), "236 cases", lambda data: data["n"], 236),
]


@pytest.mark.parametrize(("arguments", "words", "value", "expected"), ANALYSES)
def test_analyses_in_words_and_numbers(capsys, arguments, words, value, expected):
    code, out, err = run(capsys, *arguments)
    assert (code, err) == (0, "") and words in " ".join(out.split())
    found = value(json.loads(run(capsys, *arguments, "--json")[1]))
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-9))


BAD = [
    (("precision", "tp=1"), "fn, fp and tn missing"),
    (("precision", "tp=1", "fn=0", "fp=0", "tn=-1"), "tn must be at least 0, got -1"),
    (("precision", "foo=1"), "a figure must be one of prevalence, tpir and fpir, got 'foo'"),
    (("precision", "prevalence=1%", "tpir=7/5", "fpir=.1"), "a part must not exceed its whole"),
    (("prevalence", "tpir=.7"), "tpir and fpir are needed, and one of alert_rate and precision"),
    (("prevalence", "alert_rate=45/150", "tpir=10%", "fpir=11%"), "tpir must exceed fpir"),
    (("prevalence", "alert_rate=30%", "tpir=96%", "fpir=11%"), "alert_rate must be counts"),
    (("posterior", "fpir=0", "precision=8/42"), "the priors fix precision at 1, but 8 of 42 were"),
    (("posterior", "tpir=10%", "fpir=20%", "--ordered"), "do not let tpir exceed fpir"),
    (("posterior", "alert_rate=8.5"), "alert_rate must have counts (k, n), k of n, got '8.5'"),
    (("posterior", "tpir=7/10", "--prior", "tpir=triangular"), "among uniform, beta, loguniform"),
    (("posterior", "tpir=70%", "fpir=0.1%", "--prior", "tpir=uniform"), "tpir has two priors"),
    (("budget", "tpir=.7"), "target and inputs must be one of these"),
    (("budget", "alert_rate=45/150", "tpir=1/100", "fpir=11/100"), "tpir must exceed fpir"),
    (("predict", "--faces", "0", "tpir=.7"), "--faces must be at least 1, got 0"),
    (("predict", "--faces", "10"), "give prevalence, tpir and fpir, or --records"),
    (("predict", "--faces", "10", "tpir=.7"), "prevalence and fpir missing"),
    (("predict", "--faces", "10", "--records", "nope"), "is neither recorded (met) nor a .csv"),
    (("plan", "foo=1"), "give one of these: threshold and truth"),
    (("plan", "at_most=1%", "--sequential"), "--sequential goes with threshold and truth"),
    (("audit", "nope"), "is neither a recorded study"),
    (("audit", "met-trials-2020", "-o", "x.pdf"), "a report must end in .html, .md, .json"),
    (("claims", "--new", "/"), "is there already"),
    (("solve", "tpir=70", "fpir=1/1000", "precision=8/42"), "tpir: a share must lie between 0 and "
     "1, got '70' (a percentage? write 70%)"),
    (("solve", "tpir=.7", "fnir=.3", "fpir=.001"), "tpir and fnir are dependent"),
    (("solve", "tpir=.7", "fpir=0", "precision=8/42"), "fpir=0 and precision=0.190476 cannot all"),
    (("solve", "prevalence=0", "tpir=70%", "fpir=1/1000"),
     "tpir=70% is a share of faces on the list that pass, and these rates leave none"),
    (("solve", "tpir=.7", "tpir=.8", "fpir=.1"), "tpir is given twice"),
    (("solve", "tpir"), "a rate must be written RATE=VALUE"),
    (("solve", "tpir=.7", "fpir=.1", "precision=.5", "--faces", "-3"),
     "--faces must be at least 1"),
    (("solve", "tpir=nan", "fpir=.1", "precision=.5"), "tpir: cannot read 'nan'"),
    (("interval", "43", "42"), "k must be at most n: 43 of 42 is more than all of them"),
    (("interval", "0", "0"), "n must be at least 1, got 0"),
    (("interval", "nan", "42"), "k must be a finite number, got nan"),
    (("interval", "8"), "two numbers are needed, K and N"),
    (("interval", "8", "42", "--level", "95"), "(a percentage? write 0.95)"),
    (("interval", "8", "42", "--method", "wlison"), "got 'wlison' (wilson?)"),
    (("claims", "nope"), "is neither a recorded study"),
    (("compare", "tpir=0"), "tpir must be above 0"),
    (("compare", "fdr=0.5"), "a figure must be one of tpir, fpir, precision and inaccurate"),
    (("compare", "met-trials-2020", "other"), "one study at a time"),
    (("frobnicate",), "invalid choice: 'frobnicate'"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=lambda x: " ".join(x)[:40])
def test_bad_input_is_exit_2_and_one_line(capsys, arguments, message):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err and err.count("\n") == 1 and err.startswith("lfrstats")


def test_a_claims_file_of_ones_own_is_compared(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    code, _, err = run(capsys, "compare", str(path))
    assert code == 2 and "sets no figures side by side" in err
    path.write_text(GOOD.replace('printed = "70%"', 'printed = "lots"'))
    code, _, err = run(capsys, "claims", str(path))
    assert code == 2 and "line 26, claim 'one': printed: cannot read 'lots'" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example_that_works(capsys, command, tmp_path, monkeypatch):
    code, out, _ = run(capsys, command, "--help")
    assert code == 0 and "example: lfrstats " in out
    monkeypatch.chdir(tmp_path)
    example = out[out.index("example: lfrstats ") + 18:].split()
    assert run(capsys, *example)[0] == 0


def test_the_exit_code_of_an_audit_says_what_was_found(capsys, tmp_path):
    assert run(capsys, "audit", "met-trials-2020")[0] == 0
    code, out, err = run(capsys, "audit", "met-trials-2016-19")
    assert (code, err) == (1, "") and "84.7% from 150 of 175" in out
    path = tmp_path / "report.json"
    code, out, _ = run(capsys, "audit", "met-trials-2016-19", "-o", str(path))
    assert code == 1 and str(path) in out
    assert json.loads(path.read_text())["consistent"] is False
    code, out, _ = run(capsys, "audit", "met-trials-2020", "--json")
    assert json.loads(out)["study"] == "met-trials-2020"


def test_a_new_claims_file_can_be_audited_at_once(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    assert run(capsys, "claims", "--new", str(path))[0] == 0
    assert run(capsys, "audit", str(path))[0] == 0
    assert run(capsys, "compare", str(path))[0] == 0
    before = path.read_text()
    assert run(capsys, "claims", "--new", str(path))[0] == 2 and path.read_text() == before


def test_a_claims_file_from_figures_on_the_line(capsys, tmp_path):
    """Three figures: under 25 lines, loaded, audited and compared at once."""
    path = tmp_path / "street.toml"
    figures = ("hit rate=83%", "fpir=1 in 4,000", "confirmed | alert=19/23", "fdr=17 %")
    assert run(capsys, "claims", "--new", str(path), *figures[:3])[0] == 0
    assert len(path.read_text().splitlines()) < 25
    assert [claim.printed.text for claim in load_claims(path).claims] == [
        "83%", "1 in 4,000", "19/23"]
    assert run(capsys, "audit", str(path))[0] == 0
    again = tmp_path / "again.toml"
    assert run(capsys, "claims", "--new", str(again), *figures)[0] == 0
    code, out, _ = run(capsys, "compare", str(again))
    assert code == 0 and "83 %" in out
    for words, complaint in [(("tpir=lots",), "tpir: cannot read 'lots'"),
                             (("tpirr=7%",), "'tpirr' is no known rate (tpir?)"),
                             (("tpir",), "a figure must be written WHAT=FIGURE"),
                             (("fdr | | x=7%",), "comes where"),
                             (("tpir=7%", "hit rate=8%"), "tpir is given twice")]:
        code, _, err = run(capsys, "claims", "--new", str(tmp_path / "no.toml"), *words)
        assert code == 2 and complaint in err and not (tmp_path / "no.toml").exists()


def test_cases_counts_and_open_figures_are_listed(capsys, tmp_path):
    path = tmp_path / "day.toml"
    path.write_text('[[cases]]\nid = "day"\nis = "all"\nmeaning = "Faces of a day"\ncount = 900\n'
                    '[[claim]]\nprinted = "6 %"\nreadings = ["fdr", "fpir"]\n'
                    '[[count]]\nprinted = "41"\nstatement = "alert"\ncases = "day"\n')
    _, out, _ = run(capsys, "claims", str(path))
    for text in ("Source not said", "Faces of a day: 900", "41: alerts",
                 "It may be a share of alerts that are false; or a share of cases that are not"):
        assert text in " ".join(out.split()), text
    data = json.loads(run(capsys, "claims", str(path), "--json")[1])
    assert data["cases"][0]["is"] == "all" and data["counts"][0]["statement"] == "alert"
    assert [reading["rate"] for reading in data["open_claims"][0]["readings"]] == ["fdr", "fpir"]
    assert data["counted"][0]["rate"] == "alert_rate" and data["counted"][0]["said"]


def test_all_broken_rules_are_printed_a_line_each(capsys, tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[claim]]\nstatement = "tpir"\nprinted = "lots"\n' * 23)
    code, out, err = run(capsys, "audit", str(path))
    lines = err.splitlines()
    assert (code, out, len(lines)) == (2, "", 21)
    assert "line 6, claim number 2: printed: cannot read 'lots'" in lines[1]
    assert lines[-1].endswith("3 more like these")


def test_figures_are_written_whole_and_the_same_each_time(capsys, tmp_path):
    code, out, _ = run(capsys, "figures", "-o", str(tmp_path / "a"), "--json")
    names = ["base_rate.svg", "frequency_tree.svg", "methods.svg"]
    assert code == 0
    assert json.loads(out)["written"] == [str(tmp_path / "a" / name) for name in names]
    run(capsys, "figures", "-o", str(tmp_path / "b"))
    for name in names:
        first = (tmp_path / "a" / name).read_text()
        assert first == (tmp_path / "b" / name).read_text()
        assert "<title>" in first and "http://www.w3.org" in first
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == names
    (tmp_path / "file").write_text("in the way")
    code, _, err = run(capsys, "figures", "-o", str(tmp_path / "file"))
    assert code == 2 and "cannot write into" in err


def test_version(capsys):
    assert run(capsys, "--version")[1] == f"lfrstats {__version__}\n"


def python(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "lfrstats", *arguments], text=True,
                          capture_output=True, check=False, **options)


def test_a_closed_pipe_is_no_traceback():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-m", "lfrstats"], stdout=write, stderr=subprocess.PIPE,
                          text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_unicode_is_served():
    done = python(env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and "34 of 42" in done.stdout


def test_colour_only_on_a_terminal_that_has_it(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal.bold("x") == "\033[1mx\033[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.bold("x") == "x"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert terminal.bold("x") == "x"


def test_numbers_are_not_parted_from_their_units(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    text = terminal.paragraph("Of all of these alerts no fewer than 81 % and 1 in 2,976 are wrong.")
    assert "81 %" in text.replace("\n", "|") and "1 in 2,976" in text.replace("\n", "|")
