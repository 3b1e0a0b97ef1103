"""Do counts of the same cases fit into one table of whole numbers?

Counts are facts about cases before they are samples of anything. Claims and counts that name their
`[[cases]]` count those; cases that are part of others lie within them. Where a file does not say,
two claims of one condition count the same cases if they have the same total of the same unit, one
among all or a part of what the other is among; or if what one counts is what the other is counted
among, and the number is the same (120 alerts of 150,000 faces, and 1 of 120 alerts). Counts that
say what they count, under one condition, count the same cases too. A file that has other cases with
equal totals names them, or records them under another condition. All is checked exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from ...words import check
from ..claims import Cases, Claim, Count, Study
from ..files.entries import NOT_SAID
from .tables import Item, Tables, possible_cells

__all__ = ["Crowd", "crowds", "misfit", "told"]

MOST_TOLD = 4
"""Figures that a sentence lists one by one."""
MOST_LINKED = 100
"""Entries among which it is looked for what links two of them."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Claims, counts and cases that are about the same cases; `said` by the file, or taken so."""

    items: tuple[Item, ...]
    said: bool


def crowds(study: Study) -> Iterator[Crowd]:
    """Groups of entries, not all the same, that count the same cases."""
    for items in _named(study):
        yield Crowd(items, True)
    for taken in _taken(study):
        if len({_figure(item) for item in taken}) > 1:
            yield Crowd(taken, False)


def _named(study: Study) -> Iterator[tuple[Item, ...]]:
    """The entries that name cases, with these; cases that are part of others go with them."""
    families: dict[str, list[Item]] = {}
    for cases in study.cases:
        families.setdefault(_root(cases).id, []).append(cases)
    named: list[Claim | Count] = [*study.claims, *study.counts]
    for item in named:
        if item.cases is not None:
            families[_root(item.cases).id].append(item)
    for items in families.values():
        if len(items) > 1 and any(not isinstance(item, Cases) or item.count is not None
                                  for item in items):
            yield tuple(items)


def _root(cases: Cases) -> Cases:
    while cases.part_of is not None:
        cases = cases.part_of
    return cases


def _taken(study: Study) -> Iterator[tuple[Claim | Count, ...]]:
    """The entries that name no cases and are taken as counts of the same."""
    claims = [claim for claim in study.claims if claim.n and claim.cases is None]
    counts = [count for count in study.counts if count.statement is not None
              and count.cases is None]
    counted: list[Claim | Count] = [*claims, *counts]
    links = Links(study)
    shelves: dict[tuple, list[int]] = {}
    for place, item in enumerate(counted):
        for key in links.keys(item):
            shelves.setdefault(key, []).append(place)
    left = dict.fromkeys(range(len(counted)))
    while left:
        crowd = [left.popitem()[0]]
        for place in crowd:  # which grows meanwhile
            near = dict.fromkeys(other for key in links.keys(counted[place])
                                 for other in shelves[key] if other in left)
            for other in near:
                if links.same_cases(counted[place], counted[other]):
                    del left[other]
                    crowd.append(other)
        yield tuple(counted[place] for place in sorted(crowd))


def _figure(item: Claim | Count) -> tuple:
    if isinstance(item, Count):
        return b"" if item.statement is None else item.statement.counted.tobytes(), item.count
    return item.statement.text, item.k, item.n


