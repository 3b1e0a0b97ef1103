"""What an audit says first: failures, readings, what is hidden, and what nobody can know."""

from fractions import Fraction

import pytest
from good_study import HEAD, claim

from lfrstats.auditing.audits import audit
from lfrstats.evidence.study_file import load_claims, studies
from lfrstats.reports.data import as_data
from lfrstats.reports.html import as_html
from lfrstats.reports.markdown import as_markdown
from lfrstats.reports.sections import NOT_DETERMINED, document_of
from lfrstats.reports.text import as_text


def audited(tmp_path, *claims):
    path = tmp_path / "study.toml"
    path.write_text(HEAD + "".join(claims))
    return audit(load_claims(path))


def test_the_sentence_most_needed(tmp_path):
    """A hit rate and a false-alert rate fit any base rate, so any share of right alerts."""
    found = audited(tmp_path, claim("hits", "tpir", "83 %"), claim("false", "fpir", "1 in 4,000"))
    unknown, further = found.findings
    assert unknown == ("From these figures nobody can know how many alerts are right or how many "
                       "cases are listed.")
    assert further.startswith("What would tell most is the share of cases that are listed. If")
    group, = found.together
    assert group.undetermined == ["prevalence", "precision", "npv"]
    assert {"tpir", "fpir", "alert_rate"} <= {one.name for one in group.answers if not one.open}


@pytest.mark.parametrize("base_rate", ["1 in 9,000", "12 %"])
def test_it_is_not_said_where_the_figures_tell(tmp_path, base_rate):
    found = audited(tmp_path, claim("hits", "tpir", "83 %"), claim("false", "fpir", "1 in 4,000"),
                    claim("base", "prevalence", base_rate))
    assert "nobody can know" not in " ".join(found.findings)
    assert not found.together[0].undetermined


@pytest.mark.parametrize("counted", [
    [("prevalence", 0, 500), ("alert_rate", 21, 500)], [("alert_rate", 0, 900), ("fpir", 0, 800)],
    [("alert_rate", 0, 640), ("prevalence", 20, 700)], [("prevalence", 0, 77)],
])
def test_counts_of_none_leave_shares_of_nobody_and_no_error(tmp_path, counted):
    """As counted nobody is listed; as samples somebody may be, and every form can be written."""
    found = audited(tmp_path, *(claim(f"c-{place}", rate, f"{k} of {n}", f"k = {k}\nn = {n}")
                                for place, (rate, k, n) in enumerate(counted)))
    assert found.consistent
    for form in (as_text, as_markdown, as_html):
        assert form(document_of(found))
    assert as_data(found)["consistent"]


def test_other_conditions_are_not_put_together(tmp_path):
    conditions = "".join(f'\n[[condition]]\nid = "{name}"\nmeaning = "Under {name}."\n'
                         for name in ("sun", "rain"))
    found = audited(tmp_path, conditions, claim("one", "tpir", "83 %", 'condition = "sun"'),
                    claim("two", "tpir", "60 %", 'condition = "rain"'))
    assert found.findings == (
        "From these figures, each taken under its own conditions, nobody can know how many alerts "
        "are right or how many cases are listed.",)
    assert str(found).endswith("no two of them were taken together, so none could contradict "
                               "another.")


def test_a_share_of_alerts_is_not_called_unknown(tmp_path):
    found = audited(tmp_path, claim("seen", "confirmed | alert", "17 %",
                                    'of = "alerts"\nthat = "were verified"'),
                    claim("hits", "tpir", "83 %"))
    assert "how many alerts" not in " ".join(found.findings)


def test_a_reading_that_contradicts_is_said_at_the_top(tmp_path):
    """83 % and 1 in 10 at a base rate of 1 in 1,000 make a precision below 1 %, not 17 %."""
    found = audited(tmp_path, claim("hits", "tpir", "83 %"), claim("false", "fpir", "1 in 10"),
                    claim("base", "prevalence", "1 in 1,000"),
                    claim("seen", "confirmed | alert", "17 %",
                          'of = "alerts"\nthat = "were verified"\nstands_for = "precision"'))
    assert "depends on how one of them is read" in str(found)
    assert found.findings[0] == (
        "Taking the 17 % of alerts that were verified for the share of alerts that are right, they "
        "cannot all be true.")


