"""Error budgets: other integrations, the posterior, published limits, and what samples buy."""

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit, ndtr
from scipy.stats import beta

from lfrstats.posteriors import posterior
from lfrstats.samples.budgets import error_budget, log_odds_moments
from lfrstats.samples.predictive import predictive_values
from lfrstats.table.log_odds import FORMULAS, beta_mean, beta_variance
from lfrstats.table.rates import Table

FLAGSHIP = {"precision": (8, 42), "tpir": (70, 100), "fpir": (34, 34_000)}
CROWD = {"prevalence": (34, 100_000), "tpir": (70, 100), "fpir": (34, 34_000)}
ALERTS = {"alert_rate": (45, 150), "tpir": (96, 100), "fpir": (11, 100)}
quick = settings(max_examples=40, deadline=None, derandomize=True)
few = settings(max_examples=4, deadline=None, derandomize=True)


def samples(most=40):
    return st.integers(1, most).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def by_integration(powers, a, b):
    """Mean and variance of p log X + q log(1 - X), by the trapezoidal rule over X's log odds."""
    with mpmath.workdps(25):
        a, b = mpmath.mpf(a), mpmath.mpf(b)
        middle, wide = mpmath.log(a / b), mpmath.sqrt(1 / a + 1 / b)
        sums = [mpmath.mpf(0)] * 3
        for i in range(-360, 361):
            y = middle + wide * i / 6
            log_x, log_rest = -mpmath.log1p(mpmath.exp(-y)), -mpmath.log1p(mpmath.exp(y))
            weight = mpmath.exp(a * log_x + b * log_rest)  # dX = X (1 - X) dy
            value = powers[0] * log_x + powers[1] * log_rest
            sums = [total + weight * value**m for m, total in enumerate(sums)]
        mean = sums[1] / sums[0]
        return float(mean), float(sums[2] / sums[0] - mean**2)


@pytest.mark.parametrize("powers", [(1, 0), (-1, 0), (0, 1), (1, -1), (-1, 1)])
@pytest.mark.parametrize(("a", "b"), [(9, 35), (1, 34_001), (8, 1), (0.5, 2.5), (71, 31)])
def test_parts_are_integrals(powers, a, b):
    mean, variance = by_integration(powers, a, b)
    assert beta_mean(powers, a, b) == pytest.approx(mean, rel=1e-10)
    assert float(beta_variance(powers, a, b)) == pytest.approx(variance, rel=1e-9)


@pytest.mark.parametrize(("a", "b"), [(1, 2.5e6), (1e9 + 1, 1), (1e15, 1), (1e15, 3e15), (1001, 1),
                                      (999, 1), (5e4, 0.5), (1, 9e15)])
def test_variance_does_not_cancel(a, b):
    with mpmath.workdps(60):
        exact = mpmath.psi(1, mpmath.mpf(a)) - mpmath.psi(1, mpmath.mpf(a) + mpmath.mpf(b))
    assert float(beta_variance((1, 0), a, b)) == pytest.approx(float(exact), rel=1e-9)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: f"{one.target} {one.over}")
def test_formulas_and_slopes_hold_in_any_table(formula):
    rng = np.random.default_rng(20261122)
    for cells in rng.dirichlet(np.ones(4), 20):
        table = Table(**dict(zip(("tp", "fn", "fp", "tn"), cells, strict=True)))
        if table.tpir <= table.fpir:
            continue
        rates = {name: table.rate(name) for name in formula.inputs}
        shares = {name: (value, 1 - value) for name, value in rates.items()}

        def odds_at(shares):
            return math.fsum(one.sign * math.log(one.at(shares)) for one in formula.factors)

        assert odds_at(shares) == pytest.approx(logit(table.rate(formula.target)), abs=1e-9)
        for name, value in rates.items():
            step = 1e-6 * min(value, 1 - value, abs(table.alert_rate - table.fpir),
                              abs(table.tpir - table.alert_rate))
            up, down = (odds_at(shares | {name: (value + move, 1 - value - move)})
                        for move in (step, -step))
            slope = sum(one.slope(name, shares) for one in formula.factors)
            assert (up - down) / (2 * step) == pytest.approx(slope, rel=1e-4, abs=1e-6)


