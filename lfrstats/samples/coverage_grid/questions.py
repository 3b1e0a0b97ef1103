"""Which methods answer which question, and how do all of them do on the grid?

Each function of `ANSWERS` takes a level and yields (method, label, claim, outcome), one for each
method and size. A claim is "guaranteed" (at least the level at every true rate, by proof or
wherever enumerated), "approximate", or "one look" where more is asked than the method offers.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from ...intervals import methods
from ...intervals.exact_coverage import expected_width
from ...pooling.next_deployment import predict_count, predict_deployment
from ...pooling.running_totals import miss_probability, mixture_limits
from .. import predictive
from ..guaranteed import ABOUT as OF_THREE
from ..true_prevalences import lang_reiczigel
from .designs import Design, Outcome, beside, joined, kept, log_odds, mesh, outcome, precision_width
from .grid import BASE_RATES, FPIR, PREVALENCE, SIZES, TPIR
from .limits import SLACK, boxed_precision, melded_precision, melded_prevalence

__all__ = ["ANSWERS", "GUARANTEED"]

GUARANTEED = {
    "count": {"clopper_pearson", "blaker", "sterne"},
    "known_prevalence": {"melded", "box"},
    "three_samples": {"melded", "box"},
    "known_rates": {"clopper_pearson", "blaker"},
    "estimated_rates": {"melded"},
    "looks": {"mixture"},
    "next_count": {"known"},
}
"""The methods of each question that claim at least their level, whatever the true rates are."""

SOME = 200
"""Limits of three samples beside which the truth is tried."""
LEAST, MOST = BASE_RATES[0], BASE_RATES[-1]
MAPPED = ("clopper_pearson", "blaker", "wilson")


def count(level):
    """One rate from one sample."""
    for (n,) in SIZES["count"]:
        k = np.arange(n + 1.0)
        for name, rule in methods.METHODS.items():
            low, high = rule(k, np.full_like(k, n), level)
            near = kept({"rate": beside(low, high)}, "rate", LEAST, MOST)
            named, grid = joined(mesh(rate=BASE_RATES), near)
            p = named["rate"]
            yield name, methods.ABOUT[name].label, outcome(
                Design(low, high, high - low, (p,), p, named, grid))


def known_prevalence(level):
    """Precision from samples of listed and of other faces, at a known prevalence."""
    for n, m in SIZES["known_prevalence"]:
        k, j = np.meshgrid(np.arange(n + 1.0), np.arange(m + 1.0), indexing="ij")
        for name, about in predictive.ABOUT.items():
            low, high, slack = _ratio(name, k, n, j, m, level)
            width = precision_width(low, high, float(logit(PREVALENCE)))
            near = mesh(at=beside(low, high), tpir=TPIR)
            near["fpir"] = near["tpir"] * np.exp(-near.pop("at"))
            near = kept(near, "fpir", FPIR[0], FPIR[-1])
            named, grid = joined(mesh(fpir=FPIR, tpir=TPIR), near)
            t, f = named["tpir"], named["fpir"]
            yield name, about.label, outcome(Design(
                low + slack, high - slack, width, (t, f), np.log(t) - np.log(f), named, grid))


def _ratio(name, k, n, j, m, level):
    """Limits for all samples, nan where a method takes no zero cells; and their error."""
    if name == "melded":
        return *melded_precision({"tpir": n, "fpir": m}, level), SLACK
    low, high = np.full(k.shape, np.nan), np.full(k.shape, np.nan)
    some = (k > 0) & (j > 0) if name == "logit" else np.full(k.shape, True)
    low[some], high[some] = predictive.METHODS[name](k[some], float(n), j[some], float(m), level)
    return low, high, 0.0


def three_samples(level):
    """Precision from samples of prevalence, tpir and fpir."""
    for sizes in SIZES["three_samples"]:
        named = dict(zip(("prevalence", "tpir", "fpir"), sizes, strict=True))
        yield "melded", OF_THREE["melded"].label, _of_three(*melded_precision(named, level), SLACK)
        yield "box", OF_THREE["box"].label, _of_three(*boxed_precision(sizes, level), 0.0)


def _of_three(low, high, slack) -> Outcome:
    near = mesh(at=beside(low, high, SOME), tpir=TPIR, fpir=FPIR)
    shift = np.log(near["tpir"]) - np.log(near["fpir"])
    near = kept({"prevalence": expit(near.pop("at") - shift), **near}, "prevalence", LEAST, MOST)
    named, grid = joined(mesh(prevalence=BASE_RATES, tpir=TPIR, fpir=FPIR), near)
    rates = tuple(named.values())
    return outcome(Design(low + slack, high - slack, precision_width(low, high), rates,
                          log_odds(*rates), named, grid))


def known_rates(level):
    """Prevalence from alerts among faces, tpir and fpir known."""
    pairs = mesh(tpir=TPIR, fpir=FPIR)
    for (n,) in SIZES["known_rates"]:
        k = np.arange(n + 1.0)
        for name in MAPPED:
            ends = methods.METHODS[name](k, np.full_like(k, n), level)
            for t, f in zip(*pairs.values(), strict=True):
                low, high = (np.clip((end - f) / (t - f), 0, 1) for end in ends)
                near = kept({"prevalence": beside(low, high)}, "prevalence", LEAST, MOST)
                named, grid = joined(mesh(prevalence=BASE_RATES), near)
                v = named["prevalence"]
                named |= {"tpir": np.full_like(v, t), "fpir": np.full_like(v, f)}
                yield name, methods.ABOUT[name].label, outcome(Design(
                    low, high, high - low, (v * t + (1 - v) * f,), v, named, grid))


def estimated_rates(level):
    """Prevalence from samples of faces, tpir and fpir."""
    for sizes in SIZES["estimated_rates"]:
        k = np.meshgrid(*(np.arange(n + 1.0) for n in sizes), indexing="ij")
        refused = k[1] / sizes[1] <= k[2] / sizes[2]
        for name, label, rule in (("melded", "melded", melded_prevalence),
                                  ("lang_reiczigel", "Lang-Reiczigel", _lang_reiczigel)):
            low, high = (np.where(refused, np.nan, end) for end in rule(sizes, level))
            near = mesh(prevalence=beside(low, high, SOME), tpir=TPIR, fpir=FPIR)
            near = kept(near, "prevalence", LEAST, MOST)
            named, grid = joined(mesh(prevalence=BASE_RATES, tpir=TPIR, fpir=FPIR), near)
            v, t, f = named.values()
            yield name, label, outcome(Design(
                low, high, high - low, (v * t + (1 - v) * f, t, f), v, named, grid))


def _lang_reiczigel(sizes, level):
    low, high = (np.full([n + 1 for n in sizes], np.nan) for _ in range(2))
    for place in np.ndindex(low.shape):
        samples = list(zip(place, sizes, strict=True))
        if (place[1] + 1) / (sizes[1] + 2) > (place[2] + 1) / (sizes[2] + 2):
            low[place], high[place] = lang_reiczigel(samples, level)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def looks(level):
    """One rate, with limits after every case: all of them must hold it."""
    p = np.array(BASE_RATES)
    for (n,) in SIZES["looks"]:
        for name, label, rule in (
                ("mixture", "confidence sequence", mixture_limits),
                *((name, methods.ABOUT[name].label, name) for name in MAPPED[::2])):
            held = [1 - miss_probability(name, n, float(one), level=level)[-1] for one in p]
            yield name, label, Outcome(
                (n,), np.array(held), expected_width(rule, n, p, level=level), np.zeros(p.size),
                {"rate": p}, np.full(p.size, True))


def next_count(level):
    """The count among the next cases: the truth is drawn too, beside what it is learnt from."""
    for n, m in SIZES["next_count"]:
        learnt = np.array([predict_count(k, n, size=m, spread=0, level=level).interval
                           for k in range(n + 1)])
        yield "learnt", "learnt from a count", _predicted(n, m, *learnt.T[..., None])
        for p in BASE_RATES:
            known = predict_deployment(faces=m, prevalence=p, tpir=1.0, fpir=0.0, level=level)
            low, high = (np.full((n + 1, 1), end) for end in known["alerts"].interval)
            yield "known", "rate known", _predicted(n, m, low, high, (p,))


def _predicted(n, m, low, high, rates=BASE_RATES) -> Outcome:
    """Limits less the count to come, which should hold 0."""
    named, come = mesh(rate=rates), np.arange(m + 1.0)
    p, width = named["rate"], np.broadcast_to((high - low) / m, (n + 1, m + 1))
    return outcome(Design(low - come, high - come, width, (p, p), np.zeros(p.size), named,
                          np.full(p.size, True)))


ANSWERS = {rule.__name__: rule for rule in (count, known_prevalence, three_samples, known_rates,
                                            estimated_rates, looks, next_count)}
"""For each question of the grid, what yields (method, label, outcome)."""
