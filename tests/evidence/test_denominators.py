"""Figures that cannot be, or hardly can be, shares of what they are called shares of."""

import pytest

from lfrstats.evidence.checking.checks import check_study
from lfrstats.evidence.study_file import load_claims

HEAD = """
[events]
listed = "the bag holds a weapon"
alert = "the bag is pulled out"

[words]
case = "bags scanned"
listed = "hold a weapon"
alert = "are pulled out"
"""


@pytest.fixture
def checks(tmp_path):
    def of(entries, kind, head=HEAD):
        path = tmp_path / "bags.toml"
        path.write_text(head + entries)
        return [found for found in check_study(load_claims(path)) if found.kind == kind]

    return of


def claim(statement, printed, **more):
    keys = {"statement": statement, "printed": printed} | more
    return "\n[[claim]]\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


def count(statement, number, **more):
    keys = {"statement": statement, "printed": f"{number:,}"} | more
    return "\n[[count]]\n" + "".join(f"{key} = {value!r}\n" for key, value in keys.items())


def test_complements_with_one_total(checks):
    """14 wrong and 106 right of the 120 pulled out; the 14 entered as a share of harmless bags."""
    found, = checks(claim("fpir", "14 of 120", unit="bags")
                    + claim("precision", "106 of 120", unit="pulled"), "denominator")
    assert found.verdict == "note" and found.items == ("claim-1", "claim-2")
    assert found.sentence == (
        "14 of 120 bags scanned that hold no weapon are pulled out, and 106 of 120 bags "
        "scanned that are pulled out hold a weapon: 14 and 106 add up to 120, so both look like "
        "shares of the same 120 bags scanned that are pulled out. If these are the same cases, the "
        "first can be right as it stands only if there were just 120 bags scanned that hold no "
        "weapon too.")


@pytest.mark.parametrize("claims", [
    (("fdr", "14 of 120"), ("precision", "106 of 120")),  # as it should be
    (("fpir", "14 of 120"), ("precision", "105 of 120")),  # no complements
    (("fpir", "14 of 121"), ("precision", "106 of 120")),  # no common total
    (("tpir", "14 of 120"), ("precision", "106 of 120")),  # the same cases counted
])
def test_others_are_no_complements(checks, claims):
    found = checks("".join(claim(*one) for one in claims), "denominator")
    assert not [one for one in found if "add up to" in one.sentence]


def test_a_share_of_alerts_entered_as_one_of_the_unlisted(checks):
    """38 of the 52 pulled out were harmless; entered as a false-alarm rate."""
    found, = checks(claim("fpir", "73 %", k=38, n=52) + count("alert", 52), "denominator")
    assert found.sentence == (
        "38 of 52 is given as a share of bags scanned that hold no weapon, but 52 is on "
        "record as the number of bags scanned that are pulled out. Of these, 38 of 52 would be "
        "another figure: the share of bags scanned that are pulled out that hold no weapon.")
    assert found.verdict == "note"


def test_a_number_of_alerts_is_known_by_its_unit_too(checks):
    """The most that is counted in alerts is the number of alerts; 9 of them are a part."""
    units = "".join(f'\n[[count]]\nprinted = "{number}"\nunit = "alerts"\n' for number in (9, 52))
    found, = checks(claim("fpir", "73 %", k=38, n=52) + units, "denominator")
    assert "52 is on record as the number of alerts" in found.sentence
    assert not checks(claim("fpir", "56 %", k=5, n=9) + units, "denominator")
    found, = checks(claim("precision", "53 %", k=48, n=90, unit="alerts") + units, "total")
    assert "but 52 are on record: 38 too many" in found.sentence


def test_its_own_total_on_record_is_enough(checks):
    entries = claim("fpir", "73 %", k=38, n=52) + count("alert", 52)
    assert not checks(entries + count("not listed", 52), "denominator")


