"""Whole tables: for small crowds against every table there is, for large ones by hand."""

import random
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lfrstats.table import lattice
from lfrstats.table import whole_tables as tables
from lfrstats.table.rates import CELLS, RATES
from lfrstats.table.whole_tables import possible_tables
from lfrstats.words import printed

FIGURES = ["70%", "1 in 10", "8 of 12", Fraction(1, 3), "50%", "0.0%", "100%", "at least 90%",
           "at most 1 in 3", "33.3%", (3, 7), "about 20%", "0.5", "9%", "97%", 2 / 3]
FLAGSHIP = {"tpir": "70%", "fpir": "0.1%", "precision": Fraction(8, 42)}


def every_table(total: int) -> np.ndarray:
    """All (tp, fn, fp, tn) of that many faces, one a column."""
    tp, fn, fp = np.indices((total + 1,) * 3).reshape(3, -1)
    tp, fn, fp = (cell[tp + fn + fp <= total] for cell in (tp, fn, fp))
    return np.stack([tp, fn, fp, total - tp - fn - fp])


def tried(cells: np.ndarray, rates: dict) -> np.ndarray:
    """Those of the tables whose rates print so, each looked at on its own."""
    keep = np.ones(cells.shape[1], dtype=bool)
    for name, value in rates.items():
        if isinstance(value, float):
            value = Fraction(value).limit_denominator(1_000)
        counted, among = {
            "prevalence": ("tp fn", "tp fn fp tn"), "tpir": ("tp", "tp fn"),
            "fnir": ("fn", "tp fn"), "fpir": ("fp", "fp tn"), "tnir": ("tn", "fp tn"),
            "precision": ("tp", "tp fp"), "fdr": ("fp", "tp fp"), "npv": ("tn", "fn tn"),
            "false_omission_rate": ("fn", "fn tn"), "alert_rate": ("tp fp", "tp fn fp tn"),
            "false_alert_rate": ("fp", "tp fn fp tn"), "true_alert_rate": ("tp", "tp fn fp tn"),
            "accuracy": ("tp tn", "tp fn fp tn"),
        }[name]
        k, n = (sum(cells[CELLS.index(cell)] for cell in which.split())
                for which in (counted, among))
        figure = printed.reading(name, value)
        if figure.form == "count":
            keep &= (k == figure.k) & (n == figure.n)
        else:
            low, high = figure.low, figure.high
            keep &= (n > 0) & (k * low.denominator >= n * low.numerator)
            keep &= k * high.denominator <= n * high.numerator
    return cells[:, keep]


@pytest.fixture(scope="module")
def small():
    return np.concatenate([every_table(total) for total in range(1, 25)], axis=1)


def some_queries(many: int):
    rng = random.Random(20200124)
    for _ in range(many):
        names = rng.sample(list(RATES), rng.choice([1, 2, 2, 3, 3, 4]))
        rates = {name: rng.choice(FIGURES) for name in names}
        yield rates, rng.choice([24, 13]), rng.choice([1, 4])


def assert_same(found, expected: np.ndarray) -> None:
    assert found.count == expected.shape[1]
    if not found.count:
        assert found.smallest is None and found.tables == () and found.ranges == {}
        return
    ends = zip(CELLS, zip(expected.min(axis=1), expected.max(axis=1), strict=True), strict=True)
    assert found.ranges == dict(ends)
    listed = sorted(map(tuple, expected.T.tolist()), key=lambda table: (sum(table), table))
    assert [sum(table) for table in found.tables] == [sum(table) for table in listed[:1_000]]
    assert set(found.tables) <= set(listed) and len(set(found.tables)) == len(found.tables)
    if len(listed) <= 1_000:
        assert list(found.tables) == listed


def test_all_small_crowds_against_brute_force(small):
    crowds = small.sum(axis=0)
    for rates, most, least in some_queries(150):
        found = possible_tables(rates, up_to=most, at_least=least)
        assert_same(found, tried(small[:, (crowds >= least) & (crowds <= most)], rates))


