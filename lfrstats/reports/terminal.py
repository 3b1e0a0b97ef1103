"""How does text look on a terminal, in colour or plain, at the width there is?"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Answer", "bold", "bullets", "columns", "dim", "figure", "paragraph", "steps", "width"]

WIDEST = 100
"""Lines longer than this are hard to read, however wide the terminal is."""
_TIE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command found: `text` for people, `data` for programs, `code` for scripts."""

    text: str
    data: dict
    code: int = 0


def width() -> int:
    """The columns to fill: the terminal's, 80 where there is none, never more than 100."""
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def _coloured() -> bool:
    """Whether to use colour: on a terminal that has it, unless NO_COLOR is set and not empty."""
    return (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )


def _styled(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if _coloured() else text


def bold(text: str) -> str:
    """A heading."""
    return _styled("1", text)


def dim(text: str) -> str:
    """Something beside the point."""
    return _styled("2", text)


def figure(text: str) -> str:
    """A printed figure."""
    return _styled("1;36", text)


def paragraph(text: str, *, indent: str = "  ", first: str | None = None) -> str:
    """Text filled to the width, a number never parted from its unit."""
    tied = text.replace(" %", f"{_TIE}%").replace("1 in ", f"1{_TIE}in{_TIE}")
    return textwrap.fill(
        tied, width(), initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    ).replace(_TIE, " ")


def bullets(texts) -> str:
    """Texts as a list, one below the other."""
    return "\n".join(paragraph(text, indent="    ", first="  - ") for text in texts)


def columns(rows: list[tuple[str, ...]], *, right: tuple[int, ...] = ()) -> str:
    """Rows of short texts in aligned columns; those in `right` flush right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = (
        "  ".join(
            cell.rjust(size) if i in right else cell.ljust(size)
            for i, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(f"  {line.rstrip()}" for line in lines)


def steps(items: Sequence, doing: str) -> Iterator:
    """The items one by one, with a line on the terminal that says how far things are.

    The line goes to stderr, only where that is a terminal, and is wiped out at the end.
    """
    shown = sys.stderr.isatty()
    try:
        for number, item in enumerate(items, 1):
            if shown:
                line = f"{doing}: {item} ({number} of {len(items)}; Ctrl-C stops)"
                print(f"\r\033[K{line[:width()]}", end="", file=sys.stderr, flush=True)
            yield item
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
