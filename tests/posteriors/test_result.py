"""Posteriors against published values, closed forms, and brute force in other coordinates."""

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad
from scipy.special import betainc, betaincinv, roots_legendre

from lfrstats.posteriors import Beta, Fixed, LogUniform, Uniform, posterior
from lfrstats.posteriors.lines.slices import TooRough
from lfrstats.posteriors.marginals import Law
from lfrstats.table.rates import RATES

SANTA_CLARA = dict(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330))


def test_gelman_and_carpenter():
    """Gelman and Carpenter 2020, section 2; quadrature values of the project's reference file."""
    found = posterior(**SANTA_CLARA, prevalence="uniform").prevalence
    assert found.mean == pytest.approx(0.01037126, abs=2e-8)
    assert found.median == pytest.approx(0.01058129, abs=1e-8)
    assert tuple(found.interval(0.95)) == pytest.approx((0.00132587, 0.01890433), abs=6e-8)
    low, high = found.hdi(0.95)  # nearly tied in width over a range of ends
    assert (low, high) == pytest.approx((0.00085447, 0.01833843), abs=1e-5)
    assert high - low <= 0.01833843 - 0.00085447 + 5e-8


def test_true_prevalence_of_taenia():
    """R prevalence::truePrev, Taenia solium, Nepal: quadrature mean .1330808, sd .077634."""
    found = posterior(tpir=Uniform(0.6, 1), fpir=Uniform(0, 0.25), alert_rate=(142, 742)).prevalence
    assert found.mean == pytest.approx(0.1330808, abs=5e-8)
    assert found.sd == pytest.approx(0.077634, abs=5e-7)


@pytest.mark.parametrize(("prevalence", "low", "high"), [
    (0.03, 0.05899852, 0.08574334), (0.04, 0.07788207, 0.11220656),
])
def test_stamey_and_holt_side_with_a_million_draws(prevalence, low, high):
    """bdpv CIpvBI, 1e6 draws; the printed .0860 and .1111 carry Monte Carlo error."""
    found = posterior(tpir=(240, 418), fpir=(87, 375), prevalence=prevalence).precision
    assert tuple(found.interval(0.95)) == pytest.approx((low, high), abs=1.5e-4)


@pytest.mark.parametrize(("k", "n"), [(0, 1), (8, 42), (42, 42), (10, 10_000_000)])
def test_alone_a_count_is_a_beta(k, n):
    """Uniform prior, k of n: Beta(k + 1, n - k + 1), by scipy.stats."""
    found, exact = posterior(tpir=(k, n)).tpir, stats.beta(k + 1, n - k + 1)
    for q in (1e-6, 0.025, 0.5, 0.975):
        assert found.quantile(q) == pytest.approx(exact.ppf(q), rel=1e-9)
    assert found.mean == pytest.approx((k + 1) / (n + 2), rel=1e-9)
    variance = (k + 1) * (n - k + 1) / ((n + 2) ** 2 * (n + 3))  # scipy's std cancels at 1e7
    assert found.sd == pytest.approx(variance**0.5, rel=1e-6)


def panels(edges, nodes=16):
    """Gauss-Legendre nodes and weights on each of the panels between the edges."""
    z, w = roots_legendre(nodes)
    left, right = np.array(edges[:-1])[:, None], np.array(edges[1:])[:, None]
    return ((right - left) * (z + 1) / 2 + left).ravel(), ((right - left) * w / 2).ravel()


def brute_force(tpir, fpir, alerts, x):
    """P(prevalence <= x), uniform priors.

    tpir and fpir run over their own posterior probabilities, and for each pair the prevalence is
    integrated in closed form through the alert rate a = fpir + prevalence (tpir - fpir), whose
    likelihood is a beta density.
    """
    tails = [10.0**-power for power in (12, 9, 7, 5, 4, 3, 2, 1)]
    fixed = [0, *tails, 0.3, 0.5, 0.7, *(1 - tail for tail in tails[::-1]), 1]
    (kt, nt), (kf, nf), (k, n) = tpir, fpir, alerts
    levels = np.array([1e-12, 1e-6, 0.01, 0.2, 0.5, 0.8, 0.99, 1 - 1e-6])
    peak = betaincinv(k + 1, n - k + 1, levels)
    cuts = betainc(kf + 1, nf - kf + 1, peak)
    u, wu = panels(sorted({*fixed, *betainc(kt + 1, nt - kt + 1, peak)}))
    v, wv = panels(sorted({*fixed, *cuts}), 24)
    t, f = np.meshgrid(betaincinv(kt + 1, nt - kt + 1, u), betaincinv(kf + 1, nf - kf + 1, v),
                       indexing="ij")
    weight, gap = np.outer(wu, wv), t - f
    base = betainc(k + 1, n - k + 1, f)

    def mass(most):
        grown = betainc(k + 1, n - k + 1, f + most * gap) - base
        return (weight * grown / np.where(gap == 0, 1, gap)).sum()

    return np.array([mass(one) for one in x]) / mass(1.0)


