"""What do entries say of each other? Sums, same quantities, contrasts, comparison, the unverified.

A comparison and the unverified are claims; where a source prints counts, or the rate of the
opposite, the claim is made from these.
"""

from __future__ import annotations

from dataclasses import replace

from ..table.events import Statement
from ..table.rates import RATES
from ..words.printed import Printed, reading
from .claims import Claim, Context, Contrast, Count, OpenClaim, Same, Sum, Unverified
from .files.entries import NOT_SAID, Entry
from .items import Known, source_of, words_of

__all__ = ["comparison_of", "context_of", "contrast_of", "same_of", "sum_of", "unverified_of"]

OPPOSITES = {"tpir": "fnir", "fpir": "tnir", "precision": "fdr"}
"""Rates that may stand for those of a comparison, taken from 1."""


def sum_of(entry: Entry, counts: dict) -> Sum:
    """Counts that must add up."""
    return Sum(entry.known("total", counts), entry.known("parts", counts),
               entry.values.get("note", ""))


def same_of(entry: Entry, claims: dict, counts: dict) -> Same:
    """The items of one quantity: all counts, or all claims."""
    ids = entry.values["items"]
    known = counts if all(id in counts for id in ids) else claims
    known = known if any(id in known for id in ids) else {**counts, **claims}
    return Same(entry.known("items", known), entry.values.get("note", ""))


def contrast_of(entry: Entry, known: Known, claims: dict) -> Contrast:
    """Two claims that somebody sets against each other."""
    items = entry.known("items", claims)
    if len(items) != 2:
        raise entry.error(f"a contrast sets two claims against each other, got {len(items)}",
                          "items")
    return Contrast(items, source_of(entry, known), entry.values.get("said_by", NOT_SAID),
                    entry.values.get("note", ""))


def context_of(entry: Entry, known: Known) -> Context:
    """A printed figure that is no rate."""
    return Context(source_of(entry, known), entry.values["printed"], entry.values["meaning"])


def comparison_of(entry: Entry, known: Known, claims: dict, counts: dict) -> dict[str, Claim]:
    """The claims that are set side by side, each by the rate it is, or stands for."""
    chosen = {}
    for key, value in entry.values.items():
        if isinstance(value, tuple):
            chosen[key] = _pair(entry, known, key, counts)
            continue
        claim = entry.known(key, claims)
        if isinstance(claim, OpenClaim):
            raise entry.error(f"claim {claim.id!r} does not say what it is a share of; give it a "
                              "statement, or leave it out here", key)
        if key == "inaccurate" or key in (claim.rate, claim.stands_for):
            chosen[key] = claim
        elif claim.rate == OPPOSITES.get(key):
            chosen[key] = opposite(claim, key, known)
        else:
            raise entry.error(f"claim {claim.id!r} states {claim.statement}, not the {key}; where "
                              f'it is taken for that, the claim says stands_for = "{key}"', key)
    return chosen


def opposite(claim: Claim, rate: str, known: Known) -> Claim:
    """A claim of what the other one leaves: 1 less a miss rate as a hit rate."""
    figure = claim.printed
    k = None if claim.n is None or claim.k is None else claim.n - claim.k
    left = Printed(f"1 less {figure.text}", figure.form if figure.form != "one in" else "number",
                   figure.relation if figure.relation in ("=", "about") else "between",
                   1 - figure.value, 1 - figure.high, 1 - figure.low, place=figure.place,
                   k=None if figure.n is None or figure.k is None else figure.n - figure.k,
                   n=figure.n, unit=figure.unit)
    stated = claim.statement
    other = Statement(RATES[rate].text, stated.events, stated.among & ~stated.counted, stated.among)
    of, that = words_of(known.words, other)
    return replace(claim, printed=left, rate=rate, statement=other, of=of, that=that, k=k,
                   interval=None)


def _pair(entry: Entry, known: Known, key: str, counts: dict) -> Claim:
    """A rate made from two counts: the first of the second."""
    part, *rest = entry.known(key, counts)
    if len(rest) != 1:
        raise entry.error("two counts make a share, the part and then the whole", key)
    if part.count > rest[0].count:
        raise entry.error(f"{part.id!r} is a part, so at most {rest[0].id!r}: got {part.count:,} "
                          f"and {rest[0].count:,}", key)
    made = _among(part, rest[0])
    stated = entry.rule(key, known.stated, RATES[key].text)[1]
    of, that = words_of(known.words, stated)
    return replace(made, statement=stated, rate=key, of=of, that=that)


def _among(part: Count, whole: Count) -> Claim:
    """A count as a claim: so many of so many."""
    stated = part.statement or RATES["precision"].statement
    figure = reading(part.id, (part.count, whole.count))
    return Claim(part.id, part.source, part.said_by, stated, figure, whole.unit, NOT_SAID,
                 part.meaning, whole.meaning.rstrip("."), part.meaning.rstrip("."),
                 condition=part.condition, k=part.count, n=whole.count, line=part.line)


def unverified_of(entry: Entry, claims: dict, counts: dict) -> Unverified:
    """What became of one set of alerts: claims of the same n, or counts beside their total."""
    values = dict(entry.values)
    total = entry.known("total", counts) if "total" in values else None
    chosen: dict = {key: entry.known(key, claims) for key in ("tpir", "fpir", "inaccurate")
                    if key in values}
    for key in ("right", "wrong", "groups", "trusted_wrong", "checked"):
        if key in values:
            found = entry.known(key, {**counts, **claims})
            several = found if isinstance(found, tuple) else (found,)
            made = tuple(_as_claim(entry, key, item, total) for item in several)
            chosen[key] = made if isinstance(found, tuple) else made[0]
    checked = chosen.pop("checked", None)
    if checked is not None:
        chosen["wrong"] = _rest_of(entry, chosen, checked)
    return _fitting(entry, Unverified(**chosen))


def _as_claim(entry: Entry, key: str, item: Claim | Count, total: Count | None) -> Claim:
    if isinstance(item, Claim):
        return item
    if total is None:
        raise entry.error(f"{item.id!r} is a count: it needs the total it is part of, as the count "
                          "total", key)
    if item.count > total.count:
        raise entry.error(f"{item.id!r} is more than the total: {item.count:,} of "
                          f"{total.count:,}", key)
    return _among(item, total)


def _rest_of(entry: Entry, chosen: dict, checked: Claim) -> Claim:
    """The wrong ones, where only the right and all that were checked are printed."""
    right = chosen["right"]
    if "wrong" in chosen:
        raise entry.error("give either wrong or checked: the wrong are the checked less the right",
                          "checked")
    if None in (right.k, checked.k) or checked.k < right.k:
        raise entry.error("the checked must be counted, and at least the right", "checked")
    k = checked.k - right.k
    figure = reading(checked.id, (k, checked.n))
    return replace(checked, printed=figure, k=k, that="were checked and not right")


def _fitting(entry: Entry, found: Unverified) -> Unverified:
    """All of the same n, together at most n."""
    parts = [found.right, *([found.wrong] if found.wrong else []), *found.groups]
    for claim in parts:
        if claim.n is None or claim.n != found.right.n:
            raise entry.error(f"claim {claim.id!r} must count among the same alerts as "
                              f"{found.right.id!r}, with k and n")
    if sum(claim.k or 0 for claim in parts) > (found.right.n or 0):
        raise entry.error("right, wrong and the groups are more than all alerts")
    named = {claim.id for claim in found.groups}
    for claim in found.trusted_wrong:
        if claim.id not in named:
            raise entry.error(f"claim {claim.id!r} is not among the groups", "trusted_wrong")
    return found
