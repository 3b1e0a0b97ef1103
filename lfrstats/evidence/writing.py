"""What does a claims file look like that holds just these figures?

For figures typed in one line, "tpir=70%" or "confirmed | alert=8/42": each becomes a claim, and
what its statement names becomes an event to be explained.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from ..table.events import names_in, statement
from ..table.rates import EVENTS, RATES, canonical
from ..words.printed import read
from .files.entries import text

__all__ = ["claims_text", "figures_of"]

MEANINGS = {"listed": "is on the list", "alert": "raises an alert"}
COMPARED = {"tpir": ("tpir", "fnir"), "fpir": ("fpir", "tnir"), "precision": ("precision", "fdr")}
"""What may be set side by side, and as which rate."""


def figures_of(words: Iterable[str]) -> dict[str, str]:
    """Figures as typed, by what they are: a rate or a statement.

    >>> figures_of(["hit rate=70%", "confirmed | alert=8/42"])
    {'tpir': '70%', 'confirmed | alert': '8/42'}
    """
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise ValueError(f"a figure must be written WHAT=FIGURE (tpir=70%), got {word!r}")
        name = _name(" ".join(name.split()))
        if name in found:
            raise ValueError(f"{name} is given twice")
        try:
            read(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        found[name] = text(value)
    return found


def _name(name: str) -> str:
    """A rate by its canonical name; a statement as it is, once it can be read."""
    try:
        return canonical(name)
    except ValueError:
        if len(name.split()) < 2 or not set(name.split()) & {"|", "and", "or", "not"}:
            raise
    return statement(name, tuple(names_in(name))).text


def claims_text(figures: Mapping[str, str], title: str) -> str:
    """A claims file with these figures, ready to be read and to be filled in.

    Parameters
    ----------
    figures : mapping of str to str
        By the name of a rate or by statement, the figure as printed: see `figures_of`.
    title : str
        What the study is called.

    Examples
    --------
    >>> print(claims_text({"fdr": "4 of 23"}, "One day"))
    # Source, said_by, unit, tested ... are left out here: "not said". data/README.md has each key.
    [study]
    title = "One day"
    <BLANKLINE>
    [[claim]]
    id = "fdr"
    statement = "fdr"
    printed = "4 of 23"
    <BLANKLINE>
    """
    blocks = ['# Source, said_by, unit, tested ... are left out here: "not said". data/README.md '
              f"has each key.\n[study]\ntitle = {_quoted(title)}\n"]
    others = [name for name in dict.fromkeys(
        name for figure in figures if figure not in RATES for name in names_in(figure))
        if name not in EVENTS]
    if others:
        events = MEANINGS | {name: f"{name.replace('_', ' ')}: say here what that means"
                             for name in others}
        blocks.append("".join(["[events]\n", *(
            f"{name} = {_quoted(meaning)}\n" for name, meaning in events.items())]))
    ids = {name: _id(name, place) for place, name in enumerate(figures, 1)}
    blocks += [f"[[claim]]\nid = {_quoted(ids[name])}\nstatement = {_quoted(name)}\n"
               f"printed = {_quoted(figure)}\n" for name, figure in figures.items()]
    sides = {key: next((ids[name] for name in names if name in figures), None)
             for key, names in COMPARED.items()}
    if all(sides.values()):
        blocks.append("# What lfrstats compare sets side by side.\n[comparison]\n" + "".join(
            f"{key} = {_quoted(str(id))}\n" for key, id in sides.items()))
    return "\n".join(blocks)


def _id(name: str, place: int) -> str:
    return name if name in RATES else f"claim-{place}"


def _quoted(words: str) -> str:
    """Text as TOML has it."""
    return json.dumps(words, ensure_ascii=False)
