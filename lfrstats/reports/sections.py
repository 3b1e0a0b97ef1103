"""What does the report of an audit say, and in which order?

The order is that of the argument: what was said, what each figure is a share of, what the counts
say, the checks, whether all can be true, what follows, what the unverified could hide, what would
settle it, caveats, sources, names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, exp, floor

from ..auditing.audits import Audit
from ..auditing.findings import capital, standing_said
from ..auditing.together import COMPLEMENTS, Answer, Together
from ..evidence.checking.checks import KINDS, VERDICTS
from ..evidence.claims import Claim
from ..intervals.interval import interval
from ..reconciling import Bounds, Contradiction, Reconciliation
from ..reconciling.counts import check_print
from ..reconciling.disagreements import Disagreement
from ..reconciling.rival_claims import times
from ..table.own_words import Words, parts
from ..table.rates import RATES
from ..words import check, wording
from ..words.limits import limits, rounded_percent, share_of
from .document import Block, Document, Section, bullets, link, linked, strong, table, text
from .pictures import ALT, figures_of

__all__ = ["NOT_DETERMINED", "document_of"]

NOT_DETERMINED = "not determined: anything from 0 % to 100 %"


def document_of(audit: Audit) -> Document:
    """The report of an audit."""
    study = audit.study
    sections = (Section(title, re.sub(r"\W+", "-", title.lower()).strip("-"), tuple(write(audit)))
                for title, write in _SECTIONS.items())
    return Document(
        study.title, _subtitle(study.system, study.period),
        capital(audit.answer),
        tuple(section for section in sections if section.blocks), figures_of(audit),
        audit.findings, audit.failed_first,
    )


def _subtitle(*said: str) -> str:
    """What is said of the system and the period."""
    return " ".join(f"{words}." for words in said if "not said" not in words)


def _source(audit: Audit, source) -> str:
    """The number of a source, which leads to it."""
    number = audit.study.sources.index(source) + 1
    return link(f"[{number}]", f"#source-{number}")


def _said(audit: Audit) -> Iterator[Block]:
    if audit.study.about:
        yield text(audit.study.about)
    if audit.study.claims:
        yield table("The claims as printed",
                    ("figure", "of", "that", "who says it", "source", "who was tested"),
                    ((claim.printed.text, claim.of, claim.that, claim.said_by,
                      _source(audit, claim.source), claim.tested) for claim in audit.study.claims))
    if audit.study.open_claims:
        yield table("Figures of which is not said what they are a share of",
                    ("figure", "it may be", "who says it", "source"),
                    ((claim.printed.text, "; or ".join(map(str, claim.readings)), claim.said_by,
                      _source(audit, claim.source)) for claim in audit.study.open_claims))
    if audit.study.counts:
        yield table("Counts that are no rates", ("count", "of what", "who says it", "source"),
                    ((count.printed, count.meaning, count.said_by, _source(audit, count.source))
                     for count in audit.study.counts))
    none = [source.title for source in audit.study.sources if source.gives_no_rate]
    if none:
        yield bullets("Sources that give no rate", none)


def _shares(audit: Audit) -> Iterator[Block]:
    """Claims by denominator, the same cases next to each other."""
    by_denominator: dict[str, dict[str, None]] = {}
    for claim in audit.study.claims:
        counted = f" ({claim.k:,} of {claim.n:,})" if claim.n else ""
        shown = claim.printed.plain + (counted if claim.printed.form != "count" else "")
        by_denominator.setdefault(claim.of, {})[f"{shown} {claim.that}"] = None
    if by_denominator:
        yield table("The denominators", ("a share of", "this many"),
                    ((of, "; ".join(said)) for of, said in by_denominator.items()))
    alike = list(_same_cases(audit))
    if alike:
        yield bullets("The same cases, counted among different ones", alike)
    if len({claim.statement.among.tobytes() for claim in audit.study.claims}) > 1:
        yield text("Figures with different denominators are no rival answers to one question.")


def _same_cases(audit: Audit) -> Iterator[str]:
    """Claims with one numerator and several denominators, side by side."""
    found: dict[tuple, dict[int, str]] = {}
    for claim in audit.study.claims:
        if claim.n is not None:
            key = claim.k, claim.statement.counted.tobytes(), claim.condition
            words = f"{claim.k:,} of {claim.n:,} {claim.of}"
            found.setdefault(key, {}).setdefault(claim.n, words)
    for among in found.values():
        if len(among) > 1:
            yield " and ".join(words for _, words in sorted(among.items(), reverse=True))


def _counts(audit: Audit) -> Iterator[Block]:
    """Each count with its percentage, and what chance alone would leave open."""
    level = wording.percent(audit.level)
    claims = {claim.id: claim for claim in audit.study.claims}
    rows = {}
    for row in audit.study.counted:
        if not row.n:
            continue
        low, high = (Fraction(float(end)) for end in interval(row.k, row.n, level=audit.level))
        rows[row.k, row.n, row.of, row.that] = (
            f"{row.k:,} of {row.n:,}", f"{row.of} {row.that}",
            _share(next((claims[id] for id in row.items if id in claims), None), row.k, row.n),
            f"{rounded_percent(low, floor)} to {rounded_percent(high, ceil)}")
    if rows:
        yield text("As counted, each count is the share itself. The last column is a second "
                   "question: if the cases stand for others like them, which shares chance alone "
                   f"leaves open ({level}, exact Clopper-Pearson limits).")
        yield table("Each count", ("count", "of what", "share", "left open by chance"),
                    rows.values())


def _share(claim: Claim | None, k: int, n: int) -> str:
    """The share of a count, in the digits of the figure printed for it if there is one."""
    if claim and claim.printed.form == "percent":
        return check_print(claim.printed, k, n).correct
    return rounded_percent(Fraction(k, n), round)


def _checks(audit: Audit) -> Iterator[Block]:
    if not audit.checks:
        yield text("No figure stands with the counts it should follow from, and none must add up "
                   f"with others.{_repeated(audit)}")
        return
    asked = {found.kind for found in audit.checks}
    yield bullets("The questions asked", (f"{kind}: {question}" for kind, question in KINDS.items()
                                          if kind in asked))
    ordered = sorted(audit.checks, key=lambda found: [*VERDICTS].index(found.verdict))
    yield table("What came of them", ("result", "finding", "check"),
                ((found.verdict, capital(found.sentence), found.kind) for found in ordered))


def _repeated(audit: Audit) -> str:
    """Figures that stand more than once, alike: they agree, which proves little."""
    times_said: dict[tuple, list] = {}
    for claim in audit.study.claims:
        key = claim.statement.text, claim.printed.low, claim.printed.high
        times_said.setdefault(key, []).append(claim)
    said = [f"{same[0].printed.plain} ({len(same)} times)" for same in times_said.values()
            if len(same) > 1]
    return f" Stated more than once, each time alike: {check.listing(said)}." if said else ""


def _several(audit: Audit) -> list[Together]:
    return [group for group in audit.together if not group.alone]


def _true(audit: Audit) -> Iterator[Block]:
    if audit.assume_same:
        yield text(f"The claims are taken together, although they may have been made under "
                   f"different conditions. The reason given: {audit.assume_same}")
    elif len(audit.together) > 1:
        yield text("Claims made under different conditions are not reconciled with each other.")
    for group in _several(audit):
        count = sum(map(len, group.claims.values()))
        yield strong(f"{capital(group.name)} ({count} claims).")
        yield from _verdict(group)
    alone = [capital(group.name) for group in audit.together if group.alone]
    if alone:
        yield bullets("One claim only, with nothing to set it against", alone)


def _verdict(group: Together) -> Iterator[Block]:
    if isinstance(group.sampled, Contradiction):
        yield text(f"They cannot all be true. {capital(group.sampled.sentence())}")
        yield bullets("The proof, in exact fractions", group.sampled.steps())
        return
    apart = group.not_carried
    near = (f" Not every count can be in one world as it was recorded: "
            f"{check.listing(apart)}.") if apart else ""
    yield text("They can all be true, for example in this world, checked in whole numbers: "
               f"{group.witness.sentence()}{near}")
    if isinstance(group.exact, Contradiction):
        yield text("They could not, if each count were the exact share rather than a sample. "
                   + capital(group.exact.sentence()))


def _implied(audit: Audit) -> Iterator[Block]:
    for group in _several(audit):
        if not group.answers:
            continue
        if len(audit.together) > 1:
            yield strong(f"{capital(group.name)}.")
        told = [_answer(found, audit) for found in group.answers if not found.open]
        if told:
            yield bullets("", told)
        left = [group.words.share(found.sampled.stated) for found in group.answers if found.open]
        if left:
            yield text(f"Nothing follows about the share of {check.listing(left)}: each is "
                       f"{NOT_DETERMINED}." if len(left) > 1 else
                       f"Nothing follows about the share of {left[0]}: {NOT_DETERMINED}.")
        yield from _reading(group)
    if any(not found.open for group in _several(audit) for found in group.answers):
        yield text("Each limit is proved in exact fractions: no table within the claims goes "
                   "beyond it, and some come as close to it as one likes. A share and what it "
                   "lacks to 100 % are one question and are told once.")


def _answer(found: Answer, audit: Audit) -> str:
    """One statement's limits in words: as counted, and with chance where that differs."""
    first = found.exact or found.sampled
    counted, sampled = _limits(first), _limits(found.sampled)
    said = share_of(counted, first.words.said_of(first.stated))
    if counted != sampled:
        said += f"; if the counts are samples, {sampled} ({wording.percent(audit.level)} jointly)"
    return f"{capital(said)}."


