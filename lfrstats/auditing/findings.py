"""What is said first: what was found, and what cannot be known, in at most seven sentences.

Each sentence stands alone, names its denominator, and says no more than the body of the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..evidence.checking.checks import Check
from ..evidence.claims import Claim, Study
from ..intervals.interval import interval
from ..reconciling import Contradiction
from ..samples.unverified import IdentifiedPrecision
from ..table.rates import RATES
from ..words import wording
from ..words.limits import ends, limits, near, rounded_percent, share_of
from .together import Together

__all__ = ["MOST_FINDINGS", "answer", "capital", "failures", "findings", "readings",
           "standing_said"]

MOST_FINDINGS = 7
MOST_FAILURES = 3
"""Failures told at the top; the others stand below."""
MOST_CONTRASTS = 2
MOST_DOUBTS = 2
MOST_OPEN = Fraction(1, 2)
"""How wide a range may be that is told as what is known of the share of right alerts."""
DOUBTS = ("denominator", "accuracy", "open", "total")
"""Checks whose notes stand at the top, the gravest kind first."""
UNKNOWN = {"precision": ("alert", "listed"), "tpir": ("listed", "not alert"),
           "prevalence": ("", "listed")}
"""What nobody can know where the figures leave a rate open: of which cases, what is so."""


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def failures(checks: tuple[Check, ...], groups: tuple[Together, ...]) -> tuple[str, ...]:
    """One sentence for each check that fails, and for each contradiction."""
    apart = len(groups) > 1
    return (
        *(capital(done.sentence) for done in checks if done.fails),
        *(f"{f'{capital(group.name)}: ' * apart}{group.sampled.brief()}" for group in groups
          if isinstance(group.sampled, Contradiction)),
    )


def readings(groups: tuple[Together, ...]) -> tuple[str, ...]:
    """The readings under which the claims cannot all be true, though otherwise they can."""
    return tuple(f"Taking {standing_said(group)}, they cannot all be true." for group in groups
                 if group.consistent and isinstance(group.read_as, Contradiction))


def standing_said(group: Together) -> str:
    """The figures that stand for a rate, and what they are taken for, in words."""
    said = []
    for claim in group.standing:
        taken = group.words.share(RATES[claim.stands_for or "precision"].text)
        said.append(f"the {claim.printed.plain} {'of ' * (claim.printed.form == 'percent')}"
                    f"{claim.of} that {claim.that} for the share of {taken}")
    return "; ".join(said)


def findings(study: Study, level: float, failed: tuple[str, ...], checks: tuple[Check, ...],
             groups: tuple[Together, ...], unverified: tuple[IdentifiedPrecision, ...],
             ) -> tuple[str, ...]:
    """What was found, and what cannot be known."""
    rest = len(failed) - MOST_FAILURES
    doubts = [capital(done.sentence) for kind in DOUBTS for done in checks
              if done.kind == kind and done.verdict == "note"]
    more = [f"{rest} more of these are in the full report."] if rest > 0 else []
    first = [*failed[:MOST_FAILURES], *more,
             *readings(groups)[:1], *doubts[:MOST_DOUBTS]]
    failing = [set(done.items) for done in checks if done.fails]
    told = [done.sentence for done in checks if done.kind == "contrast"
            and not any(set(done.items) <= items for items in failing)]
    last = [*_right(study, level, groups, unverified), *_reading(groups),
            *_unknown(study, groups), *_further(groups, unverified)]
    room = MOST_FINDINGS - len(first)
    last = last[:max(0, room - bool(told))]
    return (*first, *told[:min(MOST_CONTRASTS, room - len(last))], *last)


def _right(study: Study, level: float, groups: tuple[Together, ...],
           unverified: tuple[IdentifiedPrecision, ...]) -> Iterator[str]:
    """How many were flagged rightly: as the unverified leave it open, as counted, or as implied."""
    if unverified:
        yield f"{unverified[0]}."
        return
    counted = [(n, n - k if claim.rate == "fdr" else k, claim)
               for claim in (*study.claims, *study.from_counts)
               if claim.rate in ("precision", "fdr") or claim.stands_for == "precision"
               for k, n in filter(None, [claim.counts])]
    if counted:
        yield _counted(*max(counted, key=lambda found: found[0]), study, level)
        return
    for group in groups:
        found = group.answer("precision")
        if found and found.sampled.width <= MOST_OPEN:
            yield f"{f'{capital(group.name)}: ' * (len(groups) > 1)}{found.sampled}"
            return


def _counted(n: int, k: int, claim: Claim, study: Study, level: float) -> str:
    share = rounded_percent(Fraction(k, n), round)
    low, high = (Fraction(float(end)) for end in interval(k, n, level=level))
    where = f" ({claim.condition})" if claim.condition else ""
    said = (capital(study.words.among("listed | alert", k, n)) if not claim.stands_for else
            f"{k:,} of {n:,} {claim.of} {claim.that}")
    return (f"{said}{where}: {share}; chance alone leaves open "
            f"{' to '.join(ends(low, high))} ({wording.percent(level)}).")


def _reading(groups: tuple[Together, ...]) -> Iterator[str]:
    """The base rate at which all are true, if a figure is read as what it is taken for."""
    for group in groups:
        if group.read_as is None or isinstance(group.read_as, Contradiction) or not any(
                claim.stands_for in ("precision", "fdr") for claim in group.standing):
            continue
        without, found = group.answer("prevalence"), group.read_as.bounds("prevalence")
        if without and found.width < without.sampled.width:
            where = share_of(limits(found.low, found.high), group.words.said_of(found.stated))
            yield f"Taking {standing_said(group)}, all can be true only where {where}."
            return


def _unknown(study: Study, groups: tuple[Together, ...]) -> Iterator[str]:
    """What no group of claims narrows at all; how many of the alerts, if none counts those."""
    asked = [group for group in groups if group.answers]
    unknown = [rate for rate in UNKNOWN
               if asked and all(rate in group.undetermined for group in asked)]
    if any("| alert" in claim.statement.text for claim in study.claims):
        unknown = [rate for rate in unknown if rate != "precision"]
    if unknown:
        words = study.words
        told = [f"how many {words.group(of)} {words.what(f'{so} | {of}' if of else so)}"
                for of, so in (UNKNOWN[rate] for rate in unknown)]
        *head, last = told
        listed = f"{', '.join(head)} or {last}" if head else last
        apart = ", each taken under its own conditions," if len(asked) > 1 else ""
        yield f"From these figures{apart} nobody can know {listed}."


def _further(groups: tuple[Together, ...],
             unverified: tuple[IdentifiedPrecision, ...]) -> Iterator[str]:
    """The one further figure that would tell most: what became of the unverified, before others."""
    if unverified and unverified[0].open:
        left = unverified[0]
        yield (f"What would tell most is how many of the {left.open} never verified were right: "
               f"if none was, {near(left.low)} of {left.counted} were; if all were, "
               f"{near(left.high)}.")
        return
    for group in groups:
        if not group.alone and group.influence and group.influence.further:
            found = group.influence
            name = f"{capital(group.name)}: " * (len(groups) > 1)
            yield f"{name}{found.further[0].sentence(found.bounds.stated, group.words)}"
            return


def answer(failed: tuple[str, ...], groups: tuple[Together, ...],
           checks: tuple[Check, ...]) -> str:
    """The line above all, which says no more than the body."""
    if failed:
        return f"{len(failed)} finding{'s' * (len(failed) > 1)} against recorded figures."
    none = "no recorded figure fails a check"
    if readings(groups):
        return f"{none}, but whether all can be true depends on how one of them is read."
    notes = {done.kind for done in checks if done.verdict == "note"}
    if "denominator" in notes:
        return f"{none}, but it is in doubt what one of them is a share of."
    if "open" in notes:
        return f"{none}, but what one of them is a share of, or of how many, is not said."
    several = [group for group in groups if not group.alone]
    if not several:
        apart = ("no two of them were taken together", "there is one only", "none is a share")[
            max(0, 2 - len(groups))]
        return f"{none}; {apart}, so none could contradict another."
    whole = "all" if len(groups) == 1 else "all that were taken under one condition"
    sampled = "" if all(group.as_counted for group in several) else (
        ", if the counts are taken as samples")
    return f"{none}, and {whole} can be true{sampled}."
