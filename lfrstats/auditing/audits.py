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

from ..evidence.checking.checks import Check, check_study
from ..evidence.claims import Claim, Study, Unverified
from ..evidence.study_file import load_claims
from ..reconciling.disagreements import Disagreement, disagreement
from ..samples.unverified import IdentifiedPrecision, identified_precision
from ..words import check
from . import findings as said
from .together import Together, together

__all__ = ["Audit", "Together", "audit"]


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

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """One sentence for each check that fails, and for each contradiction."""
        return said.failures(self.checks, self.together)

    @property
    def consistent(self) -> bool:
        """Whether no check fails and no claims contradict each other."""
        return not self.failures

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """What was found, and what cannot be known, in at most seven sentences."""
        return said.findings(self.study, self.level, self.failures, self.checks, self.together,
                             self.unverified)

    @property
    def failed_first(self) -> int:
        """How many of the findings are against a recorded figure; they come first."""
        return min(len(self.failures), said.MOST_FAILURES)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The readings under which the claims cannot all be true, though otherwise they can."""
        return said.readings(self.together)

    @property
    def answer(self) -> str:
        """The line above all: what fails, or whether all can be true."""
        return said.answer(self.failures, self.together, self.checks)

    def __str__(self) -> str:
        return f"{self.study.title}: {self.answer}"


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
        tuple(together(name, claims, study, level) for name, claims in _groups(study, reason)),
        tuple(_unverified(study, level)), _disagreement(study),
    )


def _groups(study: Study, reason: str) -> Iterator[tuple[str, list[Claim]]]:
    """The claims that are reconciled with each other: of one condition, or of one [[cases]].

    Counts that say what they count are among them, as shares of the others.
    """
    everything = [*study.claims, *study.from_counts]
    if reason or not (study.conditions or any(claim.cases for claim in everything)):
        if everything:
            yield "all claims of the study", everything
        return
    for where in (None, *study.conditions, *study.cases):
        claims = [claim for claim in everything if (claim.cases or claim.condition) is where]
        if claims:
            yield str(where or "claims without a recorded condition"), claims


def _unverified(study: Study, level: float) -> Iterator[IdentifiedPrecision]:
    """Precision as the unverified leave it open; and once more, trusting what the study names."""
    told = study.unverified
    if told is None:
        return
    wrong, groups = _not_right(told)
    trusted = [_group(claim) for claim in told.trusted_wrong]
    for names in ([], trusted) if trusted else ([],):
        yield identified_precision(told.right.k, wrong, groups, trusted_wrong=names, level=level,
                                   words=study.words)


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

