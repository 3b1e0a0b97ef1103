"""How does a claims file become a study? Reading, and checking what entries say of each other.

Every rule that a file breaks is told in one run: reading goes on after each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from ..table.events import MOST_EVENTS, statement
from ..table.rates import RATES
from ..words import check
from .claims import Claim, Condition, Count, OpenClaim, Source, Study
from .counted import claims_of_counts, counted_of, possible
from .files.entries import SECTIONS, Broken, Entry, short, text
from .files.own_words import own_words, words_table
from .files.toml import DataError, Document, Gathered, data_folder, read_document
from .items import NOWHERE, Known, cases_of, claim_of, count_of
from .relations import (
    comparison_of,
    context_of,
    contrast_of,
    same_of,
    sum_of,
    unverified_of,
)

__all__ = ["DataError", "load_claims", "studies"]

MOST_ENTRIES = 2_000
RESERVED = {"and", "or", "not", "if", "only", "all"}
EVENTS = {"listed": "is on the list", "alert": "raises an alert"}
"""The events of a file that names none."""
_TOP = (*SECTIONS, "events", "words")


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
        When there is no such study, or the file breaks rules: names file, line, entry and rule of
        each. `breaches` holds them one by one.

    Examples
    --------
    >>> study = load_claims("met-trials-2020")
    >>> print(study.claim("review-8-of-42"))  # doctest: +NORMALIZE_WHITESPACE
    eight out of 42: P(confirmed | alert), said by an independent review of six of the trials
    """
    recorded = studies()
    if str(study) in recorded:
        return _Reading(read_document(data_folder() / "claims" / f"{study}.toml")).study()
    path = Path(study)
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise DataError(
            f"is neither a recorded study ({check.listing(recorded)}) nor a file"
            f"{check.near(study, recorded)}", file=f"{str(study)[:200]!r}"
        )
    return _Reading(read_document(path)).study()


