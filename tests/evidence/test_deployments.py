"""The Met's recorded deployments, their totals, and the rules that find slips in them.

The totals are sums of the force's three grids, worked out apart from this code when the figures
were gathered, or printed in the press; each is named by its record (O-..) or contradiction (C-..)
in the notes they were gathered in.
"""

import csv
import random
from datetime import date
from fractions import Fraction
from itertools import combinations
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import bdtr, bdtrc

from lfrstats.evidence.claims import Source
from lfrstats.evidence.deployment_checks import _longest_in_order, check_deployments
from lfrstats.evidence.deployment_file import DataError, load_deployments
from lfrstats.evidence.deployments import NUMBERS, Deployment
from lfrstats.pooling.pools import COUNTS, SHARES, Break, level_shift, pooled
from lfrstats.table.rates import Table

MET = load_deployments("met")
FIRST = MET.records[0]


def threshold(value):
    return MET.where(lambda deployment: deployment.threshold == value)


def at(*words, among=MET):
    return among.where(lambda deployment: any(word in deployment.location for word in words))


# --- What is recorded ---


def test_every_row_is_there_with_its_source():
    assert len(MET) == 286
    grids = [deployment.source for deployment in MET]
    assert [grids.count(id) for id in MET.sources] == [9, 203, 74]
    assert all(isinstance(source, Source) for source in MET.sources.values())
    assert str(MET) == ("Live facial recognition deployments of the Metropolitan Police, February "
                        "2020 to May 2025: 286 deployments, 2020-02-11 to 2025-05-10")


def test_columns_are_described_and_rows_know_their_line():
    with MET.path.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert set(rows[0]) == set(MET.columns)
    for deployment in MET:
        row = rows[deployment.line - 2]
        for name, cell in row.items():
            if name in ("true_alerts", "false_alerts") and not cell:
                assert name in deployment.derived or getattr(deployment, name) is None
            else:
                value = getattr(deployment, name)
                assert cell == "" if value is None else str(value) == cell


def test_totals_are_the_sum_of_their_parts_where_only_these_are_printed():
    for deployment in MET:
        later = deployment.source != "grid-2020-2022"
        assert deployment.derived == (("true_alerts", "false_alerts") if later else ())
        assert (deployment.true_engagements is None) >= later
    (slip,) = MET.between("2024-01-10", "2024-01-10")
    assert (slip.true_confirmed, slip.true_unconfirmed) == (1, 1)
    assert (slip.alerts, slip.true_alerts) == (1, 2)


def test_slips_are_kept_and_marked():
    marked = {str(deployment): deployment for deployment in MET if "slip" in deployment.note}
    assert set(marked) == {"2023-12-07 Croydon, George St", "2024-01-10 Westminster",
                           "2024-07-11 Dalston", "2025-05-02 Bond St Stn"}
    assert marked["2024-07-11 Dalston"].date_printed == date(2023, 7, 11)
    assert marked["2025-05-02 Bond St Stn"].watchlist_size == 19_199
    assert marked["2023-12-07 Croydon, George St"].false_alert_rate_printed == "0.01%"


def test_thresholds_follow_each_other():
    """O-53."""
    spans = {value: [deployment.date for deployment in threshold(value)]
             for value in (0.6, 0.62, 0.64)}
    assert {value: (min(days), max(days)) for value, days in spans.items()} == {
        0.6: (date(2023, 4, 6), date(2024, 6, 28)),
        0.62: (date(2024, 7, 11), date(2024, 7, 23)),
        0.64: (date(2024, 7, 25), date(2025, 5, 10)),
    }


TOTALS = [
    # record, deployments, how many, faces, alerts, true, false, arrests
    ("O-20", MET.between("2023-01-01", "2023-12-31"), 23, 326_392, 58, 56, 2, 34),
    ("O-21", MET.between("2024-01-01", "2024-12-31"), 180, 902_748, 1_286, 1_260, 27, 575),
    ("O-22", MET.between("2025-01-01"), 74, 1_142_325, 814, 809, 5, 342),
    ("O-23", threshold(0.6), 112, 491_246, 691, 667, 25, None),
    ("O-24", threshold(0.62), 10, 16_589, 54, 50, 4, None),
    ("O-25", threshold(0.64), 155, 1_863_630, 1_413, 1_408, 5, None),
    ("O-26", MET.between("2024-01-01", "2024-05-29"), 73, 146_157, 509, None, 13, 209),
    ("O-27", MET.between("2023-04-01", "2024-05-29"), 96, 472_549, 567, None, 15, None),
    ("O-48", at("Croydon", among=MET.between("2023-12-14", "2023-12-14")), 2, None, 21, 21, 0, 8),
    ("O-49", at("Croydon", among=MET.between("2023-12-07", "2023-12-07")), 2, 7_760, 9, 8, 1, 7),
    ("C-33 before", MET.between("2024-01-01", "2024-07-31"), 103, 199_030, 705, None, 27, None),
    ("C-33 after", MET.between("2024-09-01", "2025-05-10"), 136, 1_756_962, 1_315, None, 5, None),
    ("C-33 rest of 2024", MET.between("2024-07-25", "2024-12-31"), None, None, None, None, 0, None),
]


