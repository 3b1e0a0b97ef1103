"""An accuracy that counts no misses is said to be one, and no hit rate is drawn from it."""

import good_study
import pytest

from lfrstats.auditing.audits import audit
from lfrstats.evidence.checking.accuracy import counts_no_misses
from lfrstats.evidence.study_file import load_claims


def claim(rate, printed, counts=None):
    more = "k = {}\nn = {}".format(*counts) if counts else ""
    return good_study.claim(rate.replace("_", "-"), rate, printed, more)


def study(tmp_path, *claims):
    path = tmp_path / "study.toml"
    path.write_text(good_study.HEAD + "".join(claims))
    return load_claims(path)


def said(found):
    return [check.sentence for check in found.checks if check.kind == "accuracy"]


OTHERS = (claim("alert_rate", "75 of 250,000", (75, 250_000)), claim("fdr", "3 of 75", (3, 75)))


# 3 false of 250,000: right but for 1.2e-5, printed to its last digit or cut off after it.
@pytest.mark.parametrize("printed", ["99.9988 %", "99.998 %", "99.999 %"])
def test_one_less_the_false_alerts_per_face(tmp_path, printed):
    told = study(tmp_path, claim("accuracy", printed), *OTHERS)
    assert counts_no_misses(told.claims[0], told) == (3, 250_000)
    found = audit(told)
    assert said(found) == [
        f"{printed}, an accuracy, is 1 less the share wrongly flagged (3 of 250,000) and takes the "
        "missed as none. No count of the missed stands behind it, so no hit rate follows from it. "
        "A system that flags nobody would score at most 99.972 % on these cases (72 of 250,000 "
        "were rightly flagged)."]
    (group,), (other,) = found.together, audit(study(
        tmp_path, *OTHERS)).together  # what follows is what follows without it
    assert [(found.name, found.sampled.low, found.sampled.high) for found in group.answers] == [
        (found.name, found.sampled.low, found.sampled.high) for found in other.answers]
    assert group.answer("tpir").sampled.low < 0.001


@pytest.mark.parametrize("further", [
    [claim("alert_rate", "75 of 250,000", (75, 250_000)), claim("precision", "72 of 75", (72, 75))],
    [claim("false_alert_rate", "3 of 250,000", (3, 250_000))],
])
def test_the_false_alerts_however_they_are_counted(tmp_path, further):
    told = study(tmp_path, claim("accuracy", "99.9988 %"), *further)
    assert counts_no_misses(told.claims[0], told) == (3, 250_000)


@pytest.mark.parametrize("printed", ["99.99 %", "97 %", "at least 99.99 %"])
def test_another_accuracy_stays_a_claim_and_gets_its_note(tmp_path, printed):
    told = study(tmp_path, claim("accuracy", printed),
                 claim("false_alert_rate", "4 of 1,000", (4, 1_000)))
    assert counts_no_misses(told.claims[0], told) is None
    found = audit(told)
    assert said(found)[0].endswith(
        ", an accuracy, counts as right every case that was rightly passed over; how many were "
        "missed it does not say. A system that flags nobody would score 1 less the base rate.")
    assert any("accuracy" in group.claims for group in found.together)