def test_figures_that_force_nearly_everybody_to_be_listed(checks):
    """1 in 100 bags pulled out, 80 % of these harmless: as a false-alarm rate, all hold weapons."""
    entries = claim("precision", "20 %") + claim("alert_rate", "1 %")
    found, = checks(entries + claim("fpir", "80 %"), "denominator")
    assert found.items == ("claim-3",)
    assert found.sentence == (
        "Taken as they are called, the figures leave only worlds in which at least 98.48 % of bags "
        "scanned hold a weapon. If 80 % were the share of bags scanned that are pulled out that "
        "hold no weapon, they would not.")
    assert not checks(entries + claim("fdr", "80 %"), "denominator")
    assert not checks(entries + claim("fpir", "80 %") + claim("prevalence", "99.5 %"),
                      "denominator")


def test_the_bound_of_that_note_by_hand(checks):
    """At most 0.015 * 0.805 of bags are harmless and pulled out, at least 0.795 of the harmless."""
    least = 1 - 0.015 * 0.805 / 0.795
    found, = checks(claim("precision", "20 %") + claim("alert_rate", "1 %")
                    + claim("fpir", "80 %"), "denominator")
    shown = float(found.sentence.split("at least ")[1].split(" %")[0])
    assert shown <= 100 * least <= shown + 0.01


@pytest.mark.parametrize(("printed", "k", "n", "other", "would"), [
    ("91.2 %", 310, 355, 340, "It would follow from 310 of 340 (bags scanned that hold a weapon)"),
    ("1 in 37", 5, 150, 185, "It would follow from 5 of 185"),
])
def test_a_print_is_tried_against_the_other_totals(checks, printed, k, n, other, would):
    found, = checks(claim("precision", printed, k=k, n=n) + count("listed", other), "print")
    assert found.fails and "does not follow" in found.sentence and would in found.sentence
    found, = checks(claim("precision", printed, k=k, n=n) + count("listed", other + 97), "print")
    assert found.fails and "It would follow" not in found.sentence


def test_totals_of_other_conditions_are_not_tried(checks):
    days = '[[condition]]\nid = "a"\nmeaning = "A"\n[[condition]]\nid = "b"\nmeaning = "B"\n'
    found, = checks(days + claim("precision", "91.2 %", k=310, n=355, condition="a")
                    + count("listed", 340, condition="b"), "print")
    assert "It would follow" not in found.sentence


def test_fewer_cases_than_are_on_record(checks):
    found, = checks(claim("precision", "53 %", k=48, n=90) + count("alert", 97), "total")
    assert found.verdict == "note"
    assert found.sentence == ("53 % divides by 90 bags scanned that are pulled out, but 97 are on "
                              "record: 7 are left out, or these are other cases.")
    assert not checks(claim("precision", "49 %", k=48, n=97) + count("alert", 97), "total")


def test_the_total_of_another_unit_fails_for_shares_of_all_only(checks):
    """Just as many of another unit may be a coincidence where all cases are not divided by."""
    others = '\n[[count]]\nprinted = "31"\nunit = "lanes"\n'
    bags = '[[count]]\nprinted = "4,000"\nunit = "bags"\n'
    found, = checks(others + bags + claim("alert_rate", "24 of 31", unit="bags"), "total")
    assert found.fails and found.sentence == (
        "24 of 31 divides by 31, which is recorded as the number of lanes, not of bags (4,000 "
        "bags).")
    assert not checks(others + bags + claim("tpir", "24 of 31", unit="bags"), "total")
    few = bags.replace("4,000", "12")  # a part of the 31 bags
    assert not checks(others + few + claim("alert_rate", "24 of 31", unit="bags"), "total")


def test_a_total_that_is_unknown(checks):
    """46 of n is 8 % when rounded: 46 / 0.085 = 541.2, 46 / 0.075 = 613.3."""
    found, = checks(claim("fdr", "8 %", k=46), "open")
    assert found.verdict == "note"
    assert found.sentence == ("46 and 8 % mean 542 to 613 bags scanned that are pulled out; how "
                              "many, is not said.")
    fits = [n for n in range(46, 2_000) if 0.075 <= 46 / n <= 0.085]
    assert (fits[0], fits[-1]) == (542, 613)
    found, = checks(claim("fdr", "8 %", k=46) + count("alert", 700), "open")
    assert found.sentence.endswith("On record are 700, which does not fit.")


