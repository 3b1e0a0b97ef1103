"""What drives a bound: which claim holds it up, and which further figure would narrow it most?

Each claim is left out, and each is relaxed by one unit of its print, to see how far the bounds
move. Then each other rate is supposed to have been published, exactly, at the middle of what is
still possible for it, to see how much would be left open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from math import sqrt

from ..intervals.interval import interval
from ..table.events import Statement
from ..table.rates import EVENTS, RATES
from ..words import printed
from .bounds import Bounds, bounds_on
from .linear.bounding import Emptied, emptied
from .linear.constraints import outward
from .linear.phrases import limits, share
from .linear.systems import Constraint, System

__all__ = ["Influence", "influence", "relaxed"]

MOST_FURTHER = 120
"""How many further figures are tried."""


@dataclass(frozen=True, eq=False)
class Influence:
    """What moves the `bounds`: `left_out` and `relaxed` by claim, `published` by further figure.

    Each holds (name, low, high, detail): the bounds there would be then, and which claim or value
    it was. The first two begin with the claim that moves them most, the last with the figure that
    would leave least open.
    """

    bounds: Bounds
    left_out: tuple[tuple[str, Fraction, Fraction, str], ...]
    relaxed: tuple[tuple[str, Fraction, Fraction, str], ...]
    published: tuple[tuple[str, Fraction, Fraction, str], ...]

    def rows(self) -> list[dict]:
        """One row a change: what is changed, how, and the bounds after it."""
        return [
            {"change": change, "figure": name, "detail": detail, "low": float(low),
             "high": float(high), "width": float(high - low)}
            for change in ("left_out", "relaxed", "published")
            for name, low, high, detail in getattr(self, change)
        ]

    def __str__(self) -> str:
        said = [str(self.bounds)]
        if self.left_out and _moved(self.bounds, self.left_out[0]):
            name, low, high, _ = self.left_out[0]
            said.append(f"Without {name!r} it would be {limits(low, high)}.")
        if self.published and self.bounds.width:
            name, low, high, detail = self.published[0]
            said.append(f"What would help most is {name}: were it published as {detail}, it would "
                        f"be {limits(low, high)}.")
        return " ".join(said)


def influence(stated: Statement, claims: System, unit: str = "faces", *,
              further=None) -> Influence:
    """What drives the bounds that claims, which can all be true, put on a statement.

    Parameters
    ----------
    stated : Statement
        What is bounded.
    claims : System
        The claims as constraints.
    unit : str
        What one case is, in the plural.
    further : list of str, optional
        Statements that might be published; by default the rates, and each event given each other.

    Notes
    -----
    One unit of print is the width of the values that print alike (1 percentage point for 70 %, and
    for 1 in N a step of N), or one case for a count; it is added at both ends. A further figure is
    supposed to lie in the middle of what is possible for it (in the middle of the powers of ten, if
    that is more than one); somewhere else it may settle more, or less.

    Examples
    --------
    >>> from lfrstats import reconcile
    >>> print(reconcile({"tpir": "70%", "fpir": "1 in 1,000"}).influence("precision"))
    More than 0 % and below 100 % of alerts are for a face on the list. What would help most is npv:
    were it published as 50 %, it would be at least 99.953 % and at most 99.973 %.
    """
    bounds = bounds_on(stated, claims, unit)
    further = _others(claims, stated) if further is None else further
    return Influence(bounds, _most(bounds, _without(claims, bounds)),
                     _most(bounds, _wider(claims, bounds)),
                     tuple(sorted(_supposed(claims, stated, further),
                                  key=lambda row: row[2] - row[1])))


def _most(bounds: Bounds, rows) -> tuple:
    """The rows, the one that moves the bounds most first."""
    return tuple(sorted(rows, key=lambda row: _moved(bounds, row), reverse=True))


def _moved(bounds: Bounds, row) -> Fraction:
    """How far both ends move together, in shares."""
    return (bounds.low - row[1]) + (row[2] - bounds.high)


def _changed(claims: System, stated: Statement):
    """The ends after a change; None where no world is left, or the statement a share of nobody."""
    if isinstance(emptied(claims), Emptied):
        return None
    try:
        bounds = bounds_on(stated, claims)
    except ValueError:
        return None
    return bounds.low, bounds.high


def _without(claims: System, bounds: Bounds):
    """Each claim left out. One that the proofs do not use moves nothing: they hold without it."""
    count, used = len(claims.constraints), set(bounds.claims)
    for place, claim in enumerate(claims.constraints):
        ends = bounds.low, bounds.high
        if claim.name in used:
            rest = claims.only(at for at in range(count) if at != place)
            ends = _changed(rest, bounds.stated)
        if ends:
            yield claim.name, *ends, claim.says


def _wider(claims: System, bounds: Bounds):
    """Each claim relaxed; again only one that the proofs use can move anything."""
    each, used = claims.constraints, set(bounds.claims)
    for place, claim in enumerate(each):
        wider = relaxed(claim)
        if wider is None:
            continue
        ends = bounds.low, bounds.high
        if claim.name in used:
            changed = replace(claims, constraints=(*each[:place], wider, *each[place + 1:]))
            ends = _changed(changed, bounds.stated)
        if ends:
            yield claim.name, *ends, limits(wider.low, wider.high)


def _supposed(claims: System, stated: Statement, further):
    for text in further:
        other = claims.named(text)
        try:
            possible = bounds_on(other, claims)
        except ValueError:
            continue
        if not possible.width:
            continue
        middle = _middle(possible.low, possible.high)
        published = Constraint(f"{text}, supposed", other, middle, middle, share(middle))
        if ends := _changed(claims.plus(published), stated):
            yield text, *ends, share(middle)


def _middle(low: Fraction, high: Fraction) -> Fraction:
    """The middle of a range; of one over several powers of ten, the middle of those."""
    if not low or high < 10 * low:
        return (low + high) / 2
    return Fraction(f"{sqrt(low * high):.1e}")


def _others(system: System, stated: Statement) -> list[str]:
    """The rates, and each event alone and given each other, but not what is asked for itself."""
    texts = list(RATES) if set(EVENTS) <= set(system.events) else []
    texts += [*system.events, *(f"{x} | {y}" for x, y in permutations(system.events, 2))]
    asked = {_key(stated), _key_of_complement(stated)}
    found: dict[tuple, str] = {}
    for text in texts:
        other = system.named(text)
        if _key(other) not in asked and _key_of_complement(other) not in found:
            found.setdefault(_key(other), text)
    return list(found.values())[:MOST_FURTHER]


def _key(stated: Statement) -> tuple[bytes, bytes]:
    return stated.counted.tobytes(), stated.among.tobytes()


def _key_of_complement(stated: Statement) -> tuple[bytes, bytes]:
    return (stated.among & ~stated.counted).tobytes(), stated.among.tobytes()


def relaxed(claim: Constraint) -> Constraint | None:
    """The claim with one unit of print more at each end that it sets; None if it has no unit."""
    figure = claim.figure
    if figure is None:
        return None
    if figure.n is not None:
        return _recounted(claim, figure.k, figure.n)
    nearest = figure.bare
    if nearest is None:
        return None
    wider = _in_n if nearest.form == "one in" else _in_shares
    low, high = wider(claim, nearest)
    return replace(claim, low=low, high=high)


def _in_shares(claim: Constraint, figure: printed.Printed) -> tuple[Fraction, Fraction]:
    """The ends moved by the width of what prints like the figure; 0 and 1 stay."""
    below, above = 2 * (figure.value - figure.low), 2 * (figure.high - figure.value)
    low = max(Fraction(0), claim.low - below)
    return low, min(Fraction(1), claim.high + above)


def _in_n(claim: Constraint, figure: printed.Printed) -> tuple[Fraction, Fraction]:
    """The ends of "1 in N" moved by a step of N."""
    fewer, more = (2 * abs(1 / end - 1 / figure.value) for end in (figure.high, figure.low))
    low = 1 / (1 / claim.low + more) if claim.low else claim.low
    return low, 1 / max(Fraction(1), 1 / claim.high - fewer)


def _recounted(claim: Constraint, k: int, n: int) -> Constraint:
    """The claim with one case fewer, and one more, of the same number."""
    fewer, more = max(0, k - 1), min(n, k + 1)
    if claim.level is None:
        return replace(claim, low=Fraction(fewer, n), high=Fraction(more, n))
    low, _ = outward(*interval(fewer, n, level=claim.level))
    _, high = outward(*interval(more, n, level=claim.level))
    return replace(claim, low=low, high=high)
