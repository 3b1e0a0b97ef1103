"""What was said, by whom, and where was it printed?

A study is a TOML file of claims with their sources (the format is described in data/README.md). A
claim keeps the figure as printed and the statement it makes; numbers are derived from these. These
are the records; `study_file` reads and checks the files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..table.events import Statement
from ..table.own_words import PLAIN, Words
from ..words import check
from ..words.printed import Printed

__all__ = ["Claim", "Condition", "Context", "Contrast", "Count", "Same", "Source", "Study", "Sum",
           "Unverified"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was printed, and whether it was seen there."""

    id: str
    title: str
    publisher: str
    date: str
    address: str
    seen: str
    gives_no_rate: bool = False
    note: str = ""

    def __str__(self) -> str:
        return f"{self.title}; {self.publisher}; {self.date}; {self.address} ({self.seen})"


@dataclass(frozen=True, slots=True)
class Condition:
    """Under which threshold, list, crowd and period something was measured."""

    id: str
    meaning: str
    threshold: str = ""
    watchlist: str = ""
    population: str = ""
    period: str = ""

    def __str__(self) -> str:
        return self.meaning


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One printed figure: who says it, the statement it makes, and what it leaves open.

    `of` and `that` put the statement in plain words: the share of `of` that `that`.
    """

    id: str
    source: Source
    said_by: str
    statement: Statement
    printed: Printed
    unit: str
    tested: str
    meaning: str
    of: str
    that: str
    rate: str | None = None
    stands_for: str | None = None
    condition: Condition | None = None
    k: int | None = None
    n: int | None = None
    ambiguous: str = ""
    leaves_open: tuple[str, ...] = ()
    note: str = ""
    line: int | None = None

    @property
    def counts(self) -> tuple[int, int] | None:
        """K of n, where both are known and there is anybody to be a share of."""
        return (self.k, self.n) if self.k is not None and self.n else None

    def __str__(self) -> str:
        return f"{self.printed.text}: {self.statement}, said by {self.said_by}"


@dataclass(frozen=True, slots=True)
class Count:
    """A printed count that is no rate: how many of what, who says so, and where."""

    id: str
    source: Source
    said_by: str
    printed: str
    count: int
    unit: str
    meaning: str
    condition: Condition | None = None
    note: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.printed}: {self.meaning}, said by {self.said_by}"


@dataclass(frozen=True, slots=True)
class Sum:
    """Counts that must add up to another, by what they mean."""

    total: Count
    parts: tuple[Count, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Same:
    """Counts, or claims, that state one and the same quantity, so should agree."""

    items: tuple[Count | Claim, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two claims that somebody sets against each other in print."""

    items: tuple[Claim, Claim]
    source: Source
    said_by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """A printed figure that is no rate, kept for what the rates stand on."""

    source: Source
    printed: str
    meaning: str


@dataclass(frozen=True, slots=True, eq=False)
class Unverified:
    """Claims that say how many of the same alerts were right, wrong and never verified.

    `groups` are the unverified ones, by what is known of them; those in `trusted_wrong` are taken
    as wrong in a second reading. `tpir` and `fpir` turn each reading into a base rate, and
    `inaccurate`, a share of the alerts called wrong, is set against `fpir`.
    """

    right: Claim
    wrong: Claim | None = None
    groups: tuple[Claim, ...] = ()
    trusted_wrong: tuple[Claim, ...] = ()
    tpir: Claim | None = None
    fpir: Claim | None = None
    inaccurate: Claim | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """The claims made about one system, with their sources.

    `assume_same` is empty, or says why claims made under different conditions may be taken as
    claims about one table; it is repeated wherever that is done.
    """

    id: str
    title: str
    about: str
    system: str
    period: str
    path: Path
    events: dict[str, str]
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    implies: tuple[str, ...] = ()
    assume_same: str = ""
    conditions: tuple[Condition, ...] = ()
    counts: tuple[Count, ...] = ()
    sums: tuple[Sum, ...] = ()
    sames: tuple[Same, ...] = ()
    contrasts: tuple[Contrast, ...] = ()
    context: tuple[Context, ...] = ()
    comparison: dict[str, Claim] = field(default_factory=dict)
    unverified: Unverified | None = None
    words: Words = PLAIN

    def claim(self, id: str) -> Claim:
        """The claim with this id."""
        return {claim.id: claim for claim in self.claims}[
            check.choice("claim", id, [claim.id for claim in self.claims])
        ]

    def __str__(self) -> str:
        def many(things, word):
            return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"

        return f"{self.title}: {many(self.claims, 'claim')} from {many(self.sources, 'source')}"
