"""Which constraints do figures make, as they were printed, counted or given?

`system` turns claims as people give them, and rules such as "confirmed -> listed", into a `System`
of exact constraints. A counted claim is either the share itself or, as a sample, an exact interval;
the joint level of all these intervals is guaranteed, and their ends, found in floating point, are
moved outwards so that it survives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

import numpy as np

from ...intervals.interval import Interval, interval
from ...table.events import Statement, names_in, statement
from ...words import check, printed, wording
from .systems import Constraint, Implication, System, spelled

__all__ = ["Between", "outward", "system"]

MOST_CLAIMS = 5_000
FINEST = 10**60
"""Claims are not taken finer than 1 in this many: nobody prints such, and checking would crawl."""
SLACK = Fraction(1, 10**9)
"""How far, for their size, limits found in floating point are moved outwards to be safe."""

@dataclass(frozen=True, slots=True)
class Between:
    """Any share from `low` to `high`, both included, where no printed form says so.

    >>> Between(0.1, 0.25)
    Between(low=Fraction(1, 10), high=Fraction(1, 4))
    """

    low: Fraction
    high: Fraction

    def __post_init__(self):
        for end in ("low", "high"):
            value = getattr(self, end)
            object.__setattr__(self, end, printed.reading(end, value).value)
        if self.low > self.high:
            raise ValueError(f"low must be at most high, got {self.low} and {self.high}")


def system(claims, *, implies: Iterable[str] = (), counts: str = "exact", level: float = 0.95,
           events: Iterable[str] | None = None) -> System:
    """The constraints that claims and implications make.

    Parameters
    ----------
    claims : mapping or list of (name, statement, value)
        In a mapping a claim's statement is its name. See `reconcile` for statements and values.
    implies : list of str
        Rules such as "confirmed -> alert and listed": no case has the left without the right.
    counts : {"exact", "sample"}
        What "8 of 42" says: the share in this study, or a sample from which the share is inferred.
    level : float in (0, 1)
        At least the joint confidence level of all counted claims together (with "sample").
    events : list of str, optional
        The events there are; if not given, all that are named.

    Examples
    --------
    >>> s = system({"tpir": "70%", "alert | not listed": "at most 1 in 1,000"})
    >>> s.events, [(row.counted, row.rest) for row in s.rows]
    (('alert', 'listed'), [(61, -139), (-59, 141), (-999, 1)])
    """
    triples = _triples(claims)
    counts = check.choice("counts", counts, ("exact", "sample"))
    level = check.level(level)
    rules = [_sides(rule) for rule in ([implies] if isinstance(implies, str) else implies)]
    given = () if events is None else tuple(events)
    texts = [text if isinstance(text, Statement) and text.events == given
             else spelled(str(getattr(text, "text", text)), given) for _, text, _ in triples]
    events = given or _named_events([*texts, *(side for rule in rules for side in rule)])
    read = _reader(events)
    implications = tuple(_implication(left, right, read) for left, right in rules)
    constraints = [
        _constraint(name, text if isinstance(text, Statement) else read(text), value)
        for (name, _, value), text in zip(triples, texts, strict=True)
    ]
    if counts == "sample":
        constraints = _as_samples(constraints, level)
    whole = System(events, tuple(constraints), implications, _joint_level(constraints))
    _refuse_empty(whole)
    return whole


def _triples(claims) -> list[tuple]:
    if isinstance(claims, Mapping):
        claims = [(name, name, value) for name, value in claims.items()]
    triples = [tuple(claim) if isinstance(claim, tuple | list) else (claim,) for claim in claims]
    for claim in triples:
        kinds = str, str | Statement
        if len(claim) != 3 or not all(map(isinstance, claim[:2], kinds)):
            raise ValueError(f"a claim must be (name, statement, value), got {claim!r:.80}")
    if len(triples) > MOST_CLAIMS:
        raise ValueError(f"claims must be at most {MOST_CLAIMS:,}, got {len(triples):,}")
    seen: set[str] = set()
    for name, *_ in triples:
        if name in seen:
            raise ValueError(f"claims must have different names, got {name!r} twice")
        seen.add(name)
    return triples


def _sides(rule: str) -> tuple[str, str]:
    sides = rule.split("->") if isinstance(rule, str) else []
    if len(sides) != 2 or "|" in rule:
        raise ValueError(
            f"implies must hold rules such as 'confirmed -> alert and listed', got {rule!r}"
        )
    return sides[0].strip(), sides[1].strip()


def _named_events(texts: list[str]) -> tuple[str, ...]:
    names = dict.fromkeys(name for text in dict.fromkeys(texts) for name in names_in(text))
    if not names:
        raise ValueError("claims must name at least one event, got none")
    return tuple(names)


def _reader(events: tuple[str, ...]):
    """A reader of statements that reads each text once."""
    known: dict[str, Statement] = {}

    def read(text: str) -> Statement:
        if text not in known:
            known[text] = statement(text, events)
        return known[text]

    return read


def _implication(left: str, right: str, read) -> Implication:
    return Implication(f"{left} -> {right}", read(left).counted & ~read(right).counted)


def _constraint(name: str, stated: Statement, value) -> Constraint:
    if isinstance(value, Interval):
        if np.ndim(value.low):
            raise ValueError(f"{name} must be one interval, got {np.size(value.low)} of them")
        low, high = outward(value.low, value.high)
        return _checked(Constraint(name, stated, low, high, str(value), value.level))
    if isinstance(value, Between):
        says = wording.interval(float(value.low), float(value.high))
        return _checked(Constraint(name, stated, value.low, value.high, says))
    figure = printed.reading(name, value)
    return _checked(Constraint(name, stated, figure.low, figure.high, figure.text, figure=figure))


def _checked(constraint: Constraint) -> Constraint:
    if max(constraint.low.denominator, constraint.high.denominator) > FINEST:
        raise ValueError(f"{constraint.name} must not be finer than 1 in 10**60, "
                         f"got {constraint.says}")
    if not constraint.stated.among.any():
        raise ValueError(f"{constraint.name} is a share of nobody: no case can be among "
                         f"{constraint.stated.text.partition('|')[2].strip()!r}")
    return constraint


def _as_samples(constraints: list[Constraint], level: float) -> list[Constraint]:
    """Counted claims as exact intervals; each count gets an equal part of the doubt 1 - level."""
    counted = {_count(c) for c in constraints if _is_count(c)}
    each = 1 - (1 - level) / max(1, len(counted))
    known = {}
    for k, n in {(k, n) for _, k, n in counted}:
        known[k, n] = interval(k, n, level=each)
    return [_sampled(c, known[c.figure.k, c.figure.n]) if _is_count(c) else c for c in constraints]


def _is_count(constraint: Constraint) -> bool:
    figure = constraint.figure
    return figure is not None and figure.n is not None and figure.relation == "="


def _count(constraint: Constraint) -> tuple:
    return constraint.key, constraint.figure.k, constraint.figure.n


def _sampled(constraint: Constraint, limits: Interval) -> Constraint:
    low, high = outward(*limits)
    says = f"{constraint.says}, as a sample {wording.interval(*limits)}"
    return replace(constraint, low=low, high=high, says=says, level=limits.level)


def _joint_level(constraints: list[Constraint]) -> float | None:
    """One less the doubts of all intervals, each count once (Bonferroni); None without any."""
    doubts = {
        (_count(c) if _is_count(c) else c.name): 1 - c.level
        for c in constraints if c.level is not None
    }
    return max(0.0, 1 - sum(doubts.values())) if doubts else None


def _refuse_empty(whole: System) -> None:
    if not whole.possible.any():
        rules = check.listing(repr(rule.text) for rule in whole.implications)
        raise ValueError(f"implies must leave some case possible, got {rules}")


def outward(low: float, high: float) -> tuple[Fraction, Fraction]:
    """Two limits as short fractions at least as far apart, for limits right to 9 digits.

    A limit near 0 is moved by a share of itself, one near 1 by a share of its distance from 1; 0
    and 1 stay.

    >>> low, high = outward(0.0860059, 1.0)
    >>> low < Fraction(860059, 10**7) < low * (1 + Fraction(1, 10**8)), high
    (True, Fraction(1, 1))
    """
    return _down(Fraction(float(low))), 1 - _down(1 - Fraction(float(high)))


def _down(limit: Fraction) -> Fraction:
    """A little less than `limit`, with 12 digits of it or of its distance from 1."""
    size = min(limit, 1 - limit)
    if limit <= 0:
        return Fraction(0)
    if size <= 0:
        size = limit
    target = limit - SLACK * size
    step = Fraction(1)
    while step * 10**11 > size:
        step /= 10
    return max(Fraction(0), floor(target / step) * step)
