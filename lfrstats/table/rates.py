"""Which rates does one joint table have, and what is each a share of?

`RATES` is the table of statements everything else is read from: each rate is a statement
P(x | y) about two events, `listed` (the face is on the watchlist) and `alert` (the system raised
one). A `Table` holds the four cells tp, fn, fp and tn as shares or counts; `solve` finds it from
any three independent rates. Shape rule: scalars or arrays by broadcasting, scalar in scalar out;
a rate whose denominator is empty is nan.

References
----------
ISO/IEC 19795-1:2021, *Biometric performance testing and reporting*, for TPIR, FPIR, FNIR.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from ..words import check, wording
from .events import Statement, statement

__all__ = ["EVENTS", "RATES", "Rate", "Table", "canonical", "ratio"]

EVENTS = ("listed", "alert")
CELLS = ("tp", "fn", "fp", "tn")
"""The cells of the table over `EVENTS`, in the order of its truth table."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A named statement: the share of `of` that `what`, and the other names it goes by."""

    name: str
    text: str
    of: str
    what: str
    also: tuple[str, ...] = ()

    @property
    def statement(self) -> Statement:
        """The statement as cells counted among cells."""
        return _statement(self.text)

    def __str__(self) -> str:
        return f"{self.name}: the share of {self.of} that {self.what}, P({self.text})"


@cache
def _statement(text: str) -> Statement:
    return statement(text, EVENTS)


_PASSING = "faces that pass"
_LISTED = "faces on the list that pass"
_OTHERS = "faces not on the list that pass"
_SILENT = "faces that raise no alert"

RATES = MappingProxyType(
    {
        rate.name: rate
        for rate in (
            Rate("prevalence", "listed", _PASSING, "are on the list", ("base rate",)),
            Rate("tpir", "alert | listed", _LISTED, "raise an alert",
                 ("true recognition rate", "hit rate", "sensitivity", "recall",
                  "true positive rate")),
            Rate("fnir", "not alert | listed", _LISTED, "raise no alert",
                 ("miss rate", "false negative rate")),
            Rate("fpir", "alert | not listed", _OTHERS, "raise an alert",
                 ("false positive rate", "1 - specificity")),
            Rate("tnir", "not alert | not listed", _OTHERS, "raise no alert",
                 ("specificity", "true negative rate")),
            Rate("precision", "listed | alert", "alerts", "are for a face on the list",
                 ("positive predictive value", "ppv")),
            Rate("fdr", "not listed | alert", "alerts", "are for a face not on the list",
                 ("false discovery rate",)),
            Rate("npv", "not listed | not alert", _SILENT, "are not on the list",
                 ("negative predictive value",)),
            Rate("false_omission_rate", "listed | not alert", _SILENT, "are on the list"),
            Rate("alert_rate", "alert", _PASSING, "raise an alert"),
            Rate("false_alert_rate", "alert and not listed", _PASSING,
                 "raise an alert and are not on the list"),
            Rate("true_alert_rate", "alert and listed", _PASSING,
                 "raise an alert and are on the list"),
            Rate("accuracy", "alert if and only if listed", _PASSING,
                 "are treated rightly: an alert if on the list, none if not"),
        )
    }
)
"""Every rate of the table, by its canonical name; nothing else defines them."""

_ALIASES = {alias: rate.name for rate in RATES.values() for alias in rate.also}


def canonical(name: str) -> str:
    """The canonical name of a rate, from that name or one it also goes by.

    >>> canonical("base rate"), canonical("Specificity"), canonical("tpir")
    ('prevalence', 'tnir', 'tpir')
    """
    plain = " ".join(str(name).lower().replace("_", " ").split())
    known = {key.replace("_", " "): key for key in RATES} | _ALIASES
    if plain not in known:
        hint = check.near(plain, known)
        raise ValueError(f"{name!r} is no known rate{hint}; the rates are {check.listing(RATES)}")
    return known[plain]