@pytest.mark.parametrize(("deployments", "count", "totals"),
                         [(row[1], row[2], row[3:]) for row in TOTALS],
                         ids=[row[0] for row in TOTALS])
def test_totals_worked_out_elsewhere(deployments, count, totals):
    pool = deployments.pool()
    assert count in (None, pool.deployments)
    names = ("faces", "alerts", "true_alerts", "false_alerts", "arrests")
    for name, total in zip(names, totals, strict=True):
        assert total in (None, pool.totals[name]), name


def test_2024_splits_into_confirmed_and_unconfirmed():
    """O-21; the one row that does not add up makes 1,260 + 27 one more than 1,286."""
    totals = MET.between("2024-01-01", "2024-12-31").pool().totals
    assert (totals["true_confirmed"], totals["true_unconfirmed"]) == (1_242, 18)
    assert totals["true_alerts"] + totals["false_alerts"] == totals["alerts"] + 1


def test_oxford_circus_as_in_the_press():
    """O-15: 125,786 faces and nine arrests in five uses; a sixth was stopped and gives no count."""
    uses = at("Oxford Circus", among=MET.between(end="2022-12-31"))
    faces = [deployment.faces for deployment in uses]
    assert faces == [None, 8_600, 12_120, 34_286, 34_360, 36_420]
    pool = uses.pool()
    assert (pool.deployments, pool.totals["faces"], pool.totals["arrests"]) == (6, 125_786, 9)
    assert pool.published["faces"] == 5 and pool.share("fdr").left_out == 1
    assert "[1 of 6 deployments is left out: false alerts or faces not published]" in str(pool)


def test_the_first_thirteen_of_2023_as_in_the_press():
    """O-28; O-12: 13,200 people in 2020."""
    grid = MET.where(lambda deployment: deployment.source == "grid-2023-2024").records[:13]
    assert sum(deployment.faces for deployment in grid) == 247_764
    assert sum(deployment.arrests for deployment in grid) == 12
    assert MET.between(end="2020-12-31").pool().totals["faces"] == 13_200


def test_the_list_of_january_2022_is_no_denominator_of_alerts():
    """O-14, C-17: the press divides 11 alerts by the 9,756 on the list; one of them was false."""
    (use,) = MET.between("2022-01-28", "2022-01-28")
    assert (use.watchlist_size, use.alerts, use.false_alerts, use.faces) == (9_756, 11, 1, 12_120)


# --- Choosing ---


def test_between_and_where_keep_the_rest():
    part = MET.between("2024-07-11", date(2024, 7, 11))
    assert [deployment.location for deployment in part] == ["Dalston", "Hackney"]
    assert (part.id, part.breaks, part.caveats) == ("met", MET.breaks, MET.caveats)
    none = MET.where(lambda deployment: False)
    assert len(none) == 0 and str(none).endswith(": no deployments")


