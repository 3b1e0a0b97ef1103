"""What happens to 100,000 faces? The natural-frequency tree of one table."""

from __future__ import annotations

from ..words import wording
from .style import COLOURS, axes, house_style

__all__ = ["plot_frequency_tree"]

# Where each box stands (centre, in a 10 x 6 field), and what leads to it.
_BOXES = {
    "all": (5.0, 5.35),
    "listed": (2.35, 3.75),
    "others": (7.65, 3.75),
    "fn": (1.05, 2.1),
    "tp": (3.65, 2.1),
    "fp": (6.35, 2.1),
    "tn": (8.95, 2.1),
    "alerts": (5.0, 0.5),
}
_LINES = (("all", "listed"), ("all", "others"), ("listed", "fn"), ("listed", "tp"),
          ("others", "fp"), ("others", "tn"), ("tp", "alerts"), ("fp", "alerts"))
_SHADES = {"tp": "tp", "fp": "fp", "fn": "fn", "tn": "tn"}


def plot_frequency_tree(table, *, faces: int | None = None, ax=None):
    r"""A table as whole faces: who is on the list, who raises an alert, whose alert is right.

    Parameters
    ----------
    table : Table
        One table, as from `lfrstats.solve`.
    faces : int, optional
        How many faces to show; the smallest telling power of ten if left out.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from lfrstats import solve
    >>> ax = plot_frequency_tree(solve(tpir=0.7, fpir=0.001, precision=8 / 42))
    >>> ax.texts[0].get_text().split("\n")
    ['100,000', 'faces pass']
    """
    whole = table.whole(faces)
    tp, fn, fp, tn = (int(cell) for cell in (whole.tp, whole.fn, whole.fp, whole.tn))
    texts = {
        "all": (tp + fn + fp + tn, "faces pass"),
        "listed": (tp + fn, "are on the list"),
        "others": (fp + tn, "are not"),
        "fn": (fn, "raise no alert\n(missed)"),
        "tp": (tp, "raise an alert\n(right)"),
        "fp": (fp, "raise an alert\n(false)"),
        "tn": (tn, "raise no alert"),
        "alerts": (tp + fp, f"alerts, {tp:,} of them right: {_share(table.precision)}"),
    }
    with house_style():
        ax = axes(ax, (8.4, 4.9))
        for start, end in _LINES:
            across, down = zip(_BOXES[start], _BOXES[end], strict=True)
            ax.plot(across, down, color="#BBBBBB", lw=1.4, zorder=1)
        for name, (count, words) in texts.items():
            _box(ax, name, f"{count:,}\n{words}")
        ax.set(xlim=(-0.3, 10.3), ylim=(-0.1, 6.05),
               title=f"Of {wording.whole(tp + fn + fp + tn)} faces that pass")
        ax.axis("off")
    return ax


def _share(precision: float) -> str:
    return wording.percent(precision)


def _box(ax, name: str, text: str) -> None:
    colour = COLOURS[_SHADES.get(name, "ink")]
    ax.text(*_BOXES[name], text, ha="center", va="center", zorder=2, linespacing=1.35,
            bbox={"boxstyle": "round,pad=0.45", "fc": "white", "ec": colour, "lw": 1.8})
