import math

import numpy as np
import pytest

from lfrstats.table.rates import RATES, Table, canonical

# The definitions once more, by hand, from the four cells.
BY_HAND = {
    "prevalence": lambda tp, fn, fp, tn: (tp + fn) / (tp + fn + fp + tn),
    "tpir": lambda tp, fn, fp, tn: tp / (tp + fn),
    "fnir": lambda tp, fn, fp, tn: fn / (tp + fn),
    "fpir": lambda tp, fn, fp, tn: fp / (fp + tn),
    "tnir": lambda tp, fn, fp, tn: tn / (fp + tn),
    "precision": lambda tp, fn, fp, tn: tp / (tp + fp),
    "fdr": lambda tp, fn, fp, tn: fp / (tp + fp),
    "npv": lambda tp, fn, fp, tn: tn / (tn + fn),
    "false_omission_rate": lambda tp, fn, fp, tn: fn / (tn + fn),
    "alert_rate": lambda tp, fn, fp, tn: (tp + fp) / (tp + fn + fp + tn),
    "false_alert_rate": lambda tp, fn, fp, tn: fp / (tp + fn + fp + tn),
    "true_alert_rate": lambda tp, fn, fp, tn: tp / (tp + fn + fp + tn),
    "accuracy": lambda tp, fn, fp, tn: (tp + tn) / (tp + fn + fp + tn),
}


def test_every_rate_is_defined_by_hand_here():
    assert set(BY_HAND) == set(RATES)


@pytest.mark.parametrize("name", RATES)
def test_rates_against_their_definitions(name, rng):
    cells = rng.integers(1, 1000, size=(4, 50))
    table = Table(**dict(zip(("tp", "fn", "fp", "tn"), cells, strict=True)))
    np.testing.assert_allclose(getattr(table, name), BY_HAND[name](*cells), rtol=1e-15)


@pytest.mark.parametrize("name", RATES)
def test_a_numerator_lies_among_its_denominator(name):
    stated = RATES[name].statement
    assert not (stated.counted & ~stated.among).any()


# R epiR 2.0.94 epi.tests example 1 (Scott et al. 2008, Table 1), run with R 4.2.2:
# epi.tests(c(670, 202, 74, 640)), point estimates.
EPIR = {"alert_rate": 0.5498108448928, "prevalence": 0.469104665826, "tpir": 0.9005376344086,
        "tnir": 0.7600950118765, "accuracy": 0.8259773013871, "precision": 0.7683486238532,
        "npv": 0.8963585434174}


@pytest.mark.parametrize("name", EPIR)
def test_against_epir(name):
    table = Table(tp=670, fp=202, fn=74, tn=640)
    assert table.rate(name) == pytest.approx(EPIR[name], rel=1e-12)


def test_nothing_of_nothing_is_nan_and_other_rates_stay():
    table = Table(tp=0, fn=0, fp=0, tn=5)
    assert math.isnan(table.tpir) and math.isnan(table.precision)
    assert (table.fpir, table.npv, table.accuracy) == (0, 1, 1)


def test_a_system_that_never_alerts_is_highly_accurate():
    """Design, section 4: accuracy says little where almost nobody is listed."""
    assert Table(tp=0, fn=2, fp=0, tn=9998).accuracy == 0.9998


def test_statements_aliases_and_names():
    table = Table(tp=24, fn=10, fp=100, tn=99_866)
    assert table.rate("alert | not listed") == table.rate("false positive rate") == table.fpir
    assert canonical("True_Positive_Rate") == "tpir"
    with pytest.raises(ValueError, match=r"'precison' is no known rate \(precision\?\)"):
        canonical("precison")
    with pytest.raises(AttributeError, match="a table has no 'recal'"):
        _ = table.recal


def test_negative_cells_are_refused():
    with pytest.raises(ValueError, match="fp must not be negative, got -1"):
        Table(tp=1, fn=1, fp=-1, tn=1)


def test_expectation_scales_the_cells():
    expected = Table(tp=0.1, fn=0.2, fp=0.3, tn=0.4).expect(faces=50)
    np.testing.assert_allclose([expected.tp, expected.fn, expected.fp, expected.tn],
                               [5, 10, 15, 20])


def test_whole_faces_show_the_same_percentage(rng):
    """riskyr's default of N = 100 shows 50 % for 47.6 % ("Psylicraptis"); ours must not."""
    table = Table(tp=0.01 * 0.9, fn=0.01 * 0.1, fp=0.99 * 0.01, tn=0.99 * 0.99)
    whole = table.whole()
    assert round(100 * whole.precision) == round(100 * table.precision) == 48


def test_natural_frequencies_of_the_flagship():
    table = Table(tp=23.5, fn=10.1, fp=99.97, tn=99_866.43)
    assert table.natural_frequencies(100_000) == (
        "Of 100,000 faces, 34 are on the list and 24 of them raise an alert. Of the 99,966 others, "
        "100 raise one too. So of 124 alerts, 24 are right and 100 are false."
    )


def test_rows_name_every_denominator():
    rows = Table(tp=1, fn=1, fp=1, tn=1).rows()
    assert [row["rate"] for row in rows] == list(RATES)
    assert all(row["of"] and row["statement"].startswith("P(") for row in rows)
