"""How does an entry become a claim, a count or cases? What it leaves unsaid gets a plain default.

A figure whose words cannot be read as a share is read from `read_as` beside it; an interval printed
in brackets behind it is kept apart. A claim printed as a bare number of cases is a count.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

import numpy as np

from ..table.events import Statement, statement
from ..table.own_words import PLAIN, Words, parts
from ..table.rates import RATES, canonical
from ..words import check
from ..words.printed import Printed, read
from ..words.whole_numbers import whole_number
from .claims import (
    Cases,
    Claim,
    Condition,
    Count,
    OpenClaim,
    PrintedInterval,
    Reading,
    Source,
)
from .files.entries import NOT_SAID, Entry, number_of_cases, said_there
from .files.toml import DataError, Gathered

__all__ = ["NOWHERE", "Known", "cases_of", "claim_of", "count_of", "source_of", "words_of"]

NOWHERE = Source("not-said", "Source not said")
"""What stands for the source in a file that names none."""

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_INTERVAL = re.compile(
    r"(?P<figure>[^()\[\]]+?)\s*[(\[]\s*"
    r"(?:(?P<level>\d+(?:\.\d+)?)\s*(?:%|per cent)\s*"
    r"(?:ci|confidence interval|interval)\b[:,;]?\s*)?"
    rf"(?:from |between )?(?P<low>{_NUMBER})\s*(?P<sign>%|per cent)?\s*(?:to|and|,|-|–)\s*"
    rf"(?P<high>{_NUMBER})\s*(?P<sign_too>%|per cent)?\s*[)\]]", re.IGNORECASE)


@dataclass
class Known:
    """What the entries of a file may refer to, by name or id; None where that is broken itself.

    `sure` is whether all events can be read; if not, a statement that cannot is not held against
    the file.
    """

    events: dict[str, str]
    sources: dict[str, Source | None] = field(default_factory=dict)
    conditions: dict[str, Condition | None] = field(default_factory=dict)
    cases: dict[str, Cases | None] = field(default_factory=dict)
    read: dict[str, tuple[str | None, Statement]] = field(default_factory=dict)
    sure: bool = True
    words: Words = PLAIN

    def stated(self, text: str) -> tuple[str | None, Statement]:
        """The rate a statement names, if it names one, and the statement over the events."""
        if text not in self.read:
            try:
                self.read[text] = _stated(text, tuple(self.events))
            except ValueError as error:
                if self.sure:
                    raise
                raise said_there(DataError(str(error), file="")) from None
        return self.read[text]

    def group(self, text: str) -> Statement:
        """A group of cases: "all", or a statement without a bar."""
        names = tuple(self.events)
        if text.strip().lower() in ("all", "all cases", "everyone"):
            everyone = np.ones(2 ** len(names), dtype=bool)
            return Statement("all", names, everyone, everyone)
        rate, found = self.stated(text)
        if "|" in found.text:
            raise ValueError(f"must name cases, not a share of some, so no bar: got {text!r}")
        return found


def _stated(text: str, events: tuple[str, ...]) -> tuple[str | None, Statement]:
    try:
        rate = canonical(text)
    except ValueError as error:
        if re.fullmatch(r"[A-Za-z0-9_ -]+", text) and text not in events and (
            not re.search(r"\b(and|or|not|if)\b", text)
        ):
            raise error from None
        return None, statement(text, events)
    return rate, statement(RATES[rate].text, events)


def source_of(entry: Entry, known: Known) -> Source:
    """The source an entry names; the only one there is, where it names none."""
    if "source" in entry.values:
        return entry.known("source", known.sources)
    if len(known.sources) > 1:
        raise entry.error("the key source is missing: there are several, "
                          f"{check.listing(list(known.sources)[:5])}")
    return next(iter(known.sources.values()), NOWHERE) or NOWHERE


def _placed(entry: Entry, known: Known, id: str) -> dict:
    """The values all kinds share, with what they refer to looked up."""
    values = entry.values | {"id": id, "source": source_of(entry, known), "line": entry.line()}
    for key, places in (("condition", known.conditions), ("cases", known.cases)):
        if key in values:
            values[key] = entry.known(key, places)
    return {"said_by": NOT_SAID, "unit": NOT_SAID} | values


def claim_of(entry: Entry, known: Known, id: str) -> Claim | OpenClaim | Count:
    """A claim; an open one, where only readings are known; a count, where it is printed as one."""
    gathered = Gathered()
    values: dict = {}
    made: dict = {}
    bare = _bare_count(entry)
    with gathered.one():
        values = {"tested": NOT_SAID} | _placed(entry, known, id)
    with gathered.one():
        reading, readings = _readings(entry, known)
    with gathered.one():
        made = {} if bare is not None else _figure(entry, known.words)
    gathered.settle()
    for key in ("read_as", "rounding", "statement"):
        values.pop(key, None)
    if bare is not None and reading:
        entry.rule("printed", number_of_cases, bare)
        return _as_count(values, reading, bare)
    values |= made | {"readings": readings}
    if reading is None:
        dropped = ("of", "that", "stands_for", "interval")
        return OpenClaim(**{key: values[key] for key in values if key not in dropped})
    of, that = (values.get(key, word) for key, word in (("of", reading.of), ("that", reading.that)))
    values = {"meaning": f"Of {of}, this share {that}."} | values | {"of": of, "that": that}
    return Claim(**values, statement=reading.statement, rate=reading.rate)


def _readings(entry: Entry, known: Known) -> tuple[Reading | None, tuple[Reading, ...]]:
    """The statement of a claim, if it has one, and the other readings of its words."""
    if "statement" not in entry.values and not entry.values.get("readings"):
        raise entry.error("the key statement is missing: name what the figure is a share of, or "
                          "give the readings that its words leave open")
    readings = tuple(_reading(entry, known, text, "readings")
                     for text in entry.values.get("readings", ()))
    if "statement" not in entry.values:
        return None, readings
    return _reading(entry, known, entry.values["statement"], "statement"), readings


def _reading(entry: Entry, known: Known, text: str, key: str) -> Reading:
    rate, stated = entry.rule(key, known.stated, text)
    return Reading(stated, rate, *words_of(known.words, stated))


def words_of(words: Words, stated: Statement) -> tuple[str, str]:
    """A statement in the words of a study: the share of, that."""
    return words.group(parts(stated)[1]), words.what(stated)


def _figure(entry: Entry, own: Words) -> dict:
    """The printed figure, read from `read_as` where there is that; its interval; its counts."""
    text, rounding = entry.values["printed"], entry.values.get("rounding")
    key = "read_as" if "read_as" in entry.values else "printed"
    words = _plain_nouns(entry.values[key], own)
    beside = _INTERVAL.fullmatch(words)
    if beside is None:
        figure = replace(entry.rule(key, _read, words, rounding), text=text)
        return {"printed": figure} | _counts(entry, figure)
    sign = beside["sign_too"] or beside["sign"] or ""
    low, high = (entry.rule(key, read, f"{beside[end]}{own or sign}") for end, own in (
        ("low", beside["sign"]), ("high", beside["sign_too"])))
    if low.value > high.value:
        raise entry.error(f"{key}: an interval must start at its lower end, got {words!r}", key)
    level = float(beside["level"]) / 100 if beside["level"] else None
    figure = replace(entry.rule(key, _read, beside["figure"], rounding), text=text)
    return {"printed": figure, "interval": PrintedInterval(low, high, level)} | _counts(
        entry, figure)


def _plain_nouns(figure: str, own: Words) -> str:
    """The figure with the study's own nouns as cases: "74 of 2,310 visitors"."""
    nouns = "|".join(map(re.escape, own.nouns))
    return re.sub(rf"(?<=[\w,]) (?:{nouns})\b", " cases", figure, flags=re.IGNORECASE)


