"""Exact coverage and mean width of every interval that claims a level, printed; and the speed.

Run `python tests/benchmarks/bench_predictive.py`. The table is `lfrstats.coverage_table`, by exact
enumeration over a published grid of small sizes, rare and common rates.
"""

from time import perf_counter

from lfrstats.samples.coverage_grid import coverage_table
from lfrstats.samples.guaranteed import precision_interval


def speed():
    start = perf_counter()
    for i in range(5):
        precision_interval(prevalence=(34 + i, 100_000), tpir=(70, 100), fpir=(100, 100_000))
    print(f"\none melded interval: {(perf_counter() - start) / 5 * 1000:.0f} ms")


if __name__ == "__main__":
    start = perf_counter()
    print(coverage_table())
    print(f"({perf_counter() - start:.0f} s)")
    speed()
