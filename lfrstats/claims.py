"""What was said, by whom, and where was it printed?

A study is a TOML file of claims with their sources (the format is described in data/README.md). A
claim keeps the figure as printed and the statement it makes; numbers are derived from these. Files
are checked strictly: an unknown key, a doubtful statement or a figure that cannot be read is an
error that names the file, the line and the entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from . import _check
from ._toml import DataError, Document, data_folder, read_document
from .events import MOST_EVENTS, Statement, statement
from .printed import Printed, read
from .rates import RATES, canonical

__all__ = ["Claim", "Context", "DataError", "Source", "Study", "load_claims", "studies"]

MOST_CLAIMS = 2_000
LONGEST_TEXT = 2_000
RESERVED = {"and", "or", "not", "if", "only"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was printed, and whether it was seen there."""

    id: str
    title: str
    publisher: str
    date: str
    address: str
    seen: str
    gives_no_rate: bool = False
    note: str = ""

    def __str__(self) -> str:
        return f"{self.title}; {self.publisher}; {self.date}; {self.address} ({self.seen})"


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One printed figure: who says it, the statement it makes, and what it leaves open.

    `of` and `that` put the statement in plain words: the share of `of` that `that`.
    """

    id: str
    source: Source
    said_by: str
    statement: Statement
    printed: Printed
    unit: str
    tested: str
    meaning: str
    of: str
    that: str
    rate: str | None = None
    stands_for: str | None = None
    k: int | None = None
    n: int | None = None
    ambiguous: str = ""
    leaves_open: tuple[str, ...] = ()
    note: str = ""

    def __str__(self) -> str:
        return f"{self.printed.text}: {self.statement}, said by {self.said_by}"


@dataclass(frozen=True, slots=True)
class Context:
    """A printed figure that is no rate, kept for what the rates stand on."""

    source: Source
    printed: str
    meaning: str


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The claims made about one system, with their sources."""

    id: str
    title: str
    about: str
    system: str
    period: str
    path: Path
    events: dict[str, str]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    context: tuple[Context, ...] = ()
    comparison: dict[str, Claim] = field(default_factory=dict)

    def claim(self, id: str) -> Claim:
        """The claim with this id."""
        return {claim.id: claim for claim in self.claims}[
            _check.choice("claim", id, [claim.id for claim in self.claims])
        ]

    def __str__(self) -> str:
        return f"{self.title}: {len(self.claims)} claims from {len(self.sources)} sources"


def studies() -> list[str]:
    """The ids of the recorded studies.

    >>> "met-trials-2020" in studies()
    True
    """
    return sorted(path.stem for path in (data_folder() / "claims").glob("*.toml"))


def load_claims(study: str | Path) -> Study:
    """A recorded study by its id, or the study in a TOML file of your own.

    Parameters
    ----------
    study : str or Path
        An id from `studies()`, or the path of a claims file.

    Raises
    ------
    DataError
        When there is no such study, or the file breaks a rule: names file, line, entry and rule.

    Examples
    --------
    >>> study = load_claims("met-trials-2020")
    >>> print(study.claim("review-8-of-42"))  # doctest: +NORMALIZE_WHITESPACE
    eight out of 42: P(confirmed | alert), said by an independent review of six of the trials
    """
    recorded = studies()
    if str(study) in recorded:
        return _study(read_document(data_folder() / "claims" / f"{study}.toml"))
    path = Path(study)
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise DataError(
            f"is neither a recorded study ({_check.listing(recorded)}) nor a file"
            f"{_check.near(study, recorded)}", file=f"{str(study)[:200]!r}"
        )
    return _study(read_document(path))


