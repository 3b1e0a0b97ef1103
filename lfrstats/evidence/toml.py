"""How is a data file that anybody may have written read safely, and where is each entry in it?

Only regular files below a size limit are read, as UTF-8, by the standard library's TOML parser;
nothing in them is run. Every complaint is a `DataError` that names the file, and the line and entry
where they are known.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

__all__ = ["DataError", "Document", "data_folder", "read_document", "read_text"]

LARGEST = 1_000_000
"""Bytes a claims file may have: a thousand claims take about half of it."""


class DataError(ValueError):
    """A data file breaks a rule; the message names file, line, entry, rule and value."""

    def __init__(self, reason: str, *, file, line: int | None = None, entry: str | None = None):
        self.reason, self.file, self.line, self.entry = reason, str(file), line, entry
        where = [str(file), f"line {line}" if line else None, entry]
        super().__init__(f"{', '.join(part for part in where if part)}: {reason}")


class Document:
    """A parsed TOML file that knows the line each entry starts at."""

    def __init__(self, path: Path, text: str, data: dict):
        self.path, self.data = path, data
        self._lines = text.splitlines()
        self._starts = self._headers()

    def entries(self, section: str) -> list[dict]:
        """The tables under `[[section]]`, none if there are none."""
        found = self.data.get(section, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise self.error(f"{section} must be a list of tables, written [[{section}]]")
        return found

    def line(self, section: str, index: int | None = None, key: str | None = None) -> int | None:
        """The line of a section's header (of its entry `index`), or of a key below it."""
        starts = self._starts.get((section, index is not None), [])
        expected = 1 if index is None else len(self.data.get(section, ()))
        if len(starts) != expected:
            return None
        start = starts[index or 0]
        if key is None:
            return start + 1
        pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
        for number, line in enumerate(self._lines[start + 1:], start + 1):
            if re.match(r"\s*\[", line):
                break
            if pattern.match(line):
                return number + 1
        return start + 1

    def _headers(self) -> dict[tuple[str, bool], list[int]]:
        """The lines of the headers [name] and [[name]], by name and by whether it is a list."""
        found: dict[tuple[str, bool], list[int]] = {}
        for number, line in enumerate(self._lines):
            if match := re.match(r"\s*(\[\[?)\s*([\w-]+)\s*\]", line):
                found.setdefault((match[2], match[1] == "[["), []).append(number)
        return found

    def error(self, reason: str, *, line: int | None = None, entry: str | None = None) -> DataError:
        """A complaint about this file."""
        return DataError(reason, file=self.path, line=line, entry=entry)


def data_folder() -> Path:
    """The recorded data: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "data"
    return inside if inside.is_dir() else package.parent / "data"


def read_document(path: Path) -> Document:
    """A TOML file, read and parsed, or a `DataError` that says why not."""
    text = read_text(path, "a claims file")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        raise DataError(
            f"is not valid TOML: {str(error)[:200]}", file=path, line=int(at[1]) if at else None
        ) from None
    except (RecursionError, ValueError) as error:
        raise DataError(f"is not valid TOML: {type(error).__name__}", file=path) from None
    return Document(path, text, data)


def read_text(path: Path, kind: str) -> str:
    """The text of a regular file that is not too large, in UTF-8; `kind` names it in complaints."""
    try:
        if not path.is_file():
            what = "is a folder, not a file" if path.is_dir() else "is not a file that can be read"
            raise DataError(what, file=path)
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=path) from None
    if len(raw) > LARGEST:
        raise DataError(
            f"is too large: {kind} has at most {LARGEST:,} bytes, "
            f"this one has {path.stat().st_size:,}", file=path
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(
            f"must be UTF-8 text, got byte 0x{raw[error.start]:02x}", file=path, line=line
        ) from None
