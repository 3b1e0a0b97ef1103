"""What does an "accuracy" leave out, and what would a system score that never raises an alert?

An accuracy counts as right every case that is not listed and raises no alert, which is nearly all
of them. Where it is 1 less the false alerts per case, it takes the missed as none: nobody counted
them, and no hit rate follows. A system that never alerts is right about everybody who is not
listed: it scores 1 less the base rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from ...words import wording
from ..claims import Claim, Study

__all__ = ["accuracies", "counts_no_misses", "leaves_out"]

ROUNDINGS = ("rounded", "truncated")
"""How "99.99 %" may have come from 1 less the false alerts per case."""


def accuracies(study: Study) -> Iterator[Claim]:
    """The claims of an accuracy."""
    yield from (claim for claim in study.claims if claim.rate == "accuracy")


def counts_no_misses(claim: Claim, study: Study) -> tuple[int, int] | None:
    """The false alerts k of n cases that an accuracy is 1 less of, in print; or None."""
    if claim.rate != "accuracy":
        return None
    false = _alerts(claim, study, "false_alert_rate", "fdr", "precision")
    if false is None:
        return None
    right = 1 - Fraction(*false)
    prints = any(right in claim.printed.taken(rounding) for rounding in ROUNDINGS)
    return false if prints and claim.printed.relation == "=" else None


def leaves_out(claim: Claim, study: Study) -> str:
    """One accuracy in plain words: what it counts, and what never alerting would score."""
    said = f"{claim.printed.plain}, an accuracy, "
    if false := counts_no_misses(claim, study):
        said += (f"is 1 less the share wrongly flagged ({_of(*false)}) and takes the missed as "
                 "none. No count of the missed stands behind it, so no hit rate follows from it.")
    else:
        said += ("counts as right every case that was rightly passed over; how many were missed "
                 "it does not say.")
    true = _alerts(claim, study, "true_alert_rate", "precision", "fdr")
    if not true:
        return f"{said} A system that flags nobody would score 1 less the base rate."
    most = 1 - Fraction(*true)
    return (f"{said} A system that flags nobody would score at most {_share(most)} on these cases "
            f"({_of(*true)} were rightly flagged).")


def _alerts(claim: Claim, study: Study, rate: str, share: str, rest: str) -> tuple | None:
    """The alerts of one kind among all cases, counted as such or as a share of the alerts."""
    counted: dict = {other.rate: (other.k, other.n) for other in reversed(study.claims)
               if other.n and other.condition is claim.condition}
    if rate in counted:
        return counted[rate]
    alerts, cases = counted.get("alert_rate", (None, None))
    if counted.get(share, (0, None))[1] == alerts:
        return (counted[share][0], cases) if alerts else None
    k, n = counted.get(rest, (0, None))
    return (alerts - k, cases) if alerts and n == alerts else None


def _of(k: int, n: int) -> str:
    return f"{wording.whole(k)} of {wording.whole(n)}"


def _share(share: Fraction) -> str:
    """An upper limit, outward in the last digit shown."""
    decimals = wording.percent_decimals(float(share))
    return f"{ceil(share * 100 * 10**decimals) / 10**decimals:.{decimals}f} %"
