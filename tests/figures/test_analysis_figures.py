"""Figures of a posterior and of a range of base rates: the numbers shown, the words, the room."""

import json
from fractions import Fraction

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
from overlaps import cut_off, overlaps, smallest  # noqa: E402

from lfrstats.cli import main  # noqa: E402
from lfrstats.figures.coverage import plot_coverage  # noqa: E402
from lfrstats.figures.credal import plot_credal  # noqa: E402
from lfrstats.figures.posterior import plot_posterior  # noqa: E402
from lfrstats.posteriors import posterior  # noqa: E402
from lfrstats.samples.coverage_grid import coverage_table  # noqa: E402
from lfrstats.table.credal import credal_precision  # noqa: E402

HEADLINES = dict(tpir=0.7, fpir=0.001, precision=(8, 42))
PRINTED = dict(tpir="70%", fpir="1 in 1,000")


@pytest.fixture(scope="module")
def found():
    return posterior(**HEADLINES)


def said(figure):
    figure.canvas.draw()
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(mpl.text.Text))


def curves(ax):
    return [line for line in ax.lines if len(line.get_xdata()) > 100]


def test_posterior_densities_have_area_one_and_are_the_librarys(found):
    base, precision = plot_posterior(found).axes
    (line,), (other,) = curves(base), curves(precision)
    x, y = np.array(line.get_xdata()), np.array(line.get_ydata())
    assert np.trapezoid(y, np.log10(x)) == pytest.approx(0.999, abs=2e-3)
    assert y[200] == pytest.approx(found.prevalence.density(x[200]) * x[200] * np.log(10))
    x, y = np.array(other.get_xdata()), np.array(other.get_ydata())
    inside = np.isfinite(y)
    assert np.trapezoid(y[inside], x[inside]) == pytest.approx(1, abs=2e-3)


def test_posterior_marks_median_and_interval(found):
    figure = plot_posterior(found, level=0.9)
    for ax, name in zip(figure.axes, ("prevalence", "precision"), strict=True):
        rate = found.rate(name)
        bar, = (line for line in ax.lines if line.get_linewidth() == 5)
        assert tuple(bar.get_xdata()) == tuple(rate.interval(0.9))
        dot, = (line for line in ax.lines if line.get_marker() == "o")
        assert dot.get_xdata()[0] == rate.median
    assert "90 % interval" in said(figure)


def test_posterior_says_its_denominators(found):
    words = said(plot_posterior(found))
    for text in ("1 in 2,639", "1 in 5,930 to 1 in 1,309", "21 %", "11 % to 35 %",
                 "faces on the list among all faces that pass", "share of alerts that are right",
                 "the share of faces that pass that are on the list", "from 8 of 42 for precision",
                 "Precision, the share of alerts"):
        assert text in words, text


def test_posteriors_side_by_side(found):
    others = {"all scales alike": found.with_priors(prevalence="loguniform(1e-6, 1)"),
              "rare": found.with_priors(prevalence="beta(1, 1000)"),
              "tpir open": found.with_priors(tpir="uniform(0.5, 0.9)")}
    figure = plot_posterior(found, others=others)
    for ax in figure.axes:
        assert [label.get_text() for label in ax.get_yticklabels()] == ["as given", *others]
        assert len({line.get_linestyle() for line in curves(ax)}) == 4
    assert overlaps(figure) == [] and cut_off(figure) == []
    assert "1 in 3,074" in said(figure)
    with pytest.raises(ValueError, match="others must be at most 3 posteriors .* got 4"):
        plot_posterior(found, others=others | {"one more": found})
    with pytest.raises(ValueError, match="labels other than 'as given', got 1"):
        plot_posterior(found, others={"as given": found})


@pytest.mark.parametrize("given", [
    HEADLINES,
    dict(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330)),
    dict(tpir=(7, 10), fpir=(0, 1000), prevalence=0.01),
    dict(tpir=(7, 10), fpir=(0, 10**6), precision=(8, 42)),
    dict(tpir=0.7, fpir=0.001, prevalence=(34, 100_000)),
    dict(prevalence=(900, 1000), tpir=(900, 1000), fpir=(1, 10)),
    dict(tpir=0.7, fpir=0.001, precision=(80_000, 420_000)),
    dict(alert_rate=(0, 1)),
], ids=str)
def test_posterior_figures_have_room(given):
    figure = plot_posterior(posterior(**given))
    assert overlaps(figure) == [] and cut_off(figure) == [] and smallest(figure) >= 9


def test_a_rate_that_is_known_is_a_line():
    figure = plot_posterior(posterior(tpir=(7, 10), fpir=(0, 1000), prevalence=0.01))
    base, _ = figure.axes
    assert curves(base) == [] and any(set(line.get_xdata()) == {0.01} for line in base.lines)
    assert "taken as known" in said(figure)


def test_credal_band_is_the_librarys():
    bounds = credal_precision(prevalence=("1 in 10,000", "1 in 100"), **PRINTED)
    ax = plot_credal(bounds)
    rows = bounds.rows(201)
    for line, name in zip(curves(ax), ("precision_low", "precision_high"), strict=True):
        assert line.get_xdata() == pytest.approx([float(row["prevalence"]) for row in rows])
        assert line.get_ydata() == pytest.approx([float(row[name]) for row in rows])
    bar, = (line for line in ax.lines if line.get_linewidth() == 5)
    assert tuple(bar.get_ydata()) == tuple(map(float, bounds.precision))
    words = said(ax.figure)
    for text in ("6.2 % to 91.4 % of alerts are right: no figure says where",
                 "if 1 in 10,000 is on the list: 6.2 % to 9.6 % of alerts are right",
                 "if 1 % are on the list: 87 % to 91.4 % of alerts are right",
                 "faces on the list among all faces that pass",
                 "69.5 % to 70.5 % of listed faces and 1 in 1,500 to 1 in 950 of the others",
                 "nothing given says where within the shading"):
        assert text in words, text
    assert ax.get_ylim() == (0, 1) and ax.get_xscale() == "log"