def test_delta_parts_are_the_textbook_fractions():
    found = error_budget(**FLAGSHIP, method="delta")
    parts = {"precision": Fraction(1, 8) + Fraction(1, 34),
             "tpir": Fraction(1, 70) - Fraction(1, 100),
             "fpir": Fraction(1, 34) - Fraction(1, 34_000)}
    for row in found.rows():
        assert row["variance"] == pytest.approx(float(parts[row["input"]]), rel=1e-13)
        assert row["share"] == pytest.approx(float(parts[row["input"]] / sum(parts.values())))
    assert found.value == pytest.approx(1 / 2976, rel=1e-12)
    half = 1.959963984540054 * math.sqrt(sum(parts.values()))
    assert tuple(found.interval()) == pytest.approx(
        (expit(logit(1 / 2976) - half), expit(logit(1 / 2976) + half)), rel=1e-12)
    assert found.factor() == pytest.approx(math.exp(half), rel=1e-12)


@pytest.mark.parametrize(("target", "low", "high"), [
    ("precision", 0.05887097288, 0.08563666566), ("npv", 0.980948791, 0.9850837047)])
def test_delta_with_a_known_prevalence_is_mercaldo(target, low, high):
    """Mercaldo, Lau and Zhou 2007, Table IX; limits by R bdpv 1.4, BDtest."""
    found = error_budget(target, prevalence=0.03, tpir=(240, 418), fpir=(87, 375), method="delta")
    assert tuple(found.interval()) == pytest.approx((low, high), abs=1e-8)
    ours = predictive_values(tp=240, fn=178, fp=87, tn=288, prevalence=0.03, method="logit")
    assert tuple(found.interval()) == pytest.approx(
        (getattr(ours, target).low, getattr(ours, target).high), rel=1e-12)


def rogan_gladen(alert_rate, tpir, fpir):
    """Variance of logit prevalence from Rogan and Gladen's variance of the prevalence itself."""
    a, t, f = (k / n for k, n in (alert_rate, tpir, fpir))
    p = (a - f) / (t - f)
    parts = {"alert_rate": a * (1 - a) / alert_rate[1], "tpir": p**2 * t * (1 - t) / tpir[1],
             "fpir": (1 - p) ** 2 * f * (1 - f) / fpir[1]}
    return {name: part / (t - f) ** 2 / (p * (1 - p)) ** 2 for name, part in parts.items()}


def test_delta_with_an_alert_rate_is_rogan_and_gladen():
    found = error_budget(**ALERTS, method="delta")
    assert {row["input"]: row["variance"] for row in found.rows()} == pytest.approx(
        rogan_gladen(**ALERTS), rel=1e-12)
    assert found.value == pytest.approx((45 / 150 - 0.11) / 0.85)


@pytest.mark.parametrize("given", [FLAGSHIP, CROWD, ALERTS])
@pytest.mark.parametrize("method", ["uniform", "jeffreys"])
def test_methods_agree_in_large_samples(given, method):
    large = {name: (k * 10**5, n * 10**5) for name, (k, n) in given.items()}
    one, other = (error_budget(**large, method=name) for name in (method, "delta"))
    assert one.value == pytest.approx(other.value, rel=1e-5)
    for row in other.rows():
        assert one.source(row["input"]).variance() == pytest.approx(row["variance"], rel=1e-4)


def by_quantiles(marginal):
    """Variance of the log odds under a posterior, from its quantiles alone."""
    z = np.linspace(-6.2, 6.2, 801)
    weight = np.exp(-z * z / 2)
    weight /= weight.sum()
    y = logit(marginal.quantile(ndtr(z)))
    return weight @ np.square(y - weight @ y)


@pytest.mark.parametrize("target", ["precision", "npv"])
@pytest.mark.parametrize("given", [
    CROWD, {"prevalence": (0, 200), "tpir": (7, 7), "fpir": (0, 3000)},
    {"prevalence": (3, 10), "tpir": (7, 10), "fpir": (1, 10)}], ids=["crowd", "zeros", "few"])
def test_the_sum_is_the_posterior_variance(target, given):
    budget = error_budget(target, **given)
    found = posterior(**given).rate(target)
    mean, sd = log_odds_moments(found)
    assert sd**2 == pytest.approx(budget.sd() ** 2, rel=1e-6)
    assert mean == pytest.approx(budget.centre, abs=1e-6)
    if given is CROWD:  # in whose tails quantiles are sharp enough
        assert by_quantiles(found) == pytest.approx(budget.sd() ** 2, rel=1e-6)
    for name, (k, n) in given.items():
        fixed = posterior(**given | {name: (k + 1) / (n + 2)}).rate(target)
        assert log_odds_moments(fixed)[1] == pytest.approx(budget.sd(**{name: math.inf}), rel=1e-6)


