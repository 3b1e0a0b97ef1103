"""One posterior side by side: PyMC's default sampler and `lfrstats.posterior`, printed.

Run `python tests/benchmarks/bench_pymc.py` with PyMC installed (the extra "pymc"). The model is the
simple one of Gelman and Carpenter (2020), J. R. Stat. Soc. C 69, 1269-1283, section 2: 50 of 3,330
positive, 103 of 122 true positives, 399 of 401 true negatives, uniform priors. Both are compared
with the exact posterior, a finite mixture of beta laws. They take turns; medians count. PyMC's time
of sampling is its own figure (tuning included); the rest is compiling, starting and checking.
"""

import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from scipy.optimize import brentq

import lfrstats as lfr

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from exact_mixture import ExactMixture  # noqa: E402

COUNTS = {"tpir": (103, 122), "fpir": (2, 401), "alert_rate": (50, 3330)}
PUBLISHED = {"mean": 0.01037126, "median": 0.01058129, "2.5 %": 0.00132587, "97.5 %": 0.01890433,
             "HDI low": 0.00085447, "HDI high": 0.01833843}
"""Quadrature values of the project's reference file (published_examples.json, entry
gelman_carpenter_simple), tolerance 2e-4; the paper prints 0 to 1.8 % for the shortest interval."""
PARAMETERS = ("prevalence", "sensitivity", "specificity")
SETTINGS = (("with its defaults", {}), ("with four chains", {"chains": 4}))
"""PyMC takes half the processors, at most 4, and as many chains, at least 2."""
ROUNDS, REPEATS, TIMES = 3, 31, 1000


class Exact(ExactMixture):
    """The figures of the exact posterior."""

    def quantile(self, p):
        return brentq(lambda x: self.cdf(x) - p, 0, 1, xtol=1e-16, rtol=1e-14)

    def hdi(self, level):
        def high(low):
            return self.quantile(self.cdf(low) + level)

        low = brentq(lambda x: self.density(high(x)) - self.density(x), 1e-9,
                     self.quantile(0.999 - level), xtol=1e-14)
        return low, high(low)

    def figures(self):
        ends = [self.quantile(p) for p in (0.5, 0.025, 0.975)]
        mean = self.weights @ (self.a / (self.a + self.b))
        return dict(zip(PUBLISHED, [mean, *ends, *self.hdi(0.95)], strict=True))


def our_answer():
    """Median and 95 % interval, from nothing."""
    found = lfr.posterior(**COUNTS).prevalence
    return found.median, *found.interval()


def our_figures():
    found = lfr.posterior(**COUNTS).prevalence
    ends = [found.mean, found.median, *found.interval(), *found.hdi()]
    return dict(zip(PUBLISHED, ends, strict=True))


def our_seconds():
    start = perf_counter()
    our_answer()
    return perf_counter() - start


def sampled(pymc, seed, settings):
    """PyMC's draws (chains, draws), seconds in all, those of sampling, and diverging draws."""
    (found, tested), (false, others), (alerts, faces) = COUNTS.values()
    start = perf_counter()
    with pymc.Model():
        prevalence, tpir, tnir = (pymc.Uniform(name, 0, 1) for name in PARAMETERS)
        alert_rate = prevalence * tpir + (1 - prevalence) * (1 - tnir)
        pymc.Binomial("positive", faces, alert_rate, observed=alerts)
        pymc.Binomial("true positive", tested, tpir, observed=found)
        pymc.Binomial("true negative", others, tnir, observed=others - false)
        result = pymc.sample(random_seed=seed, progressbar=False, **settings)
    draws = np.asarray(result.posterior["prevalence"])
    seconds = perf_counter() - start
    sampling = float(result.posterior.attrs["sampling_time"])
    return draws, seconds, sampling, int(np.sum(result.sample_stats["diverging"]))


def sample_figures(draws):
    """The same figures from draws; the shortest interval that holds 95 % of them."""
    draws = np.sort(draws.ravel())
    inside = int(np.ceil(0.95 * draws.size))
    low = int(np.argmin(draws[inside:] - draws[:-inside]))
    ends = [draws.mean(), *np.quantile(draws, [0.5, 0.025, 0.975]), draws[low], draws[low + inside]]
    return dict(zip(PUBLISHED, ends, strict=True))


