"""Why do two figures about one system differ so much? Their log-odds, split into parts.

Between a false-alert rate (a share of faces) and a false share of alerts lie the denominator, the
base rate, the rule by which unverified alerts are counted, and rounding. On the log-odds scale
these add up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import exp, factorial, log

from scipy.special import logit

from ..words import check, printed, wording
from .rival_claims import times

__all__ = ["Disagreement", "disagreement"]

MOST_GROUPS = 7
"""Groups of unverified alerts whose every order is gone through."""
RULES = {"wrong": (0, 1), "left out": (0, 0), "right": (1, 0)}
"""Whether unverified alerts are added to the right ones, and to the wrong ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """The log-odds between a false-alert rate and a false share of alerts, as parts that add up.

    `parts` maps each part to its size in natural log-odds (0.69 doubles the odds). `prevalence` is
    the base rate used; if `implied` by the verified alerts, it leaves nothing unexplained. `room`
    is the range of the whole gap over everything that prints as the two figures do.
    """

    fpir: printed.Printed
    fdr: printed.Printed
    tpir: printed.Printed
    prevalence: Fraction
    implied: bool
    parts: Mapping[str, float]
    room: tuple[float, float]

    @property
    def gap(self) -> float:
        """The whole difference of log-odds, as printed."""
        return float(logit(float(self.fdr)) - logit(float(self.fpir)))

    def rows(self) -> list[dict]:
        """One row a part: its log-odds, the factor on the odds, its share of the gap."""
        return [{"part": part, "log_odds": size, "factor": exp(size), "share": size / self.gap}
                for part, size in self.parts.items()]

    def __str__(self) -> str:
        told = check.listing(f"{times(exp(size))}-fold {part}"
                              for part, size in self.parts.items() if abs(size) > 1e-9)
        return (f"From {self.fpir.text} of faces not listed to {self.fdr.text} of alerts the odds "
                f"of being false change {times(exp(self.gap))}-fold: {told}")


def disagreement(fpir, fdr, *, tpir, right: int, wrong: int, unverified=0,
                 counted_as: str = "wrong", prevalence=None) -> Disagreement:
    """The parts of the log-odds between a false-alert rate and a false share of alerts.

    Parameters
    ----------
    fpir, fdr, tpir : str, number or Printed
        P(alert | not listed) and P(not listed | alert), the two figures, and P(alert | listed).
    right, wrong, unverified : int
        Alerts verified as right, as wrong (at least 1 each), and never (or a mapping of groups).
    counted_as : {"wrong", "left out", "right"}
        How the printed `fdr` counts the unverified.
    prevalence : str or number, optional
        The base rate, where known; by default what the verified alerts, fpir and tpir imply.

    Notes
    -----
    logit(fdr) - logit(fpir) is the sum of

    - the denominator, log((1 - fpir) / tpir): asking of alerts, were half of the faces listed;
    - the base rate, log((1 - prevalence) / prevalence): that fewer are;
    - what the model leaves unexplained, where the base rate is given: chance, other conditions;
    - the verification rule: the odds as counted over those of the verified alerts, for each group
      averaged over all orders of counting them in (Shapley 1953, doi:10.1515/9781400881970-018);
    - rounding: the odds as printed over those counted (for the print of fpir, see `room`).

    Examples
    --------
    >>> print(disagreement("1 in 1,000", "81%", tpir="70%", right=8, wrong=14, unverified=20))
    From 1 in 1,000 of faces not listed to 81% of alerts the odds of being false change 4,259-fold:
    1.43-fold by the denominator, 1,225-fold by the base rate, 2.43-fold by counting the
    unverified as wrong and 1-fold by rounding
    """
    figures = {"fpir": fpir, "fdr": fdr, "tpir": tpir}
    figures = {name: printed.reading(name, value) for name, value in figures.items()}
    f, t = _odds_of(figures["fpir"], "fpir"), figures["tpir"].value
    if not t:
        raise ValueError(f"tpir must be above 0, got {figures['tpir'].text}")
    right, wrong = (int(check.whole(name, count, least=1))
                    for name, count in (("right", right), ("wrong", wrong)))
    groups = _groups(unverified)
    counted = _counted(figures["fdr"], right, wrong, groups, counted_as)
    share = figures["fpir"].value
    base = seen = Fraction(wrong, right) / (share / t)
    if prevalence is not None:
        base = 1 / _odds_of(printed.reading("prevalence", prevalence), "prevalence")
    parts = {"by the denominator": log(share / t / f), "by the base rate": log(base)}
    parts |= {} if prevalence is None else {"unexplained": log(seen / base)}
    parts |= _by_rule(right, wrong, groups, counted_as)
    parts["by rounding"] = log(_odds_of(figures["fdr"], "fdr") / counted)
    return Disagreement(**figures, prevalence=1 / (1 + base), implied=prevalence is None,
                        parts=parts, room=_room(figures["fpir"], figures["fdr"]))


def _odds_of(figure: printed.Printed, name: str) -> Fraction:
    if not 0 < figure.value < 1:
        raise ValueError(f"{name} must lie strictly between 0 and 1, got {figure.text}")
    return figure.value / (1 - figure.value)


def _groups(unverified) -> dict[str, int]:
    groups = unverified if isinstance(unverified, Mapping) else {"the unverified": unverified}
    if len(groups) > MOST_GROUPS:
        raise ValueError(f"unverified may have at most {MOST_GROUPS} groups, got {len(groups)}")
    return {name: int(check.whole(f"unverified {name!r}", n)) for name, n in groups.items()}


def _counted(fdr, right: int, wrong: int, groups: dict, counted_as: str) -> Fraction:
    """The odds of being false as counted, if the printed figure follows from them."""
    to_right, to_wrong = RULES[check.choice("counted_as", counted_as, RULES)]
    left = sum(groups.values())
    k, n = wrong + left * to_wrong, right + wrong + left * (to_right + to_wrong)
    if Fraction(k, n) not in fdr:
        raise ValueError(f"fdr must follow from the counts: with the unverified counted as "
                         f"{counted_as} it is {k} of {n}, {wording.percent(k / n)}, got {fdr.text}"
                         f" (another counted_as, or printed.read(..., rounding='truncated')?)")
    return Fraction(k, n - k)


def _by_rule(right: int, wrong: int, groups: dict, counted_as: str) -> dict[str, float]:
    """Each group's change of the log-odds as it is counted in, averaged over all orders."""
    to_right, to_wrong = RULES[counted_as]
    if not to_right + to_wrong:
        return {}
    parts, start = dict.fromkeys(groups, 0.0), right if to_right else wrong
    for order in permutations(groups):
        count = start
        for name in order:
            parts[name] += log((count + groups[name]) / count) * (to_wrong - to_right)
            count += groups[name]
    many = factorial(len(groups))
    return {f"by counting {name} as {counted_as}": part / many for name, part in parts.items()}


def _room(fpir: printed.Printed, fdr: printed.Printed) -> tuple[float, float]:
    """The least and largest gap of log-odds over everything that prints as the two figures."""
    (a, b), (c, d) = (logit([float(f.low), float(f.high)]).tolist() for f in (fdr, fpir))
    return a - d, b - c
