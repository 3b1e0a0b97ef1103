"""A report as one HTML file: self-contained, accessible, for screen and paper, light and dark.

Every text goes through jinja2's escaping; there is no script, and nothing is loaded from anywhere.
"""

from __future__ import annotations

import re

from ..evidence.checking.checks import VERDICTS
from .document import Document
from .pictures import drawn

__all__ = ["as_html"]

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{{ document.title }}</title>
<style>
:root { --ink: #1d1d1f; --soft: #55585e; --paper: #fff; --line: #d5d7db; --card: #f5f6f8;
  --fails: #a4370b; --note: #7a5200; --holds: #00694a; --accent: #00558a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ececee; --soft: #b3b6bc; --paper: #16171a; --line: #3b3e45; --card: #202227;
    --fails: #ff9a6b; --note: #f1bd56; --holds: #56d3a7; --accent: #7cc1f5; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 62rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-top: .6rem;
  border-top: 1px solid var(--line); }
p { max-width: 44rem; margin: .5rem 0; }
.subtitle { color: var(--soft); }
.answer { font-size: 1.1rem; font-weight: 600; background: var(--card); padding: .8rem 1rem;
  border-left: .3rem solid var(--accent); margin: 1.2rem 0; }
.answer.wrong { border-left-color: var(--fails); }
ul, ol { padding-left: 1.2rem; max-width: 44rem; }
.findings li { margin: .45rem 0; }
a { color: var(--accent); }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover { text-decoration: underline; }
nav { margin: 1.4rem 0 0; font-size: .93rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0;
  max-width: none; margin: 0; }
tr:target { background: var(--card); }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .93rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0;
  border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
td.fails, td.note, td.holds { font-weight: 700; }
.fails { color: var(--fails); } .note { color: var(--note); } .holds { color: var(--holds); }
figure { margin: 1rem 0; padding: .6rem; background: #fff; border: 1px solid var(--line);
  border-radius: .4rem; }
figure div { overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 34rem; height: auto; max-width: 52rem;
  margin: 0 auto; }
figcaption { color: #444; font-size: .9rem; padding: .3rem .2rem 0; }
footer { margin-top: 3rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); }
  td { display: block; border: 0; padding: .1rem 0; overflow-wrap: anywhere; }
  td::before { content: attr(data-head) ": "; color: var(--soft); } }
@media print { nav { display: none; } a { color: inherit; text-decoration: none; }
  body { max-width: none; padding: 0; color: #000; background: #fff; }
  h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
</style>
</head>
<body>
<main>
<h1>{{ document.title }}</h1>
{%- if document.subtitle %}
<p class="subtitle">{{ document.subtitle }}</p>
{%- endif %}
<p class="answer{{ " wrong" if document.failed }}">{{ document.answer }}</p>
{%- if document.failed %}
<ol class="findings">{% for found in document.findings[:document.failed] %}
<li>{{ found }}</li>{% endfor %}
</ol>
{%- endif %}
{%- if document.findings[document.failed:] %}
<ul class="findings">{% for found in document.findings[document.failed:] %}
<li>{{ found }}</li>{% endfor %}
</ul>
{%- endif %}
<nav aria-label="Contents"><ul>{% for section in document.sections %}
<li><a href="#{{ section.anchor }}">{{ section.title }}</a></li>{% endfor %}
</ul></nav>
{%- for section in document.sections %}
<section aria-labelledby="{{ section.anchor }}">
<h2 id="{{ section.anchor }}"><a href="#{{ section.anchor }}">{{ section.title }}</a></h2>
{%- for block in section.blocks %}
{%- if block.kind == "text" %}
<p>{{ block.text }}</p>
{%- elif block.kind == "strong" %}
<p><strong>{{ block.text }}</strong></p>
{%- elif block.kind == "list" %}
{%- if block.text %}
<p>{{ block.text }}:</p>
{%- endif %}
<ul>{% for item in block.items %}
<li>{{ item }}</li>{% endfor %}
</ul>
{%- elif block.kind == "table" %}
<table>
<caption>{{ block.text }}</caption>
<thead><tr>{% for cell in block.rows[0] %}<th scope="col">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>
{%- for row in block.rows[1:] %}
<tr{% if block.anchors %} id="{{ block.anchors[loop.index0] }}"{% endif %}>
{%- for cell in row %}<td data-head="{{ block.rows[0][loop.index0] }}"
{%- if loop.first and cell in verdicts %} class="{{ cell }}"{% endif -%}
>{% if cell.href is defined %}<a href="{{ cell.href }}"
 {%- if cell.href.startswith("http") %} rel="noreferrer"{% endif %}>{{ cell }}</a>
{%- else %}{{ cell }}{% endif %}</td>{% endfor %}</tr>
{%- endfor %}
</tbody>
</table>
{%- elif block.kind == "figure" %}
<figure><div tabindex="0" role="region" aria-label="{{ block.text }}">
{{- drawings[block.figure] }}</div><figcaption>{{ block.text }}</figcaption></figure>
{%- endif %}
{%- endfor %}
</section>
{%- endfor %}
</main>
<footer>Made by lfrstats {{ version }}. Limits are proved in exact fractions; figures are quoted as
printed, every other word is the recorder's.</footer>
</body>
</html>
"""


def as_html(document: Document) -> str:
    """The document as one HTML page with its figures drawn into it."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from .. import __version__

    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)
    captions = {block.figure: block.text for section in document.sections
                for block in section.blocks if block.kind == "figure"}
    drawings = {name: Markup(drawn(name, draw, captions.get(name, name)))
                for name, draw in document.figures.items()}
    return tied(page.render(document=document, drawings=drawings, verdicts=VERDICTS,
                            version=__version__))


def tied(text: str) -> str:
    """The text with no line ending between a number and its sign, or within "1 in 950"."""
    text = re.sub(r"(?<=\d) (?=%)", "\N{NO-BREAK SPACE}", text)
    return re.sub(r"\b1 in (?=\d)", "1\N{NO-BREAK SPACE}in\N{NO-BREAK SPACE}", text)
