"""An audit as plain data, for programs: stable keys, every number in full."""

from __future__ import annotations

from collections.abc import Iterator

from ..auditing.audits import Audit
from ..auditing.together import COMPLEMENTS, Answer, Together
from ..reconciling import Bounds

__all__ = ["as_data"]


def as_data(audit: Audit) -> dict:
    """The audit as a dictionary that JSON can hold."""
    study = audit.study
    return {
        "study": study.id, "title": study.title, "level": audit.level,
        "consistent": audit.consistent, "failures": list(audit.failures),
        "findings": list(audit.findings),
        "assume_same": audit.assume_same,
        "checks": [
            {"kind": check.kind, "verdict": check.verdict, "items": list(check.items),
             "sentence": check.sentence, "line": check.line} for check in audit.checks
        ],
        "together": [_together(group) for group in audit.together],
        "unverified": [
            {"low": float(found.low), "high": float(found.high), "exact": [str(found.low),
             str(found.high)], "interval": list(found.exact_interval),
             "trusted_wrong": sorted(found.trusted_wrong), "sentence": str(found)}
            for found in audit.unverified
        ],
    }


def _together(group: Together) -> dict:
    found = {
        "name": group.name, "consistent": group.consistent,
        "claims": [claim.id for same in group.claims.values() for claim in same],
    }
    if not group.consistent:
        conflict = group.sampled
        return found | {"conflict": list(conflict.conflict), "sentence": conflict.sentence(),
                        "proof": conflict.steps()}
    return found | {
        "witness": group.witness.sentence(),
        "bounds": {name: ends for answer in group.answers for name, ends in _bounds(answer)},
        "undetermined": group.undetermined,
        "settle": str(group.influence) if group.influence else None,
    }


def _bounds(answer: Answer) -> Iterator[tuple[str, dict]]:
    """The limits of one statement, and of its complement where that has a name of its own."""
    yield answer.name, {"sampled": _ends(answer.sampled),
                        "exact": _ends(answer.exact) if answer.exact else None}
    if other := COMPLEMENTS.get(answer.name):
        yield other, {"sampled": _ends(answer.sampled, turned=True),
                      "exact": _ends(answer.exact, turned=True) if answer.exact else None}


def _ends(bounds: Bounds, *, turned: bool = False) -> dict:
    low, high = (1 - bounds.high, 1 - bounds.low) if turned else (bounds.low, bounds.high)
    return {"low": float(low), "high": float(high), "fractions": [str(low), str(high)],
            "proved": bounds.proved}
