"""What is a rate's density? Integrals over planes of tables, by the fastest way that will do.

Tables in which a rate is x form a plane. First it is tried whether it holds one bell (`bells`), in
the coordinates in which that is likeliest; planes that hold something else are integrated line by
line (`slices`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ...table.rates import RATES
from ..lines.joint import Factor, Joint
from ..lines.quadrature import Wanted
from ..lines.scales import Scale
from ..lines.slices import Slices
from .bells import Bells
from .charts import Chart
from .grids import OWN
from .peaks import Peaks

__all__ = ["Planes"]

TOLERANCE = 3e-9
HALF = 0.5
"""Share of planes that a chart must resolve to be tried before others again."""
LOST = 0.01
"""Error at which a plane is not trusted to be as small as it looks."""
SIZE = 26
"""Nodes a panel of the density."""
TRIED = 3
"""Charts that are tried at most."""
PLAIN = "tpir", "fpir", "precision", "npv", "prevalence"
"""Rates of which one or the other makes planes simple."""
ALERTS = 10.0
"""How much more must be known of the alert rate for its lines to be tried before others."""
BENT = {"prevalence", "fpir", "alert_rate"}
"""Rates on whose planes lines of equal alert rates turn corners."""


@dataclass(frozen=True, eq=False)
class Planes:
    """The density of one rate under a joint density of three free parameters.

    Parameters
    ----------
    lines : Slices
        The rate and the joint density, integrated line by line.
    tolerance : float
        Largest error of a plane's integral, as estimated, as a share of the largest plane's.
    """

    lines: Slices
    tolerance: float = TOLERANCE

    @property
    def joint(self) -> Joint:
        """The joint density."""
        return self.lines.joint

    @property
    def scale(self) -> Scale:
        """The coordinate of the rate."""
        return self.lines.scale

    @property
    def kinks(self) -> np.ndarray:
        """The coordinates at which planes meet corners of the box."""
        return self.lines.kinks

    @cached_property
    def edges(self) -> np.ndarray:
        """Edges of the parts in which the density is sought first."""
        return next((bells.peaks for bells in self.bells if bells.peaks.known), self.lines).edges

    def wanted(self, least: Wanted) -> Wanted:
        """The accuracy wanted, or what rounding allows with very large counts."""
        return replace(least, size=SIZE, gain=1, tolerance=max(least.tolerance, self.joint.noise))

    @cached_property
    def bells(self) -> list[Bells]:
        """The ways to take planes as bells, the likeliest first."""
        target = self.lines.target
        charts = [Chart(self.joint, target, other) for other in self._others()]
        return [Bells(Peaks(chart, self.scale, self.lines.summit)) for chart in charts[:TRIED]]

    def _others(self) -> list[Factor]:
        """The other rates, those first of which most is known."""
        target, known = self.lines.target, {}
        for factor in self.joint.factors:
            a, b = max(factor.a, 0) + 0.5, max(factor.b, 0) + 0.5
            known[factor.key] = a * b / (a + b)
        rates = [_rate(name) for name in PLAIN]
        if target.key not in {_rate(name).key for name in BENT}:
            alerts = _rate("alert_rate")
            known[alerts.key] = known.get(alerts.key, 0) - ALERTS
            rates.append(alerts)
        rates = [rate for rate in rates if rate.key != target.key]
        return sorted(rates, key=lambda rate: -known.get(rate.key, 0))

    @cached_property
    def peak(self) -> np.ndarray:
        """The highest density yet seen."""
        return np.full(1, -np.inf)

    def log_density(self, theta: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the rate's coordinate, not normalised."""
        at = theta.ravel()
        logs, todo = np.full(at.shape, -np.inf), np.arange(at.size)
        before = np.zeros(at.size), np.full(at.size, np.inf)
        for bells in tuple(self.bells):
            if not todo.size:
                break
            found, errors = bells.integrals(at[todo], self.fine)
            fine = self.fine(found, errors) & _agree((found, errors), before)
            if fine.mean() < HALF:
                self.bells.remove(bells)
                self.bells.extend([bells] * bool(fine.any()))
            logs[todo[fine]] = found[fine]
            todo, before = todo[~fine], (found[~fine], errors[~fine])
        if todo.size:
            logs[todo] = self.lines.log_density(at[todo])
        return logs.reshape(theta.shape)

    def fine(self, logs, errors) -> np.ndarray:
        """Whether planes are resolved: well enough for their share of the largest plane.

        A plane whose nodes may have missed its mass is not, however little they found.
        """
        self.peak[0] = max(self.peak[0], logs[errors < LOST].max(initial=-np.inf))
        top = self.peak[0] if np.isfinite(self.peak[0]) else 0.0
        weight = np.exp(np.clip(logs - top, -700, 0))
        return (errors < LOST) & (weight * np.minimum(errors, 1) <= self.tolerance)


def _agree(one, other) -> np.ndarray:
    """Whether two attempts at planes (logarithms, errors) agree as well as they should."""
    with np.errstate(invalid="ignore"):
        apart = np.abs(np.expm1(np.clip(one[0] - other[0], -50, 50)))
    return ~(apart > one[1] + other[1])


def _rate(name: str) -> Factor:
    return next((own for own in OWN if own.key == Factor.of(RATES[name].statement).key),
                Factor.of(RATES[name].statement))
