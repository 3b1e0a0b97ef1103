"""The report in four forms: the same document, nothing unescaped, nothing half-written."""

import json
import re
from html.parser import HTMLParser

import pytest
from good_study import GOOD

from lfrstats.auditing.audits import audit
from lfrstats.reports.data import as_data
from lfrstats.reports.document import linked
from lfrstats.reports.html import as_html
from lfrstats.reports.markdown import as_markdown, escaped
from lfrstats.reports.sections import document_of
from lfrstats.reports.text import as_text
from lfrstats.reports.writing import write_report

ORDER = ["What was said", "What each figure is a share of", "What the counts say",
         "Do the figures follow, add up and agree?", "Can all of them be true?", "What they imply",
         "What the unverified could hide", "Pictures", "What would settle it",
         "What this cannot say", "Sources", "Names"]


@pytest.fixture(scope="module")
def articles():
    return audit("met-trials-2020")


class Page(HTMLParser):
    """Every element with its attributes, and the text of headings."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.headings, self._heading = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._heading = tag if tag in ("h1", "h2") else self._heading

    def handle_data(self, data):
        if self._heading and data.strip():
            self.headings.append((self._heading, data.strip()))
            self._heading = None


def test_sections_come_in_the_order_of_the_argument(articles):
    assert [section.title for section in document_of(articles).sections] == ORDER


def test_html_is_self_contained_and_accessible(articles):
    text = as_html(document_of(articles))
    page = Page(text)
    tags = [tag for tag, _ in page.elements]
    assert "script" not in tags and "link" not in tags and "iframe" not in tags
    for tag, attributes in page.elements:
        for name in ("src", "href", "xlink:href", "action"):
            assert attributes.get(name, "#").startswith("#") or tag == "a", (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert page.headings[0] == ("h1", articles.study.title)
    assert [title for level, title in page.headings if level == "h2"] == ORDER
    html, = (attributes for tag, attributes in page.elements if tag == "html")
    assert html["lang"] == "en"
    drawings = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert len(drawings) == 2
    assert all(drawing["role"] == "img" and drawing["aria-label"] for drawing in drawings)
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_html_is_the_same_each_time(articles):
    assert as_html(document_of(articles)) == as_html(document_of(audit("met-trials-2020")))


EVIL = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)> [x](javascript:alert(1)) `|_*'


@pytest.fixture
def evil(tmp_path):
    """A study with markup in every text a file may hold."""
    quoted, text = json.dumps(EVIL), GOOD
    for key in ("title", "about", "system", "period", "publisher", "date", "address", "said_by",
                "tested", "meaning", "of", "that", "unit", "listed", "alert", "confirmed"):
        text = re.sub(rf'^{key} = ".*"$', lambda _, key=key: f"{key} = {quoted}", text, flags=re.M)
    path = tmp_path / "evil.toml"
    path.write_text(text)
    return audit(path)


def test_nothing_reaches_html_unescaped(evil):
    page = Page(as_html(document_of(evil)))
    tags = {tag for tag, _ in page.elements}
    assert "script" not in tags and "img" not in tags
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_nothing_reaches_markdown_unescaped(evil):
    text = as_markdown(document_of(evil))
    assert "<script" not in text and "](javascript" not in text and "<img" not in text
    assert r"&lt;script&gt;alert\(1\)" in text


def test_markdown_shows_letter_by_letter():
    assert escaped("1. *a* [b](c) <d> | e") == (
        r"1\. \*a\* \[b\]\(c\) &lt;d&gt; \| e")


def test_text_fits_the_terminal(articles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    lines = as_text(document_of(articles)).splitlines()
    assert max(map(len, lines)) <= 80
    assert any("P(alert | not listed)" in line for line in lines)


def test_the_short_form_is_one_screen_and_says_where_the_rest_is(articles, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    short = as_text(document_of(articles), full=False)
    assert len(short.splitlines()) <= 40 and "--full" in short
    assert all(found.split()[0] in short for found in articles.findings)


def test_places_of_the_page_are_linked(articles):
    page = Page(as_html(document_of(articles)))
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    inside = [attributes["href"] for tag, attributes in page.elements
              if tag == "a" and attributes["href"].startswith("#")]
    assert len(inside) > len(ORDER) and {href[1:] for href in inside} <= ids


def test_only_addresses_of_the_web_are_links():
    for address in ("https://example.org/a?b=1&c", "http://example.org"):
        assert linked(address).href == address
    for text in ("javascript:alert(1)", "data:text/html,x", "//example.org", "http://a b", "none"):
        assert not hasattr(linked(text), "href")


def test_data_is_plain_and_full(articles):
    data = json.loads(json.dumps(as_data(articles), allow_nan=False))
    assert data["consistent"] and data["together"][0]["bounds"]["precision"]["exact"]["proved"]
    assert data["together"][0]["bounds"]["precision"]["exact"]["fractions"][0] == "4/21"


@pytest.mark.parametrize("ending", [".html", ".md", ".json"])
def test_reports_are_written_whole(articles, tmp_path, ending):
    path = tmp_path / f"report{ending}"
    write_report(articles, path)
    assert path.stat().st_size > 1000
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_report_that_cannot_be_written_leaves_nothing(articles, tmp_path):
    with pytest.raises(ValueError, match="a report must end in .html, .md, .json, got 'x.pdf'"):
        write_report(articles, tmp_path / "x.pdf")
    with pytest.raises(ValueError, match="cannot write .*No such file or directory"):
        write_report(articles, tmp_path / "no" / "x.json")
    assert not list(tmp_path.iterdir())
