"""One number has one form in a report, and no study speaks in the words of another field."""

import re
from fractions import Fraction

import pytest
from good_study import HEAD, claim

from lfrstats.auditing.audits import audit
from lfrstats.evidence.study_file import studies
from lfrstats.reports.sections import document_of
from lfrstats.words import limits, wording

FIELDS = {
    "faces": r"\bfaces?\b|watchlist|on the list|\balerts?\b|\blisted\b",
    "women": r"\bwom[ae]n\b|recalled|cancer",
    "dogs": r"\bdogs?\b|indications?|drugs",
    "tests": r"positive results?|fetus",
    "searches": r"\bsearch(es)? that\b|database",
    "papers": r"\bpapers?\b|flagged|copied",
    "cars": r"\bplates?\b|stolen|\bbells?\b",
    "mails": r"\bmails?\b|\bspam\b|held back",
}
"""Words of a field, which belong in no report of another one."""
RECORDED = {"breast-screening-age-trial": "women", "breast-screening-east-anglia": "women",
            "drug-dogs-nsw": "dogs", "prenatal-tests-us": "tests",
            "police-national-database-2025": "searches"}
MADE_UP = {
    "papers": """
[words]
case = ["paper", "papers"]
listed = "are copied"
alert = "are flagged"
"listed | alert" = "were rightly flagged"
""",
    "cars": """
[words]
case = ["plate read", "plates read"]
listed = "are of a stolen car"
alert = ["sets off the bell", "set off the bell"]
"| alert" = "bells"
"listed | alert" = "are for a stolen car"
""",
    "mails": """
[words]
case = "mails"
listed = "are spam"
alert = "are held back"
""",
}
CLAIMS = [claim("hits", "tpir", "83 %", "k = 415\nn = 500", "x"), claim("false", "fpir", "1.2 %",
          unit="x"), claim("base", "prevalence", "1 in 40", unit="x"),
          claim("none", "accuracy", "98 %", unit="x"),
          claim("right", "precision", "at least 30 %", unit="x")]


def texts(document):
    """Every text of a report but symbols, the field's names for them, and addresses."""
    yield from (document.answer, *document.findings)
    for section in document.sections:
        if section.title == "Names":
            continue
        for block in section.blocks:
            if block.text.startswith("The proof"):
                continue
            yield from (block.text, *block.items)
            yield from (cell for row in block.rows for cell in row if "://" not in cell)


def made_up(tmp_path, field):
    path = tmp_path / f"{field}.toml"
    head = re.sub(r'(?m)^(listed|alert|confirmed) = ".*"$', r'\1 = "so"', HEAD)
    path.write_text(head.replace('confirmed = "so"\n', "") + MADE_UP[field] + "".join(CLAIMS))
    return audit(path)


def foreign(found, field):
    """Words of other fields in a report."""
    told = "\n".join(texts(document_of(found)))
    return {other: hit[0] for other, words in FIELDS.items() if other != field
            if (hit := re.search(words, told, flags=re.IGNORECASE))}


@pytest.mark.parametrize("field", MADE_UP)
def test_a_made_up_study_speaks_in_its_own_words(tmp_path, field):
    found = made_up(tmp_path, field)
    assert not foreign(found, field)
    assert re.search(FIELDS[field], "\n".join(found.findings))


@pytest.mark.parametrize("study", RECORDED)
def test_no_word_of_another_field(study):
    """What a source says of its own matter may hold any word; what we say may not."""
    found = audit(study)
    own = "\n".join((found.study.about, found.study.system, *(
        text for claim in found.study.claims
        for text in (claim.of, claim.that, claim.tested, claim.meaning, claim.ambiguous, claim.note,
                     claim.said_by, *claim.leaves_open)),
        *(count.meaning for count in found.study.counts),
        *(source.title for source in found.study.sources)))
    strange = {other: word for other, word in foreign(found, RECORDED[study]).items()
               if word.lower() not in own.lower()}
    assert not strange


WRITERS = [(limits, "rounded_percent"), (limits, "_one_in"), (wording, "percent"),
           (wording, "one_in")]


def noted(write, style, written):
    """The writer, which also notes what it writes."""
    def noting(value, *more):
        text = write(value, *more)
        written.setdefault((Fraction(value), style), set()).add(text)
        return text

    return noting


@pytest.mark.parametrize("study", studies())
def test_one_number_has_one_form(study, monkeypatch):
    """The texts of each share that is written as a percentage, or as 1 in N: one, or two that
    differ by the last digit, where the share is rounded outward as a limit."""
    written: dict = {}
    for module, name in WRITERS:
        monkeypatch.setattr(module, name, noted(getattr(module, name), "one" in name, written))
    list(texts(document_of(audit(study))))
    assert written
    for (value, _), forms in written.items():
        assert len(forms) <= 2, (value, forms)


def test_no_id_of_a_claim_stands_in_a_sentence(tmp_path):
    """Ids are for files; people are spoken of by what they say and who says it."""
    wrong = [claim(f"zz-{k}", "tpir", f"{k} %") for k in (10, 50, 90)]
    path = tmp_path / "ids.toml"
    path.write_text(HEAD + "".join(wrong))
    told = "\n".join(texts(document_of(audit(path))))
    assert "cannot both be true" in told and "zz-" not in told