def _limits(bounds: Bounds) -> str:
    opened = not bounds.attained[0], not bounds.attained[1]
    return limits(bounds.low, bounds.high, opened) + ("" if bounds.proved else " (not proved)")


def _reading(group: Together) -> Iterator[Block]:
    """What follows if a figure is read as the rate it is taken for."""
    said = f"Taking {standing_said(group)}" if group.read_as else ""
    if isinstance(group.read_as, Contradiction):
        yield text(f"{said}: they cannot all be true. {capital(group.read_as.sentence())}")
    if not isinstance(group.read_as, Reconciliation):
        return
    found = group.read_as.bounds("prevalence")
    yield text(f"{said}: then "
               f"{share_of(_limits(found), group.words.said_of(found.stated))}.")


def _hidden(audit: Audit) -> Iterator[Block]:
    told = audit.study.unverified
    for found in audit.unverified:
        yield text(f"{found}.")
        yield text(f"{found.tipping_point()}.")
        if told and told.tpir and told.fpir:
            yield text(f"{found.base_rates(tpir=told.tpir.printed, fpir=told.fpir.printed)}.")
    if audit.disagreement:
        yield from _apart(audit.disagreement, audit.study.words)


def _apart(found: Disagreement, words: Words) -> Iterator[Block]:
    """Why two figures differ so much: factors on the odds, which multiply to the whole."""
    yield text(f"From {found.fpir.plain} of {words.group('not listed')} to {found.fdr.plain} of "
               f"{words.group('alert')}, the odds of being false grow "
               f"{times(exp(found.gap))}-fold. That is the product of:")
    yield table("The parts of the difference",
                ("factor", "what makes it", "share of the gap, in log-odds"),
                ((times(row["factor"]), row["part"].removeprefix("by "),
                  wording.percent(max(row["share"], 0))) for row in found.rows()))


