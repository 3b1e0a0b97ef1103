"""Can all these figures be true at once, in what world, and what else must then be true?

`reconcile` takes claims P(x | y) = v as they were printed. If they can all be true, it returns a
`Reconciliation`: sharp bounds on any other statement, each with its proof, and a world in whole
faces that shows it. If they cannot, it raises `Contradiction` with the smallest set of claims in
conflict. All arithmetic is exact, so that "cannot" means cannot and not "nearly".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from ..table.events import Statement
from ..table.own_words import FACES, Words, words_of
from .bounds import Bounds, bounds_on
from .conflict import Contradiction, conflict
from .drivers import Influence, influence
from .linear.bounding import Emptied, World, emptied, least
from .linear.constraints import Between, system
from .linear.systems import Constraint, System
from .worlds import Witness, mixed, whole

__all__ = ["Between", "Bounds", "Contradiction", "Reconciliation", "reconcile"]

MIXED = 20
"""From how many claims' extreme worlds a typical one is mixed."""


def reconcile(claims, *, implies: Iterable[str] = (), counts: str = "exact", level: float = 0.95,
              events: Iterable[str] | None = None,
              unit: str | Words = "faces") -> Reconciliation:
    """All that follows from claims about one joint table, or the contradiction among them.

    Parameters
    ----------
    claims : mapping of statement to value, or list of (name, statement, value)
        Statements P(x | y) as "x | y" ("alert | not listed", "listed and not alert"), or the name
        of a rate ("precision", "base rate"). Values as printed ("70%", "1 in 1,000", "8 of 42",
        "at least 90%"), numbers in [0, 1] (exact), counts (k, n), `Between(low, high)`, or an
        `Interval`. The list form lets several claims make one statement.
    implies : list of str
        Rules "x -> y" between events: nothing is x without being y.
    counts : {"exact", "sample"}
        Whether "8 of 42" is the share itself, in this study, or a sample of cases from which the
        share is inferred, by an exact (Clopper-Pearson) interval. The default makes no assumption
        about sampling.
    level : float in (0, 1)
        With "sample", at least the joint confidence level of all counted claims together.
    events : list of str, optional
        The events there are, at most 12; if not given, all that are named. Given, they catch
        misspelt names.
    unit : str or Words
        What the cases are called, in the plural; or all the words for them.

    Returns
    -------
    Reconciliation

    Raises
    ------
    Contradiction
        If the claims cannot all be true: a ValueError with the claims in conflict and the proof.

    Notes
    -----
    A claim about a share of a group also says that the group is not empty, P(y) > 0: a set of
    claims that leaves no listed face contradicts "70 % of listed faces raise an alert". The joint
    level comes from giving each of m counts an interval of level 1 - (1 - level) / m (Bonferroni),
    whatever their dependence. The bounds are then true together with at least that confidence.
    All claims must be about one threshold, list and population; nothing here can tell.

    Examples
    --------
    >>> r = reconcile({"alert | listed": "70%", "alert | not listed": "1 in 1,000",
    ...                "confirmed | alert": "8 of 42"}, implies=["confirmed -> alert and listed"])
    >>> print(r.bounds("precision"))
    At least 19 %, but not all, of alerts are for a face on the list.
    >>> r.bounds("precision").low
    Fraction(4, 21)
    >>> reconcile({"tpir": "70%", "miss rate": "at least 40%"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    lfrstats.reconciling.conflict.Contradiction: 'tpir' (70%) and 'miss rate' (at least 40%) cannot
    both be true: with the other one true, the share of faces on the list that raise no alert would
    be at most 30.5 %, and 'miss rate' says at least 40%. ...
    """
    whole_system = system(claims, implies=implies, counts=counts, level=level, events=events)
    return settled(whole_system, words_of(unit))


def settled(claims: System, words: Words = FACES) -> Reconciliation:
    """What `reconcile` does, for constraints that are made already."""
    found = emptied(claims)
    if isinstance(found, Emptied):
        raise conflict(claims, found, words)
    return Reconciliation(claims, found, words)


