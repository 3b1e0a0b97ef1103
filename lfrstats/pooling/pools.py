"""What do the counts of many deployments add up to, and may they be added at all?

Counts are added first and divided then: the mean of daily shares is not the share of the whole, and
a day without alerts has no share of alerts. A share is taken over the deployments that publish both
of its counts; how many are left out is said. Where a count changed its level between two times
(because it was made in another way, say), a pool of both mixes two things: `level_shift` looks for
that, a `Break` records it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from statistics import median
from types import MappingProxyType

from ..intervals.interval import Interval, interval
from ..intervals.methods import label
from ..words import check, wording

__all__ = ["SHARES", "Break", "LevelShift", "Pool", "Share", "day", "level_shift",
           "pooled"]

SHARES = MappingProxyType({
    "false_alert_rate": ("false_alerts", "faces"),
    "true_alert_rate": ("true_alerts", "faces"),
    "alert_rate": ("alerts", "faces"),
    "fdr": ("false_alerts", "alerts"),
    "precision": ("true_alerts", "alerts"),
})
"""The rates of the joint table that published counts give: which of them of which."""

COUNTS = ("faces", "alerts", "true_alerts", "false_alerts", "true_confirmed", "true_unconfirmed",
          "false_confirmed", "false_unconfirmed", "true_engagements", "false_engagements",
          "arrests")
"""What is added up; list sizes are not, for the lists overlap."""


def day(name: str, value) -> date:
    """`value`, a date or text like "2024-05-29", as a date.

    >>> day("start", "2024-5-29")
    Traceback (most recent call last):
    ValueError: start must be a day like 2024-05-29, got '2024-5-29'
    """
    if type(value) is date:
        return value
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        shown = repr(value)[:40]
        raise ValueError(f"{name} must be a day like 2024-05-29, got {shown}") from None


@dataclass(frozen=True, slots=True)
class Break:
    """A change of level of one column, from before `starts` to from `ends` on."""

    column: str
    starts: date
    ends: date
    meaning: str

    def mixes(self, days: Iterable[date]) -> bool:
        """Whether `days` lie on both sides of the change, or within it."""
        sides = {"before" if day < self.starts else "after" if day >= self.ends else "within"
                 for day in days}
        return len(sides) > 1 or sides == {"within"}


@dataclass(frozen=True, eq=False)
class Share:
    """A count among another, `k` of `n`, each added up over the same deployments.

    `part` and `whole` say what is counted; `deployments` publish both counts,
    `left_out` do not.
    """

    name: str
    part: str
    whole: str
    k: int
    n: int
    deployments: int
    left_out: int
    level: float
    method: str | Callable

    @property
    def value(self) -> float:
        """The share k / n; nan where n is 0, or where k is above n: the counts contradict."""
        return self.k / self.n if self.k <= self.n and self.n else math.nan

    @cached_property
    def interval(self) -> Interval:
        """Confidence interval for the share; nan where there is no share."""
        if math.isnan(self.value):
            return Interval(math.nan, math.nan, k=self.k, n=self.n, level=self.level,
                            method=self.method)
        return interval(self.k, self.n, method=self.method, level=self.level)

    def __str__(self) -> str:
        counted = f"{_counted(self.k, self.part)} of {_counted(self.n, self.whole)}"
        if self.k > self.n:
            return f"{counted}: no share, the counts contradict each other{self._left_out()}"
        if not self.n:
            return f"{counted}: undefined{self._left_out()}"
        kind = f"{wording.percent(self.level)} {label(self.method)} interval"
        ends = wording.interval(*self.interval)
        return f"{counted}, {wording.share(self.value)} ({kind} {ends}){self._left_out()}"

    def _left_out(self) -> str:
        if not self.left_out:
            return ""
        verb = "is" if self.left_out == 1 else "are"
        of = _counted(self.deployments + self.left_out, "deployments")
        return (f" [{self.left_out:,} of {of} {verb} left out: {_plain(self.part)} or "
                f"{_plain(self.whole)} not published]")


@dataclass(frozen=True, eq=False)
class Pool:
    """Deployments added up: `totals` of each count, `shares` of these, `mixed` breaks.

    `published` says how many deployments publish each count; a count none publishes is in neither.
    """

    deployments: int
    totals: dict[str, int]
    published: dict[str, int]
    shares: dict[str, Share]
    mixed: tuple[Break, ...] = ()

    def share(self, name: str) -> Share:
        """The share of this name, a key of `SHARES`."""
        return self.shares[check.choice("name", name, self.shares)]

    def rows(self) -> list[dict]:
        """One row for each share: its counts, value and interval, and how many are left out."""
        return [{"share": share.name, "of": share.whole, "k": share.k, "n": share.n,
                 "value": share.value, "low": share.interval.low, "high": share.interval.high,
                 "left_out": share.left_out} for share in self.shares.values()]

    def __str__(self) -> str:
        parts = "; ".join(str(self.shares[name]) for name in ("false_alert_rate", "fdr"))
        warned = "".join(
            f". Shares of {_plain(each.column)} mix two levels: {each.meaning}"
            for each in self.mixed)
        return f"{_counted(self.deployments, 'deployments')}: {parts}{warned}"


def pooled(records: Sequence, *, breaks: Iterable[Break] = (), level: float = 0.95,
           method: str | Callable = "clopper_pearson") -> Pool:
    """The counts of deployments added up, and the shares of the totals.

    Parameters
    ----------
    records : sequence
        Objects with a `date` and the attributes in `COUNTS`, None where not published.
    breaks : iterable of Break
        Known changes of level; those the records span are kept in `mixed`.
    level : float in (0, 1)
        Confidence level of the intervals.
    method : str or callable
        As for `interval`.

    Examples
    --------
    >>> from types import SimpleNamespace as Day
    >>> none = dict.fromkeys(COUNTS)
    >>> days = [Day(**none | {"faces": 900, "alerts": 4, "false_alerts": 1}),
    ...         Day(**none | {"faces": 100, "alerts": 0, "false_alerts": 0}), Day(**none)]
    >>> print(pooled(days).share("fdr"))
    1 false alert of 4 alerts, 25 % (95 % Clopper-Pearson interval 0.63 % to 80.59 %)
    [1 of 3 deployments is left out: false alerts or alerts not published]
    """
    level = check.level(level)
    shares = {}
    for name, (part, whole) in SHARES.items():
        both = [(getattr(record, part), getattr(record, whole)) for record in records]
        both = [(k, n) for k, n in both if k is not None and n is not None]
        shares[name] = Share(name, part, whole, sum(k for k, _ in both), sum(n for _, n in both),
                             len(both), len(records) - len(both), level, method)
    values = {name: _published(records, name) for name in COUNTS}
    mixed = tuple(each for each in breaks if each.mixes(
        record.date for record in records if getattr(record, each.column) is not None))
    return Pool(len(records), {name: sum(found) for name, found in values.items() if found},
                {name: len(found) for name, found in values.items() if found}, shares, mixed)


@dataclass(frozen=True, slots=True)
class LevelShift:
    """How much a count changed between two times, beside how much another did.

    `medians` holds (before, after) of `count` and `against`; `sizes` the deployments behind them.
    """

    count: str
    against: str
    before: date
    after: date
    sizes: tuple[int, int]
    medians: dict[str, tuple[Fraction, Fraction]]
    factor: float

    @property
    def ratios(self) -> dict[str, float]:
        """Median after over median before; nan where that is 0."""
        return {name: float(new / old) if old else math.nan
                for name, (old, new) in self.medians.items()}

    @property
    def relative(self) -> float:
        """How many times as much `count` changed as `against` did; nan where a median is 0."""
        mine, other = self.ratios[self.count], self.ratios[self.against]
        return mine / other if other else math.nan

    @property
    def shifted(self) -> bool:
        """Whether `count` rose or fell by at least `factor` relative to `against`."""
        return self.relative >= self.factor or self.relative <= 1 / self.factor

    def __str__(self) -> str:
        spans = ", ".join(
            f"{_plain(name)} {_number(old)} before and {_number(new)} after"
            for name, (old, new) in self.medians.items())
        said = (f"Medians over {self.sizes[0]:,} deployments before {self.before} and "
                f"{self.sizes[1]:,} from {self.after}: {spans}. ")
        count, against = _plain(self.count), _plain(self.against)
        if math.isnan(self.relative):
            return f"{said}A median of 0 has no ratio, so nothing can be said"
        times = (f"That is {wording.approximately(self.ratios[self.count])} times the {count}, "
                 f"{wording.approximately(self.ratios[self.against])} times the {against}")
        if self.shifted:
            return (f"{said}{times}: shares of {count} are not comparable across that time, "
                    f"shares of {against} may be")
        return f"{said}{times}; no shift by a factor of {self.factor:g}"


def level_shift(records: Iterable, before, after=None, *, count: str = "faces",
                against: str = "alerts", factor: float = 3) -> LevelShift:
    """Whether the level of a count changed between two times when another's did not.

    Parameters
    ----------
    records : iterable
        Objects with a `date` and the counts, None where not published.
    before : date or str
        Deployments before this day are the first group.
    after : date or str, optional
        Deployments from this day on are the second group; `before` by default.
    count, against : str
        The count in question, and the one it is set against; both from `COUNTS`.
    factor : float above 1
        How much more than `against` the median of `count` must change to be called a shift.

    Returns
    -------
    LevelShift

    Notes
    -----
    A ratio of medians, so that a few large deployments do not decide; no test of significance. It
    says that something changed, not why: other places or hours change faces too, so look at the
    same places before and after.

    Examples
    --------
    >>> from datetime import date
    >>> from types import SimpleNamespace as Day
    >>> days = [Day(date=date(2024, month, 1), faces=faces, alerts=7)
    ...         for month, faces in ((1, 1_000), (2, 1_500), (8, 11_000), (9, 9_000))]
    >>> print(level_shift(days, "2024-07-01"))
    Medians over 2 deployments before 2024-07-01 and 2 from 2024-07-01: faces 1,250 before and
    10,000 after, alerts 7 before and 7 after. That is 8 times the faces, 1 times the alerts:
    shares of faces are not comparable across that time, shares of alerts may be
    """
    for name, value in (("count", count), ("against", against)):
        check.choice(name, value, COUNTS)
    if not factor > 1:
        raise ValueError(f"factor must be above 1, got {factor}")
    before = day("before", before)
    after = before if after is None else day("after", after)
    if after < before:
        raise ValueError(f"after must not be earlier than before, got {after} and {before}")
    records = [record for record in records
               if getattr(record, count) is not None and getattr(record, against) is not None]
    groups = ([record for record in records if record.date < before],
              [record for record in records if record.date >= after])
    for group, where in zip(groups, (f"before {before}", f"from {after}"), strict=True):
        if not group:
            raise ValueError(f"no deployment {where} publishes both {count} and {against}")
    medians = {
        name: tuple(median(Fraction(value) for value in _published(group, name))
                    for group in groups)
        for name in (count, against)
    }
    return LevelShift(count, against, before, after, (len(groups[0]), len(groups[1])), medians,
                      factor)


def _published(records: Iterable, name: str) -> list[int]:
    values = (getattr(record, name) for record in records)
    return [value for value in values if value is not None]


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _counted(number: int, name: str) -> str:
    noun = _plain(name)
    return f"{number:,} {noun.removesuffix('s') if number == 1 else noun}"


def _number(value: Fraction) -> str:
    return f"{float(value):,.1f}".removesuffix(".0")
