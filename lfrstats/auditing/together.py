"""Can the claims of one condition all be true, in which world, and what follows from them?

Claims that say the very same are taken once. An accuracy that counts no misses says nothing about
the table, and is left out. What follows is asked for every rate and for the study's own events; a
rate and its complement are one question.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..evidence.checking.accuracy import counts_no_misses
from ..evidence.claims import Claim, Study
from ..reconciling import (
    Bounds,
    Contradiction,
    Influence,
    Reconciliation,
    Witness,
    reconcile,
)
from ..reconciling.recorded_worlds import nearest, off, recorded
from ..table.events import names_in
from ..table.own_words import Words
from ..table.rates import EVENTS, RATES
from ..table.solving import solve

__all__ = ["COMPLEMENTS", "Answer", "Together", "together"]

COMPLEMENTS = {"tpir": "fnir", "fpir": "tnir", "precision": "fdr", "npv": "false_omission_rate"}
"""Rates with their complements, which are what is left to 1."""
ASKED = ("prevalence", "tpir", "fpir", "precision", "npv", "alert_rate", "false_alert_rate",
         "true_alert_rate", "accuracy")
"""The rates an audit asks about, in this order; the other four are their complements."""
MOST_ASKED = 40
"""Statements that an audit asks about at most."""
PUBLISHED = ("prevalence", "alert_rate", "false_alert_rate", "true_alert_rate")
"""Figures that could be published, and are tried for how much they would settle."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What claims leave of one statement: with the counts as samples, and as they stand.

    `exact` is None where the counts leave nobody to be a share of: no listed face of 500 leaves no
    hit rate as counted, though a sample of 500 leaves one.
    """

    name: str
    sampled: Bounds
    exact: Bounds | None

    @property
    def open(self) -> bool:
        """Whether it may still be anything from 0 to 1, also with the counts as they stand."""
        return self.sampled.width == 1 and (self.exact is None or self.exact.width == 1)


@dataclass(frozen=True, eq=False)
class Together:
    """Claims taken as claims about one table, and what comes of it.

    `name` says what makes them one; `claims` groups the ids of claims that say the very same. The
    outcome is a `Reconciliation`, or the `Contradiction` among them. `exact` takes each count as
    the share itself, `sampled` as a sample. `read_as` adds that the claims in `standing` are read
    as the rates they stand for: 8 of 42 verified as the precision. `base_rate` is that of the
    study's comparison, for the world that is shown.
    """

    name: str
    claims: dict[str, tuple[Claim, ...]]
    exact: Reconciliation | Contradiction
    sampled: Reconciliation | Contradiction
    words: Words
    standing: tuple[Claim, ...] = ()
    read_as: Reconciliation | Contradiction | None = None
    base_rate: Fraction | None = field(default=None, repr=False)

    @property
    def alone(self) -> bool:
        """Whether there is one claim only, and all that could contradict is that it is nonsense."""
        return self.consistent and sum(map(len, self.claims.values())) == 1

    @property
    def consistent(self) -> bool:
        """Whether all can be true, allowing the counts their chance variation."""
        return isinstance(self.sampled, Reconciliation)

    @property
    def reconciled(self) -> Reconciliation:
        """What the claims leave with the counts as samples; their contradiction is raised."""
        if isinstance(self.sampled, Contradiction):
            raise self.sampled
        return self.sampled

    @property
    def as_counted(self) -> bool:
        """Whether all can be true with each count as the exact share."""
        return isinstance(self.exact, Reconciliation)

    @cached_property
    def witness(self) -> Witness:
        """A world in which all hold: with the counts as recorded, or as near to them as can be."""
        found = self.exact if isinstance(self.exact, Reconciliation) else self.reconciled
        base = ("listed", self.base_rate) if self.base_rate else None
        return nearest(found.system, base, self.words) or found.witness()

    @property
    def not_carried(self) -> list[str]:
        """The recorded counts that the world does not carry, with what it has instead."""
        return off(self.witness, recorded(self.witness.system))

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """What the claims leave of each statement asked; none where they contradict each other."""
        return tuple(self._answers()) if self.consistent else ()

    def _answers(self) -> Iterator[Answer]:
        for name in asked(self.reconciled.events, self._named):
            try:
                found = self.reconciled.bounds(name)
            except ValueError:
                continue
            yield Answer(name, found, self._counted(name))

    @property
    def _named(self) -> set[str]:
        """The events that a claim names."""
        return {event for claim in self.reconciled.claims for event in names_in(claim.stated.text)}

    def _counted(self, name: str) -> Bounds | None:
        if not isinstance(self.exact, Reconciliation):
            return None
        try:
            return self.exact.bounds(name)
        except ValueError:
            return None

    @property
    def undetermined(self) -> list[str]:
        """What may still be anything from 0 to 1."""
        return [answer.name for answer in self.answers if answer.open]

    def answer(self, name: str) -> Answer | None:
        """What is left of one rate or statement, if it was asked."""
        return next((answer for answer in self.answers if answer.name == name), None)

    @cached_property
    def influence(self) -> Influence | None:
        """What drives the bounds on precision, or on the base rate where that is narrower."""
        found = {answer.name: answer for answer in self.answers}
        wanted = next((name for name in ("precision", "prevalence")
                       if name in found and found[name].sampled.width > 0), None)
        return self.reconciled.influence(wanted, further=PUBLISHED) if wanted else None


def asked(events: tuple[str, ...], named: set[str]) -> list[str]:
    """What is asked: the rates, and each other event that a claim names, alone and if alerted."""
    own = [event for event in events if event in named and event not in EVENTS]
    if not set(EVENTS) <= set(events):
        own = [event for event in events if event in named]
        return [*own, *(f"{x} | {y}" for x in own for y in own if x != y)][:MOST_ASKED]
    return [*ASKED, *(text for event in own for text in (event, f"{event} | alert"))][:MOST_ASKED]


def together(name: str, claims: list[Claim], study: Study, level: float) -> Together:
    """The claims as one table; an accuracy that counts no misses says nothing of that table."""
    alike: dict[tuple, list[Claim]] = {}
    for claim in claims:
        if counts_no_misses(claim, study):
            continue
        figure = (claim.k, claim.n) if claim.n is not None else (
            claim.printed.low, claim.printed.high)
        alike.setdefault((claim.statement.text, figure, claim.n is None), []).append(claim)
    merged = {same[0].id: tuple(same) for same in alike.values()}
    stated = [(id, same[0].statement, _value(same[0])) for id, same in merged.items()]
    standing = tuple(same[0] for same in merged.values() if same[0].stands_for)
    also = [(f"{claim.id} as {claim.stands_for}", claim.stands_for, _value(claim))
            for claim in standing]
    return Together(
        name, merged, _outcome(stated, study, "exact", level),
        _outcome(stated, study, "sample", level), study.words, standing,
        _outcome(stated + also, study, "exact", level) if also else None, _base_rate(study),
    )


def _value(claim: Claim):
    return claim.printed if claim.n is None else (claim.k, claim.n)


def _outcome(stated, study: Study, counts: str, level: float):
    try:
        return reconcile(stated, implies=study.implies, counts=counts, level=level,
                         events=tuple(study.events), unit=study.words)
    except Contradiction as found:
        return found


def _base_rate(study: Study) -> Fraction | None:
    """The base rate at which the figures of the study's comparison are all true, if any."""
    sides = {name: claim.printed for name, claim in study.comparison.items() if name in RATES}
    if len(sides) < 3:
        return None
    try:
        table = solve(**{name: float(figure) for name, figure in sides.items()})
    except ValueError:
        return None
    return Fraction(table.prevalence)