def _read(words: str, rounding: str | None) -> Printed:
    try:
        return read(words, rounding=rounding)
    except ValueError as error:
        if not str(error).startswith("cannot read"):
            raise
        raise ValueError(f"{error}; or keep the words and say beside them what they mean: "
                         'read_as = "..."') from None


def _bare_count(entry: Entry) -> int | None:
    """How many cases a claim is printed as, where it is printed as nothing else."""
    values = entry.values
    number, k = whole_number(values["printed"]), values.get("k")
    if number is None or "read_as" in values or "n" in values:
        return None
    with suppress(ValueError):
        read(values["printed"])
        return None
    named = not values["printed"].strip()[-1].isdigit()
    return number if k == number or (k is None and named) else None


def _as_count(values: dict, reading: Reading, number: int) -> Count:
    """A claim without a share, "31 people", as the count of what it counts."""
    stated = reading.statement
    group = Statement(stated.text.partition("|")[0].strip(), stated.events, stated.counted,
                      np.ones(len(stated.counted), dtype=bool))
    kept = ("id", "source", "said_by", "printed", "unit", "condition", "cases", "note", "line")
    return Count(**{key: values[key] for key in kept if key in values}, count=number,
                 statement=group, meaning=values.get("meaning", values.get("that", reading.that)))


def _counts(entry: Entry, figure: Printed) -> dict:
    """K and n: from the file, or from a figure printed as a count."""
    k, n = entry.values.get("k"), entry.values.get("n")
    if k is None and n is None and figure.n is not None and figure.relation == "=":
        entry.rule("printed", number_of_cases, figure.n)
        return {"k": figure.k, "n": figure.n}
    if n is None:
        return {}
    if k is None:
        raise entry.error("k and n go together: a total alone says nothing of the share", "n")
    entry.rule("k", check.counts, k, n)
    if figure.n is not None and (figure.k, figure.n) != (k, n):
        raise entry.error(
            f"printed says {figure.k} of {figure.n}, k and n say {k} of {n}", "printed")
    return {}


def count_of(entry: Entry, known: Known, id: str) -> Count:
    """The count of an entry: the number it is printed as, unless it is given."""
    values = _placed(entry, known, id)
    if "statement" in values:
        values["statement"] = entry.rule("statement", known.group, values["statement"])
    if "count" not in values:
        values["count"] = whole_number(values["printed"])
        if values["count"] is None:
            raise entry.error(f"the key count is missing: {values['printed']!r} cannot be read as "
                              "one whole number", "printed")
        entry.rule("printed", number_of_cases, values["count"])
    return Count(**{"meaning": _meant(values, known)} | values)


def _meant(values: dict, known: Known) -> str:
    """What a count without a meaning counts: in the study's words, or as it is printed."""
    if "statement" in values:
        return _called(values["statement"], known)
    if "cases" in values:
        return values["cases"].meaning
    bare = whole_number(values["printed"]) is not None and values["printed"].strip()[-1].isdigit()
    return values["unit"] if bare else values["printed"]


def _called(group: Statement, known: Known) -> str:
    """What the cases of a group are called."""
    return known.words.group("" if group.counted.all() else group.text)


def cases_of(entry: Entry, known: Known, id: str) -> Cases:
    """The cases of an entry; those they are part of must be known already."""
    values = entry.values | {"line": entry.line()}
    group = entry.rule("is", known.group, values.pop("is"))
    if "part_of" in values:
        values["part_of"] = entry.known("part_of", known.cases)
    elif "complete" in values:
        raise entry.error("complete says that these are all such cases of others: it needs part_of",
                          "complete")
    return Cases(**{"meaning": _called(group, known)} | values | {"group": group})
