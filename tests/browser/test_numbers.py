"""What the page computes is what the library computes."""

import json
from fractions import Fraction

import numpy as np
import pytest

import lfrstats as lfr
from lfrstats.table.rates import RATES
from lfrstats.words import wording
from lfrstats.words.printed import read

SETTINGS = 10_000


def random_settings(rng):
    """Base rates and false-alert rates over nine and seven decades, edges among them."""
    shares = {
        "prevalence": 10 ** rng.uniform(-9, 0, SETTINGS), "tpir": rng.uniform(0, 1, SETTINGS),
        "fpir": 10 ** rng.uniform(-7, 0, SETTINGS),
    }
    for values in shares.values():
        values[rng.integers(0, SETTINGS, 100)] = 0
        values[rng.integers(0, SETTINGS, 100)] = 1
    faces = np.round(10 ** rng.uniform(0, 9, SETTINGS)).astype(int)
    return shares, faces


@pytest.fixture(scope="module")
def answers(modules):
    """Settings, and the rates, cells and whole counts that the page finds for them."""
    shares, faces = random_settings(np.random.default_rng(20200124))
    rows = [dict(zip(shares, row, strict=True)) for row in np.stack([*shares.values()], 1).tolist()]
    found = modules("model").evaluate("""([rows, faces]) => rows.map((setting, i) => {
        const cells = model.cellsOf(setting), counts = model.whole(cells, faces[i]);
        const rates = Object.keys(model.RATES).map((name) => model.rate(cells, name));
        return JSON.stringify([rates.map((v) => Number.isNaN(v) ? null : v),
          model.CELLS.map((n) => cells[n]), model.CELLS.map((n) => counts[n])]);
    })""", [rows, faces.tolist()])
    rates, cells, counts = zip(*map(json.loads, found), strict=True)
    return shares, faces, np.array(rates, dtype=float), cells, counts


def test_ten_thousand_settings_agree_with_the_library(answers):
    shares, faces, rates, cells, counts = answers
    table = lfr.Table(
        tp=shares["prevalence"] * shares["tpir"], fn=shares["prevalence"] * (1 - shares["tpir"]),
        fp=(1 - shares["prevalence"]) * shares["fpir"],
        tn=(1 - shares["prevalence"]) * (1 - shares["fpir"]))
    for column, name in enumerate(RATES):
        np.testing.assert_allclose(rates[:, column], table.rate(name), rtol=1e-12, err_msg=name)
    for some, number, whole in zip(cells, faces.tolist(), counts, strict=True):
        assert list(whole) == wording.whole_parts(some, number)
        assert sum(whole) == number and min(whole) >= 0


def test_the_solver_finds_the_same_table(answers):
    shares, _, rates, _, _ = answers
    inner = np.all([(value > 0) & (value < 1) for value in shares.values()], axis=0)
    inner &= shares["tpir"] > 1e-3
    solved = lfr.solve(**{name: value[inner] for name, value in shares.items()})
    for column, name in enumerate(RATES):
        np.testing.assert_allclose(rates[inner, column], solved.rate(name), rtol=1e-12,
                                   err_msg=name)


