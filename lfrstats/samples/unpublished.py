"""What could the sizes that nobody published change?

"70 %" and "1 in 1,000" were printed without the number of passes and faces behind them. Supposing
sizes, both become counts, and with the counted share of right alerts they give an exact interval
for the base rate. The table shows how large the unpublished sizes must be before the counted alerts
alone set the limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..intervals.interval import interval
from ..words import check, wording
from ..words.printed import Printed, reading
from .implied import _range

__all__ = ["SizeRow", "UnpublishedSizes", "unpublished_sizes"]

PASSES = (10, 20, 50, 100, 200, 500, 1_000)
FACES = (1_000, 5_000, 10_000, 50_000, 100_000, 500_000, 1_000_000)
ENOUGH = 1.25
"""A size is enough if the ratio of the limits is at most this many times what it could be."""


@dataclass(frozen=True, slots=True)
class SizeRow:
    """Supposed sizes (None: known exactly), and the base rates that they leave open."""

    passes: int | None
    faces: int | None
    low: float
    high: float

    @property
    def spread(self) -> float:
        """The upper over the lower end; infinite where nothing bounds it below."""
        return self.high / self.low if self.low else float("inf")


@dataclass(frozen=True, slots=True)
class UnpublishedSizes:
    """The base rate, as a function of the sizes behind tpir and fpir that nobody published.

    `rows` has every pair of supposed sizes; `best` is the row with both known exactly.
    """

    tpir: Printed
    fpir: Printed
    precision: Printed
    level: float
    rows: tuple[SizeRow, ...]
    best: SizeRow

    @property
    def enough(self) -> tuple[int | None, int | None]:
        """The least sizes, each with the other known, from which on little is to be gained."""
        passes = [row.passes for row in self.rows if row.faces is None and self._close(row)]
        faces = [row.faces for row in self.rows if row.passes is None and self._close(row)]
        return min(filter(None, passes), default=None), min(filter(None, faces), default=None)

    def _close(self, row: SizeRow) -> bool:
        return row.spread <= ENOUGH * self.best.spread

    def table(self) -> list[dict]:
        """One row a pair of sizes, for printing."""
        return [{"passes": row.passes, "faces": row.faces, "low": row.low, "high": row.high,
                 "spread": row.spread} for row in self.rows]

    def __str__(self) -> str:
        passes, faces = self.enough
        few = next(row for row in self.rows if row.passes and row.faces)
        text = (
            f"Sizes behind two of the figures are needed to say more. Were they {few.passes} "
            f"passes for {self.tpir.plain} and {wording.whole(few.faces)} faces for "
            f"{self.fpir.plain}, the base rate could be {wording.interval(few.low, few.high)}; "
            f"with both rates known exactly, {wording.interval(self.best.low, self.best.high)} "
            f"({wording.percent(self.level)} jointly, exact)."
        )
        if passes and faces:
            text += (f" From about {wording.whole(passes)} passes and {wording.whole(faces)} faces "
                     "on, more of either would say little: the alerts are too few.")
        return text


def unpublished_sizes(*, tpir, fpir, precision, level: float = 0.95,
                      passes: Sequence[int] = PASSES,
                      faces: Sequence[int] = FACES) -> UnpublishedSizes:
    """The base rate that three figures imply, for each size that might stand behind two of them.

    Parameters
    ----------
    tpir, fpir : float or str
        P(alert | listed) and P(alert | not listed), above 0 and below 1, of unknown size.
    precision : str or (k, n)
        P(listed | alert), as counts.
    level : float in (0, 1)
        Joint confidence level; the three figures share what is left equally (Bonferroni).
    passes, faces : sequence of int
        Sizes to suppose behind tpir and fpir.

    Notes
    -----
    With n cases supposed, k is the whole number nearest to the printed share. Each interval is
    Clopper-Pearson's, at a level of 1 - (1 - level) / 3, in the row of known rates too, so that
    rows can be compared. So every row covers with at least `level`, if the cases are independent;
    passes by the same few people are not.

    Examples
    --------
    >>> sizes = unpublished_sizes(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    >>> sizes.enough
    (500, 500000)
    """
    level = check.level(level)
    figures = [reading(name, value) for name, value in
               (("tpir", tpir), ("fpir", fpir), ("precision", precision))]
    for name, figure in zip(("tpir", "fpir"), figures[:2], strict=True):
        if not 0 < figure.value < 1:
            raise ValueError(f"{name} must lie strictly between 0 and 1, got {figure.text}")
    if figures[2].n is None:
        raise ValueError(f"precision must be counts such as 8 of 42, got {figures[2].text}")
    sizes = [[int(check.whole(name, size, least=1)) for size in given]
             for name, given in (("passes", passes), ("faces", faces))]
    each = 1 - (1 - level) / 3
    limits = [
        {size: _limits(figure, size, each) for size in (*given, None)}
        for figure, given in zip(figures, sizes, strict=False)
    ]
    right = interval(figures[2].k, figures[2].n, level=each)
    rows = tuple(
        SizeRow(*pair, *_range(limits[0][pair[0]], limits[1][pair[1]], right))
        for pair in product(*limits)
    )
    return UnpublishedSizes(*figures, level=level, rows=rows[:-1], best=rows[-1])


def _limits(figure: Printed, size: int | None, level: float):
    if size is None:
        return figure.value, figure.value
    low, high = interval(round(figure.value * size), size, level=level)
    return Fraction(low), Fraction(high)
