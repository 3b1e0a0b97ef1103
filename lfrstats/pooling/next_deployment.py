"""How many alerts, and how many false ones, will the next deployment raise?

`predict_deployment` takes the rates as known and asks what chance alone does to the counts;
`predict_count` learns one rate, and how much it differs between deployments, from recorded counts;
`predict_from_records` does so for each count of recorded deployments. Predictions are sums over a
deterministic grid of the two unknowns, no draws; faces may be any number.

Geisser (1993), *Predictive Inference*, chapter 3; Skellam (1948) for the beta-binomial.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.special import log_expit, logit

from ..words import check, wording
from .beta_binomial import MOST_DEPLOYMENTS, BetaBinomial, log_pmf

__all__ = ["NextDeployment", "Prediction", "predict_count", "predict_deployment",
           "predict_from_records"]

COUNTED = {"alerts": "alerts", "false_alerts": "false alerts", "true_alerts": "true alerts",
           "false_engagements": "stops of people not on the list"}
"""The counts of recorded deployments that are predicted, in print."""

KNOWN = ("alerts", "true_alerts", "false_alerts", "missed")
IN_PRINT = {**COUNTED, "missed": "listed faces without an alert"}
ANGLES = 32
"""Gauss nodes in the spread between deployments."""
DEPTH = 26.0
"""Grid points with e**-26 of the highest density, or less, are left out."""
MOST_MEANS = 400
LEAST_WEIGHT = 1e-14


@dataclass(frozen=True, eq=False, slots=True)
class Prediction:
    """The count of `what` among the next `size`, as a distribution over 0, 1, ... `size`.

    `k` of `n` at `deployments` is what it was learnt from (None where the rate was taken as known).
    `spread` is the standard deviation of the rate between deployments over its mean: its posterior
    median, or the number that was given.
    """

    what: str
    unit: str
    size: int
    level: float
    factor: float
    spread: float
    distribution: BetaBinomial = field(repr=False)
    deployments: int | None = None
    k: int | None = None
    n: int | None = None

    @property
    def mean(self) -> float:
        """The expected count."""
        return self.distribution.expected

    @property
    def interval(self) -> tuple[float, float]:
        """Counts with at most (1 - level) / 2 of the probability below, and above."""
        ends = self.quantile([(1 - self.level) / 2, (1 + self.level) / 2])
        return float(ends[0]), float(ends[1])

    def quantile(self, p):
        """The least count k with P(count <= k) >= p."""
        return self.distribution.quantile(p)

    def at_least(self, k):
        """The probability of `k` or more."""
        return self.distribution.sf(np.ceil(check.number("k", k)) - 1)

    def __str__(self) -> str:
        low, high = (wording.whole(end) for end in self.interval)
        span = f"{low} to {high}" if low != high else low
        said = (f"Of the next {wording.whole(self.size)} {self.unit}, {span} {self.what} "
                f"({wording.percent(self.level)} prediction interval; "
                f"{wording.approximately(self.mean) if self.mean else 0} on average)")
        if self.n is None:
            return f"{said}, if the rates are known"
        times = "" if self.factor == 1 else f", at {self.factor:g} times that rate"
        many = f"{wording.whole(self.deployments)} deployments"
        differ = f"{many} whose rates differ by {wording.percent(self.spread)} (standard deviation)"
        alike = f"{many} taken to have one rate" if self.deployments > 1 else "one deployment"
        return (f"{said}, from {wording.whole(self.k)} of {wording.whole(self.n)} at "
                f"{differ if self.spread else alike}{times}")


@dataclass(frozen=True, eq=False, slots=True)
class NextDeployment:
    """Predictions of several counts of one deployment of so many faces, by name."""

    faces: int
    level: float
    parts: dict[str, Prediction]

    def __getitem__(self, name: str) -> Prediction:
        return self.parts[check.choice("name", name, self.parts)]

    def rows(self) -> list[dict]:
        """One row a count: mean, median and both ends of the interval."""
        return [{"count": name, "faces": self.faces, "mean": part.mean,
                 "median": part.quantile(0.5), "low": part.interval[0], "high": part.interval[1]}
                for name, part in self.parts.items()]

    def __str__(self) -> str:
        said = [f"{wording.whole(row['low'])} to {wording.whole(row['high'])} "
                f"{IN_PRINT[row['count']]}" for row in self.rows()]
        return (f"Of the next {wording.whole(self.faces)} faces: {check.listing(said)} "
                f"({wording.percent(self.level)} prediction intervals)")


def predict_deployment(*, faces: int, prevalence: float, tpir: float, fpir: float,
                       spread: float = 0.0, level: float = 0.95) -> NextDeployment:
    """The counts of a deployment whose rates are known: alerts, right and false ones, misses.

    Parameters
    ----------
    faces : int
        How many will pass.
    prevalence, tpir, fpir : float in [0, 1]
        P(listed), P(alert | listed) and P(alert | not listed).
    spread : float, at least 0
        Standard deviation of each count's rate between deployments, as a share of it.
    level : float in (0, 1)
        Probability of the intervals.

    Returns
    -------
    NextDeployment

    Notes
    -----
    Binomial counts for spread 0. Real deployments differ by more, and their rates are not known:
    where counts are recorded use `predict_from_records`.

    Examples
    --------
    >>> print(predict_deployment(faces=9_000, prevalence=15 / 9_000, tpir=0.714, fpir=0.019))
    Of the next 9,000 faces: 156 to 208 alerts, 5 to 18 true alerts, 146 to 197 false alerts and
    1 to 9 listed faces without an alert (95 % prediction intervals)
    """
    size, level, spread = _one("faces", faces), check.level(level), _spread(spread)
    rates = {"prevalence": prevalence, "tpir": tpir, "fpir": fpir}
    prevalence, tpir, fpir = (_one(name, value, check.rate) for name, value in rates.items())
    tp, fn, fp = prevalence * tpir, prevalence * (1 - tpir), (1 - prevalence) * fpir
    means = dict(zip(KNOWN, (tp + fp, tp, fp, fn), strict=True))
    parts = {name: Prediction(IN_PRINT[name], "faces", size, level, 1.0, spread,
                              BetaBinomial(size, mean, _rho(mean, spread)))
             for name, mean in means.items()}
    return NextDeployment(size, level, parts)


def predict_from_records(records: Iterable, *, faces: int, factor: float = 1.0,
                         spread: float | None = None, level: float = 0.95) -> NextDeployment:
    """The counts of the next deployment, learnt from those of recorded ones.

    Parameters
    ----------
    records : iterable
        Deployments with `faces` and any counts of `COUNTED`; None where not published. Each count
        uses the deployments that publish it together with faces.
    faces, factor, spread, level
        As for `predict_count`, faces being its size.

    Returns
    -------
    NextDeployment

    Examples
    --------
    >>> from types import SimpleNamespace as Day
    >>> days = [Day(faces=faces, alerts=alerts, false_alerts=false) for faces, alerts, false in
    ...         ((9_000, 5, 0), (12_000, 16, 1), (7_500, 3, 0), (10_000, 9, 2))]
    >>> print(predict_from_records(days, faces=8_600))
    Of the next 8,600 faces: 0 to 28 alerts and 0 to 12 false alerts (95 % prediction intervals)
    """
    records, parts = list(records), {}
    for name, what in COUNTED.items():
        pairs = [(getattr(one, name, None), one.faces) for one in records]
        pairs = [pair for pair in pairs if None not in pair and pair[1] > 0]
        if len(pairs) > 1:
            k, n = zip(*pairs, strict=True)
            parts[name] = predict_count(k, n, size=faces, factor=factor, spread=spread, level=level,
                                        what=what)
    if not parts:
        raise ValueError("records must hold at least 2 deployments with faces and alerts, got "
                         f"{len(records)} without")
    return NextDeployment(_one("faces", faces), level, parts)


def predict_count(k, n, *, size: int, factor: float = 1.0, spread: float | None = None,
                  prior: tuple[float, float] = (0.5, 0.5), level: float = 0.95,
                  what: str = "alerts", unit: str = "faces") -> Prediction:
    """The count among the next `size`, learnt from `k` of `n` at each recorded deployment.

    Parameters
    ----------
    k, n : array_like of whole numbers, 0 <= k <= n
        How many of how many: alerts of faces, false alerts of faces, false alerts of alerts.
    size : int
        Faces (or alerts) of the next deployment.
    factor : float above 0
        How many times as many chances of an alert each face has: 2 for a list twice as long. A
        rate m becomes 1 - (1 - m)^factor, about factor * m while it is small.
    spread : float, optional
        Standard deviation of the rate between deployments as a share of it, if it is to be taken
        as known; 0 for none. By default it is learnt too.
    prior : (float, float)
        Shapes of the Beta prior of the mean rate; Jeffreys' for a binomial by default.
    level : float in (0, 1)
        Probability of the interval.
    what, unit : str
        Names for print.

    Returns
    -------
    Prediction

    Notes
    -----
    A deployment's rate is Beta with mean m and a = 1 / (spread^2 (1 - m)), so that spread is its
    standard deviation over m when m is small. The spread's prior is half-normal with scale 1, so
    that 68 % of it is below 1; with a handful of deployments it decides the upper limit. The
    posterior of both is summed on a grid: Gauss nodes in the angle whose tangent is the spread,
    equal steps in the logit of m. A factor moves every mean and keeps the spread. Deployments are
    taken as exchangeable: a new place, camera or threshold is outside of what was learnt. For more
    than about a thousand times the faces recorded, probabilities are good to about 1e-6.

    References
    ----------
    Gelman (2006), Bayesian Anal. 1, 515-534, doi:10.1214/06-BA117A: priors for a spread.

    Examples
    --------
    >>> print(predict_count([0, 3, 1, 9, 0, 2], [2000, 2500, 1800, 3100, 900, 2400], size=2_500))
    Of the next 2,500 faces, 0 to 18 alerts (95 % prediction interval; 4.3 on average), from 15 of
    12,700 at 6 deployments whose rates differ by 85 % (standard deviation)
    >>> predict_count([0, 3], [2000, 2500], size=2_500, spread=0).interval
    (0.0, 6.0)
    """
    k, n = (flat.ravel() for flat in check.counts(np.atleast_1d(k), np.atleast_1d(n)))
    size, level, factor = _one("size", size), check.level(level), _factor(factor)
    prior = _shapes(prior)
    if k.size > MOST_DEPLOYMENTS:
        raise ValueError(f"k must hold at most {MOST_DEPLOYMENTS:,} deployments, got {k.size:,}")
    if spread is None and k.size < 2:
        raise ValueError("k and n must hold at least 2 deployments, got 1: it does not tell how "
                         "much deployments differ (if they do not: spread=0)")
    if spread == 0:
        a, b = prior[0] + k.sum(), prior[1] + (n - k).sum()
        mean, spreads, weights, typical = a / (a + b), math.sqrt((a + b) / a / b), np.ones(1), 0.0
    else:
        known = None if spread is None else _spread(spread)
        mean, spreads, weights = _Grid(k, n, prior, size * factor).parts(known)
        each, where = np.unique(spreads, return_inverse=True)
        shares = np.bincount(where, weights)
        typical = float(np.interp(0.5, np.cumsum(shares) - shares / 2, each))
    mean = mean if factor == 1 else -np.expm1(factor * np.log1p(-mean))
    parts = BetaBinomial(size, mean, _rho(mean, spreads), weights)
    return Prediction(what, unit, size, level, factor, typical, parts, k.size, int(k.sum()),
                      int(n.sum()))


@dataclass(frozen=True, eq=False, slots=True)
class _Grid:
    """The posterior of the mean rate's logit and of the spread, on a grid made for it."""

    k: np.ndarray
    n: np.ndarray
    prior: tuple[float, float]
    size: float

    def parts(self, spread):
        """Means, spreads and weights."""
        if spread is not None:
            angles, weights = np.array([math.atan(spread)]), np.ones(1)
        else:
            low, high = self._range()
            nodes, weights = np.polynomial.legendre.leggauss(ANGLES)
            angles = low + (high - low) * (nodes + 1) / 2
        rows = [self._row(math.tan(angle), math.log(weight) + _log_prior(angle))
                for angle, weight in zip(angles, weights, strict=True)]
        x, spreads, logs = (np.concatenate(column) for column in zip(*rows, strict=True))
        weights = np.exp(logs - logs.max())
        weights /= weights.sum()
        held = weights > LEAST_WEIGHT
        return np.exp(log_expit(x[held])), spreads[held], weights[held] / weights[held].sum()

    def _range(self):
        """Angles between which the spread has its posterior."""
        low, high = 0.0, math.pi / 2
        for _ in range(3):
            cells = np.linspace(low, high, 17)
            heights = []
            for angle in (cells[1:] + cells[:-1]) / 2:
                x, width = self._mode(math.tan(angle))
                heights.append(self._log_density(x, math.tan(angle)) + math.log(width)
                               + _log_prior(angle))
            held = np.flatnonzero(np.array(heights) > max(heights) - DEPTH)
            low, high = cells[max(held[0] - 1, 0)], cells[min(held[-1] + 2, 16)]
            if held.size > 6:
                break
        return low, high

    def _log_density(self, x, spread):
        """Log posterior density of the logits `x`, up to a constant."""
        x = np.asarray(x, dtype=float)
        mean, (a, b) = np.exp(log_expit(x)), self.prior
        rho = _rho(mean, spread)
        rows = max(1, 2**18 // self.k.size)
        flat = [log_pmf(self.k, self.n, m[:, None], r[:, None]).sum(axis=1) for m, r in
                ((mean.ravel()[i:i + rows], rho.ravel()[i:i + rows])
                 for i in range(0, x.size, rows))]
        return np.concatenate(flat).reshape(x.shape) + a * log_expit(x) + b * log_expit(-x)

    def _mode(self, spread):
        """The likeliest logit for a spread, and the width there; both need not be exact."""
        a, b = self.prior
        x, width = logit((self.k.sum() + a) / (self.n.sum() + a + b)), 0.1
        for _ in range(25):
            before, here, after = self._log_density(x + width * np.array([-1, 0, 1]), spread)
            curve = (before + after - 2 * here) / width**2
            slope = (after - before) / (2 * width)
            step = -slope / curve if curve < 0 else 2 * np.sign(slope)
            x, width = x + float(np.clip(step, -2, 2)), min(1 / math.sqrt(max(-curve, 0.25)), 2.0)
            if abs(step) < width / 5:
                break
        return x, width

    def _row(self, spread, log_weight):
        """Logits, spread and log weights of one spread."""
        x, width = self._mode(spread)
        top = self._log_density(x, spread)
        low, high = (self._end(x, sign * width, spread, top - DEPTH - 4) for sign in (-1, 1))
        # a count's own chance is narrowest, in the logit, where the mean is large
        large = math.exp(log_expit(self._end(x, width, spread, top - DEPTH / 3)))
        own = math.hypot(spread, 1 / math.sqrt(max(self.size, 1) * large))
        step = 0.6 / math.hypot(1 / width, 1 / own)
        number = min(MOST_MEANS, max(8, math.ceil((high - low) / step)))
        x, step = np.linspace(low, high, number, retstep=True)
        logs = self._log_density(x, spread) + math.log(step) + log_weight
        return x, np.full(number, spread), logs

    def _end(self, x, step, spread, least):
        for _ in range(60):
            x += 3 * step
            if self._log_density(x, spread) < least:
                break
            step *= 1.3
        return x


def _log_prior(angle):
    """Half-normal density of the spread, as one of its angle; up to a constant."""
    return -(math.tan(angle) ** 2) / 2 - 2 * math.log(math.cos(angle))


def _rho(mean, spread):
    """The correlation for a spread: spread^2 v / (1 + spread^2 v), v = mean (1 - mean)."""
    odd = np.square(spread) * mean * (1 - mean)
    return odd / (1 + odd)


def _one(name, value, rule=None):
    array = rule(name, value) if rule else check.whole(name, value, least=1)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got {array.size} of them")
    return int(array) if array == np.floor(array) else float(array)


def _factor(value) -> float:
    factor = _one("factor", value, check.number)
    if not factor > 0:
        raise ValueError(f"factor must be above 0, got {value!r}")
    return float(factor)


def _spread(value) -> float:
    spread = _one("spread", value, check.number)
    if not 0 <= spread <= 100:
        raise ValueError("spread must lie in [0, 100], a standard deviation between deployments "
                         f"over the mean, got {value!r}")
    return float(spread)


def _shapes(prior) -> tuple[float, float]:
    shapes = check.number("prior", prior)
    if shapes.shape != (2,) or (shapes < 0.1).any():
        raise ValueError(f"prior must be two Beta shapes of at least 0.1, got {prior!r}")
    return float(shapes[0]), float(shapes[1])
