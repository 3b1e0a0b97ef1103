"""What do counts and prior beliefs say together? The joint posterior, by deterministic quadrature.

Priors (`beta`) and counts on any rate (`observations`) make a joint density of prevalence, tpir and
fpir (`joint`). The density of each rate is integrated over planes of it (`planes`): as bells, in
simple coordinates (`charts`, `peaks`, `bells`), or else line by line (`slices`, `lines`), and its
curve is kept (`quadrature`, `curves`); some base rates are exact sums (`mixtures`). `marginals` are
what one asks of a rate, `result` the posterior.

Imports words, table, intervals, posteriors/lines, posteriors/planes; arviz, numpy, scipy.
"""

from .beta import Beta, Fixed, LogUniform, Uniform
from .result import Posterior, posterior

__all__ = ["Beta", "Fixed", "LogUniform", "Posterior", "Uniform", "posterior"]
