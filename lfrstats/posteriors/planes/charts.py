"""Which coordinates make a posterior simple? Two rates of one's choice, and a line of tables.

Tables in which two rates have given values lie on a line through the space of the four cells, from
one wall of the box of bounds to another. In rates that were counted, the density is nearly a
product, where in others it may be a thin ridge. The second rate is measured by the logit of how far
up its range it lies, and so is the place on the line: a density of rates of the table has no
singularity within pi of the real logits, however lopsided it is (see `bells`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from ..lines.joint import Factor, Joint, cells_of, share
from .grids import OWN, log_powers, total

__all__ = ["Chart"]

TINY = 1e-300
MANY = 1e5
"""Powers from which on 1 less a rate must keep all its digits."""


@dataclass(frozen=True, eq=False)
class Chart:
    """The joint density in a given rate, the logit of another one, and that of the place on a line.

    Parameters
    ----------
    joint : Joint
        With three free parameters.
    target, other : Factor
        The given rate and the other one, with powers 0.
    """

    joint: Joint
    target: Factor
    other: Factor

    @cached_property
    def _bounded(self) -> tuple[int | None, list[int]]:
        """Which parameter the other rate is, if any, and those with narrower bounds than 0 to 1."""
        mine = next((i for i in range(3) if OWN[i].key == self.other.key), None)
        return mine, [i for i in range(3) if self.joint.low[i] > 0 or self.joint.high[i] < 1]

    @cached_property
    def factors(self) -> tuple[tuple[Factor, ...], Factor, Factor]:
        """The factors that vary along a line, that of the given rate, and that of the other."""
        own = []
        for rate in (self.target, self.other):
            powers = [f.seen_as(rate) for f in self.joint.factors if f.key == rate.key]
            own.append(Factor(rate.counted, rate.rest, *(powers[0] if powers else (0.0, 0.0))))
        mine = {rate.key for rate in (self.target, self.other)}
        return tuple(f for f in self.joint.factors if f.key not in mine), *own

    @cached_property
    def _among(self) -> list[tuple[bool, ...]]:
        """The cells of which either rate is a share, if not of all."""
        masks = (tuple(a or b for a, b in zip(rate.counted, rate.rest, strict=True))
                 for rate in (self.target, self.other))
        return [mask for mask in masks if not all(mask)]

    def log_density(self, rate, spare, other, place) -> np.ndarray:
        """The logarithm of the density of the given rate and the two logits.

        Parameters
        ----------
        rate, spare, other : arrays (P, 1) or (P, N)
            The given rate, its complement, and the logit of the other rate.
        place : array (P, N, M)
            Logits of places on the lines.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            value, rest, slope = self._other(other)
            start, stop, strip = self.ends(rate, spare, value, rest)
            _, mine, theirs = self.factors
            logs = log_powers((mine.a, mine.b), rate, spare) + slope + np.log(strip)
            logs = logs + log_powers((theirs.a, theirs.b), value, rest)
            found = self._varying(start, stop, place)
            found += logs[..., None]
            return np.fmax(found, -np.inf, out=found)

    def _other(self, logit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The other rate, its complement, and the logarithm of its slope."""
        small = np.exp(-np.abs(logit))
        large = 1 / (1 + small)
        small = small * large
        slope = np.log(large * small)
        tau, spare = np.where(logit > 0, large, small), np.where(logit > 0, small, large)
        i, bounded = self._bounded
        if i not in bounded:
            return tau, spare, slope
        value, rest, speed = self.joint.at(i, tau, spare)
        mine = self.other.counted == OWN[i].counted
        slope = slope + np.log(speed)
        return (value, rest, slope) if mine else (rest, value, slope)

    def _varying(self, start, stop, place) -> np.ndarray:
        """The logarithm of what varies along lines: the factors, the volume, the place's slope."""
        odds, cells = np.exp(place), []
        for here, there in zip(start, stop, strict=True):
            cells.append(odds * there[..., None])
            cells[-1] += here[..., None]
        odds += 1
        volume = cells[0] + cells[1]
        volume *= cells[2] + cells[3]
        for mask in self._among:
            volume *= odds / total(mask, cells)
        logs = place - np.log(volume, out=volume)
        for factor in self.factors[0]:
            logs += _log_factor(factor, cells, odds)
        if self.joint.ordered:
            tp, fn, fp, tn = cells
            logs = np.where(tp * tn > fn * fp, logs, -np.inf)
        return logs

    def ends(self, rate, spare, value, rest) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Cells (4, ...) where lines start and stop, nan for no line, and a volume.

        It is that of tables per unit of both rates and of the way along the line.
        """
        if self._third is not None:
            return self._parallel(rate, spare, value, rest)
        first = _weights(self.target, rate, spare)
        second = _weights(self.other, value, rest)
        pairs = {(i, j): _less(_times(first[i], second[j]), _times(first[j], second[i]))
                 for i, j in combinations(range(4), 2)}
        shape = np.broadcast_shapes(np.shape(rate), np.shape(value))
        start, stop = _crossing(pairs, shape)
        for i in self._bounded[1]:
            if OWN[i].key not in (self.target.key, self.other.key):
                start, stop = self._clipped(i, start, stop)
        length, best = _chosen(stop - start, start + stop)
        ahead = np.empty((4, *shape))
        for cell in range(4):
            ahead[cell] = _ahead(pairs, cell)
        return start, stop, np.abs(length / _picked(ahead, best))

    @cached_property
    def _third(self) -> int | None:
        """The third parameter, if both rates are parameters."""
        left = [i for i in range(3) if OWN[i].key not in (self.target.key, self.other.key)]
        return left[0] if len(left) == 1 else None

    def _parallel(self, rate, spare, value, rest) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The same where only the third parameter varies along lines, from bound to bound."""
        values, spares = [None] * 3, [None] * 3
        for factor, part, other in ((self.target, rate, spare), (self.other, value, rest)):
            i = next(i for i in range(3) if OWN[i].key == factor.key)
            mine = factor.counted == OWN[i].counted
            values[i], spares[i] = (part, other) if mine else (other, part)
        low, high = self.joint.bounds(self._third).T
        ends = np.empty((2, 4, *np.broadcast_shapes(np.shape(rate), np.shape(value))))
        for cells, end in zip(ends, (low, high), strict=True):
            values[self._third], spares[self._third] = end
            (p, s, f), (pc, sc, fc) = values, spares
            for cell, parts in zip(cells, ((p, s), (p, sc), (pc, f), (pc, fc)), strict=True):
                np.multiply(*parts, out=cell)
        width = (1.0, values[0], spares[0])[self._third] * (high[0] - low[0])
        return *ends, np.broadcast_to(width, ends.shape[2:])

    def _clipped(self, i, start, stop) -> tuple[np.ndarray, np.ndarray]:
        """Lines cut where a parameter meets its bounds."""
        values, spares = self.joint.bounds(i)
        for value, other, sign in zip(values, spares, (1, -1), strict=True):
            here, there = (
                sign * (share(OWN[i].counted, cells) * other - share(OWN[i].rest, cells) * value)
                for cells in (start, stop))
            wall = (stop * here - start * there) / (here - there)
            start, stop = (np.where(here >= 0, start, np.where(there > 0, wall, np.nan)),
                           np.where(there >= 0, stop, np.where(here > 0, wall, np.nan)))
        return start, stop

    def coordinates(self, values, spares) -> tuple[np.ndarray, np.ndarray]:
        """The given rate (rate, complement) and the two logits of tables: (2, K) each."""
        cells = cells_of(values, spares)
        rates = []
        for factor in (self.target, self.other):
            counted, rest = share(factor.counted, cells), share(factor.rest, cells)
            rates.append(np.stack([counted, rest]) / (counted + rest))
        with np.errstate(divide="ignore", invalid="ignore"):
            start, stop, _ = self.ends(*rates[0], *rates[1])
            up, down = (_way(cells, *ends) for ends in ((start, stop), (stop, start)))
            place = np.log(up) - np.log(down)
        return rates[0], np.stack([self._logit(*rates[1]), place])

    def _logit(self, rate, spare) -> np.ndarray:
        """The logit of how far up its range the other rate lies."""
        i, bounded = self._bounded
        if i not in bounded:
            return np.log(rate) - np.log(spare)
        value = rate if self.other.counted == OWN[i].counted else spare
        low, high = self.joint.low[i], self.joint.high[i]
        if self.joint.logarithmic[i]:
            value, low, high = np.log(value), np.log(low), np.log(high)
        return np.log(value - low) - np.log(high - value)


def _way(cells, start, stop) -> np.ndarray:
    """How far along lines tables lie, by the cell that grows most for its size."""
    change = (stop - start) / (stop + start + TINY)
    cell, low, high = (_picked(part, change.argmax(axis=0)) for part in (cells, start, stop))
    return np.maximum((cell - low) / (high - low), TINY)


def _log_factor(factor: Factor, cells, whole) -> np.ndarray:
    """The logarithm of a factor, given the cells and their sum."""
    counted, rest = total(factor.counted, cells), total(factor.rest, cells)
    every = all(a or b for a, b in zip(factor.counted, factor.rest, strict=True))
    among = whole if every else counted + rest
    rate = counted / among
    if not factor.b:
        return factor.a * np.log(rate)
    below = rest / among
    below = np.log(below, out=below)
    if abs(factor.b) > MANY:
        below = np.where(rate < 0.5, np.log1p(-rate), below)
    below *= factor.b
    if factor.a:
        rate = np.log(rate, out=rate)
        rate *= factor.a
        below += rate
    return below


def _weights(rate: Factor, value, spare) -> list:
    """The weights of the cells whose sum is 0 where a rate has a value; None for 0."""
    return [spare if counted else -value if rest else None
            for counted, rest in zip(rate.counted, rate.rest, strict=True)]


def _crossing(pairs, shape) -> tuple[np.ndarray, np.ndarray]:
    """The cells where lines enter and leave the tables; nan where they pass by."""
    start, stop = np.full((4, *shape), np.nan), np.full((4, *shape), np.nan)
    for parts in _walls(pairs):
        low, high = (_joined(f, parts) for f in (np.minimum, np.maximum))
        valid = ((low >= 0) & (high > 0)) | ((high <= 0) & (low < 0))
        first, whole = valid & np.isnan(start[0]), _joined(np.add, parts)
        for cell in range(4):
            value = parts[cell] / whole if cell in parts else 0.0
            np.copyto(start[cell], value, where=first)
            np.copyto(stop[cell], value, where=valid)
    return start, stop


def _walls(pairs) -> list[dict]:
    """For each wall, cells in proportion where lines meet it; edges and corners once only."""
    walls = {}
    for wall in range(4):
        i, j, k = (cell for cell in range(4) if cell != wall)
        parts = {i: pairs[j, k], j: _less(None, pairs[i, k]), k: pairs[i, j]}
        parts = {cell: part for cell, part in parts.items() if part is not None}
        if parts:
            walls.setdefault(frozenset(parts), parts)
    return list(walls.values())


def _joined(how, parts: dict):
    """The parts put together, with 0 for those left out."""
    first, *rest = parts.values()
    for part in rest:
        first = how(first, part)
    return first if len(parts) == 3 or how is np.add else how(first, 0.0)


def _picked(parts, which) -> np.ndarray:
    """Entries `which` (...) of the last but the common axes of `parts` (..., K, ...)."""
    flat = parts.reshape(*parts.shape[: parts.ndim - which.ndim], which.size)
    return flat[..., which.ravel(), np.arange(which.size)].reshape(
        *parts.shape[: parts.ndim - which.ndim - 1], *which.shape)


def _chosen(change, whole) -> tuple[np.ndarray, np.ndarray]:
    """The change of the cell that changes most for its size, and which cell that is."""
    best = (np.abs(change) / (whole + TINY)).argmax(axis=0)
    return _picked(change, best), best


def _ahead(pairs, cell: int):
    """How fast a cell changes along lines, but for the sign."""
    i, j, k = (other for other in range(4) if other != cell)
    found = _less(pairs[j, k], _less(pairs[i, k], pairs[i, j]))
    return 0.0 if found is None else found


def _times(a, b):
    """A product, where None stands for 0."""
    return None if a is None or b is None else a * b


def _less(a, b):
    """A difference, where None stands for 0."""
    return a if b is None else -b if a is None else a - b
