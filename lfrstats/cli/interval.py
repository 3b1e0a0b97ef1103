"""``lfrstats interval``: how sure a count lets one be, by every method."""

from __future__ import annotations

import math
import re

from ..reports.terminal import Answer, bold, columns, paragraph

HELP = "confidence intervals for k of n, with the coverage each really has"
EXAMPLE = "lfrstats interval 8 42 --method all"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("count", nargs="+", metavar="K N", help="k of n: 8 42, or 8/42")
    parser.add_argument("--method", default="clopper_pearson", help="a method's name, or all")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")


def answer(args) -> Answer:
    """Compute the interval(s) and the coverage receipt(s)."""
    from ..intervals.methods import METHODS
    from ..intervals.side_by_side import MOST_ENUMERATED, compare_methods
    from ..words import check

    k, n = _counts(args.count)
    level = args.level
    check.choice("--method", args.method, ["all", *METHODS])
    every = args.method == "all"
    found = compare_methods(
        k, n, level=level, methods=METHODS if every else [args.method],
        most=MOST_ENUMERATED if every else MOST_FOR_ONE,
    )
    data = {"k": found.k, "n": found.n, "level": level, "estimate": k / n,
            "intervals": {row.pop("method"): row for row in found.rows()}}
    return Answer(_every(found) if every else _one(found, args.method), data)


MOST_FOR_ONE = 10_000
"""Coverage of a single method is enumerated for samples up to this size."""


def _counts(words: list[str]) -> tuple[float, float]:
    from ..words import check

    if len(words) == 1:
        words = re.split(r"\s*/\s*|\s+(?:out\s+)?of\s+", words[0].strip())
    if len(words) != 2:
        raise ValueError(f"two numbers are needed, K and N, got {' '.join(words)!r}")
    k, n = check.counts(*(word.replace(",", "") for word in words))
    return float(k), float(n)


def _head(found) -> str:
    from ..words import wording

    return bold(f"{found.k:,} of {found.n:,} is {wording.percent(found.k / found.n, 3)}")


def _one(found, name: str) -> str:
    from ..intervals.methods import ABOUT

    told = [f"{found.intervals[name]}.", f"{ABOUT[name].label}: {ABOUT[name].promise}."]
    if found.receipts[name]:
        told.append(f"{found.receipts[name]}.")
    return "\n".join([_head(found), "", *map(paragraph, told)])


def _every(found) -> str:
    from ..words import wording

    rows = [("method", "low", "high", "covers", "at least")] + [
        (row["method"], f"{100 * row['low']:.2f} %", f"{100 * row['high']:.2f} %",
         _coverage(row["coverage_at_estimate"]), _coverage(row["coverage_worst"]))
        for row in found.rows()
    ]
    note = (
        f"{wording.percent(found.level)} intervals. “Covers” is how often an interval made this "
        f"way holds the true rate, if that is {wording.percent(found.k / found.n)}; “at least” is "
        "the worst case over all true rates. Both are exact."
    )
    return "\n".join([_head(found), "", columns(rows, right=(1, 2, 3, 4)), "", paragraph(note)])


def _coverage(value: float | None) -> str:
    """A coverage with two decimals, rounded down: never shown as more than it is."""
    return "-" if value is None else f"{math.floor(1e4 * value + 1e-7) / 100:.2f} %"
