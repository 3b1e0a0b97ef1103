"""The fast way to a posterior: charts, peaks, sums at equal steps; each against another derivation.

A chart's density must be the joint density over the determinant of how the chart's coordinates move
with (prevalence, tpir, fpir), here by differences; planes must hold what `Slices` finds in them,
line by line and in other coordinates; and what is not resolved must be said not to be.
"""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, logit

from lfrstats.posteriors import posterior
from lfrstats.posteriors.lines.joint import Factor
from lfrstats.posteriors.lines.quadrature import Wanted, integrate
from lfrstats.posteriors.lines.scales import scale_of
from lfrstats.posteriors.lines.slices import Slices
from lfrstats.posteriors.marginals import _torn
from lfrstats.posteriors.planes.bells import Bells, _rough
from lfrstats.posteriors.planes.charts import Chart
from lfrstats.posteriors.planes.peaks import Peaks
from lfrstats.posteriors.planes.planes import Planes
from lfrstats.table.rates import RATES

PROBLEMS = {
    "alerts": {"tpir": (103, 122), "fpir": (2, 401), "alert_rate": (50, 3330)},
    "precision": {"tpir": (70, 100), "fpir": (34, 34_000), "precision": (8, 42)},
    "many": {"tpir": (7_000_000, 10_000_000), "fpir": (10_000, 10_000_000),
             "precision": (1_904_762, 10_000_000)},
    "few": {"tpir": (1, 1), "fpir": (0, 1), "precision": (1, 1)},
    "ranges": {"tpir": "uniform(0.3, 0.9)", "fpir": "uniform(0, 0.2)",
               "prevalence": "loguniform(1e-6, 0.5)", "alert_rate": (30, 900)},
    "shares": {"observed": {"alert and listed": (30, 1000), "npv": (990, 1000)},
               "tpir": "beta(3, 2)"},
}
CHARTS = [(target, other) for target in RATES for other in RATES
          if len({frozenset((RATES[name].statement.counted.tobytes(),
                             (RATES[name].statement.among & ~RATES[name].statement.counted)
                             .tobytes())) for name in (target, other)}) == 2]
SINGULAR = 1e-7
"""Determinants (of logits) below which a chart's coordinates hardly fix a table."""


def rate(name):
    return Factor.of(RATES[name].statement)


def tables(joint, rng, many=6):
    """Random prevalences, tpirs and fpirs within bounds, not all in the middle: (3, many)."""
    places = expit(rng.uniform(-4, 4, (3, many)))
    return np.stack([joint.at(i, places[i], 1 - places[i])[0] for i in range(3)])


def log_joint(joint, values):
    """The joint density, straight from its definition."""
    p, s, f = values
    cells = np.stack([p * s, p * (1 - s), (1 - p) * f, (1 - p) * (1 - f)])
    total = 0.0
    for factor in joint.factors:
        counted, rest = (np.array(mask, float) @ cells for mask in (factor.counted, factor.rest))
        total = total + factor.a * np.log(counted / (counted + rest))
        total = total + factor.b * np.log(rest / (counted + rest))
    return total


def coordinates(chart, values):
    """The given rate's logit and the two others of tables: (3, many)."""
    (given, spare), logits = chart.coordinates(values, 1 - values)
    return np.stack([np.log(given / spare), *logits])


def determinants(chart, values, step=1e-6):
    """How the coordinates move with the three parameters, by differences in their logits."""
    columns = []
    for i in range(3):
        moved = []
        for side in (-1, 1):
            new = values.copy()
            new[i] = expit(logit(values[i]) + side * step)
            moved.append(coordinates(chart, new))
        columns.append((moved[1] - moved[0]) / (2 * step))
    return np.abs(np.linalg.det(np.moveaxis(np.array(columns), 2, 0)))


