"""How is an audit told? One document, written as terminal text, Markdown, HTML or JSON.

`document_of` turns an audit into sections of plain blocks; each writer only writes. Nothing from a
claims file reaches a page unescaped, and a file is written whole or not at all.

Imports words, table, intervals, reconciling, evidence, evidence/checking, auditing, figures;
jinja2, markupsafe, matplotlib.
"""
