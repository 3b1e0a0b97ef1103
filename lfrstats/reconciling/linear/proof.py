"""Does the proof hold? Multipliers of the claims, checked in fractions and said in words.

Nothing is trusted here that the search found: the claims' own inequalities are multiplied, added in
every cell of the joint table that may hold anyone, and compared with what they are to prove. A
bound P(a | b) >= v is proved if the sum is at most [a and b] - v [b] everywhere; a conflict is
proved if the sum is at most -[group], so that a group a claim is a share of would hold nobody.

References
----------
Farkas, J. (1902), "Theorie der einfachen Ungleichungen", J. reine angew. Math. 124, 1-27,
doi:10.1515/crll.1902.124.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ...table.events import Statement
from ...table.own_words import FACES, Words, parts
from .systems import ENDS, Constraint, System

__all__ = ["Certificate", "Proof", "added"]


@dataclass(frozen=True, eq=False)
class _Sum:
    """Claims times multipliers, by (name of a claim, "at least" or "at most")."""

    system: System
    multipliers: Mapping[tuple[str, str], Fraction]

    def target(self) -> list[Fraction]:
        """What the sum may at most be, in each cell."""
        raise NotImplementedError

    def holds(self) -> bool:
        """Whether the multipliers prove what they are for, by exact arithmetic."""
        if any(end not in ENDS or y < 0 for (_, end), y in self.multipliers.items()):
            return False
        return bool((~self._beyond() | ~self.system.possible).all())

    def implications(self) -> tuple[str, ...]:
        """The implications the proof needs: without these the sum would be too much in a cell."""
        beyond, needed = self._beyond(), list(self.system.implications)
        for rule in self.system.implications:
            rest = [other for other in needed if other is not rule]
            if not (beyond & ~_emptied(rest, len(beyond))).any():
                needed = rest
        return tuple(rule.text for rule in needed)

    def claims(self) -> tuple[str, ...]:
        """The claims that take part."""
        return tuple(dict.fromkeys(name for name, _ in self.multipliers))

    def lines(self, words: Words = FACES) -> list[str]:
        """One line a claim: its inequality in shares of all cases, and what it is multiplied by."""
        known = {c.name: c for c in self.system.constraints}
        return [f"{words.names.get(name, name)}: {_inequality(known[name], end)}, times {y}"
                for (name, end), y in self.multipliers.items()]

    def rows(self) -> list[dict]:
        """One row a possible cell: who is in it, what each claim adds there, and the two sums."""
        events, sizes = self.system.events, range(len(self.system.events))[::-1]
        each = {key: added(self.system, {key: y}) for key, y in self.multipliers.items()}
        target = self.target()
        return [
            {"cell": " and ".join(("not " if cell >> size & 1 else "") + event
                                  for event, size in zip(events, sizes, strict=True)),
             **{f"{name}, {end}": parts[cell] for (name, end), parts in each.items()},
             "sum": sum(parts[cell] for parts in each.values()), "at most": target[cell]}
            for cell in np.flatnonzero(self.system.possible).tolist()
        ]

    def _beyond(self) -> np.ndarray:
        """The cells in which the sum is more than the target."""
        pairs = zip(added(self.system, self.multipliers), self.target(), strict=True)
        return np.array([total > most for total, most in pairs])


@dataclass(frozen=True, eq=False)
class Proof(_Sum):
    """Multipliers that prove a bound: `stated` is `end` ("at least" or "at most") `bound`."""

    stated: Statement
    end: str
    bound: Fraction

    def target(self) -> list[Fraction]:
        """[a and b] - v [b] for "at least", and its negative for "at most", in each cell."""
        sign = 1 if self.end == ENDS[0] else -1
        counted, among = self.stated.counted.tolist(), self.stated.among.tolist()
        return [sign * (x - self.bound * y) for x, y in zip(counted, among, strict=True)]


@dataclass(frozen=True, eq=False)
class Certificate(_Sum):
    """Multipliers that prove `group` to be empty, although `claim` is a share of it.

    `claim` is None where the group is all cases, of which there must be some anyway.
    """

    group: np.ndarray
    claim: str | None

    def target(self) -> list[Fraction]:
        """-[group] in each cell."""
        return [Fraction(-1 if inside else 0) for inside in self.group.tolist()]

    def holds(self) -> bool:
        """Whether the multipliers prove the group empty, and the claim is a share of the group."""
        stated = {c.name: c.stated.among for c in self.system.constraints}
        everyone = np.ones(len(self.system.possible), dtype=bool)
        among = everyone if self.claim is None else stated.get(self.claim, ())
        return np.array_equal(among, self.group) and super().holds()


def added(system: System, multipliers: Mapping[tuple[str, str], Fraction]) -> list[Fraction]:
    """The sum of the claims' inequalities times their multipliers, in each cell.

    Raises
    ------
    KeyError
        If a multiplier is for no claim of the system.
    """
    known = {c.name: c for c in system.constraints}
    total = np.full(2 ** len(system.events), Fraction(0), dtype=object)
    for (name, end), multiplier in multipliers.items():
        claim = known[name]
        counted, rest = claim.coefficients(end)
        total[claim.stated.counted] += multiplier * counted
        total[claim.stated.among & ~claim.stated.counted] += multiplier * rest
    return total.tolist()


def _emptied(rules, size: int) -> np.ndarray:
    empty = np.zeros(size, dtype=bool)
    for rule in rules:
        empty |= rule.empty
    return empty


def _inequality(claim: Constraint, end: str) -> str:
    counted, among = parts(claim.stated)
    whole = f" P({among})" if among else ""
    both = f"P({_bracketed(counted)} and {_bracketed(among)})" if among else f"P({counted})"
    if end == ENDS[0]:
        return f"{both} - {claim.low}{whole} >= 0"
    return f"{claim.high}{whole} - {both} >= 0"


def _bracketed(text: str) -> str:
    return f"({text})" if " or " in text or " if " in text else text
