"""Artists and words, not pixels: each figure says its denominators and shows the results given."""

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("agg")

import matplotlib.pyplot as plt  # noqa: E402

from lfrstats.auditing.comparison import compare  # noqa: E402
from lfrstats.figures import plot_base_rate, plot_frequency_tree, plot_methods  # noqa: E402
from lfrstats.intervals.side_by_side import compare_methods  # noqa: E402
from lfrstats.table.solving import solve  # noqa: E402

HEADLINES = dict(tpir="70%", fpir="1 in 1,000", precision="8 of 42")


def words(ax):
    artists = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    return " ".join(" ".join(artist.get_text().split()) for artist in artists)


def test_base_rate_shows_both_claims_the_meeting_point_and_the_break_even():
    result = compare(**HEADLINES)
    ax = plot_base_rate(result)
    said = words(ax)
    for text in ("70 % of listed faces", "1 in 1,000 of the others", "8 of 42 alerts verified",
                 "1 in 2,976", "1 in 7,440 to 1 in 1,353", "below 1 in 701 most alerts are false",
                 "share of alerts that are right", "among all faces that pass"):
        assert text in said
    points = [tuple(np.ravel(line.get_xydata())) for line in ax.lines if len(line.get_xdata()) == 1]
    assert (float(result.implied.value), 8 / 42) in points
    assert (result.break_even, 0.5) in points


def test_base_rate_without_counts_has_no_interval():
    ax = plot_base_rate(compare(tpir=0.7, fpir=0.001, precision="19%"))
    assert "interval" not in words(ax)


def test_the_tree_adds_up():
    ax = plot_frequency_tree(solve(**HEADLINES))
    counts = [int(text.get_text().split("\n")[0].replace(",", "")) for text in ax.texts]
    total, listed, others, fn, tp, fp, tn, alerts = counts
    assert (total, alerts) == (100_000, 124)
    assert listed == tp + fn and others == fp + tn and total == listed + others
    assert alerts == tp + fp and (tp, fn, fp, tn) == (24, 10, 100, 99_866)


def test_methods_side_by_side_with_their_coverage():
    result = compare_methods(8, 42)
    ax = plot_methods(result)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        row["label"] for row in result.rows()]
    ends = [tuple(line.get_xdata()) for line in ax.lines[1:]]
    assert ends == [(row["low"], row["high"]) for row in result.rows()]
    column = ax.child_axes[0].get_yticklabels()
    assert column[1].get_text() == "97.1 %   95.0 %"


@pytest.mark.parametrize("plot", [
    lambda ax: plot_base_rate(compare(**HEADLINES), ax=ax),
    lambda ax: plot_frequency_tree(solve(**HEADLINES), ax=ax),
    lambda ax: plot_methods(compare_methods(8, 42, methods=["wald"]), ax=ax),
])
def test_a_figure_draws_where_it_is_told_and_leaves_the_settings_alone(plot):
    before = dict(mpl.rcParams)
    _, given = plt.subplots()
    assert plot(given) is given
    assert dict(mpl.rcParams) == before