@pytest.mark.parametrize(("call", "complaint"), [
    (lambda: MET.between("2024-13-01"), "start must be a day like 2024-05-29, got '2024-13-01'"),
    (lambda: MET.between(end="1/2/2024"), "end must be a day like 2024-05-29, got '1/2/2024'"),
    (lambda: MET.between(2024), "start must be a day like 2024-05-29, got 2024"),
    (lambda: MET.between("2025-01-01", "2024-01-01"), "start must not be after end"),
    (lambda: MET.where("faces"), "predicate must be a function of a deployment, got 'faces'"),
    (lambda: MET.column("faecs"), r"got 'faecs' \(faces\?\)"),
    (lambda: MET.pool(level=95), r"level must lie strictly between 0 and 1, got 95.0"),
    (lambda: MET.pool(method="wlison").rows(), r"got 'wlison' \(wilson\?\)"),
    (lambda: MET.pool().share("ppv"), "name must be one of false_alert_rate"),
    (lambda: level_shift(MET, "2024-07-01", "2024-06-01"), "after must not be earlier than before"),
    (lambda: level_shift(MET, "2020-01-01"), "no deployment before 2020-01-01 publishes both"),
    (lambda: level_shift(MET, "2024-07-01", factor=1), "factor must be above 1, got 1"),
    (lambda: level_shift(MET, "2024-07-01", count="crowd"), "count must be one of faces"),
    (lambda: load_deployments("mett"), r"is neither recorded \(met\) nor a .csv file \(met\?\)"),
    (lambda: load_deployments("a\0b.csv"), "is neither recorded"),
    (lambda: load_deployments("no/such.csv"), "is neither recorded"),
])
def test_bad_arguments_are_named(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_rows_columns_and_frames():
    assert MET.rows()[1]["faces"] is None and MET.rows()[0]["location"] == "Stratford"
    faces = MET.column("faces")
    assert np.isnan(faces).sum() == 1 and np.nansum(faces) == MET.pool().totals["faces"]
    pandas = pytest.importorskip("pandas")
    frame = MET.to_frame()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == 286
    assert frame["arrests"].sum() == MET.pool().totals["arrests"]
    assert list(MET.where(lambda deployment: False).to_frame()) == list(frame)


# --- Pooling ---


def deployment(**values):
    return Deployment(**{"source": "grid", "date": date(2024, 1, 1), "location": "Here"} | values)


def test_counts_are_pooled_before_they_are_divided():
    quiet = deployment(faces=1_000, alerts=0, true_alerts=0, false_alerts=0)
    busy = deployment(faces=1_000, alerts=10, true_alerts=5, false_alerts=5)
    small = deployment(faces=10, alerts=1, true_alerts=0, false_alerts=1)
    assert np.isnan(pooled([quiet]).share("fdr").value)
    assert str(pooled([quiet]).share("fdr")) == "0 false alerts of 0 alerts: undefined"
    assert np.isnan(pooled([quiet]).share("fdr").interval).all()
    share = pooled([quiet, busy, small]).share("fdr")
    assert share.value == 6 / 11 != (5 / 10 + 1 / 1) / 2


def test_a_share_needs_both_of_its_counts():
    whole = deployment(faces=900, alerts=4, true_alerts=3, false_alerts=1)
    pool = pooled([whole, deployment(faces=500), deployment(alerts=7)])
    assert pool.totals == {"faces": 1_400, "alerts": 11, "true_alerts": 3, "false_alerts": 1}
    for share in pool.shares.values():
        assert share.left_out == 2 and share.n == {"faces": 900, "alerts": 4}[share.whole]
    empty = pooled([])
    assert empty.totals == {} and str(empty).startswith("0 deployments: 0 false alerts of 0 faces")


def test_contradictory_counts_have_no_share():
    (slip,) = MET.between("2024-01-10", "2024-01-10")
    share = pooled([slip]).share("precision")
    assert np.isnan(share.value) and np.isnan(share.interval).all()
    assert str(share) == "2 true alerts of 1 alert: no share, the counts contradict each other"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(*[st.none() | st.integers(0, 10**6)] * 4), max_size=8))
def test_pooling_is_the_sum_of_what_both_publish(counts):
    names = ("faces", "alerts", "true_alerts", "false_alerts")
    pool = pooled([deployment(**dict(zip(names, row, strict=True))) for row in counts])
    for share in pool.shares.values():
        part, whole = names.index(share.part), names.index(share.whole)
        both = [row for row in counts if None not in (row[part], row[whole])]
        assert (share.k, share.n) == tuple(sum(row[i] for row in both) for i in (part, whole))
        assert share.deployments + share.left_out == len(counts)
        if 0 < share.n >= share.k:
            assert share.value == float(Fraction(share.k, share.n))
            assert share.interval.low <= share.value <= share.interval.high


@pytest.mark.parametrize("window", [("2023-01-01", "2023-12-31"), ("2024-01-01", "2024-12-31")])
def test_limits_are_clopper_and_pearsons(window):
    """At each limit the tail beyond the count is half of what the level leaves."""
    for level in (0.9, 0.95):
        for row in MET.between(*window).pool(level=level).rows():
            k, n, half = row["k"], row["n"], (1 - level) / 2
            assert bdtrc(k - 1, n, row["low"]) == pytest.approx(half, rel=1e-6)
            assert bdtr(k, n, row["high"]) == pytest.approx(half, rel=1e-6)


