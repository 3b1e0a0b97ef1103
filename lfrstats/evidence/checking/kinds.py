"""What may a check ask, what may it come to, and what does it say?"""

from __future__ import annotations

from dataclasses import dataclass

from ...words import check

__all__ = ["KINDS", "VERDICTS", "Check"]

KINDS = {
    "print": "Does the printed figure follow from its counts?",
    "interval": "Is the printed interval one that the counts give?",
    "cases": "Do counts of the same cases fit into one table?",
    "sum": "Do the parts add up?",
    "same": "Do figures for one quantity agree?",
    "total": "Is the total the count of what is claimed?",
    "denominator": "Can each figure be a share of what it is called a share of?",
    "open": "Which totals or readings does a figure leave open?",
    "accuracy": "What does an accuracy leave out?",
    "contrast": "Are figures set against each other values of one quantity?",
}
"""The kinds of check, each as the question it answers."""

VERDICTS = {
    "fails": "a rule is broken",
    "note": "worth knowing, but no rule is broken: digits left off, or different denominators",
    "holds": "as it should be",
}
"""What a check may come to, the worst first."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its kind, its verdict (of `VERDICTS`), what it is about, and a sentence."""

    kind: str
    verdict: str
    items: tuple[str, ...]
    sentence: str
    line: int | None = None

    def __post_init__(self):
        check.choice("kind", self.kind, KINDS)
        check.choice("verdict", self.verdict, VERDICTS)

    @property
    def fails(self) -> bool:
        """Whether a rule is broken."""
        return self.verdict == "fails"

    def __str__(self) -> str:
        return f"{self.verdict}: {self.sentence}"