def _pictures(audit: Audit) -> Iterator[Block]:
    for name in figures_of(audit):
        yield Block("figure", ALT[name], figure=name)


def _settle(audit: Audit) -> Iterator[Block]:
    for group in _several(audit):
        if group.influence:
            name = f"{capital(group.name)}: " * (len(audit.together) > 1)
            yield text(f"{name}{group.influence}")


def _caveats(audit: Audit) -> Iterator[Block]:
    items = dict.fromkeys(
        said for claim in audit.study.claims for said in (
            *([f"{claim.printed.text} ({claim.said_by}): {claim.ambiguous}"]
              if claim.ambiguous else []),
            *(f"Left open by {claim.said_by} ({claim.printed.text}): {item}."
              for item in claim.leaves_open)))
    yield bullets("", (
        "A limit is only as good as the claims it follows from. It says what they imply, not that "
        "they are right.",
        "What was counted or printed holds for one setting, one list or test, and one crowd. "
        "Nothing here can tell whether the claims are about the same.",
        *items,
    ))


def _sources(audit: Audit) -> Iterator[Block]:
    sources = audit.study.sources
    yield table("Where the figures were printed",
                ("number", "title", "publisher", "date", "address", "seen"),
                ((f"[{number}]", source.title, source.publisher, source.date,
                  linked(source.address), source.seen)
                 for number, source in enumerate(sources, 1)),
                (f"source-{number}" for number in range(1, len(sources) + 1)))


def _names(audit: Audit) -> Iterator[Block]:
    """The field's names for the shares that a claim states or that were asked about."""
    named = {claim.rate for claim in audit.study.claims if claim.rate}
    for group in _several(audit):
        found = {answer.name for answer in group.answers}
        named |= found | {COMPLEMENTS[name] for name in found if name in COMPLEMENTS}
    words = audit.study.words
    rows = [(words.share(rate.statement), rate.name, f"P({rate.text})",
             ", ".join(rate.also) or "-") for rate in RATES.values() if rate.name in named]
    if rows:
        yield table("The share of", ("the share of", "name (ISO/IEC 19795-1)", "in symbols",
                                     "also called"), rows)
    others = {claim.statement.text: (claim.of, claim.that) for claim in audit.study.claims
              if not claim.rate and parts(claim.statement)[0]}
    if others:
        yield table("Other shares", ("the share of", "in symbols"),
                    ((f"{of} that {that}", f"P({said})") for said, (of, that) in others.items()))


_SECTIONS: dict[str, Callable[[Audit], Iterator[Block]]] = {
    "What was said": _said,
    "What each figure is a share of": _shares,
    "What the counts say": _counts,
    "Do the figures follow, add up and agree?": _checks,
    "Can all of them be true?": _true,
    "What they imply": _implied,
    "What the unverified could hide": _hidden,
    "Pictures": _pictures,
    "What would settle it": _settle,
    "What this cannot say": _caveats,
    "Sources": _sources,
    "Names": _names,
}