def test_shares_are_the_rates_of_the_joint_table():
    tp, fp, fn, tn = 30, 4, 16, 950
    use = deployment(faces=tp + fp + fn + tn, alerts=tp + fp, true_alerts=tp, false_alerts=fp)
    table = Table(tp=tp, fp=fp, fn=fn, tn=tn)
    assert set(SHARES) == set(pooled([use]).shares)
    for name in SHARES:
        assert pooled([use]).share(name).value == pytest.approx(table.rate(name), rel=1e-15)


def test_per_face_and_per_alert_of_the_same_false_alerts():
    """O-26, O-41 in kind: 1 in 11,243 faces and 1 in 39 alerts are one number of false alerts."""
    pool = MET.between("2024-01-01", "2024-05-29").pool()
    assert round(1 / pool.share("false_alert_rate").value) == 11_243
    assert round(1 / pool.share("fdr").value) == 39


# --- A change of level ---


def test_faces_jump_in_mid_2024_and_alerts_do_not():
    """C-33, which prints the second median of faces, 11,502.5, as 11,502."""
    shift = level_shift(MET.between("2024-01-01"), "2024-08-01", "2024-09-01")
    assert shift.sizes == (103, 136)
    assert shift.medians == {"faces": (1_465, Fraction(23_005, 2)), "alerts": (7, 9)}
    assert shift.shifted and shift.relative == pytest.approx(11_502.5 / 1_465 / (9 / 7))
    assert str(shift) == (
        "Medians over 103 deployments before 2024-08-01 and 136 from 2024-09-01: faces 1,465 "
        "before and 11,502.5 after, alerts 7 before and 9 after. That is 7.9 times the faces, "
        "1.3 times the alerts: shares of faces are not comparable across that time, shares of "
        "alerts may be")


def test_the_jump_is_there_at_one_place_too():
    """C-33: North End, Croydon, however it is written."""
    place = at("North End", "Northend")
    before = place.between("2024-01-01", "2024-04-17")
    after = place.between("2024-11-01", "2025-03-31")
    ranges = [(min(d.faces for d in part), max(d.faces for d in part),
               min(d.alerts for d in part), max(d.alerts for d in part))
              for part in (before, after)]
    assert ranges == [(1_011, 1_950, 9, 16), (9_635, 24_365, 10, 24)]
    assert level_shift([*before, *after], "2024-08-01").shifted


def test_no_jump_where_there_is_none():
    year = MET.between("2024-01-01", "2024-06-30")
    shift = level_shift(year, "2024-04-01")
    assert not shift.shifted and "no shift by a factor of 3" in str(shift)
    quiet = [deployment(faces=9, alerts=0), deployment(date=date(2025, 1, 1), faces=9, alerts=1)]
    shift = level_shift(quiet, "2024-06-01")
    assert not shift.shifted and str(shift).endswith("no ratio, so nothing can be said")


def test_a_fall_is_a_shift_and_the_days_named_are_where_it_is_cut():
    counts = {1: 9_000, 2: 9_000, 3: 1, 4: 1_000, 5: 1_000}
    uses = [deployment(date=date(2024, 1, day), faces=faces, alerts=7)
            for day, faces in counts.items()]
    shift = level_shift(uses, "2024-01-03", "2024-01-04")
    assert shift.sizes == (2, 2) and shift.relative == pytest.approx(1 / 9) and shift.shifted
    assert level_shift(uses, "2024-01-04").sizes == (3, 2)
    assert not level_shift(uses, "2024-01-03", "2024-01-04", factor=10).shifted


def test_a_pool_across_a_change_of_level_says_so():
    warned = "Shares of faces mix two levels: the estimates of faces rise about tenfold"
    assert warned in str(MET.pool()) and warned in str(MET.between("2024-07-01").pool())
    assert warned not in str(MET.between(end="2024-07-22").pool())
    assert warned not in str(MET.between("2024-09-01").pool())
    change = Break("faces", date(2024, 7, 1), date(2024, 8, 1), "x")
    for days, mixed in [((6,), False), ((7,), True), ((8,), False), ((6, 8), True), ((), False)]:
        assert change.mixes(date(2024, month, 1) for month in days) is mixed