@dataclass(frozen=True, eq=False)
class Reconciliation:
    """Claims that can all be true: `system` has them as constraints, `world` is one such world."""

    system: System
    world: World
    words: Words = FACES

    @property
    def events(self) -> tuple[str, ...]:
        """The events that the claims name."""
        return self.system.events

    @property
    def claims(self) -> tuple[Constraint, ...]:
        """The claims, as constraints."""
        return self.system.constraints

    @property
    def level(self) -> float | None:
        """At least the joint confidence of all that follows; None where nothing is a sample."""
        return self.system.level

    def bounds(self, stated: str | Statement) -> Bounds:
        """Sharp bounds on a statement, or a rate by name, in all worlds in which the claims hold.

        Raises
        ------
        ValueError
            If the claims leave nobody whom it could be a share of.

        Examples
        --------
        >>> r = reconcile({"tpir": 0.7, "fpir": "1/1000", "precision": "8 of 42"})
        >>> r.bounds("prevalence").low, r.bounds("prevalence").high
        (Fraction(1, 2976), Fraction(1, 2976))
        """
        stated = self.system.named(stated) if isinstance(stated, str) else stated
        return bounds_on(stated, self.system, self.words)

    def witness(self, faces: int | None = None) -> Witness:
        """A world in whole faces in which all claims are true to the letter.

        Parameters
        ----------
        faces : int, optional
            How many faces it shall have; by default the smallest of 100, 1,000 ... (or, where
            figures are exact, of their common denominators) that fits.

        Examples
        --------
        >>> print(reconcile({"tpir": "70%", "fpir": "1 in 1,000", "precision": "19%"}).witness())
        Of 100,000 faces, of the 33 faces on the list, 23 raise an alert; of the 99,967 faces not on
        the list, 100 raise an alert; of the 123 alerts, 23 are for a face on the list.
        """
        return whole(self.system, self._worlds, faces, self.words)

    @cached_property
    def _worlds(self) -> list[World]:
        """Worlds to make whole ones from: as printed and with rare events, typical, at an edge."""
        fixed = replace(self.system, constraints=tuple(map(_at_value, self.claims)))
        found = emptied(fixed)
        as_printed = [] if isinstance(found, Emptied) else [self._rare(fixed), found]
        worlds = [*as_printed, self._rare(self.system), self._typical(), self.world]
        return [world for world in worlds if world]

    def _rare(self, claims: System) -> World:
        """A mixture of the worlds in which each event is as rare as it can be."""
        everyone = self.system.possible | True
        named = (self.system.named(event).counted for event in self.events)
        return mixed(least(claims, counted, everyone).world for counted in named)

    def _typical(self) -> World:
        """A mixture of extreme worlds, which keeps off the edges."""
        statements = {c.key: c.stated for c in self.claims}.values()
        extremes = [
            least(self.system, counted, stated.among).world
            for stated in list(statements)[:MIXED]
            for counted in (stated.counted, stated.among & ~stated.counted)
        ]
        return mixed([self.world, *extremes])

    def influence(self, stated: str | Statement, *, further=None) -> Influence:
        """What drives the bounds on a statement: see `drivers.influence`."""
        stated = self.system.named(stated) if isinstance(stated, str) else stated
        return influence(stated, self.system, self.words, further=further)

    def rows(self) -> list[dict]:
        """One row a claim: what it says, and what all claims together leave of it."""
        found: dict[tuple, Bounds] = {}
        for claim in self.claims:
            if claim.key not in found:
                found[claim.key] = self.bounds(claim.stated)
        return [
            {"claim": c.name, "statement": str(c.stated), "says": c.says, "low": float(c.low),
             "high": float(c.high), "implied low": float(found[c.key].low),
             "implied high": float(found[c.key].high)}
            for c in self.claims
        ]

    def sentence(self) -> str:
        """Whether all can be true, and a world that shows it."""
        count = len(self.claims)
        who = {1: "The figure can be true", 2: "Both figures can be true at once"}.get(
            count, f"All {count:,} figures can be true at once")
        return f"{who}. {self.witness().sentence()}"

    def __str__(self) -> str:
        return self.sentence()


def _at_value(claim: Constraint) -> Constraint:
    """The claim with its printed value alone, where there is one."""
    figure = claim.figure
    if figure is None or figure.relation not in ("=", "about"):
        return claim
    return replace(claim, low=figure.value, high=figure.value)