def test_jeffreys_is_the_posterior_under_that_belief():
    rows = error_budget("npv", **CROWD, method="jeffreys").check()
    assert [row["known"] for row in rows] == [None, "prevalence", "tpir", "fpir"]
    for row in rows:
        assert row["posterior_sd"] == pytest.approx(row["sd"], rel=1e-6)
        assert row["share"] == (None if row["known"] is None else
                                pytest.approx(row["posterior_share"], abs=1e-5))


def test_a_larger_sample_is_that_of_the_posterior():
    budget = error_budget(prevalence=(9, 98), tpir=(70, 98), fpir=(9, 98))
    larger = posterior(prevalence=(9 + 98, 98 + 980), tpir=(70, 98), fpir=(9, 98))
    assert log_odds_moments(larger.precision)[1] == pytest.approx(
        budget.sd(prevalence=11), rel=1e-6)  # Beta(10, 90) is 1 in 10: 98 of 980 further cases


def test_a_precision_as_input_agrees_where_every_scale_is_alike():
    """With odds(prevalence) unknown to any scale, logit precision ~ Beta(8, 34) less the rest."""
    found = posterior(**FLAGSHIP, priors={"prevalence": "loguniform(1e-9, 1)"}).prevalence
    rest = error_budget(**FLAGSHIP).sd(precision=math.inf) ** 2
    assert log_odds_moments(found)[1] ** 2 == pytest.approx(
        rest + float(beta_variance((1, -1), 8, 34)), rel=1e-3)
    check = error_budget(**FLAGSHIP).check()
    for row in check:
        assert row["posterior_sd"] == pytest.approx(row["sd"], rel=0.02)
        assert row["known"] is None or abs(row["share"] - row["posterior_share"]) < 0.015


def first_order_shares(given):
    """Sobol's first-order shares of logit prevalence over independent Betas, by quadrature."""
    nodes, weights = np.polynomial.legendre.leggauss(24)
    u, w = (nodes + 1) / 2, weights / 2
    a, t, f = np.meshgrid(*(beta(k + 1, n - k + 1).ppf(u) for k, n in given.values()),
                          indexing="ij")
    value = np.log(a - f) - np.log(t - a)
    mean = np.einsum("ijk,i,j,k", value, w, w, w)
    total = np.einsum("ijk,i,j,k", (value - mean) ** 2, w, w, w)
    alone = [np.einsum(f"ijk,{rest}", value, w, w) for rest in ("j,k->i", "i,k->j", "i,j->k")]
    return total, [w @ (one - mean) ** 2 / total for one in alone]


def test_parts_with_an_alert_rate_are_first_order_shares():
    large = {"alert_rate": (450, 1500), "tpir": (960, 1000), "fpir": (110, 1000)}
    budget = error_budget(**large)
    total, shares = first_order_shares(large)
    assert sum(shares) == pytest.approx(1, abs=0.01)
    assert budget.sd() ** 2 == pytest.approx(total, rel=0.03)
    assert [budget.share(name) for name in large] == pytest.approx(shares, abs=0.01)
    for row in budget.check():
        assert row["posterior_sd"] == pytest.approx(row["sd"], rel=0.03)
        assert row["known"] is None or abs(row["share"] - row["posterior_share"]) < 0.02


def test_check_says_where_first_order_misleads():
    rows = error_budget(alert_rate=(50, 3330), tpir=(103, 122), fpir=(2, 401)).check()
    assert rows[0]["posterior_sd"] > 1.1 * rows[0]["sd"]
    assert [row["known"] for row in rows] == [None, "fpir", "alert_rate", "tpir"]


def test_nothing_left_to_know():
    budget = error_budget(precision=(8, 42), tpir=0.7, fpir="1 in 1,000")
    assert budget.share("precision") == 1 and budget.factor(precision=math.inf) == 1
    assert budget.check()[1]["posterior_sd"] == 0
    assert budget.cases_needed("tpir") is None
    assert "and none from fpir (1 in 1,000) and tpir (0.7), taken as known" in str(budget)