# --- Checks ---


def test_the_slips_of_the_grids_are_found():
    """C-25, by general rules. The list of January 2022 is no slip: the press has it too (O-14)."""
    found = {(check.verdict, str(check.deployment)): check
             for check in check_deployments(MET) if check.verdict in ("fails", "stands out")}
    assert set(found) == {
        ("fails", "2024-01-10 Westminster"),
        ("fails", "2023-12-07 Croydon, George St"),
        ("stands out", "2024-06-06 Peckham"),
        ("stands out", "2024-07-11 Dalston"),
        ("stands out", "2022-01-28 Oxford Circus"),
        ("stands out", "2025-05-02 Bond St Stn"),
    }
    said = {str(deployment): check.sentence for (_, deployment), check in found.items()}
    assert "2 + 0 is 2, not 1" in said["2024-01-10 Westminster"]
    assert "0.01% from 1 of 3,940 (0.025381 %)" in said["2023-12-07 Croydon, George St"]
    assert said["2024-06-06 Peckham"].endswith(
        "0.1% leaves room for 1 of 798, but larger figures of the source have more decimals, and "
        "0.10% does not: that would be 0.13 %")
    assert said["2024-07-11 Dalston"] == (
        "printed as 2023-07-11, but stands after 2024-06-28 and before 2024-07-11")
    assert "19,199 is more than 10 % off the 16,199 before" in said["2025-05-02 Bond St Stn"]


def test_most_printed_rates_of_2024_are_truncated():
    notes = [check for check in check_deployments(MET) if check.verdict == "note"]
    truncated = [check.deployment for check in notes if "truncated" in check.sentence]
    assert len(truncated) == 10 and {use.source for use in truncated} == {"grid-2023-2024"}
    for use in truncated:
        shown, share = Fraction(use.false_alert_rate_printed[:-1]) / 100, Fraction(
            use.false_alerts, use.faces)
        assert shown <= share < shown + Fraction(1, 10_000) and share - shown > Fraction(1, 20_000)
    (other,) = [check for check in notes if "truncated" not in check.sentence]
    assert other.sentence == "printed as 2023-07-11, recorded as 2024-07-11"


def test_each_rule_says_how_many_it_holds_for():
    held = {check.rule: check.sentence for check in check_deployments(MET)
            if check.verdict == "holds"}
    assert held["parts add up to their total"].endswith(
        "in 284 of the 285 deployments that publish what it needs")
    assert len(held) == 7 and check_deployments([]) == []


def findings(*records):
    return [(check.verdict, check.sentence) for check in check_deployments(records)
            if check.verdict != "holds"]


SPOILT = [
    # the deployment, its verdict and what is said
    ({"alerts": 5, "true_alerts": 3, "false_alerts": 1}, "fails", "3 + 1 is 4, not 5: 1 fewer"),
    ({"true_alerts": 3, "true_confirmed": 3, "true_unconfirmed": 1}, "fails", "3 + 1 is 4, not 3"),
    ({"false_alerts": 3, "false_confirmed": 1, "false_unconfirmed": 1}, "fails", "2, not 3"),
    ({"alerts": 5, "faces": 4}, "fails", "more alerts (5) than faces (4)"),
    ({"alerts": 5, "true_confirmed": 6}, "fails", "more true confirmed (6) than alerts (5)"),
    ({"true_alerts": 1, "true_engagements": 2}, "fails",
     "more true engagements (2) than true alerts (1)"),
    ({"alerts": 1, "arrests": 2}, "note", "more arrests (2) than alerts (1)"),
    ({"false_alerts": 1, "faces": 200, "alerts": 4, "false_alert_rate_printed": "25%"}, "fails",
     "25% from 1 of 200 (0.5 %) does not follow: that would be 1 %; of 200, 49 to 51 would print "
     "so; false alerts of alerts, 1 of 4, would print so"),
    ({"false_alerts": 1, "faces": 6_000, "false_alert_rate_printed": "1 in 5,000"}, "fails",
     "does not follow: that would be 1 in 6,000"),
    ({"false_alerts": 29, "faces": 10_000, "false_alert_rate_printed": "0.2%"}, "note",
     "truncated, not rounded: rounded, it would be 0.3 %"),
    ({"date_printed": date(2023, 1, 1)}, "note", "printed as 2023-01-01, recorded as 2024-01-01"),
]


