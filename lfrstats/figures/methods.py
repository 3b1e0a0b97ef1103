"""How sure does one count let us be? Every method's interval, with the coverage it really has."""

from __future__ import annotations

import math

from ..words import wording
from .style import COLOURS, axes, house_style

__all__ = ["plot_methods"]


def plot_methods(comparison, *, ax=None):
    """Intervals for one count side by side, and how often each covers the truth.

    Parameters
    ----------
    comparison : MethodComparison
        A result of `lfrstats.compare_methods`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from lfrstats import compare_methods
    >>> ax = plot_methods(compare_methods(8, 42))
    >>> ax.get_yticklabels()[0].get_text()
    'Clopper-Pearson'
    """
    rows = comparison.rows()
    colours = [COLOURS["tp" if _keeps(row, comparison.level) else "fp"] for row in rows]
    with house_style():
        ax = axes(ax, (8.4, 4.9))
        ax.axvline(comparison.k / comparison.n, color=COLOURS["quiet"], lw=1, ls=":")
        for y, (row, colour) in enumerate(zip(rows, colours, strict=True)):
            ax.plot([row["low"], row["high"]], [y, y], color=colour, lw=5, solid_capstyle="butt")
        ax.set(
            ylim=(len(rows) - 0.4, -1.1),
            xlabel=f"the rate behind {wording.whole(comparison.k)} of "
            f"{wording.whole(comparison.n)}: {wording.percent(comparison.level)} intervals\n"
            "green: covers the true rate at least as often as it says, whatever that rate is",
            title=f"{wording.whole(comparison.k)} of {wording.whole(comparison.n)} by every method",
        )
        ax.set_yticks(range(len(rows)), [row["label"] for row in rows])
        ax.xaxis.set_major_formatter(lambda x, _: wording.percent(min(max(x, 0), 1)))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        _coverage_column(ax, rows, colours)
    return ax


def _keeps(row: dict, level: float) -> bool:
    return row["coverage_worst"] is not None and row["coverage_worst"] >= level - 1e-9


def _coverage_column(ax, rows: list[dict], colours: list[str]) -> None:
    """On the right, how often each method covers: if the rate is k / n, and at worst."""
    column = ax.secondary_yaxis("right")
    column.set_yticks(
        [-0.8, *range(len(rows))],
        ["covers  at least", *(
            f"{_share(row['coverage_at_estimate'])}   {_share(row['coverage_worst'])}"
            for row in rows
        )],
    )
    column.tick_params(length=0)
    column.spines["right"].set_visible(False)
    for text, colour in zip(column.get_yticklabels(), [COLOURS["quiet"], *colours], strict=True):
        text.set_color(colour)


def _share(value: float | None) -> str:
    """A coverage, rounded down: never shown as more than it is."""
    down = None if value is None else math.floor(1000 * value + 1e-6) / 10
    return "-" if down is None else f"{down:.1f} %".rjust(6, "\N{FIGURE SPACE}")
