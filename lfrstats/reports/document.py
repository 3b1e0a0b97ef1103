"""What does the report of an audit say, in which order?

A document is sections of blocks; a block is a paragraph, a list, a table or a figure. The order is
that of the argument: what was said, what each figure is a share of, the checks, whether all can be
true, what follows, what the unverified could hide, what would settle it, caveats, sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import exp

from ..auditing.audits import Audit, Together
from ..evidence.checks import KINDS, VERDICTS
from ..reconciling.conflict import Contradiction
from ..reconciling.rival_claims import times
from ..table.rates import RATES
from ..words import check, wording
from ..words.limits import limits

__all__ = ["Block", "Document", "Section", "document_of"]


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a section: `kind` is "text", "strong", "list", "table" or "figure".

    A table's first row is its head. A figure has the name it is drawn by and says in `text` what it
    shows.
    """

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report: title, a line below it, the answer, what was found, sections, figures."""

    title: str
    subtitle: str
    answer: str
    sections: tuple[Section, ...]
    figures: dict[str, Callable] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


def document_of(audit: Audit) -> Document:
    """The report of an audit."""
    sections = (
        Section(title, tuple(write(audit))) for title, write in _SECTIONS.items()
    )
    study = audit.study
    answer = str(audit).removeprefix(f"{study.title}: ")
    return Document(
        study.title, f"{study.system}. {study.period}.", _capital(answer),
        tuple(section for section in sections if section.blocks), _figures(audit), audit.findings,
    )


def _text(text: str) -> Block:
    return Block("text", text)


def _said(audit: Audit) -> Iterator[Block]:
    yield _text(audit.study.about)
    rows = [("figure", "statement", "who says it", "source", "who was tested")]
    rows += [(claim.printed.text, str(claim.statement), claim.said_by, claim.source.id,
              claim.tested) for claim in audit.study.claims]
    yield Block("table", "The claims as printed", rows=tuple(rows))
    if audit.study.counts:
        rows = [("count", "of what", "who says it", "source")]
        rows += [(count.printed, count.meaning, count.said_by, count.source.id)
                 for count in audit.study.counts]
        yield Block("table", "Counts that are no rates", rows=tuple(rows))
    none = [source.title for source in audit.study.sources if source.gives_no_rate]
    if none:
        yield Block("list", "Sources that give no rate", items=tuple(none))


def _shares(audit: Audit) -> Iterator[Block]:
    """Claims by denominator, the same cases next to each other."""
    by_denominator: dict[str, dict[str, None]] = {}
    for claim in audit.study.claims:
        counted = f" ({wording.whole(claim.k)} of {wording.whole(claim.n)})" if claim.n else ""
        shown = claim.printed.plain + (counted if claim.printed.form != "count" else "")
        by_denominator.setdefault(claim.of, {})[f"{shown} {claim.that}"] = None
    rows = [("a share of", "this many")]
    rows += [(of, "; ".join(said)) for of, said in by_denominator.items()]
    if len(rows) > 1:
        yield Block("table", "The denominators", rows=tuple(rows))
    alike = list(_same_cases(audit))
    if alike:
        yield Block("list", "The same cases, counted among different ones", items=tuple(alike))
    if len({claim.statement.among.tobytes() for claim in audit.study.claims}) > 1:
        yield _text("Figures with different denominators are no rival answers to one question.")


def _same_cases(audit: Audit) -> Iterator[str]:
    """Claims with one numerator and several denominators, side by side."""
    found: dict[tuple, dict[int, str]] = {}
    for claim in audit.study.claims:
        if claim.n is not None:
            key = claim.k, claim.statement.counted.tobytes(), claim.condition
            words = f"{wording.whole(claim.k)} of {wording.whole(claim.n)} {claim.of}"
            found.setdefault(key, {}).setdefault(claim.n, words)
    for among in found.values():
        if len(among) > 1:
            yield " and ".join(words for _, words in sorted(among.items(), reverse=True))


def _checks(audit: Audit) -> Iterator[Block]:
    if not audit.checks:
        yield _text("No figure stands with the counts it should follow from, and none must add up "
                    f"with others.{_repeated(audit)}")
        return
    yield Block("list", "The questions asked", items=tuple(
        f"{kind}: {question}" for kind, question in KINDS.items()
        if kind in {found.kind for found in audit.checks}))
    rows = [("result", "finding", "check")]
    for found in sorted(audit.checks, key=lambda found: [*VERDICTS].index(found.verdict)):
        rows.append((found.verdict, found.sentence, found.kind))
    yield Block("table", "What came of them", rows=tuple(rows))


def _repeated(audit: Audit) -> str:
    """Figures that stand more than once, alike: they agree, which proves little."""
    times_said: dict[tuple, list] = {}
    for claim in audit.study.claims:
        key = claim.statement.text, claim.printed.low, claim.printed.high
        times_said.setdefault(key, []).append(claim)
    said = [f"{same[0].printed.plain} ({len(same)} times)" for same in times_said.values()
            if len(same) > 1]
    return f" Stated more than once, each time alike: {check.listing(said)}." if said else ""


def _true(audit: Audit) -> Iterator[Block]:
    if audit.assume_same:
        yield _text(f"The claims are taken together, although they may have been made under "
                    f"different conditions. The reason given: {audit.assume_same}")
    elif len(audit.together) > 1:
        yield _text("Claims made under different conditions are not reconciled with each other.")
    for group in _several(audit):
        count = sum(map(len, group.claims.values()))
        yield Block("strong", f"{_capital(group.name)} ({count} claims).")
        yield from _verdict(group)
    alone = [_capital(group.name) for group in audit.together if group.alone]
    if alone:
        yield Block("list", "One claim only, with nothing to set it against", items=tuple(alone))


def _several(audit: Audit) -> list[Together]:
    return [group for group in audit.together if not group.alone]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _verdict(group: Together) -> Iterator[Block]:
    if not group.consistent:
        yield _text(f"They cannot all be true. {group.sampled.sentence()}")
        yield Block("list", "The proof, in exact fractions", items=tuple(group.sampled.steps()))
        return
    yield _text("They can all be true, for example in this world, checked in whole numbers: "
                + group.witness.sentence())
    if not group.as_counted:
        yield _text("They could not, if each count were the exact share rather than a sample. "
                    + group.exact.sentence())


NOT_DETERMINED = "not determined: anything from 0 % to 100 %"


def _implied(audit: Audit) -> Iterator[Block]:
    for group in _several(audit):
        if not group.answers:
            continue
        level = wording.percent(audit.level)
        rows = [("rate", "a share of", "as counted", f"allowing for chance ({level} jointly)")]
        for name, sampled, exact in group.bounds:
            rows.append((name, f"{RATES[name].of} that {RATES[name].what}",
                         _limits(exact) if exact else "-", _limits(sampled)))
        rows += [(name, f"{RATES[name].of} that {RATES[name].what}", NOT_DETERMINED, NOT_DETERMINED)
                 for name in group.undetermined]
        title = "What follows" + (f": {group.name}" if len(audit.together) > 1 else "")
        yield Block("table", title, rows=tuple(rows))
        if group.read_as is not None:
            yield from _reading(group)
    if any(group.bounds for group in _several(audit)):
        yield _text("Each limit is proved in exact fractions: no table within the claims goes "
                    "beyond it, and some come as close to it as one likes.")


def _reading(group: Together) -> Iterator[Block]:
    """What follows if a figure is read as the rate it is taken for."""
    said = group.standing_said
    if isinstance(group.read_as, Contradiction):
        yield _text(f"Reading {said}, they cannot all be true. {group.read_as.sentence()}")
        return
    found = group.read_as.bounds("prevalence")
    yield _text(f"Reading {said}: then the base rate is {_limits(found)}. "
                + group.read_as.witness().sentence())


def _limits(bounds) -> str:
    opened = tuple(not reached for reached in bounds.attained)
    return limits(bounds.low, bounds.high, opened) + ("" if bounds.proved else " (not proved)")


def _hidden(audit: Audit) -> Iterator[Block]:
    told = audit.study.unverified
    for found in audit.unverified:
        yield _text(f"{found}.")
        yield _text(f"{found.tipping_point()}.")
        if told.tpir and told.fpir:
            rates = found.base_rates(tpir=told.tpir.printed, fpir=told.fpir.printed)
            yield _text(f"{rates}.")
    if audit.disagreement:
        yield from _apart(audit.disagreement)


def _apart(found) -> Iterator[Block]:
    """Why two figures differ so much: factors on the odds, which multiply to the whole."""
    yield _text(f"From {found.fpir.plain} of faces not listed to {found.fdr.plain} of alerts, the "
                f"odds of being false grow {times(exp(found.gap))}-fold. That is the product of:")
    rows = [("factor", "what makes it", "share of the gap, in log-odds")]
    rows += [(times(row["factor"]), row["part"].removeprefix("by "),
              wording.percent(max(row["share"], 0))) for row in found.rows()]
    yield Block("table", "The parts of the difference", rows=tuple(rows))


def _settle(audit: Audit) -> Iterator[Block]:
    for group in _several(audit):
        if group.influence:
            name = f"{_capital(group.name)}: " * (len(audit.together) > 1)
            yield _text(f"{name}{group.influence}")


def _caveats(audit: Audit) -> Iterator[Block]:
    items = dict.fromkeys(
        text for claim in audit.study.claims
        for text in (*([f"{claim.printed.text} ({claim.source.id}): {claim.ambiguous}"]
                       if claim.ambiguous else []),
                     *(f"Left open by {claim.source.id}: {item}." for item in claim.leaves_open))
    )
    yield Block("list", "", items=(
        "A limit is only as good as the claims it follows from. It says what they imply, not that "
        "they are right.",
        "The four cells describe one threshold, one list and one crowd. Nothing here can tell "
        "whether the claims do.",
        *items,
    ))


def _sources(audit: Audit) -> Iterator[Block]:
    rows = [("id", "title", "publisher", "date", "address", "seen")]
    rows += [(source.id, source.title, source.publisher, source.date, source.address, source.seen)
             for source in audit.study.sources]
    yield Block("table", "Where the figures were printed", rows=tuple(rows))


def _pictures(audit: Audit) -> Iterator[Block]:
    for name in _figures(audit):
        yield Block("figure", _ALT[name], figure=name)


_ALT = {
    "base_rate": "The share of right alerts at each base rate, and where it meets the verified "
                 "share.",
    "frequency_tree": "What happens to whole faces: who is on the list, who raises an alert, whose "
                      "alert is right.",
}


def _figures(audit: Audit) -> dict[str, Callable]:
    """Figures of the study's comparison, where it has one."""
    sides = audit.study.comparison
    if not sides or not audit.consistent:
        return {}

    def compared():
        from ..auditing.comparison import compare

        return compare(**{name: claim.printed for name, claim in sides.items()}, level=audit.level)

    def base_rate():
        from ..figures import plot_base_rate

        return plot_base_rate(compared())

    def frequency_tree():
        from ..figures import plot_frequency_tree

        return plot_frequency_tree(compared().table)

    return {"base_rate": base_rate, "frequency_tree": frequency_tree}


_SECTIONS = {
    "What was said": _said,
    "What each figure is a share of": _shares,
    "Do the figures follow, add up and agree?": _checks,
    "Can all of them be true?": _true,
    "What they imply": _implied,
    "What the unverified alerts could hide": _hidden,
    "Pictures": _pictures,
    "What would settle it": _settle,
    "What this cannot say": _caveats,
    "Sources": _sources,
}
