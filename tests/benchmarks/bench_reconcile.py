"""How fast is one query, and how does it grow with the claims? Times here, not asserted.

`PYTHONPATH=. python tests/benchmarks/bench_reconcile.py` prints the time of a query on a two-event
study next to one bare `scipy.optimize.linprog` call of that size (both ends of a bound are two such
programs), and of studies of up to 1,000 claims, consistent and contradictory.
"""

import time
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from lfrstats.reconciling.linear.constraints import Between, system
from lfrstats.reconciling.reconciliation import Contradiction, reconcile

STUDY = {"alert | listed": "70%", "alert | not listed": "1 in 1,000", "precision": "8 of 42"}
WITH_THIRD = STUDY | {"confirmed | alert": "8 of 42"}


def median_time(run, times=200):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        spent.append(time.perf_counter() - start)
    return float(np.median(spent))


def bare_program():
    """The same size in floating point: four cells, two inequalities a claim, P(y) = 1."""
    rows = []
    for counted, among, low, high in (([1, 0, 0, 0], [1, 1, 0, 0], 0.695, 0.705),
                                      ([0, 0, 1, 0], [0, 0, 1, 1], 1 / 1500, 1 / 950),
                                      ([1, 0, 0, 0], [1, 0, 1, 0], 8 / 42, 8 / 42)):
        x, n = np.array(counted), np.array(among)
        rows += [low * n - x, x - high * n]
    return lambda: linprog([1, 1, 0, 0], A_ub=rows, b_ub=np.zeros(6), A_eq=[[1, 1, 1, 1]], b_eq=[1])


def two_events():
    bare = median_time(bare_program())
    reconciled = reconcile(STUDY)
    three = reconcile(WITH_THIRD, implies=["confirmed -> alert and listed"])
    print(f"one bare linprog call {bare * 1e3:.2f} ms")
    for name, run in (
        ("both bounds, proved", lambda: reconciled.bounds("prevalence")),
        ("reconcile and both bounds", lambda: reconcile(STUDY).bounds("prevalence")),
        ("three events, both bounds", lambda: three.bounds("precision")),
        ("witness", lambda: reconcile(STUDY).witness()),
        ("influence", lambda: reconciled.influence("prevalence")),
    ):
        spent = median_time(run, 30)
        print(f"  {name}: {spent * 1e3:.2f} ms, {spent / bare:.1f} times one linprog call")


def true_claims(events, count, seed=1):
    """Random true statements, printed to three decimals."""
    rng = np.random.default_rng(seed)
    names = tuple(f"e{place}" for place in range(events))
    cells = np.rint(rng.dirichlet(np.ones(2**events)) * 1e9).astype(int) + 1
    table, claims = system([("", names[0], 0.5)], events=names), []
    while len(claims) < count:
        order = [("not " if rng.random() < 0.3 else "") + name for name in rng.permutation(names)]
        left, right = rng.integers(1, 3), rng.integers(0, 3)
        counted, among = " and ".join(order[:left]), " and ".join(order[left:left + right])
        stated = table.named(f"{counted} | {among}" if among else counted)
        share = Fraction(int(cells[stated.counted].sum()), int(cells[stated.among].sum()))
        low = Fraction(int(share * 1000), 1000)
        value = Between(low, min(Fraction(1), low + Fraction(1, 1000)))
        claims.append((f"claim {len(claims)}", stated.text, value))
    return claims, names


def growing():
    print("events claims inequalities | reconcile   bounds | contradiction (claims in it)")
    for events in (2, 4, 6):
        for count in (10, 30, 100, 300, 1000):
            claims, names = true_claims(events, count)
            start = time.perf_counter()
            r = reconcile(claims, events=names)
            made = time.perf_counter()
            bounds = r.bounds("e0 | e1")
            asked = time.perf_counter()
            above = min(Fraction(1), bounds.high + Fraction(1, 1000))
            false = Between(above.limit_denominator(), 1)
            try:
                reconcile([*claims, ("false", "e0 | e1", false)], events=names)
                said = "none"
            except Contradiction as found:
                said = f"{time.perf_counter() - asked:.3f} s ({len(found.conflict)})"
            print(f"{events:6} {count:6} {len(r.system.rows):12} | {made - start:7.3f} s "
                  f"{asked - made:6.3f} s | {said}")


if __name__ == "__main__":
    two_events()
    growing()
