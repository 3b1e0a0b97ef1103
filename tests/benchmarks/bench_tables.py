"""Whole tables at a crowd of a million, printed; with `--brute`, all crowds up to 200 by force.

Run `python tests/benchmarks/bench_tables.py`. Medians of five; the first call of all is shown too.
"""

import sys
from fractions import Fraction
from statistics import median
from time import perf_counter

import numpy as np

from lfrstats.table.rates import CELLS
from lfrstats.table.whole_tables import possible_tables

QUERIES = [
    ("exact share 8/42", {"tpir": "70%", "fpir": "0.1%", "precision": Fraction(8, 42)}),
    ("counts 8 of 42", {"tpir": "67%", "fpir": "0.1%", "precision": "8 of 42"}),
    ("printed 19%", {"tpir": "70%", "fpir": "0.1%", "precision": "19%"}),
    ("point rates", {"tpir": 0.7, "fpir": 0.001, "precision": 8 / 42}),
    ("with npv", {"tpir": "70%", "fpir": "0.1%", "precision": "19%", "npv": "99.99%"}),
    ("base rate 0.03%", {"tpir": "70%", "fpir": "0.1%", "prevalence": "0.03%"}),
    ("two rates", {"tpir": "70%", "precision": "19%"}),
]


def seconds(call) -> float:
    start = perf_counter()
    call()
    return perf_counter() - start


def show(name: str, rates: dict, crowd: int) -> None:
    first = seconds(lambda: possible_tables(rates, up_to=crowd))
    typical = median(seconds(lambda: possible_tables(rates, up_to=crowd)) for _ in range(5))
    found = possible_tables(rates, up_to=crowd)
    print(f"{name:18} up to {crowd:>13,}: {1e3 * typical:7.1f} ms (first {1e3 * first:7.1f}), "
          f"{found.steps:>9,} steps, {found.count:,} tables")


def by_force(rates: dict, most: int) -> int:
    """The tables of every crowd up to `most`, each looked at on its own (low, high in integers)."""
    cells = {"tpir": ("tp", "fn"), "fpir": ("fp", "tn"), "precision": ("tp", "fp")}
    found = 0
    for total in range(1, most + 1):
        tp, fn, fp = np.indices((total + 1,) * 3, dtype=np.int32).reshape(3, -1)
        inside = tp + fn + fp <= total
        table = dict(zip(CELLS, (tp[inside], fn[inside], fp[inside]), strict=False))
        table["tn"] = total - sum(table.values())
        keep = True
        for name, (low, high) in rates.items():
            k, other = (table[cell] for cell in cells[name])
            n = k + other
            keep &= (n > 0) & (k * low.denominator >= n * low.numerator)
            keep &= k * high.denominator <= n * high.numerator
        found += int(np.count_nonzero(keep))
    return found


def main() -> None:
    for name, rates in QUERIES:
        show(name, rates, 10**6)
    for crowd in (10**7, 10**8, 10**9):
        show(*QUERIES[0], crowd)
    if "--brute" in sys.argv:
        for tpir, fpir, precision in (("70%", "10%", "about 40%"), ("67%", "5%", "1/3"),
                                      ("9%", "50%", "3%")):
            said = {"tpir": tpir, "fpir": fpir,
                    "precision": Fraction(precision) if "/" in precision else precision}
            fast = possible_tables(said, up_to=200)
            ends = {name: (figure.low, figure.high) for name, figure in fast.rates.items()}
            took = perf_counter()
            forced = by_force(ends, 200)
            print(f"{said}: {fast.count:,} tables of up to 200 faces, by force {forced:,} "
                  f"({perf_counter() - took:.0f} s): {'same' if forced == fast.count else 'WRONG'}")


if __name__ == "__main__":
    main()