PROBLEMS = [
    ((103, 122), (2, 401), (50, 3330)),
    ((921, 1659), (0, 10957), (8, 377)),
    ((36, 62), (257, 9878), (2, 15)),
    ((7, 10), (3, 38), (2076, 27171)),
    ((20, 20), (32, 87964), (0, 8)),
    ((1, 3), (1, 432), (0, 19)),
]
LEVELS = np.array([0.025, 0.25, 0.5, 0.75, 0.975])


@pytest.mark.parametrize(("tpir", "fpir", "alerts"), PROBLEMS)
def test_quantiles_against_brute_force(tpir, fpir, alerts):
    found = posterior(tpir=tpir, fpir=fpir, alert_rate=alerts)
    quantiles = np.array([found.prevalence.quantile(level) for level in LEVELS])
    missed = np.abs(brute_force(tpir, fpir, alerts, quantiles) - LEVELS)
    assert missed.max() < 5e-9 and missed.max() < found.prevalence.error


@pytest.mark.parametrize(("prevalence", "weight"), [
    ("uniform", lambda x: x), ("loguniform(1e-6, 1)", np.ones_like),
])
def test_two_headlines_under_two_priors(prevalence, weight):
    """8 of 42 right at known 70 % and 1 in 1,000: a plain sum over a fine logarithmic grid."""
    x = np.exp(np.linspace(np.log(1e-6), np.log(1 - 1e-9), 400_001))
    right = x * 0.7 / (x * 0.7 + (1 - x) * 0.001)
    density = np.exp(8 * np.log(right) + 34 * np.log1p(-right) + 20) * weight(x)
    found = posterior(tpir=0.7, fpir=0.001, precision=(8, 42), prevalence=prevalence).prevalence
    assert found.mean == pytest.approx((density * x).sum() / density.sum(), rel=1e-6)
    cdf = np.cumsum(density) / density.sum()
    assert found.median == pytest.approx(np.exp(np.interp(0.5, cdf, np.log(x))), rel=1e-4)


def test_how_many_walked_past_unseen():
    """The mean of a product of independent betas is the product of their means."""
    found = posterior(prevalence=(10, 30_000), tpir=(70, 100), fpir=(3, 3_000))
    assert found.unseen(faces=100_000).mean == pytest.approx(1e5 * 11 / 30_002 * 31 / 102, rel=1e-7)


def test_complements_and_products():
    found = posterior(**SANTA_CLARA)
    assert found.fdr.median == pytest.approx(1 - found.precision.median, abs=1e-7)
    assert found.fnir.mean == pytest.approx(1 - found.tpir.mean, abs=1e-7)
    rates = [row["rate"] for row in found.rows()]
    assert rates == list(RATES)


@pytest.mark.parametrize("prevalence", ["uniform", "loguniform(1e-6, 1)", "beta(0.5, 0.5)"])
def test_evidence_of_one_count(prevalence):
    """Under a uniform prior each of 0 to 10 of 10 is as likely as the next."""
    found = posterior(tpir=(7, 10), prevalence=prevalence)
    assert found.log_evidence == pytest.approx(-np.log(11), abs=1e-8)
    assert found.rate("precision").mean > 0
    assert found.log_evidence == pytest.approx(-np.log(11), abs=1e-8)


def test_what_is_known_narrows_it():
    known = posterior(tpir=Fixed(0.7), fpir=Fixed(0.001), alert_rate=(42, 34_011)).prevalence
    open_ = posterior(tpir=(7, 10), fpir=(34, 34_000), alert_rate=(42, 34_011)).prevalence
    assert known.sd < open_.sd
    assert posterior(tpir=(7, 10), prevalence=LogUniform(1e-6, 0.1)).prevalence.median < 1e-3
    assert posterior(tpir=Beta(7, 3)).tpir.mean == pytest.approx(0.7)


def test_beliefs_in_words():
    """R epiR epi.betabuster, on a grid with step .001; the second is log(.025) / log(.99)."""
    first = Beta.believed(0.9, above=0.75, sure=0.8)
    second = Beta.believed(1, above=0.99, sure=0.975)
    assert (first.a, first.b) == pytest.approx((9.875, 1.98611111111), abs=0.001)
    assert (second.a, second.b) == pytest.approx((np.log(0.025) / np.log(0.99), 1), rel=1e-9)
    assert stats.beta(first.a, first.b).sf(0.75) == pytest.approx(0.8, abs=1e-12)
    assert (first.a - 1) / (first.a + first.b - 2) == pytest.approx(0.9, rel=1e-9)


