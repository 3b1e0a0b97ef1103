from fractions import Fraction

import pytest
from good_study import GOOD, claim

from lfrstats.auditing.audits import audit
from lfrstats.reconciling import Contradiction


@pytest.fixture
def study(tmp_path):
    def write(text):
        path = tmp_path / "study.toml"
        path.write_text(text)
        return path

    return write


def test_the_articles_can_all_be_true():
    found = audit("met-trials-2020")
    assert found.consistent and not found.failures
    group, = found.together
    assert sum(map(len, group.claims.values())) == 13
    assert group.consistent and group.sampled.witness().holds()


def test_what_the_articles_imply():
    """Lower ends in closed form: precision at least 8/42, or 19 % of "at most 81 %"; the base rate
    from odds(precision) * fpir / tpir at the corners of print."""
    group, = audit("met-trials-2020").together
    bounds = {found.name: found.exact for found in group.answers}
    assert bounds["precision"].low == max(Fraction(8, 42), Fraction(19, 100))
    odds = Fraction(8, 34) * Fraction(1, 1500) / Fraction(705, 1000)
    assert bounds["prevalence"].low == odds / (1 + odds)
    assert all(found.proved for found in bounds.values())


def test_verified_read_as_right_gives_the_base_rate_of_the_comparison():
    from lfrstats.samples.implied import implied_prevalence

    group, = audit("met-trials-2020").together
    found = group.read_as.bounds("prevalence")
    low, high = implied_prevalence(tpir="70%", fpir="1 in 1,000", precision="8 of 42").rounding
    assert (float(found.low), float(found.high)) == pytest.approx((low, high), rel=1e-15)


def test_a_contradiction_names_its_claims(study):
    text = GOOD.replace('[events]', '[events]').replace(
        'period = "2020"', 'period = "2020"\nimplies = ["confirmed -> alert and listed"]')
    text += claim("fp", "fpir", "1 in 1,000") + claim("right", "precision", "at least 90%")
    text += claim("rare", "prevalence", "at most 1 in 10,000")
    found = audit(study(text))
    group, = found.together
    assert not found.consistent and isinstance(group.sampled, Contradiction)
    assert set(group.sampled.conflict) == {"fp", "right", "rare"}
    assert group.sampled.certificate.holds()
    assert "cannot all be true" in found.failures[0]


def test_conditions_keep_claims_apart_unless_a_reason_is_given(study):
    text = GOOD + """
[[condition]]
id = "strict"
meaning = "at the strict threshold"

[[condition]]
id = "loose"
meaning = "at the loose threshold"
""" + claim("a", "fpir", "1%", 'condition = "strict"') + claim(
        "b", "fpir", "5%", 'condition = "loose"')
    path = study(text)
    apart = audit(path)
    assert apart.consistent
    assert [group.name for group in apart.together] == [
        "claims without a recorded condition", "at the strict threshold", "at the loose threshold"]
    together = audit(path, assume_same="to see what would follow")
    assert not together.consistent and together.assume_same == "to see what would follow"
    assert set(together.together[0].sampled.conflict) == {"a", "b"}


def test_counts_are_samples_first_and_shares_second(study):
    """Two samples of one share may differ by chance; as exact shares they contradict."""
    more = "k = {}\nn = 40"
    text = GOOD + claim("a", "fdr", "50%", more.format(20)) + claim("b", "fdr", "45%",
                                                                    more.format(18))
    group, = audit(study(text)).together
    assert group.consistent and isinstance(group.exact, Contradiction)


def test_the_unverified_alerts(study):
    """42 = 8 right + 14 wrong + 4 lost + 16 rejected: 8/42 to 28/42, 8/42 to 12/42 trusting."""
    words = 'of = "alerts"\nthat = "were {0}"\nk = {1}\nn = 42'
    text = GOOD.replace('confirmed = "verified"',
                        'confirmed = "verified"\nrefuted = "x"\nlost = "x"\nrejected = "x"')
    for id, k in (("refuted", 14), ("lost", 4), ("rejected", 16)):
        text += claim(id, f"{id} | alert", f"{k} of 42", words.format(id, k))
    text += """
[unverified]
right = "two"
wrong = "refuted"
groups = ["lost", "rejected"]
trusted_wrong = ["rejected"]
"""
    first, second = audit(study(text)).unverified
    assert (first.low, first.high) == (Fraction(8, 42), Fraction(28, 42))
    assert (second.low, second.high) == (Fraction(8, 42), Fraction(12, 42))
    assert first.tipping_point().needed == 14


def test_claims_that_say_the_very_same_are_taken_once(study):
    text = GOOD + claim("again", "tpir", "70 per cent")
    group, = audit(study(text)).together
    assert [len(same) for same in group.claims.values()] == [2, 1]


def test_bad_arguments():
    with pytest.raises(ValueError, match="level must lie strictly between 0 and 1, got 95"):
        audit("met-trials-2020", level=95)
    with pytest.raises(ValueError, match="is neither a recorded study"):
        audit("nope")
