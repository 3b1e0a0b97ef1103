"""Every recorded file is walked: schema, ids, statements, print against counts, sources."""

from fractions import Fraction

import pytest

from lfrstats.evidence.checking.checks import check_study
from lfrstats.evidence.study_file import load_claims, studies

STUDIES = [load_claims(name) for name in studies()]
CLAIMS = [(study, claim) for study in STUDIES for claim in study.claims]


@pytest.mark.parametrize("study", STUDIES, ids=lambda study: study.id)
def test_a_study_is_named_as_its_file_and_uses_its_sources(study):
    assert study.id == study.path.stem
    cited = {claim.source.id for claim in study.claims}
    for source in study.sources:
        assert (source.id in cited) != source.gives_no_rate
    assert set(study.events) >= {"listed", "alert"}


MISPRINTED = {
    "bbw-84-7": "fails", "bbw-85": "note",  # 150 of 175 is 85.71 %
    "final-92": "note",  # 2,297 of 2,470 is 92.996 %
    "bbw-89-9": "note",  # 2,825 of 3,140 is 89.97 %
    "none-68": "note",  # 68.83 %
    "bbw-86": "fails",  # 7 of 8 is 87.5 %
    "george-street-0-01": "fails",  # 1 of 3,940 is 0.025 %
    "paddington-0-0009": "fails",  # 1 of 51,220 is 0.002 %
}
"""Claims whose print does not follow by rounding from their counts, each looked at by hand, and
what the general check says of it. Kept as printed; no other claim may be so."""


@pytest.mark.parametrize(("study", "claim"), CLAIMS, ids=lambda x: getattr(x, "id", x))
def test_a_printed_figure_agrees_with_its_counts(study, claim):
    if claim.n is None:
        return
    assert (Fraction(claim.k, claim.n) in claim.printed) == (claim.id not in MISPRINTED)
    verdicts = [check.verdict for check in check_study(study)
                if check.kind == "print" and claim.id in check.items]
    assert set(verdicts) <= {MISPRINTED.get(claim.id, "holds")}


def test_the_five_articles():
    """The figures, each looked up in its article when this was written."""
    study = load_claims("met-trials-2020")
    printed = {(claim.source.id, claim.printed.text) for claim in study.claims}
    assert printed == {
        ("article-1", "70 per cent"), ("article-1", "one in every 1,000 cases"),
        ("article-2", "70%"), ("article-2", "one in 1,000 people"),
        ("article-2", "eight out of 42"),
        ("article-3", "70%"), ("article-3", "one in 1,000 people"),
        ("article-3", "eight out of 42"), ("article-3", "81%"),
        ("article-4", "70 per cent"), ("article-4", "one individual out of 1,000"),
        ("article-4", "as many as 81 per cent"),
    }
    assert [source.id for source in study.sources if source.gives_no_rate] == ["article-5"]
    assert "police staff" in study.claim("staff-70").tested
    assert "wanted suspects" in study.claim("suspects-70").tested
    units = {study.claim(id).unit for id in
             ("cases-1-in-1000", "people-1-in-1000", "individual-1-in-1000")}
    assert units == {"cases", "people", "individuals"}
