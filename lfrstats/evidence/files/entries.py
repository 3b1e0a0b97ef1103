"""What may each entry of a claims file hold? The rules for keys and values, as tables.

A value is checked by the rule its key names below; a broken rule is a `DataError` that names file,
line, entry, key, rule and value. Nothing from the file is run, and sizes are bounded.
"""

from __future__ import annotations

import re

from ...table.rates import canonical
from ...words import check
from .toml import DataError, Document, Gathered

__all__ = ["NOT_SAID", "SECTIONS", "Broken", "Entry", "number_of_cases", "said_there",
           "short", "text"]

LONGEST_TEXT = 2_000
MOST_ITEMS = 200

# The rule for each key, "!" before it where the key is required.
SECTIONS = {
    "study": {"id": "id", "title": "text", "about": "text", "system": "text", "period": "text",
              "implies": "texts", "assume_same": "text"},
    "defaults": {"source": "id", "said_by": "text", "condition": "id", "unit": "text",
                 "tested": "text", "cases": "id"},
    "source": {"id": "id", "title": "!text", "publisher": "text", "date": "text",
               "address": "text", "seen": "seen", "gives_no_rate": "flag", "note": "text"},
    "condition": {"id": "!id", "meaning": "!text", "threshold": "text", "watchlist": "text",
                  "population": "text", "period": "text"},
    "cases": {"id": "!id", "is": "!text", "meaning": "text", "unit": "text", "count": "count",
              "part_of": "id", "complete": "flag", "note": "text"},
    "claim": {"id": "id", "source": "id", "said_by": "text", "statement": "text",
              "readings": "texts", "printed": "!text", "read_as": "text", "rounding": "text",
              "k": "count", "n": "count", "cases": "id", "unit": "text", "tested": "text",
              "meaning": "text", "of": "text", "that": "text", "stands_for": "rate",
              "condition": "id", "ambiguous": "text", "leaves_open": "texts", "note": "text"},
    "count": {"id": "id", "source": "id", "said_by": "text", "printed": "!text",
              "count": "count", "statement": "text", "cases": "id", "unit": "text",
              "meaning": "text", "condition": "id", "note": "text"},
    "sum": {"total": "!id", "parts": "!ids", "note": "text"},
    "same": {"items": "!ids", "note": "text"},
    "contrast": {"items": "!ids", "source": "id", "said_by": "text", "note": "text"},
    "context": {"source": "id", "printed": "!text", "meaning": "!text"},
    "unverified": {"right": "!id", "wrong": "id", "groups": "ids", "trusted_wrong": "ids",
                   "total": "id", "checked": "id", "tpir": "id", "fpir": "id", "inaccurate": "id"},
    "comparison": {"tpir": "!one or pair", "fpir": "!one or pair", "precision": "!one or pair",
                   "inaccurate": "id"},
}

NOT_SAID = "not said"
"""What stands for anything that the source does not say."""


def text(value) -> str:
    """`value` as one line of printable text."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"must be text, got {short(value)}")
    plain = " ".join(value.split())
    if len(plain) > LONGEST_TEXT:
        raise ValueError(f"must have at most {LONGEST_TEXT:,} characters, got {len(plain):,}")
    if not plain.isprintable():
        odd = next(character for character in plain if not character.isprintable())
        raise ValueError(f"must not hold control characters, got {odd!r}")
    return plain


def _id(value) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,59}", value):
        raise ValueError(
            f"must be lower-case letters, digits, hyphens and _, got {short(value)}")
    return value


def number_of_cases(value) -> int:
    """`value` as a count: a whole number, not absurdly large."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**15:
        raise ValueError(f"must be a whole number from 0 to 10**15, got {short(value)}")
    return value


def _flag(value) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be true or false, got {short(value)}")
    return value


def _listed(rule, least: int):
    def several(value) -> tuple:
        if not isinstance(value, list) or not least <= len(value) <= MOST_ITEMS:
            raise ValueError(
                f"must be a list of {least} to {MOST_ITEMS} entries, got {short(value)}")
        return tuple(rule(item) for item in value)

    return several


def _seen(value) -> str:
    return check.choice("the value", value,
                        ["first-hand", "second-hand", "third-hand", "derived", NOT_SAID])


def _one_or_pair(value):
    """An id, or two: a count among another."""
    return _id(value) if isinstance(value, str) else _listed(_id, 2)(value)


_RULES = {"text": text, "id": _id, "count": number_of_cases, "flag": _flag, "seen": _seen,
          "texts": _listed(text, 0), "ids": _listed(_id, 1),
          "one or pair": _one_or_pair,
          "rate": lambda value: canonical(text(value))}


def short(value) -> str:
    """A value as it stands in a message, cut where it is long."""
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


class Broken(dict):
    """The entries of a section that cannot be read: any id may be among them."""


def said_there(error: DataError) -> DataError:
    """The error without a breach of its own, for what follows from another one."""
    error.breaches = ()
    return error


class Entry:
    """One table of the file: its checked values, and complaints that say where.

    Raises
    ------
    DataError
        All rules that the table breaks, at once.
    """

    def __init__(self, document: Document, section: str, table, index: int | None = None, *,
                 sections: dict[str, dict[str, str]] = SECTIONS, defaults: dict | None = None):
        self.document, self.section, self.index, self.table = document, section, index, table
        if not isinstance(table, dict):
            raise document.error(f"{section} must be a table, written [{section}]")
        self.name = f"{section} {short(table['id'])}" if "id" in table else (
            section if index is None else f"{section} number {index + 1}"
        )
        rules = sections[section]
        usual = {key: value for key, value in (defaults or {}).items() if key in rules}
        self.values = usual | self._checked(rules)

    def _checked(self, rules: dict[str, str]) -> dict:
        gathered, values, meant = Gathered(), {}, ""
        for key in self.table:
            with gathered.one():
                if key not in rules:
                    hint = check.near(key, rules)
                    meant += hint
                    raise self.error(f"unknown key {short(key)}{hint}", key)
                values[key] = self.rule(key, _RULES[rules[key].lstrip("!")], self.table[key])
        for key, rule in rules.items():
            with gathered.one():
                if rule.startswith("!") and key not in self.table and f"({key}?)" not in meant:
                    raise self.error(f"the key {key} is missing")
        gathered.settle()
        return values

    def rule(self, key: str, rule, *values):
        """`rule(*values)`, its complaint placed at `key`."""
        try:
            return rule(*values)
        except DataError:
            raise
        except ValueError as error:
            raise self.error(f"{key}: {error}", key) from None

    def known(self, key: str, known: dict):
        """What the id (or each of the ids) under `key` refers to.

        What it refers to is None where that breaks a rule itself: said there, and not again.
        """
        if isinstance(known, Broken):
            raise said_there(self.error("refers to what cannot be read", key))
        ids = self.values[key]
        several = [ids] if isinstance(ids, str) else ids
        found = tuple(known[self.rule(key, check.choice, "the id", id, known)] for id in several)
        if None in found:
            raise said_there(self.error("refers to what breaks a rule itself", key))
        return found[0] if isinstance(ids, str) else found

    def error(self, reason: str, key: str | None = None) -> DataError:
        """A complaint about this entry."""
        return self.document.error(reason, line=self.line(key), entry=self.name)

    def line(self, key: str | None = None) -> int | None:
        """The line at which the entry, or its key, stands."""
        return self.document.line(self.section, self.index, key)
