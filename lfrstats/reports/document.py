"""What is a report made of?

A document is sections of blocks; a block is a paragraph, a list, a table or a figure. `sections`
says what stands in each; here is what they are, and how a report is put together from them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Block", "Document", "Link", "Section", "bullets", "link", "linked", "strong", "table",
           "text"]


class Link(str):
    """Words that lead somewhere: `href` is another place of the report, or an address."""

    href: str = ""


def link(words: str, href: str) -> Link:
    """Words that lead to `href`."""
    found = Link(words)
    found.href = href
    return found


def linked(address: str) -> str:
    """An address as a link if it is one of the web; otherwise as the text it is.

    >>> linked("https://example.org/a").href, type(linked("javascript:alert(1)")).__name__
    ('https://example.org/a', 'str')
    """
    plain = address.strip()
    web = plain.startswith(("http://", "https://")) and plain.isprintable() and " " not in plain
    return link(plain, plain) if web else address


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section: `kind` is "text", "strong", "list", "table" or "figure".

    A table's first row is its head; `anchors` names the places that its other rows are. A figure
    has the name it is drawn by and says in `text` what it shows.
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figure: str = ""
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the name of its place, and what stands below it."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: title, a line below it, the answer, what was found, sections, figures.

    The first `failed` of the findings are against a recorded figure.
    """

    title: str
    subtitle: str
    answer: str
    sections: tuple[Section, ...]
    figures: dict[str, Callable] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    failed: int = 0


def text(words: str) -> Block:
    """A paragraph."""
    return Block("text", words)


def strong(words: str) -> Block:
    """A paragraph that heads what follows."""
    return Block("strong", words)


def bullets(title: str, items) -> Block:
    """A list."""
    return Block("list", title, items=tuple(items))


def table(title: str, head: tuple[str, ...], rows, anchors=()) -> Block:
    """A table."""
    return Block("table", title, rows=(head, *(tuple(row) for row in rows)),
                 anchors=tuple(anchors))
