"""How good is the system here, if it was tested only elsewhere, and the tests disagree?

tpir and fpir were each counted in several tests: other labs, other cameras, other crowds. If their
rates differ by more than their counts explain, those of a new site are less certain than the pooled
counts say. `posterior_across_tests` learns how much tests differ and carries it over to the
prevalence, tpir, fpir and precision at a site, without a sampler.

Gelman and Carpenter (2020), J. R. Stat. Soc. C 69, 1269-1283, doi:10.1111/rssc.12435
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np

from ...table.rates import RATES, canonical
from ...words import check, wording
from .. import Fixed
from ..beta import Prior, prior
from ..marginals import Marginal
from ..observations import observations
from .new_test import NewTest
from .site import ORDERS, Law, Site

__all__ = ["AcrossTests", "CENTRES", "SiteRate", "posterior_across_tests"]

CENTRES = MappingProxyType({"tpir": (4.0, 2.0), "fpir": (-4.0, 2.0)})
"""Mean and standard deviation of the prior of the typical log odds: 2 of 3 times between 88 % and
99.8 % for tpir and between 1 in 400 and 12 % for fpir, as in Gelman and Carpenter."""
COMPLEMENTS = MappingProxyType({"fnir": "tpir", "fdr": "precision", "tnir": "fpir"})
"""Rates that are 1 less another."""
MOST_TESTS = 500
LARGEST = 10**9
"""Cases of one count; beyond, rounding is larger than the stated error."""
SPREADS = 0.001, 10.0
CENTRE_ENDS = -40.0, 40.0
WIDTHS = 0.01, 10.0


class SiteRate(Marginal):
    """One rate at the site: a `Marginal` with its own error bound."""

    @property
    def error(self) -> float:
        """A bound of the error of `cdf`, and of the level at which a `quantile` really lies."""
        return self.law.error


@dataclass(frozen=True, eq=False)
class AcrossTests:
    """The posterior of a site's prevalence, tpir, fpir and precision, given tests elsewhere.

    Each is an attribute, a `Marginal` with mean, sd, median, quantile, interval, hdi, density, cdf
    and error; so are the complements fnir, fdr and tnir. Each is integrated when first used.

    Parameters
    ----------
    tests : mapping of str to tuple of (k, n)
        The counts of tpir and fpir elsewhere.
    alert_rate : (k, n) or None
        Alerts among faces at the site.
    prior : Prior
        Of prevalence at the site.
    spreads : mapping of str to float
        Scales of the half-normal priors of how much the log odds differ between tests.
    centres : mapping of str to (float, float)
        Means and standard deviations of the priors of the typical log odds.
    """

    tests: Mapping[str, tuple[tuple[int, int], ...]]
    alert_rate: tuple[int, int] | None
    prior: Prior
    spreads: Mapping[str, float]
    centres: Mapping[str, tuple[float, float]]

    @cached_property
    def site(self) -> Site:
        """The joint density."""
        tests = {name: NewTest(*np.array(counts, dtype=float).T, self.centres[name],
                               self.spreads[name]) for name, counts in self.tests.items()}
        return Site(self.prior, tests, *(self.alert_rate or (0, 0)))

    @cached_property
    def _laws(self) -> dict[str, Law]:
        return {name: Law(self.site, name) for name in ORDERS}

    def __getattr__(self, name: str) -> SiteRate:
        if name in ORDERS or name in COMPLEMENTS:
            return self.rate(name)
        raise AttributeError(f"a posterior across tests has no {name!r}")

    def rate(self, name: str) -> SiteRate:
        """The posterior of one rate, by name or alias."""
        name = check.choice("rate", canonical(name), [*ORDERS, *COMPLEMENTS])
        law = self._laws[COMPLEMENTS.get(name, name)]
        return SiteRate(RATES[name], law, mirrored=name in COMPLEMENTS)

    @cached_property
    def error(self) -> float:
        """The largest error of any rate's `cdf`, found by integrating again with finer nodes."""
        return max(law.error for law in self._laws.values())

    def rows(self, level: float = 0.95) -> list[dict]:
        """One row a rate: mean, sd, median and the equal-tailed interval."""
        return [self.rate(name).row(level) for name in ORDERS]

    def __str__(self) -> str:
        counted = [f"{len(counts)} test{'s' * (len(counts) > 1)} of {name}"
                   for name, counts in self.tests.items()]
        here = ""
        if self.alert_rate:
            k, n = (wording.whole(count) for count in self.alert_rate)
            here = f"{k} alerts among {n} faces and "
        return (f"{self.rate('prevalence')}, from {here}{check.listing(counted)} elsewhere, "
                "whose rates may differ")


