"""A report for a terminal: plain lines, filled to its width."""

from __future__ import annotations

from dataclasses import replace

from .document import Block, Document
from .terminal import bold, bullets, dim, figure, paragraph, width

__all__ = ["MORE", "as_text"]

MORE = ("The checks, the proofs, what follows and the sources: --full here, or -o report.html for "
        "a page.")


def as_text(document: Document, *, full: bool = True) -> str:
    """The document as terminal text, figures left out; if not `full`, what was found alone."""
    blocks = [bold(document.title)]
    blocks += [dim(paragraph(document.subtitle))] * bool(document.subtitle)
    blocks += [paragraph(document.answer)]
    blocks += [_numbered(document.findings[:document.failed])] * bool(document.failed)
    blocks += [bullets(document.findings[document.failed:])] * (
        len(document.findings) > document.failed)
    if not full:
        return "\n\n".join([*blocks, dim(paragraph(MORE))])
    for section in document.sections:
        body = [_WRITERS[block.kind](block) for block in section.blocks if block.kind in _WRITERS]
        if body:
            blocks += [bold(section.title), *body]
    return "\n\n".join(blocks)


def _numbered(texts) -> str:
    """Findings against recorded figures, so many as the answer says."""
    return "\n".join(paragraph(text, indent="     ", first=f"  {number}. ")
                     for number, text in enumerate(texts, 1))


def _list(block: Block) -> str:
    head = [paragraph(f"{block.text}:")] if block.text else []
    return "\n".join([*head, bullets(block.items)])


def _table(block: Block) -> str:
    """Two columns side by side, more as an entry of lines: nothing is cut off."""
    if block.text:
        return f"{dim(paragraph(f'{block.text}:'))}\n{_table(replace(block, text=''))}"
    head, *rows = block.rows
    if len(head) == 2:
        left = min(max(len(row[0]) for row in rows), width() // 2 - 4)
        return "\n".join(_pair(*row, left) for row in rows)
    return "\n".join(_entry(head, row) for row in rows)


def _pair(first: str, second: str, left: int) -> str:
    if len(first) > left:
        return f"{paragraph(first)}\n{paragraph(second, indent=' ' * (left + 4))}"
    return paragraph(second, indent=" " * (left + 4), first=f"  {first:<{left}}  ")


def _entry(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    """The first cell as a mark, the second beside it, the others with their heads."""
    others = (f"{name}: {cell}" for name, cell in zip(head[2:], row[2:], strict=True) if cell)
    rest = ". ".join(cell.rstrip(".") for cell in (row[1], *others))
    lead = row[0]
    space = " " * max(2, 12 - len(lead))
    body = paragraph(f"{rest}.", indent=" " * 14, first=" " * 14).lstrip()
    if len(lead) > 12:
        return f"  {figure(lead)}\n{' ' * 14}{body}"
    return f"  {figure(lead)}{space}{body}"


_WRITERS = {
    "text": lambda block: paragraph(block.text),
    "strong": lambda block: paragraph(block.text),
    "list": _list,
    "table": _table,
}
