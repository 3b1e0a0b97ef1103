"""An audit as plain data, for programs: stable keys, every number in full."""

from __future__ import annotations

from ..auditing.audits import Audit, Together

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
        "bounds": {
            name: {"sampled": _ends(sampled), "exact": _ends(exact) if exact else None}
            for name, sampled, exact in group.bounds
        },
        "undetermined": group.undetermined,
        "settle": str(group.influence) if group.influence else None,
    }


def _ends(bounds) -> dict:
    return {"low": float(bounds.low), "high": float(bounds.high),
            "fractions": [str(bounds.low), str(bounds.high)], "proved": bounds.proved}
