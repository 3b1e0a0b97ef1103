"""How does a table of deployments become records? Reading a CSV file, strictly.

One row a deployment, with its counts as printed and empty cells for what is not published; beside
it a TOML file that says what the columns are, where they were printed and what to beware of. A
broken rule is a `DataError` that names file, line, column, rule and value. Nothing from the files
is run, and sizes are bounded.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..pooling.pools import COUNTS, Break, day
from ..words import check, printed
from .claims import Source
from .deployments import NUMBERS, Column, Deployment, Deployments
from .files.entries import SECTIONS, Entry, short, text
from .files.toml import DataError, Document, data_folder, read_document, read_text

__all__ = ["DataError", "load_deployments"]

MOST_ROWS = 10_000
MOST_DIGITS = 12
"""Digits a count may have."""


def load_deployments(deployments: str | Path) -> Deployments:
    """The recorded deployments of a force, or those in a CSV file of your own.

    Parameters
    ----------
    deployments : str or Path
        A recorded name ("met"), or the path of a .csv file with its .toml beside it.

    Raises
    ------
    DataError
        When there is no such file, or it breaks a rule: names file, line, column, rule and value.

    Examples
    --------
    >>> print(load_deployments("met"))
    Live facial recognition deployments of the Metropolitan Police, February 2020 to May 2025: 286
    deployments, 2020-02-11 to 2025-05-10
    """
    folder = data_folder() / "deployments"
    recorded = sorted(path.stem for path in folder.glob("*.csv"))
    if str(deployments) in recorded:
        return _deployments(folder / f"{deployments}.csv")
    path = Path(deployments)
    try:
        exists = path.suffix == ".csv" and path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise DataError(f"is neither recorded ({check.listing(recorded)}) nor a .csv file"
                        f"{check.near(deployments, recorded)}",
                        file=f"{str(deployments)[:200]!r}")
    return _deployments(path)


# What each section of the TOML file may hold, in the notation of `entries.SECTIONS`.
_SECTIONS = {
    "source": SECTIONS["source"] | {"id": "!id"},
    "deployments": {"id": "!id", "title": "!text", "about": "!text", "force": "!text",
                    "period": "!text", "caveats": "texts"},
    "column": {"name": "!text", "unit": "!text", "meaning": "!text"},
    "break": {"column": "!text", "starts": "!text", "ends": "!text", "meaning": "!text"},
}
# The rule of each column of the CSV file, "!" before it where a row must have it.
_COLUMNS = {
    "source": "!text", "date": "!date", "location": "!text", "date_printed": "date",
    "false_alert_rate_printed": "share", "note": "text",
} | dict.fromkeys(NUMBERS, "count") | {"threshold": "decimal"}
_SUMS = {"true_alerts": ("true_confirmed", "true_unconfirmed"),
         "false_alerts": ("false_confirmed", "false_unconfirmed")}


def _date(cell: str) -> date:
    return day("the value", cell)


def _count(cell: str) -> int:
    if not re.fullmatch(rf"[0-9]{{1,{MOST_DIGITS}}}", cell):
        raise ValueError(f"must be a whole number from 0 up, of at most {MOST_DIGITS} digits and "
                         f"nothing else, got {short(cell)}")
    return int(cell)


def _decimal(cell: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", cell):
        raise ValueError(f"must be a decimal number like 0.64, got {short(cell)}")
    return float(cell)


def _share(cell: str) -> str:
    return printed.read(text(cell)).text


_RULES = {"text": text, "date": _date, "count": _count, "decimal": _decimal, "share": _share}


def _part(document: Document, section: str, table, index: int | None = None) -> Entry:
    """An entry of the TOML file, checked by `_SECTIONS`; a source as in a claims file."""
    return Entry(document, section, table, index, sections={**SECTIONS, **_SECTIONS})


def _deployments(path: Path) -> Deployments:
    beside = path.with_suffix(".toml")
    if not beside.is_file():
        raise DataError(f"needs the file {beside.name} beside it, which describes it", file=path)
    document = read_document(beside)
    allowed = tuple(_SECTIONS)
    for key in document.data:
        if key not in allowed:
            raise document.error(f"unknown section {short(key)}{check.near(key, allowed)}")
    if "deployments" not in document.data:
        raise document.error("the section [deployments] is missing")
    head = _part(document, "deployments", document.data["deployments"]).values
    sources = {id: Source(**entry.values) for id, entry in _each(document, "source", "id").items()}
    columns = {
        entry.rule("name", check.choice, "the name", name, _COLUMNS): Column(**entry.values)
        for name, entry in _each(document, "column", "name").items()
    }
    breaks = tuple(map(_break, _each(document, "break", "column").values()))
    records = tuple(_records(path, sources, columns))
    return Deployments(**head, path=path, sources=sources, columns=columns, breaks=breaks,
                       records=records)


def _each(document: Document, section: str, key: str) -> dict[str, Entry]:
    """The entries of a section by their key, which must differ."""
    found: dict[str, Entry] = {}
    for index, table in enumerate(document.entries(section)):
        entry = _part(document, section, table, index)
        if entry.values[key] in found:
            raise entry.error(f"duplicate {key} {short(entry.values[key])}", key)
        found[entry.values[key]] = entry
    return found


def _break(entry: Entry) -> Break:
    entry.rule("column", check.choice, "the column", entry.values["column"], COUNTS)
    days = {key: entry.rule(key, _date, entry.values[key]) for key in ("starts", "ends")}
    if days["starts"] > days["ends"]:
        raise entry.error("starts must not be after ends", "starts")
    return Break(**entry.values | days)


def _records(path: Path, sources: dict, columns: dict) -> Iterator[Deployment]:
    rows = _rows(path)
    line, names = next(rows, (1, []))
    _check_header(path, line, names, columns)
    for count, (line, cells) in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise DataError(f"has too many rows: at most {MOST_ROWS:,}", file=path, line=line)
        if len(cells) != len(names):
            raise DataError(f"must have {len(names)} fields, as the first line has, "
                            f"got {len(cells)}", file=path, line=line)
        yield _record(path, line, dict(zip(names, cells, strict=True)), sources)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV file that are not empty, each with its number."""
    whole = read_text(path, "a table of deployments").removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(whole, newline=""), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error as error:
        raise DataError(f"is not valid CSV: {error}", file=path, line=reader.line_num) from None


