"""``lfrstats compare``: two headlines, their denominators, and what they imply together."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, bullets, dim, figure, paragraph

HELP = "set a study's headlines side by side: what each is a share of, what they imply together"
EXAMPLE = "lfrstats compare met-trials-2020 tpir=90%"
STUDY = "met-trials-2020"

NOT_THE_SAME = (
    "how accurate the cameras are for the people of one day and place: the figures come from "
    "different tests, crowds and lists, and this treats them as one",
    "how many listed people walked past unseen: no count of alerts can tell",
)


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="STUDY or FIGURE=VALUE",
        help=f"a study (default {STUDY}), and figures to put in place of its own: tpir=90%%",
    )
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")


def answer(args) -> Answer:
    """Compare the claims a study sets side by side."""
    study, result, changed = comparison_of(args.what, args.level)
    return Answer(_text(study, result, changed), _data(study, result, changed))


def comparison_of(words: list[str], level: float):
    """The study named among `words`, its comparison, and the figures put in place of its own."""
    from ..auditing.comparison import compare
    from ..evidence.study_file import load_claims

    study = load_claims(_study(words))
    if not study.comparison:
        raise ValueError(f"study {study.id!r} has no [comparison]: it sets no figures side by side")
    changed = _changes(words, study.comparison)
    figures = {name: claim.printed for name, claim in study.comparison.items()} | changed
    return study, compare(**figures, level=level), changed


def _study(words: list[str]) -> str:
    named = [word for word in words if "=" not in word]
    if len(named) > 1:
        raise ValueError(f"one study at a time, got {' and '.join(named)}")
    return named[0] if named else STUDY


def _changes(words: list[str], known) -> dict:
    """The figures given in place of the study's own."""
    from ..words import check
    from ..words.printed import reading
    from .solve import pairs

    given = pairs([word for word in words if "=" in word])
    return {check.choice("a figure", name, known): reading(name, text)
            for name, text in given.items()}


def _text(study, result, changed) -> str:
    findings = [paragraph(str(finding)) for finding in result.findings()]
    blocks = [
        bold(study.title) + ("\nwith figures of your own" if changed else ""),
        bold("What was said, and what each figure is a share of"),
        *[_said(claim, changed.get(name)) for name, claim in _sides(study)],
        paragraph("Each divides by something else, so they are not rival answers to one question."),
        bold("Both can be true: what the figures imply together"),
        *findings,
        bold("What cannot be concluded from these figures"),
        bullets(_open(study)),
        dim(paragraph(f"Sources: {_sources(study)}. More: lfrstats claims {study.id}")),
    ]
    return "\n\n".join(blocks)


def _sides(study):
    return [(name, claim) for name, claim in study.comparison.items() if name != "inaccurate"]


def _said(claim, changed) -> str:
    shown = (changed or claim.printed).plain
    lead = f"  {figure(shown)}{' ' * max(1, 12 - len(shown))}"
    formula = f"P({claim.statement.text})"
    rest = f"{claim.that} ({claim.said_by}; tested: {claim.tested})"
    if changed:
        rest = f"{claim.that} (a figure of your own)"
    return (
        f"{lead}of {claim.of:<33} {dim(formula)}\n" + paragraph(rest, indent=" " * 14)
    )


def _open(study) -> list[str]:
    """What the compared claims leave open, and what no such comparison can tell."""
    return [*NOT_THE_SAME, *(
        f"{item} (not in the source)" for claim in study.comparison.values()
        for item in claim.leaves_open
    )]


def _sources(study) -> str:
    cited = dict.fromkeys(claim.source for claim in study.comparison.values())
    return "; ".join(f"{source.publisher}, {source.date}" for source in cited)


def _data(study, result, changed) -> dict:
    from ..table.rates import RATES
    from .claims import claim_data
    from .solve import _finite

    implied, crowd = result.implied, result.crowd
    return {
        "study": study.id,
        "claims": {name: claim_data(claim) for name, claim in study.comparison.items()},
        "changed": {name: figure.text for name, figure in changed.items()},
        "level": result.level,
        "rates": {name: _finite(result.table.rate(name)) for name in RATES},
        "implied_prevalence": {
            "value": float(implied.value), "exact": str(implied.value),
            "sampling": implied.sampling, "rounding": implied.rounding, "both": implied.both,
        },
        "break_even_prevalence": result.break_even,
        "likelihood_ratio": _finite(result.likelihood_ratio),
        "crowd": crowd and {"listed": crowd.listed, "others": crowd.others, "missed": crowd.missed},
        "counted_as_wrong": list(result.counted_as_wrong),
        "unpublished_sizes": [
            row | {"spread": row["spread"] if row["low"] else None}
            for row in (result.sizes.table() if result.sizes else ())
        ],
        "findings": [{"name": finding.name, "sentence": finding.sentence}
                     for finding in result.findings()],
        "cannot_be_concluded": _open(study),
    }
