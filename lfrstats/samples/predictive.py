"""What share of alerts is right, and of silences, and how sure is that?

Two designs. Counts of listed and of other faces drawn separately (volunteers and a crowd, cases and
controls) say nothing of how common listed faces are: with a known prevalence, precision and npv
follow from the two likelihood ratios, and an interval for a ratio of two binomial rates gives one
for each. One table counted as faces came carries its own prevalence, and its alerts and silences
are two binomial samples. Counts, prevalence and level broadcast; scalar in, scalar out.

References
----------
Mercaldo, Lau and Zhou (2007), Stat. Med. 26, 2170-2183, doi:10.1002/sim.2677
Donner and Zou (2012), Stat. Methods Med. Res. 21, 347-359, doi:10.1177/0962280210383082
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri
from scipy.special import logit as logit_of

from ..intervals import methods
from ..intervals.interval import interval
from ..intervals.melding import Variate
from ..intervals.methods import About, clopper_pearson, wilson
from ..words import check, wording
from . import guaranteed

__all__ = ["ABOUT", "METHODS", "PredictiveValue", "PredictiveValues", "adjusted_logit", "box",
           "logit", "melded", "mover", "mover_exact", "predictive_values"]

CELLS = ("tp", "fn", "fp", "tn")


def logit(k, n, j, m, level):
    """Log of (k/n) / (j/m) -+ z standard errors by the delta method; needs k and j above 0.

    References
    ----------
    Mercaldo, Lau and Zhou (2007), Stat. Med. 26, 2170-2183, doi:10.1002/sim.2677
    """
    if np.any(k == 0) or np.any(j == 0):
        raise ValueError("tp, fn, fp and tn must be at least 1 for method 'logit', got a cell of 0 "
                         "(adjusted_logit, mover, melded and box take it)")
    return _delta(k, n, j, m, _z(level))


def adjusted_logit(k, n, j, m, level):
    """The logit interval after adding z^2 / 2 to every cell; centred elsewhere than the estimate.

    References
    ----------
    Mercaldo, Lau and Zhou (2007), Stat. Med. 26, 2170-2183, doi:10.1002/sim.2677
    """
    z = _z(level)
    more = z * z / 2
    return _delta(k + more, n + 2 * more, j + more, m + 2 * more, z)


def _delta(k, n, j, m, z):
    centre = np.log(k / n) - np.log(j / m)
    half = z * np.sqrt((n - k) / (k * n) + (m - j) / (j * m))
    return centre - half, centre + half


def mover(k, n, j, m, level):
    """Log of (k/n) / (j/m), from Wilson's limits of both rates put together (MOVER-R).

    References
    ----------
    Donner and Zou (2012), Stat. Methods Med. Res. 21, 347-359, doi:10.1177/0962280210383082
    """
    return _mover(k / n, wilson(k, n, level), j / m, wilson(j, m, level))


def mover_exact(k, n, j, m, level):
    """MOVER-R from Clopper-Pearson's limits of both rates: wider, mostly above its level."""
    return _mover(k / n, clopper_pearson(k, n, level), j / m, clopper_pearson(j, m, level))


def _mover(a, a_limits, b, b_limits):
    """Fieller-type limits of a / b in the forms in which a or b may be 0."""
    (a_low, a_high), (b_low, b_high) = a_limits, b_limits
    below, above = a_low * (2 * a - a_low), a_high * (2 * a - a_high)
    over, under = b_high * (2 * b - b_high), b_low * (2 * b - b_low)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = below / (a * b + np.sqrt(np.maximum(np.square(a * b) - below * over, 0)))
        high = (a * b + np.sqrt(np.maximum(np.square(a * b) - above * under, 0))) / under
        return np.log(np.where(a_low > 0, low, 0)), np.log(np.where(b_low > 0, high, np.inf))


def box(k, n, j, m, level):
    """Ratios at the corners of two Clopper-Pearson intervals that hold together with `level`."""
    inner = 2 * np.sqrt((1 + np.asarray(level)) / 2) - 1
    (a_low, a_high), (b_low, b_high) = clopper_pearson(k, n, inner), clopper_pearson(j, m, inner)
    with np.errstate(divide="ignore"):
        return np.log(a_low) - np.log(b_high), np.log(a_high) - np.log(b_low)