class Links:
    """What makes two entries count the same cases, where the file does not say."""

    def __init__(self, study: Study):
        self.possible = possible_cells(study)

    def mask(self, cells: np.ndarray) -> bytes:
        """The cells that are possible, to be compared."""
        return (cells & self.possible).tobytes()

    def keys(self, item: Claim | Count) -> tuple[tuple, ...]:
        """Where an item is looked for: only items that share one of these can be linked."""
        where = item.condition
        if isinstance(item, Claim):
            return ((where, item.n), (where, item.n, self.mask(item.statement.among)),
                    (where, item.k, self.mask(item.statement.counted)))
        if item.statement is None:
            return ()
        return (where, "counts"), (where, item.count, self.mask(item.statement.counted))

    def same_cases(self, one: Item, other: Item) -> bool:
        """Whether two entries are taken to count the same cases."""
        if isinstance(one, Claim) and isinstance(other, Claim):
            return self.one_total(one, other) or self.one_after_another(one, other)
        if isinstance(one, Count) and isinstance(other, Count):
            return True
        claim, count = (one, other) if isinstance(one, Claim) else (other, one)
        if not (isinstance(claim, Claim) and isinstance(count, Count)):
            return False
        return not {*self.keys(count)}.isdisjoint(self.keys(claim))

    def one_total(self, one: Claim, other: Claim) -> bool:
        """Equal totals of one unit, of which one is among what the other is among."""
        a, b = (claim.statement.among & self.possible for claim in (one, other))
        alike = one.unit == other.unit or NOT_SAID in (one.unit, other.unit)
        return one.n == other.n and alike and bool((a <= b).all() or (b <= a).all())

    def one_after_another(self, one: Claim, other: Claim) -> bool:
        """What one counts is what the other is counted among, and as many."""
        return any(x.k == y.n and self.mask(x.statement.counted) == self.mask(y.statement.among)
                   for x, y in permutations((one, other)))


def misfit(crowd: Crowd, study: Study) -> tuple[Item, ...]:
    """The fewest of these entries that no table of whole numbers holds; none if one holds them.

    Where these are the same cases only because others link them, the others are there too.
    """
    apart = Tables(crowd.items, study).conflict()
    if crowd.said or not apart or len(crowd.items) > MOST_LINKED:
        return apart
    taking_part = dict.fromkeys(id(item) for item in apart)
    for item in apart[1:]:
        taking_part |= dict.fromkeys(map(id, _path(apart[0], item, crowd.items, Links(study))))
    return tuple(item for item in crowd.items if id(item) in taking_part)


def _path(start: Item, end: Item, items: tuple[Item, ...], links: Links) -> list[Item]:
    """The shortest chain of entries, each taken to count the same cases as the next."""
    paths = [[start]]
    left = [item for item in items if item is not start]
    while paths:
        path = paths.pop(0)
        if path[-1] is end:
            return path
        linked = [item for item in left if links.same_cases(path[-1], item)]
        left = [item for item in left if item not in linked]
        paths += [[*path, item] for item in linked]
    return []


def told(items: tuple[Item, ...], study: Study) -> str:
    """The counts in words: "12 of 2,749 scans find a knife"."""
    said = [*dict.fromkeys(_told(item, study) for item in items)]
    more = [f"{len(said) - MOST_TOLD} more"] if len(said) > MOST_TOLD else []
    return check.listing([*said[:MOST_TOLD], *more])


def _told(item: Item, study: Study) -> str:
    if isinstance(item, Cases):
        return _told_cases(item)
    if isinstance(item, Count):
        return f"{item.count:,} ({_inside(item.meaning)})"
    if item.n is not None:
        return f"{item.k:,} of {item.n:,} {item.of} {item.that}"
    number = "" if item.k is None else f"{item.k:,}, which is "
    return f"{number}{item.printed.plain} of {item.of} {item.that}"


def _told_cases(cases: Cases) -> str:
    what = _inside(cases.meaning)
    said = what if cases.count is None else f"{what}, {cases.count:,} in all"
    if cases.part_of is None:
        return said
    whole = _inside(cases.part_of.meaning)
    return f"{said} ({'all there are ' if cases.complete else ''}among {whole})"


def _inside(meaning: str) -> str:
    """A meaning as it stands inside a sentence: a small letter first, unless it is an acronym."""
    plain = meaning.rstrip(".")
    return plain if plain[1:2].isupper() else f"{plain[:1].lower()}{plain[1:]}"