@pytest.mark.parametrize(("given", "message"), [
    ((0.5, 0.6, 0.8), "strictly between 0 and the mode, got 0.6 and 0.5"),
    ((0.9, 0.75, 0.2), "sure must lie strictly between 0.25 and 1, got 0.2"),
    ((0.9, 0.75, 80), "sure must lie in \\[0, 1\\], got 80"),
])
def test_beliefs_that_make_no_sense(given, message):
    mode, above, sure = given
    with pytest.raises(ValueError, match=message):
        Beta.believed(mode, above=above, sure=sure)


SHARP = [
    # one rate near its end, to many digits, at a size that shows lost digits
    (dict(tpir=(1, 1), fpir=(1396, 7_044_659), precision=(0, 20)), "precision"),
    (dict(tpir=(12_868, 29_156), fpir=(0, 24), precision=(248, 248),
          prevalence="loguniform(1e-9, 1)"), "precision"),
]


@pytest.mark.parametrize(("given", "rate"), SHARP)
def test_work_is_bounded_where_digits_run_out(given, rate):
    law = posterior(**given).rate(rate).law
    assert np.diff(law.quantile(LEVELS)).min() > 0
    assert law.slices.lines.work[0] < 6e7


def test_the_stated_error_tries_every_way(monkeypatch):
    """A way that is given up is no reason to state none; only if all are, is it said."""
    given_up, real = [], Law._integrated

    def integrated(law, slices):
        if not law.quick and len(given_up) < limit:
            given_up.append(law.across)
            raise TooRough("too rough")
        return real(law, slices)

    monkeypatch.setattr(Law, "_integrated", integrated)
    limit = 1
    assert 0 < posterior(tpir=(70, 100), fpir=(34, 34_000), precision=(8, 42)).tpir.error < 1e-7
    assert len(given_up) == 1
    limit = 9
    with pytest.raises(ValueError, match="too rough"):
        _ = posterior(tpir=(70, 100), fpir=(34, 34_000), precision=(8, 42)).tpir.error


def test_misfit_is_the_deviance():
    """Known rates: the deviance of a binomial count, from the definition."""
    known = posterior(tpir=0.5, fpir=0.1, prevalence=0.2, alert_rate=(30, 100))
    alerts = 0.2 * 0.5 + 0.8 * 0.1
    right = 30 * np.log(0.3 / alerts) + 70 * np.log(0.7 / (1 - alerts))
    assert known.misfit == pytest.approx(2 * right, rel=1e-12)
    assert posterior(**SANTA_CLARA).misfit < 2


@pytest.mark.parametrize(("given", "message"), [
    (dict(tpir=(43, 42)), "more than all of them"),
    (dict(tpir=(-1, 42)), "at least 0"),
    (dict(tpir=(8.5, 42)), "whole number"),
    (dict(foo=(1, 2)), "'foo' is no known rate"),
])
def test_refusals(given, message):
    with pytest.raises(ValueError, match=message):
        posterior(**given)


def test_prior_that_excludes_the_data():
    with pytest.raises(ValueError):
        found = posterior(tpir=(7, 10), fpir=Fixed(0), prevalence=Fixed(0), alert_rate=(5, 10))
        _ = found.tpir.mean


def test_level_must_be_a_level():
    with pytest.raises(ValueError, match="level must lie strictly between 0 and 1, got 95"):
        posterior(tpir=(7, 10)).tpir.interval(95)


def test_one_parameter_near_its_bound():
    """All mass where tpir is nearly 0, under a density that is infinite there: plain quadrature."""
    found = posterior(prevalence=0.3, fpir=0.3, tpir="beta(0.5, 0.5)", observed={
        "npv": (2, 355), "false_omission_rate": (14, 379), "alert_rate": (28, 123)})

    def height(root):
        t = root * root                                    # t^-0.5 dt is 2 d(root)
        silent = 0.3 * (1 - t) + 0.7 * 0.7
        npv, alert = 0.7 * 0.7 / silent, 1 - silent
        return np.exp(-0.5 * np.log1p(-t) + 367 * np.log(npv) + 367 * np.log1p(-npv)
                      + 28 * np.log(alert) + 95 * np.log1p(-alert) + 596)

    def npv(root):
        return 0.49 / (0.3 * (1 - root * root) + 0.49)

    total = quad(height, 0, 1, epsabs=1e-13, limit=400)[0]
    mean = quad(lambda root: npv(root) * height(root), 0, 1, epsabs=1e-13, limit=400)[0] / total
    assert found.npv.mean == pytest.approx(mean, abs=1e-9)
    for level in (0.025, 0.5, 0.975):
        value = found.npv.quantile(level)
        root = np.sqrt(1 - (0.49 / value - 0.49) / 0.3)
        assert quad(height, 0, root, epsabs=1e-13, limit=400)[0] / total == pytest.approx(
            level, abs=2e-8)