def test_cases_needed_are_the_fewest():
    budget = error_budget(**FLAGSHIP)
    n = budget.cases_needed("precision")
    for cases, enough in ((n, True), (n - 1, False)):
        assert (budget.sd(precision=cases / 42) <= budget.sd() / 2) is enough
    # By hand: 8 + 1 of 42 + 2 grow by the factor g to 9 g and 35 g.
    g = (n - 42) / 44 + 1
    with mpmath.workdps(30):
        part = mpmath.psi(1, 9 * g) + mpmath.psi(1, 35 * g)
    rest = budget.sd(precision=math.inf) ** 2
    assert float(part) + rest == pytest.approx(budget.sd() ** 2 / 4, rel=1e-2)
    assert budget.cases_needed("fpir") is budget.cases_needed("tpir") is None
    assert budget.cases_needed("fpir", shrink=0.95) > 34_000
    with pytest.raises(ValueError, match="shrink must be one number strictly between 0 and 1"):
        budget.cases_needed("fpir", shrink=1)


def test_the_sentence_names_what_each_count_is_of():
    said = str(error_budget(**FLAGSHIP))
    for words in ("prevalence, the share of faces that pass", "81 % comes from precision (8 of 42 "
                  "alerts), 16 % from fpir (34 of 34,000 faces not on the list that pass) and "
                  "2.4 % from tpir (70 of 100 faces on the list that pass)",
                  "look at 528 alerts in place of 42"):
        assert words in said
    assert "to first order" in str(error_budget(**ALERTS))
    said = str(error_budget(**CROWD))
    assert "were prevalence known exactly, a factor of 1.43 would be left" in said
    assert "no share" not in said and "nan" not in said


@quick
@given(samples(), samples(), samples(), st.sampled_from(["uniform", "jeffreys"]),
       st.sampled_from([("precision", "prevalence"), ("npv", "prevalence"),
                        ("prevalence", "precision"), ("prevalence", "npv"), ("npv", "precision")]))
def test_any_counts(first, tpir, fpir, method, wanted):
    target, name = wanted
    given_ = {name: first, "tpir": tpir, "fpir": fpir}
    budget = error_budget(target, **given_, method=method)
    rows = budget.rows()
    assert math.fsum(row["share"] for row in rows) == pytest.approx(1)
    assert [row["share"] for row in rows] == sorted((row["share"] for row in rows), reverse=True)
    for row in rows:
        ladder = [budget.factor(), row["factor_at_2"], row["factor_at_4"], row["factor_at_10"],
                  row["factor_if_known"]]
        assert all(one >= other - 1e-12 for one, other in zip(ladder, ladder[1:], strict=False))
        low, high = budget.interval()
        assert 0 <= low <= row["low_if_known"] <= row["high_if_known"] <= high <= 1
        assert (row["cases_to_halve"] is None) == (row["share"] <= 0.75)
        if row["cases_to_halve"]:
            wide = budget.sd(**{row["input"]: row["cases_to_halve"] / row["n"]})
            assert wide <= budget.sd() / 2 * (1 + 1e-9)
    turned = error_budget(target, **dict(reversed(given_.items())), method=method)
    assert turned == budget
    assert error_budget(target, **given_, method=method, level=0.5).factor() <= budget.factor()


@quick
@given(st.integers(1, 39), st.integers(1, 39), st.integers(1, 39), st.integers(2, 50))
def test_delta_scales_as_it_should(first, second, third, times):
    one = error_budget(prevalence=(first, 40), tpir=(second, 40), fpir=(third, 40), method="delta")
    large = error_budget(prevalence=(first * times, 40 * times), tpir=(second, 40),
                         fpir=(third, 40), method="delta")
    assert one.sd(prevalence=times) == pytest.approx(large.sd(), rel=1e-12)
    swapped = error_budget("npv", prevalence=(40 - first, 40), tpir=(40 - third, 40),
                           fpir=(40 - second, 40), method="delta")
    assert (swapped.sd(), swapped.centre) == pytest.approx((one.sd(), one.centre), rel=1e-9,
                                                           abs=1e-12)


