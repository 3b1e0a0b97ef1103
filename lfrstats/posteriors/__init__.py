"""What do counts and prior beliefs say together? The joint posterior, by deterministic quadrature.

Priors (`beta`) and counts on any rate (`observations`) make a joint density of prevalence, tpir and
fpir (`joint`); the density of each rate is integrated over planes and lines of it (`slices`,
`lines`, `curves`, `quadrature`); `marginals` are what one asks of a rate, `result` the posterior.
"""

from .beta import Beta, Fixed, LogUniform, Uniform
from .result import Posterior, posterior

__all__ = ["Beta", "Fixed", "LogUniform", "Posterior", "Uniform", "posterior"]
