"""Which of the claims cannot all be true, and how can anyone check that by hand?

`conflict` takes claims that are together impossible down to a smallest set that still is: each of
these left out makes the rest possible, and with few claims no smaller set exists. `Contradiction`
carries that set, the multipliers that prove it (see `proof`), and a world in faces: the one that
comes nearest to a claim when the others are true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from math import comb

from ..table.own_words import FACES, Words, parts
from ..words import check, wording
from ..words.limits import limits
from ..words.printed import WORDS
from .linear.bounding import Emptied, World, emptied, least
from .linear.proof import Certificate
from .linear.systems import Constraint, System
from .worlds import amount, telling_size, told

__all__ = ["Contradiction", "Needs", "conflict"]

FEW = 30
"""Up to this many claims, it is looked for further conflicts than one."""
MOST_TRIALS = 40_000
"""Sets of claims times kinds of cases that may be tried in search of a still smaller conflict."""


class Contradiction(ValueError):
    """Claims that cannot all be true.

    Attributes
    ----------
    conflict : tuple of str
        The names of a smallest set of claims in conflict: leave out any, and the rest can be true.
    smallest : bool
        Whether it is sure that no set of fewer claims is in conflict.
    others : tuple of tuple of str
        Further sets in conflict: those that remain when one of these claims is left out.
    certificate : Certificate
        The proof; `certificate.holds()` checks it again in exact arithmetic.
    multipliers : dict
        By (name, "at least" or "at most"), the fractions that prove it.
    implications : tuple of str
        The implications that the proof needs.
    """

    def __init__(self, certificate: Certificate, smallest: bool,
                 others: tuple[tuple[str, ...], ...] = (), words: Words = FACES):
        self.certificate, self.smallest = certificate, smallest
        self.others, self.words = others, words
        self.system = certificate.system
        self.conflict = tuple(c.name for c in self.system.constraints)
        self.multipliers = dict(certificate.multipliers)
        self.implications = certificate.implications()
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The conflict in words, with a world in which all but one of the claims are true."""
        named = check.listing(self.words.claim(c.name, c.says) for c in self.system.constraints)
        rules = f" (where {check.listing(self.implications)})" if self.implications else ""
        needs = self._needs(len(self.conflict) - 1)
        besides = "".join(
            f" Nor can {check.listing(map(self.words.claim, some))}{_all(some)} be true."
            for some in self.others)
        return f"{named} cannot{_all(self.conflict)} be true{rules}: {needs}{besides}"

    def brief(self) -> str:
        """The conflict in one sentence: which claims, and what the others leave for the last."""
        named = check.listing(self.words.claim(c.name, c.says) for c in self.system.constraints)
        needs = replace(self._needs(len(self.conflict) - 1), world="")
        return f"{named} cannot{_all(self.conflict)} be true: {needs}"

    def needs(self) -> list[Needs]:
        """For each claim in conflict, what it says, and what the others leave for it."""
        return [self._needs(place) for place in range(len(self.conflict))]

    def _needs(self, place: int) -> Needs:
        rest = self.system.only(at for at in range(len(self.conflict)) if at != place)
        return _needs(rest, self.system.constraints[place], self.words)

    def steps(self) -> list[str]:
        """The proof to follow by hand: what each claim says times its number, and their sum."""
        claim = self.certificate.claim
        who = "all cases" if claim is None else self.words.group(self._among(claim))
        why = "there must be some" if claim is None else (
            f"{self.words.claim(claim)} is a share of them")
        return [*self.certificate.lines(self.words),
                f"added up: nothing is left for {who} but 0, and yet {why}"]

    def _among(self, name: str) -> str:
        return next(parts(c.stated)[1] for c in self.system.constraints if c.name == name)

    def rows(self) -> list[dict]:
        """One row a claim in conflict: its name, statement, figure, and what the others leave."""
        return [
            {"claim": needs.claim.name, "statement": str(needs.claim.stated),
             "says": needs.claim.says, "others leave": needs.left, "world": needs.world,
             "multipliers": {end: y for (name, end), y in self.multipliers.items()
                             if name == needs.claim.name}}
            for needs in self.needs()
        ]


@dataclass(frozen=True, eq=False, slots=True)
class Needs:
    """What a claim says, what the `others` leave for it, and the `world` that comes nearest."""

    claim: Constraint
    others: int
    left: str
    world: str
    words: Words = FACES

    def __str__(self) -> str:
        source = {0: "as it is", 1: "with the other one true"}.get(
            self.others, f"with the other {_word(self.others)} true")
        nearest = f" At the nearest, {self.world}." if self.world else ""
        return (f"{source}, the share of {self.words.share(self.claim.stated)} would be "
                f"{self.left}, {self.words.against(self.claim.name, self.claim.says)}.{nearest}")


