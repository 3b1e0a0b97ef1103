"""How likely is each value of a rate, where one parameter only is not known? Along one line."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from ..lines.joint import cells_of, share
from ..lines.slices import Slices
from .grids import log_powers

__all__ = ["Path"]


class Path(Slices):
    """The density of a rate when one parameter only is not known: along a single line."""

    def log_density(self, theta: np.ndarray) -> np.ndarray:
        """The logarithm of the density of the rate's angle at each `theta`, not normalised."""
        shape, theta = theta.shape, theta.ravel()
        tau, spare, slope = self.scale.place(theta, share=True)
        start, stop = self._ends
        first, last = (float(share(self._among, cells)[0]) for cells in (start, stop))
        with np.errstate(divide="ignore", invalid="ignore"):
            among = tau * first + spare * last
            cells = (stop * (tau * first) + start * (spare * last)) / among
            logs = slope + np.log(self._width * first * last) - 2 * np.log(among)
            for factor in self.joint.factors:
                counted, rest = share(factor.counted, cells), share(factor.rest, cells)
                whole = counted + rest
                logs = logs + log_powers((factor.a, factor.b), counted / whole, rest / whole)
        return np.where(np.isnan(logs), -np.inf, logs).reshape(shape)

    @property
    def _among(self) -> tuple[bool, ...]:
        """The cells of which the rate is a share."""
        pairs = zip(self.target.counted, self.target.rest, strict=True)
        return tuple(counted or rest for counted, rest in pairs)

    @property
    def _width(self) -> float:
        """The range of the parameter."""
        free, = self.joint.free
        return float(self.joint.high[free] - self.joint.low[free])

    @cached_property
    def _ends(self) -> tuple[np.ndarray, np.ndarray]:
        """The cells (4, 1) where the rate is least and greatest."""
        free, = self.joint.free
        bounds = [self.joint.bounds(i) for i in range(3)]
        ends = [cells_of(*np.stack([b[:, k * (i == free)] for i, b in enumerate(bounds)], axis=1))
                for k in (0, 1)]
        rates = [float(share(self.target.counted, cells) / share(self._among, cells))
                 for cells in ends]
        low, high = ends if rates[0] < rates[1] else ends[::-1]
        return low[:, None], high[:, None]
