"""``lfrstats predict``: what the next deployment would bring."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "alerts and false alerts at the next deployment, as prediction intervals"
EXAMPLE = "lfrstats predict --faces 8600 prevalence=1/2976 tpir=70% fpir=1/1000"
RATES = ("prevalence", "tpir", "fpir")


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "rate", nargs="*", metavar="RATE=VALUE",
        help="prevalence, tpir and fpir, taken as known; or use --records",
    )
    parser.add_argument("--faces", required=True, help="how many faces will pass")
    parser.add_argument("--records", metavar="NAME or CSV",
                        help="learn the rates from recorded deployments: met")
    parser.add_argument("--since", metavar="DATE", help="only records from this day on: 2024-10-01")
    parser.add_argument("--level", default="0.95", help="level of the intervals: 0.95 or 95%%")


def answer(args) -> Answer:
    """Predict from rates taken as known, or from recorded deployments."""
    from ..words import check

    faces = int(check.whole("--faces", args.faces.replace(",", ""), least=1))
    if bool(args.records) == bool(args.rate):
        raise ValueError("give prevalence, tpir and fpir, or --records, and not both")
    found = _learned(args, faces) if args.records else _known(args.rate, faces, args.level)
    return Answer(paragraph(f"{found}."),
                  {"faces": faces, "level": args.level, "counts": found.rows()})


def _known(words: list[str], faces: int, level: float):
    from ..pooling.next_deployment import predict_deployment
    from ..words import check
    from ..words.printed import reading
    from .solve import pairs

    given = {check.choice("a rate", name, RATES): float(reading(name, text))
             for name, text in pairs(words).items()}
    missing = [name for name in RATES if name not in given]
    if missing:
        raise ValueError(f"{check.listing(missing)} missing: give prevalence, tpir and fpir")
    return predict_deployment(faces=faces, **given, level=level)


def _learned(args, faces: int):
    from ..evidence.deployment_file import load_deployments
    from ..pooling.next_deployment import predict_from_records

    recorded = load_deployments(args.records)
    if args.since:
        recorded = recorded.between(args.since, None)
    return predict_from_records(recorded.records, faces=faces, level=args.level)
