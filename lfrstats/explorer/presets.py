"""What does the explorer know of the recorded studies? Plain data, ready to be written as JSON."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

import numpy as np

from ..auditing.audits import audit
from ..evidence.claims import Claim, Study
from ..evidence.deployments import Deployments
from ..table.events import Statement, statement

__all__ = ["deployments_data", "study_data", "words_of"]

CELLS = ("tp", "fn", "fp", "tn")
"""The cells over `listed` and `alert`, in the order of their truth table."""
SHARES = ("tpir", "fpir", "precision")
LONGEST = 160
"""Characters of a study's words in one line."""
MOST_CLAIMS = 200
"""Figures of one study that a page can show."""


def study_data(study: Study) -> dict[str, Any]:
    """A study as the explorer shows it: figures, whose shares they are, what an audit finds."""
    possible = _possible(study)
    return {
        "id": study.id, "title": study.title, "about": " ".join(study.about.split()),
        "words": words_of(study), "findings": list(audit(study).findings),
        "claims": [_claim(claim, possible) for claim in study.claims[:MOST_CLAIMS]],
        "both": _both(study), "unverified": _unverified(study),
    }


def words_of(study: Study) -> dict[str, str]:
    """A study's own words, by the names of the explorer's texts; none for faces on a street."""
    words = study.words
    if words.case[0] == "face":
        return {}
    one, many = words.case
    cells = dict.fromkeys(("cell.tp", "cell.fn", "cell.fp", "cell.tn"), "")
    return cells | {name: _plain(text) for name, text in {
        "label.listed": words.what("listed"), "label.others": words.what("not listed"),
        "label.alert": words.what("alert"), "label.silent": words.what("not alert"),
        "table.caption": f"@faces@ {many}, in whole numbers", "icons.none": "none at all",
        "name.prevalence": "the base rate", "name.tpir": "the hit rate",
        "name.fpir": "the false-positive rate", "name.precision": "the predictive value",
        "curve.x": f"Base rate: one {one} in so many {words.what('listed', 1)}",
        "curve.y": f"Of {words.group('alert')},\nhow many {words.what('listed | alert')}",
        "claims.both": "All of these are true at once at a base rate of about @b@. "
                       "They divide by different groups, so they are not rivals.",
    }.items()}


def _plain(text: str) -> str:
    """Words without the signs that mean something in the explorer's texts; its own put in."""
    for sign in "{}|*~":
        text = text.replace(sign, "")
    lines = (shorten(line, LONGEST, placeholder=" ...") for line in text.split("\n"))
    return "\n".join(lines).replace("@faces@", "{faces}").replace("@b@", "*{b}*")


def _claim(claim: Claim, possible: np.ndarray) -> dict[str, Any]:
    counted, among, inside = _placed(claim.statement, possible)
    return {
        "id": claim.id, "printed": claim.printed.text, "said_by": claim.said_by,
        "tested": claim.tested, "of": claim.of, "that": claim.that, "rate": claim.rate,
        "stands_for": claim.stands_for, "counted": counted, "among": among, "inside": inside,
        "value": float(claim.printed.value), "low": float(claim.printed.low),
        "high": float(claim.printed.high), "k": claim.k, "n": claim.n,
        "ambiguous": claim.ambiguous, "leaves_open": list(claim.leaves_open),
        "source": f"{claim.source.title}; {claim.source.publisher}; {claim.source.date}",
    }


def _possible(study: Study) -> np.ndarray:
    """The cells over all events that the study's rules leave."""
    events = tuple(study.events)
    left = np.ones(2 ** len(events), dtype=bool)
    for rule in study.implies:
        before, after = (statement(side.strip(), events) for side in rule.split("->"))
        left &= ~(before.counted & ~after.counted)
    return left


def _placed(stated: Statement, possible: np.ndarray) -> tuple[list[str], list[str], bool]:
    """The cells a statement counts, those it counts among, and whether these are only a part."""
    if not {"listed", "alert"} <= set(stated.events):
        return [], [], False
    listed, alert = (statement(event, stated.events).counted for event in ("listed", "alert"))
    boxes = [possible & box for box in (
        listed & alert, listed & ~alert, ~listed & alert, ~listed & ~alert)]
    counted = [cell for cell, box in zip(CELLS, boxes, strict=True) if (stated.counted & box).any()]
    among = [cell for cell, box in zip(CELLS, boxes, strict=True) if (stated.among & box).any()]
    whole = all((stated.among & box).sum() in (0, box.sum()) for box in boxes)
    return counted, among, not whole


def _both(study: Study) -> dict[str, float] | None:
    """The values at which a study sets its headlines side by side, if it does."""
    chosen = dict(study.comparison)
    if study.unverified and study.unverified.tpir and study.unverified.fpir:
        chosen = {"tpir": study.unverified.tpir, "fpir": study.unverified.fpir,
                  "precision": study.unverified.right}
    if not set(SHARES) <= set(chosen):
        return None
    found = {name: float(chosen[name].printed.value) for name in SHARES}
    return found if all(0 < value < 1 for value in found.values()) else None


def _unverified(study: Study) -> dict[str, Any] | None:
    """How many of the same alerts were right, wrong, and all."""
    if not study.unverified or study.unverified.right.n is None:
        return None
    right, wrong = study.unverified.right, study.unverified.wrong
    return {"right": right.k, "wrong": wrong.k if wrong else 0, "n": right.n, "of": right.of}


def deployments_data(deployments: Deployments) -> dict[str, Any]:
    """Each deployment's date, place and counts, None where not published."""
    rows = [{"date": str(each.date), "place": each.location, "faces": each.faces,
             "alerts": each.alerts, "right": each.true_alerts, "wrong": each.false_alerts}
            for each in sorted(deployments, key=lambda each: each.date)]
    return {"rows": rows, "caveats": list(deployments.caveats)}
