"""Two figures are set against each other: are they values of one quantity, and do they agree?

`same_quantity` compares the denominators and numerators of two statements, `compatible` a count
with a claimed rate.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, log10

import numpy as np
from scipy.special import gammaln, kl_div, logit

from ..intervals.acceptance import at_least, at_most
from ..intervals.interval import Interval, interval
from ..table.events import names_in, statement
from ..table.rates import EVENTS, RATES, canonical
from ..words import check, printed, wording

__all__ = ["Compatibility", "Sameness", "compatible", "same_quantity", "times"]

TINY = 1e-280
"""Tails below this are summed as logarithms, since as numbers they would lose digits."""


@dataclass(frozen=True, slots=True)
class Sameness:
    """Whether two statements are one quantity, by a key of `VERDICTS`; `of` is what they divide."""

    a: str
    b: str
    verdict: str
    of: tuple[str, str]

    @property
    def comparable(self) -> bool:
        """Whether values of the two can be set against each other as they stand."""
        return self.verdict == "one quantity"

    def __str__(self) -> str:
        return f"P({self.a}) and P({self.b}) {VERDICTS[self.verdict].format(*self.of)}"


VERDICTS = {
    "one quantity": "are one quantity, a share of {0}: their values can be compared",
    "complement": "add up to 1, both a share of {0}: take one from 1 before comparing",
    "other numerator": "are shares of the same, {0}, but count different things among them",
    "other denominator": "count the same cases, once as a share of {0} and once of {1}: "
                         "their values cannot be compared",
    "other cases": "ask the same, once of {0} and once of {1}: "
                   "both values can be right, however far apart",
    "other unit": "read alike, but one counts among {0} and the other among {1}: "
                  "their values cannot be compared",
    "both differ": "count different things, once as a share of {0} and once of {1}: "
                   "they are no rival answers to one question",
}


def same_quantity(a: str, b: str, *, units: tuple[str, str] | None = None) -> Sameness:
    """Whether two claims are values of one quantity, or differ in numerator, denominator or both.

    Parameters
    ----------
    a, b : str
        Names of `RATES`, aliases, or statements over any events ("confirmed | alert").
    units : tuple of two str, optional
        What each counts, where it matters: ("faces", "persons").

    Notes
    -----
    Statements are compared by their cells; place, time, list and threshold may still differ.

    Examples
    --------
    >>> print(same_quantity("fdr", "precision"))
    P(not listed | alert) and P(listed | alert) add up to 1, both a share of alerts: take one from 1
    before comparing
    >>> same_quantity("fdr", "false_alert_rate").verdict, same_quantity("tpir", "fdr").verdict
    ('other denominator', 'both differ')
    """
    texts = [_text(a), _text(b)]
    events = tuple(dict.fromkeys([*EVENTS, *names_in(texts[0]), *names_in(texts[1])]))
    one, two = (statement(text, events) for text in texts)
    pair = tuple(units or (None, None))
    if len(pair) != 2:
        raise ValueError(f"units must be a pair, one for each statement, got {units!r}")
    asked, asked_too = (statement(text.partition("|")[0], events).counted for text in texts)
    tests = {
        "one quantity": (one.counted == two.counted) & (one.among == two.among),
        "complement": (one.counted ^ two.counted == one.among) & (one.among == two.among),
        "other denominator": one.counted == two.counted,
        "other numerator": one.among == two.among,
        "other cases": asked == asked_too,
    }
    verdict = next((name for name, same in tests.items() if same.all()), "both differ")
    if verdict in ("one quantity", "complement") and pair[0] != pair[1]:
        verdict = "other unit"
    of = tuple(unit or _of(text) for unit, text in zip(pair, texts, strict=True))
    return Sameness(one.text, two.text, verdict, of)


def _text(name: str) -> str:
    with suppress(ValueError):
        return RATES[canonical(name)].text
    return name


def _of(text: str) -> str:
    """The denominator of a statement, in words where the rates have them."""
    among = text.partition("|")[2].strip()
    known = {rate.text.partition("|")[2].strip(): rate.of for rate in RATES.values()}
    return known.get(among, f"cases with {among}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """A count set against a claimed rate.

    `rate` is the claimed rate, or the nearest to k / n that a one-sided claim or a range allows.
    `log_fewer` and `log_more` are the natural logarithms of P(X <= k) and P(X >= k) if that were
    true, `log_ratio` that of how much likelier the count is at its own rate.
    """

    k: int
    n: int
    claimed: printed.Printed
    rate: Fraction
    level: float
    log_fewer: float
    log_more: float
    log_ratio: float
    factors: Interval

    @property
    def log_two_sided(self) -> float:
        """The log of the two-sided p-value: twice the smaller tail (as in Clopper-Pearson)."""
        return min(0.0, log(2) + min(self.log_fewer, self.log_more))

    @property
    def compatible(self) -> bool:
        """Whether the two-sided p-value is above 1 - level."""
        return self.log_two_sided > log(1 - self.level)

    @property
    def factor(self) -> float:
        """The claimed rate over k / n, with the interval `factors`: 52 is 52 times rarer."""
        return float(self.rate) * self.n / self.k if self.k else np.inf

    @property
    def allowed(self) -> bool:
        """Whether the count's own rate is among those claimed."""
        return self.rate == Fraction(self.k, self.n)

    def list_sizes(self, names: int) -> Interval:
        """The list size that reconciles a claim for `names`, if rates grow with lists."""
        names = float(check.whole("names", names, least=1))
        low, high = (names / factor if factor else np.inf for factor in self.factors[::-1])
        return Interval(low, high, level=self.level, method="clopper_pearson")

    def __str__(self) -> str:
        if self.allowed:
            return (f"{wording.whole(self.k)} of {wording.whole(self.n)} is "
                    f"{wording.share(self.k / self.n)}, as {self.claimed.text} allows: compatible")
        fewer = self.log_fewer < self.log_more
        seen = f"{wording.whole(self.k)} or {'fewer' if fewer else 'more'}"
        tail = _probability(min(self.log_fewer, self.log_more))
        verdict = "compatible" if self.compatible else "not compatible"
        return (f"{wording.whole(self.k)} of {wording.whole(self.n)} is {self._size()}; if that "
                f"were true, {seen} would be seen with probability {tail}: {verdict}")

    def _size(self) -> str:
        level = f"{wording.percent(self.level)}, exact"
        if not self.k:
            least = times(self.factors.low)
            return f"at least {least} times rarer than {self.claimed.text} ({level})"
        rarer = self.factor >= 1
        factor, *ends = [size if rarer else 1 / size for size in (self.factor, *self.factors)]
        low, high = map(times, sorted(ends))
        word = "rarer" if rarer else "more frequent"
        return f"{times(factor)} times {word} than {self.claimed.text} ({low} to {high}, {level})"