@pytest.mark.parametrize(("values", "verdict", "sentence"), SPOILT)
def test_each_rule_finds_what_breaks_it(values, verdict, sentence):
    ((found, said),) = findings(deployment(**values))
    assert found == verdict and sentence in said


def test_a_total_made_of_its_parts_is_not_checked_against_them():
    parts = {"true_alerts": 2, "true_confirmed": 1, "true_unconfirmed": 1}
    rules = [[check.rule for check in check_deployments([deployment(**parts, derived=names)])]
             for names in ((), ("true_alerts",))]
    assert ["parts add up to their total" in found for found in rules] == [True, False]


def test_rates_that_follow_are_left_alone():
    for k, n, text in [(1, 200, "0.5%"), (1, 200, "1 in 200"), (0, 50, "0%"), (2, 3, "66.7%")]:
        assert not findings(deployment(false_alerts=k, faces=n, false_alert_rate_printed=text))


def test_fewer_decimals_than_larger_figures_stand_out():
    fine = deployment(false_alerts=14, faces=10_000, false_alert_rate_printed="0.14%")
    zero = deployment(false_alerts=1, faces=10_000, false_alert_rate_printed="0%")
    (found,) = findings(fine, zero)
    assert found[0] == "stands out"
    assert found[1].endswith("and 0.00% does not: that would be 0.01 %")
    alone = deployment(false_alerts=0, faces=10_000, false_alert_rate_printed="0%")
    assert not findings(fine, alone)


def test_thousands_of_rows_take_seconds():
    """Every rule is at most n log n: rows in the worst order, each with a figure of its own."""
    last = date(2024, 1, 1).toordinal()
    uses = [deployment(date=date.fromordinal(last - row), watchlist_size=row % 7, faces=10**6,
                       alerts=row, true_alerts=0, false_alerts=row,
                       false_alert_rate_printed=f"{row / 10**4:.4f}%") for row in range(3_000)]
    began = perf_counter()
    found = check_deployments(uses)
    assert perf_counter() - began < 10
    assert sum(check.rule == "dates are in order" for check in found) == 3_000


def test_a_row_twice_stands_out():
    use = {"faces": 900, "alerts": 4, "true_alerts": 4, "false_alerts": 0}
    first = deployment(**use, line=2)
    again = deployment(**use, line=7, source="another grid", note="elsewhere")
    assert findings(first, again) == [
        ("stands out", "the same in every count as 2024-01-01 Here (line 2)")]
    for other in ({"faces": 901}, {"duration_minutes": 60}, {"location": "There"}):
        assert not findings(first, deployment(**use | other))


@pytest.mark.parametrize(("sizes", "odd"), [
    ((100, 111, 100), [111]), ((100, 110, 100), []), ((100, 89, 100), [89]),
    ((100, 111, 104), []), ((104, 111, 100), []), ((100, 130, 130, 100), []),
    ((100, 150, 130), []), ((100, None, 130, 101), [130]),
    ((130, 100), []),
])
def test_a_list_size_unlike_both_neighbours(sizes, odd):
    uses = [deployment(date=date(2024, 1, day), watchlist_size=size)
            for day, size in enumerate(sizes, 1)]
    said = findings(*uses)
    assert [sentence.split()[2] for _, sentence in said] == [str(size) for size in odd]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=9))
def test_as_few_rows_as_possible_are_out_of_order(days):
    kept = _longest_in_order(days)
    left = [days[place] for place in kept]
    assert left == sorted(left) and kept == sorted(kept)
    longest = next(size for size in range(len(days), -1, -1)
                   if any(list(rows) == sorted(rows) for rows in combinations(days, size)))
    assert len(kept) == longest


def test_sources_are_checked_apart():
    uses = [deployment(date=date(2024, 5, 1)), deployment(date=date(2024, 1, 1), source="other")]
    assert not findings(*uses)
    (found,) = findings(uses[0], deployment(), deployment(date=date(2024, 2, 1)))
    assert found == ("stands out", "printed as 2024-05-01, but stands before 2024-01-01")


# --- Files ---