# What each section may hold: the rule for each key, "!" before it where the key is required.
_SECTIONS = {
    "study": {"id": "!id", "title": "!text", "about": "!text", "system": "!text",
              "period": "!text"},
    "source": {"id": "!id", "title": "!text", "publisher": "!text", "date": "!text",
               "address": "!text", "seen": "!seen", "gives_no_rate": "flag", "note": "text"},
    "claim": {"id": "!id", "source": "!id", "said_by": "!text", "statement": "!text",
              "printed": "!text", "rounding": "text", "k": "count", "n": "count",
              "unit": "!text", "tested": "!text", "meaning": "!text", "of": "text", "that": "text",
              "stands_for": "rate", "ambiguous": "text", "leaves_open": "texts", "note": "text"},
    "context": {"source": "!id", "printed": "!text", "meaning": "!text"},
    "comparison": {"tpir": "!id", "fpir": "!id", "precision": "!id", "inaccurate": "id"},
}
_TOP = ("study", "events", "source", "claim", "context", "comparison")


def _text(value) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"must be text, got {_short(value)}")
    plain = " ".join(value.split())
    if len(plain) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT:,} characters, got {len(plain):,}")
    if not plain.isprintable():
        odd = next(character for character in plain if not character.isprintable())
        raise ValueError(f"must not hold control characters, got {odd!r}")
    return plain


def _id(value) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", value):
        raise ValueError(f"must be lower-case letters, digits and hyphens, got {_short(value)}")
    return value


def _count(value) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**15:
        raise ValueError(f"must be a whole number from 0 to 10**15, got {_short(value)}")
    return value


def _flag(value) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, got {_short(value)}")
    return value


def _texts(value) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > 50:
        raise ValueError(f"must be a list of at most 50 texts, got {_short(value)}")
    return tuple(_text(item) for item in value)


def _seen(value) -> str:
    return _check.choice("the value", value, ["first-hand", "second-hand", "third-hand", "derived"])


_RULES = {"text": _text, "id": _id, "count": _count, "flag": _flag, "texts": _texts, "seen": _seen,
          "rate": lambda value: canonical(_text(value))}


def _short(value) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


class _Entry:
    """One table of the file: its checked values, and complaints that say where."""

    def __init__(self, document: Document, section: str, table, index: int | None = None):
        self.document, self.section, self.index, self.table = document, section, index, table
        if not isinstance(table, dict):
            raise document.error(f"{section} must be a table, written [{section}]")
        self.name = f"{section} {_short(table['id'])}" if "id" in table else (
            section if index is None else f"{section} number {index + 1}"
        )
        self.values = self._checked(_SECTIONS[section])

    def _checked(self, rules: dict[str, str]) -> dict:
        for key in self.table:
            if key not in rules:
                raise self.error(f"unknown key {_short(key)}{_check.near(key, rules)}", key)
        for key, rule in rules.items():
            if rule.startswith("!") and key not in self.table:
                raise self.error(f"the key {key} is missing")
        return {key: self.rule(key, _RULES[rules[key].lstrip("!")], value)
                for key, value in self.table.items()}

    def rule(self, key: str, rule, *values):
        """`rule(*values)`, its complaint placed at `key`."""
        try:
            return rule(*values)
        except ValueError as error:
            raise self.error(f"{key}: {error}", key) from None

    def error(self, reason: str, key: str | None = None) -> DataError:
        line = self.document.line(self.section, self.index, key)
        return self.document.error(reason, line=line, entry=self.name)


def _study(document: Document) -> Study:
    for key in document.data:
        if key not in _TOP:
            raise document.error(f"unknown section {_short(key)}{_check.near(key, _TOP)}")
    if "study" not in document.data:
        raise document.error("the section [study] is missing")
    head = _Entry(document, "study", document.data["study"]).values
    events = _events(document)
    sources = {entry.values["id"]: Source(**entry.values) for entry in _each(document, "source")}
    entries = _each(document, "claim")
    if len(entries) > MOST_CLAIMS:
        raise document.error(f"a study has at most {MOST_CLAIMS:,} claims, got {len(entries):,}")
    claims = {entry.values["id"]: _claim(entry, events, sources) for entry in entries}
    context = tuple(
        Context(**entry.values | {"source": _known(entry, "source", sources)})
        for entry in _each(document, "context")
    )
    return Study(**head, path=document.path, events=events, sources=tuple(sources.values()),
                 claims=tuple(claims.values()), context=context,
                 comparison=_comparison(document, claims))


