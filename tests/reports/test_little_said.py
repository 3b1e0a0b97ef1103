"""Files that say little, or say it oddly, end in a report of each kind."""

import pytest

from lfrstats.auditing.audits import audit
from lfrstats.reports.data import as_data
from lfrstats.reports.html import as_html
from lfrstats.reports.markdown import as_markdown
from lfrstats.reports.sections import document_of
from lfrstats.reports.text import as_text

LITTLE = {
    "counts only": '[[count]]\nprinted = "7 vans"\n[[count]]\nprinted = "9"\nstatement = "alert"\n',
    "cases only": '[[cases]]\nid = "day"\nis = "all"\ncount = 40\n',
    "an open figure only": '[[claim]]\nprinted = "6 %"\nreadings = ["fdr", "fpir"]\n',
    "one figure": '[[claim]]\nstatement = "accuracy"\nprinted = "98 %"\n',
    "no rate at all": '[events]\nwet = "it rains"\n'
                      '[[claim]]\nstatement = "wet"\nprinted = "3 of 9"\n',
    "an unknown total": '[[claim]]\nstatement = "fdr"\nprinted = "7 %"\nk = 29\n',
}
ODD = {
    "markup": "<b onmouseover=alert(1)>plates</b> & <script>alert(1)</script>",
    "long": "p" * 200,
    "right to left": "\u05dc\u05d5\u05d7\u05d9\u05ea \u05e8\u05d9\u05e9\u05d5\u05d9",
}


def told(tmp_path, text):
    path = tmp_path / "little.toml"
    path.write_text(text, encoding="utf-8")
    found = audit(path)
    document = document_of(found)
    assert as_data(found)["study"] == "little"
    return as_text(document), as_markdown(document), as_html(document)


@pytest.mark.parametrize("name", LITTLE)
def test_a_file_that_says_little(tmp_path, name):
    for text in told(tmp_path, LITTLE[name]):
        assert "little" in text


@pytest.mark.parametrize("name", ODD)
def test_words_of_ones_own_that_are_odd(tmp_path, name):
    text, _, html = told(tmp_path, f'[words]\ncase = """{ODD[name]}"""\nalert = "{"ring " * 40}"\n'
                         '[[claim]]\nstatement = "alert_rate"\nprinted = "3 of 9"\n')
    assert "<script" not in html and "<b onmouseover" not in html
    assert ODD[name].split()[0][:40] in text