TABLE = """\
source,date,location,faces,alerts,true_alerts,false_alerts,threshold,false_alert_rate_printed,note
grid,2024-01-01,Here,900,4,3,1,0.6,0.1%,
grid,2024-01-02,"There, too",,,,,,,not published
"""
ABOUT = """\
[deployments]
id = "mine"
title = "My deployments"
about = "What they are"
force = "A force"
period = "2024"

[[source]]
id = "grid"
title = "A grid"
publisher = "A force"
date = "2024"
address = "somewhere"
seen = "first-hand"

[[break]]
column = "faces"
starts = "2024-02-01"
ends = "2024-03-01"
meaning = "counted anew"
""" + "".join(f'\n[[column]]\nname = "{name}"\nunit = "as printed"\nmeaning = "What it says."\n'
              for name in TABLE.partition("\n")[0].split(","))


def write(tmp_path, table=TABLE, about=ABOUT):
    path = tmp_path / "mine.csv"
    path.write_bytes(table if isinstance(table, bytes) else table.encode())
    path.with_suffix(".toml").write_text(about)
    return path


@pytest.mark.parametrize("table", [TABLE, "\ufeff" + TABLE, TABLE.replace("\n", "\r\n"),
                                   TABLE + "\n\n"])
def test_a_file_of_your_own_is_read(tmp_path, table):
    mine = load_deployments(write(tmp_path, table))
    here, there = mine
    assert (here.faces, here.alerts, here.threshold, here.derived) == (900, 4, 0.6, ())
    assert there.location == "There, too" and there.faces is None and there.line == 3
    assert mine.breaks == (Break("faces", date(2024, 2, 1), date(2024, 3, 1), "counted anew"),)
    assert str(mine) == "My deployments: 2 deployments, 2024-01-01 to 2024-01-02"


@pytest.mark.parametrize(("printed", "total", "derived"), [
    ("5", 5, ()), ("", 4, ("true_alerts",)), ("0", 0, ())])
def test_a_printed_total_is_kept_and_a_missing_one_added_up(tmp_path, printed, total, derived):
    table = ("source,date,location,true_alerts,true_confirmed,true_unconfirmed\n"
             f"grid,2024-01-01,Here,{printed},3,1\n")
    more = "".join(f'\n[[column]]\nname = "{name}"\nunit = "alerts"\nmeaning = "x"\n'
                   for name in ("true_confirmed", "true_unconfirmed"))
    (use,) = load_deployments(write(tmp_path, table, ABOUT + more))
    assert (use.true_alerts, use.derived) == (total, derived)


MISTAKES = [
    # what is replaced, by what, the line complained of, and the complaint
    (",900,", ",-900,", 2, "column faces: must be a whole number from 0 up"),
    (",900,", ",900.5,", 2, "nothing else, got '900.5'"),
    (",900,", ',"1,900",', 2, "got '1,900'"),
    (",900,", ", 900,", 2, "got ' 900'"),
    (",900,", ",٩٠٠,", 2, "column faces: must be a whole number"),
    (",900,", ",1e9,", 2, "got '1e9'"),
    (",900,", ",nan,", 2, "got 'nan'"),
    (",900,", f",{'9' * 13},", 2, "of at most 12 digits"),
    (",900,", f",{'9' * 5000},", 2, "got '9999999"),
    ("2024-01-02", "2024-02-30", 3, "column date: the value must be a day like 2024-05-29, got "
     "'2024-02-30'"),
    ("2024-01-02", "20240102", 3, "column date: the value must be a day like"),
    ("2024-01-02", "", 3, "column date: the value must be a day like 2024-05-29, got ''"),
    ("grid,2024-01-02", "gird,2024-01-02", 3,
     "column source: the source must be one of grid, got 'gird' (grid?)"),
    ("Here", "", 2, "column location: must be text, got ''"),
    ("Here", "He\x1b[31mre", 2, "column location: must not hold control characters, got '\\x1b'"),
    ("Here", "x" * 3000, 2, "column location: must have at most 2,000 characters, got 3,000"),
    (",0.6,", ",0.6.4,", 2, "column threshold: must be a decimal number like 0.64, got '0.6.4'"),
    (",0.1%,", ",lots,", 2, "column false_alert_rate_printed: cannot read 'lots'"),
    (",0.1%,", ",170%,", 2, "a share must lie between 0 and 1, got '170%'"),
    (",not published", "", 3, "must have 10 fields, as the first line has, got 9"),
    (",not published", ",not published,", 3, "must have 10 fields, as the first line has, got 11"),
    (",faces,", ",facess,", 1, "unknown column 'facess' (faces?); the columns are source, date"),
    (",faces,", ",alerts,", 1, "the column alerts comes twice"),
    (",faces,", ",arrests,", 1, "the column arrests is not described in mine.toml"),
    (",location,", ",note,", 1, "the column note comes twice"),
    (",note\n", ",date_printed\n", 1, "the column date_printed is not described"),
    ('"There, too"', '"There, too', 3, "is not valid CSV"),
    ('"There, too"', '"There" too', 3, "is not valid CSV"),
    ('"There, too"', f'"{"x" * 200_000}"', 3, "is not valid CSV: field larger than field limit"),
    ("source,date,", "source,dat,", 1, "unknown column 'dat' (date?)"),
]


