"""Do the recorded figures follow from their own counts, add up, and agree with each other?

Each check is a general rule over the entries of a study: print against counts, parts against
totals, counts of the same cases, one quantity stated twice, a total that is the count of something
else, a denominator that cannot be what it is called, what is left open, and two figures set against
each other although they divide by different things.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from ...reconciling.counts import check_print, check_sum
from ...reconciling.rival_claims import compatible, same_quantity
from ...words import check, wording
from ...words.whole_numbers import whole_number
from ..claims import Claim, Contrast, Count, Same, Study, Sum
from ..files.entries import NOT_SAID
from .accuracy import accuracies, leaves_out
from .cases import Crowd, crowds, misfit, told
from .denominators import absurd, another_total, complements, would_follow
from .kinds import KINDS, VERDICTS, Check
from .open_questions import readings, totals
from .printed_intervals import printed_interval
from .sizes import Sizes

__all__ = ["KINDS", "VERDICTS", "Check", "check_study"]

def check_study(study: Study) -> tuple[Check, ...]:
    """Every check that the entries of a study allow, in the order of `KINDS`.

    Examples
    --------
    >>> from lfrstats.evidence.study_file import load_claims
    >>> {check.kind for check in check_study(load_claims("met-trials-2020"))} <= set(KINDS)
    True
    """
    sizes, made_up = Sizes(study), tuple(complements(study))
    told_already = {found.items[0] for found in made_up}
    return tuple([
        *(found for claim in study.claims for found in _print(claim, sizes)),
        *(found for count in study.counts for found in _typed(count)),
        *(found for claim in study.claims for found in printed_interval(claim)),
        *(_cases(crowd, study) for crowd in crowds(study)),
        *(_sum(entry) for entry in study.sums),
        *(found for entry in study.sames for found in _same(entry)),
        *(found for claim in study.claims for found in _total(claim, sizes)),
        *made_up,
        *(found for claim in study.claims if claim.id not in told_already
          for found in another_total(claim, study, sizes)),
        *absurd(study),
        *(found for claim in study.claims for found in totals(claim, sizes)),
        *readings(study),
        *(Check("accuracy", "note", (claim.id,), leaves_out(claim, study), claim.line)
          for claim in accuracies(study)),
        *(_contrast(entry) for entry in study.contrasts),
    ])


def _print(claim: Claim, sizes: Sizes) -> Iterator[Check]:
    if not claim.n or claim.printed.form in ("count", "between"):
        return
    found = check_print(claim.printed, claim.k, claim.n)
    figure, share = claim.printed, Fraction(claim.k, claim.n)
    if figure.relation == "about" and not found.follows and abs(share - figure.value) <= (
            figure.place or 0):
        sentence = (f"{figure.text}: {wording.whole(claim.k)} of {wording.whole(claim.n)} is "
                    f"{wording.share(float(share))}, which is near that, not rounded to it.")
        yield Check("print", "note", (claim.id,), sentence, claim.line)
        return
    plain = found.verdict in ("exact", "rounded", "follows")
    verdict = "holds" if plain else "note" if found.follows else "fails"
    instead = would_follow(claim, sizes) if verdict == "fails" else ""
    yield Check("print", verdict, (claim.id,), f"{found.brief()}.{instead}", claim.line)


def _typed(entry: Count) -> Iterator[Check]:
    """A count that is not the number it was printed as."""
    number = whole_number(entry.printed)
    if number is not None and number != entry.count:
        sentence = (f"Printed as {entry.printed}, recorded as {wording.whole(entry.count)}: "
                    f"{entry.meaning.rstrip('.')}.")
        yield Check("print", "fails", (entry.id,), sentence, entry.line)


def _cases(crowd: Crowd, study: Study) -> Check:
    """One table of whole numbers; where a file does not name the cases, the sentence says so."""
    apart = misfit(crowd, study)
    items, said = tuple(item.id for item in apart or crowd.items), told(apart or crowd.items, study)
    line = (apart or crowd.items)[0].line
    if not apart:
        lead = "Counts of the same cases" if crowd.said else "Taken as counts of the same cases"
        return Check("cases", "holds", items, f"{lead}, {said} fit into one table.", line)
    why = "They are recorded as counts of the same cases, and no" if crowd.said else (
        "If equal totals are the same cases, no")
    if not crowd.said and any(isinstance(item, Count) for item in apart):
        why = "Taken as counts of the same cases, no"
    sentence = (f"{said}. {why} table of whole numbers "
                "holds these together: one of the counts, or what it is counted among, is wrong.")
    return Check("cases", "fails", items, sentence, line)


def _sum(entry: Sum) -> Check:
    found = check_sum({part.id: part.count for part in entry.parts}, entry.total.count)
    parts = check.listing(part.meaning.rstrip(".") for part in entry.parts)
    sentence = f"{found} ({parts}; total: {entry.total.meaning.rstrip('.')})."
    items = (entry.total.id, *(part.id for part in entry.parts))
    return Check("sum", "holds" if found.holds else "fails", items, sentence, entry.total.line)


def _same(entry: Same) -> Iterator[Check]:
    """One check for all the items: the first says what it is about."""
    first, items = entry.items[0], tuple(item.id for item in entry.items)
    agree = all(_agree(one, other) for one, other in combinations(entry.items, 2))
    said = check.listing(f"{_figure(item)} ({item.said_by})" for item in entry.items)
    verb = "agree" if agree else "differ"
    sentence = f"{first.meaning.rstrip('.')}: {said} {verb}."
    apart = [name for name, of in _DIFFERENCES.items()
             if len({of(item) for item in entry.items} - {NOT_SAID}) > 1]
    if apart:
        sentence += f" But {check.listing(apart)}."
    elsewhere = len({item.condition for item in entry.items}) > 1
    verdict = "fails" if not agree and not elsewhere else "note" if apart else "holds"
    yield Check("same", verdict, items, sentence, first.line)


_DIFFERENCES = {
    "they are not the same share": lambda item: getattr(
        getattr(item, "statement", None), "text", None),
    "they count in different units": lambda item: item.unit,
    "not all are rounded alike or limits alike": lambda item: getattr(
        getattr(item, "printed", None), "relation", "="),
    "they were found under different conditions": lambda item: item.condition,
}
"""In what figures for one quantity may differ although their values agree."""


def _agree(one: Claim | Count, other: Claim | Count) -> bool:
    """Counts are equal, and what prints as one claim may print as the other."""
    if isinstance(one, Count) and isinstance(other, Count):
        return one.count == other.count
    if isinstance(one, Count) or isinstance(other, Count):
        return True
    if one.n is not None and other.n is not None and (one.k, one.n) != (other.k, other.n):
        return False
    return one.printed.low <= other.printed.high and other.printed.low <= one.printed.high


def _figure(item: Claim | Count) -> str:
    if isinstance(item, Count):
        return wording.whole(item.count)
    if item.n is not None and item.printed.form != "count":
        return f"{item.printed.text}, {wording.whole(item.k)} of {wording.whole(item.n)}"
    return item.printed.text


def _total(claim: Claim, sizes: Sizes) -> Iterator[Check]:
    """A share of all cases by the recorded count of another unit; or of fewer than on record."""
    if claim.n is None:
        return
    yield from _left_out(claim, sizes)
    alike = sizes.beside(claim)
    other = [count for count in alike if count.count == claim.n
             and NOT_SAID not in (count.unit, claim.unit) and count.unit != claim.unit]
    right = [count for count in alike if count.unit == claim.unit]
    most = max(right, key=lambda count: count.count, default=None)
    if most is None or most.count <= claim.n or not claim.statement.among.all() or any(
            count.count == claim.n for count in right):
        return
    for count in other:
        sentence = (
            f"{claim.printed.text} divides by {wording.whole(claim.n)}, which is recorded as the "
            f"number of {count.unit}, not of {claim.unit} ({wording.whole(most.count)} "
            f"{most.unit})."
        )
        yield Check("total", "fails", (claim.id, count.id), sentence, claim.line)


def _left_out(claim: Claim, sizes: Sizes) -> Iterator[Check]:
    """A claim of fewer cases, or of more, than are on record as being so."""
    n = claim.n or 0
    if claim.cases is not None:
        return
    known = sizes.of(claim, claim.statement.among)
    counts = {count.id for count in sizes.beside(claim)}
    for size in [size for size in known if size.id in counts][:1]:
        if all(other.number != n for other in known):
            gap = f"{abs(size.number - n):,} {'are left out' if n < size.number else 'too many'}"
            sentence = (f"{claim.printed.text} divides by {n:,} {claim.of}, but {size.number:,} "
                        f"are on record: {gap}, or these are other cases.")
            yield Check("total", "note", (claim.id, size.id), sentence, claim.line)


def _contrast(entry: Contrast) -> Check:
    """Set against each other: one quantity, and if so compatible? If not, what differs."""
    a, b = entry.items
    sameness = same_quantity(a.statement.text, b.statement.text)
    who = entry.said_by[:1].upper() + entry.said_by[1:]
    said = f"{who} sets {a.printed.text} against {b.printed.text}"
    items = (a.id, b.id)
    if not sameness.comparable:
        different = f"The first is a share of {a.of}, the second of {b.of}."
        if sameness.of[0] == sameness.of[1]:
            different = f"{sameness}."
        return Check("contrast", "note", items, f"{said}. {different} {_moral(sameness)}",
                     a.line)
    for count, claim in ((a, b), (b, a)):
        if count.n is not None:
            found = compatible((count.k, count.n), claim.printed)
            verdict = "holds" if found.compatible else "note"
            return Check("contrast", verdict, items, f"{said}. {found}.", a.line)
    agree = a.printed.low <= b.printed.high and b.printed.low <= a.printed.high
    differ = "differ" if a.condition is b.condition else (
        "differ, but were found under different conditions, so both can be true")
    sentence = f"{said}. They are one quantity and {'agree' if agree else differ}."
    return Check("contrast", "holds" if agree else "note", items, sentence, a.line)


def _moral(sameness) -> str:
    if sameness.verdict == "complement":
        return "Take one from 1 before comparing."
    return "They answer different questions, so neither refutes the other."
