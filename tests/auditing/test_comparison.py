import numpy as np
import pytest

from lfrstats.auditing.comparison import compare
from lfrstats.words.printed import read

HEADLINES = dict(tpir="70%", fpir="1 in 1,000", precision="8 of 42", inaccurate="81%")


def test_every_finding_of_the_headlines():
    """Each number worked out by hand in the comment beside it."""
    findings = {finding.name: finding.sentence for finding in compare(**HEADLINES).findings()}
    expected = {
        "both true": "1 in 2,976",  # 8 * 0.001 : 34 * 0.7 = 1 : 2975
        "natural frequencies": "of 124 alerts, 24 are right and 100 are false",  # 23.5 and 99.97
        "odds": "700 times likelier",  # 0.7 / 0.001; 1 : 2975 times 700 is 8 : 34 = 1 : 4.25
        "break-even": "1 listed face in 701",  # 0.001 / 0.701
        "crowd": "about 34,000 faces not on the list",  # 34 / 0.001
        "counted as wrong": "34 of 42",  # 81 % of 42 is 34.02
        "unpublished sizes": "From about 500 passes and 500,000 faces on",  # see test_unpublished
    }
    assert list(findings) == list(expected)
    for name, text in expected.items():
        assert text in findings[name]
    assert "1 in 7,440 to 1 in 1,353" in findings["both true"]
    assert "from 1 to 2,975 before the alert to 1 to 4.2 after it" in findings["odds"]


@pytest.mark.parametrize(("figure", "counts"), [
    ("81%", (34,)), ("81.0%", (34,)), ("80%", ()), ("about 80%", (32, 33, 34, 35)),
])
def test_which_counts_print_so(figure, counts):
    """By brute force over all counts of 42."""
    result = compare(**HEADLINES | {"inaccurate": figure})
    printed = read(figure)
    assert result.counted_as_wrong == counts
    assert counts == tuple(k for k in range(43) if printed.low <= k / 42 <= printed.high)


def test_an_inaccuracy_that_does_not_follow_is_said_so():
    result = compare(**HEADLINES | {"inaccurate": "93%"})
    assert "does not come from 42 alerts of which 8 are right" in str(result.findings()[-2])


def test_without_counts_there_is_no_crowd_and_no_interval():
    result = compare(tpir="70%", fpir="1 in 1,000", precision="19%")
    assert result.crowd is None and result.implied.sampling is None
    assert [finding.name for finding in result.findings()] == [
        "both true", "natural frequencies", "odds", "break-even"]


def test_the_curve_is_bayes_rule_and_its_band_holds_it():
    result = compare(**HEADLINES)
    curve = result.curve(points=61)
    by_hand = curve.prevalence * 0.7 / (curve.prevalence * 0.7 + (1 - curve.prevalence) * 0.001)
    np.testing.assert_allclose(curve.precision, by_hand, rtol=1e-12)
    assert (curve.low <= curve.precision).all() and (curve.precision <= curve.high).all()


@pytest.mark.parametrize("precision", [(0, 42), (42, 42)])
def test_extreme_counts_are_compared_without_nan(precision):
    result = compare(tpir=0.7, fpir=0.001, precision=precision)
    assert all("nan" not in finding.sentence for finding in result.findings())


def test_str_is_the_answer():
    assert "1 in 2,976" in str(compare(**HEADLINES))
