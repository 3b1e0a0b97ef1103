"""Worlds that carry the recorded counts: from random worlds, and by going through small ones."""

import random
from fractions import Fraction
from itertools import product

import pytest

from lfrstats.reconciling import reconcile
from lfrstats.reconciling.recorded_worlds import nearest, off, recorded
from lfrstats.table.events import statement

EVENTS = ("listed", "alert", "stopped")
STATEMENTS = ["listed", "alert", "alert | listed", "alert | not listed", "listed | alert",
              "stopped | alert", "stopped | alert and not listed", "listed and alert",
              "not alert | listed", "alert and not stopped"]


def counts_in(world, text):
    stated = statement(text, EVENTS)
    return tuple(sum(n for cell, n in enumerate(world) if cells[cell])
                 for cells in (stated.counted, stated.among))


@pytest.mark.parametrize("seed", range(60))
def test_counts_taken_from_one_world_are_all_carried(seed):
    rng = random.Random(seed)
    world = [rng.choice([0, 1, rng.randint(0, 60), rng.randint(0, 4000)]) for _ in range(8)]
    world[0] += 1
    claims = [(text, text, counts_in(world, text))
              for text in rng.sample(STATEMENTS, rng.randint(1, 6)) if counts_in(world, text)[1]]
    if not claims:
        return
    found = nearest(reconcile(claims, events=EVENTS).system)
    assert found.holds() and not off(found, recorded(found.system))
    for _, text, counts in claims:
        assert found.count(text) == counts


def test_the_printed_share_nearest_to_its_figure_is_taken():
    """Of all worlds with 9 of 30 alerts right and 60 listed, by going through them: those that
    alert 14.5 to 15.5 % of the listed have 9 hits."""
    r = reconcile({"precision": (9, 30), "tpir": "15%", "listed": (60, 1_000)})
    found = nearest(r.system)
    assert found.count("precision") == (9, 30) and found.count("listed") == (60, 1_000)
    assert found.count("tpir") == (9, 60) and found.holds()


@pytest.mark.parametrize(("one", "two"), [
    ((10, 40), (13, 40)), ((3, 20), (8, 25)), ((0, 9), (2, 9))])
def test_where_two_counts_cannot_both_be_carried_the_nearest_world_is_found(one, two):
    """Against every k of n: the least sum of what is missing from the two, each to its own n."""
    r = reconcile([("one", "alert | listed", one), ("two", "alert | listed", two)],
                  counts="sample", events=("listed", "alert"))
    found = nearest(r.system)

    def missing(k, n):
        return sum(Fraction(abs(k - a) + abs(n - b), b) for a, b in (one, two))

    inside = [missing(k, n) for k, n in product(range(41), range(1, 60)) if k <= n and all(
        c.holds(k, n) for c in r.claims)]
    assert missing(*found.count("tpir")) == min(inside)
    assert len(off(found, recorded(found.system))) >= 1


def test_a_base_rate_is_kept_as_nearly_as_the_claims_allow():
    claims = {"tpir": "80%", "fpir": "1 in 200"}
    for rate in (Fraction(1, 1000), Fraction(1, 50)):
        k, n = nearest(reconcile(claims).system, ("listed", rate)).count("listed")
        assert abs(k - rate * n) <= Fraction(1, 100)


def test_counts_beyond_what_the_solver_tells_apart_are_left_to_others():
    assert nearest(reconcile({"listed": (1, 10**12)}).system) is None


def test_of_nothing_but_one_part_only_that_part_is_told():
    r = reconcile({"confirmed | alert": (8, 42)})
    assert nearest(r.system).sentence() == "Of 42 alerts, 8 are confirmed."
