"""Which whole-number tables could stand behind the rates that were printed?

Each printed rate bounds one linear form in the four cells, so the tables that fit are the whole
points of a polyhedron. They are counted, not tried: some cells are looped over, vectorised; the
rest, bound by no more than a range each and one for their sum, are counted in closed form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from ..words import check, printed, wording
from .events import Statement, statement
from .lattice import MOST_STEPS, Cells, Rows, Search, endless, plan, row_of, within
from .rates import CELLS, EVENTS, RATES, Table, canonical
from .solving import solve

__all__ = ["PossibleTables", "possible_tables"]


@dataclass(frozen=True, eq=False, kw_only=True)
class PossibleTables:
    """All whole tables (tp, fn, fp, tn) with these rates: how many, their ranges, the first ones.

    `tables` lists the first 1,000, smallest crowd first; `count` and `ranges` (of each cell) are of
    all. `nearest`, where none fits a known crowd and three rates were given, is the whole table of
    that crowd nearest to them; `steps` is what the search expected.
    """

    rates: dict[str, printed.Printed]
    at_least: int
    up_to: int
    count: int
    ranges: dict[str, tuple[int, int]]
    tables: tuple[Cells, ...]
    nearest: Cells | None
    steps: int

    @property
    def smallest(self) -> Cells | None:
        """The table with the fewest faces, or None where no table fits."""
        return self.tables[0] if self.tables else None

    def rows(self) -> list[dict]:
        """One row for each table listed: its cells and its total."""
        return [dict(zip(CELLS, table, strict=True), total=sum(table)) for table in self.tables]

    def __str__(self) -> str:
        whole, one_crowd = wording.whole, self.at_least == self.up_to
        start = "" if one_crowd else f"{whole(self.at_least)} to "
        crowd = f"{'up to ' if start == '1 to ' else start}{whole(self.up_to)} faces"
        said = check.listing(f"{name} {'exactly ' * (figure.form == 'number')}{figure.text}"
                              for name, figure in self.rates.items())
        if not self.count:
            return f"No whole-number table of {crowd} has {said}.{self._near()}"
        first = wording.natural_frequencies(*self.smallest)
        if self.count == 1:
            return f"1 whole-number table of {crowd} has {said}. {first}"
        spans = check.listing(f"{cell} is {whole(low)}" + f" to {whole(high)}" * (low < high)
                               for cell, (low, high) in self.ranges.items())
        return (f"{whole(self.count)} different whole-number tables of {crowd} have {said}. Among "
                f"them {spans}. The {'first' if one_crowd else 'smallest'}: {first}")

    def _near(self) -> str:
        if self.nearest is None:
            return ""
        table = Table(**dict(zip(CELLS, self.nearest, strict=True)))
        rates = check.listing(f"{name} {100 * table.rate(name):.6g} %" for name in self.rates)
        return f" The nearest has {rates}: {wording.natural_frequencies(*self.nearest)}"


def possible_tables(rates: Mapping, *, total: int | None = None, up_to: int | None = None,
                    at_least: int = 1) -> PossibleTables:
    """All whole-number tables (tp, fn, fp, tn) whose rates print as given.

    Parameters
    ----------
    rates : mapping
        Names of `RATES`, aliases or statements ("alert | listed"), each with a figure. A text such
        as "70%" or "1 in 1,000" stands for every share that prints so (ends included). A count, "8
        of 42" or (8, 42), is taken at its word: numerator 8, denominator 42. A `Fraction` or number
        is an exact share of any denominator: ``Fraction(8, 42)`` is also 16 of 84. A float stands
        for the simplest fraction it is the nearest float to: 8 / 42 means 4 / 21.
    total : int, optional
        The number of faces, where it is known.
    up_to, at_least : int, optional
        Where it is not, the largest and the smallest number of faces to consider.

    Notes
    -----
    Each rate needs at least one case among which it is a share; 0 of 0 prints as nothing. The work
    is the product of the ranges of the cells that must be looped over. For a hit rate, a
    false-alert rate and a precision these are tp and fp: some hundred steps for 70 %, 0.1 % and
    8/42 at a million faces. Rates that leave every cell large (70 %, 5 % and a base rate of 30 %)
    allow crowds of some thousands only; more than 10 million steps are refused. Many tables are no
    evidence for the figures, and a single one no proof that it is the right one.

    Examples
    --------
    >>> fit = possible_tables({"tpir": "70%", "fpir": "0.1%", "precision": Fraction(8, 42)},
    ...                       up_to=1_000_000)
    >>> fit.count, fit.smallest, fit.ranges["tp"]
    (94051868, (16, 7, 68, 45266), (16, 352))
    >>> fit = possible_tables({"recall": 0.7, "fpir": 0.001, "precision": 8 / 42}, total=100_000)
    >>> fit.count, fit.nearest
    (0, (24, 10, 100, 99866))
    """
    stated = dict(_stated(rates))
    figures = {name: figure for name, (_, figure) in stated.items()}
    least, most = _crowds(total, up_to, at_least)
    rows = [row for each in stated.values() for row in _rate_rows(*each)]
    loops, steps = plan(within(rows, least, most), most)
    if steps > MOST_STEPS:
        raise endless(steps, len(loops), most)
    search = Search(rows, loops)
    count, fewest, ranges = search.tally(least, most)
    return PossibleTables(
        rates=figures, at_least=least, up_to=most, count=count, ranges=ranges, steps=steps,
        tables=tuple(search.first(fewest, least, most)) if count else (),
        nearest=None if count or least < most else _nearest(figures, most),
    )


def _stated(rates) -> Iterator[tuple[str, tuple[Statement, printed.Printed]]]:
    if not isinstance(rates, Mapping) or not rates:
        raise ValueError(f"rates must name at least one rate and its figure, got {rates!r}")
    names = [_name(name) for name in rates]
    if len(set(names)) < len(names):
        raise ValueError(f"rates must be different, got {check.listing(rates)}")
    for name, value in zip(names, rates.values(), strict=True):
        stated = RATES[name].statement if name in RATES else statement(name, EVENTS)
        if not stated.counted.any():
            raise ValueError(f"{name!r} can never be true of anybody, so it has no share")
        yield name, (stated, _figure(name, value))


def _name(name: str) -> str:
    try:
        return canonical(name)
    except ValueError:
        if len(str(name).split()) < 2:
            raise
    text = statement(name, EVENTS).text
    return next((rate.name for rate in RATES.values() if rate.text == text), text)


def _figure(name: str, value) -> printed.Printed:
    """A figure; a float as the fraction with few digits that has it as its nearest float."""
    if not isinstance(value, float) or not 0 <= value <= 1:
        return printed.reading(name, value)
    tries = (Fraction(value).limit_denominator(10**digits) for digits in range(1, 18))
    share = next((share for share in tries if float(share) == value), Fraction(f"{value}"))
    return replace(printed.reading(name, share), text=min(str(share), f"{value}", key=len))


def _crowds(total, up_to, at_least) -> tuple[int, int]:
    if (total is None) == (up_to is None):
        raise ValueError("give either total, the number of faces, or up_to, the most to consider")
    if total is not None:
        return (int(check.whole("total", total, least=1)),) * 2
    least = max(1, int(check.whole("at_least", at_least)))
    return least, int(check.whole("up_to", up_to, least=least))


def _rate_rows(stated: Statement, figure: printed.Printed) -> Rows:
    """What one rate demands, as rows (coefficients, bound): their products add to at most that."""
    signs = [(sign * cells.astype(int)).tolist() for cells in (stated.counted, stated.among)
             for sign in (1, -1)]
    if figure.form == "count":
        n, least, most = figure.n, ceil(figure.low * figure.n), floor(figure.high * figure.n)
        return list(map(row_of, signs, (most, -least, n, -n)))
    (a, b), (c, d) = figure.low.as_integer_ratio(), figure.high.as_integer_ratio()
    pairs = list(zip(signs[0], signs[2], strict=True))
    return [row_of(signs[3], -1), row_of([a * n - b * k for k, n in pairs], 0),
            row_of([d * k - c * n for k, n in pairs], 0)]


def _nearest(figures: dict, total: int) -> Cells | None:
    """The whole table nearest to the one that three rates fix; None where they fix none."""
    try:
        table = solve(**figures).whole(total)
    except ValueError:
        return None
    return tuple(int(getattr(table, cell)) for cell in CELLS)
