"""What share of alerts is right, when prevalence, tpir and fpir are each known from a sample only?

odds(precision) = odds(prevalence) * tpir / fpir. Three samples of any size, zeros included, give an
interval whose level holds: by proof (the box), or by exact enumeration (melding, much narrower and
never wider than the box). A rate may also be given as known, or as a figure in print, which stands
for the whole range of values that print so.

References
----------
Fay, Proschan and Brittain (2015), Biometrics 71, 146-156, doi:10.1111/biom.12231
Clopper and Pearson (1934), Biometrika 26, 404-413, doi:10.1093/biomet/26.4.404
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.special import expit

from ..intervals.melding import PRECISION, Variate, limit
from ..intervals.methods import About
from ..words import check, wording
from ..words.printed import Printed, reading

__all__ = ["ABOUT", "CHECKED", "Checked", "METHODS", "PrecisionInterval", "box", "melded",
           "precision_interval"]

NAMES = ("prevalence", "tpir", "fpir")
CAUTIOUS = (("lower", "lower", "upper"), ("upper", "upper", "lower"))
"""Which side of each rate makes the precision low, and which makes it high."""


class Checked(NamedTuple):
    """Sample sizes (prevalence, tpir, fpir) and a level, and the least coverage found there."""

    sizes: tuple[int, int, int]
    level: float
    least: float


CHECKED = (
    Checked((5, 5, 5), 0.95, 0.979),
    Checked((5, 5, 5), 0.8, 0.918),
    Checked((4, 8, 12), 0.95, 0.977),
    Checked((4, 8, 12), 0.8, 0.871),
    Checked((2, 12, 3), 0.8, 0.902),
    Checked((12, 2, 2), 0.8, 0.938),
    Checked((12, 12, 12), 0.95, 0.974),
)
"""Where the melded interval's coverage was enumerated, as tests repeat.