@pytest.mark.parametrize("name", PROBLEMS)
def test_density_in_every_chart(name):
    """All pairs of rates: the density is the joint one over the determinant of the coordinates."""
    joint, rng = posterior(**PROBLEMS[name]).joint, np.random.default_rng(20261122)
    compared = 0
    for target, other in CHARTS:
        chart, values = Chart(joint, rate(target), rate(other)), tables(joint, rng)
        given, logits = chart.coordinates(values, 1 - values)
        found = chart.log_density(given[0][:, None], given[1][:, None], logits[0][:, None],
                                  logits[1][:, None, None])[:, 0, 0]
        volume = determinants(chart, values)
        clear = volume > SINGULAR
        wanted = log_joint(joint, values) + np.log(values * (1 - values)).sum(axis=0)
        wanted = (wanted - np.log(given[0] * given[1]))[clear] - np.log(volume[clear])
        assert np.abs(found[clear] - wanted).max(initial=0) < 1e-3, (target, other)
        compared += clear.sum()
    assert compared > 3 * len(CHARTS)


def test_lines_end_at_walls():
    """Each line of a chart runs between two tables with an empty cell, and keeps both rates."""
    joint, rng = posterior(**PROBLEMS["precision"]).joint, np.random.default_rng(1)
    for target, other in CHARTS[::5]:
        chart, values = Chart(joint, rate(target), rate(other)), tables(joint, rng, 30)
        p, s, f = values
        cells = np.stack([p * s, p * (1 - s), (1 - p) * f, (1 - p) * (1 - f)])
        rates = []
        for factor in (chart.target, chart.other):
            counted, rest = (np.array(mask, float) @ cells for mask in (factor.counted,
                                                                        factor.rest))
            rates += [counted / (counted + rest), rest / (counted + rest)]
        with np.errstate(divide="ignore", invalid="ignore"):
            start, stop, _ = chart.ends(*rates)
        assert (np.minimum(start.min(axis=0), stop.min(axis=0)) >= 0).all()
        assert (start.min(axis=0) == 0).all() and (stop.min(axis=0) == 0).all()
        for end in (start, stop):
            assert np.allclose(end.sum(axis=0), 1, atol=1e-12)
            for factor, value in zip((chart.target, chart.other), rates[::2], strict=True):
                counted, rest = (np.array(mask, float) @ end for mask in (factor.counted,
                                                                          factor.rest))
                assert np.allclose(counted, value * (counted + rest), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize(("name", "target", "other"), [
    ("alerts", "tpir", "alert_rate"), ("precision", "prevalence", "fpir"),
    ("precision", "precision", "tpir"), ("many", "fpir", "tpir"), ("few", "tpir", "fpir")])
def test_peaks_against_a_minimiser(name, target, other):
    found = posterior(**PROBLEMS[name])
    scale = scale_of(found.joint, rate(target))
    peaks = Peaks(Chart(found.joint, rate(target), rate(other)), scale, found.summit)
    middle = found.rate(target).quantile([0.1, 0.5, 0.9])
    bells = peaks.found(middle, 1 - middle)
    assert bells.found.all()
    for i, value in enumerate(middle):
        def height(at, value=value):
            one, two = np.array([[at[0]]]), np.array([[[at[1]]]])
            return -peaks.chart.log_density(np.array([[value]]), np.array([[1 - value]]), one,
                                            two)[0, 0, 0]

        best = minimize(height, (bells.one[i], bells.other[i]), method="Nelder-Mead",
                        options={"xatol": 1e-10, "fatol": 1e-10, "maxiter": 4000})
        assert -height((bells.one[i], bells.other[i])) > -best.fun - 0.05
        assert abs(best.x[0] - bells.one[i]) < 0.4 * bells.wide[i]


@pytest.mark.parametrize("name", PROBLEMS)
def test_planes_against_lines(name):
    """The density of each rate, where it has mass, against integration line by line."""
    found = posterior(**PROBLEMS[name])
    for target in ("prevalence", "tpir", "precision", "npv", "alert_rate"):
        wanted = found.rate(target).quantile(np.array([1e-4, 0.1, 0.5, 0.9, 0.9999]))
        lines = Slices(found.joint, rate(target), found.summit)
        theta = lines.scale.of(wanted)
        planes = Planes(lines).log_density(theta)
        exact = lines.log_density(theta)
        weight = np.exp(exact - exact.max())
        assert (weight * np.abs(np.expm1(planes - exact))).max() < 5e-8, target


def test_stated_errors_of_coarse_sums():
    """Sums with far too few nodes: how wrong they are is not more than what they say."""
    checked = 0
    for name, target, other in (("alerts", "tpir", "alert_rate"), ("few", "precision", "tpir"),
                                ("precision", "prevalence", "tpir"), ("many", "tpir", "fpir")):
        found = posterior(**PROBLEMS[name])
        scale = scale_of(found.joint, rate(target))
        bells = Bells(Peaks(Chart(found.joint, rate(target), rate(other)), scale, found.summit))
        x = found.rate(target).quantile(np.linspace(0.01, 0.99, 25))
        with np.errstate(all="ignore"):
            there = bells.peaks.found(x, 1 - x)
            reach, growth, _ = bells._reaches(x, 1 - x, there)
            exact = bells._sums(x, 1 - x, there, reach, growth, np.array([129, 129]))[0]
            for size in (5, 9, 13, 17, 21, 25):
                logs, rough, rims = bells._sums(x, 1 - x, there, reach, growth,
                                                np.array([size, size]))
                stated = rough.sum(axis=1) + rims.sum(axis=(1, 2)) + 1e-8
                assert (np.abs(np.expm1(logs - exact)) < stated).all(), (name, size)
                checked += 1
    assert checked == 24


def test_a_spike_between_nodes_is_not_taken_as_resolved():
    """A narrow bell, wherever it lies between the nodes, and one on top of a broad one."""
    places = np.arange(17.0)
    for shift in np.linspace(0, 1, 11):
        narrow = np.exp(-0.5 * ((places - 8 - shift) / 0.3) ** 2)[None, None]
        broad = np.exp(-0.5 * ((places - 8) / 3) ** 2)[None, None] + 0.1 * narrow
        for mass, least in ((narrow, 0.25), (broad, 0.004)):
            assert _rough(mass, mass.sum(axis=(1, 2)))[0] > least


@pytest.mark.parametrize("name", ["alerts", "precision", "many", "few"])
def test_edges_hold_the_density(name):
    found = posterior(**PROBLEMS[name])
    for target in ("tpir", "fpir", "precision"):
        lines = Slices(found.joint, rate(target), found.summit)
        edges = Planes(lines).edges
        low, high = found.rate(target).cdf(lines.scale.place(edges[[0, -1]])[0])
        assert low < 1e-6 and high > 1 - 1e-6 and (np.diff(edges) > 0).all()


TWO_BELLS = {"prevalence": (2, 62), "tpir": "loguniform(1e-6, 1)", "alert_rate": (1, 5),
             "observed": {"precision": (0, 2), "alert and not listed": (0, 1)}}
"""Planes of the false omission rate hold two bells, by most coordinates."""


def test_planes_of_two_bells_are_not_taken_for_one():
    """Quantiles of `tests/posterior_oracle.py`, 2026-11-22; one bell alone is 1e-5 away."""
    found = posterior(**TWO_BELLS).rate("false_omission_rate")
    wanted = [0.00947218, 0.05389741, 0.16619845]
    assert found.quantile([0.025, 0.5, 0.975]) == pytest.approx(wanted, rel=3e-7)


def test_a_density_with_a_jump_is_done_again():
    """Slivers about a jump are seen; panels about a kink, or of a smooth curve, are not."""
    def panels(log_f):
        ends = np.array([0.0]), np.array([10.0])
        wanted = Wanted(size=26, tolerance=1e-9, curve=True, gain=1)
        return integrate(lambda _, at: log_f(at), np.array([[0.0, 5.0, 10.0]]), ends, wanted)

    def smooth(at):
        return -0.5 * np.square(at - 4)

    def jumping(at):
        return smooth(at) - 0.01 * (at > 5.21)

    assert not _torn(panels(smooth), np.array([0.0, 10.0]))
    assert _torn(panels(jumping), np.array([0.0, 10.0]))
    assert not _torn(panels(jumping), np.array([0.0, 5.21, 10.0]))
