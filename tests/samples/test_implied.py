from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from lfrstats.samples.implied import implied_crowd, implied_prevalence
from lfrstats.table.solving import solve


def test_the_headlines_imply_one_in_2976():
    """Closed form by hand: 8 x 0.001 / (8 x 0.001 + 34 x 0.7) = 0.008 / 23.808 = 1 / 2976."""
    implied = implied_prevalence(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    assert implied.value == Fraction(1, 2976)


def test_the_interval_of_the_42_alerts_alone():
    """Clopper-Pearson limits from scipy.stats.beta, through the odds by hand."""
    implied = implied_prevalence(tpir=0.7, fpir=0.001, precision=(8, 42))
    for ours, limit in zip(implied.sampling, (beta.ppf(0.025, 8, 35), beta.ppf(0.975, 9, 34)),
                           strict=True):
        odds = limit / (1 - limit) / 700
        assert ours == pytest.approx(odds / (1 + odds), rel=1e-10)
    assert [round(1 / end) for end in implied.sampling] == [7440, 1353]


def test_the_rounding_of_print_alone_and_both_together():
    implied = implied_prevalence(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    low = Fraction(8) / 1500 / (Fraction(8) / 1500 + 34 * Fraction(705, 1000))
    high = Fraction(8) / 950 / (Fraction(8) / 950 + 34 * Fraction(695, 1000))
    assert implied.rounding == (float(low), float(high))
    assert implied.both[0] < min(implied.rounding[0], implied.sampling[0])
    assert implied.both[1] > max(implied.rounding[1], implied.sampling[1])


@given(st.floats(0.01, 1), st.floats(1e-6, 0.5), st.floats(0.01, 0.99))
def test_the_table_at_the_implied_base_rate_has_that_precision(tpir, fpir, precision):
    implied = implied_prevalence(tpir=tpir, fpir=fpir, precision=precision)
    table = solve(prevalence=float(implied.value), tpir=tpir, fpir=fpir)
    assert table.precision == pytest.approx(precision, rel=1e-9)
    assert implied.sampling is None and implied.rounding == (float(implied.value),) * 2


def test_no_and_only_right_alerts():
    none = implied_prevalence(tpir=0.7, fpir=0.001, precision=(0, 42))
    assert none.value == 0 and none.sampling[0] == 0 and 0 < none.sampling[1] < 1
    every = implied_prevalence(tpir=0.7, fpir=0.001, precision=(42, 42))
    assert every.value == 1 and every.sampling[1] == 1


def test_figures_printed_as_0_or_100_percent():
    wide = implied_prevalence(tpir="100%", fpir="0.1%", precision="0%")
    assert wide.value == 0 and wide.rounding[0] == 0 and wide.rounding[1] > 0


@pytest.mark.parametrize(("figures", "message"), [
    (dict(tpir=0, fpir=0.1, precision=0.5), "tpir must be above 0 to imply a base rate, got 0"),
    (dict(tpir=0.7, fpir="0", precision=0.5), "fpir must be above 0 to imply a base rate, got 0"),
    (dict(tpir=70, fpir=0.1, precision=0.5), r"tpir must lie in \[0, 1\], got 70"),
    (dict(tpir=0.7, fpir=0.1, precision=(43, 42)), "precision k must be at most precision n"),
    (dict(tpir=0.7, fpir=0.1, precision=0.5, level=95), "level must lie strictly between 0 and 1"),
])
def test_refusals(figures, message):
    with pytest.raises(ValueError, match=message):
        implied_prevalence(**figures)


def test_sentences_name_the_denominator():
    implied = implied_prevalence(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    assert "1 in 2,976 faces that pass is on the list" in str(implied)
    assert "1 in 7,440 to 1 in 1,353 on the 42 alerts alone" in str(implied)


def test_the_crowd_that_fits():
    """34 / 0.001 = 34,000 faces not on the list; 8 / 0.7 = 11.43 on it, of whom 3.43 missed."""
    crowd = implied_crowd(right=8, false=34, tpir="70%", fpir="1 in 1,000")
    assert crowd.others == 34_000
    assert crowd.listed == pytest.approx(80 / 7, rel=1e-15)
    assert crowd.missed == pytest.approx(24 / 7, rel=1e-15)
    assert "11 or 12 faces on it" in str(crowd)


def test_the_crowd_has_the_implied_base_rate():
    crowd = implied_crowd(right=8, false=34, tpir=0.7, fpir=0.001)
    assert crowd.listed / (crowd.listed + crowd.others) == pytest.approx(1 / 2976, rel=1e-14)


def test_a_crowd_needs_rates_above_0_and_whole_alerts():
    with pytest.raises(ValueError, match="fpir must be above 0 to imply a crowd, got 0"):
        implied_crowd(right=8, false=34, tpir=0.7, fpir=0)
    with pytest.raises(ValueError, match="right must be a whole number, got 8.5"):
        implied_crowd(right=8.5, false=34, tpir=0.7, fpir=0.1)