def _each(document: Document, section: str) -> list[_Entry]:
    """The checked entries of a section, their ids unique."""
    seen: dict[str, int] = {}
    entries = []
    for index, table in enumerate(document.entries(section)):
        entry = _Entry(document, section, table, index)
        id = entry.values.get("id")
        if id in seen:
            raise entry.error(f"duplicate id, first used by {section} number {seen[id] + 1}", "id")
        seen |= {id: index} if id else {}
        entries.append(entry)
    return entries


def _events(document: Document) -> dict[str, str]:
    table = document.data.get("events", {})
    line = document.line("events")
    if not isinstance(table, dict) or not 0 < len(table) <= MOST_EVENTS:
        raise document.error(f"[events] must name 1 to {MOST_EVENTS} events", line=line)
    for name, meaning in table.items():
        where = {"line": document.line("events", key=name), "entry": f"event {_short(name)}"}
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or name in RESERVED | set(RATES):
            raise document.error(
                "an event's name must be lower-case letters, digits and _, "
                "and no word of the statement language or rate", **where)
        try:
            table[name] = _text(meaning)
        except ValueError as error:
            raise document.error(str(error), **where) from None
    return table


def _known(entry: _Entry, key: str, known: dict):
    """What an id under `key` refers to."""
    id = entry.values[key]
    return known[entry.rule(key, _check.choice, "the id", id, known)]


def _claim(entry: _Entry, events: dict[str, str], sources: dict[str, Source]) -> Claim:
    values = dict(entry.values)
    values["source"] = _known(entry, "source", sources)
    rate, stated = entry.rule("statement", _stated, values["statement"], tuple(events))
    rounding = values.pop("rounding", None)
    figure = entry.rule("printed", lambda text: read(text, rounding=rounding), values["printed"])
    k, n = values.get("k"), values.get("n")
    if (k is None) != (n is None):
        raise entry.error("k and n go together: a count without its total says nothing")
    if n is not None:
        entry.rule("k", _check.counts, k, n)
        if figure.n is not None and (figure.k, figure.n) != (k, n):
            raise entry.error(
                f"printed says {figure.k} of {figure.n}, k and n say {k} of {n}", "printed")
    for key in ("of", "that"):
        if rate is None and key not in values:
            raise entry.error(f"the key {key} is missing: {stated} needs its words", "statement")
    words = {"of": RATES[rate].of, "that": RATES[rate].what} if rate else {}
    return Claim(**words | values | {"statement": stated, "rate": rate, "printed": figure})


def _stated(text: str, events: tuple[str, ...]) -> tuple[str | None, Statement]:
    """The rate a statement names, if it names one, and the statement over the study's events."""
    try:
        rate = canonical(text)
    except ValueError as error:
        if re.fullmatch(r"[A-Za-z0-9_ -]+", text) and text not in events and (
            not re.search(r"\b(and|or|not|if)\b", text)
        ):
            raise error from None
        return None, statement(text, events)
    return rate, statement(RATES[rate].text, events)


def _comparison(document: Document, claims: dict[str, Claim]) -> dict[str, Claim]:
    if "comparison" not in document.data:
        return {}
    entry = _Entry(document, "comparison", document.data["comparison"])
    chosen = {key: _known(entry, key, claims) for key in entry.values}
    for key, claim in chosen.items():
        if key != "inaccurate" and key not in (claim.rate, claim.stands_for):
            raise entry.error(f"claim {claim.id!r} states {claim.statement}, not the {key}", key)
    return chosen
