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
from .files.entries import NOT_SAID

__all__ = ["Cases", "Claim", "Condition", "Context", "Contrast", "Count", "Counted", "OpenClaim",
           "PrintedInterval", "Reading", "Same", "Source", "Study", "Sum", "Unverified"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was printed, and whether it was seen there."""

    id: str
    title: str
    publisher: str = NOT_SAID
    date: str = NOT_SAID
    address: str = NOT_SAID
    seen: str = NOT_SAID
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
class Cases:
    """Cases that were counted: what they are, and how many, if that is known.

    All of them are in the cells that `group` counts. With `part_of` they are among other cases; if
    `complete`, they are all those of them that are so. Counts that name the same cases are whole
    numbers of one table.
    """

    id: str
    group: Statement
    meaning: str
    unit: str = NOT_SAID
    count: int | None = None
    part_of: Cases | None = None
    complete: bool = False
    note: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return self.meaning


@dataclass(frozen=True, slots=True)
class PrintedInterval:
    """An interval printed beside a figure: its ends as printed, and its level if that is."""

    low: Printed
    high: Printed
    level: float | None = None

    def __str__(self) -> str:
        return f"{self.low.plain} to {self.high.plain}"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One statement that a figure may make: the share of `of` that `that`."""

    statement: Statement
    rate: str | None
    of: str
    that: str

    def __str__(self) -> str:
        return f"a share of {self.of} that {self.that}"


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """One printed figure: who says it, the statement it makes, and what it leaves open.

    `of` and `that` put the statement in plain words: the share of `of` that `that`. `k` may be
    known where `n` is not. `readings` are statements it might make as well.
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
    cases: Cases | None = None
    interval: PrintedInterval | None = None
    readings: tuple[Reading, ...] = ()
    ambiguous: str = ""
    leaves_open: tuple[str, ...] = ()
    note: str = ""
    line: int | None = None

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of what it is from: its own, or those of two counts."""
        return tuple(self.id.split(" of "))

    @property
    def counts(self) -> tuple[int, int] | None:
        """The count behind the figure: k, and n if it is not 0; None where one is not known."""
        k, n = (self.k, self.n) if self.n is not None else (self.printed.k, self.printed.n)
        return (k, n) if k is not None and n else None

    def __str__(self) -> str:
        return f"{self.printed.text}: {self.statement}, said by {self.said_by}"


@dataclass(frozen=True, slots=True, eq=False)
class OpenClaim:
    """A printed figure of which is not said what it is a share of: only its possible readings.

    It is no claim about the table until somebody chooses a reading, and never put together with
    others silently.
    """

    id: str
    source: Source
    said_by: str
    printed: Printed
    readings: tuple[Reading, ...]
    unit: str = NOT_SAID
    tested: str = NOT_SAID
    meaning: str = NOT_SAID
    condition: Condition | None = None
    k: int | None = None
    n: int | None = None
    cases: Cases | None = None
    ambiguous: str = ""
    leaves_open: tuple[str, ...] = ()
    note: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.printed.text}: of what is not said, said by {self.said_by}"


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """A printed count that is no rate: how many of what, who says so, and where.

    With a `statement`, it is the number of cases that the statement counts.
    """

    id: str
    source: Source
    said_by: str
    printed: str
    count: int
    unit: str
    meaning: str
    condition: Condition | None = None
    statement: Statement | None = None
    cases: Cases | None = None
    note: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.printed}: {self.meaning}, said by {self.said_by}"


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """How many of how many, from what is recorded: `k` of `n` cases `of` which `that`.

    `items` are the ids of the claims and counts it is from. `said` is whether the file says that
    these count the same cases (or one claim has both numbers); otherwise it is taken so, because
    they stand under one condition.
    """

    statement: Statement
    k: int
    n: int
    of: str
    that: str
    items: tuple[str, ...]
    rate: str | None = None
    condition: Condition | None = None
    cases: Cases | None = None
    said: bool = True

    def __str__(self) -> str:
        return f"{self.k:,} of {self.n:,} {self.of} {self.that}"


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
    claims about one table; it is repeated wherever that is done. `counted` has each k of n that
    claims and counts come to, `from_counts` those of counts as claims; `open_claims` are figures of
    which is not said what they divide by.
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
    cases: tuple[Cases, ...] = ()
    open_claims: tuple[OpenClaim, ...] = ()
    counted: tuple[Counted, ...] = ()
    from_counts: tuple[Claim, ...] = ()
    words: Words = PLAIN

    def claim(self, id: str) -> Claim:
        """The claim with this id."""
        return {claim.id: claim for claim in self.claims}[
            check.choice("claim", id, [claim.id for claim in self.claims])
        ]

    def __str__(self) -> str:
        def many(things, word):
            return f"{len(things)} {word}{'' if len(things) == 1 else 's'}"

        said = f"{self.title}: {many(self.claims, 'claim')}"
        named = [source for source in self.sources if source.id != NOT_SAID.replace(" ", "-")]
        return f"{said} from {many(named, 'source')}" if named else said
