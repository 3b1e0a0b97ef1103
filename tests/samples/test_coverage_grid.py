"""Coverage over the grid: other enumerations, other limits, and the figure of it."""

from fractions import Fraction
from itertools import product
from math import comb

import matplotlib as mpl
import numpy as np
import pytest

mpl.use("agg")

from overlaps import cut_off, overlaps, smallest  # noqa: E402
from scipy.special import expit, logit  # noqa: E402

from lfrstats.figures.coverage import plot_coverage  # noqa: E402
from lfrstats.intervals import methods  # noqa: E402
from lfrstats.intervals.exact_coverage import coverage, expected_width, worst_coverage  # noqa: E402
from lfrstats.pooling.next_deployment import predict_count  # noqa: E402
from lfrstats.pooling.running_totals import miss_probability  # noqa: E402
from lfrstats.samples import predictive  # noqa: E402
from lfrstats.samples.coverage_grid import (  # noqa: E402
    BASE_RATES,
    FPIR,
    SIZES,
    TPIR,
    CoverageTable,
    coverage_table,
    questions,
)
from lfrstats.samples.coverage_grid.grid import QUESTIONS  # noqa: E402
from lfrstats.samples.coverage_grid.limits import SLACK, melded_precision, melded_prevalence  # noqa: E402
from lfrstats.samples.guaranteed import precision_interval  # noqa: E402
from lfrstats.samples.predictive import predictive_values  # noqa: E402
from lfrstats.samples.true_prevalences import true_prevalence  # noqa: E402


@pytest.fixture(scope="module")
def table():
    return coverage_table()


def found(table, question, method):
    row, = (row for row in table.table if (row.question, row.method) == (question, method))
    return row


def test_every_guarantee_holds_on_the_grid(table):
    sure = [row for row in table.table if row.claim == "guaranteed"]
    assert table.broken() == [] and len(sure) == sum(map(len, questions.GUARANTEED.values())) == 12
    assert all(row.least >= 0.95 - 1e-6 for row in sure)
    assert {row.question for row in table.table} == set(QUESTIONS) == set(SIZES)


def test_at_another_level_too():
    some = coverage_table(level=0.8, questions=["count", "known_rates", "estimated_rates"])
    assert some.broken() == []


@pytest.mark.parametrize("method", methods.METHODS)
def test_one_count_against_the_tails(table, method):
    """`exact_coverage` finds the least from tail probabilities, interval by interval."""
    row, p = found(table, "count", method), np.array(BASE_RATES)
    sizes = [n for n, in SIZES["count"]]
    worst = [worst_coverage(method, n, within=(BASE_RATES[0], BASE_RATES[-1])) for n in sizes]
    assert row.least == pytest.approx(min(one.coverage for one in worst), abs=1e-7)
    assert row.mean == pytest.approx(np.mean([coverage(method, n, p) for n in sizes]), abs=1e-12)
    width = np.mean([expected_width(method, n, p) for n in sizes])
    assert row.width == pytest.approx(width, abs=1e-12)
    assert row.least == min(row.least_rare, row.least_common)


def chances(n, p):
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


@pytest.mark.parametrize("method", ["mover", "box"])
def test_two_samples_by_fractions(table, method):
    """Mean coverage and width again, sample by sample, by the public function."""
    sizes, total, wide = SIZES["known_prevalence"], 0, 0.0
    for n, m in sizes:
        ends = {(k, j): predictive_values(tp=k, fn=n - k, fp=j, tn=m - j, prevalence=0.1,
                                          method=method).precision[1:]
                for k, j in product(range(n + 1), range(m + 1))}
        for t, f in product(TPIR, FPIR):
            t, f = Fraction(str(t)), Fraction(str(f))
            truth = float(t / (t + 9 * f))
            weight = {(k, j): a * b for (k, a), (j, b) in product(
                enumerate(chances(n, t)), enumerate(chances(m, f)))}
            total += sum(w for place, w in weight.items()
                         if ends[place][0] <= truth <= ends[place][1])
            wide += sum(float(w) * (ends[place][1] - ends[place][0])
                        for place, w in weight.items())
    row = found(table, "known_prevalence", method)
    points = len(sizes) * len(TPIR) * len(FPIR)
    assert row.mean == pytest.approx(float(total / points), abs=1e-9)
    assert row.width == pytest.approx(wide / points, abs=1e-9)


