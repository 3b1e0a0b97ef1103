"""Does every interval that claims a level have it? Exact coverage over one published grid.

`grid` is the grid of sizes and true rates, `designs` enumerates all samples of one size, `limits`
works melded limits out for all samples at once, `questions` sets each question's methods side by
side, `result` is the table.

Imports words, intervals, pooling, samples; numpy, scipy.
"""

from .grid import BASE_RATES, FPIR, RARE, SIZES, TPIR
from .result import CoverageRow, CoverageTable, coverage_table

__all__ = ["BASE_RATES", "CoverageRow", "CoverageTable", "FPIR", "RARE", "SIZES", "TPIR",
           "coverage_table"]
"""The grid, the table and its maker."""