def test_failures_come_first_and_are_counted(tmp_path):
    wrong = [claim(f"wrong-{k}", "tpir", "90 %", f"k = {k}\nn = 100") for k in range(10, 16)]
    found = audited(tmp_path, *wrong)
    assert found.findings[:3] == found.failures[:3]
    assert found.findings[3] == f"{len(found.failures) - 3} more of these are in the full report."


def test_every_form_tells_them_and_what_is_open(tmp_path):
    found = audited(tmp_path, claim("hits", "tpir", "83 %"), claim("false", "fpir", "1 in 4,000"))
    document, sentence = document_of(found), found.findings[0]
    for form in (as_text, as_markdown, as_html):
        told = " ".join(form(document).split())
        assert sentence in told and NOT_DETERMINED in told
        assert told.index(sentence) < told.index("What was said")
    data = as_data(found)
    assert data["findings"] == list(found.findings)
    assert data["together"][0]["undetermined"] == ["prevalence", "precision", "npv"]


@pytest.mark.parametrize("study", studies())
def test_the_top_is_short(study):
    assert len(audit(study).findings) <= 7


def test_what_is_stated_more_than_once_is_said_so(tmp_path):
    found = audited(tmp_path, *(claim(f"hits-{place}", "tpir", printed)
                                for place, printed in enumerate(["83 %", "83%", "83 per cent"])),
                    claim("false", "fpir", "1 in 4,000"))
    told = " ".join(as_text(document_of(found)).split())
    assert "Stated more than once, each time alike: 83 % (3 times)." in told
    assert "nothing to check" not in told


def test_one_denominator_in_two_wordings_is_one(tmp_path):
    words = 'of = "{}"\nthat = "are {}"'
    found = audited(tmp_path, claim("one", "confirmed | alert", "17 %", words.format("hits", "so")),
                    claim("two", "listed | alert", "30 %", words.format("matches", "right")))
    assert "no rival answers" not in as_text(document_of(found))


def test_an_accuracy_that_counts_no_misses_is_told_at_the_top(tmp_path):
    """1 less 2 of 80,000 is 99.9975 %; 30 of the 32 flagged were right, so never flagging scores
    at most 1 - 30/80,000."""
    found = audited(tmp_path, claim("good", "accuracy", "99.9975 %"),
                    claim("all", "alert_rate", "32 of 80,000"), claim("bad", "fdr", "2 of 32"))
    assert found.findings[0].startswith("99.9975 %, an accuracy, is 1 less the share wrongly")
    assert "A system that flags nobody would score at most 99.963 %" in found.findings[0]
    assert found.together[0].answer("tpir").sampled.low < Fraction(1, 1000)


def test_a_doubtful_denominator_is_in_the_answer(tmp_path):
    """14 of 350 and 336 of 350 are complements: one of them is no share of what it is called."""
    found = audited(tmp_path, claim("wrong", "fpir", "14 of 350"),
                    claim("right", "precision", "336 of 350"))
    assert "it is in doubt what one of them is a share of" in str(found)
    assert "14 and 336 add up to 350" in found.findings[0]


def test_the_unverified_come_before_other_figures(tmp_path):
    """5 right, 9 wrong and 11 never checked of 25: 20 % to 64 % were right."""
    words = 'of = "bells"\nthat = "were {}"'
    found = audited(
        tmp_path, '\n[unverified]\nright = "good"\nwrong = "bad"\n',
        claim("good", "confirmed | alert", "5 of 25", "k = 5\nn = 25\n" + words.format("right")),
        claim("bad", "not listed | alert", "9 of 25", "k = 9\nn = 25\n" + words.format("wrong")))
    assert "how many of the 11 never verified were right: if none was, 20 %" in found.findings[-1]
    assert "if all were, 64 %" in found.findings[-1]


