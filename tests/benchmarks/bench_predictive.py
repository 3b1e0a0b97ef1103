"""Exact coverage and mean width of the intervals for precision, printed.

Run `python tests/benchmarks/bench_predictive.py`. The first table is of three samples (prevalence,
tpir, fpir): least coverage over a grid of true rates, and mean width over all counts, melded and
box. The second is of two samples and a known prevalence of 10 %, every method.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from scipy.special import expit
from scipy.stats import binom

sys.path.insert(0, str(Path(__file__).parents[1]))

from test_guaranteed import SLACK, box_limits, least_coverage, limits  # noqa: E402

from lfrstats.guaranteed import precision_interval  # noqa: E402
from lfrstats.predictive import METHODS  # noqa: E402

SIZES = ((5, 5, 5), (4, 8, 12), (2, 12, 3), (12, 2, 2), (12, 12, 12), (40, 3, 3), (3, 40, 3),
         (3, 3, 40))
RATES = np.array([1e-6, 1e-3, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1 - 1e-6])
N = 15


def three_samples():
    print(f"{'sizes':>14} {'level':>6} {'melded: least':>14} {'mean width':>11}"
          f" {'box: least':>11} {'mean width':>11}")
    for sizes in SIZES:
        for level in (0.95, 0.8):
            low, high = limits(sizes, level)
            cells = []
            for ends in ((low + SLACK, high - SLACK), box_limits(sizes, level)):
                least = least_coverage(ends, sizes, RATES, 60)[0]
                cells += [f"{least:.4f}", f"{(expit(ends[1]) - expit(ends[0])).mean():.4f}"]
            print(f"{sizes!s:>14} {level:>6} {cells[0]:>14} {cells[1]:>11} {cells[2]:>11} "
                  f"{cells[3]:>11}")


def two_samples():
    print(f"\n{N} listed, {N} others, prevalence 10 %, level 95 %: coverage of precision")
    print(f"{'method':>15} {'least':>7} {'mean':>7} {'rare: least':>12} {'mean width':>11}")
    k, j = np.meshgrid(np.arange(N + 1), np.arange(N + 1), indexing="ij")
    edge = np.linspace(0.005, 0.995, 100)
    a, b = (grid.ravel() for grid in np.meshgrid(edge, edge, indexing="ij"))
    weights = [binom.pmf(np.arange(N + 1), N, p[:, None]) for p in (a, b)]
    truth, rare = (np.log(a) - np.log(b))[:, None, None], b < 0.1
    for name, rule in METHODS.items():
        some = (k > 0) & (j > 0) if name == "logit" else np.full(k.shape, True)
        low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
        low[some], high[some] = rule(k[some], N, j[some], N, 0.95)
        held = (low <= truth + 1e-9) & (high >= truth - 1e-9)
        share = np.einsum("zij,zi,zj->z", held.astype(float), *weights)
        width = np.nanmean(expit(high - np.log(9)) - expit(low - np.log(9)))
        print(f"{name:>15} {share.min():7.3f} {share.mean():7.3f} {share[rare].min():12.3f} "
              f"{width:11.4f}")
    print("(logit has no interval for zero cells, which count as missed)")


def speed():
    start = perf_counter()
    for i in range(5):
        precision_interval(prevalence=(34 + i, 100_000), tpir=(70, 100), fpir=(100, 100_000))
    print(f"\none melded interval: {(perf_counter() - start) / 5 * 1000:.0f} ms")


if __name__ == "__main__":
    three_samples()
    two_samples()
    speed()