def _check_header(path: Path, line: int, names: list[str], columns: dict) -> None:
    def complain(reason):
        raise DataError(reason, file=path, line=line)

    for place, name in enumerate(names):
        if name not in _COLUMNS:
            complain(f"unknown column {short(name)}{check.near(name, _COLUMNS)}; the columns are "
                     f"{check.listing(_COLUMNS)}")
        if name in names[:place]:
            complain(f"the column {name} comes twice")
        if name not in columns:
            complain(f"the column {name} is not described in {path.with_suffix('.toml').name}")
    for name, rule in _COLUMNS.items():
        if rule.startswith("!") and name not in names:
            complain(f"the column {name} is missing")


def _record(path: Path, line: int, cells: dict[str, str], sources: dict) -> Deployment:
    values = {}
    for name, cell in cells.items():
        rule = _COLUMNS[name]
        try:
            if cell or rule.startswith("!"):
                values[name] = _RULES[rule.lstrip("!")](cell)
            if name == "source":
                check.choice("the source", cell, sources)
        except ValueError as error:
            raise DataError(str(error), file=path, line=line, entry=f"column {name}") from None
    sums = {
        total: sum(values[part] for part in parts) for total, parts in _SUMS.items()
        if total not in values and values.keys() >= set(parts)
    }
    return Deployment(**values, **sums, derived=tuple(sums), line=line)
