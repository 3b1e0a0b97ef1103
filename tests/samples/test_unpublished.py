from fractions import Fraction

import pytest
from scipy.stats import beta

from lfrstats.samples.implied import implied_prevalence
from lfrstats.samples.unpublished import unpublished_sizes

HEADLINES = dict(tpir="70%", fpir="1 in 1,000", precision="8 of 42")


def clopper_pearson(k, n, level):
    """From scipy.stats.beta, as an independent way to the limits."""
    tail = (1 - level) / 2
    return (beta.ppf(tail, k, n - k + 1) if k else 0.0,
            beta.ppf(1 - tail, k + 1, n - k) if k < n else 1.0)


def base_rate(tpir, fpir, precision):
    odds = precision / (1 - precision) * fpir / tpir
    return odds / (1 + odds)


@pytest.mark.parametrize(("passes", "faces", "k1", "k2"), [
    (10, 1_000, 7, 1), (50, 10_000, 35, 10), (1_000, 1_000_000, 700, 1_000),
])
def test_rows_against_limits_from_scipy(passes, faces, k1, k2):
    found = unpublished_sizes(**HEADLINES, passes=[passes], faces=[faces])
    row = next(row for row in found.rows if row.passes and row.faces)
    level = 1 - 0.05 / 3
    tpir, fpir, precision = (clopper_pearson(*count, level) for count in
                             ((k1, passes), (k2, faces), (8, 42)))
    assert row.low == pytest.approx(base_rate(tpir[1], fpir[0], precision[0]), rel=1e-9)
    assert row.high == pytest.approx(base_rate(tpir[0], fpir[1], precision[1]), rel=1e-9)


def test_known_rates_leave_what_the_alerts_leave():
    found = unpublished_sizes(**HEADLINES)
    alone = implied_prevalence(tpir=0.7, fpir=0.001, precision=(8, 42), level=1 - 0.05 / 3)
    assert (found.best.low, found.best.high) == pytest.approx(alone.sampling, rel=1e-12)


def test_larger_sizes_never_say_less():
    found = unpublished_sizes(**HEADLINES)
    by_size = {(row.passes, row.faces): row.spread for row in found.rows}
    for faces in (1_000, 50_000, None):
        spreads = [by_size[passes, faces] for passes in (10, 20, 50, 100, 200, 500, 1_000)]
        assert spreads == sorted(spreads, reverse=True)
    assert all(row.spread >= found.best.spread for row in found.rows)


def test_sizes_that_are_enough():
    found = unpublished_sizes(**HEADLINES)
    spread = {(row.passes, row.faces): row.spread / found.best.spread for row in found.rows}
    assert found.enough == (500, 500_000)
    assert spread[500, None] <= 1.25 < spread[200, None]
    assert spread[None, 500_000] <= 1.25 < spread[None, 100_000]
    assert "From about 500 passes and 500,000 faces on" in str(found)


def test_an_exact_share_is_used_as_it_is():
    found = unpublished_sizes(tpir=Fraction(7, 10), fpir=0.001, precision=(8, 42))
    assert float(found.tpir) == 0.7 and len(found.rows) == 63


@pytest.mark.parametrize(("change", "message"), [
    ({"tpir": 1}, "tpir must lie strictly between 0 and 1, got 1"),
    ({"fpir": "0%"}, "fpir must lie strictly between 0 and 1, got 0%"),
    ({"precision": "19%"}, "precision must be counts such as 8 of 42, got 19%"),
    ({"passes": [0]}, "passes must be at least 1, got 0"),
    ({"level": 95}, "level must lie strictly between 0 and 1"),
])
def test_refusals(change, message):
    with pytest.raises(ValueError, match=message):
        unpublished_sizes(**HEADLINES | change)