def test_counts_in_the_world_are_those_recorded(tmp_path):
    found = audited(tmp_path, claim("all", "alert_rate", "63 of 8,400", "k = 63\nn = 8400"),
                    claim("bad", "fdr", "7 of 63", "k = 7\nn = 63"))
    group, = found.together
    assert group.witness.total == 8_400 and not group.not_carried
    assert group.witness.count("alert") == (63, 8_400)
    assert group.witness.count("not listed | alert") == (7, 63)


def test_a_world_that_cannot_carry_two_samples_says_how_far_off_it_is(tmp_path):
    """50 of 200 and 61 of 200 are two samples of one share; one world has one count."""
    found = audited(tmp_path, claim("one", "tpir", "50 of 200", "k = 50\nn = 200"),
                    claim("two", "tpir", "61 of 200", "k = 61\nn = 200", unit="persons"))
    group, = found.together
    assert group.consistent and not group.as_counted and len(group.not_carried) == 1
    k, n = group.witness.count("tpir")
    assert n == 200 and 50 <= k <= 61 and group.witness.holds()
    assert "if the counts are taken as samples" in str(found) or found.failures


def test_more_failures_and_doubts_than_there_is_room_for_leave_seven_sentences(tmp_path):
    wrong = [claim(f"wrong-{k}", "tpir", "90 %", f"k = {k}\nn = 100") for k in range(10, 16)]
    doubts = [claim("odd", "fpir", "14 of 350"), claim("right", "precision", "336 of 350"),
              claim("good", "accuracy", "99 %"), claim("rare", "prevalence", "3 %")]
    against = """
[[contrast]]
items = ["rare", "good"]
source = "paper"
said_by = "Somebody"
"""
    found = audited(tmp_path, *wrong, *doubts, against)
    assert len(found.findings) == 7
    assert found.findings[3].endswith("more of these are in the full report.")
    assert sum("denominator" in done.kind or "accuracy" in done.kind for done in found.checks) >= 2


def test_a_share_of_the_unverified_is_rounded(tmp_path):
    """7 of 64 is 10.9375 %, 7 + 5 of 64 is 18.75 %: 10.9 % and 18.8 %, not cut to 18.7 %."""
    words = 'of = "bells"\nthat = "were {}"'
    found = audited(
        tmp_path, '\n[unverified]\nright = "good"\nwrong = "bad"\n',
        claim("good", "confirmed | alert", "7 of 64", "k = 7\nn = 64\n" + words.format("right")),
        claim("bad", "not listed | alert", "52 of 64", "k = 52\nn = 64\n" + words.format("wrong")))
    assert "7 to 12 of 64 bells were right: 10.9 % to 18.8 %" in found.findings[0]


def test_a_comparison_that_fits_no_table_is_no_reason_to_stop(tmp_path):
    """Nobody listed raises an alert, and yet half of the alerts are right: 0 % leaves room for
    print (0.4 %), so that the claims can be true though no table has just these rates."""
    comparison = '\n[comparison]\ntpir = "none"\nfpir = "some"\nprecision = "half"\n'
    words = '\n[words]\ncase = "faces"\n'
    found = audited(tmp_path, words, comparison, claim("none", "tpir", "0 %"),
                    claim("some", "fpir", "1 %"), claim("half", "precision", "50 %"))
    assert found.together[0].base_rate is None and found.consistent
    assert "<svg" not in as_html(document_of(found))


def test_a_file_without_a_share_says_so(tmp_path):
    path = tmp_path / "counts.toml"
    path.write_text('[[count]]\nprinted = "42 things"\nmeaning = "Things."\n')
    found = audit(load_claims(path))
    assert str(found).endswith("none is a share, so none could contradict another.")
    for form in (as_text, as_markdown, as_html):
        assert "\n\n\n" not in form(document_of(found)).strip()
