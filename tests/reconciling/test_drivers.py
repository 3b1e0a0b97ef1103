"""What drives a bound."""

from fractions import Fraction

import pytest

from lfrstats.reconciling.drivers import relaxed
from lfrstats.reconciling.linear.constraints import Between, system
from lfrstats.reconciling.reconciliation import reconcile

THREE = {"tpir": "70%", "fpir": "1 in 1,000", "precision": "8 of 42"}


def share_of(odds):
    return odds / (1 + odds)


def test_each_claim_left_out():
    found = reconcile(THREE).influence("prevalence", further=[])
    rows = {row["figure"]: row for row in found.rows() if row["change"] == "left_out"}
    # without tpir it may be anything up to 1; without fpir at least 17/4 * .695 of those listed are
    # false alerts, which are among the others
    low = share_of(Fraction(4, 17) * Fraction(1, 1500))
    assert (rows["tpir"]["low"], rows["tpir"]["high"]) == (float(low), 1.0)
    assert (rows["fpir"]["low"], rows["fpir"]["high"]) == (
        0.0, float(1 / (1 + Fraction(17, 4) * Fraction(695, 1000))))
    assert rows["fpir"]["detail"] == "1 in 1,000"


def test_each_claim_relaxed_by_one_unit_of_print():
    found = reconcile(THREE).influence("prevalence", further=[])
    rows = {name: (low, high) for name, low, high, _ in found.relaxed}
    low = share_of(Fraction(4, 17) * Fraction(1, 1500) / Fraction(715, 1000))
    high = share_of(Fraction(4, 17) * Fraction(1, 950) / Fraction(685, 1000))
    assert rows["tpir"] == (low, high)
    counted = [share_of(Fraction(k, 42 - k) * f / t) for k, f, t in
               ((7, Fraction(1, 1500), Fraction(705, 1000)),
                (9, Fraction(1, 950), Fraction(695, 1000)))]
    assert rows["precision"] == tuple(counted)
    widths = [high - low for _, low, high, _ in found.relaxed]
    assert widths == sorted(widths, reverse=True)


def test_a_further_figure_is_tried_at_both_ends_of_what_it_can_be():
    r = reconcile({"tpir": "80%", "fpir": "2%", "prevalence": Between(0.001, 0.3)})
    found = r.influence("precision", further=["tpir", "prevalence", "alert"])
    prevalence = next(one for one in found.further if one.name == "prevalence")
    assert prevalence.possible == (Fraction(1, 1000), Fraction(3, 10))
    corners = [tuple(p * t / (p * t + (1 - p) * f) for t, f in (
        (Fraction(795, 1000), Fraction(25, 1000)), (Fraction(805, 1000), Fraction(15, 1000))))
        for p in prevalence.possible]
    assert prevalence.then == tuple(corners)
    assert "1 in 1,000, the least it can be, between 3.08 % and 5.1 % of alerts are" in (
        prevalence.sentence(found.bounds.stated, found.bounds.words))


def test_only_figures_that_narrow_by_a_fifth_are_told():
    r = reconcile({"tpir": "80%", "fpir": "2%", "prevalence": 0.01})
    found = r.influence("precision", further=["tpir", "prevalence", "fpir"])
    width = found.bounds.width
    assert [one.name for one in found.further] == ["fpir"]
    assert found.further[0].widest <= width * Fraction(4, 5)
    assert not reconcile({"tpir": "80%"}).influence("tpir", further=["fpir"]).further


def test_default_further_figures_leave_out_what_is_asked_and_what_is_known():
    r = reconcile({"tpir": 0.7, "fpir": "1 in 1,000", "stopped | alert": "50%"})
    names = [one.name for one in r.influence("precision").further]
    assert "precision" not in names and "fdr" not in names and "tpir" not in names
    assert "prevalence" in names and len(names) == len(set(names))


def test_a_known_answer_has_nothing_to_narrow():
    r = reconcile({"tpir": 0.7, "fpir": 0.001, "precision": 0.19})
    found = r.influence("prevalence")
    assert not found.bounds.width and "tell most" not in str(found)
    assert "Without" in str(found)


@pytest.mark.parametrize(("value", "low", "high"), [
    ("70%", Fraction(685, 1000), Fraction(715, 1000)),
    ("at least 90%", Fraction(89, 100), 1),
    ("at most 1 in 10,000", 0, Fraction(1, 9_000)),
    ("at least 1 in 10,000", Fraction(1, 20_000), 1),
    ("1 in 1,000", Fraction(1, 2_500), Fraction(1, 850)),
    ("1 in 3", Fraction(2, 9), Fraction(2, 3)),
    ("8 of 42", Fraction(7, 42), Fraction(9, 42)),
    ((0, 42), 0, Fraction(1, 42)),
    ((42, 42), Fraction(41, 42), 1),
    ("0%", 0, Fraction(15, 1000)),
])
def test_one_unit_of_print(value, low, high):
    claim = relaxed(system({"listed": value}).constraints[0])
    assert (claim.low, claim.high) == (low, high)


def test_no_unit_of_print():
    for value in (Between(0.1, 0.2), "between 10% and 20%"):
        assert relaxed(system({"listed": value}).constraints[0]) is None


def test_a_sample_is_relaxed_as_a_sample():
    s = system({"listed": (8, 42)}, counts="sample")
    claim, wider = s.constraints[0], relaxed(s.constraints[0])
    assert wider.low == system({"listed": (7, 42)}, counts="sample").constraints[0].low < claim.low
    assert wider.high == system({"listed": (9, 42)}, counts="sample").constraints[0].high
