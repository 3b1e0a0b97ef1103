"""What share of alerts was right, when some were never verified? A range, not a point.

Of 42 alerts, 8 were verified right, 14 verified wrong and 20 never verified: the share of right
alerts lies between 8 and 28 of 42, wherever the unverified fall. The range is what the record
leaves open; an interval around it is what the sample leaves open. Which of the unverified are
trusted to be wrong (rejected on review, say) narrows the range, and is said.

References
----------
Manski (2003), *Partial Identification of Probability Distributions*, chapter 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor, sqrt

from scipy.special import ndtr, ndtri

from ..intervals.interval import Interval, interval
from ..table.own_words import FACES, Words
from ..words import check, printed, wording
from ..words.limits import ends, near, rounded_percent, share_of

__all__ = ["IdentifiedPrecision", "ImpliedBaseRates", "TippingPoint", "identified_precision"]

MOST_ROWS = 100_000
"""Unverified alerts that a table may run through one by one."""


@dataclass(frozen=True, slots=True)
class IdentifiedPrecision:
    """The share of alerts that were right, as the range the unverified alerts leave open.

    `right` and `wrong` were verified; `unverified` are counts by group. Groups in `trusted_right`
    and `trusted_wrong` are counted as such; the others may be either. `words` are what
    alerts and cases are called.
    """

    right: int
    wrong: int
    unverified: Mapping[str, int]
    trusted_right: frozenset[str] = frozenset()
    trusted_wrong: frozenset[str] = frozenset()
    level: float = 0.95
    words: Words = field(default=FACES, repr=False)

    @property
    def alerts(self) -> int:
        """All alerts, verified or not."""
        return self.right + self.wrong + sum(self.unverified.values())

    @property
    def counted(self) -> str:
        """How many alerts there were, in words."""
        return f"{self.alerts:,} {self.words.group('alert', self.alerts)}"

    @property
    def least(self) -> int:
        """Alerts that were right at least: verified, or trusted to be."""
        return self.right + sum(self.unverified[name] for name in self.trusted_right)

    @property
    def open(self) -> int:
        """Unverified alerts that may be either."""
        trusted = self.trusted_right | self.trusted_wrong
        return sum(count for name, count in self.unverified.items() if name not in trusted)

    @property
    def low(self) -> Fraction:
        """The share that was right if every open alert was wrong."""
        return Fraction(self.least, self.alerts)

    @property
    def high(self) -> Fraction:
        """The share that was right if every open alert was right."""
        return Fraction(self.least + self.open, self.alerts)

    @property
    def verified_only(self) -> Fraction | None:
        """The share of the verified alerts that was right: takes the unverified to be like them."""
        verified = self.right + self.wrong
        return Fraction(self.right, verified) if verified else None

    @property
    def exact_interval(self) -> Interval:
        """Interval that covers the whole range, and so the share itself, with at least `level`.

        Clopper-Pearson limits, the lower one for the alerts surely right, the upper one for those
        that may be; each is missed with probability (1 - level) / 2 at most. For any sample size.
        """
        low, _ = interval(self.least, self.alerts, level=self.level)
        _, high = interval(self.least + self.open, self.alerts, level=self.level)
        return Interval(low, high, level=self.level, method="clopper_pearson")

    @property
    def set_interval(self) -> Interval:
        """Interval for the whole range, from the normal approximation: z standard errors each way.

        Too short for a few alerts, and of no use if none was right; prefer `exact_interval`.
        """
        return self._widened(float(ndtri((1 + self.level) / 2)), "normal")

    @property
    def share_interval(self) -> Interval:
        """Imbens and Manski's interval for the share itself, which lies somewhere in the range.

        Notes
        -----
        With one end far from the other only one of them can be missed, so c standard errors are
        enough, where Phi(c + width / largest standard error) - Phi(-c) = level: from z two-sided
        for no width down to z one-sided. It covers uniformly here, since the estimated ends cannot
        cross (Stoye 2009). It is a normal approximation: with a few alerts it covers less.

        References
        ----------
        Imbens and Manski (2004), Econometrica 72, 1845-1857,
        doi:10.1111/j.1468-0262.2004.00555.x
        Stoye (2009), Econometrica 77, 1299-1315, doi:10.3982/ECTA7347
        """
        return self._widened(self._critical(), "imbens_manski")

    def _errors(self) -> tuple[float, float]:
        return tuple(sqrt(p * (1 - p) / self.alerts) for p in (self.low, self.high))

    def _critical(self) -> float:
        largest = max(self._errors())
        width = float(self.high - self.low) / largest if largest else 0.0
        low, high = float(ndtri(self.level)), float(ndtri((1 + self.level) / 2))
        for _ in range(100):
            middle = (low + high) / 2
            enough = ndtr(middle + width) - ndtr(-middle) >= self.level
            low, high = (low, middle) if enough else (middle, high)
        return high

    def _widened(self, c: float, method: str) -> Interval:
        below, above = self._errors()
        low, high = float(self.low) - c * below, float(self.high) + c * above
        return Interval(max(low, 0.0), min(high, 1.0), level=self.level, method=method)

    def tipping_point(self, threshold=Fraction(1, 2)) -> TippingPoint:
        """How many open alerts would have to be right for more than `threshold` to be right.

        Parameters
        ----------
        threshold : number or str
            A share in [0, 1], or one as printed ("half" is 1/2 or "50%").

        Examples
        --------
        >>> print(identified_precision(8, 14, 20).tipping_point())
        More than 50 % of the 42 alerts were right only if at least 14 of the 20 unverified were
        (8 + 14 = 22); with 13 it would be exactly 50 %
        """
        share = printed.reading("threshold", threshold).value
        return TippingPoint(self, share)

    def base_rates(self, *, tpir, fpir) -> ImpliedBaseRates:
        """The base rate implied for each number of open alerts that were right.

        Parameters
        ----------
        tpir, fpir : number or str
            P(alert | listed) and P(alert | not listed), in (0, 1].

        Examples
        --------
        >>> print(identified_precision(8, 14, 20).base_rates(tpir="70%", fpir="1 in 1,000"))
        If 70 % of faces on the list raise an alert, and 1 in 1,000 faces not on the list raise an
        alert, then 1 in 2,976 faces are on the list if none of the 20 unverified alerts was right,
        and 1 in 351 if all were
        """
        figures = [printed.reading(name, value) for name, value in (("tpir", tpir), ("fpir", fpir))]
        for name, figure in zip(("tpir", "fpir"), figures, strict=True):
            if not figure.value:
                raise ValueError(f"{name} must be above 0, got {figure.text}: without such alerts "
                                 "no share of right alerts tells a base rate")
        return ImpliedBaseRates(self, *figures)

    def rows(self) -> list[dict]:
        """One row a reading of the unverified alerts: who is right, of how many, what share."""
        readings = [
            ("the open ones were all wrong", self.least, self.alerts),
            ("left out", self.right, self.right + self.wrong),
            ("the open ones were all right", self.least + self.open, self.alerts),
        ]
        return [{"unverified": name, "right": k, "alerts": n, "precision": Fraction(k, n)}
                for name, k, n in readings if n]

    def __str__(self) -> str:
        ends_said = (rounded_percent(end, round) for end in (self.low, self.high))
        span_said = " to ".join(dict.fromkeys(ends_said))
        surely, maybe = wording.whole(self.least), wording.whole(self.least + self.open)
        span = f"{surely} to {maybe}" if self.open else surely
        sample = " to ".join(ends(*map(Fraction, self.exact_interval)))
        return (f"{span} of {self.counted} were right: {span_said}{self._trusting()} "
                f"(allowing for chance, {sample}; {wording.percent(self.level)}, exact)")

    def _trusting(self) -> str:
        said = [f"{check.listing(sorted(names))} as {how}" for names, how in
                ((self.trusted_wrong, "wrong"), (self.trusted_right, "right")) if names]
        return f", taking {check.listing(said)}" if said else ""


def identified_precision(right: int, wrong: int, unverified: int | Mapping[str, int], *,
                         trusted_wrong: Iterable[str] = (), trusted_right: Iterable[str] = (),
                         level: float = 0.95,
                         words: Words = FACES) -> IdentifiedPrecision:
    """The share of alerts that were right, P(listed | alert), as the unverified leave it open.

    Parameters
    ----------
    right, wrong : int
        Alerts verified as right, and as wrong.
    unverified : int or mapping of str to int
        Alerts never verified, or how many in each group of them.
    trusted_wrong, trusted_right : iterable of str
        Groups to be counted as wrong, or as right, though they were not verified.
    level : float in (0, 1)
        Confidence level of the intervals.
    words : Words
        What alerts and cases are called.

    Returns
    -------
    IdentifiedPrecision

    Notes
    -----
    The range assumes nothing about the unverified (worst case). The intervals take the alerts for a
    random sample of such alerts: each right, wrong or unverified independently of the others.
    Alerts of the same person, or under another threshold or list, are not.

    Examples
    --------
    >>> print(identified_precision(8, 14, 20))
    8 to 28 of 42 alerts were right: 19 % to 66.7 % (allowing for chance, 8.6 % to 80.5 %; 95 %,
    exact)
    >>> groups = {"lost in the crowd": 4, "rejected on review": 16}
    >>> trusting = identified_precision(8, 14, groups, trusted_wrong=["rejected on review"])
    >>> trusting.low, trusting.high
    (Fraction(4, 21), Fraction(2, 7))
    """
    groups = unverified if isinstance(unverified, Mapping) else {"unverified": unverified}
    whole = {name: int(check.whole("unverified", count)) for name, count in groups.items()}
    right, wrong = (int(check.whole(name, count))
                    for name, count in (("right", right), ("wrong", wrong)))
    trusts = {"trusted_wrong": trusted_wrong, "trusted_right": trusted_right}
    trusts = {name: _groups(name, named, whole) for name, named in trusts.items()}
    if both := frozenset.intersection(*trusts.values()):
        raise ValueError(f"{check.listing(sorted(both))} cannot be trusted right and wrong")
    if not right + wrong + sum(whole.values()):
        raise ValueError("there must be at least 1 alert, got 0 right, 0 wrong and 0 unverified")
    return IdentifiedPrecision(right, wrong, whole, **trusts, level=check.level(level),
                               words=words)


def _groups(name: str, named, groups: Mapping[str, int]) -> frozenset[str]:
    if isinstance(named, str):
        named = [named]
    return frozenset(check.choice(name, group, groups) for group in named)


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """How many open alerts would have to be right for more than a threshold share to be right.

    `needed` of them must be (None if all would not do; 0 if none need be).
    """

    precision: IdentifiedPrecision
    threshold: Fraction

    @property
    def needed(self) -> int | None:
        """The least number of open alerts with which more than the threshold share was right."""
        least = floor(self.threshold * self.precision.alerts) + 1 - self.precision.least
        return max(0, least) if least <= self.precision.open else None

    @property
    def exactly(self) -> int | None:
        """The number of open alerts with which exactly the threshold share was right, if any."""
        number = self.threshold * self.precision.alerts - self.precision.least
        whole = number.denominator == 1 and 0 <= number <= self.precision.open
        return int(number) if whole else None

    def __str__(self) -> str:
        share, found = wording.percent(float(self.threshold)), self.precision
        most = f"ore than {share} of the {found.counted} were right"
        tie = f"; with {self.exactly} it would be exactly {share}" if self.exactly else ""
        if self.needed is None:
            return f"Not m{most}, even if all {found.open} unverified were (" \
                   f"{found.least + found.open} of {found.alerts})"
        if not self.needed:
            return f"M{most}, even if none of the {found.open} unverified was"
        total = f"{found.least} + {self.needed} = {found.least + self.needed}"
        return (f"M{most} only if at least {self.needed} of the {found.open} unverified were "
                f"({total}){tie}")


@dataclass(frozen=True, slots=True)
class ImpliedBaseRates:
    """The base rates that a hit rate, a false-alert rate and the open alerts imply."""

    precision: IdentifiedPrecision
    tpir: printed.Printed
    fpir: printed.Printed

    def at(self, right: int) -> Fraction:
        """The base rate if `right` of the open alerts were: odds(precision) * fpir / tpir."""
        found = self.precision
        k = found.least + int(check.whole("right", right))
        if k > found.least + found.open:
            raise ValueError(f"right must be at most the {found.open} open alerts, got {right}")
        listed = k * self.fpir.value
        return listed / (listed + (found.alerts - k) * self.tpir.value)

    def rows(self) -> list[dict]:
        """One row for each number of open alerts that were right: precision and base rate."""
        found = self.precision
        if found.open > MOST_ROWS:
            raise ValueError(f"a table has at most {MOST_ROWS:,} rows, got {found.open:,} "
                             "unverified alerts: ask for single ones with at()")
        return [
            {"unverified_right": u, "right": found.least + u,
             "precision": Fraction(found.least + u, found.alerts), "prevalence": self.at(u)}
            for u in range(found.open + 1)
        ]

    def __str__(self) -> str:
        found, words = self.precision, self.precision.words
        low, high = (_as_said(self.at(open_ones)) for open_ones in (0, found.open))
        return (f"If {share_of(self.tpir.plain, words.said_of('alert | listed'))}, and "
                f"{share_of(self.fpir.plain, words.said_of('alert | not listed'))}, then "
                f"{share_of(low, words.said_of('listed'))} if none of the {found.open} unverified "
                f"{words.group('alert')} was right, and {high} if all were")


def _as_said(share: Fraction) -> str:
    return "all" if share == 1 else near(share)