def melded(k, n, j, m, level):
    """Melded limits of the ratio, one case at a time; about 0.1 s each.

    References
    ----------
    Fay, Proschan and Brittain (2015), Biometrics 71, 146-156, doi:10.1111/biom.12231
    """
    cases = np.broadcast(k, n, j, m, level)
    ends = [_melded_ratio(*(float(v) for v in case)) for case in cases]
    return tuple(np.array(end).reshape(cases.shape) for end in zip(*ends, strict=True))


def _melded_ratio(k, n, j, m, level):
    even = Variate(value=0.5)
    sides = [(even, even), (Variate.lower(k, n), Variate.upper(k, n)),
             (Variate.lower(j, m), Variate.upper(j, m))]
    with np.errstate(divide="ignore"):
        return logit_of(np.array(guaranteed.melded(sides, (1 - level) / 2)))


METHODS = MappingProxyType(
    {rule.__name__: rule for rule in (logit, adjusted_logit, mover, mover_exact, melded, box)}
)
"""Intervals for the log of a ratio k/n : j/m, functions `(k, n, j, m, level) -> (low, high)`."""

ABOUT = MappingProxyType({
    "logit": About("logit", "close to its level for many counts; no zero cells"),
    "adjusted_logit": About("adjusted logit", "any counts; off centre, and too high for few"),
    "mover": About("MOVER of Wilson limits", "any counts; close to its level on average"),
    "mover_exact": About("MOVER of Clopper-Pearson limits", "any counts; mostly above its level"),
    "melded": About("melded", "at least its level wherever enumerated; a tenth of a second each"),
    "box": About("box of exact limits", "never covers less than its level, by proof; wide"),
})
"""For each method its printed name and one line on what it promises."""


class PredictiveValue(NamedTuple):
    """A share of alerts (or of silences) and the limits around it."""

    value: float | np.ndarray
    low: float | np.ndarray
    high: float | np.ndarray


@dataclass(frozen=True, eq=False, slots=True)
class PredictiveValues:
    """Precision and npv with intervals, from four counts."""

    tp: int | np.ndarray
    fn: int | np.ndarray
    fp: int | np.ndarray
    tn: int | np.ndarray
    prevalence: float | np.ndarray | None
    method: str
    level: float | np.ndarray
    precision: PredictiveValue
    npv: PredictiveValue

    def rows(self) -> list[dict]:
        """One row a predictive value: what it is a share of, the value and the limits."""
        return [{"rate": name, "of": of, **getattr(self, name)._asdict(), "method": self.method}
                for name, of in (("precision", "alerts"), ("npv", "faces that raise no alert"))]

    def __str__(self) -> str:
        if np.ndim(self.precision.low):
            return f"{wording.whole(np.size(self.precision.low))} pairs of predictive values"
        source = ("in this one table" if self.prevalence is None
                  else f"if {wording.share(self.prevalence)} of faces are on the list")
        right, clear = (_said(one) for one in (self.precision, self.npv))
        about = ABOUT.get(self.method) or methods.ABOUT[self.method]
        return (f"Of alerts {right} are for a face on the list, and of faces without an alert "
                f"{clear} are not on it, {source} ({wording.percent(self.level)} {about.label} "
                "intervals)")


def _said(one: PredictiveValue) -> str:
    ends = wording.interval(float(one.low), float(one.high))
    known = "an unknown share" if np.isnan(one.value) else wording.percent(one.value)
    return f"{known} ({ends})"


