"""Which values does a set of claims leave for a statement? Sharp bounds, each with its proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..table.events import Statement
from ..table.own_words import FACES, Words, parts
from ..words import wording
from ..words.limits import limits, share_of
from .linear.bounding import Emptied, Least, World, emptied, least
from .linear.proof import Proof
from .linear.systems import ENDS, Constraint, System

__all__ = ["Bounds", "bounds_on"]


@dataclass(frozen=True, eq=False)
class Bounds:
    """The sharp bounds that claims put on a statement, exact fractions, with their proofs.

    `attained` says for the lower and the upper end whether a world has just that share, or only
    shares as near to it as one likes. `sharp` is False where the search was stopped: the bounds are
    then proved, but perhaps not the best.
    """

    stated: Statement
    low: Fraction
    high: Fraction
    lower: Proof
    upper: Proof
    attained: tuple[bool, bool] = (True, True)
    sharp: bool = True
    level: float | None = None
    words: Words = FACES

    @property
    def proved(self) -> bool:
        """Whether both ends' proofs hold, checked again in exact arithmetic."""
        return self.lower.holds() and self.upper.holds()

    @property
    def width(self) -> Fraction:
        """The upper less the lower end."""
        return self.high - self.low

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims that the proofs of the two ends use."""
        return tuple(dict.fromkeys((*self.lower.claims(), *self.upper.claims())))

    def __contains__(self, value) -> bool:
        return self.low <= Fraction(value) <= self.high

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self) -> str:
        """The bounds in words, with the denominator."""
        opened = tuple(not reached for reached in self.attained)
        said = share_of(limits(self.low, self.high, opened), self.words.said_of(self.stated))
        said = f"{said[:1].upper()}{said[1:]}"
        if self.level is not None:
            said += f", with at least {wording.percent(self.level)} confidence"
        if not self.proved:
            return f"{said} (NOT PROVED: the check of the proof failed)."
        return f"{said}{'' if self.sharp else ' (proved; perhaps not the best bounds)'}."


def bounds_on(stated: Statement, claims: System, words: Words = FACES) -> Bounds:
    """Sharp bounds on a statement in all worlds in which the claims hold; there must be one.

    Raises
    ------
    ValueError
        If the claims leave nobody whom it could be a share of.
    """
    counted, among = stated.counted, stated.among
    ends = least(claims, counted, among), least(claims, among & ~counted, among)
    if any(end.bound is None for end in ends):
        of = words.group(parts(stated)[1])
        raise ValueError(f"{stated} would be a share of nobody: the claims leave no {of}")
    low, high = ends[0].bound, 1 - ends[1].bound
    both = tuple(zip(ENDS, (low, high), ends, strict=True))
    return Bounds(
        stated, low, high, *(_proof(claims, stated, *end) for end in both),
        tuple(_attained(claims, stated, bound, end.world) for _, bound, end in both),
        all(end.world is not None for end in ends), claims.level, words,
    )


def _proof(claims: System, stated: Statement, end: str, bound: Fraction, found: Least) -> Proof:
    names = [c.name for c in claims.constraints]
    multipliers = {(names[at], side): y for (at, side), y in found.multipliers.items()}
    return Proof(claims, multipliers, stated, end, bound)


def _attained(claims: System, stated: Statement, bound: Fraction, world: World | None) -> bool:
    """Whether a world with this share leaves no group empty that a claim is a share of."""
    if world is None:
        return True
    occupied = {c.stated.among.tobytes(): c.stated.among for c in claims.constraints}.values()
    if all(any(among[cell] for cell in world) for among in occupied):
        return True
    exactly = Constraint("", stated, bound, bound, "")
    return not isinstance(emptied(claims.plus(exactly)), Emptied)
