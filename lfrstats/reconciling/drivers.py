"""What drives a bound: which claim holds it up, and which further figure would narrow it most?

Each claim is left out, and each is relaxed by one unit of its print, to see how far the bounds
move. Then each other rate is supposed to have been published, at either end of what is still
possible for it, to see how much would be left open.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from ..intervals.interval import interval
from ..table.events import Statement
from ..table.own_words import FACES, Words
from ..table.rates import EVENTS, RATES
from ..words import printed, wording
from ..words.limits import ends as written_ends
from ..words.limits import limits, near, share_of
from .bounds import Bounds, bounds_on
from .linear.bounding import Emptied, emptied
from .linear.constraints import outward
from .linear.systems import ENDS, Constraint, System

__all__ = ["Further", "Influence", "influence", "relaxed"]

MOST_FURTHER = 120
"""How many further figures are tried."""
NEARLY = Fraction(1, 10**4)
"""How near to none or all a supposed answer may be and still have its digits told."""
NO_DIGITS = ("all", "no", "nearly all", "hardly any")
LEAST_GAIN = Fraction(1, 5)
"""By how much of their width a further figure must narrow the bounds to be worth telling."""
CLOSE_BY = Fraction(1, 10**6)
"""How far inside an end that is only approached a figure is tried, in shares of the range."""


@dataclass(frozen=True, eq=False, slots=True)
class Further:
    """A figure not published, and what it would settle at the least and at the most it can be.

    `possible` holds the two ends that the claims leave it, `reached` whether it can be just that,
    and `then` the ends of what is asked for, were it published as the one or the other.
    """

    name: str
    stated: Statement
    possible: tuple[Fraction, Fraction]
    reached: tuple[bool, bool]
    then: tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]

    @property
    def widest(self) -> Fraction:
        """The most that would be left open at either end."""
        return max(high - low for low, high in self.then)

    def sentence(self, asked: Statement, words: Words) -> str:
        """What the figure would tell, at both ends."""
        ends = [_end(end, side, reached) for side, end, reached
                in zip((0, 1), self.possible, self.reached, strict=True)]
        low, high = map(_told, self.then)
        first, last = (f"{end} {words.said_of(asked)}" if end in NO_DIGITS else
                       share_of(end, words.said_of(asked)) for end in (low, high))
        return (f"What would tell most is the share of {words.share(self.stated)}. If it were "
                f"{ends[0]}, the least it can be, {first}; if it were {ends[1]}, the most, {last}.")


def _end(end: Fraction, side: int, reached: bool) -> str:
    """An end of what a figure can be, in words."""
    if 1 - NEARLY < end < 1:
        return "nearly 100 %"
    return f"{'' if reached else 'near '}{written_ends(end, end)[side]}"


def _told(then: tuple[Fraction, Fraction]) -> str:
    """The ends in words; so near to all or none that digits would say nothing more, without."""
    low, high = then
    for place, sure in enumerate((low == 1, high == 0, low > 1 - NEARLY, high < NEARLY)):
        if sure:
            return NO_DIGITS[place]
    return near(low) if low == high else limits(low, high)


@dataclass(frozen=True, eq=False)
class Influence:
    """What moves the `bounds`: `left_out` and `relaxed` by claim, `further` by figure.

    The first two hold (name, low, high, detail): the bounds there would be then, and which claim it
    was; they begin with the claim that moves the bounds most. `further` holds the figures that
    would narrow the bounds by a fifth or more, whatever they turned out to be; the one that would
    leave least open comes first.
    """

    bounds: Bounds
    left_out: tuple[tuple[str, Fraction, Fraction, str], ...]
    relaxed: tuple[tuple[str, Fraction, Fraction, str], ...]
    further: tuple[Further, ...]

    def rows(self) -> list[dict]:
        """One row a change: what is changed, how, and the bounds after it."""
        changes = [(change, *row) for change in ("left_out", "relaxed")
                   for row in getattr(self, change)]
        changes += [("published", one.name, *then, f"at {end} {wording.share(float(value))}")
                    for one in self.further
                    for end, value, then in zip(ENDS, one.possible, one.then, strict=True)]
        return [{"change": change, "figure": name, "detail": detail, "low": float(low),
                 "high": float(high), "width": float(high - low)}
                for change, name, low, high, detail in changes]

    def __str__(self) -> str:
        said, words = [str(self.bounds)], self.bounds.words
        if self.left_out and _moved(self.bounds, self.left_out[0]):
            name, low, high, _ = self.left_out[0]
            said.append(f"Without {words.claim(name)} it would be {limits(low, high)}.")
        if self.further:
            said.append(self.further[0].sentence(self.bounds.stated, words))
        return " ".join(said)


def influence(stated: Statement, claims: System, words: Words = FACES, *,
              further=None) -> Influence:
    """What drives the bounds that claims, which can all be true, put on a statement.

    Parameters
    ----------
    stated : Statement
        What is bounded.
    claims : System
        The claims as constraints.
    words : Words
        What the cases are called.
    further : list of str, optional
        Statements that might be published; by default the rates, and each event given each other.

    Notes
    -----
    One unit of print is the width of the values that print alike (1 percentage point for 70 %, and
    for 1 in N a step of N), or one case for a count; it is added at both ends. A further figure is
    tried at both ends of what the claims leave it, and kept if either way it narrows the bounds by
    a fifth; an end that is only approached is tried from a millionth of the range inside it.

    Examples
    --------
    >>> from lfrstats import reconcile
    >>> print(reconcile({"tpir": "70%", "fpir": "1 in 1,000"}).influence("precision"))
    Some, but not all, of alerts are for a face on the list. What would tell most is the share of
    faces that are on the list. If it were near 0 %, the least it can be, between 1 in 1,516 and
    1 in 946 alerts are for a face on the list; if it were near 100 %, the most, nearly all alerts
    are for a face on the list.
    """
    bounds = bounds_on(stated, claims, words)
    further = _others(claims, stated) if further is None else further
    return Influence(bounds, _most(bounds, _without(claims, bounds)),
                     _most(bounds, _wider(claims, bounds)),
                     tuple(sorted(_supposed(claims, bounds, further),
                                  key=lambda one: round(100 * one.widest / bounds.width))))


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


def _supposed(claims: System, bounds: Bounds, further):
    """The further figures that narrow the bounds enough, at both ends of what each can be."""
    if not bounds.width:
        return
    for text in further:
        other = claims.named(text)
        try:
            possible = bounds_on(other, claims)
        except ValueError:
            continue
        then = [_were_it(claims, bounds.stated, other, end)
                for end in _inside(possible)] if possible.width else [None]
        if None in then:
            continue
        found = Further(text, other, (possible.low, possible.high), possible.attained, tuple(then))
        if found.widest <= (1 - LEAST_GAIN) * bounds.width:
            yield found


def _inside(possible: Bounds) -> tuple[Fraction, Fraction]:
    """The two ends; one that is only approached, from close by."""
    step = possible.width * CLOSE_BY
    below, above = possible.attained
    return possible.low + (0 if below else step), possible.high - (0 if above else step)


def _were_it(claims: System, stated: Statement, other: Statement, value: Fraction):
    """The ends of a statement, were the other one published as this value."""
    published = Constraint("supposed", other, value, value, wording.share(float(value)))
    return _changed(claims.plus(published), stated)


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