def test_a_credal_line_where_both_rates_are_known():
    ax = plot_credal(credal_precision(prevalence=(0.001, 0.01), tpir=0.7, fpir=0.001))
    low, high = curves(ax)
    assert low.get_ydata() == pytest.approx(high.get_ydata())
    assert "if 1 in 1,000 is on the list: 41 % of alerts are right" in said(ax.figure)


@pytest.mark.parametrize("prevalence", [
    ("1 in 10,000", "1 in 100"), (0, 1), (0, "1 in 1,000"), Fraction(1, 2976),
    ("1 in 3,000", "1 in 2,500"), (0.3, 0.9), (1e-7, 1e-6), (1e-9, 0.5), 1,
], ids=str)
@pytest.mark.parametrize("rates", [PRINTED, dict(tpir=(0, 1), fpir=(0.001, 1))], ids=str)
def test_credal_figures_have_room(prevalence, rates):
    bounds = credal_precision(prevalence=prevalence, **rates)
    figure = plot_credal(bounds).figure
    assert overlaps(figure) == [] and cut_off(figure) == [] and smallest(figure) >= 9


def test_nobody_on_the_list_is_no_figure():
    with pytest.raises(ValueError, match="must reach a prevalence above 0 to be drawn, got none"):
        plot_credal(credal_precision(prevalence=0, **PRINTED))


def test_figures_draw_where_they_are_told_and_leave_the_settings_alone(found):
    before = dict(mpl.rcParams)
    _, given = plt.subplots()
    bounds = credal_precision(prevalence=(0.001, 0.01), **PRINTED)
    assert plot_credal(bounds, ax=given) is given
    _, given = plt.subplots()
    assert plot_coverage(coverage_table(questions=["known_rates"]), ax=given) is given
    figure = plt.figure()
    assert plot_posterior(found, figure=figure) is figure and len(figure.axes) == 2
    assert dict(mpl.rcParams) == before


def run(capsys, *arguments):
    code = main(["figures", *arguments])
    return code, *capsys.readouterr()


def test_posterior_from_the_command_line(capsys, tmp_path):
    code, out, _ = run(capsys, "posterior", "--prior", "prevalence=loguniform(1e-6, 1)", "-o",
                       str(tmp_path), "--json")
    data = json.loads(out)
    assert code == 0 and data["written"] == [str(tmp_path / "posterior.svg")]
    assert [round(1 / row["median"]) for row in data["rows"] if row["rate"] == "prevalence"] == [
        2639, 3074]
    assert "<title>What the counts leave open</title>" in (tmp_path / "posterior.svg").read_text()
    first = (tmp_path / "posterior.svg").read_text()
    run(capsys, "posterior", "tpir=70%", "fpir=1 in 1,000", "precision=8/42", "--prior",
        "prevalence=loguniform(1e-6, 1)", "-o", str(tmp_path))
    assert (tmp_path / "posterior.svg").read_text() == first


def test_credal_from_the_command_line(capsys, tmp_path):
    code, out, _ = run(capsys, "credal", "prevalence=between 1 in 10,000 and 1 in 100", "--format",
                       "png", "-o", str(tmp_path))
    assert code == 0 and "6.2 % to 91.4 %" in out and (tmp_path / "credal.png").stat().st_size
    code, _, err = run(capsys, "credal", "-o", str(tmp_path))
    assert code == 2 and "credal needs a range of base rates" in err


def test_coverage_from_the_command_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("lfrstats.samples.coverage_grid.coverage_table",
                        lambda level: coverage_table(level=level, questions=["count"]))
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "coverage", "-o", ".")
    lines = out.splitlines()
    assert code == 0 and max(map(len, lines)) <= 80 and (tmp_path / "coverage.svg").exists()
    blaker, = {line for line in lines if line.split()[:2] == ["Blaker", "guaranteed"]
               and "0.358" in line}
    assert blaker.split() == ["Blaker", "guaranteed", "95.00", "%", "97.56", "%", "0.358", "1.00"]


@pytest.mark.parametrize(("arguments", "message"), [
    (["coverage", "tpir=70%"], "coverage takes no figures, got 'tpir=70%'"),
    (["posterior", "tpir=43/42"], "43/42"),
    (["posterior", *(f"--prior=tpir=0.{i}" for i in range(1, 5))], "at most 3"),
    (["posterior", "nonsense"], "must be written RATE=VALUE"),
    (["credal", "precision=8/42"], "a figure must be one of prevalence, tpir and fpir"),
    (["coverage", "--level", "95"], "level must lie strictly between 0 and 1"),
    (["met-trials-2020", "--prior", "tpir=0.5"], "--prior is for the figure posterior"),
    (["nonsense"], "neither a recorded study"),
])
def test_bad_input_is_one_line(capsys, tmp_path, arguments, message):
    code, out, err = run(capsys, *arguments, "-o", str(tmp_path / "none"))
    assert code == 2 and out == "" and message in err and err.count("\n") == 1
    assert not (tmp_path / "none").exists()
