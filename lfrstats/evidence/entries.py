"""What may each entry of a claims file hold? The rules for keys and values, as tables.

A value is checked by the rule its key names below; a broken rule is a `DataError` that names file,
line, entry, key, rule and value. Nothing from the file is run, and sizes are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..table.events import Statement, statement
from ..table.own_words import (
    PLAIN,
    Words,
    parts,
    plural_noun,
    plural_verb,
    singular_noun,
    singular_verb,
)
from ..table.rates import canonical
from ..words import check
from .toml import DataError, Document

__all__ = ["SECTIONS", "Entry", "own_words", "short", "text", "words_table"]

LONGEST_TEXT = 2_000
MOST_ITEMS = 200

# The rule for each key, "!" before it where the key is required.
SECTIONS = {
    "study": {"id": "!id", "title": "!text", "about": "!text", "system": "!text",
              "period": "!text", "implies": "texts", "assume_same": "text"},
    "source": {"id": "!id", "title": "!text", "publisher": "!text", "date": "!text",
               "address": "!text", "seen": "!seen", "gives_no_rate": "flag", "note": "text"},
    "condition": {"id": "!id", "meaning": "!text", "threshold": "text", "watchlist": "text",
                  "population": "text", "period": "text"},
    "claim": {"id": "!id", "source": "!id", "said_by": "!text", "statement": "!text",
              "printed": "!text", "rounding": "text", "k": "count", "n": "count",
              "unit": "!text", "tested": "!text", "meaning": "!text", "of": "text", "that": "text",
              "stands_for": "rate", "condition": "id", "ambiguous": "text",
              "leaves_open": "texts", "note": "text"},
    "count": {"id": "!id", "source": "!id", "said_by": "!text", "printed": "!text",
              "count": "!count", "unit": "!text", "meaning": "!text", "condition": "id",
              "note": "text"},
    "sum": {"total": "!id", "parts": "!ids", "note": "text"},
    "same": {"items": "!ids", "note": "text"},
    "contrast": {"items": "!ids", "source": "!id", "said_by": "!text", "note": "text"},
    "context": {"source": "!id", "printed": "!text", "meaning": "!text"},
    "unverified": {"right": "!id", "wrong": "id", "groups": "ids", "trusted_wrong": "ids",
                   "tpir": "id", "fpir": "id", "inaccurate": "id"},
    "comparison": {"tpir": "!id", "fpir": "!id", "precision": "!id", "inaccurate": "id"},
}


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
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", value):
        raise ValueError(f"must be lower-case letters, digits and hyphens, got {short(value)}")
    return value


def _count(value) -> int:
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
    return check.choice("the value", value, ["first-hand", "second-hand", "third-hand", "derived"])


_RULES = {"text": text, "id": _id, "count": _count, "flag": _flag, "seen": _seen,
          "texts": _listed(text, 0), "ids": _listed(_id, 1),
          "rate": lambda value: canonical(text(value))}


def short(value) -> str:
    """A value as it stands in a message, cut where it is long."""
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


class Entry:
    """One table of the file: its checked values, and complaints that say where."""

    def __init__(self, document: Document, section: str, table, index: int | None = None, *,
                 sections: dict[str, dict[str, str]] = SECTIONS):
        self.document, self.section, self.index, self.table = document, section, index, table
        if not isinstance(table, dict):
            raise document.error(f"{section} must be a table, written [{section}]")
        self.name = f"{section} {short(table['id'])}" if "id" in table else (
            section if index is None else f"{section} number {index + 1}"
        )
        self.values = self._checked(sections[section])

    def _checked(self, rules: dict[str, str]) -> dict:
        for key in self.table:
            if key not in rules:
                raise self.error(f"unknown key {short(key)}{check.near(key, rules)}", key)
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

    def known(self, key: str, known: dict):
        """What the id (or each of the ids) under `key` refers to."""
        ids = self.values[key]
        several = [ids] if isinstance(ids, str) else ids
        found = tuple(known[self.rule(key, check.choice, "the id", id, known)] for id in several)
        return found[0] if isinstance(ids, str) else found

    def error(self, reason: str, key: str | None = None) -> DataError:
        """A complaint about this entry."""
        return self.document.error(reason, line=self.line(key), entry=self.name)

    def line(self, key: str | None = None) -> int | None:
        """The line at which the entry, or its key, stands."""
        return self.document.line(self.section, self.index, key)


LONGEST_WORDS = 200
"""Characters that a noun or a verb may have."""


def words_table(document: Document, events: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The checked section [words]: for "case", a statement or a "| group", one and many."""
    table = document.data.get("words", {})
    if not isinstance(table, dict):
        raise document.error("words must be a table, written [words]", line=document.line("words"))
    found = {}
    for key, value in table.items():
        try:
            found[key] = _pair(key, value)
            if key != "case":
                statement(key.strip().removeprefix("|").strip(), tuple(events))
        except ValueError as error:
            raise document.error(f"{short(key)}: {error}", line=document.line("words", key=key),
                                 entry="words") from None
    return found


