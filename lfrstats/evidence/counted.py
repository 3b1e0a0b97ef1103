"""How many of how many? Every share of counted cases that claims and counts come to.

A claim with k and n is one. Two counts that say what they count are one, where the cases of the
first are among those of the second: 23 alerts of 48,500 faces. They count the same cases if the
file says so; else those of one condition are taken so, and the row says that it is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from ..table.events import Statement, statement
from ..table.own_words import Words
from ..table.rates import EVENTS, RATES
from ..words.printed import reading
from .claims import Cases, Claim, Condition, Count, Counted
from .files.entries import NOT_SAID
from .items import words_of

__all__ = ["claims_of_counts", "counted_of", "possible"]

MOST_GROUPS = 60
"""Counts of one crowd that are set against each other."""


class _Group(NamedTuple):
    """A group of cases and its size, by which entry."""

    id: str
    stated: Statement
    size: int


def possible(events: tuple[str, ...], implies: Iterable[str]) -> np.ndarray:
    """Whether each cell may hold anyone, after rules such as "confirmed -> alert".

    >>> possible(("alert", "confirmed"), ["confirmed -> alert"])
    array([ True,  True, False,  True])
    """
    cells = np.ones(2 ** len(events), dtype=bool)
    for rule in implies:
        left, right = (statement(side.strip(), events).counted for side in rule.split("->"))
        cells &= ~left | right
    return cells


def counted_of(claims: Iterable[Claim], counts: Iterable[Count], cases: Iterable[Cases],
               words: Words, cells: np.ndarray) -> tuple[Counted, ...]:
    """The rows, those of claims first; equal ones are one row with several items.

    `cells` are those that are possible: among them the checked may be among the alerts.
    """
    rows: dict[tuple, Counted] = {}
    for row in (*_of_claims(claims), *_of_counts(counts, cases, words, cells)):
        key = (_masks(row.statement), row.k, row.n, row.condition, row.cases)
        if key in rows:
            items = tuple(dict.fromkeys((*rows[key].items, *row.items)))
            row = Counted(**{name: getattr(rows[key], name) for name in Counted.__slots__}
                          | {"items": items})
        rows[key] = row
    return tuple(rows.values())


def claims_of_counts(rows: Iterable[Counted], counts: Iterable[Count]) -> tuple[Claim, ...]:
    """Each count that says what it counts as a share of the fewest others it is among.

    No claim of the file has the same numbers. Nobody printed such a share, so that nobody is shown
    saying it: it is from two counts that were printed.
    """
    known = {count.id: count for count in counts}
    nearest: dict[str, Counted] = {}
    for row in rows:
        part = row.items[0]
        if part in known and (part not in nearest or row.n < nearest[part].n):
            nearest[part] = row
    return tuple(_claim(row, known[part]) for part, row in nearest.items())


def _claim(row: Counted, part: Count) -> Claim:
    figure = reading(part.id, (row.k, row.n))
    return Claim(" of ".join(row.items), part.source, f"from {row.k:,} and {row.n:,} in print",
                 row.statement, figure, part.unit, NOT_SAID, part.meaning, row.of, row.that,
                 row.rate, None, row.condition, row.k, row.n, row.cases, line=part.line)


def _of_claims(claims: Iterable[Claim]) -> Iterator[Counted]:
    for claim in claims:
        if claim.k is not None and claim.n:
            yield Counted(claim.statement, claim.k, claim.n, claim.of, claim.that, (claim.id,),
                          claim.rate, claim.condition, claim.cases)


def _of_counts(counts: Iterable[Count], cases: Iterable[Cases], words: Words,
               cells: np.ndarray) -> Iterator[Counted]:
    crowds: dict[Condition | Cases | None, list[_Group]] = {}
    for one in cases:
        if one.count is not None:
            crowds.setdefault(one, []).append(_Group(one.id, one.group, one.count))
    for count in counts:
        if count.statement is not None:
            crowd = count.cases or count.condition
            crowds.setdefault(crowd, []).append(_Group(count.id, count.statement, count.count))
    for crowd, groups in crowds.items():
        distinct = {group.stated.counted.tobytes(): group for group in reversed(groups)}
        yield from _of_crowd(words, cells, crowd, list(distinct.values())[:MOST_GROUPS])


def _of_crowd(words: Words, cells: np.ndarray, crowd: Condition | Cases | None,
              groups: list[_Group]) -> Iterator[Counted]:
    """Each group among all cases, among the next larger group, and where that makes a rate."""
    for part in groups:
        wider = [whole for whole in groups
                 if _within(part, whole, cells) and part.size <= whole.size and whole.size]
        for whole in wider:
            stated = _share(part.stated, whole.stated)
            rate = _rate(stated)
            nearest = not any(_within(other, whole, cells) for other in wider if other is not whole)
            if rate or nearest or whole.stated.counted.all():
                of, that = words_of(words, stated)
                cases, condition = (crowd, None) if isinstance(crowd, Cases) else (None, crowd)
                yield Counted(stated, part.size, whole.size, of, that, (part.id, whole.id), rate,
                              condition, cases, said=cases is not None)


def _within(part: _Group, whole: _Group, cells: np.ndarray) -> bool:
    a, b = part.stated.counted & cells, whole.stated.counted & cells
    return bool((a <= b).all() and (a < b).any())


def _share(part: Statement, whole: Statement) -> Statement:
    text = part.text if whole.counted.all() else f"{part.text} | {whole.text}"
    return Statement(text, part.events, part.counted & whole.counted, whole.counted)


def _rate(stated: Statement) -> str | None:
    """The rate that a statement is, if it is one."""
    if not set(EVENTS) <= set(stated.events):
        return None
    return next((name for name, rate in RATES.items()
                 if _masks(statement(rate.text, stated.events)) == _masks(stated)), None)


def _masks(stated: Statement) -> tuple[bytes, bytes]:
    return np.packbits(stated.counted).tobytes(), np.packbits(stated.among).tobytes()
