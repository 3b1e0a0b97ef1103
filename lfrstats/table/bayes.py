"""How does an alert change the odds that a face is on the list?

Bayes' rule in odds: odds(precision) = odds(prevalence) * LR, with LR = tpir / fpir the likelihood
ratio of an alert. Two headlines therefore fix the third quantity, and below one base rate, the
break-even, most alerts are false whatever is done with them. Shape rule: scalars or arrays by
broadcasting; 0 / 0 is nan, a share of 1 has infinite odds.
"""

from __future__ import annotations

import numpy as np

from ..words import check

__all__ = ["break_even_prevalence", "likelihood_ratio", "odds", "share_of_odds"]


def odds(share):
    """The odds p / (1 - p) of a share p.

    >>> odds(0.2), odds(1)
    (0.25, inf)
    """
    share = check.rate("share", share)
    return _quotient(share, 1 - share)


def share_of_odds(odds):
    """The share o / (1 + o) of odds o, the inverse of `odds`; infinite odds are a share of 1.

    >>> share_of_odds(0.25), share_of_odds(float("inf"))
    (0.2, 1.0)
    """
    odds = np.asarray(odds, dtype=float)
    if not (odds >= 0).all():
        raise ValueError(f"odds must be at least 0, got {odds[~(odds >= 0)].flat[0]}")
    with np.errstate(divide="ignore"):
        return check.plain(1 / (1 + 1 / odds))


def likelihood_ratio(*, tpir, fpir, alert: bool = True):
    """How many times likelier an alert (or none) is for a listed face than for another.

    Parameters
    ----------
    tpir, fpir : array_like in [0, 1]
        P(alert | listed) and P(alert | not listed).
    alert : bool
        True for tpir / fpir, False for the ratio of no alert, (1 - tpir) / (1 - fpir).

    Examples
    --------
    >>> round(likelihood_ratio(tpir=0.7, fpir=0.001), 6)
    700.0
    >>> round(likelihood_ratio(tpir=0.7, fpir=0.001, alert=False), 4)
    0.3003
    >>> likelihood_ratio(tpir=0, fpir=0)
    nan
    """
    tpir, fpir = check.rate("tpir", tpir), check.rate("fpir", fpir)
    return _quotient(tpir, fpir) if alert else _quotient(1 - tpir, 1 - fpir)


def break_even_prevalence(*, tpir, fpir, precision=0.5):
    """The base rate at which a share `precision` of alerts is right; below it fewer are.

    Parameters
    ----------
    tpir, fpir : array_like in [0, 1]
        P(alert | listed) and P(alert | not listed).
    precision : array_like in [0, 1]
        The share of alerts that should be right: 1/2 asks when most are.

    Notes
    -----
    odds(prevalence) = odds(precision) * fpir / tpir. At precision 1/2 this is
    fpir / (tpir + fpir), so 70 % and 1 in 1,000 break even at 1 in 701.

    Examples
    --------
    >>> round(1 / break_even_prevalence(tpir=0.7, fpir=0.001), 6)
    701.0
    """
    tpir, fpir = check.rate("tpir", tpir), check.rate("fpir", fpir)
    precision = check.rate("precision", precision)
    wanted = precision * fpir
    return _quotient(wanted, wanted + (1 - precision) * tpir)


def _quotient(above, below):
    with np.errstate(divide="ignore", invalid="ignore"):
        return check.plain(np.asarray(above, dtype=float) / below)
