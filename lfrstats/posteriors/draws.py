"""Which tables might it have been? Independent draws from the joint posterior of all rates.

For what quadrature does not offer: functions of several rates at once, simulations, and other
people's tools. They are no chain: no warm-up, no thinning, no autocorrelation. One parameter is
drawn from its own distribution; the second, for each draw, from its distribution given the first;
the third given both, on the same nodes that the quadrature uses. Where nothing couples the
parameters, or one count of alerts does (`mixtures`), they are draws of Betas.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Integral

import numpy as np
from numpy.random import Generator, default_rng

from ..words import check, wording
from .arviz_export import to_arviz
from .beta import Beta
from .lines.curves import inverted, solved
from .lines.joint import PARAMETERS, Factor, alone, cells_of, share
from .lines.quadrature import Wanted, rule
from .lines.scales import QUARTER
from .lines.slices import Slices
from .marginals import Law
from .mixtures import Mixture, Underflow, mixes
from .observations import rate_of
from .planes.grids import OWN, log_powers, log_ratio, own_powers
from .planes.products import Products

__all__ = ["Draws", "draws"]

SHOWN = ("prevalence", "tpir", "fpir", "precision", "alert_rate")
"""The rates that go to ArviZ where none are named."""
MOST_DRAWS = 20_000_000
ENOUGH = 1e-6
"""Error of the conditional distributions: far below what twenty million draws could show."""
ROUGH = Wanted(size=16, tolerance=1e-6, lost=1e-7, curve=True)
POINTS = 1 << 17
"""Points at a time where one grid serves all draws."""
BATCH = 500
"""Draws at a time where each line is fitted for itself."""
BLOCK = 1 << 18
"""Draws whose other rates are worked out at a time."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Independent draws of the table, by its three parameters.

    Every other rate is had by `rate`, draw by draw: ``draws.rate("precision")``.

    Parameters
    ----------
    prevalence, tpir, fpir : array (size,)
    model : str
        What the draws were made from, in words.
    """

    prevalence: np.ndarray
    tpir: np.ndarray
    fpir: np.ndarray
    model: str = field(default="", repr=False)

    @property
    def size(self) -> int:
        """How many draws there are."""
        return self.prevalence.size

    def rate(self, name: str) -> np.ndarray:
        """The draws of a rate, by name, alias or statement; nan where it is a share of nobody."""
        rate = rate_of(name)
        if rate.name in PARAMETERS:
            return getattr(self, rate.name)
        factor, found = Factor.of(rate.statement), np.empty(self.size)
        for i in range(0, self.size, BLOCK):
            values = [getattr(self, one)[i : i + BLOCK] for one in PARAMETERS]
            cells = cells_of(values, [1 - value for value in values])
            counted, rest = share(factor.counted, cells), share(factor.rest, cells)
            with np.errstate(invalid="ignore"):
                found[i : i + BLOCK] = counted / (counted + rest)
        return found

    def to_arviz(self, rates=SHOWN):
        """The draws of these rates (names or statements) as ArviZ keeps them, one chain.

        An `xarray.DataTree` or `arviz.InferenceData`, whatever the installed ArviZ makes of it;
        ImportError if none is installed.
        """
        return to_arviz({name: self.rate(name) for name in rates})

    def __str__(self) -> str:
        middle = ", ".join(f"{name} {wording.share(float(np.median(self.rate(name))))}"
                           for name in PARAMETERS)
        return f"{wording.whole(self.size)} independent draws with the medians {middle}"


def draws(posterior, size: int, rng, *, progress: Callable | None = None) -> Draws:
    """Independent draws from a joint posterior.

    Parameters
    ----------
    posterior : Posterior
    size : int in [1, 20 million]
    rng : numpy Generator or int
        A generator, or the seed of one. The same seed and size give the same draws.
    progress : callable, optional
        Called after each block with the share that is done.

    Returns
    -------
    Draws

    Raises
    ------
    ValueError
        For other sizes and generators.

    Notes
    -----
    A draw takes about a microsecond where one count of alerts couples the parameters, up to half a
    millisecond where one grid serves them all, a millisecond where lines must be fitted; Ctrl-C
    stops it. The conditional distributions are right to about one in a million.

    Examples
    --------
    >>> from lfrstats.posteriors import posterior
    >>> found = draws(posterior(tpir=(7, 10), fpir=(3, 3000)), 1000, rng=1)
    >>> found.size, bool(abs(found.tpir.mean() - 8 / 12) < 0.02)
    (1000, True)
    """
    size, rng = _size(size), _generator(rng)
    progress = progress or (lambda _: None)
    values = _apart(posterior, size, rng) or _mixed(posterior, size, rng)
    if values is None:
        values = _coupled(posterior, size, rng, progress)
    progress(1.0)
    return Draws(*values, str(posterior))


def _apart(posterior, size: int, rng) -> list | None:
    """Draws of parameters that nothing couples; None where something does."""
    joint, values = posterior.joint, []
    for i, name in enumerate(PARAMETERS):
        if i not in joint.free:
            values.append(np.full(size, joint.low[i]))
        elif alone(joint, OWN[i]) is None:
            return None
        else:
            law = posterior.rate(name).law
            values.append(rng.beta(law.a, law.b, size) if isinstance(law, Beta)
                          else np.asarray(law.quantile(rng.random(size))))
    return values


def _mixed(posterior, size: int, rng) -> list | None:
    """Draws by way of who was on the list, where one count of alerts couples the parameters."""
    if not mixes(posterior.joint, OWN[0]):
        return None
    try:
        return Mixture.of(posterior.joint).draws(size, rng)
    except Underflow:
        return None


def _coupled(posterior, size: int, rng, progress) -> np.ndarray:
    """Draws of one parameter, of the second given the first, and of the third given both."""
    first = posterior.joint.free[0]
    law = posterior.rate(PARAMETERS[first]).law
    values = np.empty((3, size))
    if len(posterior.joint.free) == 1:
        values[:] = posterior.joint.low[:, None]
        values[first] = law.quantile(rng.random(size))
        return values
    sampler = _Sampler(law, first)
    for i in range(0, size, sampler.step):
        uniform = rng.random((3, min(sampler.step, size - i)))
        values[:, i : i + uniform.shape[1]] = sampler.draw(uniform)
        progress((i + uniform.shape[1]) / size)
    return values


class _Sampler:
    """Draws by inverting conditional distributions, on a product grid or line by line."""

    def __init__(self, law: Law, first: int):
        self.law, self.first, self.joint = law, first, law.joint
        self.lines = Slices(law.joint, law.target, law.grid.summit)
        self.products = Products(law.grid, law.target, ENOUGH)
        self.plan = next(iter(self.products.plans()), None)
        self.step = BATCH if self.plan is None else max(1, POINTS // self.plan.points)

    def draw(self, uniform) -> np.ndarray:
        """Values of the parameters (3, P) that uniform numbers (3, P) stand for."""
        theta = self.law.curve.quantile(uniform[0])
        x, spare, slope = self.law.slices.scale.place(theta)
        values, left = np.empty((3, theta.size)), np.ones(theta.size, dtype=bool)
        if self.plan is not None:
            left = ~self._resolved(x, spare, slope)
            if not left.all():
                fine = ~left
                values[:, fine] = self._on_grid(x[fine], spare[fine], uniform[1:, fine])
        if left.any():
            values[:, left] = self._on_lines(x[left], spare[left], uniform[1:, left])
        return values

    def _resolved(self, x, spare, slope) -> np.ndarray:
        logs, *errors = self.products.integrals(self.plan, x, spare)
        logs = logs + slope
        self.products.peak[0] = max(self.products.peak[0], logs.max())
        return self.products.fine(logs - self.products.peak[0], np.maximum(*errors))

    def _on_grid(self, x, spare, uniform) -> np.ndarray:
        values, spares = np.empty((2, 3, x.size))
        values[self.first], spares[self.first] = x, spare
        mass = self.products.masses(self.plan, x, spare)[1].sum(axis=2)
        one, two = self.plan.others
        self._place(values, spares, one, _point(mass, uniform[0]))
        self._place(values, spares, two, _point(self._row(values, spares, two), uniform[1]))
        return values

    def _place(self, values, spares, i, z) -> None:
        """Set a parameter from its place on an axis of the grid."""
        if i not in self.joint.free:
            (values[i], _), (spares[i], _) = self.joint.bounds(i)
            return
        low, high = self.products.grid.reach[i]
        angle = low + (high - low) * (1 + z) / 2
        values[i], spares[i], _ = self.joint.at(i, np.sin(angle) ** 2, np.cos(angle) ** 2)

    def _row(self, values, spares, i) -> np.ndarray:
        """Masses at the nodes of the last axis, given the other two parameters."""
        nodes = self.plan.nodes[1]
        powers, coupling = own_powers(self.joint)
        at = [value[:, None] for value in values]
        rest = [spare[:, None] for spare in spares]
        at[i], rest[i] = nodes.value[None], nodes.spare[None]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = nodes.log_weight + log_powers(powers[i], nodes.value, nodes.spare)
            cells = cells_of(at, rest)
            for factor in coupling:
                logs = logs + log_ratio(factor, cells)
        logs = np.fmax(np.broadcast_to(logs, (values.shape[1], nodes.value.size)), -np.inf)
        return np.exp(logs - logs.max(axis=1, keepdims=True))

    def _on_lines(self, x, spare, uniform) -> np.ndarray:
        """The same where each line of a plane has to be fitted."""
        lines, parts = self.lines, []
        for i in range(0, x.size, BATCH):
            some = slice(i, i + BATCH)
            lines.work[0] = 0
            place = np.full(x[some].shape, QUARTER / 2)
            if len(self.joint.free) == 3:
                theta = lines.scale.of(x[some], spare[some])
                place = inverted(lines.plane(theta, x[some], spare[some], ROUGH), uniform[0, some])
            tau, rest = np.sin(place) ** 2, np.cos(place) ** 2
            start, stop, panels = lines.line(x[some], spare[some], tau, rest, ROUGH)
            point = inverted(panels, uniform[1, some])
            parts.append(start * np.cos(point) ** 2 + stop * np.sin(point) ** 2)
        tp, fn, fp, tn = np.concatenate(parts, axis=1)
        with np.errstate(invalid="ignore"):
            values = np.stack([(tp + fn) / (tp + fn + fp + tn), tp / (tp + fn), fp / (fp + tn)])
        return np.where(np.isnan(values), self.joint.low[:, None], values)


def _point(mass, p) -> np.ndarray:
    """The place in [-1, 1] below which the share `p` of each row's mass lies."""
    gauss = rule(mass.shape[1])
    if mass.shape[1] == 1:
        return np.zeros(p.shape)
    series = mass @ (gauss.coefficients / gauss.weights[:, None])
    return solved(series, p * mass.sum(axis=1))


def _size(size) -> int:
    array = check.whole("size", size, least=1)
    if array.ndim or array > MOST_DRAWS:
        raise ValueError(f"size must be one number up to {wording.whole(MOST_DRAWS)}, got {size}")
    return int(array)


def _generator(rng) -> Generator:
    if isinstance(rng, Generator):
        return rng
    if isinstance(rng, Integral) and not isinstance(rng, bool) and rng >= 0:
        return default_rng(int(rng))
    raise ValueError("rng must be a numpy Generator or a whole number from 0 up to seed one, "
                     f"got {rng!r}")