@pytest.mark.parametrize("rates", [
    FLAGSHIP, {"tpir": "70%", "fpir": "10%", "precision": Fraction(8, 42)},
    {"tpir": "70%", "fpir": "10%"}, {"prevalence": "3%", "accuracy": "about 90%"},
    {"precision": "8 of 42", "npv": "99%"}, {"alert_rate": "5%", "fdr": "81%", "fnir": "30%"},
])
def test_a_crowd_of_200_against_brute_force(rates):
    assert_same(possible_tables(rates, total=200), tried(every_table(200), rates))


def test_flagship_at_a_million_by_hand():
    """70 %, 0.1 %, 4/21: tp = 4 j, fp = 17 j, then a range for fn, and one for tn."""
    found = possible_tables(FLAGSHIP, up_to=10**6)
    count = 0
    for j in range(1, 10**6 // 21):
        tp, fp = 4 * j, 17 * j
        most_fn = floor(tp / Fraction(695, 1_000)) - tp
        least_fn = ceil(tp / Fraction(705, 1_000)) - tp
        least_tn = ceil(fp / Fraction(15, 10_000)) - fp
        most_tn = floor(fp / Fraction(5, 10_000)) - fp
        if tp + fp + least_tn > 10**6:
            break
        for fn in range(least_fn, most_fn + 1):
            count += max(0, min(most_tn, 10**6 - tp - fp - fn) - least_tn + 1)
    assert found.count == count == 94_051_868
    assert found.smallest == (16, 7, 68, 45_266)
    assert found.ranges["tp"] == (16, 352)
    assert len(found.tables) == 1_000
    assert found.steps < 1_000
    assert possible_tables({**FLAGSHIP, "precision": 8 / 42}, up_to=10**6).count == count


def test_counts_are_taken_at_their_word():
    """8 listed faces with an alert are 70 % of no whole number: 8 of 11 is 72.7, of 12 66.7."""
    assert possible_tables({**FLAGSHIP, "precision": "8 of 42"}, up_to=10**6).count == 0
    found = possible_tables({"tpir": "67%", "fpir": "0.1%", "precision": (8, 42)}, total=34_000)
    assert found.tables == ((8, 4, 34, 33_954),)
    assert str(found) == (
        "1 whole-number table of 34,000 faces has tpir 67%, fpir 0.1% and precision 8 of 42. Of "
        "34,000 faces, 12 are on the list and 8 of them raise an alert. Of the 33,988 others, 34 "
        "raise one too. So of 42 alerts, 8 are right and 34 are false."
    )


def test_point_rates_with_no_whole_table():
    """The case in which dconfusion 1.1.1 answers with no alerts at all among 100,000."""
    rates = {"recall": 0.7, "specificity": 0.999, "precision": 8 / 42}
    none = possible_tables(rates, total=100_000)
    assert (none.count, none.smallest, none.nearest) == (0, None, (24, 10, 100, 99_866))
    assert str(none) == (
        "No whole-number table of 100,000 faces has tpir exactly 0.7, tnir exactly 0.999 and "
        "precision exactly 4/21. The nearest has tpir 70.5882 %, tnir 99.9 % and precision "
        "19.3548 %: Of 100,000 faces, 34 are on the list and 24 of them raise an alert. Of the "
        "99,966 others, 100 raise one too. So of 124 alerts, 24 are right and 100 are false."
    )
    # all three hold only in multiples of tp 28, fn 12, fp 119, tn 999 * 119: 1 in 2,976 is listed
    found = possible_tables(rates, up_to=10**6)
    assert found.smallest == (28, 12, 119, 118_881) and sum(found.smallest) == 40 * 2_976
    assert found.count == 10**6 // 119_040 == len(found.tables)
    # and as figures in print, several tables of 100,000 fit
    printed_so = {"recall": "70%", "specificity": "99.9%", "precision": "19%"}
    assert possible_tables(printed_so, total=100_000).count > 50


def test_point_rates_with_a_whole_table():
    rates = {"recall": 0.7, "specificity": 989 / 990, "precision": 7 / 8}
    assert possible_tables(rates, total=1_000).tables == ((7, 3, 1, 989),)  # FN 3, not 4


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.tuples(*[st.integers(0, 1_500)] * 4), st.permutations(list(RATES)))
def test_a_table_is_among_those_that_have_its_rates(cells, names):
    counted = {name: _share(name, cells) for name in names}
    rates = {name: f"{100 * k / n:.1f}%" for name, (k, n) in counted.items() if n}
    if not rates:
        return
    rates = dict(list(rates.items())[:3])
    try:
        found = possible_tables(rates, total=sum(cells))
    except ValueError as error:
        assert "steps" in str(error)
        return
    assert found.count >= 1
    assert all(low <= cell <= high
               for cell, (low, high) in zip(cells, found.ranges.values(), strict=True))