def test_whole_counts_are_the_largest_remainders_in_exact_arithmetic(answers):
    *_, faces, _, cells, counts = answers
    for some, number, whole in list(zip(cells, faces.tolist(), counts, strict=True))[:1500]:
        exact = [Fraction(part) for part in some]
        exact = [part * number / sum(exact) for part in exact]
        order = sorted(range(4), key=lambda i: (exact[i] // 1 - exact[i], i))
        gaps = sorted(abs((exact[i] % 1) - (exact[j] % 1)) for i in range(4) for j in range(i))
        if gaps[0] < Fraction(1, 10**6) or max(exact) > 1e8:
            continue
        left = number - sum(int(part // 1) for part in exact)
        assert list(whole) == [int(exact[i] // 1) + (i in order[:left]) for i in range(4)]


def test_any_of_the_four_follows_from_the_other_three(modules, rng):
    tab = modules("model")
    names = ("prevalence", "tpir", "fpir", "precision")
    for _ in range(40):
        given = dict(zip(names[:3], rng.uniform(0.01, 0.99, 3).tolist(), strict=True))
        full = given | {"precision": float(lfr.solve(**given).precision)}
        for follower in names:
            mover = next(name for name in names if name != follower)
            found = tab.evaluate(
                "([s, m, f]) => model.moved({...s, [f]: 0.123}, m, s[m], f).setting",
                [full, mover, follower])
            assert found[follower] == pytest.approx(full[follower], rel=1e-9)


def test_what_no_system_can_do_is_refused(modules):
    needs = modules("model").evaluate(
        "model.moved({prevalence: 0.5, tpir: 0.9, fpir: 0.1, precision: 0.9}, 'precision', 0.1,"
        " 'fpir').needs")
    assert needs == pytest.approx(8.1)


def test_the_table_of_rates_is_the_library_s(modules):
    found = modules("model").evaluate("model.RATES")
    cells = np.array(("tp", "fn", "fp", "tn"))
    assert [*found] == [*RATES]
    for name, rate in RATES.items():
        assert set(found[name]["counted"]) == set(cells[rate.statement.counted])
        assert set(found[name]["among"]) == set(cells[rate.statement.among])


FIGURES = ["70%", "70 per cent", "0.1 %", "99.9997%", "1 in 1,000", "1 in 2,976", "1 in 33,000",
           "1 out of 1,500", "8 of 42", "8/42", "1/1000", "0.7", "1e-4", "0", "1", "0.5",
           "100%", "0%", "1 in 1", "1 in 2.5", ".5", "3e-9"]


@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_is_read_as_the_library_reads_it(modules, text):
    found = modules("figures").evaluate("(text) => figures.read(text)", text)
    known = read(text)
    assert found["value"] == pytest.approx(float(known.value), rel=1e-15, abs=0)
    assert found["low"] == pytest.approx(float(known.low), rel=1e-12, abs=1e-16)
    assert found["high"] == pytest.approx(float(known.high), rel=1e-12)
    assert (found.get("k"), found.get("n")) == (known.k, known.n)


@pytest.mark.parametrize(("text", "error"), [
    ("1 in 1.000", "twice"), ("70", "percentage"), ("170", "range"), ("120%", "range"),
    ("9 of 8", "part"), ("1 in 0", "nothing"), ("8.5 of 42", "counts"), ("", "unreadable"),
    ("<b>1</b>", "unreadable"), ("1,5 %", "unreadable"), ("x" * 200, "long"), ("-1", "unreadable"),
    ("NaN", "unreadable"), ("1 in 1e999", "unreadable"), ("0x10", "unreadable"),
])
def test_what_is_no_figure_is_answered_and_not_guessed(modules, text, error):
    assert modules("figures").evaluate("(text) => figures.read(text).error", text) == error


@pytest.mark.parametrize(("text", "value"), [
    ("0,1 %", 0.001), ("1 von 2.976", 1 / 2976), ("8 von 42", 8 / 42), ("70 Prozent", 0.7),
    ("0,7", 0.7),
])
def test_german_figures_are_read(modules, text, value):
    found = modules("figures").evaluate("(text) => figures.read(text, 'de')", text)
    assert found["value"] == pytest.approx(value, rel=1e-15)


def test_shares_are_written_as_the_library_writes_them(modules, rng):
    values = [*10 ** rng.uniform(-9, 0, 1500), *1 - 10 ** rng.uniform(-9, 0, 500), 0, 1, 0.5]
    found = modules("figures").evaluate(
        "(values) => values.map((v) => [figures.percent(v), figures.share(v)])",
        [float(value) for value in values])
    for value, written in zip(values, found, strict=True):
        plain = [text.replace("\N{NO-BREAK SPACE}", " ") for text in written]
        assert plain == [wording.percent(value), wording.share(value)]


def test_ranges_are_written_as_the_library_writes_them(modules, rng):
    ends = np.sort(10 ** rng.uniform(-7, 0, (800, 2)), axis=1)
    ends = [*ends.tolist(), [0, 0.16], [0, 0.5], [0.5, 1], [0, 1], [0.3475, 0.9333]]
    found = modules("figures").evaluate(
        "(ends) => ends.map(([low, high]) => figures.range(low, high).join(' to '))", ends)
    for (low, high), written in zip(ends, found, strict=True):
        assert written.replace("\N{NO-BREAK SPACE}", " ") == wording.interval(low, high)


@pytest.mark.parametrize("n", [1, 2, 7, 42, 400, 100_000])
def test_limits_of_counts_are_the_library_s(modules, n):
    tab = modules("chance")
    for k in {0, 1, n // 5, n // 2, n - 1, n} - {-1}:
        exact = tab.evaluate("([k, n]) => chance.exactLimits(k, n)", [k, n])
        assert exact == pytest.approx([*lfr.interval(k, n)], rel=1e-9, abs=1e-15)
        jeffreys = lfr.interval(k, n, method="jeffreys")
        low, high = (tab.evaluate("([q, k, n]) => chance.jeffreysQuantile(q, k, n)", [q, k, n])
                     for q in (0.025, 0.975))
        assert (low if k else 0) == pytest.approx(jeffreys.low, rel=1e-9, abs=1e-15)
        assert (high if k < n else 1) == pytest.approx(jeffreys.high, rel=1e-9)


def test_twenty_worlds_stand_at_the_quantiles_of_jeffreys_interval(modules):
    """With one count left open, the dots are the quantiles of its own distribution."""
    from scipy.stats import beta

    found = modules("doubt").evaluate("""doubt.twenty({ follows: "precision",
        setting: { prevalence: 0.01, tpir: 0.7, fpir: 0.1 }, given: { tpir: { k: 7, n: 10 } } })""")
    hits = beta.ppf((np.arange(20) + 0.5) / 20, 7.5, 3.5)
    expected = lfr.solve(prevalence=np.full(20, 0.01), tpir=hits, fpir=np.full(20, 0.1)).precision
    np.testing.assert_allclose(found, expected, rtol=1e-9)
