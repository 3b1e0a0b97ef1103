"""Counts of the same cases make one table of whole numbers: planted slips, random true worlds."""

import good_study
import numpy as np
import pytest

from lfrstats.evidence.checking.cases import crowds
from lfrstats.evidence.checking.checks import check_study
from lfrstats.evidence.study_file import load_claims

SHARES = {  # each with the cells it counts and counts among: tp, fn, fp, tn
    "alert_rate": ("1010", "1111"), "false_alert_rate": ("0010", "1111"),
    "true_alert_rate": ("1000", "1111"), "prevalence": ("1100", "1111"),
    "tpir": ("1000", "1100"), "fpir": ("0010", "0011"), "tnir": ("0001", "0011"),
    "precision": ("1000", "1010"), "fdr": ("0010", "1010"), "npv": ("0001", "0101"),
}


def claim(number, rate, k, n, unit="scans", condition=""):
    more = f"k = {k}\nn = {n}\n{condition}"
    return good_study.claim(f"c-{number}", rate, f"{k} of {n}", more, unit)


def checked(tmp_path, *claims, more=""):
    path = tmp_path / "study.toml"
    path.write_text(good_study.HEAD + more + "".join(
        claim(number, *one) for number, one in enumerate(claims)))
    study = load_claims(path)
    return study, [found for found in check_study(study) if found.kind == "cases"]


@pytest.mark.parametrize("claims", [
    [("false_alert_rate", 740, 51_000), ("alert_rate", 702, 51_000)],  # a part above its whole
    [("fdr", 41, 77), ("precision", 30, 77)],  # complements that do not add up
    [("fpir", 96, 1_830), ("true_alert_rate", 9, 1_830)],  # others, though some are listed
    [("false_alert_rate", 5, 60_000), ("alert_rate", 88, 60_000), ("fdr", 2, 88)],  # k against k
    [("tpir", 12, 20), ("tpir", 13, 20)],  # one quantity, two counts
    [("alert_rate", 140, 9_000), ("precision", 30, 140), ("true_alert_rate", 33, 9_000)],
])
def test_a_slip_is_found_and_told_with_both_counts(tmp_path, claims):
    _, (found,) = checked(tmp_path, *claims)
    assert found.fails
    for _, k, n in claims:
        assert f"{k} of {n:,} " in found.sentence
    assert "If equal totals are the same cases, no table" in found.sentence


def test_the_words_of_the_sentence(tmp_path):
    _, (found,) = checked(tmp_path, ("false_alert_rate", 740, 51_000), ("alert_rate", 702, 51_000))
    assert found.sentence == (
        "740 of 51,000 cases raise an alert and are not listed and 702 of 51,000 cases raise an "
        "alert. If equal totals are the same cases, no table of whole numbers holds these "
        "together: one of the counts, or what it is counted among, is wrong.")


def test_other_units_conditions_and_totals_are_other_cases(tmp_path):
    study, found = checked(tmp_path, ("false_alert_rate", 740, 51_000),
                           ("alert_rate", 702, 51_000, "persons"), ("alert_rate", 702, 51_001))
    assert not found and not list(crowds(study))
    other = """
[[condition]]
id = "later"
meaning = "Later."
"""
    _, found = checked(tmp_path, ("false_alert_rate", 740, 51_000),
                       ("alert_rate", 702, 51_000, "scans", 'condition = "later"'), more=other)
    assert not found


def counts(cells, rate):
    """The true k and n, by adding up cells: nothing of the package is used."""
    return tuple(sum(int(cell) for cell, used in zip(cells, mask, strict=True) if used == "1")
                 for mask in SHARES[rate])


@pytest.mark.parametrize("seed", range(60))
def test_a_true_world_is_never_said_to_contradict_itself(tmp_path, seed):
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 10 ** rng.integers(1, 7, size=4))
    rates = rng.choice(list(SHARES), size=5, replace=False)
    _, found = checked(tmp_path, *((rate, *counts(cells, rate)) for rate in rates
                                   if counts(cells, rate)[1]))
    assert not [one.sentence for one in found if one.fails]


@pytest.mark.parametrize("seed", range(20))
def test_a_part_above_its_whole_is_always_found(tmp_path, seed):
    rng = np.random.default_rng(seed)
    cells = rng.integers(1, 10 ** rng.integers(2, 7, size=4))
    (alerts, faces), (right, _) = counts(cells, "alert_rate"), counts(cells, "true_alert_rate")
    too_many = min(faces, alerts + int(rng.integers(1, 10)))
    _, found = checked(tmp_path, ("alert_rate", alerts, faces), ("true_alert_rate", right, faces),
                       ("false_alert_rate", too_many, faces))
    assert any(one.fails for one in found)


def test_an_audit_fails_with_it(tmp_path):
    from lfrstats.auditing.audits import audit

    study, (found,) = checked(tmp_path, ("fdr", 41, 77), ("precision", 30, 77))
    assert audit(study).failures == (found.sentence,)


def test_hundreds_of_claims_with_one_total_are_one_crowd(tmp_path):
    rates = ("alert_rate", "true_alert_rate", "fpir")
    study, found = checked(tmp_path, *((rates[number % 3], 100, 90_000) for number in range(400)))
    crowd, = crowds(study)
    assert len(crowd) == 400 and [one.fails for one in found] == [True]