def conflict(system: System, found: Emptied, words: Words = FACES) -> Contradiction:
    """The contradiction in a system in which `found` has been proved empty."""
    thin = _thinned(system, _taking_part(system, found))
    fewer, sure = _fewer(system, len(thin))
    places = list(fewer) or thin
    return Contradiction(_certificate(system.only(places)), sure, _others(system, places), words)


def _others(system: System, places: list[int]) -> tuple[tuple[str, ...], ...]:
    """The sets in conflict that remain when one of these claims is left out; not among many."""
    names = [c.name for c in system.constraints]
    remaining: dict[tuple[str, ...], None] = {}
    for place in places if len(names) <= FEW else ():
        rest = [at for at in range(len(names)) if at != place]
        found = emptied(system.only(rest))
        if isinstance(found, Emptied):
            taking_part = [rest[at] for at in _taking_part(system.only(rest), found)]
            remaining[tuple(names[at] for at in _thinned(system, taking_part))] = None
    return tuple(remaining)


def _taking_part(system: System, found: Emptied) -> list[int]:
    """The claims of a proof, and one that is a share of the group proved empty."""
    places = {place for place, _ in found.multipliers}
    shares = [place for place in sorted(places)
              if (system.constraints[place].stated.among == found.group).all()]
    if found.claim is not None and not shares:
        places.add(found.claim)
    return sorted(places)


def _thinned(system: System, places: list[int]) -> list[int]:
    """The places without those that the conflict does not need."""
    needed: list[int] = []
    while left := [place for place in places if place not in needed]:
        rest = [place for place in places if place != left[0]]
        found = emptied(system.only(rest))
        if isinstance(found, Emptied):
            places = [rest[at] for at in _taking_part(system.only(rest), found)]
        else:
            needed.append(left[0])
    return places


def _in_conflict(system: System, places) -> bool:
    return isinstance(emptied(system.only(places)), Emptied)


def _fewer(system: System, size: int) -> tuple[tuple[int, ...], bool]:
    """Fewer than `size` claims in conflict, if any, and whether the search was complete."""
    count, each, trials = len(system.constraints), len(system.kinds[1]), 0
    for fewer in range(1, size):
        trials += comb(count, fewer)
        if trials * each > MOST_TRIALS:
            return (), False
        for places in combinations(range(count), fewer):
            if _in_conflict(system, places):
                return places, True
    return (), True


def _certificate(system: System) -> Certificate:
    found = emptied(system)
    names = [c.name for c in system.constraints]
    multipliers = {(names[place], end): y for (place, end), y in found.multipliers.items()}
    claim = names[found.claim] if found.claim is not None else None
    return Certificate(system, multipliers, found.group, claim)


def _needs(rest: System, claim: Constraint, words: Words) -> Needs:
    counted, among = claim.stated.counted, claim.stated.among
    low, high = least(rest, counted, among), least(rest, among & ~counted, among)
    others = len(rest.constraints)
    if low.bound is None or high.bound is None:
        return Needs(claim, others, "a share of nobody", "", words)
    if low.bound >= claim.high:
        near, left = low, limits(low.bound, Fraction(1), (low.bound == claim.high, False))
    else:
        most = 1 - high.bound
        near, left = high, limits(Fraction(0), most, (False, most == claim.low))
    return Needs(claim, others, left, _nearest(rest, claim, near.world, words), words)


def _nearest(rest: System, claim: Constraint, world: World | None, words: Words) -> str:
    if not world or not rest.constraints:
        return ""
    others = [c.stated for c in rest.constraints if amount(world, c.stated.among)]
    if not others:
        return ""
    scale = telling_size(world, others)
    k, n = (amount(world, cells) * scale for cells in (claim.stated.counted, claim.stated.among))
    last = words.among(claim.stated, k, n, (wording.sized(k), wording.sized(n)))
    return f"{told(others, world, words, scale)}; then {last}: {wording.share(float(k / n))}"


def _all(claims) -> str:
    return {1: "", 2: " both"}.get(len(claims), " all")


def _word(number: int) -> str:
    names = [name for name, value in WORDS.items() if value == number and name.isalpha()]
    return names[0] if names else f"{number:,}"