class _Reading:
    """One file on its way to a study: what breaks a rule is gathered, and reading goes on."""

    def __init__(self, document: Document):
        self.document, self.gathered = document, Gathered()
        self.defaults: dict = {}
        self.known = Known({})
        self.tables: dict[str, list[tuple[str, int, dict]]] = {}

    def study(self) -> Study:
        """The study, or all that is wrong with the file."""
        self.sections()
        head = self.head()
        found = self.items()
        claims, counts = found["claims"], found["counts"]
        relations = self.relations(claims, counts)
        kinds: dict[type, list] = {Claim: [], OpenClaim: [], Count: []}
        for item in (*claims.values(), *counts.values()):
            kinds.setdefault(type(item), []).append(item)
        if not (claims or counts or self.known.cases):
            with self.gathered.one():
                raise self.document.error("holds no figure: write one as a [[claim]] with "
                                          "statement and printed, or as a [[count]]")
        self.gathered.settle()
        return self.made(head, relations, tuple(kinds[Claim]), tuple(kinds[Count]),
                         tuple(kinds[OpenClaim]))

    def made(self, head: dict, relations: dict, claims: tuple[Claim, ...],
             counts: tuple[Count, ...], open_claims: tuple[OpenClaim, ...]) -> Study:
        """The study of what was read."""
        known = self.known
        cases = tuple(one for one in known.cases.values() if one is not None)
        cells = possible(tuple(known.events), head.get("implies", ()))
        counted = counted_of(claims, counts, cases, known.words, cells)
        from_counts = claims_of_counts(counted, counts)
        named = {claim.id: f"{claim.printed.plain} ({claim.said_by})" for claim in from_counts}
        return Study(
            **head, **relations, path=self.document.path, events=known.events,
            sources=tuple(known.sources.values()) or (NOWHERE,),
            conditions=tuple(known.conditions.values()), cases=cases, claims=claims,
            counts=counts, open_claims=open_claims, counted=counted, from_counts=from_counts,
            words=replace(known.words, names={**known.words.names, **named}),
        )

    def sections(self) -> None:
        """Names of sections, and the defaults that hold for their entries."""
        for key in self.document.data:
            with self.gathered.one():
                if key not in _TOP:
                    raise self.document.error(
                        f"unknown section {short(key)}{check.near(key, _TOP)}")
        defaults = self.single("defaults", lambda entry: entry.values)
        self.defaults = defaults or {}

    def head(self) -> dict:
        """The keys of [study]; events first, for its rules are about them."""
        before = len(self.gathered.errors)
        self.known.events = self.events()
        self.known.sure = len(self.gathered.errors) == before
        stem = self.document.path.stem
        unsaid = {"id": re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_") or "study",
                  "title": stem, "about": "", "system": "System not said",
                  "period": "Period not said"}
        return unsaid | (self.single("study", self.checked_head) or {})

    def checked_head(self, entry: Entry) -> dict:
        for rule in entry.values.get("implies", ()):
            entry.rule("implies", _implication, rule, tuple(self.known.events))
        return entry.values

    def items(self) -> dict[str, dict]:
        """Sources, conditions, cases, claims and counts, by id."""
        known = self.known
        known.sources = self.each("source", lambda entry, id: Source(
            **{"id": id} | entry.values))
        known.conditions = self.each("condition", lambda entry, _: Condition(**entry.values))
        self.drop_unknown_defaults()
        known.cases = Broken()
        with self.gathered.one():
            table = words_table(self.document, known.events)
            known.words = own_words(table, known.events, self.spoken())
        with self.gathered.one():
            known.cases = self.cases()
        return {"claims": self.each("claim", lambda entry, id: claim_of(entry, known, id)),
                "counts": self.each("count", lambda entry, id: count_of(entry, known, id))}

    def spoken(self) -> Iterator[tuple]:
        """Of each claim that can be read its id, statement, own words, and how it is spoken of."""
        for id, _, table in self.named("claim"):
            values = self.defaults | table
            with suppress(ValueError, KeyError, TypeError):
                stated = self.known.stated(values["statement"])[1]
                said_by = [values[key] for key in ("said_by",) if key in values]
                called = "".join([str(values["printed"]), *(f" ({who})" for who in said_by)])
                of, that = (table[key] if isinstance(table.get(key), str) else None
                            for key in ("of", "that"))
                yield id, stated, of, that, called

    def relations(self, claims: dict, counts: dict) -> dict:
        """Sums, same quantities, contrasts, context, comparison and the unverified."""
        moved = {id: item for id, item in claims.items() if isinstance(item, Count)}
        counts = {**counts, **moved}
        claims = {id: item for id, item in claims.items() if id not in moved}

        def all_of(section: str, make: Callable[[Entry], object]) -> tuple:
            return tuple(self.each(section, lambda entry, _: make(entry)).values())

        return {
            "sums": all_of("sum", lambda entry: sum_of(entry, counts)),
            "sames": all_of("same", lambda entry: same_of(entry, claims, counts)),
            "contrasts": all_of("contrast",
                                lambda entry: contrast_of(entry, self.known, claims)),
            "context": all_of("context", lambda entry: context_of(entry, self.known)),
            "comparison": self.single(
                "comparison", lambda entry: comparison_of(entry, self.known, claims, counts)) or {},
            "unverified": self.single(
                "unverified", lambda entry: unverified_of(entry, claims, counts)),
        }

    def single(self, section: str, make: Callable[[Entry], object]):
        """What a section that comes once holds, None without it."""
        if section in self.document.data:
            with self.gathered.one():
                return make(Entry(self.document, section, self.document.data[section],
                                  defaults=None))
        return None

    def each(self, section: str, make: Callable[[Entry, str], object]) -> dict:
        """What the entries of a section make, by id; None for an entry that breaks a rule."""
        made: dict[str, object] = Broken()
        with self.gathered.one():
            tables = self.named(section)
            made = dict.fromkeys(id for id, *_ in tables)
            for id, place, table in tables:
                with self.gathered.one():
                    made[id] = make(self.entry(section, place, table), id)
        return made

    def entry(self, section: str, place: int, table) -> Entry:
        return Entry(self.document, section, table, place, defaults=self.defaults)

    def named(self, section: str) -> list[tuple[str, int, dict]]:
        """The tables of a section with their ids, which must differ, and their places."""
        if section in self.tables:
            return self.tables[section]
        tables = self.document.entries(section)
        if len(tables) > MOST_ENTRIES:
            raise self.document.error(
                f"a study has at most {MOST_ENTRIES:,} {section}s, got {len(tables):,}")
        found: dict[str, tuple[str, int, dict]] = {}
        for place, table in enumerate(tables):
            id = table.get("id") if "id" in SECTIONS[section] else None
            id = id if isinstance(id, str) else f"{section}-{place + 1}"
            if id in found:
                where = {"line": self.document.line(section, place, "id"),
                         "entry": f"{section} {short(id)}"}
                self.gathered.errors.append(self.document.error(
                    f"duplicate id, first used by {section} number {found[id][1] + 1}", **where))
                continue
            found[id] = id, place, table
        self.tables[section] = list(found.values())
        return self.tables[section]

    def drop_unknown_defaults(self) -> None:
        """Say once where a default refers to nothing, and not again at every entry."""
        cases: dict = Broken()
        with suppress(DataError):
            cases = {id: id for id, *_ in self.named("cases")}
        places = {"source": self.known.sources, "condition": self.known.conditions,
                  "cases": cases}
        for key, known in places.items():
            with self.gathered.one():
                if not isinstance(known, Broken) and self.defaults.get(key, key) not in (
                        key, *known):
                    unknown = self.defaults.pop(key)
                    there = check.listing(known) if known else "those there are"
                    raise self.document.error(
                        f"{key}: the id must be one of {there}, got {unknown!r}",
                        line=self.document.line("defaults", key=key), entry="defaults")

    def cases(self) -> dict:
        """The cases, each after what it is part of; a circle is told by name."""
        tables = {id: (place, table) for id, place, table in self.named("cases")}
        parents = {id: {table.get("part_of")} & tables.keys()
                   for id, (_, table) in tables.items() if _hashable(table.get("part_of"))}
        try:
            order = list(TopologicalSorter({id: parents.get(id, set()) for id in tables})
                         .static_order())
        except CycleError as error:
            circle = error.args[1]
            raise self.document.error(
                f"cases contain each other in a circle: {' in '.join(map(repr, circle))}",
                line=self.document.line("cases", tables[circle[0]][0], "part_of"),
                entry=f"cases {circle[0]!r}") from None
        self.known.cases = dict.fromkeys(tables)
        for id in order:
            place, table = tables[id]
            with self.gathered.one():
                self.known.cases[id] = cases_of(self.entry("cases", place, table), self.known, id)
        return self.known.cases

    def events(self) -> dict[str, str]:
        """The events and what they mean; the two of the rates, where a file names none."""
        if "events" not in self.document.data:
            return dict(EVENTS)
        table, line = self.document.data["events"], self.document.line("events")
        if not isinstance(table, dict) or not 0 < len(table) <= MOST_EVENTS:
            with self.gathered.one():
                raise self.document.error(f"[events] must name 1 to {MOST_EVENTS} events",
                                          line=line)
            return dict(EVENTS)
        found = {}
        for name, meaning in table.items():
            where = {"line": self.document.line("events", key=name),
                     "entry": f"event {short(name)}"}
            with self.gathered.one():
                found[name] = "not said"
                if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or name in RESERVED | set(RATES):
                    raise self.document.error(
                        "an event's name must be lower-case letters, digits and _, "
                        "and no word of the statement language or rate", **where)
                try:
                    found[name] = text(meaning)
                except ValueError as error:
                    raise self.document.error(str(error), **where) from None
        return found


def _hashable(value) -> bool:
    return isinstance(value, str)


def _implication(rule: str, events: tuple[str, ...]) -> None:
    left, arrow, right = rule.partition("->")
    if not arrow:
        raise ValueError(f"an implication must be written 'confirmed -> listed', got {rule!r}")
    for side in (left, right):
        if "|" in side:
            raise ValueError(f"an implication must not hold a bar, got {rule!r}")
        statement(side.strip(), events)
