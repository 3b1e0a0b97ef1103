import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.table.bayes import break_even_prevalence, likelihood_ratio, odds, share_of_odds
from lfrstats.table.solving import solve

SHARES = st.floats(1e-9, 1 - 1e-9)


@given(SHARES)
def test_odds_and_shares_are_inverse(share):
    assert share_of_odds(odds(share)) == pytest.approx(share, rel=1e-12)


@given(SHARES, SHARES, SHARES)
def test_bayes_in_odds_equals_the_table(prevalence, tpir, fpir):
    """odds(precision) = odds(prevalence) LR, against the four cells."""
    table = solve(prevalence=prevalence, tpir=tpir, fpir=fpir)
    ratio = likelihood_ratio(tpir=tpir, fpir=fpir)
    assert odds(prevalence) * ratio == pytest.approx(odds(table.precision), rel=1e-6)
    silence = likelihood_ratio(tpir=tpir, fpir=fpir, alert=False)
    missed = table.fn / table.tn
    assert odds(prevalence) * silence == pytest.approx(missed, rel=1e-9)


@given(SHARES, SHARES, st.floats(0.01, 0.99))
def test_break_even_is_where_the_table_has_that_precision(tpir, fpir, precision):
    prevalence = break_even_prevalence(tpir=tpir, fpir=fpir, precision=precision)
    table = solve(prevalence=prevalence, tpir=tpir, fpir=fpir)
    assert table.precision == pytest.approx(precision, rel=1e-6)


def test_break_even_of_the_headlines():
    assert break_even_prevalence(tpir=0.7, fpir=0.001) == pytest.approx(1 / 701, rel=1e-14)


def test_published_likelihood_ratios():
    """R epiR epi.nomogram example 1: sensitivity 0.89, specificity 0.85."""
    assert likelihood_ratio(tpir=0.89, fpir=0.15) == pytest.approx(5.9333333, rel=1e-7)
    silence = likelihood_ratio(tpir=0.89, fpir=0.15, alert=False)
    assert silence == pytest.approx(0.12941176, rel=1e-7)


def test_edges():
    assert odds(0) == 0 and odds(1) == math.inf and share_of_odds(0) == 0
    assert math.isnan(likelihood_ratio(tpir=0, fpir=0))
    assert likelihood_ratio(tpir=0.5, fpir=0) == math.inf
    assert math.isnan(break_even_prevalence(tpir=0, fpir=0))
    with pytest.raises(ValueError, match="odds must be at least 0, got -1"):
        share_of_odds(-1)
    with pytest.raises(ValueError, match=r"share must lie in \[0, 1\], got 70.0"):
        odds(70)


def test_arrays():
    np.testing.assert_allclose(odds([0.5, 0.2]), [1, 0.25])