@dataclass(frozen=True, eq=False, kw_only=True)
class Table:
    """The four cells of one threshold, list and crowd, as shares or as counts.

    Parameters
    ----------
    tp, fn, fp, tn : array_like, not negative
        Listed with an alert, listed without, not listed with an alert, not listed without. Shares
        (adding up to 1) or counts, in any one unit; arrays of matching shapes make many tables.

    Notes
    -----
    Every name in `RATES` is an attribute: ``table.precision`` is tp / (tp + fp).

    Examples
    --------
    >>> table = Table(tp=24, fn=10, fp=100, tn=99_866)
    >>> round(table.precision, 3), round(table.fpir, 6)
    (0.194, 0.001)
    >>> Table(tp=0, fn=0, fp=0, tn=1).precision
    nan
    """

    tp: np.ndarray | float
    fn: np.ndarray | float
    fp: np.ndarray | float
    tn: np.ndarray | float

    def __post_init__(self):
        cells = np.broadcast_arrays(*(check.number(cell, getattr(self, cell)) for cell in CELLS))
        for name, cell in zip(CELLS, cells, strict=True):
            if (cell < 0).any():
                raise ValueError(f"{name} must not be negative, got {cell[cell < 0].flat[0]}")
            object.__setattr__(self, name, check.plain(cell))

    def __getattr__(self, name: str):
        if name in RATES:
            return self.rate(name)
        raise AttributeError(f"a table has no {name!r}")

    def __dir__(self):
        return [*super().__dir__(), *RATES]

    @property
    def total(self):
        """The sum of the four cells: 1 for shares."""
        return self.tp + self.fn + self.fp + self.tn

    def rate(self, name: str):
        """One rate by name, alias or statement ("alert | not listed"); nan where it is 0 / 0."""
        try:
            stated = RATES[canonical(name)].statement
        except ValueError:
            stated = _statement(name)
        return ratio(np.stack([self.tp, self.fn, self.fp, self.tn]), stated)

    def expect(self, faces: float) -> Table:
        """The expected counts among `faces` faces.

        >>> Table(tp=0.002, fn=0.001, fp=0.01, tn=0.987).expect(faces=1_000).fp
        10.0
        """
        scale = check.number("faces", faces) / self.total
        return Table(**{cell: getattr(self, cell) * scale for cell in CELLS})

    def whole(self, faces: int | None = None) -> Table:
        """One table as whole faces that add up to `faces` (largest remainder).

        Without `faces`, the smallest power of ten from 100 that shows at least five faces in every
        cell that is not empty, and the same percentage of right alerts as the exact table.
        """
        parts = [float(getattr(self, cell)) for cell in CELLS]
        if faces is None:
            faces = _telling_size(parts)
        faces = int(check.whole("faces", faces, least=1))
        counts = wording.whole_parts(parts, faces)
        return Table(**dict(zip(CELLS, counts, strict=True)))

    def natural_frequencies(self, faces: int | None = None) -> str:
        """One table in natural frequencies, whole faces that add up."""
        table = self.whole(faces)
        return wording.natural_frequencies(*(int(getattr(table, cell)) for cell in CELLS))

    def rows(self) -> list[dict]:
        """One row a rate: name, statement, what it is a share of, value."""
        return [
            {"rate": rate.name, "statement": f"P({rate.text})", "of": rate.of, "that": rate.what,
             "value": self.rate(rate.name)}
            for rate in RATES.values()
        ]

    def __str__(self) -> str:
        if np.ndim(self.tp):
            return f"{np.size(self.tp)} tables of listed and not, alert and none"
        return self.natural_frequencies()


def ratio(cells: np.ndarray, stated: Statement):
    """The statement's counted cells over the cells they are counted among; nan for 0 / 0."""
    with np.errstate(invalid="ignore"):
        among = cells[stated.among].sum(axis=0)
        return check.plain(cells[stated.counted].sum(axis=0) / np.where(among == 0, np.nan, among))


def _telling_size(parts: list[float]) -> int:
    """How many faces make every cell visible, and the share of right alerts the same in print."""
    total, least = sum(parts), min(part for part in parts if part > 0)
    for power in range(2, 13):
        faces = 10**power
        tp, _, fp, _ = wording.whole_parts(parts, faces)
        if least / total * faces < 5:
            continue
        if not tp + fp or wording.percent(tp / (tp + fp)) == wording.percent(
            parts[0] / (parts[0] + parts[2])
        ):
            break
    return faces