The true tpir and fpir run over a grid from 0.000001 to 0.999999, the true precision over the limits
of the intervals, just below and above, which is where coverage jumps.
"""


def box(sides, tail: float) -> tuple[float, float]:
    """Precision at the corners of a box of Clopper-Pearson limits.

    With m samples each limit is missed with probability 1 - (1 - tail)^(1/m), so that all m of a
    side hold with probability 1 - tail: the samples are independent. Guaranteed at any size.
    """
    counted = sum(low.value is None or high.value is None for low, high in sides)
    share = -np.expm1(np.log1p(-tail) / max(counted, 1))
    return tuple(_corner(_chosen(sides, which), share, which) for which in (0, 1))


def melded(sides, tail: float) -> tuple[float, float]:
    """Quantiles of the precision of three Beta variates, the cautious one of each rate.

    Never outside the box of the same level.
    """
    return tuple(_melded_end(_chosen(sides, which), tail, which) for which in (0, 1))


METHODS = MappingProxyType({"melded": melded, "box": box})
ABOUT = MappingProxyType({
    "melded": About("melded", "at least its level wherever enumerated; narrower than the box"),
    "box": About("box of exact limits", "never covers less than its level, by proof; wide"),
})
"""For each method its printed name and one line on what it promises."""


def _chosen(sides, which) -> list[Variate]:
    kinds = [0 if side == "lower" else 1 for side in CAUTIOUS[which]]
    return [pair[kind] for pair, kind in zip(sides, kinds, strict=True)]


def _corner(variates, share, which) -> float:
    """Precision where each rate is its cautious quantile; the far end where it is 0 / 0."""
    ends = [share if side == "lower" else 1 - share for side in CAUTIOUS[which]]
    fixed = _end_of(variates, which)
    if fixed is not None:
        return fixed
    return float(expit(_log_odds(variates, ends)))


def _end_of(variates, which) -> float | None:
    """0 or 1 where a zero cell decides the limit."""
    prevalence, tpir, fpir = (one.value for one in variates)
    if which == 0:
        return 0.0 if 0 in (prevalence, tpir) else None
    return 1.0 if prevalence == 1 or fpir == 0 else None


def _log_odds(variates, shares) -> float:
    prevalence, tpir, fpir = (one.logit(share)
                              for one, share in zip(variates, shares, strict=True))
    return prevalence - np.logaddexp(0, -tpir) + np.logaddexp(0, -fpir)


def _melded_end(variates, tail, which) -> float:
    fixed = _end_of(variates, which)
    if fixed is not None:
        return fixed
    if all(one.value is not None for one in variates):
        return float(expit(_log_odds(variates, (0.5, 0.5, 0.5))))
    share = tail if which == 0 else 1 - tail
    return float(expit(limit(PRECISION, variates, share, _bracket(variates, tail, which))))


def _bracket(variates, tail, which) -> tuple[float, float]:
    """Log odds around the limit: sums of quantiles that are all, or not all, passed."""
    counted = sum(one.value is None for one in variates)
    far, near = -np.expm1(np.log1p(-tail) / counted), tail ** (1 / counted)
    ends = []
    for share in (far, near):
        ends.append(_log_odds(variates, [share if side == "lower" else 1 - share
                                         for side in CAUTIOUS[which]]))
    return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class PrecisionInterval:
    """The share of alerts that are right, from three samples, with an interval.

    `value` is the precision at the three estimates, nan where no alert is expected at them.
    """

    prevalence: Printed
    tpir: Printed
    fpir: Printed
    level: float
    method: str
    value: float
    low: float
    high: float

    def receipt(self) -> str:
        """Where the level of this interval is proved, and how.

        Examples
        --------
        >>> print(precision_interval(prevalence=(3, 10), tpir=(7, 10), fpir=(1, 10)).receipt())
        No general proof is known. Enumerated for all samples of seven settings of 2 to 12 cases a
        rate, over a grid of true rates: never in less than 97.4 % of samples at 95 %, nor 87.1 % at
        80 %.
        """
        if self.method == "box":
            return ("Proved at every sample size: independent Clopper-Pearson limits hold together "
                    f"with probability {wording.percent(self.level)} or more, and precision is "
                    "monotone in each rate.")
        least = {level: min(row.least for row in CHECKED if row.level == level)
                 for level in (0.95, 0.8)}
        return (
            "No general proof is known. Enumerated for all samples of seven settings of 2 to 12 "
            "cases a rate, over a grid of true rates: never in less than "
            f"{100 * least[0.95]:.1f} % of samples at 95 %, nor {100 * least[0.8]:.1f} % at 80 %."
        )

    def rows(self) -> list[dict]:
        """One row a rate: what was given for it, and the counts if it was a sample."""
        return [{"rate": name, "given": figure.plain, "k": figure.k, "n": figure.n,
                 "value": float(figure.value)}
                for name, figure in ((name, getattr(self, name)) for name in NAMES)]

    def __str__(self) -> str:
        given = check.listing(f"{name} {figure.plain}" for name, figure in
                               ((name, getattr(self, name)) for name in NAMES))
        found = ("of alerts no share can be estimated: none is expected"
                 if np.isnan(self.value) else f"{wording.percent(self.value)} of alerts are right")
        return (f"With {given}, {found}; {wording.percent(self.level)} {self.method} interval "
                f"{wording.interval(self.low, self.high)} of alerts")


def precision_interval(*, prevalence, tpir, fpir, level: float = 0.95,
                       method: str = "melded") -> PrecisionInterval:
    """Precision with an interval, from independent samples of prevalence, tpir and fpir.

    Parameters
    ----------
    prevalence, tpir, fpir : (k, n), str or float
        Listed among faces; alerts among listed faces; alerts among faces not listed. Counts carry
        their sampling error; anything else is known as far as its print goes ("70%" is 69.5 to
        70.5 %), and must not be 0, nor a prevalence 1.
    level : float in (0, 1)
        Confidence level, half of the rest on each side.
    method : {"melded", "box"}
        A key of `METHODS`.

    Returns
    -------
    PrecisionInterval

    Notes
    -----
    Melded limits are the tail quantiles of odds(P) T / F with P ~ Beta(k, n - k + 1) and likewise
    T, and F ~ Beta(k + 1, n - k), for the lower limit; k and k + 1 change places for the upper.
    With two samples melding agrees with Fisher's exact test; for three, its level rests on
    enumeration. The binomial model takes the n faces of each sample as independent: seven
    volunteers who pass a hundred times are not seven hundred people.

    References
    ----------
    Fay, Proschan and Brittain (2015), Biometrics 71, 146-156, doi:10.1111/biom.12231

    Examples
    --------
    >>> print(precision_interval(prevalence=(3, 10), tpir=(7, 10), fpir=(1, 10)))
    With prevalence 3 of 10, tpir 7 of 10 and fpir 1 of 10, 75 % of alerts are right; 95 % melded
    interval 15.9 % to 99.48 % of alerts
    >>> found = precision_interval(prevalence="1 in 2,976", tpir=(7, 10), fpir=(0, 1000))
    >>> found.value, found.high
    (1.0, 1.0)
    """
    level, method = check.level(level), check.choice("method", method, METHODS)
    figures = [reading(name, value)
               for name, value in zip(NAMES, (prevalence, tpir, fpir), strict=True)]
    for name, figure in zip(NAMES, figures, strict=True):
        _usable(name, figure)
    low, high = METHODS[method]([_sides(figure) for figure in figures], (1 - level) / 2)
    return PrecisionInterval(*figures, level, method, _estimate(*figures), low, high)


def _usable(name: str, figure: Printed) -> None:
    if figure.n is None and not figure.high:
        raise ValueError(f"{name} must be above 0 where it is not a count, got {figure.text}: "
                         "then precision is 0, 1 or undefined whatever the counts")
    if name == "prevalence" and figure.n is None and figure.low == 1:
        raise ValueError(f"prevalence must be below 1 where it is not a count, got {figure.text}: "
                         "then every alert is right")


def _sides(figure: Printed) -> tuple[Variate, Variate]:
    """The cautious stand-ins for a rate from below and from above."""
    if figure.n is None:
        return Variate(value=float(figure.low)), Variate(value=float(figure.high))
    return Variate.lower(figure.k, figure.n), Variate.upper(figure.k, figure.n)


def _estimate(prevalence, tpir, fpir) -> float:
    right = prevalence.value * tpir.value
    wrong = (1 - prevalence.value) * fpir.value
    return float(right / (right + wrong)) if right + wrong else float("nan")
