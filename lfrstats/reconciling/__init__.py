"""Can claims all be true, and what do they imply? Exact answers, each with its proof.

Claims become exact constraints on the cells of a joint table (`constraints`, `systems`); an exact
simplex bounds any statement (`simplex`, `bounding`); what is found is checked again in fractions
(`proof`), and shown as a world in whole cases (`worlds`) or as the smallest conflict (`conflict`).
`drivers` says which claim moves a bound.

Imports words, table, intervals, reconciling/linear; numpy, scipy.
"""

from .conflict import Contradiction
from .drivers import Influence
from .linear.constraints import Between
from .reconciliation import Bounds, Reconciliation, reconcile
from .worlds import Witness

__all__ = ["Between", "Bounds", "Contradiction", "Influence", "Reconciliation", "Witness",
           "reconcile"]