def _pair(key: str, value) -> tuple[str, str]:
    """One and many; of a text alone, which is the plural, the singular follows."""
    given = [text(one) for one in (value if isinstance(value, list) else [value])]
    if len(given) > 2 or not given:
        raise ValueError(f"must be the words for many, or a list of one and many, got "
                         f"{short(value)}")
    if longest := max(given, key=len)[LONGEST_WORDS:]:
        raise ValueError(f"must have at most {LONGEST_WORDS} characters, got "
                         f"{LONGEST_WORDS + len(longest)}")
    if len(given) == 2:
        return given[0], given[1]
    noun = key == "case" or key.strip().startswith("|")
    return (singular_noun if noun else singular_verb)(given[0]), given[0]


def own_words(table: Mapping[str, tuple[str, str]], events: Mapping[str, str],
              claims: Iterable[tuple[str, Statement, str | None, str | None, str]]) -> Words:
    """The words of a study.

    Parameters
    ----------
    table : mapping of str to tuple of two str
        What [words] says.
    events : mapping of str to str
        The events and their meanings.
    claims : iterable of (id, statement, of, that, spoken of as)
        The claims' own words, None where a claim has none.
    """
    claims = list(claims)
    case, said = _from_meanings(events)
    of_all = next((of for _, stated, of, _, _ in claims if of and not parts(stated)[1]), None)
    if case is None and of_all:
        case = singular_noun(of_all), of_all
    called: dict[str, str | tuple[str, str]] = {}
    for _, stated, of, that, _ in claims:
        if of and parts(stated)[1]:
            called.setdefault(parts(stated)[1], of)
        if that:
            said.setdefault(stated.text, that)
    plain = {} if {"alert", "| alert"} & {*said, *table} else PLAIN.said
    if plain:
        called.setdefault("alert", PLAIN.called["alert"])
    for key, pair in table.items():
        if key.strip().startswith("|"):
            called[key.strip().removeprefix("|").strip()] = pair
        elif key != "case":
            said[key] = pair
    default = {"listed": PLAIN.said["listed"], "alert": PLAIN.said["alert"], **plain}
    return Words(table.get("case", case or PLAIN.case), {**default, **said}, called,
                 {id: spoken for id, *_, spoken in claims})


def _from_meanings(events: Mapping[str, str]) -> tuple[tuple[str, str] | None, dict]:
    """What one case is called and what is said of it, from "the woman is recalled"."""
    subject = re.match(r"the (\w+) ", events.get("listed", next(iter(events.values()))))
    if subject is None:
        return None, {}
    said: dict[str, tuple[str, str]] = {}
    for event, meaning in events.items():
        one = re.split(r"[;,(]", meaning.removeprefix(subject[0]))[0].strip()
        if meaning.startswith(subject[0]) and re.match(r"\w+(s|ed)\b|came\b|had\b", one):
            said[event] = (one, plural_verb(one))
    return (subject[1], plural_noun(subject[1])), said
