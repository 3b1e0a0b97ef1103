"""Time, import and memory of posteriors, as ratios to numpy baselines of the same run, printed.

Run `python tests/benchmarks/bench_posterior.py`, or name sections of it: named, random, imports,
memory. The baseline of the times is what one would write first: the likelihood of Gelman and
Carpenter's (2020) counts on a grid of 100 x 100 x 100 values of prevalence, tpir and fpir, summed
to the marginal of the prevalence. Baseline and ours take turns; their times are processor time,
which other work disturbs less; whole processes are timed by the clock.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter, process_time

import numpy as np

import lfrstats as lfr

LIMIT_MS, LIMIT_MB = 50, 200
ROUNDS, RANDOM, PROCESSES = 7, 50, 11
ASKED = ("prevalence", "tpir", "fpir", "precision")
MANY = 10_000_000
PROBLEMS = {
    "Gelman and Carpenter": {"tpir": (103, 122), "fpir": (2, 401), "alert_rate": (50, 3330)},
    "two headlines and 8 of 42": {"tpir": 0.7, "fpir": 0.001, "precision": (8, 42)},
    "the same, 100 and 34,000": {"tpir": (70, 100), "fpir": (34, 34_000), "precision": (8, 42)},
    "10 million everywhere": {"tpir": (7_000_000, MANY), "fpir": (10_000, MANY),
                              "precision": (1_904_762, MANY)},
    "one everywhere": {"tpir": (1, 1), "fpir": (0, 1), "precision": (1, 1)},
    "log-uniform prior": {"tpir": (70, 100), "fpir": (34, 34_000), "precision": (8, 42),
                          "prevalence": "loguniform(1e-9, 1)"},
}
IMPORTS = (
    ("import lfrstats", "import numpy"),
    ("import lfrstats; lfrstats.posterior", "import numpy, scipy.special"),
    ("import lfrstats; lfrstats.posterior(tpir=.7, fpir=.001, precision=(8, 42)).prevalence.median",
     "import numpy, scipy.special"),
)
HEAVY = ("scipy.stats", "scipy.optimize", "statsmodels", "pandas", "matplotlib")
"""What the light-import rule forbids (tests/test_structure.py)."""
PEAK = """
import sys
try:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
except OSError:
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak //= 1024 if sys.platform == "darwin" else 1
print(peak / 1024)
"""
"""The most memory a process ever held, in MB. (Linux hands ru_maxrss on from parent to child.)"""


def on_a_grid(tpir, fpir, alert_rate, size=100):
    """Median and 95 % interval of the prevalence, uniform priors, by sums over a grid."""
    at = (np.arange(size) + 0.5) / size
    prevalence, found, false = np.meshgrid(at, at, at, indexing="ij", sparse=True)
    alert = prevalence * found + (1 - prevalence) * false
    logs = sum(k * np.log(rate) + (n - k) * np.log1p(-rate)
               for rate, (k, n) in ((found, tpir), (false, fpir), (alert, alert_rate)))
    cdf = np.cumsum(np.exp(logs - logs.max()).sum(axis=(1, 2)))
    return np.interp([0.5, 0.025, 0.975], cdf / cdf[-1], at + 0.5 / size)


def baseline():
    return on_a_grid(**PROBLEMS["Gelman and Carpenter"])


def full(problem):
    """Medians and 95 % intervals of four rates and the evidence, from nothing."""
    found = lfr.posterior(**problem)
    rates = [found.rate(name) for name in ASKED]
    return [(rate.median, *rate.interval()) for rate in rates], found.log_evidence


def seconds(call, *given, clock=process_time):
    start = clock()
    call(*given)
    return clock() - start


def in_turns(problem, rounds=ROUNDS):
    """Median and least seconds of a full posterior, and how many times those of the baseline."""
    pairs = [(seconds(full, problem), seconds(baseline)) for _ in range(rounds)]
    ours = [one for one, _ in pairs]
    return median(ours), min(ours), median(one / grid for one, grid in pairs)


def named_problems():
    grid = median(seconds(baseline) for _ in range(ROUNDS))
    exact = full(PROBLEMS["Gelman and Carpenter"])[0][0]
    off = ", ".join(f"{a:.4f} for {b:.4f}" for a, b in zip(baseline(), exact, strict=True))
    print(f"Baseline: grid of 100 x 100 x 100, {1e3 * grid:.0f} ms; its median and ends of the\n"
          f"prevalence are wrong: {off}.\n")
    print("Full posterior: median and 95 % interval of prevalence, tpir, fpir, precision; evidence")
    print(f"{'':26} {'ms':>7} {'least':>7} {'/ grid':>7} {'under 50 ms':>12} {'13 rates':>10} "
          f"{'.error':>10}")
    for name, problem in PROBLEMS.items():
        full(problem)
        ours, least, ratio = in_turns(problem)
        rows = median(seconds(lambda p=problem: lfr.posterior(**p).rows()) for _ in range(3))
        found = lfr.posterior(**problem)
        bound = seconds(lambda f=found: f.error)
        said = "yes" if 1e3 * ours < LIMIT_MS else "NO"
        print(f"{name:26} {1e3 * ours:7.1f} {1e3 * least:7.1f} {ratio:7.2f} {said:>12} "
              f"{1e3 * rows:7.0f} ms "
              f"{1e3 * bound:7.0f} ms  {found.error:.0e}")


def random_problem(rng):
    """Counts that a true table gave, n from 1 to 10 million, rates down to 1e-8."""
    p, f = 10 ** rng.uniform(-8, -0.1), 10 ** rng.uniform(-8, -0.3)
    t = rng.uniform(0.05, 1)
    alerts = p * t + (1 - p) * f
    third = rng.choice(["alert_rate", "precision", "prevalence"])
    truth = {"tpir": t, "fpir": f}
    truth[str(third)] = {"alert_rate": alerts, "precision": p * t / alerts, "prevalence": p}[third]
    sizes = (10 ** rng.uniform(0, 7, 3)).astype(int)
    counts = {name: (int(rng.binomial(n, rate)), int(n))
              for n, (name, rate) in zip(sizes, truth.items(), strict=True)}
    if third != "prevalence" and rng.random() < 0.25:
        counts["prevalence"] = "loguniform(1e-9, 1)"
    return counts


def random_mix():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(RANDOM):
        problem = random_problem(rng)
        found.append((*in_turns(problem, 1), problem))
    times, _, ratios = (np.array(column) for column in list(zip(*found, strict=True))[:3])
    print(f"\n{RANDOM} random problems, n from 1 to 10 million, rates down to 1e-8, once each")
    for name, share in (("median", 0.5), ("90th percentile", 0.9), ("maximum", 1)):
        took, ratio = np.quantile(times, share), np.quantile(ratios, share)
        said = "yes" if 1e3 * took < LIMIT_MS else "NO"
        print(f"{name:26} {1e3 * took:7.1f} {ratio:7.2f} {said:>12}")
    quick = np.count_nonzero(1e3 * times < LIMIT_MS)
    print(f"under {LIMIT_MS} ms: {quick} of {RANDOM}; the slowest:")
    for took, _, _, problem in sorted(found, key=lambda one: -one[0])[:4]:
        print(f"{1e3 * took:9.0f} ms  {problem}")


def process(code):
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout


def heavy_modules(code):
    return set(process(f"{code}; import sys; print(*sys.modules)").split()) & set(HEAVY)


def imports():
    print(f"\nWhole processes, in turns, medians of {PROCESSES}")
    for code, limit in IMPORTS:
        process(code)
        pairs = [[seconds(process, one, clock=perf_counter) for one in (code, limit)]
                 for _ in range(PROCESSES)]
        ours, theirs = (median(column) for column in zip(*pairs, strict=True))
        ratio = median(a / b for a, b in pairs)
        more = heavy_modules(code) - heavy_modules(limit)
        print(f"{code}\n{1e3 * ours:9.0f} ms, {ratio:.2f} times {limit!r} ({1e3 * theirs:.0f} ms); "
              f"heavy modules loaded: {', '.join(sorted(more)) or 'none'}")


def memory():
    print("\nPeak memory of a process: the full posterior and all 13 rates")
    bare = float(process("import numpy, scipy.special" + PEAK))
    print(f"{'import numpy, scipy.special':>27} {bare:6.0f} MB")
    sizes = {f"n = {n:,}": {"tpir": (7 * n // 10, n), "fpir": (n // 1000, n),
                            "precision": (2 * n // 10, n)}
             for n in (10**power for power in range(8))}
    worst = 0.0
    for name, problem in {**sizes, **PROBLEMS}.items():
        code = f"import lfrstats; found = lfrstats.posterior(**{problem}); found.rows()"
        peak = float(process(f"{code}; found.log_evidence" + PEAK))
        worst = max(worst, peak)
        print(f"{name:>27} {peak:6.0f} MB, {peak / bare:.2f} times, {peak - bare:.0f} MB more")
    said = "yes" if worst < LIMIT_MB else "NO"
    print(f"under {LIMIT_MB} MB everywhere: {said} ({worst:.0f} MB at most)")


SECTIONS = {"named": named_problems, "random": random_mix, "imports": imports, "memory": memory}

if __name__ == "__main__":
    for name in sys.argv[1:] or SECTIONS:
        SECTIONS[name]()
