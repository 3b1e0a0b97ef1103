"""True prevalence: epiR's and asht's values, edges, and the region of two headlines."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.intervals.methods import METHODS
from lfrstats.samples.true_prevalences import prevalence_region, true_prevalence

EPIR = {
    "clopper_pearson": (0.138788253885, 0.317789686617),
    "sterne": (0.14035413208, 0.317309835265),
    "wilson": (0.144009757397, 0.314799769365),
    "blaker": ((0.228297782532 - 0.11) / 0.85, (0.379256783065 - 0.11) / 0.85),
}
"""R epiR 2.0.94, epi.prev, example 1; Blaker's from R BlakerCI 1.0-6 (epiR's lie on a grid)."""


@pytest.mark.parametrize("method", EPIR)
def test_known_rates_as_in_epir(method):
    found = true_prevalence((45, 150), tpir=0.96, fpir=0.11, method=method)
    assert found.uncut == pytest.approx(0.223529411765, abs=1e-9)
    assert found.uncut_limits == pytest.approx(EPIR[method], abs=1e-8)
    assert (found.low, found.high) == found.uncut_limits


@pytest.mark.parametrize(("positive", "tpir", "fpir", "estimate", "ours", "published", "within"), [
    ((4060, 11284), (178, 179), (1, 359), 0.3600301849, (0.3486735457, 0.3720829546),
     (0.349, 0.372), 1e-9),
    ((712, 11862), (8, 10), (0, 12), 0.075, (0, 0.1466683934), (0, 0.147), 1e-4),
    ((51, 509), (23, 41), (8, 195), 0.1138009928, (0.0366098105, 0.1946940622),
     (0.037, 0.195), 1e-9),
])
def test_lang_and_reiczigel(positive, tpir, fpir, estimate, ours, published, within):
    """Examples 1, 3 and 5 of their paper, and R asht 1.0.1, prevSeSp (3 has 6 % of 11,862)."""
    found = true_prevalence(positive, tpir=tpir, fpir=fpir, method="lang_reiczigel")
    assert found.uncut == pytest.approx(estimate, abs=max(within, 1e-9))
    assert (found.low, found.high) == pytest.approx(ours, abs=within)
    assert (found.low, found.high) == pytest.approx(published, abs=6e-4)
    melded = true_prevalence(positive, tpir=tpir, fpir=fpir)
    assert melded.low <= found.value <= melded.high


def test_melded_with_known_rates_is_clopper_pearson():
    exact = true_prevalence((45, 150), tpir=0.96, fpir=0.11)
    nearly = true_prevalence((45, 150), tpir=0.96, fpir=(11 * 10**8, 10**10))
    assert (nearly.low, nearly.high) == pytest.approx((exact.low, exact.high), abs=1e-4)


def test_cut_and_uncut():
    none = true_prevalence((0, 150), tpir=0.96, fpir=0.11)
    assert none.uncut == pytest.approx(-0.11 / 0.85) and none.value == none.low == none.high == 0
    assert "the whole interval is below 0" in str(none)
    few = true_prevalence((14, 150), tpir=0.96, fpir=0.11)
    assert few.uncut < 0 < few.high and "the formula gives less than 0" in str(few)
    every = true_prevalence((150, 150), tpir=0.96, fpir=(1, 100))
    assert every.value == every.high == 1 and "more than 1" in str(every)
    nothing = true_prevalence((0, 5), tpir=(3, 3), fpir=(0, 4))
    assert nothing.low == 0 < nothing.high < 1


def test_arrays():
    many = true_prevalence((np.array([40, 45]), 150), tpir=[[0.9], [0.96]], fpir=0.11)
    assert many.uncut.shape == many.low.shape == (2, 2)
    one = true_prevalence((45, 150), tpir=0.96, fpir=0.11)
    assert (many.uncut[1, 1], many.high[1, 1]) == pytest.approx((one.uncut, one.high))
    assert str(many) == "4 true prevalences"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 60), st.sampled_from(sorted(METHODS)), st.floats(0.5, 1), st.floats(0, 0.4))
def test_known_rates_map_limits(k, method, tpir, fpir):
    found = true_prevalence((k, 60), tpir=tpir, fpir=fpir, method=method)
    assert 0 <= found.low <= found.value + 1e-12 and found.value <= found.high + 1e-12 <= 1 + 1e-11
    assert found.uncut * (tpir - fpir) + fpir == pytest.approx(k / 60)


def test_region_of_two_headlines():
    region = prevalence_region(tpir=(7, 10), fpir="1 in 1,000", precision=(8, 42))
    assert region.value == Fraction(1, 2976) and region.verdict == "possible"
    low, high = region.prevalence
    rng = np.random.default_rng(1)
    ends = [region.limits[name] for name in ("tpir", "fpir", "precision")]
    t, f, p = (rng.uniform(*pair, 2000) for pair in ends)
    points = p * f / (p * f + (1 - p) * t)
    assert region.contains(points, t, f).all()
    assert low <= points.min() and points.max() <= high
    assert not region.contains(high * 1.01, t, f).any()
    assert region.contains(region.slice(tpir=0.7, fpir=0.001)[0], 0.7, 0.001)
    assert region.slice(tpir=0.1) is None and region.slice(tpir=0.7)[0] > low
    assert region.contains(float(region.value), 0.7, 0.001) is True


def test_impossible_regions():
    clash = prevalence_region(tpir="70%", fpir="1 in 1,000", precision=(8, 42), prevalence="2%")
    assert clash.prevalence is None and clash.verdict == "impossible"
    assert str(clash) == ("Impossible: 70 %, 1 in 1,000 and 8 of 42 cannot all be true in a crowd "
                          "with 2 % on the list (95 % joint level)")
    assert not clash.contains(0.02, 0.7, 0.001)
    assert prevalence_region(tpir=0.0, fpir=0.0, precision=0.5).verdict == "impossible"
    fits = prevalence_region(tpir="70%", fpir="1 in 1,000", precision=(8, 42),
                             prevalence="1 in 3,000")
    assert fits.verdict == "possible"


@pytest.mark.parametrize(("positive", "given", "message"), [
    ((151, 150), {}, "positive k must be at most positive n: 151 of 150"),
    ((-1, 150), {}, "positive k must be at least 0, got -1"),
    ((0, 0), {}, "positive n must be at least 1, got 0"),
    (45, {}, r"positive must be a pair \(k, n\) of alerts and faces, got 45"),
    ((45, 150), {"tpir": 0.1}, "tpir must exceed fpir, got 0.1 and 0.11: an alert would be no lik"),
    ((45, 150), {"tpir": (1, 10), "fpir": (3, 10)}, "so alerts say nothing about the base rate"),
    ((45, 150), {"tpir": 96}, r"tpir must lie in \[0, 1\], got 96.0 \(a percentage"),
    ((45, 150), {"level": 1}, "level must lie strictly between 0 and 1, got 1"),
    ((45, 150), {"method": "melded"}, "method must be one of clopper_pearson"),
    ((45, 150), {"tpir": (9, 10), "method": "lang_reiczigel"}, "must both be counts"),
    ((45, 150), {"tpir": (9, 10), "method": "wilson"}, "method must be one of melded and lang"),
    (([45, 46], 150), {"tpir": (9, 10)}, "must be single where a rate is a sample"),
    ((0, 9), {"tpir": (1, 1), "fpir": (2, 3), "method": "melded", "level": 0}, "level must lie"),
])
def test_bad_input(positive, given, message):
    with pytest.raises(ValueError, match=message):
        true_prevalence(positive, **{"tpir": 0.96, "fpir": 0.11} | given)
