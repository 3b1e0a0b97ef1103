"""What do counts and prior beliefs say together about the base rate, and about every other rate?

Prevalence, tpir and fpir have independent priors; counts (k of n) of any rate of the table are
binomial. `posterior` gives the joint posterior of all rates by adaptive quadrature, without a
sampler: the same digits every time, with a bound of their error.

Gelman and Carpenter (2020), J. R. Stat. Soc. C 69, 1269-1283, doi:10.1111/rssc.12435, and Stamey
and Holt (2010), Commun. Stat. Simul. Comput. 39, 101-112, draw samples from such posteriors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import xlogy

from ..table.rates import RATES, Rate
from ..words import check, wording
from .beta import Beta, Fixed, LogUniform, Prior, prior
from .lines.joint import (
    PARAMETERS,
    Factor,
    Joint,
    Summit,
    alone,
    cells_of,
    height_at,
    merged,
    share,
)
from .marginals import Law, Marginal
from .mixtures import Mixture, Underflow, mixes
from .observations import Observation, observations, parameter, rate_of
from .planes.grids import OWN, Grid
from .unseen import Unseen

if TYPE_CHECKING:
    from .draws import Draws

__all__ = ["COMMON", "Posterior", "posterior"]

ORDER = "tpir > fpir"
COMMON = "uniform", "loguniform(1e-6, 1)", "beta(0.5, 0.5)"
"""Priors of the prevalence that are common: all shares alike, all powers of ten down to one in a
million alike, and between the two (Jeffreys)."""


@dataclass(frozen=True, eq=False)
class Posterior:
    """The joint posterior of prevalence, tpir and fpir, and with them of every rate.

    Every name of `RATES` is an attribute, a `Marginal` with mean, sd, median, quantile, interval,
    hdi, density and cdf; `rate` takes statements too. Each is integrated when first asked for.

    Parameters
    ----------
    priors : mapping of str to Prior
        Of prevalence, tpir and fpir.
    observed : tuple of Observation
    require : "tpir > fpir" or None
    """

    priors: Mapping[str, Prior]
    observed: tuple[Observation, ...]
    require: str | None = None

    def __getattr__(self, name: str) -> Marginal:
        if name in RATES:
            return self.rate(name)
        raise AttributeError(f"a posterior has no {name!r}")

    def __dir__(self):
        return [*super().__dir__(), *RATES]

    @cached_property
    def joint(self) -> Joint:
        """The joint density, as factors."""
        priors = [self.priors[name] for name in PARAMETERS]
        factors = [Factor.of(RATES[name].statement, *self.priors[name].powers)
                   for name in PARAMETERS]
        factors += [Factor.of(rate_of(seen.rate).statement, seen.k, seen.n - seen.k)
                    for seen in self.observed]
        low, high, wide = (
            np.array([f(prior) for prior in priors])
            for f in (lambda p: p.low, lambda p: p.high, lambda p: isinstance(p, LogUniform))
        )
        return Joint(low, high, wide, merged(factors), self.require == ORDER)

    @cached_property
    def summit(self) -> Summit:
        """The highest point of the joint density."""
        return self._grid.summit

    @cached_property
    def _grid(self) -> Grid:
        return Grid(self.joint)

    @cached_property
    def _laws(self) -> dict:
        return {}

    def rate(self, name: str) -> Marginal:
        """The posterior of one rate, by name, alias or statement ("listed and not alert")."""
        rate = rate_of(name)
        target = Factor.of(rate.statement)
        if target.key not in self._laws:
            self._laws[target.key] = self._mixture(target) or (target, self._law(rate, target))
        known, law = self._laws[target.key]
        return Marginal(rate, law, mirrored=known.counted != target.counted)

    def _mixture(self, target: Factor) -> tuple[Factor, Mixture] | None:
        """The law of the prevalence as an exact mixture, where it is one, and whose law that is."""
        if not mixes(self.joint, target):
            return None
        try:
            return OWN[0], Mixture.of(self.joint)
        except Underflow:
            return None

    def _law(self, rate: Rate, target: Factor) -> Prior | Law:
        low, high, *_ = self.joint.range(target)
        if np.isnan(low):
            raise ValueError(f"{rate.name} is a share of nobody: the priors leave no {rate.of}")
        if low == high:
            return Fixed(low)
        if (own := alone(self.joint, target)) is None:
            return Law(self._grid, target)
        a, b = own.factors[0].seen_as(target) if own.factors else (0.0, 0.0)
        i, = own.free
        if own.low[i] == 0 and own.high[i] == 1:
            return Beta(a + 1, b + 1)
        return Law(Grid(own), target)

    @cached_property
    def error(self) -> float:
        """The largest error of any rate's `cdf`, and so of the level of any quantile.

        Each rate is integrated a second time along other lines, with other nodes; the bound is
        three times the largest difference, and a floor for rounding and for what lies beyond the
        panels. It takes longer than the posterior itself.
        """
        return max(self.rate(name).error for name in self._names())

    def _names(self) -> list[str]:
        """The rates that are defined under these priors."""
        return [name for name, rate in RATES.items()
                if not np.isnan(self.joint.range(Factor.of(rate.statement))[0])]

    @cached_property
    def log_evidence(self) -> float:
        """The logarithm of the probability of the counts under the priors (and of the order)."""
        total = sum(seen.log_ways for seen in self.observed)
        total -= sum(prior.log_total for prior in self.priors.values())
        if not self.joint.free:
            return total + height_at(self.joint)
        whole = [law for _, law in self._laws.values()
                 if not isinstance(law, Prior) and law.joint is self.joint]
        if whole:
            return total + whole[0].log_integral
        target = OWN[self.joint.free[0]]
        _, law = self._mixture(target) or (target, Law(self._grid, target))
        return total + law.log_integral

    @cached_property
    def misfit(self) -> float:
        """How badly the likeliest table fits the counts: the deviance, 0 where it fits them all.

        Twice the log-likelihood that rates of their own (k of n each) would gain. Much above 20,
        the counts contradict each other or the priors, and no posterior should be trusted.

        Examples
        --------
        >>> fits = posterior(tpir=0.7, fpir=0.001, precision=(8, 42))
        >>> fails = posterior(tpir=0.7, fpir=0.001, precision=(8, 42), alert_rate=(10, 100))
        >>> round(fits.misfit, 2), round(fails.misfit)
        (0.04, 69)
        """
        values = self.summit.values if self.joint.free else self.joint.low
        cells, total = cells_of(values, 1 - values), 0.0
        for seen in self.observed:
            target = Factor.of(rate_of(seen.rate).statement)
            counted, rest = share(target.counted, cells), share(target.rest, cells)
            for part, k in ((counted, seen.k), (rest, seen.n - seen.k)):
                total += xlogy(k, k / seen.n / (part / (counted + rest))) if k else 0.0
        return float(2 * max(total, 0.0))

    def unseen(self, faces: float) -> Unseen:
        """How many people on the list are expected to pass unseen among `faces` faces.

        Examples
        --------
        >>> found = posterior(prevalence=(10, 30_000), tpir=(70, 100), fpir=(3, 3_000))
        >>> print(found.unseen(faces=100_000))
        Of 100,000 faces, 11 on the list are expected to pass without an alert (95 % credible
        interval 5.2 to 20)
        """
        faces = check.number("faces", faces)
        if faces.ndim or faces <= 0:
            raise ValueError(f"faces must be one number above 0, got {faces}")
        return Unseen(float(faces), self.rate("listed and not alert"))

    def draws(self, size: int, rng, *, progress=None) -> Draws:
        """Independent draws of prevalence, tpir and fpir, and with them of every rate.

        Parameters
        ----------
        size : int in [1, 20 million]
        rng : numpy Generator or int
            A generator, or the seed of one.
        progress : callable, optional
            Called with the share that is done.

        Examples
        --------
        >>> found = posterior(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330))
        >>> drawn = found.draws(10_000, rng=1)
        >>> round(float((drawn.rate("precision") > 0.5).mean()), 2)     # more right than wrong
        0.63
        """
        from .draws import draws

        return draws(self, size, rng, progress=progress)

    def rows(self, level: float = 0.95) -> list[dict]:
        """One row a rate: mean, sd, median and the equal-tailed interval."""
        return [self.rate(name).row(level) for name in self._names()]

    def sensitivity(self, alternatives: Mapping[str, Mapping] | None = None, *,
                    rates: tuple[str, ...] = ("prevalence", "precision"),
                    level: float = 0.95) -> list[dict]:
        """What other priors would have given: one row for each set of priors and rate.

        Parameters
        ----------
        alternatives : mapping of str to mapping, optional
            For each label, the priors that differ, by parameter; if none, the `COMMON` priors of
            the prevalence.
        rates : tuple of str
            The rates to report.
        level : float in (0, 1)
            Of the equal-tailed intervals.

        Examples
        --------
        >>> found = posterior(tpir=0.7, fpir=0.001, precision=(8, 42))
        >>> alike = {"every scale alike": {"prevalence": "loguniform(1e-6, 1)"}}
        >>> for row in found.sensitivity(alike, rates=("prevalence",)):
        ...     print(row["priors"], round(1 / row["median"]))
        as given 2639
        every scale alike 3074
        >>> [row["priors"] for row in found.sensitivity(rates=("precision",))]
        ['as given', 'LogUniform(1e-06, 1)', 'Beta(0.5, 0.5)']
        """
        if alternatives is None:
            others = {str(prior("prevalence", text)): text for text in COMMON}
            others.pop(str(self.priors["prevalence"]), None)
            alternatives = {label: {"prevalence": text} for label, text in others.items()}
        rows = []
        for label, changed in {"as given": {}, **alternatives}.items():
            found = self.with_priors(**changed)
            rows += [{"priors": label, **found.rate(name).row(level),
                      "log_evidence": found.log_evidence} for name in rates]
        return rows

    def with_priors(self, **changed) -> Posterior:
        """The posterior of the same counts under other priors."""
        new = {parameter(name): prior(name, value) for name, value in changed.items()}
        return _checked({**self.priors, **new}, self.observed, self.require)

    def __str__(self) -> str:
        counts = check.listing(self.observed) if self.observed else "no counts"
        known = check.listing(f"{name} {prior}" for name, prior in self.priors.items())
        return f"{self.rate('prevalence')}, from {counts}, with the priors {known}"


def posterior(*, prevalence="uniform", tpir="uniform", fpir="uniform",
              priors: Mapping | None = None, observed: Mapping | None = None,
              require: str | None = None, **counts) -> Posterior:
    """Posterior of every rate from counts and priors.

    Parameters
    ----------
    prevalence, tpir, fpir : prior, number, str or (k, n)
        A prior (`Beta`, `Uniform`, `LogUniform`, `Fixed`, or in words: "beta(2, 5)"), a value taken
        as known, or a count (k, n), which is an observation under a uniform prior.
    priors : mapping of str to prior, optional
        Priors for parameters that also have a count.
    observed : mapping, optional
        Counts (k, n), or lists of them, of any rate by name or statement
        (``{"precision": (8, 42), "alert and not listed": (10, 30_000)}``).
    require : "tpir > fpir", optional
        Leave out tables in which an alert says nothing or the opposite. The evidence is then that
        of the counts and the order together.
    **counts : (k, n) or list of (k, n)
        Counts of rates by name: ``alert_rate=(50, 3330)``.

    Returns
    -------
    Posterior

    Raises
    ------
    ValueError
        For counts or priors that make no sense, or that leave no table at all.

    Notes
    -----
    The density of (prevalence, tpir, fpir) is the product of the priors and of r^k (1 - r)^(n - k)
    for every count, r the rate counted. Counts are taken as independent given the rates: do not
    enter the same cases twice. Alerts of which only some were checked enter as a count of precision
    with the number checked; that assumes that whether an alert was checked does not depend on
    whether it was right (missing at random). Where it does, bounds are the honest answer.

    References
    ----------
    Joseph, L., Gyorkos, T. W. and Coupal, L. (1995), Am. J. Epidemiol. 141, 263-272,
    doi:10.1093/oxfordjournals.aje.a117428.

    Examples
    --------
    >>> found = posterior(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330))
    >>> round(found.prevalence.mean, 8), round(found.prevalence.median, 8)
    (0.01037127, 0.01058129)
    >>> print(found.precision.interval())
    7.8 % to 90.5 %
    >>> posterior(fpir=0.0, observed={"fpir": (2, 401)})
    Traceback (most recent call last):
    ValueError: no table is left: the priors fix fpir at 0, but 2 of 401 were counted
    """
    given = {"prevalence": prevalence, "tpir": tpir, "fpir": fpir}
    beliefs = {parameter(name): value for name, value in (priors or {}).items()}
    seen, known = [], {}
    for name, value in given.items():
        counted = observations(name, value)
        seen += counted
        believed = beliefs.pop(name, "uniform") if counted or value == "uniform" else value
        known[name] = prior(name, believed)
        if name in beliefs:
            raise ValueError(f"{name} has two priors: {value!r} and {beliefs[name]!r}")
    for name, value in [*(observed or {}).items(), *counts.items()]:
        rate = rate_of(name)
        if not (counted := observations(rate.name, value)):
            raise ValueError(f"{rate.name} must have counts (k, n), k of n, got {value!r}")
        seen += counted
    if require not in (None, ORDER):
        raise ValueError(f"require must be {ORDER!r} or None, got {require!r}")
    return _checked(known, tuple(seen), require)


def _checked(priors: dict, observed: tuple, require) -> Posterior:
    found = Posterior(MappingProxyType(priors), observed, require)
    for seen in observed:
        low, high, *_ = found.joint.range(Factor.of(rate_of(seen.rate).statement))
        counted = f"{wording.whole(seen.k)} of {wording.whole(seen.n)}"
        if np.isnan(low):
            raise ValueError(f"no table is left: {counted} were counted for {seen.rate}, "
                             "but under the priors there are no such cases")
        if (high == 0 and seen.k) or (low == 1 and seen.k < seen.n):
            raise ValueError(f"no table is left: the priors fix {seen.rate} at {high:g}, "
                             f"but {counted} were counted")
    if require and priors["tpir"].high <= priors["fpir"].low:
        raise ValueError("no table is left: the priors do not let tpir exceed fpir, "
                         "so an alert could not speak for being on the list")
    certain = require is None and not any(isinstance(p, Fixed) for p in priors.values())
    if found.joint.free and not certain and not np.isfinite(found.summit.log_density):
        what = "and the order together " if require else ""
        raise ValueError(f"no table is left: the priors {what}exclude the counts")
    return found
