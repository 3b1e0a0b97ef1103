"""Which colour means what, and how do all figures look?

The colours are Okabe and Ito's, told apart with any colour vision; each has one meaning throughout.
"""

from __future__ import annotations

from contextlib import contextmanager

__all__ = ["COLOURS", "axes", "house_style"]

COLOURS = {
    "tp": "#009E73",
    "fp": "#D55E00",
    "fn": "#E69F00",
    "tn": "#8C8C8C",
    "force": "#0072B2",
    "review": "#B5477D",
    "quiet": "#6B6B6B",
    "ink": "#222222",
}
"""The four cells, the two sides of the argument, and what stands back."""

_SETTINGS = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLOURS["quiet"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.titlelocation": "left",
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "text.color": COLOURS["ink"],
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "lfrstats",
    "svg.fonttype": "none",
}


@contextmanager
def house_style():
    """The settings of all figures, for the time of drawing one.

    Only these are put back afterwards: the first figure of a notebook also sets the backend up, and
    what that sets must stay.
    """
    from matplotlib import rcParams

    before = {name: rcParams[name] for name in _SETTINGS}
    rcParams.update(_SETTINGS)
    try:
        yield
    finally:
        rcParams.update(before)


def axes(ax, size: tuple[float, float]):
    """`ax`, or new axes in a figure of `size` inches."""
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=size, layout="constrained")[1] if ax is None else ax