@pytest.mark.parametrize(("old", "new", "line", "complaint"), MISTAKES)
def test_each_broken_rule_is_named_with_its_place(tmp_path, old, new, line, complaint):
    assert old in TABLE
    path = write(tmp_path, TABLE.replace(old, new, 1))
    with pytest.raises(DataError) as caught:
        load_deployments(path)
    assert complaint in str(caught.value) and caught.value.line == line
    assert str(path) in str(caught.value) and len(str(caught.value)) < 700
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value)


ABOUT_MISTAKES = [
    ("[deployments]", "[deployment]", None, "unknown section 'deployment' (deployments?)"),
    ('force = "A force"\n', "", 1, "deployments 'mine': the key force is missing"),
    ('force = "A force"', 'farce = "A force"', 5, "unknown key 'farce' (force?)"),
    ('seen = "first-hand"', 'seen = "in a dream"', 14, "the value must be one of first-hand"),
    ('column = "faces"', 'column = "crowd"', 17, "column: the column must be one of faces"),
    ('starts = "2024-02-01"', 'starts = "soon"', 18, "starts: the value must be a day like"),
    ('starts = "2024-02-01"', 'starts = "2025-02-01"', 18, "starts must not be after ends"),
    ('name = "alerts"', 'name = "faces"', 43, "duplicate name 'faces'"),
    ('name = "alerts"', 'name = "alarms"', 43, "name: the name must be one of source"),
    ("[[break]]", "[break]", None, "break must be a list of tables"),
    ("[deployments]", "[deployments", None, "is not valid TOML"),
]


@pytest.mark.parametrize(("old", "new", "line", "complaint"), ABOUT_MISTAKES)
def test_the_description_is_checked_too(tmp_path, old, new, line, complaint):
    assert old in ABOUT
    with pytest.raises(DataError) as caught:
        load_deployments(write(tmp_path, about=ABOUT.replace(old, new, 1)))
    assert complaint in str(caught.value) and "mine.toml" in str(caught.value)
    assert line in (None, caught.value.line)


def test_files_that_are_no_table(tmp_path):
    row = "grid,2024-01-01,Here,,,,,,,\n"
    for raw, complaint in [
        (TABLE.encode() + b"\xff", "line 4: must be UTF-8 text, got byte 0xff"),
        (TABLE.encode("utf-16"), "must be UTF-8 text"),
        (b"", "the column source is missing"),
        (b"\0" * 100, "unknown column"),
        (b"x" * 1_000_001, "is too large"),
        ((TABLE + row * 10_000).encode(), "line 10002: has too many rows: at most 10,000"),
    ]:
        with pytest.raises(DataError, match=complaint):
            load_deployments(write(tmp_path, raw))
    path = write(tmp_path)
    path.with_suffix(".toml").unlink()
    with pytest.raises(DataError, match="needs the file mine.toml beside it"):
        load_deployments(path)


def test_spoilt_files_end_in_records_or_in_one_error(tmp_path):
    lots = random.Random(5)
    spoils = [b'"', b",", b"\n", b"\xff", b"\0", b"-1", b"9" * 40, b"<script>", b"=1+1", b"\r", b""]
    read = 0
    for _ in range(150):
        raw = bytearray(TABLE.encode())
        for _ in range(lots.randint(1, 3)):
            place = lots.randrange(len(raw))
            raw[place:place + lots.randint(0, 3)] = lots.choice(spoils)
        try:
            mine = load_deployments(write(tmp_path, bytes(raw)))
            str(mine.pool()), check_deployments(mine)
            read += 1
        except DataError as error:
            assert "mine.csv" in str(error) and "\n" not in str(error)
    assert 0 < read < 150


def test_counts_are_whole_numbers():
    assert set(COUNTS) < set(NUMBERS)
    for use in MET:
        for name in NUMBERS:
            value = getattr(use, name)
            assert value is None or type(value) is (float if name == "threshold" else int)

