"""Exact linear programs: against HiGHS, against vertices enumerated, and with misleading hints."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from lfrstats.reconciling.linear import simplex
from lfrstats.reconciling.linear.simplex import Hint, maximise


def random_program(rng, rows, columns):
    matrix = rng.integers(-9, 10, size=(columns, rows)) * (rng.random((columns, rows)) < 0.7)
    gains = rng.integers(0, 6, size=columns)
    room = rng.integers(0, 12, size=rows) * (rng.random(rows) < 0.6)
    return matrix.tolist(), gains.tolist(), room.tolist()


def check(columns, gains, room, answer):
    """Weights leave room; where best, prices allow no column to gain and the two values agree."""
    used = [sum(w * columns[k][row] for k, w in answer.weights.items()) for row in range(len(room))]
    assert all(w > 0 for w in answer.weights.values())
    if answer.status == "endless":
        assert all(amount <= 0 for amount in used)
        assert sum(w * gains[k] for k, w in answer.weights.items()) > 0
        return
    assert all(amount <= space for amount, space in zip(used, room, strict=True))
    if answer.status == "best":
        for column, gain in zip(columns, gains, strict=True):
            assert sum(p * x for p, x in zip(answer.prices, column, strict=True)) >= gain
        assert min(answer.prices, default=0) >= 0
        value = sum(w * gains[k] for k, w in answer.weights.items())
        assert value == sum(p * space for p, space in zip(answer.prices, room, strict=True))


@pytest.mark.parametrize("seed", range(150))
def test_best_by_duality_and_as_highs_finds(seed):
    from scipy.optimize import linprog

    rng = np.random.default_rng(seed)
    columns, gains, room = random_program(rng, rng.integers(1, 8), rng.integers(1, 9))
    answer = maximise(columns, gains, room)
    check(columns, gains, room, answer)
    other = linprog(-np.array(gains), A_ub=np.array(columns).T, b_ub=room)
    if answer.status == "endless":
        assert other.status == 3
    else:
        value = sum(w * gains[k] for k, w in answer.weights.items())
        assert float(value) == pytest.approx(-other.fun, abs=1e-9)


def vertices(columns, gains, room):
    """The best gain over all corners, by solving every square system in fractions (Cramer)."""
    size, count = len(room), len(columns)
    lines = [[columns[k][row] for k in range(count)] + [room[row]] for row in range(size)]
    lines += [[-int(k == other) for k in range(count)] + [0] for other in range(count)]
    best = Fraction(0)
    for some in combinations(lines, count):
        point = solved([list(map(Fraction, line)) for line in some])
        if point and all(sum(a * x for a, x in zip(line, point, strict=False)) <= line[-1]
                         for line in lines):
            best = max(best, sum(g * x for g, x in zip(gains, point, strict=True)))
    return best


def solved(lines):
    for place in range(len(lines)):
        pivot = next((line for line in lines[place:] if line[place]), None)
        if pivot is None:
            return None
        lines.remove(pivot)
        pivot = [x / pivot[place] for x in pivot]
        lines = [[x - line[place] * y for x, y in zip(line, pivot, strict=True)] for line in lines]
        lines.insert(place, pivot)
    return [line[-1] for line in lines]


@pytest.mark.parametrize("seed", range(25))
def test_best_of_all_corners(seed):
    rng = np.random.default_rng(1000 + seed)
    columns, gains, room = random_program(rng, 4, 3)
    answer = maximise(columns, gains, room)
    if answer.status == "best":
        value = sum(w * gains[k] for k, w in answer.weights.items())
        assert value == vertices(columns, gains, room)


@pytest.mark.parametrize("seed", range(40))
def test_hints_however_wrong_change_no_value(seed):
    rng = np.random.default_rng(2000 + seed)
    rows, count = 6, 80
    columns, gains, room = random_program(rng, rows, count)
    plain = maximise(columns, gains, room)
    order, places = rng.permutation(count).tolist(), rng.permutation(rows).tolist()
    hinted = maximise(columns, gains, room, Hint(order[:3], order[3:5], places[:3], places[3:]))
    for answer in (plain, hinted):
        check(columns, gains, room, answer)
    assert plain.status == hinted.status
    if plain.status == "best":
        one, other = (sum(w * gains[k] for k, w in answer.weights.items())
                      for answer in (plain, hinted))
        assert one == other


def test_columns_are_taken_in_by_floating_point_hints_and_then_exactly():
    rng = np.random.default_rng(3)
    columns = [[10**30 + int(x) for x in row] for row in rng.integers(0, 10**6, size=(100, 5))]
    answer = maximise(columns, [10**30] * 100, [10**30] * 5)
    check(columns, [10**30] * 100, [10**30] * 5, answer)
    assert answer.status == "best"


def test_columns_beyond_floating_point():
    columns = [[10**400 + k, 1, 3] for k in range(70)] + [[1, 10**400, -2]]
    answer = maximise(columns, [k + 1 for k in range(71)], [1, 1, 1])
    check(columns, [k + 1 for k in range(71)], [1, 1, 1], answer)
    assert answer.status == "best"


def test_degenerate_cycle_of_beale_ends():
    # rows .5 x1 - 5.5 x2 - 2.5 x3 + 9 x4 <= 0, .5 x1 - 1.5 x2 - .5 x3 + x4 <= 0, x1 <= 1, times 2,
    # cycle under Dantzig's rule, ties broken by place (Chvatal 1983, "Linear Programming", ch. 3)
    columns = [[1, 1, 2], [-11, -3, 0], [-5, -1, 0], [18, 2, 0]]
    answer = maximise(columns, [10, 0, 0, 0], [0, 0, 2])
    check(columns, [10, 0, 0, 0], [0, 0, 2], answer)
    assert answer.status == "best" and answer.weights[0] == 1


def test_work_is_limited_and_what_is_found_still_valid(monkeypatch):
    monkeypatch.setattr(simplex, "MOST_WORK", 50)
    rng = np.random.default_rng(4)
    columns = rng.integers(1, 50, size=(30, 20)).tolist()
    gains, room = rng.integers(1, 9, size=30).tolist(), rng.integers(10, 99, size=20).tolist()
    answer = maximise(columns, gains, room)
    assert answer.status == "stopped" and answer.weights and not answer.prices
    check(columns, gains, room, answer)
