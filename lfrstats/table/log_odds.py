"""What are the log odds of precision, npv or a base rate made of, and how far may each part stray?

odds(precision) = odds(prevalence) * tpir / fpir: a product of rates, so that its logarithm is a sum
with one part an input, and with independent inputs its variance is one too. `FORMULAS` has all such
products. Under a Beta belief the mean and variance of a part are digamma and trigamma functions,
finite for any counts. In formulas with a difference of rates only the slopes are known.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.special import digamma, polygamma

from ..words import check
from ..words.printed import Printed
from .rates import RATES

__all__ = ["FORMULAS", "Factor", "Formula", "METHODS", "Source", "beta_mean", "beta_variance",
           "sources_of"]

METHODS = MappingProxyType({"uniform": 1.0, "jeffreys": 0.5, "delta": 0.0})
"""What is added to the cases for and against: the belief before counting; none by the delta method.

"uniform" is what `posterior` makes of counts; "delta" is the textbook's 1/k - 1/n, without belief.
"""

EMPTY = MappingProxyType({
    ("alert_rate", "fpir"): "fewer alerts came than this fpir alone makes expect",
    ("tpir", "alert_rate"): "more alerts came than this tpir allows if everybody were on the list",
})
"""What it means that a difference of rates is not above 0."""


class Factor(NamedTuple):
    """A factor plus - minus of odds, over the line (sign 1) or under it (-1).

    `plus` is a rate or "1", `minus` a rate or nothing.
    """

    sign: int
    plus: str
    minus: str

    @property
    def mixed(self) -> bool:
        """Whether it is a difference of two rates."""
        return bool(self.minus) and self.plus != "1"

    def at(self, shares: Mapping[str, tuple[float, float]]) -> float:
        """Its value where each rate is given with its complement."""
        if self.plus == "1":
            return shares[self.minus][1]
        return shares[self.plus][0] - (shares[self.minus][0] if self.minus else 0.0)

    def slope(self, name: str, shares: Mapping[str, tuple[float, float]]) -> float:
        """The derivative of its logarithm by one rate."""
        return self.sign * ((self.plus == name) - (self.minus == name)) / self.at(shares)


class Formula(NamedTuple):
    """The odds of `target` as a product: factors `over` and `under` the line, as text.

    A factor is a rate, 1 less a rate, or a difference of two rates.
    """

    target: str
    over: str
    under: str

    @property
    def factors(self) -> Iterator[Factor]:
        """Each factor."""
        for sign, product in ((1, self.over), (-1, self.under)):
            for one in product.split():
                plus, _, minus = one.partition("-")
                yield Factor(sign, plus, minus)

    @property
    def inputs(self) -> list[str]:
        """The rates it takes, each once."""
        words = f"{self.over} {self.under}".replace("-", " ").split()
        return [word for word in dict.fromkeys(words) if word != "1"]

    @property
    def separate(self) -> bool:
        """Whether no factor mixes two rates, so that the variance is a sum exactly."""
        return not any(factor.mixed for factor in self.factors)

    def powers(self, name: str) -> tuple[int, int]:
        """The powers of a rate, and of 1 less the rate, in the odds.

        >>> FORMULAS[0].powers("prevalence"), FORMULAS[0].powers("fpir")
        ((1, -1), (-1, 0))
        """
        return (sum(one.sign for one in self.factors if (one.plus, one.minus) == (name, "")),
                sum(one.sign for one in self.factors if (one.plus, one.minus) == ("1", name)))


FORMULAS = (
    Formula("precision", "prevalence tpir", "1-prevalence fpir"),
    Formula("npv", "1-prevalence 1-fpir", "prevalence 1-tpir"),
    Formula("prevalence", "precision fpir", "1-precision tpir"),
    Formula("npv", "1-precision tpir 1-fpir", "precision fpir 1-tpir"),
    Formula("prevalence", "1-npv 1-fpir", "npv 1-tpir"),
    Formula("precision", "1-npv tpir 1-fpir", "npv fpir 1-tpir"),
    Formula("prevalence", "alert_rate-fpir", "tpir-alert_rate"),
    Formula("precision", "tpir alert_rate-fpir", "fpir tpir-alert_rate"),
    Formula("npv", "1-fpir tpir-alert_rate", "1-tpir alert_rate-fpir"),
)
"""The odds that are products of rates; of two with the same inputs the more asked for comes first.

