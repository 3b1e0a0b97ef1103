"""What is a figure a share *of*? Statements P(x | y) about events, and the cells they count.

A statement such as `alert | not listed` names what is counted (left of the bar) among which cases
(right of it; all cases where there is no bar). Over a few events, say `alert` and `listed`, every
case falls into one cell of their joint table, and a statement is two sets of cells. The cells come
in the order of a truth table: the first event varies slowest, true before false.

The language: event names, `not`, `and`, `or`, `if and only if`, parentheses, one bar. It is read by
a small parser of its own; nothing is ever evaluated as code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..words import check

__all__ = ["MOST_EVENTS", "Statement", "names_in", "statement"]

MOST_EVENTS = 12
"""More events than this make tables of over 4,096 cells, and claims nobody could check."""
LONGEST = 400
DEEPEST = 30

_TOKEN = re.compile(r"\s*(if and only if\b|[A-Za-z_][A-Za-z0-9_]*|[()|]|$)")
_WORDS = ("and", "or", "not", "if")


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """A statement P(x | y) over `events`: the cells it counts, and the cells it counts among.

    `counted` and `among` are boolean arrays over the 2**len(events) cells; `counted` lies within
    `among`.
    """

    text: str
    events: tuple[str, ...]
    counted: np.ndarray
    among: np.ndarray

    def __str__(self) -> str:
        return f"P({self.text})"


def statement(text: str, events: tuple[str, ...]) -> Statement:
    """The statement that `text` makes over `events`.

    Parameters
    ----------
    text : str
        For example "alert | not listed", "listed and not alert", "listed | alert and stopped".
    events : tuple of str
        The names that may occur, at most 12.

    Raises
    ------
    ValueError
        Points at the character where reading failed.

    Examples
    --------
    >>> s = statement("alert | listed", ("listed", "alert"))
    >>> s.counted.astype(int), s.among.astype(int)
    (array([1, 0, 0, 0]), array([1, 1, 0, 0]))
    >>> statement("alert | lsited", ("listed", "alert"))
    Traceback (most recent call last):
    ValueError: 'lsited' at character 9 of 'alert | lsited' is no known event (listed?)
    """
    if len(events) > MOST_EVENTS:
        raise ValueError(
            f"a study may have at most {MOST_EVENTS} events, got {len(events)}: "
            f"their joint table would have 2**{len(events)} cells"
        )
    counted, among = _Reader(text, cells(events)).statement()
    return Statement(" ".join(text.split()), tuple(events), counted & among, among)


def cells(events: tuple[str, ...]) -> dict[str, np.ndarray]:
    """For each event, the cells in which it happens: the columns of a truth table.

    >>> cells(("listed", "alert"))["alert"].astype(int)
    array([1, 0, 1, 0])
    """
    size = 2 ** len(events)
    index = np.arange(size)
    return {
        event: (index >> (len(events) - 1 - place)) & 1 == 0 for place, event in enumerate(events)
    }


def names_in(text: str) -> list[str]:
    """The event names in a statement, in order of appearance, each once.

    >>> names_in("listed | alert and not listed")
    ['listed', 'alert']
    """
    words = re.findall(r"[A-Za-z_][A-Za-z0-9_]*", text.replace("if and only if", " "))
    return list(dict.fromkeys(word for word in words if word not in _WORDS))


class _Reader:
    """A recursive-descent reader: one method a rule, from the loosest binding to the tightest."""

    def __init__(self, text: str, events: dict[str, np.ndarray]):
        if not isinstance(text, str):
            raise ValueError(f"a statement must be text, got {text!r}")
        if len(text) > LONGEST:
            raise ValueError(f"a statement has at most {LONGEST} characters, got {len(text)}")
        self.text, self.events = text, events
        self.size = 2 ** len(events)
        self.place = self.depth = 0
        self.step()

    def step(self) -> None:
        """Read on to the next token."""
        match = _TOKEN.match(self.text, self.place)
        if not match:
            self.start = len(self.text) - len(self.text[self.place:].lstrip())
            self.fail(f"{self.text[self.start]!r}", "cannot be read")
        self.start, self.place, self.token = match.start(1), match.end(), match[1]

    def fail(self, what: str, why: str):
        raise ValueError(f"{what} at character {self.start + 1} of {self.text!r} {why}")

    def statement(self) -> tuple[np.ndarray, np.ndarray]:
        counted, among = self.iff(), np.ones(self.size, dtype=bool)
        if self.token == "|":
            self.step()
            among = self.iff()
        if self.token:
            self.fail(f"{self.token!r}", "comes where the statement should end")
        return counted, among

    def iff(self) -> np.ndarray:
        left = self.either()
        while self.token == "if and only if":
            self.step()
            left = left == self.either()
        return left

    def either(self) -> np.ndarray:
        left = self.both()
        while self.token == "or":
            self.step()
            left = left | self.both()
        return left

    def both(self) -> np.ndarray:
        left = self.single()
        while self.token == "and":
            self.step()
            left = left & self.single()
        return left

    def single(self) -> np.ndarray:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("the statement", f"is nested more than {DEEPEST} deep")
        inside = self.unnested()
        self.depth -= 1
        return inside

    def unnested(self) -> np.ndarray:
        token = self.token
        if token == "not":
            self.step()
            return ~self.single()
        if token == "(":
            self.step()
            inside = self.iff()
            if self.token != ")":
                self.fail(self.token and f"{self.token!r}" or "the end", "should be ')'")
            self.step()
            return inside
        if token in self.events:
            self.step()
            return self.events[token]
        if token and token[0].isalpha() and token not in _WORDS:
            self.fail(f"{token!r}", f"is no known event{check.near(token, self.events)}")
        self.fail(f"{token!r}" if token else "the end", "comes where an event should stand")
