"""How sure can one be of a number worked out from three rates, when each rate was only sampled?

A sample of a rate gives two Beta variates, one whose lower quantiles are Clopper-Pearson's lower
limits, one whose upper quantiles are the upper limits. Melding puts the cautious one of each rate
into the formula and takes a quantile of the result. It is worked out here by quadrature, not by
drawing: the chance that the formula is below a value is a double integral of a Beta distribution
function, smooth once it is cut where that function stops being 0 or starts being 1.

References
----------
Fay, Proschan and Brittain (2015), Biometrics 71, 146-156, doi:10.1111/biom.12231
Bayer, Fay and Graubard (2022), Stat. Med., melded intervals for prevalence
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import betainc, betaincc, expit

from .acceptance import tail_root
from .roots import rising_root

__all__ = ["Formula", "PRECISION", "PREVALENCE", "Variate", "limit"]

NODES = 14
"""Gauss-Legendre nodes a panel."""
SHARES = (1e-13, 1e-7, 1e-3, 0.08, 0.5, 0.92, 1 - 1e-3, 1 - 1e-7, 1 - 1e-13)
"""Quantiles of a variate between which the panels lie; what is beyond is left out."""


@dataclass(frozen=True, slots=True)
class Variate:
    """A Beta(a, b) variate that stands for a rate; with `value`, a rate known as such.

    >>> Variate.lower(3, 10), Variate.upper(10, 10).value
    (Variate(a=3, b=8, value=None), 1.0)
    """

    a: float = 0.0
    b: float = 0.0
    value: float | None = None

    @classmethod
    def lower(cls, k, n) -> Variate:
        """The variate whose quantiles are Clopper-Pearson's lower limits for k of n."""
        return cls(k, n - k + 1) if k else cls(value=0.0)

    @classmethod
    def upper(cls, k, n) -> Variate:
        """The variate whose quantiles are Clopper-Pearson's upper limits for k of n."""
        return cls(k + 1, n - k) if k < n else cls(value=1.0)

    def quantile(self, share: float) -> float:
        """The value below which the variate lies with that probability."""
        return float(expit(self.logit(share))) if self.value is None else self.value

    def logit(self, share: float) -> float:
        """The logit of that quantile, exact in either tail."""
        if self.value is not None:
            with np.errstate(divide="ignore"):
                return float(np.log(self.value) - np.log1p(-self.value))
        size = np.array([self.a + self.b - 1.0])
        if share < 0.5:
            return float(tail_root(np.array([self.a]), size, np.array([share]))[0])
        return -float(tail_root(np.array([self.b]), size, np.array([1 - share]))[0])

    def chance(self, p, sign: int):
        """P(variate <= p), or for sign -1 P(variate >= p)."""
        if self.value is not None:
            return np.where(sign * (self.value - p) <= 0, 1.0, 0.0)
        return (betainc if sign > 0 else betaincc)(self.a, self.b, np.clip(p, 0, 1))

    def log_density(self, x):
        """The log of the density of the variate's logit, less that at its peak."""
        p, q = self.a / (self.a + self.b), self.b / (self.a + self.b)
        d = x - np.log(self.a / self.b)
        return -self.a * np.log1p(q * np.expm1(-d)) - self.b * np.log1p(p * np.expm1(d))


@dataclass(frozen=True, slots=True)
class Formula:
    """A number that rises (sign 1) or falls (-1) in each of three rates.

    `threshold(i, rates, v)` is the rate number i at which the number equals v, given the other
    two; `spread(i, variate, v)` how much that rate alone makes the number vary, in any unit.
    """

    signs: tuple[int, int, int]
    threshold: object
    spread: object


def _precision_threshold(i, rates, v):
    """Where odds(prevalence) * tpir / fpir = exp(v), for rates (prevalence, tpir, fpir)."""
    prevalence, tpir, fpir = rates
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if i == 0:
            return expit(v + np.log(fpir) - np.log(tpir))
        odds = prevalence / (1 - np.asarray(prevalence))
        return fpir * (np.exp(v) / odds) if i == 1 else odds * tpir * np.exp(-v)


def _prevalence_threshold(i, rates, v):
    """Where alert_rate = v tpir + (1 - v) fpir, for rates (alert_rate, tpir, fpir)."""
    alert_rate, tpir, fpir = rates
    with np.errstate(divide="ignore", invalid="ignore"):
        if i == 0:
            return v * tpir + (1 - v) * fpir
        rest = alert_rate - ((1 - v) * fpir if i == 1 else v * tpir)
        return np.nan_to_num(np.divide(rest, v if i == 1 else 1 - v), nan=0.0)


