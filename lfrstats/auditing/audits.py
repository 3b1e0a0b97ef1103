"""What do the figures of a study imply together, and can they all be true?

An audit puts everything over one recorded study: the checks of print, sums and totals; whether the
claims made under one condition can all be true, with a world that shows it or the proof that there
is none; what they imply for every other rate; what the unverified alerts could hide; which further
figure would settle most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..evidence.accuracy import counts_no_misses
from ..evidence.checks import Check, check_study
from ..evidence.claims import Claim, Study, Unverified
from ..evidence.study_file import load_claims
from ..reconciling import (
    Bounds,
    Contradiction,
    Influence,
    Reconciliation,
    Witness,
    reconcile,
)
from ..reconciling.disagreements import Disagreement, disagreement
from ..samples.unverified import IdentifiedPrecision, identified_precision
from ..words import check

__all__ = ["Audit", "Together", "audit"]

ASKED = ("prevalence", "tpir", "fpir", "precision", "alert_rate")
"""The rates an audit asks about, in this order."""
UNKNOWN = {
    "precision": "how many were flagged rightly",
    "tpir": "how many were missed",
    "prevalence": "how many there were to find",
}
"""What nobody can know where the figures leave a rate open, in words that suit any study."""
MOST_FAILURES = 3
"""Failures told at the top; the others stand below."""
PUBLISHED = ("prevalence", "alert_rate", "false_alert_rate", "true_alert_rate")
"""Figures that could be published, and are tried for how much they would settle."""


@dataclass(frozen=True, eq=False)
class Together:
    """Claims taken as claims about one table, and what comes of it.

    `name` says what makes them one; `claims` groups the ids of claims that say the very same. The
    outcome is a `Reconciliation`, or the `Contradiction` among them. `exact` takes each count as
    the share itself, `sampled` as a sample. `read_as` adds that the claims in `standing` are read
    as the rates they stand for: 8 of 42 verified as the precision.
    """

    name: str
    claims: dict[str, tuple[Claim, ...]]
    exact: Reconciliation | Contradiction
    sampled: Reconciliation | Contradiction
    standing: tuple[Claim, ...] = ()
    read_as: Reconciliation | Contradiction | None = None

    @property
    def alone(self) -> bool:
        """Whether there is one claim only, and all that could contradict is that it is nonsense."""
        return self.consistent and sum(map(len, self.claims.values())) == 1

    @property
    def consistent(self) -> bool:
        """Whether all can be true, allowing the counts their chance variation."""
        return isinstance(self.sampled, Reconciliation)

    @property
    def as_counted(self) -> bool:
        """Whether all can be true with each count as the exact share."""
        return isinstance(self.exact, Reconciliation)

    @cached_property
    def witness(self) -> Witness:
        """A world in which all hold: with each count exactly as it is, if that can be."""
        found = self.exact if self.as_counted else self.sampled
        return found.witness()

    @cached_property
    def bounds(self) -> list[tuple[str, Bounds, Bounds | None]]:
        """Rates that are narrowed, their bounds with the counts as samples, and as they stand."""
        return [row for row in self._asked if not _open(*row[1:])]

    @property
    def undetermined(self) -> list[str]:
        """Rates that may still be anything from 0 to 1, also with the counts as they stand."""
        return [row[0] for row in self._asked if _open(*row[1:])]

    @cached_property
    def _asked(self) -> list[tuple[str, Bounds, Bounds | None]]:
        return list(self._bounds()) if self.consistent else []

    def _bounds(self) -> Iterator[tuple[str, Bounds, Bounds | None]]:
        for name in ASKED:
            if not {"listed", "alert"} <= set(self.sampled.events):
                return
            try:
                found = self.sampled.bounds(name)
            except ValueError:
                continue
            yield name, found, self._counted(name)

    def _counted(self, name: str) -> Bounds | None:
        """The bounds with the counts as they stand; None where they leave nobody to be a share of.

        No listed face of 500 leaves no hit rate as counted, though a sample of 500 leaves one.
        """
        if not isinstance(self.exact, Reconciliation):
            return None
        try:
            return self.exact.bounds(name)
        except ValueError:
            return None

    @property
    def answers(self) -> bool:
        """Whether the claims are about who is listed and who raises an alert at all."""
        return bool(self._asked)

    @property
    def standing_said(self) -> str:
        """The figures that stand for a rate, and the rate, in words."""
        return "; ".join(
            f"{claim.printed.plain} {'of ' * (claim.printed.form != 'count')}{claim.of} that "
            f"{claim.that}, read as the {claim.stands_for}" for claim in self.standing)

    @cached_property
    def influence(self) -> Influence | None:
        """What drives the bounds on precision, or on the base rate where that is narrower."""
        open_ = [name for name, found, _ in self.bounds if found.width > 0]
        wanted = next((name for name in ("precision", "prevalence") if name in open_), None)
        return self.sampled.influence(wanted, further=PUBLISHED) if wanted else None


def _open(sampled: Bounds, counted: Bounds | None) -> bool:
    return sampled.width == 1 and (counted is None or counted.width == 1)


@dataclass(frozen=True, eq=False)
class Audit:
    """Everything an audit found, in the order it is reported."""

    study: Study
    level: float
    assume_same: str
    checks: tuple[Check, ...]
    together: tuple[Together, ...]
    unverified: tuple[IdentifiedPrecision, ...]
    disagreement: Disagreement | None = None

    @property
    def failures(self) -> tuple[str, ...]:
        """One sentence for each check that fails, and for each contradiction."""
        return (
            *(done.sentence for done in self.checks if done.fails),
            *(str(group.sampled) for group in self.together if not group.consistent),
        )

    @property
    def consistent(self) -> bool:
        """Whether no check fails and no claims contradict each other."""
        return not self.failures

    @property
    def findings(self) -> tuple[str, ...]:
        """What was found, and what cannot be known, in sentences that say no more than the body."""
        failed = self.failures
        rest = len(failed) - MOST_FAILURES
        return (
            *failed[:MOST_FAILURES], *([f"{rest} more below."] if rest > 0 else []),
            *self.conditions, *(f"{found}." for found in self.unverified[:1]), *self._unknown(),
        )

    @property
    def conditions(self) -> tuple[str, ...]:
        """The readings under which the claims cannot all be true, though otherwise they can."""
        return tuple(
            f"With {group.standing_said}, they cannot all be true."
            for group in self.together
            if group.consistent and isinstance(group.read_as, Contradiction)
        )

    def _unknown(self) -> Iterator[str]:
        """What no group of claims narrows at all; how many of the alerts, if none counts those."""
        asked = [group for group in self.together if group.consistent and group.answers]
        unknown = [told for name, told in UNKNOWN.items()
                   if asked and all(name in group.undetermined for group in asked)]
        if any("| alert" in claim.statement.text for claim in self.study.claims):
            unknown = [told for told in unknown if told != UNKNOWN["precision"]]
        if unknown:
            *head, last = unknown
            listed = f"{', '.join(head)} or {last}" if head else last
            apart = ", each taken under its own conditions," if len(asked) > 1 else ""
            yield f"From these figures{apart} nobody can know {listed}."

    def __str__(self) -> str:
        if self.consistent and self.conditions:
            return (f"{self.study.title}: no recorded figure fails a check, but whether all can be "
                    "true depends on how one of them is read.")
        if self.consistent:
            return f"{self.study.title}: no recorded figure fails a check, and all can be true."
        count = len(self.failures)
        return f"{self.study.title}: {count} finding{'s' * (count > 1)} against recorded figures."


def audit(study: Study | str | Path, *, level: float = 0.95, assume_same: str = "") -> Audit:
    """The audit of a recorded study, of a claims file, or of a study already loaded.

    Parameters
    ----------
    study : Study, str or Path
        A study, the id of a recorded one, or the path of a claims file.
    level : float in (0, 1)
        Joint confidence level of what follows from counts taken as samples.
    assume_same : str
        Why claims made under different conditions may be taken together; without it, and without
        such a reason in the study, claims are reconciled only with claims of their own condition.

    Examples
    --------
    >>> print(audit("met-trials-2020"))  # doctest: +NORMALIZE_WHITESPACE
    Two headlines, one street: live facial recognition in London, January 2020: no recorded figure
    fails a check, and all can be true.
    """
    study = study if isinstance(study, Study) else load_claims(study)
    level = check.level(level)
    reason = assume_same or study.assume_same
    return Audit(
        study, level, reason, check_study(study),
        tuple(_together(name, claims, study, level) for name, claims in _groups(study, reason)),
        tuple(_unverified(study, level)), _disagreement(study),
    )


def _groups(study: Study, reason: str) -> Iterator[tuple[str, list[Claim]]]:
    """The claims that are reconciled with each other."""
    if reason or not study.conditions:
        if study.claims:
            yield "all claims of the study", list(study.claims)
        return
    for condition in (None, *study.conditions):
        claims = [claim for claim in study.claims if claim.condition is condition]
        if claims:
            yield str(condition or "claims without a recorded condition"), claims


def _together(name: str, claims: list[Claim], study: Study, level: float) -> Together:
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
        _outcome(stated, study, "sample", level), standing,
        _outcome(stated + also, study, "exact", level) if also else None,
    )


def _value(claim: Claim):
    return claim.printed if claim.n is None else (claim.k, claim.n)


def _outcome(stated, study: Study, counts: str, level: float):
    try:
        return reconcile(stated, implies=study.implies, counts=counts, level=level,
                         events=tuple(study.events), unit=study.words)
    except Contradiction as found:
        return found


def _unverified(study: Study, level: float) -> Iterator[IdentifiedPrecision]:
    """Precision as the unverified leave it open; and once more, trusting what the study names."""
    told = study.unverified
    if told is None:
        return
    wrong, groups = _not_right(told)
    trusted = [_group(claim) for claim in told.trusted_wrong]
    for names in ([], trusted) if trusted else ([],):
        yield identified_precision(told.right.k, wrong, groups, trusted_wrong=names, level=level)


def _not_right(told: Unverified) -> tuple[int, dict[str, int]]:
    """How many were verified as wrong, and how many never verified, by what they were."""
    groups = {_group(claim): claim.k for claim in told.groups}
    wrong = told.wrong.k if told.wrong else 0
    rest = told.right.n - told.right.k - wrong - sum(groups.values())
    return wrong, groups | ({"not accounted for": rest} if rest else {})


def _group(claim: Claim) -> str:
    """What became of a group of alerts: "rejected on review" for "were rejected on review"."""
    return re.sub(r"^(were|are|was|is) (for )?", "", claim.that)


def _disagreement(study: Study) -> Disagreement | None:
    """The log-odds from the false-alert rate to the share of alerts called wrong, in parts."""
    told = study.unverified
    if told is None or not (told.inaccurate and told.tpir and told.fpir):
        return None
    wrong, groups = _not_right(told)
    return disagreement(told.fpir.printed, told.inaccurate.printed, tpir=told.tpir.printed,
                        right=told.right.k, wrong=wrong, unverified=groups)

