"""Mutated claims files: each ends in a report or in one clear error, and never runs anything.

`python tests/reports/test_mutated_files.py 1000` tries as many as one likes; the suite tries some.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import pytest
from good_study import GOOD, RICH

from lfrstats.auditing.audits import audit
from lfrstats.reports.html import as_html
from lfrstats.reports.markdown import as_markdown
from lfrstats.reports.sections import document_of
from lfrstats.reports.text import as_text

IN_SUITE = 150
PIECES = [
    "<script>alert(1)</script>", '"', "'", '"""', "]]", "[[claim]]", "[study]", "\x00", "\x1b[31m",
    "\u202e", "é", "9" * 400, "-1", "1e999", "nan", "inf", "0/0", "43 of 42", "100%", "200%",
    "not " * 50, "(" * 40, "alert | listed", "|", "->", "# ", "\n", "\t", "=", "{}", "[1,2]",
    "true", "k = 8", "n = 0", "1 in 0", "about", "between 1% and 0%", "../../etc/passwd",
    "__import__('os').system('x')", "{{7*7}}", "%s%n", "A" * 3000, "unknown_key = 1\n",
]


def revalued(rng, text):
    """A claims file with odd, but quoted, values in a few places: most of these can be read."""
    lines = text.splitlines()
    for place in rng.sample(range(len(lines)), rng.randint(1, 8)):
        key, equals, _ = lines[place].partition(" = ")
        if equals and key not in ("id", "source", "statement", "seen", "k", "n"):
            lines[place] = f"{key} = {json.dumps(rng.choice(PIECES))}"
    return "\n".join(lines).encode()


def mutated(seed):
    """A claims file after a few random changes: cuts, copies, swaps and odd pieces."""
    rng = random.Random(seed)
    text = RICH if seed % 4 > 1 else GOOD
    if seed % 2:
        return revalued(rng, text)
    for _ in range(rng.randint(1, 6)):
        i, j = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        j = min(j, i + 200)
        piece = rng.choice(PIECES)
        text = rng.choice([
            text[:i] + text[j:],
            text[:i] + piece + text[i:],
            text[:i] + text[i:j] * 2 + text[j:],
            text[:i] + piece + text[j:],
            text.replace(rng.choice(text.split('"')[1::2] or ["x"]), piece),
        ]) or "x"
    raw = text.encode()
    if rng.random() < 0.1:
        i = rng.randrange(len(raw))
        raw = raw[:i] + bytes([rng.randrange(128, 256)]) + raw[i:]
    return raw


def outcome(raw, folder):
    """ "report" or "error"; anything else is a defect and raises."""
    path = Path(folder) / "mutated.toml"
    path.write_bytes(raw)
    try:
        found = audit(path)
    except ValueError as error:
        lines = str(error).splitlines()
        assert len(lines) <= 21 and max(map(len, lines)) < 1500
        assert all(line.startswith(str(path)) for line in lines)
        return "error"
    document = document_of(found)
    html = as_html(document)
    assert "<script" not in html and "<script" not in as_markdown(document)
    assert "\x1b[31m" not in as_text(document)
    return "report"


def test_the_files_that_are_mutated_are_good(tmp_path):
    assert [outcome(text.encode(), tmp_path) for text in (GOOD, RICH)] == ["report"] * 2


@pytest.mark.parametrize("block", range(5))
def test_mutated_files_end_well(block, tmp_path):
    size = IN_SUITE // 5
    seen = {outcome(mutated(seed), tmp_path) for seed in range(block * size, (block + 1) * size)}
    assert seen == {"report", "error"}


HUGE = {
    "deep": b"x = " + b"[" * 100_000,
    "many claims": GOOD.encode() + GOOD[GOOD.index("[[claim]]"):].encode() * 3_000,
    "large": b"#" * 10**7,
    "long number": GOOD.replace("k = 8", f"k = {'8' * 5000}").encode(),
}


@pytest.mark.parametrize("name", HUGE)
def test_absurd_sizes_are_refused(name, tmp_path):
    assert outcome(HUGE[name], tmp_path) == "error"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        ends = [outcome(mutated(seed), place) for seed in range(int(sys.argv[1]))]
    print({end: ends.count(end) for end in set(ends)})