@pytest.mark.parametrize(("printed", "k", "said"), [
    ("at most 10 %", 3, "3 and at most 10 % mean 30 or more bags"),
    ("1 in 50", 1, "1 and 1 in 50 mean 45 to 55 bags"),
])
def test_other_totals_that_are_unknown(checks, printed, k, said):
    found, = checks(claim("fdr", printed, k=k), "open")
    assert found.sentence.startswith(said)


def test_no_total_at_all(checks):
    found, = checks(claim("fdr", "exactly 30 %", k=2, rounding="exact"), "open")
    assert found.fails and "of no whole number of" in found.sentence


def test_each_reading_is_tried_by_itself(checks):
    """6 %: of those pulled out, or of all: with 1 in 50 pulled out, more than are pulled out."""
    entries = claim("alert_rate", "1 in 50") + (
        '\n[[claim]]\nprinted = "6 %"\nof = "not said"\n'
        'readings = ["fdr", "false_alert_rate", "fnir"]\n')
    found, = checks(entries, "open")
    assert found.verdict == "note"
    assert found.sentence == (
        "6 %: what it is a share of is not said. If it is the share of bags scanned that are "
        "pulled out that hold no weapon, then between 93.5 % and 94.5 % of bags "
        "scanned that are pulled out hold a weapon. As the share of bags scanned that are pulled "
        "out and hold no weapon, it would contradict the other figures. If it is the share "
        "of bags scanned that hold a weapon that are not pulled out, then some, at most 2.38 % of "
        "bags scanned hold a weapon.")


def test_a_reading_is_never_put_together_silently(tmp_path):
    from lfrstats.auditing.audits import audit

    path = tmp_path / "open.toml"
    path.write_text(claim("tpir", "83 %") + claim("fpir", "2 %")
                    + '\n[[claim]]\nprinted = "6 %"\nreadings = ["prevalence", "fdr"]\n')
    group, = audit(load_claims(path)).together
    assert "prevalence" in group.undetermined and "precision" in group.undetermined


@pytest.mark.parametrize(("printed", "k", "n", "verdict", "words"), [
    ("37 % (31 % to 43 %)", 93, 251, "holds", "is the 95 % interval of 93 of 251"),
    ("37 % (90% CI 32 to 42 %)", 93, 251, "holds", "is the 90 % interval of 93 of 251"),
    ("37 % (36 % to 38 %)", 93, 251, "note", "by none of 11 methods; the exact one is"),
    ("37 % (38 % to 43 %)", 93, 251, "fails", "37 % lies outside the interval printed beside it"),
    ("37 % (31 % to 43 %)", None, None, "note", "without counts nobody can say"),
])
def test_printed_intervals_are_checked(checks, printed, k, n, verdict, words):
    counts = {} if k is None else {"k": k, "n": n}
    found, = checks(claim("precision", printed, **counts), "interval")
    assert (found.verdict, words in found.sentence) == (verdict, True), found.sentence


def test_a_doubt_about_counts_names_the_counts(tmp_path):
    """6 of 20 not listed raise an alert, 8,994 of 9,000 alerts are right: at least 8,994 of 9,014
    are listed. Both shares are from counts, and the ids are those of entries of the file."""
    path = tmp_path / "counts.toml"
    path.write_text("".join(f"""
[[count]]
id = "{id}"
statement = "{text}"
printed = "{number}"
meaning = "Some."
""" for id, text, number in (("others", "not listed", 20), ("wrong", "alert and not listed", 6),
                             ("alerts", "alert", 9_000), ("right", "alert and listed", 8_994))))
    study = load_claims(path)
    known = {count.id for count in study.counts}
    found = [done for done in check_study(study) if done.kind == "denominator"]
    assert found and all(set(done.items) <= known for done in found)
