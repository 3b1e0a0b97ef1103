"""Into which file does a report go? Written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

from ..auditing.audits import Audit
from .data import as_data
from .sections import document_of

__all__ = ["FORMATS", "write_report", "write_whole"]


def _html(audit: Audit) -> str:
    from .html import as_html

    return as_html(document_of(audit))


def _markdown(audit: Audit) -> str:
    from .markdown import as_markdown

    return as_markdown(document_of(audit))


def _json(audit: Audit) -> str:
    return json.dumps(as_data(audit), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


FORMATS = {".html": _html, ".md": _markdown, ".json": _json}
"""How a report is written, by the ending of its file."""


def write_report(audit: Audit, path: str | Path) -> Path:
    """The audit's report in a file; its ending (.html, .md or .json) says in which form.

    Raises
    ------
    ValueError
        If the ending is none of these, or the file cannot be written; then nothing is changed.
    """
    path = Path(path)
    if path.suffix not in FORMATS:
        raise ValueError(
            f"a report must end in {', '.join(FORMATS)}, got {path.name!r}")
    return write_whole(path, FORMATS[path.suffix](audit).encode())


def write_whole(path: Path, content: bytes) -> Path:
    """Write beside the place and move there, so that no half-written file is ever seen."""
    beside = path.with_name(f".{path.name}.part")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise ValueError(f"cannot write {path}: {error.strerror}") from None
    return path
