"""What do alerts at a site, and tests elsewhere, say of its prevalence, tpir, fpir and precision?

The densities of the site's tpir and fpir come from tests elsewhere (`new_test`), that of its
prevalence from a prior, and k of n faces raised an alert. In log odds the joint density is smooth
but may have a narrow bent ridge. The density of one rate is a double integral, over panels that
start where the ridge crosses and are cut until each integral is resolved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import betaincinv, expit, xlogy

from ..beta import Prior
from ..lines.curves import Curve
from ..lines.quadrature import Wanted, integrate, rule
from .new_test import FINER, REACH, LogCurve, NewTest, log_odds

__all__ = ["Law", "ORDERS", "Site"]

ORDERS = {"prevalence": ("tpir", "fpir"), "tpir": ("fpir", "prevalence"),
          "fpir": ("tpir", "prevalence"), "precision": ("tpir", "fpir")}
"""For each rate, the other two over which its density is integrated, the outer one first."""

MARKS = np.array([1e-12, 0.02, 0.5, 0.98, 1 - 1e-12])
"""Shares below the first edges of panels."""
PRIOR_MARKS = np.array([1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 0.05, 0.5, 0.95, 0.999, 1 - 1e-6, 1 - 1e-12])
"""The same for the prior of prevalence, which need not have a peak on the scale of log odds."""
CHUNK = 64
"""Points of a density found at once."""
FIRST = np.linspace(-12.0, 8.0, 6)
"""First edges of panels where nothing else tells where a rate may be."""


@dataclass(frozen=True, eq=False)
class Site:
    """The joint density of prevalence, tpir and fpir at a site.

    Parameters
    ----------
    prior : Prior
        Of prevalence.
    tests : mapping of str to NewTest
        What tests elsewhere say of tpir and fpir here.
    k, n : int
        Alerts among faces; 0 of 0 if none were counted.
    size : int
        Gauss nodes a panel.
    """

    prior: Prior
    tests: Mapping[str, NewTest]
    k: int = 0
    n: int = 0
    size: int = 12

    @cached_property
    def curves(self) -> dict[str, LogCurve]:
        """The log density of the log odds of tpir and fpir, before the alerts count."""
        return {name: test.log_density for name, test in self.tests.items()}

    @cached_property
    def finer(self) -> Site:
        """The same with nearly twice the nodes, everywhere."""
        tests = {name: replace(test, sizes=FINER) for name, test in self.tests.items()}
        return replace(self, tests=tests, size=2 * self.size - 3)

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Log odds between which the prior has the prevalence."""
        low, high = (float(log_odds(end, 1 - end)) for end in (self.prior.low, self.prior.high))
        return low, high

    @cached_property
    def alerts(self) -> np.ndarray:
        """Where the share of faces with an alert may be, and its complement: (2, marks)."""
        if not self.n:
            return np.empty((2, 0))
        a, b = self.k + 1, self.n - self.k + 1
        return np.stack([betaincinv(a, b, MARKS), betaincinv(b, a, MARKS[::-1])])

    @cached_property
    def marks(self) -> dict[str, np.ndarray]:
        """Log odds of each rate below which it has the shares `MARKS` before the alerts count."""
        prior = np.clip(self.prior.quantile(PRIOR_MARKS), 1e-300, 1 - 1e-16)
        found = {"prevalence": log_odds(prior, 1 - prior)}
        return found | {name: curve.quantile(MARKS) for name, curve in self.curves.items()}

    def log_joint(self, prevalence, tpir, fpir) -> np.ndarray:
        """The log density of three log odds."""
        p, q = self.prior.powers
        pi, spare, t, f = expit(prevalence), expit(-prevalence), expit(tpir), expit(fpir)
        alert, silent = pi * t + spare * f, pi * expit(-tpir) + spare * expit(-fpir)
        soft = np.log1p(np.exp(-np.abs(prevalence)))
        prior = (p + 1) * np.minimum(prevalence, 0) - (q + 1) * np.maximum(prevalence, 0) - (
            p + q + 2) * soft
        low, high = self.bounds
        prior = np.where((prevalence >= low) & (prevalence <= high), prior, -np.inf)
        found = prior + self.curves["tpir"](tpir) + self.curves["fpir"](fpir)
        if self.n:
            k, rest = self.k, self.n - self.k
            best = xlogy(k, k / self.n) + xlogy(rest, rest / self.n)
            with np.errstate(divide="ignore"):
                likely = (k * np.log(alert) if k else 0) + (rest * np.log(silent) if rest else 0)
            found = found + (likely - best)
        return found

    def rates(self, target: str, value, outer, inner) -> tuple:
        """Log odds of prevalence, tpir and fpir from those of a rate and of the two integrated."""
        if target == "precision":  # odds of prevalence = odds of precision * fpir / tpir
            gain = np.logaddexp(0, -outer) - np.logaddexp(0, -inner)
            return value + gain, outer, inner
        found = {target: value, **dict(zip(ORDERS[target], (outer, inner), strict=True))}
        return found["prevalence"], found["tpir"], found["fpir"]

    def ridge(self, target: str, value, outer) -> np.ndarray:
        """Where the inner rate must be for the alerts to be as counted: (owners, marks)."""
        (alert, silent), value, outer = self.alerts, value[:, None], outer[:, None]
        if ORDERS[target][1] == "prevalence":
            t, f = (value, outer) if target == "tpir" else (outer, value)
            up, down, sign = alert - expit(f), expit(t) - alert, np.where(t > f, 1, -1)
            return log_odds(sign * up, sign * down)
        x, spare, t = expit(value), expit(-value), expit(outer)
        if target == "precision":
            f, whole = alert * spare, 1 - x * alert / t
            return log_odds(f, whole - f)
        return log_odds(alert - x * t, silent - x * expit(-outer))

    def crossing(self, target: str, value) -> np.ndarray:
        """Where the outer rate would be if all alerts were right, or nearly all."""
        alert, x = self.alerts[0], expit(value)[:, None]
        if target == "precision":
            alert = alert * x
        elif target == "prevalence":
            least = expit(self.marks["fpir"][1:-1]) if self.n else np.empty(0)
            middle = alert[alert.size // 2] if self.n else 0.0
            alert = np.concatenate([alert + 0 * x, middle - (1 - x) * least], axis=1)
            alert = alert / np.maximum(x, 1e-300)
        else:
            alert = alert + 0 * x
        return log_odds(alert, 1 - alert)

    def reach(self, target: str, value, outer) -> tuple[np.ndarray, np.ndarray]:
        """The ends of the inner rate's log odds."""
        low, high = (np.full(value.size, end) for end in (-REACH, REACH))
        bounds = self.bounds
        if ORDERS[target][1] == "prevalence":
            return low + REACH + bounds[0], high - REACH + bounds[1]
        if target == "precision":  # log fpir = log odds of prevalence - of precision + log tpir
            for ends, bound in ((low, bounds[0]), (high, bounds[1])):
                log_f = bound - value - np.logaddexp(0, -outer)
                spare = -np.expm1(np.minimum(log_f, 0))
                with np.errstate(divide="ignore"):
                    ends[:] = np.clip(np.minimum(log_f, REACH) - np.log(spare), -REACH, REACH)
        return low, high

    def edges(self, name: str, special, low, high) -> np.ndarray:
        """Edges of panels: where the rate may be at all, and where the ridge is."""
        own = np.broadcast_to(self.marks[name], (len(special), self.marks[name].size))
        room = own[:, [-1]] - own[:, [0]]
        special = np.clip(special, own[:, [0]] - room, own[:, [-1]] + room)
        found = np.sort(np.concatenate([own, special], axis=1), axis=1)
        return np.clip(found, low[:, None], high[:, None])

    def log_density(self, target: str, value: np.ndarray) -> np.ndarray:
        """The log density of the log odds of one rate, up to a constant: (owners,)."""
        name, _ = ORDERS[target]
        bounds = self.bounds if name == "prevalence" else (-REACH, REACH)
        reach = tuple(np.full(value.size, end) for end in bounds)
        edges = self.edges(name, self.crossing(target, value), *reach)
        found = []
        for start in range(0, value.size, CHUNK):
            owner, outer, log_weights = panels(edges[start : start + CHUNK], self.size)
            values = np.repeat(value[start : start + CHUNK][owner], self.size)
            inner = self._inner(target, values, outer.ravel()).reshape(outer.shape)
            found.append(summed(owner, inner + log_weights))
        return np.concatenate(found)

    def _inner(self, target, value, outer) -> np.ndarray:
        name, ridge = ORDERS[target][1], self.ridge(target, value, outer)
        low, high = self.reach(target, value, outer)
        if self.n:
            own = self.marks[name]
            first, last = np.maximum(own[0], ridge[:, 0]), np.minimum(own[-1], ridge[:, -1])
            meet = first < last
            low = np.where(meet, np.maximum(low, first), low)
            high = np.where(meet, np.minimum(high, last), high)
        owner, inner, log_weights = panels(self.edges(name, ridge, low, high), self.size)
        rates = self.rates(target, value[owner, None], outer[owner, None], inner)
        return summed(owner, self.log_joint(*rates) + log_weights, value.size)


def panels(edges, size: int) -> tuple:
    """Owners, Gauss nodes and the logarithms of their weights, of all panels that have a width."""
    owner, place = np.nonzero(edges[:, 1:] > edges[:, :-1])
    low, high = edges[owner, place][:, None], edges[owner, place + 1][:, None]
    gauss = rule(size)
    return owner, low + (high - low) * (1 + gauss.nodes) / 2, np.log((high - low) / 2 *
                                                                     gauss.weights)


def summed(owner, logs, owners: int | None = None) -> np.ndarray:
    """For each owner, the logarithm of the sum over its panels; owners are sorted."""
    owners = owner[-1] + 1 if owners is None else owners
    top = np.full(owners, -np.inf)
    np.maximum.at(top, owner, logs.max(axis=1))
    safe = np.where(np.isfinite(top), top, 0)
    total = np.bincount(owner, np.exp(logs - safe[owner, None]).sum(axis=1), minlength=owners)
    with np.errstate(divide="ignore"):
        return np.log(total) + safe


ROUNDING = 3e-9
"""A floor of the stated error: for rounding, and for what lies beyond the panels."""
CURVE = Wanted(size=16, tolerance=3e-8, lost=1e-9, curve=True)


@dataclass(frozen=True, eq=False)
class Law:
    """The distribution of one rate at a site.

    Parameters
    ----------
    site : Site
    target : str
        A key of `ORDERS`.
    """

    site: Site
    target: str

    @cached_property
    def _panels(self):
        low, high = self.site.bounds if self.target == "prevalence" else (-REACH, REACH)
        reach = np.array([low]), np.array([high])
        own = self.site.marks.get(self.target, FIRST)
        edges = own[[0, -1]] if self.target in self.site.tests else FIRST
        edges = np.clip(np.sort(np.concatenate([edges, own[1:-1]])), low, high)

        def log_f(_, at):
            return self.site.log_density(self.target, at.ravel()).reshape(at.shape)

        return integrate(log_f, edges[None], reach, CURVE)

    @cached_property
    def curve(self) -> Curve:
        """The density of the log odds."""
        return Curve.of(self._panels)

    @cached_property
    def _nodes(self) -> tuple[np.ndarray, np.ndarray]:
        at, values = self._panels.nodes
        weight = values * rule(values.shape[1]).weights
        return expit(at.ravel()), weight.ravel() / weight.sum()

    @cached_property
    def mean(self) -> float:
        """The mean."""
        x, weight = self._nodes
        return float(weight @ x)

    @cached_property
    def sd(self) -> float:
        """The standard deviation."""
        x, weight = self._nodes
        return float(np.sqrt(weight @ np.square(x - self.mean)))

    def cdf(self, x):
        """P(rate <= x)."""
        x = np.asarray(x, dtype=float)
        return self.curve.cdf(log_odds(x, 1 - x))

    def quantile(self, p):
        """The value with probability `p` below it."""
        return expit(self.curve.quantile(np.asarray(p, dtype=float)))

    def density(self, x):
        """The density at `x`."""
        x = np.clip(np.asarray(x, dtype=float), 1e-280, 1 - 1e-16)
        return self.curve.density(log_odds(x, 1 - x)) / (x * (1 - x))

    @cached_property
    def error(self) -> float:
        """A bound of the error of `cdf`: three times the difference that finer nodes make."""
        at = self.curve.quantile(np.linspace(0.002, 0.998, 97))
        other = Law(self.site.finer, self.target)
        return float(3 * np.abs(self.curve.cdf(at) - other.curve.cdf(at)).max() + ROUNDING)
