"""Random posterior problems for the tests: counts drawn from random tables, by seed.

Sizes run from 1 to 10 million, prevalence and fpir down to 1e-8. Each seed has one family of
priors and counts, in turn; what is counted follows the table that the seed draws, so that counts do
not contradict each other more than chance makes them.
"""

import numpy as np
from posterior_oracle import Problem

ASKED = ("prevalence", "precision", "tpir", "fpir", "alert_rate", "listed and not alert")
ORDER = "tpir > fpir"


class World:
    """A random table, and counts from it."""

    def __init__(self, seed: int):
        self.rng = np.random.default_rng([20261122, seed])
        self.prevalence = 10 ** self.rng.uniform(-8, -0.3)
        self.tpir = self.rng.uniform(0.3, 0.999)
        self.fpir = min(10 ** self.rng.uniform(-8, -0.5), 0.8 * self.tpir)

    def rate(self, name: str) -> float:
        p, s, f = self.prevalence, self.tpir, self.fpir
        alerts = p * s + (1 - p) * f
        return {"prevalence": p, "tpir": s, "fpir": f, "alert_rate": alerts,
                "precision": p * s / alerts, "alert and not listed": (1 - p) * f,
                "alert and listed": p * s, "listed and not alert": p * (1 - s)}[name]

    def counts(self, *names: str) -> dict:
        """Counts of 1 to 10 million cases."""
        found = {}
        for name in names:
            n = int(10 ** self.rng.uniform(0, 7))
            found[name] = (int(self.rng.binomial(n, self.rate(name))), n)
        return found

    def beliefs(self, **changed: str) -> dict:
        return {name: changed.get(name, "uniform") for name in ("prevalence", "tpir", "fpir")}

    def beta(self, name: str) -> str:
        """A prior of a random weight around the truth."""
        weight, rate = 10 ** self.rng.uniform(0, 3), self.rate(name)
        return f"beta({max(weight * rate, 0.5):.3g}, {max(weight * (1 - rate), 0.5):.3g})"


def alerts_only(world):
    return world.beliefs(), world.counts("tpir", "fpir", "alert_rate"), None


def precision_only(world):
    return world.beliefs(), world.counts("tpir", "fpir", "precision"), None


def alerts_and_precision(world):
    return world.beliefs(), world.counts("tpir", "fpir", "alert_rate", "precision"), None


def powers_of_ten(world):
    beliefs = world.beliefs(prevalence="loguniform(1e-8, 0.5)", tpir=world.beta("tpir"))
    return beliefs, world.counts("tpir", "fpir", "precision"), None


def ranges(world):
    low = float(f"{world.rng.uniform(0.1, 0.9) * world.tpir:.3g}")
    high = float(f"{min(world.fpir * world.rng.uniform(1.2, 20), 0.9):.3g}")
    beliefs = world.beliefs(tpir=f"uniform({low}, 1)", fpir=f"uniform(0, {high})")
    return beliefs, world.counts("alert_rate"), None


def known(world):
    beliefs = world.beliefs(tpir=f"fixed({world.tpir:.3g})", fpir=f"fixed({world.fpir:.3g})")
    return beliefs, world.counts("precision"), None


def joint_shares(world):
    shares = ("alert and not listed", "alert and listed", "listed and not alert")
    chosen = world.rng.choice(shares, size=int(world.rng.integers(1, 3)), replace=False)
    return world.beliefs(), world.counts("tpir", "fpir", *map(str, chosen)), None


def in_order(world):
    beliefs = world.beliefs(prevalence=world.beta("prevalence"), fpir=world.beta("fpir"))
    counted = world.counts("tpir", str(world.rng.choice(["alert_rate", "precision"])))
    return beliefs, counted, ORDER


def one_known(world):
    name = str(world.rng.choice(["prevalence", "tpir", "fpir"]))
    beliefs = world.beliefs(**{name: f"fixed({world.rate(name):.3g})"})
    counted = world.counts("prevalence", "tpir", "fpir", "alert_rate", "precision")
    return beliefs, {key: count for key, count in counted.items() if key != name}, None


def everything(world):
    beliefs = world.beliefs(**{name: world.beta(name) for name in ("prevalence", "tpir", "fpir")})
    return beliefs, world.counts("prevalence", "tpir", "fpir", "alert_rate", "precision"), None


FAMILIES = (alerts_only, precision_only, alerts_and_precision, powers_of_ten, ranges, known,
            joint_shares, in_order, one_known, everything)


def random_problem(seed: int) -> tuple[str, Problem, tuple[str, ...]]:
    """The family, the problem and two rates to ask for."""
    world = World(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    problem = Problem(*family(world))
    asked = [name for name in ASKED if name not in problem.fixed]
    chosen = world.rng.choice(asked, size=2, replace=False)
    return family.__name__, problem, tuple(str(name) for name in chosen)
