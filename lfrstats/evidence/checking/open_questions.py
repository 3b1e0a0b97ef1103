"""Which totals or readings does a figure leave open, and what would each of them imply?

A count and a percentage fit some totals and no others. A figure of which is not said what it is a
share of is never put together with others silently: each reading is tried by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from ...reconciling import Contradiction, Reconciliation, reconcile
from ..claims import Claim, OpenClaim, Reading, Study
from .kinds import Check
from .sizes import Sizes

__all__ = ["readings", "totals", "totals_that_fit"]

ASKED = ("precision", "prevalence", "tpir")
"""What a reading is asked about, in this order."""


def totals_that_fit(claim: Claim) -> tuple[int, int | None] | None:
    """The least and the largest n of which `k` prints so; None for no largest, or for no n at all.

    The largest is None where there is none; the whole is None where no n fits.
    """
    k, low, high = claim.k or 0, claim.printed.low, claim.printed.high
    least = max(ceil(k / high), k, 1) if high else (None if k else 1)
    if least is None:
        return None
    most = floor(k / low) if low else None
    return None if most is not None and most < least else (least, most)


def totals(claim: Claim, sizes: Sizes) -> Iterator[Check]:
    """A count beside a percentage, without the total: the totals that fit."""
    if claim.k is None or claim.n is not None:
        return
    fit, said = totals_that_fit(claim), f"{claim.k:,} and {claim.printed.plain}"
    if fit is None:
        yield Check("open", "fails", (claim.id,), f"{said}: of no whole number of {claim.of} is "
                    f"{claim.k:,} printed so.", claim.line)
        return
    least, most = fit
    range_of = f"{least:,}" if most == least else f"{least:,} to {most:,}" if most else (
        f"{least:,} or more")
    sentence = f"{said} mean {range_of} {claim.of}; how many, is not said."
    known = sizes.of(claim, claim.statement.among)
    for size in known[:1]:
        fits = least <= size.number <= (most or size.number)
        sentence += f" On record are {size.number:,}, which {'fits' if fits else 'does not fit'}."
    yield Check("open", "note", (claim.id,), sentence, claim.line)


def readings(study: Study) -> Iterator[Check]:
    """For each figure without a denominator, what each reading would imply."""
    for claim in study.open_claims:
        where = [one for one in (*study.claims, *study.from_counts) if study.assume_same or (
            one.condition is claim.condition and one.cases is claim.cases)]
        before = _together(where, study)
        said = [f"{claim.printed.plain}: what it is a share of is not said."]
        said += [_read(claim, reading, where, before, study) for reading in claim.readings]
        yield Check("open", "note", (claim.id,), " ".join(said), claim.line)


def _read(claim: OpenClaim, reading: Reading, others: list[Claim],
          before: Reconciliation | None, study: Study) -> str:
    """One reading, and what follows from it with the other figures."""
    share = study.words.share(reading.statement)
    found = _together(others, study, (claim, reading))
    if found is None:
        against = "the other figures" if before is not None else "itself or the others"
        return f"As the share of {share}, it would contradict {against}."
    new = [sentence for rate in ASKED if (sentence := _news(found, before, rate))]
    follows = f"then {_lower(new[0])}" if new else "then nothing more follows."
    return f"If it is the share of {share}, {follows}"


def _news(found: Reconciliation, before: Reconciliation | None, rate: str) -> str:
    """The bounds on a rate, where the reading narrows them."""
    try:
        bounds = found.bounds(rate)
        old = before.bounds(rate) if before is not None and before.claims else None
    except ValueError:
        return ""
    if (bounds.low, bounds.high) == ((old.low, old.high) if old else (0, 1)):
        return ""
    return bounds.sentence()


def _together(claims: list[Claim], study: Study,
              read: tuple[OpenClaim, Reading] | None = None) -> Reconciliation | None:
    stated: list[tuple] = [(claim.id, claim.statement, _value(claim)) for claim in claims]
    if read is not None:
        stated.append((f"{read[0].id} as read", read[1].statement, _value(read[0])))
    try:
        return reconcile(stated, implies=study.implies, events=tuple(study.events),
                         unit=study.words)
    except (Contradiction, ValueError):
        return None


def _value(claim: Claim | OpenClaim):
    return claim.printed if claim.n is None else (claim.k, claim.n)


def _lower(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"
