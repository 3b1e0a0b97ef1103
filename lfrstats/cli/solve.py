"""``lfrstats solve``: the whole table from any three rates."""

from __future__ import annotations

from ..reports.terminal import Answer, bold, columns, paragraph

HELP = "the whole table from any three independent rates"
EXAMPLE = "lfrstats solve tpir=70% fpir=1/1000 precision=8/42 --faces 34000"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "rate", nargs="+", metavar="RATE=VALUE",
        help="a rate and its value as printed: tpir=70%% fpir=1/1000 precision='8 of 42'",
    )
    parser.add_argument("--faces", help="show the table as this many whole faces")


def answer(args) -> Answer:
    """Solve, and show every rate with what it is a share of."""
    from ..table.rates import RATES, canonical
    from ..table.solving import solve
    from ..words.printed import reading

    figures = {name: reading(canonical(name), text) for name, text in pairs(args.rate).items()}
    table = solve(**figures)
    for name, figure in figures.items():
        if table.rate(name) != table.rate(name):
            name = canonical(name)
            raise ValueError(
                f"{name}={figure.text} is a share of {RATES[name].of}, and these rates leave none"
            )
    faces = None if args.faces is None else _faces(args.faces)
    whole = table.whole(faces)
    data = {
        "given": {canonical(name): figure.text for name, figure in figures.items()},
        "rates": {name: _finite(table.rate(name)) for name in RATES},
        "prevalence": _finite(table.prevalence),
        "cells": {cell: getattr(table, cell) for cell in ("tp", "fn", "fp", "tn")},
        "whole": {cell: int(getattr(whole, cell)) for cell in ("tp", "fn", "fp", "tn")},
        "sentence": table.natural_frequencies(faces),
    }
    return Answer(_text(table, data["sentence"]), data)


def pairs(arguments: list[str]) -> dict[str, str]:
    """`name=value` arguments as a dictionary, each name once."""
    found: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"a rate must be written RATE=VALUE, as in tpir=70%, got {argument!r}")
        if name in found:
            raise ValueError(f"{name} is given twice: {found[name]} and {value}")
        found[name.strip()] = value
    return found


def _faces(text: str) -> int:
    from ..words import check

    return int(check.whole("--faces", text.replace(",", ""), least=1))


def _text(table, sentence: str) -> str:
    from ..words import wording

    rows = [
        (row["rate"], wording.percent(row["value"], 4),
         wording.one_in(row["value"]) if row["value"] < 0.5 else "", f"of {row['of']}")
        for row in table.rows()
    ]
    return "\n".join([
        bold("Three rates fix the rest"), "", columns(rows, right=(1,)), "", paragraph(sentence)
    ])


def _finite(value: float) -> float | None:
    """A number for JSON, which has no nan: an undefined rate is null."""
    return None if value != value else value
