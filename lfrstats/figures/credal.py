"""What can be said of precision if the base rate is only known to lie in a range?"""

from __future__ import annotations

from ..words import wording
from .scales import one_in_scale, percent_scale
from .style import COLOURS, axes, house_style

__all__ = ["plot_credal"]


def plot_credal(bounds, *, ax=None):
    """Precision over a range of base rates: a band, and the range it leaves on the left.

    Parameters
    ----------
    bounds : CredalPrecision
        A result of `lfrstats.credal_precision`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes

    Notes
    -----
    The band is what tpir and fpir leave open at one base rate (a line if both are known exactly),
    the bar at the left what is left open altogether. It is no confidence interval: nothing
    given says where in it. A base rate of 0 has no place on a logarithmic axis; there precision
    is 0.

    Examples
    --------
    >>> from lfrstats import credal_precision
    >>> ax = plot_credal(credal_precision(prevalence=("1 in 10,000", "1 in 100"), tpir=0.7,
    ...                                   fpir=0.001))
    >>> print(ax.get_title(loc="left"))
    6.5 % to 87.6 % of alerts are right: no figure says where
    """
    rows = [row for row in bounds.rows(201)
            if row["prevalence"] and row["precision_low"] is not None]
    if not rows:
        raise ValueError("bounds must reach a prevalence above 0 to be drawn, got none: with "
                         "nobody on the list no alert is right")
    low, high = (float(end) for end in bounds.precision)
    top = 1.0 if high > 0.3 else 1.35 * high or 1.0
    with house_style():
        ax = axes(ax, (8.4, 5.0))
        _band(ax, rows)
        _range(ax, low, high, top)
        _ends(ax, rows)
        ax.set(ylim=(0, top), ylabel="precision: share of alerts that are right",
               xlabel=f"base rate: faces on the list among all faces that pass\n{_given(bounds)}")
        ax.set_title(_title(low, high), pad=38)
        percent_scale(ax.yaxis, 0.0, top)
    return ax


def _band(ax, rows: list[dict]) -> None:
    """The bounds of precision at each base rate."""
    x, low, high = ([float(row[name]) for row in rows]
                    for name in ("prevalence", "precision_low", "precision_high"))
    colour = COLOURS["force"]
    if len(x) == 1:
        ax.plot([x[0], x[0]], [low[0], high[0]], color=colour, lw=6, solid_capstyle="butt")
        ax.plot([x[0], x[0]], [low[0], high[0]], "_", color=colour, ms=16, mew=2.2)
    ax.fill_between(x, low, high, color=colour, alpha=0.3, lw=0)
    for y in (low, high):
        ax.plot(x, y, color=colour, lw=2)
    pad = max(2.0, (x[-1] / x[0]) ** 0.16) if len(x) > 1 else 10.0
    one_in_scale(ax, x[0] / pad, min(x[-1] * pad, 1.0))


def _range(ax, low: float, high: float, top: float) -> None:
    """All that is left open, as a bar at the left and a light band behind."""
    across = ax.get_yaxis_transform()
    ax.axhspan(low, high, color=COLOURS["tn"], alpha=0.13, lw=0, zorder=0)
    ax.plot([0.008, 0.008], [low, high], transform=across, color=COLOURS["ink"], lw=5,
            solid_capstyle="butt", zorder=4)
    y, side, said = (low + high) / 2, "center", wording.interval(low, high)
    if high - low > 0.2 * top:
        said = said.replace(" to ", "\nto\n")
    else:
        upper = y > top / 2
        y, side = (low - 0.03 * top, "top") if upper else (high + 0.03 * top, "bottom")
    ax.text(0.022, y, wording.share(low) if low == high else said, va=side, transform=across,
            weight="bold", linespacing=1.3, zorder=5)


def _ends(ax, rows: list[dict]) -> None:
    """Above the axes, what precision is at either end of the range of base rates."""
    first, last = rows[0], rows[-1]
    wide = last["prevalence"] > 30 * first["prevalence"]
    across = ax.get_xaxis_transform() if wide or len(rows) == 1 else ax.transAxes
    sides = (((first, "center"),) if len(rows) == 1 else ((first, "left"), (last, "right")))
    for row, side in sides:
        x, share = float(row["prevalence"]), _share(row["precision_low"], row["precision_high"])
        place = x if across is not ax.transAxes else float(side == "right")
        ax.text(place, 1.015, f"if {wording.share(x)} {'is' if x < wording.RARE else 'are'} on the "
                f"list:\n{share} of alerts are right", transform=across, ha=side, va="bottom",
                size=9, linespacing=1.3)
        ax.axvline(x, color=COLOURS["quiet"], lw=1, ls=":", zorder=1)


def _share(low, high) -> str:
    low, high = float(low), float(high)
    return wording.share(low) if low == high else wording.interval(low, high)


def _title(low: float, high: float) -> str:
    if low == high:
        return f"{wording.share(low)} of alerts are right"
    return f"{wording.interval(low, high)} of alerts are right: no figure says where"


def _given(bounds) -> str:
    return (f"if {_share(*bounds.tpir)} of listed faces and {_share(*bounds.fpir)} of the others "
            "raise an alert;\nnothing given says where within the shading")
