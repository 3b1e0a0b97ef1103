"""Claim against claim: tails by exact fractions and by mpmath, parts by hand and by adding up."""

from fractions import Fraction
from math import comb, exp, inf, isfinite, log

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.intervals.interval import interval
from lfrstats.reconciling import rival_claims
from lfrstats.reconciling.disagreements import RULES, disagreement
from lfrstats.reconciling.rival_claims import compatible, same_quantity
from lfrstats.table.rates import RATES
from lfrstats.words import printed

quick = settings(max_examples=100, deadline=None, derandomize=True)


@pytest.mark.parametrize(("a", "b", "verdict"), [
    ("tpir", "recall", "one quantity"),
    ("precision", "alert and listed | alert", "one quantity"),
    ("alert and listed", "listed and alert", "one quantity"),
    ("fdr", "precision", "complement"),
    ("tpir", "miss rate", "complement"),
    ("fdr", "false_alert_rate", "other denominator"),
    ("precision", "tpir", "other denominator"),
    ("prevalence", "accuracy", "other numerator"),
    ("confirmed | alert", "precision", "other numerator"),
    ("confirmed | alert", "confirmed | alert and stopped", "other cases"),
    ("tpir", "fpir", "other cases"),
    ("tpir", "fdr", "both differ"),
])
def test_same_quantity(a, b, verdict):
    found = same_quantity(a, b)
    assert found.verdict == verdict == same_quantity(b, a).verdict
    assert found.comparable == (verdict == "one quantity")
    assert str(found).startswith(f"P({found.a}) and P({found.b}) ")


def test_same_quantity_in_words():
    found = same_quantity("fdr", "false_alert_rate")
    assert found.of == (RATES["fdr"].of, RATES["false_alert_rate"].of)
    assert same_quantity("tpir", "tpir", units=("faces", "persons")).verdict == "other unit"
    assert same_quantity("tpir", "tpir", units=("faces", "faces")).verdict == "one quantity"
    assert "cases with stopped" in str(same_quantity("confirmed | stopped", "precision"))
    assert all(same_quantity(name, name).comparable for name in RATES)


def exact_tails(k: int, n: int, p: Fraction) -> tuple[Fraction, Fraction]:
    terms = [comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
    return sum(terms[: k + 1]), sum(terms[k:])


@quick
@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
       st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50))
def test_tails_against_exact_fractions(count, p):
    found = compatible(count, p)
    fewer, more = exact_tails(*count, p)
    assert exp(found.log_fewer) == pytest.approx(float(fewer), rel=1e-10)
    assert exp(found.log_more) == pytest.approx(float(more), rel=1e-10)
    two_sided = min(1, 2 * min(fewer, more))
    assert exp(found.log_two_sided) == pytest.approx(float(two_sided), rel=1e-10)
    # the claimed rate is in the Clopper-Pearson interval if and only if it is compatible
    low, high = interval(*count)
    if min(abs(float(p) - low), abs(float(p) - high)) > 1e-9:
        assert found.compatible == (low <= p <= high)


def long_tail(k: int, n: int, p: Fraction) -> float:
    """log P(X <= k) by adding up its k + 1 terms with 60 digits."""
    with mpmath.workdps(60):
        rate = mpmath.mpf(p.numerator) / p.denominator
        terms = (mpmath.binomial(n, i) * rate**i * (1 - rate) ** (n - i) for i in range(k + 1))
        return float(mpmath.log(mpmath.fsum(terms)))


@pytest.mark.parametrize(("k", "n", "p"), [
    (10, 3_147_436, Fraction(1, 6_000)), (10, 3_147_436, Fraction(1, 1_000)),
    (0, 3_147_436, Fraction(1, 6_000)), (0, 10, Fraction(1, 2)),
    (300, 20_000, Fraction(1, 4)), (1_000, 100_000, Fraction(1, 20)),
])
def test_far_tails_against_mpmath(k, n, p):
    expected = long_tail(k, n, p)
    found = compatible((k, n), p)
    assert found.log_fewer == pytest.approx(expected, rel=1e-9)
    mirrored = compatible((n - k, n), 1 - p)
    assert mirrored.log_more == pytest.approx(expected, rel=1e-9)
    assert isfinite(found.log_fewer) and found.log_more == pytest.approx(0, abs=1e-9)


def test_ten_false_alerts_against_one_in_six_thousand():
    """The operator's year (10 of 3,147,436 faces) against the laboratory's 1 in 6,000."""
    found = compatible((10, 3_147_436), "1 in 6,000")
    assert not found.compatible
    assert found.factor == pytest.approx(3_147_436 / 60_000)
    low, high = interval(10, 3_147_436)
    assert found.factors == pytest.approx((1 / 6_000 / high, 1 / 6_000 / low))
    assert found.list_sizes(10_000) == pytest.approx((10_000 * low * 6_000, 10_000 * high * 6_000))
    own, claimed = Fraction(10, 3_147_436), Fraction(1, 6_000)
    ratio = 10 * log(own / claimed) + (3_147_436 - 10) * (
        mpmath.log1p(-mpmath.mpf(10) / 3_147_436) - mpmath.log1p(-mpmath.mpf(1) / 6_000))
    assert found.log_ratio == pytest.approx(float(ratio), rel=1e-9)
    assert "52 times rarer than 1 in 6,000" in str(found) and "probability 1e-207" in str(found)
    assert rival_claims._probability(log(0.0317)) == "0.032"
    assert "probability less than 1e-300" in str(compatible((10, 3_147_436), "1 in 1,000"))