def compatible(count: tuple[int, int], claimed, *, level: float = 0.95) -> Compatibility:
    """Whether a count (k, n) is compatible with a claimed rate.

    Parameters
    ----------
    count : tuple (k, n) of int
    claimed : str, number or Printed
        The claimed rate: "1 in 6,000", "at most 0.1 %", Fraction(1, 6000).
    level : float in (0, 1)
        Level of the interval for the factor; not compatible is a p-value of at most 1 - level.

    Notes
    -----
    The n cases are taken to be independent; alerts for one person or one lookalike come in
    clusters, and then small probabilities are far too small. A claim of one value is tested at that
    value; where others that print alike would matter, test both ends of its print.

    Examples
    --------
    >>> found = compatible((10, 3_147_436), "1 in 6,000")
    >>> print(found)
    10 of 3,147,436 is 52 times rarer than 1 in 6,000 (29 to 109, 95 %, exact); if that were true,
    10 or fewer would be seen with probability 1e-207: not compatible
    >>> [round(names) for names in found.list_sizes(10_000)]
    [91, 351]
    """
    if np.shape(count) != (2,):
        raise ValueError(f"count must be a pair (k, n), got {count!r}")
    k, n = (int(number) for number in check.counts(*count))
    figure, level = printed.reading("claimed", claimed), check.level(level)
    rate = figure.value
    if figure.relation != "=":
        rate = min(max(Fraction(k, n), figure.low), figure.high)
    if rate in (0, 1) and rate != Fraction(k, n):
        raise ValueError(f"claimed must lie strictly between 0 and 1, got {figure.text}")
    fewer, more = _log_tails(k, n, float(rate)) if 0 < rate < 1 else (0.0, 0.0)
    low, high = interval(k, n, level=level)
    ends = float(rate) / high, float(rate) / low if low else np.inf
    factors = Interval(*ends, level=level, method="clopper_pearson")
    mean = n * float(rate)
    return Compatibility(k=k, n=n, claimed=figure, rate=rate, level=level, log_fewer=fewer,
                         log_more=more, factors=factors,
                         log_ratio=float(kl_div(k, mean) + kl_div(n - k, n - mean)))


def _log_tails(k: int, n: int, rate: float) -> tuple[float, float]:
    """Logs of P(X <= k) and of P(X >= k) for X binomial, of any size."""
    x, counts = np.array([logit(rate)]), (np.array([float(k)]), np.array([float(n)]))
    fewer = float(at_most(*counts, x)[0]) if k < n else 1.0
    more = float(at_least(*counts, x)[0]) if k else 1.0
    return (log(fewer) if fewer > TINY else _log_tail(k, n, rate),
            log(more) if more > TINY else _log_tail(n - k, n, 1 - rate))


def _log_tail(k: int, n: int, rate: float) -> float:
    """Log of P(X <= k) far below the mean: its largest term, and the shares of it that follow."""
    term = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    term += k * log(rate) + (n - k) * np.log1p(-rate)
    first = k * (1 - rate) / ((n - k + 1) * rate)
    j = k - np.arange(min(k, int(40 / (1 - first)) + 1))
    shares = np.exp(np.cumsum(np.log(j / (n - j + 1)) + log((1 - rate) / rate)))
    return float(term + np.log1p(shares.sum()))


def _probability(log_value: float) -> str:
    """A probability from its logarithm, as "0.032" or as a power of ten."""
    if log_value < log(1e-300):
        return "less than 1e-300"
    value = exp(log_value)
    return f"{value:.2g}" if value > 1e-6 else f"1e{round(log10(value))}"


def times(factor: float) -> str:
    """A factor as people read it: "52", "1.4"."""
    return wording.approximately(factor, 4) if factor >= 9.95 else f"{factor:.3g}"
