"""How do the results look? Finished results in, matplotlib Axes out; nothing is computed here.

Imports words, samples/coverage_grid; matplotlib, numpy.
"""

from .base_rate import plot_base_rate
from .coverage import plot_coverage
from .credal import plot_credal
from .frequency_tree import plot_frequency_tree
from .methods import plot_methods
from .posterior import plot_posterior

__all__ = ["plot_base_rate", "plot_coverage", "plot_credal", "plot_frequency_tree", "plot_methods",
           "plot_posterior"]
