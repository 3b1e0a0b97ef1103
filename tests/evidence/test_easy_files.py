"""Files that are easy to write: all breaches at once, defaults, words as printed, intervals."""

from fractions import Fraction

import pytest

from lfrstats.evidence.claims import Count
from lfrstats.evidence.study_file import DataError, load_claims


@pytest.fixture
def loaded(tmp_path):
    def of(text, name="my-file.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_claims(path)

    return of


THREE = """\
[[claim]]
statement = "tpir"
printed = "83 per cent"

[[claim]]
statement = "fpir"
printed = "1 in 4,000"

[[claim]]
statement = "confirmed | alert"
printed = "19 of 23"
stands_for = "precision"

[events]
listed = "is wanted"
alert = "sets the system off"
confirmed = "was checked and right"
"""


def test_three_figures_take_few_lines(loaded):
    study = loaded(THREE)
    assert len(THREE.splitlines()) < 25
    one, two, three = study.claims
    assert [claim.id for claim in study.claims] == ["claim-1", "claim-2", "claim-3"]
    assert (one.rate, one.said_by, one.tested, one.unit) == ("tpir", *["not said"] * 3)
    assert (one.of, one.that) == ("cases that are wanted", "raise an alert")
    assert one.meaning == "Of cases that are wanted, this share raise an alert."
    assert (three.k, three.n, three.of, three.that) == (
        19, 23, "alerts", "were checked and right")
    assert two.source.title == "Source not said" and two.source.seen == "not said"
    assert (study.id, study.title, study.system) == ("my-file", "my-file", "System not said")


def test_the_events_of_the_rates_need_not_be_named(loaded):
    study = loaded('[[claim]]\nstatement = "miss rate"\nprinted = "4 %"\n')
    assert list(study.events) == ["listed", "alert"]


def test_one_source_and_the_defaults_hold_for_all(loaded):
    study = loaded('''
[defaults]
said_by = "the operator"
condition = "june"
unit = "passes"
tested = "staff"

[[source]]
title = "A report"

[[condition]]
id = "june"
meaning = "A week in June."

[[claim]]
statement = "tpir"
printed = "83 %"

[[claim]]
statement = "fpir"
printed = "2 %"
said_by = "a paper"
unit = "people"
''')
    one, two = study.claims
    assert {claim.source.title for claim in study.claims} == {"A report"}
    assert (one.said_by, one.unit, one.tested, one.condition.id) == (
        "the operator", "passes", "staff", "june")
    assert (two.said_by, two.unit, two.condition.id) == ("a paper", "people", "june")


def test_several_sources_must_be_chosen_from(loaded):
    two = '[[source]]\nid = "a"\ntitle = "A"\n[[source]]\nid = "b"\ntitle = "B"\n'
    claim = '[[claim]]\nstatement = "tpir"\nprinted = "83 %"\n'
    with pytest.raises(DataError, match="the key source is missing: there are several, a and b"):
        loaded(two + claim)
    assert loaded(f'[defaults]\nsource = "b"\n{two}{claim}').claims[0].source.id == "b"


def test_a_default_that_refers_to_nothing_is_told_once(loaded):
    claims = '[[claim]]\nstatement = "tpir"\nprinted = "83 %"\n' * 30
    with pytest.raises(DataError) as caught:
        loaded(f'[defaults]\nunit = "x"\ncondition = "july"\n{claims}')
    assert [error.line for error in caught.value.breaches] == [3]
    assert "condition: the id must be one of those there are, got 'july'" in str(caught.value)


TWENTY = [f'[[claim]]\nid = "c{place}"\nstatement = "{statement}"\nprinted = "{printed}"\n{more}'
          for place, (statement, printed, more) in enumerate([
              ("tpirr", "83 %", ""), ("tpir", "lots", ""), ("fpir", "2 %", "k = 3\nn = 2\n"),
              ("fpir", "2 %", "wrod = 3\n"), ("fpir", "2 %", 'source = "no"\n'),
              ("alert | lsited", "2 %", ""), ("fpir", "200 %", ""), ("fpir", "2 %", "k = -1\n"),
              ("fpir", "1 in 0", ""), ("fpir", "2 %", 'stands_for = "speed"\n')] * 2)]


def test_all_breaches_are_told_in_one_run(loaded):
    with pytest.raises(DataError) as caught:
        loaded("[studdy]\nx = 1\n" + "".join(TWENTY))
    error = caught.value
    assert len(error.breaches) == 21
    lines = str(error).splitlines()
    assert len(lines) == 21 and lines[-1].endswith("my-file.toml: 1 more like these")
    assert [breach.entry for breach in error.breaches[1:]] == [f"claim 'c{i}'" for i in range(20)]
    text = ("[studdy]\nx = 1\n" + "".join(TWENTY)).splitlines()
    for breach in error.breaches[1:]:
        key = breach.reason.removeprefix("unknown key ").strip("'").partition(":")[0]
        assert text[breach.line - 1].startswith(key.split("'")[0])


def test_what_follows_from_a_breach_is_not_told_again(loaded):
    """A broken event, source or claim: those that refer to it are not blamed."""
    with pytest.raises(DataError) as caught:
        loaded('''
[events]
listed = "x"
alert = 7

[[source]]
id = "a"
title = 9

[[claim]]
id = "one"
source = "a"
statement = "tpir"
printed = "many"

[[contrast]]
items = ["one", "one"]
''')
    assert [error.line for error in caught.value.breaches] == [4, 8, 14]


def test_a_misspelt_key_is_told_once(loaded):
    with pytest.raises(DataError) as caught:
        loaded('[[claim]]\nstatement = "tpir"\nprintd = "83 %"\n')
    assert str(caught.value).endswith("unknown key 'printd' (printed?)")


def test_underscores_and_a_byte_order_mark(loaded):
    text = '\ufeff[[claim]]\nid = "hit_rate"\nstatement = "tpir"\nprinted = "83 %"\n'
    assert loaded(text).claim("hit_rate").rate == "tpir"


@pytest.mark.parametrize(("printed", "read_as", "low", "high"), [
    ("a single erroneous alert in the whole of the afternoon", "1 in 7,000", "1/7500", "1/6500"),
    ("about half", "about 50%", "45/100", "55/100"),
    ("just under 10 %", "between 9% and 10%", "9/100", "10/100"),
    ("one false alert in 10,000 faces", "1 in 10,000", "1/15000", "1/9500"),
])
def test_words_are_kept_and_read_as_said(loaded, printed, read_as, low, high):
    file = f'[[claim]]\nstatement = "false_alert_rate"\nprinted = "{printed}"\n'
    claim, = loaded(f'{file}read_as = "{read_as}"\n').claims
    assert claim.printed.text == printed
    assert (claim.printed.low, claim.printed.high) == (Fraction(low), Fraction(high))


def test_words_that_cannot_be_read_say_how_they_can(loaded):
    with pytest.raises(DataError, match=r'beside them what they mean: read_as = "..."'):
        loaded('[[claim]]\nstatement = "fpir"\nprinted = "hardly anybody"\n')


@pytest.mark.parametrize(("printed", "low", "high", "level"), [
    ("41 % (38 % to 44 %)", "38 %", "44 %", None),
    ("41% (95% CI 38-44%)", "38 %", "44 %", 0.95),
    ("0.41 [0.38, 0.44]", "0.38", "0.44", None),
    ("41 per cent (90 % confidence interval: 38 to 44 per cent)", "38 %", "44 %", 0.9),
])
def test_printed_intervals(loaded, printed, low, high, level):
    claim, = loaded(f'[[claim]]\nstatement = "tpir"\nprinted = "{printed}"\n').claims
    assert claim.printed.text == printed and claim.printed.value == Fraction(41, 100)
    assert (claim.interval.low.plain, claim.interval.high.plain) == (low, high)
    assert claim.interval.level == level


def test_an_interval_the_wrong_way_round_is_refused(loaded):
    with pytest.raises(DataError, match="an interval must start at its lower end"):
        loaded('[[claim]]\nstatement = "tpir"\nprinted = "41 % (44 % to 38 %)"\n')


def test_a_total_may_be_unknown(loaded):
    claim, = loaded('[[claim]]\nstatement = "fdr"\nprinted = "7 %"\nk = 29\n').claims
    assert (claim.k, claim.n) == (29, None)


def test_a_claim_printed_as_a_bare_count_is_a_count(loaded):
    study = loaded('[[claim]]\nid = "wrong"\nstatement = "fdr"\nprinted = "29 people"\n'
                   '[[count]]\nid = "all"\nprinted = "412"\nunit = "people"\n'
                   '[[sum]]\ntotal = "all"\nparts = ["wrong"]\n')
    assert not study.claims
    wrong = {count.id: count for count in study.counts}["wrong"]
    assert isinstance(wrong, Count) and wrong.count == 29
    assert wrong.statement.text == "not listed"


def test_a_count_is_the_number_it_is_printed_as(loaded):
    study = loaded('[[count]]\nprinted = "412 people"\n[[count]]\nprinted = "23"\nunit = "alerts"')
    assert [(count.count, count.meaning) for count in study.counts] == [
        (412, "412 people"), (23, "alerts")]
    with pytest.raises(DataError, match="the key count is missing: 'some' cannot be read as one"):
        loaded('[[count]]\nprinted = "some"\n')


def test_the_denominator_may_be_left_open(loaded):
    study = loaded('[[claim]]\nid = "six"\nprinted = "6 %"\nof = "not said"\n'
                   'readings = ["fdr", "fpir"]\n[[claim]]\nstatement = "tpir"\nprinted = "83 %"\n')
    assert [claim.id for claim in study.claims] == ["claim-2"]
    open_one, = study.open_claims
    assert open_one.id == "six" and open_one.printed.plain == "6 %"
    assert [(reading.rate, reading.of) for reading in open_one.readings] == [
        ("fdr", "alerts"), ("fpir", "cases that are not on the list")]


def test_a_chosen_reading_keeps_the_others(loaded):
    claim, = loaded('[[claim]]\nstatement = "fdr"\nprinted = "6 %"\nreadings = ["fpir"]\n').claims
    assert claim.rate == "fdr" and [other.rate for other in claim.readings] == ["fpir"]


def test_counts_that_say_what_they_count_make_shares(loaded):
    study = loaded('''
[[count]]
id = "faces"
printed = "61,200"
statement = "all"

[[count]]
id = "alerts"
printed = "34 alerts"
statement = "alert"

[[count]]
id = "wrong"
printed = "5"
statement = "alert and not listed"

[[count]]
id = "vans"
printed = "3 vans"
''')
    rows = {(row.rate, row.k, row.n): row for row in study.counted}
    assert set(rows) == {("alert_rate", 34, 61_200), ("false_alert_rate", 5, 61_200),
                         ("fdr", 5, 34)}
    assert rows["fdr", 5, 34].items == ("wrong", "alerts")
    assert not rows["fdr", 5, 34].said
    assert str(rows["alert_rate", 34, 61_200]) == "34 of 61,200 cases raise an alert"


def test_counts_that_say_what_they_count_take_part_in_an_audit(tmp_path):
    """34 alerts of 61,200, 5 of the 34 wrong: nobody says a share, all the same it follows."""
    from lfrstats.auditing.audits import audit

    path = tmp_path / "counts.toml"
    path.write_text("".join(f'[[count]]\nprinted = "{number}"\nstatement = "{what}"\n'
                            for what, number
                            in {"all": "61,200", "alert": 34, "alert and not listed": 5}.items()))
    found = audit(load_claims(path))
    assert {(claim.rate, claim.k, claim.n) for claim in found.study.from_counts} == {
        ("alert_rate", 34, 61_200), ("fdr", 5, 34)}
    assert {claim.said_by for claim in found.study.from_counts} == {
        "from 34 and 61,200 in print", "from 5 and 34 in print"}
    group, = found.together
    assert group.exact.bounds("false_alert_rate").low == Fraction(5, 61_200)
    assert any("Of the 34 alerts, 29 are right" in said for said in found.findings)


def test_rules_say_what_a_count_is_among(loaded):
    """Only alerts are checked, so 20 checked are 20 of the 34 alerts, not only of all."""
    rules = '[study]\nimplies = ["checked -> alert"]\n[events]\nalert = "x"\nchecked = "x"\n'
    study = loaded(rules + "".join(
        f'[[count]]\nprinted = "{number}"\nstatement = "{what}"\n'
        for what, number in {"all": 900, "alert": 34, "checked": 20}.items()))
    assert {(claim.statement.text, claim.k, claim.n) for claim in study.from_counts} == {
        ("checked | alert", 20, 34), ("alert", 34, 900)}


def test_counts_under_other_conditions_make_no_shares(loaded):
    conditions = "".join(f'[[condition]]\nid = "{id}"\nmeaning = "{id}"\n' for id in "ab")
    study = loaded(f'{conditions}[[count]]\nprinted = "61,200"\nstatement = "all"\n'
                   'condition = "a"\n[[count]]\nprinted = "34"\nstatement = "alert"\n'
                   'condition = "b"\n')
    assert study.counted == ()


COMPARED = """
[[count]]
id = "alerts"
printed = "23"

[[count]]
id = "right"
printed = "19"

[[claim]]
id = "specificity"
statement = "tnir"
printed = "97.5 %"

[[claim]]
id = "missed"
statement = "fnir"
printed = "5 of 40"
"""


def test_a_comparison_of_what_sources_print(loaded):
    """Counts for the precision; a specificity and a miss rate, taken from 1."""
    chosen = ('[comparison]\ntpir = "missed"\nfpir = "specificity"\n'
              'precision = ["right", "alerts"]\n')
    sides = loaded(COMPARED + chosen).comparison
    assert sides["fpir"].printed.value == Fraction(25, 1000)
    assert (sides["fpir"].printed.low, sides["fpir"].printed.high) == (
        Fraction(245, 10_000), Fraction(255, 10_000))
    assert (sides["tpir"].k, sides["tpir"].n) == (35, 40) == (
        sides["tpir"].printed.k, sides["tpir"].printed.n)
    assert (sides["precision"].k, sides["precision"].n) == (19, 23)
    assert sides["fpir"].statement.text == "alert | not listed"
    with pytest.raises(DataError, match="'alerts' is a part, so at most 'right': got 23 and 19"):
        loaded(COMPARED + chosen.replace('["right", "alerts"]', '["alerts", "right"]'))


def test_the_unverified_from_totals(loaded):
    """23 alerts, 15 checked, 11 of them right: 4 wrong, 8 never checked."""
    counts = "".join(f'[[count]]\nid = "{id}"\nprinted = "{number}"\n'
                     for id, number in {"all": 23, "seen": 15, "right": 11}.items())
    told = loaded(f'{counts}[unverified]\nright = "right"\nchecked = "seen"\ntotal = "all"\n')
    assert (told.unverified.right.k, told.unverified.right.n) == (11, 23)
    assert (told.unverified.wrong.k, told.unverified.wrong.n) == (4, 23)
    with pytest.raises(DataError, match="'right' is a count: it needs the total it is part of"):
        loaded(f'{counts}[unverified]\nright = "right"\n')
