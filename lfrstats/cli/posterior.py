"""``lfrstats posterior``: what counts and beliefs say together about every rate."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, columns, paragraph, steps

HELP = "what counts and beliefs say together about the base rate, precision and every other rate"
EXAMPLE = "lfrstats posterior tpir=103/122 fpir=2/401 alert_rate=50/3330"
SHOWN = ("prevalence", "tpir", "fpir", "precision")
"""The rates to show where none are named."""
POOR = 20.0
"""A misfit above which the figures are said to contradict each other."""


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "rate", nargs="+", metavar="RATE=VALUE",
        help="counts of any rate (precision='8 of 42'); for prevalence, tpir and fpir also a value "
        "taken as known (70%%, '1 in 1,000') or a prior: 'uniform(0.6, 1)', 'beta(2, 5)', "
        "'loguniform(1e-6, 0.1)'; 1/1000 is a count, 1 of 1,000",
    )
    parser.add_argument("--prior", action="append", default=[], metavar="RATE=PRIOR",
                        help="the prior of a rate that also has counts (otherwise uniform)")
    parser.add_argument("--rates", metavar="NAMES", help="which rates to show, by name or "
                        "statement, with commas between; or all (default: %s)" % ",".join(SHOWN))
    parser.add_argument("--faces", help="say how many listed people pass unseen among so many")
    parser.add_argument("--ordered", action="store_true",
                        help="leave out worlds in which tpir does not exceed fpir")
    parser.add_argument("--sensitivity", action="store_true",
                        help="say what other priors of the prevalence would have given")
    parser.add_argument("--level", default="0.95", help="level of the intervals: 0.95 or 95%%")


def answer(args) -> Answer:
    """Integrate, and show each rate with its median and credible interval."""
    from ..posteriors import posterior
    from ..table.rates import RATES
    from .solve import pairs

    given, level = pairs(args.rate), args.level
    believed = {name: given.pop(name) for name in list(given) if name in SHOWN[:3]}
    found = posterior(
        **believed, priors=pairs(args.prior), observed=given,
        require="tpir > fpir" if args.ordered else None,
    )
    names = [name.strip() for name in args.rates.split(",")] if args.rates else SHOWN
    names = tuple(RATES) if args.rates == "all" else names
    rows = [found.rate(name).row(level) for name in steps(names, "integrating")]
    data = {"given": [str(seen) for seen in found.observed],
            "priors": {name: str(prior) for name, prior in found.priors.items()},
            "level": level, "log_evidence": found.log_evidence, "misfit": found.misfit,
            "rates": rows}
    text = [bold("What the counts and the priors say together"), "", _table(rows, level), "",
            paragraph(_basis(found))]
    if args.faces is not None:
        text += _unseen(found, args.faces, level, data)
    if args.sensitivity:
        text += _sensitivity(found, level, data)
    return Answer("\n".join(text), data)


def _table(rows: list[dict], level: float) -> str:
    from ..words import wording

    head = ("rate", "median", f"{wording.percent(level)} interval", "share of")
    return columns([head] + [
        (row["rate"], wording.share(row["median"]), "taken as known" if row["low"] == row["high"]
         else wording.interval(row["low"], row["high"]), row["of"]) for row in rows
    ])


def _basis(found) -> str:
    """What went in, in words."""
    counts = "; ".join(map(str, found.observed)) or "no counts"
    priors = ", ".join(f"{name} {prior}" for name, prior in found.priors.items())
    text = f"From {counts}. Priors: {priors}. The same digits every time: no sampler."
    if ones := [seen for seen in found.observed if seen.k == 1]:
        text += (f" (1/{ones[0].n} is read as a count. For a rate that is known, write '1 in "
                 f"{ones[0].n:,}' or a percentage.)")
    if found.misfit > POOR:
        text += (" Careful: no table fits these figures well. The counts contradict each other or "
                 f"the priors (misfit {found.misfit:.0f}; up to about 20 may be chance).")
    return text


def _unseen(found, text: str, level: float, data: dict) -> list[str]:
    from ..words import check

    faces = int(check.whole("--faces", text.replace(",", ""), least=1))
    unseen = found.unseen(faces)
    low, high = unseen.interval(level)
    data["unseen"] = {"faces": faces, "median": unseen.median, "low": low, "high": high}
    return ["", paragraph(f"{unseen}.")]


def _sensitivity(found, level: float, data: dict) -> list[str]:
    from ..words import wording

    rows = found.sensitivity(level=level)
    data["sensitivity"] = rows
    head = ("prior of the prevalence", "rate", "median", f"{wording.percent(level)} interval")
    return ["", bold("Under other priors"), "", columns([head] + [
        (row["priors"], row["rate"], wording.share(row["median"]),
         wording.interval(row["low"], row["high"])) for row in rows
    ])]