def _share(name: str, cells) -> tuple[int, int]:
    stated, array = RATES[name].statement, np.array(cells)
    return int(array[stated.counted].sum()), int(array[stated.among].sum())


def test_crowds_and_figures_of_any_size():
    """Products beyond 64 bits are worked in whole numbers of any size."""
    fine = {"tpir": Fraction(7, 10), "fpir": Fraction(1, 10**12 + 39), "precision": "50%"}
    assert possible_tables(fine, up_to=10**9).count == 0
    found = possible_tables({"false_alert_rate": "0.0003%", "fdr": "10 of 2077"}, total=3_147_436)
    assert found.count == 3_147_436 - 2_077 + 1
    one = possible_tables({"precision": "19%"}, up_to=3_000_000)
    assert one.count > 2**63


def test_statements_and_rows():
    found = possible_tables({"alert | listed": "1/2", "not alert": "98 of 100"}, total=100)
    assert list(found.rates) == ["tpir", "not alert"]
    assert found.rows() == [{"tp": 1, "fn": 1, "fp": 1, "tn": 97, "total": 100}]
    assert "Among them tp is 7 to 14, fn is 3 to 6" in str(
        possible_tables({"tpir": "70%", "fpir": "0.1%", "precision": "19%"}, up_to=40_000)
    )


@pytest.mark.parametrize(("call", "said"), [
    (lambda: possible_tables({}, total=5), "rates must name at least one rate"),
    (lambda: possible_tables({"tpir": "70%"}), "give either total"),
    (lambda: possible_tables({"tpir": "70%"}, total=5, up_to=5), "give either total"),
    (lambda: possible_tables({"tpir": "70%"}, total=0), "total must be at least 1, got 0"),
    (lambda: possible_tables({"tpir": "70%"}, up_to=5, at_least=9), "up_to must be at least 9"),
    (lambda: possible_tables({"tpr": "70%"}, total=5), "'tpr' is no known rate"),
    (lambda: possible_tables({"tpir": "70%", "recall": "70%"}, total=5), "rates must be different"),
    (lambda: possible_tables({"tpir": 70.0}, total=5), "a percentage\\? write 0.7"),
    (lambda: possible_tables({"listed and not listed": "1%"}, total=5), "can never be true"),
    (lambda: possible_tables({"tpir": "70%", "fpir": "5%", "prevalence": "30%"}, up_to=10**6),
     "steps or more, at most 1e\\+07; add a rate, or stay below about"),
])
def test_errors(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_search_that_outgrows_its_estimate_is_stopped(monkeypatch):
    monkeypatch.setattr(lattice, "_steps", lambda *_: 1)
    monkeypatch.setattr(lattice, "MOST_STEPS", 1_000)
    monkeypatch.setattr(tables, "MOST_STEPS", 1_000)
    with pytest.raises(ValueError, match="too many tables of up to 2,000 faces"):
        possible_tables({"tpir": "70%", "fpir": "5%", "prevalence": "30%"}, up_to=2_000)
