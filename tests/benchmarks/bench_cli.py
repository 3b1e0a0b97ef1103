"""Whole-process time of the command line, as ratios to importing numpy and scipy.special.

Run `python tests/benchmarks/bench_cli.py`. Commands take turns in one run; medians count.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter

ROUNDS = 9
LIMIT = [sys.executable, "-c", "import numpy, scipy.special"]
LFRSTATS = [sys.executable, "-m", "lfrstats"]
COMMANDS = {
    "lfrstats solve": [*LFRSTATS, "solve", "tpir=70%", "fpir=1/1000", "precision=8/42"],
    "lfrstats compare": [*LFRSTATS, "compare"],
    "lfrstats interval 8 42": [*LFRSTATS, "interval", "8", "42"],
    "lfrstats claims": [*LFRSTATS, "claims", "met-trials-2020"],
}


def seconds(command):
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


if __name__ == "__main__":
    seconds(LIMIT)
    for name, command in COMMANDS.items():
        pairs = [(seconds(command), seconds(LIMIT)) for _ in range(ROUNDS)]
        ours, limit = (median(column) for column in zip(*pairs, strict=True))
        ratio = median(a / b for a, b in pairs)
        print(f"{name}: {1e3 * ours:.0f} ms against {1e3 * limit:.0f} ms, {ratio:.2f} times")