def posterior_across_tests(*, tpir, fpir, alert_rate=None, prevalence="uniform", spread=1.0,
                           centre: Mapping | None = None) -> AcrossTests:
    """Posterior of a site's rates, with tpir and fpir from tests elsewhere that differ.

    Parameters
    ----------
    tpir, fpir : (k, n) or list of (k, n)
        Right alerts of listed cases, and false alerts of cases not listed, in each test.
    alert_rate : (k, n), optional
        Alerts among faces at the site.
    prevalence : prior, str or (k, n)
        As for `posterior`, but not a single value.
    spread : float or mapping of rate to float, in [0.001, 10]
        Scale of the half-normal prior of the standard deviation of log odds between tests; 1 lets
        them differ by a factor of e in the odds, or more, 0.3 by a third.
    centre : mapping of rate to (float, float), optional
        Mean and standard deviation of the normal prior of the typical log odds; `CENTRES` if not
        given.

    Returns
    -------
    AcrossTests

    Raises
    ------
    ValueError
        For counts or priors that make no sense.

    Notes
    -----
    logit(rate_j) ~ N(mu, sigma), mu ~ N(centre), sigma ~ N+(0, spread), k_j ~ Binomial(n_j,
    rate_j), for tpir and fpir apart; the site is one more test, of which only the alerts are known.
    The tests are taken as exchangeable with the site: if it is unlike all of them, nothing here
    knows that. With three or four tests the prior of the spread decides how wide the answer is:
    report more than one. Where tpir may be near 0, prevalence may be near 1, and no upper limit of
    it is worth much.

    References
    ----------
    Gelman and Carpenter (2020), J. R. Stat. Soc. C 69, 1269-1283, doi:10.1111/rssc.12435
    Gelman (2006), Bayesian Anal. 1, 515-534, doi:10.1214/06-BA117A

    Examples
    --------
    >>> found = posterior_across_tests(tpir=[(78, 85), (27, 37), (25, 35)],
    ...                                fpir=[(3, 371), (0, 300), (4, 150)],
    ...                                alert_rate=(50, 3330), spread=0.3)
    >>> print(found)
    prevalence, the share of faces that pass that are on the list: 1 in 107 (95 % credible interval
    1 in 1,043 to 1 in 51), from 50 alerts among 3,330 faces and 3 tests of tpir and 3 tests of fpir
    elsewhere, whose rates may differ
    >>> posterior_across_tests(tpir=[], fpir=(3, 371))
    Traceback (most recent call last):
    ValueError: tpir must have counts (k, n), k of n, got []
    """
    given = {"tpir": tpir, "fpir": fpir}
    tests = {name: _tests(name, value) for name, value in given.items()}
    believed = prior("prevalence", prevalence)
    if isinstance(believed, Fixed):
        raise ValueError(f"prevalence must be uncertain, got {believed.value:g} exactly (a narrow "
                         "range: Uniform(low, high))")
    if alert_rate is not None:
        counts = _tests("alert_rate", alert_rate)
        if len(counts) > 1:
            raise ValueError(f"alert_rate must be one count (k, n), got {len(counts)} of them")
        alert_rate, = counts
    spreads = _each("spread", spread if isinstance(spread, Mapping) else dict.fromkeys(
        given, spread))
    centres = _each("centre", {**CENTRES, **({} if centre is None else centre)})
    return AcrossTests(
        MappingProxyType(tests), alert_rate, believed,
        MappingProxyType({name: _within(f"spread of {name}", value, SPREADS)
                          for name, value in spreads.items()}),
        MappingProxyType({name: _centre(name, value) for name, value in centres.items()}))


def _tests(name: str, value) -> tuple[tuple[int, int], ...]:
    """Counts (k, n) of each test."""
    found = tuple((seen.k, seen.n) for seen in observations(name, value))
    if not found:
        raise ValueError(f"{name} must have counts (k, n), k of n, got {value!r}")
    if len(found) > MOST_TESTS:
        raise ValueError(f"{name} must have at most {MOST_TESTS} tests, got {len(found):,}")
    largest = max(n for _, n in found)
    if largest > LARGEST:
        raise ValueError(f"n of {name} must be at most {LARGEST:,}, got {largest:,}")
    return found


def _each(what: str, values: Mapping) -> dict:
    """Values by canonical name of the rate: one for tpir, one for fpir."""
    found = {canonical(name): value for name, value in values.items()}
    if set(found) != set(CENTRES):
        raise ValueError(f"{what} must be given for tpir and fpir, got {check.listing(found)}")
    return found


def _centre(name: str, value) -> tuple[float, float]:
    if np.shape(value) != (2,):
        raise ValueError(f"centre of {name} must be a pair (mean, standard deviation) of log odds, "
                         f"got {value!r}")
    return (_within(f"mean of {name}", value[0], CENTRE_ENDS),
            _within(f"standard deviation of {name}", value[1], WIDTHS))


def _within(name: str, value, ends) -> float:
    array = check.number(name, value)
    if array.ndim or not ends[0] <= array <= ends[1]:
        raise ValueError(f"{name} must be one number in [{ends[0]:g}, {ends[1]:g}], in log odds, "
                         f"got {value!r}")
    return float(array)
