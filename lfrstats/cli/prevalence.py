"""``lfrstats prevalence``: the base rate behind alerts, or behind two headlines."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "the base rate, from the share of faces that alerted or from the share of right alerts"
EXAMPLE = "lfrstats prevalence alert_rate=45/150 tpir=96% fpir=11%"
SHARES = ("alert_rate", "precision")


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "figure", nargs="+", metavar="NAME=VALUE",
        help="tpir and fpir, as counts (7/10) or as printed (70%%), and either alert_rate (alerts "
        "among faces, counts) or precision (right ones among alerts)",
    )
    parser.add_argument("--method", help="a method's name, where there is a choice")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")


def answer(args) -> Answer:
    """Work out the base rate from one share of alerts and the two error rates."""
    from ..words import check
    from .solve import pairs

    given, level = pairs(args.figure), args.level
    for name in given:
        check.choice("a figure", name, (*SHARES, "tpir", "fpir"))
    known = [name for name in SHARES if name in given]
    if len(known) != 1 or not {"tpir", "fpir"} <= set(given):
        raise ValueError("tpir and fpir are needed, and one of alert_rate and precision")
    if known == ["precision"]:
        if args.method:
            raise ValueError("--method has no use here: the region is made of exact intervals")
        return _region(given, level)
    return _true(given, level, args.method)


def _true(given: dict[str, str], level: float, method: str | None) -> Answer:
    from ..samples.true_prevalences import true_prevalence
    from ..words.printed import reading

    figures = {name: reading(name, text) for name, text in given.items()}
    alerts = figures.pop("alert_rate")
    if alerts.n is None:
        raise ValueError(f"alert_rate must be counts such as 45/150, got {alerts.text}")
    rates = {name: (figure.k, figure.n) if figure.n is not None else float(figure)
             for name, figure in figures.items()}
    found = true_prevalence((alerts.k, alerts.n), **rates, level=level, method=method)
    return Answer(paragraph(f"{found}."), {
        "level": level, "value": found.value, "low": found.low, "high": found.high,
        "uncut": found.uncut, "uncut_limits": list(found.uncut_limits),
    })


def _region(given: dict[str, str], level: float) -> Answer:
    from ..samples.true_prevalences import prevalence_region

    found = prevalence_region(**given, level=level)
    ends = found.prevalence
    return Answer(paragraph(f"{found}."), {
        "level": level, "verdict": found.verdict,
        "value": None if found.value is None else float(found.value),
        "exact": None if found.value is None else str(found.value),
        "low": ends and ends[0], "high": ends and ends[1],
        "limits": {name: list(pair) for name, pair in found.limits.items()},
    })