def predictive_values(*, tp: ArrayLike, fn: ArrayLike, fp: ArrayLike, tn: ArrayLike,
                      prevalence: ArrayLike | None = None, method: str | None = None,
                      level: float = 0.95) -> PredictiveValues:
    """Precision and npv with intervals, from counts and a known prevalence or from one table.

    Parameters
    ----------
    tp, fn : array_like of whole numbers, not both 0
        Listed faces with an alert, and without.
    fp, tn : array_like of whole numbers, not both 0
        Other faces with an alert, and without.
    prevalence : array_like in (0, 1), optional
        P(listed) where the share of listed faces among the counts was chosen, not found. Without
        it the counts are one table of faces as they came.
    method : str, optional
        With a prevalence a key of `METHODS` (default "mover"); without one, of
        `intervals.METHODS` (default "clopper_pearson").
    level : float in (0, 1)
        Confidence level of each interval.

    Returns
    -------
    PredictiveValues
        `precision` and `npv`, each (value, low, high). The value is the estimate itself, not the
        centre of an adjusted interval; nan, with limits 0 and 1, where it is 0 / 0.

    Notes
    -----
    odds(precision) = odds(prevalence) * tpir / fpir and odds(npv) = tnir / fnir / odds(prevalence).
    The prevalence is taken as exact: `precision_interval` lets it be a sample too. The share of
    alerts that were right in a trial with seeded volunteers is not the precision of anything.

    References
    ----------
    Mercaldo, Lau and Zhou (2007), Stat. Med. 26, 2170-2183, doi:10.1002/sim.2677

    Examples
    --------
    >>> print(predictive_values(tp=240, fn=178, fp=87, tn=288, prevalence=0.03, method="logit"))
    Of alerts 7.1 % (5.9 % to 8.6 %) are for a face on the list, and of faces without an alert
    98.3 % (98.09 % to 98.51 %) are not on it, if 3 % of faces are on the list (95 % logit
    intervals)
    >>> round(predictive_values(tp=8, fn=0, fp=34, tn=100).precision.low, 4)
    0.086
    """
    cells = _cells(tp, fn, fp, tn)
    level = check.level(level)
    parts = (cells, level) if prevalence is None else (cells, level, prevalence)
    found = (_one_table if prevalence is None else _known_prevalence)(*parts, method)
    prevalence, method, ends = found
    tp, fn, fp, tn = (check.plain(cell) for cell in cells)
    return PredictiveValues(tp, fn, fp, tn, prevalence, method, level, *(
        PredictiveValue(*(check.plain(np.asarray(end, dtype=float)) for end in one))
        for one in ends))


def _cells(*values) -> list[np.ndarray]:
    cells = [check.whole(name, value) for name, value in zip(CELLS, values, strict=True)]
    try:
        return np.broadcast_arrays(*cells)
    except ValueError:
        shapes = check.listing(cell.shape for cell in cells)
        raise ValueError(f"tp, fn, fp and tn must have matching shapes, got {shapes}") from None


def _some(one, other, names: str, why: str):
    if np.any(one + other == 0):
        raise ValueError(f"{names} must be at least 1, got 0: {why}")
    return one + other


def _one_table(cells, level, method):
    tp, fn, fp, tn = cells
    method = method or "clopper_pearson"
    alerts = _some(tp, fp, "tp + fp", "without an alert precision is undefined")
    silent = _some(tn, fn, "tn + fn", "without a face that raised no alert npv is undefined")
    return None, method, [(k / n, *interval(k, n, method=method, level=level))
                          for k, n in ((tp, alerts), (tn, silent))]


def _known_prevalence(cells, level, prevalence, method):
    method = check.choice("method", method or "mover", METHODS)
    prevalence = check.rate("prevalence", prevalence)
    for bad in prevalence[(prevalence == 0) | (prevalence == 1)].ravel()[:1]:
        raise ValueError(f"prevalence must lie strictly between 0 and 1, got {bad}: with nobody or "
                         "everybody on the list precision is 0 or 1 whatever was counted")
    tp, fn, fp, tn = cells
    listed = _some(tp, fn, "tp + fn", "without listed faces tpir is undefined")
    others = _some(fp, tn, "fp + tn", "without other faces fpir is undefined")
    try:
        np.broadcast_shapes(tp.shape, prevalence.shape)
    except ValueError:
        raise ValueError("prevalence must match the shape of the counts, got "
                         f"{prevalence.shape} and {tp.shape}") from None
    odds, ends = logit_of(prevalence), []
    for (k, n), (j, m), shift in (((tp, listed), (fp, others), odds),
                                  ((tn, others), (fn, listed), -odds)):
        low, high = METHODS[method](k, n, j, m, level)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = expit(shift + np.log(k / n) - np.log(j / m))
        ends.append((value, expit(shift + low), expit(shift + high)))
    return check.plain(prevalence), method, ends


def _z(level):
    return -ndtri((1 - np.asarray(level)) / 2)