def test_the_next_count_by_fractions(table):
    total, sizes = 0.0, SIZES["next_count"]
    for n, m in sizes:
        ends = [predict_count(k, n, size=m, spread=0).interval for k in range(n + 1)]
        for p in BASE_RATES:
            seen, come = chances(n, p), chances(m, p)
            total += sum(a * b for (k, a), (y, b) in product(enumerate(seen), enumerate(come))
                         if ends[k][0] <= y <= ends[k][1])
    row = found(table, "next_count", "learnt")
    assert row.mean == pytest.approx(total / len(sizes) / len(BASE_RATES), abs=1e-12)


def test_every_look_as_running_totals_has_it(table):
    missed = [miss_probability("mixture", n, p)[-1] for n, in SIZES["looks"] for p in BASE_RATES]
    row = found(table, "looks", "mixture")
    assert row.least == pytest.approx(1 - max(missed), abs=1e-14)
    assert row.claim == "guaranteed" and found(table, "looks", "wilson").claim == "one look"


def test_melded_limits_of_all_samples_are_those_of_each():
    """The lattice and the polynomial against the library's quadrature."""
    low, high = melded_precision({"prevalence": 6, "tpir": 4, "fpir": 5}, 0.95)
    for k in ((0, 2, 1), (3, 4, 0), (6, 3, 2), (2, 1, 5), (4, 4, 4)):
        one = precision_interval(prevalence=(k[0], 6), tpir=(k[1], 4), fpir=(k[2], 5))
        assert (one.low, one.high) == pytest.approx((expit(low[k]), expit(high[k])), abs=SLACK / 4)
    low, high = melded_precision({"tpir": 7, "fpir": 4}, 0.9)
    for k, j in ((0, 0), (3, 1), (7, 4), (7, 0)):
        ends = predictive.melded(float(k), 7.0, float(j), 4.0, 0.9)
        assert [float(expit(end)) for end in ends] == pytest.approx(
            [expit(low[k, j]), expit(high[k, j])], abs=SLACK / 4)
    low, high = melded_prevalence((7, 4, 3), 0.9)
    for k in ((0, 4, 0), (3, 3, 1), (7, 4, 1), (2, 2, 0), (7, 1, 0)):
        one = true_prevalence((k[0], 7), tpir=(k[1], 4), fpir=(k[2], 3), level=0.9)
        assert (one.low, one.high) == pytest.approx((low[k], high[k]), abs=1e-8)


def test_claims_are_those_the_methods_print():
    def promised(about):
        return {name for name, one in about.items()
                if one.promise.startswith(("never covers less", "at least its level"))}

    assert promised(methods.ABOUT) == questions.GUARANTEED["count"]
    assert promised(predictive.ABOUT) == questions.GUARANTEED["known_prevalence"]


def test_a_sample_without_an_interval_counts_as_everything(table):
    row = found(table, "known_prevalence", "logit")
    p = np.array(FPIR)
    none = [1 - (1 - (1 - t) ** n) * (1 - (1 - p) ** m)
            for n, m in SIZES["known_prevalence"] for t in TPIR]
    assert row.silent == pytest.approx(np.mean(none), abs=1e-12)
    assert found(table, "known_prevalence", "mover").silent == 0


def test_widths_are_relative_to_the_narrowest_guaranteed(table):
    for question in QUESTIONS:
        rows = [row for row in table.table if row.question == question]
        sure = [row.relative_width for row in rows if row.claim == "guaranteed"]
        assert min(sure) == 1
        assert len({round(row.width / row.relative_width, 12) for row in rows}) == 1