def test_claims_that_allow_a_range():
    inside = compatible((3, 42), "at most 30%")
    assert inside.allowed and inside.compatible and inside.rate == Fraction(3, 42)
    assert str(inside) == "3 of 42 is 7.1 %, as at most 30% allows: compatible"
    outside = compatible((34, 42), "at most 30%")
    assert outside.rate == Fraction(3, 10) and not outside.compatible
    assert compatible((0, 42), "at most 30%").compatible
    assert compatible((42, 42), "at least 30%").compatible
    assert "is at least 142 times rarer" in str(compatible((0, 3_147_436), "1 in 6,000"))
    assert compatible((0, 50), "1 in 6,000").factors.high == inf
    assert "times more frequent than 30%" in str(compatible((34, 42), "30%"))


@quick
@given(st.integers(1, 50), st.integers(1, 50), st.integers(0, 50), st.sampled_from(list(RULES)),
       st.fractions(Fraction(1, 10**6), Fraction(1, 2), max_denominator=10**6),
       st.none() | st.fractions(Fraction(1, 10**6), Fraction(9, 10), max_denominator=10**6))
def test_the_parts_add_up_to_the_gap(right, wrong, unverified, rule, fpir, prevalence):
    k = wrong + (unverified if rule == "wrong" else 0)
    n = right + wrong + (0 if rule == "left out" else unverified)
    figure = f"{100 * k / n:.1f}%"
    if not 0 < printed.read(figure).value < 1:
        return
    found = disagreement(fpir, figure, tpir="70%", right=right, wrong=wrong, unverified=unverified,
                         counted_as=rule, prevalence=prevalence)
    assert sum(found.parts.values()) == pytest.approx(found.gap, abs=1e-9)
    assert found.room[0] - 1e-9 <= found.gap <= found.room[1] + 1e-9
    assert sum(row["share"] for row in found.rows()) == pytest.approx(1)
    # Bayes' rule: what the denominator and the base rate make of fpir is the share of false alerts
    p = float(found.prevalence)
    false = (1 - p) * float(fpir) / ((1 - p) * float(fpir) + p * 0.7)
    made = log(false / (1 - false)) - log(float(fpir) / (1 - float(fpir)))
    parts = found.parts
    assert parts["by the denominator"] + parts["by the base rate"] == pytest.approx(made)
    if found.implied:
        assert "unexplained" not in found.parts
        assert false == pytest.approx(wrong / (right + wrong))


def test_the_headlines_of_2020():
    """1 in 1,000 of faces not listed against 81 % of alerts."""
    found = disagreement("1 in 1,000", "81%", tpir="70%", right=8, wrong=14,
                         unverified={"those lost": 4, "those rejected": 16})
    assert found.prevalence == Fraction(1, 1_226)  # odds 8 / 14 / 700
    factors = {row["part"]: row["factor"] for row in found.rows()}
    lost, rejected = (factors[f"by counting {name} as wrong"]
                      for name in ("those lost", "those rejected"))
    assert factors["by the denominator"] == pytest.approx(0.999 / 0.7)
    assert factors["by the base rate"] == pytest.approx(1_225)
    # two orders: 14 to 18 to 34, and 14 to 30 to 34
    assert lost == pytest.approx((18 / 14 * 34 / 30) ** 0.5)
    assert rejected == pytest.approx((34 / 18 * 30 / 14) ** 0.5)
    assert factors["by rounding"] == pytest.approx(0.81 / 0.19 / (34 / 8))
    known = disagreement("1 in 1,000", "81%", tpir="70%", right=8, wrong=14, unverified=20,
                         prevalence="1 in 2,976")
    assert exp(known.parts["unexplained"]) == pytest.approx(14 / 34)


@pytest.mark.parametrize(("call", "said"), [
    (lambda: same_quantity("lisetd |", "tpir"), "at character 9"),
    (lambda: same_quantity("tpir", "tpir", units=("faces",)), "units must be a pair"),
    (lambda: compatible(10, "1 in 6,000"), "count must be a pair"),
    (lambda: compatible((10, 5), "1 in 6,000"), "k must be at most n"),
    (lambda: compatible((1, 5), 0), "claimed must lie strictly between 0 and 1, got 0"),
    (lambda: compatible((1, 5), 0.5).list_sizes(0), "names must be at least 1"),
    (lambda: _headlines(fdr="64%"), "34 of 42, 81 %, got 64%"),
    (lambda: _headlines(counted_as="ignored"), "counted_as must be one of wrong, left out and"),
    (lambda: _headlines(tpir=0), "tpir must be above 0, got 0"),
    (lambda: _headlines(fpir="0%"), "fpir must lie strictly between 0 and 1, got 0%"),
    (lambda: _headlines(prevalence=1), "prevalence must lie strictly between 0 and 1"),
    (lambda: _headlines(right=0), "right must be at least 1, got 0"),
    (lambda: _headlines(unverified={str(i): 1 for i in range(8)}), "at most 7 groups, got 8"),
])
def test_errors(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def _headlines(**changes):
    given = {"fpir": "1 in 1,000", "fdr": "81%", "tpir": "70%", "right": 8, "wrong": 14,
             "unverified": 20} | changes
    return disagreement(**given)
