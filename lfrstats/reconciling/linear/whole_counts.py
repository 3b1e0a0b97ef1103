"""Which whole numbers obey a set of counts, and if none do, which counts are in conflict?

Counts of cases are linear rules with whole coefficients: the cases of some cells are so many, a
part is at most its whole. The rules are solved as a linear program in exact fractions; where its
answer has halves, one number at a time is held below and above them (Land and Doig 1960). Where no
fractions obey the rules, no whole numbers do.

References
----------
Land, A. H. and Doig, A. G. (1960), "An automatic method of solving discrete programming problems",
Econometrica 28, 497-520, doi:10.2307/1910129.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from .bounding import direction

__all__ = ["MOST_BRANCHES", "Fit", "Rule", "equal", "whole_counts"]

MOST_BRANCHES = 100
"""Linear programs that are solved before a question about whole numbers is left open."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What `owner` says: the sum of coefficient times number is at least `least`."""

    owner: Hashable
    coefficients: Mapping[int, int]
    least: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Whole numbers that obey all rules, or the owners of rules that none can obey.

    `conflict` is empty unless it is proved that there are no such numbers; leave out any of its
    owners, and there are (or it is not known that there are none). `numbers` is None where there
    are none, or the search was stopped.
    """

    numbers: tuple[int, ...] | None
    conflict: tuple[Hashable, ...] = ()


def equal(owner: Hashable, cells: Iterable[int], number: int) -> list[Rule]:
    """The rules that say that these cells hold just so many.

    >>> [(rule.least, dict(rule.coefficients)) for rule in equal("a", [0, 2], 7)]
    [(7, {0: 1, 2: 1}), (-7, {0: -1, 2: -1})]
    """
    cells = list(cells)
    return [Rule(owner, dict.fromkeys(cells, 1), number),
            Rule(owner, dict.fromkeys(cells, -1), -number)]


def whole_counts(rules: Sequence[Rule], size: int) -> Fit:
    """Whole numbers, not negative, that obey the rules, or who says what cannot be.

    Parameters
    ----------
    rules : sequence of Rule
        Over numbers 0 to size - 1.
    size : int
        How many numbers there are.

    Examples
    --------
    >>> faces, alerts = equal("120 alerts", [0], 120), equal("100 faces", [0, 1], 100)
    >>> whole_counts([*faces, *alerts], 2).conflict
    ('120 alerts', '100 faces')
    >>> pairs = [rule for pair in [(0, 1), (1, 2), (0, 2)] for rule in equal(pair, pair, 1)]
    >>> whole_counts(pairs, 3).conflict  # halves would do
    ((0, 1), (1, 2), (0, 2))
    """
    found = _searched(rules, size)
    if not found.conflict:
        return found
    conflict = list(found.conflict)
    for owner in found.conflict:
        rest = [other for other in conflict if other != owner]
        fewer = _searched([rule for rule in rules if rule.owner in rest], size)
        if fewer.conflict:
            conflict = [other for other in rest if other in fewer.conflict]
    return Fit(None, tuple(owner for owner in _owners(rules) if owner in conflict))


def _owners(rules: Sequence[Rule]) -> list[Hashable]:
    return list(dict.fromkeys(rule.owner for rule in rules))


def _searched(rules: Sequence[Rule], size: int) -> Fit:
    """Depth first: whole numbers, or all owners that took part in ruling them out."""
    waiting: list[list[Rule]] = [[]]
    against: dict[Hashable, None] = {}
    tightest = _tightest(rules)
    for _ in range(MOST_BRANCHES):
        branch = waiting.pop()
        numbers = _fractions(_tightest([*tightest, *branch]), size)
        if numbers is None:
            return Fit(None)
        if isinstance(numbers, dict):
            against |= numbers
        else:
            place = next((at for at, number in enumerate(numbers) if number.denominator > 1), None)
            if place is None:
                return Fit(tuple(int(number) for number in numbers))
            low, high = floor(numbers[place]), ceil(numbers[place])
            waiting += [[*branch, Rule(_BRANCH, {place: 1}, high)],
                        [*branch, Rule(_BRANCH, {place: -1}, -low)]]
        if not waiting:
            return Fit(None, tuple(owner for owner in against if owner is not _BRANCH))
    return Fit(None)


_BRANCH = object()
"""The owner of what is only tried."""


def _tightest(rules: Sequence[Rule]) -> list[Rule]:
    """Of rules with the same coefficients only the one that asks most."""
    best: dict[frozenset, Rule] = {}
    for rule in rules:
        key = frozenset(rule.coefficients.items())
        if key not in best or rule.least > best[key].least:
            best[key] = rule
    return list(best.values())


def _fractions(rules: Sequence[Rule], size: int):
    """Fractions that obey the rules; the owners of rules that prove there are none; else None."""
    unit = [0] * size + [1]
    columns = [unit] + [[rule.coefficients.get(at, 0) for at in range(size)] + [-rule.least]
                        for rule in rules]
    answer = direction(columns, [1] + [0] * len(rules), size + 1)
    if answer.status == "best":
        return [price / answer.prices[-1] for price in answer.prices[:-1]]
    if answer.status == "endless":
        return {rules[k - 1].owner: None for k in sorted(answer.weights) if k}
    return None
