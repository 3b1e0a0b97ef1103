"""Which intervals have the level they claim, and at what width? All methods over one grid."""

from __future__ import annotations

from ..words import wording
from .style import COLOURS, axes, house_style

__all__ = ["plot_coverage"]

_LEAST = 1 / 3_000
"""Misses rarer than this are drawn at the edge, as an arrow."""
_TICKS = (1, 0.5, 0.2, 0.05, 0.01, 0.001)


def plot_coverage(table, *, ax=None):
    """How often each method's interval misses the truth, at worst and on average.

    Parameters
    ----------
    table : CoverageTable
        A result of `lfrstats.coverage_table`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out, with room for every row.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    The axis is the share of samples whose interval misses, on a logarithmic scale, since the
    difference between 1 in 20 and 1 in 100 matters as much as that between 1 in 20 and 1 in 4.

    Examples
    --------
    >>> from lfrstats.samples.coverage_grid import coverage_table
    >>> ax = plot_coverage(coverage_table(questions=["known_rates"]))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Clopper-Pearson', 'Blaker', 'Wilson']
    """
    rows, places, headings = _laid_out(table.rows())
    bottom = places[-1] + 0.7
    with house_style():
        ax = axes(ax, (8.4, 1.9 + 0.235 * bottom))
        ax.axvline(1 - table.level, color=COLOURS["ink"], lw=1.2, ls="--", zorder=1)
        for y, row in zip(places, rows, strict=True):
            _row(ax, y, row)
        for y, words in headings:
            ax.text(0.008, y, words, transform=ax.get_yaxis_transform(), va="center", size=9,
                    style="italic", color=COLOURS["ink"],
                    bbox={"fc": "white", "ec": "none", "pad": 1.2})
            ax.axhline(y - 0.62, color="#DDDDDD", lw=0.8, zorder=0)
        _scales(ax, table.level, bottom)
        _names(ax, rows, places)
        _key(ax)
    return ax


def _laid_out(rows: list[dict]):
    """Where each row stands, one below the other, a heading above each question."""
    places, headings, y, last = [], [], -1.0, None
    for row in rows:
        if row["question"] != last:
            y, last = y + 1.25, row["question"]
            headings.append((y, row["asks"]))
        y += 1
        places.append(y)
    return rows, places, headings


def _row(ax, y: float, row: dict) -> None:
    colour = COLOURS["tp" if row["holds"] else "fp"]
    worst, usual = 1 - row["least"], 1 - row["mean"]
    ax.plot([max(usual, _LEAST), max(worst, _LEAST)], [y, y], color=colour, lw=2, zorder=2)
    for name, fill, size in (("least_common", colour, 7.5), ("least_rare", "white", 5)):
        missed = 1 - row[name]
        beyond = missed < _LEAST
        ax.plot([max(missed, _LEAST)], [y], ">" if beyond else "o", color=fill, mec=colour,
                mew=1.4, ms=size, zorder=4, clip_on=False)
    ax.plot([max(usual, _LEAST)], [y], "|", color=colour, ms=10, mew=2, zorder=3, clip_on=False)


def _scales(ax, level: float, bottom: float) -> None:
    nominal = 1 - level
    ticks = sorted([nominal, *(tick for tick in _TICKS if not 0.6 < tick / nominal < 1.7)])
    ax.set(
        xscale="log", xlim=(1.15, _LEAST), ylim=(bottom, -0.75),
        xlabel="samples in which the interval misses the truth",
        title=f"How often {wording.percent(level)} intervals miss, over all samples of a grid",
    )
    ax.set_xticks(ticks, ["all" if tick == 1 else wording.one_in(tick) for tick in ticks])
    ax.minorticks_off()


def _names(ax, rows: list[dict], places: list[float]) -> None:
    """On the left the methods, those with a guarantee in bold; on the right the widths."""
    ax.set_yticks(places, [row["label"] for row in rows], size=9)
    column = ax.secondary_yaxis("right")
    column.set_yticks([places[0] - 1, *places],
                      ["width", *(f"\N{MULTIPLICATION SIGN} {row['relative_width']:.2f}"
                                  for row in rows)], size=9)
    for axis in (ax, column):
        axis.tick_params(axis="y", length=0, pad=8)
    for spine in (ax.spines["left"], column.spines["right"]):
        spine.set_visible(False)
    for text, row in zip(ax.get_yticklabels(), rows, strict=True):
        text.set_fontweight("bold" if row["claim"] == "guaranteed" else "normal")
    column.get_yticklabels()[0].set_color(COLOURS["quiet"])


def _key(ax) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.transforms import ScaledTranslation

    from ..samples.coverage_grid import RARE

    ink, usual = COLOURS["ink"], wording.interval(RARE, 1 - RARE)
    marks = [
        Line2D([], [], ls="", marker="o", color=ink, ms=7.5, label=f"at worst, rates of {usual}"),
        Line2D([], [], ls="", marker="o", mfc="white", mec=ink, mew=1.4, ms=5,
               label="at worst, rates beyond that"),
        Line2D([], [], ls="", marker="|", color=ink, ms=10, mew=2, label="on average"),
        Line2D([], [], ls="--", color=ink, lw=1.2, label="the level claimed"),
    ]
    below = ax.transAxes + ScaledTranslation(0, -38 / 72, ax.figure.dpi_scale_trans)
    ax.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.4, 0), bbox_transform=below,
              ncols=4, fontsize=9, handletextpad=0.4, columnspacing=1.2, title_fontsize=9,
              title="bold: guarantees its level; width: mean width, as a multiple of the narrowest "
              "guaranteed method's")
