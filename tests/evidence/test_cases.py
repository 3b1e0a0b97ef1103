"""Counts of the same cases make one table of whole numbers: planted slips, random true worlds."""

import good_study
import numpy as np
import pytest

from lfrstats.evidence.checking.cases import crowds
from lfrstats.evidence.checking.checks import check_study
from lfrstats.evidence.study_file import DataError, load_claims

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
    assert len(crowd.items) == 400 and [one.fails for one in found] == [True]


DAY = """
[events]
listed = "is wanted"
alert = "sets it off"
checked = "was checked"

[[cases]]
id = "day"
is = "all"
meaning = "The passes of one day"
count = 8_300

[[cases]]
id = "staff"
is = "listed"
meaning = "The passes of planted staff"
part_of = "day"
count = 60

[[cases]]
id = "stops"
is = "alert"
meaning = "The alerts"
part_of = "day"
complete = true
"""


def named(tmp_path, *entries, head=DAY):
    """What is found of entries that name their cases."""
    path = tmp_path / "named.toml"
    path.write_text(head + "".join(
        f"\n[[{kind}]]\n" + "".join(f"{key} = {value!r}\n" for key, value in more.items())
        for kind, more in entries))
    return [found for found in check_study(load_claims(path)) if found.kind == "cases"]


def a_claim(statement, printed, cases):
    return "claim", {"statement": statement, "printed": printed, "cases": cases}


def a_count(statement, printed, cases):
    return "count", {"statement": statement, "printed": f"{printed}", "cases": cases}


TRUE = [a_claim("alert | listed", "51 of 60", "staff"), a_count("alert", 75, "stops"),
        a_claim("listed | alert", "58 of 75", "stops"), a_claim("alert", "75 of 8300", "day")]


def test_named_cases_fit_and_are_told(tmp_path):
    found, = named(tmp_path, *TRUE)
    assert found.verdict == "holds"
    assert found.sentence.startswith("Counts of the same cases, the passes of one day, 8,300 in")


@pytest.mark.parametrize(("entries", "told"), [
    ([a_claim("alert | listed", "51 of 61", "staff")], ["51 of 61", "60 in all"]),  # a wrong n
    ([a_claim("alert", "75 of 8200", "day")], ["8,300 in all", "75 of 8,200"]),  # a wrong whole
    ([a_count("alert", 8_301, "day")], ["8,300 in all", "8,301"]),  # a part above its whole
    ([a_count("alert", 75, "stops"), a_claim("alert", "73 of 8300", "day")],  # complete parts
     ["the alerts (all there are among the passes of one day)", "73 of 8,300"]),
    ([a_count("listed", 59, "day")],
     ["the passes of planted staff, 60 in all (among the passes of one day)", "59"]),
    ([a_claim("not listed", "1 of 60", "staff")], ["1 of 60"]),  # staff are all listed
    ([a_claim("listed | alert", "19 %", "stops"), a_count("alert", 20, "stops")],
     ["19 % of alerts", "20"]),  # no whole number of 20 prints as 19 %
])
def test_slips_among_named_cases(tmp_path, entries, told):
    found, = named(tmp_path, *entries)
    assert found.fails, found.sentence
    assert "recorded as counts of the same cases, and no table" in found.sentence
    for words in told:
        assert words in found.sentence


def test_parts_may_be_some_only_and_may_overlap(tmp_path):
    """30 and 40 of 50 are no contradiction, unless both are all of their kind."""
    parts = ('[[cases]]\nid = "all"\nis = "all"\ncount = 50\n'
             '[[cases]]\nid = "a"\nis = "alert"\npart_of = "all"\ncount = 30\n'
             '[[cases]]\nid = "b"\nis = "alert"\npart_of = "all"\ncount = 40\n')
    found, = named(tmp_path, head=parts)
    assert not found.fails
    found, = named(tmp_path, head=parts.replace("part_of", "complete = true\npart_of"))
    assert found.fails


def test_separate_cases_are_not_put_together(tmp_path):
    apart = ('[[cases]]\nid = "a"\nis = "all"\ncount = 50\n'
             '[[cases]]\nid = "b"\nis = "all"\ncount = 40\n')
    found = named(tmp_path, a_claim("alert", "5 of 50", "a"), a_claim("alert", "9 of 40", "b"),
                  a_claim("alert and listed", "8 of 40", "b"), head=apart)
    assert [one.verdict for one in found] == ["holds", "holds"]


def test_whole_numbers_not_halves(tmp_path):
    """Three events of three cases, of each two just one: halves would do, whole cases do not."""
    head = ('[events]\na = "x"\nb = "x"\nc = "x"\n[[cases]]\nid = "all"\nis = "a or b or c"\n'
            "count = 1\n")
    pairs = [a_count(f"({x} or {y}) and not ({x} and {y})", 1, "all")
             for x, y in ("ab", "bc", "ac")]
    found, = named(tmp_path, *pairs, head=head)
    assert found.fails


def test_counts_of_ten_to_the_fifteen(tmp_path):
    huge = DAY.replace("8_300", f"{10**15}")
    found, = named(tmp_path, a_count("alert", 10**15 - 1, "day"),
                   a_count("not alert", 1, "day"), head=huge)
    assert not found.fails
    found, = named(tmp_path, a_count("alert", 10**15 - 1, "day"),
                   a_count("not alert", 2, "day"), head=huge)
    assert found.fails


@pytest.mark.parametrize(("entries", "line", "complaint"), [
    ('[[cases]]\nid = "a"\nis = "all"\npart_of = "b"\n[[cases]]\nid = "b"\nis = "alert"\n'
     'part_of = "c"\n[[cases]]\nid = "c"\nis = "all"\npart_of = "a"\n', None,
     "cases contain each other in a circle: "),
    ('[[cases]]\nid = "a"\nis = "all"\npart_of = "a"\n', 4, "circle: 'a' in 'a'"),
    ('[[cases]]\nid = "a"\nis = "alert | listed"\n', 3, "must name cases, not a share of some"),
    ('[[cases]]\nid = "a"\nis = "all"\ncomplete = true\n', 4, "it needs part_of"),
    ('[[cases]]\nid = "a"\nis = "all"\npart_of = "nobody"\n', 4, "the id must be one of a, got"),
    ('[[cases]]\nid = "a"\nis = "all"\ncount = -4\n', 4, "a whole number from 0 to 10**15"),
])
def test_cases_that_break_a_rule(tmp_path, entries, line, complaint):
    path = tmp_path / "broken.toml"
    path.write_text(entries + '[[claim]]\nstatement = "tpir"\nprinted = "7 %"\n')
    with pytest.raises(DataError) as caught:
        load_claims(path)
    assert complaint in str(caught.value) and len(caught.value.breaches) == 1
    if line:
        assert caught.value.line == line
    else:
        assert {f"'{id}' in" in str(caught.value) for id in "abc"} == {True}


def test_counts_that_say_what_they_count_are_checked(tmp_path):
    """Not of cases that are named: taken as the same, and the sentence says so."""
    path = tmp_path / "counts.toml"
    counts = {"all": 900, "alert": 41, "alert and listed": 44}
    path.write_text("".join(f'[[count]]\nstatement = "{what}"\nprinted = "{number}"\n'
                            for what, number in counts.items()))
    found, = [one for one in check_study(load_claims(path)) if one.kind == "cases"]
    assert found.fails
    assert found.sentence.startswith("41 (alerts) and 44 (")
    assert "Taken as counts of the same cases, no table of whole numbers" in found.sentence