def _precision_spread(i, variate, v):
    low, high = variate.logit(0.16), variate.logit(0.84)
    return high - low if i == 0 else np.logaddexp(0, -low) - np.logaddexp(0, -high)


def _prevalence_spread(i, variate, v):
    return (1, v, 1 - v)[i] * (variate.quantile(0.84) - variate.quantile(0.16))


PRECISION = Formula((1, 1, -1), _precision_threshold, _precision_spread)
"""Log odds of precision = logit(prevalence) + log(tpir) - log(fpir)."""
PREVALENCE = Formula((1, -1, -1), _prevalence_threshold, _prevalence_spread)
"""Prevalence = (alert_rate - fpir) / (tpir - fpir)."""


def limit(formula: Formula, variates, share: float, bracket: tuple[float, float]) -> float:
    """The value that the formula of three variates stays below with probability `share`.

    Parameters
    ----------
    formula : Formula
    variates : three of Variate
        Independent stand-ins for the three rates.
    share : float in (0, 1)
        Probability.
    bracket : (float, float)
        Two values with the answer between; an end if the answer is beyond it.

    Notes
    -----
    Error of the probability below 1e-9, usually 1e-12, measured against twice the nodes. They are
    Gauss-Legendre's on the logit scale, where the densities have no corners; the widest variate is
    integrated in closed form.
    """
    def excess(values):
        return np.array([chance(formula, variates, float(v)) - share for v in values])

    return float(rising_root(excess, [bracket[0]], [bracket[1]])[0])


def chance(formula: Formula, variates, v: float) -> float:
    """The probability that the formula of three variates is at most `v`.

    >>> three = [Variate(2, 2), Variate(5, 1), Variate(5, 1)]
    >>> round(chance(PRECISION, three, 0.0), 9)
    0.5
    """
    spreads = [-1.0 if one.value is not None else formula.spread(i, one, v)
               for i, one in enumerate(variates)]
    k, j, i = np.argsort(spreads, kind="stable")
    outer, weights = _nodes(variates[k], NODES)
    if variates[j].value is not None:
        rates = _placed({j: variates[j].value, k: outer})
        return float(weights @ variates[i].chance(formula.threshold(i, rates, v), formula.signs[i]))
    owner, low, high = _panels(formula, variates, v, (i, j, k), outer)
    nodes, widths = np.polynomial.legendre.leggauss(NODES)
    x = (low + high)[:, None] / 2 + (high - low)[:, None] / 2 * nodes
    heights = np.exp(variates[j].log_density(x)) * widths * (high - low)[:, None]
    rates = _placed({j: expit(x), k: outer[owner][:, None]})
    held = variates[i].chance(formula.threshold(i, rates, v), formula.signs[i])
    parts = [np.bincount(owner, part.sum(axis=1)) for part in (heights * held, heights)]
    return float(weights @ (parts[0] / parts[1]))


def _panels(formula, variates, v, order, outer):
    """Ranges of the middle variate's logit, cut where the widest one's chance turns 0 or 1."""
    i, j, k = order
    edges = _edges(variates[j])
    cuts = [np.broadcast_to(edge, outer.shape) for edge in edges]
    for end in (0.0, 1.0):
        at = np.clip(formula.threshold(j, _placed({i: end, k: outer}), v), 0, 1)
        with np.errstate(divide="ignore"):
            cuts.append(np.clip(np.log(at) - np.log1p(-at), edges[0], edges[-1]))
    cuts = np.sort(cuts, axis=0)
    low, high = cuts[:-1], cuts[1:]
    owner = np.broadcast_to(np.arange(outer.size), low.shape)
    some = high > low
    return owner[some], low[some], high[some]


def _placed(known: dict) -> list:
    return [known.get(place, np.nan) for place in range(3)]


@lru_cache(maxsize=256)
def _nodes(variate: Variate, count: int):
    """Values of a variate and their weights, which add up to 1."""
    if variate.value is not None:
        return np.array([variate.value]), np.ones(1)
    nodes, widths = np.polynomial.legendre.leggauss(count)
    edges = np.array(_edges(variate))
    middle, half = (edges[1:] + edges[:-1]) / 2, (edges[1:] - edges[:-1]) / 2
    x = (middle[:, None] + half[:, None] * nodes).ravel()
    weights = (half[:, None] * widths).ravel() * np.exp(variate.log_density(x))
    return expit(x), weights / weights.sum()


@lru_cache(maxsize=256)
def _edges(variate: Variate) -> tuple[float, ...]:
    return tuple(variate.logit(share) for share in SHARES)