The last three are the formula of Rogan and Gladen and what follows from it.
"""


def beta_mean(powers: tuple[int, int], a: float, b: float) -> float:
    """Mean of p log X + q log(1 - X) for X ~ Beta(a, b) and powers (p, q)."""
    p, q = powers
    return float(p * digamma(a) + q * digamma(b) - (p + q) * digamma(a + b))


def beta_variance(powers: tuple[int, int], a, b):
    """Variance of p log X + q log(1 - X) for X ~ Beta(a, b) and powers (p, q).

    Notes
    -----
    p^2 (trigamma(a) - trigamma(n)) + q^2 (trigamma(b) - trigamma(n)) - 2 p q trigamma(n) with
    n = a + b.

    Examples
    --------
    >>> float(round(beta_variance((1, 0), 71.0, 31.0), 6))  # log tpir after 70 of 100
    0.004332
    """
    p, q = powers
    return p * p * _fall(a, b) + q * q * _fall(b, a) - 2 * p * q * polygamma(1, a + b)


def _fall(a, b):
    """trigamma(a) - trigamma(a + b), by a series where a is large and the difference cancels."""
    gap, terms = -np.log1p(b / a), ((1, 1.0), (2, 1 / 2), (3, 1 / 6), (5, -1 / 30))
    series = -sum(c * np.expm1(m * gap) / a**m for m, c in terms)
    return np.where(a > 1e3, series, polygamma(1, a) - polygamma(1, a + b))


@dataclass(frozen=True, slots=True)
class Source:
    """One input of a budget: what was given, and what it does to the log odds.

    `cases` are (a, b), the cases for and against with what the method adds; None for an input taken
    as known. `powers` of the rate and of 1 less the rate in the odds are kept where the part is
    exact; `slope` is the derivative of the log odds at the estimate.
    """

    rate: str
    given: Printed
    cases: tuple[float, float] | None
    powers: tuple[int, int] | None
    slope: float

    @property
    def shares(self) -> tuple[float, float]:
        """The estimated rate, at which further cases come, and 1 less it."""
        if self.cases is None:
            return float(self.given.value), float(1 - self.given.value)
        a, b = self.cases
        return a / (a + b), b / (a + b)

    def spread(self, growth=1.0):
        """The variance of the rate itself, with both cells `growth` times as large."""
        if self.cases is None:
            return 0.0
        (p, q), n = self.shares, sum(self.cases)
        return p * q / (n * growth + (n > self.given.n))

    def variance(self, times=1.0):
        """Its part of the variance of the log odds, from a sample `times` as large.

        The further cases come at the estimated rate, so that nothing moves but the variance.
        """
        if self.cases is None:
            return 0.0
        growth = (times - 1) * self.given.n / sum(self.cases) + 1
        if self.powers is None:
            return np.square(self.slope) * self.spread(growth)
        return beta_variance(self.powers, *(cell * growth for cell in self.cases))

    def mean(self) -> float:
        """Its part of the expected log odds, where the part is exact."""
        if self.cases:
            return beta_mean(self.powers, *self.cases)
        return math.fsum(power * math.log(share)
                         for power, share in zip(self.powers, self.shares, strict=True) if power)

    def __str__(self) -> str:
        if self.cases is None:
            return f"{self.rate} ({self.given.plain})"
        return f"{self.rate} ({self.given.k:,} of {self.given.n:,} {RATES[self.rate].of})"


def sources_of(formula: Formula, figures: Mapping[str, Printed], method: str) -> list[Source]:
    """The inputs, in the formula's order, with their powers or slopes."""
    more, exact = METHODS[method], formula.separate and method != "delta"
    plain = {name: Source(name, figure, None if figure.n is None else
                          (figure.k + more, figure.n - figure.k + more), None, 0.0)
             for name, figure in figures.items()}
    if not any(one.cases for one in plain.values()):
        raise ValueError(f"{check.listing(plain)} must have a count (k, n) among them, got none: "
                         "figures taken as known leave no uncertainty to share out")
    _refuse_empty(formula, plain)
    shares = {name: one.shares for name, one in plain.items()}
    return [replace(one, powers=formula.powers(name) if exact else None,
                    slope=sum(factor.slope(name, shares) for factor in formula.factors))
            for name, one in plain.items()]


def _refuse_empty(formula: Formula, plain: dict[str, Source]) -> None:
    """Refuse a factor of the odds that is 0 or less at the estimates, or cannot be told from 0."""
    shares = {name: one.shares for name, one in plain.items()}
    (tpir, _), (fpir, _) = shares["tpir"], shares["fpir"]
    if not formula.separate and tpir <= fpir:
        raise ValueError(f"tpir must exceed fpir, got {tpir:.6g} and {fpir:.6g}: an alert would be "
                         "no likelier for a listed face than for another, so alerts say nothing "
                         "about the base rate")
    for factor in formula.factors:
        if factor.mixed:
            _refuse_near(factor, plain, factor.at(shares))
        elif factor.at(shares) <= 0:
            one, limit = ((plain[factor.minus], "below 1") if factor.minus else
                          (plain[factor.plus], "above 0"))
            why = ("the odds are then 0 or infinite, whatever was counted" if one.cases is None else
                   "the delta method has no variance for an empty cell (uniform and jeffreys do)")
            raise ValueError(f"{one.rate} must be {limit}, got {one.given.plain}: {why}")


def _refuse_near(factor: Factor, plain: dict[str, Source], gap: float) -> None:
    """Refuse a difference of two rates below its own standard error."""
    pair = plain[factor.plus], plain[factor.minus]
    if gap > math.sqrt(sum(one.spread() for one in pair)):
        return
    why = (EMPTY[factor.plus, factor.minus] if gap <= 0 else
           f"{factor.plus} and {factor.minus} lie within one standard error of each other")
    raise ValueError("alert_rate must lie well between fpir and tpir, got "
                     f"{check.listing(f'{one.rate} {one.shares[0]:.6g}' for one in pair)}: {why}, "
                     "so that slopes say nothing of the log odds (posterior takes such counts)")