def test_where_the_least_is(table):
    row = found(table, "count", "wilson")
    assert coverage("wilson", *row.at["sizes"], row.at["rate"]) == pytest.approx(row.least)
    assert logit(row.at["rate"]) < 0 and row.least == pytest.approx(0.8315, abs=1e-4)


def test_words_and_rows(table):
    assert str(table).startswith(
        "95 % intervals over all samples of the grid's sizes. Of 12 methods that guarantee that "
        "level, 12 hold at every true rate tried. Of 17 that do not, 2 hold there too. The lowest")
    rows = table.rows()
    assert len(rows) == len(table.table) == 29
    assert {"question", "claim", "least", "mean", "width", "relative_width", "at", "holds",
            "asks"} <= set(rows[0])


def broken_guarantee(monkeypatch) -> CoverageTable:
    monkeypatch.setitem(questions.GUARANTEED, "known_rates", {"clopper_pearson", "wilson"})
    return coverage_table(questions=["known_rates"])


def test_a_guarantee_that_fails_is_shown_as_failing(monkeypatch):
    table = broken_guarantee(monkeypatch)
    assert [row.method for row in table.broken()] == ["wilson"] and "Of 2 methods" in str(table)
    ax = plot_coverage(table)
    _, _, wilson = ax.get_yticklabels()
    assert wilson.get_text() == "Wilson" and wilson.get_fontweight() == "bold"
    dot = [line for line in ax.lines if line.get_marker() == "o"][-1].get_xdata()[0]
    assert dot == pytest.approx(1 - table.table[-1].least_rare) and dot > 0.05


@pytest.mark.parametrize(("given", "text"), [
    ({"questions": ["cuont"]}, r"questions must be one of count, .* got 'cuont' \(count\?\)"),
    ({"questions": []}, "questions must name at least one of count"),
    ({"level": 95}, r"level must lie strictly between 0 and 1, got 95.0 \(a percentage"),
    ({"level": 0}, "level must lie strictly between 0 and 1, got 0"),
])
def test_bad_input(given, text):
    with pytest.raises(ValueError, match=text):
        coverage_table(**given)


def test_the_figure_shows_the_table(table):
    ax = plot_coverage(table)
    labels = ax.get_yticklabels()
    assert [label.get_text() for label in labels] == [row.label for row in table.table]
    bold = [label.get_fontweight() == "bold" for label in labels]
    assert bold == [row.claim == "guaranteed" for row in table.table]
    marks = {"|": [], "o>": []}
    for line in ax.lines:
        for kinds, places in marks.items():
            if str(line.get_marker()) in kinds:
                places.append(float(line.get_xdata()[0]))
    edge = 1 / 3_000
    assert marks["|"] == [max(1 - row.mean, edge) for row in table.table]
    worst = [max(1 - one, edge) for row in table.table for one in (row.least_common,
                                                                   row.least_rare)]
    assert marks["o>"] == worst
    widths = [text.get_text() for text in ax.child_axes[0].get_yticklabels()][1:]
    assert widths == [f"\N{MULTIPLICATION SIGN} {row.relative_width:.2f}" for row in table.table]
    assert [text.get_text() for text in ax.texts] == list(QUESTIONS.values())
    nominal, = (line for line in ax.lines if line.get_linestyle() == "--")
    assert nominal.get_xdata()[0] == pytest.approx(0.05)
    ticks = [label.get_text() for label in ax.get_xticklabels()]
    assert "1 in 20" in ticks and "all" in ticks
    assert ax.get_xlabel() == "samples in which the interval misses the truth"


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95, 0.99])
def test_the_figure_has_room(table, level):
    whole = table if level == 0.95 else coverage_table(level=level, questions=["known_rates"])
    figure = plot_coverage(whole).figure
    assert overlaps(figure) == [] and cut_off(figure) == [] and smallest(figure) >= 9
