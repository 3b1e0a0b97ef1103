"""The table of coverage: for every method its claim, its least and mean coverage and its width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...words import check, wording
from .grid import QUESTIONS, RARE
from .questions import ANSWERS, GUARANTEED

__all__ = ["CoverageRow", "CoverageTable", "TOLERANCE", "coverage_table"]

TOLERANCE = 1e-6
"""Coverage this little below the level counts as rounding."""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """How one method does on the grid.

    Coverages are shares of samples: `least` anywhere, `least_rare` and `least_common` on either
    side of `RARE`, `mean` over the grid. `at` has the sizes and the true rates of the least.
    `width` is the mean width, in share; `relative_width` divides it by that of the narrowest
    guaranteed method of the question. `silent` is the mean share of samples without an interval,
    which count as 0 to 100 %.
    """

    question: str
    method: str
    label: str
    claim: str
    least: float
    least_rare: float
    least_common: float
    mean: float
    at: dict
    width: float
    relative_width: float
    silent: float


@dataclass(frozen=True, eq=False, slots=True)
class CoverageTable:
    """Exact coverage of every interval that claims a level, over the published grid."""

    level: float
    table: tuple[CoverageRow, ...]

    def holds(self, row: CoverageRow) -> bool:
        """Whether a method has at least the level wherever it was enumerated."""
        return row.least >= self.level - TOLERANCE

    def broken(self) -> list[CoverageRow]:
        """The methods that claim a guarantee and do not keep it on the grid."""
        return [row for row in self.table if row.claim == "guaranteed" and not self.holds(row)]

    def rows(self) -> list[dict]:
        """One row a method and question."""
        names = CoverageRow.__dataclass_fields__
        return [{name: getattr(row, name) for name in names}
                | {"asks": QUESTIONS[row.question], "holds": self.holds(row)} for row in self.table]

    def __str__(self) -> str:
        sure = [self.holds(row) for row in self.table if row.claim == "guaranteed"]
        rest = [self.holds(row) for row in self.table if row.claim != "guaranteed"]
        worst = min(self.table, key=lambda row: row.least)
        others = f" Of {len(rest)} that do not, {sum(rest)} hold there too." if rest else ""
        return (f"{wording.percent(self.level)} intervals over all samples of the grid's sizes. Of "
                f"{len(sure)} methods that guarantee that level, {sum(sure)} hold at every true "
                f"rate tried.{others} The lowest coverage is {wording.percent(worst.least)} of "
                f"samples, by {worst.label} ({QUESTIONS[worst.question]})")


def coverage_table(*, level: float = 0.95, questions: Iterable[str] | None = None) -> CoverageTable:
    """Exact coverage and mean width of every interval, over one published grid.

    Parameters
    ----------
    level : float in (0, 1)
        What each method is asked for.
    questions : iterable of str, optional
        Keys of `QUESTIONS`; all of them if left out, which takes a few seconds.

    Returns
    -------
    CoverageTable

    Notes
    -----
    Sizes (`SIZES`) and true rates (`BASE_RATES`, `TPIR`, `FPIR`) are fixed, so that tables can be
    compared. All samples are enumerated; one for which a method gives no interval counts as 0 to
    100 %. The mean is over the grid; the least is looked for beside the limits too, where coverage
    jumps. It is a minimum over what was tried, no proof for all rates, except for one count and for
    known error rates, where all the limits are tried. Widths are shares: of faces, of alerts, of
    the cases to come. A mean over a grid depends on the grid: compare methods, not questions.

    Examples
    --------
    >>> table = coverage_table(questions=["known_rates"])
    >>> for row in table.table:
    ...     print(row.label, row.claim, f"{row.least:.3f} {row.mean:.3f} {row.relative_width:.2f}")
    Clopper-Pearson guaranteed 0.951 0.983 1.05
    Blaker guaranteed 0.950 0.972 1.00
    Wilson approximate 0.832 0.953 0.95
    """
    level = check.level(level)
    asked = list(QUESTIONS) if questions is None else [
        check.choice("questions", name, QUESTIONS) for name in questions]
    if not asked:
        raise ValueError(f"questions must name at least one of {check.listing(QUESTIONS)}, "
                         "got none")
    rows = [row for question in asked for row in _rows(question, level)]
    return CoverageTable(level, tuple(rows))


def _rows(question: str, level: float) -> list[CoverageRow]:
    found = {}
    for method, label, outcome in ANSWERS[question](level):
        found.setdefault((method, label), []).append(outcome)
    widths = {method: _over_grid(parts, "width") for (method, _), parts in found.items()}
    best = min(widths[method] for method in widths if method in GUARANTEED[question])
    return [CoverageRow(
        question, method, label, _claim(question, method), *_least(parts),
        _over_grid(parts, "coverage"), _at(parts), widths[method], widths[method] / best,
        _over_grid(parts, "silent")) for (method, label), parts in found.items()]


def _claim(question, method) -> str:
    if method in GUARANTEED[question]:
        return "guaranteed"
    return "one look" if question == "looks" else "approximate"


def _over_grid(parts, name) -> float:
    """The mean over the points of the grid, each size alike."""
    return float(np.mean(np.concatenate([getattr(part, name)[part.grid] for part in parts])))


def _least(parts) -> tuple[float, float, float]:
    covered = np.concatenate([part.coverage for part in parts])
    asked = np.concatenate([next(iter(part.named.values())) for part in parts])
    rare = np.minimum(asked, 1 - asked) < RARE
    return tuple(float(covered[some].min()) for some in (slice(None), rare, ~rare))


def _at(parts) -> dict:
    part = min(parts, key=lambda one: one.coverage.min())
    place = int(np.argmin(part.coverage))
    return {"sizes": part.sizes} | {
        name: float(values[place]) for name, values in part.named.items()}
