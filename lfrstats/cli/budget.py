"""``lfrstats budget``: which sample makes a rate so uncertain, and what more cases would buy."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, columns, paragraph

HELP = "which sample makes precision or the base rate so uncertain, and what a larger one would buy"
EXAMPLE = "lfrstats budget precision=8/42 tpir=70/100 fpir=34/34000"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "figure", nargs="+", metavar="NAME=VALUE",
        help="tpir and fpir, and one of prevalence, precision, npv and alert_rate: each as counts "
        "(70/100), or as a value taken as known (70%%, '1 in 1,000')",
    )
    parser.add_argument("--of", metavar="RATE", help="precision, npv or prevalence, if in doubt")
    parser.add_argument("--method", default="uniform", help="uniform, jeffreys or delta")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")
    parser.add_argument("--check", action="store_true", help="compare with the joint posterior")


def answer(args) -> Answer:
    """Share out the uncertainty."""
    from ..samples.budgets import error_budget
    from .solve import pairs

    given = pairs(args.figure)
    for name in {"target", "method", "level"} & set(given):
        raise ValueError(f"{name!r} is no known rate (an option is written --{name})")
    found = error_budget(args.of, method=args.method, level=args.level, **given)
    low, high = found.interval()
    checked = {"check": found.check()} if args.check else {}
    data = {"target": found.target, "method": found.method, "level": found.level,
            "exact": found.exact, "value": found.value, "low": low, "high": high,
            "sd": found.sd(), "factor": found.factor(), "inputs": found.rows()}
    parts = [bold(f"What makes {found.target} uncertain"), "", paragraph(f"{found}."), "",
             _table(found), "", paragraph(_note(found))]
    return Answer("\n".join(parts + ([""] + [_checked(checked["check"])] if checked else [])),
                  data | checked)


def _table(found) -> str:
    from ..samples.budgets import TIMES, factor_text, share_text
    from ..words import wording

    names = [*(f"factor_at_{m}" for m in TIMES), "factor_if_known"]
    rows = [("input", "share", *(f"{m} times" for m in TIMES), "known", "to halve")]
    rows += [(row["input"], share_text(row["share"]), *(factor_text(row[name]) for name in names),
              wording.whole(row["cases_to_halve"]) if row["cases_to_halve"] else "-")
             for row in found.rows()]
    return columns(rows, right=tuple(range(1, len(rows[0]))))


def _note(found) -> str:
    from ..samples.budgets import factor_text
    from ..words import wording

    return (f"Now the odds may lie higher or lower by a factor of {factor_text(found.factor())} "
            f"({wording.percent(found.level)}). The table has that factor for a sample 2, 4 and 10 "
            "times as large at the same rate, and for the input known exactly; last, the cases of "
            "that input alone that halve the interval of the log odds.")


def _checked(rows: list[dict]) -> str:
    from ..samples.budgets import share_text

    table = [("known", "sd of log odds", "posterior", "its share", "posterior")]
    table += [(row["known"] or "none", f"{row['sd']:.5f}", f"{row['posterior_sd']:.5f}",
               *(share_text(max(row[name], 0.0)) if row["known"] else ""
                 for name in ("share", "posterior_share"))) for row in rows]
    return columns(table, right=(1, 2, 3, 4))
