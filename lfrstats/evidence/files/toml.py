"""How is a data file that anybody may have written read safely, and where is each entry in it?

Only regular files below a size limit are read, as UTF-8, by the standard library's TOML parser;
nothing in them is run. Every complaint is a `DataError` that names the file, and the line and entry
where they are known.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["MOST_TOLD", "DataError", "Document", "Gathered", "data_folder", "read_document",
           "read_text"]

LARGEST = 1_000_000
"""Bytes a claims file may have: a thousand claims take about half of it."""


MOST_TOLD = 20
"""Broken rules that a message tells one by one."""


class DataError(ValueError):
    """A data file breaks a rule, or several; each is told with file, line, entry, rule and value.

    Attributes
    ----------
    reason, file, line, entry
        Of the first broken rule.
    breaches : tuple of DataError
        All of them, each by itself, in the order of the file.

    Examples
    --------
    >>> one = DataError("must be text, got 5", file="mine.toml", line=3)
    >>> two = DataError("the key printed is missing", file="mine.toml", line=9, entry="claim 'a'")
    >>> print(DataError.of([one, two]))
    mine.toml, line 3: must be text, got 5
    mine.toml, line 9, claim 'a': the key printed is missing
    """

    breaches: tuple[DataError, ...]

    def __init__(self, reason: str, *, file, line: int | None = None, entry: str | None = None):
        self.reason, self.file, self.line, self.entry = reason, str(file), line, entry
        where = [str(file), f"line {line}" if line else None, entry]
        super().__init__(f"{', '.join(part for part in where if part)}: {reason}")
        self.breaches = (self,)

    @classmethod
    def of(cls, errors: Iterable[DataError]) -> DataError:
        """All broken rules as one error: one line each, at most 20, and how many more."""
        errors = list(errors)
        found = sorted((breach for error in errors for breach in error.breaches),
                       key=lambda breach: breach.line or 0)
        if len(found) <= 1:
            return found[0] if found else errors[0]
        first, more = found[0], len(found) - MOST_TOLD
        whole = cls(first.reason, file=first.file, line=first.line, entry=first.entry)
        lines = [str(breach) for breach in found[:MOST_TOLD]]
        rest = [f"{first.file}: {more:,} more like these"] if more > 0 else []
        whole.args = ("\n".join([*lines, *rest]),)
        whole.breaches = tuple(found)
        return whole


class Gathered:
    """Broken rules, gathered while reading goes on.

    >>> gathered = Gathered()
    >>> with gathered.one():
    ...     raise DataError("must be text", file="mine.toml", line=3)
    >>> gathered.settle()
    Traceback (most recent call last):
    lfrstats.evidence.files.toml.DataError: mine.toml, line 3: must be text
    """

    def __init__(self) -> None:
        self.errors: list[DataError] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Whatever breaks a rule in here is kept, and reading goes on after it."""
        try:
            yield
        except DataError as error:
            self.errors.append(error)

    def settle(self) -> None:
        """Raise all that was gathered, if anything was."""
        if self.errors:
            raise DataError.of(self.errors) from None


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
    package = Path(__file__).parent.parent.parent
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
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(
            f"must be UTF-8 text, got byte 0x{raw[error.start]:02x}", file=path, line=line
        ) from None
