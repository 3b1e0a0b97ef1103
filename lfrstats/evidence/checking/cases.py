"""Do counts of the same cases fit into one table of whole numbers?

Counts are facts about cases before they are samples of anything. Two claims of one condition count
the same cases if they have the same total of the same unit, one among all or a part of what the
other is among; or if what one counts is what the other is counted among, and the number is the
same (120 alerts of 150,000 faces, and 1 of 120 alerts). A file that has other cases with equal
totals records them under another condition. What such claims say together is checked exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from ...reconciling import Contradiction, reconcile
from ...table.events import Statement
from ...words import check
from ..claims import Claim, Study

__all__ = ["crowds", "misfit", "told"]

MOST_TOLD = 4
"""Figures that a sentence lists one by one."""


def crowds(study: Study) -> Iterator[list[Claim]]:
    """Groups of claims, not all the same, that count the same cases."""
    counted = [claim for claim in study.claims if claim.n]
    shelves: dict[tuple, list[int]] = {}
    for place, claim in enumerate(counted):
        for key in _keys(claim):
            shelves.setdefault(key, []).append(place)
    left = dict.fromkeys(range(len(counted)))
    while left:
        crowd = [left.popitem()[0]]
        for place in crowd:  # which grows meanwhile
            near = dict.fromkeys(other for key in _keys(counted[place]) for other in shelves[key]
                                 if other in left)
            for other in near:
                if _same_cases(counted[place], counted[other]):
                    del left[other]
                    crowd.append(other)
        claims = [counted[place] for place in sorted(crowd)]
        if len({(claim.statement.text, claim.k, claim.n) for claim in claims}) > 1:
            yield claims


def _keys(claim: Claim) -> tuple[tuple, ...]:
    """Where a claim is looked for: only claims that share one of these can count the same cases."""
    stated, where = claim.statement, claim.condition
    return ((where, claim.n, claim.unit), (where, claim.n, stated.among.tobytes()),
            (where, claim.k, stated.counted.tobytes()))


def _same_cases(one: Claim, other: Claim) -> bool:
    a, b = one.statement, other.statement
    if one.n == other.n and one.unit == other.unit and (
            _within(a.among, b.among) or _within(b.among, a.among)):
        return True
    return any(x.k == y.n and np.array_equal(x.statement.counted, y.statement.among)
               for x, y in permutations((one, other)))


def _within(part: np.ndarray, whole: np.ndarray) -> bool:
    return not (part & ~whole).any()


def misfit(crowd: list[Claim], study: Study) -> list[Claim] | None:
    """The fewest of these claims that no table of whole numbers holds; None if one holds them."""
    stated: dict = {(claim.statement.text, claim.k, claim.n): (
        claim.id, claim.statement, (claim.k, claim.n)) for claim in reversed(crowd)}
    totals = {(claim.n, claim.statement.among.tobytes()): claim for claim in crowd}.values()
    empty = [(f"{one.id} in {other.id}", _left_over(one.statement, other.statement), 0)
             for one, other in permutations(totals, 2) if _same_group(one, other)]
    try:
        reconcile([*stated.values(), *empty], implies=study.implies, events=tuple(study.events))
    except Contradiction as found:
        named = " ".join(found.conflict).split()
        return [claim for claim in crowd if claim.id in named]
    return None


def _same_group(one: Claim, other: Claim) -> bool:
    """Whether equal totals make the larger group no larger than the part of it."""
    a, b = one.statement.among, other.statement.among
    return one.n == other.n and _within(b, a) and not _within(a, b)


def _left_over(whole: Statement, part: Statement) -> Statement:
    return Statement(f"not in {part.text}", whole.events, whole.among & ~part.among, whole.among)


def told(claims: list[Claim]) -> str:
    """The counts in words: "12 of 2,749 scans find a knife"."""
    said = [*dict.fromkeys(f"{claim.k:,} of {claim.n:,} {claim.of} {claim.that}"
                           for claim in claims)]
    more = [f"{len(said) - MOST_TOLD} more"] if len(said) > MOST_TOLD else []
    return check.listing([*said[:MOST_TOLD], *more])
