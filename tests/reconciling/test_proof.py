"""Proofs hold, and false ones do not."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lfrstats.reconciling.linear.constraints import system
from lfrstats.reconciling.linear.proof import Certificate, Proof, added
from lfrstats.reconciling.reconciliation import Contradiction, reconcile

CLAIMS = {"tpir": "70%", "fpir": "1 in 1,000", "precision": "8 of 42"}


@pytest.fixture
def bounds():
    return reconcile(CLAIMS).bounds("prevalence")


@pytest.fixture
def certificate():
    with pytest.raises(Contradiction) as caught:
        reconcile(CLAIMS | {"prevalence": "at most 1 in 10,000"})
    return caught.value.certificate


def test_bayes_rule_by_hand():
    # (1) P(tp) <= .705 P(listed), (2) P(fp) >= 1/1500 P(not listed), (3) P(tp) >= 8/42 P(alert),
    # so 17/21 P(tp) >= 4/21 P(fp): 17 * .705 * 1500 P(listed) >= 4 P(not listed)
    constraints = system(CLAIMS)
    bound = Fraction(4, 4 + Fraction(17 * 705 * 1500, 1000))
    shown = Proof(constraints, {("tpir", "at most"): 17 * 1500 * bound / 4,
                                ("fpir", "at least"): 1500 * bound,
                                ("precision", "at least"): 21 * 1500 * bound / 4},
                  constraints.named("listed"), "at least", bound)
    assert shown.holds()
    assert reconcile(CLAIMS).bounds("prevalence").low == bound
    assert not replace(shown, bound=bound + Fraction(1, 10**30)).holds()


def test_a_proof_of_more_does_not_hold(bounds):
    tiny = Fraction(1, 10**40)
    assert bounds.lower.holds() and bounds.upper.holds()
    assert not replace(bounds.lower, bound=bounds.low + tiny).holds()
    assert not replace(bounds.upper, bound=bounds.high - tiny).holds()
    assert replace(bounds.upper, bound=bounds.high + tiny).holds()


def test_changed_multipliers_do_not_hold(bounds):
    for key, multiplier in bounds.lower.multipliers.items():
        for changed in (multiplier * 2, multiplier / 2, -multiplier):
            altered = dict(bounds.lower.multipliers) | {key: changed}
            assert not replace(bounds.lower, multipliers=altered).holds()
    assert not replace(bounds.lower, multipliers={}).holds()
    assert not replace(bounds.lower, multipliers={("tpir", "about"): Fraction(1)}).holds()
    with pytest.raises(KeyError):
        replace(bounds.lower, multipliers={("other", "at least"): Fraction(1)}).holds()


def test_a_certificate_holds_and_a_changed_one_does_not(certificate):
    assert certificate.holds()
    assert set(certificate.claims()) <= {*CLAIMS, "prevalence"}
    for key in certificate.multipliers:
        altered = {k: y for k, y in certificate.multipliers.items() if k != key}
        assert not replace(certificate, multipliers=altered).holds()


def test_a_certificate_is_about_a_group_that_its_claim_is_a_share_of(certificate):
    other = next(c for c in certificate.system.constraints if c.name != certificate.claim)
    assert not replace(certificate, claim=other.name).holds()
    assert not replace(certificate, claim="unknown").holds()
    assert not replace(certificate, group=np.zeros(4, dtype=bool)).holds()
    # nothing at all is proved empty by no claims
    assert not Certificate(system({"listed": "1%"}), {}, np.ones(2, dtype=bool), None).holds()


def test_the_sum_is_what_the_rows_show(certificate):
    rows = certificate.rows()
    assert [row["cell"] for row in rows] == [
        "alert and listed", "alert and not listed", "not alert and listed",
        "not alert and not listed"]
    total = added(certificate.system, certificate.multipliers)
    assert [row["sum"] for row in rows] == total
    assert all(row["sum"] <= row["at most"] for row in rows)
    one = next(iter(certificate.multipliers))
    assert rows[0][", ".join(one)] == added(
        certificate.system, {one: certificate.multipliers[one]})[0]


def test_lines_are_inequalities_to_add_up():
    bounds = reconcile({"listed": "1%", "alert | listed": "at least 70%"}).bounds("alert")
    assert bounds.lower.lines() == [
        "listed: P(listed) - 1/200 >= 0, times 7/10",
        "alert | listed: P(alert and listed) - 7/10 P(listed) >= 0, times 1"]
    upper = reconcile({"listed or alert": "at most 1%"}).bounds("alert").upper
    assert upper.lines() == ["listed or alert: 1/100 - P(listed or alert) >= 0, times 1"]
    other = reconcile({"alert | listed or stopped": "at most 1%"}).bounds("alert and listed").upper
    assert other.lines() == ["alert | listed or stopped: 1/100 P(listed or stopped) - "
                             "P(alert and (listed or stopped)) >= 0, times 1"]


def test_implications_are_named_only_if_needed():
    r = reconcile({"confirmed | alert": (8, 42), "refuted | alert": (14, 42)},
                  implies=["confirmed -> alert and listed", "refuted -> alert and not listed",
                           "confirmed -> not refuted"])
    bounds = r.bounds("precision")
    assert bounds.lower.implications() == ("confirmed -> alert and listed",)
    assert bounds.upper.implications() == ("refuted -> alert and not listed",)
