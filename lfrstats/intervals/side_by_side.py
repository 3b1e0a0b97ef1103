"""What do the methods say about one count, and how far can each be trusted there?

One count k of n, every method's interval, and the coverage each really has: exact, by enumeration.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..words import check, wording
from .exact_coverage import Receipt
from .interval import Interval, interval
from .methods import ABOUT, METHODS

__all__ = ["MOST_ENUMERATED", "MethodComparison", "compare_methods"]

MOST_ENUMERATED = 1_000
"""Coverage is enumerated for samples up to this size (a second for all methods), not beyond."""


@dataclass(frozen=True, slots=True)
class MethodComparison:
    """Intervals for one count by several methods, with their coverage receipts."""

    k: int
    n: int
    level: float
    intervals: dict[str, Interval]
    receipts: dict[str, Receipt | None]

    def rows(self) -> list[dict]:
        """One row a method: limits, and coverage at the estimate and at worst (None unknown)."""
        return [
            {"method": name, "label": ABOUT[name].label, "promise": ABOUT[name].promise,
             "low": found.low, "high": found.high,
             "coverage_at_estimate": receipt and receipt.at_estimate,
             "coverage_worst": receipt and receipt.worst,
             "coverage_worst_at": receipt and receipt.worst_at}
            for (name, found), receipt in zip(
                self.intervals.items(), self.receipts.values(), strict=True)
        ]

    def __str__(self) -> str:
        ends = [self.intervals[name] for name in self.intervals]
        lowest, highest = min(end.low for end in ends), max(end.high for end in ends)
        return (
            f"{wording.whole(self.k)} of {wording.whole(self.n)}: {len(ends)} methods put the "
            f"true rate from {wording.interval(lowest, highest)} "
            f"({wording.percent(self.level)} intervals)."
        )


def compare_methods(
    k: int,
    n: int,
    *,
    level: float = 0.95,
    methods: Iterable[str] = tuple(METHODS),
    most: int = MOST_ENUMERATED,
) -> MethodComparison:
    """One count's interval by each method, with the coverage each has at this n.

    Parameters
    ----------
    k, n : int, 0 <= k <= n
        Successes and trials.
    level : float in (0, 1)
        Confidence level.
    methods : iterable of str
        Names from `METHODS`; all of them if left out.
    most : int
        The largest n for which coverage is enumerated; the receipts are None beyond.

    Examples
    --------
    >>> rows = compare_methods(8, 42, methods=["wald", "blaker"]).rows()
    >>> [(row["method"], round(row["coverage_worst"], 3)) for row in rows]
    [('wald', 0.0), ('blaker', 0.95)]
    """
    k, n = (int(count) for count in check.counts(k, n))
    level = check.level(level)
    found = {name: interval(k, n, method=name, level=level) for name in methods}
    receipts = {
        name: one.receipt() if n <= most else None for name, one in found.items()
    }
    return MethodComparison(k, n, level, found, receipts)
