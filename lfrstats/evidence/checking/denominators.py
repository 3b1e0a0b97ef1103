"""Can each figure be a share of what it is called a share of, and if not, of what else?

Two figures that add up to one total although they divide by different things; a share of cases
whose number is the recorded number of others; figures that leave no world but one in which nearly
everybody is listed; a print that follows from another total than its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

import numpy as np

from ...reconciling import Contradiction, Reconciliation, reconcile
from ...reconciling.counts import check_print
from ...table.events import statement
from ...table.rates import EVENTS, RATES
from ...words import check
from ...words.limits import limits
from ..claims import Claim, Study
from .kinds import Check
from .sizes import Sizes

__all__ = ["absurd", "another_total", "complements", "would_follow"]

MOST_CASES = 10**16
"""More than any count may be."""
MOST_OTHERS = 2
"""Other totals that are told."""
NEARLY_ALL = Fraction(9, 10)
"""From this base rate on, figures that force it are worth a note."""
READ_AS = {"fpir": ("fdr", "false_alert_rate"), "false_alert_rate": ("fpir", "fdr"),
           "fdr": ("fpir", "false_alert_rate"), "tpir": ("precision", "true_alert_rate"),
           "precision": ("tpir", "true_alert_rate"), "true_alert_rate": ("tpir", "precision"),
           "tnir": ("npv",), "npv": ("tnir",), "fnir": ("false_omission_rate",),
           "false_omission_rate": ("fnir",)}
"""Rates that count the same cases, among others: what a rate may have been taken for."""


def complements(study: Study) -> Iterator[Check]:
    """K of n and k' of n that make up one group of n, though one of them divides by another."""
    shelves: dict[tuple, list[Claim]] = {}
    for claim in study.claims:
        if claim.n:
            shelves.setdefault((claim.cases, claim.condition, claim.n), []).append(claim)
    seen: set[tuple] = set()
    for shelf in shelves.values():
        by_count: dict[int | None, list[Claim]] = {}
        for claim in shelf:
            by_count.setdefault(claim.k, []).append(claim)
        for claim in shelf:
            for other in by_count.get(_rest(claim), ()):
                key = (claim.statement.text, other.statement.text, claim.k)
                if key not in seen and _make_up(claim, other):
                    seen.add(key)
                    yield _complement(claim, other)


def _rest(claim: Claim) -> int:
    return (claim.n or 0) - (claim.k or 0)


def _make_up(claim: Claim, other: Claim) -> bool:
    """Whether what both count is what the other, and not the one, is counted among."""
    a, b = claim.statement, other.statement
    return bool(not (a.counted & b.counted).any() and not np.array_equal(a.among, b.among)
                and np.array_equal(a.counted | b.counted, b.among))


def _complement(claim: Claim, other: Claim) -> Check:
    n = f"{claim.n:,}"
    sentence = (
        f"{claim.k:,} of {n} {claim.of} {claim.that}, and {other.k:,} of {n} {other.of} "
        f"{other.that}: {claim.k:,} and {other.k:,} add up to {n}, so both look like shares of the "
        f"same {n} {other.of}. If these are the same cases, the first can be right as it stands "
        f"only if there were just {n} {claim.of} too.")
    return Check("denominator", "note", (claim.id, other.id), sentence, claim.line)


def another_total(claim: Claim, study: Study, sizes: Sizes) -> Iterator[Check]:
    """A share of some cases, whose number is on record as that of other cases."""
    if not claim.n or claim.n == claim.k or claim.statement.among.all():
        return
    if any(size.number == claim.n for size in sizes.of(claim, claim.statement.among)):
        return
    for size in sizes.equal(claim, claim.n):
        cells = size.cells
        if cells is None or (claim.statement.counted & ~cells).any() or cells.all():
            continue
        n = f"{claim.n:,}"
        sentence = (
            f"{claim.k:,} of {n} is given as a share of {claim.of}, but {n} is on record as the "
            f"number of {size.words}. Of these, {claim.k:,} of {n} would be another figure"
            f"{_named(claim, cells, study)}.")
        yield Check("denominator", "note", (claim.id, size.id), sentence, claim.line)
        return


def _named(claim: Claim, cells: np.ndarray, study: Study) -> str:
    """The words of the rate that has the claim's cases among others."""
    events = claim.statement.events
    if not set(EVENTS) <= set(events):
        return ""
    for rate in READ_AS.get(claim.rate or "", ()):
        stated = statement(RATES[rate].text, events)
        if np.array_equal(stated.among, cells):
            return f": the share of {study.words.share(stated)}"
    return ""


def would_follow(claim: Claim, sizes: Sizes) -> str:
    """Which other recorded totals a print follows from that does not follow from its own."""
    k, low, high = claim.k or 0, claim.printed.low, claim.printed.high
    said: list[str] = []
    for number in sizes.between(claim, max(k, 1, ceil(k / high) if high else 1),
                                floor(k / low) if low else MOST_CASES):
        others = sizes.equal(claim, number)
        if number != claim.n and others and len(said) < MOST_OTHERS and (
                check_print(claim.printed, k, number).verdict in ("exact", "rounded")):
            said.append(f"{k:,} of {number:,} ({others[0].words})")
    return f" It would follow from {check.listing(said)}, on record too." if said else ""


def absurd(study: Study) -> Iterator[Check]:
    """Figures of one condition that force nearly every case to be listed, though none says so."""
    if not set(EVENTS) <= set(study.events):
        return
    groups: dict = {}
    for claim in (*study.claims, *study.from_counts):
        if claim.rate is not None and claim.rate != "accuracy":
            where = None if study.assume_same else (claim.cases or claim.condition)
            groups.setdefault(where, []).append(claim)
    for claims in groups.values():
        rates = {claim.rate for claim in claims}
        if len(rates) < 2 or "prevalence" in rates:
            continue
        least = _least_listed(claims)
        if least is not None and least >= NEARLY_ALL:
            yield _absurd(claims, least, study)


def _least_listed(claims: list[Claim], read_as: tuple[Claim, str] | None = None) -> Fraction | None:
    """The least share of listed cases that the claims allow; None if they contradict."""
    stated = [(str(place), rate, claim.printed if claim.n is None else (claim.k, claim.n))
              for place, claim in enumerate(claims)
              for rate in [read_as[1] if read_as and claim is read_as[0] else claim.rate]]
    try:
        found: Reconciliation = reconcile(stated, events=EVENTS)
        return found.bounds("prevalence").low
    except (Contradiction, ValueError):
        return None


def _absurd(claims: list[Claim], least: Fraction, study: Study) -> Check:
    words = study.words
    listed = words.said_of(statement("listed", tuple(study.events)))
    said = [f"Taken as they are called, the figures leave only worlds in which "
            f"{limits(least, Fraction(1)).removesuffix(', but not all')} of {listed}."]
    own = [claim for claim in claims if claim in study.claims] or claims
    for claim in own:
        for rate in READ_AS.get(claim.rate or "", ()):
            other = _least_listed(claims, (claim, rate))
            if other is not None and other < NEARLY_ALL / 2:
                share = words.share(statement(RATES[rate].text, tuple(study.events)))
                said.append(f"If {claim.printed.plain} were the share of {share}, they would not.")
                return Check("denominator", "note", claim.entries, " ".join(said), claim.line)
    said.append("One of them may divide by something else than is said.")
    items = tuple(dict.fromkeys(id for claim in own for id in claim.entries))
    return Check("denominator", "note", items, " ".join(said), own[0].line)
