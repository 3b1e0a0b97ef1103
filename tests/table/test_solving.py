"""Any three independent rates, back and forth, against exact rational elimination."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from lfrstats.table import solving
from lfrstats.table.rates import CELLS, RATES, Table
from lfrstats.table.solving import solve
from lfrstats.words.printed import read

TRIPLES = [three for three in combinations(RATES, 3) if not solving._dependent(three)]


def random_tables(rng, size):
    """Tables with prevalence and false alerts down to 1e-9."""
    prevalence, fpir = 10 ** rng.uniform(-9, -0.01, (2, size))
    tpir = rng.uniform(0.001, 0.999, size)
    return Table(tp=prevalence * tpir, fn=prevalence * (1 - tpir),
                 fp=(1 - prevalence) * fpir, tn=(1 - prevalence) * (1 - fpir))


def test_how_many_triples_are_independent():
    """286 triples; generic rank of the exact system by fractions, not by floating point."""
    cells = [Fraction(n, 53) for n in (5, 11, 17, 20)]
    independent = [three for three in combinations(RATES, 3) if exact_solution(three, cells)]
    assert independent == TRIPLES
    assert len(TRIPLES) == 231


def exact_rows(three, values):
    rows = [[Fraction(1)] * 4 + [Fraction(1)]]
    for name, value in zip(three, values, strict=True):
        stated = RATES[name].statement
        rows.append([Fraction(int(c)) - value * int(a) for c, a in
                     zip(stated.counted, stated.among, strict=True)] + [Fraction(0)])
    return rows


def exact_rate(name, cells):
    stated = RATES[name].statement
    counted = sum(c for c, s in zip(cells, stated.counted, strict=True) if s)
    return counted / sum(c for c, s in zip(cells, stated.among, strict=True) if s)


def exact_solution(three, cells):
    """Gauss-Jordan elimination in fractions; None where the system is singular."""
    rows = exact_rows(three, [exact_rate(name, cells) for name in three])
    for column in range(4):
        pivot = next((row for row in range(column, 4) if rows[row][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(4):
            if row != column and rows[row][column]:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[4] for row in rows]


@pytest.mark.parametrize("three", TRIPLES)
def test_exact_elimination_gives_the_same_cells(three):
    cells = [Fraction(n, 53) for n in (5, 11, 17, 20)]
    assert exact_solution(three, cells) == cells
    table = solve(**{name: float(exact_rate(name, cells)) for name in three})
    for cell, value in zip(CELLS, cells, strict=True):
        assert getattr(table, cell) == pytest.approx(float(value), rel=1e-12)


def test_every_triple_meets_its_rates_on_random_tables(rng):
    """10,000 tables down to a prevalence of 1e-9, for each of the 231 triples."""
    table = random_tables(rng, 10_000)
    for three in TRIPLES:
        given = {name: table.rate(name) for name in three}
        solved = solve(**given)
        for name, value in given.items():
            np.testing.assert_allclose(solved.rate(name), value, rtol=1e-12, err_msg=str(three))


WELL_CONDITIONED = [
    ("prevalence", "tpir", "fpir"), ("tpir", "fpir", "precision"),
    ("prevalence", "fnir", "fpir"), ("true_alert_rate", "tpir", "false_alert_rate"),
    ("prevalence", "tpir", "false_alert_rate"), ("tpir", "fpir", "true_alert_rate"),
]


@pytest.mark.parametrize("three", WELL_CONDITIONED)
def test_cells_come_back_where_the_rates_fix_them_sharply(three, rng):
    table = random_tables(rng, 10_000)
    keep = table.fdr > 1e-3 if "precision" in three else slice(None)
    solved = solve(**{name: table.rate(name)[keep] for name in three})
    for cell in CELLS:
        np.testing.assert_allclose(getattr(solved, cell), getattr(table, cell)[keep], rtol=1e-12)


def test_the_flagship():
    table = solve(tpir="70%", fpir="1/1000", precision="8/42")
    assert table.prevalence == pytest.approx(1 / 2976, rel=1e-12)
    assert table.fdr == pytest.approx(34 / 42, rel=1e-12)


# features.md, section 9, and Gigerenzer, Hoffrage, Tversky, Kahneman; see the reference file.
POINTS = [
    # prevalence, tpir, fpir, precision
    (0.01, 0.95, 0.05, 0.16101694915254236),  # Gelman and Carpenter 2020, section 2
    (0.01, 0.9, 0.09, 0.09174311926605505),  # Gigerenzer et al. 2007
    (10 / 1000, 8 / 10, 95 / 990, 8 / 103),  # Gigerenzer and Hoffrage 1995
    (0.01, 0.8, 0.096, 0.07763975155279504),  # Hoffrage et al. 2015
    (0.15, 0.8, 0.2, 0.41379310344827586),  # Tversky and Kahneman's cab
    (0.001, 0.99, 0.01, 0.09016393442622951),  # a rare disease, 99 % twice
    (0.00265, 0.734, 0.123, 0.01560835553765212),  # Downey, ThinkBayes2, med_test (as shares)
    (0.05, 0.89, 0.15, 0.23796791443850268),  # R epiR epi.nomogram example 1
    (0.0001, 1.0, 0.000004, 0.9615421597775007),  # riskyr 0.4.0 scenario 15, HIV
    (0.063, 0.21, 0.06, 0.19049676025917914),  # riskyr 0.4.0 scenario 9, PSA
]


@pytest.mark.parametrize(("prevalence", "tpir", "fpir", "precision"), POINTS)
def test_published_predictive_values(prevalence, tpir, fpir, precision):
    table = solve(prevalence=prevalence, tpir=tpir, fpir=fpir)
    assert table.precision == pytest.approx(precision, rel=1e-9)


def test_dtcompair_prints_one_minus_npv():
    """DTComPair 1.2.2 pv.prev gives npv 0.1501 at 50 % prevalence; it is 0.8499."""
    table = solve(prevalence=[0.2, 0.5], tpir=397 / 451, fpir=84 / 261)
    np.testing.assert_allclose(table.npv, [0.9577267082980906, 0.8499377136103746], rtol=1e-12)
    np.testing.assert_allclose(table.precision, [0.4060975179598123, 0.7322704433184217])


def test_arrays_are_loops_of_scalars(rng):
    tpir, fpir, precision = rng.uniform(0.05, 0.95, (3, 20))
    fpir = fpir * tpir
    table = solve(tpir=tpir, fpir=fpir, precision=precision)
    for i in range(20):
        one = solve(tpir=tpir[i], fpir=fpir[i], precision=precision[i])
        assert one.prevalence == table.prevalence[i]
    assert solve(tpir=tpir[:, None], fpir=0.001, precision=precision).prevalence.shape == (20, 20)


def test_precision_rises_with_the_base_rate():
    precision = solve(prevalence=np.linspace(0, 1, 101), tpir=0.7, fpir=0.001).precision
    assert (np.diff(precision) > 0).all() and precision[0] == 0 and precision[-1] == 1


REFUSED = [
    (dict(tpir=70, fpir=0.001, precision=0.2),
     "tpir must lie in [0, 1], got 70.0 (a percentage? write 0.7)"),
    (dict(tpir="70", fpir=0.001, precision=0.2),
     "tpir: a share must lie between 0 and 1, got '70'"),
    (dict(tpir=0.7, fnir=0.3, fpir=0.001), "tpir and fnir are dependent"),
    (dict(prevalence=0.5, tpir=0.1, true_alert_rate=0.05),
     "prevalence, tpir and true_alert_rate are dependent: each follows from the other two"),
    (dict(tpir=0.7, fpir=0, precision=8 / 42),
     "tpir=0.7, fpir=0 and precision=0.190476 cannot all be true: only a table with no faces on "
     "the list that pass would fit"),
    (dict(tpir=0.7, fpir=0, precision=1), "fit no table or more than one"),
    (dict(tpir=0.3, fpir=0.3, alert_rate=0.3), "fit no table or more than one"),
    (dict(tpir=0.7, fpir=0.7, alert_rate=0.5), "fit no table or more than one"),
    (dict(prevalence=0.5, alert_rate=0.9, tpir=0.1),
     "cannot all be true: fpir would have to be 1.7, which is 0.7 above 1"),
    (dict(prevalence=0.5, alert_rate=0.1, tpir=0.4),
     "cannot all be true: fpir would have to be -0.2, which is 0.2 below 0"),
    (dict(tpir=0.7), "three different rates are needed, got tpir"),
    (dict(tpir=0.7, hit_rate=0.7, fpir=0.2), "three different rates are needed"),
    (dict(fooo=1, tpir=0.7, fpir=0.1), "'fooo' is no known rate"),
    (dict(tpir=np.nan, fpir=0.1, precision=0.2), "tpir must be a finite number, got nan"),
]


@pytest.mark.parametrize(("rates", "message"), REFUSED)
def test_refusals_name_what_and_why(rates, message):
    with pytest.raises(ValueError) as caught:
        solve(**rates)
    assert message in str(caught.value)


def test_one_impossible_element_of_an_array_is_named():
    with pytest.raises(ValueError, match=r"prevalence=0\.5, alert_rate=0\.9 and tpir=0\.1 cannot"):
        solve(prevalence=0.5, alert_rate=[0.5, 0.9], tpir=[0.5, 0.1])


def test_edges_that_are_tables():
    nobody = solve(prevalence=0, tpir=0.7, fpir=0.001)
    assert np.isnan(nobody.tpir) and nobody.precision == 0 and nobody.fpir == pytest.approx(0.001)
    everybody = solve(prevalence=1, tpir=0.7, fpir=0.001)
    assert everybody.precision == 1 and np.isnan(everybody.fpir)
    silent = solve(prevalence=0.01, tpir=0.7, fpir=0)
    assert silent.precision == 1 and silent.fp == 0


def test_printed_figures_are_read():
    assert solve(tpir=read("70%"), fpir="1 in 1,000", prevalence=0.5).tpir == pytest.approx(0.7)
