"""A report in Markdown: every character that Markdown or HTML would take for itself is escaped."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

from .document import Block, Document, Link

__all__ = ["as_markdown", "escaped"]

SAFE = ":/?#@!$&'*+,;=%-._~"
"""What may stand in an address as it is."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|~$])")


def escaped(text: str) -> str:
    r"""Text that Markdown shows letter by letter.

    >>> print(escaped("<b>P(x | y)</b>"))
    &lt;b&gt;P\(x \| y\)&lt;/b&gt;
    """
    line = html.escape(_SPECIAL.sub(r"\\\1", " ".join(text.split())), quote=False)
    line = re.sub(r"^(\d+)(?=\.)|^(?=[-=])", r"\g<0>\\", line)
    return re.sub(r"(https?):", r"\1&#58;", line)


def as_markdown(document: Document) -> str:
    """The document in Markdown; figures are named, not drawn."""
    parts = [f"# {escaped(document.title)}", *filter(None, [escaped(document.subtitle)]),
             f"**{escaped(document.answer)}**"]
    marks = [f"{number}." for number in range(1, document.failed + 1)]
    marks += ["-"] * (len(document.findings) - document.failed)
    parts += ["\n".join(f"{mark} {escaped(found)}" for mark, found in zip(
        marks, document.findings, strict=True))] * bool(document.findings)
    for section in document.sections:
        body = [_WRITERS[block.kind](block) for block in section.blocks if block.kind in _WRITERS]
        if body:
            parts += [f"## {escaped(section.title)}", *body]
    return "\n\n".join(parts) + "\n"


def _list(block: Block) -> str:
    head = f"{escaped(block.text)}:\n\n" if block.text else ""
    return head + "\n".join(f"- {escaped(item)}" for item in block.items)


def _cell(cell: str) -> str:
    """A cell; an address of the web as a link, which no bracket can leave."""
    if isinstance(cell, Link) and cell.href.startswith("http"):
        return f"[{escaped(cell)}](<{quote(cell.href, safe=SAFE)}>)"
    return escaped(cell)


def _table(block: Block) -> str:
    head, *rows = ([_cell(cell) or " " for cell in row] for row in block.rows)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


_WRITERS = {
    "text": lambda block: escaped(block.text),
    "strong": lambda block: f"**{escaped(block.text)}**",
    "list": _list,
    "table": _table,
}
