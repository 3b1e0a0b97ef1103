"""True files are never blamed; a planted slip is found, and what is said of it is so.

`python tests/evidence/test_planted_slips.py 2000` tries as many as one likes; the suite tries some.
"""

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import planted
import pytest

from lfrstats.evidence.checking.checks import check_study
from lfrstats.evidence.study_file import load_claims
from lfrstats.reconciling import Contradiction

IN_SUITE = 60


def found_in(file, folder):
    path = Path(folder) / "planted.toml"
    path.write_text(file.toml())
    return load_claims(path), check_study(load_claims(path))


def blamed(file, folder):
    """What is held against a true file: nothing, it is hoped."""
    study, checks = found_in(file, folder)
    wrong = [found.sentence for found in checks if found.fails]
    for found in checks:
        if found.sentence.startswith("Taken as they are called"):
            least = float(re.search(r"([\d.]+) %", found.sentence)[1]) / 100
            world = file.worlds[found_crowd(found, file)]
            true = planted.size(world, planted.GROUPS["listed"]) / sum(world)
            wrong += [found.sentence] * (true < least)
    return wrong + [str(one) for one in contradictions(study)]


def found_crowd(found, file):
    return next(told.crowd for told in file.entries if told.id == found.items[0])


def contradictions(study):
    """What an audit says cannot all be true, as counted."""
    from lfrstats.auditing.audits import audit

    return [group.exact for group in audit(study).together
            if isinstance(group.exact, Contradiction)]


def caught(file, checks):
    """Whether some check is about the slip: it fails, or doubts the denominator or the total."""
    return any((found.fails or found.kind in ("denominator", "total"))
               and set(found.items) & set(file.slipped) for found in checks)


def untrue(file, checks):
    """Checks that fail although all they are about is as it was in the world."""
    slipped = {*file.slipped, *(told.crowd for told in file.entries if told.id in file.slipped)}
    for found in checks:
        if found.fails and not slipped & set(found.items):
            yield found.sentence
        if found.kind == "print" and found.fails and "would follow from" in found.sentence:
            told = next(told for told in file.entries if told.id == found.items[0])
            for k, n in re.findall(r"([\d,]+) of ([\d,]+) \(", found.sentence.split(
                    "would follow from")[1]):
                k, n = int(k.replace(",", "")), int(n.replace(",", ""))
                if planted.percent(k, n, len(told.printed[:-2].partition(".")[2])) != told.printed:
                    yield found.sentence


def slipped_file(rng):
    """A file with a slip that contradicts something recorded."""
    slip = planted.SLIPS[int(rng.integers(len(planted.SLIPS)))]
    while True:
        file = slip(rng, planted.true_file(rng))
        if file and planted.contradicts(file):
            return file


@pytest.mark.parametrize("block", range(4))
def test_true_files_are_never_blamed(block, tmp_path):
    rng = np.random.default_rng(block)
    for _ in range(IN_SUITE // 4):
        file = planted.true_file(rng)
        assert not planted.contradicts(file)
        assert not blamed(file, tmp_path), file.toml()


@pytest.mark.parametrize("block", range(4))
def test_planted_slips_are_caught_and_nothing_false_is_said(block, tmp_path):
    rng = np.random.default_rng(100 + block)
    missed = 0
    for _ in range(IN_SUITE // 4):
        file = slipped_file(rng)
        _, checks = found_in(file, tmp_path)
        assert not list(untrue(file, checks)), file.toml()
        missed += not caught(file, checks)
    assert missed <= 1


if __name__ == "__main__":
    many = int(sys.argv[1])
    rng = np.random.default_rng(2026)
    with tempfile.TemporaryDirectory() as place:
        wrong = [said for _ in range(many) for said in blamed(planted.true_file(rng), place)]
        print(f"{many} true files, {len(wrong)} sentences held against one", *wrong[:5], sep="\n")
        tried, hits, false = Counter(), Counter(), []
        for _ in range(many):
            file = slipped_file(rng)
            _, checks = found_in(file, place)
            tried[file.slip] += 1
            hits[file.slip] += caught(file, checks)
            false += untrue(file, checks)
            if not caught(file, checks) and "-v" in sys.argv:
                print("MISSED", file.slip, file.slipped, file.toml())
        print({slip: f"{hits[slip]} of {tried[slip]}" for slip in tried},
              f"caught {sum(hits.values())} of {many}; false sentences: {len(false)}",
              *false[:5], sep="\n")
