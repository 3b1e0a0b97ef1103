"""At which base rate are both headlines true? The share of right alerts against the base rate."""

from __future__ import annotations

from ..words import wording
from .style import COLOURS, axes, house_style

__all__ = ["plot_base_rate"]

_TICKS = [10.0**-power for power in range(6, -1, -1)]


def plot_base_rate(comparison, *, ax=None):
    """The share of right alerts at each base rate, and where it meets the verified share.

    Parameters
    ----------
    comparison : Comparison
        A result of `lfrstats.compare`.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if left out.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> from lfrstats import compare
    >>> ax = plot_base_rate(compare(tpir="70%", fpir="1 in 1,000", precision="8 of 42"))
    >>> ax.get_xscale()
    'log'
    """
    with house_style():
        ax = axes(ax, (8.4, 5.0))
        _curve(ax, comparison)
        _verified(ax, comparison)
        _break_even(ax, comparison)
        _meeting(ax, comparison)
        ax.set(
            xscale="log", xlim=(1e-6, 1), ylim=(0, 1),
            xlabel="base rate: faces on the list among all faces that pass",
            ylabel="precision: share of alerts that are right",
            title=f"Both are true where 1 face in {_n(comparison.implied.value)} is on the list",
        )
        ax.set_xticks(_TICKS, [wording.one_in(tick) for tick in _TICKS[:-1]] + ["all"])
        quarters = [0, 0.25, 0.5, 0.75, 1]
        ax.set_yticks(quarters, [wording.percent(quarter) for quarter in quarters])
        ax.minorticks_off()
    return ax


def _n(share) -> str:
    return wording.one_in(float(share)).removeprefix("1 in ")


def _curve(ax, comparison) -> None:
    curve, colour = comparison.curve(), COLOURS["force"]
    ax.fill_between(curve.prevalence, curve.low, curve.high, color=colour, alpha=0.18, lw=0)
    ax.plot(curve.prevalence, curve.precision, color=colour, lw=2.2)
    ax.annotate(
        f"the force: {comparison.tpir.plain} of listed faces\nand {comparison.fpir.plain} of the "
        "others\nraise an alert\n(band: everything that prints so)",
        (0.012, 0.893), xytext=(0.009, 0.72), color=colour, va="top",
    )


def _verified(ax, comparison) -> None:
    value, colour = float(comparison.precision.value), COLOURS["review"]
    ax.axhline(value, color=colour, lw=1.6)
    label = f"the review: {comparison.precision.plain}\nalerts verified as right"
    implied = comparison.implied
    if implied.sampling:
        low, high = implied.precision_limits
        ax.axhspan(low, high, color=colour, alpha=0.12, lw=0)
        label += f"\n(band: {wording.percent(comparison.level)} interval, exact)"
    ax.text(1.3e-6, value + 0.012, label, color=colour, va="bottom")


def _break_even(ax, comparison) -> None:
    x = comparison.break_even
    ax.plot([1e-6, x, x], [0.5, 0.5, 0], color=COLOURS["quiet"], lw=1, ls=":")
    ax.plot([x], [0.5], "o", color="white", mec=COLOURS["quiet"], mew=1.6, ms=7, zorder=5)
    ax.text(1.3e-6, 0.512, f"below 1 in {_n(x)} most alerts are false", color=COLOURS["quiet"])


def _meeting(ax, comparison) -> None:
    implied, y = comparison.implied, float(comparison.precision.value)
    x = float(implied.value)
    if implied.sampling:
        ax.plot(implied.sampling, [y, y], color=COLOURS["ink"], lw=5, alpha=0.85,
                solid_capstyle="butt", zorder=4)
    ax.plot([x], [y], "o", color="white", mec=COLOURS["ink"], mew=2, ms=9, zorder=6)
    text = f"{wording.one_in(x)}"
    if implied.sampling:
        text += f"\n{wording.interval(*implied.sampling)}"
    ax.annotate(text, (x, y), xytext=(2.6e-3, y - 0.02), va="top",
                arrowprops={"arrowstyle": "-", "color": COLOURS["ink"], "lw": 0.8})
