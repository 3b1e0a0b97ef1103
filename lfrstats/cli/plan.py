"""``lfrstats plan``: how many cases must be looked at to say something."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "how many alerts to verify, or faces to count, to decide or to be exact enough"
EXAMPLE = "lfrstats plan threshold=50% truth=70%"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "figure", nargs="+", metavar="NAME=VALUE",
        help="threshold and truth: to show a rate beyond a threshold; rate and half_width: to "
        "measure one; at_most: to show that something is rare when none is seen; rate and other: "
        "to tell two groups apart",
    )
    parser.add_argument("--power", default="0.8", help="chance to succeed: 0.8 or 80%%")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")
    parser.add_argument("--sequential", action="store_true",
                        help="look after each case, and stop as soon as it is decided")


def answer(args) -> Answer:
    """Answer the question that the figures put."""
    from ..words.printed import reading
    from . import level_of
    from .solve import pairs

    figures = {name: float(reading(name, text)) for name, text in pairs(args.figure).items()}
    question = QUESTIONS.get(frozenset(figures))
    if question is None:
        known = "; ".join(" and ".join(sorted(names)) for names in QUESTIONS)
        raise ValueError(f"give one of these: {known}; got {' and '.join(figures)}")
    if args.sequential and question is not _test:
        raise ValueError("--sequential goes with threshold and truth")
    settings = {"level": args.level}
    if question in (_test, _comparison):
        settings["power"] = level_of(args.power)
    sentence, data = question(figures, settings, args.sequential)
    return Answer(paragraph(f"{sentence}."), {"given": figures, **settings, **data})


def _test(figures: dict, settings: dict, sequential: bool):
    from ..planning.decisions import plan_sequential, plan_test

    found = (plan_sequential if sequential else plan_test)(**figures, **settings)
    return str(found), {"plan": str(found)} | ({} if sequential else {"n": int(found.n)})


def _interval(figures: dict, settings: dict, _):
    from ..planning.sample_sizes import plan_interval

    found = plan_interval(**figures, **settings)
    return str(found), {"plan": str(found), "n": int(found.n)}


def _none_seen(figures: dict, settings: dict, _):
    from ..planning.decisions import cases_needed
    from ..words import wording

    n = int(cases_needed(figures["at_most"], **settings))
    return (
        f"{wording.whole(n)} cases with none among them show a rate of at most "
        f"{wording.share(figures['at_most'])} ({wording.percent(settings['level'])}, exact)"
    ), {"n": n}


def _comparison(figures: dict, settings: dict, _):
    from ..planning.sample_sizes import plan_comparison

    found = plan_comparison(**figures, **settings)
    return str(found), {"plan": str(found), "n": int(found.n)}


QUESTIONS = {
    frozenset({"threshold", "truth"}): _test,
    frozenset({"rate", "half_width"}): _interval,
    frozenset({"at_most"}): _none_seen,
    frozenset({"rate", "other"}): _comparison,
}
"""What is answered, by the figures that are given."""
