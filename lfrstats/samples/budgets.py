"""Which sample makes precision, npv or a base rate so uncertain, and what would more cases buy?

The log odds of precision are a sum with one part an input, and with independent samples so is their
variance: an error budget. Each part is exact under a Beta belief. Where inputs meet in a difference
(the prevalence behind a share of alerts), the parts are first-order; `ErrorBudget.check` puts them
beside the posterior. Single counts, no arrays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtri
from scipy.special import logit as logit_of

from ..intervals.interval import Interval
from ..intervals.roots import rising_root
from ..table.log_odds import FORMULAS, METHODS, Formula, Source, sources_of
from ..table.rates import RATES, canonical
from ..words import check, wording
from ..words.printed import Printed, reading

__all__ = ["ErrorBudget", "TIMES", "error_budget", "factor_text", "log_odds_moments",
           "share_text"]

MOST_CASES = 2.0**53
SHARP = 1e4
"""How many times larger the variance of the others is than that of a rate as good as known."""
TIMES = (2, 4, 10)
"""How many times as large the samples are in `ErrorBudget.rows`."""


@dataclass(frozen=True, slots=True)
class ErrorBudget:
    """The parts of the variance of the log odds of a rate, the largest first.

    `centre` is the log odds of `target` about which the interval lies, and `exact` says whether the
    parts are (under the belief) or are first-order. All intervals here are normal in the log odds,
    to compare samples by. For a conclusion use `precision_interval`, `true_prevalence` or
    `posterior`.
    """

    target: str
    sources: tuple[Source, ...]
    centre: float
    exact: bool
    method: str
    level: float

    @property
    def counted(self) -> list[Source]:
        """The inputs that are samples."""
        return [one for one in self.sources if one.cases]

    def source(self, rate: str) -> Source:
        """One input."""
        rate = check.choice("an input", rate, [one.rate for one in self.sources])
        return next(one for one in self.sources if one.rate == rate)

    def sd(self, **times: float) -> float:
        """Standard deviation of the log odds, with samples that many times as large.

        Parameters
        ----------
        **times : float, 1 or more
            By input: 10 for a sample ten times as large at the same rate, inf for an input known
            exactly.

        Examples
        --------
        >>> budget = error_budget(prevalence=(34, 100_000), tpir=(70, 100), fpir=(34, 34_000))
        >>> round(budget.sd(), 4), round(budget.sd(fpir=10), 4), round(budget.sd(fpir=math.inf), 4)
        (0.2496, 0.1902, 0.1826)
        """
        larger = {self.source(name).rate: _times(name, value) for name, value in times.items()}
        parts = [one.variance(larger.get(one.rate, 1.0)) for one in self.sources
                 if not math.isinf(larger.get(one.rate, 1.0))]
        return math.sqrt(math.fsum(parts))

    def factor(self, **times: float) -> float:
        """The factor by which the odds may lie higher or lower at the level."""
        return math.exp(self._z * self.sd(**times))

    def interval(self, **times: float) -> Interval:
        """The normal interval of the log odds, as an interval of the target."""
        half = self._z * self.sd(**times)
        low, high = (float(expit(self.centre + end)) for end in (-half, half))
        return Interval(low, high, level=self.level, method="normal in the log odds")

    @property
    def value(self) -> float:
        """The target at the centre."""
        return float(expit(self.centre))

    @property
    def _z(self) -> float:
        return -float(ndtri((1 - self.level) / 2))

    def share(self, rate: str) -> float:
        """The share of the variance that one input contributes."""
        return float(self.source(rate).variance()) / self.sd() ** 2

    def cases_needed(self, rate: str, shrink: float = 0.5) -> int | None:
        """Cases of one input at which the interval of the log odds is `shrink` times as wide.

        None where no sample of this input alone can do that (or none up to 2**53): the others leave
        more than that, or it is taken as known.

        Examples
        --------
        >>> budget = error_budget(prevalence=(34, 100_000), tpir=(70, 100), fpir=(34, 34_000))
        >>> budget.cases_needed("fpir", shrink=0.8), budget.cases_needed("fpir")
        (149026, None)
        """
        one, shrink = self.source(rate), check.rate("shrink", shrink)
        if shrink.ndim or not 0 < shrink < 1:
            raise ValueError(f"shrink must be one number strictly between 0 and 1, got {shrink}")
        left = (float(shrink) * self.sd()) ** 2 - self.sd(**{rate: math.inf}) ** 2
        if one.cases is None or left <= 0:
            return None
        most = math.log(max(MOST_CASES / one.given.n, 1))
        times = rising_root(lambda x: left - one.variance(np.exp(x)), [0.0], [most])[0]
        return math.ceil(one.given.n * math.exp(times) * (1 - 1e-12)) if times < most else None

    def rows(self) -> list[dict]:
        """One row an input: its share, and the factor if its sample were larger, or it were known.

        `factor_from_it` is what it contributes, `factor_if_known` what the others leave,
        `factor_at_4` that with four times its cases, `low_if_known` and `high_if_known` the ends of
        the interval, `cases_to_halve` the cases at which the interval of the log odds is half as
        wide, or None.
        """
        return [self._row(one) for one in self.sources]

    def _row(self, one: Source) -> dict:
        part, known = float(one.variance()), {one.rate: math.inf}
        low, high = self.interval(**known)
        larger = {f"factor_at_{m}": self.factor(**{one.rate: m}) for m in TIMES}
        return {"input": one.rate, "of": RATES[one.rate].of, "given": one.given.plain,
                "k": one.given.k, "n": one.given.n, "variance": part,
                "share": self.share(one.rate), "factor_from_it": math.exp(self._z * part**0.5),
                "factor_if_known": self.factor(**known), "low_if_known": low,
                "high_if_known": high, **larger, "cases_to_halve": self.cases_needed(one.rate)}

    def check(self) -> list[dict]:
        """The same from `posterior`: one row with all inputs as counted, and one for each if known.

        `sd` is this budget's standard deviation of the log odds, `posterior_sd` that of the joint
        posterior, whose beliefs are about prevalence, tpir and fpir ("uniform" for "delta" too).
        Where these are the inputs the two agree. Elsewhere they differ, most where a cell is nearly
        empty: to believe nothing of a prevalence is to believe something of a precision or npv.
        `share` and `posterior_share` are the shares of the variance that go if that is known.

        Examples
        --------
        >>> budget = error_budget(prevalence=(34, 100_000), tpir=(70, 100), fpir=(34, 34_000))
        >>> for row in budget.check()[:2]:
        ...     print(row["known"], round(row["sd"], 6), round(row["posterior_sd"], 6))
        None 0.249559 0.249559
        prevalence 0.182445 0.182445
        """
        rows = []
        for name in (None, *(one.rate for one in self.counted)):
            row = {"known": name, "sd": self.sd(**({name: math.inf} if name else {})),
                   "posterior_sd": self._posterior_sd(name)}
            for sd, share in (("sd", "share"), ("posterior_sd", "posterior_share")):
                row[share] = 1 - (row[sd] / rows[0][sd]) ** 2 if rows else None
            rows.append(row)
        return rows

    def _posterior_sd(self, known: str | None) -> float:
        from ..posteriors import Beta, Fixed, posterior

        if [one.rate for one in self.counted] == [known]:
            return 0.0
        belief = METHODS[self.method] or METHODS["uniform"]
        given, priors = {}, dict.fromkeys(("prevalence", "tpir", "fpir"), Beta(belief, belief))
        for one in self.sources:
            if one.cases and one.rate != known:
                given[one.rate] = one.given.k, one.given.n
            elif one.rate in priors:
                priors[one.rate] = Fixed(one.shares[0])
            else:
                given[one.rate] = self._as_if_known(one)
        return log_odds_moments(posterior(priors=priors, observed=given).rate(self.target))[1]

    def _as_if_known(self, one: Source) -> tuple[int, int]:
        """Counts so large that they add little, where the posterior takes no known rate."""
        p, q = one.shares
        others = self.sd(**{one.rate: math.inf}) or self.sd()
        n = min(SHARP * (one.slope / others) ** 2 * p * q, MOST_CASES)
        return round(p * int(n)), int(n)

    def __str__(self) -> str:
        rate, (low, high) = RATES[self.target], self.interval()
        first, *others = [f"{share_text(self.share(one.rate))}{verb} from {one}"
                          for one, verb in zip(self.counted, (" comes", "", ""), strict=False)]
        known = [one for one in self.sources if one.cases is None]
        rest = f", and none from {check.listing(known)}, taken as known" if known else ""
        return (f"{self.target}, the share of {rate.of} that {rate.what}, is about "
                f"{wording.share(self.value)} ({wording.percent(self.level)} interval "
                f"{wording.interval(low, high)}): its odds are known to within a factor of "
                f"{factor_text(self.factor())} either way. Of that uncertainty (the variance of "
                f"the log odds{'' if self.exact else ', to first order'}) "
                f"{check.listing([first, *others])}{rest}. {self._advice()}")

    def _advice(self) -> str:
        one = self.sources[0]
        if n := self.cases_needed(one.rate):
            return (f"To halve the interval of the log odds, look at {wording.whole(n)} "
                    f"{RATES[one.rate].of} in place of {wording.whole(one.given.n)}, if they come "
                    "at the same rate")
        left = factor_text(self.factor(**{one.rate: math.inf}))
        return ("No larger sample of one of them alone halves the interval of the log odds: were "
                f"{one.rate} known exactly, a factor of {left} would be left")


def factor_text(factor: float) -> str:
    """A factor of at least 1 to three digits, more where they tell it from 1.

    >>> factor_text(2.3456), factor_text(1.00123), factor_text(1), factor_text(12345.6)
    ('2.35', '1.0012', '1', '12,300')
    """
    if factor >= 100:
        return wording.approximately(factor)
    decimals = 2 if factor >= 1.1 or factor == 1 else 1 - math.floor(math.log10(factor - 1))
    return f"{factor:.{decimals}f}".rstrip("0").rstrip(".")


def share_text(share: float) -> str:
    """A share of the variance in percent, down to 0.01 % and up to 99.99 %.

    >>> share_text(0.52), share_text(3e-9), share_text(1)
    ('52 %', '<0.01 %', '100 %')
    """
    if 0 < share < 1e-4:
        return "<0.01 %"
    return ">99.99 %" if 0.9999 < share < 1 else wording.percent(share)


def _times(name: str, value) -> float:
    if np.ndim(value) == 0 and value == math.inf:
        return math.inf
    array = check.number(name, value)
    if array.ndim or array < 1:
        raise ValueError(f"{name} must be one number of at least 1, or inf, for a sample that many "
                         f"times as large, got {value!r}")
    return float(array)


def error_budget(target: str | None = None, *, method: str = "uniform", level: float = 0.95,
                 **inputs) -> ErrorBudget:
    """How much of the uncertainty about a rate comes from each of the samples behind it.

    Parameters
    ----------
    target : "precision", "npv" or "prevalence", optional
        What is uncertain. By default the first of `log_odds.FORMULAS` that takes these inputs.
    method : {"uniform", "jeffreys", "delta"}
        What is believed before counting; a key of `log_odds.METHODS`.
    level : float in (0, 1)
        Confidence level, for factors and intervals.
    **inputs : (k, n), str or float
        tpir and fpir, and one of prevalence, precision, npv and alert_rate. Counts carry their
        sampling error; anything else is taken as known at its stated value.

    Returns
    -------
    ErrorBudget

    Notes
    -----
    With X ~ Beta(a, b), a = k + 1 and b = n - k + 1 for "uniform", Var log X = trigamma(a) -
    trigamma(a + b) and Var logit X = trigamma(a) + trigamma(b). For "delta" they are 1/k - 1/n and
    1/k + 1/(n - k), which need a case in each cell. With an alert rate every method is first-order:
    the squared slope of the log odds at the estimate times the variance of the rate. That misleads
    where the alert rate is only a few standard errors above fpir; `check` shows by how much.
    Further cases come at the estimated rate, which after 0 of n is 1 / (n + 2) for "uniform" and so
    depends on the belief. Samples are taken as independent: if tpir and precision were counted on
    the same alerts they are not. A tpir below fpir, by which an alert speaks against being on the
    list, is taken as it is, unless an alert rate is among the inputs.

    References
    ----------
    Mercaldo, Lau and Zhou (2007), Stat. Med. 26, 2170-2183, doi:10.1002/sim.2677
    Rogan and Gladen (1978), Am. J. Epidemiol. 107, 71-76

    Examples
    --------
    >>> budget = error_budget(precision=(8, 42), tpir=(70, 100), fpir=(34, 34_000))
    >>> for row in budget.rows():
    ...     print(row["input"], round(row["share"], 3), row["cases_to_halve"])
    precision 0.815 528
    fpir 0.161 None
    tpir 0.024 None
    >>> print(error_budget(precision=(8, 42), tpir="70%", fpir="1 in 1,000"))
    prevalence, the share of faces that pass that are on the list, is about 1 in 2,841 (95 %
    interval 1 in 6,014 to 1 in 1,342): its odds are known to within a factor of 2.12 either way. Of
    that uncertainty (the variance of the log odds) 100 % comes from precision (8 of 42 alerts), and
    none from fpir (1 in 1,000) and tpir (70 %), taken as known. To halve the interval of the log
    odds, look at 168 alerts in place of 42, if they come at the same rate
    """
    level, method = check.level(level), check.choice("method", method, METHODS)
    given = _named(inputs)
    formula = _formula(target, set(given))
    sources = sources_of(formula, {name: _figure(name, given[name]) for name in formula.inputs},
                         method)
    exact = sources[0].powers is not None
    centre = math.fsum([one.mean() for one in sources] if exact else
                       [one.sign * math.log(one.at({source.rate: source.shares
                                                    for source in sources}))
                        for one in formula.factors])
    found = ErrorBudget(formula.target, tuple(sorted(sources, key=lambda one: -one.variance())),
                        centre, exact, method, level)
    if not found.sd():
        raise ValueError(f"inputs must leave something uncertain for method {method!r}: in "
                         f"{check.listing(sources)} it finds no variance")
    return found


def _named(inputs: dict) -> dict:
    """The inputs by canonical name, each once."""
    named: dict = {}
    for name, value in inputs.items():
        plain = canonical(name)
        if plain in named:
            raise ValueError(f"{plain} is given twice: {named[plain]!r} and {value!r}")
        named[plain] = value
    return named


def _formula(target: str | None, names: set[str]) -> Formula:
    target = None if target is None else canonical(target)
    for formula in FORMULAS:
        if set(formula.inputs) == names and target in (None, formula.target):
            return formula
    known = "; ".join(f"{one.target} from {check.listing(one.inputs)}" for one in FORMULAS)
    wanted = f"{target or 'something'} from {check.listing(sorted(names)) or 'nothing'}"
    raise ValueError(f"target and inputs must be one of these: {known}; got {wanted}")


def _figure(name: str, value) -> Printed:
    figure = reading(name, value)
    if figure.relation == "between":
        raise ValueError(f"{name} must be counts or one value, got {figure.text!r}: a range has no "
                         "variance (credal_precision takes ranges)")
    return figure


def log_odds_moments(marginal) -> tuple[float, float]:
    """Mean and standard deviation of the log odds of a rate under a posterior.

    Parameters
    ----------
    marginal : a rate of a `posterior`
        Within (0, 1).

    Notes
    -----
    The trapezoidal rule on the density of the log odds: to about 1e-9, or 1e-6 where the density
    has a kink, as it may after a handful of cases.

    Examples
    --------
    >>> from lfrstats import posterior
    >>> round(log_odds_moments(posterior(tpir=(70, 100)).tpir)[1] ** 2, 6)
    0.046968
    """
    low, high = (float(logit_of(marginal.quantile(p))) for p in (1e-9, 1 - 1e-9))
    if not low < high:
        return low, 0.0
    y = np.linspace(1.5 * low - high / 2, 1.5 * high - low / 2, 20_001)
    weight = marginal.density(expit(y)) * expit(y) * expit(-y)
    weight /= weight.sum()
    mean = float(weight @ y)
    return mean, math.sqrt(float(weight @ np.square(y - mean)))