def compare(pymc, label, settings, exact):
    """One setting of PyMC and ours in turns; prints times and errors, returns the verdicts."""
    rounds = []
    for seed in range(1, ROUNDS + 1):
        ours = median(our_seconds() for _ in range(REPEATS))
        rounds.append((*sampled(pymc, seed, settings), ours))
    chains, draws = rounds[0][0].shape
    print(f"\nPyMC {label}: {chains} chains, 1,000 tuning steps and {draws:,} draws each, "
          f"{ROUNDS} runs ({sum(one[3] for one in rounds)} divergences)")
    return times(rounds), errors([sample_figures(one[0]) for one in rounds], exact, chains * draws)


def times(rounds):
    """Prints seconds and ratios; returns the ratios."""
    whole, sampling, ours = (np.array([one[i] for one in rounds]) for i in (1, 2, 4))
    print(f"  ours, construction to interval {1e3 * median(ours):8.1f} ms "
          f"({ROUNDS} rounds of {REPEATS}, medians)")
    ratios = {}
    for name, seconds in (("sampling only", sampling), ("with compiling", whole)):
        ratios[name] = median(seconds / ours)
        print(f"  PyMC, {name:24} {1e3 * median(seconds):8.0f} ms, {ratios[name]:.0f} times ours")
    rest = 100 * median((whole - sampling) / whole)
    print(f"  of PyMC's time, {rest:.0f} % goes into compiling, starting and checking")
    return ratios


def errors(figures, exact, draws):
    """Prints each figure's errors; returns whether ours are all the smaller ones."""
    ours, ratios = our_figures(), []
    print(f"  {'':9} {'exact':>14} {'ours':>14} {'PyMC':>10} {'our error':>10} {'its error':>10}"
          f" {'ratio':>12}")
    for name, value in exact.items():
        theirs = median(abs(one[name] - value) for one in figures)
        mine = abs(ours[name] - value)
        ratios.append(theirs / max(mine, 1e-17))
        print(f"  {name:9} {value:14.11f} {ours[name]:14.11f} {figures[0][name]:10.6f}"
              f" {mine:10.1e} {theirs:10.1e} {ratios[-1]:12,.0f}")
    print("  (PyMC: values of the first run, median errors of all.) Errors falling with the root\n"
          f"  of the draws would be as small as ours after {min(ratios)**2 * draws:.0e} draws.")
    return min(ratios) > 1


def verdict(label, ratios, closer):
    nearer = "closer to" if closer else "NOT always closer to"
    print(f"PyMC {label}: ours is {nearer} the exact values")
    for name, ratio in ratios.items():
        said = "yes" if ratio >= TIMES else f"NO, short by a factor of {TIMES / ratio:.1f}"
        print(f"  at least {TIMES:,} times faster, {name}: {ratio:,.0f} times, {said}")


def run(pymc):
    """The first answers of all, then each setting."""
    first = our_seconds()
    exact = Exact(**COUNTS).figures()
    gaps = ", ".join(f"{name} {abs(exact[name] - value):.0e}" for name, value in PUBLISHED.items())
    print(f"exact less on file: {gaps}")
    _, whole, sampling, _ = sampled(pymc, 0, {})
    rest = 100 * (1 - sampling / whole)
    print(f"first answer of all: ours {1e3 * first:.0f} ms with imports, PyMC {whole:.1f} s\n"
          f"  with an empty cache, {whole / first:.0f} times ours; {rest:.0f} % of it compiling, "
          "starting, checking")
    found = {label: compare(pymc, label, settings, exact) for label, settings in SETTINGS}
    print()
    for label, verdicts in found.items():
        verdict(label, *verdicts)


def main():
    with tempfile.TemporaryDirectory() as cache:
        os.environ["PYTENSOR_FLAGS"] = f"base_compiledir={cache}"
        start = perf_counter()
        try:
            import pymc
        except ModuleNotFoundError as missing:
            if missing.name != "pymc":
                raise
            print("This comparison needs PyMC; install it with: pip install 'lfrstats[pymc]'",
                  file=sys.stderr)
            return 2
        print(f"PyMC {pymc.__version__}, imported in {perf_counter() - start:.1f} s; "
              f"{os.cpu_count()} processors")
        logging.getLogger("pymc").setLevel(logging.CRITICAL)
        warnings.simplefilter("ignore")
        run(pymc)
    return 0


if __name__ == "__main__":
    sys.exit(main())
