"""What was believed of a rate before counting? Four shapes of belief, as small frozen values.

`Beta(a, b)` (like a - 1 successes and b - 1 failures seen before), `Uniform(low, high)`,
`LogUniform(low, high)` (every power of ten as likely as the next) and `Fixed(value)`. Each has a
mean, sd, log_density, density, cdf and quantile; these take scalars or arrays, scalar in scalar
out. `prior` reads one from what people type. All four are powers of x and 1 - x between two bounds,
which is all that `posterior` asks of them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, betaln, xlog1py, xlogy

from ..intervals.roots import rising_root
from ..words import check, printed

__all__ = ["Beta", "Fixed", "LogUniform", "PRIORS", "Prior", "Uniform", "prior"]

LEAST_SHAPE = 0.2
"""Beta priors with less than this put nearly all mass on 0 or 1 exactly, where floats cannot go."""


class Prior:
    """What the four shapes share: a density proportional to x^p (1 - x)^q from `low` to `high`."""

    __slots__ = ()
    powers = (0.0, 0.0)

    @property
    def log_total(self) -> float:
        """The logarithm of the integral of x^p (1 - x)^q over the bounds."""
        raise NotImplementedError

    def log_density(self, x):
        """The logarithm of the density at `x`; -inf beyond the bounds."""
        x = check.number("x", x)
        inside = (x >= self.low) & (x <= self.high)
        at, (p, q) = np.where(inside, x, (self.low + self.high) / 2), self.powers
        logs = xlogy(p, at) + xlog1py(q, -at) - self.log_total
        return check.plain(np.where(inside, logs, -np.inf))

    def density(self, x):
        """The density at `x`."""
        return check.plain(np.exp(self.log_density(x)))


@dataclass(frozen=True, slots=True)
class Beta(Prior):
    """Belief worth a - 1 successes and b - 1 failures, proportional to x^(a-1) (1 - x)^(b-1).

    Examples
    --------
    >>> Beta(9, 35).mean, round(Beta(9, 35).quantile(0.5), 6)
    (0.20454545454545456, 0.200043)
    >>> Beta(0, 1)
    Traceback (most recent call last):
    ValueError: a must be at least 0.2, got 0.0 (for all powers of ten alike: LogUniform(low, high))
    """

    a: float = 1.0
    b: float = 1.0

    def __post_init__(self):
        for name in ("a", "b"):
            value = _single(name, getattr(self, name))
            if value < LEAST_SHAPE:
                hint = " (for all powers of ten alike: LogUniform(low, high))"
                raise ValueError(f"{name} must be at least {LEAST_SHAPE}, got {value}{hint}")
            object.__setattr__(self, name, value)

    low = property(lambda self: 0.0)
    high = property(lambda self: 1.0)

    @classmethod
    def believed(cls, mode: float, *, above: float, sure: float) -> Beta:
        """The belief that `mode` is likeliest and the rate is above some value, so far sure.

        Parameters
        ----------
        mode : float in (0, 1]
            The likeliest value.
        above : float in (0, mode)
            A value that the rate is believed to exceed.
        sure : float in (0, 1)
            How sure that is; more than a flat belief would make it.

        Returns
        -------
        Beta

        Notes
        -----
        b follows from a and the mode, (a - 1) / (a + b - 2); a is the root of P(rate > above) =
        sure. For "below", take 1 less all rates.

        Examples
        --------
        >>> print(Beta.believed(0.9, above=0.75, sure=0.8))
        Beta(9.87533, 1.98615)
        """
        mode, above, sure = (_single(name, check.rate(name, value)) for name, value in
                             (("mode", mode), ("above", above), ("sure", sure)))
        if not 0 < above < mode:
            raise ValueError(f"above must lie strictly between 0 and the mode, got {above} "
                             f"and {mode}")
        if not 1 - above < sure < 1:
            raise ValueError(f"sure must lie strictly between {1 - above:g} and 1, got {sure}: "
                             "a flat belief is as sure as that")
        rest = (1 - mode) / mode
        log = rising_root(
            lambda log: 1 - sure - betainc(1 + np.exp(log), 1 + np.exp(log) * rest, above),
            -30.0, 25.0)
        return cls(1 + float(np.exp(log)), 1 + float(np.exp(log) * rest))

    @property
    def powers(self) -> tuple[float, float]:
        """The powers of x and 1 - x."""
        return self.a - 1, self.b - 1

    @property
    def log_total(self) -> float:
        """The logarithm of the Beta function."""
        return float(betaln(self.a, self.b))

    @property
    def mean(self) -> float:
        """The mean, a / (a + b)."""
        return self.a / (self.a + self.b)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        n = self.a + self.b
        return math.sqrt(self.a / n * (self.b / n) / (n + 1))

    def cdf(self, x):
        """P(rate <= x)."""
        x = np.clip(check.number("x", x), 0, 1)
        return check.plain(np.asarray(betainc(self.a, self.b, x)))

    def quantile(self, p):
        """The value with `p` of the belief below it."""
        return check.plain(np.asarray(betaincinv(self.a, self.b, check.rate("p", p))))

    def __str__(self) -> str:
        return f"Beta({self.a:g}, {self.b:g})"


@dataclass(frozen=True, slots=True)
class Uniform(Prior):
    """All values between `low` and `high` alike.

    Examples
    --------
    >>> Uniform(0.6, 1).mean, Uniform(0.6, 1).cdf(0.7)
    (0.8, 0.25)
    """

    low: float = 0.0
    high: float = 1.0

    def __post_init__(self):
        _set_bounds(self)

    @property
    def log_total(self) -> float:
        """The logarithm of high - low."""
        return math.log(self.high - self.low)

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return (self.high - self.low) / math.sqrt(12)

    def cdf(self, x):
        """P(rate <= x)."""
        x = np.clip(check.number("x", x), self.low, self.high)
        return check.plain(np.round((x - self.low) / (self.high - self.low), 15))

    def quantile(self, p):
        """The value with `p` of the belief below it."""
        p = check.rate("p", p)
        return check.plain(self.low * (1 - p) + self.high * p)

    def __str__(self) -> str:
        return f"Uniform({self.low:g}, {self.high:g})"


@dataclass(frozen=True, slots=True)
class LogUniform(Prior):
    """Every power of ten between `low` and `high` as likely as the next: density 1 / x.

    Examples
    --------
    >>> round(LogUniform(1e-6, 1e-2).quantile(0.5), 6)
    0.0001
    """

    low: float
    high: float

    def __post_init__(self):
        _set_bounds(self)
        if self.low <= 0:
            raise ValueError(f"low must be above 0 in a log-uniform prior, got {self.low}")

    powers = property(lambda self: (-1.0, 0.0))

    @property
    def _width(self) -> float:
        return math.log(self.high / self.low)

    @property
    def log_total(self) -> float:
        """The logarithm of log(high / low)."""
        return math.log(self._width)

    @property
    def mean(self) -> float:
        """(high - low) / log(high / low)."""
        return (self.high - self.low) / self._width

    @property
    def sd(self) -> float:
        """The standard deviation."""
        square = (self.high - self.low) * (self.high + self.low) / (2 * self._width)
        return math.sqrt(max(square - self.mean**2, 0))

    def cdf(self, x):
        """P(rate <= x)."""
        x = np.clip(check.number("x", x), self.low, self.high)
        return check.plain(np.log(x / self.low) / self._width)

    def quantile(self, p):
        """The value with `p` of the belief below it."""
        p = check.rate("p", p)
        return check.plain(self.low * np.exp(p * self._width))

    def __str__(self) -> str:
        return f"LogUniform({self.low:g}, {self.high:g})"


@dataclass(frozen=True, slots=True)
class Fixed(Prior):
    """A rate taken as known.

    Examples
    --------
    >>> Fixed(0.03).quantile([0.1, 0.9])
    array([0.03, 0.03])
    """

    value: float

    def __post_init__(self):
        object.__setattr__(self, "value", _single("value", check.rate("value", self.value)))

    low = high = mean = property(lambda self: self.value)
    sd = log_total = property(lambda self: 0.0)

    def log_density(self, x):
        """Infinite at the value, -inf elsewhere."""
        x = check.number("x", x)
        return check.plain(np.where(x == self.value, np.inf, -np.inf))

    def cdf(self, x):
        """P(rate <= x): 0 or 1."""
        return check.plain(np.where(check.number("x", x) >= self.value, 1.0, 0.0))

    def quantile(self, p):
        """The value."""
        return check.plain(np.full(check.rate("p", p).shape, self.value))

    def __str__(self) -> str:
        return f"{self.value:g} exactly"


PRIORS = {"uniform": Uniform, "beta": Beta, "loguniform": LogUniform, "fixed": Fixed}
"""The shapes by the name people type, as in "beta(2, 5)"."""

_CALL = re.compile(r"([a-z]+(?:[ -]?[a-z]+)?)\s*(?:\(([^()]*)\))?")


def prior(name: str, value) -> Prior:
    """The prior of the rate `name` that `value` stands for.

    Parameters
    ----------
    name : str
        For messages.
    value : Prior, str, number or pair of counts
        A prior; "uniform", "uniform(0.6, 1)", "beta(2, 5)", "loguniform(1e-6, 0.1)"; a share or a
        printed figure ("1 in 1,000"), taken as known exactly; or (k, n), what a uniform prior
        becomes after k of n.

    Examples
    --------
    >>> prior("tpir", (103, 122))
    Beta(a=104.0, b=20.0)
    >>> prior("prevalence", "LogUniform(1e-6, 0.1)"), prior("fpir", "0.1%")
    (LogUniform(low=1e-06, high=0.1), Fixed(value=0.001))
    >>> prior("fpir", "triangular")
    Traceback (most recent call last):
    ValueError: fpir must have a prior among uniform, beta, loguniform and fixed, got 'triangular'
    """
    if isinstance(value, Prior):
        return value
    if isinstance(value, str):
        return _spelt(name, value)
    if np.ndim(value) == 0:
        return Fixed(_single(name, check.rate(name, value)))
    k, n = pair(name, value)
    return Beta(k + 1, n - k + 1)


def pair(name: str, value) -> tuple[int, int]:
    """`value` as (k, n): k of n.

    >>> pair("fpir", (3, 2))
    Traceback (most recent call last):
    ValueError: k of fpir must be at most n of fpir: 3 of 2 is more than all of them
    """
    if np.shape(value) != (2,):
        raise ValueError(f"{name} must be a pair (k, n), k of n, got {value!r}")
    k, n = check.counts(*value, names=(f"k of {name}", f"n of {name}"))
    return int(k), int(n)


def _spelt(name: str, text: str) -> Prior:
    match = _CALL.fullmatch(text.strip().lower())
    if match is None or any(letter.isdigit() for letter in match[1]):
        return Fixed(float(printed.reading(name, text)))
    shape = re.sub("[ -]", "", match[1])
    if shape not in PRIORS:
        hint = check.near(shape, PRIORS)
        raise ValueError(
            f"{name} must have a prior among {check.listing(PRIORS)}, got {text!r}{hint}"
        )
    parts = [part for part in (match[2] or "").split(",") if part.strip()]
    try:
        return PRIORS[shape](*(float(part) for part in parts))
    except TypeError:
        raise ValueError(f"{name} has a prior with {len(parts)} numbers, {text!r}: "
                         "too few or too many") from None


def _single(name: str, value) -> float:
    array = check.number(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got {array.size} of them")
    return float(array)


def _set_bounds(self) -> None:
    for name in ("low", "high"):
        object.__setattr__(self, name, _single(name, check.rate(name, getattr(self, name))))
    if not self.low < self.high:
        raise ValueError(f"low must be below high, got {self.low} and {self.high}")
