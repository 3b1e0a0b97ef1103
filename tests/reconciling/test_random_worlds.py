"""Random worlds and true statements about them: truth within bounds, contradictions proved.

The suite runs a few hundred; `python tests/reconciling/test_random_worlds.py 2000 500` runs that
many consistent and contradictory sets and reports. What is claimed is checked by other means than
those that found it: worlds by adding up cells, multipliers by adding up inequalities, here.
"""

import sys
import time
from fractions import Fraction

import numpy as np
import pytest

from lfrstats.reconciling.linear.bounding import Emptied, emptied, least
from lfrstats.reconciling.linear.constraints import Between, system
from lfrstats.reconciling.reconciliation import Contradiction, reconcile, settled

NAMES = ("listed", "alert", "confirmed", "stopped", "searched", "arrested")
WHOLE = 10**13


def random_world(rng):
    """Events, implications, and a whole count of cases for each cell; rates down to about 1e-9."""
    size = int(rng.integers(2, 7))
    events = NAMES[:size]
    weights = rng.dirichlet(np.full(2**size, rng.choice([0.3, 1.0])))
    rare = rng.random(size) < 0.5
    for place in range(size):
        if rare[place]:
            happens = (np.arange(2**size) >> (size - 1 - place)) & 1 == 0
            weights = np.where(happens, weights * 10 ** -rng.uniform(0, 9), weights)
    counts = np.maximum(np.rint(weights / weights.sum() * WHOLE).astype(np.int64), 1)
    implies = []
    if size > 2 and rng.random() < 0.5:
        implies.append(f"{events[2]} -> {events[0]} and {events[1]}")
        cell = np.arange(2**size)
        third, first, second = ((cell >> (size - 1 - place)) & 1 == 0 for place in (2, 0, 1))
        counts[third & ~(first & second)] = 0
    return events, implies, counts


def random_text(rng, events):
    def literal(names):
        return " and ".join(("not " if rng.random() < 0.3 else "") + name for name in names)

    order = [str(name) for name in rng.permutation(events)]
    left = int(rng.integers(1, 3))
    right = int(rng.integers(0, 3))
    text = literal(order[:left])
    if rng.random() < 0.15 and left == 2:
        text = text.replace(" and ", " or ")
    among = literal(order[left:left + right])
    return f"{text} | {among}" if among else text


def truth(counts, stated):
    return int(counts[stated.counted].sum()), int(counts[stated.among].sum())


def random_value(rng, share):
    """A true figure: exact, one-sided, or an interval as if rounded to a digit or two."""
    kind = rng.random()
    width = Fraction(float(10 ** -rng.uniform(0.3, 3))).limit_denominator(10**6)
    below = Fraction(int(rng.integers(0, 1000)), 1000) * width
    low = max(Fraction(0), share * (1 - below))
    high = min(Fraction(1), share * (1 + width - below))
    low, high = low.limit_denominator(10**15), high.limit_denominator(10**15)
    low, high = min(low, share), max(high, share)
    if kind < 0.2:
        return share
    if kind < 0.35:
        return Between(low, Fraction(1))
    if kind < 0.5:
        return Between(Fraction(0), high)
    return Between(low, high)


def random_study(rng):
    """Claims that are true in a random world: the triples, implications, and the world."""
    while True:
        events, implies, counts = random_world(rng)
        table = system([("all", events[0], 0.5)], implies=implies, events=events)
        triples = []
        for place in range(int(rng.integers(2, 9))):
            stated = table.named(random_text(rng, events))
            k, n = truth(counts, stated)
            if n:
                triples.append((f"claim {place}", stated.text, random_value(rng, Fraction(k, n))))
        if triples:
            return triples, implies, events, counts


def check_world(constraints, world):
    """The world satisfies every constraint, as closed inequalities, by adding up its cells."""
    assert all(part > 0 and constraints.possible[cell] for cell, part in world.items())
    for c in constraints.constraints:
        k = sum(part for cell, part in world.items() if c.stated.counted[cell])
        n = sum(part for cell, part in world.items() if c.stated.among[cell])
        assert c.low * n <= k <= c.high * n


def check_least(constraints, counted, among):
    """The least share by its proof, added up here, and by the world that has it. Both are exact."""
    found = least(constraints, counted, among)
    total = [Fraction(0)] * len(counted)
    for (place, end), y in found.multipliers.items():
        c = constraints.constraints[place]
        assert y > 0
        for cell in range(len(counted)):
            x, n = int(c.stated.counted[cell]), int(c.stated.among[cell])
            total[cell] += y * (x - c.low * n if end == "at least" else c.high * n - x)
    for cell in np.flatnonzero(constraints.possible):
        assert total[cell] <= int(counted[cell]) - found.bound * int(among[cell])
    check_world(constraints, found.world)
    assert sum(part for cell, part in found.world.items() if among[cell]) == 1
    assert sum(part for cell, part in found.world.items() if counted[cell]) == found.bound
    return found.bound


def check_consistent(seed):
    rng = np.random.default_rng([20260101, seed])
    triples, implies, events, counts = random_study(rng)
    r = reconcile(triples, implies=implies, events=events)
    check_world(r.system, r.world)
    assert all(sum(p for cell, p in r.world.items() if c.stated.among[cell]) > 0 for c in r.claims)
    asked = [r.system.named(random_text(rng, events)) for _ in range(3)]
    for stated in asked:
        k, n = truth(counts, stated)
        if not n:
            continue
        bounds = r.bounds(stated)
        assert bounds.low * n <= k <= bounds.high * n
        assert bounds.proved and bounds.sharp
        assert check_least(r.system, stated.counted, stated.among) == bounds.low
        other = stated.among & ~stated.counted
        assert check_least(r.system, other, stated.among) == 1 - bounds.high
    return len(triples), len(events)


