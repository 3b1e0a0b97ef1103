import pytest

from lfrstats.intervals.exact_coverage import coverage
from lfrstats.intervals.interval import interval
from lfrstats.intervals.methods import METHODS
from lfrstats.intervals.side_by_side import compare_methods


def test_every_method_with_its_own_coverage():
    rows = {row["method"]: row for row in compare_methods(8, 42).rows()}
    assert list(rows) == list(METHODS)
    for name, row in rows.items():
        assert (row["low"], row["high"]) == tuple(interval(8, 42, method=name))
        assert row["coverage_at_estimate"] == coverage(name, 42, 8 / 42)
        assert row["coverage_worst"] <= row["coverage_at_estimate"]


def test_methods_that_guarantee_their_level_keep_it():
    rows = {row["method"]: row for row in compare_methods(8, 42, level=0.9).rows()}
    for name in ("clopper_pearson", "blaker", "sterne"):
        assert rows[name]["coverage_worst"] >= 0.9 - 1e-12
    assert rows["wald"]["coverage_worst"] == 0


def test_large_samples_go_without_a_receipt():
    row, = compare_methods(10, 3_147_436, methods=["wilson"]).rows()
    assert row["coverage_worst"] is None and row["low"] > 0


def test_sentence_and_refusals():
    assert str(compare_methods(8, 42, methods=["wald", "wilson"])) == (
        "8 of 42: 2 methods put the true rate from 7.2 % to 33.3 % (95 % intervals).")
    with pytest.raises(ValueError, match="k must be at most n: 43 of 42"):
        compare_methods(43, 42)
    with pytest.raises(ValueError, match="method must be one of"):
        compare_methods(8, 42, methods=["wlison"])
