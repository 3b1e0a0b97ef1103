"""What has a force published about each of its deployments, and what do the counts add up to?

A deployment is a row of counts as printed; None is "not published", which is not 0. Deployments
are chosen with `between` and `where`, and added up with `pool`: rates come from pooled counts only.
These are the records; `deployment_file` reads and checks the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from ..pooling.pools import COUNTS, Break, Pool, day, pooled
from ..words import check
from .claims import Source

__all__ = ["Column", "Deployment", "Deployments"]

NUMBERS = ("duration_minutes", "watchlist_size", "threshold", *COUNTS)
"""The columns that hold numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One deployment as published; None is "not published".

    `true_alerts` and `false_alerts` are the printed totals or, where only their parts are printed,
    the sum of these: `derived` then names them. `line` is the row's line in the file.
    """

    source: str
    date: date
    location: str
    date_printed: date | None = None
    duration_minutes: int | None = None
    watchlist_size: int | None = None
    threshold: float | None = None
    faces: int | None = None
    alerts: int | None = None
    true_alerts: int | None = None
    false_alerts: int | None = None
    true_confirmed: int | None = None
    true_unconfirmed: int | None = None
    false_confirmed: int | None = None
    false_unconfirmed: int | None = None
    true_engagements: int | None = None
    false_engagements: int | None = None
    arrests: int | None = None
    false_alert_rate_printed: str | None = None
    note: str = ""
    derived: tuple[str, ...] = ()
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.date} {self.location}"


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, and in which unit."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True, eq=False)
class Deployments:
    """A force's deployments in the order of their sources, and what to beware of."""

    id: str
    title: str
    about: str
    force: str
    period: str
    path: Path
    sources: dict[str, Source]
    columns: dict[str, Column]
    records: tuple[Deployment, ...]
    caveats: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()

    def __len__(self) -> int:
        return len(self.records)

    def __iter__(self) -> Iterator[Deployment]:
        return iter(self.records)

    def __str__(self) -> str:
        many = "deployment" if len(self) == 1 else "deployments"
        if not self.records:
            return f"{self.title}: no deployments"
        days = [record.date for record in self]
        return f"{self.title}: {len(self):,} {many}, {min(days)} to {max(days)}"

    def between(self, start=None, end=None) -> Deployments:
        """Those from `start` to `end`, both days included (dates, or text like "2024-05-29").

        >>> from lfrstats.evidence.deployment_file import load_deployments
        >>> len(load_deployments("met").between("2024-01-01", "2024-12-31"))
        180
        """
        first = date.min if start is None else day("start", start)
        last = date.max if end is None else day("end", end)
        if first > last:
            raise ValueError(f"start must not be after end, got {first} and {last}")
        return self.where(lambda record: first <= record.date <= last)

    def where(self, predicate: Callable[[Deployment], bool]) -> Deployments:
        """Those for which `predicate(deployment)` is true.

        >>> from lfrstats.evidence.deployment_file import load_deployments
        >>> met = load_deployments("met")
        >>> len(met.where(lambda deployment: deployment.threshold == 0.62))
        10
        """
        if not callable(predicate):
            raise ValueError(f"predicate must be a function of a deployment, got {predicate!r}")
        return replace(self, records=tuple(filter(predicate, self.records)))

    def pool(self, *, level: float = 0.95, method="clopper_pearson") -> Pool:
        """The counts added up, and the shares of the totals with their intervals.

        Parameters
        ----------
        level : float in (0, 1)
            Confidence level of the intervals.
        method : str or callable
            As for `interval`.

        Returns
        -------
        Pool

        Notes
        -----
        Counts are added first and divided then, each share over the deployments that publish both
        of its counts. The intervals take alerts for independent of each other; one person alerted
        on twice, or one look-alike on the list, makes them too narrow.

        Examples
        --------
        >>> from lfrstats.evidence.deployment_file import load_deployments
        >>> print(load_deployments("met").between("2024-01-01", "2024-05-29").pool())
        73 deployments: 13 false alerts of 146,157 faces, 1 in 11,240 (95 % Clopper-Pearson interval
        1 in 21,110 to 1 in 6,575); 13 false alerts of 509 alerts, 2.6 % (95 % Clopper-Pearson
        interval 1.4 % to 4.3 %)
        """
        return pooled(self.records, breaks=self.breaks, level=check.level(level), method=method)

    def column(self, name: str) -> np.ndarray:
        """A column of numbers as floats, nan where not published.

        >>> from lfrstats.evidence.deployment_file import load_deployments
        >>> load_deployments("met").column("faces")[:3]
        array([4600.,   nan, 8600.])
        """
        check.choice("name", name, NUMBERS)
        values = [getattr(record, name) for record in self]
        return np.array([np.nan if value is None else value for value in values], dtype=float)

    def rows(self) -> list[dict]:
        """One row for each deployment, None where not published."""
        names = [field.name for field in fields(Deployment)]
        return [{name: getattr(record, name) for name in names} for record in self]

    def to_frame(self):
        """The rows as a pandas DataFrame (pandas must be installed)."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=[field.name for field in fields(Deployment)])