def floored(share):
    """The share at 50 decimals, rounded down."""
    return Fraction(share * 10**50 // 1, 10**50)


def check_contradiction(seed):
    """A true set with a claim added that lies outside what the rest allows; None if all is open."""
    rng = np.random.default_rng([20260102, seed])
    triples, implies, events, _ = random_study(rng)
    r = reconcile(triples, implies=implies, events=events)
    for _ in range(20):
        text = random_text(rng, events)
        try:
            bounds = r.bounds(text)
        except ValueError:
            continue
        gap = Fraction(1, 10 ** int(rng.integers(1, 10)))
        if bounds.high < 1:
            value = Between(-floored(-bounds.high - (1 - bounds.high) * gap), 1)
            break
        if bounds.low > 0:
            value = Between(0, floored(bounds.low * (1 - gap)))
            break
    else:
        return None
    with pytest.raises(Contradiction) as caught:
        reconcile([*triples, ("false", text, value)], implies=implies, events=events)
    found = caught.value
    assert "false" in found.conflict
    check_minimal(found)
    return len(found.conflict)


def check_minimal(found):
    """The certificate, added up here; and each claim left out makes the rest possible."""
    constraints = found.system
    total = [Fraction(0)] * len(constraints.possible)
    known = {c.name: c for c in constraints.constraints}
    for (name, end), y in found.multipliers.items():
        c = known[name]
        assert y > 0
        for cell in range(len(total)):
            x, n = int(c.stated.counted[cell]), int(c.stated.among[cell])
            total[cell] += y * (x - c.low * n if end == "at least" else c.high * n - x)
    group = found.certificate.group
    claim = found.certificate.claim
    assert (group == (known[claim].stated.among if claim else True)).all()
    for cell in np.flatnonzero(constraints.possible):
        assert total[cell] <= -int(group[cell])
    assert found.certificate.holds()
    count = len(constraints.constraints)
    for left_out in range(count):
        rest = constraints.only(at for at in range(count) if at != left_out)
        world = emptied(rest)
        assert not isinstance(world, Emptied)
        check_world(rest, world)
        for c in rest.constraints:
            assert sum(part for cell, part in world.items() if c.stated.among[cell]) > 0
    assert all(repr(name) in str(found) for name in found.conflict)


@pytest.mark.parametrize("block", range(10))
def test_bounds_contain_the_truth_and_are_sharp_and_proved(block):
    for seed in range(20 * block, 20 * block + 20):
        check_consistent(seed)


@pytest.mark.parametrize("block", range(6))
def test_contradictions_are_proved_and_minimal(block):
    done = [check_contradiction(seed) for seed in range(12 * block, 12 * block + 12)]
    assert sum(size is not None for size in done) >= 6


def highs(constraints, counted, among):
    """The least share by HiGHS, in cells scaled until rows and columns are of order 1."""
    from scipy.optimize import linprog

    cells = np.flatnonzero(constraints.possible)
    rows = []
    for c in constraints.constraints:
        x, n = c.stated.counted[cells] * 1.0, c.stated.among[cells] * 1.0
        rows += [float(c.low) * n - x, x - float(c.high) * n]
    matrix, whole = np.array(rows), among[cells] * 1.0
    scale, size = np.ones(len(cells)), np.ones(len(rows))
    for _ in range(30):
        body = np.abs(np.vstack([matrix * scale * size[:, None], whole * scale]))
        scale /= np.sqrt(np.where(body.max(axis=0) > 0, body.max(axis=0), 1))
        body = np.abs(matrix * scale * size[:, None])
        size /= np.sqrt(np.where(body.max(axis=1) > 0, body.max(axis=1), 1))
    answer = linprog(counted[cells] * scale, A_ub=matrix * scale * size[:, None],
                     b_ub=np.zeros(len(rows)), A_eq=[whole * scale], b_eq=[1], method="highs")
    return answer.fun if answer.status == 0 else None


def test_highs_agrees():
    agreed = 0
    for seed in range(60):
        rng = np.random.default_rng([20260103, seed])
        triples, implies, events, _ = random_study(rng)
        constraints = settled(system(triples, implies=implies, events=events)).system
        stated = constraints.named(random_text(rng, events))
        if not (stated.among & constraints.possible).any():
            continue
        float_least = highs(constraints, stated.counted, stated.among)
        exact = least(constraints, stated.counted, stated.among).bound
        agreed += float_least is not None and abs(float_least - float(exact)) < 1e-6
    assert agreed >= 50


def main(consistent: int, contradictory: int):
    start = time.perf_counter()
    sizes = [check_consistent(seed) for seed in range(consistent)]
    claims, events = zip(*sizes, strict=True)
    print(f"{len(sizes)} consistent sets of {min(claims)} to {max(claims)} claims on {min(events)} "
          f"to {max(events)} events: truth within bounds, all proved and sharp; "
          f"{time.perf_counter() - start:.0f} s")
    start, found, seed = time.perf_counter(), [], 0
    while len(found) < contradictory:
        size = check_contradiction(seed)
        seed += 1
        if size is not None:
            found.append(size)
    spread = {size: found.count(size) for size in sorted(set(found))}
    print(f"{len(found)} contradictory sets: certificate exact and minimal in all; sizes of "
          f"conflict {spread}; {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
