"""How does a study speak of its cases? Its [words], else its events' meanings, else its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...table.events import Statement, statement
from ...table.own_words import (
    PLAIN,
    Words,
    parts,
    plural_noun,
    plural_verb,
    singular_noun,
    singular_verb,
)
from .entries import short, text
from .toml import Document, Gathered

__all__ = ["own_words", "words_table"]

VERB = re.compile(r"\w+(s|ed)\b|came\b|had\b")
"""What a meaning says of its subject."""
SURE_VERB = re.compile(r"(is|has|was|raises|gets|carries|belongs) ")
"""How a meaning without a subject begins."""
PLAIN_ALERT = ("raises an alert", "raise an alert")
LONGEST_WORDS = 200
"""Characters that a noun or a verb may have."""


def words_table(document: Document, events: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The checked section [words]: for "case", a statement or a "| group", one and many."""
    table = document.data.get("words", {})
    if not isinstance(table, dict):
        raise document.error("words must be a table, written [words]", line=document.line("words"))
    found, gathered = {}, Gathered()
    for key, value in table.items():
        with gathered.one():
            try:
                if key != "case":
                    statement(key.strip().removeprefix("|").strip(), tuple(events))
                found[key] = _pair(key, value)
            except ValueError as error:
                raise document.error(f"{short(key)}: {error}", entry="words",
                                     line=document.line("words", key=key)) from None
    gathered.settle()
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
    own = {"alert", "| alert"} & {*table} or said.get("alert", PLAIN_ALERT) != PLAIN_ALERT
    plain = {} if own else PLAIN.said
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
    first = events.get("listed", next(iter(events.values())))
    subject = found[0] if (found := re.match(r"the \w+ ", first)) else ""
    said: dict[str, tuple[str, str]] = {}
    for event, meaning in events.items():
        one = re.split(r"[;,(:]", meaning.removeprefix(subject))[0].strip()
        verb = VERB if subject and meaning.startswith(subject) else SURE_VERB
        if verb.match(one):
            said[event] = (one, plural_verb(one))
    noun = subject.split(" ")[1] if subject else ""
    return (noun, plural_noun(noun)) if noun else None, said
