"""What share of the faces was on the list, if all one knows is what share raised an alert?

alert_rate = prevalence * tpir + (1 - prevalence) * fpir, so prevalence = (alert_rate - fpir) /
(tpir - fpir). With tpir and fpir known, any interval of the alert rate maps into one; with both
estimated, their sampling error is melded in, or approximated as Lang and Reiczigel do. Two
headlines and a share of right alerts give a whole region of (prevalence, tpir, fpir), which is
empty if they cannot be true together. Known rates broadcast with the counts; samples are single.

References
----------
Rogan and Gladen (1978), Am. J. Epidemiol. 107, 71-76
Reiczigel, Foldi and Ozsvari (2010), Epidemiol. Infect. 138, 1674-1678
Lang and Reiczigel (2014), Prev. Vet. Med. 113, 13-22
Bayer, Fay and Graubard (2022), melded intervals for prevalence with estimated test errors
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ..intervals.interval import interval
from ..intervals.melding import PREVALENCE, Variate, chance, limit
from ..intervals.methods import label
from ..words import check, wording
from ..words.printed import Printed, reading

__all__ = ["ESTIMATED", "PrevalenceRegion", "TruePrevalence", "lang_reiczigel", "melded",
           "prevalence_region", "true_prevalence"]


def lang_reiczigel(samples, level):
    """Normal limits with added cases and a shifted centre, from three samples (k, n).

    Notes
    -----
    z^2 / 2 alerts and as many silences are added to the faces, one right and one wrong case to each
    test sample. In the shift of the centre, (1 - P) multiplies the fpir's variance, and its square
    in the standard error, as derivation has it (the paper's equation 4 prints 1 + P).

    References
    ----------
    Lang and Reiczigel (2014), Prev. Vet. Med. 113, 13-22
    """
    z = float(ndtri((1 + level) / 2))
    (alert, m), (tpir, listed), (fpir, others) = (
        ((k + more) / (n + 2 * more), n + 2 * more)
        for (k, n), more in zip(samples, (z * z / 2, 1, 1), strict=True))
    gain = tpir - fpir
    if gain <= 0:
        raise ValueError("tpir must exceed fpir after one case is added to each cell for method "
                         f"'lang_reiczigel', got {tpir:.4g} and {fpir:.4g} (use melded)")
    p = (alert - fpir) / gain
    of_tpir, of_fpir = tpir * (1 - tpir) / listed, fpir * (1 - fpir) / others
    centre = p + 2 * z * z * (p * of_tpir - (1 - p) * of_fpir)
    variance = alert * (1 - alert) / m + p * p * of_tpir + (1 - p) ** 2 * of_fpir
    half = z * np.sqrt(variance) / gain
    return centre - half, centre + half


def melded(samples, level):
    """Melded limits from three samples (k, n), or known rates (value, None).

    The lower limit is the least prevalence v at which the lower Beta variate of the alert rate is
    at most v T + (1 - v) F with probability (1 - level) / 2, T and F being upper variates of tpir
    and fpir; the upper limit the other way round. By quadrature, to about 1e-9.

    References
    ----------
    Bayer, Fay and Graubard (2022), melded intervals for prevalence with estimated test errors
    """
    sides = [(Variate(value=k), Variate(value=k)) if n is None
             else (Variate.lower(k, n), Variate.upper(k, n)) for k, n in samples]
    tail = (1 - level) / 2
    (alert, alert_high), (tpir, tpir_high), (fpir, fpir_high) = sides
    return (_melded_end((alert, tpir_high, fpir_high), tail),
            _melded_end((alert_high, tpir, fpir), 1 - tail))


def _melded_end(variates, share) -> float:
    if variates[0].value is not None:
        return variates[0].value
    if chance(PREVALENCE, variates, 0.0) >= share:
        return 0.0
    return limit(PREVALENCE, variates, share, (0.0, 1.0))


ESTIMATED = {"melded": melded, "lang_reiczigel": lang_reiczigel}
"""Methods for an estimated tpir or fpir: functions of three samples and a level."""


@dataclass(frozen=True, eq=False, slots=True)
class TruePrevalence:
    """The share of faces on the list that a share of alerts implies.

    `uncut` and `uncut_limits` come as the formula gives them; `value`, `low` and `high` are within
    [0, 1]. An uncut value below 0 says that fewer alerts came than fpir alone makes expect.
    """

    positive: tuple
    tpir: Printed | float | np.ndarray
    fpir: Printed | float | np.ndarray
    method: str
    level: float
    uncut: float | np.ndarray
    uncut_limits: tuple

    @property
    def value(self):
        """The estimate within [0, 1]."""
        return check.plain(np.clip(self.uncut, 0, 1))

    @property
    def low(self):
        """The lower limit within [0, 1]."""
        return check.plain(np.clip(self.uncut_limits[0], 0, 1))

    @property
    def high(self):
        """The upper limit within [0, 1]."""
        return check.plain(np.clip(self.uncut_limits[1], 0, 1))

    def __str__(self) -> str:
        if np.ndim(self.uncut):
            return f"{np.size(self.uncut)} true prevalences"
        k, n = self.positive
        cut = " (the formula gives less than 0)" if self.uncut < 0 else (
            " (the formula gives more than 1)" if self.uncut > 1 else "")
        if self.uncut_limits[1] < 0:
            cut = (" (the whole interval is below 0 before it is cut: fewer alerts came than this "
                   "fpir allows)")
        about = label(self.method)
        return (f"{wording.whole(k)} alerts among {wording.whole(n)} faces put "
                f"{wording.share(self.value)} of faces on the list{cut}; "
                f"{wording.percent(self.level)} {about} interval "
                f"{wording.interval(self.low, self.high)} of faces")


def true_prevalence(positive: tuple, *, tpir: ArrayLike, fpir: ArrayLike,
                    method: str | None = None, level: float = 0.95) -> TruePrevalence:
    """Prevalence from k alerts among n faces, with tpir and fpir known or sampled.

    Parameters
    ----------
    positive : (k, n)
        Alerts among faces; arrays if both other rates are known.
    tpir, fpir : array_like in [0, 1], str or (k, n)
        P(alert | listed) and P(alert | not listed): known, or counted in a sample.
    method : str, optional
        A key of `intervals.METHODS` if both are known (default "clopper_pearson"), else of
        `ESTIMATED` (default "melded"); "lang_reiczigel" needs two samples.
    level : float in (0, 1)
        Confidence level.

    Returns
    -------
    TruePrevalence

    Notes
    -----
    A known tpir and fpir map the limits of the alert rate linearly, so coverage is that of the
    method. Text that is no count ("70%") is taken at its stated value. All rests on the same tpir
    and fpir holding in the crowd and in the tests.

    References
    ----------
    Reiczigel, Foldi and Ozsvari (2010), Epidemiol. Infect. 138, 1674-1678

    Examples
    --------
    >>> print(true_prevalence((45, 150), tpir=0.96, fpir=0.11))
    45 alerts among 150 faces put 22 % of faces on the list; 95 % Clopper-Pearson interval 14 % to
    32 % of faces
    >>> found = true_prevalence((45, 150), tpir=(96, 100), fpir=(11, 100))
    >>> round(found.low, 3), round(found.high, 3)
    (0.102, 0.334)
    """
    level = check.level(level)
    if not isinstance(positive, tuple) or len(positive) != 2:
        raise ValueError(f"positive must be a pair (k, n) of alerts and faces, got {positive!r}")
    k, n = check.counts(*positive, names=("positive k", "positive n"))
    tpir, fpir = _known_or_counted("tpir", tpir), _known_or_counted("fpir", fpir)
    values = [np.asarray(float(one) if isinstance(one, Printed) else one) for one in (tpir, fpir)]
    _above(*values)
    uncut = check.plain((k / n - values[1]) / (values[0] - values[1]))
    counted = [isinstance(one, Printed) for one in (tpir, fpir)]
    if any(counted):
        if k.ndim or values[0].ndim or values[1].ndim:
            raise ValueError("positive, tpir and fpir must be single where a rate is a sample, "
                             "got arrays")
        method = check.choice("method", method or "melded", ESTIMATED)
        if method == "lang_reiczigel" and not all(counted):
            raise ValueError("tpir and fpir must both be counts (k, n) for method "
                             "'lang_reiczigel', got a known rate (use melded)")
        samples = [(int(k), int(n))] + [(one.k, one.n) if isinstance(one, Printed)
                                        else (float(one), None) for one in (tpir, fpir)]
        ends = tuple(float(end) for end in ESTIMATED[method](samples, level))
    else:
        method = method or "clopper_pearson"
        limits = interval(k, n, method=method, level=level)
        ends = tuple(check.plain((end - values[1]) / (values[0] - values[1])) for end in limits)
    positive = check.plain(k), check.plain(n)
    return TruePrevalence(positive, tpir, fpir, method, level, uncut, ends)


def _known_or_counted(name, value):
    if isinstance(value, tuple):
        return reading(name, value)
    if isinstance(value, str | Printed):
        figure = reading(name, value)
        return figure if figure.n is not None else float(figure.value)
    return check.plain(check.rate(name, value))


def _above(tpir, fpir) -> None:
    bad = ~(tpir > fpir)
    if np.any(bad):
        one, other = (float(np.broadcast_to(v, bad.shape)[bad].flat[0]) for v in (tpir, fpir))
        raise ValueError(
            f"tpir must exceed fpir, got {one:.12g} and {other:.12g}: an alert would be no "
            "likelier for a listed face than for another, so alerts say nothing about the base "
            "rate")


@dataclass(frozen=True, slots=True)
class PrevalenceRegion:
    """All (prevalence, tpir, fpir) that three figures allow together, at a joint level.

    `limits` has for tpir, fpir, precision and (if stated) prevalence the exact interval of a count,
    each at the same share of the level, or the range that prints so. `value` is the prevalence at
    the figures as stated; None if they leave it undefined.
    """

    tpir: Printed
    fpir: Printed
    precision: Printed
    stated: Printed | None
    level: float
    limits: dict[str, tuple[float, float]]
    value: Fraction | None

    @property
    def prevalence(self) -> tuple[float, float] | None:
        """Least and greatest prevalence in the region; None if it is empty."""
        return self.slice()

    @property
    def verdict(self) -> str:
        """The word possible, or impossible where the region is empty."""
        return "impossible" if self.prevalence is None else "possible"

    def slice(self, *, tpir: float | None = None, fpir: float | None = None):
        """Least and greatest prevalence in the region at a fixed tpir, fpir or both; None if none.

        Examples
        --------
        >>> region = prevalence_region(tpir=(7, 10), fpir="1 in 1,000", precision=(8, 42))
        >>> low, high = region.slice(tpir=0.7, fpir=0.001)
        >>> round(1 / low), round(1 / high)
        (8517, 1233)
        """
        ranges = []
        for name, at in (("tpir", tpir), ("fpir", fpir)):
            low, high = self.limits[name]
            if at is not None:
                at = float(check.rate(name, at))
                if not low <= at <= high:
                    return None
            ranges.append((low, high) if at is None else (at, at))
        ends = [_base_rate(*corner) for corner in product(*ranges, self.limits["precision"])]
        ends = [end for end in ends if end is not None]
        if not ends:
            return None
        least, most = self.limits.get("prevalence", (0.0, 1.0))
        low, high = max(min(ends), least), min(max(ends), most)
        return (low, high) if low <= high else None

    def contains(self, prevalence, tpir, fpir):
        """Whether the region holds the point (or points: they broadcast)."""
        rates = [check.rate(name, value) for name, value in
                 (("prevalence", prevalence), ("tpir", tpir), ("fpir", fpir))]
        right, wrong = rates[0] * rates[1], (1 - rates[0]) * rates[2]
        low, high = self.limits["precision"]
        held = (right + wrong > 0) & (low * (right + wrong) <= right * (1 + 1e-12))
        held &= right <= high * (right + wrong) * (1 + 1e-12)
        for name, value in zip(("prevalence", "tpir", "fpir"), rates, strict=True):
            least, most = self.limits.get(name, (0.0, 1.0))
            held &= (value >= least) & (value <= most)
        return held if np.ndim(held) else bool(held)

    def __str__(self) -> str:
        given = f"{self.tpir.plain}, {self.fpir.plain} and {self.precision.plain}"
        if self.prevalence is None:
            other = f" in a crowd with {self.stated.plain} on the list" if self.stated else ""
            return (f"Impossible: {given} cannot all be true{other} "
                    f"({wording.percent(self.level)} joint level)")
        point = ("" if self.value is None else
                 f" if {wording.share(float(self.value))} faces that pass is on the list"
                 if self.value < Fraction(1, 100) else
                 f" if {wording.share(float(self.value))} of faces that pass are on the list")
        return (f"{given} are all true at once{point}; "
                f"{wording.interval(*self.prevalence)} of faces with the chance of the samples "
                f"({wording.percent(self.level)} joint, exact)")


def prevalence_region(*, tpir, fpir, precision, prevalence=None,
                      level: float = 0.95) -> PrevalenceRegion:
    """The region of (prevalence, tpir, fpir) in which two headlines and a precision are all true.

    Parameters
    ----------
    tpir, fpir, precision : (k, n), str or float
        P(alert | listed), P(alert | not listed), P(listed | alert). Counts bring their sampling
        error; figures in print the range of values that print so.
    prevalence : the same, optional
        P(listed), where somebody states it too: the region may then be empty.
    level : float in (0, 1)
        Probability with which the region holds the truth, whatever it is.

    Notes
    -----
    A product of Clopper-Pearson intervals at level^(1/m) each for m independent counts, so the
    region and each of its slices hold jointly at `level` or more; its prevalence interval is wider
    than one made for the prevalence alone.

    Examples
    --------
    >>> print(prevalence_region(tpir="70%", fpir="1 in 1,000", precision=(8, 42)))
    70 %, 1 in 1,000 and 8 of 42 are all true at once if 1 in 2,976 faces that pass is on the list;
    1 in 11,240 to 1 in 1,276 of faces with the chance of the samples (95 % joint, exact)
    >>> prevalence_region(tpir="70%", fpir="1 in 1,000", precision=(8, 42), prevalence="2%").verdict
    'impossible'
    """
    level = check.level(level)
    figures = {name: reading(name, value) for name, value in
               (("tpir", tpir), ("fpir", fpir), ("precision", precision))}
    if prevalence is not None:
        figures["prevalence"] = reading("prevalence", prevalence)
    counted = sum(figure.n is not None for figure in figures.values())
    each = level ** (1 / max(counted, 1))
    limits = {name: (float(figure.low), float(figure.high)) if figure.n is None else
              tuple(interval(figure.k, figure.n, level=each))
              for name, figure in figures.items()}
    rates = [figures[name].value for name in ("tpir", "fpir", "precision")]
    return PrevalenceRegion(figures["tpir"], figures["fpir"], figures["precision"],
                            figures.get("prevalence"), level, limits, _base_rate(*rates))


def _base_rate(tpir, fpir, precision):
    """Prevalence with odds(precision) * fpir / tpir; None where it is 0 / 0."""
    listed, others = precision * fpir, (1 - precision) * tpir
    return listed / (listed + others) if listed + others else None