def test_a_zero_count_and_a_billion_faces():
    zero = error_budget(prevalence=(10, 30_000), tpir=(7, 7), fpir=(0, 2_500_000))
    assert zero.sources[0].rate == "fpir"
    assert zero.sources[0].variance() == pytest.approx(math.pi**2 / 6, rel=1e-6)
    assert zero.cases_needed("fpir") > 2_500_000
    large = error_budget(prevalence=(10**5, 10**9), tpir=(9, 10), fpir=(10**6, 10**9))
    assert large.sources[0].rate == "tpir" and large.share("tpir") > 0.99
    assert large.share("fpir") == pytest.approx(1e-6 / large.sd() ** 2, rel=2e-3)
    full = error_budget(prevalence=(2**53, 2**53), tpir=(2**53, 2**53), fpir=(0, 2**53))
    assert math.isfinite(full.factor()) and full.value == 1


BAD = [
    ({"tpir": (7, 5)}, "tpir k must be at most tpir n: 7 of 5 is more than all of them"),
    ({"tpir": (7.5, 10)}, "tpir k must be a whole number, got 7.5"),
    ({"fpir": (-1, 10)}, "fpir k must be at least 0, got -1"),
    ({"fpir": (0, 0)}, "fpir n must be at least 1, got 0"),
    ({"fpir": 0.0}, "fpir must be above 0, got 0.0: the odds are then 0 or infinite"),
    ({"prevalence": 1}, "prevalence must be below 1, got 1: the odds are then"),
    ({"prevalence": "between 1% and 2%"}, "prevalence must be counts or one value"),
    ({"prevalence": 70}, "write 0.7"),
    ({"prevalence": [3, 10]}, "prevalence must be a share, a figure in print or"),
    ({"level": 0}, "level must lie strictly between 0 and 1, got 0"),
    ({"level": 1}, "level must lie strictly between 0 and 1, got 1"),
    ({"level": 95}, "write 0.95"),
    ({"method": "wald"}, "method must be one of uniform, jeffreys and delta, got 'wald'"),
    ({"target": "accuracy"}, "got accuracy from fpir, prevalence and tpir"),
    ({"alert_rate": (3, 10)}, "got something from alert_rate, fpir, prevalence and tpir"),
    ({"colour": (3, 10)}, "'colour' is no known rate"),
    ({"base_rate": (3, 10)}, "prevalence is given twice: \\(3, 10\\) and \\(3, 10\\)"),
    ({"prevalence": 0.1, "tpir": 0.5, "fpir": 0.1}, "must have a count \\(k, n\\) among them"),
    ({"fpir": (0, 10), "method": "delta"}, "fpir must be above 0, got 0 of 10: the delta method"),
    ({"prevalence": (9, 9), "method": "delta"}, "prevalence must be below 1, got 9 of 9"),
    ({"prevalence": 0.1, "tpir": (9, 9), "fpir": (4, 4), "method": "delta"}, "finds no variance"),
]


@pytest.mark.parametrize(("changed", "message"), BAD)
def test_bad_input(changed, message):
    with pytest.raises(ValueError, match=message):
        error_budget(**{"prevalence": (3, 10), "tpir": (7, 10), "fpir": (1, 10)} | changed)


@pytest.mark.parametrize(("changed", "message"), [
    ({"tpir": (1, 100)}, "tpir must exceed fpir, got 0.0196078 and 0.117647: an alert would be no"),
    ({"alert_rate": (5, 150)}, "fewer alerts came than this fpir alone makes expect"),
    ({"alert_rate": (149, 150)}, "more alerts came than this tpir allows if everybody were"),
    ({"alert_rate": (19, 150)}, "alert_rate and fpir lie within one standard error"),
])
def test_bad_input_with_an_alert_rate(changed, message):
    with pytest.raises(ValueError, match=message):
        error_budget(**ALERTS | changed)


def test_bad_questions():
    budget = error_budget(**FLAGSHIP)
    for call, message in (
        (lambda: budget.sd(prevalence=2), "an input must be one of precision, fpir and tpir"),
        (lambda: budget.sd(fpir=0.5), "fpir must be one number of at least 1, or inf"),
        (lambda: budget.sd(fpir=[2, 3]), "fpir must be one number of at least 1, or inf"),
        (lambda: budget.sd(fpir=math.nan), "fpir must be a finite number"),
        (lambda: budget.share("npv"), "an input must be one of"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


@few
@given(samples(), samples(), samples())
def test_check_never_fails_where_there_is_a_budget(prevalence, tpir, fpir):
    for row in error_budget("npv", prevalence=prevalence, tpir=tpir, fpir=fpir).check():
        assert row["posterior_sd"] == pytest.approx(row["sd"], rel=3e-6)
