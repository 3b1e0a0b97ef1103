import numpy as np
import pytest
from scipy.special import betainc, expit

from lfrstats.intervals.roots import newton_root, rising_root


def test_each_element_has_its_own_bracket_and_arguments():
    a = np.array([[2.0, 3.0], [5.0, 1e-9]])
    assert rising_root(lambda x, a: x**2 - a, 0.0, 3.0, a) == pytest.approx(np.sqrt(a), abs=1e-15)


@pytest.mark.parametrize("root", [1e-300, 1e-9, 0.5, 1 - 1e-9])
def test_full_relative_precision_on_the_logit_scale(root):
    target = np.log(root) - np.log1p(-root)
    found = rising_root(lambda x: np.tanh((x - target) / 50), -800.0, 800.0)
    assert expit(found) == pytest.approx(root, rel=5e-13)
    assert expit(-found) == pytest.approx(1 - root, rel=1e-12)


def test_a_bracket_that_starts_past_the_root_gives_its_end():
    assert rising_root(lambda x: x, [1.0, -2.0, 0.0], [2.0, -1.0, 0.0]).tolist() == [1, -1, 0]


def test_steps_flat_parts_and_infinite_values_do_no_harm():
    def step(x, at):
        return np.where(x < at, -1.0, 1.0)

    at = np.array([0.1, 0.7])
    assert rising_root(step, 0.0, 1.0, at) == pytest.approx(at, abs=1e-15)
    assert rising_root(np.log, 0.0, 5.0) == pytest.approx(1, abs=1e-15)


def test_few_evaluations_of_a_smooth_function():
    calls = []

    def f(x, k):
        calls.append(x.size)
        return np.log(betainc(k, 1001 - k, expit(x)) / 0.025)

    k = np.arange(1.0, 1001.0)
    root = rising_root(f, np.log(k / 1001) - 8, np.log(k / 1001) + 9, k)
    assert betainc(k, 1001 - k, expit(root)) == pytest.approx(np.full(1000, 0.025), rel=1e-10)
    assert sum(calls) / k.size < 20


def test_no_elements_no_work():
    assert rising_root(lambda x: x, np.empty(0), np.empty(0)).shape == (0,)


def test_newton_finds_the_same_root_and_survives_a_bad_start():
    a = np.array([1e-9, 2.0, 50.0, 8.0])
    ones = np.ones(4)
    found = newton_root(lambda x, a: (np.arctan(x - a), 1 / (1 + (x - a) ** 2)),
                        -100 * ones, 100 * ones, -90 * ones, a)
    assert found == pytest.approx(a, abs=1e-14)


def test_newton_does_not_jump_between_the_ends_for_ever():
    """A nearly straight line that bends at one end: the slopes at both ends point at the other."""
    n, mu, s = 1102, 6.4175647, 7.4308524
    found = newton_root(lambda z: (z + s * n * expit(mu + s * z),
                                   1 + s * s * n * expit(mu + s * z) * expit(-mu - s * z)),
                        np.array([-88.3]), np.array([0.0]), np.array([0.0]))
    assert found + s * n * expit(mu + s * found) == pytest.approx(0, abs=1e-8)


def test_newton_halves_where_the_slope_says_nothing():
    at = np.array([0.1, 0.7])
    found = newton_root(lambda x, at: (np.where(x < at, -1.0, 1.0), np.zeros(2)[: x.size]),
                        np.zeros(2), np.ones(2), np.full(2, 0.5), at)
    assert found == pytest.approx(at, abs=1e-14)
