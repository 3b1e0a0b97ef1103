"""What was counted, and of which rate? Counts for `posterior`, as people give them.

A count is a pair (k, n), a list of pairs or a printed "8 of 42"; the rate is a name or alias of
`RATES`, or a statement over `listed` and `alert`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaln

from ..table.events import names_in, statement
from ..table.rates import EVENTS, RATES, Rate, canonical
from ..words import check, printed, wording
from .beta import Prior, pair
from .lines.joint import PARAMETERS

__all__ = ["Observation", "observations", "parameter", "rate_of"]


@dataclass(frozen=True, slots=True)
class Observation:
    """`k` of `n` cases were counted for a rate, named or stated."""

    rate: str
    k: int
    n: int

    @property
    def log_ways(self) -> float:
        """The logarithm of the number of ways in which k of n can come about."""
        return float(-np.log1p(self.n) - betaln(self.k + 1, self.n - self.k + 1))

    def __str__(self) -> str:
        return f"{wording.whole(self.k)} of {wording.whole(self.n)} for {self.rate}"


def observations(name: str, value) -> list[Observation]:
    """The counts of a rate that a value stands for; none for a prior, a number or a word.

    >>> observations("precision", "8 of 42"), observations("tpir", 0.7)
    ([Observation(rate='precision', k=8, n=42)], [])
    """
    if isinstance(value, str):
        try:
            value = printed.read(value)
        except ValueError:
            return []
    if isinstance(value, printed.Printed):
        return [Observation(name, value.k, value.n)] if value.n else []
    if isinstance(value, Prior) or not isinstance(value, tuple | list | np.ndarray):
        return []
    pairs = [value] if np.shape(value) == (2,) else value
    return [Observation(name, *pair(name, one)) for one in pairs]


def parameter(name: str) -> str:
    """The canonical name of a parameter, by any of its names."""
    found = canonical(name)
    if found not in PARAMETERS:
        raise ValueError(f"priors are for {check.listing(PARAMETERS)}, got one for {found}")
    return found


def rate_of(name: str) -> Rate:
    """A rate of the table, by name or by statement.

    >>> print(rate_of("alert | not listed"))  # doctest: +NORMALIZE_WHITESPACE
    alert | not listed: the share of cases that are not listed that are alert,
    P(alert | not listed)
    """
    try:
        return RATES[canonical(name)]
    except ValueError:
        if not isinstance(name, str) or not set(names_in(name.lower())) & set(EVENTS):
            raise
    statement(name, EVENTS)
    counted, _, among = name.partition("|")
    return Rate(name, name, f"cases that are {among.strip()}" if among else "all cases",
                f"are {counted.strip()}")
