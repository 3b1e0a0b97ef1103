"""How long a whole audit takes: every recorded study, and studies of up to 1,000 claims.

Run `python tests/benchmarks/bench_audit.py`. Each is timed three times; medians are printed.
"""

import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from good_study import GOOD  # noqa: E402

from lfrstats.auditing.audits import audit  # noqa: E402
from lfrstats.evidence.study_file import studies  # noqa: E402
from lfrstats.reports.sections import document_of  # noqa: E402
from lfrstats.reports.text import as_text  # noqa: E402

CLAIM = """
[[claim]]
id = "c{i}"
source = "paper"
said_by = "Somebody"
statement = "{statement}"
printed = "between {low:.4f} and {high:.4f}"
unit = "people"
tested = "x"
meaning = "Something."
"""
TRUTH = {"tpir": 0.7, "fpir": 0.1, "prevalence": 0.05, "alert_rate": 0.13}


def made(claims, rng):
    """A study of true claims about one table, each with its own margin."""
    text = [GOOD]
    for i in range(claims):
        name = rng.choice(list(TRUTH))
        below, above = (rng.uniform(0.001, 0.04) for _ in range(2))
        text.append(CLAIM.format(i=i, statement=name, low=TRUTH[name] - below,
                                 high=TRUTH[name] + above))
    return "".join(text)


def seconds(study):
    times = []
    for _ in range(3):
        start = perf_counter()
        as_text(document_of(audit(study)))
        times.append(perf_counter() - start)
    return median(times)


if __name__ == "__main__":
    for name in studies():
        print(f"{name}: {seconds(name):.2f} s")
    rng = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        for claims in (10, 30, 100, 300, 1000):
            path = Path(folder) / "study.toml"
            path.write_text(made(claims, rng))
            took = seconds(path)
            print(f"{claims:5d} claims: {took:.2f} s, {1e3 * took / claims:.1f} ms a claim")
