"""What would a world look like in which the claims are true?

A world is an amount of cases for each cell of the joint table. `whole` turns exact worlds into one
of whole cases that satisfies every claim to the letter, checked in fractions; `told` says a world
in natural frequencies.

References
----------
Gigerenzer, G. and Hoffrage, U. (1995), "How to improve Bayesian reasoning without instruction:
frequency formats", Psychological Review 102, 684-704, doi:10.1037/0033-295X.102.4.684.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from ..table.events import Statement
from ..table.own_words import FACES, Words, parts
from ..words import check, wording
from .linear.bounding import World
from .linear.systems import System

__all__ = ["Witness", "amount", "mixed", "telling_size", "told", "whole"]

SIZES = tuple(10**power for power in range(2, 13))
"""The sizes that a world of whole cases is tried in, before its own denominators are."""
LARGEST = 10**9
"""A world of more cases than this is only shown if no smaller one fits."""


def amount(world: World, cells: np.ndarray) -> Fraction:
    """How much of the world is in these cells."""
    return sum((part for cell, part in world.items() if cells[cell]), Fraction(0))


def mixed(worlds: Iterable[World]) -> World:
    """The worlds in equal parts, one case in all."""
    worlds = [world for world in worlds if world]
    mixture: World = {}
    for world in worlds:
        scale = len(worlds) * sum(world.values())
        for cell, part in world.items():
            mixture[cell] = mixture.get(cell, 0) + part / scale
    return mixture


@dataclass(frozen=True, eq=False)
class Witness:
    """A world in whole cases: `counts` by cell of `system`, `total` of them together."""

    system: System
    counts: Mapping[int, int]
    words: Words = FACES

    @property
    def total(self) -> int:
        """How many cases there are."""
        return sum(self.counts.values())

    def count(self, stated: Statement | str) -> tuple[int, int]:
        """How many cases of how many the statement counts."""
        stated = self.system.named(stated) if isinstance(stated, str) else stated
        world = dict(self.counts)
        return int(amount(world, stated.counted)), int(amount(world, stated.among))

    def holds(self) -> bool:
        """Whether every claim and implication is true in it, by exact arithmetic."""
        possible = all(self.system.possible[cell] for cell, n in self.counts.items() if n)
        least = min(self.counts.values(), default=-1) >= 0
        return possible and least and all(
            c.holds(*self.count(c.stated)) for c in self.system.constraints)

    def rows(self) -> list[dict]:
        """One row a claim: name, statement, and how many of how many."""
        return [
            {"claim": c.name, "statement": str(c.stated), "k": k, "n": n, "share": k / n}
            for c in self.system.constraints for k, n in [self.count(c.stated)]
        ]

    def cells(self) -> list[dict]:
        """One row a cell that holds anyone: whether each event happens, and the count."""
        events, last = self.system.events, len(self.system.events) - 1
        return [
            {event: not cell >> (last - place) & 1 for place, event in enumerate(events)}
            | {"count": n}
            for cell, n in sorted(self.counts.items()) if n
        ]

    def sentence(self) -> str:
        """The world in natural frequencies, claim by claim."""
        stated = [c.stated for c in self.system.constraints]
        story = told(stated, {k: Fraction(n) for k, n in self.counts.items()}, self.words, scale=1)
        return f"{story[:1].upper()}{story[1:]}."

    def __str__(self) -> str:
        return self.sentence()


def whole(system: System, worlds: Sequence[World], faces: int | None = None,
          words: Words = FACES) -> Witness:
    """A world of whole cases in which all claims are true, of the smallest size that is found.

    Parameters
    ----------
    system : System
        The claims.
    worlds : sequence of World
        Worlds in which all are true; those first that are to be preferred.
    faces : int, optional
        How many cases there shall be.

    Notes
    -----
    Each world is rounded by largest remainders to 100, 1,000 ... cases and checked; where exact
    claims leave no room for rounding, the worlds' common denominators are sizes that fit.
    """
    if faces is not None:
        size = int(check.whole("faces", faces, least=1))
        return _fitting(system, worlds, [[size] for _ in worlds], words) or _refuse(
            whole(system, worlds), size)
    sizes = [_sizes(world) for world in worlds]
    usual = [[size for size in some if size <= LARGEST] for some in sizes]
    return _fitting(system, worlds, usual, words) or _fitting(system, worlds, sizes, words)


def _refuse(witness: Witness, size: int):
    raise ValueError(
        f"faces must allow for the claims: rounding found no world of {size:,} in which they are "
        f"true; without faces one of {witness.total:,} is found"
    )


def _fitting(system: System, worlds, sizes, words: Words) -> Witness | None:
    for world, some in zip(worlds, sizes, strict=True):
        for size in some:
            witness = Witness(system, _rounded(world, size), words)
            if witness.holds():
                return witness
    return None


def _sizes(world: World) -> list[int]:
    """Powers of ten up to the number of cases in which every part of the world is whole."""
    own = _denominator(world)
    return [*(size for size in SIZES if size < own), own]


def _denominator(world: World) -> int:
    """The smallest number of cases in which every part of the world is whole."""
    total = sum(world.values())
    parts = [part / total for part in world.values()]
    return lcm(*(part.denominator for part in parts))


def _rounded(world: World, size: int) -> dict[int, int]:
    """Whole numbers in proportion to the world (largest remainder), exactly."""
    scale = size / sum(world.values())
    exact = {cell: part * scale for cell, part in world.items()}
    floors = {cell: int(part) for cell, part in exact.items()}
    left = size - sum(floors.values())
    for cell in sorted(exact, key=lambda cell: (floors[cell] - exact[cell], cell))[:left]:
        floors[cell] += 1
    return {cell: count for cell, count in floors.items() if count}


def telling_size(world: World, stated: Sequence[Statement]) -> Fraction:
    """What to multiply the world by to get a power of ten of cases, and 10 or more of each kind."""
    total = sum(world.values())
    counted = [amount(world, one.counted) for one in stated]
    least = min((part / total for part in counted if part), default=Fraction(1))
    return next((Fraction(size) for size in SIZES[1:] if least * size >= 10),
                Fraction(SIZES[-1])) / total


def told(stated: Sequence[Statement], world: World, words: Words = FACES,
         scale: Fraction | int | None = None) -> str:
    """A world in natural frequencies: the cases, then each group with all that is said of it.

    Groups that the world leaves empty are left out; so are the cases as a whole, where nothing is
    said but of one part of them.
    """
    scale = telling_size(world, stated) if scale is None else scale
    groups: dict[bytes, list[Statement]] = {}
    for one in {(one.counted.tobytes(), one.among.tobytes()): one for one in stated}.values():
        groups.setdefault(one.among.tobytes(), []).append(one)
    clauses = [_clause(some, world, words, scale)
               for some in sorted(groups.values(), key=lambda some: parts(some[0])[1] != "")]
    said = "; ".join(clause for clause in clauses if clause)
    if _one_part(stated, world):
        return said.replace("of the ", "of ", 1)
    total = sum(world.values()) * scale
    size = f"of {wording.sized(total)} {words.group('', total)}"
    return f"{size}, {said}" if said else size


def _one_part(stated: Sequence[Statement], world: World) -> bool:
    """Whether nothing is said of all cases, but all of them are of the group named first."""
    return bool(stated) and not any(one.among.all() for one in stated) and (
        amount(world, stated[0].among) == sum(world.values()))


def _clause(stated: list[Statement], world: World, words: Words, scale) -> str:
    """All that is said of one group: "of the 42 alerts, 8 are confirmed and 16 rejected"."""
    n = amount(world, stated[0].among) * scale
    if not n:
        return ""
    numbers = [(one, amount(world, one.counted) * scale) for one in stated]
    said = check.listing(words.counted(one, k, wording.sized(k) if k else None)
                         for one, k in numbers)
    among = parts(stated[0])[1]
    return f"of the {wording.sized(n)} {words.group(among, n)}, {said}" if among else said
