"""Whole numbers that obey counts: against every small table tried, and against scipy's solver."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from lfrstats.reconciling.linear.whole_counts import Rule, equal, whole_counts


def obeys(numbers, rules):
    return all(sum(c * numbers[at] for at, c in rule.coefficients.items()) >= rule.least
               for rule in rules)


def random_rules(rng, size, owners, most):
    rules = []
    for owner in range(owners):
        cells = np.flatnonzero(rng.integers(2, size=size)).tolist() or [0]
        rules += equal(owner, cells, int(rng.integers(0, most)))
    return rules


@pytest.mark.parametrize("seed", range(60))
def test_against_every_small_table(seed):
    """Four cells of at most 4 each: 625 tables, all tried."""
    rng = np.random.default_rng(seed)
    rules = random_rules(rng, 4, int(rng.integers(2, 6)), 5)
    covered = {at for rule in rules for at in rule.coefficients}
    tables = [table for table in product(range(5), repeat=4)
              if all(not table[at] for at in range(4) if at not in covered) and obeys(table, rules)]
    found = whole_counts(rules, 4)
    assert (found.numbers is None) == (not tables)
    if tables:
        assert obeys(found.numbers, rules) and not found.conflict
        return
    rest = [rule for rule in rules if rule.owner in found.conflict]
    assert whole_counts(rest, 4).conflict == found.conflict
    for owner in found.conflict:  # each is needed
        assert whole_counts([rule for rule in rest if rule.owner != owner], 4).numbers is not None


@pytest.mark.parametrize("seed", range(40))
def test_against_another_solver(seed):
    rng = np.random.default_rng(1_000 + seed)
    size = int(rng.integers(5, 12))
    rules = random_rules(rng, size, int(rng.integers(3, 9)), 30)
    rows = np.array([[rule.coefficients.get(at, 0) for at in range(size)] for rule in rules])
    answer = milp(np.zeros(size), integrality=np.ones(size),
                  constraints=LinearConstraint(rows, [rule.least for rule in rules]))
    found = whole_counts(rules, size)
    assert (found.numbers is not None) == (answer.status == 0)
    assert found.numbers is None or obeys(found.numbers, rules)


def test_numbers_of_ten_to_the_fifteen_to_the_last_digit():
    whole, part, rest = 10**15, 10**15 - 7, 7
    rules = [*equal("whole", [0, 1], whole), *equal("part", [0], part), *equal("rest", [1], rest)]
    assert whole_counts(rules, 2).numbers == (part, rest)
    rules += equal("rest again", [1], rest + 1)
    assert set(whole_counts(rules, 2).conflict) == {"rest", "rest again"}


def test_halves_are_ruled_out_and_each_owner_is_needed():
    pairs = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]  # a circle of five: 1/2 each would do
    rules = [rule for pair in pairs for rule in equal(pair, pair, 1)]
    found = whole_counts(rules, 5)
    assert found.numbers is None and set(found.conflict) == set(pairs)


def test_what_is_not_decided_is_said_to_be_neither():
    """One equation with coefficients that share a factor, and endless room: branches do not end."""
    rules = [Rule("even", {0: 2, 1: -2}, 1), Rule("even", {0: -2, 1: 2}, -1)]
    found = whole_counts(rules, 2)
    assert found.numbers is None and found.conflict == ()
