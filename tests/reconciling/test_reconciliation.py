"""What figures imply together, against closed forms; contradictions; worlds in whole faces."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfrstats.reconciling.linear.constraints import Between
from lfrstats.reconciling.reconciliation import Bounds, Contradiction, reconcile
from lfrstats.table.solving import solve

HEADLINES = {"alert | listed": "70%", "alert | not listed": "1 in 1,000",
             "confirmed | alert": "8 of 42"}
VERIFIED = ["confirmed -> alert and listed"]


def odds(share):
    return share / (1 - share)


def share_of(odds):
    return odds / (1 + odds)


def ends(bounds: Bounds):
    return bounds.low, bounds.high


# -- the comparison of January 2020


def test_two_headlines_leave_precision_open_above():
    bounds = reconcile(HEADLINES, implies=VERIFIED).bounds("precision")
    assert ends(bounds) == (Fraction(8, 42), 1)
    assert bounds.attained == (True, False) and bounds.proved and bounds.sharp
    assert str(bounds) == "At least 19 %, but not all, of alerts are for a face on the list."


def test_their_least_base_rate_is_bayes_rule_in_odds():
    bounds = reconcile(HEADLINES, implies=VERIFIED).bounds("prevalence")
    # odds(prevalence) = odds(precision) fpir / tpir, each at the end that makes it least
    least = share_of(odds(Fraction(8, 42)) * Fraction(1, 1500) / Fraction(705, 1000))
    assert bounds.low == least and bounds.attained[0]
    assert bounds.claims == tuple(HEADLINES)


def test_unverified_alerts_bound_precision_on_both_sides():
    # 42 alerts: 8 verified right, 14 verified wrong, 20 never verified
    r = reconcile({"confirmed | alert": (8, 42), "refuted | alert": (14, 42)},
                  implies=["confirmed -> alert and listed", "refuted -> alert and not listed"])
    bounds = r.bounds("precision")
    assert ends(bounds) == (Fraction(8, 42), Fraction(28, 42)) and bounds.attained == (True, True)
    assert ends(r.bounds("not confirmed and not refuted | alert")) == (Fraction(20, 42),) * 2
    assert str(bounds) == "Between 19 % and 66.7 % of alerts are for a face on the list."


def test_three_exact_rates_fix_the_base_rate_and_a_world_shows_it():
    r = reconcile({"tpir": 0.7, "fpir": Fraction(1, 1000), "precision": (8, 42)})
    assert ends(r.bounds("prevalence")) == (Fraction(1, 2976),) * 2
    assert str(r.bounds("prevalence")) == "Exactly 1 in 2,976 faces are on the list."
    world = r.witness()
    assert world.holds() and world.total == 119_040
    assert world.count("prevalence") == (40, 119_040) and world.count("precision") == (28, 147)
    assert str(world) == (
        "Of 119,040 faces, of the 40 faces on the list, 28 raise an alert; of the 119,000 faces "
        "not on the list, 119 raise an alert; of the 147 alerts, 28 are for a face on the list.")


def test_claims_too_good_contradict():
    claims = HEADLINES | {"precision": "at least 90%", "prevalence": "at most 1 in 10,000"}
    with pytest.raises(Contradiction) as caught:
        reconcile(claims, implies=VERIFIED)
    found = caught.value
    # 1 in 10,000 listed, even if all raise an alert, against 1 in 1,500 of the others: 13 %
    assert found.conflict == ("alert | not listed", "precision", "prevalence")
    assert found.smallest and found.implications == ()
    assert found.certificate.holds() and found.certificate.claim == "precision"
    # leaving out 'precision' is not enough: at least 8 of 42 right already needs 1 in 6,376 listed
    assert found.others == (("alert | not listed", "confirmed | alert", "prevalence"),)
    for name in claims:
        rest = {other: value for other, value in claims.items() if other != name}
        if name in ("alert | not listed", "prevalence"):
            assert reconcile(rest, implies=VERIFIED).witness().holds()
        else:
            with pytest.raises(Contradiction):
                reconcile(rest, implies=VERIFIED)


def test_a_contradiction_is_said_in_words():
    claims = {"alert | not listed": "1 in 1,000", "precision": "at least 90%",
              "prevalence": "at most 1 in 10,000"}
    with pytest.raises(Contradiction) as caught:
        reconcile(HEADLINES | claims)
    found = caught.value
    assert found.conflict == tuple(claims) and found.others == ()
    for left_out in claims:
        rest = {name: value for name, value in (HEADLINES | claims).items() if name != left_out}
        assert reconcile(rest).witness().holds()
    assert str(found) == (
        "'alert | not listed' (1 in 1,000), 'precision' (at least 90%) and 'prevalence' (at most "
        "1 in 10,000) cannot all be true: with the other two true, the share of faces that are on "
        "the list would be at least 1 in 168, and 'prevalence' says at most 1 in 10,000. At the "
        "nearest, of 100,000 faces, of the 99,403.6 faces not on the list, 66.3 raise an alert; of "
        "the 662.7 alerts, 596.4 are for a face on the list; then of the 100,000 faces, 596.4 are "
        "on the list: 1 in 168.")


def test_a_contradiction_tells_what_the_others_leave_for_each():
    with pytest.raises(Contradiction) as caught:
        reconcile(HEADLINES | {"precision": "at least 90%", "prevalence": "at most 1 in 10,000"})
    rows = caught.value.rows()
    assert [(row["claim"], row["others leave"]) for row in rows] == [
        ("alert | not listed", "at most 1 in 89,991"), ("precision", "at most 13.1 %"),
        ("prevalence", "at least 1 in 168")]
    # by hand: 10 of 100,000 listed, all alerting, and 99,990 / 1,500 = 66.66 false alerts
    assert rows[1]["world"] == (
        "of 100,000 faces, 10 are on the list; of the 99,990 faces not on the list, 66.7 raise an "
        "alert; then of the 76.7 alerts, 10 are for a face on the list: 13 %")
    assert caught.value.steps()[-1] == (
        "added up: nothing is left for alerts but 0, and yet 'precision' is a share of them")


def test_counts_as_samples_widen_and_state_the_joint_level():
    exact, sample = (reconcile(HEADLINES, implies=VERIFIED, counts=counts)
                     for counts in ("exact", "sample"))
    assert exact.level is None and sample.level == pytest.approx(0.95)
    assert float(sample.bounds("precision").low) == pytest.approx(0.0860059, rel=1e-5)
    assert str(sample.bounds("precision")) == (
        "At least 8.6 %, but not all, of alerts are for a face on the list, with at least 95 % "
        "confidence.")


# -- closed forms, with rates down to 1e-9

small = st.integers(1, 9 * 10**8).map(lambda k: Fraction(k, 10**9))
pairs = st.tuples(small, small).map(sorted)


@given(small, small, small)
def test_three_point_rates_are_solved(tpir, fpir, precision):
    r = reconcile({"tpir": tpir, "fpir": fpir, "precision": precision})
    prevalence = share_of(odds(precision) * fpir / tpir)
    assert ends(r.bounds("prevalence")) == (prevalence, prevalence)
    table = solve(tpir=float(tpir), fpir=float(fpir), precision=float(precision))
    for name in ("prevalence", "npv", "alert_rate", "false_alert_rate", "accuracy"):
        low, high = ends(r.bounds(name))
        assert low == high and float(low) == pytest.approx(getattr(table, name), rel=1e-9)


@given(pairs, pairs)
def test_two_rates_in_a_row_multiply(first, second):
    r = reconcile({"listed": Between(*first), "alert | listed": Between(*second)})
    assert ends(r.bounds("true_alert_rate")) == (first[0] * second[0], first[1] * second[1])


@given(pairs, pairs)
def test_frechet_bounds(first, second):
    r = reconcile({"listed": Between(*first), "alert": Between(*second)})
    assert ends(r.bounds("listed and alert")) == (
        max(0, first[0] + second[0] - 1), min(first[1], second[1]))
    assert ends(r.bounds("listed or alert")) == (
        max(first[0], second[0]), min(1, first[1] + second[1]))


@given(pairs, pairs, pairs)
def test_intervals_of_three_rates_give_bayes_rule_at_the_corners(tpir, fpir, precision):
    r = reconcile({"tpir": Between(*tpir), "fpir": Between(*fpir),
                   "precision": Between(*precision)})
    corners = [share_of(odds(p) * f / t) for t, f, p in product(tpir, fpir, precision)]
    assert ends(r.bounds("prevalence")) == (min(corners), max(corners))


@given(pairs, pairs, pairs)
def test_precision_from_base_rate_at_the_corners(tpir, fpir, prevalence):
    r = reconcile({"tpir": Between(*tpir), "fpir": Between(*fpir),
                   "base rate": Between(*prevalence)})
    corners = [p * t / (p * t + (1 - p) * f) for t, f, p in product(tpir, fpir, prevalence)]
    assert ends(r.bounds("ppv")) == (min(corners), max(corners))


@given(pairs, pairs)
def test_total_probability(given_listed, given_others):
    r = reconcile({"alert | listed": Between(*given_listed),
                   "alert | not listed": Between(*given_others)})
    assert ends(r.bounds("alert")) == (min(given_listed[0], given_others[0]),
                                       max(given_listed[1], given_others[1]))


def test_rates_of_1e9_are_not_lost():
    # style.md, trap E2: a solver with a tolerance of 1e-7 gives 0 for the lower end
    r = reconcile({"fpir": "1 in 1,000,000,000", "tpir": "70%", "precision": "between 20% and 30%"})
    low = share_of(Fraction(1, 4) * Fraction(1, 1_500_000_000) / Fraction(705, 1000))
    assert r.bounds("prevalence").low == low > 0
    assert float(low) == pytest.approx(2.3640661938e-10, rel=1e-9)
    tiny = reconcile({"listed": 1e-9, "alert | listed": 1e-9, "searched | alert and listed": 1e-9},
                     events=("listed", "alert", "searched"))
    assert tiny.bounds("searched").low == Fraction(1, 10**27)


# -- traps


def test_a_share_of_nobody_contradicts():
    with pytest.raises(Contradiction) as caught:
        reconcile({"listed": 0, "alert | listed": "70%"})
    assert caught.value.conflict == ("listed", "alert | listed")
    assert "would be a share of nobody, and 'alert | listed' says 70%" in str(caught.value)
    assert caught.value.certificate.claim == "alert | listed"


def test_a_statement_of_nobody_has_no_bounds():
    r = reconcile({"listed": 0, "alert": "at least 10%"})
    with pytest.raises(ValueError, match=r"P\(alert \| listed\) would be a share of nobody: the "
                                         "claims leave no faces on the list"):
        r.bounds("tpir")
    assert ends(r.bounds("precision")) == (0, 0)


def test_a_group_ruled_out_by_implication_is_named():
    with pytest.raises(Contradiction) as caught:
        reconcile({"alert | confirmed and not listed": "5%", "alert": "10%"},
                  implies=["confirmed -> listed", "stopped -> alert"])
    assert caught.value.conflict == ("alert | confirmed and not listed",)
    assert caught.value.implications == ("confirmed -> listed",)
    assert str(caught.value) == (
        "'alert | confirmed and not listed' (5%) cannot be true (where confirmed -> listed): as it "
        "is, the share of faces not on the list that are confirmed that raise an alert would "
        "be a share of nobody, and 'alert | confirmed and not listed' says 5%.")


def test_claims_of_one_statement_are_intersected_or_contradict():
    r = reconcile([("police", "tpir", "about 70%"), ("review", "alert | listed", "72%")])
    assert ends(r.bounds("tpir")) == (Fraction(143, 200), Fraction(145, 200))
    with pytest.raises(Contradiction) as caught:
        reconcile([("police", "tpir", "70%"), ("other", "fpir", "1%"), ("review", "tpir", "72%"),
                   ("third", "fnir", "29%")])
    assert caught.value.conflict in {("police", "review"), ("review", "third")}
    assert caught.value.smallest


def test_complements_contradict():
    with pytest.raises(Contradiction) as caught:
        reconcile({"tpir": "70%", "fnir": "40%", "fpir": "1 in 1,000", "prevalence": "1%"})
    assert caught.value.conflict == ("tpir", "fnir")


def test_open_ends_count():
    # at a precision of 1 no face off the list raises an alert: fpir of 1 in 1,000 rules it out
    with pytest.raises(Contradiction) as caught:
        reconcile({"fpir": "at least 1 in 1,000,000", "precision": 1})
    assert caught.value.conflict == ("fpir", "precision")
    assert "would be not all, and 'precision' says 1" in str(caught.value)
    assert reconcile({"fpir": "at least 1 in 1,000,000", "precision": 0.999999999}).claims


def test_ends_that_say_nothing():
    r = reconcile({"listed": Between(0, 1), "alert | listed": Between(0, 1)})
    assert ends(r.bounds("precision")) == (0, 1)
    assert str(r.bounds("alert")) == "Anything from 0 % to 100 % of faces raise an alert."
    assert r.witness().holds()


def test_tautologies():
    r = reconcile({"listed | listed": 1, "alert": "10%"})
    assert ends(r.bounds("alert | alert")) == (1, 1)
    assert ends(r.bounds("listed and not listed")) == (0, 0)
    with pytest.raises(Contradiction, match="'listed . listed' .90%. cannot be true: as it is, the"
                       " share of faces on the list that are on the list would be exactly 100 %"):
        reconcile({"listed | listed": "90%", "alert": "10%"})


def test_statements_must_be_about_the_events_there_are():
    r = reconcile({"listed": "1%"})
    with pytest.raises(ValueError, match="'alert' at character 1 of 'alert | listed' is no known"):
        r.bounds("tpir")


def test_other_units():
    r = reconcile({"sick": "1%", "positive | sick": "90%"}, unit="women")
    assert str(r.bounds("positive and sick")) == (
        "Between 0.447 % and 1.36 % of women are positive and are sick.")
    assert str(r.witness()).startswith("Of 1,000 women, 10 are sick; of the 10 women who are sick")


# -- bounds


def test_bounds_are_values_with_their_proofs():
    bounds = reconcile(HEADLINES, implies=VERIFIED).bounds("confirmed")
    assert bounds.low in bounds and 0 not in bounds and bounds.width == bounds.high - bounds.low
    assert bounds.lower.holds() and bounds.upper.holds()
    assert bounds.lower.stated is bounds.stated


def test_what_is_printed_is_never_more_than_is_proved():
    # 1 in 4,495.375: "at least 1 in 4,495" would be more
    bounds = reconcile(HEADLINES, implies=VERIFIED).bounds("prevalence")
    assert str(bounds).startswith("At least 1 in 4,496, but not all, of faces")


def test_a_failed_check_is_said(monkeypatch):
    bounds = reconcile({"listed": "1%"}).bounds("listed")
    monkeypatch.setattr(type(bounds.lower), "holds", lambda self: False)
    assert not bounds.proved and "NOT PROVED" in str(bounds)


def test_a_search_that_stops_still_proves_what_it_says(monkeypatch):
    claims = {f"e{i} | e{(i + 1) % 5}": f"{30 + i}%" for i in range(5)} | {
        f"e{i}": f"{20 + i}%" for i in range(5)}
    r = reconcile(claims)
    best = r.bounds("e0 and e2")
    monkeypatch.setattr("lfrstats.reconciling.linear.simplex.MOST_WORK", 100)
    some = r.bounds("e0 and e2")
    assert not some.sharp and some.proved and some.low <= best.low and best.high <= some.high
    assert "perhaps not the best bounds" in str(some)
    with pytest.raises(ValueError, match="10 claims on 5 events are too many to decide exactly"):
        reconcile(claims)


def test_large_tables_give_the_same_with_and_without_the_solver(monkeypatch):
    rng = np.random.default_rng(7)
    events = tuple(f"e{i}" for i in range(5))
    weights = rng.dirichlet(np.ones(32))
    claims = {}
    for one, other in product(events, events):
        if one < other:
            text = f"{one} | {other}"
            inside = reconcile({text: 0.5}, events=events).claims[0].stated
            share = weights[inside.counted].sum() / weights[inside.among].sum()
            claims[text] = Between(round(share - 0.002, 3), round(share + 0.002, 3))
    found = []
    for large in (1, 10**9):
        monkeypatch.setattr("lfrstats.reconciling.linear.bounding.LARGE", large)
        r = reconcile(claims, events=events)
        found.append([ends(r.bounds(text)) for text in ("e0", "e1 and e2", "e4 | e0 and e1")])
    assert found[0] == found[1]


# -- worlds


def test_witnesses_in_a_crowd_of_a_given_size():
    r = reconcile({"tpir": "70%", "fpir": "1 in 1,000", "precision": "19%"})
    world = r.witness(1_000_000)
    assert world.total == 1_000_000 and world.holds()
    assert sum(row["count"] for row in world.cells()) == 1_000_000
    counts = {row["claim"]: (row["k"], row["n"]) for row in world.rows()}
    assert counts["tpir"] == world.count("tpir")
    exact = reconcile({"tpir": 0.7, "fpir": "1/1000", "precision": (8, 42)})
    assert exact.witness(2 * 119_040).holds()
    with pytest.raises(ValueError, match="no world of 100,000 in which they are true; without faces"
                                         " one of 119,040 is found"):
        exact.witness(100_000)
    with pytest.raises(ValueError, match="faces must be a whole number, got 2.5"):
        exact.witness(2.5)


def test_a_broken_world_is_seen():
    r = reconcile({"listed": "1%", "alert | listed": "50%"}, implies=["alert -> listed"])
    world = r.witness()
    assert world.holds()
    for cells in ({0: 1}, {0: 1, 1: 1, 2: 98}, {0: 1, 1: -1, 3: 100}, {}):
        assert not type(world)(r.system, cells).holds()


@pytest.mark.parametrize("seed", range(30))
def test_every_witness_satisfies_every_claim(seed):
    rng = np.random.default_rng(seed)
    tp, fn, fp, tn = (10.0 ** -rng.uniform(0, 7, size=4)).round(9)
    total = tp + fn + fp + tn
    r = reconcile({"tpir": f"{100 * tp / (tp + fn):.1f}%",
                   "alert_rate": f"{100 * (tp + fp) / total:.3f}%",
                   "precision": f"{100 * tp / (tp + fp):.1f}%"})
    world = r.witness()
    for claim in r.claims:
        k, n = world.count(claim.stated)
        assert n > 0 and claim.low <= Fraction(k, n) <= claim.high


def test_sentences():
    r = reconcile({"listed": "1%"})
    assert str(r) == "The figure can be true. Of 100 faces, 1 is on the list."
    assert str(reconcile(HEADLINES, implies=VERIFIED)).startswith(
        "All 3 figures can be true at once. Of 119,040 faces, of the 40 faces on the list, 28")


def test_rows_say_what_all_leave_of_each():
    rows = reconcile({"tpir": "at least 70%", "fnir": "at least 25%"}).rows()
    assert [row["claim"] for row in rows] == ["tpir", "fnir"]
    assert (rows[0]["low"], rows[0]["high"]) == (0.7, 1.0)
    assert (rows[0]["implied low"], rows[0]["implied high"]) == (0.7, 0.75)


def test_a_thousand_claims_on_one_table():
    claims = [(f"c{i}", text, Between(0.2 - i / 10**4, 0.8))
              for i, text in enumerate(["tpir", "fpir", "precision", "npv"] * 250)]
    r = reconcile(claims)
    assert len(r.system.rows) == 8 and len(r.claims) == 1000
    assert r.bounds("precision").low == Fraction("0.1998")
