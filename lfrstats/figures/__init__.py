"""How do the results look? Finished results in, matplotlib Axes out; nothing is computed here."""

from .base_rate import plot_base_rate
from .frequency_tree import plot_frequency_tree
from .methods import plot_methods

__all__ = ["plot_base_rate", "plot_frequency_tree", "plot_methods"]
