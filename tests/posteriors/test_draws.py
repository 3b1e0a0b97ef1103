"""Draws against quadrature (Kolmogorov-Smirnov), closed forms, and a stand-in for ArviZ."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.special import kolmogi

from lfrstats.posteriors import posterior
from lfrstats.posteriors.draws import draws

RATES = ("prevalence", "tpir", "fpir", "precision", "alert_rate")
PROBLEMS = {
    "gelman-carpenter": dict(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330)),
    "both": dict(tpir=(7, 10), fpir=(34, 34_000), precision=(8, 42), alert_rate=(42, 34_011)),
    "only precision": dict(precision=(8, 42)),
    "scales": dict(tpir=0.7, fpir=0.001, precision=(8, 42), prevalence="loguniform(1e-6, 1)"),
    "ranges": dict(tpir="uniform(0.6, 1)", fpir="uniform(0, 0.25)", alert_rate=(142, 742)),
    "millions": dict(tpir=(70, 100), fpir=(0, 10_000_000), alert_rate=(3, 10_000_000),
                     prevalence="loguniform(1e-8, 1)"),
    "contrary": dict(tpir=(90, 100), fpir=(900, 1000), alert_rate=(50, 1000)),
}


def distance(law, sample):
    """Kolmogorov's distance times the root of the size."""
    below, n = law.cdf(np.sort(sample)), sample.size
    steps = np.arange(n + 1) / n
    return max((below - steps[:-1]).max(), (steps[1:] - below).max()) * n**0.5


LINE_BY_LINE = ("only precision", "millions", "ranges")
"""Problems that take up to a millisecond a draw."""


@pytest.mark.parametrize("name", PROBLEMS)
def test_draws_follow_the_quadrature(name):
    found = posterior(**PROBLEMS[name])
    drawn = draws(found, 1_500 if name in LINE_BY_LINE else 20_000, 1)
    for rate in RATES:
        sample = drawn.rate(rate)
        if np.ptp(sample):
            assert distance(found.rate(rate), sample) < kolmogi(1e-6), rate
        else:
            assert sample[0] == pytest.approx(found.rate(rate).mean)


@pytest.mark.parametrize(("name", "size"), [("gelman-carpenter", 1_000_000), ("scales", 200_000)])
def test_tails_are_not_thin(name, size):
    """Counts beyond far quantiles of many draws are binomial."""
    found = posterior(**PROBLEMS[name])
    drawn = draws(found, size, 5)
    for rate in ("prevalence", "precision"):
        for tail in (1e-4, 1e-3, 0.01, 0.99, 0.999, 0.9999):
            below = np.count_nonzero(drawn.rate(rate) <= found.rate(rate).quantile(tail))
            assert abs(below - size * tail) < 5 * np.sqrt(size * tail * (1 - tail)), (rate, tail)


def test_both_ways_of_drawing_agree(monkeypatch):
    """By way of who was on the list, and by inverting conditional distributions."""
    found, other = (posterior(**PROBLEMS["gelman-carpenter"]) for _ in range(2))
    direct = draws(found, 20_000, 1)
    for module in ("draws", "result"):
        monkeypatch.setattr(f"lfrstats.posteriors.{module}.mixes", lambda *_: False)
    inverted = draws(other, 20_000, 2)
    for rate in RATES:
        at = np.sort(direct.rate(rate))[::2000]
        below = [np.searchsorted(np.sort(one.rate(rate)), at) for one in (direct, inverted)]
        assert np.abs(below[0] - below[1]).max() < 5 * np.sqrt(20_000 / 2), rate


def test_means_of_independent_betas():
    drawn = draws(posterior(tpir=(7, 10), fpir=(3, 3000)), 100_000, 1)
    assert drawn.tpir.mean() == pytest.approx(8 / 12, abs=2e-3)
    assert drawn.fpir.mean() == pytest.approx(4 / 3002, rel=1e-2)


def test_same_seed_same_draws_and_progress():
    found, done = posterior(**PROBLEMS["gelman-carpenter"]), []
    one = draws(found, 5000, 3, progress=done.append)
    other = draws(found, 5000, np.random.default_rng(3))
    assert np.array_equal(one.tpir, other.tpir) and done[-1] == 1
    assert not np.array_equal(one.tpir, draws(found, 5000, 4).tpir)


@pytest.mark.parametrize(("size", "rng", "message"), [
    (10**9, 1, "up to 20,000,000"), (0, 1, "at least 1"), (1.5, 1, "whole number"),
    (10, None, "rng must be a numpy Generator"), (10, -1, "rng must be"),
])
def test_refusals(size, rng, message):
    with pytest.raises(ValueError, match=message):
        draws(posterior(tpir=(7, 10)), size, rng)


@pytest.mark.parametrize("version", ["0.23.4", "1.3.0"])
def test_export_to_either_arviz(monkeypatch, version):
    def from_dict(data=None, **groups):
        return data if data is not None else groups

    monkeypatch.setitem(sys.modules, "arviz", SimpleNamespace(
        __version__=version, from_dict=from_dict))
    drawn = draws(posterior(tpir=(7, 10)), 100, 1)
    groups = drawn.to_arviz()
    assert groups["posterior"]["tpir"].shape == (1, 100)


def test_without_arviz(monkeypatch):
    monkeypatch.setitem(sys.modules, "arviz", None)
    with pytest.raises(ImportError, match="pip install arviz"):
        draws(posterior(tpir=(7, 10)), 100, 1).to_arviz()
