"""``lfrstats precision``: which share of alerts is right, from counts, samples or ranges."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "the share of alerts that are right, from a table, from three samples, or over a range"
EXAMPLE = "lfrstats precision prevalence=12/40000 tpir=103/122 fpir=2/401"
CELLS = ("tp", "fn", "fp", "tn")
RATES = ("prevalence", "tpir", "fpir")


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "figure", nargs="+", metavar="NAME=VALUE",
        help="the rates prevalence, tpir and fpir, each as counts (103/122), as printed (70%%) or "
        "as a range ('between 1%% and 2%%'); or the counts tp, fn, fp and tn, with or without a "
        "prevalence",
    )
    parser.add_argument("--method", help="a method's name, where there is a choice")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")


def answer(args) -> Answer:
    """Work out the predictive values that the figures given allow."""
    from ..words import check
    from .solve import pairs

    given = pairs(args.figure)
    options = {"level": args.level} | ({"method": args.method} if args.method else {})
    cells = set(given) & set(CELLS)
    for name in given:
        check.choice("a figure", name, CELLS + RATES if cells else RATES)
    if cells:
        return _of_a_table(given, options)
    missing = [name for name in RATES if name not in given]
    if missing:
        raise ValueError(f"{check.listing(missing)} missing: give prevalence, tpir and fpir")
    if any(text.strip().startswith("between") for text in given.values()):
        return _over_a_range(given)
    return _of_samples(given, options)


def _of_a_table(given: dict[str, str], options: dict) -> Answer:
    from ..samples.predictive import predictive_values
    from ..words import check
    from ..words.printed import read

    missing = [name for name in CELLS if name not in given]
    if missing:
        raise ValueError(f"{check.listing(missing)} missing: give tp, fn, fp and tn")
    counts = {name: check.whole(name, given[name].replace(",", "")) for name in CELLS}
    prevalence = float(read(given["prevalence"])) if "prevalence" in given else None
    found = predictive_values(**counts, prevalence=prevalence, **options)
    return Answer(paragraph(f"{found}."), {"level": options["level"], "rates": found.rows()})


def _of_samples(given: dict[str, str], options: dict) -> Answer:
    from ..samples.guaranteed import precision_interval

    found = precision_interval(**given, **options)
    text = f"{paragraph(f'{found}.')}\n{paragraph(found.receipt())}"
    return Answer(text, {
        "level": found.level, "method": found.method, "given": found.rows(),
        "value": None if found.value != found.value else found.value,
        "low": found.low, "high": found.high, "receipt": found.receipt(),
    })


def _over_a_range(given: dict[str, str]) -> Answer:
    from ..table.credal import credal_precision
    from ..words.printed import reading

    figures = {name: reading(name, text) for name, text in given.items()}
    ranges = {name: (figure.low, figure.high) if figure.form == "between" else figure
              for name, figure in figures.items()}
    found = credal_precision(**ranges)
    return Answer(paragraph(f"{found}."), {
        name: {"low": float(ends[0]), "high": float(ends[1]), "exact": [str(end) for end in ends]}
        for name, ends in (("precision", found.precision), ("npv", found.npv)) if ends
    })
