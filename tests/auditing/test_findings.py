"""What an audit says first: failures, readings, what is hidden, and what nobody can know."""

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
    assert further.startswith("What would tell most is the share of cases that are listed: were it")
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
        "Taking 17 % of alerts (were verified) for the share of alerts that are right, they cannot "
        "all be true.")


def test_failures_come_first_and_are_counted(tmp_path):
    wrong = [claim(f"wrong-{k}", "tpir", "90 %", f"k = {k}\nn = 100") for k in range(10, 16)]
    found = audited(tmp_path, *wrong)
    assert found.findings[:3] == found.failures[:3]
    assert found.findings[3] == f"{len(found.failures) - 3} more stand below."


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
